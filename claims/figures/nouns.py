"""The noun that a number counts: "two normally quiet coastal cities on Monday" gives "quiet coastal city".

No parser: a phrase runs from the number to its first plural, and stops before words that cannot be part of a
noun phrase (`noun_ends.csv`).
"""

from dataclasses import dataclass
from functools import lru_cache

from claims.figures.lexicon import FUNCTION_WORDS, NOUN_ENDS, NUMBER_WORDS, PLURALS, VAGUE_NUMBERS, VERBS
from claims.figures.tokens import HYPHENS, Token
from claims.tables import word_class

_LONGEST_SINGLE = 4
LONGEST = 7
"""Words of a noun phrase: "nine former Iraqi army special forces officers"."""

_LEADING = word_class("leading")
_TOP = word_class("top")
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
def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun: "cities", "men", not "crisis" or "Syria's"."""
    if word in PLURALS:
        return True
    if len(word) == 3:
        return word[2] == "s" and word[1] not in "aeious'" and word not in NOUN_ENDS  # MPs, TVs; not gas
    return len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S)


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
    return word[:-1] if is_plural(word) else word


def noun_after(tokens: list[Token], at: int, single: bool = False) -> Noun | None:
    """The noun phrase that starts at a token, or None. `single`: the number is one, so no plural is due."""
    while tokens[at].lower in _LEADING and tokens[at + 1].is_word and not tokens[at].is_capitalised:
        at += 1
    while _is_adverb(tokens[at].lower) and tokens[at + 1].is_word:  # two badly burned men
        at += 1
    words, end = _phrase(tokens, at, single)
    plural = bool(words) and is_plural(words[-1])
    if not words or (tokens[end].is_number and words[-1] in _TOP):
        return None  # "four of the top 5 banks": "top" is no noun
    if not plural and not single:
        joined = _joined(tokens, at, end, words)
        if joined:
            return joined
    return Noun(at, end, " ".join([*words[:-1], singular(words[-1])]), plural)


def _phrase(tokens: list[Token], at: int, single: bool) -> tuple[list[str], int]:
    """The words of a noun phrase and where it ends."""
    words: list[str] = []
    here = at
    while len(words) < LONGEST:
        token = tokens[here]
        if words and _hyphenated(tokens, here):
            words[-1] += "-" + tokens[here + 1].lower
            here += 2
        elif _belongs(tokens, here, words, single):
            words.append(token.lower)
            here += 1
        else:
            break
        if single and len(words) == _LONGEST_SINGLE:
            break
        if not single and is_plural(words[-1]) and not _compound_goes_on(tokens, here):
            break
    return words, here


def _belongs(  # noqa: PLR0911 - one return a rule
    tokens: list[Token], here: int, words: list[str], single: bool
) -> bool:
    """Whether the token continues a noun phrase of these words."""
    token = tokens[here]
    if token.is_number:
        return _number_in_name(tokens, here, words)
    if not token.is_word or token.hidden or (words and token.glued) or token.lower.endswith("'s"):
        return False
    if token.lower in NUMBER_WORDS or token.lower in VAGUE_NUMBERS or len(token.text) == 1:
        return False
    if token.lower in FUNCTION_WORDS:  # first-team players, off-duty officers
        return _hyphenated(tokens, here + 1) and tokens[here + 2].lower not in FUNCTION_WORDS
    if token.lower in VERBS:
        return not words and _modifies(tokens, here, single)
    if single and is_plural(token.lower) and singular(token.lower) != token.lower:
        return _hyphenated(tokens, here + 1)  # "one proposal asks" and "one hopes" have a verb, not a plural
    if words and _is_adverb(token.lower):
        return _hyphenated(tokens, here + 1)
    return True


def _modifies(tokens: list[Token], here: int, single: bool) -> bool:
    """ "nine injured passengers", "12 claims", "one missing child"; not "nine injured" or "one left"."""
    if single:
        after = tokens[here + 1]
        return after.is_word and after.lower not in NOUN_ENDS and not is_plural(after.lower)
    for token in tokens[here + 1 : here + 4]:
        if not token.is_word or token.lower in NOUN_ENDS:
            return False
        if is_plural(token.lower):
            return True
    return False


def _hyphenated(tokens: list[Token], hyphen: int) -> bool:
    token, after = tokens[hyphen], tokens[hyphen + 1]
    return token.text in HYPHENS and token.glued and after.glued and after.is_word


def _compound_goes_on(tokens: list[Token], after: int) -> bool:
    """ "women drivers", "sales staff", "sports-car makers": a plural before its head noun.

    No verb in "-s" follows a plural, so a word in "-s" there is a noun.
    """
    token = tokens[after]
    if _hyphenated(tokens, after):
        return True
    return (
        is_plural(token.lower) and token.is_word and token.lower not in NOUN_ENDS and not token.is_capitalised
    )


def _number_in_name(tokens: list[Token], here: int, words: list[str]) -> bool:
    """ "two new 737 Max jets": a number among the words, with a capital after it."""
    after = tokens[here + 1]
    return bool(words) and not tokens[here].glued and after.is_capitalised and not is_plural(words[-1])


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS


def _joined(tokens: list[Token], at: int, end: int, words: list[str]) -> Noun | None:
    """ "two Kia and Hyundai vehicles", "4.3M digital and physical sales": two modifiers, one plural."""
    if tokens[end].lower not in {"and", "or", "&"} or len(words) > 3:
        return None
    more, last = _phrase(tokens, end + 1, single=False)
    if not more or not is_plural(more[-1]):
        return None
    return Noun(at, last, " ".join([*words, *more[:-1], singular(more[-1])]), True)


def only_verbs(words: str) -> bool:
    """ "Seven injured", "three recovering": participles are no noun."""
    return " " not in words and words.endswith(("ed", "ing")) and len(words) > 4
