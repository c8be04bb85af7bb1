"""How reliable sources are on the whole: the Beta distribution from which each one's reliability is drawn."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Floats
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.priors import LabelPriors

#: Means and strengths (in statements) that are tried; sources on the whole are better than their worst.
_MEANS = np.linspace(0.30, 0.98, 35).round(2)  # 0.6 itself, not just below it
_STRENGTHS = np.geomspace(0.5, 200.0, 25)

#: Mean and strength before anything is seen, and how far they (the strength in logs) may well be off. With
#: dozens of sources neither matters; with three, one more statement must not change what all are worth.
_USUAL_MEAN, _MEAN_SPREAD = 0.7, 0.15
_USUAL_STRENGTH, _SPREAD = 5.0, math.sqrt(2.0)

#: So many sources suffice to tell how sources differ.
_ENOUGH_SOURCES = 5000


class Belief(NamedTuple):
    """A Beta distribution, as pseudo-counts."""

    right: float
    wrong: float

    @property
    def mean(self) -> float:
        return self.right / (self.right + self.wrong)


class Search(NamedTuple):
    """Where in the grid of means and strengths the best belief was found last."""

    mean: int = 21
    strength: int = 10


def believe(
    right: Floats, total: Floats, search: Search, priors: LabelPriors, *, lowest: float = 0.0
) -> tuple[Belief, Search]:
    """The Beta distribution under which the sources' records are most probable.

    Climbs from where ``search`` stopped last; the records change little between two rounds of a fit.

    Parameters
    ----------
    right, total : expected right statements and statements of each source.
    priors : ``accuracy`` or ``strength`` given by the user are kept as they are.
    lowest : no mean below this is tried.
    """
    stride = 1 + len(right) // _ENOUGH_SOURCES
    seen = np.flatnonzero(total > 0)[::stride]
    right, total = right[seen], total[seen]
    means = np.array([priors.accuracy]) if priors.accuracy else _MEANS[lowest <= _MEANS]
    strengths = np.array([priors.strength]) if priors.strength else _STRENGTHS
    scale = len(means) - len(_MEANS)
    mean = min(max(search.mean + scale, 0), len(means) - 1)
    strength = min(search.strength, len(strengths) - 1)
    mean, strength = _climb(right, total, means, strengths, mean, strength)
    weight = float(strengths[strength])
    belief = Belief(float(means[mean]) * weight, (1.0 - float(means[mean])) * weight)
    return belief, Search(int(mean - scale), int(strength))


@compiled
def _climb(
    right: Floats, total: Floats, means: Floats, strengths: Floats, mean: int, strength: int
) -> tuple[int, int]:
    best = _score(right, total, means[mean], strengths[strength])
    while True:
        to_mean, to_strength = mean, strength
        for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            m, n = mean + step[0], strength + step[1]
            if 0 <= m < len(means) and 0 <= n < len(strengths):
                score = _score(right, total, means[m], strengths[n])
                if score > best + 1e-9:
                    best, to_mean, to_strength = score, m, n
        if to_mean == mean and to_strength == strength:
            return mean, strength
        mean, strength = to_mean, to_strength


@compiled
def _score(right: Floats, total: Floats, mean: float, strength: float) -> float:
    """Log marginal likelihood of Beta-binomial records, and the beliefs about mean and strength."""
    a, b = mean * strength, (1.0 - mean) * strength
    off = math.log(strength / _USUAL_STRENGTH) / _SPREAD
    aside = (mean - _USUAL_MEAN) / _MEAN_SPREAD
    score = -0.5 * (off * off + aside * aside)
    none = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    for s in range(len(right)):
        wrong = max(total[s] - right[s], 0.0)
        score += (
            math.lgamma(a + right[s]) + math.lgamma(b + wrong) - math.lgamma(a + b + right[s] + wrong) - none
        )
    return score
