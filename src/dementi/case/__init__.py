"""The case file: one SQLite file that holds a story's documents and all that follows from them."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["Case", "Correction", "Hit", "LogEntry", "settle", "settled"]

_MODULES = {
    "Case": "dementi.case.casefile",
    "Correction": "dementi.case.journal",
    "Hit": "dementi.case.full_text",
    "LogEntry": "dementi.case.journal",
    "settle": "dementi.case.settlements",
    "settled": "dementi.case.settlements",
}


def __getattr__(name: str) -> Any:
    # PEP 562: SQLAlchemy costs a sixth of a second, which `dementi weigh article.txt` without a
    # case must not pay. The types stand in __init__.pyi.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)
