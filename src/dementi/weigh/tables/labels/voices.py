"""What a label model makes of one statement, and the pass over the statements that all label models share."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import UNCLAIMED, Block, Floats
from dementi.weigh.tables.compiling import compiled

#: The logarithm of a probability of nothing: small enough to vanish, large enough to be added up.
NEVER = -1e30

#: The logarithm of the share of a label that nobody gives: next to nothing.
UNSAID = -100.0


class Voices(NamedTuple):
    """Log probabilities of statements, given each possible state of an item.

    A state is a label and, where a model tells them apart, a kind of item with that label: state k has
    label k // kind_count. A statement of source s for label x adds ``table[s, x, k]`` to state k, and
    ``gain[s]`` if state k has label x. A first axis of length 1 serves all sources.
    """

    gain: Floats  # float64[S or 1], nats
    table: Floats  # float64[S or 1, L, K], nats
    log_prior: Floats  # float64[K]
    kind_count: int


class Pass(NamedTuple):
    """A pass over the items; of every ``stride`` items one is looked at."""

    voices: Voices
    stride: int
    is_start: bool  # states of items from the shares of their labels, not yet from the voices


class Sums(NamedTuple):
    """What a pass adds up."""

    counts: Floats  # float64[S or 1, L, K]: expected statements of a label by items' state
    right: Floats  # float64[S or 1]: expected right statements
    states: Floats  # float64[K]: expected items


class Weights(NamedTuple):
    """Asks for the weight of the statements by source and label."""

    source_count: int
    label_count: int
    stride: int


def pass_step(block: Block, params: Pass) -> tuple[Floats, ...]:
    """The sums of one pass over a block."""
    return _pass(block, params)


def weight_step(block: Block, params: Weights) -> tuple[Floats, ...]:
    """Weight of the statements by source and label, float64[S, L]; and their number, in the sample."""
    item = np.repeat(block.item, np.diff(block.cell_start[block.item_start]))
    value = np.repeat(block.value, np.diff(block.cell_start))
    chosen = item % params.stride == 0
    place = block.source[chosen].astype(np.int64) * params.label_count + value[chosen]
    size = params.source_count * params.label_count
    totals: Floats = np.bincount(place, weights=block.weight[chosen], minlength=size).astype(np.float64)
    return totals.reshape(params.source_count, params.label_count), np.array([float(chosen.sum())])


@compiled
def digamma(x: float) -> float:
    """The derivative of the logarithm of the gamma function, for x > 0."""
    below = 0.0
    while x < 6.0:
        below -= 1.0 / x
        x += 1.0
    inverse = 1.0 / (x * x)
    series = inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse * (1.0 / 252 - inverse / 240)))
    return below + math.log(x) - 0.5 / x - series


@compiled
def add_evidence(block: Block, first: int, last: int, voices: Voices, evidence: Floats) -> None:
    """Sum the log probabilities of the statements on cells first to last, by state, into ``evidence``."""
    gain, table, kind_count = voices.gain, voices.table, voices.kind_count
    evidence[:] = 0.0
    for cell in range(first, last):
        label = block.value[cell]
        gained = 0.0
        for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
            source, weight = block.source[j], block.weight[j]
            heard = table[source if len(table) > 1 else 0, label]
            for k in range(len(evidence)):
                evidence[k] += weight * heard[k]
            gained += weight * gain[source if len(gain) > 1 else 0]
        for k in range(label * kind_count, (label + 1) * kind_count):
            evidence[k] += gained


@compiled
def settle(block: Block, place: int, kind_count: int, scores: Floats) -> None:
    """Rule out the states of an item that its known answer rules out."""
    known, first, last = block.known[place], block.item_start[place], block.item_start[place + 1]
    if known >= 0:
        for k in range(len(scores)):
            if k // kind_count != block.value[known]:
                scores[k] = NEVER
    elif known == UNCLAIMED and (last - first) * kind_count < len(scores):
        for cell in range(first, last):
            for k in range(block.value[cell] * kind_count, (block.value[cell] + 1) * kind_count):
                scores[k] = NEVER


@compiled
def normalise(scores: Floats) -> None:
    """Log weights to probabilities, in place."""
    top = scores.max()
    total = 0.0
    for k in range(len(scores)):
        scores[k] = math.exp(scores[k] - top)
        total += scores[k]
    for k in range(len(scores)):
        scores[k] /= total


@compiled
def _start(block: Block, first: int, last: int, kind_count: int, scores: Floats) -> None:
    """Log shares of the labels. Kinds are set apart by how large their label's share is."""
    scores[:] = UNSAID  # more than NEVER: a label that nobody gives may be the known answer
    total = 1e-12
    for j in range(block.cell_start[first], block.cell_start[last]):
        total += block.weight[j]
    for cell in range(first, last):
        share = 1e-12
        for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
            share += block.weight[j] / total
        for kind in range(kind_count):
            near = 1.0
            if kind_count > 1:
                near = max(0.02, 1.0 - abs(min(share, 1.0) * (kind_count - 1) - kind))
            scores[block.value[cell] * kind_count + kind] = math.log(share * near)


@compiled
def _pass(block: Block, params: Pass) -> tuple[Floats, Floats, Floats]:
    voices, kind_count = params.voices, params.voices.kind_count
    counts = np.zeros(voices.table.shape)
    right = np.zeros(len(voices.gain))
    states = np.zeros(len(voices.log_prior))
    scores = np.empty(len(voices.log_prior))
    for i in range(len(block.item)):
        if block.item[i] % params.stride:
            continue
        first, last = block.item_start[i], block.item_start[i + 1]
        if params.is_start:
            _start(block, first, last, kind_count, scores)
        else:
            add_evidence(block, first, last, voices, scores)
            scores += voices.log_prior
        settle(block, i, kind_count, scores)
        normalise(scores)
        states += scores
        for cell in range(first, last):
            label = block.value[cell]
            hit = scores[label * kind_count : (label + 1) * kind_count].sum()
            for j in range(block.cell_start[cell], block.cell_start[cell + 1]):
                source, weight = block.source[j], block.weight[j]
                seen = counts[source if len(counts) > 1 else 0, label]
                for k in range(len(scores)):
                    seen[k] += weight * scores[k]
                right[source if len(right) > 1 else 0] += weight * hit
    return counts, right, states


@compiled
def label_scores(block: Block, voices: Voices, temper: Floats) -> tuple[Floats, Floats]:
    """Log posterior of the labels of each item, float64[m, L], and of the kinds within a label, [m, K].

    ``temper``: float64[m], the share of the evidence that counts.
    """
    states, kind_count = len(voices.log_prior), voices.kind_count
    labels, items = states // kind_count, len(block.item)
    out, kinds, scores = np.empty((items, labels)), np.empty((items, states)), np.empty(states)
    for i in range(items):
        add_evidence(block, block.item_start[i], block.item_start[i + 1], voices, scores)
        top = -np.inf
        for label in range(labels):
            begin, end = label * kind_count, (label + 1) * kind_count
            here, total = -np.inf, 0.0
            for k in range(begin, end):
                scores[k] = scores[k] * temper[i] + voices.log_prior[k]
                here = max(here, scores[k])
            for k in range(begin, end):
                kinds[i, k] = math.exp(scores[k] - here)
                total += kinds[i, k]
            for k in range(begin, end):
                kinds[i, k] /= total
            out[i, label] = here + math.log(total)
            top = max(top, out[i, label])
        total = 0.0
        for label in range(labels):
            total += math.exp(out[i, label] - top)
        for label in range(labels):
            out[i, label] -= top + math.log(total)
    return out, kinds
