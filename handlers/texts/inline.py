"""What inline mode shows: a line to choose from, the card that is shared, and help on filters."""

from functools import lru_cache

from claims.figures import find_figures
from claims.model import Figure
from handlers import press
from handlers.context import Desk
from handlers.texts import verdict, words
from handlers.texts.html import bold, escape, shorten
from storage.outbox import Button, Message
from storage.ratings import RATINGS
from storage.tables import Claim
from storage.verdicts import Published
from storage.workflow import State

REFRESHED = "This is how it stands now."
BAD_RATING = "is: takes a rating, such as false or mostly-true"
BAD_DATE = "since: takes 2024, 2024-05 or 2024-05-31"
BAD_SOURCE = "source: takes a name, such as source:putin"
BAD_LANGUAGE = "lang: takes two letters, such as en or de"
YEARS = range(1900, 2100)

NO_VERDICT = {
    State.REOPENED: "The desk is looking at this claim again.",
    State.STALE: "The earlier check is out of date.",
    State.WITHDRAWN: "The desk has withdrawn its earlier check.",
}
LOOKING = "The desk is looking at this claim again."


def title(found: Published) -> str:
    """🧩 Missing context: over 400,000 killed in Syria"""
    rating = found.verdict.truth or found.verdict.attribution
    return (
        f"{words.sign(rating)} {shorten(f'{words.headline(found.verdict)}: {found.verdict.statement}', 90)}"
    )


def description(found: Published, typed: str = "") -> str:
    """You typed 200, checked: over 140 · Staffan de Mistura · checked 24 May 2016"""
    parts = [
        difference(typed, found.verdict.statement),
        found.claim.claimant,
        f"checked {words.day(found.verdict.as_of)}",
    ]
    return shorten(" · ".join(part for part in parts if part), 160)


def difference(typed: str, statement: str) -> str:
    """What to say where a typed figure is not the one that was checked; "" where there is nothing to say."""
    ours = [figure for figure in _figures(typed) if not _is_year(figure)]
    theirs = [figure for figure in _figures(statement) if not _is_year(figure)] if ours else []
    for figure in ours:
        alike = [other for other in theirs if other.kind == figure.kind and other.unit == figure.unit]
        if not alike or any(_value(other) == _value(figure) for other in theirs):
            continue
        other = next((each for each in alike if each.counted == figure.counted), alike[0])
        start, end = words.figure_span(statement, *other.span, None)
        own = typed[slice(*figure.span)]
        return f"You typed {own}, checked: {statement[start:end]}"
    return ""


@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[Figure, ...]:
    """The same verdicts are shown again and again."""
    return find_figures(text) if any(letter.isdigit() for letter in text) else ()


def _value(figure: Figure) -> object:
    return figure.low if figure.low is not None else figure.high


def _is_year(figure: Figure) -> bool:
    value = _value(figure)
    return figure.unit is None and figure.low == figure.high and value in YEARS


def ask(query: str) -> str:
    """The button when nothing was found."""
    return "Nothing checked yet. Ask us?" if query else "Nothing is checked yet. Open the bot"


def subject(claim_id: int) -> str:
    """What a message that shows this claim is filed under."""
    return f"claim:{claim_id}"


def claim_of(subject: str | None) -> int | None:
    name, _, number = (subject or "").partition(":")
    return int(number) if name == "claim" and number.isdecimal() else None


def shared(found: Published, desk: Desk) -> Message:
    claim_id = found.claim.id or 0
    buttons = (Button("Open", url=desk.link(f"claim-{claim_id}")), _refresh(claim_id))
    return verdict.shared(
        found,
        desk.name,
        (buttons,),
        has_source=found.claim.claimant is not None,
        more=desk.link(f"claim-{claim_id}"),
    )


def no_verdict(claim: Claim, desk: Desk) -> Message:
    """In place of a shared card whose verdict does not stand. Following it tells when there is a new one."""
    claim_id = claim.id or 0
    why = NO_VERDICT.get(State(claim.state), LOOKING)
    text = f"{bold('No verdict stands at present.')}\n{why}\n\n{escape(desk.name)}"
    buttons = (Button("Follow", url=desk.link(f"ask-{claim_id}")), _refresh(claim_id))
    return Message(text, (buttons,), subject=subject(claim_id))


def gone(desk: Desk) -> Message:
    """For the press of a button that names no claim."""
    return Message(f"{bold('No verdict stands at present.')}\n\n{escape(desk.name)}")


def filters(bot_name: str) -> Message:
    """What the button under a malformed filter explains."""
    ratings = ", ".join(rating.label.lower().replace(" ", "-") for rating in RATINGS)
    lines = [
        bold(f"Looking things up with @{bot_name}"),
        "Type words, names or figures: 400k syria finds “over 400,000 killed in Syria”.",
        "",
        "“…” or #214: exact words, or the claim with this number.",
        "is:false: only this rating. With two words: is:mostly-false.",
        "source:putin: only what this person or body claimed.",
        "since:2024: checked in or after 2024. Also since:2024-05 or since:2024-05-31.",
        "lang:de: only claims in this language.",
        "",
        f"Ratings: {ratings}.",
    ]
    return Message("\n".join([lines[0], *map(escape, lines[1:])]))


def _refresh(claim_id: int) -> Button:
    return press.button("Refresh", "refresh", claim_id)
