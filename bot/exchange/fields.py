"""Ten fields of text become a row, and a row ten fields. What is wrong with them is said here."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from storage.ratings import Axis, Rating, UnknownRatingError, named
from storage.rows import Row, derived_key

LIMITS = {
    "key": 200,
    "claim": 4_000,
    "title": 500,
    "rating": 100,
    "rationale": 10_000,
    "url": 10_000,
    "claimant": 300,
    "date": 40,
    "reviewed": 40,
    "language": 35,
}
"""The fields in their order, and how many characters each may have."""


class BadRowError(ValueError):
    """The row cannot be taken; the message says why in a few words."""


def to_row(fields: Mapping[str, str | None]) -> Row:
    """Fields that are missing or empty say nothing. Raises BadRowError."""
    said = {name: _checked(name, fields.get(name) or "") for name in LIMITS}
    if not said["claim"]:
        raise BadRowError("the claim is missing")
    if not any(character.isalnum() for character in said["claim"]):
        raise BadRowError("the claim has no words")
    ratings = _ratings(said["rating"])
    return Row(
        key=said["key"] or derived_key(said["claim"]),
        claim=said["claim"],
        title=said["title"] or None,
        truth=ratings.get(Axis.TRUTH),
        attribution=ratings.get(Axis.ATTRIBUTION),
        rationale=said["rationale"] or None,
        urls=_urls(said["url"]),
        claimant=said["claimant"] or None,
        claimed_on=_day("date", said["date"]),
        reviewed_on=_day("reviewed", said["reviewed"]),
        language=said["language"] or None,
    )


def to_fields(row: Row) -> dict[str, str]:
    """The ten fields of a row, in their order; what it does not say is empty."""
    return {
        "key": row.key,
        "claim": row.claim,
        "title": row.title or "",
        "rating": "; ".join(rating.label for rating in (row.truth, row.attribution) if rating),
        "rationale": row.rationale or "",
        "url": " ".join(row.urls),
        "claimant": row.claimant or "",
        "date": row.claimed_on.isoformat() if row.claimed_on else "",
        "reviewed": row.reviewed_on.isoformat() if row.reviewed_on else "",
        "language": row.language or "",
    }


def _checked(name: str, value: str) -> str:
    value = value.strip()
    if len(value) > LIMITS[name]:
        raise BadRowError(f"the {name} has {len(value):,} characters; the limit is {LIMITS[name]:,}")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
        raise BadRowError(f"the {name} is not UTF-8 text")
    return value


def _ratings(value: str) -> dict[Axis, Rating]:
    """One rating, or one for each axis: "Mostly false", "Mostly false; Misquoted"."""
    found: dict[Axis, Rating] = {}
    for name in filter(None, (part.strip() for part in value.split(";"))):
        try:
            rating = named(name)
        except UnknownRatingError as error:
            raise BadRowError(str(error)) from None
        if found.setdefault(rating.axis, rating) != rating:
            raise BadRowError(f"it cannot be rated both {found[rating.axis].label} and {rating.label}")
    return found


def _urls(value: str) -> tuple[str, ...]:
    """Links with white space between them."""
    links = tuple(dict.fromkeys(value.split()))
    for link in links:
        try:
            parts = urlsplit(link)
            good = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            good = False
        if not good:
            raise BadRowError(f"the url {link[:60]!r} is not a link that starts with http:// or https://")
    return links


def _day(name: str, value: str) -> date | None:
    """2016-05-24, alone or before a time of day."""
    if not value:
        return None
    try:
        if value[10:11] not in ("", "T", " "):
            raise ValueError
        return date.fromisoformat(value[:10])
    except ValueError:
        raise BadRowError(f"the {name} {value!r} is not a day like 2016-05-24") from None
