"""The desk's own aliases: which are taken, how they are used, and that they can be taken back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage import aliases
from storage.aliases import BadAliasError
from storage.db import Database
from storage.matching import Matcher, Sought
from storage.tables import Claim, Event, Person

REFUSED = [  # term, the same as, why not
    ("Dawla", "dawla", "the same name"),
    ("", "Islamic State", "letters or digits"),
    ("!?", "Islamic State", "letters or digits"),
    ("the", "Islamic State", "in nearly every sentence"),
    ("not", "Islamic State", "“not”"),
    ("rose", "Rose Alonzo", "a word whose meaning I compare already"),
    ("one two three four five six", "Six", "at most 5 words"),
    ("x" * 61, "Ten", "60 characters"),
    ("Zubair", "Quxar", "on the list already"),
    ("QUXAR", "zubair", "on the list already"),
]


async def editor(database: Database) -> Person:
    async with database.write() as session:
        person = Person(id=7, name="Edda", role="editor")
        session.add(person)
    return person


@pytest.mark.parametrize(("term", "same_as", "why"), REFUSED)
async def test_what_cannot_be_an_alias_is_refused_in_plain_words(
    database: Database, term: str, same_as: str, why: str
) -> None:
    person = await editor(database)
    async with database.write() as session:
        await aliases.add(session, "Zubair", "Quxar", person)
        with pytest.raises(BadAliasError, match=why):
            await aliases.add(session, term, same_as, person)
        assert [each.term for each in await aliases.in_force(session)] == ["Zubair"]


async def test_matching_reads_the_names_as_one_says_so_and_stops_when_they_are_removed(
    database: Database, tmp_path: Path
) -> None:
    person = await editor(database)
    matcher = Matcher(database, tmp_path / "index")
    async with database.write() as session:
        session.add(Claim(text="Quxar closed 40 villages in Norland.", twin_key="q"))
    sought = [Sought("The Zubair closed 40 villages in Norland.")]

    async def found() -> tuple[str, str]:
        ((match,),) = await matcher.match(sought)
        return match.comparison.relation, match.comparison.sentence

    assert (await found())[0] == "related"
    async with database.write() as session:
        alias = await aliases.add(session, "“Zubair”", "Quxar", person)
    assert await found() == ("same", "The same claim. Read as one: Zubair is Quxar.")
    async with database.write() as session:
        assert await aliases.remove(session, alias.id or 0, person)
        assert await aliases.remove(session, alias.id or 0, person) is None
        assert await aliases.remove(session, 99, person) is None
        kinds = (await session.execute(select(Event.kind).order_by(Event.id))).scalars().all()  # type: ignore[call-overload]
    assert kinds == ["alias", "alias-removed"]
    assert (await found())[0] == "related"
