"""Rounds of expectation and learning, on a sample of the items first where a table is large."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Floats, Shape
from dementi.weigh.tables.engine import Engine
from dementi.weigh.tables.labels.models import Model, Setting, Trained
from dementi.weigh.tables.labels.voices import Pass, Sums, Weights, pass_step, weight_step
from dementi.weigh.tables.priors import LabelPriors

#: Of a larger table, whole items with about so many statements find the solution; all items polish it.
SAMPLE_STATEMENTS = 400_000

#: Rounds at most, and after the sample; it ends when so small a share of the statements changes its mind.
ROUNDS, POLISH_ROUNDS, STILL = 100, 3, 1e-5

#: A larger table ends its rounds earlier: what is left changes nothing that shows.
LARGE_STATEMENTS, LARGE_ROUNDS, LARGE_STILL = 200_000, 40, 2e-4


class Schedule(NamedTuple):
    """Of every ``stride`` items one is in the sample."""

    stride: int
    rounds: int
    still: float
    polish: int


def schedule_of(shape: Shape) -> Schedule:
    """How to train on a table of this size; depends on the table alone."""
    stride = 1 + (shape.statement_count - 1) // SAMPLE_STATEMENTS
    if shape.statement_count > LARGE_STATEMENTS:
        return Schedule(stride, LARGE_ROUNDS, LARGE_STILL, POLISH_ROUNDS if stride > 1 else 0)
    return Schedule(stride, ROUNDS, STILL, 0)


def setting_of(engine: Engine, shape: Shape, label_count: int, priors: LabelPriors, stride: int) -> Setting:
    """Weights of sources and labels in the sample."""
    said, _ = engine.sum(weight_step, Weights(shape.source_count, label_count, stride))
    return Setting(shape.source_count, label_count, priors, said, said.sum(axis=1))


def train(engine: Engine, model: Model, sample: Setting, whole: Setting, schedule: Schedule) -> Trained:
    """Learn a model, beginning with the shares of the labels among an item's statements."""
    trained = model.begin(sample)
    sums = _sums(engine, trained, schedule.stride, is_start=True)
    for _ in range(schedule.rounds):
        trained = model.learn(sample, trained, sums)
        before = sums
        sums = _sums(engine, trained, schedule.stride)
        if _change(before.counts, sums.counts) < schedule.still:
            break
    for _ in range(schedule.polish):
        sums = _sums(engine, trained, 1)
        trained = model.learn(whole, trained, sums)
    return trained if schedule.polish else model.learn(whole, trained, sums)


def _sums(engine: Engine, trained: Trained, stride: int, *, is_start: bool = False) -> Sums:
    return Sums(*engine.sum(pass_step, Pass(trained.voices, stride, is_start)))


def _change(before: Floats, after: Floats) -> float:
    return float(np.abs(after - before).sum() / max(float(after.sum()), 1e-12))
