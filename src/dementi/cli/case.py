"""The commands that look into a case and work on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from dementi import case as cases
from dementi import overview, pipeline, report
from dementi.cli.llm import llm_options
from dementi.cli.output import (
    DONE,
    Day,
    as_text,
    case_option,
    emit,
    exit_code,
    has_colour,
    json_option,
    language_option,
    note,
    note_nothing_public,
    note_skipped,
    terminal_width,
)
from dementi.cli.settle import no_such_claim, record_option, settled_of
from dementi.errors import UsageError
from dementi.model import Dossier, Language, Record
from dementi.weigh import voice_key

#: So many of an entry's subjects are named in the terminal; the others are counted.
LOG_SUBJECTS_MAX = 3


def _open(case_path: Path) -> cases.Case:
    """A case that must be there already: looking into one never makes one."""
    return cases.Case(case_path, create=False)


@click.command(epilog="Example: dementi add reports/ --case troops.case")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--reader", help="Who reads: model, rules or llm; without it, the best one installed.")
@llm_options
@case_option
@json_option
def add(*, paths: tuple[str, ...], reader: str | None, llm: Any, case_path: Path, is_json: bool) -> int:
    """Read reports into a case; what is there already is passed over."""
    gathered = pipeline.gather(paths, pipeline.Settings(reader=reader, llm=llm, case=case_path), note=note)
    note_skipped(gathered.skipped)
    note(f"{gathered.new_count} new documents; {case_path} holds {len(gathered.documents)}.")
    if is_json:
        emit([{"new_documents": gathered.new_count, "documents": len(gathered.documents)}])
    return exit_code(used_count=len(gathered.documents), skipped=gathered.skipped)


@click.command(epilog="Example: dementi claims --case troops.case")
@click.option("--as-of", type=Day(), help="Only what was public on that day.")
@click.option("--all", "is_complete", is_flag=True, help="List also the claims that nobody contests.")
@record_option
@case_option
@language_option
@json_option
def claims(
    *,
    case_path: Path,
    as_of: date | None,
    is_complete: bool,
    record_path: Path | None,
    language: Language,
    is_json: bool,
) -> int:
    """List a case's claims, the most contested first."""
    dossier = _dossier(case_path, as_of, language, record_path=record_path, course="none")
    if is_json:
        emit(item.assessment for item in dossier.items)
    else:
        click.echo(
            report.table(dossier, width=terminal_width(), is_colour=has_colour(), is_complete=is_complete)
        )
    return DONE


@click.command(epilog="Example: dementi show deploy_troops-KP-RU-2024-10 --case troops.case")
@click.argument("claim_id", metavar="ID")
@click.option("--as-of", type=Day(), help="Only what was public on that day.")
@click.option("--history", "has_history", is_flag=True, help="Show day by day what moved it instead.")
@record_option
@case_option
@language_option
@json_option
def show(
    *,
    claim_id: str,
    case_path: Path,
    as_of: date | None,
    has_history: bool,
    record_path: Path | None,
    language: Language,
    is_json: bool,
) -> int:
    """Show one claim: its number, the voices with their bits, the quotes, and what was nearly merged."""
    course: pipeline.CourseDetail = "moves" if has_history else "said"
    dossier = _dossier(case_path, as_of, language, record_path=record_path, course=course)
    found = next((item for item in dossier.items if item.claim.claim_id == claim_id), None)
    if found is None:
        raise no_such_claim(claim_id, [item.claim.claim_id for item in dossier.items], case_path)
    if is_json:
        emit(found.history if has_history else [found])
    elif has_history:
        click.echo(report.history(dossier, found, width=terminal_width(), is_colour=has_colour()))
    else:
        click.echo(report.claim(dossier, found, width=terminal_width(), is_colour=has_colour()))
    return DONE


@click.command(epilog="Example: dementi sources --case troops.case")
@record_option
@case_option
@language_option
@json_option
def sources(*, record_path: Path | None, case_path: Path, language: Language, is_json: bool) -> int:
    """List who speaks in a case, how often they assert, deny or are silent, and how far to rely on them.

    The letter is the Admiralty code's: A completely reliable to E unreliable, F cannot be judged; it
    rests on the claims that you settled (`dementi settle`).
    """
    settings = _settings(case_path, None, language, record_path=record_path)
    gathered = pipeline.gather((), settings)
    found = pipeline.matched(gathered, settings)
    voice_of = {
        one.statement_id: voice_key(one)
        for claim in found.weighing_claims
        for one in claim.statements
        if one.statement_id
    }
    rows = overview.source_counts(gathered.statements, language, voice_of=voice_of, record=found.record)
    if is_json:
        emit(rows)
    else:
        _print_rows([_source_line(row) for row in rows], language)
    return DONE


class SourceLine(Record, frozen=True):
    """A source as a person wants to see it; --json gives the whole."""

    source: str
    affirms: int
    denies: int
    withholds: int
    other: int
    documents: int
    letter: str
    right: str


def _source_line(row: overview.SourceCount) -> SourceLine:
    judged = row.reliability
    right = ""
    if judged is not None:
        span = f"{judged.low:.0%}–{judged.high:.0%}"
        right = f"{judged.right_count}/{judged.settled_count} ({span})"
    return SourceLine(
        source=row.source,
        affirms=row.affirms,
        denies=row.denies,
        withholds=row.withholds,
        other=row.other,
        documents=row.documents,
        letter=row.letter,
        right=right,
    )


@click.command(epilog="Example: dementi actors --case troops.case")
@case_option
@language_option
@json_option
def actors(*, case_path: Path, language: Language, is_json: bool) -> int:
    """List the actors of a case: how often each speaks, acts and is acted upon."""
    with _open(case_path) as case:
        rows = overview.actor_counts(case.statements(), language)
    if is_json:
        emit(rows)
    else:
        _print_rows(rows, language)
    return DONE


@click.command(epilog="Example: dementi search 'Kursk' --case troops.case")
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many hits."
)
@case_option
@language_option
@json_option
def search(*, query: str, limit: int, case_path: Path, language: Language, is_json: bool) -> int:
    """Find words in a case's documents and statements, with the exact sentence."""
    with _open(case_path) as case:
        hits = case.search(as_text(query), limit=limit)
    if is_json:
        emit(hits)
    else:
        passages = [_passage(hit) for hit in hits]
        click.echo(
            report.passages(passages, width=terminal_width(), is_colour=has_colour(), language=language)
        )
    return DONE


def _passage(hit: cases.Hit) -> report.Passage:
    matches = tuple((begin - hit.begin, end - hit.begin) for begin, end in hit.matches)
    return report.Passage(hit.text, matches, (hit.published_on, hit.outlet, hit.title, hit.document_id))


@click.command(epilog="Example: dementi log --case troops.case")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="At most so many entries, the newest first.",
)
@case_option
@language_option
@json_option
def log(*, limit: int, case_path: Path, language: Language, is_json: bool) -> int:
    """List what was done to a case, the newest first."""
    with _open(case_path) as case:
        entries = case.log(limit)
    if is_json:
        emit(entries)
    else:
        _print_rows([_log_line(entry) for entry in entries], language)
    return DONE


class LogLine(Record, frozen=True):
    """A log entry as a person wants to see it; --json gives the whole."""

    entry: int
    at: str
    who: str
    deed: str
    subjects: str
    state: str


def _log_line(entry: cases.LogEntry) -> LogLine:
    first = ", ".join(entry.subject_ids[:LOG_SUBJECTS_MAX])
    left = entry.subject_count - min(len(entry.subject_ids), LOG_SUBJECTS_MAX)
    return LogLine(
        entry=entry.sequence,
        at=entry.at[:16].replace("T", " "),
        who=entry.who,
        deed=entry.deed if entry.undoes is None else f"{entry.deed} {entry.undoes}",
        subjects=f"{first} + {left}" if left else first,
        state="undone" if entry.is_undone else "",
    )


@click.command(epilog="Example: dementi undo --case troops.case")
@click.argument("entry", type=int, required=False)
@click.option("--redo", "is_redo", is_flag=True, help="Do again what the last undo took back.")
@case_option
@json_option
def undo(*, entry: int | None, is_redo: bool, case_path: Path, is_json: bool) -> int:
    """Take back your last deed, or the log's ENTRY of anybody; nothing is deleted.

    Called again, it goes one deed further back; --redo goes forward.
    """
    if is_redo and entry is not None:
        raise UsageError(
            f"ENTRY {entry} stands together with --redo.",
            "--redo does again what the last undo took back: leave ENTRY out.",
            slug="redo-alone",
        )
    with _open(case_path) as case:
        done = case.redo() if is_redo else case.undo(entry)
    if is_json:
        emit([done] if done else [])
    if done is None:
        note("nothing to do again" if is_redo else "nothing to take back")
    else:
        deed = done.details.get("deed", done.deed)
        note(f"{'done again' if is_redo else 'taken back'}: {deed}, {done.subject_count} subjects")
    return DONE


def _settings(
    case_path: Path,
    as_of: date | None,
    language: Language,
    *,
    record_path: Path | None,
    course: pipeline.CourseDetail = "none",
) -> pipeline.Settings:
    with _open(case_path):
        pass  # a case that is not there is told before anything is read, and none is made
    return pipeline.Settings(
        case=case_path, as_of=as_of, language=language, record=settled_of(record_path), course=course
    )


def _dossier(
    case_path: Path,
    as_of: date | None,
    language: Language,
    *,
    record_path: Path | None,
    course: pipeline.CourseDetail,
) -> Dossier:
    settings = _settings(case_path, as_of, language, record_path=record_path, course=course)
    gathered = pipeline.gather((), settings)
    dossier = pipeline.dossier(gathered, settings)
    note_nothing_public(dossier, as_of)
    if as_of is None:
        _note_gone({one.claim_id for one in gathered.settlements}, dossier)
    return dossier


def _note_gone(settled_ids: set[str], dossier: Dossier) -> None:
    """Say where a settling has lost its claim: new reports may word or join claims anew."""
    gone = sorted(settled_ids - {item.claim.claim_id for item in dossier.items})
    if gone:
        note(
            f"{len(gone)} of the settled claims can no longer be found in the case (first: {gone[0]}); "
            "they judge no source. Settle the claim that took its place. [settled-gone]"
        )


def _print_rows(rows: Sequence[Record], language: Language) -> None:
    click.echo(report.rows(rows, width=terminal_width(), is_colour=has_colour(), language=language))
