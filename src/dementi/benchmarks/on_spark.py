"""The third table of `dementi bench weigh`: the same fit by threads here and by Spark, and do they agree."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dementi.benchmarks.measurement import Measurement
from dementi.benchmarks.peers import OURS, Algorithm, Limits, Run, run_process
from dementi.benchmarks.synthetic import Mode, synthetic
from dementi.benchmarks.tables import About, Note, Plan, TruthSet, made_table

#: Spark starts a Java machine and Python workers, and each of its steps is a job: it gets more time.
_TIME_FACTOR = 10


class _Way(NamedTuple):
    """An engine, as the table names it, and the program that runs it."""

    name: str
    module: str
    cores: int


def spark(
    sets: Sequence[TruthSet], sizes: Sequence[int], modes: Sequence[Mode], plan: Plan, *, note: Note
) -> Iterator[Measurement]:
    """Time by engine, on the sets and on made tables, and the largest difference of a probability."""
    for one in sets:
        counts = [one.table[name].n_unique() for name in ("item", "source")]
        yield from _engines(one.table.lazy(), About("spark", one.name, len(one.table), *counts), plan, note)
    for mode in modes:
        for size in sorted(sizes):
            made = synthetic(size, mode, seed=plan.seed)
            about = About("spark", mode, len(made.source), len(made.truth), int(made.source.max()) + 1)
            yield from _engines(made_table(made, mode), about, plan, note)


def _ways() -> list[_Way]:
    cores = sorted({1, min(2, os.cpu_count() or 1), os.cpu_count() or 1})
    on_spark = [_Way(f"Spark local[{count}]", "dementi.benchmarks.spark_process", count) for count in cores]
    return [_Way("threads", "dementi.benchmarks.ours_process", 0), *on_spark]


def _engines(table: pl.LazyFrame, about: About, plan: Plan, note: Note) -> Iterator[Measurement]:
    first: pl.DataFrame | None = None
    with tempfile.TemporaryDirectory(prefix="dementi-bench-") as name:
        folder = Path(name)
        table.sink_parquet(folder / "table.parquet")
        for way in _ways():
            note(f"{about.table}, {about.statements:,} statements: {way.name}")
            run = _run(way, folder, plan)
            difference = None
            if run.outcome == "done":
                found = pl.read_parquet(folder / "probabilities.parquet")
                difference = None if first is None else largest_difference(first, found)
                first = found if first is None else first
            yield about.measured(Algorithm(OURS, way.name), run, difference=difference)


def _run(way: _Way, folder: Path, plan: Plan) -> Run:
    if way.cores and importlib.util.find_spec("pyspark") is None:
        return Run(outcome="not installed", detail="pip install 'dementi[spark]'")
    for stale in ("outcome.json", "probabilities.parquet"):
        (folder / stale).unlink(missing_ok=True)
    request = {"seed": plan.seed, "warm_up": "labels", "cores": way.cores}
    limits = Limits(plan.limits.seconds * (_TIME_FACTOR if way.cores else 1), plan.limits.memory_mb)
    return run_process([sys.executable, "-m", way.module], folder, request, limits)


def largest_difference(one: pl.DataFrame, other: pl.DataFrame) -> float:
    """Of the probabilities of the same item and value; 1 where a value stands in one of the two only."""
    both = one.join(other, on=["item", "value"], how="full", suffix="_other")
    difference = (pl.col("probability") - pl.col("probability_other")).abs().fill_null(1.0).max()
    return float(both.select(difference).item())
