"""From the statements of one item to the probability of each of its values; and what sources did then.

Hypotheses of an item are its claimed values and *none of them*. The likelihood of a hypothesis is a
product over statements: those that are right, those that stand for what is right, and the rest, whose
values come from Pólya's urn. Values of the item that nobody claims are as likely beforehand as claimed ones.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import UNCLAIMED, Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Sums
from dementi.weigh.tables.open_values.model import Copies, Model, Sources
from dementi.weigh.tables.open_values.sampling import is_sampled
from dementi.weigh.tables.open_values.similarity import (
    CELL_LIMIT,
    Features,
    Likeness,
    can_be_general,
    stands_for,
)

#: Added to the number of known values that may stand for one: there may be another that nobody said.
UNSAID = 1.0


class Room(NamedTuple):
    """Where the numbers of one item are worked out: one slot per value and, last, one for *none*."""

    not_wrong: Floats  # Σ ω log P(not wrong) of a value's statements
    wrong: Floats
    precise: Floats
    general: Floats
    weight: Floats  # Σ ω
    urn: Floats  # log Γ(base + weight) - log Γ(base)
    likelihood: Floats  # of each hypothesis
    false_count: Floats  # Σ ω of statements that are wrong under it
    per_general: Floats  # log probability of one value among those that may stand for it
    prior: Floats
    posterior: Floats
    has_general: Ints  # bool: may something stand for this value?
    related: Ints  # bool[w, t]: may w stand for t?


@compiled
def room(item_start: Ints) -> Room:
    """Room for the largest item of a block."""
    n = int(np.max(item_start[1:] - item_start[:-1])) + 1
    pairs = min(n, CELL_LIMIT + 1) ** 2
    return Room(
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n, np.uint8),
        np.zeros(pairs, np.uint8),
    )


@compiled
def voices(source: Ints, weight: Floats, cell_start: Ints, voice: Floats, copies: Copies) -> Floats:
    """What each statement counts: its weight, less what it copies from a better source beside it."""
    counted = weight * voice[source]
    if len(copies.of) == 0:
        return counted
    seen = np.full(len(voice), -1, np.int64)
    for cell in range(len(cell_start) - 1):
        begin, end = cell_start[cell], cell_start[cell + 1]
        for k in range(begin, end):
            seen[source[k]] = cell
        for k in range(begin, end):
            for place in range(copies.start[source[k]], copies.start[source[k] + 1]):
                if seen[copies.of[place]] == cell:
                    counted[k] *= 1.0 - copies.share[place]
    return counted


@compiled
def compare_values(value: Ints, features: Features, likeness: Likeness, room: Room) -> bool:
    """Fill in which of an item's values may stand for which; is there such a pair?"""
    n = len(value)
    for t in range(n):
        room.has_general[t] = likeness.is_general and can_be_general(features, likeness, value[t])
    if n < 2 or n > CELL_LIMIT or not likeness.is_general:
        return False
    is_any = False
    for w in range(n):
        for t in range(n):
            is_related = stands_for(features, likeness, value[w], value[t])
            room.related[w * n + t] = is_related
            is_any = is_any or is_related
    return is_any


@compiled
def add_statements(
    source: Ints, counted: Floats, cell_start: Ints, first: int, n: int, sources: Sources, room: Room
) -> float:
    """Sum up the statements on each value; gives what all of them count."""
    total = 0.0
    for w in range(n):
        not_wrong, wrong, precise, general, count = 0.0, 0.0, 0.0, 0.0, 0.0
        for k in range(cell_start[first + w], cell_start[first + w + 1]):
            s, part = source[k], counted[k]
            not_wrong += part * sources.not_wrong[s]
            wrong += part * sources.wrong[s]
            precise += part * sources.precise[s]
            general += part * sources.general[s]
            count += part
        room.not_wrong[w], room.wrong[w], room.weight[w] = not_wrong, wrong, count
        room.precise[w], room.general[w] = precise, general
        total += count
    return total


@compiled
def urn_step(urn: float, part: float) -> float:
    """log Γ(urn) - log Γ(urn - part): what the last ball drawn adds to an urn; fast for one whole ball."""
    return math.log(urn - 1.0) if part == 1.0 else math.lgamma(urn) - math.lgamma(urn - part)


@compiled
def tempered(total: float, design: float) -> float:
    """What each of so many correlated statements counts (the design effect of survey statistics)."""
    return 1.0 / (1.0 + max(total - 1.0, 0.0) * design)


@compiled
def weigh_hypotheses(n: int, is_related: bool, total: float, temper: float, model: Model, room: Room) -> None:
    """Fill in the likelihood, prior and posterior of each value, and of none."""
    false_values = max(model.false_count, float(n))
    base = model.concentration / false_values
    log_base = math.lgamma(base)
    all_wrong = 0.0
    for w in range(n):
        room.urn[w] = math.lgamma(base + room.weight[w]) - log_base
        all_wrong += room.wrong[w] + room.urn[w]
    for t in range(n + 1):
        likelihood, wrong_count = all_wrong, total
        if t < n:
            likelihood += room.not_wrong[t] - room.wrong[t] - room.urn[t]
            likelihood += room.precise[t] if room.has_general[t] else 0.0
            wrong_count -= room.weight[t]
            if is_related:
                likelihood, wrong_count = _with_general(t, n, likelihood, wrong_count, room)
        likelihood += math.lgamma(model.concentration) - math.lgamma(model.concentration + wrong_count)
        room.likelihood[t], room.false_count[t] = likelihood, wrong_count
        room.prior[t] = 0.0 if t < n else math.log(false_values + 1.0 - n)
    _normalise(n, temper, room)


@compiled
def _with_general(t: int, n: int, likelihood: float, wrong_count: float, room: Room) -> tuple[float, float]:
    """Count the values that may stand for hypothesis t as such, not as wrong."""
    count = 0
    for w in range(n):
        count += room.related[w * n + t]
    room.per_general[t] = -math.log(count + UNSAID)
    for w in range(n):
        if room.related[w * n + t]:
            likelihood += room.not_wrong[w] + room.general[w] + room.weight[w] * room.per_general[t]
            likelihood -= room.wrong[w] + room.urn[w]
            wrong_count -= room.weight[w]
    return likelihood, wrong_count


@compiled
def _normalise(n: int, temper: float, room: Room) -> None:
    largest = -np.inf
    for t in range(n + 1):
        room.posterior[t] = room.prior[t] + temper * room.likelihood[t]
        largest = max(largest, room.posterior[t])
    total = 0.0
    for t in range(n + 1):
        room.posterior[t] = math.exp(room.posterior[t] - largest)
        total += room.posterior[t]
    for t in range(n + 1):
        room.posterior[t] /= total


@compiled
def clamp(known: int, n: int, room: Room) -> None:
    """A known answer is certain; ``known`` counts within the item."""
    if known >= 0 or known == UNCLAIMED:
        room.posterior[: n + 1] = 0.0
        room.posterior[known if known >= 0 else n] = 1.0


@compiled
def _item(i: int, block: Block, counted: Floats, model: Model, room: Room) -> bool:
    """Work out one item in the room; are any of its values related?"""
    first, n = block.item_start[i], block.item_start[i + 1] - block.item_start[i]
    is_related = compare_values(block.value[first : first + n], model.features, model.likeness, room)
    total = add_statements(block.source, counted, block.cell_start, first, n, model.sources, room)
    weigh_hypotheses(n, is_related, total, tempered(total, model.design), model, room)
    known = block.known[i]
    clamp(known - first if known >= 0 else known, n, room)
    return is_related


def counts_step(block: Block, model: Model) -> Sums:
    """How often each source was not wrong, wrong, precise, general: :class:`Counts`, expected."""
    counted = voices(block.source, block.weight, block.cell_start, model.sources.voice, model.copies)
    return _counts(block, counted, model)


def posterior_step(block: Block, model: Model) -> tuple[Floats, Floats]:
    """The probability of each cell's value; and for each item, of none of its values."""
    return sampled_posterior(block, model, 1)


def sampled_posterior(block: Block, model: Model, every: int) -> tuple[Floats, Floats]:
    """The same for every so-many-th item; 0 for the others."""
    counted = voices(block.source, block.weight, block.cell_start, model.sources.voice, model.copies)
    return _posterior(block, counted, model, every)


@compiled
def _posterior(block: Block, counted: Floats, model: Model, every: int) -> tuple[Floats, Floats]:
    cells, none = np.zeros(len(block.value)), np.zeros(len(block.item))
    space = room(block.item_start)
    for i in range(len(block.item)):
        if not is_sampled(block.item[i], every):
            continue
        _item(i, block, counted, model, space)
        first, n = block.item_start[i], block.item_start[i + 1] - block.item_start[i]
        cells[first : first + n] = space.posterior[:n]
        none[i] = space.posterior[n]
    return cells, none


@compiled
def _counts(block: Block, counted: Floats, model: Model) -> Sums:
    source_count = len(model.sources.voice)
    not_wrong, wrong = np.zeros(source_count), np.zeros(source_count)
    precise, general = np.zeros(source_count), np.zeros(source_count)
    space = room(block.item_start)
    for i in range(len(block.item)):
        is_related = _item(i, block, counted, model, space)
        first, n = block.item_start[i], block.item_start[i + 1] - block.item_start[i]
        for w in range(n):
            right = space.posterior[w]
            stands = 0.0
            if is_related:
                for t in range(n):
                    stands += space.posterior[t] * space.related[w * n + t]
            exact = right if space.has_general[w] else 0.0
            for k in range(block.cell_start[first + w], block.cell_start[first + w + 1]):
                s, weight = block.source[k], block.weight[k]
                not_wrong[s] += weight * (right + stands)
                wrong[s] += weight * max(1.0 - right - stands, 0.0)
                precise[s] += weight * exact
                general[s] += weight * stands
    return not_wrong, wrong, precise, general
