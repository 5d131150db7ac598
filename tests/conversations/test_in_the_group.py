"""The main path in the reviewers' group, and in a topic of it: what each person sees, word for word."""

from pathlib import Path

import pytest

from tests.conversations.test_first_verdict import UNTIL, plain
from tests.conversations.test_review import REASON, team
from tests.emulator import Emulator, Group, Message

CONTEXT = (
    "According to the water board, 12,000 homes in Tarvel lost their supply on 3 June 2024. "
    "The board repaired the main pipe within a day.\n\n"
)
STATEMENT = "“12,000 homes in Tarvel lost their supply on 3 June 2024”"
VERDICT = (
    "🟢 Mostly true\n"
    f"{STATEMENT}\n\n"
    "The board's own log lists 12,000 homes.\n"
    "Did they say it? Not checked.\n\n"
    "Source: example.org\n"
)


async def becomes(group: Group, card: Message, head: str) -> Message:
    """The group's own card, when it begins with these words."""
    return await group.wait_for(lambda shown: shown.id == card.id and plain(shown).startswith(head))


@pytest.mark.parametrize("forum", [False, True], ids=["group", "topic"])
async def test_from_a_card_in_the_group_to_a_published_verdict_word_for_word(
    forum: bool, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss], forum=forum)
    topic = group.add_topic("Claims", boss) if forum else None
    place = {"review_chat": group.id, "review_topic": topic}
    async with team(emulator, database_url, tmp_path, undo_seconds=2, **place) as (people, _):
        alice, rita, ravi = people.alice, people.rita, people.ravi
        for user in (rita, ravi, alice):
            group.add(user)

        # A reader sends an article, and its claim comes to the group.
        alice.say("According to the water board, 12,000 homes in Tarvel lost their supply on 3 June 2024. "
                  "The board repaired the main pipe within a day.")  # fmt: skip
        summary = await alice.wait_for("found")
        card = await group.wait_for("Claim 1 ·")
        assert card.topic == topic
        assert plain(card) == (
            f"Claim 1 · not checked · 1 person asked\n\n{CONTEXT}the water board\nNo earlier check."
        )
        assert card.labels == [
            *("Did they say it?", "Is it true?"),
            *("Same as…", "Edit wording", "Set aside", "Give to…", "History"),
        ]
        refused = await alice.press(card, "Is it true?").answered()
        assert refused.text == "Only this desk's reviewers can do that. An admin can invite you."
        assert refused.show_alert

        # Two reviewers press. Each chooses in private, and the slower one hears whose it is.
        for user in (rita, ravi):
            answer = await user.press(card, "Is it true?").answered()
            assert (
                answer.text == "I have written to you in our private chat: there it is between the two of us."
            )
        choices = [await user.wait_for("Choosing one") for user in (rita, ravi)]
        for choice in choices:
            assert choice.chat.is_private
            assert plain(choice) == (
                f"Claim 1\n\n{CONTEXT}Is it true?\n"
                "Choosing one takes the claim: it is yours to explain. Readers see nothing yet."
            )
        rita.press(choices[0], "Mostly true")
        asked = await rita.wait_for("is yours until")
        assert plain(asked) == (
            f"Claim 1 is yours until 12:00 UTC.\n{STATEMENT}\nIs it true? Mostly true\n\n"
            "Send one message: why, in a sentence or two, and your links.\nYou see it before anyone else."
        )
        taken = await becomes(group, card, "Claim 1 · Rita is on it until 12:00 UTC · 1 person asked\n")
        assert taken.labels == ["Give to…", "History"]
        late = await ravi.wait_for("Claim 1 · being checked until")
        assert late.id == choices[1].id, "his choice of ratings is a card again"
        assert late.labels == ["History"]
        answer = await ravi.press(card, data="1:axis:1:1:0:truth").answered()
        assert plain_words(answer.text) == "Another reviewer is faster: this claim is theirs until 12:00 UTC."

        # The reason, the preview and the verdict are private.
        rita.say(REASON)
        preview = await rita.wait_for("Preview.")
        assert plain(preview) == (
            f"Preview. Only you see this.\n\n{VERDICT}Checked TODAY by one reviewer, Example Desk.\n\n"
            "1 source not archived.\n"
            "Publish it, or type a better reason: it replaces this one. You have 2 seconds to undo."
        )
        rita.press(preview, "Publish")
        done = await rita.wait_for("Published.")
        assert plain(done) == (
            f"Published. Claim 1: Mostly true\n{STATEMENT}\n\n"
            "1 person who asked will be told in 2 seconds.\nUndo takes it back until then."
        )
        notice = await alice.wait_for("We write again")
        assert plain(notice) == (
            f"{VERDICT}Checked TODAY by one reviewer, Example Desk. We write again only if this changes."
        )
        assert notice.labels == ["Share", "Is this wrong?"]
        assert summary.id != notice.id

        # What the group's card becomes, and that nothing else came to the group.
        last = await becomes(group, card, "Claim 1 · checked · 1 person asked\n")
        assert plain(last) == (
            f"Claim 1 · checked · 1 person asked\n\n{CONTEXT}{VERDICT}"
            "Checked TODAY by one reviewer, Example Desk.\n\nthe water board"
        )
        assert last.labels == [
            "Did they say it?",
            *("Share", "Copy text"),
            *("Look again", "Withdraw", "History"),
        ]
        assert [message.id for message in group.messages if message.by_bot] == [card.id]
        shown = await ravi.wait_for("Claim 1 · checked")
        assert shown.id == late.id, "every copy follows"


async def test_two_ratings_in_the_group_word_for_word(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    """The group sees that there is a rating, and not which; who gave it is told that another one is wanted."""
    boss = emulator.user("Boss")
    group = emulator.group("Reviewers", [boss])
    async with team(emulator, database_url, tmp_path, review_chat=group.id, quorum=2) as (people, _):
        alice, rita, ravi = people.alice, people.rita, people.ravi
        for user in (rita, ravi, people.edda):
            group.add(user)
        await people.article(alice)
        card = await group.wait_for("Claim 1 ·")
        rita.press(card, "Is it true?")
        rita.press(await rita.wait_for("Choosing one"), "Mostly true")
        await rita.wait_for("is yours until")
        rita.say(REASON)
        preview = await rita.wait_for("Preview.")
        assert plain(preview).endswith(
            "Checked TODAY, Example Desk.\n\n1 source not archived.\n"
            "A second reviewer gives a rating before readers see it.\n"
            "Publish it, or type a better reason: it replaces this one."
        )
        rita.press(preview, "Publish")
        done = await rita.wait_for("One rating given.")
        assert done.text == (
            "One rating given. Claim 1 waits for a second reviewer.\n"
            "They rate it before they see yours. You hear what comes of it."
        )
        waits = await becomes(group, card, "Claim 1 · one rating given · 1 person asked\n")
        assert plain(waits) == (
            f"Claim 1 · one rating given · 1 person asked\n\n{CONTEXT}the water board\nNo earlier check.\n"
            "One rating is given. A second reviewer gives theirs without seeing it."
        )
        assert waits.labels == ["Is it true?", "Send back", "History"]
        own = await rita.press(card, "Is it true?").answered()
        assert (own.text, own.show_alert) == (
            "The first rating is yours. Somebody else gives the second one.",
            True,
        )
        ravi.press(card, "Is it true?")
        choice = await ravi.wait_for("Somebody rated it")
        assert plain(choice) == (
            f"Claim 1\n\n{CONTEXT}Is it true?\nSomebody rated it before you. You see theirs when yours is in."
        )
        ravi.press(choice, "Mostly true")
        published = await ravi.wait_for("Published.")
        assert published.text.startswith(f"Published. Claim 1: Mostly true\n{STATEMENT}\n\n")
        await rita.wait_for("Claim 1: A second reviewer agrees: it is published.")
        notice = await alice.wait_for("We write again")
        assert plain(notice) == (
            f"{VERDICT}Checked TODAY, Example Desk. We write again only if this changes."
        )
        await becomes(group, card, "Claim 1 · checked · 1 person asked\n")
        assert [message.id for message in group.messages if message.by_bot] == [card.id]


def plain_words(text: str) -> str:
    return UNTIL.sub("12:00 UTC", text)
