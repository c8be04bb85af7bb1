"""The number that begins at a token: digits, German words, English words, vague words."""

from __future__ import annotations

from dementi.read.quantities import english, german
from dementi.read.quantities.numerals import FRACTIONS, numeral_value
from dementi.read.quantities.passage import Number, Passage

_ABBREVIATIONS = frozenset({"mio", "mrd", "tsd", "mill"})
_AFTER_METRES = frozenset({
    "from", "away", "long", "high", "deep", "wide", "tall", "below", "above", "off", "north", "south", "east",
    "west", "lang", "hoch", "tief", "breit", "entfernt", "vor", "unter", "über",
})  # fmt: skip
_BEFORE_A_MULTIPLIER = frozenset({"", " ", "\u00a0", "\u202f", "\n", "-"})


def number_at(passage: Passage, place: int) -> Number | None:
    token = passage.tokens[place]
    if token.begin in passage.dated:
        return None
    if token.text[0].isdigit() or token.text in FRACTIONS:
        return _numeral(passage, place)
    if passage.language == "de":
        return german.number_at(passage, place)
    return english.number_at(passage, place)


def range_end(passage: Passage, number: Number) -> Number | None:
    """The number that ends a range begun by this one: 20 to 30, zwischen 20 und 30, $4 to $5 billion."""
    link = number.last + 1
    word = passage.lower(link)
    before = number.first - 1
    if passage.lower(before) in passage.words.currency:
        before -= 1
    is_between = passage.lower(before) == passage.words.between and word == passage.words.between_and
    if not is_between and word not in passage.words.range_words:
        return None
    place = link + 1
    if word == "-" and passage.lower(place) in passage.words.range_words:
        place += 1  # drei- bis viertausend
    if passage.lower(place - 1) == "bis" and passage.lower(place) == "zu":
        place += 1
    if passage.lower(place) in passage.words.currency:
        place += 1
    if place >= len(passage.tokens):
        return None
    second = number_at(passage, place)
    if second is None or second.is_vague != number.is_vague:
        return None
    scaled = number.value * second.factor if number.is_bare else number.value
    is_rising = number.value < second.value
    return second if is_rising and (scaled <= second.value or not number.is_bare) else None


def _numeral(passage: Passage, place: int) -> Number | None:
    token = passage.tokens[place]
    value = numeral_value(token.text, passage.language)
    if value is None or _is_glued(passage, place):
        return None
    is_bare = token.text.isdecimal()
    last = place
    factor = 1.0
    while last + 1 < len(passage.tokens) and passage.gap(last) in _BEFORE_A_MULTIPLIER:
        multiplier = passage.words.multipliers.get(passage.lower(last + 1).rstrip("."))
        if multiplier is None or _is_metre(passage, last + 1):
            break
        factor *= multiplier
        last += 1
        is_bare = False
        if passage.lower(last) in _ABBREVIATIONS and passage.lower(last + 1) == ".":
            last += 1
    return Number(value * factor, place, last, is_bare, factor=factor)


def _is_metre(passage: Passage, place: int) -> bool:
    """Whether "m" stands for metres: 12 m, against $12m."""
    if passage.lower(place) != "m":
        return False
    if passage.lower(place - 2) in passage.words.currency:
        return False
    following = passage.lower(place + 1)
    if passage.gap(place - 1) == "":
        return following in _AFTER_METRES
    return following not in passage.words.units


def _is_glued(passage: Passage, place: int) -> bool:
    """Kh-101, F-16, T72, 3D: the number belongs to letters beside it."""
    before = passage.before(place, 2)
    if before[-1:].isalpha() or (before[-1:] in "-‑/" and before[:1].isalnum()):
        is_range = before[:1].isdigit() and before[-1:] in "-‑"
        return not is_range
    if not passage.after(place, 1).isalpha():
        return False
    word = passage.lower(place + 1)
    return word not in passage.words.units and word not in passage.words.multipliers
