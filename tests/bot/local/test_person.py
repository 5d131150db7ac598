"""What a person does, as the updates that Telegram makes of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.local.person import LIMIT, Person, cut, entities, start_parameter, units
from bot.local.telegram import Button, LocalTelegram, Shown

# text -> what Telegram marks in it
MARKED = [
    ("/start join-abc", [("bot_command", "/start")]),
    ("see https://example.org/a?b=1.", [("url", "https://example.org/a?b=1")]),
    ("(https://example.org/Town_(river))", [("url", "https://example.org/Town_(river)")]),
    ("“https://example.org/a”, he said", [("url", "https://example.org/a")]),
    ("on example.org/report and www.example.com, too",
     [("url", "example.org/report"), ("url", "www.example.com")]),
    ("🧩🧩 https://example.org 🧩", [("url", "https://example.org")]),
    ("mail a@example.org", []),
    ("@someone said #so", [("mention", "@someone"), ("hashtag", "#so")]),
    ("At 3.5 million, and/or 1/2 of it. The end", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_links_and_commands_are_marked(text: str, expected: list[tuple[str, str]]) -> None:
    encoded = text.encode("utf-16-le")
    found = [
        (
            each["type"],
            encoded[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le"),
        )
        for each in entities(text)
    ]
    assert found == expected


@given(st.text(max_size=200))
def test_entities_lie_within_the_text_and_apart(text: str) -> None:
    """A property: whatever is typed, Telegram's rules for offsets hold."""
    end = 0
    for each in entities(text):
        assert each["offset"] >= end and each["length"] > 0
        end = each["offset"] + each["length"]
    assert end <= units(text)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("short", [5]),
        ("a" * 5000, [4096, 904]),
        ("🧩" * 3000, [2048, 952]),
        (f"{'a' * 3000}\n{'b' * 3000}", [3000, 3000]),
        (f"{'a' * 10}\n{'b ' * 2500}".strip(), [4096, 913]),
    ],
)
def test_a_long_text_is_cut_as_a_client_cuts_it(text: str, lengths: list[int]) -> None:
    pieces = list(cut(text))
    assert [len(piece) for piece in pieces] == lengths
    assert all(units(piece) <= LIMIT for piece in pieces)


class Acts:
    """A person, and the updates of what they did."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.telegram = LocalTelegram(lambda _: None, Path())
        self.person = Person(self.telegram, self._accept)

    async def _accept(self, updates: list[dict[str, Any]]) -> None:
        self.updates += updates

    @property
    def last(self) -> Update:
        """As python-telegram-bot reads it."""
        return Update.de_json(self.updates[-1], None)


async def test_a_typed_text_is_a_private_message() -> None:
    acts = Acts()
    await acts.person.say("/start claim-3")
    message = acts.last.message
    assert message is not None and message.from_user is not None
    assert (message.text, message.chat.type, message.chat.id) == (
        "/start claim-3",
        "private",
        message.from_user.id,
    )
    assert [entity.type for entity in message.entities] == ["bot_command"]


async def test_updates_and_messages_are_numbered_on() -> None:
    acts = Acts()
    for text in ("one", "two", "three"):
        await acts.person.say(text)
    assert [each["update_id"] for each in acts.updates] == [1, 2, 3]
    assert [each["message"]["message_id"] for each in acts.updates] == [1, 2, 3]


async def test_claim_replies_to_the_newest_article() -> None:
    acts = Acts()
    await acts.person.say("An article of a few words.")
    await acts.person.say("/claim a few words")
    message = acts.last.message
    assert message is not None and message.reply_to_message is not None
    assert message.reply_to_message.text == "An article of a few words."


async def test_a_forward_says_where_it_comes_from() -> None:
    acts = Acts()
    await acts.person.forward("A post.", "Orsel Wire", 1_710_408_600)
    message = acts.last.message
    assert message is not None and message.forward_origin is not None
    assert message.forward_origin.to_dict()["chat"]["title"] == "Orsel Wire"
    assert message.forward_origin.date.isoformat() == "2024-03-14T09:30:00+00:00"


async def test_a_press_names_its_message() -> None:
    acts = Acts()
    await acts.person.press(Button("1", data="1:card:7:0:0"), Shown("text", id=5))
    query = acts.last.callback_query
    assert query is not None and query.message is not None
    assert (query.data, query.message.message_id, query.inline_message_id) == ("1:card:7:0:0", 5, None)


async def test_a_press_in_another_chat_names_the_shared_message() -> None:
    acts = Acts()
    await acts.person.press(Button("Refresh", data="1:refresh:7"), Shown("text", inline_id="abc"))
    query = acts.last.callback_query
    assert query is not None
    assert (query.message, query.inline_message_id) == (None, "abc")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://t.me/bot?start=claim-3", "claim-3"),
        ("https://t.me/bot", ""),
        ("https://t.me/another?start=claim-3", None),
        ("https://example.org/?start=claim-3", None),
    ],
)
def test_links_to_the_bot_are_known(url: str, expected: str | None) -> None:
    assert start_parameter(url) == expected
