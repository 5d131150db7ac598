"""Who is there: everybody is met before anything else happens, and leaving is noticed."""

from telegram import ChatMember, Update
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from storage import people, rules


async def meet(update: Update, context: Context) -> None:
    """Knows the person behind the update; an update without one (a channel's post) ends here."""
    user = update.effective_user
    if user is None or user.is_bot:
        raise ApplicationHandlerStop
    context.desk = context.desk.under(await rules.load(context.session, context.desk.rules))
    context.person = await people.meet(
        context.session, user.id, user.full_name, user.username, user.language_code, context.desk.admins
    )
    message = update.message
    if message is not None and message.chat.type == message.chat.PRIVATE:
        context.person.started, context.person.blocked = True, False
        context.session.add(context.person)


async def came_or_went(update: Update, context: Context) -> None:
    """Somebody blocked the bot, or lets it write again."""
    change = update.my_chat_member
    if change is None or change.chat.type != change.chat.PRIVATE:
        return
    gone = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    context.sender.blocked, context.sender.started = gone, not gone
    context.session.add(context.sender)
