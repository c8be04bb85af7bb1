"""Stretches of the calendar, written as ISO 8601 writes them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

#: First and last day of the thirds of a month, and first and last month of the parts of a year.
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}


def interval(begin: date, end: date) -> str:
    if end < begin:
        raise ValueError(f"{end} is before {begin}")
    return f"{begin.isoformat()}/{end.isoformat()}"


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> str:
    return interval(date(year, first, 1), last_day(year, last))


def month_part(year: int, month: int, part: str) -> str:
    begin, end = _MONTH_PARTS[part]
    return interval(date(year, month, begin), date(year, month, min(end, last_day(year, month).day)))


def year_part(year: int, part: str) -> str:
    return months(year, *_YEAR_PARTS[part])


def first_day(when: str) -> date:
    begin = when.partition("/")[0]
    return date.fromisoformat(begin + "-01" * ((10 - len(begin)) // 3))


def around(published_on: date, unit: str, steps: int) -> str:
    """The week, month or year so many steps from that of publication."""
    if unit == "week":
        monday = published_on - timedelta(days=published_on.weekday()) + timedelta(days=7 * steps)
        return interval(monday, monday + timedelta(days=6))
    if unit == "month":
        count = published_on.year * 12 + published_on.month - 1 + steps
        if not date.min.year <= count // 12 <= date.max.year:
            raise OverflowError(f"month {count} has no calendar year")
        return f"{count // 12:04}-{count % 12 + 1:02}"
    return f"{date(published_on.year + steps, 1, 1).year:04}"
