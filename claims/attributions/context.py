"""Classes of what stands before and after a word that might be a cue; `points.txt` scores them."""

from claims.attributions import grammar
from claims.attributions.reading import Reading
from claims.wordsets import word_set


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
    if _opens_quotation(reading, at, following, stop):
        return "quote"
    word, form = reading.lower[following], reading.forms[following]
    return _first_class(word, _AFTER_CLASSES) or _by_form(word, form)


def _opens_quotation(reading: Reading, at: int, following: int, stop: int) -> bool:
    """A quotation follows at once, or behind a comma or colon."""
    if reading.quoted[following]:
        return not reading.quoted[at]
    return reading.lower[following] in {",", ":"} and following + 1 < stop and reading.quoted[following + 1]


def _first_class(word: str, classes: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    """The first class that lists the word; a class without a name stands for each of its words."""
    return next((name or word for name, members in classes if word in members), None)


def _by_form(word: str, form: str) -> str:
    if not form[0].isalnum():
        return "mark"
    if form[0].isupper():
        return "name"
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    return "adverb" if grammar.is_adverb(word, form) else "word"


_AFTER_CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("", word_set("context own after")),
    ("end", grammar.STOPS | {";", ")", "—", "–", "-"}),
    ("subject", grammar.SUBJECT_PRONOUNS),
    ("object", grammar.OBJECT_PRONOUNS),
    ("possessive", grammar.POSSESSIVES),
    ("determiner", grammar.DETERMINERS),
    ("question", grammar.QUESTION_WORDS),
    ("time", grammar.TIMES | grammar.MONTHS),
    ("preposition", grammar.PREPOSITIONS),
    ("conjunction", grammar.CLAUSE_STARTERS),
    ("auxiliary", grammar.AUXILIARIES),
)


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
    found = _first_class(word, _BEFORE_CLASSES)
    if found is None and word.endswith(("'s", "s'")):
        found = "possessive"
    if found is not None or (form[0].isupper() and not (preceding == start and _is_plural(word))):
        return found or "name"
    plural = _is_plural(word) and form[0].isalnum()
    return (
        "plural"
        if plural and not word.endswith("ing")
        else _by_form(word, "x" + form[1:] if form[0].isalnum() else form)
    )


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and len(word) > 3


_BEFORE_CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("subject", grammar.SUBJECT_PRONOUNS - {"who"}),
    ("modal", grammar.MODALS | {"'d", "'ll"}),
    ("not", grammar.NEGATIONS),
    ("do", grammar.DO),
    ("have", grammar.HAVE),
    ("be", grammar.BE),
    ("possessive", grammar.POSSESSIVES),
    ("determiner", grammar.DETERMINERS - {"all", "both", "some", "those"}),
    ("quantity", grammar.QUANTITIES),
    ("", word_set("context own before") | {")"}),
    ("preposition", grammar.PREPOSITIONS),
)
