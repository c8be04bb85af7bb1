"""The gold of stances and certainty keeps its form, its fixed third and its second reader."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "gold"
LEAST = {
    "stance": {
        **dict.fromkeys(
            ("asserts", "confirms", "admits", "reports", "denies", "doubts", "declines", "silent",
             "retracts", "corrects", "demands"), 25,
        ),
        **dict.fromkeys(("promises", "threatens", "predicts", "comments"), 12),
    },
    "certainty": {"certain": 90, "probable": 85, "possible": 90, "unlikely": 50},
}  # fmt: skip


def items(language: str) -> list[dict[str, Any]]:
    text = (GOLD / f"stance-{language}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_words_that_are_marked_stand_in_the_text(language: str) -> None:
    for item in items(language):
        marked = [item["target"], item["source"] or "", *(hedge["text"] for hedge in item["hedges"])]
        assert all(words in item["text"] for words in marked), item["id"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_third_item_is_kept_aside(language: str) -> None:
    for item in items(language):
        number = int(item["id"].split("-")[1])
        assert item["part"] == ("kept" if number % 3 == 0 else "build"), item["id"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_sentence_stands_twice(language: str) -> None:
    marked = Counter((item["text"], item["target"]) for item in items(language))
    assert max(marked.values()) == 1, marked.most_common(1)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("label", ["stance", "certainty"])
def test_every_class_is_there_often_enough(language: str, label: str) -> None:
    counts = Counter(item[label] for item in items(language))
    too_few = {name: counts[name] for name, least in LEAST[label].items() if counts[name] < least}
    assert not too_few


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("label", ["stance", "certainty"])
def test_the_second_reader_agrees(language: str, label: str) -> None:
    found = items(language)
    assert len(found) >= 600
    assert sum(item["second"][label] == item[label] for item in found) / len(found) > 0.9
