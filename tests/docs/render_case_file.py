"""Render the tables of docs/reference/case-file.md from the schema's own comments.

`python tests/docs/render_case_file.py` writes the page; a test holds the two equal.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite

from dementi.case import schema

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "case-file.md"
BEGIN, END = "<!-- tables: made from src/dementi/case/schema.py -->", "<!-- end of tables -->"


def with_tables(page: str) -> str:
    """The page with its tables as the schema has them now."""
    sections = "\n".join(_section(table) for table in schema.metadata.tables.values())
    made = f"{BEGIN}\n\n{sections}\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: made, page, flags=re.DOTALL)


def _section(table: Table) -> str:
    lines = [
        f"### {table.name}",
        "",
        str(table.comment),
        "",
        "| column | type | holds |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{column.name}` | {_kind(column)} | {column.comment} |" for column in table.columns]
    return "\n".join(lines) + "\n"


def _kind(column: Column[object]) -> str:
    kind = column.type.compile(dialect=sqlite.dialect()).lower().replace("varchar", "text")
    target = "".join(f", → `{key.target_fullname}`" for key in column.foreign_keys)
    return f"{kind}{', key' if column.primary_key else ''}{target}{', or null' if column.nullable else ''}"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
