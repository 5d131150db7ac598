"""Answers inline queries at once, past the inbox: they expire in seconds and change nothing."""

import logging
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

from bot.requests import keyboard
from handlers import inline
from handlers.context import Desk
from handlers.inline import Result
from storage.db import Database
from storage.matching import Matcher
from storage.tables import Person

CACHE_SECONDS = 5
"""Short: a verdict that is withdrawn must not be served from Telegram's cache for long."""
log = logging.getLogger(__name__)


class InlineAnswers:
    def __init__(self, database: Database, matcher: Matcher, desk: Desk, bot: Bot) -> None:
        self._database = database
        self._matcher = matcher
        self._desk = desk
        self._bot = bot

    async def answer(self, raw: dict[str, Any]) -> None:
        """One update with an inline query. Whatever goes wrong is logged; the person just types on."""
        try:
            query = Update.de_json(raw, self._bot).inline_query
            if query is not None:
                await self._answer(query)
        except BadRequest as error:
            log.info("An inline query was answered too late (%s).", error.message)
        except TelegramError as error:
            log.warning("An inline query could not be answered (%s).", type(error).__name__)
        except Exception:
            log.exception("An inline query failed.")

    async def _answer(self, query: InlineQuery) -> None:
        found = await inline.look_up(self._database, self._matcher, self._desk, query.query, query.offset)
        button = InlineQueryResultsButton(found.ask, start_parameter="ask") if found.ask else None
        await self._bot.answer_inline_query(
            query.id,
            [_article(result) for result in found.results],
            cache_time=CACHE_SECONDS,
            is_personal=found.ask is not None,
            next_offset=found.next_offset,
            button=button,
        )
        if found.found_nothing:
            user = query.from_user
            person = Person(
                id=user.id, name=user.full_name, username=user.username, language=user.language_code
            )
            await inline.remember(self._database, person, query.query)


def _article(result: Result) -> InlineQueryResultArticle:
    payload = result.message.payload()
    return InlineQueryResultArticle(
        result.id,
        result.title,
        InputTextMessageContent(
            payload["text"], parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=keyboard(payload["buttons"]),
        description=result.description,
    )
