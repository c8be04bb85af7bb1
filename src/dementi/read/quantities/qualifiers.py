"""The words around a number that bound, round or place it: at least, rund, zunächst."""

from __future__ import annotations

from dementi.read.quantities.numbers import range_end
from dementi.read.quantities.passage import Number, Passage

#: Qualifiers that leave one side open.
OPEN_ABOVE = frozenset({"at least", "more than"})
OPEN_BELOW = frozenset({"up to", "less than"})
#: Words after a number that bound or round it.
AFTER = {
    ("or", "more"): "at least", ("and", "more"): "at least", ("oder", "mehr"): "at least",
    ("und", "mehr"): "at least", ("or", "so"): "about", ("or", "less"): "up to",
    ("oder", "weniger"): "up to", ("or", "fewer"): "up to",
}  # fmt: skip
#: Verbs stand up to so many characters before the preposition that belongs to them: verfügt seit Mai über.
_VERB_REACH = 24
_LONGEST = 4
_BOUNDS = OPEN_ABOVE | OPEN_BELOW
_ORDER = (
    "initially", "so far", "another", "possibly", "only", "in total", "exactly", "at least", "up to",
    "more than", "less than", "nearly", "about",
)  # fmt: skip
_RANK = {label: place for place, label in enumerate(_ORDER)}


def qualifiers(passage: Passage, number: Number) -> tuple[set[str], int]:
    """The labels of the qualifiers around a number and the token at which they begin."""
    labels = {number.label} if number.label else set()
    place = number.first
    if passage.lower(place - 1) in passage.words.currency:
        place -= 1
    while place > 0:
        step = _before(passage, place, number)
        if step is None:
            break
        label, length = step
        if label is not None:
            if label in _BOUNDS and labels & _BOUNDS:
                break  # verfügt über weniger als 200
            labels.add(label)
        place -= length
    after = _after(passage, number.last)
    if after is not None:
        labels.add(after)
    return labels, place


def joined(labels: set[str], number: Number) -> str | None:
    if not labels:
        return "vague" if number.is_vague else None
    return " ".join(sorted(labels, key=lambda label: _RANK[label]))


def _before(passage: Passage, place: int, number: Number) -> tuple[str | None, int] | None:
    for length in range(min(_LONGEST, place), 0, -1):
        phrase = tuple(passage.lower(index) for index in range(place - length, place))
        label = passage.words.qualifiers.get(phrase)
        if label is not None:
            return None if length == 1 and _is_of_verb(passage, place - 1) else (label, length)
    word = passage.lower(place - 1)
    begins_range = word in (passage.words.between, "from", "von") and place >= number.first - 1
    if begins_range and range_end(passage, number) is not None:
        return None, 1
    return None


def _is_of_verb(passage: Passage, place: int) -> bool:
    """Whether the word belongs to a verb before it: handed over 95 prisoners, verfügt über 200 Panzer."""
    verbs = passage.words.verbs_before.get(passage.lower(place))
    return verbs is not None and verbs.search(passage.before(place, _VERB_REACH)) is not None


def _after(passage: Passage, last: int) -> str | None:
    return AFTER.get((passage.lower(last + 1), passage.lower(last + 2)))
