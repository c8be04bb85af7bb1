"""Word lists of this stage, kept as data."""

from __future__ import annotations

from pathlib import Path

import msgspec

_HOME = Path(__file__).resolve().parent.parent / "data" / "load"


def words(name: str) -> frozenset[str]:
    """The words of a list, however they are broken into lines."""
    return frozenset((_HOME / name).read_text(encoding="utf-8").split())


def lines(name: str) -> frozenset[str]:
    """The lines of a list."""
    return frozenset((_HOME / name).read_text(encoding="utf-8").splitlines())


def mapping(name: str) -> dict[str, str]:
    """A table from one word to another."""
    return msgspec.json.decode((_HOME / name).read_bytes(), type=dict[str, str])
