"""Forged, garbled and old buttons, pressed by somebody who may do everything: each is answered in plain words."""

from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from handlers.press import ACTIONS, MAX_BYTES
from storage.db import Database
from storage.matches import Decision
from storage.roles import Role
from storage.tables import Claim, Draft, Person, Verdict
from storage.twins import twin_key
from storage.types import now
from storage.workflow import State
from tests.conftest import desk_settings, serving
from tests.conversations.test_anything import nothing_failed
from tests.emulator import Emulator

LARGEST = "9" * 16
CODES = (
    "truth",
    "true",
    "misquoted",
    Decision.CONFIRMED,
    "opinion",
    "correction",
    "quorum",
    "",
    "é",
    "x" * 12,
)
AT_ONCE = 30


def forged(action: str, claims: list[str]) -> list[str]:
    """Well-formed data with arguments of every kind: those of nothing at all, of another action, far too large."""
    found = []
    for turn, claim in enumerate(claims):
        number = LARGEST if turn % 3 == 2 else str(turn % 3)
        filled = [
            (number if at else claim) if kind is int else CODES[(turn + len(action)) % len(CODES)]
            for at, kind in enumerate(ACTIONS[action])
        ]
        found.append(":".join(["1", action, *filled]))
    return [data for data in dict.fromkeys(found) if len(data.encode()) <= MAX_BYTES]


async def claims_in_every_state(database: Database, mine: int, others: int) -> int:
    """One of each, and of each state of one that somebody has. Returns how many."""
    async with database.write() as session:
        session.add(Person(id=others, name="Another", role="editor"))
        await session.flush()
        number = 0
        for state, holder in product(State, (mine, others)):
            number += 1
            text = f"{number} homes."
            claim = Claim(id=number, text=text, twin_key=twin_key(text), state=state.value)
            if state is State.ASSIGNED:
                claim.assigned_to, claim.assigned_until = holder, now().replace(year=now().year + 1)
            session.add(claim)
            await session.flush()
            if state is State.MERGED:
                claim.merged_into = 1
            if state in (State.PUBLISHED, State.STALE, State.REOPENED, State.WITHDRAWN):
                verdict = Verdict(
                    claim_id=number,
                    person_id=holder,
                    truth="true",
                    statement=text,
                    rationale="A good reason.",
                    as_of=now().date(),
                )
                session.add(verdict)
                await session.flush()
                if state is State.PUBLISHED:
                    claim.verdict_id, claim.visible_at = verdict.id, now()
            if state in (State.ASSIGNED, State.PROPOSED, State.DISPUTED):
                proposed = None if state is State.ASSIGNED else now()
                session.add(Draft(claim_id=number, person_id=holder, truth="true", proposed_at=proposed))
            if state is State.DISPUTED:
                other = mine if holder == others else others
                session.add(Draft(claim_id=number, person_id=other, truth="false", second=True))
        return number


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN])
async def test_any_button_in_any_state_is_answered(
    role: Role, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    alice = emulator.user("Alice")
    async with serving(desk_settings(emulator, database_url, tmp_path, "webhook")):
        alice.start()
        hello = await alice.wait_for("Hello.")
        database = Database(database_url)
        async with database.write() as session:
            changed = update(Person).where(col(Person.id) == alice.id).values(role=role.value)
            await session.execute(changed)
        count = await claims_in_every_state(database, alice.id, 900)
        claims = ["0", *map(str, range(1, count + 1)), LARGEST]
        wild = [data for turn, action in enumerate(ACTIONS) for data in forged(action, claims[turn % 3 :: 3])]
        assert len(wild) > 300
        for some in (wild[start : start + AT_ONCE] for start in range(0, len(wild), AT_ONCE)):
            for press in [alice.press(hello, data=data) for data in some]:
                await press.answered()
        await emulator.idle()
        await database.close()
    assert emulator.violations == []
    await nothing_failed(database_url)
