"""What a reviewer reads on the way from a rating to a published verdict."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers import press
from handlers.context import Desk
from handlers.texts import verdict as verdict_text
from handlers.texts import words
from handlers.texts.card import QUESTIONS
from handlers.texts.card import way_back as card_way_back
from handlers.texts.html import bold, escape, quote, shorten
from storage.outbox import Button, Message
from storage.ratings import Axis
from storage.review import signs as must_sign
from storage.roles import Role
from storage.tables import Claim, Draft, Evidence, Person, Verdict
from storage.verdicts import pairs
from storage.workflow import State

Rows = tuple[tuple[Button, ...], ...]
NO_TITLES: Mapping[str, str] = {}
REFUSALS = {
    Role.REQUESTER: "Send /start first.",
    Role.REVIEWER: "Only this desk's reviewers can do that. An admin can invite you.",
    Role.EDITOR: "Only an editor can do that.",
    Role.ADMIN: "Only an admin can do that.",
}
TAKEN = "Another reviewer is faster: this claim is theirs until {until}."
YOUR_OWN = "The first rating is yours. Somebody else gives the second one."
NOT_YOURS = "This claim is not yours any more. Open its card to see where it stands."
NOT_POSSIBLE = "That is not possible now. Open the card to see where the claim stands."
NOT_PUBLIC = "Nothing is published on this claim yet."
CHANGED = "Somebody changed this claim at the same moment. Have another look."
GONE = "This is not there any more."
NO_MERGE = "These two cannot be joined: one is part of the other already."
APPEALED = "The desk has your word on this already, or three of them today. It looks at each one."
STILL_NEEDS = {
    "rating": "It still needs a rating.",
    "reason": "It still needs a reason.",
    "source": "It still needs one more link to a source.",
    "looked": "It still needs to say where the desk looked.",
    "kind": "Say first what this is: a correction, an update, or the same again.",
    "note": "It still needs a line for readers: what changed?",
}
FIRST_TO = {
    Role.EDITOR: "An editor signs it before readers see it.",
    Role.REVIEWER: "A second reviewer gives a rating before readers see it.",
}
"""Under a preview: who looks before readers do."""
KINDS = {
    "correction": ("Correction", "we were wrong"),
    "update": ("Update", "new facts"),
    "refile": ("Same again", "only the wording"),
}
ADDED = {
    Axis.TRUTH: "We have now checked whether it is true.",
    Axis.ATTRIBUTION: "We have now checked whether they said it.",
}
BACK_TO = {
    "queue": "Back to the queue",
    "mine": "Back to what is yours",
    "following": "Back to what you follow",
    "find": "Back to what was found",
    "notice": "Back",
    "article": "Back to the claims",
}
"""By the first word of a message's origin."""
COMMENTS = {"not-asked": "not asked", "no-answer": "no answer", "answered": "answered"}


def taken(until: datetime | None) -> str:
    return TAKEN.format(until=words.clock(until) if until else "they finish")


def asks_reason(claim: Claim, draft: Draft, axis: Axis, where: tuple[int, int, int]) -> Message:
    """After a rating: the claim is theirs, and the next typed message is the reason."""
    until = words.clock(claim.assigned_until) if claim.assigned_until else "you finish"
    lines = [
        f"Claim {claim.id} is yours until {until}.",
        f"“{escape(shorten(claim.text, 300))}”",
        *_ratings(draft),
        "",
        "Send one message: why, in a sentence or two, and your links.",
        "You see it before anyone else.",
    ]
    buttons = (
        (
            press.button("Change rating", "axis", *where, str(axis)),
            press.button("Stop", "stop", claim.id or 0),
        ),
    )
    return Message("\n".join(lines), buttons, subject=f"claim:{claim.id}")


def needs(what: str, claim: Claim, sources: int = 1) -> Message:
    """What a verdict still lacks, as a question; the next typed message answers it."""
    links = "at least one link to a source" if sources == 1 else f"links to at least {sources} sources"
    text = {
        "source": f"Now send {links}.",
        "reason": "Now send the reason: a sentence or two that says why.",
        "looked": "Where did you look? One message: archives, records, people you asked.",
        "note": "What changed? One sentence for readers who saw the earlier verdict.",
    }[what]
    return Message(text, ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}")


def asks_rating(claim: Claim) -> Message:
    """For somebody who was given the claim and has not rated it."""
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    text = f"Claim {claim.id} is yours. Choose a rating on its card first."
    return Message(text, ((card,),), subject=f"claim:{claim.id}")


def answer_taken(claim_id: int, back: Rows = ()) -> Message:
    """What becomes of a question when it is answered."""
    return Message(f"Claim {claim_id}: your answer is below.", back, subject=f"claim:{claim_id}")


def asks_kind(claim: Claim, kinds: Sequence[str]) -> Message:
    """For a claim that was published before: what of KINDS this verdict can be."""
    rows = tuple(
        (press.button(f"{KINDS[code][0]}: {KINDS[code][1]}", "kind", claim.id or 0, code),) for code in kinds
    )
    text = "Readers saw a verdict on this before. What is this one?"
    return Message(text, (*rows, (press.button("Stop", "stop", claim.id or 0),)), subject=f"claim:{claim.id}")


def asks_wording(claim: Claim, statement: str) -> Message:
    lines = [
        "The verdict is about this sentence:",
        quote(escape(statement)),
        "",
        "Send it as one neutral sentence that stands alone: who, what, where, and the full date.",
    ]
    return Message(
        "\n".join(lines), ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}"
    )


def preview_subject(claim_id: int, person_id: int) -> str:
    """What a preview shows, so that it is found again when there is more to show."""
    return f"draft:{claim_id}:{person_id}"


def preview(
    claim: Claim,
    draft: Draft,
    writer: Person,
    desk: Desk,
    *,
    titles: Mapping[str, str] = NO_TITLES,
) -> Message:
    """The verdict as others will see it, for whoever writes it, and who looks at it before readers do.

    `titles` are those of the sources, by link, as far as they are known.
    """
    rules = desk.rules
    days = rules.review_days if draft.review_days is None else draft.review_days
    settles = claim.state == State.DISPUTED
    signs = None if settles else must_sign(draft, writer, rules)
    verdict = Verdict(
        claim_id=claim.id or 0,
        truth=draft.truth,
        attribution=draft.attribution,
        statement=draft.statement or claim.text,
        rationale=draft.rationale or "",
        as_of=draft.updated_at.date(),
        looked=draft.looked,
        comment=draft.comment,
        kind=draft.kind or "first",
        note=draft.note,
        review_by=draft.updated_at.date() + timedelta(days=days) if days else None,
        single_reviewed=signs is None and not settles,
        labels=rules.labels,
    )
    evidence = [
        Evidence(verdict_id=0, url=url, archive_url=kept, note=titles.get(url))
        for url, kept in pairs(draft.urls)
    ]
    unkept = sum(each.archive_url is None for each in evidence)
    wait = f" You have {_seconds(rules.undo)} to undo." if rules.undo and signs is None else ""
    lines = [
        f"{bold('Preview.')} Only you see this.",
        "",
        *verdict_text.lines(verdict, evidence, claim.claimant is not None),
        verdict_text.signature(verdict, desk.name),
        "",
        *([f"{words.count(unkept, 'source')} not archived."] if unkept else []),
        *([FIRST_TO[signs]] if signs is not None else []),
        f"Publish it, or type a better reason: it replaces this one.{wait}",
    ]
    claim_id = claim.id or 0
    again = f"in {days} days" if days else "no date"
    buttons = (
        (press.button("Publish", "publish", claim_id), press.button("Edit", "edit", claim_id)),
        (press.button("Edit wording", "wording", claim_id),),
        (
            press.button(f"Speaker: {COMMENTS[draft.comment]}", "comment", claim_id),
            press.button(f"Look again: {again}", "again", claim_id),
        ),
        (press.button("Stop", "stop", claim_id),),
    )
    return Message("\n".join(lines), buttons, subject=preview_subject(claim_id, draft.person_id))


def published(claim: Claim, verdict: Verdict, asks: int, undo: timedelta, back: Rows = ()) -> Message:
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
    return Message("\n".join(lines), (*buttons, *back), subject=f"claim:{claim.id}")


def proposed(claim: Claim, back: Rows, *, correction: bool) -> Message:
    """Somebody else looks before readers do."""
    heads = {
        True: f"{bold('Your correction waits for an editor.')} Claim {claim.id} is with them now.",
        False: f"{bold('One rating given.')} Claim {claim.id} waits for a second reviewer.",
    }
    lines = [heads[correction], "They rate it before they see yours. You hear what comes of it."]
    return Message("\n".join(lines), back, subject=f"claim:{claim.id}")


def appealed(claim: Claim, text: str) -> Message:
    """To the reviewer of a verdict that somebody says is wrong."""
    lines = [
        f"{bold('Somebody says this is wrong.')} Claim {claim.id}:",
        f"“{escape(shorten(claim.text, 300))}”",
        "",
        quote(escape(shorten(text, 600))),
        "It is not shown until it is published again.",
    ]
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    return Message("\n".join(lines), ((card,),), subject=f"claim:{claim.id}")


def given(claim: Claim) -> Message:
    """To a reviewer who was given a claim by an editor."""
    until = words.clock(claim.assigned_until) if claim.assigned_until else "you finish"
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    lines = [f"An editor asks you to check claim {claim.id}. It is yours until {until}."]
    lines.append(f"“{escape(shorten(claim.text, 300))}”")
    return Message("\n".join(lines), ((card,),), subject=f"claim:{claim.id}")


def taken_over(claim: Claim) -> Message:
    """To a reviewer whose claim an editor gave to somebody else."""
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    text = f"An editor gave claim {claim.id} to somebody else. What you wrote is kept for you."
    return Message(text, ((card,),), subject=f"claim:{claim.id}")


def out_of_date(claim: Claim) -> Message:
    """To whoever wrote a verdict whose review-by date has come."""
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    lines = [
        f"{bold('Time to look again.')} Your verdict on claim {claim.id} is out of date:",
        f"“{escape(shorten(claim.text, 300))}”",
        "",
        "It is not shown as checked until somebody publishes it anew.",
    ]
    return Message("\n".join(lines), ((card,),), subject=f"claim:{claim.id}")


def running_out(claim: Claim) -> Message:
    """To somebody whose time for a claim is nearly over."""
    until = words.clock(claim.assigned_until) if claim.assigned_until else "soon"
    buttons = (
        press.button("I am still at it", "renew", claim.id or 0),
        press.button("Stop", "stop", claim.id or 0),
    )
    lines = [f"Claim {claim.id} is yours until {until} only.", f"“{escape(shorten(claim.text, 200))}”"]
    return Message("\n".join(lines), (buttons,), subject=f"claim:{claim.id}")


def renewed(claim: Claim) -> Message:
    until = words.clock(claim.assigned_until) if claim.assigned_until else "you finish"
    text = f"Claim {claim.id} is yours until {until}. Your reason goes on where you left off."
    return Message(text, ((press.button("Stop", "stop", claim.id or 0),),), subject=f"claim:{claim.id}")


def lapsed(claim: Claim) -> Message:
    """To somebody whose time for a claim is over."""
    card = press.button("Open the card", "card", claim.id or 0, 0, 0)
    text = f"Your time for claim {claim.id} is over; others can take it. What you wrote is kept for you."
    return Message(text, ((card,),), subject=f"claim:{claim.id}")


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


def way_back(submission: int, origin: str | None) -> Rows:
    """To the list, or else the article, that brought the reviewer here."""
    label = BACK_TO[origin.partition(":")[0]] if origin is not None else "Back to the claims"
    return card_way_back(submission, origin, label)


def _ratings(draft: Draft) -> Sequence[str]:
    chosen = ((Axis.TRUTH, draft.truth), (Axis.ATTRIBUTION, draft.attribution))
    return [f"{QUESTIONS[axis]} {bold(words.rating(code))}" for axis, code in chosen if code]


def _seconds(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return words.count(seconds, "second") if seconds < 120 else words.count(round(seconds / 60), "minute")
