"""Scores of the weighing against settled claims, checked by hand on small files."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from pathlib import Path

import pytest

from dementi.errors import RecordError
from dementi.evaluate import WeighScores, evaluate_weigh, weigh_table
from dementi.evaluate.weighing import auc, buckets, majority
from dementi.model import WeighingStatement

FIRST = date(2030, 5, 1)
RECORD = Path(__file__).parents[2] / "src" / "dementi" / "data" / "settled" / "claims.jsonl"


def row(name: str, truth: bool, *stances: str, kind: str = "weather", event: str | None = None) -> dict:
    """A claim that a bureau with no side speaks on, a stance a day; settled on the 31st of May."""
    return {
        "id": name, "claim": f"{name} is so.", "truth": truth, "event": event or name, "claim_kind": kind,
        "settled_date": "2030-05-31",
        "statements": [
            {"date": str(FIRST + timedelta(days=day)), "source": f"Bureau {day}", "stance": stance,
             "side": "neutral", "interest": "none", "url": f"https://example.org/{name}/{day}"}
            for day, stance in enumerate(stances)
        ],
    }  # fmt: skip


def gold(path: Path, *rows: dict) -> Path:
    target = path / "gold.jsonl"
    target.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return target


def scores_of(path: Path, *rows: dict, **options: object) -> WeighScores:
    return evaluate_weigh(gold(path, *rows), note=lambda _: None, **options)  # type: ignore[arg-type]  # of the function


FOUR = (
    row("c-1", True, "confirms", "confirms"),
    row("c-2", False, "denies", "denies"),
    row("c-3", True, "confirms", "denies", kind="snow"),
    row("c-4", False, "confirms", "denies", kind="snow"),
)


def test_figures_of_four_claims_stand_beside_baselines(tmp_path: Path) -> None:
    scores = scores_of(tmp_path, *FOUR)
    assert (scores.count, scores.true_count, scores.event_count, scores.left_count) == (4, 2, 4, 0)
    assert (scores.sides, scores.moment, scores.known_count) == ("given", "all", 0)
    weighed, even, most, neutral = scores.figures
    assert (even.name, even.brier, even.accuracy, even.auc) == ("always 0.5", 0.25, 0.5, 0.5)
    assert even.log_loss == pytest.approx(math.log(2))
    # Three of four for c-1, one of four for c-2, half for the others.
    assert most.brier == pytest.approx((2 * 0.25**2 + 2 * 0.5**2) / 4)
    assert neutral.brier == most.brier
    assert weighed.brier < even.brier
    assert weighed.brier_low <= weighed.brier <= weighed.brier_high
    # c-1 above both false ones, c-3 above one and even with the other.
    assert weighed.auc == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert [(one.kind, one.count, one.true_count) for one in scores.kinds] == [
        ("snow", 2, 1), ("weather", 2, 1),
    ]  # fmt: skip
    assert sum(one.count for one in scores.buckets) == 4


def test_the_worst_claims_are_listed_with_the_voices_that_misled(tmp_path: Path) -> None:
    misled = row("c-9", False, "confirms", "confirms", "confirms")
    scores = scores_of(tmp_path, *FOUR, misled, error_count=1)
    (error,) = scores.errors
    assert (error.id, error.truth) == ("c-9", False)
    assert error.probability > 0.7
    assert error.voices[0].startswith("Bureau")
    assert "c-9 is so. [c-9]" in weigh_table(scores)


@pytest.mark.parametrize(
    ("options", "heard"),
    [
        ({"moment": "settling"}, ["Bureau 0", "Bureau 1"]),
        ({"moment": "days_before", "days_before": 0}, ["Bureau 0", "Bureau 1"]),
        ({"moment": "days_before", "days_before": 30}, ["Bureau 0"]),
        ({"moment": "first_half"}, ["Bureau 0", "Bureau 1"]),
        ({}, ["Bureau 0", "Bureau 1", "Late Bureau"]),
    ],
)
def test_moments_cut_what_was_not_said_yet(tmp_path: Path, options: dict, heard: list[str]) -> None:
    late = row("c-5", True, "confirms", "confirms")
    late["statements"].append({**late["statements"][0], "date": "2030-06-09", "source": "Late Bureau"})
    late["statements"].reverse()  # the order of the file says nothing
    scores = scores_of(tmp_path, late, error_count=1, **options)
    assert sorted(voice.partition(" (")[0] for voice in scores.errors[0].voices) == heard


def test_claims_without_a_statement_at_the_moment_are_counted_and_not_scored(tmp_path: Path) -> None:
    early = row("c-6", True, "confirms")
    early["settled_date"] = "2030-05-04"
    scores = scores_of(tmp_path, *FOUR, early, moment="days_before", days_before=7)
    assert (scores.count, scores.left_count) == (4, 1)
    with pytest.raises(RecordError, match=r"None of the 1 claims.*\[gold-empty\]"):
        scores_of(tmp_path, early, moment="days_before", days_before=7)


def test_sides_may_be_left_out(tmp_path: Path) -> None:
    given, inferred = scores_of(tmp_path, *FOUR), scores_of(tmp_path, *FOUR, has_sides=False)
    assert (given.sides, inferred.sides) == ("given", "inferred")
    assert given.figures[0] != inferred.figures[0]
    assert given.figures[1:] == inferred.figures[1:]


def test_who_scores_on_the_record_that_taught_the_weights_is_told(tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_bytes(b"\n".join(RECORD.read_bytes().splitlines()[:12]))
    notes: list[str] = []
    scores = evaluate_weigh(few, note=notes.append)
    assert scores.known_count == 12
    assert "the figures flatter" in notes[0]
    assert "[gold-known]" in notes[0]


def test_leaving_one_event_out_gives_other_figures_the_same_each_time(tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_bytes(b"\n".join(RECORD.read_bytes().splitlines()[:12]))
    notes: list[str] = []
    first = evaluate_weigh(few, is_left_out=True, note=notes.append)
    assert first == evaluate_weigh(few, is_left_out=True, note=lambda _: None)
    assert first.figures[0] != evaluate_weigh(few, note=lambda _: None).figures[0]
    assert not any("flatter" in note for note in notes)
    with pytest.raises(RecordError, match=r"\[gold-one-event\]"):
        scores_of(tmp_path, FOUR[0], is_left_out=True)


@pytest.mark.parametrize(
    ("content", "slug"),
    [(b"", "gold-empty"), (b"\n \n", "gold-empty"), (b'{"id": "a"}\n', "no-truth"), (b"no json", "not-json")],
)
def test_bad_gold_is_named(tmp_path: Path, content: bytes, slug: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=rf"\[{slug}\]"):
        evaluate_weigh(path, note=lambda _: None)
    with pytest.raises(RecordError, match=r"\[gold-unread\]"):
        evaluate_weigh(tmp_path / "absent.jsonl", note=lambda _: None)


def test_auc_counts_ties_half_and_needs_both_outcomes() -> None:
    assert auc([0.9, 0.1], [True, False]) == 1.0
    assert auc([0.1, 0.9], [True, False]) == 0.0
    assert auc([0.5, 0.5, 0.5], [True, False, False]) == 0.5
    assert auc([0.3, 0.3, 0.8, 0.1], [True, False, False, True]) == pytest.approx((0.5 + 0 + 0 + 0) / 4)
    assert auc([0.5], [True]) is None


def test_buckets_are_ten_of_equal_width_and_the_last_holds_one() -> None:
    found = buckets([0.0, 0.05, 0.1, 0.99, 1.0], [False, True, True, True, True])
    assert [(one.low, one.high, one.count) for one in found] == [(0.0, 0.1, 2), (0.1, 0.2, 1), (0.9, 1.0, 2)]
    assert found[0].came_true == 0.5
    assert found[2].said == pytest.approx(0.995)


def test_majority_imagines_one_of_each() -> None:
    def said(stance: str) -> WeighingStatement:
        return WeighingStatement(date=FIRST, source="A", stance=stance)

    assert majority([]) == 0.5
    assert majority([said("asserts"), said("declines")]) == pytest.approx(2 / 3)
    assert majority([said("asserts"), said("denies"), said("denies")]) == pytest.approx(2 / 5)
