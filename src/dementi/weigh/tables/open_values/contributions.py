"""One item taken apart: how many bits each statement adds to the odds of each value."""

from __future__ import annotations

import math

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints, part
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.fits import ItemContributions
from dementi.weigh.tables.open_values.model import Model
from dementi.weigh.tables.open_values.posterior import (
    Room,
    clamp,
    compare_values,
    room,
    tempered,
    voices,
    weigh_hypotheses,
)

_SMALL = 1e-300


def contributions(model: Model, reliability: Floats, block: Block, place: int) -> ItemContributions:
    """Bits of each statement of the item at ``place`` in the block.

    The posterior is no plain sum: two statements of one wrong value explain each other. So the
    statements are added one after another, the most reliable source first, and each is given what it
    changes (the chain rule of evidence); what is left of copies and of correlated statements is
    ``discount``. Prior and bits add up to the log2 odds exactly.
    """
    one = part(block, place, place + 1)
    counted = voices(one.source, one.weight, one.cell_start, model.sources.voice, model.copies)
    order = np.argsort(-reliability[one.source], kind="stable")
    bits, prior, temper = _added_bits(one, counted, order, model)
    cell = np.repeat(np.arange(one.cell_count), np.diff(one.cell_start))
    return ItemContributions(one.source, cell, bits, counted / one.weight * temper, prior)


@compiled
def _added_bits(block: Block, counted: Floats, order: Ints, model: Model) -> tuple[Floats, Floats, float]:
    n, statements = len(block.value), len(block.source)
    space = room(block.item_start)
    is_related = compare_values(block.value, model.features, model.likeness, space)
    cell_of = np.empty(statements, np.int64)
    for cell in range(n):
        cell_of[block.cell_start[cell] : block.cell_start[cell + 1]] = cell
    temper, total = tempered(counted.sum(), model.design), 0.0
    bits, before, after = np.zeros((statements, n)), np.empty(n), np.empty(n)
    for w in range(n):
        space.not_wrong[w] = space.wrong[w] = space.weight[w] = space.precise[w] = space.general[w] = 0.0
    _odds(n, is_related, total, temper, block.known[0], model, space, before)
    prior = before.copy()
    for k in order:
        w, s, part = cell_of[k], block.source[k], counted[k]
        space.not_wrong[w] += part * model.sources.not_wrong[s]
        space.wrong[w] += part * model.sources.wrong[s]
        space.precise[w] += part * model.sources.precise[s]
        space.general[w] += part * model.sources.general[s]
        space.weight[w] += part
        total += part
        _odds(n, is_related, total, temper, block.known[0], model, space, after)
        for t in range(n):
            bits[k, t] = after[t] - before[t]
            before[t] = after[t]
    return bits, prior, temper


@compiled
def _odds(
    n: int, is_related: bool, total: float, temper: float, known: int, model: Model, space: Room, odds: Floats
) -> None:
    """log2 odds of each value."""
    weigh_hypotheses(n, is_related, total, temper, model, space)
    clamp(known, n, space)
    for t in range(n):
        other = 0.0
        for u in range(n + 1):
            if u != t:
                other += space.posterior[u]
        odds[t] = math.log2(max(space.posterior[t], _SMALL)) - math.log2(max(other, _SMALL))
