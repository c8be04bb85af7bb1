"""The models pooled: probabilities, sources and contributions.

The pool is log-linear: the logarithms of the models' posteriors are averaged by the models' weights. So the
log odds of a label are a sum over statements, exactly; an average of probabilities is none.

What is added up within a logarithm of a sum (the kinds of items within a label, the other labels in odds)
is taken apart by ``log Σ exp(a) = Σ p a + entropy(p)`` with p the posterior: each statement gets its
contribution averaged over those kinds and labels as they are believed in the end; the entropy is counted to
the prior.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Block, Floats, Ints, part
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.fits import ItemContributions
from dementi.weigh.tables.intervals import as_known
from dementi.weigh.tables.labels.voices import Voices, label_scores, normalise, settle

_LOG2 = math.log(2.0)


class Pool(NamedTuple):
    """Models, their weights, and the dependence between statements on one item."""

    voices: tuple[Voices, ...]
    weights: tuple[float, ...]
    strength: Floats  # float32[S, L]: how much a statement of a source for a label speaks for it, nats
    usual_strength: float  # of a statement, on the average
    correlation: float

    @property
    def source_count(self) -> int:
        return len(self.strength)


def pooled(voices: list[Voices], weights: Floats, source_count: int) -> Pool:
    """A pool without dependence."""
    strength = sum(
        (weight * _strength(one, source_count) for one, weight in zip(voices, weights, strict=True)),
        start=np.zeros(1),
    )
    return Pool(
        tuple(voices), tuple(float(w) for w in weights), np.abs(strength).astype(np.float32), 1.0, 0.0
    )


def strength_step(block: Block, pool: Pool) -> tuple[Floats, ...]:
    """Strength and weight of all statements."""
    strengths = _strengths(block, pool.strength)
    return np.array([strengths.sum()]), np.array([float(block.weight.sum())])


def cells_step(block: Block, pool: Pool) -> tuple[Floats, Floats, Floats]:
    """Probability of each cell's value, float64[c]; that no claimed value is right, float64[m]; and of each
    label, float32[m, L]."""
    scores, _ = _scores(block, pool, _tempers(block, pool))
    posterior = _settled(block, scores)
    cells, elsewhere = _cells(block, posterior)
    return cells, elsewhere, posterior.astype(np.float32)


def sources_step(block: Block, pool: Pool) -> tuple[Floats, ...]:
    """By source, float64[S] each: expected right statements, weight of all, what of it is as good as known
    to be right or wrong, and bits of evidence."""
    temper = _tempers(block, pool)
    scores, kinds = _scores(block, pool, temper)
    posterior = _settled(block, scores)
    free = _settled(block._replace(known=np.full_like(block.known, UNKNOWN)), scores)
    bits = np.zeros(block.statement_count)
    for one, weight, kind in zip(pool.voices, pool.weights, kinds, strict=True):
        _add_bits(block, one, temper * (weight / _LOG2), free, kind, bits)
    right = np.repeat(cells_of(block, posterior), np.diff(block.cell_start))
    count = pool.source_count
    return tuple(
        np.bincount(block.source, weights=part, minlength=count).astype(np.float64)
        for part in (right * block.weight, block.weight, as_known(right) * block.weight, np.abs(bits))
    )


def cells_of(block: Block, posterior: Floats) -> Floats:
    """The posterior of the claimed labels, float64[c]."""
    item = np.repeat(np.arange(block.item_count), np.diff(block.item_start))
    claimed: Floats = posterior[item, block.value]
    return claimed


def contributions(pool: Pool, block: Block, place: int) -> ItemContributions:
    """Take one item apart; see :class:`~dementi.weigh.tables.fits.ItemContributions`.

    With a known answer the prior is infinitely sure; the bits are what the statements would say.
    """
    one = part(block, place, place + 1)
    temper = _tempers(one, pool)
    cell = np.repeat(np.arange(one.cell_count), np.diff(one.cell_start))
    label_count = pool.strength.shape[1]
    spoken = np.zeros((one.statement_count, label_count))
    prior = np.zeros(label_count)
    for voices, weight in zip(pool.voices, pool.weights, strict=True):
        _, kinds = label_scores(one, voices, temper)
        kind = kinds[0].reshape(label_count, -1)
        source = one.source if len(voices.table) > 1 else np.zeros_like(one.source)
        heard = voices.table[source, one.value[cell]].reshape(-1, *kind.shape)
        by_label = (heard * kind).sum(axis=2)
        by_label[np.arange(len(cell)), one.value[cell]] += voices.gain[
            one.source if len(voices.gain) > 1 else 0
        ]
        spoken += weight * by_label * (temper[0] * one.weight[:, None])
        prior += weight * ((kind * voices.log_prior.reshape(kind.shape)).sum(axis=1) + _entropy(kind))
    bits, prior_bits = _as_odds(spoken, prior, one.value)
    known = one.known[0]
    if known >= 0:
        prior_bits = np.where(np.arange(one.cell_count) == known, np.inf, -np.inf)
    elif known == UNCLAIMED and one.cell_count < label_count:
        prior_bits = np.full(one.cell_count, -np.inf)
    discount = np.full(one.statement_count, temper[0])
    return ItemContributions(one.source, cell.astype(np.int64), bits, discount, prior_bits)


def _as_odds(spoken: Floats, prior: Floats, values: Ints) -> tuple[Floats, Floats]:
    """Scores of labels to log2 odds of each claimed one against all others."""
    scores = prior + spoken.sum(axis=0)
    bits = np.empty((len(spoken), len(values)))
    prior_bits = np.empty(len(values))
    for place, label in enumerate(values):
        others = np.delete(np.arange(len(prior)), label)
        share = np.exp(scores[others] - scores[others].max())
        share /= share.sum()
        bits[:, place] = spoken[:, label] - spoken[:, others] @ share
        prior_bits[place] = prior[label] - prior[others] @ share - float(_entropy(share[None])[0])
    return bits / _LOG2, prior_bits / _LOG2


def _entropy(shares: Floats) -> Floats:
    """Of each row, in nats."""
    out: Floats = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
    return out


def _strength(voices: Voices, source_count: int) -> Floats:
    """How far a statement lifts its label above the mean of the others, before it is known which kind."""
    labels = voices.table.shape[1]
    shares = np.exp(voices.log_prior).reshape(labels, voices.kind_count)
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
    table = voices.table.reshape(len(voices.table), labels, labels, voices.kind_count)
    by_label = np.einsum("sxkm,km->sxk", table, shares)
    own = np.einsum("sxx->sx", by_label)
    above = own - (by_label.sum(axis=2) - own) / (labels - 1)
    lifted: Floats = np.broadcast_to(above + voices.gain[:, None], (source_count, labels))
    return lifted


def _scores(block: Block, pool: Pool, temper: Floats) -> tuple[Floats, list[Floats]]:
    total = np.zeros((block.item_count, pool.strength.shape[1]))
    kinds = []
    for voices, weight in zip(pool.voices, pool.weights, strict=True):
        scores, kind = label_scores(block, voices, temper)
        total += weight * scores
        kinds.append(kind)
    return total, kinds


def _tempers(block: Block, pool: Pool) -> Floats:
    """What share of an item's evidence counts: Kish's design effect.

    The number of voices is counted in statements of usual strength, so that one more voice that agrees, be it
    weak, never takes away more than it adds.
    """
    strengths = _strengths(block, pool.strength)
    totals = np.concatenate(([0.0], np.cumsum(strengths)))[block.cell_start[block.item_start]]
    voices = np.diff(totals) / pool.usual_strength
    temper: Floats = 1.0 / (1.0 + pool.correlation * np.maximum(voices - 1.0, 0.0))
    return temper


@compiled
def _strengths(block: Block, strength: Floats) -> Floats:
    out = np.empty(len(block.source))
    for cell in range(len(block.value)):
        for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
            out[j] = block.weight[j] * strength[block.source[j], block.value[cell]]
    return out


@compiled
def _settled(block: Block, scores: Floats) -> Floats:
    out = scores.copy()
    for i in range(len(out)):
        settle(block, i, 1, out[i])
        normalise(out[i])
    return out


@compiled
def _cells(block: Block, posterior: Floats) -> tuple[Floats, Floats]:
    cells = np.empty(len(block.value))
    elsewhere = np.empty(len(posterior))
    for i in range(len(posterior)):
        left = 1.0
        for cell in range(block.item_start[i], block.item_start[i + 1]):
            cells[cell] = posterior[i, block.value[cell]]
            left -= cells[cell]
        elsewhere[i] = max(left, 0.0)
    return cells, elsewhere


@compiled
def _add_bits(
    block: Block, voices: Voices, temper: Floats, posterior: Floats, kinds: Floats, bits: Floats
) -> None:
    """Add what each statement gives to the odds of its own label."""
    gain, table, kind_count = voices.gain, voices.table, voices.kind_count
    for i in range(len(block.item)):
        for cell in range(block.item_start[i], block.item_start[i + 1]):
            x = block.value[cell]
            other = max(1.0 - posterior[i, x], 1e-300)
            for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
                source = block.source[j]
                heard = table[source if len(table) > 1 else 0, x]
                spoken = gain[source if len(gain) > 1 else 0]
                for k in range(len(heard)):
                    label = k // kind_count
                    part = kinds[i, k] * heard[k]
                    spoken += part if label == x else -part * posterior[i, label] / other
                bits[j] += temper[i] * block.weight[j] * spoken
