"""Voices and their statements → the figures they gave, each with its camp, its day and its bounds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dementi.model import AFFIRMING, AmountSide, StatedQuantity, WeighingStatement
from dementi.weigh.amounts.units import Unit, joined, unit_of
from dementi.weigh.sides import CAMP_OF_SIDE, Placed
from dementi.weigh.voices import Voice, voice_key

#: Speech about what is to come: its figures are plans.
AHEAD = frozenset({"predicts", "promises", "threatens"})
_COUNTED = AFFIRMING | AHEAD | {"denies", "doubts", "corrects"}
_OPEN_ABOVE = ("at least", "more than")
_OPEN_BELOW = ("up to", "less than")
#: Dozens, hundreds: from the word's own number to about so many times it.
VAGUE_FACTOR = 5.0
#: Two figures nearer than this are the same figure, rounded differently.
SAME_FACTOR = 1.02


class Bounds(NamedTuple):
    """What was said: ``low`` and ``high`` enclose it, None where a side is open."""

    low: float | None
    high: float | None
    is_rough: bool = False

    @property
    def lowest(self) -> float:
        return self.low if self.low is not None else 0.0

    @property
    def highest(self) -> float:
        return self.high if self.high is not None else math.inf

    @property
    def number(self) -> float:
        """One number for it: the middle of a range on a log scale, else the end that is known."""
        ends = [end for end in (self.low, self.high) if end is not None]
        if len(ends) == 2 and ends[0] > 0:
            return math.sqrt(ends[0] * ends[1])
        return sum(ends) / len(ends)

    @property
    def is_none(self) -> bool:
        return self.high == 0


class Figure(NamedTuple):
    """What one voice put the amount at on one day."""

    voice_key: str
    source: str
    side: AmountSide
    day: date
    stance: str
    bounds: Bounds
    is_ahead: bool
    is_provisional: bool
    statement_ids: tuple[str, ...]


def figures_by_unit(
    statements: Iterable[WeighingStatement], voices: Sequence[Voice], places: Sequence[Placed], as_of: date
) -> dict[str | None, list[Figure]]:
    """The figures given up to a day, in order of days, by the kind of unit they count in.

    Copies and relays count for the voice they go back to. Left out are additions ("another 500"), what
    somebody asserts as unlikely, what a voice has taken back, and what a denial merely repeats.

    Parameters
    ----------
    statements : all of the claim's.
    voices : as heard on that day.
    places : the same voices with their sides, as far as they have any.
    as_of : later statements do not count.
    """
    known = _Known(voices, places)
    said: dict[Unit, list[_Said]] = defaultdict(list)
    for statement in dict.fromkeys(statements):  # a row given twice is one report
        quantity, voice = statement.quantity, known.voice_of(statement)
        if quantity is None or voice is None or statement.date > as_of:
            continue
        unit = unit_of(quantity.unit)
        if unit is not None and _is_counted(statement, quantity):
            said[unit].append(_Said(voice, statement, quantity, unit.scale))
    kinds = joined(unit for unit, own in said.items() for _ in own)
    gathered: dict[str | None, list[_Said]] = defaultdict(list)
    for unit, own in said.items():
        gathered[kinds[unit]] += own
    days = _days_of_origin(one.statement for own in gathered.values() for one in own)
    withdrawn_on = known.withdrawals(as_of)
    found = {}
    for kind in sorted(gathered, key=lambda kind: kind or ""):
        figures = [_figure(one, known.side_of(one.voice), days) for one in gathered[kind]]
        found[kind] = own_figures(_once_a_day(figures), withdrawn_on)
    return found


def own_figures(figures: Sequence[Figure], withdrawn_on: Mapping[str, date]) -> list[Figure]:
    """Without what a voice has taken back, and without the figures of others that denials repeat."""
    kept = []
    for one in sorted(figures, key=lambda one: (one.day, one.voice_key, one.is_ahead, one.bounds.number)):
        withdrawn = withdrawn_on.get(one.voice_key)
        if withdrawn is not None and one.day <= withdrawn:
            continue
        if _is_denial(one) and not _is_own(one, figures):
            continue
        kept.append(one)
    return kept


def _is_denial(one: Figure) -> bool:
    return one.stance in {"denies", "doubts"}


def _is_own(denial: Figure, figures: Sequence[Figure]) -> bool:
    """Does a denial give a lower figure of its own, instead of repeating what it denies?"""
    affirmed = [one.bounds.number for one in figures if not _is_denial(one)]
    number = denial.bounds.number
    if any(number <= other * SAME_FACTOR and other <= number * SAME_FACTOR for other in affirmed):
        return False
    return not affirmed or number < max(affirmed)


class _Said(NamedTuple):
    voice: Voice
    statement: WeighingStatement
    quantity: StatedQuantity
    scale: float


class _Known:
    """Who is who among the voices of a claim."""

    def __init__(self, voices: Sequence[Voice], places: Sequence[Placed]) -> None:
        self._voices = voices
        self._places = {place.voice.key: place for place in places}
        self._by_id = {name: voice for voice in voices for name in voice.statement_ids}
        self._by_key = {voice.key: voice for voice in voices}

    def voice_of(self, statement: WeighingStatement) -> Voice | None:
        """The voice that a statement belongs to; None for what only echoes others."""
        if statement.statement_id in self._by_id:
            return self._by_id[statement.statement_id]
        return self._by_key.get(voice_key(statement))

    def side_of(self, voice: Voice) -> AmountSide:
        """Which way the voice would lean: its camp, or its interest where the camp has none."""
        place = self._places.get(voice.key)
        if place is None:
            given = next((one.side for one in voice.statements if one.side), None)
            return CAMP_OF_SIDE.get(given or "", "unknown")
        side: AmountSide = "unknown" if place.side == "unknown" else place.camp
        if side in {"neutral", "unknown"} and place.interest in {"for", "against"}:
            return "accuser" if place.interest == "for" else "accused"
        return side

    def withdrawals(self, as_of: date) -> dict[str, date]:
        found = {}
        for voice in self._voices:
            days = [one.date for one in voice.statements if one.stance == "retracts" and one.date <= as_of]
            if days:
                found[voice.key] = max(days)
        return found


def _is_counted(statement: WeighingStatement, quantity: StatedQuantity) -> bool:
    if statement.stance not in _COUNTED or statement.certainty == "unlikely":
        return False
    bounds = bounds_of(quantity)
    # "At least none" says nothing; every other figure is none or has an end above it.
    is_telling = bounds.is_none or any((bounds.low, bounds.high))
    return is_telling and "another" not in (quantity.qualifier or "")


def _days_of_origin(statements: Iterable[WeighingStatement]) -> dict[tuple[str, float], date]:
    """The first day of each utterance's figure: a report of it that comes later is no later figure."""
    found: dict[tuple[str, float], date] = {}
    for one in statements:
        if one.origin_id and one.quantity:
            key = (one.origin_id, one.quantity.number)
            found[key] = min(one.date, found.get(key, one.date))
    return found


def _figure(said: _Said, side: AmountSide, days: Mapping[tuple[str, float], date]) -> Figure:
    voice, statement, quantity, scale = said
    said_on = days.get((statement.origin_id or "", quantity.number), statement.date)
    begin, end = _interval(quantity.when)
    is_ahead = statement.stance in AHEAD or (begin is not None and begin > said_on)
    words = quantity.qualifier or ""
    return Figure(
        voice_key=voice.key,
        source=voice.source,
        side=side,
        day=said_on if is_ahead or end is None else min(said_on, end),
        stance=statement.stance,
        bounds=bounds_of(quantity, scale, is_rough=statement.certainty == "possible"),
        is_ahead=is_ahead,
        is_provisional="initially" in words or "so far" in words,
        statement_ids=(statement.statement_id,) if statement.statement_id else (),
    )


def bounds_of(quantity: StatedQuantity, scale: float = 1.0, *, is_rough: bool = False) -> Bounds:
    """What a stated quantity encloses, by its ends and its qualifier."""
    words, number = quantity.qualifier or "", quantity.number
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        low = high = number
    if any(word in words for word in _OPEN_ABOVE):
        low, high = number if low is None else low, None
    elif any(word in words for word in _OPEN_BELOW):
        low, high = None, number if high is None else high
    elif "vague" in words and low is not None:
        high = low * VAGUE_FACTOR
    is_rough = is_rough or "possibly" in words
    return Bounds(None if low is None else low * scale, None if high is None else high * scale, is_rough)


def _interval(when: str | None) -> tuple[date | None, date | None]:
    """The first and last day of a day, month, year, or interval of days."""
    if not when:
        return None, None
    begin, _, end = when.partition("/")
    return _day(begin, is_end=False), _day(end or begin, is_end=True)


def _day(text: str, *, is_end: bool) -> date | None:
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        year = numbers[0]
        month = numbers[1] if len(numbers) > 1 else (12 if is_end else 1)
        if len(numbers) > 2:
            return date(year, month, numbers[2])
        if not is_end:
            return date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        return None
    return date.fromordinal(last.toordinal() - 1)


def _once_a_day(figures: Iterable[Figure]) -> list[Figure]:
    """One figure per voice and day: what most reports of it have, or the span of those that tie."""
    grouped: dict[tuple[str, date, bool], list[Figure]] = defaultdict(list)
    for one in figures:
        grouped[one.voice_key, one.day, one.is_ahead].append(one)
    return [_merged(own) for own in grouped.values()]


def _merged(own: Sequence[Figure]) -> Figure:
    # Reports that round or drop a qualifier are one figure; the order of the rows must not matter.
    counts = Counter(one.bounds for one in own)
    most = max(counts.values())
    chosen = sorted((bounds for bounds in counts if counts[bounds] == most), key=repr)
    bounds = chosen[0]
    if len(chosen) > 1:
        numbers = [one.number for one in chosen]
        bounds = Bounds(min(numbers), max(numbers), any(one.is_rough for one in chosen))
    first = min(own, key=lambda one: (one.bounds not in chosen, _is_denial(one), repr(one)))
    return first._replace(
        bounds=bounds,
        is_provisional=any(one.is_provisional for one in own),
        statement_ids=tuple(sorted({name for one in own for name in one.statement_ids})),
    )
