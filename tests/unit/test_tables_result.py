"""The tables that a result tells, on a table small enough to count by hand."""

from __future__ import annotations

import polars as pl
import pytest

from dementi.errors import UsageError
from dementi.weigh import Priors, TruthDiscovery, TruthResult

#: Three who agree on thirty items, and one who says "no" whenever it is "yes".
TRUTH = ["yes" if k % 3 else "no" for k in range(30)]
ROWS = [
    *(
        (source, f"i{k:02}", TRUTH[k])
        for k in range(30)
        for source in ("a", "b", "c")
        if k % 7 or source != "c"
    ),
    *(("naysayer", f"i{k:02}", "no") for k in range(30)),
]


@pytest.fixture(scope="module")
def result() -> TruthResult:
    return TruthDiscovery("labels").fit(pl.DataFrame(ROWS, schema=["source", "item", "value"], orient="row"))


def test_confusion_tells_what_a_source_says_when_it_is_wrong(result: TruthResult) -> None:
    rows = {(right, said): count for right, said, count, _ in result.confusion("naysayer").rows()}
    assert rows["yes", "no"] == pytest.approx(20, abs=0.5)
    assert rows["no", "no"] == pytest.approx(10, abs=0.5)
    assert sum(rows.values()) == pytest.approx(30, abs=0.5)
    assert result.confusion("a")["share"].max() == pytest.approx(1.0, abs=0.05)


def test_sources_come_with_their_number_of_statements_the_best_first(result: TruthResult) -> None:
    counts = dict(result.sources.select("source", "statements").iter_rows())
    assert counts == {"a": 30, "b": 30, "c": 25, "naysayer": 30}
    assert result.sources["source"][-1] == "naysayer"
    assert result.sources.filter(pl.col("low") > pl.col("reliability")).is_empty()
    assert result.sources.filter(pl.col("high") < pl.col("reliability")).is_empty()


def test_an_exact_copy_is_listed_with_whom_it_repeats(result: TruthResult) -> None:
    assert result.copies.select("source", "of", "shared").rows() == [("b", "a", 30)]


def test_truths_hold_one_row_per_item_in_order(result: TruthResult) -> None:
    assert result.truths["item"].to_list() == [f"i{k:02}" for k in range(30)]
    assert result.truths["value"].to_list() == TRUTH


def test_what_is_not_in_the_table_is_told(result: TruthResult) -> None:
    with pytest.raises(UsageError) as caught:
        result.confusion("nobody")
    assert caught.value.slug == "no-such-source"
    with pytest.raises(UsageError) as caught:
        result.contributions("nothing")
    assert caught.value.slug == "no-such-item"


def test_several_answers_are_never_weighed_as_labels() -> None:
    rows = [
        (f"s{k}", f"i{i:02}", value)
        for i in range(40)
        for k in range(3)
        for value in ("drama", "comedy")[: 1 + k % 2]
    ]
    table = pl.DataFrame(rows, schema=["source", "item", "value"], orient="row")
    for answers in ("auto", "several"):
        found = TruthDiscovery(answers=answers).fit(table)  # type: ignore[arg-type]  # both are allowed
        assert (found.mode, found.answers) == ("open", "several")
    assert TruthDiscovery(answers="one").fit(table).mode == "labels"


def test_prior_labels_are_refused_for_open_values() -> None:
    with pytest.raises(UsageError) as caught:
        TruthDiscovery("open", priors=Priors(values=(("7", 0.9),))).fit(
            {"source": ["a", "b"], "item": ["x", "x"], "value": ["7", "9"]}
        )
    assert caught.value.slug == "bad-prior"


@pytest.mark.parametrize("mode", ["labels", "open"])
def test_a_source_that_nobody_confirms_or_contradicts_stays_unknown(mode: str) -> None:
    table = {
        "source": [f"s{k % 10}" for k in range(200)],
        "item": [f"i{k}" for k in range(200)],
        "value": ["abc"[k * k % 3] for k in range(200)],
    }
    found = TruthDiscovery(mode).fit(table)  # type: ignore[arg-type]  # one of the modes
    assert found.sources["low"].max() < 0.3  # type: ignore[operator]  # a number
    assert found.sources["high"].min() > 0.85  # type: ignore[operator]  # a number
    assert found.truths["probability"].max() < 0.9  # type: ignore[operator]  # a number


def test_one_source_with_very_many_values_for_one_item_is_weighed() -> None:
    count = 100_000
    found = TruthDiscovery().fit(
        {"source": ["one"] * count, "item": ["x"] * count, "value": [f"v{k}" for k in range(count)]}
    )
    assert found.probabilities.height == count
