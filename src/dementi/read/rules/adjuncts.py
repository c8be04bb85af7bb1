"""Attribution without a verb of its own: nach Angaben von, laut, zufolge, so X, demnach, according to."""

from __future__ import annotations

from dementi.model import Medium, Stance
from dementi.read.rules.analysis import UNIT_ATTRIBUTION_LIMIT, Analysis, Attribution, Range
from dementi.read.rules.phrases import has_finite, is_finite, noun_phrase_end, phrase_begin, with_apposition
from dementi.read.rules.subject_verb_subjects import is_mute

#: What a noun in "nach Meinung von", "nach Angaben von" tells about the medium.
_THOUGHT_NOUNS = (
    "sicht",
    "ansicht",
    "meinung",
    "auffassung",
    "einschätzung",
    "überzeugung",
    "schätzung",
    "vermutung",
)
_WRITTEN_NOUNS = ("bericht", "meldung", "studie", "mitteilung", "statistik", "protokoll")


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """All attributions of a unit that a preposition or an adverb makes."""
    found: list[Attribution] = []
    g = a.grammar
    begin, end = unit
    lowers = a.tokens.lowers
    for index in range(begin, end):
        if a.quote_of[index] >= 0:
            continue
        if len(found) >= UNIT_ATTRIBUTION_LIMIT:
            break
        lower = lowers[index]
        attribution = None
        if lower in g.source_prepositions or lower in g.after_prepositions:
            attribution = _preposed(a, unit, index)
        elif lower in g.source_postpositions:
            attribution = _postposed(a, unit, index)
        elif lower in g.so_adverbs:
            attribution = _so(a, unit, index)
        elif lower in g.thus_adverbs:
            attribution = _thus(a, unit, index)
        elif lower in g.relative_thus:
            attribution = _whereby(a, unit, index)
        elif lower in _COUNTING and not g.is_verb_second:
            attribution = _by_count(a, unit, index)
        if attribution is not None:
            found.append(attribution)
    return found


def _preposed(a: Analysis, unit: Range, index: int) -> Attribution | None:
    g, lowers = a.grammar, a.tokens.lowers
    _, end = unit
    start = index + 1
    if lowers[index] == "aus" and (start >= end or lowers[start] not in g.view_nouns):
        return None
    if lowers[index] == "according":
        if start >= end or lowers[start] != "to":
            return None
        start += 1
    phrase_end = noun_phrase_end(a, start, end)
    if phrase_end == start or (not g.is_verb_second and is_mute(a, (start, phrase_end))):
        return None
    if lowers[index] in g.after_prepositions and not _names_information(a, (start, phrase_end)):
        return None
    if g.is_verb_second or index > unit[0] or _opens_apposition(a, phrase_end, end):
        apposed = with_apposition(a, start, phrase_end, end)
        # "According to the paper, the dam held.": an opening frame leaves a sentence over.
        if index > unit[0] or apposed < a.core_end(*unit):
            phrase_end = apposed
    phrase_end = _with_relative(a, start, phrase_end, a.core_end(*unit))
    return _adjunct(a, unit, (index, phrase_end), [(index, start)], (start, phrase_end))


#: "by Washington's count", "in Moscow's view": the prepositions with their class of nouns.
_COUNTING = {"by": "count_nouns", "in": "view_nouns"}
_COUNTING_REACH = 7


def _by_count(a: Analysis, unit: Range, index: int) -> Attribution | None:
    if index > unit[0] and a.tokens.words[index - 1] != ",":
        return None
    lowers = a.tokens.lowers
    nouns: frozenset[str] = getattr(a.grammar, _COUNTING[lowers[index]])
    owner = None
    for place in range(index + 1, min(a.core_end(*unit), index + _COUNTING_REACH)):
        if lowers[place].endswith(("'s", "’s")) or lowers[place] in a.grammar.possessives:
            owner = place + 1
        elif lowers[place] in nouns and owner is not None:
            return _adjunct(a, unit, (index, place + 1), [(index, index + 1)], (index + 1, owner))
        elif not lowers[place][0].isalnum():
            return None
    return None


def _opens_apposition(a: Analysis, phrase_end: int, end: int) -> bool:
    """ "According to X, a spokesman for Y, …", but not "According to X, twelve people died"."""
    return phrase_end + 1 < end and a.tokens.lowers[phrase_end + 1] in (
        "a",
        "an",
        "the",
        *a.grammar.possessives,
    )


def _names_information(a: Analysis, phrase: Range) -> bool:
    """*nach Angaben von*, but not *nach dem Spiel*: the first noun decides."""
    g, lowers = a.grammar, a.tokens.lowers
    for index in range(*phrase):
        if a.capitals[index]:
            if lowers[index] in g.info_nouns or lowers[index].endswith(tuple(g.info_endings)):
                # "sieht nach einer Falschmeldung aus" names no information.
                return not lowers[index].startswith("falsch")
            # "nach Reuters-Informationen", "nach Darstellung"; a genitive name may come first.
            if index + 1 >= phrase[1] or not a.capitals[index + 1]:
                return False
    return False


def _with_relative(a: Analysis, start: int, phrase_end: int, end: int) -> int:
    """The closing clause of "laut X, die Y berät," belongs to the source."""
    g = a.grammar
    if phrase_end + 1 >= end or a.tokens.words[phrase_end] != "," or phrase_end == start:
        return phrase_end
    if a.tokens.lowers[phrase_end + 1] not in g.relatives | {"who", "which"}:
        return phrase_end
    for stop in range(phrase_end + 2, min(end, phrase_end + 25)):
        if a.tokens.words[stop] == "," and a.is_outside(stop):
            is_relative = is_finite(a, stop - 1) or not g.is_verb_second
            return stop if is_relative else phrase_end
    # "…, according to X, which cites Y.": the clause closes the sentence.
    return end if not g.is_verb_second and end - phrase_end <= 25 else phrase_end


def _postposed(a: Analysis, unit: Range, index: int) -> Attribution | None:
    begin, _ = unit
    start = phrase_begin(a, begin, index)
    if start is None:
        return None
    return _adjunct(a, unit, (start, index + 1), [(index, index + 1)], (start, index))


def _so(a: Analysis, unit: Range, index: int) -> Attribution | None:
    """ ", so der Minister" after a content."""
    begin, end = unit
    if index == begin or not (a.tokens.words[index - 1] == "," or a.quotation_until(index)):
        return None
    start = index + 1
    phrase_end = noun_phrase_end(a, start, end)
    if phrase_end == start or a.tokens.lowers[start] in a.grammar.it:
        return None
    phrase_end = with_apposition(a, start, phrase_end, end)
    # "so der Minister weiter", "so X gegenüber Y": up to the next mark.
    stop = phrase_end
    while stop < end and a.tokens.words[stop] not in ",.;:!?" and not is_finite(a, stop):
        stop += 1
    if stop < end and a.tokens.words[stop] not in ",.;:!?–":
        return None
    attribution = _adjunct(a, unit, (index, stop), [(index, index + 1)], (start, phrase_end))
    if attribution is not None:
        before = index - 1 if a.tokens.words[index - 1] == "," else index
        quotation = a.quotation_until(before)
        attribution.medium = "Speech"
        attribution.frame = [(before, stop)]
        if quotation is not None and quotation.end - quotation.begin > 4:
            attribution.kind = "direct"
            attribution.content = [(quotation.begin, quotation.end)]
    return attribution


def _thus(a: Analysis, unit: Range, index: int) -> Attribution | None:
    """*Demnach*: what follows goes back to the source named before."""
    begin, end = unit
    lowers = a.tokens.lowers
    core = a.core_end(begin, end)
    scope_begin = begin
    for before in range(index - 1, begin - 1, -1):
        if a.tokens.words[before] in (":", ";") and a.is_outside(before):
            scope_begin = before + 1
            break
    scope = (scope_begin, core)
    if lowers[index] == "danach" and not _has_subjunctive(a, scope):
        return None
    if index + 1 < end and a.tokens.words[index + 1] in ".,":
        return None
    return Attribution(
        kind="indirect", content=_without(scope, (index, index + 1)), stance="asserts",
        source=[(index, index + 1)], cue=[(index, index + 1)], frame=[(index, index + 1)],
        medium="SW", is_continuation=True,
    )  # fmt: skip


def _has_subjunctive(a: Analysis, span: Range) -> bool:
    return any(
        a.is_outside(index) and a.tokens.lowers[index] in a.grammar.subjunctive for index in range(*span)
    )


def _whereby(a: Analysis, unit: Range, index: int) -> Attribution | None:
    """ "Berichte, wonach …": the noun before is the source."""
    begin, end = unit
    core = a.core_end(begin, end)
    if index - 1 <= begin or a.tokens.words[index - 1] != ",":
        return None
    start = phrase_begin(a, begin, index - 1)
    stop = _clause_end(a, index + 1, core)
    if start is None or stop <= index + 1:
        return None
    return Attribution(
        kind="indirect", content=[(index + 1, stop)], stance="asserts", source=[(start, index - 1)],
        cue=[(index, index + 1)], frame=[(start, index + 1)], medium="SW",
    )  # fmt: skip


def _clause_end(a: Analysis, begin: int, core: int) -> int:
    """End of a verb-final clause: the first comma after its finite verb."""
    for index in range(begin, core):
        if (
            a.tokens.words[index] in (",", ";")
            and a.is_outside(index)
            and index - 1 > begin
            and is_finite(a, index - 1)
        ):
            return index
    return core


def _adjunct(a: Analysis, unit: Range, frame: Range, cue: list[Range], source: Range) -> Attribution | None:
    scope = scope_of(a, unit, frame)
    content = _without(scope, _with_commas(a, unit, frame))
    if not content or sum(end - begin for begin, end in content) < 2:
        return None
    return Attribution(
        kind="indirect", content=content, stance=_stance(a, source), source=[source], cue=cue, frame=[frame],
        medium=_medium(a, source),
    )  # fmt: skip


def _medium(a: Analysis, source: Range) -> Medium:
    words = " ".join(a.tokens.lowers[source[0] : min(source[1], source[0] + 3)])
    if any(noun in words for noun in _THOUGHT_NOUNS):
        return "ST"
    if any(noun in words for noun in _WRITTEN_NOUNS):
        return "Writing"
    return "SW"


def _stance(a: Analysis, source: Range) -> Stance:
    if any(a.tokens.lowers[index] in a.grammar.media_words for index in range(*source)):
        return "reports"
    if source[1] - source[0] == 1 and a.tokens.lowers[source[0]] in a.grammar.bare_reports:
        return "reports"
    return "asserts"


def scope_of(a: Analysis, unit: Range, frame: Range) -> Range:
    """The clause, or clauses, that an adjunct covers."""
    begin, end = unit
    core = a.core_end(begin, end)
    start, stop = begin, core
    for index in range(frame[0] - 1, begin - 1, -1):
        word = a.tokens.words[index]
        if a.is_outside(index) and (word in (";", ":") or (word in ("–", "(") and index > begin)):
            start = index + 1
            break
    for index in range(frame[1], core):
        word = a.tokens.words[index]
        if a.is_outside(index) and word in (";", ")"):
            stop = index
            break
    start, stop = _coordinated(a, (start, stop), frame)
    return (start, max(stop, start))


def _coordinated(a: Analysis, scope: Range, frame: Range) -> Range:
    """Cut off "…, und Y tat Z" on either side when both parts have a verb of their own."""
    start, stop = scope
    g, lowers = a.grammar, a.tokens.lowers
    for index in range(frame[0] - 1, start, -1):
        if a.tokens.words[index - 1] == "," and lowers[index] in g.conjunctions and a.is_outside(index):
            if has_finite(a, (start, index - 1)) and has_finite(a, (index, stop)):
                start = index + 1
            break
    for index in range(frame[1] + 1, stop):
        if (
            a.tokens.words[index - 1] == ","
            and lowers[index] in ("und", "aber", "doch", "but", "and")
            and a.is_outside(index)
        ):
            if (
                has_finite(a, (start, index - 1))
                and has_finite(a, (index, stop))
                and has_finite(a, (frame[1], index))
            ):
                stop = index - 1
            break
    return (start, stop)


def _with_commas(a: Analysis, unit: Range, frame: Range) -> Range:
    """An adjunct between commas takes them along out of the content."""
    begin, end = frame
    if begin > unit[0] and a.tokens.words[begin - 1] == ",":
        begin -= 1
    if end < unit[1] and a.tokens.words[end] == ",":
        end += 1
    return (begin, end)


def _without(scope: Range, hole: Range) -> list[Range]:
    begin, end = scope
    pieces = [(begin, min(hole[0], end)), (max(hole[1], begin), end)]
    return [(start, stop) for start, stop in pieces if stop > start]
