"""A gold set of typed queries: 1,000 published verdicts of our own making, and what people type to find some.

The claims in `typed.txt` are written by hand. The others are made of the same places, things and people, so that
a query has many neighbours that are nearly right.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from claims.rank import prepare
from claims.typed import read_typed, spelling
from storage.search import Entry, Position, SearchIndex, Shown, Wanted

FILE = Path(__file__).parent / "typed.txt"
SIZE = 1_000


@dataclass(frozen=True)
class Known:
    """A published claim of the gold set."""

    text: str
    by: str


def claims_and_queries() -> tuple[list[Known], list[tuple[str, int]]]:
    """SIZE claims, and the queries, each with the place of the claim it should find."""
    claims: list[Known] = []
    queries: list[tuple[str, int]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            queries.append((line[1:].strip(), len(claims) - 1))
        elif line and not line.startswith("#"):
            text, _, by = line.rpartition("|")
            claims.append(Known(text.strip(), by.strip()))
    others = _neighbours({claim.text for claim in claims}, SIZE - len(claims))
    return claims + others, queries


PLACES = [
    "Larnek",
    "Tarvel",
    "Pelland",
    "Westmere",
    "Dunmore",
    "Brackwater",
    "Torrin",
    "Ansa",
    "Maral",
    "Hollin",
    "Stonegate",
    "Kessel",
    "Sunder",
    "Ostrava",
    "Varde",
    "Holmby",
    "Ketter",
    "Brisk",
    "Ondal",
    "Fenwick",
]
PEOPLE = (
    *(
        "Ilya Maren",
        "Dora Whitlock",
        "Anke Duvall",
        "Petra Lindqvist",
        "Frank Osei",
        "Marek Holub",
        "Tom Bledsoe",
    ),
    *("Nadia Brandt", "Oskar Thule", "Mina Farouk", "Green Watch", "Health Now", "Valley Chronicle"),
)
TEMPLATES = (
    "{n} people were injured when a train left the rails near {place} in {year}.",
    "The hospital in {place} has {n} beds fewer than in {year}.",
    "{person} promised {n} new homes in {place} by {year}.",
    "Rents in {place} have risen by {p} percent since {year}.",
    "{p} percent of voters in {place} want a new mayor.",
    "The police of {place} recorded {n} thefts of bicycles in {year}.",
    "{person} spent {n} crowns on a dinner in {place}.",
    "The river at {place} carried {n} tonnes of waste into the sea in {year}.",
    "Schools in {place} lack {n} teachers.",
    "{person} said that {place} had no harbour before {year}.",
    "A storm cut off power for {n} homes in {place}.",
    "The tax office of {place} lost the files of {n} pensioners.",
    "Bus fares in {place} are {p} percent higher than in {year}.",
    "{n} cars were stolen in {place} in {year}, more than ever.",
    "{person} never visited {place} during the flood of {year}.",
    "The council of {place} sold {n} trees to a paper mill.",
    "Air in {place} was {p} percent cleaner in {year}.",
    "Farmers around {place} lost {n} sheep to disease in {year}.",
    "{person} received {n} crowns from a bridge builder in {place}.",
    "The dam above {place} leaks {n} litres of water a minute.",
)


def _neighbours(taken: set[str], count: int) -> list[Known]:
    chance = random.Random(7)
    found: list[Known] = []
    while len(found) < count:
        person = chance.choice(PEOPLE)
        text = chance.choice(TEMPLATES).format(
            n=f"{chance.choice((1, 3, 10, 25, 100, 400)) * chance.randint(3, 99):,}",
            p=chance.randint(3, 95),
            place=chance.choice(PLACES),
            person=person,
            year=chance.randint(2009, 2025),
        )
        if text not in taken:
            taken.add(text)
            found.append(Known(text, chance.choice(PEOPLE)))
    return found


def places(folder: Path) -> list[tuple[str, int | None]]:
    """Each query, and at which place an index of the claims, made in `folder`, has the claim that was meant."""
    index = SearchIndex(folder)
    index.open_writer()
    claims, queries = claims_and_queries()
    for number, claim in enumerate(claims, 1):
        shown = Shown(spelling(claim.text, "", claim.by), ("false",), claim.by.lower(), 738_000, "en", number)
        index.add(Entry(number, prepare(claim.text), shown=shown))
    index.commit(Position(1, 1, "gold"))
    index.close()
    found = []
    for typed, meant in queries:
        ids = [each.claim_id for each in index.look_up(Wanted(read_typed(typed)))]
        found.append((typed, ids.index(meant + 1) if meant + 1 in ids else None))
    return found
