"""Sources drawn, tables made of them: what was drawn is found again, within its intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
import pytest

from dementi.weigh import TruthDiscovery, TruthResult


class Made(NamedTuple):
    """A table whose making is known."""

    table: pl.DataFrame
    truth: pl.DataFrame
    accuracies: pl.DataFrame


def made(seed: int, *, source_count: int, item_count: int, per_item: int, value_count: int) -> Made:
    """Independent sources: right with their own accuracy, else any other value, all alike."""
    rng = np.random.default_rng(seed)
    accuracy = rng.beta(7.0, 3.0, source_count)
    truth = rng.integers(0, value_count, item_count)
    source = np.concatenate([rng.permutation(source_count)[:per_item] for _ in range(item_count)])
    item = np.repeat(np.arange(item_count), per_item)
    is_right = rng.random(len(item)) < accuracy[source]
    slip = (truth[item] + rng.integers(1, value_count, len(item))) % value_count
    value = np.where(is_right, truth[item], slip)
    return Made(
        pl.DataFrame({"source": source, "item": item, "value": value}),
        pl.DataFrame({"item": np.arange(item_count), "right": truth}),
        pl.DataFrame({"source": np.arange(source_count), "accuracy": accuracy}),
    )


CASES = {
    "two labels": ("labels", {"source_count": 30, "item_count": 800, "per_item": 5, "value_count": 2}),
    "five labels": ("labels", {"source_count": 30, "item_count": 600, "per_item": 5, "value_count": 5}),
    "open values": ("open", {"source_count": 30, "item_count": 600, "per_item": 5, "value_count": 200}),
}


def result_of(case: str, seed: int) -> tuple[Made, TruthResult]:
    mode, sizes = CASES[case]
    drawn = made(seed, **sizes)  # type: ignore[arg-type]  # the sizes are whole numbers
    return drawn, TruthDiscovery(mode).fit(drawn.table)  # type: ignore[arg-type]  # one of the modes


@pytest.mark.parametrize("case", CASES)
def test_reliabilities_are_recovered_within_their_intervals(case: str) -> None:
    inside = total = 0
    errors = []
    for seed in range(3):
        drawn, result = result_of(case, seed)
        both = result.sources.join(drawn.accuracies, on="source")
        inside += both.filter(pl.col("accuracy").is_between(pl.col("low"), pl.col("high"))).height
        total += both.height
        errors.append(float((both["reliability"] - both["accuracy"]).abs().mean()))  # type: ignore[arg-type]
    # 90 % intervals of 90 sources: fewer than 75 % inside has a chance of one in ten thousand.
    assert inside / total >= 0.75
    assert max(errors) < 0.06


@pytest.mark.parametrize("case", CASES)
def test_probabilities_are_calibrated(case: str) -> None:
    said, came_true = [], []
    for seed in range(3):
        drawn, result = result_of(case, seed)
        both = result.probabilities.join(drawn.truth, on="item")
        said += both["probability"].to_list()
        came_true += (both["value"] == both["right"]).to_list()
    numbers, outcomes = np.array(said), np.array(came_true, dtype=float)
    bucket = np.minimum((numbers * 10).astype(int), 9)
    apart = sum(
        abs(numbers[bucket == k].sum() - outcomes[bucket == k].sum())
        for k in range(10)
        if (bucket == k).any()
    )
    assert apart / len(numbers) < 0.04


@pytest.mark.parametrize("case", CASES)
def test_truths_are_found_at_least_as_well_as_by_counting(case: str) -> None:
    drawn, result = result_of(case, 5)
    found = result.truths.join(drawn.truth, on="item")
    counted = (
        drawn.table.group_by("item", "value")
        .len()
        .sort("item", "len", "value", descending=[False, True, False])
        .unique("item", keep="first", maintain_order=True)
        .join(drawn.truth, on="item")
    )
    ours = (found["value"] == found["right"]).mean()
    majority = (counted["value"] == counted["right"]).mean()
    assert ours >= majority - 0.005  # type: ignore[operator]  # means of booleans are numbers
