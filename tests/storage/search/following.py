"""Other processes of the tests: `python -m tests.storage.search.following follow URL FOLDER`, `write URL SEED`,
`match URL FOLDER TEXT`."""

import asyncio
import random
import sys
from pathlib import Path

from sqlmodel import col, select

from storage.bell import ring
from storage.db import Database
from storage.matching import Matcher, Sought
from storage.search import Follower
from storage.tables import Claim

NOUNS = ("bridge", "harbour", "castle", "tram", "hospital", "whale", "minister", "vaccine")


async def follow(url: str, folder: str) -> None:
    await Follower(Database(url), Path(folder)).run()


async def write(url: str, seed: str) -> None:
    """Adds, rewords and merges claims, some in transactions that roll back."""
    database = Database(url)
    chance = random.Random(seed)
    for step in range(40):
        try:
            async with database.write() as session:
                await ring(session, "claims")
                for _ in range(chance.randint(1, 4)):
                    text = f"The {chance.choice(NOUNS)} of {seed} cost {chance.randint(1, 10**6)} euros in step {step}."
                    session.add(Claim(text=text, twin_key=text))
                await session.flush()
                rows = (await session.exec(select(Claim).order_by(col(Claim.id).desc()).limit(20))).all()
                mine = [row for row in rows if f" of {seed} " in row.text and row.merged_into is None]
                if len(mine) > 1 and chance.random() < 0.3:
                    mine[0].merged_into = mine[1].id
                if mine and chance.random() < 0.5:
                    mine[-1].text += " Reworded."
                await asyncio.sleep(chance.random() * 0.02)  # another transaction overtakes this one
                if chance.random() < 0.2:
                    raise InterruptedError
        except InterruptedError:
            pass
    await database.close()


async def match(url: str, folder: str, text: str) -> None:
    """Says that nothing matches yet, and then, as soon as something does, which claim."""
    database = Database(url)
    matcher = Matcher(database, Path(folder))
    assert await matcher.match([Sought(text)]) == [[]]
    print("none yet", flush=True)  # noqa: T201
    while not (found := await matcher.match([Sought(text)]))[0]:  # noqa: ASYNC110 - another process stores it
        await asyncio.sleep(0.02)
    print(found[0][0].claim_id, flush=True)  # noqa: T201
    await database.close()


if __name__ == "__main__":
    _, act, *arguments = sys.argv
    asyncio.run({"follow": follow, "write": write, "match": match}[act](*arguments))
