"""The words and patterns of dates in one language, compiled from its data file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import msgspec

#: What a stretch of text must hold so that a pattern can match there.
Anchor = Literal["month", "weekday", "season", "year", "digit", "word"]

_NEEDS: dict[str, Anchor] = {"{M}": "month", "{W}": "weekday", "{S}": "season"}
_RULES_OF_DIGITS = frozenset({"iso", "numeric", "slashed"})
#: Rules that cannot do without a year where their pattern names one.
_RULES_OF_YEARS = frozenset({"year", "year_range", "decade", "part_year"})
_YEAR = r"(?:1[89]\d\d|20\d\d)"


class Pattern(NamedTuple):
    """How a date may be worded, and which rule tells what it means."""

    rule: str
    needs: Anchor
    expression: re.Pattern[str]


class Lexicon(NamedTuple):
    """A language's names of dates; see ``lang/<language>/dates.json``."""

    language: str
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    parts: dict[str, str]
    directions: dict[str, int]
    relative_days: dict[str, int]
    units: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    unit_parts: dict[str, tuple[str, str]]
    holidays: dict[str, tuple[int, int]]
    decades: dict[str, int]
    patterns: tuple[Pattern, ...]
    anchors: re.Pattern[str]
    outside: re.Pattern[str]
    articles: re.Pattern[str]
    counted: frozenset[str]
    names_before: re.Pattern[str]
    names_after: re.Pattern[str]
    count_before: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    clause_end: re.Pattern[str]


@cache
def lexicon(language: str) -> Lexicon:
    folder = files("dementi") / "read" / "lang" / language
    raw = msgspec.json.decode((folder / "dates.json").read_bytes())
    amounts = msgspec.json.decode((folder / "quantities.json").read_bytes())
    slots = _slots(raw)
    return Lexicon(
        language,
        raw["months"],
        raw["weekdays"],
        raw["seasons"],
        raw["parts"],
        raw["directions"],
        raw["relative_days"],
        raw["units"],
        raw["numbers"],
        raw["ordinals"],
        {word: (part, unit) for word, (part, unit) in raw["unit_parts"].items()},
        {name: (month, day) for name, (month, day) in raw["holidays"].items()},
        raw["decades"],
        tuple(_pattern(rule, template, slots) for rule, template in raw["patterns"]),
        _anchors(raw),
        re.compile(rf"(?:(?:{'|'.join(raw['prepositions'] + raw['articles'])})\s+)+", re.IGNORECASE),
        re.compile(rf"(?:(?:{'|'.join(raw['articles'])})\s+)+", re.IGNORECASE),
        frozenset(amounts["units"]),
        _before(raw["names_before"] + amounts["names"]),
        re.compile(rf"[\s-](?:{'|'.join(raw['names_after'])})\b"),
        _before(raw["count_before"]),
        re.compile(raw["future"], re.IGNORECASE),
        re.compile(raw["past"], re.IGNORECASE),
        re.compile(raw["clause_end"]),
    )


def _slots(raw: dict[str, Any]) -> dict[str, str]:
    return {
        "{D}": r"(?:0?[1-9]|[12]\d|3[01])",
        # Names of months and days are capitalised or all capitals: "may" and "march" are verbs.
        "{M}": f"(?-i:{_any(_both_cases(raw['months']))})",
        "{W}": f"(?-i:{_any(_both_cases(raw['weekdays']))})",
        "{S}": f"(?:{_any(raw['seasons'])})",
        "{Y}": _YEAR,
        "{N}": rf"(?:\d{{1,3}}|{_any(raw['numbers'])})",
        "{PART}": f"(?:{_any(raw['parts'])})",
        "{DIR}": f"(?:(?:{_any(raw['directions'])}){raw['direction_ending']})",
        "{DAYPART}": f"(?:{_any(raw['day_parts'])})",
        "{ORD}": f"(?:{_any(raw['ordinals'])})",
        "{UNITPART}": f"(?:{_any(raw['unit_parts'])})",
        "{HOLIDAY}": f"(?:{_any(raw['holidays'])})",
        "{DECADE}": f"(?:{_any(raw['decades'])})",
    }


def _any(words: Iterable[str]) -> str:
    """One of several words, longer ones first; a blank stands for any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _both_cases(names: Iterable[str]) -> list[str]:
    return [written for name in names for written in (name.capitalize(), name.upper())]


def _pattern(rule: str, template: str, slots: dict[str, str]) -> Pattern:
    filled = template
    for slot, written in slots.items():
        filled = filled.replace(slot, written)
    # A number with a sign or a point before it is none of a date: 1.500, -5, 3/4.
    return Pattern(rule, _needs(rule, template), re.compile(rf"(?<![\w.,/-]){filled}", re.IGNORECASE))


def _needs(rule: str, template: str) -> Anchor:
    if rule in _RULES_OF_DIGITS:
        return "digit"
    if rule in _RULES_OF_YEARS and "{Y}" in template:
        return "year"
    return next((need for slot, need in _NEEDS.items() if slot in template), "word")


def _anchors(raw: dict[str, Any]) -> re.Pattern[str]:
    months, weekdays = _capitalised(raw["months"]), _capitalised(raw["weekdays"])
    return re.compile(
        rf"(?P<month>\b{months}(?![a-zäöü]))|(?P<weekday>\b{weekdays})|(?P<year>\b{_YEAR})|(?P<digit>\d)"
        rf"|(?P<season>\b(?i:{_any(raw['seasons'])}))|(?P<word>\b(?i:{_any(raw['anchors'])}))"
    )


def _capitalised(names: Iterable[str]) -> str:
    return f"(?:{_any(_both_cases(names))})"


def _before(words: list[str]) -> re.Pattern[str]:
    """The end of a text before a date that is none: "Resolution " before 1701."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})[\s.]{{0,2}}\Z", re.IGNORECASE)
