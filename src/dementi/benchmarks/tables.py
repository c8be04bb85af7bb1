"""The tables of `dementi bench weigh`: quality on sets with known answers, and speed at growing size."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from dementi.benchmarks.measurement import Measurement
from dementi.benchmarks.peers import (
    OUR_ALGORITHM,
    PEERS,
    Algorithm,
    Found,
    Limits,
    Run,
    installed,
    run_peer,
    run_process,
)
from dementi.benchmarks.synthetic import Mode, synthetic
from dementi.errors import InputError
from dementi.evaluate.truths import truth_scores

Note = Callable[[str], None]

#: What the item's column is called in tables of others.
ITEM_NAMES = ("item", "object", "task")


class Plan(NamedTuple):
    """What is run, by which interpreter, under which limits."""

    peers: Sequence[Algorithm] = PEERS
    python: str = sys.executable
    limits: Limits = Limits()
    seed: int = 0


class TruthSet(NamedTuple):
    """A table with known answers to some of its items."""

    name: str
    table: pl.DataFrame  # source, item, value: strings
    known: dict[Hashable, Hashable]


class About(NamedTuple):
    """Which table was measured."""

    part: str
    table: str
    statements: int
    items: int
    sources: int

    def measured(self, algorithm: Algorithm, run: Run, **scores: float | None) -> Measurement:
        told: dict[str, Any] = {**self._asdict(), **scores}
        return Measurement(
            **told,
            library=algorithm.library,
            algorithm=algorithm.name,
            outcome=run.outcome,
            version=run.version,
            detail=run.detail or None,
            seconds=run.seconds,
            peak_mb=run.peak_mb,
        )


class _Coded(NamedTuple):
    columns: tuple[Any, Any, Any]
    items: list[str]
    values: list[str]


def truth_sets(folder: Path) -> list[TruthSet]:
    """Read every folder below that holds claims.csv (source, item or object, value) and truth.csv.

    Raises
    ------
    InputError
        Where there is no such folder, or a file lacks a column.
    """
    places = sorted(
        path.parent for path in folder.glob("*/claims.csv") if path.with_name("truth.csv").exists()
    )
    if not places:
        raise InputError(
            f"No set of known answers in {folder}.",
            "Expected folders in it, each with claims.csv (source, item, value) and truth.csv (item, value).",
            slug="no-truth-sets",
        )
    return [_truth_set(place) for place in places]


def _truth_set(place: Path) -> TruthSet:
    table = _csv(place / "claims.csv", ("source", "item", "value"))
    truth = _csv(place / "truth.csv", ("item", "value"))
    return TruthSet(place.name, table, dict(truth.select("item", "value").iter_rows()))


def _csv(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    rows = pl.read_csv(path, infer_schema=False)
    rows = rows.rename({name: "item" for name in ITEM_NAMES if name in rows.columns})
    missing = [name for name in columns if name not in rows.columns]
    if missing:
        raise InputError(
            f"{path} has no column {missing[0]}; its columns are: {', '.join(rows.columns)}.",
            f"Expected {', '.join(columns)}.",
            slug="no-truth-sets",
        )
    return rows.select(columns)


def quality(sets: Sequence[TruthSet], plan: Plan, *, note: Note) -> Iterator[Measurement]:
    """Ours and each peer on each set: accuracy, log loss, calibration error, seconds, memory."""
    versions = installed(plan.python) if plan.peers else {}
    for one in sets:
        table = one.table
        counts = [table[name].n_unique() for name in ("item", "source")]
        about = About("quality", one.name, len(table), *counts)
        coded = _coded(table)
        for algorithm in (OUR_ALGORITHM, *plan.peers):
            note(f"{one.name}: {algorithm.library} {algorithm.name}")
            if algorithm is OUR_ALGORITHM:
                run, rows = _run_ours(table, "labels" if len(coded.values) <= 50 else "open", plan)
            else:
                run, rows = _run_peer(algorithm, coded, plan, versions)
            yield _scored(algorithm, run, rows, one, about)


def _run_ours(table: pl.DataFrame, warm_up: str, plan: Plan) -> tuple[Run, list[tuple[Any, ...]]]:
    with tempfile.TemporaryDirectory(prefix="dementi-bench-") as name:
        folder = Path(name)
        table.write_parquet(folder / "table.parquet")
        run = run_process(_our_command(), folder, {"seed": plan.seed, "warm_up": warm_up}, plan.limits)
        if run.outcome != "done":
            return run, []
        return run, pl.read_parquet(folder / "probabilities.parquet").rows()


def _our_command() -> list[str]:
    return [sys.executable, "-m", "dementi.benchmarks.ours_process"]


def _run_peer(
    algorithm: Algorithm, coded: _Coded, plan: Plan, versions: dict[str, str]
) -> tuple[Run, list[tuple[Any, ...]]]:
    if algorithm.library not in versions:
        return Run(outcome="not installed"), []
    run, found = run_peer(algorithm, coded.columns, python=plan.python, limits=plan.limits, seed=plan.seed)
    if found is None:
        return run, []
    triples = zip(found.item.tolist(), found.value.tolist(), found.probability.tolist(), strict=True)
    return run, [(coded.items[item], coded.values[value], number) for item, value, number in triples]


def _scored(
    algorithm: Algorithm,
    run: Run,
    rows: list[tuple[Any, ...]],
    one: TruthSet,
    about: About,
) -> Measurement:
    if run.outcome != "done":
        return about.measured(algorithm, run)
    has_probabilities = not any(math.isnan(row[2]) for row in rows)
    filled = ((*row[:2], row[2] if has_probabilities else 1.0) for row in rows)
    found = truth_scores(filled, one.known, one.table.select("item", "value").iter_rows())
    return about.measured(
        algorithm,
        run,
        accuracy=found.accuracy,
        log_loss=found.log_loss if has_probabilities else None,
        calibration_error=found.calibration_error if has_probabilities else None,
    )


def _coded(table: pl.DataFrame) -> _Coded:
    """The columns as codes from 0 in the order of their names, as peers like them."""
    columns, names = [], []
    for name in ("source", "item", "value"):
        distinct = table[name].unique().sort()
        columns.append(distinct.search_sorted(table[name]).to_numpy().astype(np.int64))
        names.append(distinct.to_list())
    return _Coded((columns[0], columns[1], columns[2]), names[1], names[2])


def speed(sizes: Sequence[int], modes: Sequence[Mode], plan: Plan, *, note: Note) -> Iterator[Measurement]:
    """Ours and each peer on made tables of growing size; who ran out once is not tried on a larger one."""
    versions = installed(plan.python) if plan.peers else {}
    for mode in modes:
        run_out: dict[Algorithm, Run] = {}
        for size in sorted(sizes):
            made = synthetic(size, mode, seed=plan.seed)
            about = About("speed", mode, len(made.source), len(made.truth), int(made.source.max()) + 1)
            for algorithm in (OUR_ALGORITHM, *plan.peers):
                note(f"{mode}, {len(made.source):,} statements: {algorithm.library} {algorithm.name}")
                if algorithm in run_out:
                    run, accuracy = run_out[algorithm], None
                elif algorithm is OUR_ALGORITHM:
                    run, accuracy = _timed_ours(made, mode, plan)
                else:
                    run, accuracy = _timed_peer(algorithm, made, plan, versions)
                if run.outcome.startswith("out of"):
                    run_out[algorithm] = Run(
                        outcome=run.outcome, detail="at a smaller size", version=run.version
                    )
                yield about.measured(algorithm, run, accuracy=accuracy)


def _timed_ours(made: Any, mode: Mode, plan: Plan) -> tuple[Run, float | None]:
    with tempfile.TemporaryDirectory(prefix="dementi-bench-") as name:
        folder = Path(name)
        made_table(made, mode).sink_parquet(folder / "table.parquet")
        run = run_process(_our_command(), folder, {"seed": plan.seed, "warm_up": mode}, plan.limits)
        if run.outcome != "done":
            return run, None
        rows = pl.scan_parquet(folder / "probabilities.parquet")
        value = pl.col("value").str.slice(1).cast(pl.Int32) if mode == "open" else pl.col("value")
        best = rows.select("item", value, "probability").collect()
    return run, _share_right(Found(*(best[name].to_numpy() for name in best.columns)), made.truth)


def made_table(made: Any, mode: Mode) -> pl.LazyFrame:
    """A made table as users have one: numbers for sources, items and labels, text for open values."""
    rows = pl.LazyFrame({"source": made.source, "item": made.item, "value": made.value})
    return rows if mode == "labels" else rows.with_columns(pl.format("v{}", "value").alias("value"))


def _timed_peer(
    algorithm: Algorithm, made: Any, plan: Plan, versions: dict[str, str]
) -> tuple[Run, float | None]:
    if algorithm.library not in versions:
        return Run(outcome="not installed"), None
    columns = (made.source, made.item, made.value)
    run, found = run_peer(algorithm, columns, python=plan.python, limits=plan.limits, seed=plan.seed)
    return run, None if found is None else _share_right(found, made.truth)


def _share_right(found: Found, truth: Any) -> float:
    """Share of items whose most probable value is right."""
    order = np.lexsort((np.nan_to_num(found.probability, nan=1.0), found.item))
    item, value = found.item[order], found.value[order]
    is_last = np.append(item[1:] != item[:-1], True)
    return float(np.mean(value[is_last] == truth[item[is_last]]))
