"""Importing earlier checks: new, the same again, changed, twins; on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from storage.db import Database
from storage.exporting import published_rows
from storage.importing import Outcome, import_rows
from storage.ratings import named
from storage.rows import Row
from storage.tables import Ask, Claim, Event, Evidence, Job, Person, Verdict

BRIDGE = Row(
    key="b1",
    claim="The bridge cost $4 million.",
    title="The price of a bridge",
    truth=named("False"),
    rationale="It cost 9 million.",
    urls=("https://example.org/1", "https://example.org/2"),
    claimant="The mayor",
    claimed_on=date(2016, 5, 1),
    reviewed_on=date(2016, 5, 24),
    language="en",
)
UNRATED = Row(key="u1", claim="Over 140 people were hurt.")
TWIN = Row(key="b2", claim="THE BRIDGE cost $4 million", title="Other words")


async def put(database: Database, *rows: Row) -> list[Outcome]:
    async with database.write() as session:
        return await import_rows(session, rows)


async def exported(database: Database) -> list[Row]:
    return [row async for row in published_rows(database)]


async def claims(database: Database) -> Sequence[Claim]:
    async with database.read() as session:
        return (await session.exec(select(Claim).order_by(col(Claim.id)))).all()


async def verdicts(database: Database) -> Sequence[Verdict]:
    async with database.read() as session:
        return (await session.exec(select(Verdict).order_by(col(Verdict.id)))).all()


async def test_a_row_with_a_rating_becomes_a_published_verdict(database: Database) -> None:
    assert await put(database, BRIDGE, UNRATED) == [Outcome.ADDED, Outcome.ADDED]
    bridge, unrated = await claims(database)
    assert (bridge.state, bridge.text, bridge.key) == ("published", BRIDGE.claim, "b1")
    assert bridge.visible_at is not None
    assert (unrated.state, unrated.verdict_id, unrated.visible_at) == ("found", None, None)
    (verdict,) = await verdicts(database)
    assert (verdict.truth, verdict.attribution, verdict.as_of) == ("false", None, date(2016, 5, 24))
    assert (verdict.kind, verdict.statement, verdict.person_id) == ("first", BRIDGE.claim, None)
    assert bridge.verdict_id == verdict.id
    assert await exported(database) == [BRIDGE]


async def test_the_same_rows_again_change_nothing(database: Database) -> None:
    rows = (BRIDGE, UNRATED, TWIN)
    await put(database, *rows)
    before = await claims(database)
    assert await put(database, *rows) == [Outcome.UNCHANGED] * 3
    assert await claims(database) == before
    assert len(await verdicts(database)) == 1


async def test_a_changed_rating_is_a_verdict_that_replaces_the_earlier(database: Database) -> None:
    await put(database, BRIDGE)
    changed = replace(BRIDGE, truth=named("Mostly false"), urls=("https://example.org/3",))
    assert await put(database, changed) == [Outcome.UPDATED]
    first, second = await verdicts(database)
    assert (first.truth, second.truth) == ("false", "mostly-false")
    assert (second.kind, second.replaces) == ("update", first.id)
    assert await exported(database) == [changed]


async def test_changed_words_are_taken_over_and_the_verdict_stands(database: Database) -> None:
    await put(database, BRIDGE)
    changed = replace(BRIDGE, claim="The bridge cost 4 million euros.", title="Another headline")
    assert await put(database, changed) == [Outcome.UPDATED]
    assert await exported(database) == [changed]
    assert len(await verdicts(database)) == 1
    assert await put(database, replace(UNRATED, claim=BRIDGE.claim)) == [Outcome.ADDED]


async def test_what_a_row_leaves_empty_stays(database: Database) -> None:
    await put(database, BRIDGE)
    sparse = Row(key="b1", claim=BRIDGE.claim, attribution=named("Misquoted"))
    assert await put(database, sparse) == [Outcome.UPDATED]
    assert await exported(database) == [replace(BRIDGE, attribution=named("Misquoted"))]


async def test_a_rating_that_comes_later_is_the_first_verdict(database: Database) -> None:
    await put(database, UNRATED)
    assert await put(database, replace(UNRATED, truth=named("True"))) == [Outcome.UPDATED]
    (verdict,) = await verdicts(database)
    assert (verdict.kind, verdict.rationale) == ("first", "")


async def test_twins_are_one_claim_and_the_first_wins(database: Database) -> None:
    other = replace(TWIN, truth=named("True"))
    assert await put(database, BRIDGE, other) == [Outcome.ADDED, Outcome.TWIN]
    assert await exported(database) == [BRIDGE]
    assert await put(database, other, BRIDGE) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


async def test_a_twin_brings_the_verdict_that_was_missing(database: Database) -> None:
    await put(database, replace(UNRATED, key="first"))
    twin = Row("second", "over 140 people were hurt", truth=named("True"), reviewed_on=date(2016, 1, 1))
    assert await put(database, twin) == [Outcome.TWIN]
    (row,) = await exported(database)
    assert (row.key, row.truth) == ("first", named("True"))
    assert await put(database, replace(twin, truth=named("False"))) == [Outcome.UPDATED]
    assert [row.truth for row in await exported(database)] == [named("False")]


async def test_a_further_key_can_go_its_own_way(database: Database) -> None:
    await put(database, BRIDGE, TWIN)
    assert await put(database, replace(TWIN, claim="The tunnel cost $4 million.")) == [Outcome.ADDED]
    assert [claim.key for claim in await claims(database)] == ["b1", "b2"]


async def test_a_row_whose_words_become_another_claims_is_refused(database: Database) -> None:
    await put(database, BRIDGE, UNRATED)
    before = await claims(database)
    clash = replace(UNRATED, claim=BRIDGE.claim, truth=named("True"))
    assert await put(database, clash) == [Outcome.CLASH]
    assert await claims(database) == before
    assert await put(database, UNRATED) == [Outcome.UNCHANGED]


async def test_what_the_desk_did_since_survives_the_same_file(database: Database) -> None:
    await put(database, BRIDGE)
    async with database.write() as session:
        claim = (await session.exec(select(Claim))).one()
        claim.text = "The bridge in Dunmore cost $4 million."
        session.add(claim)
    assert await put(database, BRIDGE) == [Outcome.UNCHANGED]
    assert (await claims(database))[0].text == "The bridge in Dunmore cost $4 million."


async def test_those_who_asked_are_told(database: Database) -> None:
    await put(database, UNRATED, replace(UNRATED, key="u2", claim="Nobody asked for these 7 words."))
    asked = (await claims(database))[0]
    async with database.write() as session:
        session.add(Person(id=1, name="Ada"))
        await session.flush()
        session.add(Ask(claim_id=asked.id or 0, person_id=1))
    rated = [replace(UNRATED, truth=named("True"))]
    rated.append(Row("u2", "Nobody asked for these 7 words.", truth=named("True")))
    await put(database, *rated)
    async with database.read() as session:
        assert (await session.exec(select(Job.key))).all() == [f"notify:{asked.id}"]


async def test_everything_published_is_recorded(database: Database) -> None:
    await put(database, BRIDGE, UNRATED)
    async with database.read() as session:
        (event,) = (await session.exec(select(Event))).all()
        sources = (await session.exec(select(Evidence.url).order_by(col(Evidence.id)))).all()
    (verdict,) = await verdicts(database)
    assert (event.kind, event.data) == ("imported", {"key": "b1", "verdict": verdict.id})
    assert tuple(sources) == BRIDGE.urls


async def test_many_rows_keep_their_own_verdicts_and_sources(database: Database) -> None:
    rows = [
        Row(
            key=f"k{number}",
            claim=f"{number} people were hurt in Dunmore.",
            truth=named(str(number % 5 + 1)),
            rationale=f"Because {number}." if number % 3 else None,
            urls=tuple(f"https://example.org/{number}/{each}" for each in range(number % 4)),
            reviewed_on=date(2016, 1, 1 + number % 28),
        )
        for number in range(1200)
    ]
    assert set(await put(database, *rows)) == {Outcome.ADDED}
    assert await exported(database) == rows


async def test_what_waits_for_undo_or_was_withdrawn_is_not_exported(database: Database) -> None:
    await put(database, BRIDGE, replace(UNRATED, truth=named("True")))
    async with database.write() as session:
        bridge, other = (await session.exec(select(Claim).order_by(col(Claim.id)))).all()
        bridge.visible_at = None
        other.verdict_id = None
        session.add_all([bridge, other])
    assert await exported(database) == []


@pytest.mark.parametrize(
    "state", ["assigned", "proposed", "disputed", "reopened", "stale", "withdrawn", "dismissed", "merged"]
)
async def test_an_import_never_goes_before_a_reviewer(state: str, database: Database) -> None:
    await put(database, BRIDGE)
    async with database.write() as session:
        claim = (await session.exec(select(Claim))).one()
        claim.state, claim.verdict_id, claim.visible_at = state, None, None
        session.add(claim)
    assert await put(database, BRIDGE) == [Outcome.UNCHANGED]
    assert await put(database, replace(BRIDGE, title="Another headline")) == [Outcome.HELD]
    assert await put(database, replace(TWIN, truth=named("True"))) == [Outcome.HELD]
    assert await put(database, TWIN) == [Outcome.TWIN], "one without a rating only makes its key known"
    (claim,) = await claims(database)
    assert (claim.state, claim.verdict_id, claim.title) == (state, None, BRIDGE.title)
    assert len(await verdicts(database)) == 1


async def test_archive_links_stay_with_their_sources_and_titles_go_out_too(database: Database) -> None:
    urls = ("https://example.org/1", "https://archive.ph/1", "https://example.org/2")
    await put(database, replace(BRIDGE, urls=urls))
    async with database.read() as session:
        found = (await session.exec(select(Evidence).order_by(col(Evidence.id)))).all()
    assert [(each.url, each.archive_url) for each in found] == [(urls[0], urls[1]), (urls[2], None)]
    assert [row.urls for row in await exported(database)] == [urls]
    async with database.write() as session:
        (verdict,) = await session.exec(select(Verdict))
        session.add(Evidence(verdict_id=verdict.id or 0, url="https://example.org/3", note="The bill"))
    assert [row.titles for row in await exported(database)] == [(("https://example.org/3", "The bill"),)]
