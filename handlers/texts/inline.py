"""What inline mode shows: a line to choose from, the card that is shared, and help on filters."""

from functools import lru_cache

from claims.figures import find_figures
from claims.model import Figure
from claims.spelled import spelled
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
TWO_LANGUAGES = "lang: takes one language at a time"
NO_WORDS = "Type a few words, a name or a figure"
NOTHING_YET = "Nothing is checked yet. Open the bot"
ASK = "Nothing checked yet. Ask us?"
LONGEST_LABEL = 64
"""Characters of the button above the results."""
LONGEST_NAME = 12
WHOLE_TITLE = 42
"""Characters of a title that a phone shows whole. Of a longer one it shows the beginning, so the claim is in the
description again, which has two or three lines."""
LONGEST_DESCRIPTION = 160
LONGEST_FIGURE = 40
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
    """You typed 200, checked: over 140 · “Over 140 people were…” · Northern Wire · checked 24 May 2016"""
    before = difference(typed, found.verdict.statement)
    behind = " · ".join(
        part for part in (found.claim.claimant, f"checked {words.day(found.verdict.as_of)}") if part
    )
    behind = shorten(behind, LONGEST_DESCRIPTION // 2)
    left = LONGEST_DESCRIPTION - len(before) - len(behind) - len(" · “” · ")
    whole = len(title(found)) <= WHOLE_TITLE
    claim = "" if whole else f"“{shorten(found.verdict.statement, left)}”"
    return " · ".join(part for part in (before, claim, behind) if part)


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
        if not {word for word in spelled(own) if word[0].isdigit()}.isdisjoint(spelled(statement)):
            continue  # "100.000" for "100,000"
        return (
            f"You typed {own}, checked: {_within_a_sentence(shorten(statement[start:end], LONGEST_FIGURE))}"
        )
    return ""


def _within_a_sentence(figure: str) -> str:
    """ "Over 140" becomes "over 140", "US$40" stays."""
    return figure[:1].lower() + figure[1:] if figure[1:2].islower() else figure


@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[Figure, ...]:
    """The same verdicts are shown again and again."""
    return find_figures(text)


def _value(figure: Figure) -> object:
    return figure.low if figure.low is not None else figure.high


def _is_year(figure: Figure) -> bool:
    value = _value(figure)
    return figure.unit is None and figure.low == figure.high and value in YEARS


def no_filter(name: str) -> str:
    """For "foo:bar"."""
    return f"{shorten(name, LONGEST_NAME)}: is no filter. Try is:, source:, since:, lang:"


def filtered_out(filters: str) -> str:
    """For filters that leave nothing."""
    label = "Nothing with {}. Try fewer filters"
    return label.format(shorten(filters, LONGEST_LABEL - len(label.format(""))))


def no_number(number: int) -> str:
    """For "#214" where nothing is published, whether there is such a claim or not."""
    return f"No published check has the number {number}"


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
        f"In any chat, type @{bot_name} and a few words, names or figures. “400k syria” finds “over 400,000 killed "
        "in Syria”; slips do no harm.",
        "",
        "To narrow it down, add:",
        '• "killed by bombs": exactly these words',
        "• is:false, is:mostly-true: this rating only",
        '• source:putin, source:"water board": what this person or body claimed',
        "• since:2024, since:2024-05-31: checked then or later",
        "• lang:de: claims in this language",
        "#214 alone is the claim with this number.",
        "",
        f"Ratings: {ratings}.",
    ]
    text = "\n".join([bold(f"Looking things up with @{bot_name}"), *map(escape, lines)])
    return Message(text, ((Button("Look something up", inline=""),),))


def _refresh(claim_id: int) -> Button:
    return press.button("Refresh", "refresh", claim_id)
