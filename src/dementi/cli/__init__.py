"""The command line: each command lives in its own module and is imported only when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dementi import __version__
from dementi.cli.messages import safe_message
from dementi.errors import DementiError

#: Command → the module that holds it, and its one-line help; in the order of `--help`.
#: The help stands here so that `dementi --help` need not import any of them.
COMMANDS = {
    "demo": ("dementi.cli.weigh", "Weigh the embedded example, end to end, without a network."),
    "weigh": ("dementi.cli.weigh", "Reports in, ranked contested claims out."),
    "read": ("dementi.cli.read", "Show who says what in the reports, statement by statement."),
    "add": ("dementi.cli.case", "Read reports into a case."),
    "claims": ("dementi.cli.case", "List a case's claims, the most contested first."),
    "show": ("dementi.cli.case", "Show one claim with all its evidence."),
    "sources": ("dementi.cli.case", "List who speaks in a case, and how often they assert or deny."),
    "actors": ("dementi.cli.case", "List the actors of a case, as speakers and in events."),
    "settle": ("dementi.cli.settle", "Say that a claim turned out true or false."),
    "search": ("dementi.cli.case", "Find words in a case's documents and statements."),
    "log": ("dementi.cli.case", "List what was done to a case."),
    "undo": ("dementi.cli.case", "Take back the last deed done to a case."),
    "evaluate": ("dementi.cli.evaluate", "Score reading or weighing against a gold file."),
    "bench": ("dementi.cli.bench", "Measure Dementi beside other libraries."),
}  # fmt: skip

INTERRUPTED = 130

#: What the system says where standard output goes to a disk that takes no more.
_OUTPUT_FAILURES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is used, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101  a wrong table above is our defect
        return command

    def invoke(self, ctx: click.Context) -> Any:
        # Caught here, not in `main`: click would end the run with 1 before we see it.
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader of our output (`| head`) has gone. Point stdout elsewhere, or the interpreter
            # would complain once more while it closes down.
            _forget_output()
            return 0
        return outcome

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: dementi weigh reports/ --out dossier.html",
)
@click.version_option(__version__, prog_name="dementi")
def cli() -> None:
    """Reports that contradict each other in; what to believe, and why, out."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the exit code of the contract."""
    _open_closed_streams()
    try:
        outcome = cli.main(args=arguments, prog_name="dementi", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        click.echo("dementi: stopped; what was written so far is kept.", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("DEMENTI_DEBUG"):
            raise
        message, code = _told(error)
        click.echo(safe_message(message), err=True)
        if isinstance(error, OSError):
            _forget_output()
        sys.exit(code)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _open_closed_streams() -> None:
    """Give a stream that the caller closed (``>&-``, ``<&-``) something to be written to or read from."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - open as long as the run
            setattr(sys, name, stream)


def _forget_output() -> None:
    # What could not be written waits in the buffer, and the interpreter would try it once more while
    # it closes down, complain, and leave with a code of its own.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: Exception) -> tuple[str, int]:
    """The message and the exit code for an error that ends the run."""
    if isinstance(error, DementiError):
        return f"dementi: {error}", error.exit_code
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message(), 2
    if isinstance(error, click.UsageError):
        usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
        return f"{usage}dementi: {error.format_message()} [usage]", 2
    if isinstance(error, click.ClickException):
        return f"dementi: {error.format_message()} [usage]", 2
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILURES:
        found = f"dementi: Cannot write the output: {error.strerror}."
        return f"{found} Free space, or send it elsewhere. [cannot-write]", 3
    found = f"a defect of ours: {type(error).__name__}: {error}"
    return f"dementi: {found}\nPlease report it; DEMENTI_DEBUG=1 shows where it happened. [defect]", 1
