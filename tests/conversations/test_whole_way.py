"""The main path, from a forwarded article to a verdict found in another chat, on both databases and modes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, User

ARTICLE = """LARNEK (Northern Wire) - More than 140 people were killed when seven bombs went off in Larnek on 23 May 2016.
The Health Ministry said that 320 people were injured.
According to the relief agency Open Hands, over 400,000 people have fled the province since March 2011.
"We will rebuild every street," Governor Ilya Maren said.
"""
SECOND = """Open Hands now says that 250,000 people have fled the province since March 2011.
"""


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_an_article_comes_in_and_a_verdict_is_found_inline(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, rita = emulator.user("Alice"), emulator.user("Rita")
    async with serving(desk_settings(emulator, database_url, tmp_path, mode, admins=frozenset({rita.id}))):
        alice.start()
        await alice.wait_for("Hello.")
        rita.start()
        await rita.wait_for("You are an admin")

        alice.forward(ARTICLE)
        summary = await alice.wait_for("claims found")
        print(summary.text, summary.labels)

        rita.forward(ARTICLE)
        theirs = await rita.wait_for("claims found")
        rita.press(theirs, "1")
        card = await rita.wait_for("2 people asked")
        print(card.html, card.labels)
        rita.press(card, "Is it true?")
        choice = await rita.wait_for("Choosing one takes the claim")
        print(choice.labels)
        rita.press(choice, "Missing context")
        asked = await rita.wait_for("is yours until")
        print(asked.text)
        rita.say("The figure counts everybody who ever left, not those still away. https://example.org/count")
        preview = await rita.wait_for("Preview")
        print(preview.html)
        rita.press(preview, "Publish")
        done = await rita.wait_for("Published.")
        print(done.text)
        notice = await alice.wait_for("We write again only if this changes")
        print(notice.html)
        assert "Missing context" in notice.text

        found = await find(alice, "140 killed Larnek")
        shared = alice.choose(found[0])
        assert "Missing context" in shared.text


async def find(user: User, words: str) -> list[dict[str, Any]]:
    """The inline results, once the index has followed."""
    for _ in range(50):
        answer = await user.type_inline(words)
        if answer.results:
            return answer.results
        await asyncio.sleep(0.1)
    raise AssertionError(f"nothing found for {words}")
