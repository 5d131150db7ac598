"""Reading a request and holding its parameters against aiogram's models of the Bot API's methods."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputFile
from aiohttp import web
from pydantic import BaseModel, ValidationError

from .errors import bad_request
from .text import Json

MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for model in vars(aiogram.methods).values()
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}
# Telegram's own words where it says more than "can't parse JSON".
JSON_NAMES = {"reply_markup": "reply keyboard markup", "results": "inline query results"}


@dataclass(frozen=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass
class Call:
    """One request: the method's name as documented, parameters with nested JSON decoded, uploads."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name, default)
        return value if isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.params.get(name) or default)
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be of type Number') from None

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in {"true", "1", "yes"}

    def object(self, name: str) -> Json:
        value = self.params.get(name) or {}
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def list(self, name: str) -> list[Any]:
        value = self.params.get(name) or []
        if not isinstance(value, list):
            raise bad_request(f'field "{name}" must be of type Array')
        return value


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters from the address, and from a form, multipart or JSON body. Raises ApiError 400."""
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        params |= {name: value for name, value in body.items() if value is not None}
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                params[name] = value if isinstance(value, str) else bytes(value).decode()
    return params, files


def decode(method: str, params: Json) -> Json:
    """`params` with the JSON strings of structured parameters decoded. Raises ApiError 400."""
    structured = _structured(MODELS[method.lower()])
    return {
        name: _load(name, value) if name in structured and isinstance(value, str) else value
        for name, value in params.items()
        if value != ""  # an empty parameter is no parameter
    }


def _load(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {JSON_NAMES.get(name, name)} JSON object") from None


def problems(call: Call) -> list[str]:
    """What aiogram's model finds wrong with a call: unknown, missing or malformed parameters."""
    model = MODELS[call.method.lower()]
    values: Json = {
        name: BufferedInputFile(call.files[value.removeprefix("attach://")].data, name)
        if isinstance(value, str) and value.startswith("attach://") and value[9:] in call.files
        else value
        for name, value in call.params.items()
    }
    direct = {
        name: BufferedInputFile(f.data, f.name)
        for name, f in call.files.items()
        if name in model.model_fields
    }
    try:
        markup = values.get("reply_markup")
        if isinstance(markup, dict) and "inline_keyboard" in markup:
            # Said beforehand: aiogram's models are lenient, and a malformed keyboard passes for another kind.
            values["reply_markup"] = InlineKeyboardMarkup.model_validate(markup)
        checked = model.model_validate(values | direct)
    except ValidationError as error:
        return [f"{call.method}: {sentence}" for sentence in _sentences(error)]
    return [f"{call.method}: unknown parameter {path}" for path in unknown_fields(checked)]


def _sentences(error: ValidationError) -> list[str]:
    """What is wrong, without complaints that an article is no photo: of the kinds tried, only the one meant."""
    found = error.errors()
    other_kinds = [
        e["loc"][:-1] for e in found if e["loc"][-1:] == ("type",) and e["type"] == "literal_error"
    ]
    meant = [e for e in found if not any(e["loc"][: len(kind)] == kind for kind in other_kinds)]
    return [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in meant or found[:1]]


def unknown_fields(model: BaseModel, path: str = "") -> Iterator[str]:
    """What came along that aiogram's model, or one nested in it, has no field for."""
    for name in model.model_extra or {}:
        yield f"{path}{name}"
    for name in model.model_fields_set:
        value = getattr(model, name, None)
        for item in value if isinstance(value, list) else [value]:
            for inner in item if isinstance(item, list) else [item]:
                if isinstance(inner, BaseModel):
                    yield from unknown_fields(inner, f"{path}{name}.")


@cache
def _structured(model: type[BaseModel]) -> frozenset[str]:
    """The parameters that travel as JSON inside a form: objects and lists."""
    return frozenset(
        name for name, field_info in model.model_fields.items() if _holds_structure(field_info.annotation)
    )


def _holds_structure(annotation: Any) -> bool:
    if typing.get_origin(annotation) in {list, dict}:
        return True
    if isinstance(annotation, type):
        return issubclass(annotation, BaseModel) and not issubclass(annotation, InputFile)
    return any(_holds_structure(part) for part in typing.get_args(annotation))
