"""Who passes on whose words: nesting, "citing", "unter Berufung auf"; the innermost source is the origin."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.hedges import weakest
from dementi.read.rules.phrases import noun_phrase_end

#: What follows an answer to somebody's claim: the claim stays that somebody's own, it is not relayed.
_REACTIVE = frozenset(
    {"denies", "doubts", "confirms", "admits", "comments", "declines", "silent", "retracts", "corrects"}
)
_CITING_REACH = 40


def link(a: Analysis, found: list[Attribution]) -> None:
    """Set relays, move sources to the origin, and mark which statement holds the event."""
    for attribution in found:
        if not _is_citing(a, attribution):
            _cited(a, attribution)
    origins = {x.source[0] for x in found if x.source and x.relays}
    for attribution in found:
        if _is_citing(a, attribution) and any(b <= o[0] < e for b, e in attribution.content for o in origins):
            # "X said, citing Y": the citing is told by the relay.
            attribution.is_partial = True
    in_unit: dict[int, list[Attribution]] = defaultdict(list)
    for attribution in found:
        if not attribution.is_partial:
            in_unit[bisect_right(a.units, (attribution.begin, 1 << 60))].append(attribution)
    for together in in_unit.values():
        outers = [x for x in together if x.content]
        for attribution in sorted((x for x in together if x.cue), key=lambda x: (x.cue[0][0], x.begin)):
            _nest(a, attribution, [x for x in outers if x is not attribution and _holds(x, attribution)])


def _is_citing(a: Analysis, attribution: Attribution) -> bool:
    return bool(attribution.cue) and a.tokens.lowers[attribution.cue[0][0]] in _CITING


_CITING = frozenset({"citing", "quoting", "cites", "cited", "quotes", "quoted", "beruft", "berief"})


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """The cue of the inner one stands in the content of the outer one."""
    cue = inner.cue[0]
    if any(begin <= cue[0] and cue[1] <= end for begin, end in outer.cue):
        return False
    return any(begin <= cue[0] and cue[1] <= end for begin, end in outer.content) and _size(outer) > _size(
        inner
    )


def _size(attribution: Attribution) -> int:
    return sum(end - begin for begin, end in attribution.content)


def _nest(a: Analysis, inner: Attribution, outers: list[Attribution]) -> None:
    for outer in sorted(outers, key=_size):
        if outer.kind in ("reported", "stated") or not inner.content:
            continue
        if inner.is_impersonal and inner.is_settled and outer.source:
            # "X said there was no evidence": the doubt is X's own.
            inner.source, inner.is_impersonal = outer.source, False
            outer.holds_event = False
            continue
        if _is_same_speaker(a, inner, outer) and inner.is_settled:
            # "Rutte said he could not confirm": what he does is told by the inner words.
            inner.source = outer.source
            outer.holds_event = False
            continue
        if _is_same_speaker(a, inner, outer):
            inner.is_partial = True
            outer.certainty = weakest([outer.certainty, inner.certainty])
            continue
        if outer.stance in _REACTIVE or not outer.source:
            continue
        if not inner.source and not inner.is_impersonal:
            continue
        inner.relays = [*inner.relays, *outer.source[:1]]
        outer.holds_event = False


def _is_same_speaker(a: Analysis, inner: Attribution, outer: Attribution) -> bool:
    """ "X sagte, er glaube, dass …": a pronoun inside is the outer speaker."""
    if not inner.source or not outer.source:
        return False
    begin, end = inner.source[0]
    if inner.source == outer.source:
        return True
    return end - begin == 1 and a.tokens.lowers[begin] in a.grammar.personal


def _cited(a: Analysis, attribution: Attribution) -> None:
    """ "…, meldet X unter Berufung auf Y" and "X said, citing Y": Y is the origin."""
    if not attribution.source or not attribution.cue or attribution.is_partial:
        return
    begin = min(attribution.source[0][0], attribution.cue[0][0])
    end = max(attribution.source[0][1], attribution.cue[-1][1])
    unit_end = min(
        len(a.tokens.words), max(end, *(stop for _, stop in attribution.frame or [(0, end)])) + _CITING_REACH
    )
    start = min([begin, *(start for start, _ in attribution.frame)])
    for index in range(start, unit_end):
        if a.tokens.words[index] in (".", "!", "?") and index >= end and a.quote_of[index] < 0:
            return
        if a.quote_of[index] >= 0 or any(b <= index < e for b, e in attribution.content):
            continue
        origin = _origin_at(a, index, unit_end)
        if origin is not None and origin != attribution.source[0]:
            _pass_on(a, attribution, origin)
            return


def _origin_at(a: Analysis, index: int, end: int) -> Range | None:
    lowers = a.tokens.lowers
    start = None
    if lowers[index] in ("berufung", "verweis", "bezug") and lowers[index + 1 : index + 2] == ["auf"]:
        start = index + 2
    elif lowers[index] in ("beruft", "berief", "berufen", "beriefen") and "auf" in lowers[index : index + 6]:
        start = lowers.index("auf", index) + 1
    elif lowers[index] in ("citing", "quoting") or (
        lowers[index] in ("cites", "cited", "quotes", "quoted")
        and lowers[index - 1]
        in (
            "which",
            "who",
            "that",
            "in",
            "turn",
        )
    ):
        start = index + 1
    if start is None or start >= end:
        return None
    stop = noun_phrase_end(a, start, end)
    return (start, stop) if stop > start else None


def _relay_end(a: Analysis, source: Range, stop: int) -> int:
    """ "laut X, das sich auf Y beruft": the relay ends where its own clause begins."""
    for index in range(source[0] + 1, min(source[1], stop)):
        if a.tokens.words[index] == ",":
            return index
    return min(source[1], stop - 1)


def _pass_on(a: Analysis, attribution: Attribution, origin: Range) -> None:
    source = attribution.source[0]
    if origin[0] < source[1] <= origin[1] or source[0] <= origin[0] < source[1]:
        source = (source[0], max(source[0] + 1, _relay_end(a, source, origin[0])))
    attribution.relays = [source, *attribution.relays]
    attribution.source = [origin]
