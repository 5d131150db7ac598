"""Hands an error to the worker, which rolls back: python-telegram-bot would only log it."""

from telegram.ext import ApplicationHandlerStop

from handlers.context import Context, current_run


async def keep(_: object, context: Context) -> None:
    current_run.get().error = context.error
    raise ApplicationHandlerStop
