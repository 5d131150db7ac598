"""The desk's own aliases: other names that matching reads as one, beside those in claims/data/aliases.csv."""

from sqlalchemy import select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from claims.compare import MAX_FORM, vocabulary
from claims.terms import stop_words, words
from storage.tables import Alias, Event, Person
from storage.types import now

LONGEST = 60  # characters of a name
MOST = 500  # each is looked for in every claim that is compared


class BadAliasError(ValueError):
    """Two names that cannot be one; the message says why."""


async def in_force(session: AsyncSession) -> list[Alias]:
    """All that were not removed, the oldest first."""
    rows = select(Alias).where(col(Alias.removed_at).is_(None)).order_by(col(Alias.id))
    return list((await session.execute(rows)).scalars())


async def add(session: AsyncSession, term: str, same_as: str, person: Person) -> Alias:
    """Reads two names as one from now on. Raises BadAliasError."""
    term, same_as = _name(term), _name(same_as)
    if words(term) == words(same_as):
        raise BadAliasError("these are the same name")
    known = await in_force(session)
    if len(known) >= MOST:
        raise BadAliasError(f"there are {MOST} already")
    both = _key(term, same_as)
    if any(_key(each.term, each.same_as) == both for each in known):
        raise BadAliasError("that is on the list already")
    alias = Alias(term=term, same_as=same_as, added_by=person.id)
    session.add(alias)
    session.add(Event(person_id=person.id, kind="alias", data={"term": term, "same_as": same_as}))
    await session.flush()
    return alias


async def remove(session: AsyncSession, alias_id: int, person: Person) -> Alias | None:
    """Reads them as two names again; None where that was done before."""
    alias = await session.get(Alias, alias_id, with_for_update=True, populate_existing=True)
    if alias is None or alias.removed_at is not None:
        return None
    alias.removed_at = now()
    session.add(alias)
    data = {"term": alias.term, "same_as": alias.same_as}
    session.add(Event(person_id=person.id, kind="alias-removed", data=data))
    await session.flush()
    return alias


def _name(typed: str) -> str:
    name = " ".join(typed.split()).strip("\"'“”‘’")
    found = words(name)
    if not found:
        raise BadAliasError("a name needs letters or digits")
    if len(name) > LONGEST or len(found) > MAX_FORM:
        raise BadAliasError(f"a name has at most {MAX_FORM} words and {LONGEST} characters")
    if stop_words().issuperset(found) and not name.isupper():
        raise BadAliasError(f"“{name}” is in nearly every sentence")
    meaning = vocabulary().meanings.get(tuple(found))
    if meaning is not None and not meaning.name:
        raise BadAliasError(f"“{name}” is a word whose meaning I compare already")
    return name


def _key(one: str, other: str) -> frozenset[tuple[str, ...]]:
    return frozenset((tuple(words(one)), tuple(words(other))))
