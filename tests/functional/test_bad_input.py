"""Whatever is thrown at the command line: the exit code of the contract, a reason with its slug on stderr,
clean JSON on stdout, and everything that could be used was used."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dementi.case import Case

USED, USAGE, NOTHING_USED, SOME_SKIPPED, STOPPED = 0, 2, 3, 4, 130
REPORT = (
    "Moscow on Friday denied that it had sent troops to Belarus. "
    "Ukraine's military intelligence said Russia had sent 1,500 soldiers to Belarus.\n"
)
Preparation = Callable[[], None]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "dementi", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "DEMENTI_CASE": ""}


def dementi(
    *arguments: str | Path,
    stdin: str = "",
    before: Sequence[str] = (),
    prepare: Preparation | None = None,
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*before, *command(*arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        preexec_fn=prepare,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "[defect]" not in done.stderr, done.stderr
    return done


def slugs(done: subprocess.CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"\[([a-z-]+)\]", done.stderr))


def read_documents(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The documents in the output, each line of which must be JSON."""
    return {json.loads(line)["document_id"] for line in done.stdout.splitlines()}


def empty(path: Path) -> None:
    path.touch()


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def long_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"word " * 200_000)


def zip_of_zips(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("report.txt", REPORT)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.txt", "word " * 4_000_000)


def half_a_zip(path: Path) -> None:
    zip_of_zips(path)
    path.write_bytes(path.read_bytes()[:60])


def broken_json(path: Path) -> None:
    path.write_text('{"text": "Moscow denied\n')


BAD = {
    "empty.txt": (empty, "empty"),
    "binary.txt": (binary, "binary"),
    "hundred-megabytes.txt": (long_line, "too-large"),
    "hundred-megabytes.jsonl": (long_line, "too-large"),
    "zips.zip": (zip_of_zips, "nested-archive"),
    "bomb.zip": (zip_bomb, "archive-bomb"),
    "half.zip": (half_a_zip, "damaged-archive"),
    "broken.jsonl": (broken_json, "bad-json"),
}


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bad input beside one good report."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in BAD.items():
        make(folder / name)
    (folder / "good.txt").write_text(REPORT)
    return folder


def test_each_bad_file_is_named_with_its_reason_and_the_good_one_is_read(bad_folder: Path) -> None:
    done = dementi("read", bad_folder, "--json")
    assert done.returncode == SOME_SKIPPED
    assert len(read_documents(done)) == 1
    lines = done.stderr.splitlines()
    for name, (_, slug) in BAD.items():
        assert any(name in line and line.endswith(f"[{slug}]") for line in lines), (name, done.stderr)
    assert not any("good.txt" in line for line in lines)


def test_bad_files_alone_are_an_input_error_and_stdout_stays_empty(bad_folder: Path) -> None:
    done = dementi("weigh", *(bad_folder / name for name in BAD), "--json")
    assert done.returncode == NOTHING_USED
    assert done.stdout == ""
    assert slugs(done) == {"nothing-usable", *(slug for _, slug in BAD.values())}


def test_one_bad_file_among_a_hundred_costs_only_itself(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(99):
        (reports / f"{number:02}.txt").write_text(f"Report {number}. {REPORT}")
    binary(reports / "50b.txt")
    done = dementi("weigh", reports, "--json", "--case", tmp_path / "story.case")
    assert done.returncode == SOME_SKIPPED
    assert slugs(done) == {"binary"}
    assert "50b.txt" in done.stderr
    assert all(0 < json.loads(line)["probability"] < 1 for line in done.stdout.splitlines())
    with Case.open(tmp_path / "story.case") as case:
        assert len(list(case.documents())) == 99


def test_damaged_utf_8_is_used_and_named(tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    text = "Moskau erklärte für später, Männer müssten über Brücken. Kiew bestätigte es früh. "
    path.write_bytes(text.encode() * 2 + b"\xff Ende.")
    done = dementi("add", path, "--case", tmp_path / "story.case")
    assert done.returncode == SOME_SKIPPED
    assert slugs(done) == {"broken-characters"}
    with Case.open(tmp_path / "story.case") as case:
        assert [document.text for document in case.documents()] == [text * 2 + "\ufffd Ende."]


def test_deeply_nested_html_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html"
    path.write_text(f"<html><body>{'<div>' * 100_000}<p>{REPORT}</p>{'</div>' * 100_000}</body></html>")
    done = dementi("read", path, "--json")
    assert done.returncode in (USED, NOTHING_USED)
    assert bool(read_documents(done)) == (done.returncode == USED)


def test_an_impossible_date_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "far.md"
    path.write_text(f"---\ndate: 9999-12-31\noutlet: Courier\n---\n{REPORT}")
    done = dementi("weigh", path, "--json", "--case", tmp_path / "story.case")
    assert done.returncode == SOME_SKIPPED
    assert slugs(done) == {"bad-date"}
    with Case.open(tmp_path / "story.case") as case:
        (document,) = case.documents()
    assert (document.published_on, document.outlet) == (None, "Courier")


def test_a_right_to_left_text_is_kept_named_and_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "rtl.txt"
    text = "قالت موسكو يوم الجمعة إنها لم ترسل قوات إلى بيلاروسيا، بحسب متحدث رسمي."
    path.write_text(text, encoding="utf-8")
    done = dementi("add", path, "--case", tmp_path / "story.case")
    assert done.returncode == SOME_SKIPPED
    assert slugs(done) == {"unreadable-language"}
    with Case.open(tmp_path / "story.case") as case:
        assert [document.text for document in case.documents()] == [text]
        assert list(case.statements()) == []
        assert case.search("موسكو")


def test_direction_marks_in_a_text_move_no_offset(tmp_path: Path) -> None:
    path = tmp_path / "marks.txt"
    text = "Moscow on Friday denied \u202ethat it had\u202c sent troops to Belarus."
    path.write_text(text, encoding="utf-8")
    done = dementi("read", path, "--json")
    assert done.returncode == USED
    contents = [json.loads(line)["content"] for line in done.stdout.splitlines()]
    for content in filter(None, contents):
        assert content["text"] in text


def test_a_missing_path_is_an_input_error_and_costs_others_nothing(tmp_path: Path) -> None:
    done = dementi("read", tmp_path / "absent.txt", "--json")
    assert (done.returncode, done.stdout) == (NOTHING_USED, "")
    assert slugs(done) == {"no-such-file", "nothing-usable"}
    done = dementi("read", tmp_path / "absent.txt", "-", "--json", stdin=REPORT)
    assert done.returncode == SOME_SKIPPED
    assert len(read_documents(done)) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["weigh"], "[no-input]"),
        (["weigh", "--as-of", "yesterday", "x.txt"], "[bad-date]"),
        (["weigh", "--nonsense"], "--nonsense"),
        (["divine"], "divine"),
        (["read", "x.txt", "--reader", "oracle"], "oracle"),
        ([], "Usage"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(arguments: list[str], says: str) -> None:
    done = dementi(*arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert says in done.stderr


def without_superpowers() -> list[str]:
    """A prefix under which rights apply to the superuser too."""
    if os.getuid() != 0:
        return []
    if (setpriv := shutil.which("setpriv")) is None:
        pytest.skip("runs as root, and there is no setpriv to give up its rights")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search"]


def test_files_without_permission_are_named(tmp_path: Path) -> None:
    before = without_superpowers()
    locked, folder = tmp_path / "locked.txt", tmp_path / "locked"
    locked.write_text(REPORT)
    folder.mkdir()
    locked.chmod(0)
    folder.chmod(0)
    done = dementi("read", locked, folder, "-", "--json", stdin=REPORT, before=before)
    folder.chmod(0o700)
    assert done.returncode == SOME_SKIPPED
    assert slugs(done) == {"no-permission"}
    assert done.stderr.count("[no-permission]") == 2
    assert len(read_documents(done)) == 1


def many_reports(folder: Path, count: int = 60) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"Report {number}. " + REPORT * 20)
    return folder


def limit_file_size() -> None:
    # As on a full disk, each write beyond this fails; Python ignores the signal that comes with it.
    resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))


def test_a_disk_that_fills_up_while_the_case_is_written_loses_nothing(tmp_path: Path) -> None:
    reports, path = many_reports(tmp_path / "reports"), tmp_path / "story.case"
    done = dementi("add", reports, "--case", path, prepare=limit_file_size)
    assert done.returncode == NOTHING_USED
    assert slugs(done) & {"case-disk-failed", "case-disk-full"}
    with Case.open(path) as case:
        kept = [document.document_id for document in case.documents()]
        with_statements = {statement.document_id for statement in case.statements()}
    assert 0 < len(kept) < 60
    assert with_statements == set(kept)

    done = dementi("add", reports, "--case", path)
    assert done.returncode == USED, done.stderr
    assert f"{60 - len(kept)} new documents" in done.stderr
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_costs_no_dossier_that_was_there(tmp_path: Path) -> None:
    report, out = tmp_path / "report.txt", tmp_path / "dossier.html"
    report.write_text(REPORT)
    assert dementi("weigh", report, "--out", out).returncode == USED
    before = out.read_bytes()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, len(before) // 2))

    done = dementi("weigh", report, "--out", out, "--title", "Another", prepare=limit)
    assert (done.returncode, slugs(done)) == (NOTHING_USED, {"cannot-write"})
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier.html", "report.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["read", "-", "--json"], ["weigh", "-"], ["--help"]])
def test_output_that_nobody_can_store_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*arguments),
            input=REPORT,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == NOTHING_USED
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith("[cannot-write]\n")


@pytest.mark.parametrize(("closing", "code"), [("<&-", NOTHING_USED), (">&-", USED), ("2>&-", USED)])
def test_a_stream_that_the_caller_closed_is_no_defect(closing: str, code: int, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    path = "-" if closing == "<&-" else str(report)
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closing}', "sh", *command("read", path, "--json")],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "[defect]" not in done.stderr


def test_names_that_are_no_text_or_would_act_on_the_terminal_are_harmless(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number, name in enumerate((b"-rf.txt", b"a\nb.txt", b"n\xff.txt", b"red\x1b[31m.txt")):
        (reports / os.fsdecode(name)).write_text(f"Report {number}. {REPORT}")
    (reports / os.fsdecode(b"bad\xfe\x1b]0;t\x07\n.bin")).write_bytes(bytes(range(256)))
    done = dementi("weigh", reports, "--case", tmp_path / "story.case", "--out", tmp_path / "dossier.html")
    assert done.returncode == SOME_SKIPPED, done.stderr
    assert slugs(done) == {"binary"}
    assert "bad\\udcfe\\x1b]0;t\\x07\\n.bin: found" in done.stderr
    assert not {"\x1b", "\x07"} & set(done.stderr + done.stdout)
    with Case.open(tmp_path / "story.case") as case:
        assert len(list(case.documents())) == 4


def test_words_that_are_no_text_in_an_argument_are_no_defect(tmp_path: Path) -> None:
    odd = os.fsdecode(b"Did it\xff?")
    done = dementi(
        "weigh", "-", "--question", odd, "--title", odd, "--out", tmp_path / "x.html", stdin=REPORT
    )
    assert done.returncode == USED, done.stderr
    assert dementi("add", "-", "--case", tmp_path / "story.case", stdin=REPORT).returncode == USED
    assert dementi("search", odd, "--case", tmp_path / "story.case").returncode == USED


def test_a_day_before_all_reports_is_said_and_not_just_empty(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(f"---\ndate: 2024-10-18\n---\n{REPORT}")
    done = dementi("weigh", path, "--as-of", "1900-01-01", "--json")
    assert (done.returncode, done.stdout, slugs(done)) == (USED, "", {"nothing-public"})


def test_statements_good_and_bad(tmp_path: Path) -> None:
    good = (
        '{"id":"a","claim":"It rained.","statements":'
        '[{"date":"2024-01-01","source":"UA","stance":"asserts"}]}\n'
    )
    bad = 'no json\n{"id":"b"}\n[1]\n' + good.replace("2024-01-01", "9999-01-01").replace('"a"', '"c"')
    done = dementi("weigh", "--statements", "-", "--json", stdin=bad + good)
    assert done.returncode == SOME_SKIPPED
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a"]
    assert slugs(done) == {"not-json", "no-statements", "not-an-object", "bad-date"}
    done = dementi("weigh", "--statements", "-", "--json", stdin=bad)
    assert (done.returncode, done.stdout) == (NOTHING_USED, "")
    done = dementi("weigh", "--statements", tmp_path / "absent.jsonl", "--json")
    assert (done.returncode, slugs(done)) == (NOTHING_USED, {"no-statements-file"})


def claim_line(statement: str, *, name: str = "a") -> str:
    return f'{{"id":"{name}","claim":"It rained.","statements":[{statement}]}}\n'


SAID = '{"date":"2024-05-01","source":"UA","stance":"asserts"'


@pytest.mark.parametrize(
    ("bad", "slug"),
    [
        (claim_line(SAID + ',"quantity":{"number":-5,"unit":"mm"}}'), "bad-quantity"),
        (claim_line(SAID + ',"quantity":{"number":NaN,"unit":"mm"}}'), "not-json"),
        (claim_line(SAID + ',"quantity":{"number":1e999,"unit":"mm"}}'), "not-json"),
        (claim_line('{"date":"2024-02-30","source":"UA","stance":"asserts"}'), "bad-date"),
        (claim_line('{"source":"UA","stance":"asserts"}'), "bad-date"),
        (claim_line('{"date":"2024-05-01","source":"UA","stance":"shouts"}'), "unknown-stance"),
        (claim_line('{"date":"2024-05-01","source":" ","stance":"asserts"}'), "no-source"),
        (claim_line(SAID + ',"side":"left"}'), "unknown-side"),
        ('{"id":"a","claim":"It rained."}\n', "no-statements"),
        ("\n \n", "no-claims"),
        ("", "no-claims"),
    ],
)
def test_each_bad_statement_has_its_message(bad: str, slug: str, tmp_path: Path) -> None:
    path = tmp_path / "statements.jsonl"
    path.write_text(bad)
    done = dementi("weigh", "--statements", path, "--json")
    assert (done.returncode, done.stdout, slugs(done)) == (NOTHING_USED, "", {slug})
    assert "Expected" in done.stderr


def test_a_claim_without_statements_is_unverifiable_and_no_error() -> None:
    done = dementi("weigh", "--statements", "-", "--json", stdin=claim_line(""))
    assert (done.returncode, done.stderr) == (USED, "")
    (assessment,) = map(json.loads, done.stdout.splitlines())
    assert (assessment["state"], assessment["probability"], assessment["reports"]) == ("unverifiable", 0.5, 0)
    assert assessment["contributions"] == []


def test_one_source_that_says_it_thirty_thousand_times_is_one_voice() -> None:
    """A million takes half a minute; here it is enough to see that time does not grow with the square."""
    statement = (
        '{{"claim_id":"a","claim":"It rained.","date":"20{:02}-{:02}-01","source":"{}","relays":[{}],'
        '"stance":"asserts","url":"https://example.org/{}"}}\n'
    )
    # The outlet says in its own name, too, what it passes on: each such pair has to be looked for.
    lines = [
        statement.format(n % 20, 1 + n % 12, *(("Kyiv", '"Bote"') if n % 2 else ("Bote", "")), n)
        for n in range(30_000)
    ]
    began = time.monotonic()
    done = dementi("weigh", "--statements", "-", "--json", stdin="".join(lines))
    assert time.monotonic() - began < 20
    assert done.returncode == USED
    (assessment,) = map(json.loads, done.stdout.splitlines())
    assert assessment["reports"] == 30_000
    assert len(assessment["contributions"]) <= 2


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("", "gold-empty"),
        ("no json\n", "not-json"),
        (claim_line(SAID + "}"), "no-truth"),
        (claim_line(SAID + "}").replace("}]}", '}],"truth":"yes"}'), "no-truth"),
        (claim_line(SAID + "}").replace("}]}", '}],"truth":true,"settled_date":"soon"}'), "bad-date"),
    ],
)
def test_bad_gold_for_the_weighing_is_named(content: str, slug: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(content)
    done = dementi("evaluate", "weigh", gold, "--json")
    assert (done.returncode, done.stdout, slugs(done)) == (NOTHING_USED, "", {slug})
    done = dementi("evaluate", "weigh", gold, "--first-half", "--days-before", "3")
    assert (done.returncode, slugs(done)) == (USAGE, {"one-moment"})


def test_a_claim_of_which_nothing_was_said_is_judged_as_of_the_newest_day() -> None:
    lines = (
        '{"id":"a","claim":"It rained.","statements":'
        '[{"date":"2024-05-01","source":"UA","stance":"asserts"}]}\n'
        '{"id":"b","claim":"It snowed.","statements":[]}\n'
    )
    done = dementi("weigh", "--statements", "-", "--json", stdin=lines)
    assert done.returncode == USED
    assert [json.loads(line)["as_of"] for line in done.stdout.splitlines()] == ["2024-05-01"] * 2


def test_a_file_that_is_no_case_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("My notes, by no means a database. " * 40)
    before = path.read_bytes()
    done = dementi("weigh", "-", "--case", path, "--json", stdin=REPORT)
    assert (done.returncode, done.stdout, slugs(done)) == (NOTHING_USED, "", {"case-not-sqlite"})
    assert path.read_bytes() == before


def test_a_reader_that_stops_listening_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("read", many_reports(tmp_path / "reports"), "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["statement_id"]
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), errors) == (USED, "")


def test_ctrl_c_stops_at_once_and_keeps_whole_documents(tmp_path: Path) -> None:
    reports, path = many_reports(tmp_path / "reports", 600), tmp_path / "story.case"
    process = subprocess.Popen(
        command("add", reports, "--case", path), stderr=subprocess.PIPE, encoding="utf-8", env=environment()
    )
    deadline = time.monotonic() + 20
    while document_count(path) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == STOPPED, errors
    assert "Traceback" not in errors
    with Case.open(path) as case:
        kept = {document.document_id for document in case.documents()}
        assert {statement.document_id for statement in case.statements()} == kept
    assert 3 <= len(kept) < 600


def document_count(path: Path) -> int:
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        try:
            count: int = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        except sqlite3.OperationalError:
            return 0  # the table is just being made
        return count
