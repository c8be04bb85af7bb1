"""Dates in running text, read relative to the day of publication.

The wording stands in ``lang/<language>/dates.json`` (names and patterns); what a date means stands here.
News looks back: "in June" and "on Friday" are the last ones up to the day of publication, unless a word
(*next*, *kommenden*, *by December*) or a close day in a sentence about the future says otherwise.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dementi.model import Span

#: A date this close ahead may be meant in a sentence about the future.
_NEAR_FUTURE_DAYS = 62
_SENTENCE_REACH = 120
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2099


class DateMention(NamedTuple):
    """A date in a text: a day, ``YYYY-MM``, ``YYYY``, or an interval ``begin/end`` of days (ISO 8601)."""

    begin: int
    end: int
    when: str


class _Lexicon(NamedTuple):
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    parts: dict[str, str]
    directions: dict[str, int]
    relative_days: dict[str, int]
    units: dict[str, str]
    numbers: dict[str, int]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    anchors: re.Pattern[str]
    future: re.Pattern[str]


class _Found(NamedTuple):
    begin: int
    end: int
    rule: str
    match: re.Match[str]


def dates(text: str, language: str, published_on: date | None) -> list[DateMention]:
    """Find the dates of a text, in text order and not overlapping.

    Without ``published_on`` only dates that carry their own year are given; what is relative to the
    day of publication stays out.
    """
    if language not in ("de", "en"):
        return []
    words = _lexicon(language)
    mentions = []
    for found in _found(text, language):
        reading = _Reading(text, found, words, published_on)
        try:
            when = reading.when()
        except (ValueError, OverflowError):
            continue  # 31 February, or a day before the first year that a date can hold
        if when is not None:
            mentions.append(DateMention(found.begin, found.end, when))
    return mentions


def date_spans(text: str, language: str) -> list[Span]:
    """Where dates stand, resolvable or not: a number in there counts nothing."""
    if language not in ("de", "en"):
        return []
    return [(found.begin, found.end) for found in _found(text, language)]


@cache
def _lexicon(language: str) -> _Lexicon:
    raw = msgspec.json.decode((files("dementi") / "read" / "lang" / language / "dates.json").read_bytes())
    months = "|".join(sorted((_both_cases(name) for name in raw["months"]), key=len, reverse=True))
    weekdays = "|".join(_both_cases(name) for name in raw["weekdays"])
    slots = {
        "{D}": "(?:0?[1-9]|[12]\\d|3[01])",
        "{M}": f"(?:{months})",
        "{W}": f"(?:{weekdays})",
        "{Y}": "(?:1[89]\\d\\d|20\\d\\d)",
    }
    patterns = []
    for rule, template in raw["patterns"]:
        filled = template
        for slot, pattern in slots.items():
            filled = filled.replace(slot, pattern)
        patterns.append((rule, re.compile(rf"(?<![\w.,/-]){filled}")))
    anchor_words = [*raw["months"], *raw["weekdays"], *raw["seasons"], *raw["relative_days"], *raw["units"]]
    anchors = re.compile(r"\d|" + "|".join(rf"\b{re.escape(word)}" for word in anchor_words), re.IGNORECASE)
    return _Lexicon(
        raw["months"],
        raw["weekdays"],
        raw["seasons"],
        raw["parts"],
        raw["directions"],
        raw["relative_days"],
        raw["units"],
        raw["numbers"],
        tuple(patterns),
        anchors,
        re.compile(raw["future"]),
    )


def _both_cases(name: str) -> str:
    """A month or weekday as written: capitalised or all capitals, never in lower case."""
    return f"{name.capitalize()}|{name.upper()}"


@lru_cache(maxsize=4)
def _found(text: str, language: str) -> tuple[_Found, ...]:
    words = _lexicon(language)
    if words.anchors.search(text) is None:
        return ()
    candidates = [
        _Found(match.start(), _end(match, language), rule, match)
        for rule, pattern in words.patterns
        for match in pattern.finditer(text)
    ]
    candidates.sort(key=lambda found: (found.begin - found.end, found.begin))
    taken: list[_Found] = []
    for found in candidates:
        place = bisect_left(taken, found.begin, key=lambda other: other.begin)
        is_free_before = place == 0 or taken[place - 1].end <= found.begin
        is_free_after = place == len(taken) or found.end <= taken[place].begin
        if is_free_before and is_free_after:
            taken.insert(place, found)
    return tuple(taken)


def _end(match: re.Match[str], language: str) -> int:
    """Where a date ends: the full stop after an English month ends the sentence."""
    return match.end() - (language == "en" and match[0].endswith("."))


class _Reading:
    """What one match means."""

    def __init__(self, text: str, found: _Found, words: _Lexicon, published_on: date | None) -> None:
        self.text = text
        self.found = found
        self.words = words
        self.published_on = published_on
        self.groups = {name: value for name, value in found.match.groupdict().items() if value is not None}

    def when(self) -> str | None:
        rules: dict[str, Callable[[], str | None]] = {
            "iso": self._iso,
            "numeric": self._iso,
            "day": self._day,
            "day_range": self._day_range,
            "day_to_day": self._day_to_day,
            "month": self._month,
            "month_range": self._month_range,
            "part_month": self._part_month,
            "part_year": self._part_year,
            "season": self._season,
            "decade": self._decade,
            "year": self._year,
            "year_range": self._year_range,
            "weekday": self._weekday,
            "relative_day": self._relative_day,
            "unit": self._unit,
            "unit_word": self._unit_word,
            "ago": self._ago,
            "span": self._span,
        }
        return rules[self.found.rule]()

    # Parts of a match

    def _number(self, group: str) -> int:
        return int(self.groups[group])

    def _month_number(self, group: str = "m") -> int:
        return self.words.months[self.groups[group].lower().rstrip(".")]

    def _direction(self, group: str = "dir") -> int | None:
        words = self.groups.get(group, "").lower()
        for stem, direction in self.words.directions.items():
            if stem in words:
                return direction
        return None

    def _count(self) -> int:
        written = self.groups.get("n", "").lower()
        return int(written) if written.isdecimal() else self.words.numbers.get(written, 3)

    def _is_ahead(self, candidate: date) -> bool:
        """Whether a day after publication is meant, though no word beside the date says so."""
        if self.published_on is None or (candidate - self.published_on).days > _NEAR_FUTURE_DAYS:
            return False
        begin = max(0, self.found.begin - _SENTENCE_REACH)
        return self.words.future.search(self.text, begin, self.found.end + _SENTENCE_REACH) is not None

    # Days

    def _iso(self) -> str | None:
        year = self._year_of_day(self._number("d2"), self._number("d"))
        if year is None:
            return None
        month, day = self._number("d2"), self._number("d")
        if self.found.rule == "numeric" and month > 12 and self.words.weekdays.get("friday") is not None:
            month, day = day, month  # 10/18/2024, as Americans write it
        return date(year, month, day).isoformat()

    def _year_of_day(self, month: int, day: int) -> int | None:
        if "y" in self.groups:
            year = self._number("y")
            return year if year > 99 else 2000 + year
        if self.published_on is None:
            return None
        year = self.published_on.year
        this_year = date(year, month, min(day, calendar.monthrange(year, month)[1]))
        return year if this_year <= self.published_on or self._is_ahead(this_year) else year - 1

    def _day(self) -> str | None:
        month, day = self._month_number(), self._number("d")
        year = self._year_of_day(month, day)
        if year is None:
            return None
        return self._since(date(year, month, day), date(year, month, day).isoformat())

    def _day_range(self) -> str | None:
        month = self._month_number()
        year = self._year_of_day(month, self._number("d2"))
        if year is None:
            return None
        return _interval(date(year, month, self._number("d")), date(year, month, self._number("d2")))

    def _day_to_day(self) -> str | None:
        end_month, end_day = self._month_number("m2"), self._number("d2")
        if "y2" in self.groups:
            end_year: int | None = self._number("y2")
        else:
            end_year = self._year_of_day(end_month, end_day)
        if end_year is None:
            return None
        begin_month = self._month_number()
        begin_year = self._number("y") if "y" in self.groups else end_year - (begin_month > end_month)
        return _interval(date(begin_year, begin_month, self._number("d")), date(end_year, end_month, end_day))

    def _weekday(self) -> str | None:
        if self.published_on is None:
            return None
        weekday = self.words.weekdays[self.groups["w"].lower()]
        if "dir2" in self.groups:
            monday = self.published_on - timedelta(days=self.published_on.weekday())
            return (monday + timedelta(days=7 * (self._direction("dir2") or 0) + weekday)).isoformat()
        back = (self.published_on.weekday() - weekday) % 7
        direction = self._direction()
        if direction == 1:
            return (self.published_on + timedelta(days=7 - back)).isoformat()
        if direction == -1 and back == 0:
            back = 7
        day = self.published_on - timedelta(days=back)
        return self._since(day, day.isoformat())

    def _relative_day(self) -> str | None:
        if self.published_on is None:
            return None
        days = self.words.relative_days[" ".join(self._word().lower().split())]
        return (self.published_on + timedelta(days=days)).isoformat()

    def _word(self) -> str:
        return self.groups.get("word") or self.groups["word2"]

    # Months and parts of years

    def _year_of_month(self, month: int) -> int | None:
        if "y" in self.groups:
            return self._number("y")
        if self.published_on is None:
            return None
        year, this_month = self.published_on.year, self.published_on.month
        direction = self._direction()
        if direction == 0:
            return year
        if direction == 1 or "by" in self.groups:
            return year if month > this_month or ("by" in self.groups and month == this_month) else year + 1
        if direction == -1:
            return year if month < this_month else year - 1
        is_past = month <= this_month
        return year if is_past or self._is_ahead(date(year, month, 1)) else year - 1

    def _month(self) -> str | None:
        month = self._month_number()
        year = self._year_of_month(month)
        if year is None:
            return None
        return self._since(date(year, month, 1), f"{year:04}-{month:02}")

    def _month_range(self) -> str | None:
        end_year, end_month = self._number("y2"), self._month_number("m2")
        begin_month = self._month_number()
        begin_year = self._number("y") if "y" in self.groups else end_year - (begin_month > end_month)
        return _interval(date(begin_year, begin_month, 1), _last_day(end_year, end_month))

    def _part_month(self) -> str | None:
        month = self._month_number()
        year = self._year_of_month(month)
        if year is None:
            return None
        begin_day, end_day = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}[self._part()]
        end = date(year, month, min(end_day, calendar.monthrange(year, month)[1]))
        begin = date(year, month, begin_day)
        return self._since(begin, _interval(begin, end))

    def _part_year(self) -> str | None:
        year = self._number("y")
        begin_month, end_month = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[self._part()]
        begin = date(year, begin_month, 1)
        return self._since(begin, _interval(begin, _last_day(year, end_month)))

    def _part(self) -> str:
        words = " ".join(self.groups["part"].lower().split())
        return self.words.parts[words]

    def _season(self) -> str | None:
        month = self.words.seasons[self.groups["season"].lower()]
        if "y" in self.groups:
            year = self._number("y")
        elif self.published_on is None:
            return None
        else:
            year = self._season_year(month, self.published_on)
        begin = date(year, month, 1)
        end = _last_day(year + 1, 2) if month == 12 else _last_day(year, month + 2)
        return self._since(begin, _interval(begin, end))

    def _season_year(self, month: int, published_on: date) -> int:
        year = published_on.year
        has_begun = date(year, month, 1) <= published_on
        direction = self._direction()
        if direction == 1:
            return year + 1 if has_begun else year
        if direction == 0:
            return year
        is_still_on = has_begun and published_on <= _last_day(year, min(month + 2, 12))
        if direction == -1 and is_still_on:
            return year - 1
        return year if has_begun else year - 1

    # Years

    def _year(self) -> str | None:
        year = self._number("y")
        return self._since(date(year, 1, 1), f"{year:04}")

    def _year_range(self) -> str | None:
        year, written_end = self._number("y"), self.groups["y2"]
        end_year = int(written_end) if len(written_end) == 4 else year - year % 100 + int(written_end)
        if not year < end_year:
            return f"{year:04}"
        return _interval(date(year, 1, 1), date(end_year, 12, 31))

    def _decade(self) -> str | None:
        year = self._number("y")
        return _interval(date(year, 1, 1), date(year + 9, 12, 31))

    # Relative stretches

    def _unit(self) -> str | None:
        if self.published_on is None:
            return None
        unit = self.words.units[self.groups["unit"].lower()]
        direction = self._direction()
        if unit == "weekend":
            return self._weekend(direction)
        return self._since_stretch(_stretch(self.published_on, unit, direction or 0))

    def _unit_word(self) -> str | None:
        if self.published_on is None:
            return None
        unit = "year" if self.groups["word"].endswith("jahr") else "month"
        return _stretch(self.published_on, unit, -1)

    def _weekend(self, direction: int | None) -> str | None:
        if self.published_on is None:
            return None
        saturday = self.published_on - timedelta(days=(self.published_on.weekday() - 5) % 7)
        if direction == 1:
            saturday += timedelta(days=7)
        return _interval(saturday, saturday + timedelta(days=1))

    def _ago(self) -> str | None:
        if self.published_on is None:
            return None
        unit, count = self.words.units[self.groups["unit"].lower()], self._count()
        if unit == "day":
            return (self.published_on - timedelta(days=count)).isoformat()
        return _stretch(self.published_on, unit, -count)

    def _span(self) -> str | None:
        if self.published_on is None:
            return None
        unit, count = self.words.units[self.groups["unit"].lower()], self._count()
        days = count * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
        if self._direction() == 1:
            return _interval(self.published_on, self.published_on + timedelta(days=days))
        return _interval(self.published_on - timedelta(days=days), self.published_on)

    # Since

    def _since(self, begin: date, when: str) -> str:
        if "since" not in self.groups or self.published_on is None or begin > self.published_on:
            return when
        return _interval(begin, self.published_on)

    def _since_stretch(self, when: str) -> str:
        return self._since(date.fromisoformat(_first_day(when)), when)


def _first_day(when: str) -> str:
    begin = when.partition("/")[0]
    return begin + "-01" * ((10 - len(begin)) // 3)


def _interval(begin: date, end: date) -> str:
    if end < begin:
        raise ValueError(f"{end} is before {begin}")
    return f"{begin.isoformat()}/{end.isoformat()}"


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _stretch(published_on: date, unit: str, steps: int) -> str:
    """The week, month or year so many steps from that of publication."""
    if unit == "week":
        monday = published_on - timedelta(days=published_on.weekday()) + timedelta(days=7 * steps)
        return _interval(monday, monday + timedelta(days=6))
    if unit == "month":
        months = published_on.year * 12 + published_on.month - 1 + steps
        if not date.min.year <= months // 12 <= date.max.year:
            raise OverflowError(f"month {months} has no calendar year")
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{date(published_on.year + steps, 1, 1).year:04}"
