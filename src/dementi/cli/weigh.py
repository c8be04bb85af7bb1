"""`dementi weigh`, the main job, and `dementi demo`, the same on the embedded example."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from dementi import pipeline, report, scales
from dementi import weigh as weighing
from dementi.cli.llm import llm_options
from dementi.cli.output import (
    Day,
    as_text,
    emit,
    exit_code,
    has_colour,
    json_option,
    language_option,
    note,
    note_nothing_public,
    note_skipped,
    terminal_width,
    write_file,
)
from dementi.cli.settle import record_option, settled_of
from dementi.cli.tables import table_options
from dementi.errors import InputError, UsageError
from dementi.model import Dossier, Language


@click.command(
    epilog="Example: dementi weigh reports/ --out dossier.html --question 'Did A send troops to B?'"
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option(
    "--statements",
    "statements_path",
    metavar="FILE",
    help="Weigh statements given as JSON lines (- for standard input) instead of reports.",
)
@table_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the dossier (HTML) here; with --table, every value's probability (CSV or Parquet).",
)
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    help="Keep everything in this case file; a later run adds only what is new.",
)
@click.option("--as-of", type=Day(), help="Only what was public on that day. Default: the newest report's.")
@click.option("--question", "questions", multiple=True, help="Only what bears on it; may be given again.")
@click.option("--reader", help="Who reads: model, rules or llm; without it, the best one installed.")
@llm_options
@record_option
@click.option("--prior", type=float, help="Probability before any evidence. Default: see docs.")
@click.option(
    "--scale",
    type=click.Choice(list(scales.SCALES)),
    default=scales.DEFAULT,
    show_default=True,
    help="Words for probabilities.",
)
@click.option("--title", help="Title of the dossier.")
@click.option("--all", "is_complete", is_flag=True, help="List also the claims that nobody contests.")
@language_option
@json_option
def weigh(
    *,
    paths: tuple[str, ...],
    statements_path: str | None,
    out: Path | None,
    case_path: Path | None,
    as_of: date | None,
    questions: tuple[str, ...],
    reader: str | None,
    llm: Any,
    record_path: Path | None,
    prior: float | None,
    scale: str,
    title: str | None,
    is_complete: bool,
    language: Language,
    is_json: bool,
) -> int:
    """Read reports that contradict each other and rank their contested claims.

    PATH is a file, a folder, an archive, an http(s) address, or - for standard input. With --table: find the
    right values of a table in which many sources speak of many items.
    """
    settings = pipeline.Settings(
        questions=tuple(as_text(question) for question in questions),
        as_of=as_of,
        reader=reader,
        llm=llm,
        language=language,
        case=case_path,
        title=as_text(title) if title else None,
        record=settled_of(record_path),
        # Only the page draws it, and it takes as long as weighing forty times.
        course="said" if out else "none",
        weigh=weighing.WeighSettings(prior=prior, scale=scale),
    )
    if statements_path is not None:
        if paths or questions or case_path:
            raise UsageError(
                "--statements stands together with reports, --question or --case.",
                "It weighs ready statements and nothing else: leave those out, or --statements.",
                slug="statements-alone",
            )
        dossier = pipeline.weigh_statements(_lines(statements_path), settings)
    elif not paths and (case_path is None or not case_path.exists()):
        raise UsageError(
            "Nothing to weigh: no PATH was given.",
            "Expected files, folders, addresses or -, for example: dementi weigh reports/",
            slug="no-input",
        )
    else:
        dossier = pipeline.weigh_reports(paths, settings, note=note)
    note_skipped(dossier.skipped)
    if statements_path is None:
        note_nothing_public(dossier, as_of)
    code = exit_code(used_count=len(dossier.documents) + len(dossier.items), skipped=dossier.skipped)
    _show(dossier, out, is_json=is_json, is_complete=is_complete)
    return code


def _show(dossier: Dossier, out: Path | None, *, is_json: bool, is_complete: bool) -> None:
    if is_json:
        emit(item.assessment for item in dossier.items)
    else:
        table = report.table(dossier, width=terminal_width(), is_colour=has_colour(), is_complete=is_complete)
        click.echo(table, nl=False)
    if out is not None:
        write_file(out, report.html(dossier))
        note(f"dossier: {out}")


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield from file
    except OSError as error:
        raise InputError(
            f"Cannot open {path}: {error.strerror}.",
            "Expected a file of JSON lines; see docs/reference/weighing-input.md.",
            slug="no-statements-file",
        ) from error


@click.command(epilog="Example: dementi demo --language de")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("dossier.html"),
    show_default=True,
    help="Write the dossier (HTML) here.",
)
@language_option
@json_option
def demo(*, out: Path, language: Language, is_json: bool) -> int:
    """Weigh the embedded example as of several days and show how the probability moved.

    The example: 2024's contradicting reports on North Korean troops for Russia, in our own words.
    """
    settings = pipeline.Settings(language=language, title=pipeline.EXAMPLE_TITLES[language])
    dossiers = pipeline.demo(settings)
    if is_json:
        emit(item.assessment for dossier in dossiers for item in dossier.items)
    else:
        click.echo(report.course_table(dossiers, width=terminal_width(), is_colour=has_colour()))
        click.echo(report.table(dossiers[-1], width=terminal_width(), is_colour=has_colour()), nl=False)
    write_file(out, report.html(dossiers[-1]))
    note(f"dossier: {out.resolve()}")
    note_skipped(dossiers[-1].skipped)
    return exit_code(used_count=len(dossiers[-1].documents), skipped=dossiers[-1].skipped)
