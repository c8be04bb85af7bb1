"""Factuality: annotations laid on a treebank, the monotone map, and the figures on made-up sentences."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from dementi import evaluate
from dementi.cli.evaluate import evaluate as command
from dementi.errors import RecordError
from dementi.evaluate import factuality, treebank
from dementi.evaluate.treebank import TreeSentence

#: Words with their tags; the annotated verb is marked.
SENTENCES = [
    ("The guards opened the gate .", "DET NOUN VERB DET NOUN PUNCT", 3, 1.1),
    ("They will open the gate .", "PRON AUX VERB DET NOUN PUNCT", 3, -1.0),
    ("The guards did not open it .", "DET NOUN AUX PART VERB PRON PUNCT", 5, -0.8),
    ("She has opened the gate .", "PRON AUX VERB DET NOUN PUNCT", 3, 1.0),
    ("He may open the gate .", "PRON AUX VERB DET NOUN PUNCT", 3, -0.4),
]


def conllu(path: Path, sentences: list[tuple[str, str, int, float]]) -> Path:
    lines = []
    for text, tags, _, _ in sentences:
        lines.append(f"# text = {text}")
        for number, (word, tag) in enumerate(zip(text.split(), tags.split(), strict=True), start=1):
            space = "SpaceAfter=No" if text.split()[number : number + 1] == ["."] else "_"
            lines.append("\t".join([str(number), word, "_", tag, "_", "_", "_", "_", "_", space]))
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def annotations(path: Path, split: str = "dev") -> Path:
    data = {
        f"ewt-{split}-{number}": {
            f"ewt-{split}-{number}-semantics-pred-{verb}": {
                "factuality": {"factual": {"confidence": 1.0, "value": value}}
            }
        }
        for number, (_, _, verb, value) in enumerate(SENTENCES, start=1)
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("factuality.json", json.dumps({"metadata": {}, "data": data}))
    return path


def test_our_certainty_beats_a_near_negation(tmp_path: Path) -> None:
    trees = conllu(tmp_path / "en_ewt-dev.conllu", SENTENCES)
    scores = evaluate.evaluate_factuality(annotations(tmp_path / "uds.zip"), trees, fit=trees)
    ours, negation, constant = scores.scores
    assert (scores.split, scores.predicates, scores.sentences) == ("dev", 5, 5)
    assert ours.correlation is not None
    assert negation.correlation is not None
    assert ours.correlation > 0.8 > negation.correlation > 0.0
    assert constant.correlation is None
    # Values 1.1, −1.0, −0.8, 1.0, −0.4 lie 4.34 / 5 from their mean of −0.02 on average.
    assert constant.error == pytest.approx(0.86, abs=0.01)
    assert ours.error is not None
    assert ours.error < 0.5
    assert "certainty" in evaluate.factuality_table(scores)


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    trees = conllu(tmp_path / "en_ewt-dev.conllu", SENTENCES)
    arguments = ["factuality", str(annotations(tmp_path / "uds.zip")), str(trees), "--reader", "rules"]
    shown = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert "5 predicates" in shown.stdout
    as_json = CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False)
    assert json.loads(as_json.stdout)["split"] == "dev"


def tree(tags: str) -> TreeSentence:
    words = tuple((2 * at, 2 * at + 1) for at in range(len(tags)))
    return TreeSentence(" ".join(tags), words, tuple(tag == "v" for tag in tags))


def test_annotations_follow_a_sentence_that_a_later_release_split() -> None:
    # Sentence 3 came apart, so that from there on each stands one place further down.
    shapes = ["nv", "nnv", "nn", "vn", "nnnv", "vnn", "nvn", "nnvn", "nnnnv", "nnnnnv"]
    annotated = {1: [2], 2: [3], 4: [4], 5: [1], 6: [2], 7: [3], 8: [5], 9: [6]}
    found = treebank.aligned([tree(shape) for shape in shapes], annotated)
    assert found == {1: 0, 2: 1, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9}


def test_the_nearest_rising_steps() -> None:
    pairs = [(1.0, 0.0), (2.0, 2.0), (3.0, 1.0), (4.0, 5.0), (4.0, 7.0)]
    assert factuality.monotone(pairs) == [(1.0, 0.0), (2.0, 1.5), (4.0, 6.0)]


@pytest.mark.parametrize(
    ("name", "text", "slug"),
    [
        ("en_ewt-dev.conllu", "", "gold-empty"),
        ("en_ewt-dev.conllu", "1\tword\n", "gold-line"),
        ("trees.conllu", "1\ta\t_\tVERB\t_\t_\t_\t_\t_\t_\n", "gold-form"),
        ("en_ewt-test.conllu", "1\ta\t_\tVERB\t_\t_\t_\t_\t_\t_\n", "gold-empty"),
    ],
)
def test_bad_trees_say_what_is_wrong(tmp_path: Path, name: str, text: str, slug: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=slug):
        evaluate.evaluate_factuality(annotations(tmp_path / "uds.zip"), path)


@pytest.mark.parametrize(
    ("content", "slug"), [(b"no json", "gold-form"), (b"[1]", "gold-form"), (b'{"data": 3}', "gold-form")]
)
def test_bad_annotations_say_what_is_wrong(tmp_path: Path, content: bytes, slug: str) -> None:
    path = tmp_path / "uds.json"
    path.write_bytes(content)
    trees = conllu(tmp_path / "en_ewt-dev.conllu", SENTENCES)
    with pytest.raises(RecordError, match=slug):
        evaluate.evaluate_factuality(path, trees)
    with pytest.raises(RecordError, match="gold-unread"):
        evaluate.evaluate_factuality(tmp_path / "none.zip", trees)
