"""Answers inline queries at once, past the inbox: they expire in seconds and change nothing.

People type faster than anybody can answer, and a query is sent for every letter. So of each person only the last
query is looked up; the ones it overtook get an empty answer when there is time. A few are answered at once and a
few hundred may wait, so that no flood of them holds up the rest of the bot.
"""

import logging
import time
from collections import deque
from typing import Any

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.error import BadRequest, TelegramError

from bot import pictures
from bot.requests import keyboard
from handlers import inline
from handlers.context import Desk
from handlers.inline import Answer, Result
from storage import rules
from storage.db import Database
from storage.matching import Matcher
from storage.tables import Person

CACHE_SECONDS = 5
"""Short: a verdict that is withdrawn must not be served from Telegram's cache for long."""
AT_ONCE = 3
"""Queries in hand at the same time. A look-up takes milliseconds of this one process's time."""
MOST_WAITING = 300
RULES_SECONDS = 2.0
EXPIRES_SECONDS = 8.0
"""Telegram refuses answers soon after; nobody waits so long for letters they have typed over since."""
log = logging.getLogger(__name__)


class InlineAnswers:
    """`pictures_url` is where people's apps can fetch the pictures of ratings, if anywhere."""

    def __init__(
        self, database: Database, matcher: Matcher, desk: Desk, bot: Bot, pictures_url: str | None = None
    ) -> None:
        self._database = database
        self._matcher = matcher
        self._desk = desk
        self._defaults = desk.rules
        self._rules_until = 0.0
        self._bot = bot
        self._pictures_url = pictures_url
        self._waiting: dict[int, tuple[InlineQuery, float]] = {}
        """The last query of each person, and when it came. A person keeps their place in the line."""
        self._overtaken: deque[InlineQuery] = deque(maxlen=MOST_WAITING)
        self._typing: set[int] = set()
        """People one of whose queries is in hand."""
        self._workers = 0

    async def answer(self, raw: dict[str, Any]) -> None:
        """One update with an inline query. Returns when it, or whatever waited before it, is done with."""
        query = Update.de_json(raw, self._bot).inline_query
        if query is None:
            return
        before = self._waiting.get(query.from_user.id)
        if before is not None:
            self._overtaken.append(before[0])
        self._waiting[query.from_user.id] = (query, time.monotonic())
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        if self._workers >= AT_ONCE:
            return
        self._workers += 1
        try:
            await self._work()
        finally:
            self._workers -= 1

    async def _work(self) -> None:
        """Answers queries until none waits that could be answered now."""
        while True:
            person = next((each for each in self._waiting if each not in self._typing), None)
            if person is not None:
                query, came = self._waiting.pop(person)
                if time.monotonic() - came < EXPIRES_SECONDS:
                    self._typing.add(person)
                    await self._try(query)
                    self._typing.discard(person)
            elif self._overtaken and not self._typing:
                await self._send(self._overtaken.popleft(), Answer())
            else:
                return

    async def _try(self, query: InlineQuery) -> None:
        """Whatever goes wrong is logged; the person just types on."""
        try:
            desk = await self._desk_now()
            found = await inline.look_up(self._database, self._matcher, desk, query.query, query.offset)
            if query.from_user.id in self._waiting:  # typed over meanwhile
                self._overtaken.append(query)
                return
            await self._send(query, found)
            if found.remember is not None:
                await self._remember(query, found.remember)
        except Exception:
            log.exception("An inline query failed.")

    async def _desk_now(self) -> Desk:
        """The desk under its present rules, which hardly ever change."""
        if time.monotonic() > self._rules_until:
            async with self._database.read() as session:
                self._desk = self._desk.under(await rules.load(session, self._defaults))
            self._rules_until = time.monotonic() + RULES_SECONDS
        return self._desk

    async def _send(self, query: InlineQuery, found: Answer) -> None:
        button = found.button
        # What is kept for one person, or is no answer at all, is nobody else's and is not kept by Telegram.
        own = not found.results and (button is None or button.parameter == inline.ASK)
        try:
            await self._bot.answer_inline_query(
                query.id,
                [self._article(result) for result in found.results],
                cache_time=0 if own else CACHE_SECONDS,
                is_personal=own,
                next_offset=found.next_offset,
                button=InlineQueryResultsButton(button.label, start_parameter=button.parameter or "start")
                if button
                else None,
            )
        except BadRequest as error:
            log.info("An inline query was answered too late (%s).", error.message)
        except TelegramError as error:
            log.warning("An inline query could not be answered (%s).", type(error).__name__)

    async def _remember(self, query: InlineQuery, words: str) -> None:
        user = query.from_user
        person = Person(id=user.id, name=user.full_name, username=user.username, language=user.language_code)
        await inline.remember(self._database, person, words)

    def _article(self, result: Result) -> InlineQueryResultArticle:
        payload = result.message.payload()
        has_picture = self._pictures_url is not None and result.rating in pictures.DRAWN
        return InlineQueryResultArticle(
            result.id,
            result.title,
            InputTextMessageContent(
                payload["text"], parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
            ),
            reply_markup=keyboard(payload["buttons"]),
            description=result.description,
            thumbnail_url=f"{self._pictures_url}/{result.rating}.png" if has_picture else None,
            thumbnail_width=pictures.SIZE if has_picture else None,
            thumbnail_height=pictures.SIZE if has_picture else None,
        )
