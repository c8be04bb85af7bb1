"""Rows in any order become sorted blocks of whole items, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Block, Coded, Shape, blocks, one_block, split

Row = tuple[int, int, int, float]


def block_of(rows: list[Row], known: dict[int, int] | None = None) -> tuple[Block, Shape]:
    source, item, value, weight = (list(column) for column in zip(*rows, strict=True))
    shape = Shape(max(source) + 1, max(item) + 1, max(value) + 1, 0, len(rows))
    answers = np.full(shape.item_count, UNKNOWN, np.int32)
    for code, answer in (known or {}).items():
        answers[code] = answer
    coded = Coded(
        np.array(source, np.int32),
        np.array(item, np.int32),
        np.array(value, np.int32),
        np.array(weight, np.float32),
    )
    return one_block(coded, shape, answers), shape


def rows_of(parts: list[Block]) -> list[tuple[int, int, int, float]]:
    """(item, value, source, weight) of every statement, as the blocks' indexes say."""
    return [
        (
            int(block.item[i]),
            int(block.value[cell]),
            int(block.source[k]),
            round(float(block.weight[k]), 3),
        )
        for block in parts
        for i in range(block.item_count)
        for cell in range(block.item_start[i], block.item_start[i + 1])
        for k in range(block.cell_start[cell], block.cell_start[cell + 1])
    ]


def random_rows(seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(6, 60))
    items = [*range(6), *rng.integers(0, 6, count).tolist()]
    return [
        (int(rng.integers(5)), item, int(rng.integers(4)), float(rng.integers(1, 9)) / 8) for item in items
    ]


@pytest.mark.parametrize("seed", range(20))
def test_blocks_hold_each_row_once_in_order_however_they_are_cut(seed: int) -> None:
    rows = random_rows(seed)
    expected: dict[tuple[int, int, int], float] = {}
    for source, item, value, weight in rows:
        expected[item, value, source] = max(weight, expected.get((item, value, source), 0.0))
    whole, _ = block_of(rows)
    in_order = [(*key, weight) for key, weight in sorted(expected.items())]
    for statement_count in (1, 7, 1000):
        assert rows_of(list(blocks(whole, statement_count=statement_count))) == in_order


def test_the_order_of_rows_changes_nothing() -> None:
    rows = random_rows(3)
    whole, _ = block_of(rows)
    turned, _ = block_of(rows[::-1])
    for one, other in zip(whole, turned, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_known_answer_is_a_cell_of_its_block() -> None:
    rows = [(0, 0, 0, 1.0), (1, 0, 1, 1.0), (0, 1, 1, 1.0), (0, 2, 0, 1.0), (1, 2, 2, 1.0)]
    whole, _ = block_of(rows, {0: 1, 1: UNCLAIMED, 2: 2})
    first, second, third = blocks(whole, statement_count=1)
    assert (first.known.tolist(), second.known.tolist(), third.known.tolist()) == ([1], [UNCLAIMED], [1])


def test_a_known_answer_that_nobody_gives_of_this_item_is_unclaimed() -> None:
    whole, _ = block_of([(0, 0, 0, 1.0), (0, 1, 1, 1.0)], {0: 1})
    assert whole.known.tolist() == [UNCLAIMED, UNKNOWN]


def test_a_source_with_several_values_for_an_item_splits_its_word() -> None:
    rows = [(0, 0, 0, 1.0), (0, 0, 1, 1.0), (1, 0, 0, 1.0), (0, 1, 0, 0.5)]
    whole, shape = block_of(rows)
    single, share = split(whole, shape)
    assert single.weight.tolist() == [0.5, 1.0, 0.5, 0.5]
    assert share == pytest.approx(1 / 3)
    assert whole.weight.tolist() == [1.0, 1.0, 1.0, 0.5]
