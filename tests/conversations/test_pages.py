"""A long article: every claim can be reached, and from a claim one comes back to the page one was on."""

from pathlib import Path

from tests.conftest import desk_settings, serving
from tests.conversations.test_joining import SENTENCES
from tests.emulator import Emulator

FIFTY = "\n".join(SENTENCES[:50])


async def test_every_claim_of_a_long_article_can_be_reached_and_back_leads_to_its_page(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.long_text(FIFTY)
        shown = await alice.wait_for("claims found. Check these 7 first:")
        total = int(shown.text.split()[0])
        assert total >= 50
        seen = [label for label in shown.labels if label.isdecimal()]
        while more := [label for label in shown.labels if label.endswith(" more")]:
            alice.press(shown, more[0])
            following = str(len(seen) + 1)
            shown = await alice.wait_for(lambda message, label=following: label in message.labels)
            assert f"of {total}:" in shown.text
            seen += [label for label in shown.labels if label.isdecimal()]
        assert seen == [str(number) for number in range(1, total + 1)], "none twice, none left out"

        last = str(total)
        page = shown.text
        alice.press(shown, last)
        card = await alice.wait_for("not checked")
        alice.press(card, "Back")
        shown = await alice.wait_for(lambda message: last in message.labels)
        assert shown.text == page
        while "‹ Back" in shown.labels:
            before = shown.text
            alice.press(shown, "‹ Back")
            shown = await alice.wait_for(lambda message, text=before: message.text != text)
        assert "Check these 7 first:" in shown.text
    assert emulator.violations == []


async def test_a_page_beyond_the_last_shows_the_last(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """As an old button does, when fewer claims are there."""
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "polling")):
        alice.start()
        alice.say(SENTENCES[0])
        shown = await alice.wait_for("1 claim found")
        alice.press(shown, data="1:summary:1:9999999999999999")
        await emulator.idle()
        assert "1 claim found" in shown.text
        card = alice.press(shown, data="1:card:1:1:1")
        await card.answered()
        alice.press(await alice.wait_for("Claim 1"), "Back")
        await alice.wait_for("1 claim found")
