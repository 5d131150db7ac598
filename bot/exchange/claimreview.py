"""schema.org's ClaimReview: a page's JSON-LD, or a DataFeed of many reviews.

A verdict that answers both questions is two reviews with one identifier, first the truth, then whether it was
said; the second has a rating in words only. https://schema.org/ClaimReview
"""

import codecs
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, BinaryIO

from bot.exchange.formats import UnreadableFileError
from storage.ratings import RATINGS, Axis, Rating, UnknownRatingError, named
from storage.rows import Row

PAGE_LIMIT = 32_000_000
"""Bytes of JSON that are read in one go. A DataFeed may be longer: its elements are read one by one."""
_CHUNK = 1 << 16
_ELEMENTS = re.compile(r'"dataFeedElement"\s*:\s*\[')
_SPACE_OR_COMMA = re.compile(r"[\s,]*")

Found = tuple[str, dict[str, str | None] | str]
"""A place ("item 3") with the fields of its review, or with what is wrong."""


def read_reviews(file: BinaryIO) -> Iterator[Found]:
    """The reviews of the file in order. Raises UnreadableFileError where it is not JSON."""
    by_key = groupby(_reviews(file), key=lambda item: item[1].get("key") or item[0])
    for _, items in by_key:
        places, fields = zip(*items, strict=True)
        yield places[0], _merged(fields)


def _merged(reviews: tuple[dict[str, str | None], ...]) -> dict[str, str | None] | str:
    """One review, or two that follow each other under one identifier and answer the two questions."""
    ratings = [review["rating"] for review in reviews if review["rating"]]
    first = reviews[0]
    if any({**review, "rating": None} != {**first, "rating": None} for review in reviews):
        return f"the identifier {first['key']!r} stands there more than once, with other words"
    return {**first, "rating": "; ".join(dict.fromkeys(ratings))}


def _reviews(file: BinaryIO) -> Iterator[tuple[str, dict[str, str | None]]]:
    for number, item in enumerate(_items(file), 1):
        for review in _find(item):
            yield f"item {number}", _fields(review)


def _items(file: BinaryIO) -> Iterator[Any]:
    decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
    text = decode(file.read(_CHUNK))
    start = _ELEMENTS.search(text)
    if start is not None:
        yield from _elements(file, decode, text[start.end() :])
        return
    text += decode(file.read(PAGE_LIMIT), final=True)
    if file.read(1):
        raise UnreadableFileError(
            f"it is longer than {PAGE_LIMIT // 1_000_000} MB and no DataFeed; use JSON Lines instead"
        )
    try:
        page = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"it is not JSON: {error}") from None
    yield from page if isinstance(page, list) else [page]


def _elements(file: BinaryIO, decode: Any, text: str) -> Iterator[Any]:
    """The elements of a JSON array whose "[" was read, however many there are."""
    decoder, at = json.JSONDecoder(), 0
    while True:
        skipped = _SPACE_OR_COMMA.match(text, at)
        at = skipped.end() if skipped else at
        if text[at : at + 1] == "]":
            return
        try:
            element, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            more = decode(file.read(max(_CHUNK, len(text) - at)))
            if not more or len(text) - at > PAGE_LIMIT:
                raise UnreadableFileError("it ends within an element, or an element is not JSON") from None
            text, at = text[at:] + more, 0
            continue
        yield element
        at = end


def _find(item: Any) -> Iterator[dict[str, Any]]:
    """The ClaimReviews within an element: itself, what a @graph lists, the items of a feed's element."""
    if isinstance(item, list):
        for each in item:
            yield from _find(each)
    if not isinstance(item, dict):
        return
    kinds = item.get("@type")
    if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
        yield item
        return
    for name in ("@graph", "item", "dataFeedElement"):
        yield from _find(item.get(name))


def _fields(review: dict[str, Any]) -> dict[str, str | None]:
    claim = _first(review.get("itemReviewed"))
    links = [_text(review.get("url")), *_texts(review.get("citation"))]
    return {
        "key": _text(review.get("identifier")) or _text(review.get("@id")),
        "claim": _text(review.get("claimReviewed")),
        "title": _text(review.get("headline")) or _text(review.get("name")),
        "rating": _rating(_first(review.get("reviewRating"))),
        "rationale": _text(review.get("reviewBody")) or _text(review.get("description")),
        "url": " ".join(link for link in links if link),
        "claimant": _text(_first(claim.get("author")).get("name")),
        "date": _text(claim.get("datePublished")),
        "reviewed": _text(review.get("datePublished")),
        "language": _text(review.get("inLanguage")),
    }


def _rating(rating: dict[str, Any]) -> str | None:
    """The rating's name; its number on a scale of 1 to 5 where the name is missing or nobody's."""
    name = _text(rating.get("alternateName")) or _text(rating.get("name"))
    try:
        return named(name).label if name else _by_number(rating)
    except UnknownRatingError:
        return _by_number(rating) or name


def _by_number(rating: dict[str, Any]) -> str | None:
    scale = [_text(rating.get(end)) or usual for end, usual in (("worstRating", "1"), ("bestRating", "5"))]
    number = _text(rating.get("ratingValue"))
    known = {str(each.number) for each in RATINGS if each.number}
    return number if scale == ["1", "5"] and number in known else None


def _first(value: Any) -> dict[str, Any]:
    """schema.org allows a list wherever it allows a thing."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, dict) else {"name": value}


def _text(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get("@value") or value.get("value") or value.get("url") or value.get("name")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _texts(value: Any) -> list[str | None]:
    return [_text(each) for each in value] if isinstance(value, list) else [_text(value)]


def to_reviews(row: Row) -> Iterator[dict[str, Any]]:
    """The ClaimReviews of a row: one for each axis that is rated."""
    for rating in (row.truth, row.attribution):
        if rating is not None:
            yield _review(row, rating)


def _review(row: Row, rating: Rating) -> dict[str, Any]:
    said = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": row.key,
        "claimReviewed": row.claim,
        "headline": row.title,
        "itemReviewed": _without_none(
            {
                "@type": "Claim",
                "author": {"@type": "Thing", "name": row.claimant} if row.claimant else None,
                "datePublished": row.claimed_on and row.claimed_on.isoformat(),
            }
        ),
        "reviewRating": _without_none(
            {
                "@type": "Rating",
                "alternateName": rating.label,
                "ratingValue": rating.number if rating.axis is Axis.TRUTH else None,
                "worstRating": 1 if rating.number else None,
                "bestRating": 5 if rating.number else None,
            }
        ),
        "reviewBody": row.rationale,
        "url": row.urls[0] if row.urls else None,
        "citation": _cited(row) or None,
        "datePublished": row.reviewed_on and row.reviewed_on.isoformat(),
        "inLanguage": row.language,
    }
    return _without_none(said)


def _cited(row: Row) -> list[str | dict[str, str]]:
    """The further sources, and each whose title is known as a page with its name."""
    titles = dict(row.titles)
    named_pages: dict[str, str | dict[str, str]] = {
        url: {"@type": "WebPage", "url": url, "name": title} for url, title in titles.items()
    }
    return [named_pages.get(url, url) for url in row.urls if url in titles or url != row.urls[0]]


def _without_none(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}
