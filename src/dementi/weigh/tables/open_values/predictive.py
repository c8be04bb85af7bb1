"""How well each statement is foretold by the others of its item, and what it adds to them.

That score needs no known answers; by it the number of false values, how far they repeat each other,
which relations between values count, and the correlation within items are chosen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Sums
from dementi.weigh.tables.open_values.model import Copies, Model
from dementi.weigh.tables.open_values.posterior import (
    Room,
    add_statements,
    clamp,
    compare_values,
    room,
    tempered,
    urn_step,
    voices,
    weigh_hypotheses,
)

_SMALL = 1e-300
_MOST_BITS = 60.0


class LeftOut(NamedTuple):
    """One statement, left out."""

    statement_count: float  # what it counts itself
    not_wrong: float
    wrong: float
    precise: float
    general: float


class Where(NamedTuple):
    """What each source has said, as far as a pass has come."""

    cell: Ints  # int64[S]: the last cell looked at that it speaks on
    item: Ints  # int64[S]: the last item that it speaks of
    value_count: Floats  # float64[S]: how many values it gives that item


def item_scores_step(block: Block, model: Model) -> tuple[Floats, Floats]:
    """For each item: Σ weight log2 P(statement | the item's others), and Σ weight."""
    counted = voices(block.source, block.weight, block.cell_start, model.sources.voice, model.copies)
    score, weight, _ = _scored(block, counted, model)
    return score, weight


def bits_step(block: Block, model: Model) -> Sums:
    """Evidence of each source, in bits: how far its statements move the odds of what they say, summed."""
    counted = voices(block.source, block.weight, block.cell_start, model.sources.voice, model.copies)
    score, weight, bits = _scored(block, counted, model)
    return bits, np.array(score.sum()), np.array(weight.sum())


@compiled
def _scored(block: Block, counted: Floats, model: Model) -> tuple[Floats, Floats, Floats]:
    source_count = len(model.sources.voice)
    scores, weights = np.zeros(len(block.item)), np.zeros(len(block.item))
    bits = np.zeros(source_count)
    space, left = room(block.item_start), np.empty(_largest(block.item_start) + 1)
    where = Where(
        np.full(source_count, -1, np.int64), np.full(source_count, -1, np.int64), np.zeros(source_count)
    )
    for i in range(len(block.item)):
        first, n = block.item_start[i], block.item_start[i + 1] - block.item_start[i]
        is_related = compare_values(block.value[first : first + n], model.features, model.likeness, space)
        total = add_statements(block.source, counted, block.cell_start, first, n, model.sources, space)
        weigh_hypotheses(n, is_related, total, tempered(total, model.design), model, space)
        _note_item(block, i, where)
        if block.known[i] != -1:
            known = block.known[i]
            clamp(known - first if known >= 0 else known, n, space)
            continue
        for w in range(n):
            said_by = block.source[block.cell_start[first + w] : block.cell_start[first + w + 1]]
            sayers = model.sources.voice[said_by].sum()
            for s in said_by:
                where.cell[s] = first + w
            for k in range(block.cell_start[first + w], block.cell_start[first + w + 1]):
                s = block.source[k]
                if model.sources.voice[s] == 0.0:
                    continue
                one = LeftOut(
                    counted[k],
                    model.sources.not_wrong[s],
                    model.sources.wrong[s],
                    model.sources.precise[s],
                    model.sources.general[s],
                )
                foretold = _foretell(w, n, is_related, total, one, model, space, left)
                if sayers == 1.0:
                    # A value that nobody else gives has no name yet: any of the unclaimed ones would do.
                    foretold *= max(model.false_count, float(n)) - n + 2.0
                foretold = _or_copied(s, i, first + w, foretold, model.copies, where)
                scores[i] += block.weight[k] * math.log2(max(min(foretold, 1.0), _SMALL))
                weights[i] += block.weight[k]
                bits[s] += abs(_bits(space.posterior[w]) - _bits(left[w]))
    return scores, weights, bits


@compiled
def _largest(item_start: Ints) -> int:
    return int(np.max(item_start[1:] - item_start[:-1]))


@compiled
def _note_item(block: Block, i: int, where: Where) -> None:
    for k in range(block.cell_start[block.item_start[i]], block.cell_start[block.item_start[i + 1]]):
        s = block.source[k]
        where.value_count[s] = 1.0 if where.item[s] != i else where.value_count[s] + 1.0
        where.item[s] = i


@compiled
def _or_copied(s: int, i: int, cell: int, foretold: float, copies: Copies, where: Where) -> float:
    """The source may instead have copied (one of the values) from the one it follows most closely."""
    share, same = 0.0, 0.0
    for place in range(copies.start[s], copies.start[s + 1]):
        of = copies.of[place]
        if where.item[of] == i and copies.share[place] > share:
            share = copies.share[place]
            same = 1.0 / where.value_count[of] if where.cell[of] == cell else 0.0
    return (1.0 - share) * min(foretold, 1.0) + share * same


@compiled
def _foretell(
    w: int, n: int, is_related: bool, total: float, one: LeftOut, model: Model, space: Room, left: Floats
) -> float:
    """P(the statement gives value w | the others); ``left`` becomes the posterior without it."""
    part = one.statement_count
    false_values = max(model.false_count, float(n))
    base = model.concentration / false_values
    rest = max(space.weight[w] - part, 0.0)
    urn = urn_step(base + rest + part, part)
    temper = tempered(total - part, model.design)
    largest = -np.inf
    for t in range(n + 1):
        if t == w:
            less = part * (one.not_wrong + (one.precise if space.has_general[t] else 0.0))
        elif t < n and is_related and space.related[w * n + t]:
            less = part * (one.not_wrong + one.general + space.per_general[t])
        else:
            less = part * one.wrong + urn
            less -= urn_step(model.concentration + max(space.false_count[t], part), part)
        left[t] = space.prior[t] + temper * (space.likelihood[t] - less)
        largest = max(largest, left[t])
    all_left, foretold = 0.0, 0.0
    right, exact = _share(one.not_wrong, one.wrong), _share(one.precise, one.general)
    for t in range(n + 1):
        left[t] = math.exp(left[t] - largest)
        all_left += left[t]
        if t == w:
            says = right * (exact if space.has_general[t] else 1.0)
        elif t < n and is_related and space.related[w * n + t]:
            says = right * (1.0 - exact) * math.exp(space.per_general[t])
        else:
            says = (1.0 - right) * (base + rest)
            says /= model.concentration + max(space.false_count[t] - part, 0.0)
        foretold += left[t] * says
    for t in range(n + 1):
        left[t] /= all_left
    return foretold / all_left


@compiled
def _share(yes: float, no: float) -> float:
    """From expected logarithms to a probability."""
    return 1.0 / (1.0 + math.exp(no - yes))


@compiled
def _bits(probability: float) -> float:
    odds = max(probability, _SMALL) / max(1.0 - probability, _SMALL)
    return max(min(math.log2(odds), _MOST_BITS), -_MOST_BITS)
