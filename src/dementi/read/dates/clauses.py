"""Whether the clause around a date tells of the future."""

from __future__ import annotations

from dementi.read.dates.lexicon import Lexicon

_REACH = 120


def is_future(text: str, begin: int, end: int, words: Lexicon) -> bool:
    """Whether a date in ``[begin, end)`` stands in a clause about the future.

    The verb that stands last before the date decides, else the first one after it: *said on Friday it would
    go* looks back, *said it would go on Friday* does not.
    """
    before = _last_clause(text[max(0, begin - _REACH) : begin], words)
    after = _first_clause(text[end : end + _REACH], words)
    return _tells_future(before, after, words)


def _last_clause(before: str, words: Lexicon) -> str:
    boundaries = list(words.clause_end.finditer(before))
    return before[boundaries[-1].end() :] if boundaries else before


def _first_clause(after: str, words: Lexicon) -> str:
    boundary = words.clause_end.search(after)
    return after[: boundary.start()] if boundary else after


def _tells_future(before: str, after: str, words: Lexicon) -> bool:
    if words.language == "de":
        # The verb's two parts enclose the date, so the whole clause has to be seen.
        clause = f"{before} {after}"
        return words.future.search(clause) is not None and words.past.search(clause) is None
    last_future = max((match.start() for match in words.future.finditer(before)), default=-1)
    last_past = max((match.start() for match in words.past.finditer(before)), default=-1)
    if last_future >= 0 or last_past >= 0:
        return last_future >= last_past
    future, past = words.future.search(after), words.past.search(after)
    return future is not None and (past is None or future.start() <= past.start())
