"""Opens a case file: recognises it, lays it out or brings it up to date, and names what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from dementi import __version__
from dementi.case import schema
from dementi.errors import CaseError

#: How long to wait for another process's transaction. Ours are one document each, so whoever waits
#: this long faces a stopped program or a copying tool that holds the file, not a busy one.
BUSY_SECONDS = 30.0

Mode = Literal["rwc", "ro", "immutable"]


class Opened(NamedTuple):
    """A case file ready to be used."""

    engine: Engine
    is_read_only: bool


class Meaning(NamedTuple):
    """What an error of SQLite's means: what was found, what was expected with the next step."""

    found: str
    expected: str
    slug: str


def now() -> str:
    """This instant in UTC, ISO 8601, as the case file writes it; sorts as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def open_file(path: Path, *, is_new_allowed: bool, busy_seconds: float = BUSY_SECONDS) -> Opened:
    """Open ``path``, lay it out if it is new, migrate it if it is old.

    Raises
    ------
    CaseError : it cannot be opened, is no case, or was written by a newer Dementi.
    """
    _check_place(path, is_new_allowed=is_new_allowed)
    with translated(path):
        if path.exists() and not _may_write(path):
            return Opened(_open_read_only(path, busy_seconds), is_read_only=True)
        engine = _engine(path, "rwc", busy_seconds)
        try:
            _make_ready(engine, path, busy_seconds)
        except BaseException:
            engine.dispose()
            raise
        return Opened(engine, is_read_only=False)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into words for the person who can mend it."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error) or _is_defect(error.orig):
            raise
        raise case_error(path, error.orig) from error
    except sqlite3.Error as error:
        raise case_error(path, error) from error


def _is_defect(error: sqlite3.Error) -> bool:
    # A broken constraint is nothing a user can mend, except where two programs' views of the case
    # differ (a reference to what is not there).
    name = getattr(error, "sqlite_errorname", "")
    return isinstance(error, sqlite3.IntegrityError) and name != "SQLITE_CONSTRAINT_FOREIGNKEY"


def case_error(path: Path, error: sqlite3.Error) -> CaseError:
    """What SQLite's error code means for this file, and the next step."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, meaning in _MEANINGS.items():
        if name.startswith(prefix):
            return _meant(meaning, path)
    return CaseError(
        f"Case file {path} could not be used: {error} ({name or type(error).__name__}).",
        f"Nothing was changed. Try again; if it stays, check it: sqlite3 {path} 'PRAGMA integrity_check'",
        slug="case-unusable",
    )


def read_only_error(path: Path) -> CaseError:
    """For a write to a case that was opened without the right to write."""
    return _meant(_MEANINGS["SQLITE_READONLY"], path)


def _meant(meaning: Meaning, path: Path) -> CaseError:
    return CaseError(meaning.found.format(path=path), meaning.expected.format(path=path), slug=meaning.slug)


#: SQLite error name, by its beginning → what it means for the user.
_MEANINGS = {
    "SQLITE_FULL": Meaning(
        "No space left to write case file {path}.",
        "All that was written before is kept. Free space and run the command again: it adds what is missing.",
        slug="case-disk-full",
    ),
    "SQLITE_BUSY": Meaning(
        "Case file {path} is held by another program.",
        "Close what holds it (a database browser with an open edit, a backup) and run the command again.",
        slug="case-locked",
    ),
    "SQLITE_NOTADB": Meaning(
        "{path} is not a case file: it is not an SQLite file, or is encrypted.",
        "Expected a file that Dementi made. Choose another name for the case; this file was not touched.",
        slug="case-not-sqlite",
    ),
    "SQLITE_CORRUPT": Meaning(
        "Case file {path} is damaged.",
        "Make a copy first, then save what can be read: sqlite3 {path} .recover | sqlite3 saved.case",
        slug="case-damaged",
    ),
    "SQLITE_READONLY": Meaning(
        "Case file {path} may be read but not written.",
        "Give yourself the right to write the file and its folder, or copy it to a folder of your own.",
        slug="case-read-only",
    ),
    "SQLITE_CANTOPEN": Meaning(
        "Case file {path} could not be opened.",
        "Check your rights on the file and on its folder, or copy the case to a folder of your own.",
        slug="case-permission",
    ),
    "SQLITE_PERM": Meaning(
        "No permission to open case file {path}.",
        "Check the rights of the file and its folder, or choose another place for the case.",
        slug="case-permission",
    ),
    "SQLITE_IOERR": Meaning(
        "Reading or writing case file {path} failed.",
        "All that was written before is kept. Check the disk, quota and file size limit, then run it again.",
        slug="case-disk-failed",
    ),
    "SQLITE_CONSTRAINT_FOREIGNKEY": Meaning(
        "What was to be stored in {path} speaks of a document or statement that is not in it.",
        "Expected every document to be added first. Weigh again from the case: dementi weigh --case {path}",
        slug="case-unknown-reference",
    ),
}


def _check_place(path: Path, *, is_new_allowed: bool) -> None:
    if path.is_dir():
        raise CaseError(
            f"{path} is a folder, not a case file.",
            f"Expected a file; name one in it, such as {path / 'story.case'}.",
            slug="case-is-folder",
        )
    if not path.parent.is_dir():
        raise CaseError(
            f"There is no folder {path.parent} for case file {path.name}.",
            f"Make it first (mkdir -p {path.parent}), or choose another place.",
            slug="case-no-folder",
        )
    if not path.exists():
        _check_new(path, is_new_allowed=is_new_allowed)
    elif not os.access(path, os.R_OK):
        raise CaseError(
            f"No permission to read case file {path}.",
            "Ask its owner for the right to read it, or choose another case.",
            slug="case-permission",
        )


def _check_new(path: Path, *, is_new_allowed: bool) -> None:
    if not is_new_allowed:
        raise CaseError(
            f"There is no case file {path}.",
            f"Make one from reports: dementi add REPORTS --case {path}",
            slug="case-missing",
        )
    if not os.access(path.parent, os.W_OK):
        raise CaseError(
            f"No permission to make case file {path.name} in {path.parent}.",
            "Choose a folder that you may write to.",
            slug="case-permission",
        )


def _may_write(path: Path) -> bool:
    # The folder counts too: SQLite keeps the write-ahead log next to the file.
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _engine(path: Path, mode: Mode, busy_seconds: float) -> Engine:
    options = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    uri = f"{path.absolute().as_uri()}?{options}"
    # isolation_level=None: this module says BEGIN itself, since Python's implicit transactions
    # begin too late to keep a check and the write that follows from it together.
    connect = partial(
        sqlite3.connect, uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Begin as the connection's options say: to read by default, to write where they ask for it.

    Writers take the lock at once: upgrading a read transaction fails at once when another process
    has written in between, however long the timeout.

    ``synchronous``: in WAL mode, NORMAL loses nothing when the process is killed and never damages
    the file; a power cut may take the last seconds. That is fine for documents, which the next run
    adds again, and spares a disk flush for each of ten thousand. What a person decided cannot be
    read again from anywhere, so those transactions are flushed (FULL).
    """
    options = connection.get_execution_options()
    if options.get("is_writing"):
        connection.exec_driver_sql(
            f"PRAGMA synchronous = {'FULL' if options.get('is_durable') else 'NORMAL'}"
        )
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


@contextmanager
def writing(engine: Engine, *, is_durable: bool = False) -> Iterator[Connection]:
    """One write transaction: all of it or nothing."""
    with (
        engine.connect().execution_options(is_writing=True, is_durable=is_durable) as connection,
        connection.begin(),
    ):
        yield connection


def _open_read_only(path: Path, busy_seconds: float) -> Engine:
    engine = _engine(path, "ro", busy_seconds)
    try:
        _check_readable(engine, path)
    except DBAPIError:
        engine.dispose()
        # Without the right to make the -shm file, SQLite reads a WAL file only if told that nobody
        # writes to it; with a -wal file beside it somebody did, and its last pages would be missed.
        if Path(f"{path}-wal").exists():
            raise
        engine = _engine(path, "immutable", busy_seconds)
        _check_readable(engine, path)
    return engine


def _check_readable(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        version = _version(connection, path)
    if version != schema.SCHEMA_VERSION:
        raise CaseError(
            f"Case file {path} has layout {version}, may not be written, and so cannot be brought "
            f"to layout {schema.SCHEMA_VERSION}.",
            "Copy it to a folder of your own and open the copy.",
            slug="case-read-only",
        )


def _make_ready(engine: Engine, path: Path, busy_seconds: float) -> None:
    with engine.connect() as connection:
        version = _version(connection, path)
    if version == schema.SCHEMA_VERSION:
        return
    if version == 0:
        _turn_on_wal(path, busy_seconds)
        with writing(engine) as connection:
            # Another process may have laid it out while we waited for the lock.
            if _version(connection, path) == 0:
                _lay_out(connection)
    else:
        _migrate(engine, path, version)


def _version(connection: Connection, path: Path) -> int:
    """The file's layout: 0 for an empty file, which a run killed while making a case leaves."""
    application_id = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    table_count = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if table_count == 0:
        return 0
    if application_id != schema.APPLICATION_ID:
        raise CaseError(
            f"{path} is an SQLite file of another program.",
            "Expected a file that Dementi made. Choose another name for the case; this file was not touched.",
            slug="case-foreign",
        )
    version = connection.execute(select(func.max(schema.schema_versions.c.version))).scalar_one()
    if version > schema.SCHEMA_VERSION:
        raise CaseError(
            f"Case file {path} has layout {version}, made by a newer Dementi.",
            f"This one ({__version__}) reads layouts up to {schema.SCHEMA_VERSION}. "
            "Update it: pip install --upgrade dementi",
            slug="case-newer",
        )
    return int(version)


def _turn_on_wal(path: Path, busy_seconds: float) -> None:
    # SQLite does not wait by itself here: of two processes that make one case at once, one is told
    # "locked" at once.
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _lay_out(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    schema.create(connection)
    _note_version(connection, schema.SCHEMA_VERSION, backup=None)


def _note_version(connection: Connection, version: int, *, backup: str | None) -> None:
    connection.execute(
        insert(schema.schema_versions).values(
            version=version, migrated_at=now(), dementi_version=__version__, backup=backup
        )
    )


def _migrate(engine: Engine, path: Path, version: int) -> None:
    """Bring an older file forward, all steps in one transaction, after a copy was put beside it."""
    backup = _backup(path, version)
    with writing(engine, is_durable=True) as connection:
        # Another process may have migrated it while we waited for the lock.
        for step in range(_version(connection, path) + 1, schema.SCHEMA_VERSION + 1):
            schema.MIGRATIONS[step](connection)
            _note_version(connection, step, backup=str(backup))


def _backup(path: Path, version: int) -> Path:
    backup = path.with_name(f"{path.name}.layout-{version}")
    if backup.exists():
        # Left by a migration that failed or was killed: the newest copy counts.
        backup.unlink()
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)
    except sqlite3.Error:
        backup.unlink(missing_ok=True)  # half a copy is worse than none: somebody may trust it
        raise
    return backup
