"""Resident memory while 100,000 documents stream through load and read."""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench import samples
from dementi import pipeline
from dementi.model import Skipped

DOCUMENT_COUNT = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
WORDS_EACH = 30


def resident_mib() -> float:
    """Resident memory now, in MiB (Linux); elsewhere the peak so far."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def write_documents(path: Path) -> None:
    """One JSON line per document: the example's reports, cut to a few sentences."""
    with path.open("w", encoding="utf-8") as file:
        for document in samples.variations(DOCUMENT_COUNT):
            number = document.text.rsplit("\n", 2)[1]
            text = " ".join(document.text.split()[:WORDS_EACH])
            file.write(json.dumps({"text": f"{text} {number}.", "language": document.language}) + "\n")


def table() -> str:
    rows = ["| documents | statements | resident MiB | documents/s |", "| --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        write_documents(path)
        statement_count = 0
        begin = time.perf_counter()
        readings = pipeline.readings([str(path)], pipeline.Settings())
        for document_count, one in enumerate(readings, start=1):
            if isinstance(one, Skipped):
                raise TypeError(f"the bench's own input was refused: {one.reason}")
            statement_count += len(one[1].statements)
            if document_count % (DOCUMENT_COUNT // 10) == 0:
                rate = document_count / (time.perf_counter() - begin)
                rows.append(
                    f"| {document_count:,} | {statement_count:,} | {resident_mib():.0f} | {rate:,.0f} |"
                )
    return "\n".join(rows)
