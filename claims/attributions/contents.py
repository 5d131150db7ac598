"""Finds what was said: where the content starts behind a cue, where it ends, and what stands before a cue.

Word ranges in, character spans out.
"""

from claims.attributions import grammar
from claims.attributions.lexicon import speaks
from claims.attributions.reading import Reading
from claims.attributions.scoring import Cue
from claims.attributions.sources import source_before
from claims.model import Span
from claims.text import trim
from claims.wordsets import word_set

_EDGES = ",;:—–-"
_FINAL = word_set("contents final")


def span_of(reading: Reading, low: int, high: int) -> Span:
    """The characters of a word range without commas and dashes at its ends, nor a full stop of the sentence."""
    while high > low and not reading.quoted[high - 1] and reading.lower[high - 1] in _FINAL:
        high -= 1
    return trim(reading.text, reading.span(low, high), _EDGES) if high > low else (0, 0)


def start_behind(  # noqa: PLR0911 - one return a shape
    reading: Reading, cue: Cue, high: int
) -> int | None:
    """The first word of the content behind a cue: over "on Monday", "in a statement", "reporters that"."""
    lower, quoted = reading.lower, reading.quoted
    at = cue.at + 1
    if at >= high:
        return None
    if cue.sense.group == "tell":
        return _behind_addressee(reading, at, high)
    if quoted[at]:
        return at
    if lower[at] in {":", ","} and at + 1 < high:
        return _behind_comma(reading, at, high)
    if lower[at] == "that":
        return at
    if lower[at] == "out" and cue.sense.lemma == "point" and at + 1 < high:
        return at + 1  # "pointed out that"
    if cue.sense.group in {"say", "show"} and (
        lower[at] in grammar.TIMES | _SAY_ADJUNCTS or lower[at] in grammar.MONTHS
    ):
        return _behind_adjunct(reading, at, high)
    return at


_SAY_ADJUNCTS = word_set("contents say adjuncts")


def _behind_adjunct(reading: Reading, at: int, high: int) -> int:
    """ "said on Monday that": behind the phrase, if it ends within a few words; else where it starts."""
    lower, quoted = reading.lower, reading.quoted
    for end in range(at, min(high, at + 16)):
        if quoted[end]:
            return end
        if (lower[end] == "that" and end > at + 1) or lower[end] == ":":
            return end + (lower[end] == ":")
        if end > at and lower[end] in grammar.SUBJECT_PRONOUNS - {"who"}:
            return end
        if lower[end] == "," and end + 1 < high:
            return _behind_insertion(lower, end + 1, high)
        if (
            end > at
            and (lower[end - 1] in grammar.TIMES or (end > at + 1 and _is_period(lower, end - 1)))
            and lower[end] not in grammar.PREPOSITIONS | grammar.TIMES | _PERIODS
        ):
            return end
    return at


def _behind_insertion(lower: list[str], at: int, high: int) -> int:
    """ "said on Monday, as rain fell, that": behind the second comma."""
    if lower[at] not in grammar.CLAUSE_STARTERS | grammar.PREPOSITIONS:
        return at
    return next((k + 1 for k in range(at, min(high - 1, at + 12)) if lower[k : k + 2] == [",", "that"]), at)


_PERIODS = word_set("contents periods")


def _is_period(lower: list[str], at: int) -> bool:
    """The last word of "last night", "this week", "Monday evening"."""
    return lower[at] in _PERIODS and lower[at - 1] in {"last", "this"} | grammar.DAYS


def _behind_comma(reading: Reading, at: int, high: int) -> int:
    if reading.quoted[at + 1] or reading.lower[at] == ":":
        return at + 1
    # "said, however, that" / "said, with a smile, that"
    for end in range(at + 1, min(high, at + 12)):
        if reading.lower[end] == "," and end + 1 < high:
            return end + 1
    return at + 1


def _behind_addressee(  # noqa: PLR0911 - one return a shape
    reading: Reading, at: int, high: int
) -> int:
    """ "told the BBC on Sunday that": behind the one who was told."""
    lower, forms, quoted = reading.lower, reading.forms, reading.quoted
    if lower[at] in {"that", "to"} or quoted[at]:
        return at
    for end in range(at, min(high, at + 16)):
        if quoted[end]:
            return end
        if lower[end] in {"that", ":"} and end > at:
            return end + (lower[end] == ":")
        if end > at and lower[end] in {"to", "how", "what", "whether", "if", "why", "about"}:
            return end
        if end > at and lower[end] in grammar.SUBJECT_PRONOUNS - {"who"}:
            return end
        if lower[end] == ",":
            return end + 1
    end = at + 1
    if lower[at] in grammar.DETERMINERS | grammar.POSSESSIVES:
        while end < high and not forms[end][0].isupper() and end - at < 4:
            end += 1
    while end < high and forms[end][0].isupper() and end - at < 8:
        end += 1
    return end if end < high else at


def end_behind(
    reading: Reading, start: int, high: int, cue: Cue, later: list[Cue], fronted: bool = False
) -> int:
    """Where a content that starts at word `start` ends: with its sentence, or where something else begins.

    A `fronted` clause ("While he says C, ...") ends at its comma. `later` are the cues behind this one.
    """
    lower, quoted = reading.lower, reading.quoted
    is_clause = cue.sense.group in _CLAUSE_GROUPS
    end = high
    for at in range(start + 1, high - 1):
        if quoted[at]:
            continue
        word, following = lower[at], lower[at + 1]
        if word == ";" or (word == "according" and following == "to" and at > start + 1):
            end = at
            break
        if word == "," and (
            fronted
            or (_is_participle(following) and not _is_inserted(reading, at + 1, high))
            or (following == "but" and not (is_clause and lower[at + 2 : at + 3] == ["that"]))
            or (not is_clause and _opens_clause(reading, at + 1, high))
        ):
            end = at
            break
        if not is_clause and (word in _SUBORDINATE or (word == "and" and is_verb(reading, at + 1))):
            end = at
            break
    cuts = [
        cut
        for each in later
        if start < each.at < end and (cut := _cut_before(reading, start, each)) is not None
    ]
    return min([end, *cuts])


_CLAUSE_GROUPS = frozenset({"say", "tell", "think", "show", "sure", "ask"})
_NEW_CLAUSE = word_set("contents new clause")
_SUBORDINATE = word_set("contents subordinate")


def _opens_clause(reading: Reading, at: int, high: int) -> bool:
    """Behind a comma: another clause, with a verb before the next comma."""
    if reading.lower[at] in _NEW_CLAUSE:
        return True
    for k in range(at, min(high, at + 10)):
        if reading.lower[k] == ",":
            return False
        if is_verb(reading, k):
            return True
    return False


def is_verb(reading: Reading, at: int) -> bool:
    """A finite verb by its looks: "was", "took", "handed"."""
    if at >= len(reading.lower) or not reading.forms[at][0].islower():
        return False
    word = reading.lower[at]
    return word in grammar.FINITE or word in grammar.PAST_VERBS or (word.endswith("ed") and len(word) > 4)


def _is_participle(word: str) -> bool:
    """ ", adding that", not ", including Spain"."""
    return len(word) > 5 and word.endswith("ing") and word not in _NO_PARTICIPLES


def _is_inserted(reading: Reading, at: int, high: int) -> bool:
    """ "the attackers, numbering about 100, stormed the school": the clause goes on behind the next comma."""
    closing = next((k for k in range(at, min(high, at + 15)) if reading.lower[k] == ","), high)
    return closing + 1 < high and is_verb(reading, closing + 1)


_NO_PARTICIPLES = word_set("contents no participles")


def _cut_before(reading: Reading, start: int, following: Cue) -> int | None:
    """The end of a content in front of a cue that goes on with the same speaker: ", adding that"; "and said"."""
    lower = reading.lower
    at = following.at - 1
    while at > start and grammar.is_adverb(lower[at], reading.forms[at]):
        at -= 1
    if following.sense.form == "ing" and lower[at] == ",":
        return at
    if following.sense.form in {"past", "s"}:
        if lower[at] in {"and", "but"}:
            return at
        if lower[at] in grammar.SUBJECT_PRONOUNS and at - 1 > start and lower[at - 1] in {"and", "but"}:
            return at - 1
        return _other_speaker(reading, start, following)
    return None


def _other_speaker(reading: Reading, start: int, following: Cue) -> int | None:
    """The comma of "Police said C, while doctors said": somebody else begins to speak."""
    if not speaks(reading.lower[following.at]):
        return None
    source = source_before(reading, following.at, start + 1).source
    if source is None or source[0] - 2 <= start:
        return None
    comma, joint = reading.lower[source[0] - 2], reading.lower[source[0] - 1]
    return source[0] - 2 if comma == "," and joint in _JOINTS else None


_JOINTS = frozenset({"while", "but", "and", "whereas"})


def quotation_spans(reading: Reading, at: int) -> list[Span]:
    """All parts of the quotation that opens at a word."""
    return list(reading.quotations[reading.opening[at]].parts)
