"""Each row of the workflow's table as a conversation, in private, in the reviewers' group and in a forum's topic."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from storage import jobs
from storage.db import Database
from storage.rules import Rules
from storage.tables import Ask, Claim, Event, Setting
from storage.twins import twin_key
from storage.types import now
from storage.workflow import TRANSITIONS, Act
from tests.conversations.test_review import Team, team
from tests.emulator import Emulator, Group, Message, Press, User

REASON = "The board's own log says so. https://example.org/log"


@dataclass(frozen=True)
class Step:
    """What somebody does, and what they see then. {n} is the claim's number, {other} that of another claim.

    `how`: open (the card, by /claim), press, say, see (they do nothing), or a job that has become due.
    """

    who: str
    how: str
    what: str
    sees: str
    alone: bool = False
    """In their private chat, wherever the others are."""


def does(who: str, *steps: tuple[str, str, str]) -> tuple[Step, ...]:
    return tuple(Step(who, *step) for step in steps)


def sees(who: str, text: str) -> Step:
    return Step(who, "see", "", text, alone=True)


OPEN = does("rita", ("open", "", "Claim {n} · not checked"))
TAKE = (
    *OPEN,
    *does("rita", ("press", "Is it true?", "Is it true?"), ("press", "True", "Claim {n} is yours until")),
)
EXPLAIN = (*TAKE, Step("rita", "say", REASON, "Preview."))
PUBLISH = (
    *EXPLAIN,
    Step("rita", "press", "Publish", "Published. Claim {n}: True"),
    sees("alice", "We write again only if this changes."),
)
PROPOSE = (*EXPLAIN, Step("rita", "press", "Publish", "Claim {n} waits for a second reviewer."))
LOOK = (
    *PROPOSE,
    *does(
        "ravi",
        ("open", "", "Claim {n} · one rating given"),
        ("press", "Is it true?", "Somebody rated it before you."),
    ),
)
DISPUTE = (
    *LOOK,
    Step("ravi", "press", "False", "You two differ."),
    sees("rita", "A second reviewer sees it differently. An editor decides."),
)
DECIDE = (
    *DISPUTE,
    *does(
        "edda", ("open", "", "Claim {n} · an editor decides"), ("press", "Decide", "Claim {n}: two ratings")
    ),
)
DISMISS = (
    *OPEN,
    *does(
        "rita", ("press", "Set aside", "Why set it aside?"), ("press", "Too vague", "Claim {n} · set aside")
    ),
)
EDITOR = Step("edda", "open", "", "Claim {n} ·", alone=True)
SEND_BACK = (
    Step("edda", "say", "The log is from July, please look again.", "Claim {n} · being checked until"),
    sees("rita", "It is yours again."),
)
ONE, TWO, UNDO = Rules(undo_seconds=0), Rules(quorum=2, undo_seconds=0), Rules(undo_seconds=30)

ROWS: tuple[tuple[Act, Rules, tuple[Step, ...]], ...] = (
    (
        Act.ASK,
        ONE,
        (
            *PUBLISH,
            Step("omar", "open", "", "True"),
            Step("omar", "press", "Follow", "Claim {n} · checked · 2 people asked"),
        ),
    ),
    (Act.TAKE, ONE, TAKE),
    (
        Act.TAKE,  # when the time of another ran out
        ONE,
        (
            *TAKE,
            Step("rita", "time runs out", "", ""),
            *does("ravi", ("open", "", "Claim {n} · not checked"), ("press", "Is it true?", "Is it true?")),
            Step("ravi", "press", "False", "Claim {n} is yours until"),
        ),
    ),
    (
        Act.ASSIGN,
        ONE,
        (
            EDITOR,
            Step("edda", "press", "Give to…", "Who should check it?"),
            Step("edda", "press", "Ravi", "Claim {n} · being checked until"),
            sees("ravi", "An editor asks you to check claim {n}. It is yours until"),
        ),
    ),
    (
        Act.RATE,
        ONE,
        (
            *TAKE,
            *does(
                "rita",
                ("press", "Change rating", "Choosing one takes"),
                ("press", "False", "Is it true? False"),
            ),
        ),
    ),
    (
        Act.RENEW,
        ONE,
        (
            *TAKE,
            Step("rita", "job", "running-out", "only.", alone=True),
            Step("rita", "press", "I am still at it", "Claim {n} is yours until", alone=True),
        ),
    ),
    (
        Act.STOP,
        ONE,
        (*TAKE, Step("rita", "press", "Stop", "Claim {n} is free again. Nothing was published.")),
    ),
    (
        Act.LAPSE,
        ONE,
        (
            *TAKE,
            Step("rita", "time runs out", "", ""),
            Step("rita", "job", "lapse", "Your time for claim {n} is over", alone=True),
        ),
    ),
    (Act.PROPOSE, TWO, PROPOSE),
    (
        Act.SECOND,
        TWO,
        (
            *LOOK,
            Step("ravi", "press", "True", "Published. Claim {n}: True"),
            sees("rita", "Claim {n}: A second reviewer agrees: it is published."),
            sees("alice", "We write again only if this changes."),
        ),
    ),
    (Act.DISPUTE, TWO, DISPUTE),
    (
        Act.RULE,
        TWO,
        (
            *DECIDE,
            Step("edda", "press", "Ravi", "Claim {n}: the second rating is to stand."),
            Step("edda", "say", "That log is from July. https://example.org/june", "Preview."),
            Step("edda", "press", "Publish", "Published. Claim {n}: False"),
            sees("rita", "Claim {n}: An editor has decided for the other rating. Published: False."),
            sees("ravi", "Claim {n}: An editor has decided for your rating. Published: False."),
            sees("alice", "❌ False"),
        ),
    ),
    (Act.RETURN, TWO, (*DECIDE, Step("edda", "press", "Send back", "Why does it go back?"), *SEND_BACK)),
    (
        Act.RETURN,
        TWO,
        (*PROPOSE, EDITOR, Step("edda", "press", "Send back", "Why does it go back?"), *SEND_BACK),
    ),
    (Act.PUBLISH, ONE, PUBLISH),
    (
        Act.UNDO,
        UNDO,
        (
            *EXPLAIN,
            Step("rita", "press", "Publish", "1 person who asked will be told in 30 seconds."),
            Step("rita", "press", "Undo", "Preview. Only you see this."),
        ),
    ),
    (
        Act.REOPEN,
        ONE,
        (
            *PUBLISH,
            *does(
                "ravi", ("open", "", "Claim {n} · checked"), ("press", "Look again", "Why look at it again?")
            ),
            Step("ravi", "say", "There is a newer log.", "Claim {n} · being checked again"),
        ),
    ),
    (
        Act.APPEAL,
        ONE,
        (
            *PUBLISH,
            Step("alice", "press", "Is this wrong?", "What is wrong with it?", alone=True),
            Step(
                "alice",
                "say",
                "The log counts flats.",
                "The desk looks at it again, and you hear",
                alone=True,
            ),
            sees("rita", "Somebody says this is wrong."),
        ),
    ),
    (
        Act.EXPIRE,
        ONE,
        (*PUBLISH, Step("rita", "job", "expire", "Your verdict on claim {n} is out of date", alone=True)),
    ),
    (
        Act.WITHDRAW,
        ONE,
        (
            *PUBLISH,
            EDITOR,
            Step("edda", "press", "Withdraw", "Why is it withdrawn?"),
            Step("edda", "say", "The log was forged.", "Claim {n} · withdrawn"),
            sees("alice", "Withdrawn. What we told you of this claim does not stand any more:"),
        ),
    ),
    (Act.DISMISS, ONE, DISMISS),
    (Act.RESTORE, ONE, (*DISMISS, Step("rita", "press", "Bring back", "Claim {n} · not checked"))),
    (
        Act.MERGE,
        ONE,
        (
            *OPEN,
            *does("rita", ("press", "Same as…", "Which claim is it the same as?")),
            Step("rita", "say", "{other}", "Are these the same?"),
            Step("rita", "press", "Yes, the same", "Claim {n} · part of claim {other}"),
        ),
    ),
    (
        Act.SPLIT,
        ONE,
        (
            *OPEN,
            *does("rita", ("press", "Same as…", "Which claim is it the same as?")),
            Step("rita", "say", "{other}", "Are these the same?"),
            Step("rita", "press", "Yes, the same", "Claim {n} · part of claim {other}"),
            Step("rita", "press", "Not the same after all", "Claim {n} · not checked"),
        ),
    ),
    (
        Act.REWORD,
        ONE,
        (
            *OPEN,
            *does("rita", ("press", "Edit wording", "Send it as one neutral sentence")),
            Step("rita", "say", "On 3 June 2024, {n}00 homes had no water.", "{n}00 homes had no water"),
        ),
    ),
)


def test_every_act_of_the_table_is_played() -> None:
    assert {act for act, *_ in ROWS} == {act for _, act in TRANSITIONS}


@dataclass
class Stage:
    """Where the team meets: everybody's private chat, or a group, perhaps in a topic of it."""

    people: dict[str, User]
    database: Database
    group: Group | None = None
    topic: int | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    begun: int = 0
    """When the present row began, in the emulator's count of changes."""
    answer: Press | None = None
    """The newest press."""
    seen: dict[str, Message] = field(default_factory=dict)
    """The message that each of them looks at."""

    async def claim(self) -> int:
        number = next(self.numbers)
        street = "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))  # no figures: they may be joined
        text = f"The homes in {street} Street had no water."
        async with self.database.write() as session:
            session.add(Claim(id=number, text=text, twin_key=twin_key(text), state="asked"))
            await session.flush()
            session.add(Ask(claim_id=number, person_id=self.people["alice"].id))
        return number

    async def play(self, steps: tuple[Step, ...]) -> int:
        other, number = await self.claim(), await self.claim()
        self.begun = next(iter(self.people.values())).emulator.changes
        for step in steps:
            words = [part.format(n=number, other=other) for part in (step.what, step.sees)]
            await self.do(replace(step, what=words[0], sees=words[1]), number)
        return number

    async def do(self, step: Step, number: int) -> None:
        who = self.people[step.who]
        in_group = self.group is not None and not step.alone and step.who not in ("alice", "omar")
        mark = who.emulator.changes
        match step.how:
            case "open":
                place = {"chat": self.group, "topic": self.topic} if in_group else {}
                who.say(f"/claim {number}", **place)  # type: ignore[arg-type]
            case "press":
                self.answer = who.press(self.seen[step.who], step.what)
            case "say" if self.seen[step.who].chat.is_private:
                who.say(step.what)
            case "say":
                who.reply(self.seen[step.who], step.what)
            case "time runs out":
                await self.change(number, assigned_until=now() - timedelta(minutes=1))
                return
            case "job":
                await self.make_due(step.what, number)
            case "see":
                mark = self.begun
        self.seen[step.who] = await self.wait(who, step.sees, mark, f"{number}: {step}")

    async def wait(self, who: User, text: str, mark: int, step: str) -> Message:
        chats = [who.chat, *([self.group.chat] if self.group else [])]

        def find() -> Message | None:
            found = [message for chat in chats for message in chat.messages if message.by_bot]
            found = [message for message in found if message.changed > mark and text in message.text]
            return max(found, key=lambda message: message.changed, default=None)

        try:
            seen = await who.emulator.until(find, 30)
        except TimeoutError:
            shown = [message for chat in chats for message in chat.messages[-4:]]
            raise TimeoutError(
                f"{step}\n{self.answer and self.answer.answer}\n" + "\n".join(map(repr, shown))
            ) from None
        assert seen is not None
        if not seen.chat.is_private:
            assert seen.topic == self.topic, "answers stay in the topic"
        return seen

    async def change(self, number: int, **values: object) -> None:
        async with self.database.write() as session:
            await session.execute(update(Claim).where(col(Claim.id) == number).values(**values))

    async def make_due(self, kind: str, number: int) -> None:
        async with self.database.write() as session:
            claim = await session.get(Claim, number)
            assert claim is not None
            await jobs.put(session, kind, number, {"verdict": claim.verdict_id})

    async def obey(self, wanted: Rules) -> None:
        async with self.database.write() as session:
            for name in ("quorum", "undo_seconds"):
                await session.merge(Setting(name=name, value=getattr(wanted, name)))


@pytest.mark.parametrize("where", ["private", "group", "topic"])
async def test_each_row_of_the_table_is_a_conversation(
    where: str, emulator: Emulator, database_url: str, tmp_path: Path
) -> None:
    boss, omar = emulator.user("Boss"), emulator.user("Omar")
    group = emulator.group("Reviewers", [boss], forum=where == "topic") if where != "private" else None
    topic = group.add_topic("Claims", boss) if group is not None and where == "topic" else None
    place = {"review_chat": group.id, "review_topic": topic} if group is not None else {}
    async with team(emulator, database_url, tmp_path, **place) as (people, database):
        omar.start()
        for user in (people.rita, people.ravi, people.edda) if group is not None else ():
            group.add(user)
        stage = Stage(named(people) | {"omar": omar}, database, group, topic)
        for act, wanted, steps in ROWS:
            await stage.obey(wanted)
            number = await stage.play(steps)
            async with database.read() as session:
                events = select(col(Event.kind)).where(col(Event.claim_id) == number)
                kinds = (await session.execute(events)).scalars().all()
            assert act in kinds or act is Act.ASK, f"claim {number}: {act} is not on record, only {kinds}"
        await emulator.idle()


def named(people: Team) -> dict[str, User]:
    return {"alice": people.alice, "rita": people.rita, "ravi": people.ravi, "edda": people.edda}
