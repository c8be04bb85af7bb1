"""The label models against the slow and obvious reference: the whole fit, from rows to probabilities."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("numpy", reason="needs the extra tables")
pytest.importorskip("polars", reason="needs the extra tables")
pytest.importorskip("numba", reason="needs the extra tables")

import reference_labels
import reference_labels_pool
from reference_labels import NO_PRIOR, Prior

from dementi.weigh.tables.discovery import TruthDiscovery
from dementi.weigh.tables.labels.beliefs import Search, believe
from dementi.weigh.tables.labels.voices import digamma
from dementi.weigh.tables.priors import LabelPriors, Priors

Row = tuple[str, str, str, float]
COLUMNS = ("source", "item", "value", "weight")


def drawn(seed: int) -> tuple[list[Row], dict[str, str]]:
    """A small table and, for every fourth seed, known answers. Every third seed has weights; one statement
    of twenty is doubled, with the same or another label."""
    chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
    labels = "abcd"[: (2, 2, 3, 4)[seed // 2 % 4]]
    accuracies = [chance.uniform(0.3, 0.98) for _ in range(chance.randint(2, 8))]
    truth = {f"i{number:02d}": chance.choice(labels) for number in range(chance.randint(5, 25))}
    rows = []
    for item, true in truth.items():
        for source, accuracy in enumerate(accuracies):
            for _ in range((chance.random() < 0.7) + (chance.random() < 0.05)):
                said = true if chance.random() < accuracy else chance.choice(labels)
                weight = chance.choice((0.5, 1.0, 2.0)) if seed % 3 == 0 else 1.0
                rows.append((f"s{source}", item, said, weight))
    spoken_of = sorted({row[1] for row in rows})
    known = {item: truth[item] for item in spoken_of if seed % 4 == 1 and chance.random() < 0.3}
    return rows, known


def assert_alike(rows: list[Row], known: dict[str, str], prior: Prior = NO_PRIOR) -> None:
    expected = reference_labels_pool.fit(rows, known, prior)
    table = {name: list(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
    priors = Priors(prior.accuracy, prior.strength, prior.labels or None)
    answers = {"item": list(known), "value": list(known.values())}
    result = TruthDiscovery("labels", priors=priors).fit(table, known=answers if known else None)
    cells = result.probabilities.select("item", "value", "probability").iter_rows()
    every = {(item, value): probability for item, value, probability in cells}
    # The reference tells of claimed labels only.
    found = {key: every[key] for key in expected.probabilities}
    assert found == pytest.approx(expected.probabilities, abs=1e-7, rel=0)
    weights = dict(result.models.select("model", "weight").iter_rows())
    # 200 rounds of stacking multiply what rounding there is.
    assert weights == pytest.approx(expected.weights, abs=1e-5, rel=0)


@pytest.mark.parametrize("seed", range(20))
def test_random_tables(seed: int) -> None:
    rows, known = drawn(seed)
    assert_alike(rows, known)


@pytest.mark.parametrize(
    "prior",
    [
        Prior(accuracy=0.65),
        Prior(strength=12.0),
        Prior(0.9, 3.0),
        Prior(labels=(("a", 0.7), ("b", 0.3))),
        Prior(0.7, None, (("b", 0.6),)),
    ],
)
@pytest.mark.parametrize("seed", [2, 4, 9])
def test_what_the_user_believes(seed: int, prior: Prior) -> None:
    rows, known = drawn(seed)
    assert_alike(rows, known, prior)


def test_an_exact_copy_and_a_source_of_two_statements_twice() -> None:
    rows = [row for row in drawn(6)[0] if row[0] != "s2"]
    copied = [("copy", *row[1:]) for row in rows if row[0] == "s0"]
    short = [(source, f"i{item:02d}", "a", 1.0) for source in ("brief", "short") for item in (0, 1)]
    assert_alike([*copied, *rows, *short], {})


def test_a_known_answer_that_nobody_gives() -> None:
    rows = drawn(4)[0]
    item = next(i for _, i, _, _ in rows if len({row[2] for row in rows if row[1] == i}) == 1)
    said = {row[2] for row in rows if row[1] == item}
    (missing, *_) = sorted({row[2] for row in rows} - said)
    assert_alike(rows, {item: missing})


def test_sources_that_are_hardly_better_than_chance() -> None:
    """The grid of beliefs ends where sources are 0.1 above chance; that point belongs to it."""
    chance = random.Random(77)  # noqa: S311 - chance with a seed, no secret
    rows = [(f"s{s}", f"i{i:02d}", chance.choice("ab"), 1.0) for i in range(20) for s in range(5)]
    assert_alike(rows, {})


@pytest.mark.parametrize("seed", range(10))
def test_the_search_for_a_belief(seed: int) -> None:
    np = pytest.importorskip("numpy")
    chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
    total = [chance.choice((0.0, 1.0, 3.5, 20.0, 60.0)) for _ in range(12)]
    right = [chance.betavariate(4 - 0.35 * seed, 1) * one for one in total]
    place = (chance.randrange(18, 35), chance.randrange(25))
    expected, stop = reference_labels.believe(list(zip(right, total, strict=True)), place, NO_PRIOR, 0.6)
    found, search = believe(np.array(right), np.array(total), Search(*place), LabelPriors(), lowest=0.6)
    assert found == pytest.approx(expected, rel=1e-9)
    assert search == stop


def test_digamma() -> None:
    for x in (0.01, 0.3, 1.0, 2.5, 5.9, 6.0, 40.0, 1e4):
        assert digamma(x) == pytest.approx(reference_labels.digamma(x), abs=1e-9)
