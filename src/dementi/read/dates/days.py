"""What the wordings of single days and of spans of days mean."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from dementi.read.dates.reading import Reading
from dementi.read.dates.stretches import interval

_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}(?!\d)")
_LAST_MONTH = 12


def iso(reading: Reading) -> str | None:
    year = year_of_day(reading, reading.number("d2"), reading.number("d"))
    return None if year is None else date(year, reading.number("d2"), reading.number("d")).isoformat()


def slashed(reading: Reading) -> str:
    """10/13/2024 and 13/10/2024; 03/04/2024 by the order of another one in the text, else both enclosed."""
    year, first, second = reading.number("y"), reading.number("d"), reading.number("d2")
    if first > _LAST_MONTH or first == second:
        return date(year, second, first).isoformat()
    if second > _LAST_MONTH:
        return date(year, first, second).isoformat()
    orders = {
        int(match[1]) > _LAST_MONTH
        for match in _SLASHED.finditer(reading.text)
        if (int(match[1]) > _LAST_MONTH) != (int(match[2]) > _LAST_MONTH)
    }
    day_first, month_first = date(year, second, first), date(year, first, second)
    if len(orders) == 1:
        return (day_first if orders.pop() else month_first).isoformat()
    return interval(min(day_first, month_first), max(day_first, month_first))


def year_of_day(reading: Reading, month: int, day: int) -> int | None:
    named = reading.year()
    if named is not None or reading.published_on is None:
        return named
    year = reading.published_on.year
    this_year = date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return year if this_year <= reading.published_on or reading.is_ahead(this_year) else year - 1


def day(reading: Reading) -> str | None:
    month, number = reading.month(), reading.number("d")
    year = year_of_day(reading, month, number)
    return None if year is None else reading.since(date(year, month, number).isoformat())


def day_range(reading: Reading) -> str | None:
    month = reading.month()
    year = year_of_day(reading, month, reading.number("d2"))
    if year is None:
        return None
    return interval(date(year, month, reading.number("d")), date(year, month, reading.number("d2")))


def day_to_day(reading: Reading) -> str | None:
    end_month, end_day = reading.month("m2"), reading.number("d2")
    end_year: int | None = (
        reading.number("y2") if "y2" in reading.groups else year_of_day(reading, end_month, end_day)
    )
    if end_year is None:
        return None
    month = reading.month()
    begin_year = reading.number("y") if "y" in reading.groups else end_year - (month > end_month)
    return interval(date(begin_year, month, reading.number("d")), date(end_year, end_month, end_day))


def holiday(reading: Reading) -> str | None:
    month, number = reading.words.holidays[reading.word("holiday")]
    year = year_of_day(reading, month, number)
    return None if year is None else date(year, month, number).isoformat()


def weekday(reading: Reading) -> str | None:
    found = _weekday(reading, "w")
    return None if found is None else reading.since(found.isoformat())


def weekday_range(reading: Reading) -> str | None:
    end = _weekday(reading, "w2")
    if end is None:
        return None
    days = (end.weekday() - reading.words.weekdays[reading.word("w")]) % 7
    return interval(end - timedelta(days=days), end)


def night(reading: Reading) -> str | None:
    """The night to Monday: Sunday and Monday."""
    morning = _weekday(reading, "w")
    return None if morning is None else interval(morning - timedelta(days=1), morning)


def _weekday(reading: Reading, group: str) -> date | None:
    published_on = reading.published_on
    if published_on is None:
        return None
    number = reading.words.weekdays[reading.word(group)]
    monday = published_on - timedelta(days=published_on.weekday())
    if "dir2" in reading.groups:
        return monday + timedelta(days=7 * (reading.direction("dir2") or 0) + number)
    back = (published_on.weekday() - number) % 7
    direction = reading.direction()
    if direction == 0:
        return monday + timedelta(days=number)
    if direction == 1 or (
        direction is None and back and "since" not in reading.groups and reading.is_future()
    ):
        return published_on + timedelta(days=7 - back)
    return published_on - timedelta(days=back or 7 * (direction == -1))


def relative_day(reading: Reading) -> str | None:
    if reading.published_on is None:
        return None
    word = reading.word("word" if "word" in reading.groups else "word2")
    return (reading.published_on + timedelta(days=reading.words.relative_days[word])).isoformat()
