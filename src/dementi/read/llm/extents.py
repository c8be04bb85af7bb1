"""How far the words of an attribution reach: with their marks, conjunction and negation, without a stop."""

from __future__ import annotations

from collections.abc import Sequence

from dementi.read.llm.placing import Placed
from dementi.read.rules.analysis import BREAKS, ENDERS, Analysis, Range
from dementi.read.rules.quotation import Quotation


def whole(a: Analysis, placed: Placed) -> list[Range]:
    """The content with its quotation marks, its conjunction and its negation, without its full stop."""
    content = list(placed.content)
    if not content:
        return []
    taken = {index for begin, end in placed.cue + placed.source for index in range(begin, end)}
    quotation = _quotation_in(a, content[0])
    if quotation is not None and _is_bare(a, quotation.begin, content[0][0]):
        content[0] = (quotation.begin, content[0][1])
    last = _quotation_in(a, content[-1])
    if last is not None and _is_bare(a, content[-1][1], last.end):
        content[-1] = (content[-1][0], last.end)
    begin = content[0][0]
    if begin and a.tokens.lowers[begin - 1] in a.grammar.complementizers and begin - 1 not in taken:
        content[0] = (begin - 1, content[0][1])
    content[0] = (_negation_before(a, content[0][0], taken), content[0][1])
    content[-1] = (content[-1][0], _negation_after(a, content[-1][1], taken))
    begin, end = content[-1]
    while end - 1 > begin and a.is_outside(end - 1) and a.tokens.words[end - 1] in ENDERS | {",", ";"}:
        end -= 1
    content[-1] = (begin, end)
    return content


def _is_bare(a: Analysis, begin: int, end: int) -> bool:
    """Nothing but marks."""
    return begin <= end and not any(a.tokens.words[index][0].isalnum() for index in range(begin, end))


def _quotation_in(a: Analysis, span: Range) -> Quotation | None:
    """The outermost quotation around the inner words of the span."""
    number = a.quote_of[(span[0] + span[1] - 1) // 2]
    return a.quotations[number] if number >= 0 else None


def _negation_before(a: Analysis, begin: int, taken: set[int]) -> int:
    """ "it did *not* send troops": a content that begins behind its negation would say the opposite."""
    start, index = begin, begin - 1
    while index >= 0 and not _ends_clause(a, index, begin, taken):
        if a.tokens.lowers[index] in a.grammar.negators:
            start = index
        index -= 1
    return start


def _negation_after(a: Analysis, end: int, taken: set[int]) -> int:
    """ "Truppen schickte man *nicht*"."""
    stop, index = end, end
    while index < len(a.tokens.words) and not _ends_clause(a, index, end - 1, taken):
        if a.tokens.lowers[index] in a.grammar.conjunctions:
            break
        if a.tokens.lowers[index] in a.grammar.negators:
            stop = index + 1
        index += 1
    return stop


def _ends_clause(a: Analysis, index: int, place: int, taken: set[int]) -> bool:
    """A mark, the cue, the source, or the edge of a quotation, seen from ``place``."""
    is_mark = a.tokens.words[index] in BREAKS or a.tokens.words[index] in ENDERS
    return is_mark or index in taken or a.quote_of[index] != a.quote_of[place]


def trimmed(a: Analysis, pieces: Sequence[Range]) -> list[Range]:
    """Without marks at the edges."""
    found: list[Range] = []
    for begin, end in pieces:
        words = [index for index in range(begin, end) if a.tokens.words[index][0].isalnum()]
        if words:
            found.append((words[0], words[-1] + 1))
    return found


def frame(cue: Sequence[Range], source: Sequence[Range], content: Sequence[Range]) -> list[Range]:
    """Cue and source with what stands between them, where that is no content."""
    pieces = [*cue, *source]
    if not pieces:
        return []
    low, high = min(begin for begin, _ in pieces), max(end for _, end in pieces)
    is_clear = not any(begin < high and low < end for begin, end in content)
    return [(low, high)] if is_clear else []
