"""`dementi read`: who says what, statement by statement."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from dementi import pipeline, report
from dementi.cli.llm import llm_options
from dementi.cli.output import (
    emit,
    exit_code,
    has_colour,
    json_option,
    language_option,
    note,
    note_skipped,
    terminal_width,
)
from dementi.model import Language, Skipped


@click.command(epilog="Example: dementi read article.txt --json")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--reader", help="Who reads: model, rules or llm; without it, the best one installed.")
@llm_options
@language_option
@json_option
def read(*, paths: tuple[str, ...], reader: str | None, llm: Any, language: Language, is_json: bool) -> int:
    """Show the statements of each report: source, stance, certainty, content.

    PATH is a file, a folder, an archive, an http(s) address, or - for standard input.
    """
    settings = pipeline.Settings(reader=reader, llm=llm, language=language)
    counts: Counter[str] = Counter()
    skipped: list[Skipped] = []
    for one in pipeline.readings(paths, settings, note=note):
        if isinstance(one, Skipped):
            skipped.append(one)
            note_skipped([one])
            continue
        document, reading = one
        counts["documents"] += 1
        counts["dropped"] += reading.dropped_count
        if is_json:
            emit(reading.statements)
        else:
            click.echo(
                report.statements(
                    document,
                    reading.statements,
                    width=terminal_width(),
                    is_colour=has_colour(),
                    language=language,
                )
            )
    if counts["dropped"]:
        note(
            f"dropped {counts['dropped']} statements: their words are not exactly in the document [not-exact]"
        )
    return exit_code(used_count=counts["documents"], skipped=skipped)
