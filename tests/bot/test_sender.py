"""The sender on a Telegram that limits, refuses, forgets and breaks off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.limits import Limits
from bot.sender import AT_ONCE, Sender
from storage import leases, outbox
from storage.db import Database
from storage.outbox import Button, Message, Place
from storage.tables import Outbox, Person, Sent
from tests.emulator import Emulator, User

FAST = dict(per_second=1000, per_chat=1000, per_group_minute=60_000)


@asynccontextmanager
async def sending(
    emulator: Emulator, database: Database, limits: Limits | None = None, timeout: float = 20
) -> AsyncIterator[None]:
    """A sender at work until the block ends; then it finishes what it has."""
    stop = asyncio.Event()
    request = HTTPXRequest(connection_pool_size=12, read_timeout=timeout)
    async with Bot(emulator.token, base_url=emulator.base_url, request=request) as bot:
        task = asyncio.create_task(Sender(database, bot, limits or Limits(**FAST)).run(stop))
        try:
            yield
        finally:
            stop.set()
            database.bell.ring_local(["outbox"])
            await asyncio.wait_for(task, 30)


def people(emulator: Emulator, count: int) -> list[User]:
    users = [emulator.user(f"Person{number}") for number in range(count)]
    for user in users:
        user.start()
    emulator.updates.pending.clear()
    return users


async def post(
    database: Database, emulator: Emulator, user: User, text: str, key: str = "card", data: str | None = None
) -> None:
    buttons = ((Button("Press", data=data),),) if data else ()
    async with database.write() as session:
        await outbox.post(
            session, Place(emulator.bot.id, user.id), f"{key}:{user.id}", Message(text, buttons)
        )


async def seen(database: Database, emulator: Emulator, user: User, key: str = "card") -> Sent | None:
    async with database.read() as session:
        return await session.get(Sent, (emulator.bot.id, f"{key}:{user.id}"))


async def noted(database: Database, emulator: Emulator, user: User, state: str) -> None:
    """Waits until a message's fate is written down."""
    async with asyncio.timeout(20):
        while True:
            row = await seen(database, emulator, user)
            if row is not None and row.state == state:
                return
            await asyncio.sleep(0.02)


async def test_a_message_is_sent_and_then_edited_in_place(emulator: Emulator, database: Database) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await post(database, emulator, alice, "<b>first</b> &amp; more", data="1:missed:7")
        first = await alice.wait_for("first & more")
        assert (first.html, first.labels) == ("<b>first</b> &amp; more", ["Press"])
        await post(database, emulator, alice, "second")
        second = await alice.wait_for("second")
        assert (second.id, second.labels) == (first.id, [])
    assert len(emulator.requests("sendMessage")) == 1


async def test_retry_after_holds_one_chat_back_and_no_other(emulator: Emulator, database: Database) -> None:
    alice, boris = people(emulator, 2)
    emulator.fail_next("sendMessage", 429, chat=alice, retry_after=2)
    async with sending(emulator, database):
        await post(database, emulator, alice, "for Alice")
        await emulator.until(lambda: emulator.requests("sendMessage"))
        await post(database, emulator, boris, "for Boris")
        await boris.wait_for("for Boris")
        assert len(alice.chat.messages) == 1, "only what she wrote"
        await alice.wait_for("for Alice")
    assert emulator.violations == [], "nothing was sent to Alice before the time was over"


async def test_while_telegram_cannot_be_reached_nothing_is_lost(
    emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await emulator.server.stop()
        await post(database, emulator, alice, "at last")
        await asyncio.sleep(1)
        await emulator.server.start()
        await alice.wait_for("at last")
    assert (await seen(database, emulator, alice)).state == "sent"  # type: ignore[union-attr]


@pytest.mark.parametrize("error", [500, 502])
async def test_errors_of_telegrams_own_are_tried_again(
    error: int, emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    emulator.fail_next("sendMessage", error)  # type: ignore[arg-type]
    async with sending(emulator, database):
        await post(database, emulator, alice, "at last")
        await alice.wait_for("at last")


@pytest.mark.parametrize("fault", ["lost", "slow"])
async def test_a_send_that_may_have_arrived_is_not_repeated_but_its_next_version_is_sent(
    fault: str, emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    emulator.fail_next("sendMessage", fault, delay=3)  # type: ignore[arg-type]
    async with sending(emulator, database, timeout=1):
        await post(database, emulator, alice, "first", data="1:missed:7")
        await noted(database, emulator, alice, "uncertain")
        assert len(emulator.requests("sendMessage")) == 1
        await post(database, emulator, alice, "second", data="1:missed:7")
        await alice.wait_for("second")
        await noted(database, emulator, alice, "sent")
    assert [message.text for message in alice.chat.messages[1:]] == ["first", "second"]


async def test_a_press_on_a_message_that_was_in_doubt_shows_that_it_arrived(
    emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    emulator.fail_next("sendMessage", "lost")
    async with sending(emulator, database):
        await post(database, emulator, alice, "first", data="1:missed:7")
        await noted(database, emulator, alice, "uncertain")
        first = alice.chat.messages[-1]
        async with database.write() as session:
            place = Place(emulator.bot.id, alice.id)
            assert await outbox.key_of(session, place, first.id, "1:missed:7") == f"card:{alice.id}"
        await post(database, emulator, alice, "second")
        assert (await alice.wait_for("second")).id == first.id
    assert len(alice.chat.messages) == 2


async def test_an_edit_that_may_have_arrived_is_made_again(emulator: Emulator, database: Database) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await post(database, emulator, alice, "first")
        await alice.wait_for("first")
        emulator.fail_next("editMessageText", "lost")
        await post(database, emulator, alice, "second")
        await emulator.until(lambda: len(emulator.requests("editMessageText")) == 2)
    assert emulator.requests("editMessageText")[1].error.startswith("Bad Request: message is not modified")
    assert (await seen(database, emulator, alice)).state == "sent"  # type: ignore[union-attr]


async def test_changes_while_a_send_is_on_its_way_become_one_edit(
    emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    emulator.fail_next("sendMessage", "slow", delay=0.5)
    async with sending(emulator, database):
        await post(database, emulator, alice, "first")
        await emulator.until(lambda: emulator.requests("sendMessage"))
        for text in ("second", "third", "fourth"):
            await post(database, emulator, alice, text)
        await alice.wait_for("fourth")
    assert [len(emulator.requests(name)) for name in ("sendMessage", "editMessageText")] == [1, 1]


async def test_whoever_blocked_the_bot_is_left_alone(emulator: Emulator, database: Database) -> None:
    alice, boris = people(emulator, 2)
    async with database.write() as session:
        session.add(Person(id=alice.id, started=True))
    alice.block()
    async with sending(emulator, database):
        await post(database, emulator, alice, "for Alice")
        await noted(database, emulator, alice, "blocked")
        await post(database, emulator, boris, "for Boris")
        await boris.wait_for("for Boris")
    async with database.read() as session:
        person = await session.get(Person, alice.id)
        assert person is not None and person.blocked


async def test_a_message_that_was_deleted_is_sent_anew(emulator: Emulator, database: Database) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await post(database, emulator, alice, "first")
        first = await alice.wait_for("first")
        await noted(database, emulator, alice, "sent")
        first.deleted = True
        await post(database, emulator, alice, "second")
        assert (await alice.wait_for("second")).id != first.id


async def test_a_message_that_telegram_never_takes_is_kept_and_holds_nothing_up(
    emulator: Emulator, database: Database
) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await post(database, emulator, alice, "<b>broken", key="broken")
        await post(database, emulator, alice, "whole")
        await alice.wait_for("whole")
    async with database.read() as session:
        row = await session.get(Outbox, 1)
        assert row is not None
        assert row.state == "failed" and "can't parse entities" in str(row.error).lower()
    emulator.take_violations()


async def test_answers_to_presses_do_not_wait_for_their_chat(emulator: Emulator, database: Database) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        await post(database, emulator, alice, "first", data="1:missed:7")
        first = await alice.wait_for("first")
        emulator.fail_next("sendMessage", 429, retry_after=30)
        await post(database, emulator, alice, "other", key="other")
        await emulator.until(lambda: len(emulator.requests("sendMessage")) == 2)
        press = alice.press(first, "Press")
        async with database.write() as session:
            await outbox.answer(session, emulator.bot.id, press.id, "Noted.")
        assert (await press.answered()).text == "Noted."


async def test_eight_are_on_their_way_at_once_and_no_more(emulator: Emulator, database: Database) -> None:
    users = people(emulator, 2 * AT_ONCE)
    emulator.fail_next("sendMessage", "slow", times=2 * AT_ONCE, delay=0.5)
    for user in users:
        await post(database, emulator, user, "text")
    seen_at_once = set()
    async with sending(emulator, database):
        while len(emulator.requests("sendMessage")) < len(users):
            seen_at_once.add(emulator.in_flight)
            await asyncio.sleep(0.01)
    assert max(seen_at_once) == AT_ONCE


async def test_telegrams_limits_are_kept(emulator: Emulator, database: Database) -> None:
    """Real limits on both sides: one message too many would be a violation."""
    users = people(emulator, 12)
    emulator.real_limits = True
    async with sending(emulator, database, Limits()):
        for user in users:
            for number in range(4):
                await post(database, emulator, user, f"message {number}", key=f"card {number}")
        for user in users:
            await user.wait_for("message 3", 30)
    for user in users:
        assert [message.text for message in user.chat.messages[1:]] == [f"message {n}" for n in range(4)]


async def test_one_of_two_processes_sends_and_the_other_takes_over(
    emulator: Emulator, database: Database, database_url: str
) -> None:
    [alice] = people(emulator, 1)
    leader = Database(database_url)
    async with sending(emulator, leader):
        await post(database, emulator, alice, "first", key="1")
        await alice.wait_for("first")
        other = asyncio.create_task(_until_sent(emulator, database, alice))
        await post(database, emulator, alice, "second", key="2")
        await alice.wait_for("second")
    await other
    await leader.close()
    assert [message.text for message in alice.chat.messages[1:]] == ["first", "second", "third"]


async def _until_sent(emulator: Emulator, database: Database, alice: User) -> None:
    async with sending(emulator, database):
        await alice.wait_for("second")
        await post(database, emulator, alice, "third", key="3")
        await alice.wait_for("third")


async def test_slow_requests_do_not_cost_the_role(
    emulator: Emulator, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the room is taken for longer than the lease: what is on its way is still ours."""
    monkeypatch.setattr(leases, "LEASE", leases.LEASE / 10)
    users = people(emulator, AT_ONCE + 1)
    emulator.fail_next("sendMessage", "slow", times=AT_ONCE, delay=1.5)
    async with sending(emulator, database):
        for user in users:
            await post(database, emulator, user, "text")
        for user in users:
            await user.wait_for("text")
        await noted(database, emulator, users[0], "sent")
    assert {(await seen(database, emulator, user)).state for user in users} == {"sent"}  # type: ignore[union-attr]


async def test_what_waits_when_the_desk_stops_goes_out_first(emulator: Emulator, database: Database) -> None:
    [alice] = people(emulator, 1)
    async with sending(emulator, database):
        for number in range(5):
            await post(database, emulator, alice, f"message {number}", key=str(number))
    assert len(alice.chat.messages) == 6
