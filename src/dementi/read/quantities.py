"""Quantities in running text: number, range, unit and qualifier.

The words stand in ``lang/<language>/quantities.json``. Vague words are read as ACLED reads them: tens 10,
dozens 12, hundreds 100, thousands 1,000; *several*, *a few*, *ein paar* and *mehrere* as 3, and so
*several hundred* as 300. Such readings carry the qualifier ``vague``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dementi.actors import table
from dementi.model import Quantity, Span
from dementi.read.dates import date_spans

_TOKEN = re.compile(
    r"\d+(?:[.,\u00a0\u202f’']\d{3})*(?:[.,]\d+)?[½¼¾]?|[½¼¾]|[^\W\d_]+(?:[-‑'’][^\W\d_]+)*²?|[^\w\s]"
)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_LONGEST_QUALIFIER = 4
_UNIT_REACH = 5
_HAS_NUMBER = {
    "de": re.compile(
        r"\d|[½¼¾]|zwe|zwo|drei|vier|fünf|sech|sieb|acht|neun|zehn|elf|zwölf|zwanz|hundert|tausend|milli|dutzend"
        r"|mehrere|einige|paar|wenige|etliche|anderthalb|eineinhalb",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\d|[½¼¾]|\b(?:one|two|twelve|twent|three|thir|four|for|five|fif|six|seven|eight|nine|ten|eleven"
        r"|dozen|hundred|thousand|million|billion|several|few|handful|scores)",
        re.IGNORECASE,
    ),
}
#: Qualifiers that leave one side open.
_OPEN_ABOVE = frozenset({"at least", "more than"})
_OPEN_BELOW = frozenset({"up to", "less than"})
#: Nouns that announce a number, with what they count where they say so themselves.
_COUNTS = {
    "zahl": None, "anzahl": None, "number": None, "opferzahl": "dead", "todesopferzahl": "dead",
    "totenzahl": "dead", "toll": "dead",
}  # fmt: skip
_BEFORE_A_COUNT = frozenset({"auf", "von", "bei", "to", "at", "from", "is", "was", "ist", "war", "beträgt"})
_COUNT_REACH = 14
_MONEY = frozenset({"dollars", "euros", "pounds", "yen", "roubles", "won"})


class _Words(NamedTuple):
    numbers: dict[str, float]
    multipliers: dict[str, float]
    vague: dict[str, float]
    few: dict[str, float]
    qualifiers: dict[tuple[str, ...], str]
    range_words: frozenset[str]
    between: str
    between_and: str
    currency: dict[str, str]
    units: dict[str, str]
    suffixes: tuple[tuple[str, str], ...]
    skip: frozenset[str]
    stop: frozenset[str]
    names: frozenset[str]
    verbs: dict[str, str]
    be: frozenset[str]
    ages: tuple[str, ...]


class _Token(NamedTuple):
    text: str
    lower: str
    begin: int
    end: int


class _Number(NamedTuple):
    """A number over tokens ``[first, last]``; ``is_bare`` is one without separator, multiplier or word."""

    value: float
    first: int
    last: int
    is_bare: bool
    is_vague: bool = False
    factor: float = 1.0


@cache
def _words(language: str) -> _Words:
    raw = msgspec.json.decode(
        (files("dementi") / "read" / "lang" / language / "quantities.json").read_bytes()
    )
    people = {
        words.split()[-1].lower(): "people"
        for state in table.states().values()
        for words in _plurals(state.people[language], language)
    }
    return _Words(
        raw["numbers"],
        raw["multipliers"],
        raw["vague"],
        raw["few"],
        {tuple(phrase.split()): label for phrase, label in raw["qualifiers"].items()},
        frozenset(raw["range_words"]),
        raw["between"],
        raw["between_and"],
        raw["currency"],
        people | raw["units"],
        tuple(sorted(raw.get("suffixes", {}).items(), key=lambda item: -len(item[0]))),
        frozenset(raw["skip"]),
        frozenset(raw["stop"]),
        frozenset(raw["names"]),
        raw["verbs"],
        frozenset(raw["be"]),
        tuple(raw["ages"]),
    )


def _plurals(people: tuple[str, ...], language: str) -> Iterator[str]:
    """What many of a people are called: North Koreans, Nordkoreaner, Nordkoreanern, Russen."""
    for word in people:
        if language == "en":
            yield word
        elif word.endswith("e"):
            yield word + "n"
        elif "~" not in word:
            yield from (word, word + "n")


def quantities(text: str, language: str) -> list[Quantity]:
    """Find the quantities of a text, in text order and not overlapping.

    ``low`` and ``high`` enclose the number: equal for a plain or rounded one, ``high`` open for *at least*,
    ``low`` open for *up to*. A unit is an English plural (``soldiers``, ``km``, ``dollars``), None where the
    word counted is not known. Dates, times, ages, scores, telephone numbers and numbers that are part of a
    name (Kh-101, Boeing 747, Article 5) are no quantities.
    """
    if language not in ("de", "en") or _HAS_NUMBER[language].search(text) is None:
        return []
    tokens = [
        _Token(match[0], match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)
    ]
    dates = _covered(date_spans(text, language))
    finder = _Finder(text, tokens, language, dates)
    found: list[Quantity] = []
    place = 0
    while place < len(tokens):
        quantity, place = finder.at(place)
        # A currency sign between two numbers belongs to the one before it.
        if quantity is not None and (not found or found[-1].span[1] <= quantity.span[0]):
            found.append(quantity)
    return found


def _covered(spans: list[Span]) -> frozenset[int]:
    return frozenset(offset for begin, end in spans for offset in range(begin, end))


class _Finder:
    def __init__(self, text: str, tokens: list[_Token], language: str, dates: frozenset[int]) -> None:
        self.text = text
        self.tokens = tokens
        self.language = language
        self.words = _words(language)
        self.dates = dates

    def at(self, place: int) -> tuple[Quantity | None, int]:
        """The quantity whose number begins at a token, if any, and the token to go on from."""
        number = self._number(place)
        if number is None:
            return None, place + 1
        low = high = number.value
        last = number.last
        second = self._range_end(number)
        if second is not None:
            scale = second.factor if number.is_bare and number.value * second.factor < second.value else 1.0
            low, high, last = number.value * scale, second.value, second.last
        unit, unit_last = self._unit(number, last)
        if second is None and not self._is_quantity(number, last, unit):
            return None, number.last + 1
        if self._is_part_of_name(number, last, unit):
            return None, last + 1
        labels, first = self._qualifiers(number.first)
        begin, end = self._extent(first, unit_last)
        quantity = Quantity(
            low=None if second is None and labels & _OPEN_BELOW else low,
            high=None if second is None and labels & _OPEN_ABOVE else high,
            unit=unit,
            text=self.text[begin:end],
            span=(begin, end),
            qualifier=self._qualifier(labels, number),
        )
        return quantity, unit_last + 1

    # Numbers

    def _number(self, place: int) -> _Number | None:
        token = self.tokens[place]
        if token.begin in self.dates:
            return None
        if token.text[0].isdigit() or token.text in _FRACTIONS:
            return self._numeral(place)
        if self.language == "de":
            return self._german_words(place)
        return self._english_words(place)

    def _numeral(self, place: int) -> _Number | None:
        token = self.tokens[place]
        value = _numeral_value(token.text, self.language)
        if value is None or self._is_glued(place):
            return None
        is_bare = token.text.isdecimal()
        last = place
        factor = 1.0
        while last + 1 < len(self.tokens) and self._gap(last) in ("", " ", "\u00a0", "\u202f", "\n", "-"):
            multiplier = self.words.multipliers.get(self.tokens[last + 1].lower.rstrip("."))
            if multiplier is None or self._is_metre(last + 1):
                break
            factor *= multiplier
            last += 1
            is_bare = False
            if self._follows_abbreviation(last):
                last += 1
        return _Number(value * factor, place, last, is_bare, factor=factor)

    def _is_metre(self, place: int) -> bool:
        """Whether "m" stands for metres: 12 m, against $12m."""
        if self.tokens[place].lower != "m":
            return False
        is_money = self.tokens[place - 2].text in self.words.currency if place >= 2 else False
        return not is_money and self._gap(place - 1) != ""

    def _follows_abbreviation(self, place: int) -> bool:
        is_short = self.tokens[place].lower in ("mio", "mrd", "tsd", "mill")
        return is_short and place + 1 < len(self.tokens) and self.tokens[place + 1].text == "."

    def _german_words(self, place: int) -> _Number | None:
        token = self.tokens[place]
        word = token.lower
        if word in self.words.few:
            return self._few(place)
        article = 0
        if word in ("ein", "eine", "einer", "einem", "einen", "halbe", "halbes") and place + 1 < len(
            self.tokens
        ):
            article, word = 1, self.tokens[place + 1].lower
            if word in ("halbe", "halbes", "halben") and place + 2 < len(self.tokens):
                multiplier = self.words.multipliers.get(self.tokens[place + 2].lower)
                return _Number(multiplier / 2, place, place + 2, False) if multiplier else None
            if word not in ("dutzend", "hundert", "tausend", "million", "milliarde", "billion", "paar"):
                return None
            if word == "paar":
                return self._few(place + 1, first=place)
        is_noun = self.tokens[place + article].text[0].isupper()
        if word in self.words.vague and (is_noun or not word.startswith("million")) and not article:
            return _Number(self.words.vague[word], place, place, False, is_vague=True)
        value = self.words.multipliers.get(word) if article else german_number(word)
        last = place + article
        if value is None:
            return None
        factor = 1.0
        if last + 1 < len(self.tokens) and self._gap(last) == " ":
            multiplier = self.words.multipliers.get(self.tokens[last + 1].lower)
            if multiplier is not None:
                factor, last = multiplier, last + 1
        is_bare = factor == 1.0 and value < 100
        return _Number(value * factor, place, last, is_bare, factor=factor)

    def _few(self, place: int, first: int | None = None) -> _Number | None:
        """A few, several: with a unit or a multiplier only, which :meth:`_is_quantity` asks for."""
        value = self.words.few[self.tokens[place].lower]
        last = place
        if place + 1 < len(self.tokens):
            following = self.tokens[place + 1].lower
            multiplier = self.words.multipliers.get(following) or self.words.vague.get(following)
            if multiplier is not None and self._gap(place) == " ":
                value, last = value * multiplier, place + 1
        return _Number(value, place if first is None else first, last, False, is_vague=True)

    def _english_words(self, place: int) -> _Number | None:
        token = self.tokens[place]
        if token.lower in self.words.few:
            return self._few(place)
        if token.lower in ("a", "an") and place + 1 < len(self.tokens):
            following = self.tokens[place + 1].lower
            if following in ("few", "handful"):
                return self._few(place + 1, first=place)
            if following in ("dozen", "hundred", "thousand", "million", "billion"):
                value = self.words.multipliers[following]
                return _Number(value, place, place + 1, False)
            return None
        if token.lower == "half" and self._next_lower(place, 2) in (("a", "dozen"), ("a", "million")):
            return _Number(self.words.multipliers[self.tokens[place + 2].lower] / 2, place, place + 2, False)
        if token.lower in self.words.vague:
            return self._english_vague(place)
        return self._english_sum(place)

    def _next_lower(self, place: int, count: int) -> tuple[str, ...]:
        return tuple(token.lower for token in self.tokens[place + 1 : place + 1 + count])

    def _english_vague(self, place: int) -> _Number:
        value, last = self.words.vague[self.tokens[place].lower], place
        of, larger = (*self._next_lower(place, 2), "", "")[:2]
        if of == "of" and larger in self.words.vague and self.words.vague[larger] > value:
            value, last = value * self.words.vague[larger], place + 2
        return _Number(value, place, last, False, is_vague=True)

    def _english_sum(self, place: int) -> _Number | None:
        """Spelt numbers: twenty-five, two hundred and six, one thousand five hundred."""
        total, group, last, factor = 0.0, 0.0, -1, 1.0
        index = place
        while index < len(self.tokens):
            word = self.tokens[index].lower
            if index > place and self._gap(index - 1) not in (" ", "-", "\n"):
                break
            value = self._english_small(word)
            multiplier = self.words.multipliers.get(word) if len(word) > 3 else None
            if value is not None and (last < 0 or multiplier is None):
                if last >= 0 and not self._goes_on(index):
                    break
                group += value
            elif multiplier is not None and last >= 0:
                factor = multiplier
                if multiplier == 100:
                    group *= 100
                else:
                    total, group = total + group * multiplier, 0.0
            elif word == "and" and last >= 0 and self._may_join(index):
                index += 1
                continue
            else:
                break
            last = index
            index += 1
        if last < 0:
            return None
        is_one = last == place and self.tokens[place].lower == "one"
        return _Number(total + group, place, last, is_one, factor=factor)

    def _english_small(self, word: str) -> float | None:
        value = self.words.numbers.get(word)
        if value is None and "-" in word:
            tens, _, ones = word.partition("-")
            high, low = self.words.numbers.get(tens), self.words.numbers.get(ones)
            if high is not None and low is not None and high >= 20 > low:
                return high + low
        return value

    def _goes_on(self, index: int) -> bool:
        """Whether a number word continues the one before it: "hundred six", not "two, three"."""
        before = self.tokens[index - 1].lower
        return before in ("and", "hundred", "thousand", "million") or self.words.numbers.get(before, 0) >= 20

    def _may_join(self, index: int) -> bool:
        is_after_scale = self.tokens[index - 1].lower in ("hundred", "thousand", "million")
        return (
            is_after_scale
            and bool(self._next_lower(index, 1))
            and (self._english_small(self._next_lower(index, 1)[0]) is not None)
        )

    # Ranges

    def _range_end(self, number: _Number) -> _Number | None:
        link = number.last + 1
        if link + 1 >= len(self.tokens):
            return None
        word = self.tokens[link].lower
        before = self.tokens[number.first - 1].lower if number.first else ""
        is_between = before == self.words.between and word == self.words.between_and
        if not is_between and word not in self.words.range_words:
            return None
        place = link + 1
        if word == "bis" and self.tokens[place].lower == "zu" and place + 1 < len(self.tokens):
            place += 1
        second = self._number(place)
        if second is None or second.is_vague != number.is_vague:
            return None
        scaled = number.value * second.factor if number.is_bare else number.value
        is_rising = number.value < second.value
        return second if is_rising and (scaled <= second.value or not number.is_bare) else None

    # Units

    def _unit(self, number: _Number, last: int) -> tuple[str | None, int]:
        before = self.tokens[number.first - 1] if number.first else None
        if before is not None and before.text in self.words.currency:
            return self.words.currency[before.text], last
        unit, place = None, last + 1
        if tuple(token.lower for token in self.tokens[place : place + 2]) in _OR_MORE:
            place += 2
        reach = min(len(self.tokens), last + 1 + _UNIT_REACH)
        while place < reach:
            token = self.tokens[place]
            lemma = self._lemma(token)
            if lemma in ("injured", "dead") and self._describes(place):
                lemma = None
            if lemma is not None:
                unit, last = lemma, place
                if lemma in _MONEY or self.language == "de" or not self._is_compound(place):
                    break
            elif unit is not None or not self._may_stand_between(token, place - last):
                break
            place += 1
        if unit is None:
            return self._unit_of_verb(last)
        return unit, last

    def _lemma(self, token: _Token) -> str | None:
        if token.text in self.words.currency:
            return self.words.currency[token.text]
        lemma = self.words.units.get(token.lower)
        if self.language == "de":
            if lemma is not None and token.text.isalpha() and len(token.text) > 3:
                return (
                    lemma if token.text[0].isupper() or lemma in ("km", "times", "dead", "missing") else None
                )
            return lemma or (self._german_suffix(token.lower) if token.text[0].isupper() else None)
        return lemma or self.words.units.get(token.lower.rpartition("-")[2]) if "-" in token.text else lemma

    def _german_suffix(self, word: str) -> str | None:
        return next((lemma for suffix, lemma in self.words.suffixes if word.endswith(suffix)), None)

    def _describes(self, place: int) -> bool:
        """Whether "wounded" or "dead" describes a noun that follows: three wounded soldiers."""
        if self.tokens[place].lower in self.words.verbs:
            for token in self.tokens[place + 1 : place + 4]:
                if token.lower in self.words.units:
                    return True
                if not token.text[0].isupper():
                    return False
        return False

    def _is_compound(self, place: int) -> bool:
        """Whether the next word is a unit as well, so that this one only describes it: tank shells."""
        return (
            place + 1 < len(self.tokens)
            and self._gap(place) == " "
            and (self.tokens[place + 1].lower in self.words.units)
        )

    def _may_stand_between(self, token: _Token, distance: int) -> bool:
        if not token.text[0].isalpha():
            return token.text in ("-", "“", "„", "»") and distance == 1
        if self.language == "de":
            is_adjective = token.text[0].islower() and token.lower[-1] in "enrsm" and len(token.text) > 3
            return (
                is_adjective or token.lower in ("der", "von", "us", "mal")
            ) and token.lower not in self.words.stop
        if token.lower in self.words.stop:
            return token.lower == "of" and distance <= 2
        return distance <= 4 and not (token.lower.endswith("ed") and distance > 1)

    def _unit_of_verb(self, last: int) -> tuple[str | None, int]:
        """500 were killed, 12 verletzt: the verb says what is counted."""
        following = [token.lower for token in self.tokens[last + 1 : last + 4]]
        for skipped, word in enumerate(following):
            if word in self.words.verbs:
                is_direct = skipped == 0
                return self.words.verbs[word], last + 1 if is_direct and word != "ums" else last
            if word not in self.words.be:
                break
        return self._unit_before(last), last

    def _unit_before(self, last: int) -> str | None:
        """What "the number of deaths rose to 176" counts: the noun stands before the number."""
        first = last
        while first > 0 and self.tokens[first - 1].text[0].isdigit():
            first -= 1
        if first == 0 or self.tokens[first - 1].lower not in _BEFORE_A_COUNT:
            return None
        for place in range(first - 2, max(-1, first - _COUNT_REACH), -1):
            word = self.tokens[place].lower
            if word in ".!?;":
                return None
            if word in _COUNTS:
                found = (self._lemma(token) for token in self.tokens[place : min(first, place + 5)])
                return _COUNTS[word] or next((unit for unit in found if unit is not None), None)
        return None

    # What is none

    def _is_quantity(self, number: _Number, last: int, unit: str | None) -> bool:
        if self._is_age_or_time(number, last):
            return False
        labels, _ = self._qualifiers(number.first)
        if number.is_vague and number.value < 10:
            return unit is not None
        if unit is not None:
            return True
        if not number.is_bare and self.tokens[number.first].text[0].isdigit():
            # 1.5 alone may be a version or a section; 12,000 and 3 million are amounts.
            return number.value >= 1000 or bool(labels) or number.factor > 1
        if number.is_vague or number.value >= 100:
            return not number.is_bare or bool(labels)
        return bool(labels - {"about", "only", "so far", "another", "possibly"}) or (
            not number.is_bare and number.value > 12
        )

    def _is_age_or_time(self, number: _Number, last: int) -> bool:
        after = self.text[self.tokens[last].end : self.tokens[last].end + 14].lower()
        if any(after.lstrip(" -").startswith(age) for age in self.words.ages):
            return True
        if re.match(
            r"\s*(?:years? old|uhr\b|[ap]\.?m\b\.?(?!\w)|o['’]clock|:\d\d|[-‑ ]?(?:jährig|jahre alt))", after
        ):
            return True
        before = self.text[
            max(0, self.tokens[number.first].begin - 6) : self.tokens[number.first].begin
        ].lower()
        return before.endswith(("aged ", "age ", ":", "+"))

    def _is_part_of_name(self, number: _Number, last: int, unit: str | None) -> bool:
        """Article 51, Boeing 747, 38th parallel; and scores such as 3:1."""
        first = self.tokens[number.first]
        before = self.tokens[number.first - 1] if number.first else None
        if before is not None and before.lower in self.words.names and unit is None:
            return True
        after = self.text[self.tokens[last].end : self.tokens[last].end + 2]
        if first.text[0].isdigit() and re.match(r"(?:st|nd|rd|th)\b|:\d|/\d", after):
            return True
        if (
            self.language == "de"
            and number.is_bare
            and re.match(r"\.\s*$|\. ?[a-zäöü]", after)
            and unit is not None
            and (before is None or before.lower not in _BEFORE_A_COUNT)
        ):
            gap = self.text[self.tokens[last].end : self.tokens[last].end + 1]
            return gap == "."  # 93. Brigade: an ordinal
        is_name_before = (
            before is not None
            and before.text[0].isupper()
            and self.text[before.end : first.begin] == " "
            and self.language == "en"
        )
        return bool(is_name_before and unit is None and number.is_bare)

    def _is_glued(self, place: int) -> bool:
        """Kh-101, F-16, T72, 3D: the number belongs to letters beside it."""
        token = self.tokens[place]
        before = self.text[max(0, token.begin - 2) : token.begin]
        if before[-1:].isalpha() or (before[-1:] in "-‑/" and before[:1].isalnum()):
            is_range = before[:1].isdigit() and before[-1:] in "-‑"
            return not is_range
        after = self.text[token.end : token.end + 1]
        if not after.isalpha():
            return False
        word = self.tokens[place + 1].lower if place + 1 < len(self.tokens) else ""
        return word not in self.words.units and word not in self.words.multipliers

    # Words around

    def _qualifiers(self, first: int) -> tuple[set[str], int]:
        """The labels of the qualifiers before a number and the token at which they begin."""
        labels: set[str] = set()
        place = first
        if place and self.tokens[place - 1].text in self.words.currency:
            place -= 1
        while place > 0:
            step = self._qualifier_before(place)
            if step is None:
                break
            label, length = step
            if label is not None:
                labels.add(label)
            place -= length
        after = self._qualifier_after(first)
        if after is not None:
            labels.add(after)
        return labels, place

    def _qualifier_before(self, place: int) -> tuple[str | None, int] | None:
        for length in range(min(_LONGEST_QUALIFIER, place), 0, -1):
            phrase = tuple(token.lower for token in self.tokens[place - length : place])
            label = self.words.qualifiers.get(phrase)
            if label is not None:
                return label, length
        word = self.tokens[place - 1].lower
        if word in (self.words.between, "from", "von") and self._range_begins(place):
            return None, 1
        return None

    def _range_begins(self, place: int) -> bool:
        number = self._number(place)
        return number is not None and self._range_end(number) is not None

    def _qualifier_after(self, first: int) -> str | None:
        number = self._number(first)
        if number is None:
            return None
        following = self._next_lower(number.last, 2)
        if following in _OR_MORE:
            return "at least"
        return "about" if following == ("or", "so") else None

    def _qualifier(self, labels: set[str], number: _Number) -> str | None:
        if not labels:
            return "vague" if number.is_vague else None
        order = (
            "initially",
            "so far",
            "another",
            "possibly",
            "only",
            "in total",
            "exactly",
            "at least",
            "up to",
        )
        rank = {
            label: place for place, label in enumerate((*order, "more than", "less than", "nearly", "about"))
        }
        return " ".join(sorted(labels, key=lambda label: rank.get(label, len(rank))))

    def _extent(self, first: int, last: int) -> Span:
        return self.tokens[first].begin, self.tokens[last].end

    def _gap(self, place: int) -> str:
        return self.text[self.tokens[place].end : self.tokens[place + 1].begin]


_OR_MORE = frozenset({("or", "more"), ("oder", "mehr"), ("und", "mehr"), ("and", "more")})


def _numeral_value(written: str, language: str) -> float | None:
    fraction = _FRACTIONS.get(written[-1], 0.0)
    digits = written[:-1] if fraction else written
    if not digits:
        return fraction
    thousands, decimal = (".", ",") if language == "de" else (",", ".")
    bare = re.sub(r"(?<=\d)[\u00a0\u202f’'](?=\d{3})", "", digits)
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", bare):
        bare = bare.replace(thousands, "")
    elif thousands in bare and decimal not in bare:
        # The other language's style, 1.5 in German: only where it cannot be a group of thousands.
        bare = bare.replace(thousands, decimal)
    bare = bare.replace(decimal, ".")
    try:
        return float(bare) + fraction
    except ValueError:
        return None


_GERMAN_ONES = {
    "ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9,
}  # fmt: skip


@lru_cache(maxsize=4096)
def german_number(word: str) -> float | None:
    """The number that one German word spells (*zwölftausend*, *dreihundertfünfzig*); None for other words.

    A lone *ein* is an article and gives None.
    """
    words = _words("de").numbers
    if word in words:
        return words[word]
    for scale, factor in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(scale)
        if not found:
            continue
        high = 1.0 if not head else _german_part(head)
        low = 0.0 if not tail else _german_part(tail.removeprefix("und"))
        return None if high is None or low is None else high * factor + low
    return _german_tens(word) if "und" in word else None


def _german_part(word: str) -> float | None:
    return _GERMAN_ONES.get(word) or german_number(word)


def _german_tens(word: str) -> float | None:
    ones, _, tens = word.partition("und")
    low, high = _GERMAN_ONES.get(ones), _words("de").numbers.get(tens)
    return None if low is None or high is None or high < 20 else high + low
