"""What a button carries: a short, versioned text of 64 bytes at most. Whoever forges one gains nothing.

"1:card:214:12" is version 1, the action, then its numbers or codes. The role is checked at every press.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.context import Context
from storage.outbox import Button

VERSION = "1"
MAX_BYTES = 64
NUMBER = re.compile("[0-9]{1,16}")
"""As long as Telegram's ids may be. A page's number times its length still fits into both databases."""

# action -> what its arguments are. Numbers are ids (0 for none).
ACTIONS: dict[str, tuple[type, ...]] = {
    "summary": (int, int),  # submission, how many claims come before the page
    "card": (int, int, int),  # claim, occurrence, submission to go back to
    "ask": (int, int, int),  # the same: ask for this claim to be checked
    "missed": (int,),  # submission
    "whole": (int,),  # submission
    "axis": (int, int, int, str),  # the card, and truth or attribution
    "rate": (int, int, int, str),  # the card, and a rating's code
    "second": (int, int, int, str),  # the card, and the second reviewer's rating
    "kind": (int, str),  # claim; correction, update or refile
    "comment": (int,),  # claim: the next answer to "was the speaker asked?"
    "again": (int,),  # claim: the next date to look at it again
    "wording": (int,),  # claim, from a preview
    "stop": (int,),  # claim
    "resume": (int,),  # claim: where its owner left off
    "renew": (int,),  # claim: more time for it
    "publish": (int,),  # claim
    "edit": (int,),  # claim
    "undo": (int, int),  # claim, verdict
    "why": (int,),  # claim: what the second reviewer thinks
    "dispute": (int,),  # claim: both ratings, for an editor
    "rule": (int, int),  # claim, whose rating stands
    "sendback": (int,),  # claim
    "assign": (int, int, int),  # the card: to whom?
    "give": (int, int, int, int),  # the card, and the reviewer
    "aside": (int, int, int),  # the card: why set it aside?
    "dismiss": (int, int, int, str),  # the card, and the reason
    "restore": (int, int, int),  # the card
    "same": (int, int, int),  # the card: the earlier claims
    "match": (int, int, int, int, str),  # the card, the match, and what it is
    "merge": (int, int, int, int, int),  # the card, what it becomes part of, how both were worded
    "split": (int, int, int),  # the card: a claim of its own again
    "reword": (int, int, int),  # the card
    "reopen": (int, int, int),  # the card
    "withdraw": (int, int, int),  # the card
    "wrong": (int,),  # claim, under a verdict
    "never": (int, int, int),  # the card: no answer to a question
    "history": (int, int, int),  # the card
    "back": (),  # to the list that the message was opened from
    "queue": (int, str),  # page, the filter with = for :
    "following": (int, int),  # page, whether numbers stop following
    "unfollow": (int, int),  # claim, page
    "history_file": (int, int, int),  # the card
    "settings": (),
    "setting": (str,),  # a rule's name: its choices
    "set": (str, int),  # a rule's name and its value
    "label": (str,),  # a rating's code: another name for it
    "audit": (int,),  # page
    "aliases": (int,),  # page
    "unalias": (int, int),  # alias, page
    "erase": (int,),  # 0 asks, 1 erases, 2 keeps
    "refresh": (int,),  # claim, on a card shared through inline mode
}


@dataclass(frozen=True)
class Press:
    action: str
    args: tuple[int | str, ...]

    def number(self, index: int) -> int:
        return int(self.args[index])

    def code(self, index: int) -> str:
        return str(self.args[index])


def data(action: str, *args: int | str) -> str:
    """The text for a button. Raises ValueError for arguments that do not fit the action."""
    kinds = ACTIONS[action]
    if len(args) != len(kinds) or not all(
        isinstance(arg, kind) for arg, kind in zip(args, kinds, strict=True)
    ):
        raise ValueError(f"{action} takes {kinds}, not {args}")
    packed = ":".join([VERSION, action, *map(str, args)])
    if len(packed.encode()) > MAX_BYTES:
        raise ValueError(f"{packed} has more than {MAX_BYTES} bytes")
    return packed


def parse(packed: str) -> Press | None:
    """What a button says, or None for another version's or a forged one."""
    version, _, rest = packed.partition(":")
    action, *args = rest.split(":")
    kinds = ACTIONS.get(action)
    if version != VERSION or kinds is None or len(args) != len(kinds):
        return None
    if not all(kind is str or NUMBER.fullmatch(arg) for arg, kind in zip(args, kinds, strict=True)):
        return None
    return Press(action, tuple(kind(arg) for arg, kind in zip(args, kinds, strict=True)))


def button(label: str, action: str, *args: int | str) -> Button:
    return Button(label, data=data(action, *args))


def handler(
    action: str, callback: Callable[[Update, Context], object]
) -> CallbackQueryHandler[Context, object]:
    """Handles the presses of one action."""

    def is_ours(packed: object) -> bool:
        press = parse(packed) if isinstance(packed, str) else None
        return press is not None and press.action == action

    return CallbackQueryHandler(callback, pattern=is_ours)  # type: ignore[arg-type]


def of(update: Update) -> Press:
    """The press behind an update that `handler` let through."""
    query = update.callback_query
    press = parse(query.data) if query is not None and query.data is not None else None
    if press is None:
        raise LookupError("the update is no press of ours")
    return press
