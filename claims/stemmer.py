"""English word stems, so that "bombings", "bombed" and "bombing" meet in one search term.

The rules are those of the Snowball English stemmer (Porter2), https://snowballstem.org/algorithms/english.
Input is one lower-case word without apostrophes; other letters than a to z pass through unchanged.
"""

from functools import lru_cache

_VOWELS = frozenset("aeiouy")
_DOUBLES = frozenset(["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"])
_BEFORE_LI = frozenset("cdeghkmnrt")

_WHOLE = {
    "skis": "ski", "skies": "sky", "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli",
    "only": "onli", "singly": "singl", "dying": "die", "lying": "lie", "tying": "tie",
    "sky": "sky", "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias",
    "andes": "andes",
}  # fmt: skip
_WHOLE_AFTER_PLURAL = frozenset(
    ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed", "evening"]
)
# "generous" and "general", "community" and "communism" would meet if the first region began earlier.
_REGION_STARTS = ("gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter")

# Longest first within each table: the first ending that fits is the only one tried.
_STEP_2 = (
    ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ogist", "og"), ("ousness", "ous"),
    ("iveness", "ive"), ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"),
    ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"), ("enci", "ence"),
    ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"),
)  # fmt: skip
_STEP_3 = (
    ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"),
    ("ness", ""), ("ful", ""),
)  # fmt: skip
_STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "al", "er", "ic",
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The stem of one lower-case English word: "nationalities" gives "nation"."""
    if len(word) <= 2:
        return word
    if word in _WHOLE:
        return _WHOLE[word]
    word = _mark_consonant_y(word)
    first = _first_region(word)
    second = _after_vowel_consonant(word, first)
    word = _plural(word)
    if word in _WHOLE_AFTER_PLURAL:
        return word
    word = _past_and_gerund(word, first)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    word = _derived(word, first)
    word = _relational(word, first, second)
    word = _residual(word, second)
    return _final(word, first, second).replace("Y", "y")


def _mark_consonant_y(word: str) -> str:
    """Writes Y where y is a consonant: at the start and after a vowel ("Youth", "boY")."""
    if "y" not in word:
        return word
    letters = list(word)
    for i, letter in enumerate(letters):
        if letter == "y" and (i == 0 or letters[i - 1] in _VOWELS):
            letters[i] = "Y"
    return "".join(letters)


def _after_vowel_consonant(word: str, start: int) -> int:
    """Where the region begins that follows the first consonant behind a vowel, from `start` on."""
    for i in range(start + 1, len(word)):
        if word[i] not in _VOWELS and word[i - 1] in _VOWELS:
            return i + 1
    return len(word)


def _first_region(word: str) -> int:
    for start in _REGION_STARTS:
        if word.startswith(start):
            return len(start)
    return _after_vowel_consonant(word, 0)


def _has_vowel(part: str) -> bool:
    return not _VOWELS.isdisjoint(part)


def _ends_short(word: str) -> bool:
    """Does the word end in a short syllable ("hop", "at"), so that an e was dropped ("hoping")?"""
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return (
        len(word) > 2
        and word[-1] not in _VOWELS
        and word[-1] not in "wxY"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    ) or word == "past"


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _has_vowel(word[:-2]):
        return word[:-1]
    return word


def _past_and_gerund(word: str, first: int) -> str:
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            return word[: -len(ending)] + "ee" if len(word) - len(ending) >= first else word
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending):
            root = word[: -len(ending)]
            return _mend(root, first) if _has_vowel(root) else word
    return word


def _mend(root: str, first: int) -> str:
    """Puts back what the ending took: "hop(p)ing", "hop(e)ing", "creat(e)d"."""
    if root.endswith(("at", "bl", "iz")):
        return root + "e"
    if root[-2:] in _DOUBLES:
        return root if len(root) == 3 and root[0] in "aeo" else root[:-1]
    return root + "e" if first >= len(root) and _ends_short(root) else root


def _derived(word: str, first: int) -> str:
    for ending, instead in _STEP_2:
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= first else word
    if word.endswith("ogi"):
        return word[:-1] if len(word) - 3 >= first and word[-4:-3] == "l" else word
    if word.endswith("li") and len(word) - 2 >= first and word[-3:-2] in _BEFORE_LI:
        return word[:-2]
    return word


def _relational(word: str, first: int, second: int) -> str:
    for ending, instead in _STEP_3:
        if word.endswith(ending):
            return word[: -len(ending)] + instead if len(word) - len(ending) >= first else word
    if word.endswith("ative") and len(word) - 5 >= second:
        return word[:-5]
    return word


def _residual(word: str, second: int) -> str:
    for ending in _STEP_4:
        if word.endswith(ending):
            return word[: -len(ending)] if len(word) - len(ending) >= second else word
    if word.endswith("ion") and len(word) - 3 >= second and word[-4:-3] in ("s", "t"):
        return word[:-3]
    return word


def _final(word: str, first: int, second: int) -> str:
    if word.endswith("e"):
        root = word[:-1]
        if len(root) >= second or (len(root) >= first and not _ends_short(root)):
            return root
    elif word.endswith("ll") and len(word) - 1 >= second:
        return word[:-1]
    return word
