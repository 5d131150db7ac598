"""What a reviewer reads on the way from a rating to a published verdict."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import press
from handlers.texts import verdict as verdict_text
from handlers.texts import words
from handlers.texts.card import QUESTIONS
from handlers.texts.html import bold, escape, shorten
from storage.outbox import Button, Message
from storage.ratings import Axis
from storage.review import NEEDS_A_LOOK
from storage.tables import Claim, Draft, Evidence, Verdict

NOT_A_REVIEWER = "Only this desk's reviewers can do that. An admin can invite you."
TAKEN = "Another reviewer is faster: this claim is theirs until {until}."
NOT_YOURS = "This claim is not yours any more. Open its card to see where it stands."
CHANGED = "Somebody changed this claim at the same moment. Have another look."
GONE = "This is not there any more."
PUBLISHED_ALREADY = "It is published already."


def taken(until: datetime | None) -> str:
    return TAKEN.format(until=words.clock(until) if until else "they finish")


def asks_reason(claim: Claim, draft: Draft, axis: Axis, where: tuple[int, int, int]) -> Message:
    """After a rating: the claim is theirs, and the next typed message is the reason."""
    rating = draft.truth if axis is Axis.TRUTH else draft.attribution
    until = words.clock(claim.assigned_until) if claim.assigned_until else "you finish"
    lines = [
        f"Claim {claim.id} is yours until {until}.",
        f"“{escape(shorten(claim.text, 300))}”",
        *_ratings(draft),
        "",
        "Send one message: why, in a sentence or two, and your links.",
        *(["Say where you looked, too."] if rating in NEEDS_A_LOOK else []),
        "You see it before anyone else.",
    ]
    buttons = (
        (
            press.button("Change rating", "axis", *where, str(axis)),
            press.button("Stop", "stop", claim.id or 0),
        ),
    )
    return Message("\n".join(lines), buttons, subject=f"claim:{claim.id}")


def needs(what: str, claim: Claim) -> Message:
    """The typed message was not enough; the question stays open."""
    text = {
        "source": "Now send at least one link to a source.",
        "reason": "Now send the reason: a sentence or two that says why.",
    }[what]
    return Message(text, ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}")


def reason_taken(claim: Claim, submission: int) -> Message:
    """What becomes of the question when it is answered."""
    text = f"Claim {claim.id}: your reason is below."
    return Message(text, _back(submission), subject=f"claim:{claim.id}")


def preview(
    claim: Claim, draft: Draft, desk: str, undo: timedelta, *, has_source: bool, updates: bool
) -> Message:
    """The verdict as others will see it, for the reviewer alone."""
    verdict = Verdict(
        claim_id=claim.id or 0,
        truth=draft.truth,
        attribution=draft.attribution,
        statement=claim.text,
        rationale=draft.rationale or "",
        as_of=draft.updated_at.date(),
    )
    evidence = [Evidence(verdict_id=0, url=url) for url in draft.urls]
    addition = "This adds to the check that stands. " if updates else ""
    wait = f" You have {_seconds(undo)} to undo." if undo else ""
    lines = [
        f"{bold('Preview.')} Only you see this.",
        "",
        *verdict_text.lines(verdict, evidence, has_source),
        verdict_text.signature(verdict, desk),
        "",
        f"{addition}Publish it, or edit the reason.{wait}",
    ]
    claim_id = claim.id or 0
    buttons = (
        (press.button("Publish", "publish", claim_id), press.button("Edit", "edit", claim_id)),
        (press.button("Stop", "stop", claim_id),),
    )
    return Message("\n".join(lines), buttons, subject=f"claim:{claim.id}")


def published(claim: Claim, verdict: Verdict, asks: int, undo: timedelta, submission: int) -> Message:
    told = (
        f"{words.count(asks, 'person', 'people')} who asked will be told"
        if asks
        else "Nobody asked for it yet"
    )
    when = f" in {_seconds(undo)}" if asks and undo else ""
    lines = [
        f"{bold('Published.')} Claim {claim.id}: {bold(words.headline(verdict))}",
        f"“{escape(shorten(verdict.statement, 300))}”",
        "",
        f"{told}{when}.",
        *(["Undo takes it back until then."] if undo else []),
    ]
    buttons = ((press.button("Undo", "undo", claim.id or 0, verdict.id or 0),),) if undo else ()
    return Message("\n".join(lines), (*buttons, *_back(submission)), subject=f"claim:{claim.id}")


def proposed(claim: Claim) -> Message:
    """A second person looks before readers do."""
    lines = [
        f"{bold('One rating given.')} Claim {claim.id} waits for a second reviewer.",
        "They rate it before they see yours. You hear what comes of it.",
    ]
    return Message("\n".join(lines), subject=f"claim:{claim.id}")


def asks_edit(claim: Claim) -> Message:
    lines = [
        f"Claim {claim.id}: send the new reason with its links in one message. It replaces the old one.",
    ]
    return Message(
        "\n".join(lines), ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}"
    )


def stopped(claim: Claim) -> Message:
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    return Message(
        f"Claim {claim.id} is free again. Nothing was published.", ((card,),), subject=f"claim:{claim.id}"
    )


def _back(submission: int) -> tuple[tuple[Button, ...], ...]:
    """To the article's other claims, where it was an article that brought the reviewer here."""
    return ((press.button("Back to the claims", "summary", submission, 0),),) if submission else ()


def _ratings(draft: Draft) -> Sequence[str]:
    chosen = ((Axis.TRUTH, draft.truth), (Axis.ATTRIBUTION, draft.attribution))
    return [f"{QUESTIONS[axis]} {bold(words.rating(code))}" for axis, code in chosen if code]


def _seconds(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return words.count(seconds, "second") if seconds < 120 else words.count(round(seconds / 60), "minute")
