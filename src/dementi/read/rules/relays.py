"""Who passes on whose words: nesting, "citing", "unter Berufung auf"; the innermost source is the origin."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.hedges import weakest
from dementi.read.rules.phrases import noun_phrase_end
from dementi.read.rules.stances import stance

#: What follows an answer to somebody's claim: the claim stays that somebody's own, it is not relayed.
_REACTIVE = frozenset(
    {"denies", "doubts", "confirms", "admits", "comments", "declines", "silent", "retracts", "corrects"}
)
_CITING_REACH = 40
#: "unter Verweis auf eigene Erkenntnisse": the speaker's own words, not another source.
_OWN = "eigen"


def link(a: Analysis, found: list[Attribution]) -> None:
    """Set relays, move sources to the origin, and mark which statement holds the event."""
    is_english = not a.grammar.is_verb_second
    others = {x.cue[0][0] for x in found if is_english and x.cue and not _is_citing(a, x)}
    for attribution in found:
        if not _is_citing(a, attribution):
            _cited(a, attribution, others)
    origins = {x.source[0] for x in found if x.source and x.relays}
    for attribution in found:
        if _is_citing(a, attribution) and any(b <= o[0] < e for b, e in attribution.content for o in origins):
            # "X said, citing Y": the citing is told by the relay.
            attribution.is_partial = True
            attribution.is_repeated = not a.grammar.is_verb_second
    in_unit: dict[int, list[Attribution]] = defaultdict(list)
    for attribution in found:
        if not attribution.is_partial:
            in_unit[bisect_right(a.units, (attribution.begin, 1 << 60))].append(attribution)
    for together in in_unit.values():
        outers = [x for x in together if x.content]
        for attribution in sorted((x for x in together if x.cue), key=lambda x: (x.cue[0][0], x.begin)):
            _nest(a, attribution, [x for x in outers if x is not attribution and _holds(a, x, attribution)])
    found[:] = [attribution for attribution in found if not attribution.is_repeated]


def _is_citing(a: Analysis, attribution: Attribution) -> bool:
    return bool(attribution.cue) and a.tokens.lowers[attribution.cue[0][0]] in _CITING


_CITING = frozenset({"citing", "quoting", "cites", "cited", "quotes", "quoted", "beruft", "berief"})


def _holds(a: Analysis, outer: Attribution, inner: Attribution) -> bool:
    """The cue of the inner one stands in the content of the outer one."""
    cue = inner.cue[0]
    if any(begin <= cue[0] and cue[1] <= end for begin, end in outer.cue):
        return False
    if inner.content and inner.content[0][0] < outer.content[0][0] and not a.grammar.is_verb_second:
        # "A accused B of it, an allegation B denies": the denial is about all of it.
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
        if inner.is_settled and inner.stance == "doubts" and not inner.is_repeated and _doubts(a, outer):
            # "NATO had seen no evidence, Rutte said": the content of the outer one tells the doubt.
            inner.is_repeated = True
            return
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
            if outer.is_settled:
                # "… für die Darstellung der Dienste: Sie gehen davon aus": the pronoun is that source.
                inner.source = outer.source
            outer.certainty = weakest([outer.certainty, inner.certainty])
            continue
        if outer.stance in _REACTIVE or not outer.source:
            continue
        if not inner.source and not inner.is_impersonal:
            continue
        inner.relays = [*inner.relays, *outer.source[:1]]
        outer.holds_event = False


def _doubts(a: Analysis, outer: Attribution) -> bool:
    return (
        not a.grammar.is_verb_second
        and bool(outer.source)
        and stance(a, outer, event_is_negated=None) == "doubts"
    )


def _is_same_speaker(a: Analysis, inner: Attribution, outer: Attribution) -> bool:
    """ "X sagte, er glaube, dass …": a pronoun inside is the outer speaker."""
    if not inner.source or not outer.source:
        return False
    begin, end = inner.source[0]
    if inner.source == outer.source:
        return True
    return end - begin == 1 and a.tokens.lowers[begin] in a.grammar.personal | a.grammar.generic


def _cited(a: Analysis, attribution: Attribution, others: set[int]) -> None:
    """ "…, meldet X unter Berufung auf Y" and "X said, citing Y": Y is the origin."""
    if not attribution.source or not attribution.cue or attribution.is_partial:
        return
    begin = min(attribution.source[0][0], attribution.cue[0][0])
    end = max(attribution.source[0][1], attribution.cue[-1][1])
    unit_end = min(
        len(a.tokens.words), max(end, *(stop for _, stop in attribution.frame or [(0, end)])) + _CITING_REACH
    )
    start = min([begin, *(start for start, _ in attribution.frame)])
    is_passed_on = False
    for index in range(start, unit_end):
        if a.tokens.words[index] in (".", "!", "?") and index >= end and a.quote_of[index] < 0:
            return
        if index >= end and index in others:
            # "officials believe …, the paper reported, citing Y": the paper cites.
            return
        if a.quote_of[index] >= 0 or any(b <= index < e for b, e in attribution.content):
            continue
        origin = _origin_at(a, index, unit_end)
        if origin is None and is_passed_on:
            origin = _quoted_in_turn(a, index, unit_end)
        if origin is not None and origin != attribution.source[0]:
            _pass_on(a, attribution, origin)
            if is_passed_on:
                return
            is_passed_on = True


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
    if start is None or start >= end or lowers[start].startswith(_OWN):
        return None
    stop = noun_phrase_end(a, start, end)
    if stop > start and not a.grammar.is_verb_second and _names_documents(a, (start, stop)):
        # "citing audio recordings": evidence, and nobody who speaks.
        return None
    return (start, stop) if stop > start else None


def _names_documents(a: Analysis, phrase: Range) -> bool:
    head = phrase[0]
    while head + 1 < phrase[1] and a.tokens.lowers[head + 1] not in a.grammar.np_prepositions:
        head += 1
    return a.tokens.lowers[head] in a.grammar.document_words


def _quoted_in_turn(a: Analysis, index: int, end: int) -> Range | None:
    """ "…, die den NIS zitiert", "…; die Agentur zitierte den NIS": the chain goes one link further."""
    if a.tokens.lowers[index] not in ("zitiert", "zitierte", "zitieren", "zitierten"):
        return None
    stop = noun_phrase_end(a, index + 1, end)
    if stop > index + 1:
        return (index + 1, stop)
    for start in range(index - 1, max(0, index - 10), -1):
        if a.tokens.words[start] == ",":
            is_relative = a.tokens.lowers[start + 1] in a.grammar.relatives
            return (start + 2, index) if is_relative and start + 2 < index else None
    return None


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
