"""Scores of truth discovery against known answers: accuracy, log loss, calibration."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

#: The least probability that a right value is taken to have: one certain error must not decide a mean.
FLOOR = 1e-6

CALIBRATION_BINS = 10


class TruthScores(NamedTuple):
    """How well probabilities of values agree with the known answers."""

    accuracy: float
    log_loss: float
    calibration_error: float
    known_count: int
    claimed_count: int


def truth_scores(
    probabilities: Iterable[tuple[Hashable, Hashable, float]],
    known: Mapping[Hashable, Hashable],
    claims: Iterable[tuple[Hashable, Hashable]],
) -> TruthScores:
    """Score the probabilities of values where the answer is known.

    Parameters
    ----------
    probabilities : item, value, probability; each (item, value) once. Items without a known answer
        are passed over.
    known : the right value of each item.
    claims : item and value of every statement; a claimed value that ``probabilities`` lacks has 0.

    Returns
    -------
    accuracy : share of known items whose most probable value is right; of several that are equally
        probable, each counts for its share. An item of which nothing is said counts as wrong.
    log_loss : mean of −ln p(right value), p at least 1e-6, in nats, over items whose right value
        somebody claimed for that item; nan where there is none.
    calibration_error : expected calibration error [1]_ of the most probable value's probability, in
        ten bins of equal width.

    References
    ----------
    .. [1] Guo et al. (2017), On calibration of modern neural networks, ICML.
    """
    of_item: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for item, value, probability in probabilities:
        if item in known:
            of_item[item][value] = probability
    claimed = {item for item, value in claims if known.get(item) == value}
    hits, losses, pairs = 0.0, [], []
    for item, right in known.items():
        if item in claimed:
            losses.append(-math.log(min(1.0, max(of_item[item].get(right, 0.0), FLOOR))))
        values = of_item.get(item)
        if not values:
            continue
        top = max(values.values())
        best = [value for value, probability in values.items() if probability >= top * (1 - 1e-12)]
        hit = (right in best) / len(best)
        hits += hit
        pairs.append((top, hit))
    return TruthScores(
        accuracy=hits / len(known) if known else math.nan,
        log_loss=sum(losses) / len(losses) if losses else math.nan,
        calibration_error=_calibration_error(pairs),
        known_count=len(known),
        claimed_count=len(losses),
    )


def _calibration_error(pairs: list[tuple[float, float]]) -> float:
    """Mean distance between probability and share of hits, over bins weighted by their size."""
    bins: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for probability, hit in pairs:
        bins[min(CALIBRATION_BINS - 1, int(probability * CALIBRATION_BINS))].append((probability, hit))
    distance = sum(abs(sum(probability - hit for probability, hit in members)) for members in bins.values())
    return distance / len(pairs) if pairs else math.nan
