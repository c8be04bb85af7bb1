"""What a number counts: the noun after it, the sign before it, or the verb that tells of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dementi.read.quantities.numbers import number_at
from dementi.read.quantities.passage import Number, Passage, Token
from dementi.read.quantities.qualifiers import AFTER
from dementi.read.quantities.words import words

_REACH = 5
_OPEN_REACH = 3
_COUNT_REACH = 14
_MONEY = frozenset({"dollars", "euros", "pounds", "yen", "roubles", "won", "francs", "yuan"})
_IN_LOWER_CASE = frozenset({"km", "times", "dead", "missing"})
_CONDITIONS = frozenset({"injured", "dead"})
#: Endings that German nouns and nouns made of adjectives take: den Häusern, der Beschäftigten, des Panzers.
_ENDINGS = ("n", "en", "r", "s", "es", "e")
_PLURAL_ENDINGS = ("e", "n", "r", "s")
_YEARS = range(1900, 2100)
_LEAST_POSTAL_CODE = 10_000
#: A 10,000-strong force: the number is the force's strength, the noun is none of it.
_STRENGTHS = ("-strong", "-man", "-member")
_SPEEDS: dict[str | None, str] = {"km": "km/h", "miles": "mph"}
_PER_HOUR = frozenset({("/", "h"), ("pro", "stunde"), ("per", "hour"), ("an", "hour")})
_DESIGNATION = re.compile(
    r"[A-ZÄÖÜ][A-Za-z]{0,2}[-‑]\d{1,4}[A-Z]{0,3}(?:[-‑](?=[A-ZÄÖÜ][a-zäöü])|\b(?![-‑]))"
)


class Unit(NamedTuple):
    """What is counted and the last token that says so; ``is_open`` if no list knows the noun."""

    name: str | None
    last: int
    is_open: bool = False


def unit(passage: Passage, number: Number, last: int) -> Unit:
    sign = passage.lower(number.first - 1)
    if sign in passage.words.currency:
        return Unit(passage.words.currency[sign], last)
    if passage.after(last, 8).startswith(_STRENGTHS):
        return Unit(None, last)
    return (
        _known_noun(passage, last)
        or _open_noun(passage, number, last)
        or _of_whole(passage, number, last)
        or Unit(_of_verb(passage, number, last), _last_with_verb(passage, last))
    )


def _known_noun(passage: Passage, last: int) -> Unit | None:
    name, place = None, last + 1
    if (passage.lower(place), passage.lower(place + 1)) in AFTER:
        place += 2
    place = _after_designation(passage, place)
    reach = min(len(passage.tokens), place + _REACH)
    begin = place - 1
    while place < reach:
        phrase = passage.words.unit_phrases.get((passage.lower(place), passage.lower(place + 1)))
        if phrase is not None:
            return Unit(phrase, place + 1)
        lemma = _lemma(passage, passage.tokens[place])
        if lemma in _CONDITIONS and _describes(passage, place):
            lemma = None
        if lemma is not None:
            name, last = lemma, place
            if lemma in _MONEY or passage.language == "de" or not _is_compound(passage, place):
                break
        elif name is not None or not _may_stand_between(passage, place, place - begin):
            break
        place = _after_designation(passage, place + 1)
    return None if name is None else _speed(passage, Unit(name, last))


def _speed(passage: Passage, distance: Unit) -> Unit:
    """60 km/h, 210 Kilometer pro Stunde, 80 miles an hour."""
    following = (passage.lower(distance.last + 1), passage.lower(distance.last + 2))
    if distance.name not in _SPEEDS or following not in _PER_HOUR:
        return distance
    return Unit(_SPEEDS[distance.name], distance.last + 2)


def _after_designation(passage: Passage, place: int) -> int:
    """Past the name of a type before its noun: six Russian Su-25 jets, zwölf T-72-Panzer."""
    match = (
        _DESIGNATION.match(passage.text, passage.tokens[place].begin) if place < len(passage.tokens) else None
    )
    if match is None:
        return place
    while place < len(passage.tokens) and passage.tokens[place].begin < match.end():
        place += 1
    return place


def _lemma(passage: Passage, token: Token) -> str | None:
    if token.text in passage.words.currency:
        return passage.words.currency[token.text]
    units = passage.words.units
    if passage.language == "en":
        return units.get(token.lower) or (
            units.get(token.lower.rpartition("-")[2]) if "-" in token.text else None
        )
    known = units.get(token.lower)
    if known is not None and (len(token.text) <= 3 or not token.text.isalpha()):
        return known
    is_noun = token.text[0].isupper()
    if known is not None:
        return known if is_noun or known in _IN_LOWER_CASE else None
    return german_unit(token.lower) if is_noun and token.text[0].isalpha() else None


@lru_cache(maxsize=4096)
def german_unit(word: str) -> str | None:
    """What an inflected or compound German noun counts: Krankenhäusern, Artilleriegranaten."""
    known = words("de")
    if word in known.not_counted:
        return None
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    for stem in stems:
        if stem in known.units:
            return known.units[stem]
    last_part = word.rpartition("-")[2]
    for stem in stems:
        for head, name in known.heads:
            if stem.endswith(head):
                return name
    return known.units.get(last_part)


def _describes(passage: Passage, place: int) -> bool:
    """Whether "wounded" or "dead" describes a noun that follows: three wounded soldiers."""
    token = passage.tokens[place]
    if passage.language == "de":
        following = passage.tokens[place + 1] if place + 1 < len(passage.tokens) else token
        return token.text[0].islower() and token.lower[-1] in "nre" and following.text[0].isupper()
    if token.lower in passage.words.verbs:
        for following in passage.tokens[place + 1 : place + 4]:
            if following.lower in passage.words.units:
                return True
            if not following.text[0].isupper():
                return False
    return False


def _is_number(passage: Passage, place: int) -> bool:
    """A second number has a noun of its own: three of the five hostages."""
    number = number_at(passage, place)
    return number is not None and not number.is_vague


def _is_compound(passage: Passage, place: int) -> bool:
    """Whether the next word is a unit as well, so that this one only describes it: tank shells."""
    return passage.gap(place) == " " and passage.lower(place + 1) in passage.words.units


def _may_stand_between(passage: Passage, place: int, distance: int) -> bool:
    token, stop = passage.tokens[place], passage.words.stop
    if _is_number(passage, place):
        return False
    if not token.text[0].isalpha():
        return token.text in ("-", "“", "„", "»") and distance == 1
    if passage.language == "de":
        is_adjective = token.text[0].islower() and token.lower[-1] in "enrsm" and len(token.text) > 3
        return (is_adjective or token.lower in ("der", "von", "us", "mal")) and token.lower not in stop
    if token.lower in stop:
        return token.lower == "of" and distance <= 2
    if token.lower in passage.words.verbs and not _describes(passage, place):
        return False
    return distance <= 4 and not (token.lower.endswith("ed") and distance > 1)


def _open_noun(passage: Passage, number: Number, last: int) -> Unit | None:
    """A noun that no list knows: an English plural becomes the unit, a German noun as it is written."""
    is_year_or_code = number.is_bare and (number.value in _YEARS or number.value >= _LEAST_POSTAL_CODE)
    is_few = number.is_vague and number.value < 10
    if is_year_or_code or is_few or passage.lower(number.last) == "one":
        return None
    for place in range(last + 1, min(len(passage.tokens), last + 1 + _OPEN_REACH)):
        if passage.gap(place - 1) not in (" ", "\u00a0", "\u202f"):
            return None
        token = passage.tokens[place]
        if _is_open_noun(passage, token):
            return Unit(token.text if passage.language == "de" else token.lower, place, is_open=True)
        if not _is_adjective(passage, token):
            return None
    return None


def _is_open_noun(passage: Passage, token: Token) -> bool:
    word = token.lower
    if len(word) < 4 or word in passage.words.not_counted or word in passage.words.stop:
        return False
    if passage.language == "de":
        return token.text[0].isupper() and not token.text.isupper() and word.endswith(_PLURAL_ENDINGS)
    return token.text.islower() and word.endswith("s") and not word.endswith(("ss", "us"))


def _is_adjective(passage: Passage, token: Token) -> bool:
    word = token.lower
    if not token.text[0].isalpha() or word in passage.words.stop or word in passage.words.be:
        return False
    if word in passage.words.numbers or word in passage.words.of:
        return False
    if passage.language == "de":
        return token.text[0].islower() and word.endswith(("e", "en", "er")) and len(word) > 4
    return word not in passage.words.verbs and not word.endswith("ly")


def _of_whole(passage: Passage, number: Number, last: int) -> Unit | None:
    """43 of 50 drones, 100 der 450 Abgeordneten, from 30 to 25 percent: the noun stands with the second."""
    known = passage.words
    place = last + 1
    is_change = passage.lower(number.first - 1) in ("from", "von") and passage.lower(place) in ("to", "auf")
    if passage.lower(place) not in known.of and not is_change:
        return None
    while place < last + 4 and passage.lower(place + 1) in known.determiners:
        place += 1
    if place + 1 >= len(passage.tokens):
        return None
    whole = number_at(passage, place + 1)
    if whole is None or whole.is_vague:
        return None
    noun = _known_noun(passage, whole.last) or _open_noun(passage, whole, whole.last)
    return None if noun is None else Unit(noun.name, last)


def _of_verb(passage: Passage, number: Number, last: int) -> str | None:
    """500 were killed, 12 verletzt: the verb says what is counted."""
    known = passage.words
    for place in range(last + 1, last + 5):
        word = passage.lower(place)
        if word in known.verbs:
            return known.verbs[word]
        if word not in known.be and not (place == last + 1 and word in known.others):
            break
    return _before(passage, number)


def _last_with_verb(passage: Passage, last: int) -> int:
    """12 killed: the participle right after the number belongs to the quantity, a verb apart does not."""
    word = passage.lower(last + 1)
    return last + 1 if word in passage.words.verbs and word != "ums" else last


def _before(passage: Passage, number: Number) -> str | None:
    """What "killing at least 12" and "the number of deaths rose to 176" count."""
    known, first = passage.words, number.first
    place = first - 1
    while place > 0 and (place - first) > -4 and passage.lower(place) not in known.deeds:
        if passage.lower(place) not in known.qualifier_words:
            break
        place -= 1
    if passage.lower(place) in known.deeds:
        return known.deeds[passage.lower(place)]
    if first > 0 and passage.tokens[first - 1].text[0].isdigit():
        first -= 1  # from 12,000 to 15,000
    if first == 0 or passage.lower(first - 1) not in known.before_a_count:
        return None
    for place in range(first - 2, max(-1, first - _COUNT_REACH), -1):
        word = passage.lower(place)
        if word in ".!?;":
            return None
        if word in known.counts:
            named = (_lemma(passage, token) for token in passage.tokens[place : min(first, place + 5)])
            return known.counts[word] or next((name for name in named if name is not None), None)
    return None
