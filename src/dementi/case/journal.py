"""The log of deeds: written once, never changed; undo appends an entry that takes another one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from sqlalchemy import Connection, CursorResult, exists, func, insert, not_, select, update

from dementi.case import rows, schema
from dementi.case.opening import now
from dementi.errors import CaseError
from dementi.model import Record

#: Who did what no user asked for one by one.
MACHINE = "dementi"

CorrectionKind = Literal["merge", "split", "attach", "detach", "accept", "correct", "discard", "settle"]
CORRECTION_KINDS: frozenset[str] = frozenset(get_args(CorrectionKind))

#: Deeds that :func:`undo` takes back; taking back an ``undo`` is a ``redo``.
UNDOABLE: frozenset[str] = frozenset({"add"}) | CORRECTION_KINDS

#: So many subjects of an entry are named; an `add` may have ten thousand.
NAMED_SUBJECT_LIMIT = 20


class LogEntry(Record, frozen=True, kw_only=True):
    """One deed done to a case.

    ``subject_ids`` names the first few subjects; ``subject_count`` says how many there are.
    ``undoes`` is the entry that this one takes back; ``is_undone`` tells whether this one was.
    """

    sequence: int
    at: str
    who: str
    deed: str
    subject_ids: tuple[str, ...]
    subject_count: int
    details: dict[str, Any]
    undoes: int | None
    is_undone: bool


class Correction(Record, frozen=True, kw_only=True):
    """What a person decided, beside the machine's reading; ``log_sequence`` is its entry in the log."""

    log_sequence: int
    at: str
    who: str
    kind: CorrectionKind
    subject_ids: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]


def append(
    connection: Connection,
    *,
    run_id: int,
    who: str,
    deed: str,
    subject_ids: Sequence[str] = (),
    details: dict[str, Any] | None = None,
    undoes: int | None = None,
) -> int:
    """Write an entry and give its number."""
    result = connection.execute(
        insert(schema.log).values(
            at=now(),
            who=who,
            deed=deed,
            subject_ids=rows.json_text(list(subject_ids)),
            details=rows.json_text(details or {}),
            undoes=undoes,
            run_id=run_id,
        )
    )
    return new_key(result)


def new_key(result: CursorResult[Any]) -> int:
    """The running number that an insert gave its row."""
    assert result.inserted_primary_key is not None  # noqa: S101  all our inserts of one row have one
    return int(result.inserted_primary_key[0])


def entries(connection: Connection, limit: int) -> list[LogEntry]:
    """The newest ``limit`` entries, the newest first."""
    taken_back = fallen(connection)
    log = schema.log
    found = connection.execute(select(log).order_by(log.c.sequence.desc()).limit(limit)).mappings().all()
    return [_entry(connection, row, taken_back) for row in found]


def entry(connection: Connection, sequence: int) -> LogEntry:
    """The entry of that number."""
    return _entry(connection, _row(connection, sequence), fallen(connection))


def _entry(connection: Connection, row: rows.Row, taken_back: frozenset[int]) -> LogEntry:
    count, subject_ids = _subjects(connection, row)
    return LogEntry(
        sequence=row["sequence"],
        at=row["at"],
        who=row["who"],
        deed=row["deed"],
        subject_ids=subject_ids[:NAMED_SUBJECT_LIMIT],
        subject_count=count,
        details=rows.json_value(row["details"]),
        undoes=row["undoes"],
        is_undone=row["sequence"] in taken_back,
    )


def _subjects(connection: Connection, row: rows.Row) -> tuple[int, tuple[str, ...]]:
    """How many subjects an entry has, and the first of them; an undo has those of what it takes back."""
    if row["undoes"] is not None:
        row = _row(connection, _root(connection, row["undoes"]))
    if row["deed"] == "add":
        return _added(connection, row["sequence"])
    subject_ids = tuple(rows.json_value(row["subject_ids"]))
    return len(subject_ids), subject_ids


def _row(connection: Connection, sequence: int) -> rows.Row:
    return connection.execute(select(schema.log).where(schema.log.c.sequence == sequence)).mappings().one()


def _root(connection: Connection, sequence: int) -> int:
    """The deed at the bottom of a chain of undo and redo."""
    while (undoes := _row(connection, sequence)["undoes"]) is not None:
        sequence = undoes
    return sequence


def _added(connection: Connection, sequence: int) -> tuple[int, tuple[str, ...]]:
    additions = schema.additions
    is_of_deed = additions.c.log_sequence == sequence
    count = connection.execute(select(func.count()).select_from(additions).where(is_of_deed)).scalar_one()
    names = select(additions.c.document_id).where(is_of_deed).order_by(additions.c.document_id)
    return count, tuple(connection.execute(names.limit(NAMED_SUBJECT_LIMIT)).scalars())


def fallen(connection: Connection) -> frozenset[int]:
    """The entries that stand no more: those taken back by an entry that itself stands."""
    log = schema.log
    pairs = select(log.c.sequence, log.c.undoes).where(log.c.undoes.is_not(None))
    taken_back: set[int] = set()
    # Newest first: whether an undo stands is known before what it takes back is looked at.
    for sequence, undoes in connection.execute(pairs.order_by(log.c.sequence.desc())):
        if sequence not in taken_back:
            taken_back.add(undoes)
    return frozenset(taken_back)


def undo(connection: Connection, *, run_id: int, who: str, sequence: int | None) -> int | None:
    """Take back an entry, by default ``who``'s last one that stands; None where there is none.

    Raises
    ------
    CaseError : ``sequence`` names an entry that is not there, was taken back already, or cannot be.
    """
    taken_back = fallen(connection)
    target = _last(connection, who, UNDOABLE, taken_back) if sequence is None else sequence
    if target is None:
        return None
    deed = _check_undoable(connection, target, taken_back)
    new = "redo" if deed == "undo" else "undo"
    written = append(connection, run_id=run_id, who=who, deed=new, details={"deed": deed}, undoes=target)
    _apply(connection, target)
    return written


def redo(connection: Connection, *, run_id: int, who: str) -> int | None:
    """Take back ``who``'s last undo; None where there is none, or something new was done since."""
    taken_back = fallen(connection)
    target = _last(connection, who, frozenset({"undo"}), taken_back)
    if target is None or target < (_last(connection, who, UNDOABLE, frozenset()) or 0):
        return None
    return undo(connection, run_id=run_id, who=who, sequence=target)


def _last(connection: Connection, who: str, deeds: frozenset[str], taken_back: frozenset[int]) -> int | None:
    log = schema.log
    query = select(log.c.sequence).where(log.c.who == who, log.c.deed.in_(sorted(deeds)))
    for sequence in connection.execute(query.order_by(log.c.sequence.desc())).scalars():
        if sequence not in taken_back:
            return int(sequence)
    return None


def _check_undoable(connection: Connection, sequence: int, taken_back: frozenset[int]) -> str:
    log = schema.log
    deed = connection.execute(select(log.c.deed).where(log.c.sequence == sequence)).scalar_one_or_none()
    if deed is None:
        found = "is not in the log"
    elif sequence in taken_back:
        found = "has been taken back already"
    elif deed not in UNDOABLE | {"undo", "redo"}:
        found = f"is a '{deed}', which cannot be taken back"
    else:
        return str(deed)
    raise CaseError(
        f"Entry {sequence} {found}.",
        f"Expected an entry of one of these deeds that still stands: {', '.join(sorted(UNDOABLE))}, undo. "
        "`dementi log` lists them.",
        slug="not-undoable",
    )


def _apply(connection: Connection, sequence: int) -> None:
    """Bring the case in line with the log after ``sequence`` was taken back.

    Only documents carry a mark of their own (search must skip the withdrawn ones fast); a correction
    counts or not by looking at the log.
    """
    refresh_withdrawn(connection, _root(connection, sequence))


def refresh_withdrawn(connection: Connection, add_sequence: int) -> None:
    """Mark the documents of one `add` as withdrawn where no deed that added them stands."""
    documents, additions = schema.documents, schema.additions
    other = additions.alias()
    stands = exists().where(
        other.c.document_id == documents.c.document_id,
        other.c.log_sequence.not_in(sorted(fallen(connection))),
    )
    of_deed = select(additions.c.document_id).where(additions.c.log_sequence == add_sequence)
    connection.execute(
        update(documents).where(documents.c.document_id.in_(of_deed)).values(is_withdrawn=not_(stands))
    )


def correct(
    connection: Connection,
    *,
    run_id: int,
    who: str,
    kind: CorrectionKind,
    subject_ids: Sequence[str],
    before: dict[str, Any],
    after: dict[str, Any],
) -> int:
    """Put a person's decision beside the machine's reading and give its entry in the log."""
    if kind not in CORRECTION_KINDS:
        raise ValueError(f"correction kind '{kind}'; expected one of {sorted(CORRECTION_KINDS)}")
    sequence = append(connection, run_id=run_id, who=who, deed=kind, subject_ids=subject_ids)
    connection.execute(
        insert(schema.corrections).values(
            log_sequence=sequence,
            kind=kind,
            subject_ids=rows.json_text(list(subject_ids)),
            before=rows.json_text(before),
            after=rows.json_text(after),
        )
    )
    return sequence


def corrections(connection: Connection) -> list[Correction]:
    """The decisions that stand, oldest first."""
    taken_back = fallen(connection)
    log, table = schema.log, schema.corrections
    query = select(table, log.c.at, log.c.who).join(log).order_by(table.c.correction_id)
    return [
        Correction(
            log_sequence=row["log_sequence"],
            at=row["at"],
            who=row["who"],
            kind=row["kind"],
            subject_ids=tuple(rows.json_value(row["subject_ids"])),
            before=rows.json_value(row["before"]),
            after=rows.json_value(row["after"]),
        )
        for row in connection.execute(query).mappings()
        if row["log_sequence"] not in taken_back
    ]
