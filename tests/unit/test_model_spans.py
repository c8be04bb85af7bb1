"""Stretches of the trained reader by place, against the same asked of every stretch in turn."""

from __future__ import annotations

import random

import pytest

from dementi.read.model.keeping import Told
from dementi.read.model.labels import TAGS, labelled
from dementi.read.model.spans import Spans
from dementi.read.model.stretches import dealt
from dementi.read.rules.analysis import Attribution, Range


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ("", []),
        ("O O", []),
        ("B-cue", [("cue", 0, 1)]),
        ("O B-cue I-cue O B-source", [("cue", 1, 3), ("source", 4, 5)]),
        ("B-cue B-cue", [("cue", 0, 1), ("cue", 1, 2)]),
        ("B-cue I-source I-source", [("cue", 0, 1), ("source", 1, 3)]),
        ("O I-content I-content", [("content", 1, 3)]),
    ],
)
def test_labelled_tokens_as_stretches(labels: str, found: list[tuple[str, int, int]]) -> None:
    assert list(labelled(labels.split())) == found
    assert set(labels.split()) <= set(TAGS)


def spans_by_chance(draw: random.Random, count: int) -> list[Range]:
    edges = sorted(draw.sample(range(60), 2 * count))
    # Some of them touch.
    ends = [
        after if draw.random() < 0.3 else end for end, after in zip(edges[1::2], edges[2::2], strict=False)
    ]
    return list(zip(edges[::2], [*ends, edges[-1]], strict=True))


@pytest.mark.parametrize("seed", range(30))
def test_spans_that_overlap_are_found(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test text
    spans = spans_by_chance(draw, 8)
    # Ranges of the rules lie in any order, overlap one another and may be empty.
    others = [(begin, begin + draw.randrange(12)) for begin in draw.sample(range(60), seed % 5)]
    slow = [(b, e) for b, e in spans if any(begin < e and b < end for begin, end in others)]
    found = Spans(spans)
    assert found.over(others) == slow
    assert [spans[number] for number in found.numbers_over(others)] == slow
    low, high = sorted(draw.sample(range(60), 2))
    assert found.begun_between(low, high) == sum(1 for begin, _ in spans if low <= begin < high)


def test_dealt_to_the_stretch_they_begin_in() -> None:
    cut = [(0, 10), (10, 12), (12, 30)]
    assert dealt([11, 0, 29, 12, 9, 10], cut) == [[1, 4], [0, 5], [2, 3]]
    assert dealt([], cut) == [[], [], []]


def content(*ranges: Range) -> Attribution:
    return Attribution(kind="indirect", content=list(ranges), stance="asserts")


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        (content((0, 10)), True),
        (content((2, 12)), True),
        (content((0, 3)), False),  # a small part of a content is one of its own
        (content((20, 24), (26, 28)), True),
        (content((40, 50)), False),
        (content(), False),
    ],
)
def test_a_content_told_but_for_its_borders(asked: Attribution, *, is_told: bool) -> None:
    assert Told([content((0, 10)), content((20, 28)), content()]).holds(asked) == is_told
