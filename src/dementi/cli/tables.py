"""`dementi weigh --table`: a table of sources, items and values instead of reports."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from dementi import report
from dementi import weigh as weighing
from dementi.cli.output import DONE, emit, has_colour, note, terminal_width
from dementi.errors import InputError, OutputError, UsageError
from dementi.model import Record

Command = TypeVar("Command", bound=Callable[..., Any])

#: So many sources, items and copies are listed; `--out` and `--sources` write all.
_LISTED = 10
_NULLS = [""]

_OPTIONS = (
    click.option(
        "--table",
        "table_path",
        metavar="FILE",
        help="Weigh a table of source, item, value instead of reports: CSV or Parquet (- for CSV on stdin).",
    ),
    click.option(
        "--known",
        "known_path",
        type=click.Path(path_type=Path, dir_okay=False),
        help="With --table: item, value: answers known to be right.",
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="OURS=YOURS",
        help="With --table: what it calls a column, such as item=task; may be given again.",
    ),
    click.option(
        "--mode",
        type=click.Choice(["auto", "labels", "open"]),
        default="auto",
        help="With --table: a closed set of labels, or open values. Default: told from the table.",
    ),
    click.option(
        "--answers",
        type=click.Choice(["auto", "one", "several"]),
        default="auto",
        help="With --table: true values of an item. Default: told from the table.",
    ),
    click.option(
        "--sources",
        "sources_path",
        type=click.Path(path_type=Path, dir_okay=False),
        help="With --table: write the sources and their reliability here (CSV or Parquet).",
    ),
)
#: Parameter → as it is typed.
_TYPED = {
    "known_path": "--known", "columns": "--column", "mode": "--mode", "answers": "--answers",
    "sources_path": "--sources",
}  # fmt: skip
#: Options of the command that a table does without: parameter → as it is typed.
_OF_REPORTS = {
    "paths": "PATH", "statements_path": "--statements", "case_path": "--case", "questions": "--question",
    "as_of": "--as-of", "reader": "--reader", "prior": "--prior", "title": "--title",
    "record_path": "--record", "is_complete": "--all",
}  # fmt: skip


class Request(NamedTuple):
    """What `--table` is asked to do."""

    table_path: str
    known_path: Path | None
    columns: tuple[str, ...]
    mode: Any
    answers: Any
    sources_path: Path | None


class SourceRow(Record, frozen=True):
    """A source, as the terminal shows it."""

    source: str
    statements: int
    reliability: str
    interval: str
    bits: str


class TruthRow(Record, frozen=True):
    """An item's answer, as the terminal shows it."""

    item: str
    value: str
    probability: str


class CopyRow(Record, frozen=True):
    """Two sources that look dependent, as the terminal shows them."""

    source: str
    of: str
    probability: str
    shared: int


def table_options(command: Command) -> Command:
    """Add the options; where a table is named it is weighed, and the command itself is not called."""

    @functools.wraps(command)
    def with_table(**given: Any) -> Any:
        own = {name: given.pop(name) for name in Request._fields}
        if own["table_path"] is not None:
            _check_alone(given)
            return weigh_table(Request(**own), given["out"], is_json=given["is_json"])
        stray = [name for name, value in own.items() if value not in {None, (), "auto"}]
        if stray:
            raise UsageError(
                f"{_TYPED[stray[0]]} was given without --table.",
                "It belongs to a table of sources, items and values: name one, or leave it out.",
                slug="no-table-given",
            )
        return command(**given)

    wrapped: Any = with_table
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    result: Command = wrapped
    return result


def _check_alone(given: dict[str, Any]) -> None:
    others = [option for name, option in _OF_REPORTS.items() if given.get(name)]
    if others:
        raise UsageError(
            f"--table stands together with {', '.join(others)}.",
            "A table is weighed alone, without reports or a case: leave those out, or --table.",
            slug="table-alone",
        )


def weigh_table(request: Request, out: Path | None, *, is_json: bool) -> int:
    """Weigh the table, show the truths, and write what was asked for."""
    for path in (out, request.sources_path):
        if path is not None:
            _check_ending(path)
    # Named first, so that who lacks the extra hears of that and not of the table.
    discovery = weighing.TruthDiscovery(request.mode, answers=request.answers)
    table = _read(request.table_path)
    known = None if request.known_path is None else _read(str(request.known_path))
    result = discovery.fit(table, known=known, columns=_columns(request.columns))
    for line in result.notes:
        note(line)
    if is_json:
        emit(result.truths.select("item", "value", "probability").iter_rows(named=True))
    else:
        click.echo("\n".join(_shown(result)))
    for path, frame in ((out, "probabilities"), (request.sources_path, "sources")):
        if path is not None:
            _write(getattr(result, frame), path)
            note(f"{frame}: {path}")
    return DONE


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    columns = {}
    for one in given:
        ours, equals, theirs = one.partition("=")
        if not equals or not theirs or ours not in {"source", "item", "value", "weight", "time"}:
            raise UsageError(
                f"'--column {one}' names no column.",
                "Expected source, item, value, weight or time, = and your name for it: --column item=task.",
                slug="bad-column",
            )
        columns[ours] = theirs
    return columns


def _read(path: str) -> Any:
    """A table from a file; text stays text, so that a leading zero is not lost."""
    import polars as pl  # noqa: PLC0415  half a second, for tables alone

    try:
        if path == "-":
            return pl.read_csv(sys.stdin.buffer, infer_schema=False, null_values=_NULLS)
        if Path(path).suffix.lower() in {".parquet", ".pq"}:
            return pl.read_parquet(path, glob=False)
        separator = "\t" if Path(path).suffix.lower() in {".tsv", ".tab"} else ","
        return pl.read_csv(path, infer_schema=False, separator=separator, null_values=_NULLS, glob=False)
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema={"source": pl.String, "item": pl.String, "value": pl.String})
    except OSError as error:
        raise InputError(
            f"Cannot open {path}: {error.strerror or error}.",
            "Expected a CSV or Parquet file with the columns source, item and value.",
            slug="no-table-file",
        ) from error
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"{path} cannot be read as a table: {reason}.",
            "Expected CSV in UTF-8 with a line of column names, or Parquet (ending .parquet).",
            slug="unreadable-table",
        ) from error


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise UsageError(
            f"'{path.name}' ends in neither .csv nor .parquet.",
            "With --table, results are tables: end the name in one of the two.",
            slug="table-ending",
        )


def _write(frame: Any, path: Path) -> None:
    """Write a table, whole or not at all."""
    beside = path.with_name(f".dementi-{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".csv":
            frame.write_csv(beside)
        else:
            frame.write_parquet(beside)
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            f"Cannot write {path}: {error.strerror or error}.",
            "Choose another place, or free space and rights there.",
            slug="cannot-write",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _shown(result: Any) -> Iterator[str]:
    """The result in short: size, what is contested, the least certain items, sources, copies."""
    truths, sources, copies = result.truths, result.sources, result.copies
    items = result.probabilities.group_by("item").len()
    contested = int((items["len"] > 1).sum())
    kind = "labels" if result.mode == "labels" else "open values"
    answers = "one answer" if result.answers == "one" else "several answers"
    count = int(sources["statements"].sum())
    yield f"{count:,} statements by {len(sources):,} sources on {len(items):,} items; {kind}, {answers} each."
    yield f"{contested:,} items are contested: they have more than one value."
    unsure = truths.sort("probability", "item").head(_LISTED)
    yield from ("", f"Least certain of {len(truths):,} answers")
    yield _rows(map(_truth_row, unsure.rows(named=True)))
    yield from ("", f"Most reliable of {len(sources):,} sources, with a 90 % interval")
    yield _rows(map(_source_row, sources.head(_LISTED).rows(named=True)))
    if len(sources) > 2 * _LISTED:
        yield from ("", "Least reliable sources")
        yield _rows(map(_source_row, sources.tail(_LISTED).rows(named=True)))
    if len(copies):
        yield from ("", f"Sources that look dependent: {len(copies):,} pairs")
        yield _rows(map(_copy_row, copies.head(_LISTED).rows(named=True)))
    if result.alternative is not None:
        yield from (
            "",
            "A second solution explains the table about as well: result.alternative in Python.",
        )


def _rows(records: Iterator[Record]) -> str:
    return report.rows(list(records), width=terminal_width(), is_colour=has_colour())


def _truth_row(row: dict[str, Any]) -> TruthRow:
    return TruthRow(str(row["item"]), str(row["value"]), f"{row['probability']:.3f}")


def _source_row(row: dict[str, Any]) -> SourceRow:
    return SourceRow(
        source=str(row["source"]),
        statements=row["statements"],
        reliability=f"{row['reliability']:.3f}",
        interval=f"{row['low']:.3f} to {row['high']:.3f}",
        bits=f"{row['bits']:.1f}",
    )


def _copy_row(row: dict[str, Any]) -> CopyRow:
    return CopyRow(str(row["source"]), str(row["of"]), f"{row['probability']:.3f}", row["shared"])
