"""Labels: which models are pooled, how much dependence there is, and what comes out."""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints, Shape
from dementi.weigh.tables.engine import Engine
from dementi.weigh.tables.fits import CopyPairs, Fit, ItemContributions, ModelScore, SourceScores
from dementi.weigh.tables.intervals import beta_quantiles, prior_worth
from dementi.weigh.tables.labels.hearing import HearingEngine, among_others, heard, lone_step, voices_of
from dementi.weigh.tables.labels.models import KIND_COUNT, KINDS, RELIABILITY, ROWS, Model, Setting, Trained
from dementi.weigh.tables.labels.pooling import (
    Pool,
    cells_step,
    contributions,
    pooled,
    sources_step,
    strength_step,
)
from dementi.weigh.tables.labels.predictive import SIMPLE_SHARE, Outlook, outlook, stacked
from dementi.weigh.tables.labels.training import Schedule, schedule_of, setting_of, train
from dementi.weigh.tables.open_values.copying import clones
from dementi.weigh.tables.priors import LabelPriors

#: Statements are taken to depend on each other by so much more than shows. Where all err alike it cannot be
#: seen without answers; where errors are seen to be shared, some more are not seen. Chosen once on nine
#: crowd sets (log loss is flat from 1.5 to 2); choose again if the models change.
UNSEEN_DEPENDENCE = 1.75

#: So many numbers (sources × labels × states) a model may have: in one block's sums, in those of all.
LARGEST_TABLE, LARGEST_TABLES = 8_000_000, 60_000_000


class _Learned(NamedTuple):
    model: Model
    trained: Trained
    outlook: Outlook


def fit_labels(
    engine: Engine,
    shape: Shape,
    priors: LabelPriors,
    seed: int,  # noqa: ARG001 - all fits take one; nothing here is drawn by chance
) -> Fit:
    """Weigh statements whose values are a closed set of labels.

    The models (:mod:`~dementi.weigh.tables.labels.models`) are learned by variational rounds and pooled in
    log odds; their weights and the dependence between statements on one item come from how well each
    statement is foretold from the others of its item (:mod:`~dementi.weigh.tables.labels.predictive`). The
    dependence tempers an item's evidence by 1 / (1 + (n - 1) ρ), Kish's design effect.

    Parameters
    ----------
    engine : has the blocks, each source with one voice per item.
    shape : of the whole table.
    priors : ``labels`` float64[L] are the prior shares of the labels (by default all alike).

    Returns
    -------
    Probabilities per cell (0 to 1, over the labels of the whole table), sources with the mean and the 5 % and
    95 % quantiles of their reliability, models with weights and scores.

    References
    ----------
    See :mod:`~dementi.weigh.tables.labels.models` and :mod:`~dementi.weigh.tables.labels.predictive`.
    """
    label_count = max(shape.value_count, 2)  # with one label nothing is contested; a second one does no harm
    if priors.labels is not None and len(priors.labels) < label_count:
        priors = priors._replace(labels=np.append(priors.labels, 0.0))
    of = clones(engine, shape.source_count)
    voice = voices_of(of)
    if not voice.all():
        engine = HearingEngine(engine, heard, voice)
    (lone,) = engine.sum(lone_step, None)
    telling = HearingEngine(engine, among_others) if lone[0] else engine
    schedule = schedule_of(shape)
    sample = setting_of(telling, shape, label_count, priors, schedule.stride)
    whole = sample if schedule.stride == 1 else setting_of(telling, shape, label_count, priors, 1)
    models, notes = _models(shape, label_count)
    learned = [_learn(telling, shape, model, sample, whole, schedule) for model in models]
    pool, weights = _pool(engine, shape, learned)
    outcome = engine.map(cells_step, pool)
    sources, right = _sources(engine, telling, pool, learned[0].trained, of)
    return Fit(
        cells=[cells for cells, _, _ in outcome],
        elsewhere=[elsewhere for _, elsewhere, _ in outcome],
        labels=[labels[:, : shape.value_count] for _, _, labels in outcome],
        sources=sources,
        contributions=partial(_contributions, pool, voice),
        models=tuple(
            ModelScore(one.model.name, weight, one.outlook.score)
            for one, weight in zip(learned, weights, strict=True)
        ),
        copies=_copies(of, whole.total, right),
        notes=notes,
    )


def _models(shape: Shape, label_count: int) -> tuple[list[Model], tuple[str, ...]]:
    """The models that a table of this size and so many labels is given."""
    rows_size = shape.source_count * label_count * label_count
    blocks = 1 + shape.statement_count // 250_000
    limit = min(LARGEST_TABLE, LARGEST_TABLES // blocks)
    if rows_size > limit:
        note = f"{shape.source_count} sources with {label_count} labels: one reliability each, no rows."
        return [RELIABILITY], (note,)
    # Kinds need labels that two sources rarely confuse in more than one way; with more labels they drift.
    has_kinds = label_count == 2 and rows_size * KIND_COUNT <= limit
    return [RELIABILITY, ROWS, *([KINDS] if has_kinds else [])], ()


def _learn(
    engine: Engine, shape: Shape, model: Model, sample: Setting, whole: Setting, schedule: Schedule
) -> _Learned:
    trained = train(engine, model, sample, whole, schedule)
    return _Learned(model, trained, outlook(engine, shape, model, trained, whole.total))


def _pool(engine: Engine, shape: Shape, learned: list[_Learned]) -> tuple[Pool, list[float]]:
    first = _first_pooled(learned)
    weights = np.zeros(len(learned))
    least = np.array([SIMPLE_SHARE if one.model is RELIABILITY else 0.0 for one in learned[first:]])
    weights[first:] = stacked([one.outlook for one in learned[first:]], least)
    pool = pooled([one.trained.voices for one in learned[first:]], weights[first:], shape.source_count)
    strength, weight = engine.sum(strength_step, pool)
    usual = max(float(strength[0]) / max(float(weight[0]), 1e-12), 1e-9)
    # Kinds explain some of the dependence themselves, so only the other models are asked.
    seen = [one.outlook.correlation for one in learned if one.model is not KINDS]
    correlation = UNSEEN_DEPENDENCE * math.prod(seen) ** (1.0 / len(seen))
    return pool._replace(usual_strength=usual, correlation=correlation), [float(w) for w in weights]


def _first_pooled(learned: list[_Learned]) -> int:
    """The first model that is pooled: of two labels there is one way to err, so rows say all that one can."""
    label_count = learned[0].trained.voices.table.shape[1]
    return 1 if label_count == 2 and len(learned) > 1 else 0


def _contributions(pool: Pool, voice: Floats, block: Block, place: int) -> ItemContributions:
    """As :func:`contributions`, with sources that only repeat others unheard."""
    found = contributions(pool, heard(block, voice), place)
    return found._replace(discount=found.discount * voice[found.source])


def _copies(of: Ints, total: Floats, right: Floats) -> CopyPairs:
    """Sources that repeat another's statements to the letter, as pairs."""
    source = np.flatnonzero(of != np.arange(len(of))).astype(np.int32)
    origin = of[source]
    wrong = np.maximum(total - right, 0.0)[origin]
    shared = np.rint(total[origin]).astype(np.int64)
    return CopyPairs(source, origin.astype(np.int32), np.ones(len(source)), shared, wrong)


def _sources(
    engine: Engine, telling: Engine, pool: Pool, reliability: Trained, of: Ints
) -> tuple[SourceScores, Floats]:
    """Scores of the sources, one that repeats another having the other's; and expected right statements."""
    right, total, sure, bits = telling.sum(sources_step, pool)
    if telling is not engine:
        *_, bits = engine.sum(sources_step, pool)
    belief = reliability.belief
    mean = (right + belief.right) / (total + belief.right + belief.wrong)
    worth = sure + prior_worth(belief.right + belief.wrong, sure)
    low, high = (beta_quantiles(mean * worth, (1.0 - mean) * worth, share) for share in (0.05, 0.95))
    return SourceScores(mean[of], low[of], high[of], bits), right
