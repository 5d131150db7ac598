"""Answers inline queries at once, past the inbox: they expire in seconds and change nothing.

People type faster than anybody can answer, and a query is sent for every letter. So of each person only the last
query is looked up; the ones it overtook get an empty answer when there is time. A few are looked up at once, a few
hundred may wait, and who sends more than anybody can type is not heard: no flood holds up the rest of the bot.
"""

import asyncio
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
from bot.limits import Bucket
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
"""Queries looked up at the same time. A look-up takes milliseconds of this one process's time."""
SENT_AT_ONCE = 20
"""Answers on their way to Telegram, which takes a tenth of a second for each."""
MOST_WAITING = 300
MOST_A_SECOND, BURST = 20, 60
"""Queries of one person; nobody types or scrolls faster for long."""
MOST_KNOWN = 5_000
"""People whose rate is remembered. Who has been quiet for three seconds need not be."""
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
        """People one of whose queries is looked up."""
        self._rates: dict[int, Bucket] = {}
        self._workers = 0
        self._sends = asyncio.Semaphore(SENT_AT_ONCE)
        self._clearing = asyncio.Lock()
        self._unwritten: dict[int, tuple[Person, str]] = {}
        """What people typed last that found nothing, until it is in the database."""
        self._writing = asyncio.Lock()

    async def answer(self, raw: dict[str, Any]) -> None:
        """One update with an inline query. Returns when it, or whatever waited before it, is done with."""
        query = Update.de_json(raw, self._bot).inline_query
        if query is None or self._is_too_fast(query.from_user.id):
            return
        before = self._waiting.get(query.from_user.id)
        if before is not None:
            self._overtaken.append(before[0])
        self._waiting[query.from_user.id] = (query, time.monotonic())
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        if self._workers >= AT_ONCE:
            return
        async with asyncio.TaskGroup() as later:
            self._workers += 1
            try:
                await asyncio.sleep(0)  # what came together with it is seen before anything is looked up
                await self._work(later)
            finally:
                self._workers -= 1
        await self._clear()

    def _is_too_fast(self, person_id: int) -> bool:
        now = time.monotonic()
        if person_id not in self._rates:
            if len(self._rates) >= MOST_KNOWN:
                self._rates = {who: rate for who, rate in self._rates.items() if rate.level(now) < rate.size}
            if len(self._rates) >= MOST_KNOWN:
                return True
            self._rates[person_id] = Bucket(BURST, MOST_A_SECOND, BURST, now)
        rate = self._rates[person_id]
        if rate.level(now) < 1:
            return True
        rate.spend(now)
        return False

    async def _work(self, later: asyncio.TaskGroup) -> None:
        """Looks queries up until none waits that could be; their answers go out beside it."""
        while True:
            await self._sends.acquire()
            person = next((each for each in self._waiting if each not in self._typing), None)
            if person is None:
                self._sends.release()
                return
            query, came = self._waiting.pop(person)
            found = await self._find(query) if time.monotonic() - came < EXPIRES_SECONDS else None
            if found is None:
                self._sends.release()
            else:
                later.create_task(self._deliver(query, *found))

    async def _find(self, query: InlineQuery) -> tuple[Answer, list[InlineQueryResultArticle]] | None:
        """None where it failed, which is logged, or was typed over meanwhile: the person just types on."""
        person = query.from_user.id
        self._typing.add(person)
        try:
            found = await asyncio.to_thread(self._look_up, await self._desk_now(), query)
        except Exception:
            log.exception("An inline query failed.")
            return None
        finally:
            self._typing.discard(person)
        if person in self._waiting:
            self._overtaken.append(query)
            return None
        return found

    def _look_up(self, desk: Desk, query: InlineQuery) -> tuple[Answer, list[InlineQueryResultArticle]]:
        with self._matcher.first():
            found = inline.look_up(self._database, self._matcher, desk, query.query, query.offset)
            return found, [self._article(result) for result in found.results]

    async def _deliver(
        self, query: InlineQuery, found: Answer, articles: list[InlineQueryResultArticle]
    ) -> None:
        try:
            await self._send(query, found, articles)
        finally:
            self._sends.release()
        if found.remember is not None:
            user = query.from_user
            person = Person(
                id=user.id, name=user.full_name, username=user.username, language=user.language_code
            )
            self._unwritten[user.id] = (person, found.remember)
            await self._write()

    async def _clear(self) -> None:
        """Answers the queries that were overtaken, one after the other, while nobody waits for better."""
        if self._clearing.locked():
            return
        async with self._clearing:
            while self._overtaken and not self._waiting and not self._typing:
                await self._send(self._overtaken.popleft(), Answer(), [])

    async def _write(self) -> None:
        """Writes what gathered while the last write was under way, in one transaction."""
        async with self._writing:
            batch, self._unwritten = self._unwritten, {}
            if not batch:
                return
            try:
                await inline.remember(self._database, batch.values())
            except Exception:
                log.exception("What people typed last could not be kept.")

    async def _desk_now(self) -> Desk:
        """The desk under its present rules, which hardly ever change."""
        if time.monotonic() > self._rules_until:
            async with self._database.read() as session:
                self._desk = self._desk.under(await rules.load(session, self._defaults))
            self._rules_until = time.monotonic() + RULES_SECONDS
        return self._desk

    async def _send(
        self, query: InlineQuery, found: Answer, articles: list[InlineQueryResultArticle]
    ) -> None:
        button = found.button
        # What is kept for one person, or is no answer at all, is nobody else's and is not kept by Telegram.
        own = not found.results and (button is None or button.parameter == inline.ASK)
        try:
            await self._bot.answer_inline_query(
                query.id,
                articles,
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
        except Exception:
            log.exception("An inline query could not be answered.")

    def _article(self, result: Result) -> InlineQueryResultArticle:
        has_picture = self._pictures_url is not None and result.rating in pictures.DRAWN
        return InlineQueryResultArticle(
            result.id,
            result.title,
            InputTextMessageContent(
                result.message.text,
                parse_mode="HTML",
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=keyboard([[vars(button) for button in row] for row in result.message.buttons]),
            description=result.description,
            thumbnail_url=f"{self._pictures_url}/{result.rating}.png" if has_picture else None,
            thumbnail_width=pictures.SIZE if has_picture else None,
            thumbnail_height=pictures.SIZE if has_picture else None,
        )
