"""Open values: choose how to read them, find copies, learn the sources, weigh the values."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import polars as pl

from dementi.weigh.tables.blocks import Block, Floats, Ints, Shape
from dementi.weigh.tables.engine import Engine, Sums
from dementi.weigh.tables.fits import CopyPairs, Fit, ModelScore
from dementi.weigh.tables.intervals import as_known
from dementi.weigh.tables.open_values.contributions import contributions
from dementi.weigh.tables.open_values.copying import (
    REPORTED,
    Dependence,
    clones,
    common,
    first_sight,
    followed,
    second_look,
    suspects,
)
from dementi.weigh.tables.open_values.model import Copies, Model, no_copies
from dementi.weigh.tables.open_values.posterior import posterior_step
from dementi.weigh.tables.open_values.predictive import bits_step
from dementi.weigh.tables.open_values.settings import chosen, designed, mean_score, part
from dementi.weigh.tables.open_values.several import fit_several
from dementi.weigh.tables.open_values.similarity import VALUE_LIMIT, features, no_features
from dementi.weigh.tables.open_values.sources import (
    MOST_ROUNDS,
    Setting,
    State,
    Table,
    learned,
    model_of,
    no_state,
    precision,
    reliability,
    scores,
)
from dementi.weigh.tables.priors import Priors

#: A second solution is reported where it foretells a statement at most so many bits worse (on synthetic
#: tables the score prefers a clique of copiers to the truth by up to that much), ...
ALTERNATIVE_BITS = 0.2
#: ... and has another most probable value for at least this share of the items in dispute.
ALTERNATIVE_ITEMS = 0.05

#: The share of a source's pairs taken to be independent when looking for a clique of most sources.
SMALLER_USUAL = 0.2

#: Statements from which the sources are learned to begin with; the last rounds take all.
ROUGH_STATEMENTS = 1_000_000

_LOOKS, _ROUNDS_BETWEEN = 4, 3


def fit_open(
    engine: Engine, shape: Shape, values: pl.Series, priors: Priors, answers: str, seed: int = 0
) -> Fit:
    """Truth discovery over open values.

    Parameters
    ----------
    engine : holds the blocks.
    shape : how large the table is.
    values : the distinct values, by code.
    priors : prior mean of a source's reliability and the number of statements it is worth; None: estimated.
    answers : "one" true value per item, or "several".
    seed : unused, nothing is drawn by chance; there for the common interface.

    Notes
    -----
    One reliability per source under an empirical Beta prior; an item's false values come from Pólya's urn,
    so that mistakes may be shared without copying; more general values (fewer words, rounder numbers)
    support more specific ones; statements that are copied count for what is their own. Everything is
    chosen by how well each statement is foretold by the others of its item; nothing by known answers.

    Copying is looked for before the truth is, see :func:`~.copying.first_sight`: started from the votes,
    a clique that outvotes the rest defines the truth, and those who agree against it look like the
    copiers. Where that solution, or one in which most sources are copiers, foretells about as well and
    differs, it is the ``alternative``, with how many bits worse it foretells a statement (below 0: better).

    References
    ----------
    Dong, Berti-Equille and Srivastava (2009), PVLDB 2(1), ACCU and ACCUCOPY; Yin, Han and Yu (2008), IEEE
    TKDE 20(6), TruthFinder; Pasternack and Roth (2010), COLING; Zhao et al. (2012), PVLDB 5(6), latent
    truth model; Li et al. (2013), PVLDB 6(2), Truth finding on the deep web; Jung, Kim and Shim (2019),
    EDBT, values in a hierarchy.
    """
    del seed
    source_count = shape.source_count
    of = clones(engine, source_count)
    voice = (of == np.arange(source_count)).astype(np.float64)
    if answers == "several":
        return fit_several(engine, of, priors)
    read = features(values) if len(values) <= VALUE_LIMIT else no_features()
    table = Table(engine, read, voice, priors)
    trial = table._replace(engine=part(engine, shape.statement_count))
    setting = chosen(trial)
    state, copies, dependence = _solved(table, setting, shape.statement_count)
    model = designed(trial, model_of(table, setting, copies, state))
    outcomes = engine.map(posterior_step, model)
    bits, score, weight = engine.sum(bits_step, model)
    (sure,) = engine.sum(_sure_step, model)
    source_scores = scores(state, bits, sure)
    foretold = float(score) / max(float(weight), 1e-300)
    return Fit(
        cells=[cells for cells, _ in outcomes],
        elsewhere=[none for _, none in outcomes],
        sources=source_scores,
        contributions=functools.partial(contributions, model, reliability(state)),
        models=(ModelScore(_name(model), 1.0, foretold),),
        copies=_copy_pairs(dependence, state, of),
        alternative=_alternative(table, trial, setting, model, shape.statement_count),
    )


def _sure_step(block: Block, model: Model) -> Sums:
    """By source: how many statements are as good as known to be right or wrong."""
    cells, _ = posterior_step(block, model)
    right = np.repeat(cells, np.diff(block.cell_start))
    sure = block.weight * as_known(right)
    return (np.bincount(block.source, weights=sure, minlength=len(model.sources.voice)),)


def _solved(
    table: Table, setting: Setting, statement_count: int, usual: float = 0.5
) -> tuple[State, Copies, Dependence]:
    """Look for copies and learn the sources in turns, the copies first."""
    rough = table._replace(engine=part(table.engine, statement_count, ROUGH_STATEMENTS))
    source_count = len(table.voice)
    pairs, every = common(table.engine, source_count, table.voice)
    dependence, level = first_sight(pairs, table.voice, usual)
    pairs = suspects(dependence)
    copies, state = followed(dependence, level), no_state(table)
    if not len(pairs.one):
        copies = no_copies(source_count)
        state = learned(rough, setting, copies, state, rounds=MOST_ROUNDS)
        return learned(table, setting, copies, state, rounds=MOST_ROUNDS), copies, dependence
    for _ in range(_LOOKS):
        state = learned(rough, setting, copies, state, rounds=_ROUNDS_BETWEEN)
        dependence = second_look(
            table.engine,
            pairs,
            model_of(table, setting, copies, state),
            reliability(state),
            precision(state),
            every,
        )
        copies = followed(dependence, reliability(state))
    return learned(table, setting, copies, state, rounds=MOST_ROUNDS), copies, dependence


def _alternative(
    table: Table, trial: Table, setting: Setting, model: Model, statement_count: int
) -> tuple[list[Floats], float] | None:
    """Another solution that is about as good, if there is one.

    Tried are the one in which everybody speaks for himself, and one that looks for cliques larger
    than half of the sources: the two ways in which the first may be wrong about who copies.
    """
    found: list[tuple[float, float | None]] = []
    for usual in (None, SMALLER_USUAL):
        other = _other(trial, setting, usual, 0, model.design)
        worse = mean_score(trial.engine, model) - mean_score(trial.engine, other)
        if worse <= ALTERNATIVE_BITS and _differing(trial, model, other) >= ALTERNATIVE_ITEMS:
            found.append((worse, usual))
    if not found:
        return None
    worse, usual = min(found, key=lambda one: one[0])
    other = _other(table, setting, usual, statement_count, model.design)
    return [cells for cells, _ in table.engine.map(posterior_step, other)], worse


def _other(table: Table, setting: Setting, usual: float | None, statement_count: int, design: float) -> Model:
    """Another solution: without copies, or with those found from another idea of what is usual."""
    copies = no_copies(len(table.voice))
    if usual is None:
        state = learned(table, setting, copies, no_state(table), rounds=MOST_ROUNDS)
    else:
        state, copies, _ = _solved(table, setting, statement_count, usual)
    return model_of(table, setting, copies, state)._replace(design=design)


def _differing(trial: Table, model: Model, other: Model) -> float:
    """The share of items in dispute that the two models answer differently."""
    differing = disputed = 0
    blocks = trial.engine.map(_starts_step, None)
    ours, theirs = trial.engine.map(posterior_step, model), trial.engine.map(posterior_step, other)
    for starts, (one, _), (two, _) in zip(blocks, ours, theirs, strict=True):
        for begin, end in itertools.pairwise(starts):
            if end - begin > 1:
                disputed += 1
                differing += int(np.argmax(one[begin:end]) != np.argmax(two[begin:end]))
    return differing / max(disputed, 1)


def _starts_step(block: Block, _: None) -> Ints:
    return block.item_start


def _copy_pairs(dependence: Dependence, state: State, of: Ints) -> CopyPairs:
    """All pairs worth telling: exact copies, and those found dependent."""
    kept = dependence.probability >= REPORTED
    one, other = dependence.pairs.one[kept], dependence.pairs.other[kept]
    is_one_better = reliability(state)[one] >= reliability(state)[other]
    exact = np.flatnonzero(of != np.arange(len(of))).astype(np.int32)
    statements = state.counts.not_wrong + state.counts.wrong
    return CopyPairs(
        np.concatenate([exact, np.where(is_one_better, other, one)]),
        np.concatenate([of[exact], np.where(is_one_better, one, other)]),
        np.concatenate([np.ones(len(exact)), dependence.probability[kept]]),
        np.concatenate([np.round(statements[exact]).astype(np.int64), dependence.shared[kept]]),
        np.concatenate([state.counts.wrong[exact], dependence.shared_false[kept]]),
    )


def _name(model: Model) -> str:
    likeness = model.likeness
    alike = "similar" if likeness.number_share else "general" if likeness.is_general else "same"
    urn = "independent errors" if model.concentration >= 1e6 else f"urn of {model.concentration:g}"
    return f"{alike} values, {model.false_count:g} false ones, {urn}, correlation {model.design:g}"
