"""What one written number is worth: digits in both styles, and German number words."""

from __future__ import annotations

import re
from functools import lru_cache

from dementi.read.quantities.words import words

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_GERMAN_ONES = {
    "ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9,
}  # fmt: skip


def numeral_value(written: str, language: str) -> float | None:
    """The value of digits with separators: 1.500 is 1500 in German and 1.5 in English.

    None for what begins with a nought that counts nothing (030, a telephone number).
    """
    fraction = FRACTIONS.get(written[-1], 0.0)
    digits = written[:-1] if fraction else written
    if not digits:
        return fraction
    if digits[0] == "0" and digits[1:2].isdecimal():
        return None
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


@lru_cache(maxsize=4096)
def german_number(word: str) -> float | None:
    """The number that one German word spells (*zwölftausend*, *dreihundertfünfzig*); None for other words.

    A lone *ein* is an article and gives None.
    """
    numbers = words("de").numbers
    if word in numbers:
        return numbers[word]
    for scale, factor in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(scale)
        if not found:
            continue
        high = 1.0 if not head else _german_part(head)
        low = 0.0 if not tail else _german_part(tail.removeprefix("und"))
        return None if high is None or low is None else high * factor + low
    return _german_tens(word) if "und" in word else None


def german_factor(word: str) -> float:
    """What the last part of a number word multiplies by: 1000 in *viertausend*, 1 in *tausend*."""
    scale = next((scale for scale in ("tausend", "hundert") if word.endswith(scale) and word != scale), None)
    return {"tausend": 1000.0, "hundert": 100.0, None: 1.0}[scale]


def _german_part(word: str) -> float | None:
    return _GERMAN_ONES.get(word) or german_number(word)


def _german_tens(word: str) -> float | None:
    ones, _, tens = word.partition("und")
    low, high = _GERMAN_ONES.get(ones), words("de").numbers.get(tens)
    return None if low is None or high is None or high < 20 else high + low
