"""What matching has to hold at any size, beside what was measured."""

from benchmarks.matching_speed import Figures

HUNDRED_THOUSAND, MILLION, TEN_MILLION = 100_000, 1_000_000, 10_000_000
SCAN = "rapidfuzz token_set_ratio"


def report(found: dict[tuple[int, str], Figures]) -> None:
    """Prints a line for each target, for what was measured by size and store ("SQLite")."""
    print("\nTargets")
    for store in sorted({store for _, store in found}, reverse=True):
        at = {size: figures for (size, kind), figures in found.items() if kind == store}
        million, less, more = at.get(MILLION, {}), at.get(HUNDRED_THOUSAND, {}), at.get(TEN_MILLION, {})
        for name, value, bound in (
            ("1,000,000 claims, one query, p95", million.get("query"), 10),
            ("1,000,000 claims, an article of 20, p95", million.get("article"), 150),
            ("10,000,000 claims, one query, p95", more.get("query"), 60),
        ):
            _line(f"{store}: {name}", value, bound, "ms")
        _line(f"{store}: memory at 1,000,000 claims", million.get("memory"), 250, "MB")
        _line(f"{store}: 1,000,000 against 100,000, p95", _ratio(million, less, "query"), 2, "times the time")
        _line(f"{store}: a new claim, until its own process matches it", million.get("fresh"), 2_000, "ms")
        _line(f"{store}: ... until any other process does", million.get("other"), 2_000, "ms")
        if SCAN in million:
            _line(f"{store}: faster than the rapidfuzz scan", _faster(million), 300, "times", least=True)


def _ratio(one: Figures, other: Figures, name: str) -> float | None:
    return one[name] / other[name] if name in one and name in other else None


def _faster(figures: Figures) -> float:
    return figures[SCAN] / figures["query p50"]


def _line(name: str, value: float | None, bound: float, unit: str, *, least: bool = False) -> None:
    wanted = f"{'at least' if least else 'at most'} {bound:,} {unit}"
    if value is None:
        print(f"  {name:56}{'not measured':>14}   {wanted}")
        return
    held = value >= bound if least else value <= bound
    shown = f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
    print(f"  {name:56}{shown:>14}   {wanted:28}{'holds' if held else 'MISSED'}")
