"""The two bots of one token: the sender's, which talks to Telegram, and the handlers', which may not."""

import json
from abc import abstractmethod
from typing import Any

from telegram import Bot, User
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.settings import Settings

CONNECTIONS = 32
"""Eight sends, twenty inline answers, and some to spare."""


class HandlersMaySendNothingError(RuntimeError):
    """A handler called Telegram. It must write to the outbox instead, in its transaction."""


class WithoutNetwork(BaseRequest):
    """Answers a bot's requests in this process."""

    @abstractmethod
    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """Telegram's answer, as in its JSON, to one method with its parameters and files."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        given = request_data.parameters | (request_data.multipart_data or {}) if request_data else {}
        answer = self.answer(url.rpartition("/")[2], given)
        return answer.get("error_code", 200), json.dumps(answer).encode()


class NoRequests(WithoutNetwork):
    """Answers getMe from what is known already, and refuses everything else."""

    def __init__(self, me: User) -> None:
        self._me = me

    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        if method != "getMe":
            raise HandlersMaySendNothingError(f"a handler called {method}; write to the outbox instead")
        return {"ok": True, "result": self._me.to_dict()}


def sending_bot(settings: Settings, request: BaseRequest | None = None) -> Bot:
    """The bot that talks to Telegram, or to whatever stands in for it (`request`)."""
    token = settings.token.get_secret_value() if settings.token else "0:local"
    base = settings.api_url.rstrip("/")
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request
        or HTTPXRequest(connection_pool_size=CONNECTIONS, read_timeout=20, connect_timeout=10),
        get_updates_request=request
        or HTTPXRequest(connection_pool_size=1, read_timeout=40, connect_timeout=10),
    )


def handling_bot(me: User) -> ExtBot[None]:
    """The bot that handlers see: it knows who it is and sends nothing."""
    return ExtBot(f"{me.id}:handlers", request=NoRequests(me), get_updates_request=NoRequests(me))
