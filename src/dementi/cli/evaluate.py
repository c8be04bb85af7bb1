"""`dementi evaluate`: score a part of Dementi against a gold file."""

from __future__ import annotations

from pathlib import Path

import click

from dementi import evaluate as evaluation
from dementi.cli.output import DONE, emit, json_option, note
from dementi.errors import UsageError


@click.group(epilog="Example: dementi evaluate reader dev.jsonl --reader rules")
def evaluate() -> None:
    """Score against a gold file."""


@evaluate.command(epilog="Example: dementi evaluate reader dev.jsonl --reader rules")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--reader", help="The reader to score: model, rules or llm; without it, the best one installed."
)
@click.option(
    "--errors",
    "error_count",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="List so many of the worst errors.",
)
@click.option(
    "--part",
    type=click.Choice(["build", "kept", "all"]),
    default="all",
    show_default=True,
    help="Score one part of a file of items: the one rules may be made after, or the one kept aside.",
)
@click.option("--show-kept", is_flag=True, help="List errors of the kept part as well; it is spent then.")
@json_option
def reader(
    *, gold: Path, reader: str | None, error_count: int, part: str, show_kept: bool, is_json: bool
) -> int:
    """Score a reader: precision, recall and F1 with 95 % intervals over documents.

    GOLD is a file of statements as `dementi read --json` prints them, of the German quotation data, of
    parliamentary speeches (GermEval 2023), of PolNeAR units, or of our own items (stances, quantities,
    dates, sources); which one is told from its first line.
    """
    scores = evaluation.evaluate_reader(
        gold, reader=reader, error_count=error_count, part=part, show_kept=show_kept, note=note
    )
    if is_json:
        emit([scores])
    else:
        click.echo(evaluation.table(scores))
    return DONE


@evaluate.command(
    epilog="Example: dementi evaluate factuality uds.zip en_ewt-dev.conllu --fit en_ewt-train.conllu"
)
@click.argument("annotations", type=click.Path(path_type=Path))
@click.argument("trees", type=click.Path(path_type=Path))
@click.option(
    "--fit",
    type=click.Path(path_type=Path),
    help="Another split, to fit the map on that the mean absolute error needs.",
)
@click.option("--reader", help="Whose statements are used; without it, the best reader installed.")
@json_option
def factuality(*, annotations: Path, trees: Path, fit: Path | None, reader: str | None, is_json: bool) -> int:
    """Compare our certainty of English verbs with annotated factuality.

    ANNOTATIONS is the zip file of UDS factuality; TREES is one split of the English Web Treebank in
    CoNLL-U, whose name says which: train, dev or test.
    """
    scores = evaluation.evaluate_factuality(annotations, trees, fit=fit, reader=reader, note=note)
    if is_json:
        emit([scores])
    else:
        click.echo(evaluation.factuality_table(scores))
    return DONE


@evaluate.command(epilog="Example: dementi evaluate weigh settled.jsonl --days-before 7 --without-sides")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--as-of-settling", is_flag=True, help="Only statements up to the day of the settling.")
@click.option(
    "--days-before",
    type=click.IntRange(min=0),
    metavar="N",
    help="Only statements at least N days before the settling.",
)
@click.option("--first-half", is_flag=True, help="Only the first half of each claim's statements.")
@click.option("--without-sides", is_flag=True, help="Infer sides and interests, also where GOLD gives them.")
@click.option(
    "--leave-one-out",
    is_flag=True,
    help="Learn the weights from GOLD, for each event from the others (minutes).",
)
@click.option(
    "--errors",
    "error_count",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="List so many of the worst claims.",
)
@json_option
def weigh(
    *,
    gold: Path,
    as_of_settling: bool,
    days_before: int | None,
    first_half: bool,
    without_sides: bool,
    leave_one_out: bool,
    error_count: int,
    is_json: bool,
) -> int:
    """Score the weighing: Brier score, log loss, calibration, accuracy and AUC beside baselines.

    GOLD holds one settled claim a line: a claim of the weighing input with "truth": true or false.
    """
    asked: list[evaluation.Moment] = []
    if as_of_settling:
        asked.append("settling")
    if days_before is not None:
        asked.append("days_before")
    if first_half:
        asked.append("first_half")
    if len(asked) > 1:
        raise UsageError(
            "More than one of --as-of-settling, --days-before and --first-half was given.",
            "Choose one of them; without any, all statements count.",
            slug="one-moment",
        )
    scores = evaluation.evaluate_weigh(
        gold,
        moment=asked[0] if asked else "all",
        days_before=days_before,
        has_sides=not without_sides,
        is_left_out=leave_one_out,
        error_count=error_count,
        note=note,
    )
    if is_json:
        emit([scores])
    else:
        click.echo(evaluation.weigh_table(scores))
    return DONE
