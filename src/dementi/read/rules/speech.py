"""Quotations that no cue claimed: quoted parts of a reported content, and speech that goes on."""

from __future__ import annotations

from bisect import bisect_right

from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import noun_phrase_end
from dementi.read.rules.quotation import Quotation

#: A quotation of fewer words, marks not counted, without a stop inside is a name or a scare quote.
_SPEECH_WORDS = 4


def partial_quotations(a: Analysis, found: list[Attribution]) -> list[Attribution]:
    """Quoted words inside an indirect content are the same source's own words.

    The German quotation data count them as direct speech of its own; English corpora do not, so the
    grammar of a language says whether they are told apart.
    """
    if "own" not in a.grammar.quoted_parts:
        return []
    parts: list[Attribution] = []
    for attribution in found:
        if attribution.kind in ("direct", "stated"):
            continue
        for begin, end in attribution.content:
            for quotation in _outermost(a, begin, end):
                if quotation.begin == begin and quotation.end >= end:
                    continue
                if _is_name(a, quotation):
                    continue
                parts.append(_part(attribution, quotation))
    return parts


def _outermost(a: Analysis, begin: int, end: int) -> list[Quotation]:
    found = []
    index = begin
    while index < end:
        quotation = a.quotation_at(index)
        if quotation is not None and quotation.end <= end:
            found.append(quotation)
            index = quotation.end
        else:
            index += 1
    return found


def _is_name(a: Analysis, quotation: Quotation) -> bool:
    """„Abendbote“, „Wire One“: capitals only, or after a naming word."""
    inner = range(quotation.begin + 1, quotation.end - 1)
    if not inner:
        return True
    if a.grammar.is_verb_second:
        return len(inner) <= 4 and all(a.capitals[i] or not a.tokens.words[i].isalpha() for i in inner)
    return len(inner) <= 4 and all(a.capitals[i] for i in inner)


def _part(attribution: Attribution, quotation: Quotation) -> Attribution:
    return Attribution(
        kind="direct", content=[(quotation.begin, quotation.end)], stance=attribution.stance,
        source=attribution.source, cue=attribution.cue, frame=attribution.frame, medium=attribution.medium,
        certainty=attribution.certainty, basis=attribution.basis, is_partial=True,
        is_continuation=attribution.is_continuation, is_impersonal=attribution.is_impersonal,
    )  # fmt: skip


def unclaimed_quotations(a: Analysis, found: list[Attribution]) -> list[Attribution]:
    """Speech in quotation marks without a cue goes to the last source of its paragraph."""
    claimed = bytearray(len(a.tokens.words) + 1)
    for attribution in found:
        for begin, end in attribution.content + attribution.source:
            for index in range(begin, min(end, begin + 2000)):
                claimed[index] = 1
    by_begin = sorted(found, key=lambda attribution: attribution.begin)
    begins = [attribution.begin for attribution in by_begin]
    speech: list[Attribution] = []
    for quotation in a.quotations:
        if quotation.depth or claimed[quotation.begin] or not is_speech(a, quotation):
            continue
        earlier = bisect_right(begins, quotation.begin)
        before = by_begin[earlier - 1] if earlier else None
        if before is not None and _paragraph(a, before.begin) != _paragraph(a, quotation.begin):
            before = None
        source, frame = _source_in_unit(a, quotation)
        if source is None and before is not None:
            source_ranges, is_continuation = before.source, True
        else:
            source_ranges, is_continuation = ([source] if source else []), False
        speech.append(
            Attribution(
                kind="direct",
                content=[(quotation.begin, quotation.end)],
                stance="asserts",
                source=source_ranges,
                frame=frame,
                medium="Speech",
                is_continuation=is_continuation,
            )
        )
    return speech


def is_speech(a: Analysis, quotation: Quotation) -> bool:
    inner = a.tokens.words[quotation.begin + 1 : quotation.end - 1]
    if len(inner) >= _SPEECH_WORDS + 3:
        return True
    has_stop = bool(inner) and inner[-1] in (".", "!", "?", ",", "…")
    before = a.tokens.words[quotation.begin - 1] if quotation.begin else ""
    return (has_stop and len(inner) >= 2) or (before == ":" and len(inner) >= 2) or len(inner) > _SPEECH_WORDS


def _paragraph(a: Analysis, token: int) -> int:
    starts = a.paragraph_numbers
    return bisect_right(starts, token)


_TOPIC_OPENERS = frozenset({"zu", "zum", "zur", "über", "nach", "on", "about", "after"})


def _source_in_unit(a: Analysis, quotation: Quotation) -> tuple[Range | None, list[Range]]:
    """ "X sieht das anders: „…“": the subject of what stands before the colon."""
    unit = a.units[bisect_right(a.units, (quotation.begin, 1 << 60)) - 1]
    if quotation.begin - unit[0] < 2 or a.tokens.words[quotation.begin - 1] != ":":
        return None, []
    start = unit[0]
    while (
        start < quotation.begin and a.tokens.lowers[start] in a.grammar.connectives | a.grammar.conjunctions
    ):
        start += 1
    stop = noun_phrase_end(a, start, quotation.begin - 1)
    # "Rook zum Abzug: „…“" names the speaker and what it is about.
    stop = next((i for i in range(start + 1, stop) if a.tokens.lowers[i] in _TOPIC_OPENERS), stop)
    frame = [(unit[0], quotation.begin)]
    return ((start, stop) if stop > start else None), frame
