"""The console that tables and lists are written with."""

from __future__ import annotations

from io import StringIO

from rich.console import Console


def console_for(file: StringIO, *, width: int, is_colour: bool) -> Console:
    """A console that writes plain text, or ANSI colours, and interprets nothing in what it prints."""
    return Console(
        file=file,
        width=width,
        force_terminal=is_colour,
        color_system="standard" if is_colour else None,
        no_color=not is_colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
