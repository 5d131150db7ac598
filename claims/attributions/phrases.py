"""Walks over a noun phrase without a parser: to its first word, over brackets, lists and relative clauses."""

from claims.attributions import grammar
from claims.attributions.lexicon import senses
from claims.attributions.reading import Reading
from claims.wordsets import word_set

LONGEST_SOURCE = 45  # words
_REDUCED = word_set("sources reduced")


def phrase_start(reading: Reading, last: int, low: int) -> int | None:
    """Walks left from the last word of a noun phrase to its first; None where there is none."""
    at = last
    start = last + 1
    while at >= low and last - at < LONGEST_SOURCE and not reading.quoted[at]:
        step = _step(reading, at, start, last, low)
        if step is None:
            break
        at, start = step
    return None if start > last else _without_adjunct(reading, start, last)


def _step(  # noqa: PLR0911 - one return a kind of word
    reading: Reading, at: int, start: int, last: int, low: int
) -> tuple[int, int] | None:
    """The next word to look at and the start so far, or None where word `at` is no part of the phrase."""
    word, form = reading.lower[at], reading.forms[at]
    if not form[0].isalnum():
        return _step_over_mark(reading, at, start, last, low)
    if word in {"and", "or"}:
        return None if at in {low, last} or _has_verb(reading, low, at) else (at - 1, start)
    if word in grammar.CLAUSE_STARTERS:
        joined = word in {"than", "as", "like"} and at > low and reading.lower[at - 1].isalnum()
        return (at - 1, at) if joined else None
    if (
        word == "not"
        and start == at + 1
        and at > low
        and reading.lower[at - 1].isalpha()
        and is_past_verb(reading.lower[start], reading.forms[start])
        and reading.lower[at - 1] not in grammar.AUXILIARIES
    ):
        return at - 1, at  # "experts not involved in the study"
    if word in grammar.SUBJECT_PRONOUNS and word not in {"we", "i", "you"} and at < last:
        return None
    is_finite = form[0].islower() and (
        word in grammar.FINITE or word in grammar.AUXILIARIES
    )  # no "Will Smith"
    is_past = is_past_verb(word, form) and at < last and reading.lower[at + 1] != "of"
    if is_finite or is_past:
        relative = _relative_start(reading, at, low)
        if relative is not None:
            return relative - 1, relative
        # "a man arrested on Friday said", "the alleged victim said": a participle, not the verb of a clause.
        if is_finite or (reading.lower[at + 1] not in _REDUCED and not _is_adjectival(reading, at, low)):
            return None
    return at - 1, at


def _step_over_mark(reading: Reading, at: int, start: int, last: int, low: int) -> tuple[int, int] | None:
    mark = reading.lower[at]
    if mark == ")":
        opened = _bracket_start(reading, at, low)
        return None if opened is None else (opened - 1, opened)
    if mark == ",":
        return (at - 1, start) if _joins_list(reading, at, start, last) else None
    if mark == ".":
        return (at - 1, at) if len(reading.forms[at - 1]) <= 4 else None  # "Sen. Lee", "J. Smith"
    return (at - 1, at) if mark in _IN_NAMES else None


_IN_NAMES = frozenset({"&", "'", "’", "#", "@", "$"})


def is_past_verb(word: str, form: str) -> bool:
    return form[0].islower() and ((word.endswith("ed") and len(word) > 4) or word in grammar.PAST_VERBS)


def _is_adjectival(reading: Reading, at: int, low: int) -> bool:
    """ "the alleged victim", "unnamed officials": a participle before its noun."""
    if at == low:
        return True
    return reading.lower[at - 1] in grammar.DETERMINERS | grammar.POSSESSIVES | grammar.PREPOSITIONS or (
        reading.lower[at - 1].endswith("'s") or reading.lower[at - 1] in grammar.CLAUSE_STARTERS
    )


def _relative_start(reading: Reading, verb: int, low: int) -> int | None:
    """For a verb in "officials who have been briefed": the word "who"."""
    at = verb - 1
    while at >= low and (
        reading.lower[at] in grammar.AUXILIARIES or grammar.is_adverb(reading.lower[at], reading.forms[at])
    ):
        at -= 1
    return at if at > low and reading.lower[at] in {"who", "which", "that"} else None


def _bracket_start(reading: Reading, closing: int, low: int) -> int | None:
    for at in range(closing - 1, max(low, closing - 14) - 1, -1):
        if reading.lower[at] == "(":
            return at
    return None


def _joins_list(reading: Reading, comma: int, start: int, last: int) -> bool:
    """ "Smith, Jones and Brown said": a comma between names when an "and" follows."""
    return (
        comma > 0
        and reading.forms[comma - 1][0].isupper()
        and reading.forms[comma + 1][0].isupper()
        and "and" in reading.lower[start : last + 1]
    )


def _has_verb(reading: Reading, low: int, high: int) -> bool:
    """The clause that ends at word `high` has a verb, as far as one can tell without a parser."""
    for at in range(high - 1, max(low, high - 30) - 1, -1):
        word, form = reading.lower[at], reading.forms[at]
        if reading.quoted[at] or word in grammar.PAUSES or word in grammar.CLAUSE_STARTERS:
            return False
        if word in grammar.FINITE or word in grammar.SUBJECT_PRONOUNS:
            return True
        if at > low and (is_past_verb(word, form) or (form[0].islower() and is_inflected(word))):
            return True
    return False


def _without_adjunct(reading: Reading, start: int, last: int) -> int | None:
    """Drops what opens a clause before its subject: "On Tuesday Smith", "In a statement the company"."""
    lower, forms = reading.lower, reading.forms
    while start < last and (
        lower[start] in grammar.TIMES
        or grammar.is_adverb(lower[start], forms[start].lower())
        or lower[start] in {"and", "but", "so", "or"}
    ):
        start += 1
    if lower[start] not in grammar.ADJUNCT_STARTERS or lower[min(start + 1, last)].endswith(("'s", "s'")):
        return start
    if last == start:
        return None
    for at in range(start + 2, last + 1):
        opens = lower[at] in grammar.DETERMINERS | grammar.POSSESSIVES or forms[at][0].isupper()
        joined = lower[at - 1] in grammar.PREPOSITIONS | grammar.DETERMINERS | grammar.POSSESSIVES | {
            "and",
            "'s",
        }
        if (
            opens
            and not joined
            and not (forms[at - 1][0].isupper() and forms[at][0].isupper())
            and not lower[at - 1].endswith("'s")
        ):
            return at
        if lower[at - 1] in grammar.TIMES and not joined:
            return at
    return None


def is_inflected(word: str) -> bool:
    """A past tense or third person of a cue word: "promised", "promises"."""
    return any(sense.form in {"past", "s"} for sense in senses().get(word, ()))
