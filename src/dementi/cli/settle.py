"""`dementi settle`: a person says how a claim turned out; and the record file such claims are kept in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path

import click

from dementi import case as cases
from dementi import pipeline
from dementi.cli.output import (
    DONE,
    Day,
    as_text,
    case_option,
    emit,
    json_option,
    language_option,
    note,
    write_file,
)
from dementi.errors import InputError, UsageError
from dementi.model import Language, WeighingClaim
from dementi.weigh import Settled, assessments, settled_from_lines, settled_line

#: So many ids are named where one is not found.
NEAR_IDS_MAX = 5

record_option = click.option(
    "--record",
    "record_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settled claims of other cases, as JSON lines: they count for the reliability of sources as well.",
)


@click.command(epilog="Example: dementi settle deploy_troops-KP-RU-2024-10 true --case troops.case")
@click.argument("claim_id", metavar="ID")
@click.argument("truth", type=click.Choice(["true", "false"]))
@click.option("--on", "on", type=Day(), help="Day on which it became clear. Default: today.")
@click.option("--why", help="Reason or address that shows it.")
@click.option(
    "--record",
    "record_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the claim into this file of settled claims too, for use with other cases.",
)
@case_option
@language_option
@json_option
def settle(
    *,
    claim_id: str,
    truth: str,
    on: date | None,
    why: str | None,
    record_path: Path | None,
    case_path: Path,
    language: Language,
    is_json: bool,
) -> int:
    """Say that a claim turned out true or false; the number that the evidence gives stays as it is.

    Sources that spoke on it before are judged by it from then on. Settling again with another value
    replaces the first; `dementi undo` takes it back.
    """
    with cases.Case(case_path, create=False) as opened:
        found = pipeline.matched(
            pipeline.gather((), pipeline.Settings(case=case_path, language=language)),
            pipeline.Settings(case=case_path, language=language),
        )
        claim = next((one for one in found.weighing_claims if one.id == claim_id), None)
        if claim is None:
            raise no_such_claim(claim_id, [one.id for one in found.weighing_claims], case_path)
        day = on or datetime.now(UTC).date()
        if record_path is not None:
            _check_record(record_path)
        (assessment,) = assessments([claim], as_of=found.as_of, record=found.record)
        entry = cases.settle(
            opened,
            claim_id,
            truth=truth == "true",
            on=day,
            why=as_text(why) if why else None,
            before={"claim": claim.claim, "as_of": found.as_of, "probability": assessment.probability},
        )
        settlement = next(one for one in cases.settled(opened) if one.claim_id == claim_id)
    if record_path is not None:
        _write_record(record_path, claim, truth=settlement.truth, on=settlement.on, why=settlement.why)
    if is_json:
        emit([settlement])
    done = "settled" if entry is not None else "nothing new; it was settled so before"
    note(f"{done}: {claim_id} is {truth} (known on {settlement.on})")
    return DONE


def no_such_claim(claim_id: str, known_ids: list[str], case_path: Path) -> UsageError:
    """The claims whose ids are nearest to one that is not there; else the first ones."""
    near = get_close_matches(claim_id, known_ids, n=NEAR_IDS_MAX, cutoff=0.6)
    if near:
        expected = f"Did you mean: {', '.join(near)}?"
    elif known_ids:
        expected = f"Its claims begin with: {', '.join(known_ids[:NEAR_IDS_MAX])}."
    else:
        expected = "The case holds no claim."
    return UsageError(
        f"No claim '{claim_id}' in {case_path}.",
        f"{expected} `dementi claims --case {case_path} --all` lists them all.",
        slug="no-such-claim",
    )


def settled_of(path: Path | None) -> tuple[Settled, ...]:
    """The settled claims of a record file; an empty file holds none."""
    if path is None:
        return ()
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(
            f"Cannot open {path}: {error.strerror}.",
            "Expected a file of settled claims; `dementi settle ID true --record FILE` writes one.",
            slug="no-record-file",
        ) from error
    return tuple(settled_from_lines(lines)) if any(line.strip() for line in lines) else ()


def _check_record(path: Path) -> None:
    """Refuse a file that is none of settled claims before anything is written anywhere."""
    if path.exists():
        settled_of(path)


def _write_record(path: Path, claim: WeighingClaim, *, truth: bool, on: date, why: str | None) -> None:
    """Put a claim into a record file, in the place of an earlier line of the same id."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    kept = [line for line in lines if line.strip() and _id_of(line) != claim.id]
    kept.append(settled_line(claim, is_true=truth, settled_on=on, why=why))
    write_file(path, b"\n".join(kept).decode() + "\n")
    note(f"record: {path} holds {len(kept)} settled claims")


def _id_of(line: bytes) -> str:
    return settled_from_lines([line])[0].claim.id
