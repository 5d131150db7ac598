"""Dead letters are listed, and tried again."""

from sqlmodel import select

from storage import dead
from storage.db import Database
from storage.tables import Inbox, Job, Lane


async def test_updates_and_jobs_that_were_given_up_are_listed_and_tried_again(database: Database) -> None:
    async with database.write() as session:
        session.add(Inbox(bot_id=1, update_id=5, lane=7, state="dead", attempts=5, error="boom", payload={}))
        session.add(Inbox(bot_id=1, update_id=6, lane=7))
        session.add(Job(key="read:1", kind="read", dead=True, attempts=4, error="bang"))
        session.add(Job(key="read:2", kind="read"))
    async with database.read() as session:
        found = await dead.letters(session)
        assert await dead.count(session) == 2
    assert {(letter.id.partition("-")[0], letter.what, letter.error) for letter in found} == {
        ("update", "chat 7", "boom"),
        ("job", "read:1", "bang"),
    }
    for letter in found:
        async with database.write() as session:
            assert await dead.retry(session, letter.id)
            assert not await dead.retry(session, letter.id)
    async with database.read() as session:
        assert await dead.letters(session) == []
        assert {row.attempts for row in (await session.exec(select(Inbox))).all()} == {0}
        assert (await session.exec(select(Lane.lane))).all() == [7]


async def test_an_id_that_is_none_changes_nothing(database: Database) -> None:
    for name in ("", "job", "job-", "job-x", "job-1", "update-1-1", "update-1", "x-1"):
        async with database.write() as session:
            assert not await dead.retry(session, name)
