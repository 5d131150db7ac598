"""What the second reviewer and the editor read."""

from collections.abc import Sequence

from handlers import press
from handlers.texts import words
from handlers.texts.card import QUESTIONS, where_of
from handlers.texts.html import bold, escape, link, shorten, site
from handlers.texts.verdict import REASON_LENGTH, SOURCES_SHOWN
from storage.outbox import Message
from storage.ratings import Axis
from storage.second import axes
from storage.tables import Claim, Draft, Verdict
from storage.views import ClaimView

AGREED = "A second reviewer agrees: it is published."
DIFFER = "A second reviewer sees it differently. An editor decides."
NO_REASON = "No reason given."
ONLY_BACK = "You rated it, so another editor decides. You can send it back to the first reviewer."
DECIDED_MEANWHILE = "The editor has decided meanwhile. Open the card to see where the claim stands."


def one_more(view: ClaimView, left: Sequence[Axis]) -> Message:
    """One question is answered, another is not."""
    buttons = tuple(press.button(QUESTIONS[axis], "axis", *where_of(view, 0), str(axis)) for axis in left)
    text = f"Noted. Claim {view.claim.id} has one more question:"
    return Message(text, (buttons,), subject=f"claim:{view.claim.id}")


def ruled(verdict: Verdict, *, theirs: bool) -> str:
    """To each of the two who rated. `theirs`: the rating that stands is this person's."""
    whose = (
        "An editor has decided for your rating" if theirs else "An editor has decided for the other rating"
    )
    return f"{whose}. Published: {words.headline(verdict)}."


def disputed(claim: Claim) -> Message:
    text = (
        f"{bold('You two differ.')} Claim {claim.id} goes to an editor, who was neither of you.\n"
        "You hear what comes of it. If you like, say why you see it so: readers see it where yours stands."
    )
    buttons = ((press.button("Say why", "why", claim.id or 0),),)
    return Message(text, buttons, subject=f"claim:{claim.id}")


def asks_why(claim: Claim) -> Message:
    text = "Why do you see it so? Send one message: a sentence or two, and your links. The editor reads it."
    buttons = ((press.button("Never mind", "never", claim.id or 0, 0, 0),),)
    return Message(text, buttons, subject=f"claim:{claim.id}")


def explained(claim: Claim) -> Message:
    text = f"Claim {claim.id}: thank you. The editor sees your reason beside the first one."
    return Message(text, subject=f"claim:{claim.id}")


def asks_ruling(claim: Claim, draft: Draft) -> Message:
    """To an editor who lets the second rating stand, for which nobody has given a reason."""
    lines = [
        f"Claim {claim.id}: the second rating is to stand.",
        *_given(draft),
        "",
        "The first reviewer’s reason is for another rating, so this one needs its own.",
        "Send one message: why, in a sentence or two, and your links.",
        "You see it before anyone else.",
    ]
    return Message(
        "\n".join(lines), ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}"
    )


def not_decided(claim: Claim) -> Message:
    """An editor stopped before they published their decision."""
    both = press.button("Decide", "dispute", claim.id or 0)
    text = f"Nothing was published. Claim {claim.id} still waits for an editor."
    return Message(text, ((both,),), subject=f"claim:{claim.id}")


def dispute(
    claim: Claim, first: Draft, second: Draft, names: Sequence[str], *, decides: bool = True
) -> Message:
    """For an editor: both ratings, and why each reviewer thinks so. `decides`: they are neither of the two."""
    lines = [bold(f"Claim {claim.id}: two ratings"), f"“{escape(shorten(claim.text, 300))}”"]
    for draft, name in zip((first, second), names, strict=True):
        given = "; ".join(
            f"{QUESTIONS[axis]} {words.rating(getattr(draft, axis.value))}" for axis in axes(draft)
        )
        sources = ", ".join(link(url, site(url)) for url in draft.urls[:SOURCES_SHOWN])
        why = [escape(shorten(draft.rationale, REASON_LENGTH)), sources] if draft.rationale else [NO_REASON]
        lines += ["", f"{bold(name or 'A reviewer')}: {escape(given)}", *(line for line in why if line)]
    lines += ["", "Whose rating stands?" if decides else ONLY_BACK]
    rows = tuple(
        (press.button(f"{name or 'A reviewer'}’s", "rule", claim.id or 0, draft.person_id),)
        for draft, name in zip((first, second), names, strict=True)
        if decides
    )
    back = press.button("Send back", "sendback", claim.id or 0)
    return Message("\n".join(lines), (*rows, (back,)), subject=f"claim:{claim.id}")


def _given(draft: Draft) -> list[str]:
    return [f"{QUESTIONS[axis]} {bold(words.rating(getattr(draft, axis.value)))}" for axis in axes(draft)]
