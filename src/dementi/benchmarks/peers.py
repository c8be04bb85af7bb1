"""Other libraries for the same task, each run in a process of its own under a limit of time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]

OURS = "dementi"
#: Seconds that a process may take to start, import its library and read the table, and to write its answers.
START_SECONDS = 90


class Algorithm(NamedTuple):
    """An algorithm of a library, as `peer_process.py` knows it."""

    library: str
    name: str
    #: What it gives are probabilities of values; else scores, which are divided by their sum on an item.
    is_probability: bool = True


PEERS = (
    Algorithm("crowd-kit", "MajorityVote"),
    Algorithm("crowd-kit", "Wawa"),
    Algorithm("crowd-kit", "ZeroBasedSkill"),
    Algorithm("crowd-kit", "DawidSkene"),
    Algorithm("crowd-kit", "OneCoinDawidSkene"),
    Algorithm("crowd-kit", "GLAD"),
    Algorithm("crowd-kit", "MACE"),
    Algorithm("crowd-kit", "MMSR"),
    Algorithm("crowd-kit", "KOS"),
    Algorithm("snorkel", "LabelModel"),
    Algorithm("truthdiscovery", "MajorityVoting", is_probability=False),
    Algorithm("truthdiscovery", "TruthFinder", is_probability=False),
    Algorithm("truthdiscovery", "AverageLog", is_probability=False),
    Algorithm("truthdiscovery", "Investment", is_probability=False),
    Algorithm("truthdiscovery", "PooledInvestment", is_probability=False),
    Algorithm("truthdiscovery", "Sums", is_probability=False),
    Algorithm("truthdiscovery", "CRH", is_probability=False),
)
OUR_ALGORITHM = Algorithm(OURS, "TruthDiscovery")


class Limits(NamedTuple):
    """What one run may use; more, and it counts as run out."""

    seconds: float = 120
    memory_mb: int | None = 6000


class Run(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a run ended: done, out of time, out of memory, failed, does not apply, not installed."""

    outcome: str
    detail: str = ""
    seconds: float | None = None
    peak_mb: float | None = None
    version: str | None = None


class Found(NamedTuple):
    """What a library says: a row for each item and value that it gives some chance."""

    item: Column
    value: Column
    probability: Column


def installed(python: str) -> dict[str, str]:
    """Version of each peer library that the interpreter has."""
    script = (
        "import importlib.metadata as m, json, sys\n"
        "found = {d.metadata['Name'].lower(): d.version for d in m.distributions() if d.metadata['Name']}\n"
        "print(json.dumps({n: found[n] for n in sys.argv[1:] if n in found}))"
    )
    libraries = sorted({peer.library for peer in PEERS})
    asked = subprocess.run(  # noqa: S603  an interpreter that the user names, or our own
        [python, "-c", script, *libraries], capture_output=True, text=True, check=True
    )
    versions: dict[str, str] = json.loads(asked.stdout)
    return versions


def run_peer(
    algorithm: Algorithm,
    columns: tuple[Column, Column, Column],
    *,
    python: str,
    limits: Limits,
    seed: int = 0,
) -> tuple[Run, Found | None]:
    """Run one algorithm of another library on the codes of source, item and value.

    Returns
    -------
    How the run ended, with the seconds from the table in memory to its answers and the largest resident
    set of the whole process; and the answers, as codes, where there are any. Scores come as shares of
    an item's sum; the probability is nan where the algorithm only names the value.
    """
    with tempfile.TemporaryDirectory(prefix="dementi-bench-") as name:
        folder = Path(name)
        for column, codes in zip(("source", "item", "value"), columns, strict=True):
            np.save(folder / f"{column}.npy", codes)
        script = Path(__file__).with_name("peer_process.py")
        run = run_process(
            [python, str(script)],
            folder,
            {"library": algorithm.library, "algorithm": algorithm.name, "seed": seed},
            limits,
        )
        if run.outcome != "done":
            return run, None
        found = Found(*(np.load(folder / f"{column}.npy") for column in ("items", "values", "scores")))
    return run, found if algorithm.is_probability else _as_shares(found)


def run_process(command: list[str], folder: Path, request: dict[str, Any], limits: Limits) -> Run:
    """Start a program that reads ``request.json`` in the folder and writes ``outcome.json`` there."""
    request = {**request, "memory_mb": limits.memory_mb, "seconds": limits.seconds}
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    process = subprocess.Popen(  # noqa: S603  our own script, by an interpreter that the user names
        [*command, str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    try:
        _, told = process.communicate(timeout=limits.seconds + START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Run(outcome="out of time", detail=f"more than {limits.seconds:g} s")
    written = folder / "outcome.json"
    if process.returncode == -getattr(signal, "SIGALRM", 14):
        return Run(outcome="out of time", detail=f"more than {limits.seconds:g} s")
    if not written.exists():
        is_killed = process.returncode == -getattr(signal, "SIGKILL", 9)
        last = told.decode("utf-8", "replace").strip().splitlines()[-1:]
        outcome = "out of memory" if is_killed or "bad_alloc" in "".join(last) else "failed"
        return Run(outcome=outcome, detail=f"exit {process.returncode} {''.join(last)}"[:300])
    run = msgspec.json.decode(written.read_bytes(), type=Run)
    if run.seconds is not None and run.seconds > limits.seconds:
        return msgspec.structs.replace(run, outcome="out of time", detail=f"{run.seconds:.0f} s")
    return run


def _as_shares(found: Found) -> Found:
    _, item = np.unique(found.item, return_inverse=True)
    scores = np.clip(np.nan_to_num(found.probability.astype(np.float64)), 0, None)
    total = np.bincount(item, weights=scores)
    count = np.bincount(item)
    shares = np.where(total[item] > 0, scores / np.maximum(total[item], 1e-300), 1 / count[item])
    return Found(found.item, found.value, shares)
