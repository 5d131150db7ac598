"""Two people at the same instant: one wins, the other is told, and nothing is half done."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from storage import migrate, people
from storage.db import Database
from storage.roles import Role
from storage.tables import Ask, Claim, Draft, Event, Person
from tests.conftest import desk_settings, serving
from tests.conversations.test_anything import nothing_failed
from tests.emulator import Emulator, User

CLAIMS = 6
RATINGS = ("true", "false", "half-true", "unproven", "satire")
FASTER = re.compile(
    r"Another reviewer is faster: this claim is theirs until \d\d:\d\d UTC\."
    r"|Somebody changed this claim at the same moment\. Have another look\."
)


@asynccontextmanager
async def desk(
    emulator: Emulator, database_url: str, folder: Path, admins: list[User], claims: int = CLAIMS
) -> AsyncIterator[Database]:
    """A desk with a few claims, behind a webhook: that brings updates of different people at the same time."""
    await asyncio.to_thread(migrate.upgrade, database_url)
    ids = frozenset(user.id for user in admins)
    async with serving(desk_settings(emulator, database_url, folder, "webhook", admins=ids)):
        database = Database(database_url)
        for user in admins:
            user.start()
            await user.wait_for("Hello.")
        async with database.write() as session:
            for number in range(1, claims + 1):
                session.add(Claim(text=f"Village {number} is empty.", twin_key=str(number)))
                await session.flush()
        yield database
        await emulator.idle()
        await database.close()


async def test_two_reviewers_press_different_ratings_at_the_same_instant(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    rita, ravi = emulator.user("Rita"), emulator.user("Ravi")
    async with desk(emulator, database_url, tmp_path, [rita, ravi]) as database:
        hello = {user: user.chat.messages[-1] for user in (rita, ravi)}
        for claim in range(1, CLAIMS + 1):
            presses = [
                (rita, "true", rita.press(hello[rita], data=f"1:rate:{claim}:0:0:true")),
                (ravi, "false", ravi.press(hello[ravi], data=f"1:rate:{claim}:0:0:false")),
            ]
            answers = [await press.answered() for _, _, press in presses]
            lost = [number for number, answer in enumerate(answers) if answer.show_alert]
            assert len(lost) == 1, [answer.text for answer in answers]
            told = answers[lost[0]].text
            assert "Another reviewer is faster" in told or "at the same moment" in told
            winner, rating, _ = presses[1 - lost[0]]
            async with database.read() as session:
                kept = await session.get(Claim, claim)
                assert kept is not None
                assert (kept.state, kept.assigned_to, kept.version) == ("assigned", winner.id, 2)
                drafts = (await session.execute(select(Draft).where(col(Draft.claim_id) == claim))).scalars()
                assert [(draft.person_id, draft.truth) for draft in drafts] == [(winner.id, rating)]
                events = await session.execute(
                    select(col(Event.person_id)).where(
                        col(Event.claim_id) == claim, col(Event.kind) == "take"
                    )
                )
                assert events.scalars().all() == [winner.id]
            await winner.wait_for(f"Claim {claim} is yours until")


async def test_of_twenty_reviewers_who_press_at_once_one_wins_and_each_other_hears_so(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """Fifty claims, one after the other: twenty presses in the same instant on each."""
    crowd = [emulator.user(f"Reviewer{number}") for number in range(20)]
    async with desk(emulator, database_url, tmp_path, crowd, claims=50) as database:
        hello = {user: user.chat.messages[-1] for user in crowd}
        winners = {}
        for claim in range(1, 51):
            presses = {
                user: user.press(hello[user], data=f"1:rate:{claim}:0:0:{RATINGS[number % len(RATINGS)]}")
                for number, user in enumerate(crowd)
            }
            answers = {user: await press.answered() for user, press in presses.items()}
            won = [user for user, answer in answers.items() if not answer.show_alert]
            assert len(won) == 1, [answer.text for answer in answers.values()]
            winners[claim] = won[0].id
            for user, answer in answers.items():
                if user is not won[0]:
                    assert FASTER.fullmatch(answer.text), answer.text
        for user in crowd:
            shown = [message.text for message in user.chat.messages if "is yours until" in message.text]
            assert bool(shown) == (user.id in winners.values()), user.name
        async with database.read() as session:
            rows = (await session.execute(select(Claim))).scalars()
            assert {row.id: row.assigned_to for row in rows} == winners
            taken = await session.execute(
                select(col(Event.claim_id), col(Event.person_id)).where(col(Event.kind) == "take")
            )
            assert sorted(tuple(row) for row in taken.all()) == sorted(winners.items())
    await nothing_failed(database_url)


async def test_many_people_ask_for_the_same_claim_at_the_same_instant(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    crowd = [emulator.user(f"Reader{number}") for number in range(8)]
    async with desk(emulator, database_url, tmp_path, crowd) as database:
        presses = [user.press(user.chat.messages[-1], data="1:ask:1:0:0") for user in crowd]
        for press in presses:
            assert (await press.answered()).text == "Noted. You hear from us when it is checked."
        async with database.read() as session:
            assert (await session.execute(select(func.count()).select_from(Ask))).scalar_one() == len(crowd)
            kept = await session.get(Claim, 1)
            assert kept is not None and kept.state == "asked"


async def test_two_people_take_up_one_invitation_at_the_same_instant(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice, boris = emulator.user("Alice"), emulator.user("Boris")
    async with desk(emulator, database_url, tmp_path, []) as database:
        async with database.write() as session:
            code = await people.create_invite(session, Role.REVIEWER, None)
        alice.start(f"join-{code}")
        boris.start(f"join-{code}")
        said = [
            (
                await user.wait_for(
                    lambda message: "Welcome." in message.text or "does not work" in message.text
                )
            ).text
            for user in (alice, boris)
        ]
        assert sorted("Welcome." in text for text in said) == [False, True]
        async with database.read() as session:
            roles = (await session.execute(select(col(Person.role)).order_by(col(Person.role)))).scalars()
            assert list(roles) == ["requester", "reviewer"]


async def test_the_same_article_from_many_people_at_once_is_one_article(
    emulator: Emulator, database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    article = "A fire in Larnek killed 12 people, the fire brigade said. Another 30 people were injured."
    readers = [emulator.user(f"Reader{number}") for number in range(5)]
    async with desk(emulator, database_url, tmp_path, []) as database:
        for reader in readers:
            reader.forward(article)
        summaries = await asyncio.gather(*(reader.wait_for("claims found", 30) for reader in readers))
        assert len({summary.text for summary in summaries}) == 1
        await emulator.idle()
        assert all(len(reader.chat.messages) == 2 for reader in readers), "one summary each"
        async with database.read() as session:
            asked = select(col(Ask.claim_id), func.count()).group_by(col(Ask.claim_id))
            assert {count for _, count in (await session.execute(asked)).all()} == {len(readers)}
    assert caplog.messages == [], "nothing had to be tried again"
