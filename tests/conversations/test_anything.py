"""Whatever people send, and whatever a button carries: nobody waits in vain, and nothing breaks.

Each example is a whole conversation of many messages, for starting a desk takes longer than all of them.
"""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from handlers.press import ACTIONS
from storage.db import Database
from storage.tables import Inbox, Job, Outbox
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, from_channel, utf16_length
from tests.postgres import fresh_database

few = settings(max_examples=3, suppress_health_check=list(HealthCheck))
BITS = [
    "<b>",
    "</",
    "&amp;",
    "&lt;",
    "140",
    "%",
    "“",
    "”",
    '"',
    "said",
    "X said",
    "according to ",
    "http://",
    "@",
]
BITS += [
    "\u202e",
    "\ufeff",
    "😀",
    "e\u0301",
    "\n",
    " ",
    ". ",
    "September 20014",
    "1/0",
    "\u0000",
    "-",
    "№",
    "三十",
]
wild = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(BITS), max_size=120).map("".join))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@few
@given(
    texts=st.lists(
        wild.filter(lambda text: text.strip() and utf16_length(text) <= 4096), min_size=15, max_size=30
    )
)
def test_property_any_text_is_answered(
    kind: str, texts: list[str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run(say_all(texts, *new_desk(kind, request, tmp_path_factory)))


async def say_all(texts: list[str], url: str, folder: Path) -> None:
    async with Emulator() as emulator:
        readers = [emulator.user(f"Reader{number}") for number in range(len(texts))]
        async with serving(desk_settings(emulator, url, folder, "webhook")):
            for number, (reader, text) in enumerate(zip(readers, texts, strict=True)):
                try:
                    reader.say(text) if number % 2 else reader.forward(text, origin=from_channel())
                except ValueError:
                    reader.start()  # nothing that a client would send
            for reader in readers:
                await reader.wait_for(lambda message: bool(message.text), 60)
            await emulator.idle()
        assert emulator.violations == []
    await nothing_failed(url)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@few
@given(
    rubbish=st.lists(
        st.text(max_size=64).filter(lambda text: 0 < len(text.encode()) <= 64), min_size=20, max_size=40
    )
)
def test_property_any_button_data_is_answered(
    kind: str, rubbish: list[str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Anything but data of ours, also what nearly is data of ours."""
    nearly = [f"1:{action}:{'9' * 18}" for action in ACTIONS]
    nearly += [f"1:{action}:" + ":".join(["9" * 19] * len(kinds)) for action, kinds in ACTIONS.items()]
    nearly += [
        "1:card:-1:0:0",
        "1:card:１:0:0",
        "1:card: 1:0:0",
        "2:card:1:0:0",
        "1:card:1:0:0:0",
        ":::",
        "1:",
    ]
    short = [data for data in [*rubbish, *nearly] if len(data.encode()) <= 64]
    run(press_all(short, *new_desk(kind, request, tmp_path_factory)))


async def press_all(all_data: list[str], url: str, folder: Path) -> None:
    async with Emulator() as emulator:
        alice = emulator.user("Alice")
        chosen = desk_settings(emulator, url, folder, "webhook", admins=frozenset({alice.id}))
        async with serving(chosen):
            alice.start()
            hello = await alice.wait_for("Hello.")
            for data in all_data:
                await alice.press(hello, data=data).answered()
        assert emulator.violations == []
    await nothing_failed(url)


def new_desk(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """An empty database and a folder for each example."""
    folder = tmp_path_factory.mktemp("desk")
    if kind == "sqlite":
        return f"sqlite:///{folder / 'desk.sqlite3'}", folder
    return fresh_database(request.getfixturevalue("postgres_url")), folder


def run(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(conversation, 120))


async def nothing_failed(url: str) -> None:
    """No update and no job was given up or tried twice, no message refused."""
    database = Database(url)
    async with database.read() as session:
        for statement in (
            select(col(Inbox.error)).where(col(Inbox.state) != "done"),
            select(col(Job.error)).where(col(Job.error).is_not(None)),
            select(col(Outbox.error)).where(col(Outbox.state) == "failed"),
        ):
            assert (await session.execute(statement)).scalars().all() == []
    await database.close()
