"""Verdicts: how one is written down, and which may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import pages
from storage.rules import Rules
from storage.tables import Claim, Draft, Event, Evidence, Verdict
from storage.types import now

ARCHIVES = frozenset(
    {"web.archive.org", "archive.org", "archive.ph", "archive.is", "archive.today", "perma.cc"}
)


@dataclass(frozen=True)
class Published:
    """A verdict as it stands, with its sources, for whoever shows it."""

    claim: Claim
    verdict: Verdict
    evidence: list[Evidence] = field(default_factory=list)


async def published(
    session: AsyncSession, claim_ids: Sequence[int], at: datetime | None = None
) -> dict[int, Published]:
    """The verdicts of these claims that may be shown as valid at this moment, by claim.

    One that is being checked anew (assigned, to add a second answer) stands meanwhile; one that was reopened,
    withdrawn or is out of date does not.
    """
    return await session.run_sync(published_here, claim_ids, at)


def published_here(
    session: Session, claim_ids: Sequence[int], at: datetime | None = None
) -> dict[int, Published]:
    """The same, within a thread."""
    found = session.execute(
        select(Claim, Verdict, Evidence)
        .join(Verdict, col(Verdict.id) == col(Claim.verdict_id))
        .outerjoin(Evidence, col(Evidence.verdict_id) == col(Verdict.id))
        .where(col(Claim.id).in_(claim_ids), col(Claim.visible_at) <= (at or now()))
        .order_by(col(Evidence.id))
    )
    shown: dict[int, Published] = {}
    for claim, verdict, evidence in found.all():
        one = shown.setdefault(number(claim), Published(claim, verdict))
        if evidence is not None:
            one.evidence.append(evidence)
    return shown


async def write(
    session: AsyncSession, claim: Claim, draft: Draft, rules: Rules, *, second: int | None = None
) -> Published:
    """A draft becomes a verdict with its evidence. `second` is who else rated it, or ruled."""
    earlier = await last(session, number(claim))
    statement = draft.statement or claim.text
    days = rules.review_days if draft.review_days is None else draft.review_days
    truth = draft.truth or (earlier.truth if earlier else None)
    attribution = draft.attribution or (earlier.attribution if earlier else None)
    verdict = Verdict(
        claim_id=number(claim),
        person_id=draft.person_id,
        truth=truth,
        attribution=attribution,
        statement=statement,
        rationale=str(draft.rationale),
        as_of=now().date(),
        kind=(draft.kind or "update") if earlier else "first",
        single_reviewed=second is None,
        second_person_id=second,
        looked=draft.looked,
        comment=draft.comment,
        review_by=now().date() + timedelta(days=days) if days else None,
        note=draft.note,
        labels={code: rules.labels[code] for code in (truth, attribution) if code in rules.labels},
        replaces=earlier.id if earlier else None,
    )
    session.add(verdict)
    await session.flush()
    titles = await pages.titles(session, draft.urls)
    evidence = [
        Evidence(verdict_id=number(verdict), url=url, archive_url=kept, note=titles.get(url))
        for url, kept in pairs(draft.urls)
    ]
    session.add_all(evidence)
    return Published(claim, verdict, evidence)


async def last(session: AsyncSession, claim_id: int) -> Verdict | None:
    """The newest verdict of a claim that readers could see, whether it stands or not.

    One that was taken back within the time for undo was never seen by anybody.
    """
    undone = await session.execute(
        select(col(Event.data)).where(col(Event.claim_id) == claim_id, col(Event.kind) == "undo")
    )
    found = await session.execute(
        select(Verdict)
        .where(
            col(Verdict.claim_id) == claim_id,
            col(Verdict.id).not_in([data["verdict"] for data in undone.scalars()]),
        )
        .order_by(col(Verdict.id).desc())
        .limit(1)
    )
    newest: Verdict | None = found.scalar()
    return newest


async def was_public(session: AsyncSession, claim: Claim) -> bool:
    """Whether readers could ever see a verdict on this claim."""
    newest = await last(session, number(claim))
    if newest is None:
        return False
    waits = newest.id == claim.verdict_id and (claim.visible_at or now()) > now()
    return not waits or newest.replaces is not None


def pairs(urls: Sequence[str]) -> list[tuple[str, str | None]]:
    """Sources with their archive links: a link to an archive belongs to the source before it."""
    found: list[tuple[str, str | None]] = []
    for url in urls:
        if is_archive(url) and found and found[-1][1] is None and not is_archive(found[-1][0]):
            found[-1] = (found[-1][0], url)
        else:
            found.append((url, None))
    return found


def flat(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The links again, as `pairs` takes them."""
    return tuple(url for each in evidence for url in (each.url, each.archive_url) if url)


def is_archive(url: str) -> bool:
    return (urlsplit(url).hostname or "").removeprefix("www.") in ARCHIVES


def number(row: Claim | Verdict) -> int:
    """The id of a row that came from the database."""
    assert row.id is not None  # noqa: S101
    return row.id
