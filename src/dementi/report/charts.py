"""The geometry of the charts, in percent of their width, so that they stretch while their text does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from dementi.model import Assessment, Contribution, Record
from dementi.report.wording import Wording

#: More bars than this are not read; the smallest beyond them are drawn as one.
BAR_MAX = 14
#: A bar narrower than this (percent of the width) would not be seen.
BAR_WIDTH_MIN = 0.7
#: What no voice explains is shown only where it would be missed.
REMAINDER_BITS_MIN = 0.05
#: Room left and right of the outermost mark, in percent, so that glyphs and labels are not cut off.
MARGIN = 4.0
COURSE_HEIGHT = 168
#: What a percentage on the course takes of its width, on a phone.
LABEL_ROOM = 12.0
#: The same for a tick of the waterfall's axis.
TICK_ROOM = 13.0
#: The same for a sign of the timeline.
MARK_ROOM = 6.0
#: With more points than this, a course is a line, and only its ends carry a point and a percentage.
POINTS_MAX = 12


class Region(Record, frozen=True):
    """One term's stretch of a verbal scale, 0 to 100."""

    label: str
    left: float
    width: float
    is_active: bool

    @property
    def centre(self) -> float:
        return self.left + self.width / 2

    @property
    def lines(self) -> tuple[str, ...]:
        """The label in at most two lines: narrow stretches have no room for one."""
        words = self.label.split()
        if len(words) < 2 or len(self.label) <= 8:
            return (self.label,)
        cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) * 2 - len(self.label)))
        return (" ".join(words[:cut]), " ".join(words[cut:]))

    @property
    def is_narrow(self) -> bool:
        return self.width < 12

    @property
    def anchor(self) -> str:
        """Where the label's text hangs, so that the outermost ones stay inside."""
        if self.left < 1.5 and self.is_narrow:
            return "start"
        if self.left + self.width > 98.5 and self.is_narrow:
            return "end"
        return "middle"

    @property
    def x(self) -> float:
        return {"start": 0.0, "end": 100.0}.get(self.anchor, self.centre)


class ScaleBar(Record, frozen=True):
    """A probability with its interval on a verbal scale."""

    regions: tuple[Region, ...]
    edges: tuple[float, ...]
    point: float
    low: float
    high: float

    @property
    def is_active_at_edge(self) -> bool:
        return any(region.is_active and region.anchor != "middle" for region in self.regions)


class Tick(Record, frozen=True):
    x: float
    label: str
    anchor: str = "middle"
    is_strong: bool = False


class Bar(Record, frozen=True):
    """One step of the waterfall: from where the total stood to where it stands."""

    key: str
    contribution: Contribution | None
    bits: float
    begin: float
    end: float
    left: float
    width: float
    count: int = 1

    @property
    def direction(self) -> str:
        return direction(self.bits)


class Waterfall(Record, frozen=True):
    """How the prior becomes the result, in log odds; positions in percent of the axis."""

    start: float
    bars: tuple[Bar, ...]
    result: float
    result_low: float
    result_high: float
    even: float
    ticks: tuple[Tick, ...]


class _BarStep(NamedTuple):
    key: str
    contribution: Contribution | None
    bits: float
    voice_count: int = 1


class Mark(Record, frozen=True):
    """One act of a voice on a time axis."""

    x: float
    stance: str
    days: tuple[date, ...]


class TimelineRow(Record, frozen=True):
    contribution: Contribution
    marks: tuple[Mark, ...]


class Timeline(Record, frozen=True):
    rows: tuple[TimelineRow, ...]
    ticks: tuple[Tick, ...]


class Step(Record, frozen=True):
    """One assessment in the course: how long it held, and how high it stood."""

    assessment: Assessment
    left: float
    right: float
    y: float
    low_y: float
    high_y: float
    previous_y: float | None
    label_anchor: str
    has_point: bool


class Course(Record, frozen=True):
    steps: tuple[Step, ...]
    ticks: tuple[Tick, ...]
    levels: tuple[tuple[float, str], ...]
    height: int = COURSE_HEIGHT


def direction(bits: float) -> str:
    """Whether bits speak for or against, or, being none, neither."""
    return "for" if bits > 0 else "against" if bits < 0 else "neither"


def log_odds(probability: float) -> float:
    """Log2 odds; certainty is drawn as one in a thousand million, since no axis reaches infinity."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log2(bounded / (1 - bounded))


def scale_bar(assessment: Assessment, bounds: Sequence[tuple[float, float, str]], term: str) -> ScaleBar:
    """Place an assessment on a verbal scale.

    Parameters
    ----------
    bounds : per term its lower and upper probability and its words, from low to high.
    term : the term that the probability has, as in ``bounds``.
    """
    point = 100 * assessment.probability
    return ScaleBar(
        regions=tuple(
            Region(label=label, left=100 * low, width=100 * (high - low), is_active=label == term)
            for low, high, label in bounds
        ),
        edges=tuple(sorted({100 * edge for low, high, _ in bounds for edge in (low, high)} - {0.0, 100.0})),
        point=point,
        low=min(100 * assessment.low, point),
        high=max(100 * assessment.high, point),
    )


def waterfall(assessment: Assessment, wording: Wording) -> Waterfall:
    """Lay out the contributions from the prior to the result, the largest first."""
    ordered = sorted(assessment.contributions, key=lambda one: (-abs(one.bits), one.source))
    shown, rest = (
        (ordered, []) if len(ordered) <= BAR_MAX else (ordered[: BAR_MAX - 1], ordered[BAR_MAX - 1 :])
    )
    start = log_odds(assessment.prior)
    result = log_odds(assessment.probability)
    steps = [_BarStep("voice", one, one.bits) for one in shown]
    if rest:
        steps.append(_BarStep("rest", None, math.fsum(one.bits for one in rest), len(rest)))
    remainder = result - start - math.fsum(step.bits for step in steps)
    if abs(remainder) >= REMAINDER_BITS_MIN:
        steps.append(_BarStep("remainder", None, remainder))
    totals = [start]
    for step in steps:
        totals.append(totals[-1] + step.bits)
    low, high = log_odds(assessment.low), log_odds(assessment.high)
    place = _axis([*totals, result, low, high, 0.0], span_min=3.0)
    return Waterfall(
        start=place(start),
        bars=tuple(
            _bar(step, place(begin), place(end))
            for step, (begin, end) in zip(steps, pairwise(totals), strict=True)
        ),
        result=place(result),
        result_low=place(low),
        result_high=place(high),
        even=place(0.0),
        ticks=_probability_ticks(place, wording),
    )


def _bar(step: _BarStep, begin: float, end: float) -> Bar:
    left, right = min(begin, end), max(begin, end)
    width = max(right - left, BAR_WIDTH_MIN)
    if step.bits < 0:
        left = right - width
    return Bar(
        key=step.key,
        contribution=step.contribution,
        bits=step.bits,
        begin=begin,
        end=end,
        left=left,
        width=width,
        count=step.voice_count,
    )


class _Axis:
    """From values to percent of a width."""

    def __init__(self, low: float, high: float) -> None:
        self.low = low
        self.high = high

    def __call__(self, value: float) -> float:
        return round(MARGIN + (100 - 2 * MARGIN) * (value - self.low) / (self.high - self.low), 3)


def _axis(values: Sequence[float], *, span_min: float) -> _Axis:
    low, high = min(values), max(values)
    if high - low < span_min:
        middle = (low + high) / 2
        low, high = middle - span_min / 2, middle + span_min / 2
    return _Axis(low, high)


def _probability_ticks(place: _Axis, wording: Wording) -> tuple[Tick, ...]:
    """As many round probabilities as have room, the even chance and the widely spaced ones first."""
    wanted = (
        0.5,
        0.01,
        0.99,
        0.2,
        0.8,
        0.001,
        0.999,
        0.05,
        0.95,
        0.1,
        0.9,
        0.3,
        0.7,
        1e-4,
        1 - 1e-4,
        0.4,
        0.6,
    )
    chosen: list[float] = []
    for one in wanted:
        x = place(log_odds(one))
        if 2 <= x <= 98 and all(abs(x - place(log_odds(other))) >= TICK_ROOM for other in chosen):
            chosen.append(one)
    return tuple(
        Tick(x=place(log_odds(one)), label=_tick_label(one, wording), is_strong=one == 0.5)
        for one in sorted(chosen)
    )


def _tick_label(probability: float, wording: Wording) -> str:
    digits = 0 if 0.01 <= probability <= 0.99 else 1 if 0.001 <= probability <= 0.999 else 2
    return wording.t("numbers.percent", number=wording.number(probability * 100, digits=digits))


def timeline(assessment: Assessment, wording: Wording) -> Timeline | None:
    """When each voice spoke; None where nobody did. Rows in order of first appearance."""
    voices = [one for one in assessment.contributions if one.stances]
    if not voices:
        return None
    days = [day for one in voices for day, _ in one.stances]
    first, last = min(days), max(*days, assessment.as_of)
    place = _days_axis(first, last)
    rows = sorted(voices, key=lambda one: (min(day for day, _ in one.stances), one.source))
    return Timeline(
        rows=tuple(TimelineRow(contribution=one, marks=_marks(one, place)) for one in rows),
        ticks=_day_ticks(first, last, place, wording),
    )


def _marks(contribution: Contribution, place: _Axis) -> tuple[Mark, ...]:
    """One mark per day and stance; what is too near to tell apart stands side by side or, alike, is one."""
    acts: list[tuple[float, str, list[date]]] = []
    for day, stance in sorted(contribution.stances, key=lambda turn: turn[0]):
        x = place(day.toordinal())
        if acts and acts[-1][1] == stance and x - acts[-1][0] < MARK_ROOM / 2:
            acts[-1][2].append(day)
        else:
            acts.append((x, stance, [day]))
    places = _spread([x for x, _, _ in acts])
    return tuple(
        Mark(x=x, stance=stance, days=tuple(days)) for x, (_, stance, days) in zip(places, acts, strict=True)
    )


def _spread(wanted: Sequence[float]) -> list[float]:
    """Places in the same order, near the wanted ones, none covering another, none beyond the margin."""
    room = min(MARK_ROOM, (100 - 2 * MARGIN) / max(len(wanted), 1))
    places: list[float] = []
    for x in wanted:
        places.append(max(x, places[-1] + room) if places else x)
    limit = 100 - MARGIN
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - room
    return [round(place, 3) for place in places]


def _days_axis(first: date, last: date) -> _Axis:
    return _axis([first.toordinal(), last.toordinal()], span_min=2.0)


def _day_ticks(first: date, last: date, place: _Axis, wording: Wording) -> tuple[Tick, ...]:
    span = (last - first).days
    count = min(span, 3)
    days = (
        [first + timedelta(days=round(span * index / count)) for index in range(count + 1)]
        if count
        else [first]
    )
    has_year = first.year != last.year
    return tuple(
        Tick(
            x=place(day.toordinal()),
            label=wording.short_day(day, has_year=has_year),
            anchor="middle"
            if count == 0
            else "start"
            if day == first
            else "end"
            if day == last
            else "middle",
        )
        for day in days
    )


def course(assessments: Sequence[Assessment], wording: Wording) -> Course | None:
    """How the probability moved; None where there is only one day to show."""
    by_day = {one.as_of: one for one in assessments}
    ordered = [by_day[day] for day in sorted(by_day)]
    if len(ordered) < 2:
        return None
    first, last = ordered[0].as_of, ordered[-1].as_of
    place = _days_axis(first, last)
    lefts = [place(one.as_of.toordinal()) for one in ordered]
    heights = [_height(one.probability) for one in ordered]
    labels = _labels(lefts, [one.probability for one in ordered])
    steps = tuple(
        Step(
            assessment=one,
            left=left,
            right=right,
            y=y,
            low_y=_height(min(one.low, one.probability)),
            high_y=_height(max(one.high, one.probability)),
            previous_y=previous_y,
            label_anchor=labels.get(left, ""),
            has_point=left in labels or len(ordered) <= POINTS_MAX,
        )
        for one, left, right, y, previous_y in zip(
            ordered, lefts, [*lefts[1:], 100.0], heights, [None, *heights], strict=False
        )
    )
    return Course(
        steps=steps,
        ticks=_day_ticks(first, last, place, wording),
        levels=tuple((_height(level), wording.percent(level)) for level in (0.0, 0.2, 0.5, 0.8, 1.0)),
    )


def _labels(lefts: Sequence[float], probabilities: Sequence[float]) -> dict[float, str]:
    """Which points carry their percentage, and on which side: the last always, others where there is room."""
    labels = {lefts[-1]: "end"}
    if len(lefts) > POINTS_MAX:
        return {lefts[0]: "start"} | labels
    taken, said = -100.0, -1.0
    for left, probability in zip(lefts[:-1], probabilities[:-1], strict=True):
        has_room = left - taken >= LABEL_ROOM and lefts[-1] - left >= 2 * LABEL_ROOM
        if has_room and abs(probability - said) >= 0.02:
            labels[left] = "start"
            taken, said = left, probability
    return labels


def _height(probability: float) -> float:
    return round(COURSE_HEIGHT * (1 - probability), 1)
