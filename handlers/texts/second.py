"""What the second reviewer and the editor read."""

from collections.abc import Sequence

from handlers import press
from handlers.texts import words
from handlers.texts.card import QUESTIONS, where_of
from handlers.texts.html import bold, escape, shorten
from storage.outbox import Message
from storage.ratings import Axis
from storage.second import axes
from storage.tables import Claim, Draft
from storage.views import ClaimView

AGREED = "A second reviewer agrees: it is published."
DIFFER = "A second reviewer sees it differently. An editor decides."
RULED = "An editor has decided: it is published."


def one_more(view: ClaimView, left: Sequence[Axis]) -> Message:
    """One question is answered, another is not."""
    buttons = tuple(press.button(QUESTIONS[axis], "axis", *where_of(view, 0), str(axis)) for axis in left)
    text = f"Noted. Claim {view.claim.id} has one more question:"
    return Message(text, (buttons,), subject=f"claim:{view.claim.id}")


def disputed(claim: Claim) -> Message:
    text = (
        f"{bold('You two differ.')} Claim {claim.id} goes to an editor, who was neither of you.\n"
        "You hear what comes of it."
    )
    return Message(text, subject=f"claim:{claim.id}")


def dispute(claim: Claim, first: Draft, second: Draft, names: Sequence[str]) -> Message:
    """For the editor: both ratings, and why the first reviewer thinks so."""
    lines = [bold(f"Claim {claim.id}: two ratings"), f"“{escape(shorten(claim.text, 300))}”", ""]
    for draft, name in zip((first, second), names, strict=True):
        given = "; ".join(
            f"{QUESTIONS[axis]} {words.rating(getattr(draft, axis.value))}" for axis in axes(draft)
        )
        lines.append(f"{bold(name or 'A reviewer')}: {escape(given)}")
    lines += ["", escape(first.rationale or ""), "", "Whose rating stands?"]
    rows = tuple(
        (press.button(f"{name or 'A reviewer'}’s", "rule", claim.id or 0, draft.person_id),)
        for draft, name in zip((first, second), names, strict=True)
    )
    back = press.button("Send back", "sendback", claim.id or 0)
    return Message("\n".join(lines), (*rows, (back,)), subject=f"claim:{claim.id}")
