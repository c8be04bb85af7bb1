"""Baselines and scores of weighing: plain ways to guess, and how well a probability met the truth."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dementi.weigh.record import Settled
from dementi.weigh.voices import direction_of

CLIP = 1e-6
BUCKETS = 5
RESAMPLES = 2000


def majority(one: Settled) -> float:
    """The share of affirming statements among those that affirm or deny, with one of each imagined."""
    directions = [direction_of(statement) for statement in one.claim.statements]
    affirming, denying = directions.count("affirms"), directions.count("denies")
    return (affirming + 1) / (affirming + denying + 2)


def neutral_only(one: Settled) -> float:
    """The same of hand-coded neutral statements alone."""
    neutral = tuple(s for s in one.claim.statements if s.side == "neutral")
    return majority(one._replace(claim=msgspec.structs.replace(one.claim, statements=neutral)))


def brier(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    return sum((p - t) ** 2 for p, t in zip(probabilities, truths, strict=True)) / len(truths)


def log_loss(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    clipped = [min(1 - CLIP, max(CLIP, p)) for p in probabilities]
    return -sum(math.log(p if t else 1 - p) for p, t in zip(clipped, truths, strict=True)) / len(truths)


class Bucket(NamedTuple):
    """Claims that were given about the same probability."""

    low: float
    high: float
    count: int
    true_count: int
    said: float

    @property
    def came(self) -> float:
        return self.true_count / self.count


def buckets_of(probabilities: Sequence[float], truths: Sequence[bool]) -> list[Bucket]:
    rows: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, truth in zip(probabilities, truths, strict=True):
        rows[min(BUCKETS - 1, int(probability * BUCKETS))].append((probability, truth))
    return [
        Bucket(
            index / BUCKETS,
            (index + 1) / BUCKETS,
            len(own),
            sum(truth for _, truth in own),
            sum(p for p, _ in own) / len(own),
        )
        for index, own in sorted(rows.items())
    ]


def calibration_error(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    """The expected calibration error over five buckets."""
    found = buckets_of(probabilities, truths)
    return sum(one.count * abs(one.came - one.said) for one in found) / len(truths)


def bootstrapped(
    losses: Sequence[float], events: Sequence[str], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """The 90 % interval of a mean loss, events drawn anew with replacement (Efron's percentile method)."""
    rng = random.Random(1)  # noqa: S311 - the same draws each time
    by_event: dict[str, list[float]] = defaultdict(list)
    for loss, event in zip(losses, events, strict=True):
        by_event[event].append(loss)
    groups = list(by_event.values())
    means = []
    for _ in range(resamples):
        drawn = [loss for group in rng.choices(groups, k=len(groups)) for loss in group]
        means.append(sum(drawn) / len(drawn))
    means.sort()
    return means[int(0.05 * resamples)], means[int(0.95 * resamples) - 1]
