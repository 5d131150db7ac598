"""The noun that a number counts: "two normally quiet coastal cities on Monday" gives "quiet coastal city".

No parser: a phrase runs from the number to its first plural, and stops before words that cannot be part of a
noun phrase (`noun_ends.csv`).
"""

from dataclasses import dataclass
from functools import lru_cache

from claims.figures.lexicon import NOUN_ENDS, PLURALS
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

LONGEST = 7
"""Words of a noun phrase: "nine former Iraqi army special forces officers"."""

_LEADING = word_class("leading")
_NOT_ADVERBS = word_class("not adverbs")
_SINGULAR_S = ("ss", "us", "is", "'s")


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: the tokens from `first` up to `end`, and its words in the singular."""

    first: int
    end: int
    singular: str
    plural: bool


@lru_cache(20_000)
def singular(word: str) -> str:
    """houses -> house, cities -> city, boxes -> box, police -> police. The word in lower case."""
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S):
        return word[:-1]
    return word


@lru_cache(20_000)
def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun: "cities", "men", not "crisis" or "Syria's"."""
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S))


def noun_after(  # noqa: PLR0912 - one branch a rule
    tokens: list[Token], at: int, single: bool = False
) -> Noun | None:
    """The noun phrase that starts at a token, or None. `single`: the number is one, so no plural is due."""
    words: list[str] = []
    here = at
    while tokens[here].lower in _LEADING and tokens[here + 1].is_word:
        here += 1
    first = here
    while len(words) < LONGEST:
        token = tokens[here]
        if token.kind == "mark" and token.text in HYPHENS and words and _hyphenated(tokens, here):
            words[-1] += "-" + tokens[here + 1].lower
            here += 2
            if is_plural(words[-1]) and not _compound_goes_on(tokens, here):
                break
            continue
        if token.is_number and _number_in_name(tokens, here, words):
            words.append(token.text)
            here += 1
            continue
        if not token.is_word or token.hidden or token.lower in NOUN_ENDS or token.lower.endswith("'s"):
            break
        if words and token.glued:
            break
        if _is_adverb(token.lower):
            if words:
                break
            here += 1
            first = here
            continue
        if single and words and is_plural(token.lower) and not _compound_goes_on(tokens, here + 1):
            break  # "one proposal asks": the verb, not a plural
        words.append(token.lower)
        here += 1
        if not single and is_plural(words[-1]) and not _compound_goes_on(tokens, here):
            break
        if single and len(words) == 4:
            break
    if not words:
        return None
    plural = is_plural(words[-1])
    if not plural and not single:
        joined = _joined(tokens, here, words)
        if joined:
            return joined
    return Noun(first, here, " ".join([*words[:-1], singular(words[-1])]), plural)


def _hyphenated(tokens: list[Token], hyphen: int) -> bool:
    after = tokens[hyphen + 1]
    return tokens[hyphen].glued and after.glued and after.is_word


def _compound_goes_on(tokens: list[Token], after: int) -> bool:
    """ "sales staff", "savings accounts", "first-team players": a plural right before its head noun."""
    token = tokens[after]
    if token.kind == "mark":
        return token.text in HYPHENS and _hyphenated(tokens, after)
    return False


def _number_in_name(tokens: list[Token], here: int, words: list[str]) -> bool:
    """ "two new 737 Max jets": a number among the words, with a capital after it."""
    return (
        bool(words)
        and not tokens[here].glued
        and tokens[here + 1].is_capitalised
        and not is_plural(words[-1])
    )


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS


def _joined(tokens: list[Token], here: int, words: list[str]) -> Noun | None:
    """ "two Kia and Hyundai vehicles", "4.3M digital and physical sales": two modifiers, one plural."""
    if tokens[here].lower not in {"and", "or", "&"} or len(words) > 3:
        return None
    second = (
        noun_after(tokens, here + 1, single=True)
        if tokens[here + 1].lower not in {"and", "or", "&"}
        else None
    )
    second = second and _plural_from(tokens, here + 1)
    if not second:
        return None
    return Noun(here - len(words), second.end, " ".join([*words, second.singular]), True)


def _plural_from(tokens: list[Token], at: int) -> Noun | None:
    words: list[str] = []
    while len(words) < 4:
        token = tokens[at + len(words)]
        if not token.is_word or token.hidden or token.lower in NOUN_ENDS or token.glued:
            return None
        words.append(token.lower)
        if is_plural(token.lower):
            return Noun(at, at + len(words), " ".join([*words[:-1], singular(words[-1])]), True)
    return None
