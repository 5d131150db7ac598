"""/stats: the desk in numbers, as a picture with the same in words."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers import drawing
from handlers.context import Context
from handlers.guards import with_team
from handlers.texts import stats as texts
from handlers.tools import Tools, Write
from storage import jobs, rules, stats
from storage.jobs import Job
from storage.outbox import File, Message, Place, post, post_file
from storage.roles import Role
from storage.types import now


async def show(update: Update, context: Context) -> None:
    """/stats. Counting and drawing take a second, so a job does them, one for each chat at a time.

    Who asks again meanwhile gets that one picture.
    """
    place = context.place(update)
    where = [place.bot_id, place.chat_id, place.thread_id]
    team = with_team(update, context, Role.REVIEWER)
    payload = {"team": team, "place": where, "update": update.update_id}
    await jobs.put_once(context.session, "stats", ":".join(map(str, where)), payload)


async def draw(tools: Tools, job: Job) -> Write:
    """Counts, draws and sends."""
    at = now()
    async with tools.database.read() as session:
        found = await stats.load(session, at)
        desk = (await rules.load(session, tools.desk.rules)).desk_name
    place = Place(*job.payload["place"])
    number = job.payload["update"]
    if not found.total and not found.open and not found.shared:
        return _say(place, f"reply:{number}", Message(texts.NOTHING))
    team = bool(job.payload["team"])
    picture = await asyncio.to_thread(drawing.draw, found, desk, at, team=team)
    caption = texts.caption(found, desk, team=team)
    file = File("desk-in-numbers.png", picture, caption, is_picture=True)

    async def write(session: AsyncSession) -> None:
        await post_file(session, place, f"file:{number}", file)

    return write


def _say(place: Place, key: str, message: Message) -> Write:
    async def write(session: AsyncSession) -> None:
        await post(session, place, key, message)

    return write
