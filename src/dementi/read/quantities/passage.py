"""The tokens of a text, with what is needed to read the numbers among them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dementi.read.quantities.words import Words

_TOKEN = re.compile(
    r"\d+(?:[.,\u00a0\u202f’']\d{3})*(?:[.,]\d+)?[½¼¾]?|[½¼¾]|[^\W\d_]+(?:[-‑'’][^\W\d_]+)*²?|[^\w\s]"
)


class Token(NamedTuple):
    """A number, a word with its hyphens, or a sign."""

    text: str
    lower: str
    begin: int
    end: int


class Number(NamedTuple):
    """A number over tokens ``[first, last]``; ``is_bare`` is one without separator, multiplier or word.

    ``factor`` is what its multiplier multiplies by: *two to three million* lends it to the two.
    """

    value: float
    first: int
    last: int
    is_bare: bool
    is_vague: bool = False
    factor: float = 1.0
    label: str | None = None


class Passage(NamedTuple):
    """A text with its tokens; ``dated`` are the offsets inside of dates."""

    text: str
    tokens: list[Token]
    language: str
    words: Words
    dated: frozenset[int]

    def lower(self, place: int) -> str:
        """A token in lower case; empty where the text has none."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def gap(self, place: int) -> str:
        """What stands between a token and the next; a line end where there is no next one."""
        if not 0 <= place < len(self.tokens) - 1:
            return "\n"
        return self.text[self.tokens[place].end : self.tokens[place + 1].begin]

    def before(self, place: int, length: int) -> str:
        begin = self.tokens[place].begin
        return self.text[max(0, begin - length) : begin]

    def after(self, place: int, length: int) -> str:
        end = self.tokens[place].end
        return self.text[end : end + length]


def tokens(text: str) -> list[Token]:
    return [Token(match[0], match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
