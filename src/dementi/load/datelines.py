"""The dateline that opens a report: "SEOUL, Oct 18 (Yonhap) --", "Moskau (dpa) –", "KYIV. The …"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from dementi.load import agencies, days, outlets

_PLACE_AT = re.compile(
    r"[A-ZÄÖÜ][\w'’.-]*(?:(?:[ ]|/|,[ ]?)(?:am|an|der|de|la|of|el)?[ ]?[A-ZÄÖÜ(][\w'’.)-]*){0,4}"
)
#: A day without its year: it marks a dateline, but dates nothing.
_SHORT_DAY_AT = re.compile(
    rf"(?:{days.MONTH}\.?\s+\d{{1,2}}(?!\d)|\d{{1,2}}\.?\s+{days.MONTH}\b\.?)(?!,?\s*\d{{4}})", re.IGNORECASE
)
_BRACKETED_AT = re.compile(r"[(\[]\s*(?P<credit>[^()\[\]]{2,40}?)\s*[)\]]")
_BARE_AGENCY_AT = re.compile(rf"(?P<credit>{agencies.LISTED})(?=\s*(?:[|–—]|--))", re.IGNORECASE)
_DASH_AT = re.compile(r"\s*(?:--|[–—:|-]|\+{3})(?=\s)\s*")
_STOP_AT = re.compile(r"\.\s+")
_SENTENCE_AT = re.compile(r"\s+(?=[^a-zäöüß\s])|\s*\Z")

_CAPITALS = r"[A-ZÄÖÜ][A-ZÄÖÜ'’-]+"
#: "WASHINGTON — The …", "BERLIN taz | Der …", "KYIV. The …": a place in capitals and a new sentence.
_CAPITALS_AT = re.compile(
    rf"(?P<place>{_CAPITALS}(?:(?: |/|, ){_CAPITALS}){{0,3}})"
    r"(?:\s*(?:--|[–—])|\.|\s+(?P<outlet>[\w-]{2,20})\s*\|)\s+(?=[A-ZÄÖÜ„“\"»])"
)
#: Shorter words in capitals are mostly bodies ("NATO – Das Bündnis …"), but for these.
_CAPITALS_LENGTH = 5
_SHORT_PLACES = frozenset(
    {"BAKU", "BERN", "BONN", "DOHA", "GAZA", "GENF", "GRAZ", "KIEV", "KIEW", "KÖLN", "KYIV", "LIMA", "LINZ"}
    | {"LVIV", "OMSK", "OSLO", "PRAG", "RIAD", "RIGA", "ROM", "ROME", "SUMY", "WIEN"}
)


class Dateline(NamedTuple):
    """Where the dateline ends, and what it says."""

    end: int
    published_on: date | None = None
    agencies: tuple[str, ...] = ()
    outlet: str | None = None


def dateline_at_start(line: str) -> Dateline | None:
    """The dateline that ``line`` opens with; None where it could be a sentence as well."""
    for place_end in _place_ends(line):
        found = _after_place(line, place_end)
        if found is not None:
            return found
    return _in_capitals(line)


def credited(words: str) -> tuple[str, ...]:
    """The agencies that a credit names; one that we do not know only where it must be one."""
    names = agencies.named(words)
    if not names and outlets.is_outlet(words):
        return (words,)
    return names


def _place_ends(line: str) -> list[int]:
    """Where a place at the line's start may end, the longest first; 0: no place at all."""
    place = _PLACE_AT.match(line)
    if place is None:
        return [0]
    return [place.end(), *(match.start() for match in reversed(list(re.finditer("[ ,]", place[0])))), 0]


def _after_place(line: str, place_end: int) -> Dateline | None:
    position = _past(line, place_end)
    at = days.day_at(line, position)
    short = _SHORT_DAY_AT.match(line, position) if at is None else None
    has_day = at is not None or short is not None
    if at is not None:
        position = at[1]
    elif short is not None:
        position = short.end()
    day = at[0] if at is not None else None
    credit = _credit_at(line, _past(line, position) if has_day else position, has_place=place_end > 0)
    if credit is not None:
        end = _end_after_credit(line, credit.end())
        return None if end is None else Dateline(end, day, credited(credit["credit"]))
    dash = _DASH_AT.match(line, position)
    return Dateline(dash.end(), day) if dash is not None and has_day and place_end else None


def _credit_at(line: str, position: int, *, has_place: bool) -> re.Match[str] | None:
    credit = _BRACKETED_AT.match(line, position)
    if credit is None and has_place:
        credit = _BARE_AGENCY_AT.match(line, position)
    return credit if credit is not None and credited(credit["credit"]) else None


def _end_after_credit(line: str, position: int) -> int | None:
    # Without a dash a new sentence must follow: "Yonhap (AP) said …" goes on.
    for mark in (_DASH_AT, _STOP_AT, _SENTENCE_AT):
        match = mark.match(line, position)
        if match is not None:
            return match.end()
    return None


def _in_capitals(line: str) -> Dateline | None:
    match = _CAPITALS_AT.match(line)
    if match is None or (len(match["place"]) < _CAPITALS_LENGTH and match["place"] not in _SHORT_PLACES):
        return None
    outlet = match["outlet"]
    return Dateline(match.end(), outlet=outlet if outlet and outlets.is_outlet(outlet) else None)


def _past(line: str, position: int) -> int:
    while position < len(line) and line[position] in " ,":
        position += 1
    return position
