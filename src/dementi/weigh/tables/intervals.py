"""Quantiles of Beta distributions."""

from __future__ import annotations

import math

import numpy as np

from dementi.weigh.tables.blocks import Floats
from dementi.weigh.tables.compiling import compiled

_HALVINGS, _TERMS, _TINY = 30, 200, 1e-300


def as_known(right: Floats) -> Floats:
    """How far statements, right with these probabilities, are as good as known to be right or wrong, 0 to 1.

    One that may be either tells nothing of its source; the square is the share of Fisher's information that
    is left when an outcome is seen through noise.
    """
    share: Floats = (2.0 * right - 1.0) ** 2
    return share


def prior_worth(strength: float, sure: Floats) -> float:
    """How many statements a prior is worth for an interval.

    It was itself learned from the table, where much agreement and little to tell it by make all sources
    look alike; so it is not worth more than two statements and what the table tells of a source on average.

    Parameters
    ----------
    strength : the statements it counts for in the mean.
    sure : float64[S]: of each source's statements, how many are as good as known to be right or wrong.
    """
    return min(strength, 2.0 + float(sure.mean()))


@compiled
def beta_quantiles(yes: Floats, no: Floats, share: float) -> Floats:
    """The number below which a Beta(yes, no) variable lies with probability ``share``; one per pair."""
    out = np.empty(len(yes))
    for k in range(len(yes)):
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            if _cumulated(yes[k], no[k], middle) < share:
                low = middle
            else:
                high = middle
        out[k] = 0.5 * (low + high)
    return out


@compiled
def _cumulated(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, from whichever side converges fast."""
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1.0 - x)
    if x < (a + 1.0) / (a + b + 2.0):
        return math.exp(front) * _fraction(a, b, x) / a
    return 1.0 - math.exp(front) * _fraction(b, a, 1.0 - x) / b


@compiled
def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1.0 / max(1.0 - (a + b) * x / (a + 1.0), _TINY)
    fraction = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 + term * d
            c = 1.0 + term / c
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = c if abs(c) > _TINY else _TINY
            fraction *= d * c
        if abs(d * c - 1.0) < 1e-12:
            break
    return fraction
