"""Who did it to whom: two statements of the same words may still have doer and victim the other way round."""

from itertools import pairwise

from claims.compare.model import Reason, Statement, Word
from claims.tables import word_class


def roles_swapped(a: Statement, b: Statement, both: dict[str, str]) -> Reason | None:
    """The two words that changed places. `both` maps the keys of `a` to those of `b` for the words they share."""
    ours = [both[word.key] for word in a.words if word.key in both]
    shared = set(both.values())
    if ours == [word.key for word in b.words if word.key in shared]:
        return _other_voice(a, b, both)
    if any(word.form.lower() in word_class("mutual") for word in a.words):
        return None  # "Xi met Putin" is "Putin met Xi"
    return _mirrored(a, b, both) or _names_swapped(a, b, both)


def _other_voice(a: Statement, b: Statement, both: dict[str, str]) -> Reason | None:
    """ "Ann was poisoned by her brother" against "Ann poisoned her brother": one order, but only one passive."""
    ours, theirs = (_neighbours(each) for each in (a, b))
    for (deed, other), gap in ours.items():
        other_gap = theirs.get((both.get(deed, ""), both.get(other, "")))
        if other_gap is not None and ("by" in gap) != ("by" in other_gap):
            active = other_gap if "by" in gap else gap
            if active <= word_class("before a victim"):
                return Reason("roles", deed, other)
    return None


def _neighbours(statement: Statement) -> dict[tuple[str, str], frozenset[str]]:
    """Each word and the next, with the words in between."""
    keys = pairwise(word.key for word in statement.words)
    return dict(zip(keys, _gaps(statement), strict=True))


def _gaps(statement: Statement) -> list[frozenset[str]]:
    """What stands between each content word and the next."""
    return [
        frozenset(statement.text[one.at + len(one.form) : other.at].lower().split())
        for one, other in pairwise(statement.words)
    ]


def _mirrored(a: Statement, b: Statement, both: dict[str, str]) -> Reason | None:
    """ "Police shot a protester" against "a protester shot police": doer, deed and victim side by side in both."""
    theirs = {(one.key, deed, other.key) for one, deed, other in _deeds(b)}
    for one, deed, other in _deeds(a):
        turned = (both.get(other.key), both.get(deed, deed), both.get(one.key))
        if one.key != other.key and turned in theirs:
            return Reason("roles", f"{one.form}, {other.form}", f"{other.form}, {one.form}")
    return None


def _deeds(statement: Statement) -> list[tuple[Word, str, Word]]:
    """Each word with the two that follow it, where no preposition or passive stands between them.

    German has the deed last: "Frankreich hat Italien besiegt".
    """
    words = statement.words
    gaps = _gaps(statement)
    if statement.language == "de":
        return [
            (words[i], "hat", words[i + 1])
            for i, gap in enumerate(gaps)
            if gap & word_class("has done") and gap <= word_class("has done") | word_class("before a victim")
        ]
    return [
        (words[i], words[i + 1].key, words[i + 2])
        for i in range(len(words) - 2)
        if gaps[i] <= word_class("has done")
        and all(each in word_class("before a victim") or each.isdecimal() for each in gaps[i + 1])
    ]


def _names_swapped(a: Statement, b: Statement, both: dict[str, str]) -> Reason | None:
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
    """ "Jableh and Tartus" and "Lesbos, a Greek island" are in no order."""
    return set(_between(statement, names)) <= {"and", "or", "the", ",", "in", "with", "a", "an"}
