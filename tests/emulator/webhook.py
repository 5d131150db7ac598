"""Updates pushed to the bot's own address: in order within a lane, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from .errors import bad_request, conflict
from .parameters import Call
from .text import Json
from .updates import Update

if TYPE_CHECKING:
    from .emulator import Emulator

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error = ""
        self.last_error_at = 0
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._connections = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None

    def set(self, call: Call) -> None:
        """setWebhook; an empty url is deleteWebhook. Raises ApiError 400."""
        url, secret = call.text("url"), call.text("secret_token")
        if not url:
            self.delete(call.flag("drop_pending_updates"))
            return
        if not _acceptable(url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._stop_lanes()
        self.url, self.secret = url, secret
        self.max_connections = call.number("max_connections", 40)
        self._connections = asyncio.Semaphore(self.max_connections)
        updates = self.emulator.updates
        updates.end_poll(conflict("terminated by setWebhook request"))
        if "allowed_updates" in call.params:
            updates.allowed = call.list("allowed_updates")
        if call.flag("drop_pending_updates"):
            updates.pending.clear()
        updates.wake_webhook = self.wake
        self.wake()

    def delete(self, drop_pending: bool) -> None:
        self._stop_lanes()
        self.url = self.secret = ""
        if drop_pending:
            self.emulator.updates.pending.clear()

    def info(self) -> Json:
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.emulator.updates.pending),
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if self.url and self.last_error:
            info |= {"last_error_date": self.last_error_at, "last_error_message": self.last_error}
        if self.emulator.updates.allowed:
            info["allowed_updates"] = self.emulator.updates.allowed
        return info

    def wake(self) -> None:
        if not self.url:
            return
        for lane in {update.lane for update in self.emulator.updates.pending.values()}:
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.get_running_loop().create_task(self._deliver_lane(lane))

    async def _deliver_lane(self, lane: tuple[str, int]) -> None:
        updates, pause = self.emulator.updates, self.emulator.webhook_backoff[0]
        while update := next((u for u in updates.pending.values() if u.lane == lane), None):
            async with self._connections:
                problem = await self._post(update)
            if not problem:
                updates.done(update)
                pause = self.emulator.webhook_backoff[0]
                continue
            self.last_error, self.last_error_at = problem, int(self.emulator.now())
            self.emulator.note_change()
            await asyncio.sleep(pause)
            pause = min(pause * 2, self.emulator.webhook_backoff[1])
            updates.expire()
        del self._lanes[lane]

    async def _post(self, update: Update) -> str:
        """What went wrong, in the words of getWebhookInfo; empty when the bot said 2xx."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.emulator.webhook_timeout)
            self._session = aiohttp.ClientSession(timeout=timeout)
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        update.deliveries += 1
        try:
            async with self._session.post(self.url, json=update.payload, headers=headers) as response:
                await response.read()
                if response.status // 100 == 2:
                    return ""
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError:
            return "Connection reset by peer"

    def _stop_lanes(self) -> None:
        for task in self._lanes.values():
            task.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        self._stop_lanes()
        if self._session is not None:
            await self._session.close()


def _acceptable(url: str) -> bool:
    """https anywhere, or, for tests, http on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return True
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
