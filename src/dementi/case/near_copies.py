"""Which documents of a case repeat another one, and for which documents that is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import sqlite

from dementi import __version__
from dementi.case import rows, schema
from dementi.model import Copy

#: The setting that says of which documents the copies are kept.
MARK = "copies_of"


def found(connection: Connection) -> list[Copy]:
    """All copies noted, also of documents that are withdrawn."""
    table = schema.copies
    query = select(table).order_by(table.c.document_id, table.c.of_document_id)
    return [rows.copy(row) for row in connection.execute(query).mappings()]


def add(connection: Connection, copies: Sequence[Copy]) -> None:
    """Note copies; newer figures of a pair win."""
    if not copies:
        return
    statement = sqlite.insert(schema.copies)
    newer = {name: statement.excluded[name] for name in ("similarity", "containment")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["document_id", "of_document_id"], set_=newer),
        [{name: getattr(copy, name) for name in copy.__struct_fields__} for copy in copies],
    )


def keep(connection: Connection, copies: Sequence[Copy], compared_ids: Iterable[str]) -> None:
    """Put these in the place of all others, with a mark of the documents that were compared."""
    connection.execute(delete(schema.copies))
    add(connection, copies)
    value = _mark(compared_ids)
    statement = sqlite.insert(schema.settings).values(name=MARK, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def are_kept(connection: Connection) -> bool:
    """Whether the documents compared were just those that are not withdrawn now."""
    table, settings = schema.documents, schema.settings
    names = connection.execute(select(table.c.document_id).where(~table.c.is_withdrawn)).scalars()
    value = connection.execute(select(settings.c.value).where(settings.c.name == MARK)).scalar_one_or_none()
    return value == _mark(names)


def _mark(document_ids: Iterable[str]) -> str:
    """Short for a set of documents, and for who compared them: another version may see more."""
    digest = hashlib.sha256("\n".join(sorted(document_ids)).encode()).hexdigest()
    return f"{__version__} {digest}"
