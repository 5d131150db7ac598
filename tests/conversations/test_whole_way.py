"""The main path, from a forwarded article to a verdict found in another chat, on both databases and modes."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, Message, User, from_channel

ARTICLE = """\
LARNEK (Northern Wire) - More than 140 people were killed when seven bombs went off in Larnek on 23 May 2016.
The health ministry said that 320 people were injured.
According to the relief agency Open Hands, over 400,000 people have fled Larnek province since March 2011, \
Northern Wire reported.
“We will rebuild every street," Governor Ilya Maren said.
"""
LATER = """\
The relief agency Open Hands now says that 250,000 people have fled Larnek province since March 2011. \
Its director gave the figure at a meeting with donors in the capital.
"""
REASON = "The agency counts everybody who ever left, not those still away. https://example.org/count"


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_from_an_article_to_a_verdict_found_in_another_chat(
    mode: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, rita, omar = (emulator.user(name) for name in ("Alice", "Rita", "Omar"))
    admins = frozenset({rita.id})
    async with serving(desk_settings(emulator, database_url, tmp_path, mode, admins=admins)):
        alice.start()
        assert "Forward me an article" in (await alice.wait_for("Hello.")).text
        rita.start()
        assert "You are an admin" in (await rita.wait_for("Hello.")).text

        alice.forward(ARTICLE, origin=from_channel("Northern Wire", 17))
        summary = await alice.wait_for("claims found")
        assert "1. <b>More than 140 people</b> were killed" in summary.html
        assert "<i>the relief agency Open Hands, via Northern Wire</i>" in summary.html
        assert "That does not make them true or false." in summary.text
        assert summary.labels[:3] == ["1", "2", "3"]
        fled = number_of("400,000", summary)

        # A reader sees the card, and no rating buttons.
        alice.press(summary, fled)
        card = await alice.wait_for("over 400,000 people have fled")
        assert card.id == summary.id, "the card takes the summary's place"
        assert "You hear from us when it is checked." in card.text
        assert card.labels == ["Back"]
        alice.press(card, "Back")
        await alice.wait_for("claims found")

        # A reviewer sends the same article: one article with two requesters.
        rita.forward(ARTICLE)
        theirs = await rita.wait_for("claims found")
        rita.press(theirs, fled)
        card = await rita.wait_for("2 people asked")
        assert "<b>over 400,000 people</b>" in card.html
        assert "<i>the relief agency Open Hands</i>" in card.html
        assert "No earlier check." in card.text
        assert card.labels[:2] == ["Did they say it?", "Is it true?"]

        rita.press(card, "Is it true?")
        choice = await rita.wait_for("Choosing one takes the claim")
        assert "🧩 Missing context" in choice.labels
        rita.press(choice, "Missing context")
        asked = await rita.wait_for("is yours until")
        assert "Is it true? Missing context" in asked.text
        assert "Send one message: why" in asked.text

        rita.say("The agency counts everybody who ever left, not those still away.")
        await rita.wait_for("Now send at least one link")
        rita.say(REASON)
        preview = await rita.wait_for("Preview.")
        assert "The agency counts everybody who ever left, not those still away." in preview.text
        assert '<a href="https://example.org/count">example.org</a>' in preview.html
        assert preview.labels[:2] == ["Publish", "Edit"]
        rita.press(preview, "Publish")
        done = await rita.wait_for("Published.")
        assert "2 people who asked will be told." in done.text

        notice = await alice.wait_for("We write again only if this changes.")
        assert notice.text.startswith("🧩 Missing context\n“over 400,000 people have fled Larnek province")
        assert "Did they say it? Not checked." in notice.text
        assert "by one reviewer, Example Desk" in notice.text
        assert "Rita" not in notice.text, "readers see the desk, not the reviewer"

        # Anybody finds it from any chat, and shares it.
        found = await find(omar, "400,000 fled Larnek")
        assert found[0]["title"].startswith("🧩 Missing context: over 400,000 people have fled")
        card = omar.choose(found[0])
        assert "The agency counts everybody" in card.text
        assert card.labels == ["Open", "Refresh"]

        # Another figure for the same thing is shown as another figure, never as the same.
        omar.start()
        omar.say(LATER)
        second = await omar.wait_for("found.")
        assert "arlier check:" in second.text, second.text
        earlier = next(line for line in second.text.splitlines() if "arlier check:" in line)
        assert "over 400,000 people have fled" in earlier
        assert "Missing context" in earlier
        assert "same claim." not in earlier.replace("not the same claim.", "")
        assert "Checked:" not in second.text, "nothing is lent to another figure"
        await emulator.idle()
    assert emulator.violations == []


def number_of(words: str, summary: Message) -> str:
    """The number of the claim that holds these words."""
    line = next(line for line in summary.text.splitlines() if words in line)
    return line.partition(".")[0]


async def find(user: User, words: str) -> list[dict[str, Any]]:
    """The inline results, once the index has followed."""
    for _ in range(100):
        answer = await user.type_inline(words)
        if answer.results:
            return list(answer.results)
        await asyncio.sleep(0.05)
    raise AssertionError(f"nothing found for {words}")
