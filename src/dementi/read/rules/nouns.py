"""Nouns that carry a claim: the allegation that, Hinweise, dass, Kiews Behauptung, …"""

from __future__ import annotations

from dementi.model import ANSWERING, Kind
from dementi.read.rules.analysis import UNIT_ATTRIBUTION_LIMIT, Analysis, Attribution, Range
from dementi.read.rules.phrases import is_finite, is_time, looks_like_verb, noun_phrase_end

_SOURCE_REACH = 12
#: "rejected the quite unfounded claim that": how far the noun may stand inside the object.
_OBJECT_REACH = 5
_ANSWERS = ANSWERING | {"comments"}
_TIME_REACH = 4


def attributions(a: Analysis, unit: Range, found: list[Attribution]) -> list[Attribution]:
    """Claim nouns with a clause as their content, outside what verbs already claim."""
    nouns: list[Attribution] = []
    begin, end = unit
    for index in range(begin, end):
        if a.tokens.lowers[index] in a.grammar.claim_nouns and a.quote_of[index] < 0:
            attribution = _attribution(a, unit, index)
            if len(nouns) >= UNIT_ATTRIBUTION_LIMIT:
                break
            if attribution is not None and not _is_claimed(attribution, found):
                nouns.append(attribution)
    return nouns


def _is_claimed(attribution: Attribution, found: list[Attribution]) -> bool:
    """A verb with the same content ("wies die Behauptung zurück, dass …") tells more."""
    if not attribution.content:
        return False
    start, cue = attribution.content[0][0], attribution.cue[0][0]
    for other in found:
        for begin, end in other.content:
            is_object = begin <= cue < begin + _OBJECT_REACH and cue < end and other.stance in _ANSWERS
            if start == begin or (is_object and not attribution.source):
                return True
    return False


def _attribution(a: Analysis, unit: Range, index: int) -> Attribution | None:
    g = a.grammar
    if g.is_verb_second and not a.capitals[index]:
        return None
    core = a.core_end(*unit)
    source, edge = _source(a, unit, index)
    issuer = None if g.is_verb_second else _issuer(a, edge, core)
    if issuer is not None:
        return Attribution(
            kind="reported", content=[], stance=g.claim_nouns[a.tokens.lowers[index]], source=[issuer],
            cue=[(index, index + 1)], frame=[(index, issuer[1])], medium="SW",
        )  # fmt: skip
    content = _content(a, edge, core)
    if content is None:
        return None
    start = source[0] if source is not None else index
    kind: Kind = "direct" if a.quotation_at(content[0]) and content[1] - content[0] > 3 else "indirect"
    is_impersonal = source is None
    is_denied = is_impersonal and _negator(a, unit, index)
    return Attribution(
        kind=kind, content=[content],
        stance="doubts" if is_denied else g.claim_nouns[a.tokens.lowers[index]],
        source=[source] if source else [], cue=[(index, index + 1)], frame=[(min(start, index), content[0])],
        medium="SW", is_impersonal=is_impersonal,
    )  # fmt: skip


def _issuer(a: Analysis, edge: int, core: int) -> Range | None:
    """ "the denial that Tehran has issued": a relative clause tells whose it is."""
    g, lowers = a.grammar, a.tokens.lowers
    if edge >= core or lowers[edge] not in ("that", "which"):
        return None
    stop = noun_phrase_end(a, edge + 1, core)
    after = stop
    while after < core and (lowers[after] in g.have or lowers[after] in g.connectives):
        after += 1
    if stop == edge + 1 or after >= core or lowers[after] not in g.spread_verbs:
        return None
    # "the claim that Tehran released the men" has an object and is a clause of its own.
    has_object = noun_phrase_end(a, after + 1, core) > after + 1 if after + 1 < core else False
    return None if has_object else (edge + 1, stop)


def _negator(a: Analysis, unit: Range, index: int) -> bool:
    before = a.tokens.lowers[max(unit[0], index - 3) : index]
    return any(word in ("kein", "keine", "keinen", "keinerlei", "no", "any") for word in before)


def _source(a: Analysis, unit: Range, index: int) -> tuple[Range | None, int]:
    """Whose claim it is, and where the noun phrase around it ends."""
    g, lowers = a.grammar, a.tokens.lowers
    before = index - 1
    source: Range | None = None
    while (
        before > unit[0]
        and not g.is_verb_second
        and lowers[before].isalpha()
        and a.quote_of[before] < 0
        and lowers[before] not in (g.determiners | g.possessives | g.prepositions | g.auxiliaries)
        and index - before < 3
        and lowers[before] != "'s"
    ):
        before -= 1
    if before >= unit[0] and lowers[before] in g.possessives:
        source = (before, before + 1)
    elif (before > unit[0] and not g.is_verb_second and a.tokens.words[before] in ("'s", "’s", "'")) or (
        before >= unit[0] and not g.is_verb_second and lowers[before].endswith(("'s", "’s"))
    ):
        source = (_name_begin(a, unit[0], before), before + 1)
    elif (
        g.is_verb_second
        and before >= unit[0]
        and a.capitals[before]
        and lowers[before].endswith("s")
        and lowers[before] not in g.determiners
    ):
        source = (before, before + 1)
    edge = index + 1
    if edge < unit[1] and (
        lowers[edge] in g.genitives or lowers[edge] in ("von", "vom", "aus", "by", "from", "of")
    ):
        is_preposition = lowers[edge] in ("von", "vom", "aus", "by", "from", "of")
        start = edge + 1 if is_preposition else edge
        stop = noun_phrase_end(a, start, unit[1])
        if stop > start and lowers[edge] != "of":
            if source is None:
                source = (start, stop)
            edge = stop
        elif stop > start:
            edge = stop
    return source, edge


def _name_begin(a: Analysis, begin: int, end: int) -> int:
    start = end
    while start > begin and (a.capitals[start - 1] or a.tokens.lowers[start - 1] in a.grammar.determiners):
        start -= 1
    return start if start < end else max(begin, end - 1)


def _content(a: Analysis, edge: int, core: int) -> Range | None:
    g, lowers, words = a.grammar, a.tokens.lowers, a.tokens.words
    if edge >= core:
        return None
    if not g.is_verb_second:
        edge = _after_time(a, edge, core)
        if lowers[edge] == "that" and edge + 1 < core and not is_finite(a, edge + 1):
            return (edge, _english_end(a, edge + 1, core))
        return None
    if words[edge] == ":" and a.quotation_at(edge + 1):
        quotation = a.quotation_at(edge + 1)
        return (quotation.begin, quotation.end) if quotation else None
    if words[edge] != "," or edge + 2 >= core:
        return None
    start = edge + 1
    stop = clause_end(a, start, core)
    if lowers[start] in g.complementizers or lowers[start] in g.relative_thus:
        return (start + (1 if lowers[start] in g.relative_thus else 0), stop)
    if lowers[start] in g.relatives - g.pronouns and looks_like_verb(a, stop - 1):
        return None
    near = range(start, min(stop, start + 14))
    if (
        any(a.quote_of[i] < 0 and lowers[i] in g.subjunctive and i - start < 9 for i in near)
        and lowers[start] not in g.relatives - g.determiners
    ):
        return (start, stop)
    return None


def _after_time(a: Analysis, edge: int, core: int) -> int:
    """ "signs last spring that", "reports on Monday that": the clause comes after the time."""
    if not (a.tokens.lowers[edge] in ("last", "this", "in", "on", "early", "late") or is_time(a, edge)):
        return edge
    for index in range(edge + 1, min(core, edge + _TIME_REACH + 1)):
        if a.tokens.lowers[index] == "that":
            return index
    return edge


def clause_end(a: Analysis, start: int, core: int) -> int:
    """End of a subordinate clause: the comma after its final verb, before the author's own verb or clause."""
    g = a.grammar
    for index in range(start + 2, core):
        if a.tokens.words[index] in (";", "–") and a.quote_of[index] < 0:
            return index
        if a.tokens.words[index] != "," or a.quote_of[index] >= 0 or index + 1 >= core:
            continue
        after = a.tokens.lowers[index + 1]
        if is_finite(a, index + 1) or (
            looks_like_verb(a, index - 1) and after in ("aber", "doch", "sondern")
        ):
            return index
        if looks_like_verb(a, index - 1) and looks_like_verb(a, index + 1) and after not in g.complementizers:
            return index
    return core


def _english_end(a: Analysis, start: int, core: int) -> int:
    for index in range(start + 1, core):
        if (
            a.quote_of[index] < 0
            and a.tokens.words[index] in (",", ";", "--")
            and (
                index + 1 < core
                and a.tokens.lowers[index + 1]
                in ("but", "and", "which", "while", "though", "although", "according")
            )
        ):
            return index
    return core
