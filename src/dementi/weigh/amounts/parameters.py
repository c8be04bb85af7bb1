"""The numbers of the model of amounts, each with where it comes from."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from dementi.model import AmountSide, Record

MODEL = "amounts-1"
SIDES: tuple[AmountSide, ...] = ("accuser", "accused", "neutral", "witness", "unknown")


class CampParameters(Record, frozen=True, kw_only=True):
    """How one camp tells amounts; ``bias``, ``shared`` and ``spread`` on a scale of natural logarithms.

    ``tilt``: 1 says too much, -1 too little, 0 neither. ``honest``: the share of quarrels in which the
    camp as a whole does not lean. ``bias``: how far it leans on average where it does. ``shared``: an
    error that all its voices have in common. ``spread``: scale of each voice's own error.
    ``says_none``: chance that a voice says "none" though there was some; ``says_some``: the reverse.
    """

    side: AmountSide
    tilt: Literal[-1, 0, 1]
    honest: float
    bias: float
    shared: float
    spread: float
    says_none: float
    says_some: float


class AmountParameters(Record, frozen=True, kw_only=True):
    """All parameters of the model.

    ``outlier_share`` of the figures are wild, off by ``outlier_reach`` more on average, in logs, either way.
    ``open_reach``: mean distance, in logs, of what somebody has in mind from the bound that he names.
    ``rough_spread``: added to the spread of what is put as possible. ``growth``: mean growth, in logs,
    past a figure that is old. ``growth_per_day``: chance a day that an amount known to grow has grown
    past a figure; ``drift_per_day``: of any other. ``overtaken``: chance that a figure of an earlier
    stage was overtaken. ``none_prior``: probability of "none" where somebody says so.
    """

    model: str
    camps: tuple[CampParameters, ...]
    outlier_share: float
    outlier_reach: float
    open_reach: float
    rough_spread: float
    growth: float
    growth_per_day: float
    drift_per_day: float
    overtaken: float
    none_prior: float

    def camp(self, side: AmountSide) -> CampParameters:
        return next(one for one in self.camps if one.side == side)


class KnownAmount(Record, frozen=True, kw_only=True):
    """A settled claim whose record also states the amount."""

    claim: str
    unit: str
    number: float
    why: str


class LearnedRange(Record, frozen=True, kw_only=True):
    """What the record did to a parameter: mean and 90 % range before and after."""

    name: str
    prior_low: float
    prior_mean: float
    prior_high: float
    low: float
    mean: float
    high: float


class AmountWeights(Record, frozen=True, kw_only=True):
    """The file that ships: parameters, the amounts they were learned from, and how far they moved."""

    parameters: AmountParameters
    known: tuple[KnownAmount, ...]
    learned: tuple[LearnedRange, ...]


@cache
def shipped() -> AmountWeights:
    """The parameters that come with the package."""
    data = (resources.files("dementi") / "data" / "weights" / f"{MODEL}.json").read_bytes()
    return msgspec.json.decode(data, type=AmountWeights)
