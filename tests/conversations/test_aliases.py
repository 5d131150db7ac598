"""/alias: an editor says which names mean the same, sees it used and explained, and takes it back."""

from pathlib import Path

from tests.conversations.test_queue import ask
from tests.conversations.test_review import team
from tests.emulator import Emulator


async def test_an_editor_adds_lists_and_removes_names_that_mean_the_same(
    emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    ada = emulator.user("Ada")
    async with team(emulator, database_url, tmp_path, admins=frozenset({ada.id})) as (people, _):
        edda = people.edda
        await ask(people.rita, "/alias Zubair = Quxar", "Only an editor can do that.")
        await ask(edda, "/alias", "This desk has no names of its own yet.")
        await ask(edda, "/alias Zubair", "Write two names with = between them")
        await ask(edda, "/alias the = Quxar", "That does not work: “the” is in nearly every sentence.")

        people.alice.say("Quxar closed 40 villages in Norland on 3 June 2024.")
        await people.alice.wait_for("1 claim found.")
        await ask(edda, "/alias Zubair = Quxar", "From now on Zubair is Quxar")
        people.alice.say("The Zubair closed 40 villages in Norland on 3 June 2024.")
        people.alice.press(await people.alice.wait_for("Zubair closed"), "1")
        card = await people.alice.wait_for("Claim 2")
        assert "Read as one: Zubair is Quxar." in card.text

        shown = await ask(edda, "/alias", "1 pair of names that mean the same")
        assert shown.text.endswith("1. Zubair is Quxar")
        press = edda.press(shown, "Remove 1")
        assert (await press.answered()).text == "Removed."
        await edda.wait_for("This desk has no names of its own yet.")
        ada.start()
        record = await ask(ada, "/audit", "What happened")
        assert "Edda added the alias “Zubair” = “Quxar”." in record.text
        assert "Edda removed the alias “Zubair” = “Quxar”." in record.text


async def test_a_long_list_has_pages(emulator: Emulator, database_url: str, tmp_path: Path) -> None:
    async with team(emulator, database_url, tmp_path) as (people, _):
        for number in range(11):
            await ask(people.edda, f"/alias Name{number} = Other{number}", f"From now on Name{number} is")
        shown = await ask(people.edda, "/alias", "11 pairs of names that mean the same")
        assert "10. Name9 is Other9" in shown.text
        people.edda.press(shown, "More")
        last = await people.edda.wait_for("11. Name10 is Other10")
        people.edda.press(last, "Remove 11")
        await people.edda.wait_for("10 pairs of names")
