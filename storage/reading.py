"""Keeps what the engine found in an article: its claims, figures, attributions and matches."""

from bisect import bisect_left
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims import ENGINE_VERSION, Flag, Occurrence, Report, Span
from storage import bell
from storage.matches import told
from storage.matching import PriorMatch
from storage.sql import insert
from storage.tables import (
    Article,
    AttributionRow,
    Claim,
    FigureRow,
    Match,
)
from storage.tables import (
    Occurrence as OccurrenceRow,
)
from storage.twins import twin_key
from storage.types import now

MAX_CLAIMS = 300
"""Claims kept of one article, the most worth checking first. Whoever misses another points at it."""
MAX_FLAGS = 100
WHOLE_ARTICLE = frozenset({"conflicting-figures", "sum-mismatch", "stray-number"})
"""Flags that are about the text as a whole, even where their span lies in one claim."""


def in_order(report: Report) -> list[Occurrence]:
    """The claims as a summary lists them: most worth checking first, then as they stand in the text."""
    return sorted(report.claims, key=lambda claim: (-claim.worth, claim.span))[:MAX_CLAIMS]


async def save(
    session: AsyncSession,
    article: Article,
    report: Report,
    matches: Sequence[Sequence[PriorMatch]],
) -> None:
    """Writes everything that reading an article gave. `matches` follows `in_order(report)`."""
    found = in_order(report)
    numbers = await _claims(session, article, report, found)
    about: list[Flag] = []
    for position, (claim, number, suggested) in enumerate(zip(found, numbers, matches, strict=True)):
        flags = _flags_about(report, claim)
        about += flags
        await _keep(session, article, report, claim, number, position, flags, suggested)
    await bell.ring(session, "claims")
    rest = set(report.flags).difference(about)
    await session.execute(
        update(Article)
        .where(col(Article.id) == article.id)
        .values(
            state="read",
            read_at=now(),
            engine=ENGINE_VERSION,
            flags=[flag.as_json() for flag in report.flags if flag in rest][:MAX_FLAGS],
        )
    )


async def save_one(
    session: AsyncSession,
    article: Article,
    report: Report,
    claim: Occurrence,
    matches: Sequence[PriorMatch],
) -> OccurrenceRow:
    """Adds a claim that somebody pointed at by hand, after the others of its article."""
    last = select(func.max(OccurrenceRow.position)).where(col(OccurrenceRow.article_id) == article.id)
    position = (await session.execute(last)).scalar()
    number = (await _claims(session, article, report, [claim]))[0]
    await bell.ring(session, "claims")
    flags = _flags_about(report, claim)
    return await _keep(session, article, report, claim, number, (position or 0) + 1, flags, matches)


async def _keep(
    session: AsyncSession,
    article: Article,
    report: Report,
    claim: Occurrence,
    claim_id: int,
    position: int,
    flags: Sequence[Flag],
    matches: Sequence[PriorMatch],
) -> OccurrenceRow:
    row = OccurrenceRow(
        article_id=_id(article.id),
        claim_id=claim_id,
        position=position,
        start=claim.span[0],
        end=claim.span[1],
        text=claim.text,
        kinds=list(claim.kinds),
        worth=claim.worth,
        reasons=list(claim.reasons),
        flags=[flag.as_json() for flag in flags],
    )
    session.add(row)
    await session.flush()
    occurrence_id = _id(row.id)
    session.add_all(_figures(report, claim, occurrence_id))
    session.add_all(_attributions(report, claim, occurrence_id, article.text))
    session.add_all(
        Match(
            occurrence_id=occurrence_id,
            claim_id=match.claim_id,
            relation=match.comparison.relation,
            equal=match.comparison.equal,
            differs=told(match.comparison),
            score=match.score,
            confidence=match.confidence,
            model=match.model,
        )
        for match in matches
        if match.claim_id != claim_id
    )
    return row


async def _claims(
    session: AsyncSession, article: Article, report: Report, found: Sequence[Occurrence]
) -> list[int]:
    """The claims that these occurrences are: twins that are there, or new ones.

    All in the order of their keys, so that two articles at once cannot wait for each other for ever.
    """
    keys = [twin_key(claim.text) for claim in found]
    rows = {
        key: dict(
            text=claim.text,
            twin_key=key,
            claimant=_claimant(report, claim, article.text),
            claimed_on=article.published,
            kinds=list(claim.kinds),
            worth=claim.worth,
            state="found",
            version=1,
            created_at=now(),
        )
        for key, claim in zip(keys, found, strict=True)
    }
    for _, row in sorted(rows.items()):
        await session.execute(insert(session, Claim).values(**row).on_conflict_do_nothing())
    known = await session.execute(
        select(col(Claim.twin_key), func.coalesce(col(Claim.merged_into), col(Claim.id))).where(
            col(Claim.twin_key).in_(rows)
        )
    )
    numbers: dict[str, int] = dict(known.all())
    return [numbers[key] for key in keys]


def _claimant(report: Report, claim: Occurrence, text: str) -> str | None:
    """Who the article says said it: the first speaker of the first attribution. A guess is nobody's word."""
    if not claim.attributions:
        return None
    first = report.attributions[claim.attributions[0]]
    return None if first.guess else _words(text, first.resolved or first.source)


def _figures(report: Report, claim: Occurrence, occurrence_id: int) -> list[FigureRow]:
    rows = []
    for figure in (report.figures[index] for index in claim.figures):
        shown = figure.as_json()
        rows.append(
            FigureRow(
                occurrence_id=occurrence_id,
                start=figure.span[0],
                end=figure.span[1],
                phrase_start=figure.phrase[0] if figure.phrase else None,
                phrase_end=figure.phrase[1] if figure.phrase else None,
                **{
                    name: shown[name]
                    for name in ("low", "high", "comparator", "trend", "unit", "counted", "kind")
                },
            )
        )
    return rows


def _attributions(report: Report, claim: Occurrence, occurrence_id: int, text: str) -> list[AttributionRow]:
    """The claim's attributions with the hops behind them, first speaker first."""
    inner = {report.attributions[index].via for index in claim.attributions}
    heads = [index for index in claim.attributions if index not in inner] or list(claim.attributions)
    return [
        AttributionRow(
            occurrence_id=occurrence_id,
            hop=hop,
            source=_words(text, each.resolved or each.source),
            source_start=each.source[0] if each.source else None,
            source_end=each.source[1] if each.source else None,
            cue_start=each.cue[0] if each.cue else None,
            cue_end=each.cue[1] if each.cue else None,
            content=[list(part) for part in each.content],
            style=each.style,
            stance=each.stance,
            source_kind=each.source_kind,
            guess=each.guess,
            confidence=each.confidence,
        )
        for head in heads
        for hop, each in enumerate(report.chain(head))
    ]


def _words(text: str, span: Span | None) -> str | None:
    return " ".join(text[span[0] : span[1]].split()) if span else None


def _flags_about(report: Report, claim: Occurrence) -> list[Flag]:
    """What is odd about this claim. Flags are in the order of the text, so few are looked at."""
    start, end = claim.span
    first = bisect_left(report.flags, start, key=lambda flag: flag.span[0] if flag.span else -1)
    found = []
    for flag in report.flags[first:]:
        if flag.span is None or flag.span[0] >= end:
            break
        if flag.span[1] <= end and flag.code not in WHOLE_ARTICLE:
            found.append(flag)
    return found


def _id(value: int | None) -> int:
    assert value is not None, "the row came from the database"  # noqa: S101
    return value
