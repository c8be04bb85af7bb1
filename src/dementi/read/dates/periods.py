"""What the wordings of months, seasons, years and stretches beside the day of publication mean."""

from __future__ import annotations

from datetime import date, timedelta

from dementi.read.dates import stretches
from dementi.read.dates.reading import Reading
from dementi.read.dates.stretches import interval, last_day

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def month(reading: Reading) -> str | None:
    number = reading.month()
    year = _year_of_month(reading, number)
    return None if year is None else reading.since(f"{year:04}-{number:02}")


def part_month(reading: Reading) -> str | None:
    number = reading.month()
    year = _year_of_month(reading, number)
    return None if year is None else reading.since(stretches.month_part(year, number, reading.part()))


def month_range(reading: Reading) -> str | None:
    end_month, begin_month = reading.month("m2"), reading.month()
    if "y2" in reading.groups:
        end_year: int | None = reading.number("y2")
    else:
        end_year = _year_of_month(reading, end_month)
    if end_year is None:
        return None
    begin_year = reading.number("y") if "y" in reading.groups else end_year - (begin_month > end_month)
    return interval(date(begin_year, begin_month, 1), last_day(end_year, end_month))


def _year_of_month(reading: Reading, number: int) -> int | None:
    named = reading.year()
    if named is not None or reading.published_on is None:
        return named
    year, this_month = reading.published_on.year, reading.published_on.month
    direction = reading.direction()
    if direction == 0:
        return year
    if direction == 1 or "by" in reading.groups:
        return year if number > this_month or ("by" in reading.groups and number == this_month) else year + 1
    if direction == -1:
        return year if number < this_month else year - 1
    is_past = number <= this_month
    return year if is_past or reading.is_ahead(date(year, number, 1)) else year - 1


def season(reading: Reading) -> str | None:
    first = reading.words.seasons[reading.word("season")]
    year = reading.year()
    if year is None and reading.published_on is not None:
        year = _season_year(reading, first, reading.published_on)
    if year is None:
        return None
    end = last_day(year + 1, 2) if first == 12 else last_day(year, first + 2)
    return reading.since(interval(date(year, first, 1), end))


def _season_year(reading: Reading, first: int, published_on: date) -> int:
    year = published_on.year
    has_begun = date(year, first, 1) <= published_on
    direction = reading.direction()
    if direction == 1:
        return year + 1 if has_begun else year
    if direction == 0:
        return year
    is_still_on = has_begun and published_on <= last_day(year, min(first + 2, 12))
    if direction == -1 and is_still_on:
        return year - 1
    return year if has_begun else year - 1


def year(reading: Reading) -> str:
    return reading.since(f"{reading.number('y'):04}")


def part_year(reading: Reading) -> str:
    return reading.since(stretches.year_part(reading.number("y"), reading.part()))


def year_range(reading: Reading) -> str:
    begin, written_end = reading.number("y"), reading.groups["y2"]
    end = int(written_end) if len(written_end) == 4 else begin - begin % 100 + int(written_end)
    if not begin < end:
        return f"{begin:04}"
    return interval(date(begin, 1, 1), date(end, 12, 31))


def decade(reading: Reading) -> str:
    begin = reading.number("y") if "y" in reading.groups else reading.words.decades[reading.word("decade")]
    return interval(date(begin, 1, 1), date(begin + 9, 12, 31))


def century(reading: Reading) -> str:
    number = _ordinal(reading, "c")
    return interval(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31))


def _ordinal(reading: Reading, group: str) -> int:
    """19th, 3., third."""
    written = reading.word(group)
    return reading.words.ordinals.get(written) or int(written.rstrip(".dhnrst"))


def quarter(reading: Reading) -> str | None:
    return _share_of_year(reading, 3)


def half(reading: Reading) -> str | None:
    return _share_of_year(reading, 6)


def _share_of_year(reading: Reading, length: int) -> str | None:
    """The n-th quarter or half of a year; without a year the last one that has begun."""
    number = _ordinal(reading, "ord")
    first = (number - 1) * length + 1
    if "y" in reading.groups:
        year = reading.number("y")
    elif reading.published_on is None:
        return None
    else:
        year = reading.published_on.year + (reading.direction() or 0)
        has_begun = date(year, first, 1) <= reading.published_on
        if reading.direction() is None and not has_begun and not reading.is_future():
            year -= 1
    return stretches.months(year, first, first + length - 1)


def unit(reading: Reading) -> str | None:
    if reading.published_on is None:
        return None
    kind = reading.unit()
    direction = reading.direction()
    if kind == "weekend":
        return _weekend(reading, direction, reading.published_on)
    return reading.since(stretches.around(reading.published_on, kind, direction or 0))


def part_unit(reading: Reading) -> str | None:
    """Early this month, at the end of last year; parts of a week are not told apart."""
    part = reading.words.unit_parts.get(reading.word("word")) if "word" in reading.groups else None
    name, kind = part or (reading.part(), reading.unit())
    if reading.published_on is None:
        return None
    if kind == "weekend":
        return _weekend(reading, reading.direction(), reading.published_on)
    whole = stretches.around(reading.published_on, kind, reading.direction() or 0)
    begin = stretches.first_day(whole)
    if kind == "year":
        whole = stretches.year_part(begin.year, name)
    elif kind == "month":
        whole = stretches.month_part(begin.year, begin.month, name)
    return reading.since(whole)


def unit_word(reading: Reading) -> str | None:
    if reading.published_on is None:
        return None
    return stretches.around(reading.published_on, reading.words.units[reading.word("word")], -1)


def _weekend(reading: Reading, direction: int | None, published_on: date) -> str:
    saturday = published_on - timedelta(days=(published_on.weekday() - 5) % 7)
    if direction == 1 or (direction is None and reading.is_future()):
        saturday += timedelta(days=7)
    return interval(saturday, saturday + timedelta(days=1))


def ago(reading: Reading) -> str | None:
    return _steps(reading, -reading.count())


def ahead(reading: Reading) -> str | None:
    return _steps(reading, reading.count())


def _steps(reading: Reading, steps: int) -> str | None:
    if reading.published_on is None:
        return None
    kind = reading.unit()
    if kind == "day":
        return (reading.published_on + timedelta(days=steps)).isoformat()
    return stretches.around(reading.published_on, kind, steps)


def span(reading: Reading) -> str | None:
    if reading.published_on is None:
        return None
    days = timedelta(days=reading.count() * _DAYS[reading.unit()])
    if reading.direction() == 1:
        return interval(reading.published_on, reading.published_on + days)
    return interval(reading.published_on - days, reading.published_on)
