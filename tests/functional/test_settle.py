"""Settling claims of a case from the command line, and what follows from it there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from dementi.case import Case
from dementi.cli import main

REPORTS = {
    "2030-05-01": "Ukraine's military intelligence said Russia had sent 1,500 soldiers to Belarus. "
    "Russia did not comment on the report.",
    "2030-05-03": "Russia denied that it had sent troops to Belarus. "
    "Ukraine's military intelligence said that Russia was delivering drones to Serbia.",
    "2030-05-09": "Russia denied that it was delivering drones to Serbia. "
    "NATO confirmed that Russia had sent troops to Belarus.",
}


class Done(NamedTuple):
    code: int
    out: str
    err: str

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


class Desk:
    """The command line, run in this process on one case."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder, self.case, self._capture = folder, folder / "story.case", capture
        for day, text in REPORTS.items():
            (folder / f"{day}.md").write_text(f"---\ndate: {day}\noutlet: Bote\n---\n{text}\n")
        reports = [str(path) for path in sorted(folder.glob("*.md"))]
        assert self.run("weigh", *reports, "--reader", "rules").code == 0
        ids = [one["id"] for one in self.run("claims", "--json").lines()]
        self.troops = next(one for one in ids if one.startswith("deploy_troops"))
        self.drones = next(one for one in ids if one.startswith("deliver_arms"))

    def run(self, command: str, *arguments: str) -> Done:
        with pytest.raises(SystemExit) as stopped:
            main([command, *arguments, "--case", str(self.case)])
        out, err = self._capture.readouterr()
        assert isinstance(stopped.value.code, int)
        return Done(stopped.value.code, out.decode(), err.decode())

    def assessment(self, claim_id: str, *arguments: str) -> dict:
        return next(one for one in self.run("claims", "--json", *arguments).lines() if one["id"] == claim_id)


@pytest.fixture
def desk(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")
    return Desk(tmp_path, capfdbinary)


def test_a_settling_stands_beside_the_number_and_in_the_log(desk: Desk) -> None:
    before = desk.assessment(desk.troops)
    done = desk.run("settle", desk.troops, "true", "--on", "2030-06-01", "--why", "shown on film", "--json")
    assert done.code == 0, done.err
    (settled,) = done.lines()
    assert (settled["claim_id"], settled["truth"], settled["on"]) == (desk.troops, True, "2030-06-01")
    assert desk.assessment(desk.troops) == before
    (shown,) = desk.run("show", desk.troops, "--json").lines()
    assert shown["assessment"] == before
    assert shown["settlement"] == settled
    text = desk.run("show", desk.troops).out
    assert "Settled as true, known on 1 June 2030" in text
    assert "shown on film" in text
    assert "settled as true" in desk.run("claims", "--all").out
    assert "geklärt als wahr" in desk.run("claims", "--all", "--language", "de").out
    assert desk.run("log", "--json").lines()[0]["subject_ids"] == [desk.troops]
    with Case.open(desk.case) as case:
        (correction,) = case.corrections()
    assert correction.before["probability"] == before["probability"]


def test_sources_are_judged_by_it_and_other_claims_move(desk: Desk) -> None:
    before = desk.assessment(desk.drones)
    assert {one["letter"] for one in desk.run("sources", "--json").lines()} == {"F"}
    desk.run("settle", desk.troops, "true", "--on", "2030-06-01")
    after = desk.assessment(desk.drones)
    assert after["probability"] > before["probability"]
    assert after["evidence_bits"] == pytest.approx(sum(one["bits"] for one in after["contributions"]))
    service = next(one for one in after["contributions"] if "ntelligence" in one["source"])
    assert service["reliability"]["settled_count"] == 1
    assert "was right in 1 of 1 settled claims that it asserted" in service["why"]
    rows = {one["source"]: one for one in desk.run("sources", "--json").lines()}
    russia = rows["Russia"]
    assert (russia["reliability"]["right_count"], russia["reliability"]["settled_count"]) == (0, 1)
    assert russia["settled"] == [
        {"deed": "denies", "interest": "against", "right_count": 0, "settled_count": 1}
    ]
    assert "0/1" in desk.run("sources").out


def test_settling_again_replaces_undo_goes_back_and_the_same_again_writes_nothing(desk: Desk) -> None:
    unsettled = desk.assessment(desk.drones)
    desk.run("settle", desk.troops, "true", "--on", "2030-06-01")
    true = desk.assessment(desk.drones)
    again = desk.run("settle", desk.troops, "true", "--on", "2030-06-01")
    assert (again.code, "nothing new" in again.err) == (0, True)
    desk.run("settle", desk.troops, "false", "--on", "2030-06-02")
    false = desk.assessment(desk.drones)
    assert true["probability"] > unsettled["probability"] > false["probability"]
    deeds = [one["deed"] for one in desk.run("log", "--json").lines()]
    assert deeds[:2] == ["settle", "settle"]
    assert deeds.count("settle") == 2
    desk.run("undo")
    assert desk.assessment(desk.drones) == true
    desk.run("undo")
    assert desk.assessment(desk.drones) == unsettled
    desk.run("undo", "--redo")
    assert desk.assessment(desk.drones) == true


def test_as_of_a_day_only_what_was_settled_by_then_counts(desk: Desk) -> None:
    early = desk.assessment(desk.drones, "--as-of", "2030-05-09")
    desk.run("settle", desk.troops, "true", "--on", "2030-06-01")
    assert desk.assessment(desk.drones, "--as-of", "2030-05-09") == early
    later = desk.assessment(desk.drones, "--as-of", "2030-06-01")
    assert any(one["reliability"] for one in later["contributions"])
    (shown,) = desk.run("show", desk.troops, "--json", "--as-of", "2030-05-09").lines()
    assert shown["settlement"] is None


def test_a_record_carries_what_was_settled_into_other_cases(desk: Desk, tmp_path: Path) -> None:
    plain = desk.assessment(desk.drones)
    record = tmp_path / "settled.jsonl"
    desk.run("settle", desk.troops, "true", "--on", "2030-06-01", "--record", str(record))
    own = desk.assessment(desk.drones)
    desk.run("undo")
    assert desk.assessment(desk.drones) == plain
    assert desk.assessment(desk.drones, "--record", str(record)) == own
    (kept,) = [json.loads(line) for line in record.read_text().splitlines()]
    assert (kept["id"], kept["truth"], kept["settled_date"]) == (desk.troops, True, "2030-06-01")
    # Settled again, it is still one line; a second claim is a second line.
    desk.run("settle", desk.troops, "false", "--on", "2030-06-01", "--record", str(record))
    desk.run("settle", desk.drones, "false", "--on", "2030-06-01", "--record", str(record))
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert [(one["id"], one["truth"]) for one in lines] == [(desk.troops, False), (desk.drones, False)]


def test_a_claim_that_is_not_there_is_told_with_those_that_are_like_it(desk: Desk) -> None:
    for command in (("settle", desk.troops[:-1], "true"), ("show", desk.troops[:-1])):
        done = desk.run(*command)
        assert (done.code, done.out) == (2, "")
        assert f"Did you mean: {desk.troops}" in done.err
        assert "[no-such-claim]" in done.err
    assert "Its claims begin with" in desk.run("settle", "x", "false").err
    with Case.open(desk.case) as case:
        assert case.corrections() == []


@pytest.mark.parametrize(
    ("arguments", "code", "slug"),
    [
        (("true", "--on", "soon"), 2, "bad-date"),
        (("maybe",), 2, "usage"),
        (("true", "--record", "{folder}/bad.jsonl"), 3, "no-truth"),
        (("true", "--record", "{folder}"), 2, "usage"),
    ],
)
def test_a_settling_that_cannot_be_done_is_told_and_nothing_is_written(
    desk: Desk, arguments: tuple[str, ...], code: int, slug: str
) -> None:
    (desk.folder / "bad.jsonl").write_text('{"id": "x", "claim": "X.", "statements": []}\n')
    done = desk.run("settle", desk.troops, *(one.format(folder=desk.folder) for one in arguments))
    assert (done.code, done.out) == (code, "")
    assert f"[{slug}]" in done.err
    with Case.open(desk.case) as case:
        assert case.corrections() == []


def test_a_record_that_is_missing_is_told_and_an_empty_one_is_none(desk: Desk) -> None:
    done = desk.run("claims", "--record", str(desk.folder / "absent.jsonl"))
    assert (done.code, done.out) == (3, "")
    assert "[no-record-file]" in done.err
    (desk.folder / "empty.jsonl").write_text("\n")
    assert desk.run("claims", "--json", "--record", str(desk.folder / "empty.jsonl")).lines() == (
        desk.run("claims", "--json").lines()
    )


def test_the_history_says_day_by_day_what_moved_the_claim(desk: Desk) -> None:
    days = desk.run("show", desk.troops, "--history", "--json").lines()
    assert [day["day"] for day in days] == ["2030-05-01", "2030-05-03", "2030-05-09"]
    assert days[0]["change"] is None
    last = days[-1]
    assert last["probability"] == pytest.approx(desk.assessment(desk.troops)["probability"])
    assert last["moves"][0]["source"] == "NATO"
    assert last["moves"][0]["bits_before"] is None
    text = desk.run("show", desk.troops, "--history").out
    assert "NATO (confirms): +" in text
    assert "points" in text
    done = desk.run("show", desk.troops, "--history", "--language", "de")
    assert done.code == 0, done.err
    german = done.out
    assert "Nato (bestätigt): +" in german
    assert "Punkte" in german


def test_a_settling_whose_claim_is_gone_is_told(desk: Desk) -> None:
    desk.run("settle", desk.troops, "true", "--on", "2030-06-01")
    first_add = next(one for one in desk.run("log", "--json").lines() if one["deed"] == "add")
    assert "[settled-gone]" not in desk.run("claims").err
    desk.run("undo", str(first_add["sequence"]))
    done = desk.run("claims")
    assert done.code == 0
    assert f"1 of the settled claims can no longer be found in the case (first: {desk.troops})" in done.err
    assert "[settled-gone]" in done.err
