"""The few words a person types to find a verdict, and how well a stored claim fits them.

People type names and figures, leave out the rest, slip, and stop in the middle of the last word. A claim is kept
as the words it is `spelled` with; figures have one form on both sides: "400k", "400 000", "0.4 million" and "four
hundred thousand" are all "400000".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from claims.compare.vocabulary import MAX_FORM, vocabulary
from claims.figures import find_figures
from claims.model import MAX_CHARS
from claims.tables import read_table
from claims.terms import fold, language_of, stop_words, terms, words

MOST_WORDS = 28
"""Words of a query that are looked for: their weights travel in 64 bytes from page to page."""
COMMONEST, RAREST = 1, 9
"""The least and the greatest weight of a word."""
BAR = "|"
_MAGNITUDES = frozenset(row["word"] for row in read_table("number_terms") if row["value"][0] == "e")
OF_CLAIMANT = 0.93
"""What somebody is said to have done comes before what they said."""
SHORTEST_SLIP = 4  # letters: "cat" for "car" is no slip but another word

# "400 000", with whatever space stands between the groups.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d])")
_PER_CENT = re.compile(r"%|\bper cent\b")
_MONEY = str.maketrans({"$": " dollar ", "€": " euro ", "£": " pound "})
_DECIMAL = re.compile(r"\d+\.\d+\Z")
# Numbers of several words, which `terms.words` leaves as they are: "two hundred", "twenty-five", "half a million".
_WORDY = re.compile(
    r"\bhundred|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ty[ -]|\b(?:half|quarter|third)s?\b.{1,6}llion"
)
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]{1,256})["“”„«»]')


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: as `terms.words` has it, its stem, and the name it stands for, or is a part of."""

    text: str
    stem: str
    name: str | None = None
    unfinished: bool = False

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@dataclass(frozen=True, slots=True)
class Typed:
    """What is looked for: words in any order, and phrases that must stand as they are."""

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A stored claim for this purpose: its words in order with the names in it behind them, and its stems."""

    words: str
    stems: str


def read_typed(text: str) -> Typed:
    """Reads what a person typed, at most MOST_WORDS of it.

    >>> [word.text for word in read_typed("400k syr").words]
    ['400000', 'syr']
    """
    phrases = tuple(tuple(spelled(part)) for part in _QUOTED.findall(text))
    plain = _QUOTED.sub(lambda quoted: f" {quoted.group(1)} ", text)
    found = spelled(plain)
    names = _names(found, ["X"] * len(found))
    # A word is unfinished until something is typed behind it.
    open_end = len(found) - 1 if plain[-1:].isalnum() else -1
    content = [place for place, word in enumerate(found) if _says_something(word, place == open_end)]
    read = {
        found[place]: Word(found[place], _stem(found[place]), names.get(place), place == open_end)
        for place in content or range(len(found))
    }
    return Typed(tuple(read.values())[:MOST_WORDS], tuple(phrase for phrase in phrases if phrase))


def spelling(text: str, title: str = "", claimant: str = "") -> Spelling:
    """How a stored claim is spelled: its sentence and its headline, and behind a bar who said it."""
    found, more, by = spelled(text), spelled(title), spelled(claimant)
    if not _within(found, more):
        found += more
    everything = [*found, BAR, *by]
    shown = f"{text} {title} {claimant}"
    capital = {fold(word).strip(".,'") for word in shown.split() if word[:1].isupper()}
    marked = ["X" if word in capital else "x" for word in everything]
    names = dict.fromkeys(_names(everything, marked).values())
    stems = dict.fromkeys(_stem(word) for word in found + by if word not in stop_words())
    return Spelling(" ".join([*found, *names, BAR, *by]), " ".join(stems))


def spelled(text: str) -> list[str]:
    """The folded words of a text in order, each figure in one form.

    >>> spelled("Over 400 000 people, 40% of them in $1.5bn camps")
    ['over', '400000', 'people', '40', 'percent', 'of', 'them', 'in', 'dollar', '1500000000', 'camps']
    """
    text = _GROUPED.sub(lambda group: re.sub(r"\D", "", group.group()), text.translate(_MONEY))
    if _WORDY.search(text.lower()):
        text = _in_digits(text[:MAX_CHARS])
    return [_trimmed(word) for word in words(_PER_CENT.sub(" percent ", text))]


def fit(typed: Typed, stored: str, weights: Sequence[int]) -> int:
    """How well a stored claim's words fit what was typed, from 0 to about 1,100; 0 where a phrase is missing.

    It depends on nothing but its arguments, so that a second page goes on exactly where the first one ended.
    """
    there = stored.split()
    if typed.phrases and not all(_within(there, phrase) for phrase in typed.phrases):
        return 0
    claim = _Claim(there)
    bar = claim.places.get(BAR, len(there))
    total = got = 0.0
    found: list[int] = []
    for word, weight in zip(typed.words, weights, strict=False):
        total += weight
        likeness, place = claim.match(word)
        got += weight * likeness * (OF_CLAIMANT if place > bar else 1)
        if likeness:
            found.append(place)
    covered = got / total if total else 0.0
    near = sum(_nearness(after - before) for before, after in pairwise(found))
    share = len(set(found)) / len(claim.places) if claim.places else 0.0
    return round(1000 * covered) + min(near, 60) + 5 * round(8 * share)


def _nearness(apart: int) -> int:
    """ "killed in Larnek" fits "larnek killed" better than a claim that names the two far from each other."""
    if abs(apart) > 3 or apart == 0:
        return 0
    return 20 - 5 * abs(apart) - (2 if apart < 0 else 0)


class _Claim:
    """The words of a stored claim, for as long as one query is compared with it."""

    def __init__(self, words: Sequence[str]) -> None:
        # Backwards, so that of a word that stands twice the first place stays.
        self.places = {
            word: place for place, word in zip(range(len(words) - 1, -1, -1), reversed(words), strict=True)
        }

    def match(self, word: Word) -> tuple[float, int]:
        """How much of a typed word the claim has, from 0 to 1, and where it stands."""
        places = self.places
        if word.text in places:
            return 1.0, places[word.text]
        if word.is_number:
            return 0.0, 0
        if word.name is not None and word.name in places:
            return 0.97, places[word.name]
        for known, place in places.items():
            if known[0] == word.stem[0] and _stem(known) == word.stem:
                return 0.95, place
        return self._finished(word) or self._slip(word)

    def _finished(self, word: Word) -> tuple[float, int] | None:
        """The shortest word that an unfinished one may become."""
        if not word.unfinished:
            return None
        longer = [known for known in self.places if known.startswith(word.text)]
        if not longer:
            return None
        known = min(longer, key=len)
        return 0.8 + 0.14 * len(word.text) / len(known), self.places[known]

    def _slip(self, word: Word) -> tuple[float, int]:
        """The known word that was probably meant: one slip in a short word, two in a longer one."""
        size = len(word.text)
        if size < SHORTEST_SLIP:
            return 0.0, 0
        best = process.extractOne(
            word.text, self.places.keys(), scorer=OSA.distance, score_cutoff=slips_allowed(word.text)
        )
        if best is not None:
            return 0.9 * (1 - best[1] / size), self.places[best[0]]
        if word.unfinished:
            beginnings = {known[:size]: place for known, place in self.places.items() if len(known) > size}
            best = process.extractOne(word.text, beginnings.keys(), scorer=OSA.distance, score_cutoff=1)
            if best is not None:
                return 0.9 * (1 - (best[1] + 0.5) / size), beginnings[best[0]]
        return 0.0, 0


def slips_allowed(word: str) -> int:
    return 1 if len(word) < 8 else 2


def _says_something(word: str, unfinished: bool) -> bool:
    """ "the" says nothing; "the" that may become "theft" does. Nor does "billion" without its number, which
    stands in a claim as digits."""
    if word in _MAGNITUDES:
        return False
    return word not in stop_words() or (unfinished and len(word) > 2)


def _names(found: Sequence[str], spelled_as: Sequence[str]) -> dict[int, str]:
    """Place of a word: the one form of the name it belongs to. "daesh" and "islamic state" are one."""
    known = vocabulary()
    names: dict[int, str] = {}
    place = 0
    while place < len(found):
        end = place + MAX_FORM
        read = known.read(found[place:end], spelled_as[place:end])
        if read is None:
            place += 1
            continue
        meaning, size = read
        if meaning.name:
            for inside in range(place, place + size):
                names[inside] = meaning.key.replace(" ", "-")
        place += size
    return names


def _within(there: Sequence[str], phrase: Sequence[str]) -> bool:
    return f" {' '.join(phrase)} " in f" {' '.join(there)} "


def _in_digits(text: str) -> str:
    """ "two hundred and fifty homes" becomes "250 homes"."""
    parts, at = [], 0
    for figure in find_figures(text):
        start, end = figure.span
        value = figure.low if figure.low is not None else figure.high
        if (
            value is None
            or figure.kind not in ("count", "money")
            or not _WORDY.search(text[start:end].lower())
        ):
            continue
        parts += [text[at:start], f" {value.normalize():f} "]
        at = end
    return "".join([*parts, text[at:]])


def _trimmed(word: str) -> str:
    """ "3.50" is "3.5"."""
    return word.rstrip("0").rstrip(".") if _DECIMAL.match(word) else word


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """The stem of one word, as the index of terms has it."""
    found = terms(word)
    return found[0] if len(found) == 1 else word


def language(text: str) -> str:
    """The language of a claim for `lang:`, guessed from its words: "en" where nothing shows."""
    return language_of(words(text))
