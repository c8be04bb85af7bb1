"""Days as reports write them, German and English, and what a month alone stands for."""

from __future__ import annotations

import calendar
import re
from datetime import date

#: A report older or younger than this is a mistake in its date. Fixed years, not the clock, so
#: that the same input gives the same output next year.
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100

_MONTH_NAMES = (
    ("january", "jan", "januar", "jänner", "jän"),
    ("february", "feb", "februar", "feber"),
    ("march", "mar", "märz", "mär", "mrz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + ")"
_WEEKDAY = (
    r"(?:(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu(?:rs)?|fri|sat|sun"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)"
    r"\.?,?\s+)?"
)
_TIME = (
    r"(?:(?:,|\s+at|\s+um|\s*[-–|])?\s*\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"(?:\s*(?:uhr|[ap]\.?m\.?|gmt|utc|[a-z]{1,2}e?s?[tz]|[+-]\d{4}))*)?"
)

_Y, _M, _D = r"(?P<y>\d{4})(?!\d)", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_N = rf"(?P<n>{MONTH})\b\.?"
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
_ARTICLE = r"(?:den\s+|the\s+)?"
_SLASHED_FORM = rf"{_WEEKDAY}{_D}/{_M}/{_Y}"
#: In this order: a month alone would match the beginning of a whole date.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_Y}-{_M}-{_D}{_CLOCK}(?![\d-])",
        rf"{_WEEKDAY}{_ARTICLE}{_D}\.\s?{_M}\.\s?{_Y}",
        rf"{_WEEKDAY}{_ARTICLE}{_D}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_N},?\s+{_Y}",
        rf"{_WEEKDAY}{_N}\s+{_D}(?:st|nd|rd|th)?,?\s+{_Y}",
        rf"{_Y}/{_M}/{_D}(?!\d)",
        _SLASHED_FORM,
        rf"{_Y}-(?P<m>\d{{2}})(?![\d-])",
        rf"{_N},?\s+{_Y}",
    )
)
_YEAR = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME_AFTER = re.compile(_TIME, re.IGNORECASE)


class DayError(ValueError):
    """Words that give no day a report can have been published on."""


def day_at(text: str, position: int = 0) -> tuple[date, int] | None:
    """The day written at ``position`` and where its words (with a time of day) end; None: none there."""
    for form in _FORMS:
        match = form.match(text, position)
        if match is None:
            continue
        try:
            when = _day_of(match)
        except DayError:
            return None
        time = _TIME_AFTER.match(text, match.end())
        return when, time.end() if time is not None else match.end()
    return None


def day_of_field(words: str) -> date:
    """The day that a field of the input states, in any form a machine or a person writes it.

    A month alone stands for its last day, a year for its last one: only then was the report
    surely public. The first day would let a report count as known before it was, and with an
    as-of date in between it would testify too early. The calendar day is taken as written: no
    time zone moves it.

    Raises
    ------
    DayError : the words give no day, more than one (3/4/2024), or one no report can have.
    """
    words = words.strip()
    if _YEAR.fullmatch(words):
        return _checked(int(words), 12, 31)
    compact = _COMPACT.match(words)
    if compact is not None and len(words) in (8, 14, 15, 16):
        return _checked(*(int(part) for part in compact.groups()))
    for form in _FORMS:
        match = form.match(words)
        if match is not None:
            return _day_of(match)
    raise DayError(f"found the date {words[:40]!r}")


def _day_of(match: re.Match[str]) -> date:
    parts = match.groupdict()
    name = parts.get("n")
    month = _MONTH_OF[name.lower()] if name else int(parts["m"])
    year = int(parts["y"])
    if parts.get("d") is None:
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 31
        return _checked(year, month, last)
    day = int(parts["d"])
    if match.re.pattern == _SLASHED_FORM:
        month, day = _told_apart(month, day, match[0])
    return _checked(year, month, day)


def _told_apart(month: int, day: int, words: str) -> tuple[int, int]:
    # 10/18/2024 can only be American and 18/10/2024 only European; 3/4/2024 is either, and a guess
    # would be wrong by months.
    if day <= 12 and month <= 12 and day != month:
        raise DayError(f"found the date {words!r}, which is one day in Europe and another in America")
    return (day, month) if month > 12 else (month, day)


def _checked(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DayError(f"found the year {year}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DayError(f"found the date {year}-{month:02}-{day:02}, which does not exist") from error
