"""A suggested match, decided with one press while its reasons are in view; and what a verdict is lent to: a claim that
a reviewer confirmed to be the same, with equal figures and dates, and nothing else."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.db import Database
from storage.tables import Claim
from tests.conversations.test_first_verdict import plain
from tests.conversations.test_queue import ask
from tests.conversations.test_review import Team, team
from tests.emulator import Emulator, Message

CHECKED = "On 3 June 2024, 12,000 homes in Tarvel lost their water supply."
ALIKE = "12,000 homes in Tarvel lost their supply of water on 3 June 2024."
JOINED = "Joined. Its card has a button that takes it back."
NOT_LENT = "Noted: the same claim. Since something in it differs, it does not get the other one’s verdict."
REASON = "The board's own log lists 12,000 homes. https://example.org/log"


@dataclass(frozen=True)
class Case:
    """What the second article says, which of the choices is pressed, and what the bot answers."""

    text: str
    reasons: str
    choice: str
    answer: str
    lends: bool = False


CASES = {
    "the same, with equal figures": Case(ALIKE, "The same claim.", "The same claim", JOINED, lends=True),
    "in other words, which only a person knows to be the same": Case(
        "Taps ran dry in 12,000 homes of Tarvel on 3 June 2024 when the water supply failed.",
        "perhaps the same claim in other words",
        "The same claim",
        JOINED,
        lends=True,
    ),
    "the same, and a reviewer says that it is not": Case(
        ALIKE, "The same claim.", "Related, not the same", "Noted: related, not the same."
    ),
    "the same, and a reviewer sees no connection": Case(
        ALIKE, "The same claim.", "No connection", "Noted. It is not suggested again."
    ),
    "figures that agree and are not equal": Case(
        "More than 11,000 homes in Tarvel lost their water supply on 3 June 2024.",
        "figures or dates are not put alike",
        "The same claim",
        NOT_LENT,
    ),
    "another figure": Case(
        "On 3 June 2024, 30,000 homes in Tarvel lost their water supply.",
        "Another figure: 30,000 homes here, 12,000 homes there",
        "The same claim",
        NOT_LENT,
    ),
    "another day": Case(
        "On 9 March 2021, 12,000 homes in Tarvel lost their water supply.",
        "About another time: 9 March 2021 here, 3 June 2024 there.",
        "The same claim",
        NOT_LENT,
    ),
}


async def check(people: Team) -> None:
    """Rita publishes a verdict on the first claim."""
    rita = people.rita
    rita.say(CHECKED)
    await rita.wait_for("1 claim found")
    rita.press(await ask(rita, "/claim 1", "Claim 1 ·"), "Is it true?")
    rita.press(await rita.wait_for("Choosing one"), "True")
    await rita.wait_for("is yours until")
    rita.say(REASON)
    rita.press(await rita.wait_for("Preview."), "Publish")
    await rita.wait_for("Published.")


async def claims(database: Database) -> list[Claim]:
    async with database.read() as session:
        return list((await session.execute(select(Claim).order_by(Claim.id))).scalars())  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_verdict_is_lent_only_to_the_same_claim_with_equal_figures(
    case: Case, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=0) as (people, database):
        await check(people)
        people.alice.say(case.text)
        summary = await people.alice.wait_for("1 claim found")
        assert "It is not checked yet." in summary.text, "before a reviewer has looked nothing is lent"

        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2 · not checked"), "Same as…")
        both = await people.ravi.wait_for("Are these the same claim?")
        assert case.text.rstrip(".") in both.text
        assert CHECKED.rstrip(".") in both.text
        assert case.reasons in both.text
        assert "Claim 1: True, " in both.text
        assert both.labels == ["The same claim", "Related, not the same", "No connection", "Back"]
        answer = await people.ravi.press(both, case.choice).answered()
        assert answer.text == case.answer
        if case.lends:
            await lent(people, summary)
        else:
            await people.ravi.wait_for("Claim 2 · not checked")
            await emulator.idle()
            assert all("We write again" not in message.text for message in people.alice.chat.messages)
            people.alice.press(summary, "1")
            assert "✅ True" not in (await people.alice.wait_for("Claim 2 · not checked")).text
        assert [claim.merged_into for claim in await claims(database)] == [None, None]


async def test_a_match_is_compared_anew_when_the_claim_is_reworded(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=0) as (people, database):
        await check(people)
        people.alice.say(ALIKE)
        await people.alice.wait_for("1 claim found")
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2 · not checked"), "Edit wording")
        await people.ravi.wait_for("now reads")
        people.ravi.say("30,000 homes in Tarvel lost their supply of water on 3 June 2024.")
        await people.ravi.wait_for("30,000 homes")
        await emulator.idle()
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2 · not checked"), "Same as…")
        both = await people.ravi.wait_for("Are these the same claim?")
        assert "Another figure: 30,000 homes here, 12,000 homes there" in both.text
        assert (await people.ravi.press(both, "The same claim").answered()).text == NOT_LENT
        assert [claim.merged_into for claim in await claims(database)] == [None, None]


async def lent(people: Team, summary: Message) -> None:
    """The reader gets the earlier verdict with the day on which it was found, and so does who opens the card."""
    verdict = "✅ True\n“On 3 June 2024, 12,000 homes in Tarvel lost their water supply.”"
    notice = await people.alice.wait_for("We write again")
    assert verdict.removesuffix(".”") in notice.text
    assert "Checked TODAY by one reviewer, Example Desk." in plain(notice)
    people.alice.press(summary, "1")
    card = await people.alice.wait_for("Claim 2 · part of claim 1")
    assert verdict.removesuffix(".”") in card.text
    assert "Checked TODAY by one reviewer, Example Desk." in plain(card)
    people.ravi.press(await ask(people.ravi, "/claim 2", "part of claim 1"), "Not the same after all")
    taken_back = await people.ravi.wait_for("Claim 2 · not checked")
    assert "✅ True\n" not in taken_back.text


async def test_of_two_that_are_the_same_and_not_checked_yet_one_check_is_for_both(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, undo_seconds=0) as (people, database):
        people.edda.say(CHECKED)
        await people.edda.wait_for("1 claim found")
        people.alice.say(ALIKE)
        await people.alice.wait_for("1 claim found")
        people.ravi.press(await ask(people.ravi, "/claim 2", "Claim 2 · not checked"), "Same as…")
        people.ravi.press(await people.ravi.wait_for("Are these the same claim?"), "The same claim")
        await people.ravi.wait_for("Claim 2 · part of claim 1")
        await check(people)
        assert "✅ True" in (await people.alice.wait_for("We write again")).text
        assert [claim.merged_into for claim in await claims(database)] == [None, 1]
