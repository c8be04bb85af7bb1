"""Where the reports are that come with the program."""

from __future__ import annotations

from pathlib import Path

from dementi.errors import InputError

_PACKAGE = Path(__file__).resolve().parent.parent
#: As installed, and as they lie in a source tree.
_HOMES = (_PACKAGE / "data" / "examples", _PACKAGE.parent.parent / "examples")


def example(name: str) -> Path:
    """The folder of the embedded example called ``name``.

    Raises
    ------
    InputError : there is none of this name.
    """
    for home in _HOMES:
        if (home / name).is_dir():
            return home / name
    raise InputError(
        f"found no example called {name!r};",
        "expected one that came with the program. Install it again.",
        slug="no-example",
    )
