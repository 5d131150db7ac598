"""Finds the noun phrase that speaks left of its cue: [Ann Lee, a nurse,] said.

No parser: a walk from the verb to the start of its clause, over appositives, brackets and relative clauses.
All ranges are word ranges, end exclusive.
"""

from dataclasses import dataclass

from claims.attributions import grammar
from claims.attributions.phrases import LONGEST_SOURCE, is_inflected, is_past_verb, phrase_start
from claims.attributions.reading import Reading
from claims.wordsets import word_set

Range = tuple[int, int]

_LONGEST_APPOSITIVE = 32
# A segment between commas that is no part of the name before it.
_PARENTHETICALS = word_set("sources parentheticals")
APPOSITIVE_STARTERS = word_set("sources appositive starters")


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: the source, if any, and where the verb with its auxiliaries begins."""

    source: Range | None
    verb: int


def verb_start(reading: Reading, at: int, low: int) -> int:
    """Steps left over auxiliaries and adverbs: "has also repeatedly said" starts at "has"."""
    lower, forms = reading.lower, reading.forms
    first = at
    while first > low and not reading.quoted[first - 1]:
        word = lower[first - 1]
        if forms[first - 1][0].isupper() and first - 1 > low:
            break  # "Will Smith said"
        if word in grammar.AUXILIARIES or grammar.is_adverb(word, forms[first - 1]) or word in grammar.TIMES:
            first -= 1
            if word in grammar.DAYS and first > low and lower[first - 1] in {"on", "last", "this"}:
                first -= 1
        elif (word in _PERIODS and first - 1 > low and lower[first - 2] in {"last", "this"}) or (
            word == "to" and first - 1 > low and lower[first - 2] in _BEFORE_TO
        ):
            first -= 2
        else:
            break
    return first


_PERIODS = frozenset(
    {"week", "month", "year", "weekend", "summer", "spring", "fall", "autumn", "winter", "morning"}
)
_BEFORE_TO = word_set("sources before to")


def source_before(reading: Reading, at: int, low: int) -> Subject:
    """The subject that ends right before the verb at word `at`, in a sentence that starts at `low`."""
    verb = verb_start(reading, at, low)
    last = _over_adjunct(reading, verb, low) - 1
    if last < low or reading.quoted[last]:
        return Subject(None, verb)
    if _is_pronoun(reading, last, low):
        return Subject(None if reading.lower[last] == "there" else (last, last + 1), verb)
    last = _before_parenthetical(reading, last, low)
    end = last + 1
    if last >= low and reading.lower[last] in {",", "—", "–", "-"}:
        opening = _appositive_start(reading, last, low)
        end, last = last, low - 1 if opening is None else opening - 1
        if opening is not None and reading.lower[opening + 1] in _PLACE_OF_SPEECH:
            end = opening  # "Lee, in a statement on Sunday, said"
    start = None if last < low else phrase_start(reading, last, low)
    if start == low and start < last and _asks(reading, low):
        start += 1
    return Subject(None if start is None else (start, end), verb)


def _asks(reading: Reading, low: int) -> bool:
    """ "Did the minister really say", not "Will Smith said"."""
    return reading.lower[low] in grammar.AUXILIARIES and (
        reading.lower[low] in grammar.DO or reading.lower[low + 1] in grammar.DETERMINERS
    )


_PLACE_OF_SPEECH = frozenset({"in", "at", "on", "during", "through", "via"})
_LONGEST_ADJUNCT = 7


def _over_adjunct(reading: Reading, verb: int, low: int) -> int:
    """Steps over "on Monday" in "Lee on Monday said", and over "had in 2021" in "Lee had in 2021 said"."""
    lower = reading.lower
    if verb - 3 >= low and lower[verb - 1] in grammar.DAYS and lower[verb - 2] in {"on", "last", "this"}:
        return verb - 2 - (lower[verb - 3] in grammar.HAVE)  # "Lee had on Monday said"
    for at in range(verb - 3, max(low, verb - _LONGEST_ADJUNCT), -1):
        if lower[at] in grammar.HAVE:
            return at if lower[at + 1] in _PLACE_OF_SPEECH else verb
        if reading.quoted[at] or lower[at] in grammar.PAUSES or lower[at] in grammar.FINITE:
            return verb
    return verb


def _is_pronoun(reading: Reading, at: int, low: int) -> bool:
    """ "he", "which", "a plan that", "they've"."""
    word = reading.lower[at]
    if word in grammar.SUBJECT_PRONOUNS or word == "which":
        return True
    if word == "that":
        return at > low and reading.lower[at - 1].isalnum()
    bare, apostrophe, _ = word.partition("'")
    return bool(apostrophe) and bare in grammar.SUBJECT_PRONOUNS


def _before_parenthetical(reading: Reading, last: int, low: int) -> int:
    """Steps over the commas of "Lee, however, said"."""
    lower = reading.lower
    if last - 2 > low and lower[last] == "," == lower[last - 2] and lower[last - 1] in _PARENTHETICALS:
        return last - 3
    return last


def _appositive_start(reading: Reading, closing: int, low: int) -> int | None:
    """The comma that opens the appositive which the comma at `closing` closes."""
    lower, forms, quoted = reading.lower, reading.forms, reading.quoted
    mark = lower[closing]
    at = closing - 1
    depth = 0
    candidate: int | None = None
    while at > low and closing - at < _LONGEST_APPOSITIVE and not quoted[at]:
        word = lower[at]
        if word == ")":
            depth += 1
        elif word == "(":
            depth -= 1
        elif depth == 0 and word == mark:
            opener = lower[at + 1]
            if candidate is not None:
                if opener in {"of", "from"} or opener.isdigit():  # "Lee, 61, of Mill Road, Taunton, said"
                    candidate = at
                    at -= 1
                    continue
                # "Lee, the mayor, who lost, said": the appositive before belongs to the name as well.
                return at if opener in APPOSITIVE_STARTERS and forms[at - 1][0].isupper() else candidate
            if opener in {"and", "or"}:
                at -= 1
                continue  # a list inside the appositive: "Lee, minister for roads, rail and ports, said"
            if at + 1 == closing or (opener not in APPOSITIVE_STARTERS and _starts_clause(reading, at + 1)):
                return None
            candidate = at
        elif depth == 0 and word in {";", ":", "?", "!"}:
            return candidate
        at -= 1
    return candidate


def _starts_clause(reading: Reading, at: int) -> bool:
    """The segment has a subject and verb of its own, or joins on with "and", so it is no appositive."""
    word = reading.lower[at]
    if word in grammar.CLAUSE_STARTERS and word not in {"who", "which"}:
        return True
    return word in grammar.SUBJECT_PRONOUNS and word != "who"


def acting_subject(reading: Reading, at: int, low: int) -> Range | None:
    """Whose deed an infinitive or a participle at word `at` is: the subject of the nearest verb before it."""
    for verb in range(at - 1, max(low, at - 40), -1):
        word, form = reading.lower[verb], reading.forms[verb]
        if reading.quoted[verb] or not form[0].islower():
            continue
        if word in grammar.FINITE or is_past_verb(word, form) or is_inflected(word):
            found = source_before(reading, verb, low).source
            # "denied reports that C, calling them": what follows a verb at once is a noun
            if found is not None and not is_past_verb(
                reading.lower[found[1] - 1], reading.forms[found[1] - 1]
            ):
                return found
    return None


def follows_verb(reading: Reading, source: Range, low: int) -> bool:
    """The noun phrase is the object of a verb: "released [a statement] saying"."""
    at = source[0] - 1
    if at <= low or reading.quoted[at]:
        return False
    word, form = reading.lower[at], reading.forms[at]
    return form[0].islower() and (word in grammar.FINITE or is_past_verb(word, form) or is_inflected(word))


def antecedent(reading: Reading, at: int) -> Range | None:
    """The noun phrase that "who" or "which" at word `at` refers to."""
    low = max(0, at - LONGEST_SOURCE)
    last = at - 1
    if last > low and reading.lower[last] == ",":
        last -= 1
    if last < low or not reading.forms[last][0].isalnum():
        return None
    start = phrase_start(reading, last, low)
    return None if start is None else (start, last + 1)
