"""With two reviewers a verdict, nothing anywhere shows the first rating before the second is in."""

import logging
from pathlib import Path

import pytest

from storage.db import Database
from storage.exporting import published_rows
from tests.conversations.test_queue import ask
from tests.conversations.test_review import Team, team
from tests.emulator import Emulator, Group, User

SECRET = "The pond at the old mill tells it. https://example.org/pond"


async def surfaces(people: Team, group: Group, omar: User, database: Database) -> dict[str, str]:
    """Everything that anybody but the first reviewer can look at, as plain text."""
    shown: dict[str, str] = {}
    for who in (people.ravi, people.edda, people.alice, omar):
        for command, answer in {
            "/queue": "",
            "/mine": "",
            "/find homes Tarvel": "",
            "/following": "",
            "/stats": "",
            "/team": "",
            "/audit": "",
            "/claim 1": "",
        }.items():
            found = await ask(who, command, answer)
            shown[f"{who.name} {command}"] = f"{found.text} {found.labels}"
        who.press(await ask(who, "/claim 1", ""), data="1:history:1:0:0")
    await people.alice.emulator.idle()
    for who in (people.ravi, people.edda, people.alice, omar):
        shown[f"{who.name}: the chat"] = "\n".join(
            message.text
            + (message.file.data.decode() if message.file and message.file.mime == "text/plain" else "")
            for message in who.chat.messages
            if message.by_bot
        )
        shown[f"{who.name} inline"] = str((await who.type_inline("homes Tarvel")).results)
    shown["group"] = "\n".join(message.text for message in group.messages)
    shown["export"] = str([row async for row in published_rows(database)])
    return shown


@pytest.mark.parametrize("rating", ["False", "Missing context"])
async def test_nothing_shows_a_first_rating(
    rating: str,
    emulator: Emulator,
    database_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="handlers")
    boss, omar = emulator.user("Boss"), emulator.user("Omar")
    group = emulator.group("Reviewers", [boss])
    changes = dict(quorum=2, review_chat=group.id, log_level="debug")
    async with team(emulator, database_url, tmp_path, **changes) as (people, database):
        omar.start()
        for user in (people.rita, people.ravi, people.edda):
            group.add(user)
        await people.article(people.alice)
        card = await group.wait_for("Claim 1 ·", earlier=True)

        # Even from the group it goes on in private.
        press = people.rita.press(card, "Is it true?")
        assert "in our private chat" in (await press.answered()).text
        people.rita.press(await people.rita.wait_for("Choosing one takes the claim"), rating)
        await people.rita.wait_for("is yours until")
        await look(people, group, omar, database, rating, "while it is rated")
        people.rita.say(SECRET)
        preview = await people.rita.wait_for("Preview.", earlier=True)
        await look(people, group, omar, database, rating, "in the preview")
        people.rita.press(preview, "Publish")
        await people.rita.wait_for("One rating given.")
        await look(people, group, omar, database, rating, "when it waits")
        await group.wait_for("Claim 1 · one rating given", earlier=True)
        assert rating not in caplog.text
        assert "pond" not in caplog.text

        # The second one rates it, and then everybody sees it.
        people.ravi.press(await ask(people.ravi, "/claim 1", "one rating given"), "Is it true?")
        people.ravi.press(await people.ravi.wait_for("Somebody rated it before you."), rating)
        await people.ravi.wait_for("Published.")
        assert (
            rating in (await people.alice.wait_for("We write again only if this changes.", earlier=True)).text
        )


async def look(people: Team, group: Group, omar: User, database: Database, rating: str, when: str) -> None:
    for surface, text in (await surfaces(people, group, omar, database)).items():
        assert "pond" not in text, f"{surface} {when}"
        assert rating not in text, f"{surface} {when}"
