"""Where updates come in: a webhook, or our own getUpdates loop. Both store first and confirm second.

python-telegram-bot's updater confirms updates before they are handled, so a kill would lose them.
"""

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from sqlalchemy.exc import DataError, StatementError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import pictures
from storage import inbox
from storage.db import Database

ALLOWED = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
]
POLL_SECONDS = 25
STORE_SECONDS = 10
MAX_BODY = 1_000_000
"""A Telegram update is far smaller; a larger body is not one."""
NONSENSE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
Answer = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]
log = logging.getLogger(__name__)


class Intake:
    """Stores updates. Inline queries are different: they expire in seconds, so they are answered at once."""

    def __init__(self, database: Database, bot_id: int, answer_inline: Answer) -> None:
        self._database = database
        self._bot_id = bot_id
        self._answer_inline = answer_inline
        self._answering: set[asyncio.Task[None]] = set()

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Stores updates in one transaction. Raises the database's error when it is away.

        What can never be stored is dropped: else it would come again and again, and nothing behind it.
        Inline queries do not wait for it; asked again, they are answered again.
        """
        for update in updates:
            if "inline_query" in update:
                task = asyncio.create_task(self._answer_inline(update))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
        await self._store([update for update in updates if "inline_query" not in update])

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        try:
            if updates:
                async with self._database.write() as session:
                    for update in updates:
                        await inbox.put(session, self._bot_id, update)
        except Exception as error:
            if not makes_no_sense(error):
                raise
            if len(updates) == 1:
                log.exception("Update %d makes no sense; it is dropped.", updates[0]["update_id"])
                return
            for update in updates:
                await self._store([update])

    async def close(self) -> None:
        if self._answering:
            await asyncio.wait(self._answering, timeout=5)


def cleaned(value: Any) -> Any:
    """An update without what PostgreSQL cannot keep: NUL, and one half of a pair that is one character."""
    match value:
        case str():
            whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            return whole.replace("\0", "\ufffd")
        case dict():
            return {cleaned(name): cleaned(each) for name, each in value.items()}
        case list():
            return [cleaned(each) for each in value]
    return value


def makes_no_sense(error: Exception) -> bool:
    """Whether an update can never be stored (its chat is a list, an id has a thousand digits), however the
    database is."""
    cause = error.orig if isinstance(error, StatementError) else error
    return isinstance(error, DataError) or isinstance(cause, NONSENSE)


async def poll(intake: Intake, bot: Bot, stop: asyncio.Event) -> None:
    """Fetches updates until told to stop. The request for the next batch confirms those that are stored."""
    offset: int | None = None
    while not stop.is_set():
        try:
            batch = await _until(stop, bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED))
            if batch:
                await intake.accept([cleaned(update.to_dict()) for update in batch])
                offset = batch[-1].update_id + 1
        except Conflict:
            log.warning("Another program polls with this token, or a webhook is set; trying again.")
            await _pause(stop, 3)
        except InvalidToken:
            log.error("Telegram refuses CLAIMDESK_TOKEN; asking again in a while.")
            await _pause(stop, 30)
        except RetryAfter:
            await _pause(stop, 5)
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again.", type(error).__name__)
            await _pause(stop, 1)
        except Exception:
            log.exception("Updates could not be stored; they are fetched again.")
            await _pause(stop, 1)


async def _until(stop: asyncio.Event, request: Awaitable[Sequence[Update]]) -> Sequence[Update]:
    """The answer, or nothing when told to stop first: what was not confirmed comes again."""
    asked = asyncio.ensure_future(request)
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({asked, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if asked.done():
        return asked.result()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    return ()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def web_app(intake: Intake, path: str, secret: str) -> Starlette:
    """The webhook: 200 means stored. 503 makes Telegram send the update again."""
    expected = secret.encode()

    async def webhook(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "").encode()
        if not hmac.compare_digest(given, expected):
            return Response("Not Telegram.", status_code=403)
        update = await _read(request)
        if update is None:
            # Telegram would repeat a refused update for a day; this one will never be better.
            log.error("The webhook got something that is no update; it is dropped.")
            return Response(status_code=200)
        try:
            await asyncio.wait_for(intake.accept([update]), STORE_SECONDS)
        except Exception as error:
            log.error(
                "An update could not be stored (%s); Telegram will send it again.", type(error).__name__
            )
            return Response(status_code=503, headers={"Retry-After": "2"})
        return Response(status_code=200)

    async def health(_: Request) -> Response:
        return Response("ok")

    async def rating(request: Request) -> Response:
        code = request.path_params["code"]
        if code not in pictures.DRAWN:
            return Response("No such rating.", status_code=404)
        drawn = await asyncio.to_thread(pictures.picture, code)
        return Response(drawn, media_type="image/png", headers={"Cache-Control": "public, max-age=604800"})

    return Starlette(
        routes=[
            Route(path, webhook, methods=["POST"]),
            Route("/health", health, methods=["GET"]),
            Route(f"{pictures.PATH}/{{code}}.png", rating, methods=["GET"]),
        ]
    )


async def _read(request: Request) -> dict[str, Any] | None:
    """The update in the request's body, or None when there is none."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    try:
        update = cleaned(json.loads(body))
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        return None
    return update
