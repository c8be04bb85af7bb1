"""Whose verb it is: the subject of a finite verb, in either word order."""

from __future__ import annotations

from dementi.read.rules import subject_verb_subjects, verb_second_subjects
from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import INFINITIVE
from dementi.read.rules.phrases import noun_phrase_end


def subject_of(a: Analysis, unit: Range, finite: int, last: int) -> Range | None:
    """The noun phrase that is the subject of the verb at ``finite``, its group ending before ``last``."""
    if not unit[0] <= finite < unit[1]:
        return None
    if a.grammar.is_verb_second:
        return verb_second_subjects.subject_at(a, unit, finite, last)
    begin = finite
    while begin > unit[0] and (
        a.tokens.lowers[begin - 1] in a.grammar.auxiliaries
        or a.tokens.lowers[begin - 1] in a.grammar.connectives
    ):
        begin -= 1
    found = subject_verb_subjects.subject_before(a, unit, begin, takes_it=True)
    if found is not None and _is_none(a, unit, found):
        found = None
    if found is None and begin > unit[0] and a.tokens.lowers[begin - 1] in ("and", "but"):
        return subject_verb_subjects.first_subject(a, unit, begin)
    if found is None and begin == unit[0]:
        stop = noun_phrase_end(a, finite + 1, unit[1])
        return (finite + 1, stop) if stop > finite + 1 else None
    return found


def _is_none(a: Analysis, unit: Range, found: Range) -> bool:
    """ "said it had no comment" tells one statement, not two; "declined to answer and …": no noun."""
    begin, end = found
    if begin == unit[0] or end - begin > 1:
        return False
    before = a.tokens.lowers[begin - 1]
    if a.tokens.lowers[begin] == "it":
        return before in a.grammar.complementizers or bool(a.forms(begin - 1))
    return before == "to" and any(form.kind == INFINITIVE for form in a.forms(begin))
