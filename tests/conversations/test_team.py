"""/team, /role, /invite, /audit and the menus that go with a role, in the words that people read."""

import re
from pathlib import Path

from handlers import menus
from storage.roles import Role
from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator


def names(commands: menus.Commands) -> list[str]:
    return [name for name, _ in commands]


async def test_the_team_and_what_each_has_done(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        await people.publish(people.rita, "True")
        shown = await ask(people.rita, "/team", "The team")
        assert shown.text == (
            "The team: 3 people\n\n"
            "Edda (@edda_example) · editor\n     no checks yet · seen today\n"
            "Ravi (@ravi_example) · reviewer\n     no checks yet · seen today\n"
            "Rita (@rita_example) · reviewer\n     1 check · seen today"
        )
        await ask(people.alice, "/team", "Only this desk's reviewers can do that.")
        await ask(people.rita, "/role @ravi_example editor", "Only an admin can do that.")
        await ask(people.rita, "/audit", "Only an admin can do that.")


async def test_an_admin_changes_roles_the_person_is_told_and_it_is_on_record(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (people, _):
        ada.start()
        await ada.wait_for("You are an admin")
        await emulator.until(lambda: ada.menu() == names(menus.ADMIN))
        assert people.alice.menu() == names(menus.READER)

        await ask(ada, "/role @Alice_Example reviewer", "Alice is a reviewer now.")
        await people.alice.wait_for("You are a reviewer of Example Desk now.")
        await emulator.until(lambda: people.alice.menu() == names(menus.REVIEWER))
        await ask(ada, f"/role {people.alice.id} reviewer", "Alice is reviewer already.")
        await ask(ada, "/role @nobody editor", "I do not know @nobody.")
        await ask(ada, "/role @rita_example", "Write /role, who, and what they may do")
        await ask(ada, f"/role {ada.id} reviewer", "Ada is an admin by the settings")

        # Somebody who leaves: their claim is free, and what they were asked is asked no more.
        await people.rate(people.rita, "True")
        await ask(people.rita, "/mine", "Yours now: 1")
        gone = await ask(ada, "/role @rita_example requester", "Rita is not in the team")
        assert gone.text == "Rita is not in the team any more. 1 claim of theirs is in the queue again."
        told = await people.rita.wait_for("You are not in the team of Example Desk any more.")
        assert "Thank you for your work." in told.text
        await emulator.until(lambda: people.rita.menu() == names(menus.READER))
        people.rita.say("The board's own log lists 12,000 homes. https://example.org/log")
        summary = await people.rita.wait_for("found")
        assert "Preview" not in summary.text, "it is an article by now, not a reason"
        queue = await ask(people.ravi, "/queue", "open claim")
        assert "homes in Tarvel" in queue.text

        record = await ask(ada, "/audit", "What happened to the desk")
        assert [line for line in record.text.splitlines() if "UTC" not in line] == [
            "What happened to the desk",
            "",
            "Ada took Rita out of the team (was reviewer).",
            "Ada made Alice a reviewer (was requester).",
        ]


async def test_the_last_admin_stays(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    ada, bert = emulator.user("Ada"), emulator.user("Bert")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as _:
        ada.start()
        await ada.wait_for("You are an admin")
        link = re.search(r"start=(\S+)", (await ask(ada, "/invite admin", "works once")).text)
        assert link is not None
        bert.start(link[1])
        await bert.wait_for("You are now an admin of Example Desk")
        await emulator.until(lambda: bert.menu() == names(menus.ADMIN))
    async with team(emulator, database_url, tmp_path) as _:  # the operator named nobody
        await ask(bert, f"/role {ada.id} editor", "Ada is an editor now.")
        await ask(
            bert, f"/role {bert.id} editor", "Bert is the only admin. Make somebody else an admin first."
        )
        record = await ask(bert, "/audit", "What happened")
        assert "Bert joined as admin, invited by Ada." in record.text
        assert "Ada made an invitation for an admin." in record.text


async def test_the_record_turns_its_pages(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (_, _):
        await ask(ada, "/audit", "Nothing is on record yet.")
        for _ in range(11):
            await ask(ada, "/invite", "works once")
        newest = await ask(ada, "/audit", "What happened")
        assert newest.text.count("made an invitation for a reviewer.") == 10
        assert newest.labels == ["Older ›"]
        ada.press(newest, "Older")
        oldest = await ada.wait_for(lambda message: message.labels == ["‹ Newer"])
        assert oldest.text.count("made an invitation") == 1


def test_every_command_of_a_menu_has_a_place_in_the_help_of_that_role() -> None:
    from handlers.texts.help import how_it_works  # noqa: PLC0415

    for role in Role:
        text = how_it_works("Example Desk", role, "desk_bot", 7).text
        assert all(f"/{name}: " in text for name in names(menus.BY_ROLE[role] or menus.READER))
