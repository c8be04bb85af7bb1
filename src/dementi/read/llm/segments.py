"""A document in segments, each asked about for itself, and segments together in requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dementi.read.rules.analysis import Analysis, Range

#: A paragraph of more characters is cut between sentences: a model reads a page better than a book.
SEGMENT_CHARACTERS = 2400
#: Bytes that make a token, on the safe side for German and English.
_BYTES_A_TOKEN = 3


class Segment(NamedTuple):
    """A paragraph, or a part of a long one, in tokens of its document, with its text."""

    tokens: Range
    text: str


def segments(a: Analysis) -> list[Segment]:
    """The document's segments in order; no sentence, and no quotation, is cut."""
    ranges: list[Range] = []
    for begin, end in a.units:
        if ranges and not _begins(a, ranges[-1], (begin, end)):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((begin, end))
    return [Segment(one, a.words(one)) for one in ranges]


def _begins(a: Analysis, last: Range, unit: Range) -> bool:
    """Whether a new segment begins with the sentence."""
    low, high = a.tokens.begins[last[0]], a.tokens.ends[unit[1] - 1]
    if high - low > SEGMENT_CHARACTERS:
        return True
    # "She said:" leads to the paragraph that follows.
    return unit[0] in a.tokens.paragraph_starts and a.tokens.words[unit[0] - 1] != ":"


def token_count(text: str) -> int:
    """About how many tokens a model makes of the text."""
    return -(-len(text.encode("utf-8")) // _BYTES_A_TOKEN)


def batches(texts: Iterable[str], limit: int) -> list[list[str]]:
    """The texts in order, put together up to ``limit`` tokens; a longer text stands alone."""
    found: list[list[str]] = []
    size = 0
    for text in texts:
        count = token_count(text)
        if not found or size + count > limit:
            found.append([])
            size = 0
        found[-1].append(text)
        size += count
    return found


def alone(texts: Sequence[str]) -> list[list[str]]:
    """Each text in a request of its own."""
    return [[text] for text in texts]
