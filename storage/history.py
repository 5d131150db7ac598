"""What happened to one claim: its events, every verdict with its sources, and the names in them."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.review import count_asks
from storage.tables import Claim, Event, Evidence, Verdict
from storage.team import names_of
from storage.workflow import Act


@dataclass(frozen=True)
class History:
    """Everything that is on record, the oldest first."""

    claim: Claim
    asks: int
    events: list[Event]
    verdicts: dict[int, Verdict]
    evidence: dict[int, list[Evidence]]
    names: dict[int, str]

    @property
    def undone(self) -> frozenset[int]:
        """Verdicts that were taken back before anybody was told."""
        return frozenset(event.data["verdict"] for event in self.events if event.kind == Act.UNDO)

    def before(self, verdict: Verdict) -> Verdict | None:
        """The verdict that this one replaced."""
        return self.verdicts.get(verdict.replaces or 0)


async def load(session: AsyncSession, claim_id: int) -> History | None:
    claim = await session.get(Claim, claim_id)
    if claim is None:
        return None
    found = await session.execute(
        select(Event).where(col(Event.claim_id) == claim_id).order_by(col(Event.id))
    )
    events = list(found.scalars())
    written = await session.execute(
        select(Verdict).where(col(Verdict.claim_id) == claim_id).order_by(col(Verdict.id))
    )
    verdicts = {verdict.id or 0: verdict for verdict in written.scalars()}
    sources = await session.execute(
        select(Evidence).where(col(Evidence.verdict_id).in_(verdicts)).order_by(col(Evidence.id))
    )
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for each in sources.scalars():
        evidence[each.verdict_id].append(each)
    names = await names_of(session, {number for event in events for number in _people(event)})
    return History(claim, await count_asks(session, claim_id), events, verdicts, evidence, names)


def _people(event: Event) -> list[int]:
    named = [event.person_id, event.data.get("person"), event.data.get("of"), event.data.get("stands")]
    named += [event.data.get(which, {}).get("person") for which in ("first", "second")]
    return [number for number in named if isinstance(number, int)]
