"""A run killed at any moment leaves a case that opens, with whole documents; the next run completes it."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from case_writer import STATEMENT_COUNT

from dementi.case import Case

WRITER = Path(__file__).with_name("case_writer.py")


def start(path: Path, prefix: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), prefix, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_after(process: subprocess.Popen[str], document_count: int, delay: float) -> int:
    """Kill without warning a moment after so many documents; gives how many were reported as added."""
    assert process.stdout is not None
    for _ in range(document_count):
        process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    # Not communicate(): it would miss the lines that readline() has already taken into its buffer.
    output = process.stdout.read()
    process.communicate()
    return document_count + output.count("\n")


def statement_counts(path: Path) -> dict[str, int]:
    """How many statements each document has, after SQLite itself found nothing to complain of."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        # The indexes hold what their tables hold; SQLite raises where they do not.
        connection.execute("INSERT INTO documents_fts(documents_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute(
            "INSERT INTO documents_trigram(documents_trigram, rank) VALUES ('integrity-check', 1)"
        )
        connection.execute("INSERT INTO statements_fts(statements_fts, rank) VALUES ('integrity-check', 1)")
    with Case.open(path) as case:
        counts = Counter(statement.document_id for statement in case.statements())
        return {document.document_id: counts[document.document_id] for document in case.documents()}


@pytest.mark.parametrize("seed", range(4))
def test_what_was_reported_as_added_is_there_and_whole(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "story.case"
    chance = random.Random(seed)  # noqa: S311  any moment will do
    added = kill_after(start(path, "a", 5000), chance.randint(0, 60), chance.random() * 0.1)
    counts = statement_counts(path)
    # One more may have been written than could be reported.
    assert added <= len(counts) <= added + 1
    assert set(counts.values()) <= {STATEMENT_COUNT}
    with Case.open(path) as case:
        assert sum(entry.subject_count for entry in case.log() if entry.deed == "add") == len(counts)

    second = start(path, "a", len(counts) + 5)
    assert second.wait(timeout=30) == 0, second.communicate()[1]
    second.communicate()
    assert len(statement_counts(path)) == len(counts) + 5


@pytest.mark.parametrize("delay", [0.02, 0.15, 0.3, 0.4])
def test_a_run_killed_while_it_starts_leaves_no_file_or_one_that_opens(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "story.case"
    process = start(path, "a", 5000)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with Case(path) as case:
        assert case.search("Bericht", limit=1) == [] or case.has_document("d-a-0000")


def test_two_runs_at_once_on_a_new_case_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "story.case"
    processes = [start(path, prefix, 120) for prefix in ("a", "b", "a")]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    counts = statement_counts(path)
    assert len(counts) == 240
    assert set(counts.values()) == {STATEMENT_COUNT}
    with Case.open(path) as case:
        assert sum(entry.subject_count for entry in case.log()) == 240
