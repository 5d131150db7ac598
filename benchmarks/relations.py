"""Comparing: how many pairs of claims get the relation that a person would give them.

`python -m benchmarks.relations` reads the pairs in tests/claims/compare: the gold table, and paraphrases that are
hard on purpose, and different facts of one event. It prints how many of each relation are right, and which others
were given instead.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from claims.compare import compare, statement
from tests.claims.compare.tables import EVENTS, GOLD, PARAPHRASES, facts_of_one_event, pairs


def main() -> int:
    for path in (GOLD, PARAPHRASES):
        report(path.name, pairs(path))
    report(EVENTS.name, (("related", ours, theirs) for ours, theirs in facts_of_one_event()))
    return 0


def report(name: str, table: Iterable[tuple[str, str, str]]) -> None:
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for relation, ours, theirs in table:
        given[relation][compare(statement(ours), statement(theirs)).relation] += 1
    total = sum(map(Counter.total, given.values()))
    right = sum(counts[relation] for relation, counts in given.items())
    print(f"{name}: {right} of {total} pairs right ({100 * right / total:.0f}%)")
    for relation, counts in sorted(given.items()):
        others = ", ".join(f"{other} {count}" for other, count in counts.most_common() if other != relation)
        print(
            f"  {relation:20}{counts[relation]:4} of {counts.total():3}{'   else ' + others if others else ''}"
        )


if __name__ == "__main__":
    sys.exit(main())
