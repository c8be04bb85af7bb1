"""German number words in running text."""

from __future__ import annotations

from dementi.read.quantities.numerals import german_factor, german_number
from dementi.read.quantities.passage import Number, Passage

_ARTICLES = frozenset({"ein", "eine", "einer", "einem", "einen", "halbe", "halbes"})
_HALF = frozenset({"halbe", "halbes", "halben"})
_AFTER_AN_ARTICLE = frozenset(
    {"dutzend", "hundert", "tausend", "million", "milliarde", "billion", "viertelmillion"}
)


def number_at(passage: Passage, place: int) -> Number | None:
    word = passage.lower(place)
    if word in passage.words.few:
        return _few(passage, place)
    if (
        word == "ein"
        and passage.lower(place + 1) == "-"
        and passage.lower(place + 2) in passage.words.range_words
    ):
        return Number(1.0, place, place, True)
    if word in _ARTICLES:
        return _after_article(passage, place)
    is_noun = passage.tokens[place].text[0].isupper()
    if word in passage.words.vague and (is_noun or not word.startswith("million")):
        return Number(passage.words.vague[word], place, place, False, is_vague=True)
    value = german_number(word)
    if value is None:
        return None
    factor, last = german_factor(word), place
    if passage.gap(place) == " ":
        multiplier = passage.words.multipliers.get(passage.lower(place + 1))
        if multiplier is not None:
            value, factor, last = value * multiplier, multiplier, place + 1
    return Number(value, place, last, last == place and value < 100, factor=factor)


def _after_article(passage: Passage, place: int) -> Number | None:
    """Ein Dutzend, eine halbe Million, ein gutes Dutzend, ein paar."""
    words, word = passage.words, passage.lower(place + 1)
    if word in ("paar", "handvoll"):
        return _few(passage, place + 1, first=place)
    if word in _HALF:
        multiplier = words.multipliers.get(passage.lower(place + 2))
        return Number(multiplier / 2, place, place + 2, False) if multiplier else None
    label, last = None, place + 1
    if word in words.rounded and passage.lower(place + 2) in _AFTER_AN_ARTICLE:
        label, last = words.rounded[word], place + 2
    if passage.lower(last) not in _AFTER_AN_ARTICLE:
        return None
    return Number(words.multipliers[passage.lower(last)], place, last, False, label=label)


def _few(passage: Passage, place: int, first: int | None = None) -> Number:
    """A few, several; they need a unit or a multiplier to be a quantity."""
    value = passage.words.few[passage.lower(place)]
    last = place
    following = passage.lower(place + 1)
    multiplier = passage.words.multipliers.get(following) or passage.words.vague.get(following)
    if multiplier is not None and passage.gap(place) == " ":
        value, last = value * multiplier, place + 1
    return Number(value, place if first is None else first, last, False, is_vague=True)
