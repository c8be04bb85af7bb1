"""How the values of a table are best read, told by how well each statement is foretold by the others."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Engine, LocalEngine
from dementi.weigh.tables.open_values.model import Model, no_copies
from dementi.weigh.tables.open_values.predictive import item_scores_step
from dementi.weigh.tables.open_values.sampling import is_sampled
from dementi.weigh.tables.open_values.similarity import (
    LIKENESSES,
    Likeness,
    LikenessParams,
    related_step,
)
from dementi.weigh.tables.open_values.sources import Setting, Table, learned, model_of, no_state

#: Statements on which settings are tried out, about; larger tables lend every so-many-th item.
TRIED_STATEMENTS = 60_000

#: How many false values an item has, and how far they repeat each other: what is tried. Any would do on
#: most tables; the grid is wide because a wrong number misleads badly (flights: 0.94 or 0.75 right).
FALSE_COUNTS = (2.0, 5.0, 20.0, 100.0)
CONCENTRATIONS = (1.0, 4.0, 20.0, 1e6)

#: The search begins in the middle.
FIRST_TRIED = (20.0, 4.0)

#: How correlated statements are beyond what is modelled: what is tried.
DESIGNS = (0.0, 0.02, 0.05, 0.1, 0.2)

_TRIAL_ROUNDS = 8


def part(engine: Engine, statement_count: int, wanted: int = TRIED_STATEMENTS) -> Engine:
    """So much of the table, about, in whole items and in this process, to try things out on."""
    every = max(1, math.ceil(statement_count / wanted))
    if every == 1 and isinstance(engine, LocalEngine):
        return engine
    # On a cluster a step takes a second however little there is to do, and many are tried.
    # A small block may lend no item, and steps take no empty block; item 0 is always lent.
    return LocalEngine([one for one in engine.map(_part_step, every) if one.item_count])


def _part_step(block: Block, every: int) -> Block:
    items, cells, statements = _places(block, every)
    cell_counts = np.diff(block.item_start)[items]
    statement_counts = np.diff(block.cell_start)[cells]
    item_start = np.concatenate([[0], np.cumsum(cell_counts)]).astype(np.int64)
    known = block.known[items]
    moved = known - block.item_start[items] + item_start[:-1]
    return Block(
        block.source[statements],
        block.weight[statements],
        np.concatenate([[0], np.cumsum(statement_counts)]).astype(np.int64),
        block.value[cells],
        item_start,
        np.where(known >= 0, moved, known).astype(np.int32),
        block.item[items],
    )


@compiled
def _places(block: Block, every: int) -> tuple[Ints, Ints, Ints]:
    items = [i for i in range(len(block.item)) if is_sampled(block.item[i], every)]
    cells = [c for i in items for c in range(block.item_start[i], block.item_start[i + 1])]
    statements = [k for c in cells for k in range(block.cell_start[c], block.cell_start[c + 1])]
    return np.array(items, np.int64), np.array(cells, np.int64), np.array(statements, np.int64)


def chosen(trial: Table) -> Setting:
    """The setting by which each statement is foretold best."""
    scores: dict[Setting, float] = {}

    def score(setting: Setting) -> float:
        if setting not in scores:
            state = learned(
                trial, setting, no_copies(len(trial.voice)), no_state(trial), rounds=_TRIAL_ROUNDS
            )
            model = model_of(trial, setting, no_copies(len(trial.voice)), state)
            scores[setting] = mean_score(trial.engine, model)
        return scores[setting]

    best = max((Setting(likeness, *FIRST_TRIED) for likeness in _likenesses(trial)), key=score)
    for _ in range(2):
        best = max((best._replace(concentration=one) for one in CONCENTRATIONS), key=score)
        best = max((best._replace(false_count=one) for one in FALSE_COUNTS), key=score)
    return best


def _likenesses(trial: Table) -> Sequence[Likeness]:
    """Those under which any two values of an item are related; more permissive only where it adds some."""
    kept, most = [LIKENESSES[0]], 0.0
    if not len(trial.features.kind):
        return kept
    for likeness in LIKENESSES[1:]:
        (related,) = trial.engine.sum(related_step, LikenessParams(trial.features, likeness))
        if float(related) > most:
            kept.append(likeness)
            most = float(related)
    return kept


def designed(trial: Table, model: Model) -> Model:
    """The model with the largest correlation within items that foretells about as well as the best.

    About as well: within one standard error. Caution costs little where it is not needed,
    and overconfidence much where statements depend on each other in ways that are not modelled.
    """
    tried = [model._replace(design=design) for design in DESIGNS]
    scores = [_item_scores(trial.engine, one) for one in tried]
    best = int(np.argmax([score.sum() for score in scores]))
    close = [k for k in range(len(tried)) if _is_close(scores[best], scores[k])]
    return tried[max(close)]


def _is_close(best: Floats, other: Floats) -> bool:
    gap = best - other
    return bool(gap.sum() <= np.std(gap) * math.sqrt(len(gap)))


def _item_scores(engine: Engine, model: Model) -> Floats:
    return np.concatenate([score for score, _ in engine.map(item_scores_step, model)])


def mean_score(engine: Engine, model: Model) -> float:
    """Mean log2 probability of a statement given the others of its item; 0 where there is nothing to tell."""
    outcomes = engine.map(item_scores_step, model)
    weight = sum(float(weights.sum()) for _, weights in outcomes)
    return sum(float(scores.sum()) for scores, _ in outcomes) / weight if weight else 0.0
