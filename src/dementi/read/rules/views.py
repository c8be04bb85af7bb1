"""What the author thinks of a source: words of doubt or trust beside its name."""

from __future__ import annotations

import re
from functools import cache

from dementi.model import AuthorView, Span
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.lexicon import table

_BEFORE, _AFTER = 12, 34


@cache
def expressions(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Phrases of the view file as expressions over the text; ``~`` bridges up to five words."""
    compiled = []
    for view, phrase in table(language, "views.tsv"):
        *head, last = phrase.split()
        pieces = [_BRIDGE if word == "~" else rf"(?:{_any_ending(word)})\W+" for word in head]
        pattern = rf"\b{''.join(pieces)}(?:{_any_ending(last)})\b"
        compiled.append((view, re.compile(pattern, re.IGNORECASE)))
    return tuple(compiled)


_BRIDGE = r"(?:[\w'’-]+\W+){0,5}?"


def _any_ending(word: str) -> str:
    return word.replace("*", r"\w*")


@cache
def quick(language: str) -> re.Pattern[str]:
    """One expression that tells whether a look is worth it."""
    return re.compile("|".join(expression.pattern for _, expression in expressions(language)), re.IGNORECASE)


def author_view(
    a: Analysis, attribution: Attribution, unit: Range, rivals: list[Range]
) -> tuple[str, list[Span]] | None:
    """The view the author shows near the source, in the same sentence and outside the content."""
    if not attribution.source or attribution.kind == "stated":
        return None
    begin, end = attribution.source[0]
    if not unit[0] <= begin < unit[1]:
        return None
    spans: list[Span] = []
    view: str | None = None
    window = (max(unit[0], begin - _BEFORE), min(unit[1], max(end, _cue_end(attribution, unit)) + _AFTER))
    low, high = a.tokens.span(*window)
    text = a.text[low:high]
    if not quick(a.language).search(text):
        return None
    # A sentence that reports a speech act is the author's own wording.
    said = [] if attribution.kind == "reported" else attribution.content
    content = [a.span(piece) for piece in said if piece[1] > piece[0]]
    for aim, expression in expressions(a.language):
        kind = aim.removesuffix(">")
        for match in expression.finditer(text):
            span = (low + match.start(), low + match.end())
            if (
                any(b < span[1] and span[0] < e for b, e in content)
                or a.quote_of[a.tokens.token_at(span[0])] >= 0
            ):
                continue
            if view is not None and kind != view:
                continue
            if any(b < span[1] and span[0] < e for b, e in spans):
                continue
            if _is_of_another(a, attribution, rivals, span, looks_ahead=aim.endswith(">")):
                continue
            view = kind
            spans.append(span)
    return (view, sorted(spans)) if view is not None else None


def _is_of_another(
    a: Analysis, attribution: Attribution, rivals: list[Range], span: Span, *, looks_ahead: bool
) -> bool:
    """Another source stands nearer before the words, or the words stand before this one's rival's end.

    Words that look ahead ("few believe …") are always said of the next source.
    """
    begin = a.tokens.begins[attribution.source[0][0]]
    before = [a.tokens.begins[rival[0]] for rival in rivals if a.tokens.begins[rival[0]] <= span[0]]
    if looks_ahead:
        return begin != min(
            (a.tokens.begins[r[0]] for r in rivals if a.tokens.begins[r[0]] >= span[1]), default=-1
        )
    if begin <= span[0]:
        return bool(before) and max(before) > begin
    # The words come first ("the notoriously unreliable X"): they are the next source's.
    after = [a.tokens.begins[rival[0]] for rival in rivals if a.tokens.begins[rival[0]] > span[0]]
    return bool(before) or min(after, default=begin) < begin


def _cue_end(attribution: Attribution, unit: Range) -> int:
    ends = [end for _, end in attribution.cue if end <= unit[1]]
    return max(ends, default=unit[0])


def as_record(view: str, spans: tuple[Span, ...]) -> AuthorView:
    return AuthorView(view="trusts" if view == "trusts" else "doubts", spans=spans)
