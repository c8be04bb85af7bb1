"""Dates in running text, read relative to the day of publication.

The wording stands in ``lang/<language>/dates.json`` (names and patterns); what a date means stands here.
News looks back: "in June" and "on Friday" are the last ones up to the day of publication, unless a word
(*next*, *kommenden*, *by December*) or a clause about the future says otherwise.

A mention is the date without the preposition and the article before it, much as in TimeML's TIMEX3
(Pustejovsky et al. 2003); words that make the date another one stay in (*since March*, *from 8 to 13
October*, *two weeks ago*, *Monday night*).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from dementi.model import Span
from dementi.read.dates import finding
from dementi.read.dates.lexicon import lexicon
from dementi.read.dates.reading import Reading
from dementi.read.dates.rules import RULES

__all__ = ["DateMention", "date_spans", "dates"]


class DateMention(NamedTuple):
    """A date in a text: a day, ``YYYY-MM``, ``YYYY``, or an interval ``begin/end`` of days (ISO 8601)."""

    begin: int
    end: int
    when: str


def dates(text: str, language: str, published_on: date | None) -> list[DateMention]:
    """Find the dates of a text, in text order and not overlapping.

    Without ``published_on`` only dates that carry their own year are given; what is relative to the
    day of publication stays out. A date that can be read in two ways (03/04/2024) is given as the interval
    from the one to the other, unless another date of the text tells the order.
    """
    if language not in ("de", "en"):
        return []
    words = lexicon(language)
    mentions = []
    for found in finding.found(text, language):
        try:
            when = RULES[found.rule](Reading(text, found, words, published_on))
        except (ValueError, OverflowError):
            continue  # 31 February, or a day before the first year that a date can hold
        if when is not None:
            mentions.append(DateMention(found.begin, found.end, when))
    return mentions


def date_spans(text: str, language: str) -> list[Span]:
    """Where dates stand, resolvable or not: a number in there counts nothing."""
    if language not in ("de", "en"):
        return []
    return [(found.begin, found.end) for found in finding.found(text, language)]
