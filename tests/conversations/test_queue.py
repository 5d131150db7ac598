"""/queue, /mine, /find and /following, in the words that people read."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import update

from storage import lists
from storage.db import Database
from storage.lists import BadFilterError, Filter
from storage.tables import Ask, Claim
from storage.twins import twin_key
from storage.workflow import State
from tests.conversations.test_review import team
from tests.emulator import Emulator, Message, User

SENTENCES = (
    "The water board of Tarvel says 12,000 homes lost their supply.",
    "Imports of gas to Larnek fell by 30 percent in May.",
    "Governor Ilya Maren said that the bridge will open in June.",
    "More than 140 people were killed in Larnek.",
    "The harbour of Sundal has 14 cranes.",
    "Wheat now costs 212 dollars a tonne in Sundal.",
    "The tram line in Tarvel is 9 kilometers long.",
    "Two of five schools in Larnek are closed.",
    "The lake lost a third of its water since 2019.",
    "Sundal spends 4 million dollars on its new library.",
)


async def fill(database: Database, asked_by: dict[int, list[int]], **changes: object) -> None:
    """Claims 1 to 10; `asked_by` says who asked for which of them."""
    async with database.write() as session:
        for number, text in enumerate(SENTENCES, 1):
            said = {"claimant": "Ilya Maren", "kinds": ["attribution"]} if "Maren" in text else {}
            row = {"kinds": ["numeric"], "state": State.ASKED, "worth": 1 - number / 100} | said | changes
            session.add(Claim(id=number, text=text, twin_key=twin_key(text), **row))  # type: ignore[arg-type]
        await session.flush()
        for claim, people in asked_by.items():
            session.add_all(Ask(claim_id=claim, person_id=person) for person in people)


async def ask(who: User, typed: str, answer: str) -> Message:
    who.say(typed)
    return await who.wait_for(answer)


async def test_the_queue_has_the_most_asked_first_then_the_most_worth_and_turns_its_pages(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {4: [people.alice.id, people.edda.id], 9: [people.alice.id]})
        queue = await ask(people.rita, "/queue", "open claims")
        assert queue.text.splitlines()[:7] == [
            "10 open claims",
            "",
            "1. More than 140 people were killed in Larnek.",
            "     2 people asked · today",
            "2. The lake lost a third of its water since 2019.",
            "     1 person asked · today",
            "3. The water board of Tarvel says 12,000 homes lost their supply.",
        ]
        assert queue.labels == [*"12345678", "More ›"]
        people.rita.press(queue, "More")
        second = await people.rita.wait_for("10. Sundal spends")
        assert second.id == queue.id, "the page turns in place"
        assert second.labels == ["9", "10", "‹ Back"]
        people.rita.press(second, "10")
        card = await people.rita.wait_for("Claim 10")
        assert "Is it true?" in card.labels


async def test_after_a_typed_answer_the_list_is_one_press_away_and_the_question_is_closed(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {4: [people.alice.id]})
        people.rita.press(await ask(people.rita, "/queue larnek", "open claims for “larnek”"), "1")
        people.rita.press(await people.rita.wait_for("Claim 4 ·"), "Edit wording")
        question = await people.rita.wait_for("Send it as one neutral sentence")
        people.rita.say("In Larnek more than 140 people were killed in May 2024.")
        card = await people.rita.wait_for("Claim 4 ·")
        assert "Reworded by Rita" in card.text
        closed = await people.rita.wait_for("Claim 4: your answer is below.")
        assert (closed.id, closed.labels) == (question.id, [])
        people.rita.press(card, "Back")
        again = await people.rita.wait_for("open claims for “larnek”")
        assert again.id == card.id


NARROWED = [
    ("larnek", "larnek", [4, 2, 8]),
    ("larnek numeric gas", "numeric larnek gas", [2]),
    ("kind:attribution", "attribution", [3]),
    ("source:maren", "source:maren", [3]),
    ("since:2020-01-31 sundal", "since:2020-01-31 sundal", [5, 6, 10]),
]


async def test_the_queue_is_narrowed(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {4: [people.alice.id]})
        for typed, understood, found in NARROWED:
            answer = await ask(people.rita, f"/queue {typed}", f"“{understood}”")
            shown = [line.partition(". ")[2] for line in answer.text.splitlines() if ". " in line]
            assert shown == [SENTENCES[number - 1] for number in found]
        await ask(people.rita, "/queue older:7d", "Nothing is open for “older:7d”.")


async def test_the_queue_says_why_a_claim_is_there_again(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {}, state=State.FOUND)
        await ask(people.rita, "/queue", "Nothing is open. Well done.")
        async with database.write() as session:
            states = ((1, State.REOPENED), (2, State.STALE), (3, State.DISMISSED), (5, State.ASKED))
            for number, state in states:
                changed = update(Claim).where(Claim.id == number).values(state=state.value)  # type: ignore[arg-type]
                await session.execute(changed)
            session.add(Ask(claim_id=5, person_id=people.alice.id))
        queue = await ask(people.rita, "/queue", "3 open claims")
        assert "\n     1 person asked · today\n" in queue.text
        assert "to check again · today" in queue.text
        assert "out of date · today" in queue.text


async def test_only_reviewers_see_the_queue_and_only_among_themselves(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await fill(database, {})
        await ask(people.alice, "/queue", "Only this desk's reviewers can do that.")
        await ask(people.alice, "/mine", "Only this desk's reviewers can do that.")
        group = emulator.group("Friends", [people.rita, people.alice])
        people.rita.say("/queue", group)
        refused = await group.wait_for("That is for our private chat.")
        assert refused.labels == ["Open it"]
        await ask(people.rita, "/queue older:soon", "older: takes days, as in older:7d")
        await ask(people.rita, "/queue " + "water " * 12, "That is a long filter.")


async def test_mine_shows_what_is_yours_with_the_time_left_and_what_waits(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path, quorum=2, lease_minutes=40) as (people, _):
        await ask(people.rita, "/mine", "Nothing is yours at present.")
        preview = await people.preview(people.rita, "True")
        mine = await ask(people.rita, "/mine", "Yours now: 1")
        assert "homes in Tarvel" in mine.text
        assert "40 minutes left, until " in mine.text
        people.rita.press(preview, "Publish")
        await people.rita.wait_for("One rating given.")
        mine = await ask(people.rita, "/mine", "Waiting for somebody else: 1")
        assert "Yours now" not in mine.text
        assert mine.text.endswith("one rating given")
        assert mine.labels == ["1"]


async def test_readers_find_what_is_published_and_reviewers_find_everything(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, database):
        await people.publish(people.rita, "Mostly true")
        await fill_one(database, "The harbour of Tarvel has 14 cranes and no water.")
        await ask(people.alice, "/find", "Write /find and a few words")
        found = await find(people.alice, "/find Tarvel homes water", "1 claim for")
        assert found.text.splitlines()[0] == "1 claim for “Tarvel homes water”"
        assert "🟢 Mostly true, " in found.text
        assert "harbour" not in found.text
        await ask(people.alice, "/find harbour cranes", "Nothing checked with these words.")
        found = await ask(people.rita, "/find harbour cranes", "14 cranes")
        assert "not checked" in found.text
        people.rita.press(found, "1")
        await people.rita.wait_for("Claim 900")


async def test_a_requester_sees_what_they_follow_and_can_stop(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        await ask(people.alice, "/following", "You follow no claim.")
        await people.article(people.alice)
        followed = await ask(people.alice, "/following", "You follow 1 claim")
        assert followed.text.endswith("     not checked")
        await people.publish(people.rita, "True")
        await people.alice.wait_for("We write again only if this changes.")
        followed = await ask(people.alice, "/following", "✅ True, ")
        assert followed.labels == ["1", "Stop following…"]
        people.alice.press(followed, "Stop following…")
        choice = await people.alice.wait_for("do not want to hear of")
        assert choice.labels == ["✕ 1", "Back"]
        press = people.alice.press(choice, "✕ 1")
        assert (await press.answered()).text == "You hear no more of it."
        await people.alice.wait_for("You follow no claim.")


async def fill_one(database: Database, text: str) -> None:
    async with database.write() as session:
        session.add(Claim(id=900, text=text, twin_key=twin_key(text)))


async def find(who: User, typed: str, answer: str) -> Message:
    """Asks until the index has followed."""
    for _ in range(50):
        who.say(typed)
        found = await who.wait_for(lambda message: "for “" in message.text or "Nothing" in message.text)
        if answer in found.text:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(found.text)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Filter()),
        ("numeric", Filter(kind="numeric")),
        ("kind:Temporal gas", Filter(kind="temporal", topic=("gas",))),
        ("older=7d source=Putin", Filter(older=7, source="putin")),
        ("Wheat price", Filter(topic=("wheat", "price"))),
    ],
)
def test_a_filter_means_the_same_typed_and_packed(typed: str, wanted: Filter) -> None:
    assert lists.parse(typed) == wanted
    assert lists.parse(str(wanted).replace(":", "=")) == wanted


@pytest.mark.parametrize("typed", ["kind:opinion", "since:yesterday", "older:7w", "since:2026-13-01"])
def test_a_filter_that_means_nothing_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadFilterError, match="takes"):
        lists.parse(typed)
