"""Who may do what, checked at every press: a button is only data that anybody can forge."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Update

from handlers import press
from handlers.context import Context
from handlers.replies import answer, say
from handlers.texts import help as help_texts
from handlers.texts import review as texts
from storage import outbox
from storage.decisions import ChainError, TooManyAppealsError
from storage.review import MissingError, TakenError
from storage.roles import Role
from storage.tables import Claim
from storage.workflow import Act, ChangedMeanwhileError, NotAllowedError, allowed

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
OnClaim = Callable[[Update, Context, Claim], Coroutine[Any, Any, None]]


def needs(role: Role, act: Act | None = None) -> Callable[[OnClaim], Handler]:
    """For a press whose first argument is a claim: refuses whoever has not the role, and hands the claim on.

    With `act`, nothing is asked or offered where the claim's state does not allow that any more: the button is
    from an earlier version. Whatever else stands in the way is said in plain words, and nothing has changed.
    """

    def decorate(handler: OnClaim) -> Handler:
        @wraps(handler)
        async def guarded(update: Update, context: Context) -> None:
            if not Role(context.sender.role).includes(role):
                await answer(update, context, texts.REFUSALS[role], alert=True)
                return
            claim = await find_claim(context, press.of(update).number(0))
            if claim is None:
                await answer(update, context, texts.GONE, alert=True)
                return
            try:
                if act is not None and not allowed(claim.state, act, context.sender.role):
                    raise NotAllowedError(f"{act} is not possible for a claim that is {claim.state}")
                async with context.session.begin_nested():
                    await handler(update, context, claim)
            except tuple(PROBLEMS) as error:
                await answer(update, context, problem(error), alert=True)

        return guarded

    return decorate


def team(role: Role) -> Callable[[Handler], Handler]:
    """For a command or a press that is about the desk: refuses whoever has not the role, and answers only in
    private and in the reviewers' group, where nobody else reads along.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(update: Update, context: Context) -> None:
            if with_team(update, context, role):
                await handler(update, context)
                return
            allowed = Role(context.sender.role).includes(role)
            if update.callback_query is not None:
                text = help_texts.PRIVATE_ONLY if allowed else texts.REFUSALS[role]
                await answer(update, context, text, alert=True)
            elif allowed:
                await say(update, context, help_texts.private_only(context.desk.link("start")))
            else:
                await say(update, context, outbox.Message(texts.REFUSALS[role]))

        return guarded

    return decorate


def with_team(update: Update, context: Context, role: Role) -> bool:
    """Whether this is somebody with the role, in a chat where only the team reads along."""
    chat = context.place(update).chat_id
    return Role(context.sender.role).includes(role) and chat in (context.sender.id, context.desk.review_chat)


async def find_claim(context: Context, claim_id: int) -> Claim | None:
    """The claim as it is at this moment."""
    return await context.session.get(Claim, claim_id, populate_existing=True)


def problem(error: Exception) -> str:
    """What stood in the way, in plain words."""
    if isinstance(error, TakenError):
        return texts.taken(error.until)
    if isinstance(error, MissingError):
        return texts.STILL_NEEDS[error.what]
    return next(text for kind, text in PROBLEMS.items() if isinstance(error, kind))


PROBLEMS: dict[type[Exception], str] = {
    TakenError: "",
    MissingError: "",
    ChangedMeanwhileError: texts.CHANGED,
    NotAllowedError: texts.NOT_POSSIBLE,
    ChainError: texts.NO_MERGE,
    TooManyAppealsError: texts.APPEALED,
}
