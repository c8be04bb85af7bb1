"""The words of quantities in one language, from its data file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dementi.actors import table

#: Without one of these a text holds no quantity.
HAS_NUMBER = {
    "de": re.compile(
        r"\d|[½¼¾]|zwe|zwo|drei|vier|fünf|sech|sieb|acht|neun|zehn|elf|zwölf|zwanz|hundert|tausend|milli|dutzend"
        r"|mehrere|einige|paar|wenige|etliche|anderthalb|eineinhalb|null|handvoll",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\d|[½¼¾]|\b(?:one|two|twelve|twent|three|thir|four|for|five|fif|six|seven|eight|nine|ten|eleven"
        r"|dozen|hundred|thousand|million|billion|several|few|couple|handful|scores|zero)",
        re.IGNORECASE,
    ),
}
#: Shorter words are too often the end of another: Tage in Beiträge.
_SHORTEST_HEAD = 5


class Words(NamedTuple):
    """See ``lang/<language>/quantities.json``; all in lower case.

    ``units`` give what a word counts, ``unit_phrases`` what two words do; ``heads`` are the ends of German
    compounds, longest first. ``names`` announce a number that counts nothing; after ``models`` it never does.
    ``verbs`` tell what is counted after the number, ``deeds`` before it; ``counts`` are nouns that announce a
    number. ``verbs_before`` take a qualifier away: *handed over 95 prisoners*.
    """

    numbers: dict[str, float]
    multipliers: dict[str, float]
    vague: dict[str, float]
    few: dict[str, float]
    rounded: dict[str, str]
    qualifiers: dict[tuple[str, ...], str]
    qualifier_words: frozenset[str]
    verbs_before: dict[str, re.Pattern[str]]
    range_words: frozenset[str]
    between: str
    between_and: str
    of: frozenset[str]
    determiners: frozenset[str]
    of_them: frozenset[tuple[str, ...]]
    others: frozenset[str]
    currency: dict[str, str]
    units: dict[str, str]
    unit_phrases: dict[tuple[str, str], str]
    heads: tuple[tuple[str, str], ...]
    stop: frozenset[str]
    not_counted: frozenset[str]
    fractions: frozenset[str]
    names: frozenset[str]
    models: frozenset[str]
    verbs: dict[str, str]
    deeds: dict[str, str]
    counts: dict[str, str | None]
    before_a_count: frozenset[str]
    be: frozenset[str]
    ages: tuple[str, ...]


@cache
def words(language: str) -> Words:
    raw = msgspec.json.decode(
        (files("dementi") / "read" / "lang" / language / "quantities.json").read_bytes()
    )
    people = {
        written.split()[-1].lower(): "people"
        for state in table.states().values()
        for written in _plurals(state.people[language], language)
    }
    units = people | raw["units"]
    heads = {word: unit for word, unit in units.items() if len(word) >= _SHORTEST_HEAD} | raw["suffixes"]
    return Words(
        raw["numbers"],
        raw["multipliers"],
        raw["vague"],
        raw["few"],
        raw["rounded"],
        {tuple(phrase.split()): label for phrase, label in raw["qualifiers"].items()},
        frozenset(word for phrase in raw["qualifiers"] for word in phrase.split()),
        {word: re.compile(verbs, re.IGNORECASE) for word, verbs in raw["verbs_before"].items()},
        frozenset(raw["range_words"]),
        raw["between"],
        raw["between_and"],
        frozenset(raw["of"]),
        frozenset(raw["determiners"]),
        frozenset(tuple(phrase.split()) for phrase in raw["of_them"]),
        frozenset(raw["others"]),
        raw["currency"],
        units,
        {(first, second): unit for (first, second), unit in _pairs(raw["unit_phrases"])},
        tuple(sorted(heads.items(), key=lambda item: -len(item[0]))) if language == "de" else (),
        frozenset(raw["stop"]),
        frozenset(raw["not_counted"]),
        frozenset(raw["fractions"]),
        frozenset(raw["names"]),
        frozenset(raw["models"]),
        raw["verbs"],
        raw["deeds"],
        raw["counts"],
        frozenset(raw["before_a_count"]),
        frozenset(raw["be"]),
        tuple(raw["ages"]),
    )


def _pairs(phrases: dict[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    for phrase, unit in phrases.items():
        first, second = phrase.split()
        yield (first, second), unit


def _plurals(people: tuple[str, ...], language: str) -> Iterator[str]:
    """What many of a people are called: North Koreans, Nordkoreaner, Nordkoreanern, Russen."""
    for word in people:
        if language == "en":
            yield word
        elif word.endswith("e"):
            yield word + "n"
        elif "~" not in word:
            yield from (word, word + "n")
