"""The HTTP side: checks the token, reads the request, applies faults and limits, answers as Telegram does."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .errors import ApiError, bad_request, too_many_requests
from .faults import Planned
from .methods import METHODS
from .parameters import MODELS, Call, decode, problems, read_request
from .text import Json

if TYPE_CHECKING:
    from .emulator import Emulator, Request

MAX_UPLOAD = 60 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
LIMITED = re.compile(r"(send(?!ChatAction)|edit|copy|forward)")
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


class Server:
    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=MAX_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._method)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        # A long poll must end when the bot that asked is killed; hence handler_cancellation.
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if token != self.emulator.token:
            raise ApiError(401, "Unauthorized")

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            self._check_token(request.match_info["token"])
            if name.lower() not in MODELS:
                self.emulator.violation(f"{name}: no such method")
                raise ApiError(404, "Not Found")
            params, files = await self._read(name, request)
        except ApiError as error:
            return _answer(error)
        call = Call(MODELS[name.lower()].__api_method__, params, files)
        if call.method == "getUpdates":
            return await self._poll(call, request)
        self.emulator.in_flight += 1
        self.emulator.note_activity()
        try:
            return await self._handle(call, request)
        except Exception as error:  # a fault of the emulator must not pass for one of Telegram's
            self.emulator.violation(f"{call.method}: the emulator itself failed: {error!r}")
            raise
        finally:
            self.emulator.in_flight -= 1
            self.emulator.note_activity()

    async def _read(self, name: str, request: web.Request) -> tuple[Json, Any]:
        try:
            params, files = await read_request(request)
            return decode(name, params), files
        except ApiError as error:
            self.emulator.violation(f"{name}: {error.description}")
            raise

    async def _poll(self, call: Call, request: web.Request) -> web.Response:
        updates = self.emulator.updates
        self.emulator.violations += problems(call)
        fault = self.emulator.faults.take("getUpdates", None)
        if fault is not None:
            return _answer(fault.as_error()) if isinstance(fault.error, int) else _break(request)
        try:
            if "allowed_updates" in call.params:
                updates.allowed = call.list("allowed_updates")
            limit = min(max(call.number("limit", 100), 1), 100)
            result = await updates.poll(call.number("offset"), limit, min(call.number("timeout"), 50))
        except ApiError as error:
            return _answer(error)
        return web.json_response({"ok": True, "result": result})

    async def _handle(self, call: Call, request: web.Request) -> web.StreamResponse:
        emulator = self.emulator
        chat_id = _chat_id(call)
        record = emulator.log(call, chat_id)
        fault = emulator.faults.take(call.method, chat_id)
        if fault is not None and fault.error == "dropped":
            record.error = "dropped"
            return _break(request)
        response = self._run(call, record, fault)
        if fault is not None and fault.error == "lost":
            return _break(request)
        if fault is not None and fault.error == "slow":
            await asyncio.sleep(fault.delay)
        return response

    def _run(self, call: Call, record: Request, fault: Planned | None) -> web.Response:
        emulator = self.emulator
        if emulator.holds_against_models:
            emulator.violations += problems(call)
        try:
            self._limit(call, record.chat_id)
            if fault is not None and isinstance(fault.error, int):
                if fault.error == 429 and record.chat_id is not None:
                    emulator.limits.hold(record.chat_id, fault.retry_after)
                raise fault.as_error()
            if call.method not in METHODS:
                emulator.violation(f"{call.method}: the emulator does not know this method yet")
                raise bad_request("method is not supported by the emulator")
            record.result = METHODS[call.method](emulator, call)
        except ApiError as error:
            record.error = error.description
            return _answer(error)
        return web.json_response({"ok": True, "result": record.result})

    def _limit(self, call: Call, chat_id: int | None) -> None:
        """429 when the bot does not wait as told, or, with `real_limits`, sends too fast."""
        if not LIMITED.match(call.method) or chat_id is None:
            return
        limits = self.emulator.limits
        if wait := limits.still_held(chat_id):
            self.emulator.violation(f"{call.method}: sent to {chat_id} {wait} s before retry_after was over")
            raise too_many_requests(wait)
        if self.emulator.real_limits and (wait := limits.count(chat_id)):
            limits.hold(chat_id, wait)
            self.emulator.violation(f"{call.method}: more messages to {chat_id} than Telegram allows")
            raise too_many_requests(wait)

    async def _file(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return _answer(error)
        path = request.match_info["path"]
        for stored in self.emulator.files.values():
            if stored.path == path and len(stored.data) <= MAX_DOWNLOAD:
                return web.Response(body=stored.data, content_type="application/octet-stream")
        return _answer(ApiError(404, "Not Found"))


def _chat_id(call: Call) -> int | None:
    value = str(call.params.get("chat_id", ""))
    return int(value) if re.fullmatch(r"-?\d+", value) else None


def _answer(error: ApiError) -> web.Response:
    if error.code == 502:  # comes from a gateway in front of Telegram, which knows no JSON
        return web.Response(status=502, text=GATEWAY_PAGE, content_type="text/html")
    return web.json_response(error.as_json(), status=error.code)


def _break(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
