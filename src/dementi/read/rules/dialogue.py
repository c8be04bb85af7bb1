"""Interviews, transcripts and tickers: a name, a colon, what was said."""

from __future__ import annotations

from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import is_time

_NAME_LIMIT = 5


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """ "Peskow: Das stimmt nicht." The name must open the line."""
    begin, end = unit
    core = a.core_end(begin, end)
    colon = next(
        (i for i in range(begin, min(begin + _NAME_LIMIT + 1, end)) if a.tokens.words[i] == ":"), None
    )
    if colon is None or colon == begin or core - colon < 4 or a.quotation_at(colon + 1) is not None:
        return []
    if not all(_is_name_part(a, index) for index in range(begin, colon)):
        return []
    is_question = a.tokens.words[end - 1] == "?"
    return [
        Attribution(
            kind="direct",
            content=[(colon + 1, core)],
            stance="comments" if is_question else "asserts",
            holds_event=not is_question,
            source=[(begin, colon)],
            cue=[(colon, colon + 1)],
            frame=[(begin, colon + 1)],
            medium="Speech",
        )
    ]


def _is_name_part(a: Analysis, index: int) -> bool:
    word = a.tokens.words[index]
    if a.quote_of[index] >= 0 or is_time(a, index):
        return False
    return (
        word[0].isupper()
        and word.lower() not in a.grammar.claim_nouns
        and word.lower() not in a.grammar.labels
        and word.lower() not in a.grammar.determiners
    ) or word == "."
