"""One algorithm of another library on one table, in a process of its own; see `peers.py`.

This file is started as a script, by the interpreter that has the library, and imports nothing of ours:
libraries that pull in gigabytes can so live in an environment of their own.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import random
import signal
import sys
import time
import types
import warnings
from pathlib import Path
from typing import Any

import numpy as np

try:
    import resource
except ImportError:  # Windows: no limit on memory and no figure for it
    resource = None  # type: ignore[assignment]  # mypy sees a module

EXPLICIT_LABELS = 50
SPARSE = 1e-12


class DoesNotApplyError(Exception):
    """The algorithm is not made for such a table."""


def main(folder: Path) -> None:
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    outcome: dict[str, Any] = {
        "outcome": "failed",
        "detail": "",
        "seconds": None,
        "peak_mb": None,
        "version": None,
    }
    try:
        outcome |= measured(request, folder)
    except DoesNotApplyError as error:
        outcome |= {"outcome": "does not apply", "detail": str(error)}
    except MemoryError:
        outcome |= {"outcome": "out of memory"}
    except Exception as error:  # whatever a peer dies of is what the table is to say
        text = f"{type(error).__name__}: {error}"
        is_memory = "allocate" in text or "bad_alloc" in text
        outcome |= {"outcome": "out of memory" if is_memory else "failed", "detail": text[:300]}
    outcome["peak_mb"] = peak_mb()
    (folder / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")


def measured(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    random.seed(request["seed"])
    np.random.seed(request["seed"])  # the libraries draw from numpy's global state
    run = LIBRARIES[request["library"]]
    version = importlib.metadata.version(request["library"])
    columns = [np.load(folder / f"{name}.npy") for name in ("source", "item", "value")]
    prepared = run(request["algorithm"], columns)
    limit(request)
    begin = time.perf_counter()
    items, values, scores = prepared()
    seconds = time.perf_counter() - begin
    stop_clock()
    for name, column in (("items", items), ("values", values), ("scores", scores)):
        np.save(folder / f"{name}.npy", np.asarray(column))
    return {"outcome": "done", "seconds": seconds, "version": version}


def limit(request: dict[str, Any]) -> None:
    """From here on, let an allocation beyond the limit fail and the clock end us, where the system can."""
    memory_mb = request["memory_mb"]
    if resource is not None and memory_mb is not None and sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, memory_mb << 20))
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])


def stop_clock() -> None:
    """The limit of time is for what is measured, not for writing it down."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def peak_mb() -> float | None:
    """Most memory that this process held at once (resident set), in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux's ru_maxrss would include what the process that started us held
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    if resource is None:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def crowd_kit(algorithm: str, columns: list[Any]) -> Any:
    pandas = importlib.import_module("pandas")
    kind = getattr(importlib.import_module("crowdkit.aggregation"), algorithm)
    source, item, value = columns
    if algorithm == "KOS" and set(np.unique(value)) - {0, 1}:
        raise DoesNotApplyError("two labels only")
    table = pandas.DataFrame({"worker": source, "task": item, "label": value})

    def run() -> tuple[Any, Any, Any]:
        model = kind()
        if algorithm in {"Wawa", "ZeroBasedSkill"}:
            found = model.fit_predict_proba(table)
        else:
            model.fit_predict(table)
            found = getattr(model, "probas_", None)
        if found is None:  # labels without probabilities
            labels = model.labels_
            return labels.index.to_numpy(), labels.to_numpy(), np.full(len(labels), np.nan)
        dense = found.to_numpy()
        rows, places = np.nonzero(dense > SPARSE)
        return found.index.to_numpy()[rows], found.columns.to_numpy()[places], dense[rows, places]

    return run


def truthdiscovery(algorithm: str, columns: list[Any]) -> Any:
    # Its __init__ imports what it draws with (Cairo); the algorithms do without.
    spec = importlib.util.find_spec("truthdiscovery")
    package = types.ModuleType("truthdiscovery")
    package.__path__ = list((spec and spec.submodule_search_locations) or ())
    sys.modules["truthdiscovery"] = package
    kind = getattr(importlib.import_module("truthdiscovery.algorithm"), algorithm)
    dataset = importlib.import_module("truthdiscovery.input.dataset").Dataset
    rows = list(zip(*(column.tolist() for column in columns), strict=True))

    def run() -> tuple[Any, Any, Any]:
        belief = kind().run(dataset(rows, allow_multiple=True)).belief
        cells = [(item, value, score) for item, scores in belief.items() for value, score in scores.items()]
        items, values, scores = zip(*cells, strict=True)
        return items, values, scores

    return run


def snorkel(algorithm: str, columns: list[Any]) -> Any:
    kind = getattr(importlib.import_module("snorkel.labeling.model"), algorithm)
    source, item, value = columns
    label_count = int(value.max()) + 1
    if label_count > EXPLICIT_LABELS:
        raise DoesNotApplyError("a closed set of labels only")

    def run() -> tuple[Any, Any, Any]:
        votes = np.full((int(item.max()) + 1, int(source.max()) + 1), -1, np.int64)
        votes[item, source] = value
        model = kind(cardinality=label_count, verbose=False)
        model.fit(votes, progress_bar=False, seed=0)
        found = model.predict_proba(votes)
        rows, labels = np.nonzero(found > SPARSE)
        return rows, labels, found[rows, labels]

    return run


LIBRARIES = {"crowd-kit": crowd_kit, "truthdiscovery": truthdiscovery, "snorkel": snorkel}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
