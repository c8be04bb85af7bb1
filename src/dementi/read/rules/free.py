"""Reported speech without a cue: a run of sentences in the subjunctive, or in a hearsay modal."""

from __future__ import annotations

from dementi.model import Kind
from dementi.read.rules.analysis import Analysis, Attribution, Range

#: Sentences of one run that become one statement.
RUN_LIMIT = 12


def runs(a: Analysis, found: list[Attribution]) -> list[Attribution]:
    """Sentences without a cue that go on with the last source."""
    if not a.grammar.is_verb_second:
        return []
    free: list[Attribution] = []
    by_begin = sorted(found, key=lambda attribution: attribution.begin)
    last: Attribution | None = None
    previous_unit = -2
    position = 0
    for number, unit in enumerate(a.units):
        here: list[Attribution] = []
        while position < len(by_begin) and by_begin[position].begin < unit[1]:
            here.append(by_begin[position])
            position += 1
        if here:
            factual = [x for x in here if (x.source or x.is_continuation) and x.content]
            last = factual[-1] if factual else last
            previous_unit = number if factual else -2
            continue
        if last is not None and last.frame and last.frame[0][0] == unit[0]:
            # "Das sagte X": the cue of a content that stood in the sentence before.
            previous_unit = number
            continue
        follows = previous_unit == number - 1 and last is not None
        kind = _kind(a, unit, follows=follows, follows_thus=follows and _is_thus(a, last))
        if kind is None:
            continue
        run = free[-1] if free else None
        joins = (
            run is not None
            and run.kind == kind
            and run.content[-1][1] == unit[0]
            and len(run.content) < RUN_LIMIT
        )
        if joins and run is not None:
            run.content[-1] = (run.content[-1][0], unit[1])
        else:
            free.append(
                Attribution(
                    kind=kind,
                    content=[unit],
                    stance=last.stance if last and last.stance in _FACTUAL else "asserts",
                    source=last.source if last else [],
                    medium=last.medium if last else "none",
                    basis="unstated",
                    is_continuation=True,
                    is_impersonal=last is None,
                )
            )
        previous_unit = number
    return free


def _is_thus(a: Analysis, last: Attribution | None) -> bool:
    """*Demnach …*: the text has said that it goes on with a source."""
    return last is not None and any(a.tokens.lowers[begin] in a.grammar.thus_adverbs for begin, _ in last.cue)


_FACTUAL = frozenset({"asserts", "reports", "confirms"})


def _kind(a: Analysis, unit: Range, *, follows: bool, follows_thus: bool) -> Kind | None:
    if unit[1] - unit[0] < 4 or a.quotation_at(unit[0]) is not None or a.tokens.words[unit[1] - 1] == "?":
        return None
    words = {
        a.tokens.lowers[index]
        for index in range(*unit)
        if a.quote_of[index] < 0 and (index == unit[0] or not a.capitals[index])
    }
    strong = words & a.grammar.strong_subjunctive
    if strong and not ("ich" in words and strong <= _FIRST_PERSON):
        return "indirect_free_indirect"
    if words & _WEAK_BUT_TELLING and follows and not words & _CONDITIONAL:
        return "indirect_free_indirect"
    if words & _POSSIBLE and follows_thus:
        return "free_indirect"
    if _has_hearsay(a, unit) and (follows or _is_perfect(a, unit)):
        return "free_indirect"
    return None


def _has_hearsay(a: Analysis, unit: Range) -> bool:
    """*soll* of a main clause; at the end of a relative clause it tells a purpose or a plan."""
    lowers = a.tokens.lowers
    for index in range(*unit):
        if lowers[index] not in _HEARSAY or a.quote_of[index] >= 0 or (a.capitals[index] and index > unit[0]):
            continue
        if index + 1 < unit[1] and a.tokens.words[index + 1] not in _CLAUSE_ENDS:
            return True
    return False


_CLAUSE_ENDS = frozenset(",;:.!?…–—)") | {"--", "-RRB-"}


_FIRST_PERSON = frozenset(
    {"habe", "werde", "gebe", "stehe", "sehe", "komme", "gehe", "bleibe", "finde", "wisse"}
)
_CONDITIONAL = frozenset({"wenn", "falls"})
_HEARSAY = frozenset({"soll", "sollen"})
_WEAK_BUT_TELLING = frozenset({"hätten", "wären", "würden", "hätte", "wäre", "müssten"})
_POSSIBLE = frozenset({"könnte", "könnten", "dürfte", "dürften"})


def _is_perfect(a: Analysis, unit: Range) -> bool:
    """*soll … gegeben haben*: hearsay about the past, not a plan."""
    return any(
        a.tokens.lowers[index] in ("haben", "sein", "worden")
        and a.tokens.lowers[index - 1].endswith(("t", "en"))
        for index in range(unit[0] + 1, unit[1])
    )
