"""Words a second on one core: the whole reading, and each part of it alone."""

import os
import time
from collections.abc import Callable

from bench import samples
from dementi import actors, read
from dementi.model import Document
from dementi.read.dates import dates
from dementi.read.quantities import quantities

WORD_TARGET = 60_000


def words_per_second(documents: list[Document], work: Callable[[Document], object]) -> float:
    """Words of the documents divided by the processor seconds that `work` needs for them."""
    work(documents[0])
    begin = time.process_time()
    for document in documents:
        work(document)
    taken = time.process_time() - begin
    return sum(len(document.text.split()) for document in documents) / taken


def table() -> str:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = ["| part | German words/s | English words/s | bar |", "| --- | --- | --- | --- |"]
    parts: list[tuple[str, Callable[[Document], object], str]] = [
        ("whole reading (rules)", read.statements, "5,000"),
        ("actors", lambda one: actors.mentions(one.text, one.language or "en"), "–"),
        ("quantities", lambda one: quantities(one.text, one.language or "en"), "–"),
        ("dates", lambda one: dates(one.text, one.language or "en", one.published_on), "–"),
    ]
    for name, work, bar in parts:
        figures = []
        for language in ("de", "en"):
            documents = [one for one in samples.variations(2000) if one.language == language]
            word_counts = [len(one.text.split()) for one in documents]
            keep = max(1, WORD_TARGET // (sum(word_counts) // len(word_counts)))
            figures.append(words_per_second(documents[:keep], work))
        rows.append(f"| {name} | {figures[0]:,.0f} | {figures[1]:,.0f} | {bar} |")
    return "\n".join(rows)
