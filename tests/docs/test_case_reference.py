"""Whoever opens a case with another tool finds every table and column explained, and the examples run."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from render_case_file import PAGE, with_tables

from dementi.case import Case
from dementi.case.journal import CorrectionKind

TEXT = PAGE.read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docs") / "story.case"
    Case(path).close()
    return path


def test_the_tables_are_up_to_date() -> None:
    assert with_tables(TEXT) == TEXT, "run `python tests/docs/render_case_file.py`"


def test_everything_in_the_file_is_explained(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        objects = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        shadows = re.compile(r"_(fts|trigram)_(data|idx|docsize|config|content)$")
        names = [name for (name,) in objects if not shadows.search(name)]
        missing = [name for name in names if f"`{name}`" not in TEXT and f"### {name}\n" not in TEXT]
        assert missing == []
        for name in names:
            if "fts" in name or "trigram" in name or name.endswith("_documents"):
                continue
            section = TEXT.split(f"### {name}\n")[1].split("###")[0]
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            assert [column for column in columns if f"| `{column}` |" not in section] == []


def test_the_file_says_whose_it_is_as_explained(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    assert f"| {application_id}, " in TEXT


def test_every_kind_of_correction_is_explained() -> None:
    assert [kind for kind in get_args(CorrectionKind) if f"| `{kind}` |" not in TEXT] == []


@pytest.mark.parametrize("query", QUERIES)
def test_the_example_queries_run(path: Path, query: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(query).fetchall()


def test_there_are_example_queries() -> None:
    assert len(QUERIES) >= 4
