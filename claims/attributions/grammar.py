"""The closed word classes of English (`data/grammar.csv`), lower case with a straight apostrophe."""

from claims.tables import forms, read_table

_CLASSES = {row["class"]: frozenset(forms(row["words"])) for row in read_table("grammar")}

SUBJECT_PRONOUNS = _CLASSES["subject_pronouns"]
OBJECT_PRONOUNS = _CLASSES["object_pronouns"]
POSSESSIVES = _CLASSES["possessives"]
DETERMINERS = _CLASSES["determiners"]
QUANTITIES = _CLASSES["quantities"]  # can be a whole source: "many say"
MODALS = _CLASSES["modals"]
HAVE = _CLASSES["have"]
BE = _CLASSES["be"]
DO = _CLASSES["do"]
NEGATIONS = _CLASSES["negations"]
AUXILIARIES = MODALS | HAVE | BE | DO | NEGATIONS | {"'d", "'ll"}
ADVERBS = _CLASSES["adverbs"]  # between a subject and its verb: "has also repeatedly said"
PREPOSITIONS = _CLASSES["prepositions"]
QUESTION_WORDS = _CLASSES["question_words"]
CLAUSE_STARTERS = _CLASSES["clause_starters"]  # end a noun phrase when one walks left from a verb
ADJUNCT_STARTERS = _CLASSES["adjunct_starters"]  # open a phrase in front of a subject: "On Tuesday Lee"
FINITE = _CLASSES["finite"]  # verbs that make a clause
PAST_VERBS = _CLASSES["past_verbs"]  # irregular: "went", "took"
DAYS = _CLASSES["days"]
MONTHS = _CLASSES["months"]
TIMES = DAYS | _CLASSES["times"]
STOPS = _CLASSES["stops"]
PAUSES = _CLASSES["pauses"] | {"|"}
_NOT_ADVERBS = _CLASSES["not_adverbs"]


def is_adverb(word: str, form: str) -> bool:
    """ "also", "repeatedly", but not "Emily" or "family"."""
    return word in ADVERBS or (
        len(word) > 4 and word.endswith("ly") and form[0].islower() and word not in _NOT_ADVERBS
    )
