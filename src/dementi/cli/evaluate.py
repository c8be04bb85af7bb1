"""`dementi evaluate`: score a part of Dementi against a gold file."""

from __future__ import annotations

from pathlib import Path

import click

from dementi import evaluate as evaluation
from dementi.cli.output import DONE, emit, json_option


@click.group(epilog="Example: dementi evaluate reader dev.jsonl --reader rules")
def evaluate() -> None:
    """Score against a gold file."""


@evaluate.command(epilog="Example: dementi evaluate reader dev.jsonl --reader rules")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--reader", default="rules", show_default=True, help="The reader to score.")
@click.option(
    "--errors",
    "error_count",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="List so many of the worst errors.",
)
@json_option
def reader(*, gold: Path, reader: str, error_count: int, is_json: bool) -> int:
    """Precision, recall and F1 of a reader, by kind, with 95 % intervals over documents.

    GOLD is a file of statements as `dementi read --json` prints them, of the German quotation data,
    or of PolNeAR units; which one is told from its first line.
    """
    scores = evaluation.evaluate_reader(gold, reader=reader, error_count=error_count)
    if is_json:
        emit([scores])
    else:
        click.echo(evaluation.table(scores))
    return DONE
