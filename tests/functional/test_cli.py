"""The command line as a user meets it: exit codes, clean stdout, what the results hold."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "north-korea-2024"
MIXED = ROOT / "examples" / "mixed-ten"
REPORT = """Harbour Gazette, 18 October 2024

Moscow on Friday denied that it had sent troops to Belarus. Ukraine's military intelligence said Russia had
sent 1,500 soldiers to Belarus. A NATO spokesman said the alliance could not confirm the deployment.
"""


def dementi(
    *arguments: str, stdin: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dementi", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8", "DEMENTI_CASE": ""},
        check=False,
    )


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_weigh_gives_assessments_as_json_lines_and_nothing_else_on_stdout() -> None:
    done = dementi("weigh", "-", "--json", stdin=REPORT)
    assert done.returncode == 0, done.stderr
    first = json_lines(done.stdout)[0]
    assert 0 < first["low"] <= first["probability"] <= first["high"] < 1
    assert first["prior_bits"] + first["evidence_bits"] == pytest.approx(
        math.log2(first["probability"] / (1 - first["probability"]))
    )
    assert {one["source"] for one in first["contributions"]} >= {"Russia"}


def test_every_quote_is_an_exact_substring() -> None:
    done = dementi("read", str(MIXED), "--json")
    assert done.returncode == 0, done.stderr
    statements = json_lines(done.stdout)
    assert len(statements) > 20
    assert all(one["document_id"] and one["stance"] for one in statements)


def test_read_from_standard_input_keeps_offsets_of_the_original() -> None:
    text = "E in Dementi aus Moskau gibt es bisher nicht.\r\nDer Kreml schweigt."
    done = dementi("read", "-", "--json", stdin=text)
    assert done.returncode == 0, done.stderr
    for statement in json_lines(done.stdout):
        for part in ("source", "cue", "content"):
            found = statement[part]
            if found and found["text"] and len(found["spans"]) == 1:
                [[begin, end]] = found["spans"]
                assert text[begin:end] == found["text"]


def test_out_writes_one_self_contained_dossier(tmp_path: Path) -> None:
    out = tmp_path / "dossier.html"
    done = dementi("weigh", str(MIXED), "--out", str(out))
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "src=" not in page.replace('src="data:', "")


def test_weighing_ready_statements(tmp_path: Path) -> None:
    claim = {
        "id": "x-1",
        "claim": "North Korea is sending troops to Russia.",
        "statements": [
            {"date": "2024-10-18", "source": "South Korean NIS", "source_country": "KR", "stance": "asserts"},
            {"date": "2024-10-21", "source": "North Korea", "source_country": "KP", "stance": "denies"},
            {"date": "2024-10-23", "source": "United States", "source_country": "US", "stance": "confirms"},
        ],
    }
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(claim) + "\n", encoding="utf-8")
    done = dementi("weigh", "--statements", str(path), "--json")
    assert done.returncode == 0, done.stderr
    [assessment] = json_lines(done.stdout)
    assert assessment["id"] == "x-1"
    assert assessment["as_of"] == "2024-10-23"
    assert assessment["probability"] > assessment["prior"]


def test_weighing_as_of_an_earlier_day_uses_only_what_was_public_then() -> None:
    done = dementi("weigh", str(EXAMPLE), "--as-of", "2024-10-09", "--json")
    assert done.returncode == 0, done.stderr
    for assessment in json_lines(done.stdout):
        for contribution in assessment["contributions"]:
            assert all(day <= "2024-10-09" for day, _ in contribution["stances"])


def test_a_question_without_an_answer_is_unverifiable() -> None:
    done = dementi("weigh", "-", "--json", "--question", "Did Peru sink a Danish ferry?", stdin=REPORT)
    assert done.returncode == 0, done.stderr
    [assessment] = json_lines(done.stdout)
    assert assessment["state"] == "unverifiable"
    assert assessment["evidence_bits"] == 0


def test_a_question_in_the_other_language_finds_the_claim() -> None:
    done = dementi(
        "weigh", "-", "--json", "--question", "Hat Russland Truppen nach Belarus geschickt?", stdin=REPORT
    )
    assert done.returncode == 0, done.stderr
    [assessment] = json_lines(done.stdout)
    assert assessment["origins"] >= 2


def test_a_case_is_filled_once_and_looked_into(tmp_path: Path) -> None:
    case = str(tmp_path / "troops.case")
    first = dementi("add", str(EXAMPLE), "--case", case)
    assert first.returncode == 0, first.stderr
    again = dementi("add", str(EXAMPLE), "--case", case)
    assert again.returncode == 0
    assert "0 new documents" in again.stderr
    claims = json_lines(dementi("claims", "--case", case, "--json").stdout)
    assert claims
    shown = dementi("show", claims[0]["id"], "--case", case, "--json")
    assert json_lines(shown.stdout)[0]["assessment"]["id"] == claims[0]["id"]
    for command in ("sources", "actors", "log"):
        listed = dementi(command, "--case", case, "--json")
        assert listed.returncode == 0, listed.stderr
        assert json_lines(listed.stdout)
    assert "Kursk" in dementi("search", "Kursk", "--case", case).stdout


def test_a_case_and_no_case_weigh_alike(tmp_path: Path) -> None:
    plain = dementi("weigh", str(MIXED), "--json")
    kept = dementi("weigh", str(MIXED), "--json", "--case", str(tmp_path / "a.case"))
    assert json_lines(plain.stdout) == json_lines(kept.stdout)


def test_undo_takes_the_last_deed_back(tmp_path: Path) -> None:
    case = str(tmp_path / "a.case")
    dementi("add", str(EXAMPLE), "--case", case)
    before = json_lines(dementi("claims", "--case", case, "--json").stdout)
    dementi("add", str(MIXED), "--case", case)
    assert dementi("undo", "--case", case).returncode == 0
    assert json_lines(dementi("claims", "--case", case, "--json").stdout) == before


def test_demo_runs_and_moves(tmp_path: Path) -> None:
    done = dementi("demo", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "dossier.html").exists()
    course = [
        one["probability"] for one in json_lines(done.stdout) if one["id"].startswith("deploy_troops-KP-RU")
    ]
    assert course[-1] > course[0]


@pytest.mark.parametrize(
    ("arguments", "code", "slug"),
    [
        (["weigh"], 2, "no-input"),
        (["weigh", "reports", "--as-of", "yesterday"], 2, "bad-date"),
        (["weigh", "-", "--reader", "oracle"], 2, "no-reader"),
        (["weigh", "no-such-folder"], 3, "nothing-usable"),
        (["weigh", "--statements", "x.jsonl", "reports"], 2, "statements-alone"),
        (["claims", "--case", "no.case"], 3, "case-missing"),
        (["nonsense"], 2, "usage"),
    ],
)
def test_misuse_is_told_with_its_code(arguments: list[str], code: int, slug: str, tmp_path: Path) -> None:
    done = dementi(*arguments, cwd=tmp_path, stdin="")
    assert done.returncode == code, done.stderr
    assert f"[{slug}]" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_help_of_every_command_has_an_example() -> None:
    for command in ("demo", "weigh", "read", "add", "claims", "show", "log", "undo", "evaluate"):
        done = dementi(command, "--help")
        assert done.returncode == 0
        assert "Example: dementi" in done.stdout
