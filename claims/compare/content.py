"""Whether two statements say the same of the same things, figures, dates, speakers and polarity left aside.

A name that only one side has, while the other has another, ends the matter:
"a blast in Homs" and "a blast in Aleppo" are two blasts. So does any other word that stands in another's place.
"""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from claims.compare.model import Reason, Statement, Word
from claims.compare.roles import roles_swapped
from claims.tables import word_class
from claims.terms import fold

COVERED_LONGER = 0.3  # of the longer side's words: it may say much more
NEARLY = 0.67  # of the shorter side's words, at least two: what is known to differ is probably said of the same thing


@dataclass(frozen=True, slots=True)
class Shared:
    """`reason` says why the content differs, None where it does not; `aliases` are the names read as one. `nearly`:
    some words differ, as in a paraphrase, but no name."""

    reason: Reason | None
    aliases: tuple[Reason, ...] = ()
    numbers: Reason | None = None
    """Numbers that each side has for itself and no figure was read of: those of other languages."""
    opposite: Reason | None = None
    """Two words of which one undoes the other: "insured" and "uninsured"."""
    nearly: bool = False


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
        if (key.startswith("=") or key != other) and _bare(ours[key]) != _bare(theirs[other])
    )
    left, left_numbers = _apart([word for key, word in ours.items() if key not in both])
    right, right_numbers = _apart([word for key, word in theirs.items() if key not in both.values()])
    opposite = _undone(left, right)
    if not _enough(ours, theirs, both, left, right):
        return Shared(
            Reason("wording", _list(left), _list(right)),
            aliases,
            nearly=_nearly(ours, theirs, both, left, right),
        )
    others = _somebody_elses(a, left) or _somebody_elses(b, right) or _another(a, left) or _another(b, right)
    if others or _only_meant(left, b) or _only_meant(right, a):
        return Shared(Reason("wording", _list(left), _list(right)), aliases)
    swapped = roles_swapped(a, b, both)
    if swapped is not None:
        return Shared(swapped, aliases)
    shares = {a.quantity, b.quantity}
    if len(shares) == 2 and (None not in shares or shares & {"few", "only", "most of"}):
        return Shared(Reason("quantity", a.quantity or "", b.quantity or ""), aliases)
    if left_numbers and right_numbers:
        return _numbers_differ(left_numbers, right_numbers, aliases, english="en" in (a.language, b.language))
    return Shared(None, aliases, None, opposite)


def _bare(word: Word) -> str:
    return word.form.casefold().replace("’", "'").removesuffix("'s")


def _apart(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """Words, and numbers that no figure or date was read of."""
    return (
        [word for word in words if not word.form[0].isdigit()],
        [word for word in words if word.form[0].isdigit()],
    )


def _numbers_differ(
    left: list[Word], right: list[Word], aliases: tuple[Reason, ...], *, english: bool
) -> Shared:
    """ "12 Menschen" against "21 Menschen"; in English what is left over is no count but a kind ("a Boeing 737")."""
    years = [[word for word in side if _is_year(word)] for side in (left, right)]
    if all(years):
        return Shared(None, aliases, Reason("time", years[0][0].form, years[1][0].form))
    differ = Reason("wording" if english else "figure", left[0].form, right[0].form)
    return Shared(differ, aliases) if english else Shared(None, aliases, differ)


def _is_year(word: Word) -> bool:
    return len(word.form) == 4 and word.form.isdecimal() and word.form[:2] in ("18", "19", "20")


_UNDO = (
    ("un", 4),
    ("non", 4),
    ("dis", 6),
    ("in", 7),
    ("im", 7),
    ("il", 7),
    ("ir", 7),
)  # and how long the rest is
_UNDOING = tuple(prefix for prefix, _ in _UNDO)


def _undone(left: list[Word], right: list[Word]) -> Reason | None:
    """Two words of which one is the other with "un-" or the like; both are taken off the lists."""
    for shorter, longer in ((left, right), (right, left)):
        plain = {word.form.lower(): word for word in shorter}
        for word in longer:
            form = word.form.lower()
            if not form.startswith(_UNDOING):  # hardly any does
                continue
            for prefix, least in _UNDO:
                rest = form[len(prefix) :]
                if len(rest) >= least and form.startswith(prefix) and rest in plain:
                    shorter.remove(plain[rest])
                    longer.remove(word)
                    ours, theirs = (plain[rest], word) if shorter is left else (word, plain[rest])
                    return Reason("opposite", ours.form, theirs.form)
    return None


def _somebody_elses(statement: Statement, left: list[Word]) -> bool:
    """ "Obama's father was born in Kenya" is not about Obama."""
    return any(
        word.form.lower() in word_class("kin")
        and statement.text[max(word.at - 12, 0) : word.at].lower().rstrip().endswith(_OWNERS)
        for word in left
    )


def _another(statement: Statement, left: list[Word]) -> bool:
    """ "The former president" and "a fake image" are not "the president" and "an image"; but "former president
    Obama" is Obama."""
    places = {word.at: place for place, word in enumerate(statement.words)}
    changed = [places[word.at] for word in left if word.form.lower() in word_class("another one")]
    return any(not any(word.name for word in statement.words[at + 1 : at + 3]) for at in changed)


def _only_meant(left: list[Word], other: Statement) -> bool:
    """ "Texas is about to legalise it" is not "Texas has legalised it"."""
    meant = any(word.key == "about to" for word in left)
    return meant and not any(sign in f" {other.text.lower()} " for sign in _TO_COME)


_TO_COME = (" will ", " would ", " shall ", " is to ", " are to ", " was to ", "'ll ", "’ll ")
_OWNERS = ("'s", "’s", "s'", "s’", " his", " her", " their", " late", " former")


def _by_key(words: tuple[Word, ...]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word in words:
        found.setdefault(word.key, word)
    return found


def _enough(
    ours: dict[str, Word], theirs: dict[str, Word], both: dict[str, str], left: list[Word], right: list[Word]
) -> bool:
    """One side may say more than the other. But where each has a word for itself, one stands in the other's place,
    and what the tables do not know as a synonym may be anything: "the troops advanced", "the troops retreated"."""
    if not ours or not theirs:
        return not ours and not theirs
    longer = max(len(left), len(right))
    return not (left and right) and len(both) >= COVERED_LONGER * (len(both) + longer)


def _nearly(
    ours: dict[str, Word], theirs: dict[str, Word], both: dict[str, str], left: list[Word], right: list[Word]
) -> bool:
    """Many words are shared, and each side has none but its own ways to say the rest: no name of its own. An axis of
    opposites is no word that is shared: "left the union" and "joined the euro"."""
    if any(word.name for word in left) and any(word.name for word in right):
        return False
    shared, *sides = (sum(not key.startswith("±") for key in keys) for keys in (both, ours, theirs))
    return shared >= max(2, NEARLY * min(sides))


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
