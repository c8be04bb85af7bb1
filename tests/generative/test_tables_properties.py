"""What must hold of every table: what is not information changes nothing."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi.weigh import TruthDiscovery

Rows = list[tuple[str, str, str]]

LABELS = "ABC"
#: Names without common parts: renaming must not make values similar.
WORDS = ["kelp", "oxbow", "fjord", "quartz", "gnu", "vim"]
EXACT = 1e-9


def drawn_rows(chance: random.Random, *, source_count: int, item_count: int) -> Rows:
    """Some sources with some skill; every item has at least one statement."""
    skills = [chance.uniform(0.3, 0.95) for _ in range(source_count)]
    rows: Rows = []
    for item in range(item_count):
        truth = chance.choice(LABELS)
        speakers = [s for s in range(source_count) if chance.random() < 0.7] or [0]
        rows += [
            (f"s{s}", f"i{item:02}", truth if chance.random() < skills[s] else chance.choice(LABELS))
            for s in speakers
        ]
    return rows


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Small tables of two to six sources."""
    chance = draw(st.randoms(use_true_random=False))
    sizes = {"source_count": draw(st.integers(2, 6)), "item_count": draw(st.integers(3, 12))}
    return drawn_rows(chance, **sizes)


def table_of(rows: Rows) -> dict[str, list[str]]:
    source, item, value = (list(column) for column in zip(*rows, strict=True))
    return {"source": source, "item": item, "value": value}


def fitted(rows: Rows, mode: Any, **options: Any) -> dict[tuple[str, str], float]:
    result = TruthDiscovery(mode).fit(table_of(rows), **options)
    return {(item, value): p for item, value, p in result.probabilities.iter_rows()}


MODES = pytest.mark.parametrize("mode", ["labels", "open"])
QUICK = settings(max_examples=8, deadline=None)


@MODES
@QUICK
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_rows_and_repeated_rows_change_nothing(mode: str, rows: Rows, chance: Any) -> None:
    turned = rows + rows[: len(rows) // 2]
    chance.shuffle(turned)
    assert fitted(turned, mode) == pytest.approx(fitted(rows, mode), abs=EXACT)


@MODES
@QUICK
@given(tables(), st.permutations("uvwxyz"))
def test_new_names_for_sources_change_nothing(mode: str, rows: Rows, names: list[str]) -> None:
    renamed = [(names[int(source[1:])], item, value) for source, item, value in rows]
    assert fitted(renamed, mode) == pytest.approx(fitted(rows, mode), abs=1e-6)


@MODES
@QUICK
@given(tables(), st.permutations(WORDS[:3]), st.permutations(WORDS[:3]))
def test_new_names_for_values_change_nothing(
    mode: str, rows: Rows, first: list[str], second: list[str]
) -> None:
    one = [(source, item, first[LABELS.index(value)]) for source, item, value in rows]
    other = [(source, item, second[LABELS.index(value)]) for source, item, value in rows]
    translated = dict(zip(first, second, strict=True))
    expected = {(item, translated[value]): p for (item, value), p in fitted(one, mode).items()}
    assert fitted(other, mode) == pytest.approx(expected, abs=1e-6)


@MODES
@QUICK
@given(tables())
def test_probabilities_are_some(mode: str, rows: Rows) -> None:
    for _, group in itertools.groupby(sorted(fitted(rows, mode).items()), key=lambda one: one[0][0]):
        numbers = [p for _, p in group]
        assert all(0.0 <= p <= 1.0 for p in numbers)
        assert (
            sum(numbers) == pytest.approx(1.0, abs=1e-6) if mode == "labels" else sum(numbers) <= 1.0 + 1e-6
        )


@MODES
@QUICK
@given(tables())
def test_contributions_add_up_to_the_probability(mode: str, rows: Rows) -> None:
    result = TruthDiscovery(mode).fit(table_of(rows))  # type: ignore[arg-type]  # one of the modes
    item = result.truths["item"][0]
    parts = result.contributions(item).group_by("value").agg(pl.col("bits").sum())
    bits = dict(parts.iter_rows())
    probabilities = dict(
        result.probabilities.filter(pl.col("item") == item).select("value", "probability").iter_rows()
    )
    for value, log_odds in bits.items():
        by_sum = 1.0 / (1.0 + math.exp2(min(500.0, -log_odds)))
        assert by_sum == pytest.approx(probabilities[value], abs=EXACT)


@MODES
@pytest.mark.parametrize("seed", range(5))
def test_a_copy_of_a_source_changes_nothing(mode: str, seed: int) -> None:
    rows = drawn_rows(random.Random(seed), source_count=5, item_count=30)  # noqa: S311 - a test's chance
    copied = rows + [("copy", item, value) for source, item, value in rows if source == "s0"]
    assert fitted(copied, mode) == pytest.approx(fitted(rows, mode), abs=1e-6)


@MODES
@QUICK
@given(tables())
def test_a_known_answer_is_certain(mode: str, rows: Rows) -> None:
    _, item, value = rows[0]
    found = fitted(rows, mode, known={"item": [item], "value": [value]})
    assert found[item, value] == pytest.approx(1.0, abs=1e-6)


@MODES
@pytest.mark.parametrize("seed", range(6))
def test_a_further_agreeing_voice_never_lowers_a_value(mode: str, seed: int) -> None:
    """A newcomer that says of one item what is believed anyway, and nothing else; all is learned anew."""
    chance = random.Random(seed)  # noqa: S311 - a test's chance
    rows = drawn_rows(chance, source_count=6, item_count=30)
    before = fitted(rows, mode)
    item, value = chance.choice([key for key, probability in before.items() if probability > 0.5])
    after = fitted([*rows, ("newcomer", item, value)], mode)
    assert after[item, value] >= before[item, value] - 1e-3


def test_the_same_seed_gives_the_same_result() -> None:
    rows = [(f"s{k % 3}", f"i{k % 7}", LABELS[(k * k) % 3]) for k in range(40)]
    for mode in ("labels", "open"):
        assert fitted(rows, mode) == fitted(rows, mode)
