"""Attitudes told by an adjective: is convinced that, was certain, are worried (English)."""

from __future__ import annotations

from typing import NamedTuple

from dementi.model import Certainty, Stance
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import is_finite, noun_phrase_end
from dementi.read.rules.subject_verb_contents import end_of_content
from dementi.read.rules.subject_verb_subjects import subject_before


class Attitude(NamedTuple):
    """What an adjective says of whoever holds the attitude."""

    stance: Stance
    certainty: Certainty


_CONVINCED = Attitude("asserts", "probable")
_FIRM = Attitude("asserts", "certain")
_WORRIED = Attitude("predicts", "possible")
_DOUBTFUL = Attitude("doubts", "probable")
_ATTITUDES = {
    "convinced": _CONVINCED, "certain": _CONVINCED, "sure": _CONVINCED, "confident": _CONVINCED,
    "persuaded": _CONVINCED, "adamant": _FIRM, "aware": _FIRM, "emphatic": _FIRM, "insistent": _FIRM,
    "worried": _WORRIED, "concerned": _WORRIED, "afraid": _WORRIED, "fearful": _WORRIED,
    "alarmed": _WORRIED, "hopeful": _WORRIED, "optimistic": _WORRIED, "pessimistic": _WORRIED,
    "doubtful": _DOUBTFUL, "skeptical": _DOUBTFUL, "sceptical": _DOUBTFUL, "unconvinced": _DOUBTFUL,
}  # fmt: skip
_BE = frozenset({"is", "are", "was", "were", "'s", "'re", "am", "'m", "been", "remains", "remained"})
_NEGATORS = frozenset({"not", "n't", "never", "isn't", "aren't", "wasn't", "weren't"})
_CLAUSE_REACH = 12


def attitude_at(a: Analysis, unit: Range, index: int) -> Attribution | None:
    """The attitude whose adjective stands at the token, with a clause as its content."""
    attitude = _ATTITUDES.get(a.tokens.lowers[index])
    core = a.core_end(*unit)
    if attitude is None or a.quote_of[index] >= 0 or index + 3 > core:
        return None
    begin = _verb_begin(a, unit, index)
    if begin is None or not _opens_clause(a, index + 1, core):
        return None
    source = subject_before(a, unit, begin)
    if source is None:
        return None
    content = (index + 1, end_of_content(a, index + 1, core))
    return Attribution(
        kind="indirect", content=[content], stance=attitude.stance,
        source=[source], cue=[(begin, index + 1)], frame=[(source[0], index + 1)],
        certainty=attitude.certainty, medium="ST", basis="inference",
    )  # fmt: skip


def _verb_begin(a: Analysis, unit: Range, index: int) -> int | None:
    """Where the group around *be* begins; None where there is none."""
    g, lowers = a.grammar, a.tokens.lowers
    begin, has_be = index, False
    while begin > unit[0] and index - begin < 6:
        lower = lowers[begin - 1]
        if lower in _NEGATORS:
            has_be = has_be or lower not in ("not", "n't", "never")
        elif lower in _BE or (has_be and lower in g.have | {"has"}):
            has_be = True
        elif not (lower in g.connectives or lower.endswith("ly") or lower in ("very", "so", "less", "fully")):
            break
        begin -= 1
    return begin if has_be else None


def _opens_clause(a: Analysis, start: int, core: int) -> bool:
    """*that*, or a subject with its verb ("confident the deal will hold")."""
    if a.tokens.lowers[start] == "that":
        return not is_finite(a, start + 1)
    stop = noun_phrase_end(a, start, core)
    return start < stop < core and stop - start <= _CLAUSE_REACH and is_finite(a, stop)
