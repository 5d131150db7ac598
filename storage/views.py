"""What is needed to show an article's claims or one claim, read in a few queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims.rank import model_named
from storage.review import count_asks
from storage.second import needs_editor, proposal
from storage.tables import (
    Article,
    AttributionRow,
    Claim,
    Draft,
    Event,
    FigureRow,
    Match,
    Occurrence,
    Person,
    Submission,
)
from storage.verdicts import Published, published
from storage.workflow import Act


@dataclass(frozen=True)
class Earlier:
    """A prior claim that may be the same, and its verdict where one may be shown."""

    match: Match
    claim: Claim
    verdict: Published | None

    @property
    def sure(self) -> bool:
        return self.match.state == "confirmed" or self.match.confidence >= model_named(self.match.model).sure


@dataclass(frozen=True)
class Found:
    """One claim as it stands in one article."""

    occurrence: Occurrence
    claim: Claim
    figures: list[FigureRow] = field(default_factory=list)
    attributions: list[AttributionRow] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    verdict: Published | None = None
    """The claim's own verdict, where one may be shown."""


@dataclass(frozen=True)
class ArticleView:
    article: Article
    submission: Submission | None
    found: list[Found]


@dataclass(frozen=True)
class Reworded:
    """The newest change of a claim's wording. `by` is None for somebody who was erased."""

    before: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class ClaimView:
    """A claim's card. `found` is None for a claim that was imported, not found in an article."""

    claim: Claim
    article: Article | None
    found: Found | None
    verdict: Published | None
    asks: int
    proposal: Draft | None = None
    """A first rating that waits for a second one. Its content is for nobody but who gave it."""
    for_editor: bool = False
    """The proposal is a correction, which an editor signs."""
    holder: str | None = None
    """The name of whose the claim is at present; for the team only."""
    reworded: Reworded | None = None

    def without_article(self) -> "ClaimView":
        """For somebody who has no part in the article: the claim alone."""
        return replace(self, article=None, found=None)


async def article(session: AsyncSession, submission_id: int) -> ArticleView | None:
    """A submission with all its article's claims, in the order of the summary."""
    submission = await session.get(Submission, submission_id)
    if submission is None:
        return None
    text = await session.get(Article, submission.article_id)
    assert text is not None, "a foreign key holds it"  # noqa: S101
    rows = await session.execute(
        select(Occurrence).where(col(Occurrence.article_id) == text.id).order_by(col(Occurrence.position))
    )
    return ArticleView(text, submission, await _found(session, list(rows.scalars())))


async def any_submission(session: AsyncSession, article_id: int) -> ArticleView | None:
    """An article as whoever sent it first sees it."""
    first = select(col(Submission.id)).where(col(Submission.article_id) == article_id).limit(1)
    submission_id = (await session.execute(first)).scalar()
    return await article(session, submission_id) if submission_id is not None else None


async def submission_with(session: AsyncSession, person_id: int, claim_id: int) -> int:
    """The newest submission of this person that holds the claim; 0 for none."""
    found = await session.execute(
        select(col(Submission.id))
        .join(Occurrence, col(Occurrence.article_id) == col(Submission.article_id))
        .where(col(Submission.person_id) == person_id, col(Occurrence.claim_id) == claim_id)
        .order_by(col(Submission.id).desc())
        .limit(1)
    )
    return found.scalar() or 0


async def claim(session: AsyncSession, claim_id: int, occurrence_id: int = 0) -> ClaimView | None:
    """A claim, as it stands in this article or else in the first one it was found in."""
    wanted = (
        select(Occurrence).where(col(Occurrence.claim_id) == claim_id).order_by(col(Occurrence.id)).limit(1)
    )
    if occurrence_id:
        wanted = wanted.where(col(Occurrence.id) == occurrence_id)
    occurrence = (await session.execute(wanted)).scalar()
    kept = await session.get(Claim, claim_id)
    if kept is None:
        return None
    stands = kept.merged_into or claim_id  # a claim that is part of another has its verdict
    verdict = (await published(session, [stands])).get(stands)
    asks = await count_asks(session, claim_id)
    waiting = await proposal(session, kept) if kept.state in ("proposed", "disputed") else None
    holder = await session.get(Person, kept.assigned_to) if kept.assigned_to is not None else None
    name = holder.name if holder is not None else None
    signs = waiting is not None and await needs_editor(session, waiting)
    found = (await _found(session, [occurrence]))[0] if occurrence is not None else None
    text = await session.get(Article, occurrence.article_id) if occurrence is not None else None
    wording = await _reworded(session, claim_id)
    return ClaimView(kept, text, found, verdict, asks, waiting, signs, name, wording)


async def _reworded(session: AsyncSession, claim_id: int) -> Reworded | None:
    changed = await session.execute(
        select(Event, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(Event.person_id))
        .where(col(Event.claim_id) == claim_id, col(Event.kind) == Act.REWORD.value)
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    for event, name in changed.all():
        return Reworded(str(event.data["before"]), name or None, event.at)
    return None


async def _found(session: AsyncSession, occurrences: Sequence[Occurrence]) -> list[Found]:
    ids = [each.id for each in occurrences]
    figures: dict[int, list[FigureRow]] = defaultdict(list)
    attributions: dict[int, list[AttributionRow]] = defaultdict(list)
    matches: dict[int, list[Match]] = defaultdict(list)
    for figure in (await session.execute(_of(FigureRow, ids))).scalars():
        figures[figure.occurrence_id].append(figure)
    for attribution in (await session.execute(_of(AttributionRow, ids))).scalars():
        attributions[attribution.occurrence_id].append(attribution)
    for match in (await session.execute(_of(Match, ids))).scalars():
        if match.state != "rejected":
            matches[match.occurrence_id].append(match)
    wanted = {each.claim_id for each in occurrences}
    wanted |= {match.claim_id for each in matches.values() for match in each}
    rows = await session.execute(select(Claim).where(col(Claim.id).in_(wanted)))
    claims = {each.id: each for each in rows.scalars()}
    wanted |= {each.merged_into for each in claims.values() if each.merged_into is not None}
    verdicts = await published(session, list(wanted))
    return [
        Found(
            each,
            claims[each.claim_id],
            figures[each.id or 0],
            attributions[each.id or 0],
            _best_first(
                [
                    Earlier(match, claims[match.claim_id], verdicts.get(match.claim_id))
                    for match in matches[each.id or 0]
                ]
            ),
            verdicts.get(claims[each.claim_id].merged_into or each.claim_id),
        )
        for each in occurrences
    ]


_NEARNESS = {"same": 0, "related": 2}  # 1 where something differs


def _best_first(earlier: list[Earlier]) -> list[Earlier]:
    """Checked before unchecked, the nearer relation first, then by confidence.

    A claim that shares only the subject is worth showing when it is a sure match, not otherwise; one that may be the
    same in other words always is.
    """
    shown = [
        each
        for each in earlier
        if each.match.relation != "related" or each.sure or "rewording" in each.match.differs
    ]
    return sorted(
        shown,
        key=lambda each: (
            each.verdict is None,
            _NEARNESS.get(each.match.relation, 1),
            -each.match.confidence,
        ),
    )


def _of(table: type[FigureRow] | type[AttributionRow] | type[Match], occurrences: Sequence[int | None]):  # type: ignore[no-untyped-def]
    return select(table).where(col(table.occurrence_id).in_(occurrences)).order_by(col(table.id))
