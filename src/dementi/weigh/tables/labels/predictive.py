"""How well a model foretells each statement from the others of its item; what follows for pooling.

Each statement is foretold with itself taken out of its source's record as well, so that models with many
parameters win nothing by them. From these predictions come the models' weights (stacking) and the
dependence between the statements of an item; never from answers.

References
----------
Yao, Vehtari, Simpson and Gelman (2018), Bayesian Analysis 13: stacking of predictive distributions.
Kish (1965), Survey Sampling: the design effect.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Shape
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Engine
from dementi.weigh.tables.labels.beliefs import Belief
from dementi.weigh.tables.labels.models import (
    GUESS_STRENGTH,
    KINDS,
    RELIABILITY,
    ROW_STRENGTH,
    ROWS,
    Model,
    Trained,
)
from dementi.weigh.tables.labels.voices import Voices, add_evidence, normalise, settle

#: Correlations between the statements of an item that are tried, and what is believed of them beforehand:
#: an exponential distribution. A table of some hundred statements overrules it; a small one cannot tell.
CORRELATIONS = np.array(
    [0.0, 0.02, 0.04, 0.07, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0]
)
USUAL_CORRELATION = 0.15

#: Of a larger table, whole items with about so many statements are foretold.
FORETOLD_STATEMENTS = 200_000

#: The weight that the model *reliability* has at least, where it is pooled. Richer models foretell statements
#: better than they find the truth (measured on crowd sets), so the simple one keeps a voice.
SIMPLE_SHARE = 0.1

#: Statements that the belief "all models foretell alike" is worth, for each model: a few more statements of a
#: small table must not exchange one model for another.
EVEN_STATEMENTS = 5.0

_FORMS = {RELIABILITY.name: 0, ROWS.name: 1, KINDS.name: 2}


class Foretelling(NamedTuple):
    """Asks for predictions by one model."""

    voices: Voices
    form: int
    belief: Belief
    right: Floats
    total: Floats
    shared: Floats
    tries: Floats
    guesses: Floats
    guessed: Floats
    usual: Floats
    counts: Floats
    correlations: Floats
    stride: int


def score_step(block: Block, params: Foretelling) -> tuple[Floats, ...]:
    """Summed log probability (nats) of the statements at each correlation, and their weight."""
    logs, weight = _foretell(block, params)
    return logs.T @ weight, np.array([weight.sum()])


def logs_step(block: Block, params: Foretelling) -> Floats:
    """Log probability (nats) of each statement at the first correlation, and its weight, float64[n, 2]."""
    logs, weight = _foretell(block, params)
    return np.column_stack((logs[:, 0], weight))


class Outlook(NamedTuple):
    """What a model's predictions say of it."""

    correlation: float  # between the statements of an item, posterior mean
    logs: Floats  # float64[n] of each foretold statement, at that correlation
    weight: Floats  # float64[n]

    @property
    def score(self) -> float:
        """Mean log2 probability of a statement."""
        return float(self.logs @ self.weight / max(self.weight.sum(), 1e-12)) / math.log(2.0)


def outlook(engine: Engine, shape: Shape, model: Model, trained: Trained, total: Floats) -> Outlook:
    """Foretell the statements of whole items, a sample of a large table."""
    stride = 1 + (shape.statement_count - 1) // FORETOLD_STATEMENTS
    asked = Foretelling(
        trained.voices, _FORMS[model.name], trained.belief, trained.right, total, trained.shared,
        trained.tries, trained.guesses, trained.guessed, trained.usual, trained.counts, CORRELATIONS, stride,
    )  # fmt: skip
    scores, _ = engine.sum(score_step, asked)
    best = _believed(scores)
    parts = engine.map(logs_step, asked._replace(correlations=np.array([best])))
    told = np.concatenate(parts)
    return Outlook(best, told[:, 0], told[:, 1])


def stacked(outlooks: list[Outlook], least: Floats) -> Floats:
    """Weights of the models, summing to 1: what best foretells the statements, but not below ``least``."""
    count = len(outlooks)
    logs = np.array([one.logs for one in outlooks])
    densities = np.exp(logs - logs.max(axis=0))
    weight = outlooks[0].weight
    weights = np.full(count, 1.0 / count)
    for _ in range(200):
        parts = weights[:, None] * densities
        weights = (parts / parts.sum(axis=0)) @ weight + EVEN_STATEMENTS
        weights /= weights.sum()
    mixed: Floats = (1.0 - float(least.sum())) * weights + least
    return mixed


def _believed(scores: Floats) -> float:
    """The posterior mean of the correlation; unlike the best one, it does not jump with one statement."""
    edges = np.concatenate(([0.0], (CORRELATIONS[1:] + CORRELATIONS[:-1]) / 2.0, [1.0]))
    log_belief = scores - CORRELATIONS / USUAL_CORRELATION + np.log(np.diff(edges))
    belief = np.exp(log_belief - log_belief.max())
    return float(belief @ CORRELATIONS / belief.sum())


@compiled
def _foretell(block: Block, asked: Foretelling) -> tuple[Floats, Floats]:
    """Log probabilities of the statements at each correlation, float64[n, r], and their weights."""
    voices, kind_count = asked.voices, asked.voices.kind_count
    states, tested = len(voices.log_prior), len(asked.correlations)
    size = 0
    for i in range(len(block.item)):
        if block.item[i] % asked.stride == 0:
            size += block.cell_start[block.item_start[i + 1]] - block.cell_start[block.item_start[i]]
    logs, weights = np.empty((size, tested)), np.empty(size)
    evidence, now, others, chance = np.empty(states), np.empty(states), np.empty(states), np.empty(states)
    place = 0
    for i in range(len(block.item)):
        if block.item[i] % asked.stride:
            continue
        first, last = block.item_start[i], block.item_start[i + 1]
        add_evidence(block, first, last, voices, evidence)
        now[:] = evidence + voices.log_prior
        settle(block, i, kind_count, now)
        normalise(now)
        voice_weight = block.weight[block.cell_start[first] : block.cell_start[last]].sum()
        for cell in range(first, last):
            x = block.value[cell]
            for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
                s, w = block.source[j], block.weight[j]
                _foresee(asked, s, x, w, now, chance)
                heard = voices.table[s if len(voices.table) > 1 else 0, x]
                gained = voices.gain[s if len(voices.gain) > 1 else 0]
                for r in range(tested):
                    temper = 1.0 / (1.0 + asked.correlations[r] * max(voice_weight - w - 1.0, 0.0))
                    for k in range(states):
                        own = heard[k] + (gained if k // kind_count == x else 0.0)
                        others[k] = (evidence[k] - w * own) * temper + voices.log_prior[k]
                    settle(block, i, kind_count, others)
                    normalise(others)
                    logs[place, r] = math.log(max((others * chance).sum(), 1e-12))
                weights[place] = w
                place += 1
    return logs, weights


@compiled
def _foresee(asked: Foretelling, s: int, x: int, w: float, now: Floats, chance: Floats) -> None:
    """The probability that source s says x, by state of the item, its statement of weight w taken out."""
    if asked.form == 0:
        _by_reliability(asked, s, x, w, now, chance)
    elif asked.form == 1:
        _by_rows(asked, s, x, w, now, chance)
    else:
        _by_kinds(asked, s, x, w, now, chance)


@compiled
def _by_reliability(asked: Foretelling, s: int, x: int, w: float, now: Floats, chance: Floats) -> None:
    left = max(asked.total[s] - w, 0.0)
    hit = min(max(asked.right[s] - w * now[x], 0.0), left)
    reliability = (hit + asked.belief.right) / (left + asked.belief.right + asked.belief.wrong)
    for k in range(len(chance)):
        chance[k] = reliability if k == x else (1.0 - reliability) * asked.shared[k, x]


@compiled
def _by_rows(asked: Foretelling, s: int, x: int, w: float, now: Floats, chance: Floats) -> None:
    labels, try_share = len(asked.usual), asked.tries[s]
    trying = 0.0
    for k in range(labels):
        part = try_share * asked.shared[k, x]
        trying += now[k] * part / (part + (1.0 - try_share) * asked.guesses[s, x])
    left = max(asked.total[s] - w, 0.0)
    tried = min(max(asked.right[s] - w * trying, 0.0), left)
    try_share = (tried + asked.belief.right) / (left + asked.belief.right + asked.belief.wrong)
    strength = GUESS_STRENGTH * labels
    lost = w * (1.0 - trying)
    guess = max(asked.guessed[s, x] - lost, 0.0) + strength * asked.usual[x]
    guess /= max(asked.guessed[s].sum() + strength - lost, strength)
    for k in range(labels):
        mean = try_share * asked.shared[k, x] + (1.0 - try_share) * guess
        own = w * now[k]
        seen = max(asked.counts[s, x, k] - own, 0.0)
        row = max(asked.counts[s, :, k].sum() - own, 0.0)
        chance[k] = (seen + ROW_STRENGTH * mean) / (row + ROW_STRENGTH)


@compiled
def _by_kinds(asked: Foretelling, s: int, x: int, w: float, now: Floats, chance: Floats) -> None:
    for k in range(len(chance)):
        expected = asked.shared[k // asked.voices.kind_count]
        own = w * now[k]
        seen = max(asked.counts[s, x, k] - own, 0.0)
        row = max(asked.counts[s, :, k].sum() - own, 0.0)
        chance[k] = (seen + expected[x]) / (row + expected.sum())
