"""What `dementi bench weigh` measures: ours and other libraries on the same tables, in one run."""

from __future__ import annotations

import importlib
from typing import Any

from dementi.errors import UsageError

__all__ = ["Limits", "Measurement", "Plan", "printed", "quality", "spark", "speed", "truth_sets"]

_MODULES = {
    "Limits": "dementi.benchmarks.peers",
    "Measurement": "dementi.benchmarks.measurement",
    "Plan": "dementi.benchmarks.tables",
    "printed": "dementi.benchmarks.printing",
    "quality": "dementi.benchmarks.tables",
    "spark": "dementi.benchmarks.on_spark",
    "speed": "dementi.benchmarks.tables",
    "truth_sets": "dementi.benchmarks.tables",
}


def __getattr__(name: str) -> Any:
    # PEP 562: they need NumPy and polars, which a plain installation has not.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(_MODULES[name]), name)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"The benchmark needs {error.name}, which is not installed.",
            "Expected the extra `tables`: pip install 'dementi[tables]'.",
            slug="no-tables",
        ) from error
