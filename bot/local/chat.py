"""`claimdesk chat`: a conversation with the desk in this terminal, for one person who may do everything."""

import asyncio
import fcntl
import logging
import re
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text
from sqlalchemy import func, select
from sqlmodel import col

from bot import logs
from bot.errors import Failure
from bot.local import samples, screen
from bot.local.person import Person, start_parameter
from bot.local.telegram import BOT, PERSON, Button, Event, LocalTelegram, Result, Results, Shown, Toast
from bot.local.terminal import Terminal, terminal
from bot.running import running
from bot.settings import Settings
from bot.telegram_api import sending_bot
from storage import migrate
from storage.db import Database
from storage.tables import Inbox, Part, Sent

UNDO_SECONDS = 5
"""Nobody wants to wait a minute to see how it goes on."""
NUMBER = re.compile(r"(?:#?(\d+)\.)?(\d+)")
INLINE = re.compile(r"@(?:bot|claimdesk)\b\s*(.*)", re.IGNORECASE | re.DOTALL)
WELCOME = """\
[bold]ClaimDesk, in this terminal.[/bold] You are its admin, and nothing leaves this computer.

Paste an article, or type [bold]/sample[/bold] for one of ours. Type a [bold]number[/bold] to press a button.
[bold]@bot flood[/bold] looks up what is checked, as people do in any chat. [bold]/quit[/bold] leaves."""
SAMPLES = "The desk is new, so it begins with {count} sample checks, all of them invented."
UNDO = "A verdict can be undone for {seconds} seconds; then it is told and found."
OLDER = "A button of an older message: its number and the button's, as in 12.3."
PROBLEM = "Something went wrong. {log} says more."


Place = tuple[int | None, str | None]
"""Which message: its id, or the one it has in another chat."""


def chat(settings: Settings) -> None:
    """Runs until the person leaves. Raises Failure where the chat is open already."""
    folder = settings.index_folder.parent
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / "chat.lock"):
        logs.set_up(settings.log_level, file=folder / "chat.log")
        asyncio.run(_chat(local(settings), folder))


def local(settings: Settings) -> Settings:
    """The settings with what a terminal needs: one admin, no token, no waiting."""
    changes: dict[str, object] = {
        "token": None,
        "admins": frozenset({PERSON["id"]}),
        "send_per_chat": 1000,
    }
    if "undo_seconds" not in settings.model_fields_set:
        changes["undo_seconds"] = UNDO_SECONDS
    if "desk_name" not in settings.model_fields_set:
        changes["desk_name"] = "Example Desk"
    return settings.model_copy(update=changes)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two chats on one database would get each other's answers."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failure("the chat is open in another terminal already") from None
        yield


async def prepare(settings: Settings) -> tuple[int, int, int]:
    """Makes the database ready. Returns the next message id, the next update id, how many samples it got."""
    await asyncio.to_thread(migrate.upgrade, settings.database)
    database = Database(settings.database)
    try:
        added = await samples.add_to(database)
        async with database.read() as session:
            ours = [
                select(func.max(col(table.message_id))).where(col(table.bot_id) == BOT["id"])
                for table in (Sent, Part)
            ]
            messages = [(await session.execute(newest)).scalar() or 0 for newest in ours]
            updates = select(func.max(col(Inbox.update_id))).where(col(Inbox.bot_id) == BOT["id"])
            update_id = (await session.execute(updates)).scalar() or 0
    finally:
        await database.close()
    return max(messages) + 1, update_id + 1, added


async def _chat(settings: Settings, folder: Path) -> None:
    leave = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C where it is no key: while the desk opens
        asyncio.get_running_loop().add_signal_handler(number, leave.set)
    console = Console(highlight=False)
    with console.status("Opening the desk…"):
        next_message, next_update, added = await prepare(settings)
    conversation = Conversation(settings.desk_name)
    telegram = LocalTelegram(conversation.see, folder / "files", next_message)
    bot = sending_bot(settings, request=telegram)
    await bot.initialize()
    async with running(settings, bot) as desk:
        console.print(_welcome(settings, added))
        person = Person(telegram, desk.intake.accept, next_update)
        shown = terminal(folder / "chat.history", conversation.begin)
        with _problems(conversation, folder / "chat.log"):
            await conversation.run(person, shown, leave)
    console.print(Text(f"Bye. All of it is kept in {folder}/ for the next time.", style="dim"))


def _welcome(settings: Settings, added: int) -> RenderableType:
    notes = [
        *([SAMPLES.format(count=added)] if added else []),
        *([UNDO.format(seconds=settings.undo_seconds)] if settings.undo_seconds else []),
        OLDER,
    ]
    text = Text.from_markup(WELCOME)
    text.append("\n\n" + "\n".join(notes), "dim")
    return Padding(text, (1, 0))


class Conversation:
    """What was said and is visible, and what a typed line means in its light."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._console = Console(highlight=False)
        self._drawn: asyncio.Queue[RenderableType] = asyncio.Queue()
        self._offers: list[Shown | Results] = []
        """What can be chosen from by number, the newest last."""
        self._meant: Shown | Results | None = None
        """The newest offer when the person began to type: what they looked at."""
        self._last: Place | None = None
        """The message that was drawn last."""
        self._touched: Place | None = None
        """The message whose button was pressed last."""

    def see(self, event: Event) -> None:
        """Something became visible."""
        match event:
            case Shown():
                if self._is_far_up(event):
                    offers = [event if _same_place(each, event) else each for each in self._offers]
                    self._offers = [each for each in offers if _choices(each)]
                    return
                self._offers = [each for each in self._offers if not _same_place(each, event)]
                self._last = _place(event)
                self._draw(screen.shown(self._console, self._name, event))
            case Toast():
                self._draw(screen.toast(event))
            case Results():
                self._draw(screen.results(self._console, event))
        if not isinstance(event, Toast) and _choices(event):
            self._offers.append(event)

    def _is_far_up(self, shown: Shown) -> bool:
        """An older message that changes by itself changes out of sight, as on a phone."""
        return shown.edited and _place(shown) not in (self._last, self._touched)

    def begin(self) -> None:
        """The person begins to type. A message that comes now does not change what their number means."""
        self._meant = self._offers[-1] if self._offers else None

    def note(self, words: str) -> None:
        self._draw(screen.toast(Toast(words)))

    async def run(self, person: Person, terminal: Terminal, leave: asyncio.Event) -> None:
        """Talks until the person leaves, or `leave` is set."""
        drawing = asyncio.create_task(self._keep_drawing(terminal))
        try:
            while True:
                self._meant = None
                line = await _unless(leave, terminal.read())
                if line is None or line.strip().lower() in ("/quit", "/exit"):
                    return
                if line.strip():
                    await self.take(person, line.strip())
        finally:
            drawing.cancel()

    async def take(self, person: Person, line: str) -> None:
        """Does what a typed or pasted text asks for."""
        if number := NUMBER.fullmatch(line):
            await self._number(person, number[1], int(number[2]))
        elif words := INLINE.fullmatch(line):
            await person.look_up(words[1].strip())
        elif line == "/sample":
            article = samples.article()
            self._draw(screen.own(self._console, f"Forwarded from {article.channel}\n\n{article.text}"))
            await person.forward(article.text, article.channel, int(article.posted.timestamp()))
        else:
            self._draw(screen.own(self._console, line))
            self._last = self._touched = None
            await person.say(line)

    async def _number(self, person: Person, message: str | None, number: int) -> None:
        if message is not None:
            offer = next((each for each in self._offers if _is_message(each, int(message))), None)
        else:
            offer = self._meant or (self._offers[-1] if self._offers else None)
        choices = _choices(offer) if offer is not None else []
        if offer is None or not 1 <= number <= len(choices):
            self.note(f"There is no button {number}. {_range(len(choices))}".rstrip())
            return
        await self._choose(person, offer, choices[number - 1])

    async def _choose(self, person: Person, offer: Shown | Results, choice: "Button | Result") -> None:
        if isinstance(choice, Result) and isinstance(offer, Results):
            await person.choose(choice, offer.query)
            return
        assert isinstance(choice, Button)  # noqa: S101  (only inline answers hold anything else)
        self._touched = _place(offer) if isinstance(offer, Shown) else None
        self._draw(screen.pressed(choice.label))
        if choice.inline is not None:
            await person.look_up(choice.inline)
        elif choice.copy is not None:
            self.note(choice.copy)
        elif choice.url is not None:
            await self._open(person, choice.url)
        elif isinstance(offer, Results):
            await person.look_up(offer.query, offer.next_offset)
        else:
            await person.press(choice, offer)

    async def _open(self, person: Person, url: str) -> None:
        parameter = start_parameter(url)
        if parameter is None:
            self.note(url)
        else:
            await person.say(f"/start {parameter}".strip())

    def _draw(self, drawn: RenderableType) -> None:
        self._drawn.put_nowait(drawn)

    async def _keep_drawing(self, terminal: Terminal) -> None:
        while True:
            await terminal.print(await self._drawn.get())


async def _unless(leave: asyncio.Event, read: Coroutine[None, None, str | None]) -> str | None:
    """What is read; None when told to leave first."""
    reading, told = asyncio.create_task(read), asyncio.create_task(leave.wait())
    await asyncio.wait({reading, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if leave.is_set():
        reading.cancel()
        await asyncio.wait({reading}, timeout=2)
        return None
    return reading.result()


def _choices(offer: Event) -> "list[Button | Result]":
    """What the numbers stand for, in the order in which the screen counts them."""
    match offer:
        case Shown():
            return [button for row in offer.buttons for button in row]
        case Results():
            ask = [Button(offer.ask[0], url=start_url(offer.ask[1]))] if offer.ask else []
            more = [Button("Show more")] if offer.next_offset else []
            return [*ask, *offer.found, *more]
    return []


def _range(count: int) -> str:
    if not count:
        return ""
    return "The newest message has one button: 1." if count == 1 else f"The newest are 1 to {count}."


def start_url(parameter: str) -> str:
    return f"https://t.me/{BOT['username']}?start={parameter}"


def _place(shown: Shown) -> Place:
    return shown.id, shown.inline_id


def _same_place(offer: Shown | Results, shown: Shown) -> bool:
    """Whether a message takes the place of one that is visible."""
    return isinstance(offer, Shown) and _place(offer) == _place(shown)


def _is_message(offer: Shown | Results, number: int) -> bool:
    return isinstance(offer, Shown) and offer.id == number


@contextmanager
def _problems(conversation: Conversation, log: Path) -> Iterator[None]:
    """Says on the screen that something went wrong; the log has the rest."""

    class Notice(logging.Handler):
        def emit(self, _: logging.LogRecord) -> None:
            conversation.note(PROBLEM.format(log=log))

    notice = Notice(logging.ERROR)
    logging.getLogger().addHandler(notice)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(notice)
