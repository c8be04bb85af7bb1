"""Where dates stand in a text, and by which rule each is to be read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dementi.read.dates.clauses import is_future
from dementi.read.dates.lexicon import Lexicon, lexicon

#: How far around a name of a date the words that belong to it may stand, in characters.
_REACH_BEFORE, _REACH_AFTER = 48, 64
_NAME_REACH = 16
#: Rules whose first word belongs to the meaning: from 8 to 13 October, in two weeks.
_KEEPS_PREPOSITION = frozenset({
    "day_range", "day_to_day", "month_range", "year_range", "weekday_range", "ahead", "night",
})  # fmt: skip
_BARE_YEARS = frozenset({"year"})
_LAST_WORD = re.compile(r"(?:\A|\s)([^\W\d_]\w*)\s+\Z")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")


class Found(NamedTuple):
    """A match of one pattern; ``[begin, end)`` is the match without its preposition and article."""

    begin: int
    end: int
    rule: str
    match: re.Match[str]


@lru_cache(maxsize=4)
def found(text: str, language: str) -> tuple[Found, ...]:
    """The dates of a text in text order and not overlapping; of two that overlap, the longer one."""
    words = lexicon(language)
    candidates = [
        one
        for low, high, anchors in _windows(text, words)
        for one in _in_window(text, low, high, anchors, words)
    ]
    candidates.sort(key=lambda one: (one.begin - one.end, one.begin))
    taken: list[Found] = []
    for one in candidates:
        place = bisect_left(taken, one.begin, key=lambda other: other.begin)
        is_free_before = place == 0 or taken[place - 1].end <= one.begin
        is_free_after = place == len(taken) or one.end <= taken[place].begin
        if is_free_before and is_free_after:
            taken.insert(place, one)
    return tuple(taken)


def _windows(text: str, words: Lexicon) -> Iterator[tuple[int, int, set[str]]]:
    """The stretches around words of dates, with what kinds of such words each holds."""
    low = high = -1
    anchors: set[str] = set()
    for match in words.anchors.finditer(text):
        begin, end = max(0, match.start() - _REACH_BEFORE), match.end() + _REACH_AFTER
        if begin > high:
            if anchors:
                yield low, high, anchors
            low, anchors = begin, set()
        high = max(high, end)
        anchors.add(match.lastgroup or "")
    if anchors:
        yield low, high, anchors


def _in_window(text: str, low: int, high: int, anchors: set[str], words: Lexicon) -> Iterator[Found]:
    for pattern in words.patterns:
        if pattern.needs not in anchors:
            continue
        for match in pattern.expression.finditer(text, low, high):
            begin, end = _without_preposition(match, pattern.rule, words), _end(match, words.language)
            is_short = pattern.rule == "numeric" and match.groupdict().get("y") is None
            if is_short and not _may_begin_day(text, begin, words):
                continue
            if not _is_something_else(text, begin, end, pattern.rule, words):
                yield Found(begin, end, pattern.rule, match)


def _may_begin_day(text: str, begin: int, words: Lexicon) -> bool:
    """Whether 1.8. may be a day here: not after a name, where it is a version."""
    word = _LAST_WORD.search(text, max(0, begin - _NAME_REACH), begin)
    return word is None or word[1].islower() or words.outside.match(word[0].lstrip()) is not None


def _without_preposition(match: re.Match[str], rule: str, words: Lexicon) -> int:
    before = words.articles if rule in _KEEPS_PREPOSITION else words.outside
    found_before = before.match(match.string, match.start(), match.end())
    return found_before.end() if found_before else match.start()


def _end(match: re.Match[str], language: str) -> int:
    """Where a date ends: the full stop after an English month ends the sentence."""
    return match.end() - (language == "en" and match[0].endswith("."))


def _is_something_else(text: str, begin: int, end: int, rule: str, words: Lexicon) -> bool:
    """Whether it is part of a name (the Sunday Times, Resolution 1701), a count (2000 men), a duration."""
    reach = max(0, begin - _NAME_REACH)
    if words.names_before.search(text, reach, begin) or words.names_after.match(text, end):
        return True
    if rule == "ahead":
        return not is_future(text, begin, end, words)
    if rule not in _BARE_YEARS or not text[begin].isdigit():
        return False
    following = _NEXT_WORD.match(text, end)
    if following is not None and following[1].lower() in words.counted:
        return True
    if words.count_before.search(text, reach, begin) is None:
        return False
    return words.language == "en" or following is None or following[1][0].isupper()
