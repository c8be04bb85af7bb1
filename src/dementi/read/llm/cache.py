"""Answers that were paid for, kept by what was asked: a second run costs nothing, a killed one goes on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec

from dementi.errors import OutputError
from dementi.read.llm.prompt import PROMPT_VERSION, Quoted

_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    attributions TEXT NOT NULL,
    answered_at TEXT NOT NULL
) WITHOUT ROWID
"""
#: Seconds to wait for another run that writes to the same file.
_PATIENCE = 30.0


class Cache:
    """Answers by segment in an SQLite file; each is on disk as soon as it is put.

    Parameters
    ----------
    path : the file; it and its folder are made where they are missing.
    model : answers of other models are not found.

    Raises
    ------
    OutputError
        If the file cannot be opened or written.
    """

    def __init__(self, path: Path, model: str) -> None:
        self.path = path
        self.model = model
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The answers hold words of the reports: for their reader only.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self.connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def get(self, text: str, language: str) -> list[Quoted] | None:
        """The answer about a segment; None where it was not asked about yet."""
        try:
            row = self.connection.execute(
                "SELECT attributions FROM answer WHERE key = ?", (self._key(text, language),)
            ).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if row is None:
            return None
        try:
            return msgspec.json.decode(row[0], type=list[Quoted])
        except msgspec.DecodeError:
            # Written by hand or half: asked again and put right.
            return None

    def put(self, text: str, language: str, attributions: list[Quoted]) -> None:
        """Keep the answer about a segment."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        encoded = msgspec.json.encode(attributions).decode("utf-8")
        try:
            self.connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)",
                (self._key(text, language), self.model, encoded, now),
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _key(self, text: str, language: str) -> str:
        asked = msgspec.json.encode([PROMPT_VERSION, self.model, language, text])
        return hashlib.sha256(asked).hexdigest()

    def _unusable(self, error: Exception) -> OutputError:
        return OutputError(
            f"Cannot use {self.path}, where the model's answers are kept: {error}.",
            "Choose another file with --llm-cache, or delete this one (its answers are then paid for again).",
            slug="llm-cache",
        )
