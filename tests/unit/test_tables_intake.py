"""Tables of any make come in alike; a bad one is told what is wrong with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dementi.errors import RecordError, UsageError
from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN
from dementi.weigh.tables.intake import Intake, intake, mode_of
from dementi.weigh.tables.priors import Priors

TABLE = {"source": ["b", "a", "c"], "item": ["x", "x", "y"], "value": ["7", "9", "7"]}


def rows_of(taken: Intake) -> list[tuple[Any, Any, Any, float]]:
    return [
        (taken.sources[int(s)], taken.items[int(i)], taken.values[int(v)], float(w))
        for s, i, v, w in zip(*taken.coded, strict=True)
    ]


@pytest.mark.parametrize(
    "table",
    [TABLE, pl.DataFrame(TABLE), pl.LazyFrame(TABLE), pd.DataFrame(TABLE), pa.table(TABLE)],
    ids=["mapping", "polars", "polars lazy", "pandas", "arrow"],
)
def test_tables_of_every_make_come_in_alike(table: Any) -> None:
    expected = [("b", "x", "7", 1.0), ("a", "x", "9", 1.0), ("c", "y", "7", 1.0)]
    assert rows_of(intake(table)) == expected


def test_what_the_caller_gave_is_not_changed() -> None:
    table = pl.DataFrame({**TABLE, "weight": [1, 0, 2], "time": ["2024-01-01"] * 3})
    before = table.clone()
    intake(table)
    assert table.equals(before)
    assert table.schema == before.schema


def test_numbers_and_categories_serve_as_names() -> None:
    taken = intake(pl.DataFrame({"source": [3, 1], "item": [1, 1], "value": [0.5, 2.0]}))
    assert rows_of(taken) == [(3, 1, 0.5, 1.0), (1, 1, 2.0, 1.0)]
    categories = pd.DataFrame({name: pd.Categorical(column) for name, column in TABLE.items()})
    assert rows_of(intake(categories)) == rows_of(intake(TABLE))


def test_columns_may_have_other_names() -> None:
    table = {"who": TABLE["source"], "object": TABLE["item"], "value": TABLE["value"], "item": [0, 0, 0]}
    taken = intake(table, columns={"source": "who", "item": "object"})
    assert rows_of(taken) == rows_of(intake(TABLE))


def test_a_statement_of_no_weight_is_left_out_with_its_names() -> None:
    taken = intake({**TABLE, "weight": [1.0, 0.0, 2.0]})
    assert rows_of(taken) == [("b", "x", "7", 1.0), ("c", "y", "7", 2.0)]


@pytest.mark.parametrize(
    "times",
    [["2024-01-02", "2024-01-01"], [2.5, 1], ["2024-01-02T10:00:00Z", "2024-01-02T09:00:00Z"]],
)
def test_with_times_the_last_word_counts(times: list[Any]) -> None:
    taken = intake({"source": ["a", "a"], "item": ["x", "x"], "value": ["new", "old"], "time": times})
    assert rows_of(taken) == [("a", "x", "new", 1.0)]


def test_known_answers_become_codes() -> None:
    known = {"item": ["x", "y", "z"], "value": ["9", "unheard", "7"]}
    taken = intake(TABLE, known=known)
    assert taken.known.tolist() == [1, UNCLAIMED]
    assert taken.notes == ("1 known answers are of items that nobody speaks of; they were left out.",)
    assert intake(TABLE).known.tolist() == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("change", "slug", "words"),
    [
        ({"value": None}, "missing-column", "no column value; its columns are: source, item"),
        ({"source": ["a", None, "c"]}, "empty-cell", "Row 2: 'source' is empty"),
        ({"value": ["7", "", "7"]}, "empty-cell", "Row 2: 'value' is empty"),
        (
            {"value": [1.0, 2.0, float("nan")]},
            "empty-cell",
            "Row 3: 'value' is empty or not a number",
        ),
        ({"weight": [1.0, -2.0, 1.0]}, "bad-weight", "Row 2: 'weight' is -2; 1 of 3"),
        ({"weight": [1.0, float("inf"), 1.0]}, "bad-weight", "'weight' is inf"),
        ({"weight": [1.0, float("nan"), 1.0]}, "empty-cell", "Row 2: 'weight' is empty or not a number"),
        ({"weight": ["1", "heavy", "1"]}, "bad-weight", "'weight' holds String"),
        ({"weight": [0, 0, 0]}, "empty-table", "all of its weights are 0"),
        ({"source": [], "item": [], "value": []}, "empty-table", "The table is empty"),
        ({"value": [["7"], ["9"], ["7"]]}, "nested-column", "'value' holds List(String)"),
        ({"time": ["2024-01-01", "yesterday", "2024-01-01"]}, "bad-time", "Row 2: 'time' is 'yesterday'"),
    ],
)
def test_a_bad_table_is_told_what_is_wrong(change: dict[str, Any], slug: str, words: str) -> None:
    table = {name: column for name, column in {**TABLE, **change}.items() if column is not None}
    with pytest.raises(RecordError) as caught:
        intake(table)
    assert caught.value.slug == slug
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("known", "slug"),
    [
        ({"item": ["x", "x"], "value": ["7", "9"]}, "bad-known"),
        ({"item": ["x"]}, "missing-column"),
        ({"object": ["x"], "value": ["7"]}, "missing-column"),
    ],
)
def test_bad_known_answers_are_told(known: dict[str, Any], slug: str) -> None:
    with pytest.raises(RecordError) as caught:
        intake(TABLE, known=known)
    assert caught.value.slug == slug


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(RecordError) as caught:
        intake(42)
    assert caught.value.slug == "no-table"


def test_few_values_over_many_items_are_labels() -> None:
    items = np.arange(40) // 2
    closed = intake({"source": np.arange(40) % 2, "item": items, "value": np.arange(40) % 3})
    open_values = intake({"source": np.arange(40) % 2, "item": items, "value": np.arange(40) % 30})
    assert (mode_of(closed.shape), mode_of(open_values.shape)) == ("labels", "open")


@pytest.mark.parametrize(
    "priors",
    [Priors(accuracy=1.0), Priors(accuracy=float("nan")), Priors(strength=0.0), Priors(values=(("a", 1.5),))],
)
def test_a_prior_that_is_none_is_told(priors: Priors) -> None:
    with pytest.raises(UsageError) as caught:
        priors.checked()
    assert caught.value.slug == "bad-prior"
