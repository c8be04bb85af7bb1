"""Quantities in running text: number, range, unit and qualifier.

The words stand in ``lang/<language>/quantities.json``. Vague words are read as ACLED reads them: tens 10,
dozens 12, hundreds 100, thousands 1,000; *several*, *a few*, *ein paar* and *mehrere* as 3, and so
*several hundred* as 300. Such readings carry the qualifier ``vague``.
"""

from __future__ import annotations

from dementi.model import Quantity
from dementi.read.dates import date_spans
from dementi.read.quantities.finder import at
from dementi.read.quantities.numerals import german_number
from dementi.read.quantities.passage import Passage, tokens
from dementi.read.quantities.words import HAS_NUMBER, words

__all__ = ["german_number", "quantities"]


def quantities(text: str, language: str) -> list[Quantity]:
    """Find the quantities of a text, in text order and not overlapping.

    ``low`` and ``high`` enclose the number: equal for a plain or rounded one, ``high`` open for *at least*,
    ``low`` open for *up to*. A unit is an English plural (``soldiers``, ``km``, ``dollars``); a German noun
    that no list knows stands as written, and it is None where nothing beside the number says what is counted.
    Dates, times, ages, scores, telephone numbers and numbers that are part of a name (Kh-101, Boeing 747,
    Article 5) are no quantities.
    """
    if language not in ("de", "en") or HAS_NUMBER[language].search(text) is None:
        return []
    dated = frozenset(offset for begin, end in date_spans(text, language) for offset in range(begin, end))
    passage = Passage(text, tokens(text), language, words(language), dated)
    found: list[Quantity] = []
    place = 0
    while place < len(passage.tokens):
        quantity, place = at(passage, place)
        # A currency sign between two numbers belongs to the one before it.
        if quantity is not None and (not found or found[-1].span[1] <= quantity.span[0]):
            found.append(quantity)
    return found
