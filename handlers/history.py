"""The history of a claim: a message in the place of its card, and the whole of it as a file."""

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.guards import with_team
from handlers.replies import answer, replace, say
from handlers.texts import history as texts
from handlers.texts import review as review_texts
from storage import history, outbox
from storage.history import History
from storage.roles import Role
from storage.types import now


async def show(update: Update, context: Context) -> None:
    """ "History" on a card. In a group the card stays, since others look at it too."""
    found = await _load(update, context)
    if found is None:
        return
    claim, occurrence, submission = map(int, press.of(update).args)
    team = with_team(update, context, Role.REVIEWER)
    message = texts.message(found, (claim, occurrence, submission), now(), team=team)
    if context.place(update).chat_id == context.sender.id:
        await replace(update, context, message)
    else:
        await answer(update, context)
        await say(update, context, message)


async def send_file(update: Update, context: Context) -> None:
    """ "As a file"."""
    found = await _load(update, context)
    if found is None:
        return
    team = with_team(update, context, Role.REVIEWER)
    file = texts.file(found, now(), context.desk.name, team=team)
    await answer(update, context)
    key = f"file:{update.update_id}"
    await outbox.post_file(context.session, context.place(update), key, file)


async def _load(update: Update, context: Context) -> History | None:
    """Readers see the history of what was published, nothing of what was not."""
    found = await history.load(context.session, press.of(update).number(0))
    if found is not None and (
        with_team(update, context, Role.REVIEWER) or texts.told(found, now(), team=False)
    ):
        return found
    await answer(update, context, review_texts.GONE, alert=True)
    return None
