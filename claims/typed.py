"""The few words a person types to find a verdict, and how well a stored claim fits them.

People type names and figures, leave out the rest, slip, and stop in the middle of the last word. A claim is kept
as the words it is `spelled` with; figures have one form on both sides.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from claims.alike import alike
from claims.compare.vocabulary import vocabulary
from claims.spelled import spelled
from claims.tables import read_table
from claims.terms import fold, language_of, split_tags, stop_words, terms, words

MOST_WORDS = 28
"""Words of a query that are looked for: their weights travel in 64 bytes from page to page."""
COMMONEST, RAREST = 1, 9
"""The least and the greatest weight of a word."""
BAR = "|"
_MAGNITUDES = frozenset(row["word"] for row in read_table("number_terms") if row["value"][0] == "e")
OF_CLAIMANT = 0.93
"""What somebody is said to have done comes before what they said."""
SHORTEST_SLIP = 4  # letters: "cat" for "car" is no slip but another word
SHORTEST_BEGINNING = 3  # letters: "lab" for "laboratory"
PASTED = 9
"""So many words are no longer typed but pasted: a headline, of which the claim is a part."""
OTHER_FIGURE = 0.25  # at most, for a figure where another one is typed
_YEAR = re.compile(r"(?:19|20)\d\d\Z")

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]{1,256})["“”„«»]')


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word: as `terms.words` has it, its stem, and the name it stands for, or is a part of. `joined`
    is what it makes with the word before it and the one behind: "peace keepers" may be "peacekeepers"."""

    text: str
    stem: str
    name: str | None = None
    unfinished: bool = False
    joined: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """A figure; the "2" of "co2" is a part of a name."""
        return self.name is None and self.text[0] <= "9"


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
    found = spelled(split_tags(plain))
    names = _names(found, ["X"] * len(found))
    # A word is unfinished until something is typed behind it.
    open_end = len(found) - 1 if plain[-1:].isalnum() else -1
    content = [place for place, word in enumerate(found) if _says_something(word, place == open_end)]
    read = {
        found[place]: Word(
            found[place], _stem(found[place]), names.get(place), place == open_end, _joined(found, place)
        )
        for place in content or range(len(found))
    }
    return Typed(tuple(read.values())[:MOST_WORDS], tuple(phrase for phrase in phrases if phrase))


def spelling(text: str, title: str = "", claimant: str = "") -> Spelling:
    """How a stored claim is spelled: its sentence and its headline, and behind a bar who said it."""
    found, more, by = (spelled(split_tags(part)) for part in (text, title, claimant))
    if not _within(found, more):
        found += more
    everything = [*found, BAR, *by]
    shown = f"{text} {title} {claimant}"
    capital = {fold(word).strip(".,'") for word in shown.split() if word[:1].isupper()}
    marked = ["X" if word in capital else "x" for word in everything]
    names = dict.fromkeys(_names(everything, marked).values())
    stems = dict.fromkeys(_stem(word) for word in found + by if word not in stop_words())
    return Spelling(" ".join([*found, *names, BAR, *by]), " ".join(stems))


def fit(typed: Typed, stored: str, weights: Sequence[int]) -> int:
    """How well a stored claim's words fit what was typed, from 0 to about 1,100; 0 where a phrase is missing.

    It depends on nothing but its arguments, so that a second page goes on exactly where the first one ended.
    """
    there = stored.split()
    if typed.phrases and not all(_within(there, phrase) for phrase in typed.phrases):
        return 0
    claim = _Claim(there, f" {stored}")
    total = got = 0.0
    found: list[int] = []
    for word, weight in zip(typed.words, weights, strict=False):
        total += weight
        place = claim.places.get(word.text)
        likeness, place = (1.0, place) if place is not None else claim.match(word)
        got += weight * likeness * (OF_CLAIMANT if place > claim.bar else 1)
        if likeness:
            found.append(place)
    covered = got / total if total else 0.0
    if len(typed.words) >= PASTED:
        # The rest of a headline is about other things: its nine rarest words are enough.
        enough = sum(sorted(weights)[-PASTED:])
        covered = (min(got / enough, 1.0) + claim.share(set(found))) / 2
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

    def __init__(self, words: Sequence[str], text: str) -> None:
        self.text = text
        # Backwards, so that of a word that stands twice the first place stays.
        self.places = dict(zip(reversed(words), range(len(words) - 1, -1, -1), strict=True))
        self.bar = self.places.get(BAR, len(words))

    @cached_property
    def _figures(self) -> list[tuple[float, int]]:
        """The figures that are no years, and where they stand."""
        return [
            (_value(word), place)
            for word, place in self.places.items()
            if word[0] <= "9" and place < self.bar and not _YEAR.match(word)
        ]

    def share(self, found: Set[int]) -> float:
        """How much of what the claim says stands at these places."""
        said = [
            place
            for word, place in self.places.items()
            if place < self.bar and word[0] != "=" and word not in stop_words()
        ]
        return sum(place in found for place in said) / len(said) if said else 0.0

    def match(self, word: Word) -> tuple[float, int]:
        """How much of a typed word, which it does not have as it is, the claim has, from 0 to 1, and where."""
        places = self.places
        if word.name is not None and word.name in places:
            return 0.97, places[word.name]
        if word.is_number:
            return self._other_figure(word.text)
        stem, first = word.stem, word.stem[0]
        for known in places:
            if known[0] == first and _stem(known) == stem:
                return 0.95, places[known]
        return self._in_other_words(word) or self._finished(word) or self._slip(word)

    def _other_figure(self, number: str) -> tuple[float, int]:
        """The nearest figure to the one that was typed; another year is nothing like it."""
        best, at = 0.0, 0
        if not _YEAR.match(number):
            typed = _value(number)
            for value, place in self._figures:
                near = min(typed, value) / max(typed, value, 1e-9)
                if near > best:
                    best, at = near, place
        return OTHER_FIGURE * best, at

    def _in_other_words(self, word: Word) -> tuple[float, int] | None:
        """Typed as two words or as one, or with a word that means the same."""
        places = self.places
        for joined in word.joined:
            if joined in places:
                return 0.9, places[joined]
        if len(word.text) >= 2 * SHORTEST_BEGINNING and word.text in self.text.replace(" ", ""):
            for first, second in parted(word.text):
                if second in places and places.get(first) == places[second] - 1:
                    return 0.9, places[first]
        if not places.keys().isdisjoint(alike(word.text)):
            return 0.85, next(places[other] for other in alike(word.text) if other in places)
        return None

    def _finished(self, word: Word) -> tuple[float, int] | None:
        """The shortest word that an unfinished one may become. People shorten words in the middle, too."""
        size = len(word.text)
        if size < SHORTEST_BEGINNING and not word.unfinished:
            return None
        if f" {word.text}" not in self.text:  # for most; faster than to look at each word
            return None
        longer = [known for known in self.places if known.startswith(word.text)]
        known = min(longer, key=len)
        least, more = (0.8, 0.14) if word.unfinished else (0.5, 0.4)
        return least + more * size / len(known), self.places[known]

    def _slip(self, word: Word) -> tuple[float, int]:
        """The known word that was probably meant: one slip in a short word, two in a longer one."""
        size = len(word.text)
        if size < SHORTEST_SLIP:
            return 0.0, 0
        allowed = slips_allowed(word.text)
        best = process.extractOne(
            word.text,
            self.places.keys(),
            scorer=OSA.distance,
            score_cutoff=max(allowed, 2 if size > 4 else 1),
        )
        # "yatch" has all letters of "yacht", though it takes two slips to get there.
        if best is not None and (best[1] <= allowed or sorted(word.text) == sorted(best[0])):
            return 0.9 * (1 - best[1] / size), self.places[best[0]]
        if word.unfinished:
            beginnings = {known[:size]: place for known, place in self.places.items() if len(known) > size}
            best = process.extractOne(word.text, beginnings.keys(), scorer=OSA.distance, score_cutoff=1)
            if best is not None:
                return 0.9 * (1 - (best[1] + 0.5) / size), beginnings[best[0]]
        return 0.0, 0


def _value(figure: str) -> float:
    """A number, or 0 where digits are written in some other way."""
    try:
        return float(figure)
    except ValueError:
        return 0.0


@lru_cache(maxsize=4096)
def parted(word: str) -> tuple[tuple[str, str], ...]:
    """The ways in which two words may have been typed as one: "moonlanding" has "moon", "landing" among them."""
    return tuple(
        (word[:at], word[at:]) for at in range(SHORTEST_BEGINNING, len(word) - SHORTEST_BEGINNING + 1)
    )


def slips_allowed(word: str) -> int:
    return 1 if len(word) < 6 else 2


def _joined(found: Sequence[str], place: int) -> tuple[str, ...]:
    """What a word makes with its neighbours."""
    return tuple(one + other for one, other in pairwise(found[max(place - 1, 0) : place + 2]))


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
        read = known.read(found, spelled_as, place)
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


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """The stem of one word, as the index of terms has it."""
    found = terms(word)
    return found[0] if len(found) == 1 else word


def language(text: str) -> str:
    """The language of a claim for `lang:`, guessed from its words: "en" where nothing shows."""
    return language_of(words(text))
