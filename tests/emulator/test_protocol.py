"""Requests that python-telegram-bot would never make, sent raw; each is noted in a readable sentence."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from . import Emulator, User


@pytest.fixture
def address(emulator: Emulator) -> str:
    return f"{emulator.base_url}{emulator.token}"


async def post(address: str, method: str, **arguments: Any) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.post(f"{address}/{method}", **arguments)


async def test_forms_multipart_json_and_query_say_the_same(address: str, alice: User) -> None:
    fields = {"chat_id": str(alice.id), "text": "hello"}
    for arguments in (
        {"data": fields},
        {"json": fields},
        {"params": fields},
        {"files": {k: (None, v) for k, v in fields.items()}},
    ):
        response = await post(address, "sendMessage", **arguments)
        assert response.json()["result"]["text"] == "hello"
    nested = {"chat_id": alice.id, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1}]}
    assert (await post(address, "SENDMESSAGE", json=nested)).json()["result"]["entities"] == nested[
        "entities"
    ]


async def test_an_unknown_method_is_not_found(emulator: Emulator, address: str) -> None:
    response = await post(address, "sendTelegram")
    assert response.status_code == 404
    assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert emulator.take_violations() == ["sendTelegram: no such method"]


async def test_a_wrong_token_is_unauthorized(emulator: Emulator) -> None:
    response = await post(f"{emulator.base_url}7000000001:wrong", "getMe")
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


NOTED = [
    ({"txet": "x"}, "unknown parameter txet"),
    ({"disable_notification": "maybe"}, "disable_notification: Input should be a valid boolean"),
    (
        {"entities": '[{"type": "bold", "offset": 0, "length": 1, "colour": 1}]'},
        "unknown parameter entities.colour",
    ),
    (
        {"reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b", "icon": "c"}]]}'},
        "unknown parameter reply_markup.inline_keyboard.icon",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence"), NOTED)
async def test_parameters_telegram_does_not_know_are_noted(
    emulator: Emulator, address: str, alice: User, wrong: dict[str, str], sentence: str
) -> None:
    response = await post(address, "sendMessage", data={"chat_id": alice.id, "text": "x"} | wrong)
    assert response.status_code == 200
    (noted,) = emulator.take_violations()
    assert noted.startswith(f"sendMessage: {sentence}")


async def test_a_malformed_button_or_result_is_named(emulator: Emulator, address: str, alice: User) -> None:
    buttons = {"inline_keyboard": [[{"label": "x", "callback_data": "y"}]]}
    await post(address, "sendMessage", json={"chat_id": alice.id, "text": "x", "reply_markup": buttons})
    untitled = {"type": "article", "id": "1", "input_message_content": {"message_text": "x"}}
    await post(address, "answerInlineQuery", json={"inline_query_id": "?", "results": [untitled]})
    assert emulator.take_violations() == [
        "sendMessage: inline_keyboard.0.0.text: Field required",
        "a button that Telegram refuses: Bad Request: inline keyboard button text must be non-empty",
        "answerInlineQuery: results.0.InlineQueryResultArticle.title: Field required",
        "answerInlineQuery: too late or unknown: 'unknown id'",
    ]


REFUSED = [
    ({"chat_id": "1"}, "Bad Request: message text is empty"),
    ({"text": "x"}, "Bad Request: chat_id is empty"),
    (
        {"chat_id": "1", "text": "x", "reply_markup": "{"},
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
]


@pytest.mark.parametrize(("fields", "description"), REFUSED)
async def test_malformed_requests_are_refused_and_noted(
    emulator: Emulator, address: str, fields: dict[str, str], description: str
) -> None:
    response = await post(address, "sendMessage", data=fields)
    assert (response.status_code, response.json()["description"]) == (400, description)
    assert emulator.take_violations()


async def test_a_body_that_is_no_json_is_refused(emulator: Emulator, address: str) -> None:
    response = await post(address, "getMe", content=b"{", headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert emulator.take_violations() == ["getMe: Bad Request: can't parse JSON object"]


async def test_a_method_the_emulator_lacks_is_noted(emulator: Emulator, address: str, alice: User) -> None:
    await post(address, "sendDice", data={"chat_id": alice.id})
    assert emulator.take_violations() == ["sendDice: the emulator does not know this method yet"]


async def test_every_request_is_logged_with_its_outcome(
    emulator: Emulator, address: str, alice: User
) -> None:
    await post(address, "sendMessage", data={"chat_id": alice.id, "text": "x"})
    await post(address, "deleteMessage", data={"chat_id": alice.id, "message_id": 99})
    sent, deleted = emulator.sent
    assert (sent.method, sent.chat_id, sent.text, sent.error) == ("sendMessage", alice.id, "x", "")
    assert deleted.error == "Bad Request: message to delete not found"
    assert emulator.requests("deleteMessage") == [deleted]
