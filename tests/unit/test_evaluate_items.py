"""Our own gold items: what loads, what is refused with its line, and scores worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dementi import evaluate
from dementi.errors import RecordError, UsageError
from dementi.evaluate import items

STANCE: dict[str, Any] = {
    "id": "a", "language": "de", "text": "Der Minister bestritt, dass Soldaten im Dorf gewesen seien.",
    "target": "bestritt", "stance": "denies", "certainty": "certain", "part": "build",
}  # fmt: skip
QUANTITY: dict[str, Any] = {
    "id": "q", "language": "en", "text": "At least 40 soldiers died.", "part": "build",
    "quantities": [{"text": "At least 40 soldiers", "low": 40, "high": None, "unit": "soldiers",
                    "qualifier": "at least"}],
}  # fmt: skip
DATE: dict[str, Any] = {
    "id": "d", "language": "en", "text": "It happened on 5 March 2023.", "published_on": "2024-01-01",
    "part": "build", "dates": [{"text": "5 March 2023", "when": "2023-03-05"}],
}  # fmt: skip
SOURCE: dict[str, Any] = {
    "id": "s", "language": "en", "part": "build",
    "text": "Dmitry Peskov said the road was open. Peskov said the bridge was closed.",
    "mentions": [{"text": "Peskov", "occurrence": 2, "name": "Dmitry Peskov", "actor": "RU/dmitry-peskov",
                  "chain": []}],
}  # fmt: skip


def written(folder: Path, *raw: dict[str, Any] | str) -> Path:
    path = folder / "gold.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in raw]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def figures(scores: evaluate.ReaderScores) -> dict[str, tuple[float, float, float]]:
    return {one.name: (one.precision, one.recall, one.f1) for one in scores.scores}


# What is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "slug", "told"),
    [
        ({**STANCE, "id": "b", "stance": "lies"}, "gold-line", "lies"),
        ({**STANCE, "id": "b", "certainty": "sure"}, "gold-line", "sure"),
        ({**STANCE, "id": "b", "target": "leugnete"}, "gold-target", "leugnete"),
        ({**STANCE, "id": "b", "target": ""}, "gold-target", "''"),
        ({**STANCE, "id": "b", "occurrence": 2}, "gold-target", "occurrence 2"),
        ({**STANCE, "id": "b", "occurrence": 0}, "gold-target", "occurrence 0"),
        ({**STANCE, "id": "b", "part": "test"}, "gold-line", "part"),
        ({name: value for name, value in STANCE.items() if name != "certainty"}, "gold-line", "certainty"),
        (STANCE, "gold-line", "line 1"),
        ({**STANCE, "id": "b", "second": {"stance": "denies"}}, "gold-line", "certainty"),
        ("{", "gold-line", "JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_what_is_wrong(
    tmp_path: Path, second: dict[str, Any] | str, slug: str, told: str
) -> None:
    with pytest.raises(RecordError) as caught:
        evaluate.evaluate_reader(written(tmp_path, STANCE, second))
    assert caught.value.slug == slug
    assert "line 2" in caught.value.found
    assert told in str(caught.value)


@pytest.mark.parametrize("good", [QUANTITY, DATE, SOURCE])
def test_words_that_the_text_lacks_are_refused_in_every_form(tmp_path: Path, good: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="gold-target"):
        evaluate.evaluate_reader(written(tmp_path, {**good, "text": "Nothing of the kind."}))


def test_an_unknown_stance_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="asserts, confirms, admits") as caught:
        evaluate.evaluate_reader(written(tmp_path, {**STANCE, "stance": "lies"}))
    assert "line 1" in caught.value.found


def test_a_part_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gold-part"):
        evaluate.evaluate_reader(written(tmp_path, STANCE), part="kept")
    units = written(tmp_path, {"id": "x", "tokens": ["a"], "labels": ["O"]})
    with pytest.raises(UsageError, match="gold-part"):
        evaluate.evaluate_reader(units, part="build")


def test_errors_of_the_kept_part_are_seen_only_on_purpose(tmp_path: Path) -> None:
    wrong = {**STANCE, "stance": "asserts"}
    path = written(tmp_path, {**wrong, "id": "b"}, {**wrong, "id": "k", "part": "kept"})
    assert [one.document for one in evaluate.evaluate_reader(path, error_count=9).errors] == ["b"]
    with pytest.raises(UsageError, match="gold-kept"):
        evaluate.evaluate_reader(path, error_count=9, part="kept")
    shown = evaluate.evaluate_reader(path, error_count=9, part="kept", show_kept=True)
    assert [one.document for one in shown.errors] == ["k"]
    assert evaluate.evaluate_reader(path, part="kept").documents == 1


# Places ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "occurrence", "span"),
    [
        ("er", None, (13, 15)),  # a word of its own goes before the end of "Der"
        ("er", 1, (1, 3)),  # a stated occurrence counts within words
        ("er", 2, (4, 6)),
        ("rat", None, (5, 8)),  # nowhere a word of its own
    ],
)
def test_where_marked_words_stand(words: str, occurrence: int | None, span: tuple[int, int]) -> None:
    assert items.place("Der erat was er-er.", words, occurrence) == span


def test_equal_words_are_placed_in_order() -> None:
    text = "Am 5. kamen 5, dann 5."
    assert items.in_order(text, [("5", None), ("5", None), ("5", None)]) == [(3, 4), (12, 13), (20, 21)]


# Scores ---------------------------------------------------------------------------------------------


def test_stances_by_class_with_confusions_and_the_second_reader(tmp_path: Path) -> None:
    said = {
        **STANCE, "id": "b", "text": "Der Minister sagte, das Dorf sei leer.", "target": "sagte",
        "stance": "asserts",
    }  # fmt: skip
    missed = {**STANCE, "id": "c", "text": "Das Dorf liegt am Fluss.", "target": "liegt"}
    scores = evaluate.evaluate_reader(
        written(
            tmp_path,
            {**STANCE, "second": {"stance": "denies", "certainty": "certain"}},
            {**said, "second": {"stance": "reports", "certainty": "certain"}},
            missed,
        ),
        error_count=5,
    )
    # denies: one of two found; asserts: the one found.
    assert figures(scores)["stance (macro)"] == (100.0, 75.0, 83.3)
    assert {one.name: one.f1 for one in scores.classes} == {
        "stance denies": 66.7, "stance asserts": 100.0, "certainty certain": 80.0,
    }  # fmt: skip
    assert [(one.label, one.gold, one.predicted) for one in scores.confusions] == [
        ("stance", "denies", "none")
    ]
    assert [(one.label, one.share, one.count) for one in scores.agreements] == [
        ("stance", 50.0, 2), ("certainty", 100.0, 2),
    ]  # fmt: skip
    assert [(one.what, one.document) for one in scores.errors] == [("missed", "c")]
    text = evaluate.table(scores)
    assert "denies → none" in text
    assert "kappa" in text
    assert "Das Dorf [liegt] am Fluss." in text


def test_of_two_statements_the_one_whose_cue_is_marked_is_judged(tmp_path: Path) -> None:
    text = "Der Minister sagte, das Dorf sei leer. Der Sprecher bestritt den Angriff."
    first = {**STANCE, "text": text, "target": "sagte", "stance": "asserts"}
    second = {**STANCE, "id": "b", "text": text}
    scores = evaluate.evaluate_reader(written(tmp_path, first, second))
    assert figures(scores)["stance (macro)"] == (100.0, 100.0, 100.0)


def test_hedges_count_by_their_words(tmp_path: Path) -> None:
    hedged = {
        **STANCE, "text": "Der Minister sagte, das Dorf sei vermutlich leer.", "target": "sagte",
        "stance": "asserts", "certainty": "probable",
        "hedges": [{"text": "vermutlich leer", "degree": "probable"}, {"text": "sei", "degree": "possible"}],
    }  # fmt: skip
    scores = evaluate.evaluate_reader(written(tmp_path, hedged))
    assert figures(scores)["hedges"] == (100.0, 50.0, 66.7)


def test_a_hedge_that_is_the_cue_is_none_to_be_found(tmp_path: Path) -> None:
    hedged = {
        **STANCE, "text": "Der Minister sagte, das Dorf sei vermutlich leer.", "target": "vermutlich",
        "hedges": [{"text": "vermutlich", "degree": "probable"}],
    }  # fmt: skip
    hedges = evaluate.evaluate_reader(written(tmp_path, hedged)).scores[-1]
    assert (hedges.gold_count, hedges.predicted_count) == (0, 0)


def test_a_quantity_is_right_where_words_and_values_agree(tmp_path: Path) -> None:
    scores = evaluate.evaluate_reader(written(tmp_path, QUANTITY))
    assert {f1 for _, _, f1 in figures(scores).values()} == {100.0}
    wrong = {**QUANTITY, "quantities": [{**QUANTITY["quantities"][0], "unit": "tanks"}]}
    scores = evaluate.evaluate_reader(written(tmp_path, wrong), error_count=1)
    found = {name: f1 for name, (_, _, f1) in figures(scores).items()}
    assert found == {
        "quantities": 0.0, "where it stands": 100.0, "… and number": 100.0, "… and unit": 0.0,
        "… and qualifier": 100.0,
    }  # fmt: skip
    assert scores.errors[0].what == "misread"
    assert "unit soldiers" in (scores.errors[0].predicted or "")


def test_quantities_missed_and_made_up(tmp_path: Path) -> None:
    none = {**QUANTITY, "quantities": []}
    scores = evaluate.evaluate_reader(written(tmp_path, none), error_count=5)
    assert [one.what for one in scores.errors] == ["made up"]
    assert scores.scores[0].predicted_count == 1


def test_a_date_is_right_where_words_and_day_agree(tmp_path: Path) -> None:
    scores = evaluate.evaluate_reader(written(tmp_path, DATE))
    assert figures(scores) == {"dates": (100.0, 100.0, 100.0), "where it stands": (100.0, 100.0, 100.0)}
    wrong = {**DATE, "dates": [{"text": "5 March 2023", "when": "2023-03-06"}]}
    assert figures(evaluate.evaluate_reader(written(tmp_path, wrong)))["dates"] == (0.0, 0.0, 0.0)


def test_a_source_is_right_by_its_actor(tmp_path: Path) -> None:
    scores = evaluate.evaluate_reader(written(tmp_path, SOURCE))
    assert figures(scores) == {
        "found": (100.0, 100.0, 100.0), "resolved": (100.0, 100.0, 100.0), "chain": (100.0, 100.0, 100.0),
        "chain, where there is one": (0.0, 0.0, 0.0),
    }  # fmt: skip
    other = {**SOURCE["mentions"][0], "actor": "UA/kyrylo-budanov"}
    wrong = evaluate.evaluate_reader(written(tmp_path, {**SOURCE, "mentions": [other]}), error_count=3)
    assert figures(wrong)["resolved"] == (0.0, 0.0, 0.0)
    assert [one.what for one in wrong.errors] == ["wrong"]


def test_a_source_that_no_statement_has_and_a_chain_that_is_not_there(tmp_path: Path) -> None:
    mentions = [
        {"text": "road", "name": "the road authority"},
        {**SOURCE["mentions"][0], "chain": ["Interfax"]},
    ]
    scores = evaluate.evaluate_reader(written(tmp_path, {**SOURCE, "mentions": mentions}), error_count=3)
    assert figures(scores)["found"] == (100.0, 50.0, 66.7)
    assert figures(scores)["resolved"] == (100.0, 50.0, 66.7)
    assert figures(scores)["chain"] == (0.0, 0.0, 0.0)
    assert [one.what for one in scores.errors] == ["missed", "wrong chain"]
