"""Figures of one stage → what to believe of the amount: a Bayesian model on a grid of log amounts.

The amount x is the same for all voices of a stage. A camp as a whole says u = x + bias + shared
error; the bias never points against its tilt. A voice says u + its own error, Student-t with four
degrees of freedom [1]_, or now and then something wild. Exponential and Laplace errors make every
step a running sum over the grid, so that plain Python is fast enough.

References
----------
.. [1] Lange, Little, Taylor (1989), Robust statistical modeling using the t distribution, JASA 84.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from dementi.model import AmountSide
from dementi.weigh.amounts.figures import Bounds
from dementi.weigh.amounts.parameters import SIDES, AmountParameters, CampParameters
from dementi.weigh.amounts.stages import Heard, Stage, overtaken

#: Distance of the grid's points: 4 %, far below what any figure is good for.
STEP = 0.04
#: The grid reaches a factor of about 1,100 beyond the lowest and the highest figure.
MARGIN = 7.0
#: A second "none" of one camp is half a repetition of the first.
NONE_CORRELATION = 0.5

#: Nearer than this to a camp's own interval, an amount lies with the camp.
NEAR_FACTOR = 1.25
#: Densities below this are as good as none; their logarithm still is a number.
LEAST = 1e-300

Curve = list[float]


class Telling(NamedTuple):
    """What makes two figures of one camp count alike: the bounds, and how likely they are overtaken."""

    bounds: Bounds
    overtaken: float


class CampBelief(NamedTuple):
    """A camp's own level, apart from all others, and what the model makes of it.

    ``low``, ``median``, ``high``: of the level that its figures stand for; 0 where they all say none.
    ``share``: of the belief about the amount that lies there. ``factor``: how much it says too much.
    ``weights``: for each of its figures, in the order given, how probable it is no wild outlier.
    """

    side: AmountSide
    low: float
    median: float
    high: float
    share: float
    factor: float
    weights: tuple[float, ...]
    voice_count: int


class Belief(NamedTuple):
    """What is believed of an amount: quantiles, the chance of none, and each camp beside it."""

    low: float
    median: float
    high: float
    none_share: float
    between_share: float
    camps: tuple[CampBelief, ...]


def belief(stage: Stage, as_of: date, parameters: AmountParameters) -> Belief | None:
    """What to believe of the amount of a stage; None where nobody says more than none.

    Parameters
    ----------
    stage : with each voice's last figure.
    as_of : the day it is judged on; a figure of an amount that grows is the older the less it caps it.
    parameters : of the model.
    """
    some = [one for one in stage.figures if not one.figure.bounds.is_none]
    if not some:
        return None
    grid = _grid([one.figure.bounds for one in some])
    by_side: dict[AmountSide, list[Heard]] = defaultdict(list)
    for one in some:
        by_side[one.figure.side].append(one)
    camps = [
        _Camp(
            parameters.camp(side),
            grid,
            [Telling(one.figure.bounds, overtaken(one, stage, as_of, parameters)) for one in own],
            parameters,
        )
        for side in SIDES
        if (own := by_side.get(side))
    ]
    amount = _product((camp.seen_from_amount, 1) for camp in camps)
    none_share = _none_share(stage.figures, parameters)
    low, median, high = (_with_none(grid, amount, none_share, at) for at in (0.05, 0.5, 0.95))
    beliefs = [_camp_belief(camp, camps, grid, amount, none_share) for camp in camps]
    beliefs += _none_camps(stage.figures, {one.side for one in beliefs}, none_share)
    stretches = [(camp.low, camp.high) for camp in beliefs if camp.high > 0.0]
    between = (1.0 - none_share) * (1.0 - _between(grid, amount, stretches))
    return Belief(low, median, high, none_share, between, tuple(beliefs))


def log_likelihood(stage: Stage, number: float, parameters: AmountParameters) -> float:
    """How well the model foretells the figures of a stage whose amount is known; higher is better."""
    by_side: dict[AmountSide, list[Heard]] = defaultdict(list)
    for one in stage.figures:
        if not one.figure.bounds.is_none:
            by_side[one.figure.side].append(one)
    bounds = [one.figure.bounds for own in by_side.values() for one in own]
    grid = _grid([*bounds, Bounds(number, number)])
    nearest = min(range(len(grid)), key=lambda index: abs(grid[index] - math.log(number)))
    total = 0.0
    for side, own in by_side.items():
        tellings = [Telling(one.figure.bounds, overtaken(one, stage, stage.until, parameters)) for one in own]
        camp = _Camp(parameters.camp(side), grid, tellings, parameters)
        total += math.log(camp.seen_from_amount[nearest]) + camp.log_scale()
    return total


# ── One camp ─────────────────────────────────────────────────────────────────────────────────


class _Camp:
    """The figures of one camp as curves over the grid."""

    def __init__(
        self,
        camp: CampParameters,
        grid: Sequence[float],
        tellings: Sequence[Telling],
        parameters: AmountParameters,
    ) -> None:
        self.parameters = camp
        self.tellings = tellings
        counts = Counter(tellings)
        self._tame: dict[Telling, Curve] = {}
        self._all: dict[Telling, Curve] = {}
        for one in counts:
            told = _told(one, grid, camp, parameters)
            wild = _lowered(_raised(told, parameters.outlier_reach), parameters.outlier_reach)
            self._tame[one] = [(1.0 - parameters.outlier_share) * value for value in told]
            self._all[one] = [
                tame + parameters.outlier_share * value
                for tame, value in zip(self._tame[one], wild, strict=True)
            ]
        #: How probable the figures are, given the level that the camp stands for; as shares that sum to 1.
        self.level = _product((curve, counts[one]) for one, curve in self._all.items())
        #: What its figures stand for if none of them is wild: the camp's own account of the matter.
        self.account = _product((curve, counts[one]) for one, curve in self._tame.items())
        #: How probable they are, given the true amount.
        self.seen_from_amount = _lean(self.level, camp, is_forward=False)

    def log_scale(self) -> float:
        """What the shares of the level were divided by, as a logarithm."""
        counts = Counter(self.tellings)
        joint = _joint_logs((curve, counts[one]) for one, curve in self._all.items())
        return max(joint) + math.log(math.fsum(math.exp(value - max(joint)) for value in joint))

    def weights(self, level: Sequence[float]) -> tuple[float, ...]:
        """For each figure, how probable it is no wild outlier, given what is believed of the level."""
        found = {}
        for one, curve in self._all.items():
            parts = zip(level, self._tame[one], curve, strict=True)
            found[one] = math.fsum(share * tame / both for share, tame, both in parts)
        return tuple(found[one] for one in self.tellings)


def _told(one: Telling, grid: Sequence[float], camp: CampParameters, parameters: AmountParameters) -> Curve:
    """How probable a figure is, given each level of its camp."""
    spread = camp.spread + (parameters.rough_spread if one.bounds.is_rough else 0.0)
    low, high = one.bounds.low, one.bounds.high
    if low and high and high > low * (1.0 + STEP):
        curve = _range_curve(math.log(low), math.log(high), grid, spread)
    else:
        center = math.log(low or high or 1.0)
        curve = [_student((level - center) / spread) / spread for level in grid]
    if high is None:
        curve = _raised(curve, parameters.open_reach)
    elif not low:
        curve = _lowered(curve, parameters.open_reach)
    if one.overtaken > 0.0:
        grown = _raised(curve, parameters.growth)
        curve = [still + one.overtaken * (more - still) for still, more in zip(curve, grown, strict=True)]
    return curve


def _student(t: float) -> float:
    """Density of Student's t with four degrees of freedom."""
    part = 1.0 + t * t / 4.0
    return 0.375 / (part * part * math.sqrt(part))


def _student_below(t: float) -> float:
    """Its distribution function, which four degrees of freedom give in closed form."""
    root = t / math.sqrt(t * t + 4.0)
    return 0.5 + 0.75 * root - 0.25 * root**3


def _range_curve(low: float, high: float, grid: Sequence[float], spread: float) -> Curve:
    # Per unit of its width, so that a wide range says less than a narrow one and a point is its limit.
    return [
        (_student_below((high - level) / spread) - _student_below((low - level) / spread)) / (high - low)
        for level in grid
    ]


def _lean(curve: Sequence[float], camp: CampParameters, *, is_forward: bool) -> Curve:
    """From the camp's level to the amount, or forward from the amount to the level.

    The bias is none, or an exponential one along the tilt; the shared error is Laplace's.
    """
    found = list(curve)
    if camp.tilt:
        is_up = (camp.tilt > 0) == is_forward
        leaning = _raised(curve, camp.bias) if is_up else _lowered(curve, camp.bias)
        found = [
            camp.honest * straight + (1.0 - camp.honest) * bent
            for straight, bent in zip(curve, leaning, strict=True)
        ]
    return _lowered(_raised(found, camp.shared), camp.shared)


def _raised(curve: Iterable[float], mean: float) -> Curve:
    """The curve after an exponential step upwards of this mean."""
    if mean <= 0.0:
        return list(curve)
    kept = mean / (mean + STEP)
    lost = 1.0 - kept
    return list(accumulate((value * lost for value in curve), lambda before, new: before * kept + new))


def _lowered(curve: Sequence[float], mean: float) -> Curve:
    return _raised(reversed(curve), mean)[::-1]


# ── All camps together ───────────────────────────────────────────────────────────────────────


def _grid(bounds: Iterable[Bounds]) -> list[float]:
    ends = [math.log(end) for one in bounds for end in (one.low, one.high) if end]
    first = min(ends) - MARGIN
    return [first + STEP * index for index in range(math.ceil((max(ends) + MARGIN - first) / STEP) + 1)]


def _product(curves: Iterable[tuple[Sequence[float], int]]) -> Curve:
    """The product of curves, each taken as often as it counts, as shares that sum to 1."""
    joint = _joint_logs(curves)
    highest = max(joint)
    shares = [math.exp(value - highest) for value in joint]
    total = math.fsum(shares)
    return [value / total for value in shares]


def _joint_logs(curves: Iterable[tuple[Sequence[float], int]]) -> Curve:
    # In logarithms: Python has no number for the product of a few hundred densities.
    joint: Curve = []
    for curve, count in curves:
        logs = [count * math.log(max(value, LEAST)) for value in curve]
        joint = [a + b for a, b in zip(joint, logs, strict=True)] if joint else logs
    return joint


def _quantile(grid: Sequence[float], shares: Sequence[float], at: float) -> float:
    """The amount below which a share of the belief lies."""
    total = 0.0
    for level, share in zip(grid, shares, strict=True):
        if share > 0.0 and total + share >= at:
            return math.exp(level + STEP * ((at - total) / share - 0.5))
        total += share
    return math.exp(grid[-1])


def _with_none(grid: Sequence[float], shares: Sequence[float], none_share: float, at: float) -> float:
    if at <= none_share:
        return 0.0
    return _quantile(grid, shares, (at - none_share) / (1.0 - none_share))


def _camp_belief(
    camp: _Camp, camps: Sequence[_Camp], grid: Sequence[float], amount: Sequence[float], none_share: float
) -> CampBelief:
    low, median, high = (_quantile(grid, camp.account, at) for at in (0.05, 0.5, 0.95))
    others = [(other.seen_from_amount, 1) for other in camps if other is not camp]
    expected = _product(others) if others else [1.0] * len(grid)
    level = _product([(_lean(expected, camp.parameters, is_forward=True), 1), (camp.level, 1)])
    shift = _mean(grid, level) - _mean(grid, amount)
    near = _between(grid, amount, [(low, high)])
    return CampBelief(
        side=camp.parameters.side,
        low=low,
        median=median,
        high=high,
        share=near * (1.0 - none_share),
        factor=math.exp(shift),
        weights=camp.weights(level),
        voice_count=len(camp.tellings),
    )


def _mean(grid: Sequence[float], shares: Sequence[float]) -> float:
    return math.fsum(level * share for level, share in zip(grid, shares, strict=True))


def _between(
    grid: Sequence[float], amount: Sequence[float], stretches: Sequence[tuple[float, float]]
) -> float:
    """The share of what is believed of the amount that lies in or near one of these stretches."""
    widened = [(math.log(low / NEAR_FACTOR), math.log(high * NEAR_FACTOR)) for low, high in stretches]
    return math.fsum(
        share
        for level, share in zip(grid, amount, strict=True)
        if any(low <= level <= high for low, high in widened)
    )


# ── None at all ──────────────────────────────────────────────────────────────────────────────


def _none_share(figures: Iterable[Heard], parameters: AmountParameters) -> float:
    """The probability of none; 0 where nobody says so, for then the claim's own probability answers it."""
    by_side: dict[AmountSide, list[bool]] = defaultdict(list)
    for one in figures:
        by_side[one.figure.side].append(one.figure.bounds.is_none)
    if not any(is_none for own in by_side.values() for is_none in own):
        return 0.0
    odds = math.log(parameters.none_prior / (1.0 - parameters.none_prior))
    for side, own in by_side.items():
        camp = parameters.camp(side)
        said_none = math.log((1.0 - camp.says_some) / camp.says_none)
        said_some = math.log(camp.says_some / (1.0 - camp.says_none))
        kept = 1.0 / (1.0 + (len(own) - 1) * NONE_CORRELATION)
        odds += kept * math.fsum(said_none if is_none else said_some for is_none in own)
    return 1.0 / (1.0 + math.exp(-odds))


def _none_camps(figures: Iterable[Heard], present: set[AmountSide], none_share: float) -> list[CampBelief]:
    """Camps of which every voice says none."""
    counts = Counter(one.figure.side for one in figures if one.figure.side not in present)
    return [
        CampBelief(side, 0.0, 0.0, 0.0, none_share, 1.0, (1.0,) * counts[side], counts[side])
        for side in SIDES
        if counts[side]
    ]
