"""Known weights in, the same weights out; and the shipped weights hold to their record."""

from __future__ import annotations

import random

import pytest

from dementi.weigh.evidence import CELLS
from dementi.weigh.fit import (
    LAYOUTS,
    Settled,
    places_without,
    posterior,
    probability_of,
    rows_of,
    shipped_record,
    side_table,
    trait_counts,
)
from dementi.weigh.weights import shipped

FOLDS = 10


def simulated(count: int, weights: dict[int, float], seed: int) -> tuple[list[list[float]], list[bool]]:
    """Claims with random evidence that come out as the weights say."""
    rng = random.Random(seed)  # noqa: S311 - simulation, not secrets
    rows, truths = [], []
    for _ in range(count):
        row = [0.0] * len(CELLS)
        for index in weights:
            row[index] = rng.choice([0.0, 0.0, 1.0, 1.0, 1.3])
        bits = sum(row[index] * weight for index, weight in weights.items())
        rows.append(row)
        truths.append(rng.random() < 1 / (1 + 2**-bits))
    return rows, truths


def test_known_weights_are_recovered_within_their_intervals() -> None:
    drawn = random.Random(7)  # noqa: S311 - simulation, not secrets
    columns = [index for index, cell in enumerate(CELLS) if cell.layout == "given"]
    inside = total = 0
    for seed in range(5):
        weights = {index: CELLS[index].sign * abs(drawn.gauss(0.0, CELLS[index].spread)) for index in columns}
        rows, truths = simulated(300, weights, seed)
        found = posterior(rows, truths, "given", sweep_count=600, seed=seed)
        for position, index in enumerate(columns):
            low, high = found.interval(position)
            inside += low <= weights[index] <= high
            total += 1
    # 90 % intervals of 45 weights: fewer than 35 inside would happen about once in 400 runs by chance.
    assert 35 <= inside <= total


def test_probabilities_of_simulated_claims_are_calibrated() -> None:
    weights = {index: cell.sign * cell.spread for index, cell in enumerate(CELLS) if cell.layout == "given"}
    rows, truths = simulated(400, weights, 1)
    found = posterior(rows, truths, "given", sweep_count=500)
    fresh_rows, fresh_truths = simulated(2000, weights, 2)
    means = found.means()
    said = [probability_of(row, found, means) for row in fresh_rows]
    for low in (0.0, 0.25, 0.5, 0.75):
        chosen = [(p, t) for p, t in zip(said, fresh_truths, strict=True) if low <= p < low + 0.25]
        mean_said = sum(p for p, _ in chosen) / len(chosen)
        came_true = sum(t for _, t in chosen) / len(chosen)
        assert abs(mean_said - came_true) < 0.08


def test_no_evidence_leaves_a_weight_at_its_prior() -> None:
    found = posterior([], [], "given", sweep_count=4000)
    spread = CELLS[found.columns[0]].spread
    # The mean of a half-normal distribution is its scale times the root of 2 / π.
    assert found.means()[0] == pytest.approx(0.798 * spread, rel=0.15)


def test_same_seed_same_draws() -> None:
    rows, truths = simulated(40, {0: 2.0}, 3)
    assert (
        posterior(rows, truths, "given", sweep_count=50).draws
        == posterior(rows, truths, "given", sweep_count=50).draws
    )


@pytest.fixture(scope="module")
def record() -> list[Settled]:
    return shipped_record()


def test_the_shipped_side_table_is_that_of_the_record(record: list[Settled]) -> None:
    fitted = side_table(trait_counts(one.claim) for one in record)
    shipped_counts = shipped().side_table().counts
    assert shipped_counts.keys() == fitted.counts.keys()
    for trait, row in fitted.counts.items():
        assert shipped_counts[trait] == pytest.approx(row, abs=0.001)
    assert (shipped().claim_count, shipped().true_count) == (133, 69)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_shipped_weights_are_those_of_the_record(record: list[Settled], layout: str) -> None:
    rows = rows_of(places_without(record, layout=layout))  # type: ignore[arg-type]  # one of LAYOUTS
    truths = [one.is_true for one in record]
    found = posterior(rows, truths, layout, sweep_count=2500)  # type: ignore[arg-type]  # one of LAYOUTS
    for index, mean in zip(found.columns, found.means(), strict=True):
        weight = shipped().cells[index]
        assert (weight.cell, weight.layout) == (CELLS[index].name, layout)
        assert mean == pytest.approx(weight.bits, abs=0.3)
        assert weight.low <= weight.bits <= weight.high
        assert weight.bits * CELLS[index].sign > 0


@pytest.mark.parametrize(("layout", "worst"), [("given", 0.135), ("inferred", 0.14)])
def test_a_floor_under_the_score_on_claims_not_seen(record: list[Settled], layout: str, worst: float) -> None:
    """Ten folds stand in for the full leave-one-out of bench/weigh_settled.py; always 0.5 scores 0.25."""
    rows = rows_of(places_without(record, layout=layout))  # type: ignore[arg-type]  # one of LAYOUTS
    truths = [one.is_true for one in record]
    losses = []
    for fold in range(FOLDS):
        seen = [index for index in range(len(record)) if index % FOLDS != fold]
        found = posterior(
            [rows[index] for index in seen],
            [truths[index] for index in seen],
            layout,
            sweep_count=400,  # type: ignore[arg-type]  # as above
        )
        means = found.means()
        losses += [
            (probability_of(rows[index], found, means) - truths[index]) ** 2
            for index in range(fold, len(record), FOLDS)
        ]
    assert sum(losses) / len(losses) < worst
