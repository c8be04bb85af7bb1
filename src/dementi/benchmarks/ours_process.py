"""Our own engine on one table, in a process of its own as the peers are."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from dementi import __version__
from dementi.benchmarks.peer_process import limit, peak_mb, stop_clock
from dementi.weigh.tables.discovery import TruthDiscovery


def main(folder: Path) -> None:
    """Fit ``table.parquet``; write ``probabilities.parquet`` and ``outcome.json`` beside it."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    outcome: dict[str, Any] = {"outcome": "done", "version": __version__}
    try:
        outcome["seconds"] = _measured(request, folder)
    except MemoryError:
        outcome["outcome"] = "out of memory"
    except Exception as error:  # what we die of belongs into the table too
        outcome |= {"outcome": "failed", "detail": f"{type(error).__name__}: {error}"[:300]}
    outcome["peak_mb"] = peak_mb()
    (folder / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")


def _measured(request: dict[str, Any], folder: Path) -> float:
    _warm_up(request["warm_up"])
    table = pl.read_parquet(folder / "table.parquet")
    limit(request)
    begin = time.perf_counter()
    found = TruthDiscovery(seed=request["seed"]).fit(table).probabilities
    seconds = time.perf_counter() - begin
    stop_clock()
    found.write_parquet(folder / "probabilities.parquet")
    return seconds


def _warm_up(mode: str) -> None:
    """Load the compiled loops, as importing a library loads its own; the first run ever compiles them."""
    rng = np.random.default_rng(0)
    label_count = 3 if mode == "labels" else 400
    n = 2000
    table = {
        "source": [f"s{code}" for code in rng.integers(0, 20, n)],
        "item": [f"i{code}" for code in rng.integers(0, 200, n)],
        "value": [f"v{code}" for code in rng.integers(0, label_count, n)],
    }
    TruthDiscovery(mode="labels" if mode == "labels" else "open", answers="one").fit(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
