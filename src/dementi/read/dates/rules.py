"""Which function reads which rule of ``lang/<language>/dates.json``."""

from __future__ import annotations

from collections.abc import Callable

from dementi.read.dates import days, periods
from dementi.read.dates.reading import Reading

RULES: dict[str, Callable[[Reading], str | None]] = {
    "iso": days.iso,
    "numeric": days.iso,
    "slashed": days.slashed,
    "day": days.day,
    "day_range": days.day_range,
    "day_to_day": days.day_to_day,
    "holiday": days.holiday,
    "weekday": days.weekday,
    "weekday_range": days.weekday_range,
    "night": days.night,
    "relative_day": days.relative_day,
    "month": periods.month,
    "month_range": periods.month_range,
    "part_month": periods.part_month,
    "part_year": periods.part_year,
    "part_unit": periods.part_unit,
    "season": periods.season,
    "quarter": periods.quarter,
    "half": periods.half,
    "decade": periods.decade,
    "century": periods.century,
    "year": periods.year,
    "year_range": periods.year_range,
    "unit": periods.unit,
    "unit_word": periods.unit_word,
    "ago": periods.ago,
    "ahead": periods.ahead,
    "span": periods.span,
}
