"""Speech around its cue: "C," said Lee; "C," Lee said, "and C"; Lee "denied that C"; Lee said: (new line) "C".

Patterns return None where the words are no such speech, and another pattern has its turn.
"""

from claims.attributions import grammar
from claims.attributions.contents import is_verb, quotation_spans, span_of
from claims.attributions.context import after as context_after
from claims.attributions.context import before
from claims.attributions.draft import Draft
from claims.attributions.kinds import is_role
from claims.attributions.lexicon import Sense, senses, speaks, speech_base, speech_sense
from claims.attributions.reading import Reading, Sentence
from claims.attributions.scoring import MOST_CUES, THRESHOLD, Cue
from claims.attributions.sources import source_before
from claims.attributions.speakers import source_after
from claims.model import Span
from claims.wordsets import word_set

_SURE = 0.8
# Words between a quotation and the verb of its speaker: "..." Ann Lee, a nurse in Leeds, said
_FARTHEST_CUE = 14


def opened(reading: Reading, sentence: Sentence) -> list[Draft]:
    """Lee also "reaffirmed his support for the plan": the first quoted word is the verb."""
    found = []
    for at in range(sentence.low + 1, sentence.high - 3):
        if at not in reading.opening:
            continue
        readings = senses().get(reading.lower[at + 1], ())
        sense = next((each for each in readings if each.form in {"past", "s"} and each.level > -2), None)
        subject = source_before(reading, at, sentence.low).source
        if sense is None or subject is None:
            continue
        found.append(
            Draft("opened", (at + 1, at + 2), subject, quotation_spans(reading, at), sense, 0.7, quoted=True)
        )
    return found


def inverted(reading: Reading, sentence: Sentence, cue: Cue, found: list[Draft]) -> Draft | None:
    """ ""C," said Lee, a nurse; and at the start of a sentence: Said Lee, "C"."""
    word = reading.lower[cue.at]
    if cue.sense.group == "tell" or speech_sense(word) is None:
        return None
    if cue.before == "start":
        return _leading(reading, sentence, cue)
    quote_before = cue.before in {"quote", "quote,"}
    if not quote_before and (cue.before != "," or not speaks(word) or cue.sense.form == "ing"):
        return None
    low, at = sentence.low, cue.at
    source = source_after(reading, at + 1, sentence.high)
    if source is None:
        return None
    if not quote_before and not _is_inversion(reading, sentence, at, source):
        return None
    content = [_before_cue(reading, low, at, found)]
    content += _tail(reading, source[1], sentence.high)
    return Draft("inverted", (at, at + 1), source, content, quoted=quote_before)


def _leading(reading: Reading, sentence: Sentence, cue: Cue) -> Draft | None:
    if cue.after != "name":
        return None
    source = source_after(reading, cue.at + 1, sentence.high)
    if source is None:
        return None
    content = _tail(reading, source[1], sentence.high)
    return Draft("inverted", (cue.at, cue.at + 1), source, content, quoted=True) if content else None


def _is_inversion(reading: Reading, sentence: Sentence, at: int, source: tuple[int, int]) -> bool:
    """ "C, said Lee, a nurse." and not "Lee, a nurse, said the ward was full."."""
    first, end = source
    if end < sentence.high - 1 and reading.lower[end] not in {",", "."} | _TAILS:
        return False
    # "said Ann Lee", "said an aide", "said police chief Ann Lee", and at the end of a headline "says minister"
    last = (
        end >= sentence.high - 1
        and reading.lower[first] not in grammar.PREPOSITIONS
        and (reading.forms[end - 1][0].isupper() or (end - first <= 2 and is_role(reading.lower[end - 1])))
    )
    if not (last or reading.forms[first][0].isupper() or reading.lower[first] in _SOURCE_STARTERS):
        return False
    if any(reading.lower[k] == "," and is_verb(reading, k + 1) for k in range(end, sentence.high - 1)):
        return False  # "Lee, in a statement, said the men, about 100 of them, stormed the school"
    for k in range(first, end):
        if reading.lower[k] in {"who", "which", "that", ","}:
            break
        if reading.lower[k] in grammar.FINITE:
            return False
    return _clause_before(reading, sentence.low, at) or (last and at - sentence.low >= _SHORTEST_HEADLINE)


_SHORTEST_HEADLINE = 4  # words: "Toll tops 2,000, says minister"
_SOURCE_STARTERS = grammar.DETERMINERS | grammar.SUBJECT_PRONOUNS | grammar.QUANTITIES | grammar.POSSESSIVES
_TAILS = word_set("speech tails")


def _clause_before(reading: Reading, low: int, at: int) -> bool:
    return any(is_verb(reading, k) for k in range(low, at))


def after(  # noqa: PLR0911 - one return a reason
    reading: Reading, sentence: Sentence, cue: Cue, found: list[Draft]
) -> Draft | None:
    """ ""C," Lee said." and "C, Lee said on Monday."."""
    word = reading.lower[cue.at]
    if speech_sense(word) is None and cue.sense.group not in {"think", "show"}:
        return None
    if cue.sense.form not in {"past", "s", "base", "participle"} or (
        cue.before != "quote" and not _may_follow(cue, word)
    ):
        return None
    subject = source_before(reading, cue.at, sentence.low)
    if subject.source is None:
        return None
    first = subject.source[0]
    behind = first - 1
    if behind <= sentence.low:
        return None
    if reading.lower[behind] in {",", "—", "–"} and not reading.quoted[behind]:
        behind -= 1
    elif not reading.quoted[behind]:
        return None
    quote_before = reading.quoted[behind]
    if not quote_before and (
        reading.lower[behind + 1] != ","
        or first - sentence.low < 4
        or (cue.sense.group == "show" and not speaks(word) and not _ends_sentence(reading, cue.at, sentence))
    ):
        return None
    behind_cue = cue.at + 1
    if cue.sense.group == "tell":
        behind_cue = _behind_told(reading, behind_cue, sentence.high)
    if not quote_before and (cue.after == "quote" or not _ends_here(reading, behind_cue, sentence.high)):
        return None
    if quote_before and (cue.after == "that" or (cue.after == "quote" and cue.sense.group != "tell")):
        return None
    content = [_before_cue(reading, sentence.low, first, found)]
    content += _tail(reading, cue.at + 1, sentence.high)
    if (
        not quote_before
        and cue.at + 1 < sentence.high
        and reading.lower[cue.at + 1] == ","
        and sentence.high - cue.at > 5
        and reading.lower[cue.at + 2] != "according"
    ):
        content.append(span_of(reading, cue.at + 1, sentence.high))
    return Draft("after", (subject.verb, cue.at + 1), subject.source, content, quoted=quote_before)


def _ends_sentence(reading: Reading, at: int, sentence: Sentence) -> bool:
    """ "Prices rose by 2 percent, figures from the ministry showed.": nothing follows the verb."""
    return at + 1 >= sentence.high or reading.lower[at + 1] in grammar.STOPS


def _behind_told(reading: Reading, at: int, high: int) -> int:
    """Over the addressee of "C, Lee told a conference in Leeds"."""
    while (
        at < high
        and reading.lower[at]
        not in grammar.PAUSES | grammar.STOPS | grammar.PREPOSITIONS | {"that"} | grammar.TIMES
    ):
        if reading.quoted[at] or is_verb(reading, at):
            break
        at += 1
    return at


def _may_follow(cue: Cue, word: str) -> bool:
    return speaks(word) or cue.score >= _SURE or cue.sense.group in {"think", "show"}


def _ends_here(reading: Reading, at: int, high: int) -> bool:
    """Behind "C, Lee said" comes the end, a comma, or a phrase of time and place that runs to the end."""
    if at >= high or reading.lower[at] in grammar.STOPS | {",", ";", "—"}:
        return True
    if reading.lower[at] not in grammar.TIMES | _TAILS | {"this", "last"}:
        return False
    # "C, the fire service said on Sunday, as the minister flew home"
    high = next((k for k in range(at, high - 1) if _goes_on(reading, k)), high)
    return not any(
        reading.lower[k] in grammar.FINITE | grammar.SUBJECT_PRONOUNS
        or reading.lower[k] in {",", "that"}
        or reading.quoted[k]
        for k in range(at, high - 1)
    )


def _goes_on(reading: Reading, comma: int) -> bool:
    return reading.lower[comma] == "," and reading.lower[comma + 1] in _GOING_ON


_GOING_ON = frozenset({"as", "while", "after", "before", "when", "with", "amid", "adding", "citing"})


def _before_cue(reading: Reading, low: int, high: int, found: list[Draft]) -> Span:
    """All before the cue; only the quotation where an earlier cue has taken what stands before it."""
    behind = high - 1
    while behind > low and not reading.quoted[behind]:
        behind -= 1
    quotation = reading.closing.get(behind)
    if found and quotation is not None and behind >= high - 2:
        first = reading.word_at(reading.quotations[quotation].parts[-1][0])
        if first > low and any(draft.cue and draft.cue[0] < first for draft in found):
            return span_of(reading, first, high)
    return span_of(reading, low, high)


def _tail(reading: Reading, at: int, high: int) -> list[Span]:
    """A quotation that goes on behind the cue: "We won," said Lee, "and fairly."; no title or quoted word."""
    start = at
    while at < high and not reading.quoted[at] and at - start < _FARTHEST_CUE + 6:
        at += 1
    if at >= high or at not in reading.opening or at == 0 or reading.lower[at - 1] not in _BEFORE_TAIL:
        return []
    if any(speaks(reading.lower[k]) for k in range(start, at)):
        return []
    return quotation_spans(reading, at)


_BEFORE_TAIL = frozenset({",", ".", ":", ";", "—", "–", "-", "and", "but"})


def with_speech_cues(reading: Reading, sentence: Sentence, found: list[Cue]) -> list[Cue]:
    """Adds the verbs that quotations need: whoever stands beside a quotation speaks, however rare the verb."""
    added: dict[int, Cue] = {}
    for at in range(sentence.low, sentence.high):
        if at in reading.closing and at + 1 < sentence.high and not reading.quoted[at + 1]:
            cue = _cue_behind(reading, at, sentence)
        elif at in reading.opening and at - 2 >= sentence.low and reading.lower[at - 1] in {":", ","}:
            cue = _cue_in_front(reading, at, sentence)
        else:
            continue
        if len(added) >= MOST_CUES:
            break
        if cue is not None and cue.at not in added:
            added[cue.at] = cue
    if not added:
        return found
    strong = [cue for cue in found if cue.score >= THRESHOLD and (cue.at not in added or cue.score >= _SURE)]
    kept = {cue.at for cue in strong}
    return sorted([*strong, *(cue for cue in added.values() if cue.at not in kept)], key=lambda cue: cue.at)


def _cue_behind(reading: Reading, closing: int, sentence: Sentence) -> Cue | None:
    """The verb behind "...," and its subject: "...," he continued; "...," beamed Ann Lee of Leeds."""
    first = closing + 1
    if reading.lower[first] == ",":
        first += 1
    if not _is_speech(reading, closing):
        return None
    for at in range(first, min(sentence.high, first + _FARTHEST_CUE)):
        if reading.quoted[at] or reading.lower[at] in {";", ":", ".", "that"}:
            return None
        sense = speech_sense(reading.lower[at])
        if sense is None and at > first and reading.lower[min(at + 1, sentence.high - 1)] in _ENDS:
            sense = speech_base(reading.lower[at])  # "...," they conclude.
        if sense is None or not reading.forms[at][0].islower():
            continue
        if at == first:
            return _cue(reading, sentence, at, sense)
        subject = source_before(reading, at, sentence.low).source
        if subject is not None and subject[0] == first:
            return _cue(reading, sentence, at, sense)
    return None


_ENDS = grammar.STOPS | {",", ";", "—", "–"}


def _cue_in_front(reading: Reading, opening: int, sentence: Sentence) -> Cue | None:
    """The verb in front of a quotation behind a colon or comma: he responded on Monday: "We won"."""
    for at in range(opening - 2, max(sentence.low, opening - 9), -1):
        if reading.quoted[at]:
            return None
        sense = speech_sense(reading.lower[at])
        if sense is not None and reading.forms[at][0].islower():
            return _cue(reading, sentence, at, sense)
    return None


def _is_speech(reading: Reading, closing: int) -> bool:
    """The quotation that ends here is speech and no quoted word: it ends with a mark or is long enough."""
    start, end = reading.quotations[reading.closing[closing]].parts[-1]
    inner = reading.text[start:end].strip("\"“”'‘’ ")
    return inner[-1:] in {",", ".", "?", "!", "…", "-", "—"} or inner.count(" ") >= 4


def _cue(reading: Reading, sentence: Sentence, at: int, sense: Sense) -> Cue:
    return Cue(at, sense, _SURE, before(reading, at, sentence.low), context_after(reading, at, sentence.high))


def signature(reading: Reading, sentence: Sentence, index: int) -> list[Draft]:
    """ "C" - Ann Lee: a dash and a name behind a quotation or on the line below it."""
    high = sentence.high - 1 if reading.lower[sentence.high - 1] == "." else sentence.high
    dash = next((at for at in range(max(sentence.low, high - 8), high) if reading.lower[at] in _DASHES), None)
    if dash is None or dash + 1 >= high:
        return []
    if dash == sentence.low:
        above = reading.sentences[index - 1] if index else sentence
        closing = above.high - 1 if above is not sentence and above.line + 1 >= sentence.line else -1
    else:
        closing = dash - 1
    names = all(form[0].isupper() or form == "." for form in reading.forms[dash + 1 : high])
    if closing not in reading.closing or not names or reading.quoted[dash]:
        return []
    spans = list(reading.quotations[reading.closing[closing]].parts)
    return [Draft("signature", (dash, dash + 1), (dash + 1, high), spans, None, _SURE, quoted=True)]


_DASHES = frozenset({"-", "—", "–", "―"})


def announce(
    reading: Reading, sentence: Sentence, index: int, all_cues: list[Cue], found: list[Draft]
) -> None:
    """Lee said: (new line) "C": a sentence that ends with a colon gives its last cue the quotation below."""
    if index + 1 >= len(reading.sentences) or reading.lower[sentence.high - 1] != ":":
        return
    following = reading.sentences[index + 1].low
    if following not in reading.opening or reading.quoted[sentence.high - 1]:
        return
    spans = quotation_spans(reading, following)
    last = max(
        (draft for draft in found if draft.cue and draft.pattern != "colon"),
        key=lambda d: d.cue or (0, 0),
        default=None,
    )
    cue = all_cues[-1] if all_cues else _last_speech_cue(reading, sentence)
    if cue is None:
        return
    if last is not None and last.cue is not None and last.cue[1] == cue.at + 1:
        last.content = [*last.content, *spans] if cue.at + 3 < sentence.high else spans
        last.quoted = True
        return
    subject = source_before(reading, cue.at, sentence.low)
    found.append(
        Draft("announced", (subject.verb, cue.at + 1), subject.source, spans, cue.sense, _SURE, quoted=True)
    )


def _last_speech_cue(reading: Reading, sentence: Sentence) -> Cue | None:
    """The verb of speech nearest to the colon: Lee replied in a letter:"""
    for at in range(sentence.high - 2, max(sentence.low, sentence.high - 12) - 1, -1):
        sense = speech_sense(reading.lower[at])
        if sense is not None and reading.forms[at][0].islower() and not reading.quoted[at]:
            return _cue(reading, sentence, at, sense)
    return None
