"""Macro averages, intervals and kappa against values worked out by hand."""

from __future__ import annotations

import pytest

from dementi.evaluate import classes
from dementi.evaluate.classes import Pair

#: gold a: right, right, taken for b, missed; gold b: right.
DOCUMENTS: list[list[Pair]] = [[("a", "a"), ("a", "b")], [("a", "a")], [("b", "b")], [("a", "none")]]


def test_the_macro_average_is_over_the_classes_of_gold() -> None:
    macro, by_class = classes.scores("stance", DOCUMENTS)
    found = {one.name: (one.precision, one.recall, one.f1) for one in by_class}
    # a: precision 2/2, recall 2/4; b: precision 1/2, recall 1/1. "none" is no class.
    assert found == {"a": (100.0, 50.0, 66.7), "b": (50.0, 100.0, 66.7)}
    assert (macro.precision, macro.recall, macro.f1) == (75.0, 75.0, 66.7)
    assert (macro.gold_count, macro.predicted_count) == (5, 4)


def test_the_interval_encloses_the_score_and_repeats() -> None:
    macro, _ = classes.scores("stance", DOCUMENTS)
    assert macro.low is not None
    assert macro.high is not None
    assert macro.low <= macro.f1 <= macro.high
    assert macro.low < macro.high
    assert classes.scores("stance", DOCUMENTS)[0] == macro


def test_a_class_that_only_the_reader_gives_is_no_line_of_its_own() -> None:
    _, by_class = classes.scores("stance", [[("a", "c")], [("a", "a")]])
    assert [one.name for one in by_class] == ["a"]


def test_no_items_score_nothing() -> None:
    macro, by_class = classes.scores("stance", [])
    assert (macro.f1, macro.low, by_class) == (0.0, None, ())


def test_confusions_come_by_frequency() -> None:
    pairs = [("a", "b"), ("b", "a"), ("b", "a"), ("a", "a")]
    found = [(one.gold, one.predicted, one.count) for one in classes.confusions("stance", pairs)]
    assert found == [("b", "a", 2), ("a", "b", 1)]


@pytest.mark.parametrize(
    ("pairs", "share", "kappa"),
    [
        # Cohen's own kind of table: 20 + 15 of 50 agree; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 70.0, 0.4),
        ([("y", "y"), ("n", "n")], 100.0, 1.0),
        ([("y", "n"), ("n", "y")], 0.0, -1.0),
        ([("y", "y"), ("y", "y")], 100.0, 1.0),
    ],
)
def test_kappa_takes_chance_off(pairs: list[Pair], share: float, kappa: float) -> None:
    found = classes.agreement("stance", pairs)
    assert (found.share, found.kappa, found.count) == (share, kappa, len(pairs))
