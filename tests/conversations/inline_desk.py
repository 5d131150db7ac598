"""A desk at work for the tests of inline mode, with ways to publish without a whole review."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col

from storage import chosen, migrate
from storage.db import Database
from storage.tables import Claim, Evidence, Verdict
from storage.twins import twin_key
from storage.types import now
from tests.conftest import desk_settings, serving
from tests.emulator import Emulator, User
from tests.emulator.interactions import InlineAnswer


@dataclass
class Desk:
    """A desk at work, and what it has published."""

    database: Database
    alice: User

    async def publish(
        self,
        text: str,
        rating: str = "false",
        *,
        claimant: str | None = None,
        at: datetime | None = None,
        sources: int = 1,
        **changes: object,
    ) -> int:
        """A claim with a verdict. `changes` go to the verdict."""
        async with self.database.write() as session:
            claim = Claim(text=text, twin_key=twin_key(text), claimant=claimant)
            session.add(claim)
            await session.flush()
            assert claim.id is not None
            values: dict[str, object] = {
                "rationale": "The register says otherwise. It was asked twice."
            } | changes
            found = Verdict(
                claim_id=claim.id, statement=text, truth=rating, as_of=date(2024, 5, 24), **values
            )
            session.add(found)
            await session.flush()
            for each in range(sources):
                session.add(Evidence(verdict_id=found.id or 0, url=f"https://source{each}.example.org/x"))
            claim.state, claim.verdict_id, claim.visible_at = "published", found.id, at or now()
            return claim.id

    async def publish_again(self, claim_id: int, rationale: str, rating: str) -> None:
        """Another verdict in place of the one that stands."""
        async with self.database.write() as session:
            claim = await session.get(Claim, claim_id)
            assert claim is not None
            found = Verdict(
                claim_id=claim_id,
                statement=claim.text,
                truth=rating,
                rationale=rationale,
                as_of=date(2024, 5, 25),
                kind="update",
                note="There is more.",
                replaces=claim.verdict_id,
            )
            session.add(found)
            await session.flush()
            claim.verdict_id, claim.visible_at = found.id, now()

    async def change(self, claim_id: int, **values: object) -> None:
        async with self.database.write() as session:
            await session.execute(update(Claim).where(col(Claim.id) == claim_id).values(**values))

    async def most_shared(self) -> list[tuple[int, int]]:
        """What was counted, once there is something."""
        for _ in range(100):
            async with self.database.read() as session:
                if await chosen.count(session):
                    break
            await asyncio.sleep(0.05)
        async with self.database.read() as session:
            return await chosen.most(session, date(2024, 1, 1))

    async def find(self, words: str, count: int) -> InlineAnswer:
        """The answer, once the index has followed and so many are found."""
        for _ in range(100):
            answer = await self.alice.type_inline(words)
            if len(answer.results) == count:
                return answer
            await asyncio.sleep(0.05)
        raise AssertionError(f"{words!r} finds {answer.titles}")


@asynccontextmanager
async def desk(emulator: Emulator, url: str, folder: Path, **changes: object) -> AsyncIterator[Desk]:
    await asyncio.to_thread(migrate.upgrade, url)
    database = Database(url)
    async with serving(desk_settings(emulator, url, folder, "polling", **changes)):
        yield Desk(database, emulator.user("Alice"))
        await emulator.idle()
    await database.close()
