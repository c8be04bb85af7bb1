"""How long a user waits: whole processes from a cold interpreter."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import samples

RUNS = 7
DEMENTI = [sys.executable, "-m", "dementi"]


def seconds(command: list[str]) -> tuple[float, float]:
    """Median and maximum wall seconds of a command over `RUNS` runs, after one to warm the disk cache."""
    taken = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[1:]), max(taken[1:])


def an_article() -> Path:
    """The seed article where it is to be had, else the longest report of the example."""
    if samples.SEED_ARTICLE.exists():
        return samples.SEED_ARTICLE
    longest = max(samples.reports(), key=lambda document: len(document.text))
    return Path(str(longest.path).partition("#")[0])


def table() -> str:
    rows = ["| command | median s | max s | bar s |", "| --- | --- | --- | --- |"]
    article = an_article()
    bare, slowest = seconds([sys.executable, "-c", "pass"])
    rows.append(f"| python -c pass | {bare:.3f} | {slowest:.3f} | – |")
    for name, command, bar in [
        ("dementi --help", [*DEMENTI, "--help"], "0.3"),
        (f"dementi weigh {article.name}", [*DEMENTI, "weigh", str(article)], "2"),
        ("dementi demo", [*DEMENTI, "demo", "--out", "/dev/null"], "–"),
    ]:
        median, slowest = seconds(command)
        rows.append(f"| {name} | {median:.3f} | {slowest:.3f} | {bar} |")
    return "\n".join(rows)
