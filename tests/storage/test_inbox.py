"""The inbox: each update once, a chat's updates in order, presses first, nothing by a holder that was too slow."""

import asyncio
import random
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from storage import inbox
from storage.db import Database
from storage.inbox import StaleLeaseError, Taken
from storage.tables import Event, Inbox, Lane
from storage.types import now

BOT = 7_000_000_001
ALICE, BORIS, CARLA = 5_000_000_001, 5_000_000_002, 5_000_000_003
FAMILY = -1_002_000_000_001


def message(number: int, chat: int = ALICE) -> dict[str, Any]:
    sender = {"id": chat if chat > 0 else ALICE}
    return {"update_id": number, "message": {"chat": {"id": chat}, "from": sender, "text": f"text {number}"}}


def press(number: int, chat: int = ALICE) -> dict[str, Any]:
    body = {"from": {"id": ALICE}, "message": {"chat": {"id": chat}}, "chat_instance": "1", "data": "1:card"}
    return {"update_id": number, "callback_query": body}


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (message(1, ALICE), ALICE),
        (message(1, FAMILY), FAMILY),
        ({"update_id": 1, "edited_message": {"chat": {"id": FAMILY}, "from": {"id": ALICE}}}, FAMILY),
        (press(1, FAMILY), FAMILY),
        ({"update_id": 1, "callback_query": {"from": {"id": ALICE}, "chat_instance": "1"}}, ALICE),
        ({"update_id": 1, "chosen_inline_result": {"from": {"id": ALICE}, "result_id": "9"}}, ALICE),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": FAMILY}, "from": {"id": ALICE}}}, FAMILY),
        ({"update_id": 1, "poll_answer": {"user": {"id": ALICE}}}, ALICE),
        ({"update_id": 1, "poll": {"question": "?"}}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_lane_of_an_update_is_its_chat_or_else_its_person(update: dict[str, Any], lane: int) -> None:
    assert inbox.lane_of(update) == lane


async def test_a_redelivered_update_is_stored_once(database: Database) -> None:
    assert await put(database, message(1)) == [True]
    assert await put(database, message(1), message(1)) == [False, False]
    first = await taken(database)
    assert await put(database, message(1)) == [False], "while it is handled"
    await finish(database, first)
    assert await put(database, message(1)) == [False], "after it was handled"
    assert await inbox.take(database, BOT) is None
    assert (await stored(database, 1)).payload is None, "a handled update keeps its id, not its text"


async def test_the_same_number_from_another_bot_is_another_update(database: Database) -> None:
    await put(database, message(1))
    async with database.write() as session:
        assert await inbox.put(session, BOT + 1, message(1))
    assert (await taken(database)).bot_id == BOT
    assert await inbox.take(database, BOT) is None


async def test_a_chat_waits_while_one_of_its_updates_is_handled(database: Database) -> None:
    await put(database, message(2), message(1), message(3, BORIS))
    first, other = await taken(database), await taken(database)
    assert {first.update_id, other.update_id} == {1, 3}, "the oldest of each chat"
    assert await inbox.take(database, BOT) is None
    await finish(database, first)
    assert (await taken(database)).update_id == 2


async def test_a_press_goes_ahead_of_other_chats_but_not_of_its_own(database: Database) -> None:
    await put(database, message(1, ALICE), message(2, BORIS), message(3, CARLA), press(4, CARLA))
    order = [await handled(database) for _ in range(4)]
    assert order == [3, 4, 1, 2]


async def test_the_chat_that_waited_longest_is_next(database: Database) -> None:
    await put(database, message(1, ALICE), message(2, ALICE))
    await put(database, message(3, BORIS))
    assert [await handled(database) for _ in range(3)] == [1, 3, 2]


async def test_who_held_an_update_too_long_cannot_commit(database: Database) -> None:
    await put(database, message(1))
    slow = await taken(database)
    await end_lease(database, slow)
    fast = await taken(database)
    assert (fast.update_id, fast.attempts) == (1, 2)

    with pytest.raises(StaleLeaseError):
        async with database.write() as session:
            session.add(Event(kind="effect of the slow one"))
            await inbox.done(session, slow)
    with pytest.raises(StaleLeaseError):
        await inbox.failed(database, slow, "too late to say so")
    with pytest.raises(StaleLeaseError):
        await inbox.renew(database, slow)

    async with database.write() as session:
        session.add(Event(kind="effect of the fast one"))
        await inbox.done(session, fast)
    async with database.read() as session:
        assert list((await session.execute(select(col(Event.kind)))).scalars()) == ["effect of the fast one"]


async def test_a_renewed_lease_keeps_the_update(database: Database) -> None:
    await put(database, message(1))
    held = await taken(database)
    await end_lease(database, held)
    await inbox.renew(database, held)
    assert await inbox.take(database, BOT) is None
    await finish(database, held)


async def test_a_failed_update_is_tried_again_later_and_holds_its_chat_back(database: Database) -> None:
    await put(database, message(1), message(2))
    pauses = []
    for attempt in range(1, inbox.MAX_ATTEMPTS + 1):
        held = await taken(database)
        assert (held.update_id, held.attempts) == (1, attempt)
        assert await inbox.failed(database, held, f"error {attempt}") is (attempt == inbox.MAX_ATTEMPTS)
        if attempt < inbox.MAX_ATTEMPTS:
            pauses.append((await lane(database, ALICE)).ready_at - now())
            assert await inbox.take(database, BOT) is None, "the chat's other update keeps its place"
            await set_ready(database, ALICE)
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(seconds=1)

    given_up = await stored(database, 1)
    assert (given_up.state, given_up.error) == ("dead", "error 5")
    assert (await taken(database)).update_id == 2, "the chat goes on"


async def test_a_dead_letter_can_be_read_and_tried_again(database: Database) -> None:
    await put(database, message(1))
    for _ in range(inbox.MAX_ATTEMPTS):
        await inbox.failed(database, await taken(database), "it broke")
        await set_ready(database, ALICE)
    async with database.write() as session:
        [letter] = await inbox.dead(session, BOT)
        assert (letter.update_id, letter.error, letter.payload) == (1, "it broke", message(1))
        assert await inbox.retry(session, BOT, 1)
        assert not await inbox.retry(session, BOT, 1), "it is open now"
        assert not await inbox.retry(session, BOT, 2), "never heard of"
    again = await taken(database)
    assert (again.update_id, again.attempts, again.payload) == (1, 1, message(1))
    await finish(database, again)
    async with database.read() as session:
        assert await inbox.dead(session, BOT) == []


async def test_only_updates_that_were_handled_long_ago_are_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PURGE_BATCH", 2)
    await put(database, *(message(number, 100 + number) for number in range(1, 9)))
    for number in range(1, 7):
        await finish(database, await taken_from(database, 100 + number))
    for _ in range(inbox.MAX_ATTEMPTS):
        await inbox.failed(database, await taken_from(database, 107), "it broke")
        await set_ready(database, 107)
    async with database.write() as session:
        old = now() - inbox.KEEP - timedelta(minutes=1)
        await session.execute(update(Inbox).where(col(Inbox.update_id) != 6).values(received_at=old))
    assert await inbox.purge(database) == 5
    async with database.read() as session:
        left = await session.execute(select(col(Inbox.update_id)).order_by(col(Inbox.update_id)))
        assert list(left.scalars()) == [6, 7, 8], "handled just now, given up, not handled yet"


async def test_many_workers_handle_each_update_once_and_in_order(
    database_url: str, database: Database
) -> None:
    """Three processes' worth of workers, some of which fail or lose their lease on the way."""
    chats, each = 12, 6
    chance = random.Random(11)
    others = [Database(database_url), Database(database_url)]
    numbers = [message(number, 100 + number % chats) for number in range(1, chats * each + 1)]
    left = len(numbers)

    async def store() -> None:
        for number in range(0, len(numbers), 9):
            batch = numbers[number : number + 9]
            await asyncio.gather(put(database, *batch), put(others[0], *batch))  # delivered twice

    async def work(mine: Database) -> None:
        nonlocal left
        while left:
            held = await inbox.take(mine, BOT)
            if held is None:
                await asyncio.sleep(0.01)
                continue
            match chance.randrange(8) if held.attempts < 3 else None:
                case 0:
                    await end_lease(mine, held)  # as if this worker had stood still for too long
                case 1:
                    await inbox.failed(mine, held, "bad luck")
                    await set_ready(mine, held.lane)
                    continue
            try:
                async with mine.write() as session:
                    session.add(Event(claim_id=held.lane, person_id=held.update_id, kind="handled"))
                    await session.flush()
                    await inbox.done(session, held)
            except StaleLeaseError:
                continue
            left -= 1

    await asyncio.gather(store(), *(work(mine) for mine in (database, *others) for _ in range(3)))
    async with database.read() as session:
        rows = await session.execute(
            select(col(Event.claim_id), col(Event.person_id)).order_by(col(Event.id))
        )
        seen = defaultdict(list)
        for chat, number in rows.all():
            seen[chat].append(number)
        assert dict(seen) == {
            100 + chat: [number for number in range(1, len(numbers) + 1) if number % chats == chat]
            for chat in range(chats)
        }
        assert (await session.execute(select(func.count()).select_from(Lane))).scalar_one() == 0
        assert await inbox.backlog(session, BOT) == 0
    for other in others:
        await other.close()


# ---------------------------------------------------------------------------- helpers


async def put(database: Database, *updates: dict[str, Any]) -> list[bool]:
    async with database.write() as session:
        return [await inbox.put(session, BOT, each) for each in updates]


async def taken(database: Database) -> Taken:
    held = await inbox.take(database, BOT)
    assert held is not None, "there is something to do"
    return held


async def taken_from(database: Database, chat: int) -> Taken:
    """The next update of this chat; those of others that come before it stay held."""
    while True:
        held = await taken(database)
        if held.lane == chat:
            return held


async def finish(database: Database, held: Taken) -> None:
    async with database.write() as session:
        await inbox.done(session, held)


async def handled(database: Database) -> int:
    held = await taken(database)
    await finish(database, held)
    return held.update_id


async def stored(database: Database, number: int) -> Inbox:
    async with database.read() as session:
        row = await session.get(Inbox, (BOT, number))
        assert row is not None
        return row


async def lane(database: Database, chat: int) -> Lane:
    async with database.read() as session:
        row = await session.get(Lane, (BOT, chat))
        assert row is not None
        return row


async def end_lease(database: Database, held: Taken) -> None:
    """The lease of this holder runs out now; another one may have the lane already."""
    async with database.write() as session:
        await session.execute(
            update(Lane)
            .where(col(Lane.lane) == held.lane, col(Lane.token) == held.token)
            .values(ready_at=now() - timedelta(seconds=1))
        )


async def set_ready(database: Database, chat: int) -> None:
    """The pause after a failure is over."""
    async with database.write() as session:
        await session.execute(
            update(Lane)
            .where(col(Lane.lane) == chat, col(Lane.token).is_(None))
            .values(ready_at=now() - timedelta(seconds=1))
        )
