"""Finds the noun phrase that speaks: left of a cue ("Kevin Madden, a strategist, said") or right of it.

No parser: a walk from the verb to the start of its clause, over appositives, brackets and relative clauses.
All ranges are word ranges, end exclusive.
"""

from dataclasses import dataclass

from claims.attributions import grammar
from claims.attributions.lexicon import senses
from claims.attributions.reading import Reading
from claims.wordsets import word_set

Range = tuple[int, int]

_LONGEST_APPOSITIVE = 32
_LONGEST_SOURCE = 45
# A segment between commas that is no part of the name before it.
_PARENTHETICALS = word_set("sources parentheticals")
_APPOSITIVE_STARTERS = word_set("sources appositive starters")
_REDUCED = word_set("sources reduced")


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
    lower, forms, quoted = reading.lower, reading.forms, reading.quoted
    verb = verb_start(reading, at, low)
    last = verb - 1
    if last < low or quoted[last]:
        return Subject(None, verb)
    word = lower[last]
    if (
        word in grammar.SUBJECT_PRONOUNS
        or word == "which"
        or (word == "that" and last > low and lower[last - 1].isalnum())
    ):
        return Subject(None if word == "there" else (last, last + 1), verb)
    contracted = word.split("'")[0]
    if contracted != word and contracted in grammar.SUBJECT_PRONOUNS:  # "he's", "they've"
        return Subject((last, last + 1), verb)
    end = last + 1
    if word == "," and lower[last - 1] in _PARENTHETICALS and last - 2 >= low and lower[last - 2] == ",":
        last -= 3  # "Lee, however, said"
        end = last + 1
        word = lower[last] if last >= low else ""
        if last < low:
            return Subject(None, verb)
    if word in {",", "—", "–", "-"}:
        opening = _appositive_start(reading, last, low)
        if opening is None:
            return Subject(None, verb)
        end, last = (last, opening - 1) if word == "," else (last, opening - 1)
        if last < low:
            return Subject(None, verb)
    start = _phrase_start(reading, last, low)
    if start is None or start > last:
        return Subject(None, verb)
    return Subject((start, end), verb)


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
                # "Lee, the mayor, who lost, said": the appositive before belongs to the name as well.
                return at if opener in _APPOSITIVE_STARTERS and forms[at - 1][0].isupper() else candidate
            if at + 1 == closing or (opener not in _APPOSITIVE_STARTERS and _starts_clause(reading, at + 1)):
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


def _phrase_start(reading: Reading, last: int, low: int) -> int | None:
    """Walks left from the last word of a noun phrase to its first."""
    lower, forms, quoted = reading.lower, reading.forms, reading.quoted
    at = last
    start = last + 1
    while at >= low and last - at < _LONGEST_SOURCE:
        word, form = lower[at], forms[at]
        if quoted[at]:
            break
        if word == ")":
            opened = _bracket_start(reading, at, low)
            if opened is None:
                break
            at = start = opened
            at -= 1
            continue
        if not form[0].isalnum():
            if word == "," and _joins_list(reading, at, start, last):
                at -= 1
                continue
            if word in {"&", "'", "’", "#", "@", "$", "."} and (word != "." or len(forms[at - 1]) <= 4):
                start = at
                at -= 1
                continue
            break
        if word in {"and", "or"}:
            if at == low or _has_verb(reading, low, at) or at + 1 > last:
                break
            at -= 1
            continue
        if word in grammar.CLAUSE_STARTERS:
            if word in {"than", "as", "like"} and at > low and lower[at - 1].isalnum():
                start = at
                at -= 1
                continue
            break
        if word in grammar.SUBJECT_PRONOUNS and word not in {"we", "i", "you"} and at < last:
            break
        if word in grammar.FINITE or word in grammar.AUXILIARIES:
            relative = _relative_start(reading, at, low)
            if relative is None:
                break
            at = relative - 1
            start = relative
            continue
        if _is_past_verb(word, form) and at < last and lower[at + 1] not in {"of"}:
            relative = _relative_start(reading, at, low)
            if relative is not None:
                at, start = relative - 1, relative
                continue
            if lower[at + 1] not in _REDUCED and not _is_adjectival(reading, at, low):
                break
        start = at
        at -= 1
    if start > last:
        return None
    return _without_adjunct(reading, start, last, low)


def _is_past_verb(word: str, form: str) -> bool:
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
        if at > low and (_is_past_verb(word, form) or (form[0].islower() and _is_inflected(word))):
            return True
    return False


def _without_adjunct(reading: Reading, start: int, last: int, low: int) -> int | None:
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


_STOP_AFTER = word_set("sources stop after")


def source_of_account(reading: Reading, at: int, high: int, leads: bool) -> Range | None:
    """What follows "according to": [data from the health ministry], [people who saw the letter].

    Where it `leads` the sentence, what stands behind its comma is the content unless another comma closes it.
    """
    lower, quoted = reading.lower, reading.quoted
    end = at
    while end < high and not quoted[end]:
        word = lower[end]
        if word == ",":
            if not _opens_appositive(reading, end, high, end - at):
                break
            closing = _segment_end(reading, end + 1, high)
            if _holds_verb(reading, end + 1, closing) or (
                leads and (closing >= high or lower[closing] != ",")
            ):
                break
            end = closing
            continue
        if word in {";", ":", "?", "!", "—", "–", "…"} or (
            word == "." and not _is_initial(reading, end, high)
        ):
            break
        end += 1
    return (at, end) if end > at else None


def _holds_verb(reading: Reading, low: int, high: int) -> bool:
    return any(
        reading.lower[at] in grammar.FINITE or _is_past_verb(reading.lower[at], reading.forms[at])
        for at in range(low, high)
    )


def source_after(reading: Reading, at: int, high: int) -> Range | None:
    """The subject that follows its verb, with its appositive: said [Ann Lee, a nurse in Leeds]."""
    lower, forms, quoted = reading.lower, reading.forms, reading.quoted
    start = at
    if start < high and lower[start] in grammar.SUBJECT_PRONOUNS:
        return start, start + 1
    end = start
    while end < high:
        word = lower[end]
        if quoted[end]:
            if end == start or lower[end - 1] not in _BEFORE_TITLE:
                break
            end = _behind_quotation(reading, end, high)
            continue
        if word == ",":
            if not _opens_appositive(reading, end, high, end - start):
                break
            closing = _segment_end(reading, end + 1, high)
            end = closing
            # "said Ann Lee, 45, a nurse": a second appositive follows the age.
            continue
        if word in {";", ":", "?", "!", "—", "–", "…"} or (
            word == "." and not _is_initial(reading, end, high)
        ):
            break
        if end > start and (word in _STOP_AFTER or word in grammar.TIMES):
            break
        if end > start and word in {"and"} and end + 1 < high and lower[end + 1] in grammar.SUBJECT_PRONOUNS:
            break
        end += 1
    return (start, end) if end > start else None


_BEFORE_TITLE = word_set("sources before title")


def _behind_quotation(reading: Reading, at: int, high: int) -> int:
    """Steps over a title inside a name: Ann Lee, author of "The Long Way", ..."""
    while at < high and reading.quoted[at] and at not in reading.closing:
        at += 1
    return min(high, at + 1)


def _is_initial(reading: Reading, dot: int, high: int) -> bool:
    """The full stop of "J. Smith" or "Sen. Lee", not that of the sentence."""
    if "." in reading.forms[dot - 1] and dot + 1 < high:
        return True  # "U.S. attorney"
    return (
        dot + 1 < high
        and len(reading.forms[dot - 1]) <= 5
        and reading.forms[dot - 1][0].isupper()
        and reading.forms[dot + 1][0].isupper()
    )


def _opens_appositive(reading: Reading, comma: int, high: int, length: int) -> bool:
    following = comma + 1
    if following >= high or reading.quoted[following]:
        return False
    word, form = reading.lower[following], reading.forms[following]
    if (
        word in _APPOSITIVE_STARTERS - {"also", "along", "then", "including", "who", "which", "whose", "whom"}
        or word.isdigit()
    ):
        return True
    return (
        form[0].isupper() and length <= 5 and word not in grammar.SUBJECT_PRONOUNS | grammar.ADJUNCT_STARTERS
    )


def _segment_end(reading: Reading, at: int, high: int) -> int:
    while at < high and not reading.quoted[at]:
        if reading.lower[at] in {",", ";", "—"} or (
            reading.lower[at] in grammar.STOPS and not _is_initial(reading, at, high)
        ):
            break
        at += 1
    return at


def source_after_comma(reading: Reading, at: int, high: int) -> Range | None:
    """The subject of a main clause that starts at word `at`: up to its verb."""
    for verb in range(at + 1, min(high, at + 20)):
        word = reading.lower[verb]
        if word in grammar.FINITE or _is_past_verb(word, reading.forms[verb]) or word in senses():
            found = source_before(reading, verb, at)
            return found.source
        if word in grammar.PAUSES:
            return None
    return None


def acting_subject(reading: Reading, at: int, low: int) -> Range | None:
    """Whose deed an infinitive or a participle at word `at` is: the subject of the nearest verb before it."""
    for verb in range(at - 1, max(low, at - 40), -1):
        word, form = reading.lower[verb], reading.forms[verb]
        if reading.quoted[verb] or not form[0].islower():
            continue
        if word in grammar.FINITE or _is_past_verb(word, form) or _is_inflected(word):
            found = source_before(reading, verb, low).source
            if found is not None:
                return found
    return None


def _is_inflected(word: str) -> bool:
    return any(sense.form in {"past", "s"} for sense in senses().get(word, ()))


def follows_verb(reading: Reading, source: Range, low: int) -> bool:
    """The noun phrase is the object of a verb: "released [a statement] saying"."""
    at = source[0] - 1
    if at <= low or reading.quoted[at]:
        return False
    word, form = reading.lower[at], reading.forms[at]
    return form[0].islower() and (word in grammar.FINITE or _is_past_verb(word, form) or _is_inflected(word))


def antecedent(reading: Reading, at: int) -> Range | None:
    """The noun phrase that "who" or "which" at word `at` refers to."""
    low = max(0, at - _LONGEST_SOURCE)
    last = at - 1
    if last > low and reading.lower[last] == ",":
        last -= 1
    if last < low or not reading.forms[last][0].isalnum():
        return None
    start = _phrase_start(reading, last, low)
    return None if start is None else (start, last + 1)
