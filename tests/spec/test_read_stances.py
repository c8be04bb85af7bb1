"""What the rules reader makes of single sentences: the two tables beside this file, one row a phenomenon."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from dementi import read
from dementi.model import Document, Statement


class Row(NamedTuple):
    """One sentence and the statement meant: the first with that source, or without any."""

    sentence: str
    source: str | None
    stance: str
    certainty: str
    content: str


def rows(language: str) -> list[Row]:
    table = (Path(__file__).parent / f"read_stances_{language}.tsv").read_text(encoding="utf-8")
    found = []
    for line in table.splitlines():
        if not line.startswith("#"):
            sentence, source, stance, certainty, content = line.split("\t")
            found.append(Row(sentence, None if source == "-" else source, stance, certainty, content))
    return found


def meant(row: Row, language: str) -> Statement:
    document = Document(document_id="d-0", text=row.sentence, sha256="", language=language)
    found = [one for one in read.statements(document, reader="rules").statements if one.kind != "stated"]
    for statement in found:
        if (statement.source.text if statement.source is not None else None) == row.source:
            return statement
    return pytest.fail(f"no statement by {row.source!r}; found {[(s.stance, s.source) for s in found]}")


def check(row: Row, statement: Statement) -> None:
    content = statement.content.text if statement.content is not None else "-"
    wanted = content if row.content == "…" else row.content
    assert (statement.stance, statement.certainty, content) == (row.stance, row.certainty, wanted)


@pytest.mark.parametrize("row", rows("de"), ids=lambda row: row.sentence)
def test_german(row: Row) -> None:
    check(row, meant(row, "de"))


@pytest.mark.parametrize("row", rows("en"), ids=lambda row: row.sentence)
def test_english(row: Row) -> None:
    check(row, meant(row, "en"))
