"""Draws docs/conversation.svg: a real conversation, made through the local chat's stand-in for Telegram.

The handlers, the engine and the database are the real ones, on an empty desk with the sample checks. Only the
clock stands still, so that the same conversation gives the same picture. A test holds the picture to it.

usage: python -m scripts.picture
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from pydantic import SecretStr

from bot.local import samples
from bot.local.chat import local, prepare
from bot.local.markup import plain
from bot.local.person import Person
from bot.local.telegram import Event, LocalTelegram, Results, Shown
from bot.running import running
from bot.settings import Settings
from bot.telegram_api import sending_bot
from scripts.drawing import Bubble, Item, Offers, Pill, draw
from storage import types

PICTURE = Path(__file__).parent.parent / "docs" / "conversation.svg"
NAME = "Example Desk"
MOMENT = datetime(2024, 3, 14, 14, 40, tzinfo=UTC)
ARTICLE_SHOWN = 262
"""Characters of the article; the whole would fill the picture."""
REASON = "The 2.4 billion include a new dam that was planned before the flood. https://example.org/budget"
WORDS = "damage billion euros"
SECONDS = 20


def main() -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
    print(f"{PICTURE.name} is drawn.")


async def picture() -> str:
    """The picture as it is today."""
    with tempfile.TemporaryDirectory() as folder, _clock():
        return draw(NAME, await _conversation(Path(folder)))


def words(svg: str) -> list[str]:
    """The lines of text in a picture."""
    return [re.sub(r"<[^>]+>", "", line) for line in svg.splitlines() if line.startswith("<text")]


async def _conversation(folder: Path) -> list[Item]:
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None,
        database_url=SecretStr(f"sqlite:///{folder / 'desk.sqlite3'}"),
        desk_name=NAME,
        undo_seconds=0,
    )
    await prepare(settings)
    seen = _Seen()
    telegram = LocalTelegram(seen.append, folder)
    bot = sending_bot(local(settings), request=telegram)
    await bot.initialize()
    async with running(local(settings), bot) as desk:
        return await _talk(Person(telegram, desk.intake.accept), seen)


async def _talk(person: Person, seen: "_Seen") -> list[Item]:
    """What is said and pressed, and what is drawn of it."""
    article = samples.article()
    await person.forward(article.text, article.channel, int(article.posted.timestamp()))
    summary = await seen.message("claims found")
    await _press(person, summary, "2")
    card = await seen.message("not checked ·")
    await _press(person, card, "Is it true?")
    ratings = await seen.message("Choosing one takes the claim")
    await _press(person, ratings, "Missing context")
    await seen.message("is yours until")
    await person.say(REASON)
    preview = await seen.message("Preview")
    await _press(person, preview, "Publish")
    await seen.message("We write again only if this changes")
    found = await _looked_up(person, seen)
    begin = f"<i>Forwarded from {article.channel}</i>\n\n{article.text[:ARTICLE_SHOWN].rsplit(' ', 1)[0]}…"
    return [
        Bubble(begin, own=True),
        Bubble(summary.html, summary.buttons),
        Pill("You press 2"),
        Bubble(card.html, card.buttons),
        Pill("You press “Is it true?”, then “Missing context”"),
        Bubble(REASON, own=True),
        Bubble(preview.html, preview.buttons),
        Pill("You press Publish. In any other chat:"),
        Offers(f"@bot {WORDS}", found.found[:2]),
    ]


async def _press(person: Person, shown: Shown, label: str) -> None:
    button = next(each for row in shown.buttons for each in row if label in each.label)
    await person.press(button, shown)


async def _looked_up(person: Person, seen: "_Seen") -> Results:
    """The inline results, once the new verdict is among them: the index follows within a second."""
    async with asyncio.timeout(SECONDS):
        while True:
            await person.look_up(WORDS)
            results = await seen.results()
            if any("Missing context" in each.title for each in results.found):
                return results
            await asyncio.sleep(0.1)


class _Seen:
    """What became visible and was not looked at yet."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[Event] = asyncio.Queue()

    def append(self, event: Event) -> None:
        self._events.put_nowait(event)

    async def message(self, part: str) -> Shown:
        """The next message with these words; what comes before it is passed over."""
        async with asyncio.timeout(SECONDS):
            while True:
                event = await self._events.get()
                if isinstance(event, Shown) and part in plain(event.html):
                    return replace(event, edited=False)

    async def results(self) -> Results:
        async with asyncio.timeout(SECONDS):
            while not isinstance(event := await self._events.get(), Results):
                pass
            return event


@contextmanager
def _clock() -> Iterator[None]:
    """Begins the program's time anew at MOMENT; it goes on as it does, so that what is due comes due."""
    begun = datetime.now(UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return MOMENT + (datetime.now(tz) - begun)

    types.datetime = Clock  # type: ignore[misc,attr-defined]
    try:
        yield
    finally:
        types.datetime = datetime  # type: ignore[misc,attr-defined]


if __name__ == "__main__":
    main()
