"""Any table of sources, items and values → codes and blocks, checked on the way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
import polars as pl

from dementi.errors import RecordError
from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Block, Coded, Ints, Shape, one_block

Mode = Literal["labels", "open"]
Answers = Literal["one", "several"]

#: A table has closed labels where it has no more values than this, ...
LABEL_LIMIT = 100
#: ... and this many items or more for each of them.
ITEMS_PER_LABEL = 5.0
_COLUMNS = ("source", "item", "value")
#: Where float32 ends; a larger weight would count as infinite.
_WEIGHT_LIMIT = 1e30


class Intake(NamedTuple):
    """A checked and coded table."""

    coded: Coded
    shape: Shape
    sources: pl.Series  # code → source
    items: pl.Series  # code → item
    values: pl.Series  # code → value
    known: Ints  # int32[item_count]: value code, UNKNOWN or UNCLAIMED
    notes: tuple[str, ...]

    def block(self) -> Block:
        """All statements as one block."""
        return one_block(self.coded, self.shape, self.known)


def frame(table: Any) -> pl.DataFrame:
    """Any table as a polars one, its columns shared where the libraries allow it.

    Parameters
    ----------
    table : a polars frame, lazy or not; a pandas one; an Arrow table or whatever else speaks Arrow's C
        stream; or a mapping of names to columns.
    """
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    try:
        if hasattr(table, "__dataframe__") and hasattr(table, "iloc"):
            # pandas: column by column, so that neither its index nor Arrow is needed.
            return pl.DataFrame({str(name): pl.Series(table[name].to_list()) for name in table.columns})
        return pl.DataFrame(table)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise RecordError(
            f"The table is a {type(table).__name__} that cannot be read as one ({error}).",
            "Expected a table of polars, pandas or Arrow, or a mapping of column names to columns.",
            slug="no-table",
        ) from None


def intake(table: Any, *, known: Any = None, columns: Mapping[str, str] | None = None) -> Intake:
    """Check and code a table.

    Parameters
    ----------
    table : with columns source, item and value; and, if wanted, weight (0 or more; 1 where absent) and
        time (of a source's several values for an item only the latest count).
    known : a table with columns item and value: answers known to be right.
    columns : what the table calls them, such as ``{"item": "object"}``.

    Raises
    ------
    RecordError
        Where a column is missing, a cell is empty, a weight is negative or no number, or no row is left.
    """
    rows = _renamed(frame(table), columns or {}, "The table")
    rows = _checked(rows)
    if "time" in rows.columns:
        rows = _latest(rows)
    sources, source = _codes(rows["source"])
    items, item = _codes(rows["item"])
    values, value = _codes(rows["value"])
    weight = (
        rows["weight"].cast(pl.Float32).to_numpy()
        if "weight" in rows.columns
        else np.ones(len(rows), np.float32)
    )
    shape = Shape(len(sources), len(items), len(values), 0, len(rows))
    answers, notes = known_codes(known, items, values, columns or {})
    return Intake(Coded(source, item, value, weight), shape, sources, items, values, answers, notes)


def mode_of(shape: Shape) -> Mode:
    """Are the values a closed set of labels, or open?"""
    is_small = shape.value_count <= LABEL_LIMIT
    return "labels" if is_small and shape.item_count >= ITEMS_PER_LABEL * shape.value_count else "open"


def _renamed(rows: pl.DataFrame, columns: Mapping[str, str], what: str) -> pl.DataFrame:
    names = {theirs: ours for ours, theirs in columns.items() if theirs in rows.columns}
    # Whoever says that his column "object" is the item, has no use for another column "item".
    rows = rows.drop([ours for theirs, ours in names.items() if ours != theirs and ours in rows.columns])
    rows = rows.rename(names)
    needed = _COLUMNS if what == "The table" else _COLUMNS[1:]
    missing = [name for name in needed if name not in rows.columns]
    if missing:
        found = ", ".join(rows.columns[:10]) or "none"
        raise RecordError(
            f"{what} has no column {' and no column '.join(missing)}; its columns are: {found}.",
            f"Expected {', '.join(needed)}. Rename them, or say what they are called.",
            slug="missing-column",
        )
    return rows


def _checked(rows: pl.DataFrame) -> pl.DataFrame:
    kept = [name for name in (*_COLUMNS, "weight", "time") if name in rows.columns]
    rows = rows.select(kept)
    for name in kept:
        if rows[name].dtype.is_nested():
            raise RecordError(
                f"'{name}' holds {rows[name].dtype}.",
                "Expected one text, number or date in each row. Give each of a list a row of its own.",
                slug="nested-column",
            )
        _check_filled(rows[name], name)
    if "weight" in kept:
        rows = rows.with_columns(_weights(rows["weight"])).filter(pl.col("weight") > 0)
    if rows.is_empty():
        raise RecordError(
            "The table is empty, or all of its weights are 0.",
            "Expected at least one row with a source, an item and a value.",
            slug="empty-table",
        )
    return rows


def _check_filled(column: pl.Series, name: str) -> None:
    empty = column.is_null()
    if column.dtype.is_float():
        empty = empty | column.is_nan()
    if column.dtype == pl.String:
        empty = empty | (column == "")
    count = int(empty.sum())
    if count:
        first = int(empty.arg_max() or 0) + 1
        raise RecordError(
            f"Row {first}: '{name}' is empty or not a number; {count} of {len(column)} rows are so.",
            f"Expected every row to have its {name}. Fill it in or leave the row out.",
            slug="empty-cell",
        )


def _weights(weights: pl.Series) -> pl.Series:
    try:
        numbers = weights.cast(pl.Float64)
    except pl.exceptions.PolarsError:
        raise RecordError(
            f"'weight' holds {weights.dtype}.",
            "Expected numbers of 0 or more.",
            slug="bad-weight",
        ) from None
    bad = (numbers < 0) | (numbers > _WEIGHT_LIMIT)
    count = int(bad.sum())
    if count:
        first = int(bad.arg_max() or 0)
        raise RecordError(
            f"Row {first + 1}: 'weight' is {numbers[first]:g}; {count} of {len(numbers)} rows are so.",
            f"Expected numbers from 0 to {_WEIGHT_LIMIT:g}. Mend the weight or leave the row out.",
            slug="bad-weight",
        )
    return numbers.alias("weight")


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    """Of what a source says of an item, what it said last."""
    time = rows["time"]
    if time.dtype == pl.String:
        parsed = time.str.to_datetime(strict=False, time_zone="UTC")
        if parsed.null_count():
            parsed = time.str.to_date(strict=False)
        bad = parsed.is_null()
        if bad.any():
            first = int(bad.arg_max() or 0)
            raise RecordError(
                f"Row {first + 1}: 'time' is '{time[first]}'; {int(bad.sum())} of {len(time)} rows are so.",
                "Expected days (YYYY-MM-DD), moments of ISO 8601, or numbers, all alike. Mend the time.",
                slug="bad-time",
            )
        rows = rows.with_columns(parsed.alias("time"))
    latest = pl.col("time") == pl.col("time").max().over("source", "item")
    return rows.filter(latest)


def _codes(column: pl.Series) -> tuple[pl.Series, Ints]:
    """Distinct entries in order, and each row's place among them."""
    if column.dtype in {pl.Categorical, pl.Enum}:
        column = column.cast(pl.String)
    distinct = column.unique().sort()
    numbers = pl.DataFrame({"entry": distinct, "code": np.arange(len(distinct), dtype=np.int32)})
    coded = pl.DataFrame({"entry": column}).join(numbers, on="entry", how="left", maintain_order="left")
    return distinct, coded["code"].to_numpy()


def known_codes(
    known: Any, items: pl.Series, values: pl.Series, columns: Mapping[str, str]
) -> tuple[Ints, tuple[str, ...]]:
    """The value code of each item's known answer (UNKNOWN, UNCLAIMED), and what a user should know."""
    answers = np.full(len(items), UNKNOWN, np.int32)
    if known is None:
        return answers, ()
    rows = _renamed(frame(known), columns, "The table of known answers").select("item", "value").unique()
    try:
        rows = rows.with_columns(pl.col("item").cast(items.dtype), pl.col("value").cast(values.dtype))
    except pl.exceptions.PolarsError as error:
        raise RecordError(
            f"The known answers are of another kind than the table's ({error}).",
            "Expected items and values written as in the table.",
            slug="bad-known",
        ) from None
    twice = rows.filter(pl.col("item").is_duplicated())
    if len(twice):
        raise RecordError(
            f"Item '{twice['item'][0]}' has two known answers.",
            "Expected one known answer for an item. Leave out the wrong one.",
            slug="bad-known",
        )
    item_codes = pl.DataFrame({"item": items, "i": np.arange(len(items), dtype=np.int32)})
    value_codes = pl.DataFrame({"value": values, "v": np.arange(len(values), dtype=np.int32)})
    found = rows.join(item_codes, on="item", how="inner").join(value_codes, on="value", how="left")
    answers[found["i"].to_numpy()] = found["v"].fill_null(UNCLAIMED).to_numpy()
    lost = len(rows) - len(found)
    notes = (f"{lost} known answers are of items that nobody speaks of; they were left out.",) if lost else ()
    return answers, notes
