"""The gold of quantities and dates holds together, and the reader keeps its level on the part kept aside."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dementi.read.dates import dates
from dementi.read.quantities import quantities

GOLD = Path(__file__).parents[1] / "gold"
#: Only moves up, and on purpose; how often the part was looked at stands in docs/reference.
FLOOR = 0.95
Item = Mapping[str, Any]


def items(name: str) -> list[Item]:
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line) for line in lines]


def read_quantities(item: Item) -> set[tuple[object, ...]]:
    return {(*one.span, one.low, one.high, one.unit) for one in quantities(item["text"], item["language"])}


def gold_quantities(item: Item) -> set[tuple[object, ...]]:
    return {(*one["span"], one["low"], one["high"], one["unit"]) for one in item["quantities"]}


def read_dates(item: Item) -> set[tuple[object, ...]]:
    published_on = date.fromisoformat(item["published_on"]) if item["published_on"] else None
    return set(dates(item["text"], item["language"], published_on))


def gold_dates(item: Item) -> set[tuple[object, ...]]:
    return {(*one["span"], one["when"]) for one in item["dates"]}


def f1(pairs: Iterable[tuple[set[tuple[object, ...]], set[tuple[object, ...]]]]) -> float:
    counts = Counter[str]()
    for found, wanted in pairs:
        counts.update(right=len(found & wanted), found=len(found), wanted=len(wanted))
    return 2 * counts["right"] / (counts["found"] + counts["wanted"])


@pytest.mark.parametrize("part", ["build", "kept"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_level(language: str, part: str) -> None:
    def chosen(name: str) -> list[Item]:
        return [item for item in items(name) if (item["language"], item["part"]) == (language, part)]

    assert f1((read_quantities(item), gold_quantities(item)) for item in chosen("quantities")) >= FLOOR
    assert f1((read_dates(item), gold_dates(item)) for item in chosen("dates")) >= FLOOR


@pytest.mark.parametrize("name", ["quantities", "dates"])
def test_gold_is_large_enough_and_its_spans_are_exact(name: str) -> None:
    gold = items(name)
    assert len({item["id"] for item in gold}) == len({item["text"] for item in gold}) == len(gold)
    for item in gold:
        number = int(item["id"].rpartition("-")[2])
        assert item["part"] == ("kept" if number % 3 == 0 else "build"), item["id"]
        for mention in item[name]:
            assert item["text"][slice(*mention["span"])] == mention["text"], item["id"]
    mentions = Counter(item["language"] for item in gold for _ in item[name])
    assert min(mentions.values()) >= 160
    assert sum(mentions.values()) >= 320
    assert sum(not item[name] for item in gold) >= 15, "texts without a mention are traps that the gold needs"
