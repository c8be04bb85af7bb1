"""Render docs/reference/commands.md from the commands' own help; `make docs` writes it."""

import copy
import sys
from pathlib import Path

import click

from dementi.cli import COMMANDS, cli

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
HEAD = """\
# Commands

Made by `make docs` from the commands' own help; a test holds the two equal.

Exit codes: 0 done; 2 usage; 3 input could not be used (all of it); 4 some inputs skipped (named on stderr,
the rest done); 1 a defect of ours. With `--json`, stdout holds JSON lines and nothing else; progress and
warnings go to stderr. `DEMENTI_CASE` names the case where `--case` is not given; `NO_COLOR` is honoured.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, _section(cli, "dementi")]
    with click.Context(cli, info_name="dementi") as context:
        for name in COMMANDS:
            command = cli.get_command(context, name)
            assert command is not None
            parts.append(_section(command, f"dementi {name}"))
            if isinstance(command, click.Group):
                parts += [_section(sub, f"dementi {name} {sub.name}") for sub in command.commands.values()]
    return "\n".join(parts)


def _section(command: click.Command, name: str) -> str:
    # With -h as in `dementi --help` itself. click remembers a command's help option once it was asked for,
    # which depends on what ran before; a copy that has forgotten it does not.
    command = copy.copy(command)
    command._help_option = None
    width = {"terminal_width": 100, "max_content_width": 100}
    with click.Context(command, info_name=name, help_option_names=["-h", "--help"], **width) as context:
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {name}\n\n```text\n{help_text}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(page()) if "--print" in sys.argv else PAGE.write_text(page(), encoding="utf-8")
