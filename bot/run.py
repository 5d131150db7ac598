"""`claimdesk run`: the bot on Telegram, polling or behind a webhook, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import uvicorn
from telegram import Bot, BotCommandScopeAllGroupChats
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.intake import ALLOWED, poll, web_app
from bot.local import samples
from bot.running import Running, running
from bot.settings import Settings, SettingsError
from bot.telegram_api import sending_bot
from bot.tuning import tune
from handlers import menus

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Raises SettingsError for a setting that cannot work."""
    if settings.token is None:
        raise SettingsError(
            "CLAIMDESK_TOKEN is not set; get a token from @BotFather, or run `claimdesk chat`"
        )
    known = [settings.token, settings.webhook_secret]
    logs.set_up(settings.log_level, tuple(secret.get_secret_value() for secret in known if secret))
    tune()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await serve(settings, told)


async def serve(settings: Settings, told: asyncio.Event) -> None:
    """The whole bot, until `told` is set; then everything in hand is finished."""
    bot = sending_bot(settings)
    await _connect(bot, told)
    if told.is_set():
        return
    async with running(settings, bot) as desk:
        if taken := await samples.take_out(desk.database):
            log.info("%d sample checks of the local chat are withdrawn.", taken)
        log.info("ClaimDesk runs as @%s.", bot.username)
        stopped = asyncio.create_task(_stop(told, desk))
        try:
            if settings.webhook_url:
                await _webhook(settings, bot, desk)
            else:
                await _poll(bot, desk)
        finally:
            stopped.cancel()
    await bot.shutdown()
    log.info("ClaimDesk has stopped; nothing is lost.")


async def _stop(told: asyncio.Event, desk: Running) -> None:
    await told.wait()
    desk.stop.set()


async def _connect(bot: Bot, told: asyncio.Event) -> None:
    """Asks Telegram who we are; keeps asking while it cannot be reached."""
    while not told.is_set():
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise SettingsError(
                "CLAIMDESK_TOKEN is refused by Telegram; copy it from @BotFather again"
            ) from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again.", type(error).__name__)
            await asyncio.sleep(2)


async def _poll(bot: Bot, desk: Running) -> None:
    await _insist(bot.delete_webhook, desk)
    await _menus(bot, desk)
    await poll(desk.intake, bot, desk.stop)


async def _webhook(settings: Settings, bot: Bot, desk: Running) -> None:
    assert settings.webhook_url and settings.webhook_secret  # noqa: S101  (settings check them together)
    secret = settings.webhook_secret.get_secret_value()
    host, _, port = settings.listen.rpartition(":")
    app = web_app(desk.intake, urlsplit(settings.webhook_url).path or "/", secret)
    server = Server(
        uvicorn.Config(
            app, host=host.strip("[]"), port=int(port), log_config=None, access_log=False, lifespan="off"
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110  (uvicorn has no event for it)
        await asyncio.sleep(0.02)
    if not serving.done():
        url = settings.webhook_url
        await _insist(lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED), desk)
        await _menus(bot, desk)
        await asyncio.wait(
            {serving, asyncio.create_task(desk.stop.wait())}, return_when=asyncio.FIRST_COMPLETED
        )
    server.should_exit = True
    await serving


async def _menus(bot: Bot, desk: Running) -> None:
    """What everybody may do, in private and in groups; the team's own menus go through the outbox."""
    await _insist(lambda: bot.set_my_commands(menus.READER), desk)
    groups = BotCommandScopeAllGroupChats()
    await _insist(lambda: bot.set_my_commands(menus.GROUP, scope=groups), desk)
    async with desk.database.write() as session:
        await menus.give_all(session, bot.id)


class Server(uvicorn.Server):
    """Leaves signals to us: updates in hand are finished before anything closes."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _insist(request: Callable[[], Awaitable[object]], desk: Running) -> None:
    """Makes a request until it succeeds, or until told to stop."""
    while not desk.stop.is_set():
        try:
            await request()
            return
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again.", type(error).__name__)
            await asyncio.sleep(2)
