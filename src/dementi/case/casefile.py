"""A case: what one story's documents say, what follows from it, and everything that was done to it."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Select, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects import sqlite

from dementi import __version__
from dementi.case import full_text, journal, near_copies, rows, schema
from dementi.case.full_text import Hit
from dementi.case.journal import Correction, CorrectionKind, LogEntry
from dementi.case.opening import BUSY_SECONDS, now, open_file, read_only_error, translated, writing
from dementi.errors import DocumentError
from dementi.model import Assessment, Attachment, Claim, Copy, Document, NearMerge, Statement

#: Rows fetched at once: enough that the queries cost nothing, few enough that long texts fit in memory.
DOCUMENT_PAGE = 100
STATEMENT_PAGE = 1000


class Case:
    """One case file, open.

    Reading is streamed in pages, each a short transaction of its own: whoever reads slowly holds
    nobody up and sees what others add meanwhile.

    Parameters
    ----------
    path : the file.
    create : make it where it is missing; otherwise that is an error.
    who : the user in the log; by default the one logged in.
    busy_seconds : how long to wait for another process's write.

    Raises
    ------
    CaseError : see ``docs/reference/case-file.md``.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        create: bool = True,
        who: str | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self.path = Path(path)
        self.who = who or _user()
        self._engine, self.is_read_only = open_file(
            self.path, is_new_allowed=create, busy_seconds=busy_seconds
        )
        # SQLite lets one write at a time anyway; the lock keeps the two numbers below right when
        # threads share a case.
        self._lock = threading.Lock()
        self._run_id: int | None = None
        self._add_sequence: int | None = None

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a case that must exist."""
        return cls(path, create=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the last one to do so folds the write-ahead log into it."""
        self._engine.dispose()

    # Documents and statements

    def has_document(self, document_id: str) -> bool:
        """Whether the document is there and not withdrawn."""
        table = schema.documents
        return bool(self._rows(select(table.c.sequence).where(table.c.document_id == document_id, _shown())))

    def add(self, document: Document, statements: Sequence[Statement] = (), dropped_count: int = 0) -> bool:
        """Add a document with its statements, all of it or nothing; False where it is there already.

        A withdrawn document comes back as it was. All documents added through one open case are one
        deed in the log, and one undo takes them all back.

        Raises
        ------
        DocumentError : another text has this ``document_id``.
        """
        if self.has_document(document.document_id) and self._is_same(document):
            return False
        row = rows.document_row(document, dropped_count=dropped_count)
        statement_rows = rows.statement_rows(document, tuple(statements))
        with self._writing() as connection:
            is_new = _insert_document(connection, row)
            if not is_new and not self._come_back(connection, document):
                return False
            if is_new and statement_rows:
                connection.execute(insert(schema.statements), statement_rows)
            if not is_new:
                _show_again(connection, document.document_id)
            self._log_addition(connection, document.document_id)
        return True

    def _is_same(self, document: Document) -> bool:
        table = schema.documents
        query = select(table.c.sha256, table.c.path).where(table.c.document_id == document.document_id)
        (row,) = self._rows(query)
        if row["sha256"] != document.sha256:
            where = row["path"] or "the case"
            raise DocumentError(
                f"Document {document.document_id} from {document.path or 'this input'} has another text "
                f"than the one of that name from {where}.",
                "Expected one name for one text. Give the changed text a document_id of its own.",
                slug="document-changed",
            )
        return True

    def _come_back(self, connection: Connection, document: Document) -> bool:
        """Take a withdrawn document back in; False where another process has just added it."""
        table = schema.documents
        query = select(table.c.is_withdrawn).where(table.c.document_id == document.document_id)
        if not connection.execute(query).scalar_one():
            return False
        self._is_same(document)
        return True

    def _log_addition(self, connection: Connection, document_id: str) -> None:
        is_undone = self._add_sequence is not None and self._add_sequence in journal.fallen(connection)
        if self._add_sequence is None or is_undone:
            self._add_sequence = self._log(connection, "add")
        connection.execute(
            insert(schema.additions).values(log_sequence=self._add_sequence, document_id=document_id)
        )

    def documents(self) -> Iterator[Document]:
        """All documents by name: the same order, whichever way they came in."""
        table = schema.documents
        last = ""
        while True:
            query = select(table).where(table.c.document_id > last, _shown())
            page = self._rows(query.order_by(table.c.document_id).limit(DOCUMENT_PAGE))
            yield from map(rows.document, page)
            if len(page) < DOCUMENT_PAGE:
                return
            last = page[-1]["document_id"]

    def document(self, document_id: str) -> Document | None:
        """The document of that name, also a withdrawn one."""
        table = schema.documents
        found = self._rows(select(table).where(table.c.document_id == document_id))
        return rows.document(found[0]) if found else None

    def statements(self) -> Iterator[Statement]:
        """All statements, by document and in the order of its text."""
        table = schema.statements
        place = tuple_(table.c.document_id, table.c.number)
        last = ("", -1)
        while True:
            query = select(table).join(schema.documents).where(place > last, _shown())
            page = self._rows(query.order_by(table.c.document_id, table.c.number).limit(STATEMENT_PAGE))
            yield from map(rows.statement, page)
            if len(page) < STATEMENT_PAGE:
                return
            last = (page[-1]["document_id"], page[-1]["number"])

    def statement(self, statement_id: str) -> Statement | None:
        """The statement of that name, also of a withdrawn document."""
        table = schema.statements
        found = self._rows(select(table).where(table.c.statement_id == statement_id))
        return rows.statement(found[0]) if found else None

    def add_copies(self, copies: Sequence[Copy]) -> None:
        """Note which documents repeat another one; what is known already is not written again."""
        with self._reading() as connection:
            known = set(near_copies.found(connection))
        new = [copy for copy in copies if copy not in known]
        if new:
            with self._writing() as connection:
                near_copies.add(connection, new)

    def keep_copies(self, copies: Sequence[Copy], compared_ids: Iterable[str]) -> None:
        """Keep these as all copies among the documents that were compared, and forget any others."""
        with self._writing() as connection:
            near_copies.keep(connection, copies, compared_ids)

    def has_copies(self) -> bool:
        """Whether the copies kept are those of just the documents that are not withdrawn now."""
        with self._reading() as connection:
            return near_copies.are_kept(connection)

    def copies(self) -> tuple[Copy, ...]:
        """Which documents repeat another one, among those not withdrawn."""
        table = schema.documents
        hidden = {row["document_id"] for row in self._rows(select(table.c.document_id).where(~_shown()))}
        with self._reading() as connection:
            found = near_copies.found(connection)
        return tuple(copy for copy in found if not {copy.document_id, copy.of_document_id} & hidden)

    # Claims and assessments

    def store(
        self, claims: Sequence[Claim], assessments: Sequence[Assessment], *, as_of: date, model: str
    ) -> None:
        """Put the machine's new claims in place of its last ones; assessments are kept for good.

        An assessment that says the same as the last one of its claim, day and model is not
        written again; nothing at all is written where nothing has changed.
        """
        with self._writing() as connection:
            new_count = _insert_assessments(connection, assessments, self._run(connection))
            is_changed = _claims(connection) != list(claims)
            if is_changed:
                _replace_claims(connection, claims)
            _point_to_assessments(connection, as_of)
            mark = _news_mark(connection)
            if is_changed or new_count or mark != _last_weighing(connection).get("mark"):
                details = {
                    "as_of": as_of,
                    "model": model,
                    "claim_count": len(claims),
                    "new_assessment_count": new_count,
                    "mark": mark,
                }
                self._log(connection, "weigh", who=journal.MACHINE, details=details)

    def has_news(self) -> bool:
        """Whether documents or corrections came or went since the claims were last stored."""
        with self._reading() as connection:
            return bool(_news_mark(connection) != _last_weighing(connection).get("mark", [0, 0]))

    def claims(self) -> tuple[Claim, ...]:
        """The machine's claims as last stored, in their rank."""
        with self._reading() as connection:
            return tuple(_claims(connection))

    def claim(self, claim_id: str) -> Claim | None:
        """One of the claims as last stored."""
        with self._reading() as connection:
            found = _claims(connection, claim_id)
        return found[0] if found else None

    def assessments(self, claim_id: str | None = None) -> tuple[Assessment, ...]:
        """Every assessment of a claim, oldest first; without a claim, the current one of each."""
        table = schema.assessments
        if claim_id is not None:
            query = select(table).where(table.c.claim_id == claim_id).order_by(table.c.assessment_id)
        else:
            on_claim = schema.claims.c.assessment_id == table.c.assessment_id
            query = select(table).join(schema.claims, on_claim).order_by(schema.claims.c.position)
        return tuple(map(rows.assessment, self._rows(query)))

    # Search, log, corrections, settings

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Sentences that hold all the words, statements first, the best first.

        ``query`` may hold "exact phrases", the beginning of a word with a star (Munit*) and words to
        leave out (-Kursk). Accents and case do not matter. No query is an error.
        """
        with self._reading() as connection:
            return full_text.search(connection, query, limit)

    def log(self, limit: int = 50) -> list[LogEntry]:
        """What was done to the case, the newest first."""
        with self._reading() as connection:
            return journal.entries(connection, limit)

    def undo(self, sequence: int | None = None) -> LogEntry | None:
        """Take back this user's last deed that stands, or the given entry of anybody.

        Nothing is deleted: an entry is appended that takes the other one back. Taking back an
        ``undo`` does the deed once more. None where there is nothing to take back.
        """
        with self._writing(is_durable=True) as connection:
            written = journal.undo(connection, run_id=self._run(connection), who=self.who, sequence=sequence)
            return None if written is None else journal.entry(connection, written)

    def redo(self) -> LogEntry | None:
        """Take back this user's last undo; None where there is none or something was done since."""
        with self._writing(is_durable=True) as connection:
            written = journal.redo(connection, run_id=self._run(connection), who=self.who)
            return None if written is None else journal.entry(connection, written)

    def correct(
        self,
        kind: CorrectionKind,
        subject_ids: Sequence[str],
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> LogEntry:
        """Put a person's decision beside the machine's reading."""
        with self._writing(is_durable=True) as connection:
            sequence = journal.correct(
                connection,
                run_id=self._run(connection),
                who=self.who,
                kind=kind,
                subject_ids=subject_ids,
                before=before or {},
                after=after or {},
            )
            return journal.entry(connection, sequence)

    def corrections(self) -> list[Correction]:
        """The decisions that stand, oldest first."""
        with self._reading() as connection:
            return journal.corrections(connection)

    def setting(self, name: str) -> str | None:
        """What the case remembers under ``name``, such as its title."""
        table = schema.settings
        found = self._rows(select(table.c.value).where(table.c.name == name))
        return found[0]["value"] if found else None

    def remember(self, name: str, value: str) -> None:
        """Remember a setting; the log keeps what it was before."""
        before = self.setting(name)
        if before == value:
            return
        statement = sqlite.insert(schema.settings).values(name=name, value=value)
        with self._writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )
            details = {"before": before, "after": value}
            self._log(connection, "remember", subject_ids=[name], details=details)

    # Transactions

    def _rows(self, query: Select[Any]) -> Sequence[rows.Row]:
        with self._reading() as connection:
            return connection.execute(query).mappings().all()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, *, is_durable: bool = False) -> Iterator[Connection]:
        if self.is_read_only:
            raise read_only_error(self.path)
        with self._lock, translated(self.path):
            remembered = self._run_id, self._add_sequence
            try:
                with writing(self._engine, is_durable=is_durable) as connection:
                    yield connection
            except BaseException:
                # The rows that these numbers stand for were rolled back.
                self._run_id, self._add_sequence = remembered
                raise

    def _run(self, connection: Connection) -> int:
        if self._run_id is None:
            values = {"started_at": now(), "who": self.who, "dementi_version": __version__}
            result = connection.execute(insert(schema.runs).values(values))
            self._run_id = journal.new_key(result)
        return self._run_id

    def _log(self, connection: Connection, deed: str, *, who: str | None = None, **parts: Any) -> int:
        run_id = self._run(connection)
        return journal.append(connection, run_id=run_id, who=who or self.who, deed=deed, **parts)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        return "unknown"


def _shown() -> Any:
    return ~schema.documents.c.is_withdrawn


def _insert_document(connection: Connection, row: dict[str, Any]) -> bool:
    statement = sqlite.insert(schema.documents).values(row)
    return connection.execute(statement.on_conflict_do_nothing(index_elements=["document_id"])).rowcount == 1


def _show_again(connection: Connection, document_id: str) -> None:
    table = schema.documents
    connection.execute(update(table).where(table.c.document_id == document_id).values(is_withdrawn=False))


def _insert_assessments(connection: Connection, assessments: Sequence[Assessment], run_id: int) -> int:
    new = [one for one in assessments if _last_assessment(connection, one) != one]
    common = {"run_id": run_id, "assessed_at": now()}
    if new:
        connection.execute(
            insert(schema.assessments), [{**rows.assessment_row(one), **common} for one in new]
        )
    return len(new)


def _last_assessment(connection: Connection, assessment: Assessment) -> Assessment | None:
    table = schema.assessments
    query = select(table).where(
        table.c.claim_id == assessment.id,
        table.c.as_of == assessment.as_of,
        table.c.model == assessment.model,
    )
    found = connection.execute(query.order_by(table.c.assessment_id.desc()).limit(1)).mappings().first()
    return None if found is None else rows.assessment(found)


def _replace_claims(connection: Connection, claims: Sequence[Claim]) -> None:
    for table in (schema.attachments, schema.near_merges, schema.claims):
        connection.execute(delete(table))
    new_rows = {
        schema.claims: [rows.claim_row(claim, position) for position, claim in enumerate(claims)],
        schema.attachments: [row for claim in claims for row in rows.attachment_rows(claim)],
        schema.near_merges: [row for claim in claims for row in rows.near_rows(claim)],
    }
    for table, values in new_rows.items():
        if values:
            connection.execute(insert(table), values)


def _point_to_assessments(connection: Connection, as_of: date) -> None:
    """Let each claim name its newest assessment of that day."""
    table = schema.assessments
    newest = (
        select(func.max(table.c.assessment_id))
        .where(table.c.claim_id == schema.claims.c.claim_id, table.c.as_of == as_of)
        .scalar_subquery()
    )
    connection.execute(update(schema.claims).values(assessment_id=newest))


def _claims(connection: Connection, claim_id: str | None = None) -> list[Claim]:
    def of_claim(table: Any) -> list[Any]:
        query = select(table) if claim_id is None else select(table).where(table.c.claim_id == claim_id)
        return list(connection.execute(query.order_by(table.c.position)).mappings())

    attachments: dict[str, list[Attachment]] = {}
    for row in of_claim(schema.attachments):
        attachments.setdefault(row["claim_id"], []).append(rows.attachment(row))
    near: dict[str, list[NearMerge]] = {}
    for row in of_claim(schema.near_merges):
        near.setdefault(row["claim_id"], []).append(rows.near(row))
    return [
        rows.claim(row, tuple(attachments.get(row["claim_id"], ())), tuple(near.get(row["claim_id"], ())))
        for row in of_claim(schema.claims)
    ]


def _news_mark(connection: Connection) -> list[int]:
    """What tells two states of the case apart: documents ever added, and the last deed that matters."""
    log = schema.log
    deeds = sorted(journal.UNDOABLE | {"undo", "redo"})
    last = connection.execute(select(func.max(log.c.sequence)).where(log.c.deed.in_(deeds))).scalar()
    added = connection.execute(select(func.count()).select_from(schema.additions)).scalar_one()
    return [added, last or 0]


def _last_weighing(connection: Connection) -> dict[str, Any]:
    log = schema.log
    query = select(log.c.details).where(log.c.deed == "weigh").order_by(log.c.sequence.desc()).limit(1)
    details: dict[str, Any] = rows.json_value(connection.execute(query).scalar()) or {}
    return details
