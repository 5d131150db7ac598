"""What people read when they set a claim aside, compare it, reword it, or doubt a verdict."""

from collections.abc import Sequence
from zlib import crc32

from handlers import press
from handlers.texts import words
from handlers.texts.html import bold, escape, quote, shorten
from storage.decisions import DISMISSALS
from storage.matches import Decision
from storage.outbox import Message
from storage.tables import Claim, Person
from storage.verdicts import Published
from storage.views import ClaimView, Earlier

MOST_NAMES = 60
"""Telegram shows at most 100 buttons."""
GONE = "This is not there any more."
NOT_STANDING = "The desk is looking at it already, or has taken it back. You hear what comes of it."
TOO_SHORT = "That is very short. A sentence helps whoever reads it."
WHY_REOPEN = (
    "Why look at it again? Send one message. Until it is published anew, nobody is shown the verdict."
)
WHY_WITHDRAW = "Why is it withdrawn? Send one message. Everybody who was told of the verdict hears of it."
WHY_WRONG = (
    "What is wrong with it? Send one message, with a link if you have one. The desk looks at it again."
)
WHY_BACK = "Why does it go back? Send one message. The first reviewer reads it."
SAME_AS_WHICH = "Which claim is it the same as? Send its number, for example 214. /find helps to find it."
NO_SUCH_NUMBER = "There is no claim with that number. Send another, or press Never mind."
APPEAL_NOTED = "Thank you. The desk looks at it again, and you hear what comes of it."
JOINED = "Joined. Its card has a button that takes it back."
NOT_LENT = "Noted: the same claim. Since something in it differs, it does not get the other one’s verdict."
SPLIT = "It is a claim of its own again."
TWO_CLAIMS = (
    "So they stay two claims: one check holds for both only where figures, dates and who said it are the same. "
    "If the wording merely leaves one out, edit it first."
)
REWORDED = "One of the two reads otherwise now. Press Same as… on the card to compare them again."
SAME_MEANS = "The same means: what proves one proves the other."
MATCH_NOTED = {
    Decision.CONFIRMED: "Noted: the same claim.",
    Decision.VARIANT: "Noted: related, not the same.",
    Decision.REJECTED: "Noted. It is not suggested again.",
}
CHOICES = (
    ("The same claim", Decision.CONFIRMED),
    ("Related, not the same", Decision.VARIANT),
    ("No connection", Decision.REJECTED),
)


def asks_dismissal(claim: Claim, occurrence: int, submission: int) -> Message:
    where = (claim.id or 0, occurrence, submission)
    rows = tuple((press.button(label, "dismiss", *where, code),) for code, label in DISMISSALS.items())
    text = f"{bold(f'Claim {claim.id}')}\n“{escape(shorten(claim.text, 300))}”\n\nWhy set it aside?"
    return Message(text, (*rows, (press.button("Back", "card", *where),)), subject=f"claim:{claim.id}")


def asks_whom(claim: Claim, team: Sequence[Person], occurrence: int, submission: int) -> Message:
    """Everybody who may review, two side by side."""
    where = (claim.id or 0, occurrence, submission)
    names = [press.button(one.name or str(one.id), "give", *where, one.id) for one in team[:MOST_NAMES]]
    rows = tuple(tuple(names[start : start + 2]) for start in range(0, len(names), 2))
    text = f"{bold(f'Claim {claim.id}')}\n“{escape(shorten(claim.text, 300))}”\n\nWho should check it?"
    return Message(text, (*rows, (press.button("Back", "card", *where),)), subject=f"claim:{claim.id}")


def asks_match(view: ClaimView, submission: int) -> Message:
    """The best undecided match, else the best; one at a time, so that three buttons are enough."""
    assert view.found is not None and view.found.earlier  # noqa: S101  (the handler looked)
    earlier = next((each for each in view.found.earlier if each.match.state == "suggested"), None)
    earlier = earlier or view.found.earlier[0]
    where = (view.claim.id or 0, view.found.occurrence.id or 0, submission)
    lines = [
        bold("Are these the same claim?"),
        "",
        quote(escape(shorten(view.claim.text, 400))),
        quote(escape(shorten(earlier.claim.text, 400))),
        "",
        *_about(earlier),
        SAME_MEANS,
    ]
    rows = tuple(
        (press.button(label, "match", *where, earlier.match.id or 0, decision.value),)
        for label, decision in CHOICES
    )
    back = press.button("Back", "card", *where)
    return Message("\n".join(lines), (*rows, (back,)), subject=f"claim:{view.claim.id}")


def asks_same(claim: Claim, into: Claim, verdict: Published | None, relation: str, *, joins: bool) -> Message:
    """Before a claim becomes part of one that somebody named by its number: both, and what sets them apart.

    Unless it `joins` they stay two: a verdict holds for another claim only with equal figures and dates.
    """
    row = verdict.verdict if verdict else None
    known = f"{words.headline(row)}, {words.day(row.as_of)}" if row else "not checked yet"
    lines = [
        bold("Are these the same?" if joins else "These two are not the same"),
        "",
        f"Claim {claim.id}:",
        quote(escape(shorten(claim.text, 400))),
        f"Claim {into.id} ({escape(known)}):",
        quote(escape(shorten(into.text, 400))),
        "",
        escape(relation),
        f"{SAME_MEANS} Then claim {claim.id} becomes part of claim {into.id}." if joins else TWO_CLAIMS,
    ]
    where = (claim.id or 0, 0, 0)
    if joins:
        buttons = (
            press.button("Yes, the same", "merge", *where, into.id or 0, wordings(claim, into)),
            press.button("No", "card", *where),
        )
    else:
        buttons = (press.button("Edit wording", "reword", *where), press.button("Back", "card", *where))
    return Message("\n".join(lines), (buttons,), subject=f"claim:{claim.id}")


def wordings(claim: Claim, into: Claim) -> int:
    """Tells whether either reads otherwise than when the two were shown."""
    return crc32(f"{claim.text}\n{into.text}".encode())


def _about(earlier: Earlier) -> list[str]:
    verdict = earlier.verdict.verdict if earlier.verdict else None
    known = f"{words.headline(verdict)}, {words.day(verdict.as_of)}" if verdict else "not checked yet"
    return [f"Claim {earlier.claim.id}: {escape(known)}.", escape(words.how_related(earlier.match))]


def asks_wording(claim: Claim) -> Message:
    lines = [
        f"{bold(f'Claim {claim.id}')} now reads:",
        quote(escape(claim.text)),
        "",
        "Send it as one neutral sentence that stands alone: who, what, where, and the full date. "
        "The article's words stay beside it.",
    ]
    return asks("\n".join(lines), claim)


def asks(question: str, claim: Claim) -> Message:
    """A question that the next typed message answers."""
    return Message(
        question, ((press.button("Never mind", "never", claim.id or 0, 0, 0),),), subject=f"claim:{claim.id}"
    )


def returned(reason: str) -> str:
    """To the first reviewer, whose proposal an editor sent back."""
    return f"An editor sent it back: “{shorten(reason, 300)}” It is yours again."


def returned_to_first(reason: str) -> str:
    """To the second reviewer of a claim on which the two differed."""
    return f"An editor sent it back to the first reviewer: “{shorten(reason, 300)}” It is rated anew."
