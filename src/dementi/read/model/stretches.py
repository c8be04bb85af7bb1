"""Long texts are read in stretches of bounded length, cut between sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dementi.read.rules.analysis import Analysis, Range

#: A text up to this many tokens is read at once.
STRETCH = 2000


def stretches(a: Analysis) -> Iterator[Range]:
    """Half-open ranges of tokens that together are the text; they depend on the text alone."""
    count = len(a.tokens.words)
    begin = 0
    for low, high in a.units:
        if high - begin > STRETCH and low > begin:
            yield begin, low
            begin = low
    if begin < count:
        yield begin, count


def paragraphs(a: Analysis, stretch: Range) -> Iterator[Range]:
    """The paragraphs of a stretch: the English training texts have none, so none may be run over."""
    begin, end = stretch
    starts = a.paragraph_numbers
    inner = starts[bisect_right(starts, begin) : bisect_left(starts, end)]
    yield from pairwise([begin, *inner, end])


def dealt(begins: Iterable[int], cut: list[Range]) -> list[list[int]]:
    """For each stretch the numbers of what begins in it, in their order."""
    starts = [begin for begin, _ in cut]
    found: list[list[int]] = [[] for _ in cut]
    for number, begin in enumerate(begins):
        found[bisect_right(starts, begin) - 1].append(number)
    return found
