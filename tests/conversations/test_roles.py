"""Buttons are data that anybody can forge: without the role nothing happens."""

import json
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import select

from handlers.press import ACTIONS
from storage.db import Database
from storage.tables import metadata
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, User

ARTICLE = "According to the water board, 12,000 homes in Tarvel lost their supply on 3 June 2024."
REASON = "The board's own log lists 12,000 homes. https://example.org/log"
OPEN_TO_ALL = {
    "summary",
    "card",
    "ask",
    "missed",
    "wrong",
    "history",
    "following",
    "unfollow",
    "erase",
    "never",
}
OPEN_TO_ALL |= {"refresh", "history_file"}
NUMBERS = ("1", "2")
CODES = (
    "truth",
    "false",
    "no-record-found",
    "correction",
    "rejected",
    "opinion",
    "quorum",
    "desk_name",
    "all",
)
OWN = {"person", "inbox", "lane", "outbox", "sent", "lease", "job", "ask"}
"""What an update changes by itself, whatever comes of it: who pressed, what waits, what they are told."""


async def test_who_is_no_reviewer_forges_buttons_in_vain(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, rita = emulator.user("Alice"), emulator.user("Rita")
    chosen = desk_settings(emulator, database_url, tmp_path, "webhook", admins=frozenset({rita.id}))
    async with serving(chosen):
        database = Database(database_url)
        await published_and_taken(rita)
        alice.start()
        hello = await alice.wait_for("Hello.")
        await emulator.idle()
        before = await everything(database)
        for action in sorted(ACTIONS.keys() - OPEN_TO_ALL):
            for data in forged(action):
                answer = await alice.press(hello, data=data).answered()
                assert answer.text and answer.show_alert, f"{data}: {answer}"
        await emulator.idle()
        assert await everything(database) == before
        assert alice.chat.messages[-1].text == hello.text, "the message under the button stays as it was"
        await database.close()


async def published_and_taken(rita: User) -> None:
    """A claim with a verdict, and another that Rita has rated and not explained."""
    rita.start()
    await rita.wait_for("Hello.")
    for article in (ARTICLE, "The mayor said that 31 schools in Larnek were closed in 2023."):
        rita.forward(article)
        rita.press(await rita.wait_for("1 claim found"), "1")
        card = await rita.wait_for(lambda message: "Is it true?" in message.labels)
        rita.press(card, "Is it true?")
        choice = await rita.wait_for(lambda message: any("Half true" in label for label in message.labels))
        rita.press(choice, "Half true")
        await rita.wait_for("is yours until")
        if article == ARTICLE:
            rita.say(REASON)
            rita.press(await rita.wait_for("Preview."), "Publish")
            await rita.wait_for("Published.")


def forged(action: str) -> list[str]:
    """Well-formed data for an action, with every kind of argument."""
    choices = [NUMBERS if kind is int else CODES for kind in ACTIONS[action]]
    same = [":".join(["1", action, *arguments]) for arguments in product(*choices)]
    return same[:: max(1, len(same) // 12)]


async def everything(database: Database) -> dict[str, list[Any]]:
    """Every row that a press might change."""
    async with database.read() as session:
        return {
            name: [json.dumps([*row], default=str) for row in (await session.execute(select(table))).all()]
            for name, table in metadata.tables.items()
            if name not in OWN
        }
