"""Dossiers for people: a table for the terminal, a page for everything else."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = [
    "Passage", "claim", "course_table", "history", "html", "passages", "rows", "statements", "table",
]  # fmt: skip

_MODULES = {
    "Passage": "dementi.report.listing",
    "claim": "dementi.report.listing",
    "course_table": "dementi.report.listing",
    "history": "dementi.report.moves",
    "html": "dementi.report.page",
    "passages": "dementi.report.listing",
    "rows": "dementi.report.listing",
    "statements": "dementi.report.listing",
    "table": "dementi.report.terminal",
}


def __getattr__(name: str) -> Any:
    # PEP 562: who asks for JSON must not pay for Jinja, Rich and Babel. Types stand in __init__.pyi.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)
