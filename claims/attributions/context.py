"""Classes of what stands before and after a word that might be a cue; `points.txt` scores them."""

from claims.attributions import grammar
from claims.attributions.reading import Reading
from claims.wordsets import word_set

_OWN_AFTER = word_set("context own after")
_OWN_BEFORE = word_set("context own before")


def after(reading: Reading, at: int, stop: int) -> str:
    """What follows word `at` in its sentence, which ends before `stop`.

    A "+" says that a verb follows what may be its subject: "believe the fire began", not "believe the story".
    """
    found = _after(reading, at, stop)
    return found + "+" if found in _SUBJECTS and _verb_follows(reading, at + 2, stop) else found


_SUBJECTS = frozenset({"determiner", "possessive", "name", "word", "ing", "adverb", "object"})


def _verb_follows(reading: Reading, at: int, stop: int) -> bool:
    for k in range(at, min(stop, at + 8)):
        word, form = reading.lower[k], reading.forms[k]
        if word in grammar.FINITE or word in grammar.PAST_VERBS:
            return True
        if form[0].islower() and word.endswith("ed") and len(word) > 4:
            return True
        if word in grammar.PAUSES or word in grammar.CLAUSE_STARTERS or word == "to" or word in grammar.STOPS:
            return False
    return False


def _after(reading: Reading, at: int, stop: int) -> str:
    following = at + 1
    if following >= stop:
        return "end"
    if reading.quoted[following] and not reading.quoted[at]:
        return "quote"
    word, form = reading.lower[following], reading.forms[following]
    if (
        word in {",", ":"}
        and following + 1 < stop
        and reading.quoted[following + 1]
        and not reading.quoted[following]
    ):
        return "quote"
    if word in _OWN_AFTER:
        return word
    if word in grammar.STOPS or word in {";", ")", "—", "–", "-"}:
        return "end"
    if word in grammar.SUBJECT_PRONOUNS:
        return "subject"
    if word in grammar.OBJECT_PRONOUNS or word in grammar.POSSESSIVES:
        return "object" if word in grammar.OBJECT_PRONOUNS else "possessive"
    if word in grammar.DETERMINERS:
        return "determiner"
    if word in grammar.QUESTION_WORDS:
        return "question"
    if word in grammar.TIMES or word in grammar.MONTHS:
        return "time"
    if word in grammar.PREPOSITIONS:
        return "preposition"
    if word in grammar.CLAUSE_STARTERS:
        return "conjunction"
    if word in grammar.AUXILIARIES:
        return "auxiliary"
    if not form[0].isalnum():
        return "mark"
    if form[0].isupper():
        return "name"
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    if grammar.is_adverb(word, form):
        return "adverb"
    return "word"


def before(reading: Reading, at: int, start: int) -> str:
    """What stands before word `at` in its sentence, adverbs left out."""
    preceding = at - 1
    while preceding >= start and grammar.is_adverb(reading.lower[preceding], reading.forms[preceding]):
        preceding -= 1
    if preceding < start:
        return "start"
    if reading.quoted[preceding] and not reading.quoted[at]:
        return "quote"
    word, form = reading.lower[preceding], reading.forms[preceding]
    if word == ",":
        return "quote," if preceding - 1 >= start and reading.quoted[preceding - 1] else ","
    for name, words in _BEFORE_CLASSES:
        if word in words:
            return name
    if word in _OWN_BEFORE:
        return word
    if word.endswith(("'s", "s'")):
        return "possessive"
    if word in grammar.PREPOSITIONS:
        return "preposition"
    if not form[0].isalnum():
        return ")" if word == ")" else "mark"
    if form[0].isupper() and not (preceding == start and _is_plural(word)):
        return "name"
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    return "plural" if _is_plural(word) else "word"


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and len(word) > 3


_BEFORE_CLASSES = (
    ("subject", grammar.SUBJECT_PRONOUNS - {"who"}),
    ("modal", grammar.MODALS | {"'d", "'ll"}),
    ("not", grammar.NEGATIONS),
    ("do", grammar.DO),
    ("have", grammar.HAVE),
    ("be", grammar.BE),
    ("possessive", grammar.POSSESSIVES),
    ("determiner", grammar.DETERMINERS - {"all", "both", "some", "those"}),
    ("quantity", grammar.QUANTITIES),
)
