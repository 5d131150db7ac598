"""The closed word classes of English that the patterns look at, all in lower case with a straight apostrophe."""

SUBJECT_PRONOUNS = frozenset("i you he she it we they who there".split())
OBJECT_PRONOUNS = frozenset("me us him them whom himself herself themselves itself".split())
POSSESSIVES = frozenset("my your his her its our their whose".split())
DETERMINERS = frozenset(
    "a an the this these those any no some another each every either neither all both".split()
)
QUANTITIES = frozenset(
    "many some others most several few more both one none all everyone nobody someone".split()
)
# Pronouns that can be a whole source: "he said", "many say", "those who say".
SOURCE_PRONOUNS = (
    SUBJECT_PRONOUNS - {"it", "there"}
    | {"it"}
    | QUANTITIES
    | frozenset("this that these those which".split())
)
MODALS = frozenset("will would can could may might must should shall cannot".split())
HAVE = frozenset("has have had having 've".split())
BE = frozenset("is are was were be been being am 's 're isn't aren't wasn't weren't".split())
DO = frozenset("do does did don't doesn't didn't".split())
NEGATIONS = frozenset(
    "not never n't won't wouldn't can't couldn't hasn't haven't hadn't shouldn't don't doesn't didn't".split()
)
AUXILIARIES = MODALS | HAVE | BE | DO | NEGATIONS | {"'d", "'ll"}
# Small words between a subject and its verb that belong to the cue: "has also repeatedly said".
ADVERBS = frozenset(
    """also later then still just even once never already soon now ever further instead often always sometimes
    first again too only rather simply almost simultaneously long since earlier famously once since recently
    yesterday today""".split()
)
PREPOSITIONS = frozenset(
    """of in on at for with by from to as about against into over during after before between among through
    under within without toward towards upon near around across behind beyond despite like amid per via
    versus regarding concerning including following off out up down""".split()
)
QUESTION_WORDS = frozenset("how what whether if why when where who which".split())
# What ends a noun phrase when one walks left from a verb.
CLAUSE_STARTERS = frozenset(
    """and but that because as when while after before if though although since so or than which where whether
    how what why until unless despite yet nor however meanwhile once whereas who whom plus""".split()
)
# Words that open a subordinate clause or adjunct at the start of a sentence.
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    """january february march april june july august september october november december jan feb mar apr aug
    sept oct nov dec""".split()
)
TIMES = DAYS | frozenset(
    "today yesterday tonight tomorrow earlier later recently afterward afterwards again".split()
)
ADJUNCT_STARTERS = frozenset(
    """in on at during after before via from over by with through last this outside inside when while as
    upon around near under following since throughout amid""".split()
)
STOPS = frozenset(". ? ! …".split())
PAUSES = frozenset(", ; : ( ) — – - ...".split())
FINITE = frozenset(
    """is are was were has had have will would can could did does do should may might says said must isn't
    aren't wasn't weren't hasn't hadn't haven't won't wouldn't can't couldn't didn't doesn't don't
    shouldn't""".split()
)


def is_adverb(word: str, form: str) -> bool:
    """ "also", "repeatedly", but not "Emily" or "family"."""
    return word in ADVERBS or (
        len(word) > 4 and word.endswith("ly") and form[0].islower() and word not in _NOT_ADVERBS
    )


_NOT_ADVERBS = frozenset(
    "family assembly ally rally reply supply july italy fly bully apply comply rely only".split()
)
