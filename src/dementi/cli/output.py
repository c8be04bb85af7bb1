"""What the commands share: options, where output goes, and the exit code of a run with skipped inputs."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from dementi.cli.messages import safe_message, safe_name
from dementi.errors import InputError, OutputError
from dementi.model import Dossier, Language, Skipped

Command = TypeVar("Command", bound=Callable[..., Any])

DONE, SOME_SKIPPED = 0, 4
CASE_VARIABLE = "DEMENTI_CASE"


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day. Expected YYYY-MM-DD, such as 2024-10-18. [bad-date]", param, ctx)


def language_of_user() -> Language:
    """German where the environment asks for German, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "de" if value.lower().startswith("de") else "en"
    return "en"


json_option = click.option(
    "--json", "is_json", is_flag=True, help="JSON lines on stdout, nothing else there."
)
language_option = click.option(
    "--language",
    type=click.Choice(["de", "en"]),
    default=language_of_user,
    help="Language of what is printed and written. Default: the environment's, else English.",
)
case_option = click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    envvar=CASE_VARIABLE,
    required=True,
    help=f"The case file. Default: ${CASE_VARIABLE}.",
)


def emit(records: Iterable[Any]) -> None:
    """Write records as JSON lines to stdout."""
    for record in records:
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()


def note(message: str) -> None:
    """Tell the user something on stderr."""
    click.echo(safe_message(message), err=True)


def note_skipped(skipped: Sequence[Skipped]) -> None:
    """Name each input that was skipped, or used only in part, on stderr, with the reason."""
    for one in skipped:
        note(f"{safe_name(one.path)}: {one.reason} [{one.slug}]")


def note_nothing_public(dossier: Dossier, as_of: date | None) -> None:
    """Say why a dossier as of a day is empty: an empty page alone looks like a story nobody contests."""
    if as_of is not None and not dossier.documents:
        note(f"No report was public on {as_of}. Give a later day, or leave --as-of out. [nothing-public]")


def exit_code(*, used_count: int, skipped: Sequence[Skipped]) -> int:
    """0, or 4 where some inputs were skipped; raises where nothing could be used (exit code 3)."""
    if used_count == 0 and skipped:
        raise InputError(
            f"None of the {len(skipped)} inputs could be used." if len(skipped) > 1 else "Nothing to read.",
            "The reasons stand above; docs/reference/errors.md says more of each.",
            slug="nothing-usable",
        )
    return SOME_SKIPPED if skipped else DONE


def terminal_width() -> int:
    """Columns of the terminal, or a comfortable width where there is none."""
    return max(60, shutil.get_terminal_size((110, 40)).columns)


def has_colour() -> bool:
    """Whether stdout is a terminal that wants colour (NO_COLOR and TERM=dumb are honoured)."""
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not is_plain


def write_file(path: Path, text: str) -> None:
    """Write a result file, whole or not at all: what stood there before is kept until the new one is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        if target.exists() and not (target.is_file() and os.access(target.parent, os.W_OK)):
            # A pipe or /dev/stdout has nothing to keep; a folder may be closed though its file is not.
            target.write_text(text, encoding="utf-8")
        else:
            _replace_file(target, text)
    except OSError as error:
        reason = "its folder is a file" if path.parent.is_file() else error.strerror or error
        raise OutputError(
            f"Cannot write {path}: {reason}.",
            "Choose another place with --out, or free space and rights there.",
            slug="cannot-write",
        ) from error


def _replace_file(target: Path, text: str) -> None:
    beside = target.with_name(f".dementi-{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def as_text(words: str) -> str:
    """The words of an argument; bytes that are no text in the user's encoding become U+FFFD."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
