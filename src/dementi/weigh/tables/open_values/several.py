"""Items with several true values: each value is true or not by itself, and silence speaks."""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Engine, Sums
from dementi.weigh.tables.fits import CopyPairs, Fit, ItemContributions, ModelScore, SourceScores
from dementi.weigh.tables.intervals import beta_quantiles
from dementi.weigh.tables.open_values.model import Beta, digamma, empirical
from dementi.weigh.tables.priors import Priors

#: Before anything is seen: how often a true value is given, a false one left out, and a claimed one true.
FIRST_RECALL, FIRST_SPECIFICITY, FIRST_TRUE = Beta(2.0, 1.0), Beta(9.0, 1.0), Beta(1.0, 1.0)

#: How correlated the sources of an item are beyond that: what is tried.
DESIGNS = (0.0, 0.05, 0.1, 0.2, 0.4)

_ROUNDS, _SETTLED = 60, 5e-4
_SMALL, _MOST_BITS = 1e-300, 60.0

#: Pairs of a value and a statement of one item that are scored, about.
_MOST_ASKED = 4_000_000


class Giving(NamedTuple):
    """What it is worth, in natural logarithms, that a source gives a value; and that it is silent on it."""

    given: Floats  # float64[S]: log P(gives | true) / P(gives | false)
    silent: Floats  # float64[S]: log P(silent | true) / P(silent | false)
    recall: Floats  # float64[S]: P(gives | true)
    false_alarm: Floats  # float64[S]: P(gives | false)
    voice: Floats
    prior: float  # log odds that a claimed value is true
    design: float
    is_vote: bool  # instead of all this: the share of sources that give it


class Tally(NamedTuple):
    """Expected number of true and false values that each source gave and left out, float64[S] each."""

    given_true: Floats
    silent_true: Floats
    given_false: Floats
    silent_false: Floats
    true: Floats  # [0]: expected number of true values among all claimed ones
    all: Floats  # [0]: number of claimed values


def fit_several(engine: Engine, of: Ints, priors: Priors) -> Fit:
    """Several true values per item: the latent truth model [1]_ with empirical priors.

    A source that speaks of an item and does not give a value speaks against it, the more so
    the more complete the source usually is.

    Parameters
    ----------
    engine : holds the blocks.
    of : int32[S]: of which source each is an exact copy; itself if of none.
    priors : the accuracy is read as the probability that a value which a source gives is true.

    References
    ----------
    .. [1] Zhao, Rubinstein, Gemmell and Han (2012), A Bayesian approach to discovering truth from
       conflicting sources for data integration, PVLDB 5(6).
    """
    source_count = len(of)
    voice = (of == np.arange(source_count)).astype(np.float64)
    zeros: Floats = np.zeros(source_count)
    giving = Giving(zeros, zeros, zeros, zeros, voice, 0.0, 0.0, True)
    recall, specificity, true = FIRST_RECALL, FIRST_SPECIFICITY, FIRST_TRUE
    before: Floats = zeros
    for _ in range(_ROUNDS):
        tally = Tally(*engine.sum(tally_step, giving))
        own = voice > 0
        recall = empirical(tally.given_true[own], tally.silent_true[own], recall, is_mostly=False)
        specificity = empirical(tally.silent_false[own], tally.given_false[own], specificity)
        true = Beta(1.0 + float(tally.true[0]), 1.0 + float(tally.all[0] - tally.true[0]))
        giving = _giving(tally, voice, recall, specificity, true)
        if np.max(np.abs(giving.recall - before), initial=0.0) < _SETTLED:
            break
        before = giving.recall
    giving = _designed(engine, giving)
    outcomes = engine.map(posterior_step, giving)
    bits, score, weight = engine.sum(score_step, giving)
    return Fit(
        cells=[cells for cells, _ in outcomes],
        elsewhere=[none for _, none in outcomes],
        sources=_scores(tally, bits, recall, specificity, true, priors),
        contributions=functools.partial(several_contributions, giving),
        models=(
            ModelScore(
                f"several true values, correlation {giving.design:g}",
                1.0,
                float(score) / max(float(weight), _SMALL),
            ),
        ),
        copies=_exact_copies(of, tally),
        notes=("Each value is true or false by itself; an item may have several true values.",),
    )


def _giving(tally: Tally, voice: Floats, recall: Beta, specificity: Beta, true: Beta) -> Giving:
    """Expected log ratios under each source's posterior (variational Bayes)."""
    given, left = tally.given_true + recall.yes, tally.silent_true + recall.no
    kept, said = tally.silent_false + specificity.yes, tally.given_false + specificity.no
    of_true, of_false = digamma(given + left), digamma(kept + said)
    return Giving(
        digamma(given) - of_true - digamma(said) + of_false,
        digamma(left) - of_true - digamma(kept) + of_false,
        given / (given + left),
        said / (kept + said),
        voice,
        math.log(true.yes) - math.log(true.no),
        0.0,
        False,
    )


def _designed(engine: Engine, giving: Giving) -> Giving:
    """The largest correlation that foretells about as well as the best one."""
    scores = []
    for design in DESIGNS:
        parts = engine.map(item_scores_step, giving._replace(design=design))
        scores.append(np.concatenate([score for score, _ in parts]))
    best = int(np.argmax([score.sum() for score in scores]))
    gaps = [scores[best] - score for score in scores]
    close = [k for k, gap in enumerate(gaps) if gap.sum() <= np.std(gap) * math.sqrt(len(gap))]
    return giving._replace(design=DESIGNS[max(close)])


def tally_step(block: Block, giving: Giving) -> Sums:
    """Expected :class:`Tally`."""
    cells, _ = _posterior(block, giving)
    return _tally(block, cells, len(giving.voice))


def posterior_step(block: Block, giving: Giving) -> tuple[Floats, Floats]:
    """The probability of each cell's value; and for each item, that none of its values is true."""
    return _posterior(block, giving)


def item_scores_step(block: Block, giving: Giving) -> tuple[Floats, Floats]:
    """For each item: Σ log2 P(a source gives or leaves out a value | what the others do), and how many."""
    score, weight, _ = _scored(block, giving)
    return score, weight


def score_step(block: Block, giving: Giving) -> Sums:
    """Bits of each source; Σ score; Σ weight."""
    score, weight, bits = _scored(block, giving)
    return bits, np.array(score.sum()), np.array(weight.sum())


@compiled
def _cover(block: Block, i: int, giving: Giving, seen: Ints) -> tuple[float, float]:
    """Sources with a voice that speak of the item: how many, and the worth of their silence."""
    count, silence = 0.0, 0.0
    for k in range(block.cell_start[block.item_start[i]], block.cell_start[block.item_start[i + 1]]):
        s = block.source[k]
        if seen[s] != i:
            seen[s] = i
            count += giving.voice[s]
            silence += giving.voice[s] * giving.silent[s]
    return count, silence


@compiled
def _given(block: Block, cell: int, giving: Giving) -> tuple[float, float]:
    """Sources that give the value: how many, and what that is worth beyond their silence."""
    count, worth = 0.0, 0.0
    for k in range(block.cell_start[cell], block.cell_start[cell + 1]):
        s = block.source[k]
        count += giving.voice[s]
        worth += giving.voice[s] * (block.weight[k] * giving.given[s] - giving.silent[s])
    return count, worth


@compiled
def _posterior(block: Block, giving: Giving) -> tuple[Floats, Floats]:
    cells, none = np.empty(len(block.value)), np.empty(len(block.item))
    seen = np.full(len(giving.voice), -1, np.int64)
    for i in range(len(block.item)):
        count, silence = _cover(block, i, giving, seen)
        temper = 1.0 / (1.0 + max(count - 1.0, 0.0) * giving.design)
        none[i] = 1.0
        for cell in range(block.item_start[i], block.item_start[i + 1]):
            givers, worth = _given(block, cell, giving)
            if block.known[i] != UNKNOWN:
                cells[cell] = 1.0 if block.known[i] == cell else 0.0
            elif giving.is_vote:
                cells[cell] = (givers + 0.5) / (count + 1.0)
            else:
                cells[cell] = _sigmoid(giving.prior + temper * (silence + worth))
            none[i] *= 1.0 - cells[cell]
    return cells, none


@compiled
def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -700.0 else 0.0


@compiled
def _tally(block: Block, cells: Floats, source_count: int) -> Sums:
    given_true, silent_true = np.zeros(source_count), np.zeros(source_count)
    given_false, silent_false = np.zeros(source_count), np.zeros(source_count)
    true, every = np.zeros(1), np.zeros(1)
    seen = np.full(source_count, -1, np.int64)
    for i in range(len(block.item)):
        first, last = block.item_start[i], block.item_start[i + 1]
        right = cells[first:last].sum()
        true[0] += right
        every[0] += last - first
        for cell in range(first, last):
            for k in range(block.cell_start[cell], block.cell_start[cell + 1]):
                s = block.source[k]
                if seen[s] != i:
                    seen[s] = i
                    silent_true[s] += right
                    silent_false[s] += last - first - right
                given_true[s] += cells[cell]
                silent_true[s] -= cells[cell]
                given_false[s] += 1.0 - cells[cell]
                silent_false[s] -= 1.0 - cells[cell]
    return (
        given_true,
        np.maximum(silent_true, 0.0),
        given_false,
        np.maximum(silent_false, 0.0),
        true,
        every,
    )


@compiled
def _scored(block: Block, giving: Giving) -> tuple[Floats, Floats, Floats]:
    scores, weights = np.zeros(len(block.item)), np.zeros(len(block.item))
    bits, seen = np.zeros(len(giving.voice)), np.full(len(giving.voice), -1, np.int64)
    gives = np.full(len(giving.voice), -1, np.int64)
    weight = np.ones(len(giving.voice))
    for i in range(len(block.item)):
        if block.known[i] != UNKNOWN:
            continue
        count, silence = _cover(block, i, giving, seen)
        temper = 1.0 / (1.0 + max(count - 1.0, 0.0) * giving.design)
        temper_left = 1.0 / (1.0 + max(count - 2.0, 0.0) * giving.design)
        first, last = block.item_start[i], block.item_start[i + 1]
        # Every source is asked about every value; of an item with very many, some values stand for all.
        stride = 1 + (last - first) * (block.cell_start[last] - block.cell_start[first]) // _MOST_ASKED
        for cell in range(first, last, stride):
            _, worth = _given(block, cell, giving)
            for k in range(block.cell_start[cell], block.cell_start[cell + 1]):
                gives[block.source[k]], weight[block.source[k]] = cell, block.weight[k]
            for k in range(block.cell_start[first], block.cell_start[last]):
                s = block.source[k]
                if giving.voice[s] == 0.0 or seen[s] == -2 - cell:
                    continue
                seen[s] = -2 - cell  # a source is scored once per value
                is_given = gives[s] == cell
                own = weight[s] * giving.given[s] if is_given else giving.silent[s]
                odds = giving.prior + temper_left * (silence + worth - own)
                likely = _sigmoid(odds)
                says = likely * giving.recall[s] + (1.0 - likely) * giving.false_alarm[s]
                scores[i] += math.log2(max(says if is_given else 1.0 - says, _SMALL))
                weights[i] += 1.0
                if is_given:
                    bits[s] += stride * min(
                        abs(temper * (silence + worth) - odds + giving.prior) / math.log(2.0), _MOST_BITS
                    )
    return scores, weights, bits


def several_contributions(giving: Giving, block: Block, place: int) -> ItemContributions:
    """Bits of each statement for each value of the item: a plain sum here.

    A statement on another value carries its source's silence on this one, in equal parts if it has more.
    """
    first, last = int(block.item_start[place]), int(block.item_start[place + 1])
    begin, end = int(block.cell_start[first]), int(block.cell_start[last])
    source, weight = block.source[begin:end], block.weight[begin:end].astype(np.float64)
    cell = np.repeat(np.arange(last - first), np.diff(block.cell_start[first : last + 1]))
    voice, statements = giving.voice[source], np.bincount(source)[source]
    count = float((voice / statements).sum())
    temper = 1.0 / (1.0 + max(count - 1.0, 0.0) * giving.design)
    on_this = cell[:, None] == np.arange(last - first)[None, :]
    has_given = np.array([np.isin(source, source[cell == c]) for c in range(last - first)]).T
    silent = np.where(has_given, 0.0, (giving.silent[source] / statements)[:, None])
    bits = np.where(on_this, (giving.given[source] * weight)[:, None], silent)
    bits = bits * (voice * temper / math.log(2.0))[:, None]
    prior = np.full(last - first, giving.prior / math.log(2.0))
    known = int(block.known[place])
    if known != UNKNOWN:
        bits = np.zeros_like(bits)
        prior = np.full(last - first, -_certain_bits())
        if known != UNCLAIMED:
            prior[known - first] = _certain_bits()
    return ItemContributions(source, cell, bits, voice * temper, prior)


def _certain_bits() -> float:
    return -math.log2(_SMALL)


def _scores(
    tally: Tally, bits: Floats, recall: Beta, specificity: Beta, true: Beta, priors: Priors
) -> SourceScores:
    """How often what a source gives is true."""
    given = true.yes * recall.yes / (recall.yes + recall.no)
    false = true.no * specificity.no / (specificity.yes + specificity.no)
    accuracy = given / (given + false) if priors.accuracy is None else priors.accuracy
    strength = recall.yes + recall.no if priors.strength is None else priors.strength
    right, wrong = tally.given_true + accuracy * strength, tally.given_false + (1.0 - accuracy) * strength
    return SourceScores(
        right / (right + wrong), beta_quantiles(right, wrong, 0.05), beta_quantiles(right, wrong, 0.95), bits
    )


def _exact_copies(of: Ints, tally: Tally) -> CopyPairs:
    exact = np.flatnonzero(of != np.arange(len(of))).astype(np.int32)
    shared = np.round(tally.given_true + tally.given_false).astype(np.int64)[exact]
    return CopyPairs(exact, of[exact], np.ones(len(exact)), shared, tally.given_false[exact])
