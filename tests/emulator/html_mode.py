"""Telegram's HTML parse mode, both ways: `parse` to text and entities, `render` back.

The parser follows the rules and the wording of TDLib's `parse_html` (td/telegram/MessageEntity.cpp), which is
not an HTML parser: only the tags below exist, and anything malformed is refused with a byte offset.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .errors import ApiError, bad_request
from .text import Json, in_order, to_code_point, utf16_length

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>\"'/]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w.-]+)))?"
)


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int


def parse(markup: str) -> tuple[str, list[Json]]:
    """Text and entities of `markup`; raises ApiError 400 "can't parse entities: ..." when malformed."""
    text: list[str] = []
    offset = 0  # in UTF-16 units of what was read so far
    entities: list[Json] = []
    stack: list[_Open] = []
    at = 0
    while at < len(markup):
        character = markup[at]
        if character == "&" and (match := CHARACTER.match(markup, at)):
            text.append(_decoded(match))
            offset += utf16_length(text[-1])
            at = match.end()
        elif character != "<":
            text.append(character)
            offset += utf16_length(character)
            at += 1
        elif markup.startswith("</", at):
            at = _close(markup, at, stack, entities, offset)
        else:
            opened, at = _open(markup, at, offset)
            stack.append(opened)
    if stack:
        raise _error(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return "".join(text), in_order(entities)


def _open(markup: str, begin: int, offset: int) -> tuple[_Open, int]:
    where = _bytes(markup, begin)
    name = re.compile(r"[^\s>]*").match(markup, begin + 1)
    assert name is not None
    if name.end() == len(markup):
        raise _error(f"Unclosed start tag at byte offset {where}")
    tag = name.group().lower()
    if tag not in TAGS:
        raise _error(f'Unsupported start tag "{tag}" at byte offset {where}')
    at, argument = name.end(), ""
    while True:
        at += len(markup[at:]) - len(markup[at:].lstrip())
        if at >= len(markup):
            raise _error(f"Unclosed start tag at byte offset {where}")
        if markup[at] == ">":
            break
        attribute = ATTRIBUTE.match(markup, at)
        if attribute is None:
            raise _error(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
        argument = _argument(tag, attribute["name"].lower(), CHARACTER.sub(_decoded, value)) or argument
        at = attribute.end()
        if at < len(markup) and markup[at] != ">" and not markup[at].isspace():
            raise _error(f"Unclosed start tag at byte offset {where}")
    if tag == "span" and argument != "spoiler":
        raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    if tag == "tg-emoji" and not argument.isdigit():
        raise _error("Invalid custom emoji identifier specified")
    return _Open(tag, argument, offset), at + 1


def _argument(tag: str, name: str, value: str) -> str:
    """What of a tag's attributes Telegram keeps; all others are read and ignored."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
    return ""


def _close(markup: str, begin: int, stack: list[_Open], entities: list[Json], offset: int) -> int:
    where = _bytes(markup, begin)
    if not stack:
        raise _error(f"Unexpected end tag at byte offset {where}")
    end_tag = re.compile(r"</([^\s>]*)\s*(>?)").match(markup, begin)
    assert end_tag is not None
    if not end_tag[2]:
        raise _error(f"Unclosed end tag at byte offset {where}")
    opened = stack.pop()
    if end_tag[1] and end_tag[1].lower() != opened.tag:
        raise _error(
            f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{end_tag[1]}>"'
        )
    if offset > opened.offset and (entity := _entity(opened)) is not None:
        entities.append({**entity, "offset": opened.offset, "length": offset - opened.offset})
    return end_tag.end()


def _entity(opened: _Open) -> Json | None:
    kind = TAGS[opened.tag]
    if kind == "text_link":
        # <a>https://a.org</a> takes its own text as address; the text itself is then found as a url.
        return (
            {"type": kind, "url": opened.argument}
            if "." in opened.argument or ":" in opened.argument
            else None
        )
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": opened.argument}
    if kind == "blockquote" and opened.argument:
        return {"type": "expandable_blockquote"}
    return {"type": kind}


def _decoded(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match.group()


def _bytes(markup: str, at: int) -> int:
    return len(markup[:at].encode())


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def render(text: str, entities: list[Json]) -> str:
    """`text` as HTML with the formatting a reader sees; links found in the text stay plain."""
    starts: dict[int, list[tuple[int, str, str]]] = {}
    for entity in in_order(entities):
        tags = _tags(entity)
        if tags:
            start = to_code_point(text, entity["offset"])
            end = to_code_point(text, entity["offset"] + entity["length"])
            starts.setdefault(start, []).append((end, *tags))
    parts: list[str] = []
    open_tags: list[tuple[int, str]] = []
    for at in range(len(text) + 1):
        while open_tags and open_tags[-1][0] <= at:
            parts.append(open_tags.pop()[1])
        for end, opening, closing in starts.get(at, []):
            parts.append(opening)
            open_tags.append((end, closing))
        parts.append(html.escape(text[at : at + 1], quote=False))
    return "".join(parts)


def _tags(entity: Json) -> tuple[str, str] | None:
    match entity["type"]:
        case "text_link":
            return f'<a href="{html.escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
        case "spoiler":
            return "<tg-spoiler>", "</tg-spoiler>"
    tag = {kind: tag for tag, kind in reversed(TAGS.items())}.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else None
