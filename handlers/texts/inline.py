"""What inline mode shows: a line to choose from, and the card that is shared."""

from handlers import press
from handlers.context import Desk
from handlers.texts import verdict, words
from handlers.texts.html import bold, shorten
from storage.outbox import Button, Message
from storage.verdicts import Published

REFRESHED = "This is how it stands now."
BAD_RATING = "is: takes false, mostly-false, half-true, true…"
BAD_DATE = "since: takes a year or a date, 2024 or 2024-05-01"


def title(found: Published) -> str:
    """Missing context: over 400,000 killed in Syria"""
    return shorten(f"{words.headline(found.verdict)}: {found.verdict.statement}", 90)


def description(found: Published) -> str:
    """Staffan de Mistura · checked 24 May 2016"""
    checked = f"checked {words.day(found.verdict.as_of)}"
    return shorten(f"{found.claim.claimant} · {checked}" if found.claim.claimant else checked, 120)


def ask(query: str) -> str:
    """The button when nothing was found."""
    return "Nothing checked yet. Ask us?" if query else "Nothing is checked yet. Open the bot"


def shared(found: Published, desk: Desk) -> Message:
    return verdict.shared(
        found, desk.name, _buttons(found.claim.id or 0, desk), has_source=found.claim.claimant is not None
    )


def withdrawn(claim_id: int, desk: Desk) -> Message:
    text = f"{bold('No verdict stands at present.')}\nThe desk is looking at this claim again."
    return Message(text, _buttons(claim_id, desk), subject=f"claim:{claim_id}")


def _buttons(claim_id: int, desk: Desk) -> tuple[tuple[Button, ...], ...]:
    opened = Button("Open", url=desk.link(f"claim-{claim_id}"))
    return ((opened, press.button("Refresh", "refresh", claim_id)),)
