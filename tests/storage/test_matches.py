"""What is looked for: not the claim itself, and not what a reviewer said is another claim. And what a decision on a
match lends."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from storage import matches
from storage.db import Database
from storage.matching import Sought
from storage.tables import Article, Claim, Event, Match, Occurrence, Person
from storage.twins import twin_key

CASTLES = "The mayor of Ghent owns three castles."
HOUSES = "The mayor of Ghent owns three houses."
BOATS = "The mayor of Ghent owns three boats."


async def stored(database: Database, state: str) -> dict[str, int]:
    """Three claims; castles stood in an article and was matched with houses. Text to id."""
    async with database.write() as session:
        claims = [Claim(text=text, twin_key=twin_key(text)) for text in (CASTLES, HOUSES, BOATS)]
        article = Article(text=CASTLES, digest="d")
        session.add_all([*claims, article])
        await session.flush()
        ours, theirs, _ = (claim.id or 0 for claim in claims)
        occurrence = Occurrence(
            article_id=article.id or 0, claim_id=ours, position=0, start=0, end=38, text=CASTLES, worth=0.5
        )
        session.add(occurrence)
        await session.flush()
        session.add(
            Match(
                occurrence_id=occurrence.id or 0,
                claim_id=theirs,
                state=state,
                relation="related",
                score=1.0,
                confidence=0.5,
                model="1",
            )
        )
        return {claim.text: claim.id or 0 for claim in claims}


async def left_out(database: Database, *texts: str) -> list[frozenset[int]]:
    async with database.read() as session:
        found = await matches.to_seek(session, texts)
    assert [each.text for each in found] == list(texts)
    return [each.without for each in found]


async def test_a_rejected_pair_is_not_looked_for_again_from_either_side(database: Database) -> None:
    ids = await stored(database, "rejected")
    both = frozenset({ids[CASTLES], ids[HOUSES]})
    shouted = CASTLES.upper()
    assert await left_out(database, shouted, HOUSES, BOATS, "Something new.") == [
        both,
        both,
        frozenset({ids[BOATS]}),
        frozenset(),
    ]


async def test_other_decisions_leave_out_only_the_claim_itself(database: Database) -> None:
    ids = await stored(database, "variant")
    assert await left_out(database, CASTLES, HOUSES) == [
        frozenset({ids[CASTLES]}),
        frozenset({ids[HOUSES]}),
    ]


async def test_what_was_merged_is_what_it_was_merged_into(database: Database) -> None:
    ids = await stored(database, "rejected")
    async with database.write() as session:
        boats = await session.get(Claim, ids[BOATS])
        assert boats is not None
        boats.merged_into = ids[CASTLES]
    assert await left_out(database, BOATS) == [frozenset({ids[CASTLES], ids[HOUSES]})]


async def test_nothing_is_looked_for_of_no_text(database: Database) -> None:
    async with database.read() as session:
        assert await matches.to_seek(session, []) == []
        assert await matches.to_seek(session, ["Unknown."]) == [Sought("Unknown.")]


@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("decision", list(matches.Decision))
async def test_only_what_a_reviewer_calls_the_same_and_has_equal_figures_lends_a_verdict(
    database: Database, decision: matches.Decision, equal: bool
) -> None:
    ids = await stored(database, "suggested")
    async with database.write() as session:
        ravi = Person(id=7, name="Ravi", role="reviewer")
        session.add(ravi)
        match = (await session.execute(select(Match))).scalar_one()
        match.equal = equal  # the engine finds the two related: they are put in quite other words
        claim = await session.get_one(Claim, ids[CASTLES])
        decided = await matches.decide(session, match.id or 0, claim, ravi, decision)
        lends = decision == matches.Decision.CONFIRMED and equal
        assert matches.lends(decided) == lends
        assert decided.relation == ("same" if lends else "related")
        event = (await session.execute(select(Event).where(col(Event.claim_id) == claim.id))).scalar_one()
        assert event.data["relation"] == "related", "what the engine found stays on record"
