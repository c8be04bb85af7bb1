"""English number words in running text."""

from __future__ import annotations

from dementi.read.quantities.passage import Number, Passage

_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_AFTER_AN_ARTICLE = _SCALES | {"dozen"}
_FEW = frozenset({"few", "handful", "couple"})
_NO_ONE = frozenset({"no", "any", "every", "some", "each", "this", "that", "which", "the", "another", "last"})


def number_at(passage: Passage, place: int) -> Number | None:
    words, word = passage.words, passage.lower(place)
    if word in ("a", "an"):
        return _after_article(passage, place)
    if word in words.few and word != "couple":
        return _few(passage, place)
    if word == "half" and passage.lower(place + 1) == "a" and passage.lower(place + 2) in _AFTER_AN_ARTICLE:
        return Number(words.multipliers[passage.lower(place + 2)] / 2, place, place + 2, False)
    if word in words.vague:
        return _vague(passage, place)
    number = _sum(passage, place)
    if number is not None and word == "one" and number.last == place and passage.lower(place - 1) in _NO_ONE:
        return None
    return number if number is None else _and_a_half(passage, number)


def _after_article(passage: Passage, place: int) -> Number | None:
    words, word = passage.words, passage.lower(place + 1)
    if word in _FEW:
        return _few(passage, place + 1, first=place)
    label, last = None, place + 1
    if word in words.rounded:
        label, last = words.rounded[word], place + 2
    if passage.lower(last) not in _AFTER_AN_ARTICLE:
        return None
    value = words.multipliers[passage.lower(last)]
    while passage.lower(last + 1) in _SCALES:
        last += 1
        value *= words.multipliers[passage.lower(last)]
    if _is_and_a_half(passage, last):
        value, last = value * 1.5, last + 3
    return Number(value, place, last, False, label=label)


def _few(passage: Passage, place: int, first: int | None = None) -> Number:
    """A few, several; they need a unit or a multiplier to be a quantity."""
    value, last = passage.words.few[passage.lower(place)], place
    following = place + 2 if passage.lower(place + 1) == "of" else place + 1
    word = passage.lower(following)
    multiplier = passage.words.multipliers.get(word) if word in _AFTER_AN_ARTICLE else None
    multiplier = multiplier or passage.words.vague.get(word)
    if multiplier is not None and passage.gap(place) == " ":
        value, last = value * multiplier, following
    return Number(value, place if first is None else first, last, False, is_vague=True)


def _vague(passage: Passage, place: int) -> Number:
    """Hundreds; tens of thousands."""
    vague = passage.words.vague
    value, last = vague[passage.lower(place)], place
    larger = passage.lower(place + 2)
    if passage.lower(place + 1) == "of" and vague.get(larger, 0) > value:
        value, last = value * vague[larger], place + 2
    return Number(value, place, last, False, is_vague=True)


def _and_a_half(passage: Passage, number: Number) -> Number:
    """Four and a half; two and a half thousand."""
    if not _is_and_a_half(passage, number.last):
        return number
    value, last, factor = number.value + 0.5, number.last + 3, 1.0
    if passage.lower(last + 1) in _SCALES:
        last += 1
        factor = passage.words.multipliers[passage.lower(last)]
    return Number(value * factor, number.first, last, False, factor=factor)


def _is_and_a_half(passage: Passage, last: int) -> bool:
    return tuple(passage.lower(last + step) for step in (1, 2, 3)) == ("and", "a", "half")


def _sum(passage: Passage, place: int) -> Number | None:
    """Spelt numbers: twenty-five, two hundred and six, one thousand five hundred."""
    words = passage.words
    total, group, last, factor = 0.0, 0.0, -1, 1.0
    index = place
    while index < len(passage.tokens):
        word = passage.lower(index)
        if index > place and passage.gap(index - 1) not in (" ", "-", "\n"):
            break
        value = _small(passage, word)
        multiplier = words.multipliers.get(word) if len(word) > 3 else None
        if value is not None:
            if last >= 0 and not _goes_on(passage, index):
                break
            group += value
        elif multiplier is not None and last >= 0:
            factor = multiplier
            if multiplier == 100:
                group *= 100
            else:
                total, group = total + group * multiplier, 0.0
        elif word == "and" and last >= 0 and _may_join(passage, index):
            index += 1
            continue
        else:
            break
        last = index
        index += 1
    if last < 0:
        return None
    is_bare = last == place and total + group < 100
    return Number(total + group, place, last, is_bare, factor=factor)


def _small(passage: Passage, word: str) -> float | None:
    numbers = passage.words.numbers
    value = numbers.get(word)
    if value is None and "-" in word:
        tens, _, ones = word.partition("-")
        high, low = numbers.get(tens), numbers.get(ones)
        if high is not None and low is not None and high >= 20 > low:
            return high + low
    return value


def _goes_on(passage: Passage, index: int) -> bool:
    """Whether a number word continues the one before it: "hundred six", not "two, three"."""
    before = passage.lower(index - 1)
    return before == "and" or before in _SCALES or passage.words.numbers.get(before, 0) >= 20


def _may_join(passage: Passage, index: int) -> bool:
    return passage.lower(index - 1) in _SCALES and _small(passage, passage.lower(index + 1)) is not None
