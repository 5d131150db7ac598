"""Published verdicts as rows, a page at a time. Nothing that is not published, or still waits for undo."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import replace

from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.db import Database
from storage.importing import urls_of
from storage.ratings import BY_CODE
from storage.rows import Row, derived_key
from storage.tables import Claim, Evidence, Verdict
from storage.types import now

PAGE = 500


async def published_rows(database: Database) -> AsyncIterator[Row]:
    """Every published verdict, oldest claim first. Reads page by page, so that memory stays small."""
    last = 0
    while True:
        async with database.read() as session:
            found = await session.exec(
                select(Claim, Verdict)
                .join(Verdict, col(Verdict.id) == col(Claim.verdict_id))
                .where(
                    col(Claim.id) > last,
                    col(Claim.visible_at) <= now(),
                    col(Claim.merged_into).is_(None),
                )
                .order_by(col(Claim.id))
                .limit(PAGE)
            )
            page = found.all()
            numbers = [verdict.id or 0 for _, verdict in page]
            urls, titles = await urls_of(session, numbers), await _titles(session, numbers)
        for claim, verdict in page:
            number = verdict.id or 0
            yield replace(_row(claim, verdict, urls[number]), titles=tuple(titles[number]))
        if len(page) < PAGE:
            return
        last = page[-1][0].id or 0


async def _titles(session: AsyncSession, verdict_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The titles of each verdict's sources, by link, where they are known."""
    found = await session.exec(
        select(Evidence)
        .where(col(Evidence.verdict_id).in_(verdict_ids), col(Evidence.note).is_not(None))
        .order_by(col(Evidence.id))
    )
    titles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for each in found:
        titles[each.verdict_id].append((each.url, each.note or ""))
    return titles


async def rows_of(session: AsyncSession, claim_ids: Collection[int]) -> dict[int, Row]:
    """The claims with these ids as rows, with a verdict where one is published."""
    found = await session.exec(
        select(Claim, Verdict)
        .outerjoin(Verdict, and_(col(Verdict.id) == col(Claim.verdict_id), col(Claim.visible_at) <= now()))
        .where(col(Claim.id).in_(claim_ids))
    )
    return {claim.id or 0: _row(claim, verdict, ()) for claim, verdict in found}


def _row(claim: Claim, verdict: Verdict | None, urls: tuple[str, ...]) -> Row:
    row = Row(
        key=claim.key or derived_key(claim.text),
        claim=claim.text,
        title=claim.title,
        claimant=claim.claimant,
        claimed_on=claim.claimed_on,
        language=claim.language,
    )
    if verdict is None:
        return row
    return replace(
        row,
        truth=BY_CODE[verdict.truth] if verdict.truth else None,
        attribution=BY_CODE[verdict.attribution] if verdict.attribution else None,
        rationale=verdict.rationale or None,
        urls=urls,
        reviewed_on=verdict.as_of,
    )
