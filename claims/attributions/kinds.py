"""What kind of source a noun phrase is, and whom a pronoun or a role most likely stands for."""

from functools import cache

from claims.attributions import grammar
from claims.attributions.reading import Reading
from claims.attributions.sources import antecedent
from claims.model import SourceKind
from claims.tables import forms, read_table
from claims.wordsets import word_set

Range = tuple[int, int]

_FAR = 400  # words back that a pronoun may reach


@cache
def source_heads() -> dict[str, str]:
    """Head noun -> kind of source (`data/source_kinds.csv`)."""
    return {head: row["kind"] for row in read_table("source_kinds") for head in forms(row["heads"])}


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("titles"))


def is_role(word: str) -> bool:
    """A word that can be a source without its article, as headlines have it: "says minister", "says study"."""
    return word in source_heads() or word in _titles()


def head_of(reading: Reading, source: Range) -> int:
    """The head noun: the last word before a preposition, a comma, a bracket or a relative clause."""
    low, high = source
    for at in range(low + 1, high):
        word = reading.lower[at]
        if (
            word in grammar.PREPOSITIONS
            or word in grammar.PAUSES
            or word in {"who", "which", "that", "whose"}
        ):
            return at - 1
        if (
            at > low + 1
            and word.endswith("ed")
            and reading.forms[at][0].islower()
            and not reading.forms[at - 1][0].isupper()
        ):
            return at - 1
    return high - 1


def has_name(reading: Reading, source: Range) -> bool:
    """A capitalised word that is not just the first of a sentence."""
    first_words = reading.first_words
    low, high = source
    for at in range(low, high):
        word = reading.lower[at]
        if (
            not reading.forms[at][0].isupper()
            or word in grammar.DETERMINERS | grammar.QUANTITIES | grammar.POSSESSIVES
        ):
            continue
        if at not in first_words:
            return True
        if (
            at + 1 < high
            and reading.lower[at + 1] == ","
            and word not in source_heads()
            and not _is_plural(word)
        ):
            return True  # "Maureen, who lives alone, insists"; a common noun would need its article
        following = at + 1 < high and reading.forms[at + 1][0].isupper()
        acronym = reading.forms[at].isupper() and len(word) > 2 and word not in source_heads()
        if following or acronym or (word not in source_heads() and high - low == 1):
            return True
    return False


def kind_of(reading: Reading, source: Range | None) -> SourceKind:
    """Named, anonymous ("officials"), collective ("rights groups"), a document, a medium, or none."""
    if source is None:
        return "none"
    low, high = source
    if high - low == 1 and reading.lower[low] in grammar.SUBJECT_PRONOUNS | grammar.POSSESSIVES | {"which"}:
        return "named"
    if reading.forms[low] == "@":
        return "named"  # @citycouncil
    head = head_of(reading, source)
    section = source_heads().get(reading.lower[head].removesuffix("'s"))
    unnamed = not _name_behind(reading, head, high)
    capital = reading.forms[head][0].isupper() and (head not in reading.first_words or head > low)
    kind: SourceKind = "anonymous"
    if section == "medium" and (capital or high - low <= 4 or unnamed):
        kind = "medium"
    elif section == "document" and not capital:
        kind = "document"
    elif section == "collective" and unnamed and not _name_before(reading, low, head):
        kind = "collective"
    elif section == "anonymous" and unnamed:
        kind = "anonymous"
    elif section == "institution" or _is_office(reading, head) or has_name(reading, source):
        kind = "named"
    elif (
        reading.lower[low] in grammar.QUANTITIES or _is_plural(reading.lower[head]) or section == "collective"
    ):
        kind = "collective"
    return kind


def _is_office(reading: Reading, head: int) -> bool:
    """ "the auditor general" is one office, "the general" is nobody named."""
    return reading.lower[head] == "general" and head > 0 and reading.lower[head - 1] in _OFFICES


_OFFICES = word_set("kinds offices")


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


def _name_behind(reading: Reading, head: int, high: int) -> bool:
    """ "spokesman Tom Webb", "a spokeswoman, Ann Lee": a name in apposition, not in "officials in Paris"."""
    at = head + 1
    if at < high and reading.lower[at] == ",":
        at += 1
    return at < high and reading.forms[at][0].isupper()


def _name_before(reading: Reading, low: int, head: int) -> bool:
    """ "ISIS terror group", "the Islamic State group"; not "Syrian rebels" or "a South African group"."""
    forms = [reading.forms[at] for at in range(low, head) if reading.lower[at] != "the"]
    if any(form.isupper() and len(form) > 2 for form in forms):
        return True
    if (
        reading.lower[head] in _MEMBERS
    ):  # "Boko Haram militants", not "Masked militants" or "Syrian militants"
        names = [
            at
            for at in range(low, head)
            if reading.forms[at][0].isupper() and not reading.forms[at].endswith(_OF_A_PEOPLE)
        ]
        return len(names) >= 2 or any(at not in reading.first_words for at in names)
    if reading.lower[head] == "police" and forms and forms[-1][0].isupper() and reading.forms[head][0] == "P":
        return True  # Leeds Police, not "Leeds police"
    two_names = len(forms) >= 2 and forms[0][0].isupper() and forms[1][0].isupper()
    of_a_country = any(form.endswith(_OF_A_COUNTRY) for form in forms)
    return two_names and not of_a_country and not reading.lower[head].endswith("s")


_OF_A_COUNTRY = ("an", "ish", "ese")
_OF_A_PEOPLE = (*_OF_A_COUNTRY, "i", "ic", "ist", "ite", "im")
_MEMBERS = word_set("kinds members")


def is_pronoun(reading: Reading, source: Range) -> bool:
    if source[1] - source[0] != 1 or reading.forms[source[0]] == "WHO":  # the organisation
        return False
    return _bare(reading.lower[source[0]]) in {
        "he", "she", "it", "they", "his", "her", "its", "their", "who", "which",
    }  # fmt: skip


def _bare(word: str) -> str:
    return word.split("'", maxsplit=1)[0]


_FEWEST_IN_HEADING = 3  # words: THE LONG ROAD


class Names:
    """The names met so far, last first, for pronouns and roles."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._met: list[Range] = []
        self._persons: set[Range] = set()  # whom "he" or "she" stood for
        self._sentence = 0

    def meet(self, source: Range) -> None:
        if not is_pronoun(self._reading, source) and (
            has_name(self._reading, source) or self._is_body(source)
        ):
            self._met.append(source)

    def meet_subjects(self, before: int) -> None:
        """Takes in the names that open a sentence, up to word `before`: "Ann Lee left." """
        reading = self._reading
        while self._sentence < len(reading.sentences) and reading.sentences[self._sentence].low < before:
            low, high = reading.sentences[self._sentence].low, reading.sentences[self._sentence].high
            end = low
            while end < high and reading.forms[end][0].isupper() and not reading.quoted[end]:
                end += 1
            is_heading = end - low >= _FEWEST_IN_HEADING and all(
                form.isupper() for form in reading.forms[low:end]
            )
            if end - low >= 2 and end < high and not is_heading:
                self.meet((low, end))
            self._sentence += 1

    def resolve(self, source: Range) -> Range | None:
        """The source that a pronoun or a role ("the president") most likely stands for, or None."""
        reading = self._reading
        word = _bare(reading.lower[source[0]])
        if word in {"who", "which"} and is_pronoun(reading, source):
            return antecedent(reading, source[0])
        if not is_pronoun(reading, source):
            return self._by_role(source)
        personal = word in {"he", "she", "his", "her"}
        for name in reversed(self._met):
            if source[0] - name[0] > _FAR:
                return None
            if personal and not self._may_be_person(name):
                continue
            if word in {"it", "its"} and name in self._persons:
                continue  # "the county health department" behind "Ann Lee said. She added ..."
            if personal:
                self._persons.add(name)
            return name
        return None

    def _by_role(self, source: Range) -> Range | None:
        """ "the minister" after "Interior minister Ann Lee": a name whose phrase holds the same role word."""
        reading = self._reading
        low, high = source
        if reading.lower[low] != "the" or has_name(reading, source) or high - low > 4:
            return None
        role = reading.lower[high - 1]
        is_body = self._is_body(source)  # "the council" is the city council, not "council leader Ann Lee"
        for name in reversed(self._met):
            if source[0] - name[0] > _FAR:
                return None
            if is_body and reading.lower[head_of(reading, name)] != role:
                continue
            if role in reading.lower[name[0] : name[1]]:
                return name
        return None

    def _may_be_person(self, name: Range) -> bool:
        reading = self._reading
        head = reading.lower[head_of(reading, name)]
        if reading.lower[name[0]] == "the" and head in _titles():
            return True  # the President, the Taoiseach
        return (head not in source_heads() and reading.lower[name[0]] != "the") or _name_behind(
            reading, head_of(reading, name), name[1]
        )

    def _is_body(self, source: Range) -> bool:
        """ "the county health department": "it" may stand for what has no name of its own."""
        head = self._reading.lower[head_of(self._reading, source)]
        return source_heads().get(head) in {"institution", "document", "medium"}
