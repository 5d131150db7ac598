"""Every handler, in the order in which they are tried; the first that fits handles the update."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    aliases,
    cards,
    decisions,
    errors,
    history,
    inline,
    people,
    pointing,
    press,
    queue,
    receive,
    review,
    second,
    settings,
    start,
    stats,
    team,
)
from handlers.context import Context

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


class Addressed(filters.MessageFilter):
    """In a group the bot is silent unless it is mentioned, or somebody replies to it."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
            return True
        return f"@{bot.username}".lower() in (message.text or message.caption or "").lower()


NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT  # a card shared in our own chat is no article
FOR_US = NEW & (filters.ChatType.PRIVATE | (filters.ChatType.GROUPS & Addressed()))
TEXT = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    add = application.add_handler

    # Before all others: whoever wrote is known. It also makes sure that a context is built for every update.
    add(TypeHandler(Update, people.meet), group=-1)

    # Commands. Filters keep edits out: "/start" corrected to "/start." is no second start.
    commands: dict[str, Handler] = {
        "start": start.start,
        "help": start.help_,
        "invite": start.invite,
        "claim": pointing.claim,
        "team": team.team,
        "role": team.role,
        "audit": team.audit,
        "alias": aliases.alias,
        "settings": settings.settings,
        "privacy": team.privacy,
        "stats": stats.show,
        "queue": queue.queue,
        "mine": queue.mine,
        "find": queue.find,
        "following": queue.following,
    }
    for name, handler in commands.items():
        add(CommandHandler(name, handler, filters=NEW))

    # Presses, by what their data says; a press that no action claims comes from an older version.
    presses: dict[str, Handler] = {
        "summary": cards.show_summary,
        "card": cards.open_card,
        "ask": cards.ask,
        "missed": pointing.missed,
        "whole": pointing.whole,
        "axis": review.choose,
        "rate": review.rate,
        "publish": review.publish,
        "edit": review.edit,
        "kind": review.choose_kind,
        "comment": review.turn_comment,
        "again": review.turn_review_by,
        "wording": review.reword,
        "second": second.rate,
        "why": second.say_why,
        "dispute": second.show_dispute,
        "rule": second.rule,
        "sendback": decisions.send_back,
        "assign": decisions.assign,
        "give": decisions.give,
        "aside": decisions.set_aside,
        "dismiss": decisions.dismiss,
        "restore": decisions.restore,
        "same": decisions.show_matches,
        "match": decisions.decide_match,
        "merge": decisions.join,
        "split": decisions.split,
        "reword": decisions.reword,
        "reopen": decisions.reopen,
        "withdraw": decisions.withdraw,
        "wrong": decisions.wrong,
        "never": decisions.never_mind,
        "stop": review.stop,
        "resume": review.resume,
        "renew": review.renew,
        "undo": review.undo,
        "history": history.show,
        "history_file": history.send_file,
        "settings": settings.settings,
        "setting": settings.choose,
        "set": settings.change,
        "label": settings.choose_label,
        "audit": team.turn_audit,
        "aliases": aliases.turn,
        "unalias": aliases.remove,
        "erase": team.erase,
        "back": queue.back,
        "queue": queue.turn,
        "following": queue.turn_following,
        "unfollow": queue.unfollow,
        "refresh": inline.refresh,
    }
    for action, handler in presses.items():
        add(press.handler(action, handler))
    add(CallbackQueryHandler(start.stale_button))

    # Texts: the answer to a question of ours, a passage of an article, or an article.
    add(MessageHandler(FOR_US & TEXT, receive.receive))

    # What is left of what people send, so that nobody waits for an answer that never comes.
    private = NEW & filters.ChatType.PRIVATE
    add(MessageHandler(private & filters.COMMAND, start.unknown))
    add(MessageHandler(private & ~filters.StatusUpdate.ALL, start.not_text))
    add(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & TEXT, start.edited))

    # No answer: counted, or noted.
    add(ChosenInlineResultHandler(inline.choose))
    add(ChatMemberHandler(people.came_or_went, ChatMemberHandler.MY_CHAT_MEMBER))

    application.add_error_handler(errors.keep)
