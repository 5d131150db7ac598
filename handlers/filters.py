"""What a person typed in inline mode: words, a claim's number, and filters such as `is:false since:2024`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from claims.typed import Typed, read_typed
from handlers.texts import inline as texts
from storage.ratings import RATINGS, UnknownRatingError, named
from storage.search import Wanted

# is:false  is:"missing context"  source:putin  since:2024-05  lang:en
FILTER = re.compile(r'(?<!\S)(is|source|since|lang):("[^"]*"?|\S*)', re.IGNORECASE)
# from:putin, but not https://example.org, 12:30 or "Putin: 140".
LIKE_A_FILTER = re.compile(r"(?<!\S)([^\W\d_]+):(?=[^\s:/])")
QUOTED = re.compile(r'(?<!\S)"[^"]*"')
NUMBER = re.compile(r"(?:claim\s*)?#\s*(\d{1,18})|claim\s+(\d{1,18})", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2}")
DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
SHORTEST = 2  # letters of a rating's name that is not finished


@dataclass(frozen=True)
class Asked:
    """An inline query, read. `problem` says what is wrong with a filter; `number` is a claim's own."""

    wanted: Wanted = Wanted()  # noqa: RUF009  (frozen)
    text: str = ""
    """What is left when the filters are taken out."""
    number: int | None = None
    filters: str = ""
    """The filters as they were typed."""
    problem: str | None = None

    @property
    def is_for_anything(self) -> bool:
        return not self.text and self.wanted == Wanted()


class _MalformedError(Exception):
    """A filter's value cannot be read; the message says what it takes."""


def read(query: str, labels: Mapping[str, str]) -> Asked:
    """Reads a query. `labels` are the desk's own names of ratings, by code."""
    wanted = Wanted()
    try:
        for name, value in FILTER.findall(query):
            wanted = _narrowed(wanted, name.lower(), value.strip('"').strip(), labels)
    except _MalformedError as error:
        return Asked(problem=str(error))
    text = " ".join(FILTER.sub(" ", query).split())
    unknown = LIKE_A_FILTER.search(QUOTED.sub(" ", text))
    if unknown is not None:
        return Asked(problem=texts.no_filter(unknown.group(1)))
    filters = " ".join(found.group() for found in FILTER.finditer(query))
    number = NUMBER.fullmatch(text)
    if number is not None:
        return Asked(wanted, text, int(number.group(1) or number.group(2)), filters)
    # A space at the end says that the last word is finished.
    typed = read_typed(text + " " if query.endswith(" ") else text) if text else Typed()
    return Asked(replace(wanted, typed=typed), text, filters=filters)


def _narrowed(wanted: Wanted, name: str, value: str, labels: Mapping[str, str]) -> Wanted:
    """One more filter. Of two ratings either will do, of two names both are meant, of two days the later."""
    match name:
        case "is":
            return replace(wanted, ratings=wanted.ratings | _ratings(value, labels))
        case "source":
            if not value:
                raise _MalformedError(texts.BAD_SOURCE)
            return replace(wanted, source=f"{wanted.source} {value}".strip())
        case "since":
            return replace(wanted, since=max(wanted.since or 0, _day(value).toordinal()))
        case _:
            language = value.lower()
            if not LANGUAGE.fullmatch(language):
                raise _MalformedError(texts.BAD_LANGUAGE)
            if wanted.language not in ("", language):
                raise _MalformedError(texts.TWO_LANGUAGES)
            return replace(wanted, language=language)


def _ratings(value: str, labels: Mapping[str, str]) -> frozenset[str]:
    """The rating with this name, or those whose names begin so: "is:mostly" is two."""
    wanted = _plain(value)
    names = [(_plain(rating.label), rating.code) for rating in RATINGS]
    names += [(_plain(label), code) for code, label in labels.items()]
    found = frozenset(code for name, code in names if name == wanted)
    if not found and len(wanted) >= SHORTEST:
        found = frozenset(code for name, code in names if name.startswith(wanted))
    if found:
        return found
    try:
        return frozenset([named(value).code])
    except UnknownRatingError:
        raise _MalformedError(texts.BAD_RATING) from None


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("-", " ").split())


def _day(value: str) -> date:
    """The first day of a year, of a month, or the day itself."""
    found = DATE.fullmatch(value)
    try:
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise _MalformedError(texts.BAD_DATE) from None
