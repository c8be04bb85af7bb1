"""All words of a dossier in one language, from one data file, with its plurals, numbers and dates."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from dementi.model import Language, Reliability, Settlement

LANGUAGES: tuple[Language, ...] = ("de", "en")


class Wording:
    """The words of one language; made once per language by :func:`wording`."""

    def __init__(self, language: Language, entries: Mapping[str, Any]) -> None:
        self.language = language
        self._entries = entries

    def t(self, key: str, **values: object) -> str:
        """The text under a dotted key, with its places filled; markup in the values stays markup."""
        return _filled(self._entry(key), values)

    def n(self, key: str, count: int, **values: object) -> str:
        """The text for a count: ``{n}`` is the count as a word up to twelve, ``{number}`` in digits."""
        form = "one" if count == 1 else "other"
        if count == 0 and "zero" in self._entry(key):
            form = "zero"
        return _filled(
            self._entry(key)[form], {"n": self.count_word(count), "number": self.number(count)} | values
        )

    def items(self, key: str) -> list[str]:
        """A list of texts, such as the headings of a table."""
        return [str(item) for item in self._entry(key)]

    def word(self, vocabulary: str, value: str) -> str:
        """One word of a vocabulary (stance, side, …); a word we do not know is shown as it is."""
        found = self._entry(f"words.{vocabulary}").get(value, value)
        return str(found)

    def heading(self, field: str) -> str:
        """The heading of a record's field; a field without one is shown by its name."""
        return str(self._entry("listing.fields").get(field, field.replace("_", " ")))

    def count_word(self, count: int) -> str:
        words = self._entry("numbers.words")
        return str(words[count]) if 0 <= count < len(words) else self.number(count)

    def number(self, value: float, *, digits: int = 0) -> str:
        return _number(value, digits, self.language)

    def percent(self, probability: float) -> str:
        """A probability in whole percent; what would round to none or all is said as under or over."""
        if 0 < probability < 0.005:
            return self.t("numbers.percent_under", number=self.number(1))
        if 0.995 <= probability < 1:
            return self.t("numbers.percent_over", number=self.number(99))
        return self.t("numbers.percent", number=self.number(math.floor(probability * 100 + 0.5)))

    def percent_range(self, low: float, high: float) -> str:
        return self.t("numbers.range", low=self.percent(low), high=self.percent(high))

    def bits(self, bits: float) -> str:
        """Signed bits to one place, with a real minus; two places where one would show nothing."""
        digits = 1 if abs(bits) >= 0.05 else 2
        if float(f"{abs(bits):.{digits}f}") == 0:
            return self.t("numbers.bits", number=self.number(0))
        text = self.number(abs(bits), digits=digits)
        return self.t("numbers.bits", number=("+" if bits > 0 else "−") + text)

    def settled(self, settlement: Settlement) -> str:
        """That a person says how a claim turned out, since when that is known, and why."""
        how = self.t("settled.true" if settlement.truth else "settled.false")
        text = self.t("settled.known", how=how, day=self.day(settlement.on), who=settlement.who)
        return self.t("settled.why", text=text, why=settlement.why) if settlement.why else text

    def reliability(self, reliability: Reliability) -> str:
        """A source's letter, and the settled claims that it rests on."""
        return self.t(
            "settled.reliability",
            letter=reliability.letter,
            right=self.number(reliability.right_count),
            count=self.number(reliability.settled_count),
            range=self.percent_range(reliability.low, reliability.high),
        )

    def day(self, day: date) -> str:
        """A date in full: 18 October 2024, 18. Oktober 2024."""
        return _date(day, self.t("dates.full"), self.language)

    def short_day(self, day: date, *, has_year: bool = False) -> str:
        """A date for an axis or a narrow column."""
        return _date(day, self.t("dates.short_year" if has_year else "dates.short"), self.language)

    def sentence(self, text: str) -> str:
        """The text with its first letter in upper case."""
        return text[:1].upper() + text[1:]

    def listed(self, parts: list[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("lists.last", first=", ".join(parts[:-1]), last=parts[-1])

    def language_name(self, code: str | None) -> str:
        """The name of a language in this one; the code itself where it has none here."""
        return _language_name(code, self.language) if code else self.t("documents.language_unknown")

    def _entry(self, key: str) -> Any:
        entry: Any = self._entries
        for part in key.split("."):
            entry = entry[part]
        return entry


@cache
def wording(language: Language) -> Wording:
    """The words of a language, ``de`` or ``en``."""
    with (files(__package__) / "lang" / f"{language}.toml").open("rb") as file:
        return Wording(language, tomllib.load(file))


def _filled(template: str, values: Mapping[str, object]) -> str:
    if not values:
        return template
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup(template).format(**values)  # noqa: S704 — our own wording, values are escaped
    return template.format(**values)


# Babel parses a pattern and loads a locale on each call: too slow for thousands of statements.
@lru_cache(maxsize=4096)
def _number(value: float, digits: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=language)


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, language: str) -> str:
    return format_date(day, format=pattern, locale=language)


@cache
def _language_name(code: str, language: str) -> str:
    name = Locale(language).languages.get(code, code)
    return str(name)
