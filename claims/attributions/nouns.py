"""Attribution by a noun: Lee's claim that C; their criticism of C; Lee made allegations against C."""

from claims.attributions import grammar
from claims.attributions.contents import is_verb, span_of
from claims.attributions.draft import Draft
from claims.attributions.lexicon import senses, speaks
from claims.attributions.reading import Reading, Sentence
from claims.attributions.scoring import Cue
from claims.attributions.sources import Range, source_before
from claims.wordsets import word_set

# Verbs that only carry the noun: "made allegations", "expressed concern", "issued a statement saying".
_LIGHT_FORMS = word_set("nouns light forms")
_BEHIND = word_set("nouns behind")


def noun(reading: Reading, sentence: Sentence, cue: Cue) -> Draft | None:
    """The attribution around a noun such as "claim", or None where nobody makes it and nothing is claimed."""
    lower = reading.lower
    first = _modifiers_start(reading, cue.at, sentence.low)
    start = cue.at + 1
    if start >= sentence.high or lower[start] not in _BEHIND:
        return None
    if any(speaks(lower[at]) for at in range(max(sentence.low, first - 4), first)):
        return None  # "said in a statement that"
    owner = first - 1
    source: Range | None = None
    verb = cue.at
    if owner >= sentence.low:
        if lower[owner] in grammar.POSSESSIVES:
            source = (owner, owner + 1)
        elif lower[owner].endswith(("'s", "s'")):
            source = _possessor(reading, owner, sentence.low)
        elif lower[owner] in _LIGHT_FORMS:
            subject = source_before(reading, owner, sentence.low)
            source, verb = subject.source, subject.verb
    if source is None and lower[start] != "that":
        return None
    if lower[start] == "saying":
        start += 1
    end = sentence.high
    if lower[start] != "that" and lower[start - 1] != "saying":
        end = next(
            (at for at in range(start + 2, end) if is_verb(reading, at) and lower[at - 1] != "who"), end
        )
    if start >= end:
        return None
    return Draft(
        "noun",
        (verb, start if lower[start - 1] == "saying" else cue.at + 1),
        source,
        [span_of(reading, start, end)],
    )


def _modifiers_start(reading: Reading, at: int, low: int) -> int:
    """Steps left over "a", "persistent", "strong": to the first word that belongs to the noun."""
    first = at
    while first > low and at - first < 4:
        word = reading.lower[first - 1]
        if (
            not word.isalpha()
            or word in grammar.POSSESSIVES | grammar.PREPOSITIONS | _LIGHT_FORMS
            or word.endswith(("'s", "s'"))
            or reading.quoted[first - 1]
        ):
            break
        first -= 1
        if word in grammar.DETERMINERS:
            break
    return first


def _possessor(reading: Reading, at: int, low: int) -> Range:
    """The owner in front of 's: [the Syrian government]'s, [Ann Lee]'s."""
    start = at
    while start > low and at - start < 8:
        word, form = reading.lower[start - 1], reading.forms[start - 1]
        if not form[0].isalnum() or reading.quoted[start - 1]:
            break
        if word in grammar.DETERMINERS:
            return start - 1, at + 1
        if not form[0].isupper() and (
            word in grammar.PREPOSITIONS
            or word in grammar.CLAUSE_STARTERS
            or is_verb(reading, start - 1)
            or word in senses()
        ):
            break
        if (
            not form[0].isupper()
            and reading.forms[start][0].isupper()
            and start - 1 > low
            and reading.lower[start - 2] not in grammar.DETERMINERS
        ):
            break
        start -= 1
    return start, at + 1
