"""Messages: one key is one message, whatever happens on its way, and none is sent twice blindly."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import col

from storage import outbox, sending
from storage.db import Database
from storage.outbox import Button, Message, Place, Priority
from storage.sending import Outgoing
from storage.tables import Outbox, Person, Sent
from storage.types import now

BOT = 7_000_000_001
ALICE, BORIS = Place(BOT, 5_000_000_001), Place(BOT, 5_000_000_002)


async def test_a_message_written_again_before_it_was_sent_is_sent_once_as_it_is_now(
    database: Database,
) -> None:
    await post(database, ALICE, "card", "first")
    await post(database, ALICE, "card", "second")
    [only] = await take(database)
    assert (text_of(only), only.is_edit) == ("second", False)


async def test_a_message_written_again_after_it_was_sent_becomes_an_edit(database: Database) -> None:
    await post(database, ALICE, "card", "first")
    await arrive(database, (await take(database))[0], 55)
    await post(database, ALICE, "card", "second")
    [edit] = await take(database)
    assert (text_of(edit), edit.message_id) == ("second", 55)
    await arrive(database, edit, None)
    await post(database, ALICE, "card", "third")
    [edit] = await take(database)
    assert edit.message_id == 55, "an edit changes no id"


async def test_a_message_that_would_not_change_is_not_edited(database: Database) -> None:
    await post(database, ALICE, "card", "same")
    await arrive(database, (await take(database))[0], 55)
    await post(database, ALICE, "card", "same")
    assert await take(database) == []
    assert await waiting(database) == []


async def test_changes_behind_a_send_on_its_way_wait_for_its_id_and_collapse_into_the_last(
    database: Database,
) -> None:
    await post(database, ALICE, "card", "first")
    [first] = await take(database)
    for text in ("second", "third", "fourth"):
        await post(database, ALICE, "card", text)
    assert await take(database, busy={ALICE.chat_id}) == []
    await arrive(database, first, 55)
    [edit] = await take(database)
    assert (text_of(edit), edit.message_id) == ("fourth", 55)


async def test_a_send_that_failed_gives_way_to_a_newer_version(database: Database) -> None:
    await post(database, ALICE, "card", "first")
    [first] = await take(database)
    await post(database, ALICE, "card", "second")
    await later(database, first)
    [only] = await take(database)
    assert text_of(only) == "second"
    assert await waiting(database) == ["sending"]


async def test_answers_go_first_whatever_waits_and_are_dropped_when_they_are_useless(
    database: Database,
) -> None:
    for number in range(100):
        await post(database, ALICE, f"notice {number}", "text", Priority.NOTICE)
    async with database.write() as session:
        await outbox.answer(session, BOT, "44", "Noted.")
        await outbox.answer(session, BOT, "45", "x" * 300)
    first, second = await take(database, held={ALICE.chat_id, 0}, busy={ALICE.chat_id})
    assert (first.key, first.payload["text"]) == ("answer:44", "Noted.")
    assert len(second.payload["text"]) == 200
    await later(database, first)
    async with database.write() as session:
        await session.execute(update(Outbox).values(expires_at=now() - timedelta(seconds=1)))
    assert await take(database, held={ALICE.chat_id}) == []


async def test_replies_go_before_edits_and_edits_before_notices(database: Database) -> None:
    for chat, priority in enumerate([Priority.NOTICE, Priority.EDIT, Priority.REPLY], 1):
        await post(database, Place(BOT, chat), "card " + priority.name, "text", priority)
    assert [each.key for each in await take(database)] == ["card REPLY", "card EDIT", "card NOTICE"]


async def test_within_a_chat_one_goes_after_the_other_and_other_chats_do_not_wait(database: Database) -> None:
    for number in range(100):
        await post(database, ALICE, f"alice {number}", "text")
    await post(database, BORIS, "boris", "text")
    assert [each.key for each in await take(database)] == ["alice 0"]
    assert [each.key for each in await take(database, busy={ALICE.chat_id})] == ["boris"]
    await post(database, BORIS, "boris 2", "text")
    assert [each.key for each in await take(database, held={ALICE.chat_id})] == ["boris 2"]


async def test_a_message_that_is_held_back_is_not_sent_early(database: Database) -> None:
    async with database.write() as session:
        await outbox.post(session, ALICE, "notice", Message("text"), after=timedelta(minutes=1))
    assert await take(database) == []


async def test_after_a_kill_a_send_is_uncertain_and_not_repeated_but_edits_and_answers_are(
    database: Database,
) -> None:
    await post(database, BORIS, "old", "first")
    await arrive(database, (await take(database))[0], 66)
    await post(database, BORIS, "old", "second")
    await post(database, ALICE, "new", "hello")
    async with database.write() as session:
        await outbox.answer(session, BOT, "44", "Noted.")
    assert len(await take(database)) == 3  # and here the process ends

    async with database.write() as session:
        assert await sending.recover(session, BOT) == 1
    again = {each.key: each for each in await take(database)}
    assert set(again) == {"answer:44", "old"}
    assert (again["old"].message_id, text_of(again["old"])) == (66, "second")
    assert (await seen(database, "new")).state == "uncertain"


async def test_what_this_sender_is_sending_itself_is_not_given_up(database: Database) -> None:
    await post(database, ALICE, "new", "hello")
    [mine] = await take(database)
    async with database.write() as session:
        assert await sending.recover(session, BOT, {mine.id}) == 0
    await arrive(database, mine, 55)
    assert (await seen(database, "new")).message_id == 55


async def test_a_change_of_an_uncertain_message_is_sent_anew(database: Database) -> None:
    await lose(database, ALICE, "card", "first")
    await post(database, ALICE, "card", "second")
    [anew] = await take(database)
    assert not anew.is_edit


async def test_a_press_on_an_uncertain_message_shows_that_it_arrived(database: Database) -> None:
    await lose(database, ALICE, "card", "text", button="1:card:7:0:0")
    async with database.write() as session:
        assert await outbox.key_of(session, ALICE, 55, "1:other") is None
        assert await outbox.key_of(session, BORIS, 55, "1:card:7:0:0") is None, "another chat's"
        assert await outbox.key_of(session, ALICE, 55, "1:card:7:0:0") == "card"
    await post(database, ALICE, "card", "second")
    [edit] = await take(database)
    assert edit.message_id == 55


async def test_a_message_that_somebody_deleted_is_sent_anew(database: Database) -> None:
    await post(database, ALICE, "card", "first")
    await arrive(database, (await take(database))[0], 55)
    await post(database, ALICE, "card", "second")
    [edit] = await take(database)
    async with database.write() as session:
        await sending.gone(session, edit)
    [anew] = await take(database)
    assert (text_of(anew), anew.is_edit) == ("second", False)


async def test_who_blocked_the_bot_is_remembered(database: Database) -> None:
    async with database.write() as session:
        session.add(Person(id=ALICE.chat_id, started=True))
    await post(database, ALICE, "notice", "text")
    [lost] = await take(database)
    async with database.write() as session:
        await sending.sent(session, lost, None, "blocked")
    async with database.read() as session:
        person = await session.get(Person, ALICE.chat_id)
        assert person is not None and person.blocked
    assert (await seen(database, "notice")).state == "blocked"


async def test_a_group_that_moved_keeps_its_messages(database: Database) -> None:
    old, new = Place(BOT, -400), Place(BOT, -1_002_000)
    await post(database, old, "card", "first")
    await arrive(database, (await take(database))[0], 55)
    await post(database, old, "card", "second")
    await post(database, old, "other", "text")
    async with database.write() as session:
        await sending.moved(session, old.chat_id, new.chat_id)
    assert {each.chat_id for each in await take(database)} == {new.chat_id}
    assert (await seen(database, "card")).chat_id == new.chat_id


async def test_a_shared_message_is_edited_by_its_own_id(database: Database) -> None:
    async with database.write() as session:
        first = await outbox.shared(session, BOT, "BAAAA1", "claim:7")
        again = await outbox.shared(session, BOT, "BAAAA1", "claim:8")
    assert (again.key, again.subject) == (first.key, "claim:7"), "what it shows is what was noted first"
    await post(database, ALICE, first.key, "as it stands now")
    [edit] = await take(database)
    assert (edit.inline_message_id, edit.message_id, edit.is_edit) == ("BAAAA1", None, True)


async def post(
    database: Database, place: Place, key: str, text: str, priority: Priority = Priority.REPLY
) -> None:
    async with database.write() as session:
        await outbox.post(session, place, key, Message(text), priority)


async def take(
    database: Database, *, held: Collection[int] = (), busy: Collection[int] = ()
) -> list[Outgoing]:
    async with database.write() as session:
        return await sending.take(session, BOT, 8, set(held), set(busy))


async def arrive(database: Database, outgoing: Outgoing, message_id: int | None) -> None:
    async with database.write() as session:
        await sending.sent(session, outgoing, message_id)


async def later(database: Database, outgoing: Outgoing) -> None:
    async with database.write() as session:
        await sending.later(session, outgoing, timedelta(0), "error")


async def lose(database: Database, place: Place, key: str, text: str, button: str = "1:x") -> None:
    """Sends a message of which nobody knows whether it arrived."""
    async with database.write() as session:
        await outbox.post(session, place, key, Message(text, ((Button("Press", data=button),),)))
    [lost] = await take(database)
    async with database.write() as session:
        await sending.sent(session, lost, None, "uncertain")


async def seen(database: Database, key: str) -> Sent:
    async with database.read() as session:
        row = await session.get(Sent, (BOT, key))
        assert row is not None
        return row


async def waiting(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.execute(select(col(Outbox.state)))).scalars())


def text_of(outgoing: Outgoing) -> str:
    return str(outgoing.payload["text"])
