"""Attributing verb complexes where the finite verb stands second or last (German)."""

from __future__ import annotations

from typing import NamedTuple

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import INFINITIVE, PARTICIPLE, Form, Verb
from dementi.read.rules.phrases import (
    looks_like_verb,
)

#: How far a separated particle may stand from its verb.
_PARTICLE_REACH = 60


class Cue(NamedTuple):
    """A verb complex: where its finite part stands and all its words."""

    verb: Verb
    finite: int
    words: list[Range]
    is_final: bool
    is_passive: bool
    last: int


def cue_at(a: Analysis, unit: Range, index: int) -> Cue | None:
    begin, end = unit
    if a.capitals[index] and index > begin and a.quotation_until(index) is None:
        return None
    # erklärt, bestätigt: after an auxiliary a participle, else the present.
    for form in sorted(a.forms(index), key=lambda form: (-len(form.verb.fixed), form.kind != PARTICIPLE)):
        cue = _reading(a, (begin, end), index, form)
        if cue is not None:
            return cue
    return None


def _reading(a: Analysis, unit: Range, index: int, form: Form) -> Cue | None:
    clause = clause_around(a, unit, index)
    if form.kind == PARTICIPLE:
        return _participle(a, unit, clause, index, form)
    if form.kind == INFINITIVE:
        return _infinitive(a, clause, index, form)
    if a.capitals[index]:
        return None
    is_final = _is_final(a, clause, index)
    words = [(index, index + 1)]
    last = index
    if form.verb.fixed and not form.is_joined:
        fixed = _fixed(a, unit, index, form.verb.fixed)
        if fixed is None:
            return None
        words += fixed
        last = max(last, fixed[-1][1] - 1)
    elif _is_modal_bound(a, clause, index):
        return None
    return Cue(form.verb, index, words, is_final, is_passive=False, last=last)


def _is_modal_bound(a: Analysis, clause: Range, index: int) -> bool:
    """A form like *sagen* at the end of a clause with a modal is an infinitive, not a finite verb."""
    if not a.tokens.lowers[index].endswith("en") or index + 1 < clause[1]:
        return False
    return any(a.tokens.lowers[i] in a.grammar.modals | a.grammar.passive for i in range(clause[0], index))


def clause_around(a: Analysis, unit: Range, index: int) -> Range:
    """The stretch between commas around a token."""
    begin, end = unit
    start = index
    while start > begin and not (a.is_outside(start - 1) and a.tokens.words[start - 1] in MARKS):
        start -= 1
    stop = index + 1
    while stop < end and not (a.is_outside(stop) and a.tokens.words[stop] in MARKS):
        stop += 1
    return (start, stop)


MARKS = frozenset(",;:–—()!?…") | {"--", "."}


def _is_final(a: Analysis, clause: Range, index: int) -> bool:
    if (
        index + 1 < clause[1]
        and a.tokens.lowers[index + 1] not in a.grammar.auxiliaries | a.grammar.conjunctions
    ):
        return False
    return index - clause[0] >= 1


def _fixed(a: Analysis, unit: Range, index: int, fixed: tuple[str, ...]) -> list[Range] | None:
    """The particle or fixed words after (or, in a final clause, right before) a verb."""
    lowers = a.tokens.lowers
    end = min(unit[1], index + _PARTICLE_REACH)
    if len(fixed) == 1:
        return _particle(a, index, end, fixed[0])
    if fixed[0] == "als":
        return None
    length = len(fixed)
    for start in range(index + 1, end - length + 1):
        if a.quote_of[start] >= 0 or lowers[start] in a.grammar.complementizers:
            return None
        if tuple(lowers[start : start + length]) == fixed:
            return [(start, start + length)]
        if length == 2 and lowers[start] == fixed[0] and fixed[1] in lowers[start + 1 : start + 4]:
            # "für sehr wahrscheinlich", "für durchaus möglich"
            last = lowers.index(fixed[1], start + 1)
            if all(not lowers[i].endswith(("en", "er", "es")) for i in range(start + 1, last)):
                return [(start, last + 1)]
    if index - length >= unit[0] and tuple(lowers[index - length : index]) == fixed:
        return [(index - length, index)]
    return None


def _particle(a: Analysis, index: int, end: int, particle: str) -> list[Range] | None:
    lowers = a.tokens.lowers
    for start in range(index + 1, end):
        if a.quote_of[start] >= 0:
            continue
        lower = lowers[start]
        if lower in a.grammar.complementizers or a.tokens.words[start] in ":;":
            return None
        if lower == particle:
            after = a.tokens.words[start + 1] if start + 1 < len(lowers) else "."
            if (
                not after[0].isalnum()
                or lowers[start + 1] in a.grammar.conjunctions
                or particle in ("sich", "damit")
            ):
                return [(start, start + 1)]
        if lower in a.grammar.auxiliaries and a.tokens.words[start - 1] == ",":
            return None
    return None


def _participle(a: Analysis, unit: Range, clause: Range, index: int, form: Form) -> Cue | None:
    """hat … erklärt, wird … vorgeworfen, erklärt hatte."""
    g, lowers = a.grammar, a.tokens.lowers
    start = index
    if form.verb.fixed and not form.is_joined:
        start = index - len(form.verb.fixed)
        if start < unit[0] or tuple(lowers[start:index]) != form.verb.fixed:
            return None
    after = index + 1
    if after < clause[1] and lowers[after] in g.auxiliaries:
        stop = after + 1
        while stop < clause[1] and (lowers[stop] in g.auxiliaries or lowers[stop] in g.modals):
            stop += 1
        is_passive = lowers[after] in g.passive or lowers[after] == "worden"
        return Cue(form.verb, stop - 1, [(start, stop)], True, is_passive, stop - 1)
    if after < clause[1] and a.tokens.words[after][0].isalnum() and lowers[after] not in g.conjunctions:
        return None
    finite = _auxiliary_before(a, unit, index)
    if finite is None:
        return None
    words = [(finite, finite + 1), (start, index + 1)]
    return Cue(form.verb, finite, words, False, lowers[finite] in g.passive, index)


def _auxiliary_before(a: Analysis, unit: Range, index: int) -> int | None:
    """The auxiliary that opens the bracket which a participle closes."""
    g, lowers, words = a.grammar, a.tokens.lowers, a.tokens.words
    for finite in range(index - 1, max(unit[0], index - _PARTICLE_REACH) - 1, -1):
        if not a.is_outside(finite):
            continue
        if words[finite] in ";:" or lowers[finite] in g.complementizers:
            return None
        if lowers[finite] in g.have or lowers[finite] in g.passive:
            return finite
        if words[finite] == "," and looks_like_verb(a, finite - 1) and not _encloses(a, unit, finite):
            return None
    return None


def _encloses(a: Analysis, unit: Range, comma: int) -> bool:
    """A comma that closes a relative clause inside the clause of the participle."""
    for index in range(comma - 1, max(unit[0], comma - 30), -1):
        if a.tokens.words[index - 1] == "," and a.is_outside(index):
            return a.tokens.lowers[index] in a.grammar.relatives
    return False


def _infinitive(a: Analysis, clause: Range, index: int, form: Form) -> Cue | None:
    """musste … einräumen, will … wissen, ließ … mitteilen; a bare infinitive with *zu* is none."""
    if form.verb.fixed and not form.is_joined:
        return None
    lowers = a.tokens.lowers
    if a.capitals[index]:
        return None
    for finite in range(index - 1, clause[0] - 1, -1):
        if lowers[finite] in a.grammar.modals and lowers[finite] not in _NO_SPEECH_MODALS:
            if index + 1 < clause[1] and lowers[index + 1] not in a.grammar.conjunctions:
                return None
            return Cue(form.verb, finite, [(finite, finite + 1), (index, index + 1)], False, False, index)
    return None


_NO_SPEECH_MODALS = frozenset({"soll", "sollen", "sollte", "sollten", "würde", "würden", "könne", "könnten"})
