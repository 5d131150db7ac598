"""/privacy: what is kept, and what is left of somebody who has it erased."""

from pathlib import Path

from sqlalchemy import select

from storage.tables import Ask, Claim, Draft, Event, Person, Verdict
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator


async def test_a_reader_is_told_what_is_kept_and_has_it_erased(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await people.article(people.alice)
        shown = await ask(people.alice, "/privacy", "What I keep")
        assert "see texts and how many asked, not who" in shown.text
        people.alice.press(shown, "Erase my data…")
        sure = await people.alice.wait_for("This cannot be undone.")
        assert "You leave the team" not in sure.text
        people.alice.press(sure, "Keep")
        shown = await people.alice.wait_for("What I keep")
        people.alice.press(shown, "Erase my data…")
        people.alice.press(await people.alice.wait_for("This cannot be undone."), "Erase")
        done = await people.alice.wait_for("Erased.")
        assert "If you write to me again, I know your name again." in done.text
        assert done.labels == []
        async with database.read() as session:
            alice = await session.get(Person, people.alice.id)
            assert alice is not None
            assert (alice.name, alice.username, alice.language, alice.last_query) == ("", None, None, None)
            assert (await session.execute(select(Ask))).first() is None


async def test_a_reviewer_who_is_erased_leaves_the_team_and_their_verdicts_stay(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (people, database):
        await people.publish(people.rita, "True")
        people.rita.say("The tower in Sundal is 210 meters high.")
        people.rita.press(await people.rita.wait_for("1 claim found"), "1")
        people.rita.press(await people.rita.wait_for("Claim 2"), "Is it true?")
        people.rita.press(await people.rita.wait_for("Choosing one"), "Satire")
        await people.rita.wait_for("is yours until")
        sure = await ask(people.rita, "/privacy erase", "This cannot be undone.")
        assert "You leave the team, and what is yours goes back to the queue." in sure.text
        people.rita.press(sure, "Erase")
        done = await people.rita.wait_for("Erased.")
        assert "1 claim went back to the queue." in done.text
        async with database.read() as session:
            assert (await session.execute(select(Draft))).first() is None
            verdict = (await session.execute(select(Verdict))).scalar_one()
            assert verdict.person_id == people.rita.id
            claim = await session.get(Claim, 2)
            assert claim is not None and (claim.state, claim.assigned_to) == ("asked", None)
        record = await ask(ada, "/audit", "What happened")
        assert f"Person {people.rita.id} had their data erased." in record.text
        assert "Rita" not in record.text


async def test_a_rating_that_waits_for_a_second_one_survives_and_the_only_admin_stays(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, quorum=2, admins=frozenset({ada.id})) as (
        people,
        database,
    ):
        people.rita.press(await people.preview(people.rita, "True"), "Publish")
        await people.rita.wait_for("waits for a second reviewer")
        people.rita.press(await ask(people.rita, "/privacy erase", "This cannot be undone."), "Erase")
        await people.rita.wait_for("Erased.")
        card = await people.article(people.ravi)
        people.ravi.press(card, "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it"), "True")
        await people.ravi.wait_for("Published.")
        ada.press(await ask(ada, "/privacy erase", "This cannot be undone."), "Erase")
        await ada.wait_for("You are the only admin.")
        async with database.read() as session:
            kinds = (await session.execute(select(Event.kind))).scalars().all()  # type: ignore[call-overload]
            assert kinds.count("erase") == 1
