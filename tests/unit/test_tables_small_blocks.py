"""Settings of open values are tried on a sample of items: blocks that lend none must not be in the way."""

import pytest

pytest.importorskip("polars", reason="the extra `tables` is not installed")
pytest.importorskip("numba", reason="the extra `tables` is not installed")

from dementi.weigh.tables.blocks import blocks
from dementi.weigh.tables.engine import LocalEngine
from dementi.weigh.tables.intake import intake
from dementi.weigh.tables.open_values.settings import part


def engine_of(item_count: int) -> LocalEngine:
    """Three statements on each item, a block for each item."""
    items = [f"i{number}" for number in range(item_count) for _ in range(3)]
    table = {"source": ["a", "b", "c"] * item_count, "item": items, "value": ["1", "1", "2"] * item_count}
    return LocalEngine(tuple(blocks(intake(table).block(), statement_count=3)))


def test_blocks_that_lend_no_item_are_left_out() -> None:
    engine = engine_of(200)

    sample = part(engine, statement_count=600, wanted=60)

    assert 1 <= len(sample.blocks) < len(engine.blocks) == 200
    assert all(block.item_count == 1 for block in sample.blocks)


def test_some_item_is_always_lent() -> None:
    sample = part(engine_of(2), statement_count=10**12, wanted=1)

    assert [block.statement_count for block in sample.blocks] == [3]
