"""One match with what is needed to read it: its groups, the words of the language, the day of publication."""

from __future__ import annotations

from datetime import date

from dementi.read.dates import stretches
from dementi.read.dates.clauses import is_future
from dementi.read.dates.finding import Found
from dementi.read.dates.lexicon import Lexicon

#: A date this close ahead may be meant in a sentence about the future.
_NEAR_FUTURE_DAYS = 62


class Reading:
    """A match that is being read; all its methods leave it as it is."""

    def __init__(self, text: str, found: Found, words: Lexicon, published_on: date | None) -> None:
        self.text = text
        self.found = found
        self.words = words
        self.published_on = published_on
        self.groups = {name: value for name, value in found.match.groupdict().items() if value is not None}

    def number(self, group: str) -> int:
        return int(self.groups[group])

    def word(self, group: str) -> str:
        """A group in lower case, its white space made single blanks."""
        return " ".join(self.groups[group].lower().split())

    def month(self, group: str = "m") -> int:
        return self.words.months[self.groups[group].lower().rstrip(".")]

    def part(self) -> str:
        return self.words.parts[self.word("part")]

    def unit(self) -> str:
        return self.words.units[self.word("unit")]

    def count(self) -> int:
        written = self.word("n") if "n" in self.groups else ""
        return int(written) if written.isdecimal() else self.words.numbers.get(written, 3)

    def direction(self, group: str = "dir") -> int | None:
        """-1 for what is past, 0 for this one, 1 for what comes; None where nothing is said."""
        written = self.groups.get(group, "").lower()
        for stem, direction in self.words.directions.items():
            if stem in written:
                return direction
        return None

    def year(self) -> int | None:
        """The year that the match names, by its number or as last year's; None where it names none."""
        if "y" in self.groups:
            year = self.number("y")
            return year if year > 99 else 2000 + year
        if "of" in self.groups and self.published_on is not None:
            return self.published_on.year + (self.direction("of") or 0)
        return None

    def is_future(self) -> bool:
        return is_future(self.text, self.found.begin, self.found.end, self.words)

    def is_ahead(self, candidate: date) -> bool:
        """Whether a day after publication is meant, though no word beside the date says so."""
        if self.published_on is None or (candidate - self.published_on).days > _NEAR_FUTURE_DAYS:
            return False
        return self.is_future()

    def since(self, when: str) -> str:
        """The time up to publication, where the match says *since*."""
        begin = stretches.first_day(when)
        if "since" not in self.groups or self.published_on is None or begin > self.published_on:
            return when
        return stretches.interval(begin, self.published_on)
