"""Whether two statements say the same of the same things, figures, dates, speakers and polarity left aside.

A name that only one side has, while the other has another, ends the matter:
"a blast in Homs" and "a blast in Aleppo" are two blasts.
"""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from claims.compare.model import Reason, Statement, Word
from claims.terms import fold

COVERED_LONGER = 0.3  # of the longer side's words: it may say much more
UNMATCHED = 0.25  # words that each side has for itself, over what both share: other words for one thing


@dataclass(frozen=True, slots=True)
class Shared:
    """`reason` says why the content differs, None where it does not; `aliases` are the names read as one."""

    reason: Reason | None
    aliases: tuple[Reason, ...] = ()


def shares_content(a: Statement, b: Statement) -> Shared:
    ours = _by_key(a.words)
    theirs = _by_key(b.words)
    both = {key: key for key in ours.keys() & theirs.keys()}
    spelled = {
        _skeleton(word.form): word for key, word in theirs.items() if key not in ours and _long_name(word)
    }
    for key, word in ours.items():
        other = spelled.get(_skeleton(word.form)) if key not in both and _long_name(word) else None
        if other is not None and _transliterated(word, other):
            both[key] = other.key
    aliases = tuple(
        Reason("alias", ours[key].form, theirs[other].form)
        for key, other in both.items()
        if (key.startswith("=") or key != other)
        and ours[key].form.casefold() != theirs[other].form.casefold()
    )
    left = [word for key, word in ours.items() if key not in both]
    right = [word for key, word in theirs.items() if key not in both.values()]
    if not _enough(ours, theirs, both, left, right, capitals="de" not in (a.language, b.language)):
        return Shared(Reason("wording", _list(left), _list(right)), aliases)
    swapped = _roles_swapped(a, b, both)
    if swapped is not None:
        return Shared(swapped, aliases)
    if a.quantity and b.quantity and a.quantity != b.quantity:
        return Shared(Reason("quantity", a.quantity, b.quantity), aliases)
    return Shared(None, aliases)


def _by_key(words: tuple[Word, ...]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word in words:
        found.setdefault(word.key, word)
    return found


def _enough(
    ours: dict[str, Word],
    theirs: dict[str, Word],
    both: dict[str, str],
    left: list[Word],
    right: list[Word],
    *,
    capitals: bool,
) -> bool:
    if not ours or not theirs:
        return not ours and not theirs
    if any(word.name for word in left) and any(word.name for word in right) and capitals:
        return False
    shared, least, most = len(both), min(len(left), len(right)), max(len(left), len(right))
    return least < UNMATCHED * shared and shared >= COVERED_LONGER * (shared + most)


def _list(words: list[Word]) -> str:
    return ", ".join(dict.fromkeys(word.form for word in words[:6]))


_SOUNDS = str.maketrans({"q": "k", "c": "k", "g": "k", "z": "s", "w": "v", "f": "v", "j": "d"})
_SILENT = frozenset("aeiouyh")


def _transliterated(one: Word, other: Word) -> bool:
    """Two spellings of one name, with the same consonants already: Mohammed and Muhammad, not Niger and Nigeria."""
    alike = Levenshtein.normalized_similarity(fold(one.form), fold(other.form))
    return alike > (0.74 if len(_skeleton(one.form)) > 2 else 0.8)


def _long_name(word: Word) -> bool:
    return word.form[0].isupper() and len(word.form) >= 5


def _skeleton(name: str) -> str:
    """The consonants as they sound, double ones once."""
    found = []
    before = ""
    for letter in fold(name).translate(_SOUNDS):
        if letter not in _SILENT and letter != before:
            found.append(letter)
        before = letter
    return "".join(found)


def _roles_swapped(a: Statement, b: Statement, both: dict[str, str]) -> Reason | None:
    """Who did it to whom: "Mali sued Chad" against "Chad sued Mali", but not against "Chad was sued by Mali"."""
    if "de" in (a.language, b.language):
        return None  # every noun has a capital
    names = {word.key for word in a.words if word.name} | {
        key for key, other in both.items() if _named(b, other)
    }
    ours = [word for word in a.words if word.key in both and word.key in names]
    theirs = [word for word in b.words if word.key in {both[key] for key in names & both.keys()}]
    if (
        len(ours) != 2
        or len(theirs) != 2
        or [both[word.key] for word in ours] == [word.key for word in theirs]
    ):
        return None
    if _passive(a, ours) != _passive(b, theirs):
        return None
    if _listed(a, ours) or _listed(b, theirs):
        return None
    return Reason("roles", f"{ours[0].form}, {ours[1].form}", f"{theirs[0].form}, {theirs[1].form}")


def _named(statement: Statement, key: str) -> bool:
    """Whether a word has a capital where it does not begin the sentence."""
    return any(word.name for word in statement.words if word.key == key)


def _between(statement: Statement, names: list[Word]) -> list[str]:
    return statement.text[names[0].at + len(names[0].form) : names[1].at].lower().split()


def _passive(statement: Statement, names: list[Word]) -> bool:
    return "by" in _between(statement, names)


def _listed(statement: Statement, names: list[Word]) -> bool:
    """ "Jableh and Tartus" is in no order."""
    return set(_between(statement, names)) <= {"and", "or", "the", ",", "in", "with"}
