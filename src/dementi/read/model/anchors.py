"""Where a content may be: the stretches for which the linker is asked."""

from __future__ import annotations

from typing import NamedTuple

from dementi.read.rules.analysis import Analysis, Attribution, Range

#: Tokens to either side of an anchor among which its content and roles are looked for.
REACH = 48
#: An anchor longer than this is cut; its window has at most ``ANCHOR_LIMIT + 2 * REACH`` tokens.
ANCHOR_LIMIT = 400
_SMALLEST = 2


class Anchor(NamedTuple):
    """A stretch of tokens that may be (part of) a content.

    ``attribution`` is the number of the rules' attribution whose content it is, or -1 for a clause.
    """

    ranges: tuple[Range, ...]
    attribution: int

    @property
    def begin(self) -> int:
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        return min(self.ranges[-1][1], self.begin + ANCHOR_LIMIT)


def anchors(a: Analysis, attributions: list[Attribution]) -> list[Anchor]:
    """The contents of the rules, the clauses and the quotations of a text, each stretch once."""
    found: dict[tuple[Range, ...], int] = {}
    for number, attribution in enumerate(attributions):
        ranges = tuple(piece for piece in attribution.content if piece[1] > piece[0])
        if ranges and attribution.kind != "stated":
            found.setdefault(ranges, number)
    for begin, end in a.units:
        for segment in a.segments(begin, a.core_end(begin, end)):
            if segment[1] - segment[0] >= _SMALLEST:
                found.setdefault((segment,), -1)
    for quotation in a.quotations:
        if quotation.end - quotation.begin > _SMALLEST + 1:
            found.setdefault(((quotation.begin, quotation.end),), -1)
    return sorted(
        (Anchor(ranges, number) for ranges, number in found.items()),
        key=lambda anchor: (anchor.begin, anchor.ranges[-1][1], anchor.attribution),
    )


def window(anchor: Anchor, bounds: Range) -> Range:
    """The tokens that are scored for an anchor, inside the stretch that is read at once."""
    return (max(bounds[0], anchor.begin - REACH), min(bounds[1], anchor.end + REACH))
