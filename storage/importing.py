"""Earlier checks become claims and published verdicts, a batch of rows in one transaction.

Importing the same rows again changes nothing. A changed row with a known key is an update: what it says anew
is taken over, what it leaves empty stays, and a verdict is followed by another that replaces it. Twins share
one claim; the first one's words stand, and the later keys are known as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import SQLModel, col, func, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import bell, jobs
from storage.rows import Row
from storage.tables import Ask, Claim, ClaimKey, Event, Evidence, Verdict
from storage.twins import twin_key
from storage.types import now
from storage.verdicts import flat, pairs
from storage.workflow import State


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UPDATED = "updated"
    TWIN = "twin"
    """It says what another claim says: its key is now known for that claim."""
    UNCHANGED = "unchanged"
    CLASH = "clash"
    """Its new text is that of another claim; two claims are not made one by an import. Nothing changed."""
    HELD = "held"
    """It has a rating, but the desk has the claim in hand, in doubt or set aside. Nothing changed."""


OPEN_TO_IMPORTS = (State.FOUND, State.ASKED, State.PUBLISHED)
"""An import never goes before what the desk does with a claim, nor ends its doubt."""


async def import_rows(session: AsyncSession, rows: Sequence[Row]) -> list[Outcome]:
    """Stores the rows in the session's transaction; one outcome a row, in order."""
    keys = await session.exec(select(ClaimKey).where(col(ClaimKey.key).in_({row.key for row in rows})))
    known = {key.key: key for key in keys}
    digests = {name: key.digest for name, key in known.items()}
    new = [row for row in rows if digests.get(row.key) != row.digest()]
    if not new:
        return [Outcome.UNCHANGED] * len(rows)
    batch = await _look_up(session, new, known)
    outcomes = [batch.place(row) for row in rows]
    await batch.store(session)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Finding:
    """A verdict to be published, for a claim that may not have its id yet."""

    claim: Claim
    key: ClaimKey
    verdict: Verdict
    urls: tuple[str, ...]


@dataclass(slots=True)
class _Batch:
    """What is known about the rows of a batch, and what they add to it."""

    keys: dict[str, ClaimKey]
    claims: dict[str, Claim]
    """By key: the claims of those rows that are not as they were."""
    twins: dict[str, Claim]
    """By twin key, those of `claims` among them."""
    verdicts: dict[int, Verdict]
    urls: dict[int, tuple[str, ...]]
    """By verdict."""
    findings: dict[int, _Finding] = field(default_factory=dict)
    """By `id()` of the claim: one a batch, the first."""
    events: list[tuple[Claim, dict[str, Any]]] = field(default_factory=list)

    def place(self, row: Row) -> Outcome:
        """Decides what the row means, in the light of the rows before it."""
        twin, digest = twin_key(row.claim), row.digest()
        key, own = self.keys.get(row.key), self.claims.get(row.key)
        if key is not None and key.digest == digest:
            return Outcome.UNCHANGED
        # A further key of a claim whose words change goes its own way.
        joins = own is None or (own.twin_key != twin and own.key != row.key)
        claim = self.twins.get(twin) if joins else own
        if row.rated and claim is not None and claim.state not in OPEN_TO_IMPORTS:
            return Outcome.HELD
        if joins or key is None or claim is None:
            key = self.keys.setdefault(row.key, ClaimKey(key=row.key, claim_id=0, digest=digest))
            key.digest = digest
            return self._join(row, key, twin)
        if claim.twin_key != twin and twin in self.twins:
            return Outcome.CLASH
        key.digest = digest
        changed = self._reword(row, claim, twin) if claim.key == row.key else False
        return Outcome.UPDATED if self._rate(row, claim, key) or changed else Outcome.UNCHANGED

    def _join(self, row: Row, key: ClaimKey, twin: str) -> Outcome:
        """Gives the key its claim: the twin that is there, or a new one."""
        claim = self.twins.get(twin)
        known = claim is not None
        if claim is None:
            claim = self.twins[twin] = Claim(
                text=row.claim,
                twin_key=twin,
                title=row.title,
                claimant=row.claimant,
                claimed_on=row.claimed_on,
                language=row.language,
            )
        self.claims[row.key] = claim
        claim.key = claim.key or row.key
        self._rate(row, claim, key)
        return Outcome.TWIN if known else Outcome.ADDED

    def _reword(self, row: Row, claim: Claim, twin: str) -> bool:
        said = {
            "text": row.claim,
            "title": row.title,
            "claimant": row.claimant,
            "claimed_on": row.claimed_on,
            "language": row.language,
        }
        before = {
            name: getattr(claim, name)
            for name, value in said.items()
            if value is not None and getattr(claim, name) != value
        }
        if not before:
            return False
        for name in before:
            setattr(claim, name, said[name])
        if claim.twin_key != twin:
            del self.twins[claim.twin_key]
            self.twins[twin], claim.twin_key = claim, twin
        claim.version += 1
        self.events.append((claim, {"key": row.key, "before": {k: _plain(v) for k, v in before.items()}}))
        return True

    def _rate(self, row: Row, claim: Claim, key: ClaimKey) -> bool:
        """Publishes the row's verdict, unless it stands already or the claim has another one."""
        earlier = self.verdicts.get(claim.verdict_id or 0)
        ours = claim.key == row.key or (earlier is not None and key.verdict_id == earlier.id)
        if not row.rated or id(claim) in self.findings or (earlier is not None and not ours):
            return False
        verdict, urls = self._follow(row, earlier)
        if earlier is not None and _content(verdict, urls) == _content(earlier, self.urls[earlier.id or 0]):
            return False
        self.findings[id(claim)] = _Finding(claim, key, verdict, urls)
        return True

    def _follow(self, row: Row, earlier: Verdict | None) -> tuple[Verdict, tuple[str, ...]]:
        """The row's verdict; what the row leaves open is as in the earlier one."""
        verdict = Verdict(
            claim_id=0,
            truth=row.truth.code if row.truth else None,
            attribution=row.attribution.code if row.attribution else None,
            statement=row.claim,
            rationale=row.rationale or "",
            as_of=row.reviewed_on or now().date(),
        )
        if earlier is None:
            return verdict, row.urls
        verdict.kind, verdict.replaces = "update", earlier.id
        verdict.truth = verdict.truth or earlier.truth
        verdict.attribution = verdict.attribution or earlier.attribution
        verdict.rationale = verdict.rationale or earlier.rationale
        verdict.as_of = row.reviewed_on or earlier.as_of
        return verdict, row.urls or self.urls[earlier.id or 0]

    async def store(self, session: AsyncSession) -> None:
        """Writes everything in a few statements of many rows: one by one, SQLite took five times as long."""
        await self._store_claims(session)
        findings = list(self.findings.values())
        for finding in findings:
            finding.verdict.claim_id = _id(finding.claim)
        await _insert(session, [finding.verdict for finding in findings])
        await _number_verdicts(session, [finding.verdict for finding in findings])
        at, published = now(), []
        for finding in findings:
            claim, verdict = finding.claim, finding.verdict
            finding.key.verdict_id = verdict.id
            state = {"state": State.PUBLISHED.value, "visible_at": at, "version": claim.version + 1}
            lease = {"assigned_to": None, "assigned_until": None}
            published.append({"id": claim.id, "verdict_id": verdict.id} | state | lease)
            self.events.append((claim, {"key": finding.key.key, "verdict": verdict.id}))
        if published:
            await session.execute(update(Claim), published)
        for name, claim in self.claims.items():
            self.keys[name].claim_id = _id(claim)
            session.add(self.keys[name])
        sources = [(finding.verdict.id or 0, *pair) for finding in findings for pair in pairs(finding.urls)]
        await _insert(
            session,
            [Evidence(verdict_id=number, url=url, archive_url=kept) for number, url, kept in sources],
        )
        events = [Event(claim_id=claim.id, kind="imported", data=data) for claim, data in self.events]
        await _insert(session, events)
        await self._notify(session)
        await bell.ring(session, "claims")

    async def _store_claims(self, session: AsyncSession) -> None:
        """Known claims that were changed, then the new ones, which get their ids."""
        await session.flush()
        new = {claim.twin_key: claim for claim in self.claims.values() if claim.id is None}
        await _insert(session, list(new.values()))
        alike = col(Claim.twin_key).in_(new)
        for number, twin in (await session.exec(select(Claim.id, Claim.twin_key).where(alike))).all():
            new[twin].id = number

    async def _notify(self, session: AsyncSession) -> None:
        """Lets those be told who had asked for what is now published."""
        published = [_id(finding.claim) for finding in self.findings.values()]
        asked = await session.exec(select(Ask.claim_id).where(col(Ask.claim_id).in_(published)).distinct())
        for claim_id in asked.all():
            await jobs.put(session, "notify", claim_id)


async def _insert(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    if rows:
        # With nulls, all rows have the same columns: one statement, and ids in the order of the rows.
        statement = insert(type(rows[0])).execution_options(render_nulls=True)
        await session.execute(statement, [row.model_dump(exclude={"id"}) for row in rows])


async def _number_verdicts(session: AsyncSession, verdicts: Sequence[Verdict]) -> None:
    """Gives verdicts that were just inserted their ids: of each claim's, the last."""
    claims = [verdict.claim_id for verdict in verdicts]
    last = select(Verdict.claim_id, func.max(col(Verdict.id))).group_by(col(Verdict.claim_id))
    numbers = dict((await session.exec(last.where(col(Verdict.claim_id).in_(claims)))).all())
    for verdict in verdicts:
        verdict.id = numbers[verdict.claim_id]


async def _look_up(session: AsyncSession, rows: Sequence[Row], keys: dict[str, ClaimKey]) -> _Batch:
    """Reads what the rows may touch. Claims are locked, so that nobody publishes under our hands."""
    changed = [keys[row.key] for row in rows if row.key in keys]
    known = col(Claim.id).in_({key.claim_id for key in changed})
    alike = col(Claim.twin_key).in_({twin_key(row.claim) for row in rows})
    found = await session.exec(select(Claim).where(known | alike).order_by(col(Claim.id)).with_for_update())
    claims = {claim.id: claim for claim in found}
    verdicts = await _verdicts(session, [claim.verdict_id for claim in claims.values() if claim.verdict_id])
    return _Batch(
        keys=keys,
        claims={key.key: claims[key.claim_id] for key in changed},
        twins={claim.twin_key: claim for claim in claims.values()},
        verdicts=verdicts,
        urls=await urls_of(session, verdicts),
    )


async def _verdicts(session: AsyncSession, ids: Iterable[int]) -> dict[int, Verdict]:
    found = await session.exec(select(Verdict).where(col(Verdict.id).in_(list(ids))))
    return {verdict.id or 0: verdict for verdict in found}


async def urls_of(session: AsyncSession, verdicts: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The links of each verdict, in the order in which they were given, archive links behind their sources."""
    links: dict[int, tuple[str, ...]] = dict.fromkeys(verdicts, ())
    found = await session.exec(
        select(Evidence).where(col(Evidence.verdict_id).in_(list(links))).order_by(col(Evidence.id))
    )
    for evidence in found:
        links[evidence.verdict_id] += flat([evidence])
    return links


def _content(verdict: Verdict, urls: tuple[str, ...]) -> tuple[object, ...]:
    return verdict.truth, verdict.attribution, verdict.rationale, verdict.as_of, urls


def _plain(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _id(claim: Claim) -> int:
    assert claim.id is not None, "flushed before"  # noqa: S101
    return claim.id
