"""The words of a claim as matching sees them: folded, without noise, stemmed where the text is English.

Stored claims and queries go through the same `terms`, so what is indexed is what is asked for. The language
is guessed from the text itself, never taken from what somebody said about it: both sides must agree.
"""

import re
import unicodedata
from functools import cache, lru_cache

from claims.stemmer import stem
from claims.tables import forms, read_table

# Words and numbers: "don't", "1,500", "3.5", "u.s" stay whole; Chinese and Japanese stand a character each.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\d+(?:[.,]\d+)*|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
    r"(?:['.][^\W\d_]+)*"
)
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+", re.IGNORECASE)
# "— Ilhan Omar (@IlhanMN) January 6, 2020", which quoting a post leaves at its end.
_SIGNATURE = re.compile(r"[—–-]\s*[^\n—–]{1,80}\(@\w{1,30}\)(?:\s*[^\s\d]{3,12}\.? \d{1,2}, \d{4})?\s*\Z")
_HANDLE = re.compile(r"@(\w{1,50})")
_HASHTAG = re.compile(r"#(\w{1,100})")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=[A-Z])(?=[A-Z][a-z])|_")


def clean(text: str) -> tuple[str, str]:
    """Takes out links, splits hashtags and handles, and parts a post from its signature: who, and when.

    >>> clean("Bridge closed #BerlinWall https://t.co/x — Ann Berg (@annb) May 3, 2020")
    ('Bridge closed Berlin Wall', '— Ann Berg (annb) May 3, 2020')
    """
    text = _LINK.sub(" ", text).strip()
    signed = _SIGNATURE.search(text, max(len(text) - 150, 0))
    parts = (text[: signed.start()], signed.group()) if signed else (text, "")
    said, by = (split_tags(part).strip() for part in parts)
    return said, by


def split_tags(text: str) -> str:
    """Splits hashtags and handles into their words: "#BerlinWall" becomes "Berlin Wall"."""
    return _HANDLE.sub(_split_humps, _HASHTAG.sub(_split_humps, text))


def _split_humps(match: re.Match[str]) -> str:
    return _HUMP.sub(" ", match.group(1))


def words(text: str) -> list[str]:
    """The folded words and numbers in order: "The U.S. spent $1.5bn" gives the, us, spent, 1500000000."""
    found: list[str] = []
    values = _values()
    for word in _WORD.findall(fold(text)):
        value = values.get(word)
        if value is None:
            found.append(_plain(word))
        elif value[0] != "e":
            found.append(value)
        elif found and found[-1][0].isdigit():
            found[-1] = _shifted(found[-1], int(value[1:]))
        else:
            found.append(word)
    return found


def fold(text: str) -> str:
    """Lower case, accents dropped, straight apostrophes: "Erdoğan’s" becomes "erdogan's"."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'"))
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


@cache
def _values() -> dict[str, str]:
    """Number words to digits, and magnitudes to powers of ten: "seven" is 7, "million" is e6."""
    return {row["word"]: row["value"] for row in read_table("number_terms")}


def _shifted(number: str, places: int) -> str:
    """ "1.5" by six places is "1500000"."""
    whole, _, rest = number.partition(".")
    return (whole + rest[:places].ljust(places, "0")).lstrip("0") or "0"


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    if word.endswith("'s"):
        word = word[:-2]
    return word.replace("'", "").replace(".", "")


def terms(text: str) -> list[str]:
    """What is indexed and searched for: content words in order, stemmed where the text is English.

    A text of nothing but stop words ("Who said what?") keeps them, so that it still finds itself.
    """
    found = words(text)
    if language_of(found) != "en":
        return found
    stop = stop_words()
    return [_term(word) for word in found if word not in stop] or found


@lru_cache(maxsize=1 << 14)
def _term(word: str) -> str:
    if not (word.isascii() and word.isalpha()):
        return word
    return stem(irregular().get(word, word))


def language_of(found: list[str]) -> str:
    """The language of folded words by the commonest words in them: "en" where none shows, "" for other scripts."""
    if _mostly_foreign_script(found):
        return ""
    counts = _counts(found)
    return max(counts, key=lambda language: (counts[language], language == "en"))


def foreign_language(found: list[str]) -> bool:
    """The folded words are plainly of another language: two common words of it at least, twice those of English."""
    if any("\u0400" <= word[0] <= "\u04ff" for word in found):
        return 2 * sum("\u0400" <= word[0] <= "\u04ff" for word in found) > len(found)
    counts = _counts(found)
    best = max(counts.values())
    return best >= _PLAIN_WORDS and best > 2 * counts["en"]


_PLAIN_WORDS = 2
_SHOWS = 20_000  # characters that show the language of a text


def is_english(text: str) -> bool:
    """Whether a text is, or may be, in English: it is not plainly in another language, nor in another script.

    >>> is_english("Der Schaden beträgt nach Angaben der Stadt mindestens 35 Millionen Euro.")
    False
    """
    found = words(text[:_SHOWS])
    return not (foreign_language(found) or _mostly_foreign_script(found)) if found else True


def _counts(found: list[str]) -> dict[str, int]:
    counts = {"en": 0}
    languages = _languages()
    for word in found:
        for language in languages.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    return counts


def _mostly_foreign_script(found: list[str]) -> bool:
    return 2 * sum(map(str.isascii, found)) < len(found)


@cache
def irregular() -> dict[str, str]:
    """Forms that no stemmer brings home: "knew" is "know"."""
    return {form: row["base"] for row in read_table("irregular") for form in forms(row["forms"])}


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Words of a language that say nothing about a claim, folded."""
    return frozenset(word for word, languages in _languages().items() if language in languages)


@cache
def common_words() -> frozenset[str]:
    """The commonest words of every language but English, folded."""
    return frozenset(word for word, languages in _languages().items() if languages != ("en",))


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Folded word: the languages it is one of the commonest words of."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("stop_words"):
        language = row["language"]
        for word in forms(row["words"]):
            found[fold(word)] = (*found.get(fold(word), ()), language)
    return found
