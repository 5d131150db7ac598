"""Documents and photos, out and in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import bad_request
from ..model import StoredFile
from ..parameters import Call
from ..text import Json
from .content import MAX_CAPTION, formatted, keyboard, text_fields
from .sends import context, open_chat

if TYPE_CHECKING:
    from ..emulator import Emulator

MEGABYTE = 1024 * 1024
MAX_DOCUMENT = 50 * MEGABYTE
MAX_PHOTO = 10 * MEGABYTE
MAX_DOWNLOAD = 20 * MEGABYTE


def send_document(emulator: Emulator, call: Call) -> Json:
    chat = open_chat(emulator, call)
    stored = _stored(emulator, call, "document", MAX_DOCUMENT)
    document = stored.as_json() | {"file_name": stored.name, "mime_type": stored.mime}
    raw = {"document": document} | _caption(emulator, call) | context(chat, call)
    return emulator.add_message(chat, emulator.bot, raw, stored).raw


def send_photo(emulator: Emulator, call: Call) -> Json:
    chat = open_chat(emulator, call)
    stored = _stored(emulator, call, "photo", MAX_PHOTO)
    raw = {"photo": photo_sizes(stored)} | _caption(emulator, call) | context(chat, call)
    return emulator.add_message(chat, emulator.bot, raw, stored).raw


def photo_sizes(stored: StoredFile) -> list[Json]:
    return [stored.as_json() | {"width": 800, "height": 600}]


def _caption(emulator: Emulator, call: Call) -> Json:
    text, entities = formatted(
        emulator,
        call.text("caption"),
        call.text("parse_mode"),
        call.list("caption_entities"),
        limit=MAX_CAPTION,
        too_long="message caption is too long",
    )
    return text_fields(text, entities, "caption") | keyboard(emulator, call.params.get("reply_markup"))


def _stored(emulator: Emulator, call: Call, field: str, limit: int) -> StoredFile:
    """The upload, or the file that a file_id names. Raises ApiError 400."""
    name = call.text(field).removeprefix("attach://")
    upload = call.files.get(field) or call.files.get(name)
    if upload is None:
        if name in emulator.files:
            return emulator.files[name]
        if not name:
            raise bad_request(f"there is no {field} in the request")
        raise bad_request("wrong file identifier/HTTP URL specified")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > limit:
        emulator.violation(f"{call.method}: {len(upload.data)} bytes where {limit} are allowed")
        raise bad_request(f"file of size {len(upload.data)} bytes is too big")
    return emulator.add_file(upload.name, upload.mime, upload.data, f"{field}s")


def get_file(emulator: Emulator, call: Call) -> Json:
    stored = emulator.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_json() | {"file_path": stored.path}
