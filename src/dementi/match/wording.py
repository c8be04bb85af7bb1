"""Claims as sentences and questions of our own, German and English."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from dementi.match.frames import DEFAULT_THEMES, is_country
from dementi.match.nouns import Case, Noun, noun, people_of, theme
from dementi.match.times import interval
from dementi.match.words import rows
from dementi.model import Event, Language

_SLOT = re.compile(r"\{(?P<slot>\w+)(?:=(?P<default>[^:}]+))?(?::(?P<form>\w+))?\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_CASES: dict[str, Case] = {"nom": "nom", "acc": "acc", "dat": "dat"}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
}  # fmt: skip


#: What happens to persons, and what happens to things: never to a state.
_BEFALLS_PERSONS = frozenset({
    "kill", "massacre", "injure", "capture", "detain", "abduct", "release", "poison", "torture",
    "recruit", "pay", "dismiss", "expel", "die", "fall_ill",
})  # fmt: skip
_BEFALLS_THINGS = frozenset({
    "shoot_down", "sink", "destroy", "build", "test_weapon", "crash", "burn", "explode",
})  # fmt: skip
#: A state's plane or ship is seldom in that state when it is lost.
_HAS_FLAG = frozenset({"shoot_down", "sink", "crash"})
_BEFALLS_AGENT = frozenset({"die", "fall_ill", "crash", "burn", "explode"})

_SINGULAR = frozenset({"a", "an", "ein", "eine", "etwas", "something", "evidence", "what"})


class _Row(NamedTuple):
    subject: str
    singular: str
    plural: str
    rest: str

    def needed(self) -> set[str]:
        """The slots without which the row cannot be said."""
        told = self.subject + _OPTIONAL.sub("", self.rest)
        return {slot["slot"] for slot in _SLOT.finditer(told) if not slot["default"]}


class _Sentence(NamedTuple):
    subject: str
    finite: str
    rest: str


def sentence(event: Event, language: Language) -> str:
    """Say an event as a sentence: *North Korea is sending troops to Russia (October 2024).*"""
    subject, finite, rest = _said(event, language)
    when = day(event.when, language)
    words = " ".join(part for part in (subject, finite, rest) if part)
    return _capital(words) + (f" ({when})." if when else ".")


def question(event: Event, language: Language) -> str:
    """Ask whether an event took place: *Is North Korea sending troops to Russia?*"""
    subject, finite, rest = _said(event, language)
    return _capital(" ".join(part for part in (finite, subject, rest) if part)) + "?"


def day(when: str | None, language: Language) -> str:
    """A day, month, year or interval in words; empty where there is none."""
    if interval(when) is None or when is None:
        return ""
    first, _, last = when.partition("/")
    if not last or first == last:
        return _point(first, language)
    first, last = _whole(first, last)
    begin, end = _point(first, language), _point(last, language)
    if begin == end:
        return begin
    year = f" {int(first[:4])}"
    if first[:4] == last[:4] and begin.endswith(year):
        begin = begin.removesuffix(year)
    return f"{begin} – {end}"


def _whole(first: str, last: str) -> tuple[str, str]:
    """An interval of whole years or months by its years or months."""
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4], last[:4]
    ends = interval(last[:7])
    if first[7:] == "-01" and ends is not None and interval(last) == (ends[1], ends[1]):
        return first[:7], last[:7]
    return first, last


def _point(iso: str, language: Language) -> str:
    year, *rest = iso.split("-")
    if not rest:
        return str(int(year))
    month = _MONTHS[language][int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month} {int(year)}"
    return f"{int(rest[1])}{'.' if language == 'de' else ''} {month} {int(year)}"


@cache
def _rows_of(act: str, language: Language) -> tuple[_Row, ...]:
    found = []
    for row_act, subject, finite, *rest in rows(f"{language}.tsv"):
        if row_act == act:
            singular, plural = finite.split("|")
            found.append(_Row(subject, singular, plural, rest[0] if rest else ""))
    return tuple(found)


def _said(event: Event, language: Language) -> _Sentence:
    nouns = _nouns(event, language)
    table = _rows_of(event.act, language)
    row = next(row for row in table if row.needed() <= nouns.keys())
    if "{theme" not in row.subject + row.rest and "theme" in nouns and row is not table[-1]:
        # A row further down that can say the theme tells more than one that leaves it out.
        row = next((one for one in table if "{theme" in one.rest and one.needed() == row.needed()), row)
    subject, is_plural = _subject(row, nouns)
    if "owner" in nouns and "{owner" not in row.rest:
        subject += f" {_form(nouns['owner'], 'from', language)}"
    rest = _filled(row.rest, nouns, language)
    if "place" in nouns and "{place" not in row.rest and language == "en":
        rest += f" {_form(nouns['place'], 'in', language)}"
    return _Sentence(subject, row.plural if is_plural else row.singular, " ".join(rest.split()))


def _nouns(event: Event, language: Language) -> dict[str, Noun]:
    told = {"agent": event.agent, "target": event.target, "place": event.place, "owner": None}
    undergoer = "agent" if event.act in _BEFALLS_AGENT else "target"
    befallen = told[undergoer]
    people: dict[str, Noun] = {}
    if befallen and is_country(befallen):
        if event.act in _BEFALLS_PERSONS:
            told[undergoer] = None
            people[undergoer] = people_of(befallen, language)
        elif event.act in _BEFALLS_THINGS:
            told[undergoer] = None
            if event.act in _HAS_FLAG:
                told["owner"] = befallen
            else:
                told["place"] = told["place"] or befallen
    if told["place"] in (told["agent"], told["target"]):
        told["place"] = None
    found = {slot: noun(value, language) for slot, value in told.items() if value} | people
    about = event.theme or DEFAULT_THEMES.get(event.act)
    if about and not (about == "aircraft" and event.act in _HAS_FLAG):
        found["theme"] = theme(about, language)
    return found


def _subject(row: _Row, nouns: dict[str, Noun]) -> tuple[str, bool]:
    if row.subject.startswith("="):
        return row.subject[1:], row.singular == row.plural
    slot = _SLOT.fullmatch(row.subject)
    if slot is None:
        raise ValueError(f"the subject '{row.subject}' is neither a slot nor =words")
    if slot["slot"] not in nouns:
        return slot["default"], _is_plural_default(slot["default"])
    one = nouns[slot["slot"]]
    return one.forms["nom"], one.is_plural


def _is_plural_default(words: str) -> bool:
    return words.partition(" ")[0] not in _SINGULAR


def _filled(template: str, nouns: dict[str, Noun], language: Language) -> str:
    def optional(found: re.Match[str]) -> str:
        slots = {slot["slot"] for slot in _SLOT.finditer(found[1])}
        return found[1] if slots <= nouns.keys() else ""

    def slot(found: re.Match[str]) -> str:
        if found["slot"] not in nouns:
            return found["default"]
        return _form(nouns[found["slot"]], found["form"] or "acc", language)

    return _SLOT.sub(slot, _OPTIONAL.sub(optional, template)).replace("von dem ", "vom ")


def _form(one: Noun, form: str, language: Language) -> str:
    if form in _CASES:
        return one.forms[_CASES[form]]
    return _PREPOSITIONS[language][form](one)


def _into(one: Noun) -> str:
    """*nach Russland*, *in die Ukraine*, *in den Iran*; to persons and bodies *an*."""
    if not one.is_place:
        return f"an {one.forms['acc']}"
    return f"in {one.forms['acc']}" if one.gender else f"nach {one.forms['acc']}"


def _in(one: Noun) -> str:
    """*in Russland*, *in der Ukraine*, *im Iran*."""
    return f"in {one.forms['dat']}".replace("in dem ", "im ")


_PREPOSITIONS: dict[Language, dict[str, Callable[[Noun], str]]] = {
    "de": {
        "into": _into,
        "to": lambda one: f"an {one.forms['acc']}",
        "onto": lambda one: f"auf {one.forms['acc']}",
        "against": lambda one: f"gegen {one.forms['acc']}",
        "from": lambda one: f"aus {one.forms['dat']}" if one.is_place else f"von {one.forms['dat']}",
        "in": _in,
    },
    "en": {
        "into": lambda one: f"to {one.forms['acc']}",
        "to": lambda one: f"to {one.forms['acc']}",
        "onto": lambda one: f"at {one.forms['acc']}",
        "against": lambda one: f"against {one.forms['acc']}",
        "from": lambda one: f"from {one.forms['acc']}",
        "in": lambda one: f"in {one.forms['acc']}",
    },
}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
