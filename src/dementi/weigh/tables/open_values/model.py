"""The parameters of open values: sources, false values, copies; and their logarithms, expected."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.open_values.similarity import Features, Likeness

#: The pseudo-sources that hold empirical priors to sense where there are few sources: so many, each with
#: so many statements right and wrong.
PSEUDO_SOURCES, PSEUDO_RIGHT, PSEUDO_WRONG = 3, 4.0, 1.0


class Beta(NamedTuple):
    """A Beta distribution over sources: how often the one thing, how often the other."""

    yes: float
    no: float


class Sources(NamedTuple):
    """Expected logarithms of what each source does, float64[S] each; and which sources have a voice.

    A statement is *not wrong* where it is the true value or stands for it (is more general, or close);
    where something could stand for the true value, a statement that is not wrong is *precise* or not.
    """

    not_wrong: Floats
    wrong: Floats
    precise: Floats
    general: Floats
    voice: Floats  # 0 for the exact copy of another source, else 1


class Copies(NamedTuple):
    """Which sources follow which: those of source s are ``of[start[s]:start[s + 1]]``.

    ``share`` is the probability that a statement which both make is copied, ``of`` the better source.
    """

    start: Ints  # int64[S + 1]
    of: Ints  # int32[…]
    share: Floats  # float64[…]


class Model(NamedTuple):
    """Everything that the probability of an item's values depends on.

    ``false_count``: how many false values an item has, each as likely beforehand;
    ``concentration``: how soon false values repeat each other (Pólya's urn): infinite where errors
    are independent, about 1 where mistakes are shared; ``design``: the correlation ρ of statements
    on one item, beyond all that is modelled: n statements count as n / (1 + (n - 1) ρ).
    """

    sources: Sources
    copies: Copies
    features: Features
    likeness: Likeness
    false_count: float
    concentration: float
    design: float = 0.0


class Counts(NamedTuple):
    """Expected number of statements of each source, float64[S] each."""

    not_wrong: Floats
    wrong: Floats
    precise: Floats  # of those not wrong, where something might have stood for the true value
    general: Floats  # of those not wrong: what is not the true value itself


def no_copies(source_count: int) -> Copies:
    """Every source speaks for itself."""
    return Copies(np.zeros(source_count + 1, np.int64), np.zeros(0, np.int32), np.zeros(0))


def no_counts(source_count: int) -> Counts:
    """Before anything is seen."""
    return Counts(*(np.zeros(source_count) for _ in Counts._fields))


def sources(counts: Counts, voice: Floats, not_wrong: Beta, precise: Beta) -> Sources:
    """Expected logarithms under each source's posterior (variational Bayes)."""
    yes, no = counts.not_wrong + not_wrong.yes, counts.wrong + not_wrong.no
    exact, general = counts.precise + precise.yes, counts.general + precise.no
    both, either = digamma(yes + no), digamma(exact + general)
    return Sources(
        digamma(yes) - both, digamma(no) - both, digamma(exact) - either, digamma(general) - either, voice
    )


def empirical(yes: Floats, no: Floats, start: Beta, *, rounds: int = 3, is_mostly: bool = True) -> Beta:
    """The Beta prior that best explains how sources differ (Minka's fixed point).

    ``is_mostly``: on the whole sources are no more often wrong than not; without that, a table can be read
    upside down, all claims false, and be explained about as well.

    References
    ----------
    Minka (2000), Estimating a Dirichlet distribution.
    """
    is_seen = yes + no > 0
    yes = np.concatenate([yes[is_seen], np.full(PSEUDO_SOURCES, PSEUDO_RIGHT)])
    no = np.concatenate([no[is_seen], np.full(PSEUDO_SOURCES, PSEUDO_WRONG)])
    a, b = start
    for _ in range(rounds):
        # + 0.5 and + 0.1: a weak prior that keeps both numbers finite where all sources are alike.
        below = float((digamma(yes + no + (a + b)) - digamma(np.array([a + b]))).sum()) + 0.1
        a *= (float((digamma(yes + a) - digamma(np.array([a]))).sum()) + 0.5) / below
        b *= (float((digamma(no + b) - digamma(np.array([b]))).sum()) + 0.5) / below
        a, b = min(max(a, 0.05), 500.0), min(max(b, 0.05), 500.0)
    return Beta(a, min(a, b) if is_mostly else b)


@compiled
def digamma(x: Floats) -> Floats:
    """The derivative of log Γ, by recurrence and its asymptotic series; exact to 1e-12."""
    out = np.empty(len(x))
    for k in range(len(x)):
        value, shifted = 0.0, x[k]
        while shifted < 8.0:
            value -= 1.0 / shifted
            shifted += 1.0
        inverse = 1.0 / (shifted * shifted)
        series = inverse * (
            1.0 / 12 - inverse * (1.0 / 120 - inverse * (1.0 / 252 - inverse * (1.0 / 240 - inverse / 132)))
        )
        out[k] = value + math.log(shifted) - 0.5 / shifted - series
    return out
