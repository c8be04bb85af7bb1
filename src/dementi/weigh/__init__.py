"""Claims and what is said of them → assessments; tables of sources, items and values → truths."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dementi.errors import UsageError
from dementi.weigh.assess import assessments
from dementi.weigh.contract import weighing_claims_from_lines
from dementi.weigh.moves import history, history_days
from dementi.weigh.record import Settled, settled_from_lines, settled_line
from dementi.weigh.reliability import UNJUDGED, SourceRecord, Tally, reliability_of, source_record, tallies
from dementi.weigh.settings import WeighSettings
from dementi.weigh.voices import voice_key
from dementi.weigh.weights import MODEL

if TYPE_CHECKING:
    from dementi.weigh.tables.discovery import TruthDiscovery
    from dementi.weigh.tables.priors import Priors
    from dementi.weigh.tables.result import TruthResult

__all__ = [
    "MODEL", "UNJUDGED", "Priors", "Settled", "SourceRecord", "Tally", "TruthDiscovery", "TruthResult",
    "WeighSettings", "assessments", "history", "history_days", "reliability_of", "settled_from_lines",
    "settled_line", "source_record", "tallies", "voice_key", "weighing_claims_from_lines",
]  # fmt: skip

_OF_TABLES = {"TruthDiscovery": "discovery", "TruthResult": "result", "Priors": "priors"}


def __getattr__(name: str) -> Any:
    # PEP 562: tables need numba and polars, which a plain installation has not.
    if name not in _OF_TABLES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = importlib.import_module(f"dementi.weigh.tables.{_OF_TABLES[name]}")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"Tables need {error.name}, which is not installed.",
            "Expected the extra `tables`: pip install 'dementi[tables]'.",
            slug="no-tables",
        ) from error
    return getattr(module, name)
