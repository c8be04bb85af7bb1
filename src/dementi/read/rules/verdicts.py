"""Sentences in which the author judges a source: "Das will wenig heißen.", "X hat sich oft geirrt."."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from dementi import actors
from dementi.model import Source, Span, Statement
from dementi.read.rules import views
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import is_finite, noun_phrase_end
from dementi.text import View

#: Words of a source, with where they begin and end, to the actor they name.
ActorOf = Callable[[str, int, int], str | None]


def applied(
    a: Analysis, view: View, statements: list[Statement], found: list[Attribution], actor_of: ActorOf
) -> list[Statement]:
    """The statements with the verdicts on their sources, where they show no view of their own."""
    speaking = {bisect_right(a.units, (piece[0], 1 << 60)) for x in found for piece in [*x.cue, *x.content]}
    for verdict in verdicts(a, lambda unit: bisect_right(a.units, (unit[0], 1 << 60)) in speaking):
        record = views.as_record(verdict.view, tuple(view.original(*span) for span in verdict.spans))
        for index in _meant(a, view, verdict, statements, actor_of):
            if statements[index].author_view is None:
                statements[index] = msgspec.structs.replace(statements[index], author_view=record)
    return statements


def _meant(
    a: Analysis, view: View, verdict: Verdict, statements: list[Statement], actor_of: ActorOf
) -> list[int]:
    """Whose statements a verdict is about: the last source before "das", else all of the actor's."""
    named = [(i, s.source) for i, s in enumerate(statements) if s.source is not None and s.source.spans]
    if verdict.subject is None:
        at = view.original(*a.tokens.span(verdict.begin, verdict.begin + 1))[0]
        before = [(source.spans[0][0], i) for i, source in named if source.spans[0][0] < at]
        return [max(before)[1]] if before else []
    begin, end = a.span(verdict.subject)
    actor_id = actor_of(view.text[begin:end], begin, end)
    return [i for i, source in named if actor_id is not None and _is_same(source, actor_id)]


def _is_same(source: Source, actor_id: str) -> bool:
    """The same actor, or the capital that stands for the state's own service: "Seoul", "der NIS"."""
    country = actors.country(actor_id)
    is_state = country is not None and source.actor == country and actor_id != country
    return source.actor == actor_id or is_state


class Verdict(NamedTuple):
    """A sentence of the author's own about a source: "Das will wenig heißen.", "X hat sich oft geirrt."."""

    begin: int
    view: str
    spans: list[Span]
    #: The phrase that opens the sentence; None where the sentence points back ("das").
    subject: Range | None


def verdicts(a: Analysis, is_taken: Callable[[Range], bool]) -> list[Verdict]:
    """Verdicts in sentences of their own; ``is_taken`` says which sentences report somebody's words."""
    if not a.grammar.verdict_openers:
        return []
    found: list[Verdict] = []
    for unit in a.units:
        low, high = a.span(unit)
        text = a.text[low : min(high, low + _VERDICT_REACH)]
        if not views.quick(a.language).search(text):
            continue
        subject = _judged(a, unit)
        if is_taken(unit):
            # "Das will wenig heißen: …": only the clause before the colon is the author's verdict.
            colon = next((i for i in range(*unit) if a.tokens.words[i] == ":"), None)
            if subject is not None or colon is None:
                continue
            text = text[: a.tokens.begins[colon] - low]
        view, spans = _judging(a, text, low)
        if view is not None:
            found.append(Verdict(unit[0], view, spans, subject))
    return found


_VERDICT_REACH = 250


def _judged(a: Analysis, unit: Range) -> Range | None:
    g, lowers = a.grammar, a.tokens.lowers
    begin, end = unit
    if end - begin < 3:
        return (begin, end)
    points_back = lowers[begin] in g.verdict_openers and (
        lowers[begin + 1] in g.verdict_nouns or is_finite(a, begin + 1) or lowers[begin + 1] in g.modals
    )
    if points_back or lowers[begin + 2] in g.verdict_openers:
        return None
    return (begin, max(begin + 1, noun_phrase_end(a, begin, end)))


def _judging(a: Analysis, text: str, low: int) -> tuple[str | None, list[Span]]:
    view: str | None = None
    spans: list[Span] = []
    for aim, expression in views.expressions(a.language):
        kind = aim.removesuffix(">")
        for match in expression.finditer(text):
            span = (low + match.start(), low + match.end())
            is_known = any(b < span[1] and span[0] < e for b, e in spans)
            if view in (None, kind) and not is_known and a.quote_of[a.tokens.token_at(span[0])] < 0:
                view = kind
                spans.append(span)
    return view, sorted(spans)
