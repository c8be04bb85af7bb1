"""One quantity put together: number, range, unit, qualifiers, and where it stands."""

from __future__ import annotations

from dementi.model import Quantity
from dementi.read.quantities.exclusions import is_part_of_name, is_quantity, is_score, is_time_or_age
from dementi.read.quantities.numbers import number_at, range_end
from dementi.read.quantities.passage import Number, Passage
from dementi.read.quantities.qualifiers import AFTER, OPEN_ABOVE, OPEN_BELOW, joined, qualifiers
from dementi.read.quantities.units import unit


def at(passage: Passage, place: int) -> tuple[Quantity | None, int]:
    """The quantity whose number begins at a token, if any, and the token to go on from."""
    number = number_at(passage, place)
    if number is None:
        return None, place + 1
    second = range_end(passage, number)
    last = number.last if second is None else second.last
    counted = unit(passage, number, last)
    labels, first = qualifiers(passage, number)
    if is_time_or_age(passage, number, last) or is_part_of_name(passage, number, last, counted):
        return None, last + 1
    if is_score(passage, number, second, counted):
        return None, last + 1
    if second is None and not is_quantity(passage, number, counted, labels):
        return None, last + 1
    low, high = _bounds(number, second, labels)
    end_token = counted.last
    if end_token == last and (passage.lower(last + 1), passage.lower(last + 2)) in AFTER:
        end_token = last + 2
    begin, end = passage.tokens[first].begin, passage.tokens[end_token].end
    quantity = Quantity(
        low=low,
        high=high,
        unit=counted.name,
        text=passage.text[begin:end],
        span=(begin, end),
        qualifier=joined(labels, number),
    )
    return quantity, end_token + 1


def _bounds(number: Number, second: Number | None, labels: set[str]) -> tuple[float | None, float | None]:
    if second is not None:
        # 2 to 3 million: the multiplier of the end is that of the beginning as well.
        is_lent = number.is_bare and number.value * second.factor < second.value
        return number.value * (second.factor if is_lent else 1.0), second.value
    low = None if labels & OPEN_BELOW else number.value
    return low, None if labels & OPEN_ABOVE else number.value
