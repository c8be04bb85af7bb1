"""Scores worked out by hand on tiny gold files of our own, in each form, and the messages for bad ones."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from dementi import evaluate, read
from dementi.errors import RecordError, UsageError
from dementi.evaluate import scoring
from dementi.evaluate.scoring import Sums
from dementi.model import Document

TEXT = "Der Minister sagte, das Dorf sei leer."
#: Der Minister sagte , das Dorf sei leer .
TOKENS = [[0, 3], [4, 12], [13, 18], [18, 19], [20, 23], [24, 28], [29, 32], [33, 37], [37, 38]]


def span(begin: int, end: int) -> dict[str, object]:
    return {"spans": [{"charBegin": begin, "charEnd": end}] if end > begin else []}


def quotations(path: Path, content: tuple[int, int]) -> Path:
    annotation = {
        "type": "Indirect", "medium": "Speech", "quote": span(*content), "speaker": span(0, 12),
        "cue": span(13, 18), "frame": span(0, 19), "addressee": span(0, 0),
    }  # fmt: skip
    raw = {
        "documentName": "1",
        "originalText": TEXT,
        "tokens": TOKENS,
        "sentences": [],
        "annotations": [annotation],
    }
    path.write_text(json.dumps(raw) + "\n", encoding="utf-8")
    return path


def score(scores: evaluate.ReaderScores, name: str) -> evaluate.Score:
    return next(one for one in scores.scores if one.name == name)


def test_a_perfect_quotation_scores_hundred(tmp_path: Path) -> None:
    scores = evaluate.evaluate_reader(quotations(tmp_path / "gold.jsonl", (20, 37)))
    assert [(one.name, one.f1) for one in scores.scores] == [
        ("Message", 100.0), ("cue", 100.0), ("frame", 100.0), ("speaker", 100.0), ("addressee", 0.0),
        ("Roles", 100.0), ("Joint", 100.0),
    ]  # fmt: skip
    assert scores.form == "quotations"


def test_half_a_content_halves_precision(tmp_path: Path) -> None:
    # Gold holds two of the four tokens that the reader gives.
    scores = evaluate.evaluate_reader(quotations(tmp_path / "gold.jsonl", (20, 28)), error_count=1)
    message = score(scores, "Message")
    assert (message.precision, message.recall, message.f1) == (50.0, 100.0, 66.7)
    assert "Message" in evaluate.table(scores)
    assert len(scores.errors) == 1


def test_units_are_scored_by_exact_spans(tmp_path: Path) -> None:
    words = ["The", "minister", "said", "the", "village", "was", "empty", "."]
    labels = ["B-source", "I-source", "B-cue", "B-content", "I-content", "I-content", "O", "O"]
    path = tmp_path / "units.jsonl"
    path.write_text(json.dumps({"id": "a#0", "tokens": words, "labels": labels}) + "\n", encoding="utf-8")
    scores = evaluate.evaluate_reader(path)
    # The content ends one word too late for this gold: an exact match gives nothing.
    assert [(one.name, one.f1) for one in scores.scores] == [
        ("source", 100.0),
        ("cue", 100.0),
        ("content", 0.0),
    ]


def speech(path: Path, message: list[str], cue: list[str], particles: list[str]) -> Path:
    words = ["Der", "Minister", "teilte", "mit", ",", "das", "Dorf", "sei", "leer", "."]
    annotation = {
        "Addr": [], "Evidence": [], "Medium": [], "Topic": [], "Source": ["4:0", "4:1"], "Message": message,
        "Cue": cue, "PTC": particles,
    }  # fmt: skip
    sentences = [{"SentenceId": 4, "Tokens": words}]
    raw = {"document": "1", "Sentences": sentences, "Annotations": [annotation]}
    path.write_text(json.dumps(raw) + "\n", encoding="utf-8")
    return path


def test_speeches_are_scored_by_token_ids_with_the_particle_as_part_of_the_cue(tmp_path: Path) -> None:
    path = speech(tmp_path / "gold.jsonl", ["4:5", "4:6", "4:7", "4:8"], ["4:2"], ["4:3"])
    scores = evaluate.evaluate_reader(path, reader="rules")
    assert scores.form == "speeches"
    assert [(one.name, one.f1) for one in scores.scores] == [
        ("Message", 100.0), ("cue", 100.0), ("speaker", 100.0), ("addressee", 0.0), ("Roles", 100.0),
        ("Joint", 100.0),
    ]  # fmt: skip


def test_a_speech_without_a_message_is_told_by_its_cue(tmp_path: Path) -> None:
    scores = evaluate.evaluate_reader(speech(tmp_path / "gold.jsonl", [], ["4:2"], ["4:3"]), reader="rules")
    assert score(scores, "cue").f1 == 100.0
    assert score(scores, "Message").precision == 0.0


@pytest.mark.parametrize("cue", ["9:0", "4"])
def test_a_token_id_that_the_speech_lacks(tmp_path: Path, cue: str) -> None:
    with pytest.raises(RecordError, match="gold-line"):
        evaluate.evaluate_reader(speech(tmp_path / "gold.jsonl", [], [cue], []), reader="rules")


def test_two_languages_are_told_apart(tmp_path: Path) -> None:
    german = Document(document_id="d-1", text=TEXT, sha256="", language="de")
    english = Document(document_id="d-2", text="He said the village was empty.", sha256="", language="en")
    statements = read.statements(german, reader="rules").statements
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(line) for line in [german, english, *statements]))
    scores = evaluate.evaluate_reader(path, reader="rules", error_count=5)
    assert {one.name: one.f1 for one in scores.languages} == {"de Joint": 100.0, "en Joint": 0.0}
    assert [(one.what, one.language) for one in scores.errors] == [("made up", "en")]
    assert "en indirect" in evaluate.table(scores)


def test_own_statements_score_against_themselves(tmp_path: Path) -> None:
    document = Document(document_id="d-1", text=TEXT, sha256="", language="de")
    lines = [document, *read.statements(document, reader="rules").statements]
    path = tmp_path / "own.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(line) for line in lines) + b"\n")
    scores = evaluate.evaluate_reader(path)
    assert score(scores, "Joint").f1 == 100.0
    assert {one.name: one.f1 for one in scores.labels} == {
        "stance": 100.0, "certainty": 100.0, "basis": 100.0, "act": 100.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "slug"),
    [
        ("", "gold-empty"),
        ("{not json", "gold-line"),
        ("[1]", "gold-line"),
        ('{"a": 1}', "gold-form"),
        ('{"tokens": ["a"], "labels": [], "id": "x"}', "gold-line"),
        (
            '{"statement_id": "s", "document_id": "d", "kind": "stated", "stance": "asserts"}',
            "gold-without-text",
        ),
    ],
)
def test_bad_gold_says_what_is_wrong(tmp_path: Path, lines: str, slug: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        evaluate.evaluate_reader(path)
    assert caught.value.slug == slug


def test_missing_gold_and_unknown_reader(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="gold-unread"):
        evaluate.evaluate_reader(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="no-reader"):
        evaluate.evaluate_reader(tmp_path / "none.jsonl", reader="oracle")


def test_assignment_is_one_to_one_and_takes_the_best_first() -> None:
    gold = [{"content": frozenset({1, 2, 3, 4})}, {"content": frozenset({3, 4})}]
    predicted = [{"content": frozenset({3, 4})}, {"content": frozenset({1, 2, 3, 4})}]
    assert scoring.pairs(gold, predicted) == {0: 1, 1: 0}


def test_the_interval_encloses_the_score_and_repeats() -> None:
    sums = [Sums(1.0, 1, 1.0, 1), Sums(0.0, 1, 0.0, 1), Sums(0.5, 1, 1.0, 1), Sums(1.0, 2, 1.0, 1)]
    low, high = scoring.f1_interval(sums)
    assert low <= scoring.total(sums).f1 <= high
    assert (low, high) == scoring.f1_interval(sums)
