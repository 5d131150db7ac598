"""Joins the attributions of single sentences: continued quotations, chains of hops, pronouns, stance."""

from claims.attributions import grammar
from claims.attributions.draft import Draft
from claims.attributions.hedges import hedges
from claims.attributions.kinds import Names, is_pronoun, is_role, kind_of
from claims.attributions.lexicon import speaks
from claims.attributions.patterns import drafts
from claims.attributions.reading import Reading
from claims.model import Attribution, Span, Stance, Style
from claims.wordsets import word_set

_DOUBTING = word_set("linking doubting")
_DENYING = word_set("linking denying")
_NO_DOUBT = word_set("linking no doubt")  # "claimed responsibility" is no doubt
_HEDGING = word_set("linking hedging")
_SURE = 0.8
_LIKELY = 0.65


def link(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions of a text, in the order of their cues."""
    found = _plausible(reading, _per_sentence(reading))
    _chain(reading, found)
    names = Names(reading)
    index = {id(draft): number for number, draft in enumerate(found)}
    result = []
    for draft in found:
        resolved = None
        if draft.source:
            names.meet_subjects(draft.source[0])
            resolved = names.resolve(draft.source)
        if draft.source:
            names.meet(draft.source)
        kind = kind_of(
            reading,
            resolved if resolved and draft.source and is_pronoun(reading, draft.source) else draft.source,
        )
        content = tuple(draft.content)
        result.append(
            Attribution(
                cue=None if draft.cue is None else reading.span(*draft.cue),
                source=None if draft.source is None else reading.span(*draft.source),
                content=content,
                style=_style(reading, content),
                stance=_stance(reading, draft),
                source_kind=kind,
                via=None if draft.via is None else index[id(draft.via)],
                guess=resolved is not None,
                confidence=round(draft.score, 2),
                resolved=None if resolved is None else reading.span(*resolved),
            )
        )
    return tuple(result)


def _per_sentence(reading: Reading) -> list[Draft]:
    """The drafts of each sentence; a sentence that is all quotation goes to the speaker before it."""
    found: list[Draft] = []
    speaking: Draft | None = None
    last_line = 0
    for index, sentence in enumerate(reading.sentences):
        new = drafts(reading, sentence, index)
        hedged = hedges(reading, sentence, index)
        new = [draft for draft in new if not _is_hedge(draft, hedged)] + hedged
        new.sort(key=lambda draft: draft.cue or (0, 0))
        found += new
        if new:
            quoting = [draft for draft in new if draft.quoted]
            speaking = quoting[-1] if quoting else None
            last_line = sentence.line
            if speaking:
                last_line = _last_line(reading, index, speaking)
        elif (
            speaking
            and sentence.line - last_line <= 1
            and _is_quotation(reading, sentence.low, sentence.high)
        ):
            span = reading.span(sentence.low, sentence.high)
            if not any(start <= span[0] < end for start, end in speaking.content):
                speaking.content.append(span)
            last_line = sentence.line
        else:
            speaking = None
    return found


def _last_line(reading: Reading, index: int, speaking: Draft) -> int:
    """The line in which a quotation of several paragraphs that starts in sentence `index` ends."""
    last = max(end for _, end in speaking.content)
    while index + 1 < len(reading.sentences) and reading.starts[reading.sentences[index + 1].low] < last:
        index += 1
    return reading.sentences[index].line


def _is_hedge(draft: Draft, hedged: list[Draft]) -> bool:
    """The verb of "is said to" is no report of its own."""
    return draft.cue is not None and any(
        hedge.cue is not None and hedge.cue[0] <= draft.cue[1] - 1 < hedge.cue[1] for hedge in hedged
    )


def _plausible(reading: Reading, found: list[Draft]) -> list[Draft]:
    """Leaves out what is too weak for where it stands: unsure cues inside somebody's words, or without a source."""
    kept: list[Draft] = []
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].sentence == found[start].sentence:
            end += 1
        here = found[start:end]
        kept += [draft for draft in here if not _is_weak(reading, draft, here)]
        start = end
    return kept


def _is_weak(reading: Reading, draft: Draft, here: list[Draft]) -> bool:
    if draft.source and _speaks_not(reading, draft, draft.source, here):
        return True
    if draft.pattern == "forward" and draft.source is None and not draft.quoted:
        # Only "Asked about C" and "Urged to C" name nobody; whoever said C stands somewhere that was not found.
        return draft.score < _SURE or draft.sense is None or draft.sense.group not in {"ask", "urge", "sure"}
    if draft.sense and draft.sense.form == "ing" and draft.source and _is_bare(reading, draft.source):
        return True  # "red warning to stay in place"
    if draft.score >= _SURE or not any(
        other is not draft and _holds(reading, other, draft) for other in here
    ):
        return False
    # "The governor said doctors reported 30 cases" is a chain; "said he hoped" is one speaker.
    return not (
        draft.score >= _LIKELY
        and draft.source is not None
        and draft.cue is not None
        and speaks(reading.lower[draft.cue[1] - 1])
        and not is_pronoun(reading, draft.source)
    )


def _speaks_not(reading: Reading, draft: Draft, source: tuple[int, int], here: list[Draft]) -> bool:
    """What stands where a source stands and is none."""
    words = reading.lower[slice(*source)]
    if words[-1] == "not" or (len(words) == 2 and words[1] == "one" and words[0] not in grammar.QUANTITIES):
        return True  # "told by email not to", "makes one think"
    if words == ["you"] and draft.score < _LIKELY and not draft.quoted:
        return True  # "You know, I was there"
    if any(other.cue and other.cue[1] == source[1] and other is not draft for other in here):
        return True  # "[Ministers deny] claims that"
    if draft.pattern != "forward" or draft.quoted or not draft.content:
        return False
    # "added 180 GW", "hit 9%", "voted 31 to 17": an amount is nothing said, but for "estimated 300 dead"
    amount = draft.content[0][0]
    is_amount = reading.forms[reading.word_at(amount)][0] in _AMOUNTS
    added = draft.sense is not None and draft.sense.lemma == "add"
    return is_amount and (added or draft.score < _UNSURE) and not _has_verb(reading, draft.content[0])


def _has_verb(reading: Reading, content: Span) -> bool:
    return any(
        reading.forms[at] in grammar.FINITE | grammar.PAST_VERBS  # no month of May
        for at in range(reading.word_at(content[0]), reading.word_at(content[1]))
    )


_AMOUNTS = frozenset("0123456789$€£¥₹")
_UNSURE = 0.45


def _is_bare(reading: Reading, source: tuple[int, int]) -> bool:
    """One small-letter word in the singular that is no role: it goes with the noun behind it."""
    word, form = reading.lower[source[0]], reading.forms[source[0]]
    one = source[1] - source[0] == 1 and form[0].islower() and not word.endswith("s")
    return one and word not in grammar.SUBJECT_PRONOUNS | grammar.QUANTITIES and not is_role(word)


def _is_quotation(reading: Reading, low: int, high: int) -> bool:
    return reading.quoted[low] and sum(reading.quoted[low:high]) >= 0.9 * (high - low)


def _chain(reading: Reading, found: list[Draft]) -> None:
    """Whoever reports a sentence at its end reports all in it; else the reporter is the nearest cue around."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and found[end].sentence == found[start].sentence:
            end += 1
        _chain_sentence(reading, found[start:end])
        start = end


def _chain_sentence(reading: Reading, drafts_here: list[Draft]) -> None:
    for draft in drafts_here:
        if draft.cue is None:
            continue
        at = reading.starts[draft.cue[0]]
        around = [
            other
            for other in drafts_here
            if other is not draft
            and other.source != draft.source
            and any(low <= at < high for low, high in other.content)
            and not _holds(reading, draft, other)
        ]
        if around and not _is_same_speaker(reading, draft, around):
            draft.via = min(around, key=lambda other: sum(high - low for low, high in other.content))


def _is_same_speaker(reading: Reading, draft: Draft, around: list[Draft]) -> bool:
    """ "The minister said she had told": a person's own pronoun, not that of somebody a paper reports on."""
    if draft.source is None:
        return False
    if draft.source[1] - draft.source[0] == 1 and reading.lower[draft.source[0]] in {"i", "we"}:
        return True
    if not is_pronoun(reading, draft.source):
        return False
    return all(kind_of(reading, other.source) not in {"medium", "document"} for other in around)


def _holds(reading: Reading, outer: Draft, inner: Draft) -> bool:
    """The cue of `inner` lies in the content of `outer`."""
    if inner.cue is None:
        return False
    at = reading.starts[inner.cue[0]]
    return any(low <= at < high for low, high in outer.content)


def _stance(reading: Reading, draft: Draft) -> Stance:
    if draft.pattern == "hedge":
        return "hedging"
    lemma = draft.sense.lemma if draft.sense else ""
    if lemma in _DENYING:
        return "denying"
    following = reading.lower[draft.cue[1] : draft.cue[1] + 2] if draft.cue else []
    if lemma == "claim" and any(word in _NO_DOUBT for word in following):
        return "neutral"
    if lemma in _DOUBTING:
        return "doubting"
    return "hedging" if lemma in _HEDGING else "neutral"


def _style(reading: Reading, content: tuple[Span, ...]) -> Style:
    words = [
        reading.quoted[at]
        for start, end in content
        for at in range(reading.word_at(start), reading.word_at(end))
        if reading.forms[at][0].isalnum()
    ]
    if not any(words):
        return "indirect"
    return "direct" if sum(words) >= 0.95 * len(words) else "mixed"
