"""Reads a claim into a Statement: content words by their meaning, figures, dates, speakers, negations.

Figures, dates, sources and cues are found by the engine and left out of the content words, so that
"Over 140 people died, Reuters said" and "140 killed" have the same content.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from claims.attributions import find_attributions
from claims.compare.model import Measured, Speaker, Statement, Word
from claims.compare.times import parts_of_dates
from claims.compare.undated import with_undated
from claims.compare.vocabulary import Meaning, Vocabulary, vocabulary
from claims.dates import find_dates
from claims.figures import find_figures
from claims.model import Attribution, DateExpression, Figure, Report, Span
from claims.stemmer import stem
from claims.tables import forms, read_table, word_class
from claims.terms import fold, irregular, language_of, stop_words

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’.&][^\W\d_]+)*")
OPEN, QUIET, HIDDEN = (
    0,
    1,
    2,
)  # of a token: content; who said it, where only a negation counts; a figure or date
_NEAR = 3  # content words on either side of a figure that say what it is of


class _Token(NamedTuple):
    start: int
    end: int
    form: str
    folded: str


def statement(
    text: str,
    report: Report | None = None,
    source: str | None = None,
    known: Vocabulary | None = None,
) -> Statement:
    """Reads one claim. `report` is what the engine found in this very text, where that is known already;
    `source` is who claimed it, where the text itself does not say so; `known` adds a desk's aliases."""
    known = known or vocabulary()
    figures = report.figures if report else find_figures(text)
    dates = with_undated(text, report.dates if report else find_dates(text))
    tokens = [_Token(*match.span(), match.group(), _fold(match.group())) for match in _TOKEN.finditer(text)]
    attributions = [
        each
        for each in (report.attributions if report else _attributions(text, tokens))
        if _is_speech(text, each)
    ]
    hidden = _hidden(text, tokens, figures, dates, attributions)
    language = language_of([token.folded for token in tokens])
    ends = frozenset(end for each in figures for _, end in (each.span, each.phrase or each.span))
    according = _according(text, tokens, hidden)
    reader = _Reader(known, tokens, hidden, stop_words() | stop_words(language))
    reader.read()
    return Statement(
        text,
        tuple(reader.words),
        tuple(_measured(text, figure, reader.words, known, ends) for figure in figures),
        dates,
        _speakers(text, attributions, source or according, known),
        tuple(reader.negations),
        reader.poles,
        language,
        reader.quantity,
    )


class _Reader:
    """Goes over the tokens once and sorts them into content words, negations, opposites and quantities."""

    def __init__(
        self, known: Vocabulary, tokens: list[_Token], hidden: list[int], stop: frozenset[str]
    ) -> None:
        self._known = known
        self._tokens = tokens
        self._hidden = hidden
        self._stop = stop
        self.words: list[Word] = []
        self.negations: list[str] = []
        self.poles: dict[str, tuple[int, str]] = {}
        self.quantity: str | None = None

    def read(self) -> None:
        # No phrase reaches over a hidden token: "" is in none.
        folded = [
            "" if how == HIDDEN else token.folded
            for token, how in zip(self._tokens, self._hidden, strict=True)
        ]
        spelled = [token.form for token in self._tokens]
        beginnings = self._known.beginnings
        at = 0
        while at < len(self._tokens):
            if self._hidden[at] == HIDDEN:
                at += 1
                continue
            meaning = self._known.read(folded, spelled, at) if folded[at] in beginnings else None
            if self._hidden[at] == QUIET:
                if meaning is not None and meaning[0].key == "not":
                    self._meant(self._tokens[at : at + meaning[1]], meaning[0])
                at += 1
            elif meaning is None or (meaning[0].key == "only" and not self._excludes(at, meaning[1])):
                self._plain(self._tokens[at], first=at == 0)
                at += 1
            else:
                self._meant(self._tokens[at : at + meaning[1]], meaning[0])
                at += meaning[1]

    def _excludes(self, at: int, size: int) -> bool:
        """ "Only women voted" and "the only country" leave all others out; not "only 40 voted" and "he only asked"."""
        end = at + size
        begins = at == 0 or self._tokens[at - 1].folded in word_class("before only")
        return begins and end < len(self._tokens) and self._hidden[end] != HIDDEN

    def _plain(self, token: _Token, *, first: bool) -> None:
        if token.folded in self._stop or token.folded == "s":
            return
        name = token.form[0].isupper() and not first
        key = stem(irregular().get(token.folded, token.folded))
        self.words.append(Word(key, token.form, token.start, name))

    def _meant(self, tokens: list[_Token], meaning: Meaning) -> None:
        form = " ".join(token.form for token in tokens)
        match meaning.key:
            case "not":
                self.negations.append(form)
            case "all" | "some" | "few" | "only" | "most of":
                self.quantity = self.quantity or meaning.key
            case "±more" if tokens[0].start == 0 and form == "Most":  # "Most schools reopened"
                self.quantity = "most of"
            case "":
                pass  # "not only", "no doubt": says nothing
            case _:
                if meaning.side:
                    self.poles.setdefault(meaning.key, (meaning.side, form))
                self.words.append(Word(meaning.key, form, tokens[0].start, meaning.name))


@lru_cache(maxsize=1 << 14)
def _fold(form: str) -> str:
    word = fold(form)
    if word.endswith("'s"):
        word = word[:-2]
    if word.endswith("n't"):
        return "not"
    if word[1:2] == "'" and word[0] in "cdjlmnst" and len(word) > 2:  # French "l'État", "n'a"
        word = word[2:]
    return word.replace("'", "").replace(".", "")


def _hidden(
    text: str,
    tokens: list[_Token],
    figures: tuple[Figure, ...],
    dates: tuple[DateExpression, ...],
    attributions: list[Attribution],
) -> list[int]:
    """Which tokens are no content: figures with their bounds, dates, sources and cues."""
    hidden = [OPEN] * len(tokens)
    starts = [token.start for token in tokens]
    for each in attributions:
        for span in (_said(text, each.cue), each.source):
            if span is not None:
                _hide(hidden, starts, span, QUIET)
    for figure in figures:
        first, last = bisect_left(starts, figure.span[0]), bisect_left(starts, figure.span[1])
        folded = [token.folded for token in tokens[max(first - 4, 0) : first]]
        for size in range(len(folded), 0, -1):
            if tuple(folded[-size:]) in _comparators():
                hidden[first - size : first] = [HIDDEN] * size
                break
        behind = tuple(token.folded for token in tokens[last : last + 2])
        if behind in _comparators():
            hidden[last : last + 2] = [HIDDEN] * len(hidden[last : last + 2])
    for span in (*(figure.span for figure in figures), *(date.span for date in dates)):
        _hide(hidden, starts, span, HIDDEN)
    for date in dates:
        at = bisect_left(starts, date.span[0]) - 1
        while at > 0 and tokens[at].folded in ("of", "on", "the"):
            at -= 1
        if at >= 0 and tokens[at].folded in parts_of_dates():
            hidden[at] = HIDDEN
    return hidden


def _according(text: str, tokens: list[_Token], hidden: list[int]) -> str | None:
    """Who said it after "laut", "selon", "según": the capitals that follow ("Selon Le Pen"), or one word."""
    words = word_class("according")
    for at, token in enumerate(tokens):
        if token.folded not in words:
            continue
        first = last = at + 1
        while last < len(tokens) and tokens[last].folded in word_class("article abroad"):
            first = last = last + 1
        while last < len(tokens) and tokens[last].form[0].isupper():
            if last > first and text[tokens[last - 1].end : tokens[last].start].strip():
                break  # "Selon Macron, Paris ..."
            last += 1
        last = min(max(last, first + 1), len(tokens))
        hidden[at:last] = [QUIET] * (last - at)
        return text[tokens[first].start : tokens[last - 1].end] if first < last else None
    return None


def _hide(hidden: list[int], starts: list[int], span: Span, how: int) -> None:
    first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
    hidden[first:last] = [how] * (last - first)


@cache
def _speech() -> frozenset[str]:
    return frozenset(word for row in read_table("speech") for word in forms(row["words"]))


@cache
def _titles() -> frozenset[str]:
    """Words of titles and offices, which are no part of a name."""
    return frozenset(row["word"] for row in read_table("titles"))


@cache
def _comparators() -> frozenset[tuple[str, ...]]:
    """ "more than", "at least", "or more": the bound is in the figure already."""
    return frozenset(tuple(row["phrase"].split()) for row in read_table("comparators"))


def _measured(
    text: str, figure: Figure, words: list[Word], known: Vocabulary, ends: frozenset[int]
) -> Measured:
    """`ends` are where the figures of the text end, with what they count."""
    starts = [word.at for word in words]
    at = bisect_left(starts, figure.span[0])
    counting = figure.phrase or figure.span
    near = [
        word
        for word in words[max(at - _NEAR, 0) : at + _NEAR + 1]
        if not counting[0] <= word.at < counting[1]
    ]
    near.sort(key=lambda word: abs(word.at - figure.span[0]))
    start = _bound_start(text, figure)
    end = figure.phrase[1] if figure.phrase else figure.span[1]
    counted = None
    if figure.counted:
        head = figure.counted.split()[-1]
        meaning = known.read([head], [head])
        counted = meaning[0].key if meaning else stem(head)
    words_of = text[start : max(end, figure.span[1])]
    return Measured(figure, words_of, counted, tuple(word.key for word in near), _is_whole(text, start, ends))


# "200 of the 300", "a handful of its 300"
_OF = re.compile(
    r"(?:\A|(\S+)\s)(?:out\s)?of\s(?:(?:the|its|their|his|her|our|these|those)\s)?\Z", re.IGNORECASE
)


def _is_whole(text: str, start: int, ends: frozenset[int]) -> bool:
    """Whether a figure that starts there is what another one, or a word for some, is a part of."""
    first = max(start - 40, 0)
    of = _OF.search(text[first:start])
    if of is None:
        return False
    part = of[1] or ""  # "Of its 900 shops" begins a sentence
    return not part or first + of.end(1) in ends or part.lower() in word_class("part of a whole")


def _bound_start(text: str, figure: Figure) -> int:
    """Where the words of a figure start, its bound included: "more than 140" and not "140"."""
    before = _TOKEN.findall(text[max(figure.span[0] - 40, 0) : figure.span[0]])[-3:]
    for size in range(len(before), 0, -1):
        if tuple(_fold(form) for form in before[-size:]) in _comparators():
            return text.rfind(before[-size], 0, figure.span[0])
    return figure.span[0]


def _speakers(
    text: str, attributions: list[Attribution], source: str | None, known: Vocabulary
) -> tuple[Speaker, ...]:
    """Who is said to have said it: the first speaker of each chain, not who passed it on."""
    relays = {each.via for each in attributions}
    names = {
        text[span[0] : span[1]]: each.source_kind != "anonymous"
        for i, each in enumerate(attributions)
        if i not in relays
        and each.source_kind != "none"
        and (span := each.resolved or each.source) is not None
    }
    if source:
        names[source] = True
    found = (_speaker(name, known, named=named) for name, named in names.items())
    return tuple(speaker for speaker in found if speaker.keys or speaker.titles)


def _speaker(name: str, known: Vocabulary, *, named: bool) -> Speaker:
    forms = _TOKEN.findall(name)
    folded = [_fold(form) for form in forms]
    keys = set()
    at = 0
    while at < len(folded):
        meaning = known.read(folded, forms, at)
        if meaning and meaning[1] == 1 and folded[at] in _titles():
            meaning = None  # "President Berg" is named by "Berg"
        if meaning and (named or folded[at] not in word_class("anybody")):
            keys.add(meaning[0].key)
            at += meaning[1]
            continue
        if not (
            folded[at] in stop_words()
            or folded[at] in _titles()
            or (not named and folded[at] in word_class("anybody"))
        ):
            keys.add(folded[at] if forms[at][0].isupper() else stem(folded[at]))
        at += 1
    said_for = frozenset(key for key in keys if key not in word_class("anybody")) or frozenset(keys)
    proper = len(forms) == 1 or any(form[0].isupper() for form in forms[1:])
    titles = _titles().intersection(folded)
    return Speaker(name, said_for, "unnamed" if not named else "proper" if proper else "office", titles)


_OPENS_SPEECH = re.compile(r"[\"“”„«»`]|:(?!//|\d)|(?<!\w)['‘’‚‹]")


def _attributions(text: str, tokens: list[_Token]) -> Sequence[Attribution]:
    """Half of all claims hold no quotation, colon or word of speech, and so nothing that `_is_speech` would keep."""
    if not _OPENS_SPEECH.search(text) and _speech().isdisjoint([token.form.lower() for token in tokens]):
        return ()
    return find_attributions(text)


def _is_speech(text: str, attribution: Attribution) -> bool:
    """Whether somebody is said to have said something; "ruled out", "signed" and "backed" are deeds."""
    return (
        attribution.style != "indirect" or attribution.cue is None or _said(text, attribution.cue) is not None
    )


def _said(text: str, cue: Span | None) -> Span | None:
    """The word of a cue that says no more than that it was said: "say" in "did not say", nothing in "denied"."""
    if cue is None:
        return None
    for match in _TOKEN.finditer(text, *cue):
        if match.group().lower() in _speech():
            return match.span()
    return None
