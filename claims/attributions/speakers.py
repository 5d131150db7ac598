"""Finds the noun phrase that speaks right of its cue: said [Ann Lee, a nurse in Leeds]; according to [police]."""

from claims.attributions import grammar
from claims.attributions.lexicon import senses
from claims.attributions.phrases import is_past_verb
from claims.attributions.reading import Reading
from claims.attributions.sources import APPOSITIVE_STARTERS, Range, source_before
from claims.wordsets import word_set

_STOP_AFTER = word_set("sources stop after")
_BEFORE_TITLE = word_set("sources before title")


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
        if word == "(" and ":" in lower[end : end + 8]:
            break  # "a study in the journal Toxicology (doi:10.1093/kfae)"
        end += 1
    return (at, end) if end > at else None


def _holds_verb(reading: Reading, low: int, high: int) -> bool:
    return any(
        reading.lower[at] in grammar.FINITE or is_past_verb(reading.lower[at], reading.forms[at])
        for at in range(low, high)
    )


def source_after(reading: Reading, at: int, high: int) -> Range | None:
    """The subject that follows its verb, with its appositive: said [Ann Lee, a nurse in Leeds]."""
    lower, quoted = reading.lower, reading.quoted
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
            end = _segment_end(reading, end + 1, high)
            continue  # "said Ann Lee, 45, a nurse": a second appositive follows the age
        if word in {";", ":", "?", "!", "—", "–", "…"} or (
            word == "." and not _is_initial(reading, end, high)
        ):
            break
        if end > start and (word in _STOP_AFTER or word in grammar.TIMES) and reading.forms[end][0].islower():
            break
        if end > start and word == "and" and end + 1 < high and lower[end + 1] in grammar.SUBJECT_PRONOUNS:
            break
        end += 1
    return (start, end) if end > start else None


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
    if word.isdigit():  # "Ann Lee, 45, of Leeds", not "according to Lee, 40 people died"
        return following + 1 < high and reading.lower[following + 1] in grammar.STOPS | {",", ";"}
    if word == "one" and reading.lower[following + 1 : following + 2] != ["of"]:
        return False  # "according to a study, one in eight parents, ..."
    if word in _OPENERS or reading.lower[comma - 1].isdigit():
        return True  # "Ann Lee, a nurse", "45, of Leeds"
    if length > 5 or word in _NO_OPENERS:
        return False
    # "Ann Lee, Republican of Ohio"; "Ann Lee, policy director at"; not "Ann Lee, adding", "Ann Lee, visibly moved"
    return form[0].isupper() or (
        form[0].isalpha() and not word.endswith(("ing", "ed", "ly")) and comma + 2 < high
    )


_OPENERS = APPOSITIVE_STARTERS - {"also", "along", "then", "including", "who", "which", "whose", "whom"}
_NO_OPENERS = (
    grammar.SUBJECT_PRONOUNS
    | grammar.ADJUNCT_STARTERS
    | grammar.CLAUSE_STARTERS
    | grammar.PREPOSITIONS
    | grammar.ADVERBS
    | grammar.TIMES
    | grammar.FINITE
    | {"which", "who", "whose", "whom"}
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
        if word in grammar.FINITE or is_past_verb(word, reading.forms[verb]) or word in senses():
            found = source_before(reading, verb, at)
            return found.source
        if word in grammar.PAUSES:
            return None
    return None
