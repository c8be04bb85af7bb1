"""Whose verb it is where the finite verb stands second or last (German)."""

from __future__ import annotations

from dementi.read.rules.analysis import ENDERS, Analysis, Range
from dementi.read.rules.lexicon import Verb
from dementi.read.rules.phrases import (
    has_finite,
    noun_phrase_end,
    phrase_begin,
    with_apposition,
)
from dementi.read.rules.verb_second_cues import Cue, clause_around


def is_subordinate(a: Analysis, unit: Range, clause: Range) -> bool:
    g = a.grammar
    opener = clause[0]
    if a.tokens.lowers[opener] in g.conjunctions and clause[1] - clause[0] > 2:
        opener += 1
    lower = a.tokens.lowers[opener]
    if (
        lower in g.relatives
        and lower not in g.subordinators
        and (opener == unit[0] or (lower in g.determiners and a.tokens.words[clause[0] - 1] != ","))
    ):
        return False
    return lower in g.subordinators or lower in g.relatives or lower in g.complementizers


def subject_in(a: Analysis, span: Range) -> Range | None:
    """The first noun phrase of a stretch, with appositions."""
    start, end = span
    while start < end and (
        a.tokens.lowers[start] in a.grammar.connectives or a.tokens.lowers[start] in a.grammar.reflexives
    ):
        start += 1
    stop = noun_phrase_end(a, start, end)
    if stop == start:
        return _subject_after_adverbial(a, start, end)
    if a.tokens.lowers[start] in a.grammar.it:
        return None
    return (start, _with_clauses(a, with_apposition(a, start, stop, end), end))


def _subject_after_adverbial(a: Analysis, start: int, end: int) -> Range | None:
    """Skip prepositional phrases and adverbs before a late subject ("sagte am Montag der Sprecher")."""
    g, lowers = a.grammar, a.tokens.lowers
    for _ in range(3):
        if start >= end:
            return None
        if lowers[start] in g.connectives or lowers[start] in g.reflexives or lowers[start] in g.negators:
            start += 1
        elif lowers[start] in g.prepositions or lowers[start] in ("am", "im", "zum", "zur", "beim", "vom"):
            stop = noun_phrase_end(a, start + 1, end)
            if stop == start + 1:
                return None
            start = stop
        else:
            break
        stop = noun_phrase_end(a, start, end)
        if stop > start and lowers[start] not in g.it:
            return (start, with_apposition(a, start, stop, end))
    return None


def _with_clauses(a: Analysis, stop: int, end: int) -> int:
    """Take in a relative clause that ends inside the stretch: "X, der Y leitet, …"."""
    if stop + 2 < end and a.tokens.words[stop] == "," and a.tokens.lowers[stop + 1] in a.grammar.relatives:
        for close in range(stop + 2, end):
            if a.tokens.words[close] == "," and a.is_outside(close):
                return close
        return end
    return stop


def subject(a: Analysis, unit: Range, cue: Cue, clause: Range) -> tuple[Range | None, bool]:
    """Source, and whether nobody speaks (es heißt)."""
    g, lowers = a.grammar, a.tokens.lowers
    if "s" in cue.verb.uses:
        return _place_source(a, clause, cue), False
    if cue.is_passive:
        return _passive_agent(a, unit, cue, clause), True
    start = clause[0]
    while start < cue.finite and (lowers[start] in g.leading or lowers[start] in g.focus_words):
        start += 1
    if start == cue.finite:
        before = subject_before_comma(a, unit, clause)
        if before is not None:
            return before, False
    prefield = (start, cue.finite)
    if start < cue.finite and _can_be_subject(a, prefield):
        stop = cue.finite
        while stop > start and (lowers[stop - 1] in g.connectives or lowers[stop - 1] in g.negators):
            stop -= 1
        if _holds_auxiliary(a, (start, stop)):
            # The verb's group lies in a second half ("X hat Y weder bestätigt noch bestritten").
            stop = max(start + 1, noun_phrase_end(a, start, stop))
        if lowers[start] in g.it or (lowers[start] == "das" and stop == start + 1):
            late = subject_in(a, (cue.finite + 1, subject_limit(a, unit, cue)))
            return late, late is None
        return (start, stop), False
    limit = subject_limit(a, unit, cue)
    source = subject_in(a, (cue.finite + 1, limit))
    if source is None and lowers[min(cue.finite + 1, unit[1] - 1)] in g.it:
        return _place_source(a, clause, cue), True
    return source, False


def _holds_auxiliary(a: Analysis, span: Range) -> bool:
    closed = a.grammar.auxiliaries | a.grammar.modals
    words = a.tokens.words[span[0] : span[1]]
    return "," not in words and any(a.tokens.lowers[i] in closed for i in range(*span))


def subject_limit(a: Analysis, unit: Range, cue: Cue) -> int:
    if cue.last > cue.finite:
        return cue.words[-1][0]
    for index in range(cue.finite + 1, unit[1]):
        if a.quotation_at(index) is not None and a.tokens.words[index - 1] in (",", ":"):
            return index
        if a.is_outside(index) and (
            a.tokens.words[index] in (":", ";") or a.tokens.lowers[index] in a.grammar.complementizers
        ):
            return index
    return unit[1]


def _can_be_subject(a: Analysis, prefield: Range) -> bool:
    g = a.grammar
    first = a.tokens.lowers[prefield[0]]
    if first in g.oblique or first in g.prepositions or first in g.connectives:
        return False
    if first in g.subordinators or first in g.questions or _is_adverbial(a, prefield):
        return False
    if a.tokens.lowers[prefield[1] - 1] in g.source_postpositions:
        # "Der Zeitung zufolge erklärte der Minister …"
        return False
    if first in g.pronouns or first in g.determiners or first in g.possessives:
        return not _is_time_phrase(a, prefield)
    if first[0].isdigit():
        return True
    return (
        a.capitals[prefield[0]] and first not in g.day_names and noun_phrase_end(a, *prefield) > prefield[0]
    )


def _is_adverbial(a: Analysis, prefield: Range) -> bool:
    """ "Überraschend sprach sich …", "1996 hatte …", "Wenige Stunden nach dem Putsch erklärte …"."""
    start, end = prefield
    first = a.tokens.lowers[start]
    if end - start == 1:
        return (len(first) == 4 and first.isdigit()) or (
            first.endswith(_ADVERB_ENDINGS)
            and first != "jugend"
            and (start == 0 or a.tokens.words[start - 1] in ENDERS or start in a.tokens.paragraph_starts)
        )
    if first in _ADVERBS_BEFORE_PHRASES and a.tokens.lowers[start + 1] in a.grammar.prepositions | {"zu"}:
        return True
    return any(a.tokens.lowers[index] in _TIME_UNITS for index in range(start, min(start + 3, end))) and any(
        a.tokens.lowers[index] in ("nach", "vor", "später", "zuvor", "danach", "darauf")
        for index in range(start + 1, end)
    )


_ADVERB_ENDINGS = ("lich", "end", "weise", "lings", "fach")
_ADVERBS_BEFORE_PHRASES = frozenset({
    "sofort", "unmittelbar", "direkt", "gleich", "entsprechend", "passend", "stellvertretend",
    "ende", "anfang", "mitte", "rund", "bezogen", "anders", "ähnlich", "noch", "schon", "bereits",
    "erst", "auch", "mitten",
})  # fmt: skip
_TIME_UNITS = frozenset({
    "stunden", "stunde", "tage", "tag", "wochen", "woche", "monate", "monat", "jahre", "jahr",
    "minuten", "minute",
})  # fmt: skip


def _is_time_phrase(a: Analysis, span: Range) -> bool:
    return all(
        a.tokens.lowers[index] in a.grammar.day_names or a.tokens.lowers[index] in a.grammar.determiners
        for index in range(*span)
    )


def subject_before_comma(a: Analysis, unit: Range, clause: Range) -> Range | None:
    """ "Der Minister, Hans X, sagte …": the verb opens its stretch, the subject ended at the comma."""
    start = clause[0]
    if start - 1 <= unit[0] or a.tokens.words[start - 1] not in (",", ")", "–"):
        return None
    first = start
    for _ in range(5):
        if first - 1 <= unit[0] or a.tokens.words[first - 1] not in (",", ")", "(", "–"):
            break
        previous = clause_around(a, unit, first - 2) if first - 2 >= unit[0] else (first, first)
        if previous[0] >= first:
            break
        first = previous[0]
    while first < start and a.tokens.lowers[first] in a.grammar.leading:
        first += 1
    head_end = noun_phrase_end(a, first, start - 1)
    if head_end == first or a.tokens.words[head_end] not in (",", "(", ")", "–"):
        return None
    if has_finite(a, (first, head_end)):
        return None
    return (first, start - 1)


def _passive_agent(a: Analysis, unit: Range, cue: Cue, clause: Range) -> Range | None:
    """ "wurde von X bestätigt", "von Seiten X"."""
    g, lowers = a.grammar, a.tokens.lowers
    for index in range(clause[0], min(unit[1], cue.last + 1)):
        if lowers[index] in g.agent_prepositions and a.is_outside(index):
            stop = noun_phrase_end(a, index + 1, unit[1])
            if stop > index + 1:
                return (index + 1, stop)
    return None


def _place_source(a: Analysis, clause: Range, cue: Cue) -> Range | None:
    """ "In der Mitteilung des Vereins heißt es", "aus Moskau hieß es"."""
    g, lowers = a.grammar, a.tokens.lowers
    for index in range(clause[0], cue.finite):
        if lowers[index] in g.place_prepositions:
            stop = noun_phrase_end(a, index + 1, cue.finite)
            if stop > index + 1:
                return (index + 1, stop)
    after = cue.finite + 2
    if after < clause[1] and lowers[after] in g.place_prepositions:
        stop = noun_phrase_end(a, after + 1, clause[1])
        if stop > after + 1:
            return (after + 1, stop)
    return None


def subject_at(a: Analysis, unit: Range, finite: int, last: int) -> Range | None:
    """The subject of the verb at ``finite``; the verb group ends before ``last``."""
    clause = clause_around(a, unit, finite)
    verb = Verb("", (), "asserts", frozenset(), frozenset(), "certain", "none", "unstated")
    is_final = finite + 1 >= clause[1] or last >= clause[1]
    cue = Cue(verb, finite, [(finite, finite + 1)], is_final, False, finite)
    if (is_final and is_subordinate(a, unit, clause)) or a.tokens.lowers[clause[0]] in _RELATIVE_ADVERBS:
        opener = clause[0] + (1 if a.tokens.lowers[clause[0]] in a.grammar.conjunctions else 0)
        if a.tokens.lowers[opener] in a.grammar.relatives - {"was", "wo"} and finite - opener <= 3:
            return _antecedent(a, unit, opener)
        return subject_in(a, (opener + 1, finite))
    source, _ = subject(a, unit, cue, clause)
    if source is None and is_final:
        # "… und wogegen auch Ankara klagt": the clause opens late; the phrase right before the verb it is.
        start = phrase_begin(a, clause[0], finite)
        return (start, finite) if start is not None else None
    return source


_RELATIVE_ADVERBS = frozenset({"wozu", "worüber", "wofür", "womit", "wogegen", "worauf", "während", "was"})


def _antecedent(a: Analysis, unit: Range, relative: int) -> Range:
    """The noun phrase before ", der schweigt"; the relative pronoun itself where none is found."""
    comma = relative - 1
    if comma > unit[0] and a.tokens.words[comma] == ",":
        for start in range(max(unit[0], comma - 8), comma):
            if noun_phrase_end(a, start, comma) == comma and a.tokens.lowers[
                start
            ] not in a.grammar.genitives - {"der"}:
                return (start, comma)
    return (relative, relative + 1)
