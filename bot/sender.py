"""Sends what waits in the outbox: a few requests at once, within Telegram's limits, one process a bot."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.limits import Limits
from bot.requests import request
from storage import leases, sending
from storage.db import Database
from storage.sending import Outgoing

AT_ONCE = 8
"""Requests on their way at the same time. Each costs the event loop 1.6 ms, so more would not be faster."""
IDLE_SECONDS = 0.5
FLUSH_SECONDS = 5
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Errors after which the request certainly did not reach Telegram."""
NOTHING_TO_DO = ("not modified", "query is too old", "query id is invalid", "message_id_invalid")
"""Telegram's words where there is nothing left to do. The last one: a shared message that was deleted."""
GONE = ("message to edit not found", "message can't be edited")
log = logging.getLogger(__name__)


class Sender:
    def __init__(self, database: Database, bot: Bot, limits: Limits) -> None:
        self._database = database
        self._bot = bot
        self._limits = limits
        self._token = secrets.token_hex(8)
        self._busy: set[int] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._underway: set[int] = set()
        self._leads_until = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Sends until told to stop, then what may still go out at once, and gives the role up."""
        while not stop.is_set():
            if not await self._try_round():
                await self._database.bell.wait("outbox", self._limits.wait(IDLE_SECONDS))
        end = time.monotonic() + FLUSH_SECONDS
        while time.monotonic() < end:
            underway = bool(self._running)  # asked first: what ends during a round may let the next one go
            if not await self._try_round() and not underway:
                break
            await asyncio.wait(self._running or {asyncio.create_task(asyncio.sleep(0))}, timeout=0.05)
        if self._running:
            await asyncio.wait(self._running, timeout=FLUSH_SECONDS)
        async with self._database.write() as session:
            await leases.release(session, self._role, self._token)

    @property
    def _role(self) -> str:
        return f"sender:{self._bot.id}"

    async def _try_round(self) -> bool:
        try:
            return await self._round()
        except Exception:
            log.exception("The outbox cannot be reached; trying again.")
            return False

    async def _round(self) -> bool:
        """Starts what may start now. False when there is nothing, or it must wait."""
        if not await self._lead():
            return False
        room = min(AT_ONCE - len(self._running), self._limits.room())
        if room <= 0:
            await asyncio.wait(self._running or {asyncio.create_task(asyncio.sleep(0.03))}, timeout=0.05)
            return True
        held, busy = self._limits.held(), self._busy.copy()  # at one moment: no chat falls between the two
        async with self._database.write() as session:
            batch = await sending.take(session, self._bot.id, room, held, busy)
        for outgoing in batch:
            if outgoing.kind != "answer":
                self._busy.add(outgoing.chat_id)
                self._limits.start()
            task = asyncio.create_task(self._send(outgoing), name=outgoing.key)
            self._running.add(task)
            self._underway.add(outgoing.id)
            task.add_done_callback(self._running.discard)
        return bool(batch)

    async def _lead(self) -> bool:
        """Whether this process is the bot's sender. Renews the role in the second half of its lease.

        Before anything else in a round: however slow Telegram is, the role must not be lost over it.
        """
        now, lease = time.monotonic(), leases.LEASE.total_seconds()
        if now < self._leads_until - lease / 2:
            return True
        led = now < self._leads_until
        async with self._database.write() as session:
            if not await leases.hold(session, self._role, self._token):
                self._leads_until = 0.0
                return False
            uncertain = 0 if led else await sending.recover(session, self._bot.id, self._underway)
        self._leads_until = now + lease
        if uncertain:
            log.warning("%d messages may or may not have arrived before the last stop.", uncertain)
        return True

    async def _send(self, outgoing: Outgoing) -> None:
        try:
            await self._attempt(outgoing)
        except Exception:
            log.exception("Message %s cannot be sent.", outgoing.key)
            await self._note(lambda session: sending.refused(session, outgoing, "it cannot be sent"))
        finally:
            if outgoing.chat_id in self._busy:
                self._limits.arrived(outgoing.chat_id)
            self._busy.discard(outgoing.chat_id)
            self._underway.discard(outgoing.id)
            self._database.bell.ring_local(["outbox"])

    async def _attempt(self, outgoing: Outgoing) -> None:
        """Makes the request, and writes down what came of it."""
        try:
            message_id = await request(self._bot, outgoing)
        except RetryAfter as error:
            seconds = _seconds(error)
            self._limits.hold(outgoing.chat_id, seconds)
            await self._later(outgoing, seconds, "too many messages")
        except ChatMigrated as error:
            new_id = error.new_chat_id
            await self._note(lambda session: sending.moved(session, outgoing.chat_id, new_id))
            await self._later(outgoing, 0, "the group has a new id")
        except Forbidden:
            await self._note(lambda session: sending.sent(session, outgoing, None, "blocked"))
        except BadRequest as error:
            await self._bad_request(outgoing, str(error))
        except InvalidToken:
            log.error("Telegram refuses the bot's token.")
            await self._later(outgoing, 30, "the token was refused")
        except NetworkError as error:
            await self._network(outgoing, error)
        else:
            await self._note(lambda session: sending.sent(session, outgoing, message_id))

    async def _bad_request(self, outgoing: Outgoing, reason: str) -> None:
        lower = reason.lower()
        if any(harmless in lower for harmless in NOTHING_TO_DO):
            await self._note(lambda session: sending.sent(session, outgoing, None))
        elif outgoing.is_edit and any(gone in lower for gone in GONE):
            await self._note(lambda session: sending.gone(session, outgoing))
        elif "chat not found" in lower:
            await self._note(lambda session: sending.sent(session, outgoing, None, "blocked"))
        else:
            log.error("Telegram refuses message %s: %s", outgoing.key, reason)
            await self._note(lambda session: sending.refused(session, outgoing, reason))

    async def _network(self, outgoing: Outgoing, error: NetworkError) -> None:
        """A timeout after the request went out is ambiguous; anything else can be tried again."""
        arrived_perhaps = isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.HTTPError)
        if arrived_perhaps and not isinstance(error.__cause__, NEVER_SENT) and not outgoing.repeatable:
            log.warning("Message %s may or may not have arrived.", outgoing.key)
            await self._note(lambda session: sending.sent(session, outgoing, None, "uncertain"))
            return
        await self._later(outgoing, min(30, 0.5 * 2**outgoing.attempts), type(error).__name__)

    async def _later(self, outgoing: Outgoing, seconds: float, reason: str) -> None:
        await self._note(lambda session: sending.later(session, outgoing, timedelta(seconds=seconds), reason))

    async def _note(self, write: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Writes down what came of a request, however long the database is away.

        A message whose fate nobody wrote down would be sent twice, or never.
        """
        while True:
            try:
                async with self._database.write() as session:
                    await write(session)
                return
            except SQLAlchemyError:
                log.exception("What came of a message could not be written down; trying again.")
                await asyncio.sleep(IDLE_SECONDS)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
