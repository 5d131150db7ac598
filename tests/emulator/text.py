"""Text and entities as Telegram treats them: UTF-16 lengths, trimming, checking and finding entities.

Offsets and lengths of entities are in UTF-16 units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from typing import Any

from .errors import bad_request

Json = dict[str, Any]

# Entity kinds a bot may state itself; Telegram finds the others (urls, mentions, commands) in the text.
FORMATTING = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji",
}  # fmt: skip
FOUND_IN_TEXT = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "date_time",
}  # fmt: skip
TOP_DOMAINS = "com|org|net|info|io|gov|edu|int|eu|uk|de|fr|ru|ua|sy|me|co|tv|news|example"

# First match wins where two overlap: "https://a.org/#x" is one url and no hashtag.
DETECTORS = [
    (
        "url",
        re.compile(rf"\bhttps?://[^\s<>\"]+|\b(?:[a-z0-9-]+\.)+(?:{TOP_DOMAINS})\b(?:/[^\s<>\"]*)?", re.I),
    ),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
]


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def to_code_point(text: str, offset: int) -> int:
    """The code point offset of a UTF-16 offset."""
    return len(text.encode("utf-16-le")[: offset * 2].decode("utf-16-le"))


def slice_utf16(text: str, offset: int, length: int) -> str:
    """What an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def check_entities(text: str, entities: list[Json]) -> None:
    """Refuses entities given as parameters that do not lie within `text`, with Telegram's words."""
    end_of_text = utf16_length(text)
    units = text.encode("utf-16-le")
    for entity in entities:
        if entity.get("type") not in FORMATTING | FOUND_IN_TEXT:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, length = int(entity["offset"]), int(entity["length"])
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if length < 0:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if offset >= end_of_text:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        end = offset + length
        if end > end_of_text:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {end}"
            )
        if _is_low_surrogate(units, offset):
            at = _byte_offset(text, offset)
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
        if _is_low_surrogate(units, end):
            at = _byte_offset(text, end)
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol "
                f"at byte offset {at}"
            )
        if entity["type"] == "text_link" and "." not in str(entity.get("url", "")):
            raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL")


def _is_low_surrogate(units: bytes, offset: int) -> bool:
    return offset * 2 + 1 < len(units) and 0xDC <= units[offset * 2 + 1] <= 0xDF


def _byte_offset(text: str, offset: int) -> int:
    """The UTF-8 offset of the character that UTF-16 `offset` cuts in two."""
    before = text.encode("utf-16-le")[: (offset - 1) * 2].decode("utf-16-le")
    return len(before.encode())


def crossing(entities: list[Json]) -> bool:
    """Whether two entities overlap without one holding the other: <b>a<i>b</b>c</i>."""
    open_ends: list[int] = []
    for entity in in_order(entities):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and end > open_ends[-1]:
            return True
        open_ends.append(end)
    return False


def in_order(entities: list[Json]) -> list[Json]:
    """By start, the outer before the inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def finish(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """What Telegram stores: trimmed text, entities cut to it, with those it finds in the text added."""
    entities = [dict(entity) for entity in entities if entity["length"] > 0]
    first = min((entity["offset"] for entity in entities), default=len(text))
    leading = len(text) - len(text.lstrip(" \n"))
    if leading <= first:  # white space before the first entity goes; inside one it stays
        text = text[leading:]
        for entity in entities:
            entity["offset"] -= leading
    text = text.rstrip(" \n")
    end = utf16_length(text)
    kept = []
    for entity in entities:
        entity["length"] = min(entity["length"], end - entity["offset"])
        if entity["length"] > 0:
            kept.append(entity)
    return text, in_order(kept + _found(text, kept))


def _found(text: str, taken: list[Json]) -> list[Json]:
    """Urls, commands, mentions and hashtags outside code, links and each other."""
    closed = [e for e in taken if e["type"] in {"code", "pre", "text_link", "text_mention"} | FOUND_IN_TEXT]
    found: list[Json] = []
    for kind, pattern in DETECTORS:
        for match in pattern.finditer(text):
            covered = match.group().rstrip(".,;:!?)»”'\"") if kind == "url" else match.group()
            start = utf16_length(text[: match.start()])
            entity = {"type": kind, "offset": start, "length": utf16_length(covered)}
            if not any(_overlap(entity, other) for other in closed + found):
                found.append(entity)
    return found


def _overlap(one: Json, two: Json) -> bool:
    return bool(
        one["offset"] < two["offset"] + two["length"] and two["offset"] < one["offset"] + one["length"]
    )


def cut_like_a_client(text: str, limit: int = 4096) -> list[str]:
    """The pieces a client sends when a text is longer than `limit` UTF-16 units.

    Cut at the last line end that fits, else at the last space, else in the word. White space at a cut goes.
    """
    pieces = []
    while utf16_length(text) > limit:
        fits = to_code_point(
            text, limit if not _is_low_surrogate(text.encode("utf-16-le"), limit) else limit - 1
        )
        cut = text.rfind("\n", 1, fits + 1)
        # A line end far back would leave a short piece; clients then prefer the last word end.
        if cut < fits // 2:
            cut = text.rfind(" ", 1, fits + 1)
        if cut <= 0:
            cut = fits
        pieces.append(text[:cut].strip(" \n"))
        text = text[cut:].strip(" \n")
    return [*pieces, text]
