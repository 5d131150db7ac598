"""One plain sentence about how two claims relate, for people who read neither code nor scores."""

from claims.compare.model import Code, Reason, Relation

_SENTENCES: dict[Code, str] = {
    "figure": "Another figure: {ours} here, {theirs} there{factor}.",
    "points": "Percent and percentage points are not the same: {ours} here, {theirs} there.",
    "currency": "Sums in different currencies, not compared: {ours} here, {theirs} there.",
    "bound": "One is a lower limit, the other an upper limit: {ours} here, {theirs} there.",
    "opposite": 'It says the opposite: "{ours}" here, "{theirs}" there.',
    "source": "Said by somebody else: {ours} here, {theirs} there.",
    "time": "About another time: {ours} here, {theirs} there.",
    "counted": "The figures count different things: {ours} here, {theirs} there.",
    "quantity": 'One says "{ours}", the other "{theirs}".',
    "roles": "Who did it to whom is the other way round.",
    "wording": "About the same subject.",
    "rewording": "About the same subject; perhaps the same claim in other words.",
}


def explain(relation: Relation, reasons: tuple[Reason, ...], *, equal: bool, certain: bool) -> str:
    """The sentence for a relation and its reasons; the names that were read as one are added to it."""
    aliases = [f"{reason.ours} is {reason.theirs}" for reason in reasons if reason.code == "alias"]
    deciding = [reason for reason in reasons if reason.code != "alias"]
    sentence = _sentence(relation, deciding, equal=equal)
    if not certain:
        sentence = f"Perhaps {sentence[0].lower()}{sentence[1:]}"
    return f"{sentence} Read as one: {', '.join(aliases)}." if aliases else sentence


def _sentence(relation: Relation, deciding: list[Reason], *, equal: bool) -> str:
    if not deciding:
        if relation != "same":
            return _SENTENCES["wording"]
        return "The same claim." if equal else "The same claim; figures or dates are not put alike."
    reason = deciding[0]
    if reason.code == "negation":
        word = reason.ours or reason.theirs
        return f'One says it, the other denies it: "{word}" is only {"here" if reason.ours else "there"}.'
    if reason.code == "quantity" and not (reason.ours and reason.theirs):
        return f'Only one says "{reason.ours or reason.theirs}".'
    if reason.code == "figure-missing":
        return f"Only one gives a figure: {reason.ours or reason.theirs}."
    factor = f", {_times(reason.factor)} times as much" if reason.factor and reason.factor >= 1.05 else ""
    return _SENTENCES[reason.code].format(ours=reason.ours, theirs=reason.theirs, factor=factor)


def _times(factor: float) -> str:
    return f"{factor:.0f}" if factor >= 9.95 else f"{factor:.1f}".removesuffix(".0")
