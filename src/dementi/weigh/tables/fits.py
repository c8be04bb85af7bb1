"""What a model gives back to whoever makes the result's tables, the same for labels and open values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints


class SourceScores(NamedTuple):
    """One number per source."""

    reliability: Floats  # float64[S]: posterior mean of the probability that a statement of it is right
    low: Floats  # float64[S]: 5 % quantile
    high: Floats  # float64[S]: 95 % quantile
    bits: Floats  # float64[S]: evidence it gives, in bits, summed over its statements (absolute values)


class ItemContributions(NamedTuple):
    """One item's posterior, taken apart; one row per statement of the item, in the block's order.

    For each cell k of the item, ``prior_bits[k] + bits[:, k].sum()`` is the log2 odds of that cell's
    value being right, exactly.
    """

    source: Ints  # int32[n]
    cell: Ints  # int64[n]: which cell of the item the statement is on, from 0
    bits: Floats  # float64[n, k]
    discount: Floats  # float64[n]: what is left of the statement beside those it repeats, 0 to 1
    prior_bits: Floats  # float64[k]


class ModelScore(NamedTuple):
    """One of the models that were mixed, and why."""

    model: str
    weight: float
    score: float  # mean log2 probability of a statement, given the others of its item


class CopyPairs(NamedTuple):
    """Pairs of sources that look dependent."""

    source: Ints  # int32[p]
    of: Ints  # int32[p]: the better or earlier one, whose statements keep their weight
    probability: Floats  # float64[p]
    shared: Ints  # int64[p]: values that both give
    shared_false: Floats  # float64[p]: how many of them are expected to be wrong


NO_COPIES = CopyPairs(
    np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int64), np.zeros(0)
)


class Fit(NamedTuple):
    """A fitted table. Lists hold one array per block, in the order of the blocks."""

    cells: list[Floats]  # float[c]: probability of each cell's value
    elsewhere: list[Floats]  # float[m]: probability that none of the item's claimed values is right
    sources: SourceScores
    contributions: Callable[[Block, int], ItemContributions]  # block and the item's place in it
    models: tuple[ModelScore, ...]
    copies: CopyPairs = NO_COPIES
    #: A second solution that explains the statements about as well: its cells, and how much worse (bits).
    alternative: tuple[list[Floats], float] | None = None
    notes: tuple[str, ...] = ()
    #: With closed labels: float32[m, L], the probability of each label, claimed of the item or not.
    labels: list[Floats] | None = None
