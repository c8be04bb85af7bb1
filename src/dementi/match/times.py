"""When something happened, as far as a statement tells: intervals of days, and gaps between them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


#: An interval of more days (ten years) dates nothing.
_LONGEST = 3660


class Moment(NamedTuple):
    """A closed interval of days as ordinals; ``is_explicit`` where the statement itself dates the event."""

    begin: int
    end: int
    is_explicit: bool

    @property
    def width(self) -> int:
        """How many days the interval spans beyond the first."""
        return self.end - self.begin


def interval(when: str | None) -> tuple[int, int] | None:
    """The first and last day (ordinals) of an ISO 8601 day, month, year or interval; None if it is none."""
    if not when:
        return None
    first, _, last = when.partition("/")
    begin = _ends(first)
    end = _ends(last) if last else begin
    if begin is None or end is None or not 0 <= end[1] - begin[0] <= _LONGEST:
        return None
    return begin[0], end[1]


def _ends(text: str) -> tuple[int, int] | None:
    matched = _DAY.fullmatch(text.strip())
    if matched is None:
        return None
    year, month, day = (int(part) if part else None for part in matched.groups())
    if year is None:
        return None
    try:
        begin = date(year, month or 1, day or 1)
        end = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return begin.toordinal(), end.toordinal()


def gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two closed intervals; 0 where they overlap."""
    return max(one[0] - other[1], other[0] - one[1], 0)
