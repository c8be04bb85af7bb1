"""The engine on Spark in local mode, on one table, in a process of its own."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from dementi import __version__
from dementi.weigh.tables.discovery import TruthDiscovery
from dementi.weigh.tables.spark import SparkEngine


def local_session(cores: int) -> Any:
    """A Spark session on so many cores of this machine, without its web page and silent."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  the extra `spark`

    # Spark's workers are started by name; without this they would be the system's Python, without us.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings: dict[str, Any] = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": str(2 * cores),
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("dementi")
    session = builder.config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def main(folder: Path) -> None:
    """Fit ``table.parquet``; write ``probabilities.parquet`` and ``outcome.json`` beside it."""
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    outcome: dict[str, Any] = {"outcome": "done", "version": __version__}
    try:
        outcome["seconds"] = _measured(request, folder)
    except Exception as error:  # what we die of belongs into the table too
        outcome |= {"outcome": "failed", "detail": f"{type(error).__name__}: {error}"[:300]}
    (folder / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")


def _measured(request: dict[str, Any], folder: Path) -> float:
    session = local_session(request["cores"])
    try:
        table = session.read.parquet(str(folder / "table.parquet"))
        engine = SparkEngine(session)
        begin = time.perf_counter()
        found = TruthDiscovery(engine=engine, seed=request["seed"]).fit(table).probabilities
        seconds = time.perf_counter() - begin
    finally:
        session.stop()
    found.write_parquet(folder / "probabilities.parquet")
    return seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]))
