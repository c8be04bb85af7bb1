"""The same steps on Apache Spark, for tables that outgrow one machine (extra `spark`)."""

from __future__ import annotations

import functools
import importlib
import math
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, overload

import numpy as np
import polars as pl

from dementi.errors import RecordError, UsageError
from dementi.weigh.tables.blocks import UNCLAIMED, Block, Coded, Ints, Shape, blocks, one_block, split
from dementi.weigh.tables.engine import Sums
from dementi.weigh.tables.intake import Intake, known_codes

Params = TypeVar("Params")
Output = TypeVar("Output")

#: Statements in a partition, about: what a worker sorts at once.
PARTITION_STATEMENTS = 1_000_000

#: Tables up to so many statements are fetched once, where their result is asked for, and not for each answer.
KEPT_STATEMENTS = 2_000_000


class SparkBlocks:
    """Blocks held by Spark, and the steps run on them; an :class:`~dementi.weigh.tables.engine.Engine`.

    Attributes
    ----------
    blocks : the blocks, fetched from Spark one partition at a time whenever they are walked through.
    """

    def __init__(self, rdd: Any) -> None:
        self._rdd = rdd
        self.blocks: Sequence[Block] = _Fetched(rdd)

    def sum(self, step: Callable[[Block, Params], Sums], params: Params) -> Sums:
        """The step's arrays, added up on the workers, then tree-wise."""
        sent = self._rdd.context.broadcast(params)
        try:
            added: Sums = self._rdd.mapPartitions(functools.partial(_summed, step, sent)).treeReduce(_plus)
        finally:
            sent.unpersist()
        return added

    def map(self, step: Callable[[Block, Params], Output], params: Params) -> list[Output]:
        """The step's outcome for each block, in the order of the blocks, on the driver."""
        sent = self._rdd.context.broadcast(params)
        try:
            outcomes: list[Output] = self._rdd.mapPartitions(functools.partial(_each, step, sent)).collect()
        finally:
            sent.unpersist()
        return outcomes

    def changed(self, step: Callable[[Block, Params], Block], params: Params) -> SparkBlocks:
        """The blocks that the step makes of these, kept by Spark as well."""
        sent = self._rdd.context.broadcast(params)
        return SparkBlocks(_kept(self._rdd.mapPartitions(functools.partial(_each, step, sent))))


class _Fetched(Sequence[Block]):
    """Blocks that stay on the workers until they are looked at; of a small table, they are then kept here."""

    def __init__(self, rdd: Any) -> None:
        self._rdd = rdd
        self._kept: list[Block] | None = None

    def __iter__(self) -> Iterator[Block]:
        if self._kept is not None:
            return iter(self._kept)
        return self._walk()

    def _walk(self) -> Iterator[Block]:
        kept: list[Block] = []
        count = 0
        for block in self._rdd.toLocalIterator():
            count += block.statement_count
            if count <= KEPT_STATEMENTS:
                kept.append(block)
            yield block
        if count <= KEPT_STATEMENTS:
            self._kept = kept

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, place: int) -> Block: ...
    @overload
    def __getitem__(self, place: slice) -> list[Block]: ...
    def __getitem__(self, place: int | slice) -> Block | list[Block]:
        return list(self)[place]


class SparkEngine:
    """Runs the steps of :class:`TruthDiscovery` on Spark.

    Parameters
    ----------
    session : a classic Spark session (not Spark Connect: blocks are kept as an RDD). Its workers need
        Dementi with the extra `spark`, in the same Python version as the driver's.
    partition_count : parts that the items are dealt to; by default one per core, and more where a part
        would have over a million statements.

    Notes
    -----
    What stays on the workers is the table itself. The names of sources, items and values, and the
    probabilities, have to fit the driver; the parameters of the sources have to fit each worker.

    Raises
    ------
    UsageError
        Where the session has no Spark context.

    Examples
    --------
    >>> TruthDiscovery(engine=SparkEngine(session)).fit(session.read.parquet("claims"))  # doctest: +SKIP
    """

    def __init__(self, session: Any, *, partition_count: int | None = None) -> None:
        try:
            self._context = session.sparkContext
        except Exception as error:  # each kind of session has its own
            raise UsageError(
                f"{type(session).__name__} has no Spark context.",
                "Expected a classic Spark session, not Spark Connect: SparkSession.builder.master(…).",
                slug="no-spark-context",
            ) from error
        self._session = session
        self._partition_count = partition_count

    def __call__(self, cut: Sequence[Block]) -> SparkBlocks:
        """Blocks made here, handed to Spark."""
        count = min(len(cut), self._partition_count or self._context.defaultParallelism)
        return SparkBlocks(_kept(self._context.parallelize(list(cut), max(1, count))))

    def holds(self, table: Any) -> bool:
        """Whether the table is a data frame of Spark, to be coded on the workers."""
        return any(kind.__module__.startswith("pyspark.sql") for kind in type(table).__mro__)

    def load(self, table: Any, *, known: Any = None, columns: Mapping[str, str] | None = None) -> SparkTable:
        """Check and code a data frame of Spark and cut it into blocks, all on the workers.

        Parameters
        ----------
        table : with the columns source, item, value, and if wanted weight and time (days, moments or
            numbers, not text).
        known : a table with the columns item and value: answers known to be right.
        columns : what the tables call them.
        """
        rows, count = _checked(_renamed(table, columns or {}))
        names = {name: _distinct(rows, name) for name in ("source", "item", "value")}
        for name, entries in names.items():
            rows = self._coded(rows, name, entries)
        small = pl.from_arrow(known.toArrow()) if self.holds(known) else known
        answers, notes = known_codes(small, names["item"], names["value"], columns or {})
        parts = self._partition_count or max(
            self._context.defaultParallelism, math.ceil(count / PARTITION_STATEMENTS)
        )
        sent = self._context.broadcast(answers)
        cut = rows.select("source", "item", "value", "weight").repartition(parts, "item")
        made = cut.mapInArrow(functools.partial(_made, len(names["source"]), sent), "block binary")
        whole = SparkBlocks(_kept(made.rdd.map(_opened)))
        cells, statements = whole.sum(_sizes, None)
        nothing = np.zeros(0, np.int32)
        shape = Shape(
            source_count=len(names["source"]),
            item_count=len(names["item"]),
            value_count=len(names["value"]),
            cell_count=int(cells),
            statement_count=int(statements),
        )
        coded = Coded(nothing, nothing, nothing, np.zeros(0, np.float32))
        taken = Intake(coded, shape, names["source"], names["item"], names["value"], answers, notes)
        return SparkTable(taken, whole)

    def _coded(self, rows: Any, name: str, names: pl.Series) -> Any:
        """The rows with a column's places among its distinct entries instead of the entries."""
        arrow = pl.DataFrame({name: names, "code": np.arange(len(names), dtype=np.int32)})
        codes = self._session.createDataFrame(arrow.to_arrow(compat_level=pl.CompatLevel.oldest()))
        return rows.join(codes, on=name).drop(name).withColumnRenamed("code", name)


def _distinct(rows: Any, name: str) -> pl.Series:
    """A column's distinct entries, in order, on the driver."""
    return pl.Series(name, pl.from_arrow(rows.select(name).distinct().toArrow())).sort()


class SparkTable(NamedTuple):
    """A table that Spark holds; ``taken.coded`` is empty, the rows stay on the workers."""

    taken: Intake
    whole: SparkBlocks

    def several_share(self) -> float:
        """The share of (source, item) pairs with more than one value."""
        pairs, several = self.whole.sum(_pairs, self.taken.shape)
        return float(several / pairs)

    def engine(self, *, is_single: bool) -> SparkBlocks:
        """The blocks as they are, or with one voice per source and item."""
        return self.whole.changed(_single, self.taken.shape) if is_single else self.whole


def _kept(rdd: Any) -> Any:
    from pyspark import StorageLevel  # noqa: PLC0415  the extra `spark`

    return rdd.persist(StorageLevel.MEMORY_AND_DISK)


def _summed(step: Callable[[Block, Any], Sums], sent: Any, part: Iterable[Block]) -> Iterator[Sums]:
    total: Sums | None = None
    for block in part:
        arrays = step(block, sent.value)
        total = _wide(arrays) if total is None else _plus(total, arrays)
    if total is not None:
        yield total


def _wide(arrays: Sums) -> Sums:
    return tuple(np.asarray(one, dtype=np.result_type(one, np.float64)) for one in arrays)


def _plus(one: Sums, other: Sums) -> Sums:
    return tuple(np.asarray(left + right) for left, right in zip(one, other, strict=True))


def _each(step: Callable[[Block, Any], Output], sent: Any, part: Iterable[Block]) -> Iterator[Output]:
    for block in part:
        yield step(block, sent.value)


def _sizes(block: Block, _: None) -> Sums:
    return np.array(block.cell_count), np.array(block.statement_count)


def _pairs(block: Block, shape: Shape) -> Sums:
    single, several_share = split(block, shape)
    pair_count = (single.weight / block.weight).sum(dtype=np.float64)
    return np.array(pair_count), np.array(several_share * pair_count)


def _single(block: Block, shape: Shape) -> Block:
    return split(block, shape)[0]


def _opened(row: Any) -> Block:
    # What is unpickled was pickled by our own step a moment before.
    block: Block = pickle.loads(row[0])  # noqa: S301
    return block


def _made(source_count: int, answers: Any, batches: Iterable[Any]) -> Iterator[Any]:
    """A partition of coded rows → its blocks, pickled; the same sorting as on one machine."""
    pa = importlib.import_module("pyarrow")  # of the extra `spark`
    arrived = list(batches)
    rows = pa.Table.from_batches(arrived) if arrived else None
    if rows is None or rows.num_rows == 0:
        return
    source, item, value, weight = (rows[name].to_numpy() for name in ("source", "item", "value", "weight"))
    items, item = np.unique(item, return_inverse=True)
    values, value = np.unique(value, return_inverse=True)
    shape = Shape(source_count, len(items), len(values), 0, len(source))
    coded = Coded(source, item.astype(np.int32), value.astype(np.int32), weight.astype(np.float32))
    whole = one_block(coded, shape, _places(answers.value[items], values))
    whole = whole._replace(
        item=items[whole.item].astype(np.int64), value=values[whole.value].astype(np.int32)
    )
    for block in blocks(whole):
        pickled = pickle.dumps(Block._make(np.ascontiguousarray(column) for column in block), protocol=5)
        yield pa.RecordBatch.from_pydict({"block": pa.array([pickled], pa.binary())})


def _places(answers: Ints, values: Ints) -> Ints:
    """Known value codes → places in the partition's values; UNCLAIMED where nobody there claims it."""
    place = np.minimum(np.searchsorted(values, answers), len(values) - 1)
    is_here = values[place] == answers
    return np.where(answers < 0, answers, np.where(is_here, place, UNCLAIMED)).astype(np.int32)


def _renamed(table: Any, columns: Mapping[str, str]) -> Any:
    names = {theirs: ours for ours, theirs in columns.items() if theirs in table.columns}
    rows = table.drop(*[ours for theirs, ours in names.items() if ours != theirs])
    for theirs, ours in names.items():
        rows = rows.withColumnRenamed(theirs, ours)
    missing = [name for name in ("source", "item", "value") if name not in rows.columns]
    if missing:
        raise RecordError(
            f"The table has no column {' and no column '.join(missing)}; "
            f"its columns are: {', '.join(rows.columns[:10])}.",
            "Expected source, item, value. Rename them, or say what they are called.",
            slug="missing-column",
        )
    return rows


def _checked(rows: Any) -> tuple[Any, int]:
    """The rows with a weight above 0, or what is wrong with them; and how many there are."""
    from pyspark.sql import functions as F  # noqa: N812, PLC0415  as all of Spark's users write it

    kept = [name for name in ("source", "item", "value", "weight", "time") if name in rows.columns]
    types = dict(rows.select(kept).dtypes)
    weight = F.col("weight").try_cast("double") if "weight" in kept else F.lit(1.0)
    empty = {name: F.col(name).isNull() for name in kept}
    for name in kept:
        if types[name] in {"double", "float"}:
            empty[name] |= F.isnan(name)
        elif types[name] == "string":
            empty[name] |= F.col(name) == ""
    counts = [F.count_if(is_empty).alias(name) for name, is_empty in empty.items()]
    is_bad = weight.isNull() | F.isnan(weight) | (weight < 0) | (weight > 1e30)
    told = rows.agg(F.count_if(is_bad).alias("bad"), F.count_if(weight > 0).alias("left"), *counts).first()
    for name in kept:
        if told[name]:
            raise RecordError(
                f"'{name}' is empty or not a number in {told[name]} rows.",
                f"Expected every row to have its {name}. Fill it in or leave the row out.",
                slug="empty-cell",
            )
    if told["bad"]:
        raise RecordError(
            f"'weight' is negative, infinite or no number in {told['bad']} rows.",
            "Expected numbers from 0 to 1e+30. Mend the weight or leave the row out.",
            slug="bad-weight",
        )
    if not told["left"]:
        raise RecordError(
            "The table is empty, or all of its weights are 0.",
            "Expected at least one row with a source, an item and a value.",
            slug="empty-table",
        )
    rows = rows.select(*kept).withColumn("weight", weight.cast("float")).where("weight > 0")
    return (_latest(rows) if "time" in kept else rows), int(told["left"])


def _latest(rows: Any) -> Any:
    """Of what a source says of an item, what it said last."""
    from pyspark.sql import Window  # noqa: PLC0415  the extra `spark`
    from pyspark.sql import functions as F  # noqa: N812, PLC0415

    if dict(rows.dtypes)["time"] == "string":
        raise RecordError(
            "'time' is text.", "Expected days, moments or numbers: to_timestamp(…).", slug="bad-time"
        )
    latest = F.max("time").over(Window.partitionBy("source", "item"))
    return rows.withColumn("_latest", latest).where("time = _latest").drop("_latest")
