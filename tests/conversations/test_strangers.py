"""What a stranger tries: numbers are guessed, links and buttons forged. A private article stays private."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, User

SECRET = (
    "According to the leaked ledger, minister Orban Tarvel took 450,000 euros from Larnek Steel in June 2024."
)


@pytest.fixture
async def mallory(emulator: Emulator, database_url: str, tmp_path: Path) -> AsyncIterator[User]:
    """A stranger at a desk that has one private article."""
    alice, stranger = emulator.user("Alice"), emulator.user("Mallory")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.forward(SECRET)
        await alice.wait_for("1 claim found")
        stranger.start()
        await stranger.wait_for("Hello.")
        yield stranger
        await emulator.idle()
    assert not any("Larnek" in message.text for message in stranger.chat.messages)


@pytest.mark.parametrize(
    "parameter", ["follow-1", "follow-1-0123456789abcdef", "follow-99999999999999999999-0"]
)
async def test_an_article_is_followed_only_with_its_own_link(mallory: User, parameter: str) -> None:
    mallory.start(parameter)
    await mallory.wait_for("not there any more")
    mallory.say("/following")
    await mallory.wait_for("You follow no claim")


async def test_asking_opens_no_claim(mallory: User) -> None:
    greeting = await mallory.wait_for("Hello.")
    assert "not there any more" in (await mallory.press(greeting, data="1:ask:1:0:0").answered()).text


async def test_a_number_beyond_all_numbers_is_answered(mallory: User) -> None:
    mallory.say("/claim " + "9" * 25)
    await mallory.wait_for("very short")
