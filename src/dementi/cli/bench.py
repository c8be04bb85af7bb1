"""`dementi bench`: measure Dementi beside other libraries, on this machine, in one run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dementi import benchmarks
from dementi.cli.output import DONE, emit, json_option, note
from dementi.errors import UsageError

PARTS = ("quality", "speed", "spark")
MODES = ("labels", "open")


class Sizes(click.ParamType[tuple[int, ...]]):
    """Numbers of statements, such as 1e4,1e6."""

    name = "sizes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        try:
            sizes = tuple(int(float(one)) for one in value.split(","))
        except (ValueError, OverflowError):
            sizes = ()
        if not sizes or min(sizes) < 100 or max(sizes) > 1e9:
            self.fail(
                f"'{value}' is no list of sizes. Expected numbers of 100 or more, such as 1e4,1e6.",
                param,
                ctx,
            )
        return sizes


@click.group(epilog="Example: dementi bench weigh --sizes 1e4,1e6")
def bench() -> None:
    """Measure Dementi beside other libraries."""


@bench.command(epilog="Example: dementi bench weigh --data truth/ --python peers/bin/python")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of sets: FOLDER/NAME/claims.csv (source, item, value) and truth.csv (item, value).",
)
@click.option(
    "--sizes",
    type=Sizes(),
    default="1e4,1e5,1e6",
    show_default=True,
    help="Statements in the made tables.",
)
@click.option(
    "--mode",
    "modes",
    type=click.Choice(MODES),
    multiple=True,
    default=MODES,
    help="Kind of the made tables; may be given again. Default: both.",
)
@click.option("--peers/--no-peers", "has_peers", default=True, help="Run the other libraries as well.")
@click.option(
    "--part",
    "parts",
    type=click.Choice(PARTS),
    multiple=True,
    help="Only this part; may be given again. Default: speed, and quality where --data is given.",
)
@click.option(
    "--python",
    default=sys.executable,
    help="Interpreter that has the other libraries. Default: the one that runs this.",
)
@click.option(
    "--time-limit", type=float, default=120, show_default=True, help="Seconds for one run of a library."
)
@click.option(
    "--memory-limit", type=int, default=6000, show_default=True, help="MiB for one run of a library (Linux)."
)
@json_option
def weigh(
    *,
    data: Path | None,
    sizes: tuple[int, ...],
    modes: tuple[str, ...],
    has_peers: bool,
    parts: tuple[str, ...],
    python: str,
    time_limit: float,
    memory_limit: int,
    is_json: bool,
) -> int:
    """Weigh tables of sources, items and values, and time it, beside other libraries.

    Quality: accuracy, log loss and calibration error on sets with known answers. Speed: seconds and peak
    memory on made tables of growing size. Spark: the same on Spark in local mode, beside threads. Every
    run is a process of its own under the limits. A full run takes many minutes.
    """
    if "quality" in parts and data is None:
        raise UsageError(
            "The part 'quality' was asked for without --data.",
            "Name the folder of sets with --data, or leave the part out.",
            slug="no-truth-sets",
        )
    limits = benchmarks.Limits(seconds=time_limit, memory_mb=memory_limit)
    plan = benchmarks.Plan(python=python, limits=limits)
    if not has_peers:
        plan = plan._replace(peers=())

    sets = benchmarks.truth_sets(data) if data is not None else ()

    def measured() -> Iterator[Any]:
        if sets and (not parts or "quality" in parts):
            yield from benchmarks.quality(sets, plan, note=note)
        if not parts or "speed" in parts:
            yield from benchmarks.speed(sizes, modes, plan, note=note)
        if "spark" in parts:
            yield from benchmarks.spark(sets, sizes, modes, plan, note=note)

    if is_json:
        emit(measured())
    else:
        click.echo(benchmarks.printed(list(measured())))
    return DONE
