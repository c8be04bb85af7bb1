"""Who passes on whose words: nesting, "citing", "unter Berufung auf"; the innermost source is the origin."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from dementi.model import ANSWERING, WITHHOLDING
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.channels import Channels, bare, words
from dementi.read.rules.hedges import weakest
from dementi.read.rules.phrases import noun_phrase_end
from dementi.read.rules.stances import stance

#: What follows an answer to somebody's claim: the claim stays that somebody's own, it is not relayed.
_REACTIVE = ANSWERING | WITHHOLDING | {"comments"}
_CITING_REACH = 40
#: "unter Verweis auf eigene Erkenntnisse": the speaker's own words, not another source.
_OWN = "eigen"


def link(a: Analysis, found: list[Attribution]) -> None:
    """Set relays, move sources to the origin, and mark which statement holds the event."""
    is_english = not a.grammar.is_verb_second
    channels = Channels(a)
    found += _learnt(a, channels, found)
    for attribution in found:
        channels.hear(attribution)
        _cut_leaning(a, channels, attribution)
        _quoted_as_saying(a, attribution)
    _unfold_citing(a, found)
    _take_in_adjuncts(a, found)
    others = {x.cue[0][0] for x in found if is_english and x.cue and not _is_citing(a, x)}
    for attribution in found:
        if not _is_citing(a, attribution):
            _cited(a, attribution, others)
            channels.pass_on(attribution)
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
    for attribution in found:
        attribution.relays = [bare(a, relay) for relay in attribution.relays]
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
        is_nobodys = inner.is_settled and not inner.source and not inner.is_repeated
        if is_nobodys and inner.stance == "doubts" and _doubts(a, outer):
            # "There was no evidence, Rutte said": the content of the outer one tells the doubt.
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
        begin, end = outer.source[0]
        if all(stop <= begin or end <= start for start, stop in inner.relays):
            inner.relays = [*inner.relays, (begin, end)]
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
        if a.quote_of[index] >= 0 or (
            attribution.kind != "reported" and any(b <= index < e for b, e in attribution.content)
        ):
            continue
        origin = _origin_at(a, index, unit_end)
        if origin is None:
            origin = _quoted_in_turn(a, index, unit_end, is_passed_on=is_passed_on)
        if origin is not None and origin not in (attribution.source[0], *attribution.relays):
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
    elif lowers[index : index + 2] == ["sich", "auf"] and _leans(a, index + 2, end):
        start = index + 2
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


def _quoted_in_turn(a: Analysis, index: int, end: int, *, is_passed_on: bool) -> Range | None:
    """ "…, die den NIS zitiert", "…; die Agentur zitierte den NIS": the chain goes one link further."""
    if a.tokens.lowers[index] not in ("zitiert", "zitierte", "zitieren", "zitierten"):
        return None
    stop = noun_phrase_end(a, index + 1, end)
    if stop > index + 1 and is_passed_on:
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


def _leans(a: Analysis, start: int, end: int) -> bool:
    """ "… sich auf Y stützt": the verb stands behind the phrase."""
    stop = noun_phrase_end(a, start, end)
    return start < stop < len(a.tokens.lowers) and a.tokens.lowers[stop] in words(a.language).leaning


def _cut_leaning(a: Analysis, channels: Channels, x: Attribution) -> None:
    """ "Laut X unter Berufung auf Y hat …", "… X, die sich auf Y stützt, …": no part of the content."""
    if not x.content or not a.grammar.is_verb_second:
        return
    lowers, (begin, end) = a.tokens.lowers, x.content[0]
    stop = begin
    if lowers[begin + 1 : begin + 3] in (["berufung", "auf"], ["verweis", "auf"], ["bezug", "auf"]):
        stop = noun_phrase_end(a, begin + 3, end)
    elif lowers[begin] in a.grammar.relatives:
        verb = next((i for i in range(begin + 1, min(end, begin + 12)) if a.tokens.words[i] == ","), begin)
        if lowers[verb - 1] in channels.words.leaning | {"zitiert", "zitierte"}:
            stop = verb + 1
    if begin < stop < end - 1:
        x.content = [(stop, end), *x.content[1:]]


def _unfold_citing(a: Analysis, found: list[Attribution]) -> None:
    """ "X reported, citing Y, which cited Z, that …": what is reported is Z's."""
    lowers, marks = a.tokens.lowers, a.tokens.words
    cues = {x.cue[0][0] for x in found if x.cue}
    for x in found:
        if not _is_citing(a, x) or len(x.content) != 1 or not x.source:
            continue
        cue, (begin, end) = x.cue[0][0], x.content[0]
        verb = next((i for i in range(x.source[0][1], cue) if _can_report(a, i)), None)
        if marks[cue - 1] != "," or verb is None or verb in cues or lowers[cue] not in ("citing", "quoting"):
            continue
        chain = _chain(a, cue + 1, end)
        rest = chain[-1][1] + 1 if chain else end
        if rest >= end - 1 or marks[rest - 1] != "," or begin != cue + 1:
            continue
        reports = next(form.verb.stance for form in a.forms(verb) if form.kind == "finite")
        x.content, x.cue, x.stance = [(rest, end)], [(verb, verb + 1)], reports
        x.frame = [(x.source[0][0], rest)]
        x.source, x.relays = [chain[-1]], [*chain[-2::-1], *x.source]
        for other in found:
            if other is not x and other.cue and cue < other.cue[0][0] < rest:
                other.is_repeated = True


def _can_report(a: Analysis, index: int) -> bool:
    return any(form.kind == "finite" and "c" in form.verb.uses for form in a.forms(index))


def _chain(a: Analysis, start: int, end: int) -> list[Range]:
    """ "Y, which cited Z": the phrases, the nearest first."""
    lowers, chain = a.tokens.lowers, []
    while start < end:
        stop = noun_phrase_end(a, start, end)
        if stop == start:
            break
        chain.append((start, stop))
        is_on = a.tokens.words[stop] == "," and lowers[stop + 1] in ("which", "who")
        if not is_on or lowers[stop + 2] not in words(a.language).leaning:
            break
        start = stop + 3
    return chain


def _take_in_adjuncts(a: Analysis, found: list[Attribution]) -> None:
    """ "X said, according to Y, that …": one statement of X, passed on by Y."""
    in_unit: dict[int, list[Attribution]] = defaultdict(list)
    for x in found:
        if x.source and x.cue and x.content:
            in_unit[bisect_right(a.units, (x.cue[0][0], 1 << 60))].append(x)
    for together in in_unit.values():
        for outer in together:
            for inner in together if not outer.relays else ():
                if inner is not outer and inner.source:
                    _take_in(a, outer, inner)


def _take_in(a: Analysis, outer: Attribution, inner: Attribution) -> None:
    if _zufolge_is_subject(a, outer, inner):
        inner.source, inner.addressee = inner.addressee, []
    elif outer.content[0][0] <= inner.source[0][0] and _is_only_clause_of(outer, inner):
        stop = _relay_end(a, outer.source[0], outer.source[0][1] + 1)
        inner.relays = [(outer.source[0][0], stop)]
        outer.is_repeated = True
    elif _stands_in_content(outer, inner):
        outer.relays, inner.is_repeated = inner.source[:1], True
        begin = outer.source[0][1] + (a.tokens.words[outer.source[0][1]] == ",")
        outer.content = [(begin, outer.content[-1][1])]


def _stands_in_content(outer: Attribution, inner: Attribution) -> bool:
    """ "X reported that, according to Y, …": Y's words, of which X kept no more than "that"."""
    is_within = inner.content[-1][1] <= outer.cue[0][0] <= inner.content[-1][1] + 1
    is_short = sum(end - begin for begin, end in inner.content) <= 1
    return is_within and is_short and outer.content[-1][1] > outer.source[0][1] + 1


def _zufolge_is_subject(a: Analysis, outer: Attribution, inner: Attribution) -> bool:
    """ "X zufolge erklärte der Minister, dass …": the prefield is no subject."""
    begin, end = inner.source[0]
    is_prefield = outer.source[0][0] == begin and a.tokens.lowers[end - 1] == "zufolge"
    return is_prefield and bool(inner.addressee)


def _is_only_clause_of(outer: Attribution, inner: Attribution) -> bool:
    """The outer content is no more than the inner source and cue; what is said stands behind both."""
    begin, end = outer.content[0]
    is_inside = begin <= inner.cue[0][0] and inner.cue[-1][1] == end
    return is_inside and inner.content[0][0] > outer.cue[0][0] > end - 1


def _quoted_as_saying(a: Analysis, x: Attribution) -> None:
    """ "…, Tass quoted the minister as saying"; "Tass quoted the minister: …"."""
    if a.grammar.is_verb_second or not x.cue or not x.source or not x.content:
        return
    start = x.cue[0][1]
    if a.tokens.lowers[x.cue[0][0]] not in ("quoted", "quotes", "cited", "cites") or x.source[0][0] >= start:
        return
    if len(x.cue) > 1 or x.cue[0][1] - x.cue[0][0] > 1:
        return
    stop = noun_phrase_end(a, start, min(len(a.tokens.words), start + _CITING_REACH))
    after = a.tokens.lowers[stop : stop + 2]
    if stop == start or not (after == ["as", "saying"] or after[:1] == [":"]):
        return
    _pass_on(a, x, (start, stop))
    begin, end = x.content[0]
    if begin == start and stop + 1 < end:
        x.content = [(stop + 1, end), *x.content[1:]]
    x.stance = "asserts"


def _learnt(a: Analysis, channels: Channels, found: list[Attribution]) -> list[Attribution]:
    """ "Wie die dpa aus Sicherheitskreisen erfuhr, …": who let the agency know is the source."""
    if not a.grammar.is_verb_second:
        return []
    cues = {i for x in found for begin, end in x.cue for i in range(begin, end)}
    new = []
    for begin, end in a.units:
        for index in range(begin, end):
            if a.tokens.lowers[index] in channels.words.learnt and index not in cues and a.is_outside(index):
                attribution = _learning(a, channels, (begin, a.core_end(begin, end)), index)
                new += [attribution] if attribution is not None else []
                break
    return new


def _learning(a: Analysis, channels: Channels, unit: Range, verb: int) -> Attribution | None:
    words = a.tokens.words
    low = next((i + 1 for i in range(verb, unit[0], -1) if words[i] == "," and a.is_outside(i)), unit[0])
    high = next((i for i in range(verb, unit[1]) if words[i] == "," and a.is_outside(i)), unit[1])
    outlet = channels.outlet_in((low, high))
    place = next((i for i in range(low, high) if a.tokens.lowers[i] in ("aus", "von")), None)
    if outlet is None or place is None or outlet[0] > place > verb:
        return None
    stop = noun_phrase_end(a, place + 1, high)
    content = (high + 1, unit[1]) if high < unit[1] else (unit[0], low - 1)
    if stop == place + 1 or content[1] - content[0] < 2:
        return None
    return Attribution(
        kind="indirect", content=[content], stance="reports", source=[(place + 1, stop)],
        cue=[(verb, verb + 1)], frame=[(low, high)], relays=[outlet],
    )  # fmt: skip
