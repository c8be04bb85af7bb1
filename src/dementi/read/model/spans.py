"""Stretches that the tagger found, to be asked by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dementi.read.rules.analysis import Range


class Spans:
    """Stretches in the order of the text, apart from one another, none empty."""

    def __init__(self, spans: list[Range]) -> None:
        self.spans = spans
        self._begins = [begin for begin, _ in spans]
        self._ends = [end for _, end in spans]

    def over(self, others: list[Range]) -> list[Range]:
        """Those that overlap one of some ranges."""
        return [self.spans[number] for number in self.numbers_over(others)]

    def numbers_over(self, others: list[Range]) -> list[int]:
        """The numbers of those that overlap one of some ranges."""
        found: set[int] = set()
        for begin, end in others:
            found.update(range(bisect_right(self._ends, begin), bisect_left(self._begins, end)))
        return sorted(found)

    def begun_between(self, low: int, high: int) -> int:
        """How many begin from ``low`` on and before ``high``, which is no less."""
        return bisect_left(self._begins, high) - bisect_left(self._begins, low)
