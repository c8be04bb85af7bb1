"""Words a second on one core: the whole reading by each reader, and each part of it alone.

No peer stands beside it: what extracts quotations in Python (textacy, SaysWho, quotect) needs a parser or
a language model that has to be downloaded, and most of its time is that model's.
"""

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from bench import gate, samples
from dementi import actors, read
from dementi.model import Document
from dementi.read.dates import dates
from dementi.read.quantities import quantities

WORD_TARGET = 60_000
#: The bar of issue 3 for whole reading; more is hoped for.
BAR = "3,000"


class Speed(NamedTuple):
    """Words per processor second, and per second on the clock: equal where nothing else runs or waits."""

    by_processor: float
    by_clock: float


def speed(documents: list[Document], work: Callable[[Document], object]) -> Speed:
    """Words of the documents by the time that ``work`` needs for them, its first call (loading) apart."""
    work(documents[0])
    clock, processor = time.perf_counter(), time.process_time()
    for document in documents:
        work(document)
    taken, worked = time.perf_counter() - clock, time.process_time() - processor
    words = sum(len(document.text.split()) for document in documents)
    return Speed(words / worked, words / taken)


def hold_to_one_core() -> None:
    """One core for this process and all its threads, also those of numeric libraries (not yet loaded)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def some(language: str) -> list[Document]:
    """So many of the example's reports, each with a number of its own, that the target is reached."""
    documents = [one for one in samples.variations(2000) if one.language == language]
    each = sum(len(one.text.split()) for one in documents) // len(documents)
    return documents[: max(1, WORD_TARGET // each)]


def table() -> str:
    hold_to_one_core()
    rows = [
        "| part | German words/s | on the clock | English words/s | on the clock | bar |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    parts: list[tuple[str, Callable[[Document], object], str]] = [
        (f"whole reading ({reader})", read.Reader(reader).statements, BAR) for reader in gate.readers_here()
    ]
    parts += [
        ("actors", lambda one: actors.mentions(one.text, one.language or "en"), "–"),
        ("quantities", lambda one: quantities(one.text, one.language or "en"), "–"),
        ("dates", lambda one: dates(one.text, one.language or "en", one.published_on), "–"),
    ]
    documents = {language: some(language) for language in ("de", "en")}
    for name, work, bar in parts:
        german, english = (speed(documents[language], work) for language in ("de", "en"))
        rows.append(
            f"| {name} | {german.by_processor:,.0f} | {german.by_clock:,.0f} "
            f"| {english.by_processor:,.0f} | {english.by_clock:,.0f} | {bar} |"
        )
    return "\n".join(rows)
