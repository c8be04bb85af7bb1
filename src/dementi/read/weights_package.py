"""The package that holds the trained weights; it has a licence of its own and may be absent."""

from __future__ import annotations

import importlib.util

WEIGHTS = "dementi_weights"


def has_weights() -> bool:
    """Whether the trained weights are installed."""
    return importlib.util.find_spec(WEIGHTS) is not None
