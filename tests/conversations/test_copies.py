"""Every copy of a claim's card, wherever it was sent, shows the claim as it is now; so does what editors are told."""

from pathlib import Path

import pytest

from tests.conversations.test_queue import ask, find
from tests.conversations.test_review import REASON, team
from tests.conversations.test_two_reviewers import differ
from tests.emulator import Emulator, Message, User

CHOICES = {
    "Is it true?": "Choosing one takes the claim",
    "Set aside": "Why set it aside?",
    "Give to…": "Who should check it?",
}


async def now_reads(who: User, copy: Message, text: str) -> Message:
    """The message, when it shows this."""
    chat = copy.chat

    def find() -> Message | None:
        shown = next(message for message in chat.messages if message.id == copy.id)
        return shown if text in shown.text else None

    try:
        shown = await who.emulator.until(find, 20)
    except TimeoutError:
        raise TimeoutError(f"{copy.text!r} did not become {text!r}") from None
    assert shown is not None
    return shown


async def test_every_copy_of_a_card_follows(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    friends = emulator.group("Friends", [boss])
    async with team(emulator, database_url, tmp_path, review_chat=group.id) as (people, _):
        alice, rita, ravi, edda = people.alice, people.rita, people.ravi, people.edda
        for user in (rita, ravi, edda):
            group.add(user)
        friends.add(alice)
        reader = await people.article(alice)  # from the summary
        by_itself = await group.wait_for("Claim 1 ·")
        ravi.say("/claim 1", chat=group)
        in_group = await group.wait_for(
            lambda message: "Claim 1 ·" in message.text and message.id != by_itself.id
        )
        copies = {"a reader's": reader, "the group's own": by_itself, "by /claim in the group": in_group}
        copies["by its number"] = await ask(ravi, "/claim 1", "Claim 1 ·")
        ravi.press(await ask(ravi, "/queue", "open claim"), "1")
        copies["from the queue"] = await ravi.wait_for("Claim 1 ·")
        ravi.press(await find(ravi, "/find homes Tarvel", "12,000 homes"), "1")
        copies["from a search"] = await ravi.wait_for("Claim 1 ·")
        ravi.press(await ask(ravi, "/claim 1", "Claim 1 ·"), "History")
        history = await ravi.wait_for("history")
        for label, text in CHOICES.items():
            edda.press(await ask(edda, "/claim 1", "Claim 1 ·"), label)
            copies[f"a choice: {label}"] = await edda.wait_for(text)

        rita.press(await ask(rita, "/claim 1", "Claim 1 ·"), "Is it true?")
        rita.press(await rita.wait_for("Choosing one"), "True")
        await rita.wait_for("is yours until")
        for name, copy in copies.items():
            holder = "Rita is on it until" if not copy.chat.is_private else "being checked until"
            assert await now_reads(ravi, copy, holder), name
        rita.say(REASON)
        rita.press(await rita.wait_for("Preview."), "Publish")
        await rita.wait_for("Published.")
        for copy in copies.values():
            shown = await now_reads(ravi, copy, "Claim 1 · checked")
            assert "✅ True" in shown.text
            assert "Example Desk." in shown.text
        assert "Claim 1: history" in (await now_reads(ravi, history, "history")).text, "what is no card stays"


async def test_a_choice_stays_while_nobody_moves_the_claim_on(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        ravi, edda = people.ravi, people.edda
        card = await people.article(people.alice)
        ravi.press(await ask(ravi, "/claim 1", "Claim 1 · not checked · 1 person asked"), "Is it true?")
        choice = await ravi.wait_for("Choosing one")
        await people.article(edda)
        await now_reads(people.alice, card, "2 people asked")
        await emulator.idle()
        assert "Choosing one" in (await now_reads(ravi, choice, "")).text


async def test_when_one_editor_has_decided_the_others_see_it(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    admins = [emulator.user(name) for name in ("Ada", "Adam")]
    changes = dict(quorum=2, undo_seconds=0, admins=frozenset(admin.id for admin in admins))
    async with team(emulator, database_url, tmp_path, **changes) as (people, _):
        ada, adam = admins
        for admin in admins:
            admin.start()
            await admin.wait_for("Hello.")
        await differ(people)
        told = [await who.wait_for("1 claim waits for an editor", 20) for who in (people.edda, ada, adam)]
        people.edda.press(told[0], "1")
        people.edda.press(await people.edda.wait_for("an editor decides"), "Decide")
        decides = await people.edda.wait_for("Whose rating stands?")
        ada.press(told[1], "1")
        card = await ada.wait_for("an editor decides")
        ada.press(await ask(ada, "/claim 1", "an editor decides"), "Decide")
        looks_too = await ada.wait_for("Whose rating stands?")
        people.edda.press(decides, "Rita")
        await people.edda.wait_for("Published.")
        await now_reads(ada, card, "Claim 1 · checked")
        as_card = await now_reads(ada, looks_too, "Claim 1 · checked")
        assert "Rita’s" not in as_card.labels
        listed = await now_reads(adam, told[2], "Nothing waits for an editor any more.")
        assert listed.labels == []


async def test_a_correction_that_one_editor_signed_or_sent_back_is_off_the_others_lists(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (people, _):
        ada.start()
        await ada.wait_for("Hello.")
        await people.publish(people.rita, "True")
        people.rita.press(await ask(people.rita, "/claim 1", "· checked"), "Look again")
        await people.rita.wait_for("Why look at it again?")
        people.rita.say("There is a newer log.")
        await people.rita.wait_for("being checked again")
        await people.rate(people.rita, "False")
        people.rita.say(REASON)
        people.rita.press(await people.rita.wait_for("What is this one?"), "Correction")
        await people.rita.wait_for("What changed?")
        people.rita.say("The newer log lists none.")
        people.rita.press(await people.rita.wait_for("Preview."), "Publish")
        lists = [await who.wait_for("1 claim waits for an editor", 20) for who in (people.edda, ada)]
        card = await ask(ada, "/claim 1", "one rating given")
        people.edda.press(lists[0], "1")
        people.edda.press(await people.edda.wait_for("one rating given"), "Send back")
        await people.edda.wait_for("Why does it go back?")
        people.edda.say("Please add the page of the log.")
        await now_reads(ada, lists[1], "Nothing waits for an editor any more.")
        await now_reads(ada, card, "Claim 1 · being checked until")


@pytest.mark.parametrize("label", ["Give to…", "Send back", "Withdraw"])
async def test_what_only_an_editor_may_do_is_there_in_the_group_and_refused_to_a_reviewer(
    label: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    quorum = 2 if label == "Send back" else 1
    async with team(emulator, database_url, tmp_path, review_chat=group.id, quorum=quorum) as (people, _):
        for user in (people.rita, people.ravi, people.edda):
            group.add(user)
        await people.article(people.alice)
        card = await group.wait_for("Claim 1 ·")
        if label != "Give to…":
            people.rita.press(card, "Is it true?")
            people.rita.press(await people.rita.wait_for("Choosing one"), "True")
            await people.rita.wait_for("is yours until")
            people.rita.say(REASON)
            people.rita.press(await people.rita.wait_for("Preview."), "Publish")
            card = await group.wait_for(lambda message: label in message.labels)
        answer = await people.ravi.press(card, label).answered()
        assert (answer.text, answer.show_alert) == ("Only an editor can do that.", True)
        people.edda.press(card, label)
        if label == "Withdraw":
            asked = await group.wait_for("Why is it withdrawn?")
            assert asked.text.startswith("Edda: ")
            people.edda.reply(asked, "The log was forged.")
            await group.wait_for("Claim 1: your answer is below.")
            await now_reads(people.edda, card, "Claim 1 · withdrawn")
            return
        if label == "Give to…":
            people.edda.press(await people.edda.wait_for("Who should check it?"), "Ravi")
            await people.ravi.wait_for("An editor asks you to check claim 1. It is yours until")
            await now_reads(people.edda, card, "Claim 1 · Ravi is on it until")
        else:
            await people.edda.wait_for("Why does it go back?")
            people.edda.say("The log is from July, please look again.")
            await people.rita.wait_for("An editor sent it back: “The log is from July, please look again.”")
            await now_reads(people.edda, card, "Claim 1 · Rita is on it until")
        assert [message.id for message in group.messages if message.by_bot] == [card.id], (
            "the rest is private"
        )
