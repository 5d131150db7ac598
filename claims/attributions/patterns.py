"""The ways English attributes, tried in order on each sentence. Each pattern says what it reads.

according     "According to Lee, C"; "C, according to Lee"
colon         "Lee: C"
noun          "Lee's claim that C"
inverted      "C," said Lee
after         "C," Lee said
opened        Lee "denied that C"
passive       Lee is expected to C
forward       Lee said (that) C; Lee told reporters C; Lee denied doing C
reckoned      Lee put the toll at 45; C, the report shows
"""

from claims.attributions import grammar
from claims.attributions.contents import end_behind, is_verb, quotation_spans, span_of, start_behind
from claims.attributions.draft import Draft
from claims.attributions.kinds import source_heads
from claims.attributions.lexicon import senses
from claims.attributions.nouns import noun
from claims.attributions.phrases import is_inflected
from claims.attributions.reading import Reading, Sentence
from claims.attributions.reckoning import reckoned, shown
from claims.attributions.scoring import MOST_CUES, Cue, cues
from claims.attributions.sources import acting_subject, follows_verb, source_before
from claims.attributions.speakers import source_after, source_after_comma, source_of_account
from claims.attributions.speech import (
    after,
    announce,
    inverted,
    opened,
    signature,
    with_speech_cues,
)
from claims.model import Span
from claims.text import trim
from claims.wordsets import word_set

_SURE = 0.8  # "quoted Lee as saying" leaves no doubt

# Labels before a colon that are nobody's name.
_LABELS = word_set("patterns labels")


def drafts(reading: Reading, sentence: Sentence, index: int) -> list[Draft]:
    """The attributions of one sentence, in the order of their cues."""
    found = [*_according(reading, sentence), *_colon(reading, sentence, index)]
    all_cues = with_speech_cues(reading, sentence, cues(reading, sentence))
    for number, cue in enumerate(all_cues):
        if _is_in_account(cue, found):
            continue
        draft = _one(reading, sentence, cue, all_cues[number + 1 :], found)
        if draft:
            draft.content = [span for span in draft.content if span[1] - span[0] > 1]
        if draft and draft.content:
            draft.sense = cue.sense
            draft.score = _SURE if cue.before == "as" and cue.sense.form == "ing" else cue.score
            found.append(draft)
    found = [
        draft
        for draft in found
        if not _is_part_of_noun(draft, found) and not _is_place(reading, sentence, draft, found)
    ]
    found += reckoned(reading, sentence)
    if not found:
        found += shown(reading, sentence)
    found += opened(reading, sentence)
    found += signature(reading, sentence, index)
    announce(reading, sentence, index, all_cues, found)
    for draft in found:
        draft.sentence, draft.line = index, sentence.line
    _clip(reading, found)
    return sorted((draft for draft in found if draft.content), key=lambda draft: draft.cue or (0, 0))


def _one(
    reading: Reading, sentence: Sentence, cue: Cue, later: list[Cue], found: list[Draft]
) -> Draft | None:
    if cue.sense.group == "claim" and not _is_verb_here(cue, reading):
        return noun(reading, sentence, cue)
    if cue.sense.group == "seem":
        return _seeming(reading, sentence, cue)
    draft = inverted(reading, sentence, cue, found) or after(reading, sentence, cue, found)
    return draft or _passive(reading, sentence, cue) or _forward(reading, sentence, cue, later, found)


def _is_in_account(cue: Cue, found: list[Draft]) -> bool:
    """ "according to a study published in May": the participle belongs to the source."""
    return cue.sense.form in {"past", "participle"} and any(
        draft.pattern == "according"
        and draft.source is not None
        and draft.source[0] < cue.at < draft.source[1]
        for draft in found
    )


def _is_part_of_noun(draft: Draft, found: list[Draft]) -> bool:
    """The "made" of "made allegations": the noun's draft has it as part of its cue."""
    return draft.pattern != "noun" and any(
        other.pattern == "noun"
        and other.cue
        and draft.cue
        and other.cue[0] <= draft.cue[1] - 1 < other.cue[1]
        for other in found
    )


def _is_place(reading: Reading, sentence: Sentence, draft: Draft, found: list[Draft]) -> bool:
    """ "NEW DELHI: The bureau said C": capitals at the head of an article, over somebody else's report."""
    if draft.pattern != "colon" or draft.source is None or sentence.line >= _DATELINES_END:
        return False
    label = reading.forms[slice(*draft.source)]
    if reading.lower.count(label[-1].lower()) > 1:
        return False  # the name of somebody who is interviewed comes again
    others = [other for other in found if other is not draft and other.source is not None]
    return all(form.isupper() for form in label) and any(
        reading.lower[other.source[0]] not in {"i", "we"} for other in others if other.source
    )


_DATELINES_END = 6  # lines: headline, byline, date, credit


def _is_verb_here(cue: Cue, reading: Reading) -> bool:
    """ "Lee supports the plan": a form that is a noun as well stands behind a subject."""
    return cue.before in {"subject", "name", "who", "which", "to", "modal", "have"} and any(
        sense.form in {"s", "base", "past"} for sense in senses()[reading.lower[cue.at]]
    )


def _clip(reading: Reading, found: list[Draft]) -> None:
    """In "According to Lee, C, Reuters reported" the content of Lee ends where Reuters begins."""
    for tail in found:
        if (
            tail.pattern not in {"after", "inverted"}
            or tail.quoted
            or tail.cue is None
            or tail.source is None
        ):
            continue
        border = reading.starts[min(tail.cue[0], tail.source[0])]
        for draft in found:
            if draft.cue is not None and draft.cue[0] < tail.cue[0]:
                draft.content = [
                    _clipped(reading, span, border) for span in draft.content if span[0] < border
                ]


def _clipped(reading: Reading, span: Span, border: int) -> Span:
    return trim(reading.text, (span[0], border), ",;:—–-") if span[0] < border < span[1] else span


def _according(reading: Reading, sentence: Sentence) -> list[Draft]:
    """ "According to police, two died." and "Two died, according to police."."""
    lower, quoted = reading.lower, reading.quoted
    found: list[Draft] = []
    for at in range(sentence.low, sentence.high - 2):
        if lower[at] != "according" or lower[at + 1] != "to" or quoted[at] or len(found) >= MOST_CUES:
            continue
        leads = at <= sentence.low + 1 or lower[at - 1] in {"that", "but", "and"}
        source = source_of_account(reading, at + 2, sentence.high, leads)
        if source is None:
            continue
        if leads:
            content = [span_of(reading, source[1], sentence.high)] if source[1] < sentence.high else []
        else:
            content = [span_of(reading, sentence.low, at)]
            rest = source[1]
            if rest < sentence.high - 3 and lower[rest] == "," and lower[rest + 1] not in {"which", "who"}:
                content.append(span_of(reading, rest, sentence.high))
        if content and content[0][1] > content[0][0]:
            found.append(Draft("according", (at, at + 2), source, content))
    return found


def _colon(reading: Reading, sentence: Sentence, index: int) -> list[Draft]:
    """ "ANN LEE: We won." in a transcript, "Police: three held" in a headline, "Lee: 'We won'"."""
    low, high = sentence.low, sentence.high
    while low < high and reading.forms[low] in {"*", "•", "–", "—", "-"}:
        low += 1
    for at in range(low, min(high, low + 8)):
        if reading.forms[at] == ":":
            glued = (
                at + 1 < high and reading.ends[at] == reading.starts[at + 1] and not reading.quoted[at + 1]
            )
            in_brackets = (
                "(" in reading.lower[low:at] and ")" not in reading.lower[low:at]
            )  # Boreal Power (NYX: BPW)
            if at == low or in_brackets or high - at < 5 or reading.lower[low] in _LABELS or glued:
                return []
            if not (reading.quoted[at + 1] or _is_speaker(reading, low, at)):
                return []
            if all(form.isupper() or not form.isalpha() for form in reading.forms[low:at]):
                high = _turn_end(reading, index)
            return [Draft("colon", (at, at + 1), (low, at), [span_of(reading, at + 1, high)])]
        name_like = reading.forms[at][0].isupper() or reading.forms[at] in _IN_NAMES
        if reading.quoted[at] or not name_like:
            return []
    return []


def _turn_end(reading: Reading, index: int) -> int:
    """Where the line of a transcript ends: LEE: It rained. It poured."""
    line = reading.sentences[index].line
    while index + 1 < len(reading.sentences) and reading.sentences[index + 1].line == line:
        index += 1
    return reading.sentences[index].high


_IN_NAMES = frozenset({".", "'", "of", "&", "(", ")", "-", "the"})


def _is_speaker(reading: Reading, low: int, high: int) -> bool:
    words = [form for form in reading.forms[low:high] if form[0].isalpha()]
    if len(words) == 1:
        return (words[0].isupper() and len(words[0]) > 2) or words[0].lower() in source_heads()
    return 1 < len(words) <= 5


def _seeming(reading: Reading, sentence: Sentence, cue: Cue) -> Draft | None:
    """ "The fire seems to have spread": nobody says so; the subject and the rest are the content."""
    subject = source_before(reading, cue.at, sentence.low)
    start = cue.at + 1
    content = [] if subject.source is None else [span_of(reading, *subject.source)]
    if subject.source and reading.lower[subject.source[0]] == "it":
        content = []
    if start < sentence.high:
        content.append(span_of(reading, start, end_behind(reading, start, sentence.high, cue, [])))
    return Draft("seeming", (subject.verb, cue.at + 1), None, content)


def _passive(reading: Reading, sentence: Sentence, cue: Cue) -> Draft | None:
    """ "Lee is expected to C": content is the subject and the rest; a source only behind "by"."""
    reduced = cue.after == "by" and cue.before in _NOUNS_BEFORE  # "a claim rejected by the opposition"
    if cue.sense.form not in {"past", "participle"} or (cue.before != "be" and not reduced):
        return None
    subject = source_before(reading, cue.at, sentence.low)
    told = cue.sense.group in {"tell", "ask", "urge"}
    # "It was noted that 14 jobs had been lost"
    expletive = subject.source is not None and (reading.lower[subject.source[0]], cue.after) == ("it", "that")
    content = [] if subject.source is None or told or expletive else [span_of(reading, *subject.source)]
    if reduced:
        content = [span_of(reading, _phrase_before(reading, cue.at, sentence.low), cue.at)]
    source = None
    start = cue.at + 1
    if start < sentence.high and reading.lower[start] == "by":
        source = source_after(reading, start + 1, sentence.high)
        start = source[1] if source else start
    if start < sentence.high and reading.lower[start] not in grammar.STOPS:
        rest = span_of(reading, start, end_behind(reading, start, sentence.high, cue, []))
        if rest[1] > rest[0] + 1:
            content.append(rest)
    return Draft("passive", (subject.verb, cue.at + 1), source, content)


def _phrase_before(reading: Reading, at: int, low: int) -> int:
    """Where the noun phrase right before word `at` starts: "spoke of [a false claim] rejected by Lee"."""
    first = at
    while first > low and at - first < _LONGEST_PHRASE:
        word = reading.lower[first - 1]
        if word in grammar.PREPOSITIONS | grammar.PAUSES or is_verb(reading, first - 1):
            break
        first -= 1
        if word in grammar.DETERMINERS | grammar.POSSESSIVES:
            break
    return first


_LONGEST_PHRASE = 8
_NOUNS_BEFORE = frozenset({"word", "plural", "name"})


def _forward(
    reading: Reading, sentence: Sentence, cue: Cue, later: list[Cue], found: list[Draft]
) -> Draft | None:
    """ "Lee said (that) C", with the subject of an earlier verb for "and said" and ", adding"."""
    subject = source_before(reading, cue.at, sentence.low)
    source = subject.source
    if cue.sense.form == "ing" and cue.before in _FREE_PARTICIPLE:
        source = None
    if cue.before == "as" and cue.sense.form == "ing":
        source = _quoted_person(reading, cue.at - 1, sentence.low)  # "Reuters quoted Lee as saying C"
    elif cue.before == "to" or (
        cue.sense.form == "ing" and source is not None and follows_verb(reading, source, sentence.low)
    ):
        source = acting_subject(reading, cue.at, sentence.low)
    elif source is None and cue.before in _SHARING:
        source = next(
            (draft.source for draft in reversed(found) if draft.source and draft.pattern != "noun"), None
        )
        if source is None:
            source = acting_subject(reading, cue.at, sentence.low)
    if source and reading.lower[source[0]] in {"it", "it's"} and cue.sense.group == "sure":
        source = None  # "it is not clear that"
    if source is not None and cue.sense.form == "past" and _is_object(reading, source, sentence.low):
        return None
    asked = (
        cue.sense.group in {"ask", "tell"}
        and cue.sense.form == "past"
        and cue.before in {"start", ",", "when"}
    )
    if asked and (source is None or "," not in reading.lower[source[0] : source[1]]):
        source = None  # "Asked about C, Lee ..."
    first = source[0] if source == subject.source and source else subject.verb
    fronted = _is_fronted(reading, sentence, cue, first)
    start = start_behind(reading, cue, sentence.high)
    if start is None or start >= sentence.high:
        return None
    verb = subject.verb if source == subject.source or subject.source is None else cue.at
    end = end_behind(reading, start, sentence.high, cue, later, fronted)
    end = _relative_end(reading, source, start, end)
    if fronted and not asked and source is None and end + 1 < sentence.high:
        source = source_after_comma(reading, end + 1, sentence.high)
    if reading.quoted[start] and start in reading.opening:
        content = quotation_spans(reading, start)
        last = reading.word_at(content[0][1])
        if (
            len(content) == 1
            and end > last
            and last < sentence.high
            and reading.lower[last] not in grammar.STOPS
        ):
            content = [span_of(reading, start, end)]
        return Draft("forward", (verb, cue.at + 1), source, content, quoted=True)
    quoted = any(reading.quoted[start:end])
    return Draft("forward", (verb, cue.at + 1), source, [span_of(reading, start, end)], quoted=quoted)


def _relative_end(reading: Reading, source: tuple[int, int] | None, start: int, high: int) -> int:
    """Where a content ends in the relative clause of "Lee, who claimed he was owed money, was also banned"."""
    if source is None or reading.lower[source[0]] not in {"who", "which"}:
        return high
    for at in range(start + 1, high - 1):
        if reading.lower[at] == "," and not reading.quoted[at]:
            following = reading.lower[at + 1]
            if is_verb(reading, at + 1) or is_inflected(following):
                return at
    return high


def _is_object(reading: Reading, source: tuple[int, int], low: int) -> bool:
    """ "cut [its revenue] forecast", not "he said [its board] denied": the noun of a verb that reports nothing."""
    return (
        reading.lower[source[0]] in grammar.POSSESSIVES
        and follows_verb(reading, source, low)
        and reading.lower[source[0] - 1] not in senses()
    )


_FREE_PARTICIPLE = frozenset(
    {",", "quote,", "quote", "and", "by", "while", "in", "before", "after", "preposition", "for", "start"}
)
_SHARING = _FREE_PARTICIPLE | {"but", "or", "to"}
_SUBORDINATORS = word_set("patterns subordinators")


def _quoted_person(reading: Reading, high: int, low: int) -> tuple[int, int] | None:
    """What stands between "quoted" and "as saying"; for "Lee was quoted as saying" the subject."""
    for at in range(high - 1, max(low, high - 25), -1):
        if reading.lower[at] in _QUOTING:
            if at + 1 < high:
                return at + 1, high
            return source_before(reading, at, low).source
    return None


_QUOTING = word_set("patterns quoting")


def _is_fronted(reading: Reading, sentence: Sentence, cue: Cue, first: int) -> bool:
    """The cue stands in a clause before the main one: "While Lee says C, ...", "Announcing C, Lee ..."."""
    lead = first - 1
    if cue.sense.form == "past" and cue.sense.group in {"ask", "tell", "urge"} and cue.before == ",":
        return True  # "Lee, asked about the fire, said"
    if lead < sentence.low:
        return first == cue.at and cue.sense.form in {"ing", "past"}
    return reading.lower[lead] in _SUBORDINATORS and (
        lead - sentence.low < 2 or reading.lower[lead - 1] == ","
    )
