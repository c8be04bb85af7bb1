"""A case opens, or says in words why it does not; whatever is met, nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import pytest
from case_records import DAY, assessment, claim, document, statement
from sqlalchemy import Connection, event

from dementi.case import Case, schema
from dementi.errors import CaseError

NOBODY = 65534


def case_with_one(path: Path) -> Path:
    with Case(path) as case:
        one = document("d-1")
        case.add(one, [statement(one, 0, "Seoul", "Truppen")], 0)
    return path


def names(path: Path) -> list[str]:
    with Case.open(path) as case:
        return [one.document_id for one in case.documents()]


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_case_is_a_plain_sqlite_file_in_wal_mode_that_says_whose_it_is(tmp_path: Path) -> None:
    path = case_with_one(tmp_path / "story.case")
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "application_id") == int.from_bytes(b"Dmnt", "big")
    assert pragma(path, "integrity_check") == "ok"
    assert [one.name for one in tmp_path.iterdir()] == ["story.case"]


@pytest.mark.parametrize("name", ["Fall 1?mode=memory#x.case", "100%.case", ":memory:", "사건.case"])
def test_any_file_name_is_taken_as_it_stands(tmp_path: Path, name: str) -> None:
    case_with_one(tmp_path / name)
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_file_left_empty_by_a_killed_run_becomes_a_case(tmp_path: Path) -> None:
    path = tmp_path / "story.case"
    path.touch()
    assert names(path) == []
    with closing(sqlite3.connect(tmp_path / "other.case")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert names(tmp_path / "other.case") == []


def not_sqlite(path: Path) -> None:
    path.write_text("Dear diary, this is no database at all. " * 40)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")


def newer(path: Path) -> None:
    case_with_one(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO schema_versions VALUES (99, '2030-01-01', '9.9', NULL)")
        connection.commit()


def damaged(path: Path) -> None:
    with Case(path) as case:
        for number in range(40):
            case.add(document(f"d-{number}", f"Bericht {number}. " * 400), [], 0)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


@pytest.mark.parametrize(
    ("make", "slug", "says"),
    [
        (not_sqlite, "case-not-sqlite", "is not a case file"),
        (of_another_program, "case-foreign", "SQLite file of another program"),
        (newer, "case-newer", r"layout 99, made by a newer Dementi.*pip install --upgrade dementi"),
        (damaged, "case-damaged", r"is damaged.*\.recover"),
        (Path.mkdir, "case-is-folder", "is a folder, not a case file"),
    ],
)
def test_what_is_no_case_is_named_and_not_touched(
    tmp_path: Path, make: Callable[[Path], None], slug: str, says: str
) -> None:
    path = tmp_path / "story.case"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(CaseError, match=rf"(?s)story\.case.*{says}|{says}.*\[{slug}\]") as caught:
        names(path)
    assert caught.value.slug == slug
    assert caught.value.exit_code == 3
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_case_is_made_only_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "story.case"
    with pytest.raises(CaseError, match=r"no case file .*dementi add .*\[case-missing\]"):
        Case.open(path)
    assert not path.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"no folder .*absent.*mkdir -p.*\[case-no-folder\]"):
        Case(tmp_path / "absent" / "story.case")


def test_a_full_disk_stops_the_run_and_loses_nothing_of_before(tmp_path: Path) -> None:
    path = case_with_one(tmp_path / "story.case")
    long = document("d-2", "Ein langer Bericht. " * 50_000)
    with Case(path) as case:
        limit_to_present_size(case)
        with pytest.raises(
            CaseError, match=r"No space left.*kept.*run the command again.*\[case-disk-full\]"
        ):
            case.add(long, [statement(long, 0, "Ein", "Bericht")], 0)
        assert [one.document_id for one in case.documents()] == ["d-1"]
    assert pragma(path, "integrity_check") == "ok"
    with Case(path) as case:
        assert case.add(long, [statement(long, 0, "Ein", "Bericht")], 0)
        assert [entry.subject_ids for entry in case.log()] == [("d-2",), ("d-1",)]


def limit_to_present_size(case: Case) -> None:
    # SQLite reports the same error as for a disk without room, without the need of a full disk.
    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    case._engine.dispose()
    event.listen(case._engine, "connect", limit)


def test_a_case_held_by_another_program_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = case_with_one(tmp_path / "story.case")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with Case(path, busy_seconds=0.05) as case:
            assert case.has_document("d-1")  # reading goes on
            with pytest.raises(CaseError, match=r"held by another program.*\[case-locked\]"):
                case.add(document("d-2"), [], 0)
            holder.execute("ROLLBACK")
            assert case.add(document("d-2"), [], 0)


def test_a_new_file_that_another_process_is_just_laying_out_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "story.case"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseError, match=r"\[case-locked\]"):
            Case(path, busy_seconds=0.05)
        release = Timer(0.2, holder.execute, ["ROLLBACK"])
        release.start()
        assert names(path) == []
        release.join()


NOW = schema.SCHEMA_VERSION


def add_remark(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE claims ADD COLUMN remark TEXT")


def fail(connection: Connection) -> None:
    add_remark(connection)
    connection.exec_driver_sql("SELECT * FROM nowhere")


def test_an_older_case_is_brought_forward_and_a_copy_of_it_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case_with_one(tmp_path / "story.case")
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {NOW + 1: add_remark})
    assert names(path) == ["d-1"]
    backup = tmp_path / f"story.case.layout-{NOW}"
    with closing(sqlite3.connect(path)) as connection:
        versions = connection.execute(
            "SELECT version, backup FROM schema_versions ORDER BY version"
        ).fetchall()
        assert versions == [(NOW, None), (NOW + 1, str(backup))]
        connection.execute("SELECT remark FROM claims")
    monkeypatch.undo()
    assert names(backup) == ["d-1"]


def as_layout_1(path: Path) -> None:
    """Turn a case into what the first layout was: assessments without quantities."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE assessments DROP COLUMN quantities")
        connection.execute("UPDATE schema_versions SET version = 1")
        connection.commit()


def test_a_case_of_the_first_layout_opens_with_all_that_it_holds(tmp_path: Path) -> None:
    path = case_with_one(tmp_path / "story.case")
    with Case(path) as case:
        case.store([claim("c-1", "s-d-1-0")], [assessment("c-1", 0.7)], as_of=DAY, model="m-1")
        case.correct("settle", ["c-1"], after={"truth": True, "on": "2024-10-30", "why": None})
        kept = case.claims(), case.assessments(), case.corrections(), case.log()
    as_layout_1(path)
    with Case(path) as case:
        assert (case.claims(), case.assessments(), case.corrections(), case.log()) == kept
        # The same once more is still known as the same: nothing is written.
        case.store([claim("c-1", "s-d-1-0")], [assessment("c-1", 0.7)], as_of=DAY, model="m-1")
        assert len(case.assessments("c-1")) == 1
    assert (tmp_path / "story.case.layout-1").exists()
    assert pragma(path, "integrity_check") == "ok"


def test_a_migration_that_fails_leaves_the_case_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case_with_one(tmp_path / "story.case")
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {NOW + 1: fail})
    with pytest.raises(CaseError, match=r"nowhere.*\[case-unusable\]"):
        Case(path)
    monkeypatch.undo()
    assert names(path) == ["d-1"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter: pytest's own are closed to all but their maker."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def without_privileges() -> Iterator[None]:
    """As a user to whom rights apply: the superuser may read and write everything."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_a_case_without_the_right_to_write_can_be_read(open_folder: Path) -> None:
    path = case_with_one(open_folder / "story.case")
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), Case(path) as case:
        assert case.is_read_only
        assert [one.document_id for one in case.documents()] == ["d-1"]
        assert case.search("Truppen")
        with pytest.raises(CaseError, match=r"may be read but not written.*\[case-read-only\]"):
            case.add(document("d-2"), [], 0)
    open_folder.chmod(0o755)


def test_an_older_case_without_the_right_to_write_says_what_to_do(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case_with_one(open_folder / "story.case")
    path.chmod(0o444)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", NOW + 1)
    with (
        without_privileges(),
        pytest.raises(CaseError, match=rf"has layout {NOW}.*Copy it.*\[case-read-only\]"),
    ):
        Case(path)


# From Python 3.13 on, sqlite3 warns of the connection that SQLAlchemy leaves when it cannot read the file.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_right_to_read_or_to_make_a_case_is_named(open_folder: Path) -> None:
    path = case_with_one(open_folder / "story.case")
    path.chmod(0o000)
    open_folder.chmod(0o555)
    with without_privileges():
        with pytest.raises(CaseError, match=r"No permission to read.*\[case-permission\]"):
            Case(path)
        with pytest.raises(CaseError, match=r"No permission to make.*\[case-permission\]"):
            Case(open_folder / "new.case")
    open_folder.chmod(0o755)
