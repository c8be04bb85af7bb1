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
from dementi.errors import UsageError
from dementi.model import Dossier, Language, Record

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
@case_option
@language_option
@json_option
def claims(*, case_path: Path, as_of: date | None, language: Language, is_json: bool) -> int:
    """List a case's claims, the most contested first."""
    dossier = _dossier(case_path, as_of, language)
    if is_json:
        emit(item.assessment for item in dossier.items)
    else:
        click.echo(report.table(dossier, width=terminal_width(), is_colour=has_colour()))
    return DONE


@click.command(epilog="Example: dementi show deploy_troops-KP-RU-2024-10 --case troops.case")
@click.argument("claim_id", metavar="ID")
@click.option("--as-of", type=Day(), help="Only what was public on that day.")
@case_option
@language_option
@json_option
def show(*, claim_id: str, case_path: Path, as_of: date | None, language: Language, is_json: bool) -> int:
    """Show one claim: its number, the voices with their bits, the quotes, and what was nearly merged."""
    dossier = _dossier(case_path, as_of, language)
    found = [item for item in dossier.items if item.claim.claim_id == claim_id]
    if not found:
        known = ", ".join(item.claim.claim_id for item in dossier.items[:5]) or "none"
        raise UsageError(
            f"No claim '{claim_id}' in {case_path}.",
            f"Its claims begin with: {known}. `dementi claims --case {case_path}` lists them all.",
            slug="no-such-claim",
        )
    if is_json:
        emit(found)
    else:
        click.echo(report.claim(dossier, found[0], width=terminal_width(), is_colour=has_colour()))
    return DONE


@click.command(epilog="Example: dementi sources --case troops.case")
@case_option
@language_option
@json_option
def sources(*, case_path: Path, language: Language, is_json: bool) -> int:
    """List who speaks in a case, and how often they assert, deny, withhold or are silent."""
    with _open(case_path) as case:
        rows = overview.source_counts(case.statements(), language)
    if is_json:
        emit(rows)
    else:
        _print_rows(rows, language)
    return DONE


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


def _dossier(case_path: Path, as_of: date | None, language: Language) -> Dossier:
    with _open(case_path):
        pass  # a case that is not there is told before anything is read, and none is made
    settings = pipeline.Settings(case=case_path, as_of=as_of, language=language)
    dossier = pipeline.dossier(pipeline.gather((), settings), settings)
    note_nothing_public(dossier, as_of)
    return dossier


def _print_rows(rows: Sequence[Record], language: Language) -> None:
    click.echo(report.rows(rows, width=terminal_width(), is_colour=has_colour(), language=language))
