"""A reviewer who types a better reason while the preview is shown changes the reason; anything else is an article."""

from pathlib import Path

from tests.conversations.test_review import REASON, team
from tests.emulator import Emulator

BETTER = "The board's log and the town's own count both list 12,000 homes without water."
OTHER = "The flood at Tarvel destroyed 40 houses and hurt 9 people, the district office said."


async def test_a_reason_typed_under_the_preview_takes_the_place_of_the_first(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        first = await people.preview(people.rita, "True")
        assert "type a better reason" in first.text
        people.rita.say(BETTER)
        second = await people.rita.wait_for(lambda message: BETTER in message.text)
        assert "Preview." in second.text
        assert "Source: example.org" in second.text, "the link of the first is kept"
        assert "Publish" not in first.labels, "the first preview publishes nothing any more"
        people.rita.say("https://example.net/count")
        third = await people.rita.wait_for("Sources: example.org, example.net")
        people.rita.press(third, "Publish")
        await people.rita.wait_for("Published.")
        people.rita.say(OTHER)
        await people.rita.wait_for("1 claim found")


async def test_after_anything_else_a_text_is_an_article_and_a_reply_still_a_reason(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        preview = await people.preview(people.rita, "True")
        people.rita.say("/mine")
        await people.rita.wait_for("Yours now: 1")
        people.rita.say(OTHER)
        await people.rita.wait_for("1 claim found")
        assert REASON.partition(" http")[0] in preview.text
        people.rita.reply(preview, BETTER)
        changed = await people.rita.wait_for("Preview.")
        assert BETTER in changed.text


async def test_pressing_under_the_preview_keeps_it_open_for_a_better_reason(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        preview = await people.preview(people.rita, "True")
        people.rita.press(preview, "Speaker: not asked")
        await people.rita.wait_for(lambda message: "Speaker: no answer" in message.labels)
        people.rita.say(BETTER)
        assert BETTER in (await people.rita.wait_for("Preview.")).text


async def test_a_word_or_a_whole_article_is_no_reason(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        await people.preview(people.rita, "True")
        people.rita.say("thanks")
        await people.rita.wait_for("You are welcome.")
        people.rita.say(
            " ".join([OTHER, *(f"Town {number} lost {number} boats." for number in range(2, 99))])
        )
        await people.rita.wait_for("claims found")


async def test_once_the_claim_is_somebody_elses_a_text_is_an_article(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        preview = await people.preview(people.rita, "True")
        people.rita.press(preview, "Stop")
        await people.rita.wait_for("is free again")
        people.rita.say(OTHER)
        await people.rita.wait_for("1 claim found")


async def test_what_an_editor_sent_back_can_be_typed_anew_at_once(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2) as (people, _):
        people.rita.press(await people.preview(people.rita, "True"), "Publish")
        await people.rita.wait_for("One rating given.")
        people.edda.press(await people.article(people.edda), "Send back")
        await people.edda.wait_for("Why does it go back?")
        people.edda.say("The log is from July, please find the one from June.")
        await people.rita.wait_for("Preview.")
        people.rita.say(BETTER)
        assert BETTER in (await people.rita.wait_for("Preview.")).text
