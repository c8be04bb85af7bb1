"""Closed labels: the passes against plain loops, the pool taken apart, and odd tables."""

from __future__ import annotations

import math
import pickle
from typing import NamedTuple

import numpy as np
import pytest

from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Block, Coded, Shape, blocks, one_block
from dementi.weigh.tables.engine import LocalEngine
from dementi.weigh.tables.fits import Fit
from dementi.weigh.tables.labels import fit, fit_labels, training
from dementi.weigh.tables.labels.beliefs import Belief, Search, believe
from dementi.weigh.tables.labels.pooling import cells_step, pooled
from dementi.weigh.tables.labels.predictive import Foretelling, Outlook, logs_step, score_step, stacked
from dementi.weigh.tables.labels.voices import Pass, Voices, pass_step
from dementi.weigh.tables.priors import LabelPriors

Rows = list[tuple[int, int, int]]  # source, item, label

NO_PRIORS = LabelPriors()


class Made(NamedTuple):
    block: Block
    shape: Shape


def made(
    rows: Rows, *, label_count: int, weights: list[float] | None = None, known: dict[int, int] | None = None
) -> Made:
    """The block of some rows; ``known`` has the labels known of items."""
    source, item, value = (np.array(column, np.int32) for column in zip(*rows, strict=True))
    shape = Shape(int(source.max()) + 1, int(item.max()) + 1, label_count, 0, len(rows))
    answers = np.full(shape.item_count, UNKNOWN, np.int32)
    for place, label in (known or {}).items():
        answers[place] = label
    weight = np.array(weights or [1.0] * len(rows), np.float32)
    block = one_block(Coded(source, item, value, weight), shape, answers)
    return Made(block, shape._replace(cell_count=block.cell_count, statement_count=block.statement_count))


def fitted(one: Made, *, priors: LabelPriors = NO_PRIORS, statement_count: int = 250_000) -> Fit:
    engine = LocalEngine(tuple(blocks(one.block, statement_count=statement_count)))
    return fit_labels(engine, one.shape, priors, 0)


def probabilities(one: Made, found: Fit) -> dict[tuple[int, int], float]:
    """By item and label."""
    item = np.repeat(one.block.item, np.diff(one.block.item_start))
    numbers = np.concatenate(found.cells)
    return {(int(i), int(x)): float(p) for i, x, p in zip(item, one.block.value, numbers, strict=True)}


def drawn(
    seed: int,
    *,
    accuracies: list[float],
    item_count: int,
    shares: list[float],
    per_item: int = 5,
    hard: float = 0.0,
) -> tuple[Rows, list[int]]:
    """Independent sources; on a share ``hard`` of the items every second right statement goes to one lure."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(len(shares), size=item_count, p=shares)
    rows: Rows = []
    for item in range(item_count):
        is_hard = rng.random() < hard
        lure = int(rng.integers(len(shares)))
        for source in rng.permutation(len(accuracies))[:per_item]:
            right = rng.random() < accuracies[source]
            wrong = (truth[item] + 1 + rng.integers(len(shares) - 1)) % len(shares)
            label = int(truth[item] if right else wrong)
            is_lured = is_hard and right and rng.random() < 0.5
            rows.append((int(source), item, lure if is_lured else label))
    return rows, [int(x) for x in truth]


def accuracy(one: Made, found: Fit, truth: list[int]) -> tuple[float, float]:
    """Share of items whose most probable label is right, and the mean probability of that label."""
    best: dict[int, tuple[float, int]] = {}
    for (item, label), p in probabilities(one, found).items():
        best[item] = max(best.get(item, (0.0, -1)), (p, label))
    right = [best[item][1] == label for item, label in enumerate(truth)]
    return sum(right) / len(right), sum(p for p, _ in best.values()) / len(best)


def mean_discount(one: Made, found: Fit) -> float:
    """What counts of the statements, over the first items."""
    return float(np.mean([found.contributions(one.block, place).discount.mean() for place in range(50)]))


# a. Passes and predictions against plain loops.


@pytest.fixture
def voices() -> Voices:
    """Three sources, two labels, two kinds of items each."""
    rng = np.random.default_rng(3)
    return Voices(rng.normal(size=3), rng.normal(size=(3, 2, 4)), rng.normal(size=4), 2)


ROWS: Rows = [(0, 0, 0), (1, 0, 1), (2, 0, 1), (0, 1, 1), (1, 1, 1), (2, 2, 0), (0, 3, 1), (2, 3, 0)]
WEIGHTS = [1.0, 0.5, 2.0, 1.0, 1.0, 1.0, 3.0, 0.25]
KNOWN = {1: 0, 3: 1}


def states_by_hand(voices: Voices, item: int) -> np.ndarray:
    shares = free_states_by_hand(voices, item)
    if item in KNOWN:
        shares[np.arange(4) // 2 != KNOWN[item]] = 0.0
    return shares / shares.sum()


def free_states_by_hand(voices: Voices, item: int) -> np.ndarray:
    """The states of an item as if no answer were known."""
    scores = voices.log_prior.copy()
    for (source, at, label), weight in zip(ROWS, WEIGHTS, strict=True):
        if at == item:
            scores += weight * (
                voices.table[source, label] + voices.gain[source] * (np.arange(4) // 2 == label)
            )
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()


def test_a_pass_sums_what_loops_sum(voices: Voices) -> None:
    # Item 1 has the known label 0, which nobody claims: label 1 is ruled out.
    one = made(ROWS, label_count=2, weights=WEIGHTS, known=KNOWN)
    assert one.block.known.tolist() == [UNKNOWN, UNCLAIMED, UNKNOWN, 5]
    counts, right, states = pass_step(one.block, Pass(voices, 1, False))
    expected_counts, expected_right = np.zeros((3, 2, 4)), np.zeros(3)
    for (source, item, label), weight in zip(ROWS, WEIGHTS, strict=True):
        shares = states_by_hand(voices, item)
        expected_counts[source, label] += weight * shares
        expected_right[source] += weight * shares[np.arange(4) // 2 == label].sum()
    assert counts == pytest.approx(expected_counts)
    assert right == pytest.approx(expected_right)
    assert states == pytest.approx(sum(states_by_hand(voices, item) for item in range(4)))


def test_a_sample_is_whole_items(voices: Voices) -> None:
    one = made(ROWS, label_count=2)
    _, _, states = pass_step(one.block, Pass(voices, 2, False))
    assert states.sum() == pytest.approx(2.0)  # items 0 and 2 of 0 to 3


def test_the_pool_averages_logarithms(voices: Voices) -> None:
    one = made(ROWS, label_count=2, weights=WEIGHTS, known=KNOWN)
    other = voices._replace(gain=-voices.gain)
    cells, elsewhere, _ = cells_step(one.block, pooled([voices, other], np.array([0.75, 0.25]), 3))
    for item in (0, 2):
        labels = [states_by_hand(which, item).reshape(2, 2).sum(axis=1) for which in (voices, other)]
        mixed = labels[0] ** 0.75 * labels[1] ** 0.25
        claimed = sorted({label for _, at, label in ROWS if at == item})
        begin = one.block.item_start[item]
        assert cells[begin : begin + len(claimed)] == pytest.approx((mixed / mixed.sum())[claimed])
    assert elsewhere.tolist() == pytest.approx([0.0, 1.0, 1.0 - cells[3], 0.0])


def test_a_statement_is_foretold_from_the_others_of_its_item_and_without_itself(voices: Voices) -> None:
    one = made(ROWS, label_count=2, weights=WEIGHTS)
    counts = np.random.default_rng(5).uniform(2.0, 5.0, (3, 2, 4))
    expected = np.array([[4.0, 1.0], [1.0, 4.0]])
    none = np.zeros((0, 0))
    asked = Foretelling(
        voices, 2, Belief(4.0, 1.0), np.zeros(3), np.zeros(3), expected, np.zeros(0), none, none, np.zeros(0),
        counts, np.array([0.0, 0.5]), 1,
    )  # fmt: skip
    label_of = np.arange(4) // 2
    # The first statement: source 0 says 0 of item 0; weight 1 beside weights 0.5 and 2 of sources 1 and 2.
    now = free_states_by_hand(voices, 0)
    seen = counts[0] - np.array([now, np.zeros(4)]) + expected.T[:, label_of]
    chance = seen[0] / seen.sum(axis=0)
    by_hand = []
    for correlation in (0.0, 0.5):
        others = sum(
            weight * (voices.table[source, 1] + voices.gain[source] * (label_of == 1))
            for source, weight in ((1, 0.5), (2, 2.0))
        )
        scores = voices.log_prior + others / (1.0 + correlation * (2.5 - 1.0))
        shares = np.exp(scores) / np.exp(scores).sum()
        by_hand.append(math.log(shares @ chance))
    for correlation, log in zip((0.0, 0.5), by_hand, strict=True):
        told = logs_step(one.block, asked._replace(correlations=np.array([correlation])))
        assert told[0] == pytest.approx([log, 1.0])
    sums, weight = score_step(one.block, asked)
    assert weight[0] == pytest.approx(sum(WEIGHTS))
    assert len(sums) == 2


def test_stacking_prefers_who_foretells_better_and_keeps_a_least_share() -> None:
    weight = np.ones(5000)
    good, bad = Outlook(0.0, np.full(5000, -0.2), weight), Outlook(0.0, np.full(5000, -2.0), weight)
    assert stacked([bad, good], np.array([0.0, 0.0])) == pytest.approx([0.0, 1.0], abs=0.01)
    assert stacked([bad, good], np.array([0.1, 0.0])) == pytest.approx([0.1, 0.9], abs=0.01)


def test_a_few_statements_do_not_choose_a_model() -> None:
    weight = np.ones(2)
    good, bad = Outlook(0.0, np.full(2, -0.2), weight), Outlook(0.0, np.full(2, -2.0), weight)
    assert stacked([bad, good], np.array([0.0, 0.0])) == pytest.approx([0.5, 0.5], abs=0.15)


def test_sources_are_believed_to_differ_as_they_do() -> None:
    total = np.full(200, 50.0)
    right = np.random.default_rng(0).binomial(50, np.random.default_rng(1).beta(8.0, 2.0, 200)).astype(float)
    belief, search = believe(right, total, Search(), NO_PRIORS)
    assert belief.mean == pytest.approx(0.8, abs=0.03)
    assert 6.0 < belief.right + belief.wrong < 16.0
    assert believe(right, total, search, NO_PRIORS) == (belief, search)


def test_what_the_user_believes_is_kept() -> None:
    belief, _ = believe(np.array([9.0]), np.array([10.0]), Search(), LabelPriors(0.6, 20.0, None))
    assert belief == pytest.approx((12.0, 8.0))


# b. The fit taken apart.


@pytest.mark.parametrize("label_count", [2, 3])
def test_bits_add_up_to_the_log_odds(label_count: int) -> None:
    rows, _ = drawn(
        1, accuracies=[0.9, 0.8, 0.7, 0.6, 0.3], item_count=40, shares=[1 / label_count] * label_count
    )
    one = made(rows, label_count=label_count, weights=[0.5 + (k % 3) for k in range(len(rows))])
    found = fitted(one)
    numbers = probabilities(one, found)
    for place in range(one.block.item_count):
        parts = found.contributions(one.block, place)
        begin, end = one.block.item_start[place : place + 2]
        for k, label in enumerate(one.block.value[begin:end]):
            p = numbers[int(one.block.item[place]), int(label)]
            assert parts.prior_bits[k] + parts.bits[:, k].sum() == pytest.approx(
                math.log2(p / (1.0 - p)), abs=1e-6
            )


def test_a_known_answer_is_infinitely_sure_and_its_statements_still_speak() -> None:
    one = made([(0, 0, 0), (1, 0, 1), (0, 1, 0), (1, 1, 0)], label_count=2, known={0: 1})
    found = fitted(one)
    assert probabilities(one, found)[0, 1] == 1.0
    parts = found.contributions(one.block, 0)
    assert parts.prior_bits.tolist() == [-np.inf, np.inf]
    assert np.isfinite(parts.bits).all()


def test_a_known_answer_that_nobody_claims_leaves_all_probability_elsewhere() -> None:
    one = made([(0, 0, 0), (1, 0, 0), (0, 1, 1), (1, 1, 2)], label_count=3, known={0: 2})
    found = fitted(one)
    assert probabilities(one, found)[0, 0] == 0.0
    assert found.elsewhere[0].tolist()[0] == 1.0


def test_how_items_are_cut_into_blocks_changes_nothing() -> None:
    rows, _ = drawn(2, accuracies=[0.9, 0.8, 0.7, 0.6, 0.3, 0.5], item_count=60, shares=[0.5, 0.5])
    one = made(rows, label_count=2)
    whole, cut = fitted(one), fitted(one, statement_count=40)
    assert len(cut.cells) > 3
    assert np.concatenate(cut.cells) == pytest.approx(whole.cells[0], abs=1e-9)
    assert cut.sources.reliability == pytest.approx(whole.sources.reliability, abs=1e-9)


def test_a_statement_without_weight_is_as_none() -> None:
    rows, _ = drawn(3, accuracies=[0.9, 0.8, 0.7, 0.6], item_count=30, shares=[0.4, 0.3, 0.3], per_item=3)
    mute = [*rows, (3, 0, 2)]
    with_mute = probabilities(*_both(made(mute, label_count=3, weights=[1.0] * len(rows) + [0.0])))
    without = probabilities(*_both(made(rows, label_count=3)))
    assert {key: with_mute[key] for key in without} == pytest.approx(without, abs=1e-6)


def _both(one: Made) -> tuple[Made, Fit]:
    return one, fitted(one)


def test_the_more_weight_the_more_is_said() -> None:
    rows = [(s, i, 0) for s in range(4) for i in range(5)] + [(0, 5, 0), (1, 5, 1)]
    light = probabilities(*_both(made(rows, label_count=2, weights=[1.0] * 22)))
    heavy = probabilities(*_both(made(rows, label_count=2, weights=[1.0] * 20 + [3.0, 1.0])))
    assert heavy[5, 0] > light[5, 0]


def test_a_source_repeated_to_the_letter_is_heard_once() -> None:
    rows, _ = drawn(4, accuracies=[0.9, 0.7, 0.6, 0.5], item_count=30, shares=[0.5, 0.5], per_item=3)
    copied = rows + [(4, item, label) for source, item, label in rows if source == 3]
    once, twice = made(rows, label_count=2), made(copied, label_count=2)
    found = fitted(twice)
    assert probabilities(twice, found) == pytest.approx(probabilities(*_both(once)), abs=1e-9)
    assert (found.copies.source.tolist(), found.copies.of.tolist()) == ([4], [3])
    assert found.sources.reliability[4] == found.sources.reliability[3]
    assert found.sources.bits[4] == 0.0
    parts = found.contributions(twice.block, int(np.flatnonzero(twice.block.item == rows[-1][1])[0]))
    assert (parts.discount[parts.source == 4] == 0.0).all()


def test_the_users_shares_of_labels_decide_where_nobody_else_does() -> None:
    rows = [(s, i, i % 2) for s in range(2) for i in range(6)] + [(0, 6, 0), (1, 6, 1)]
    one = made(rows, label_count=2)
    even = probabilities(one, fitted(one, priors=LabelPriors(None, None, np.array([0.5, 0.5]))))
    uneven = probabilities(one, fitted(one, priors=LabelPriors(None, None, np.array([0.9, 0.1]))))
    assert even[6, 0] == pytest.approx(0.5, abs=0.01)
    assert 0.8 < uneven[6, 0] < 0.97


# c. What is learned of sources and of dependence.


def test_who_always_says_the_opposite_is_read_the_other_way_round() -> None:
    rows, truth = drawn(5, accuracies=[0.9] * 8 + [0.1, 0.1], item_count=300, shares=[0.5, 0.5])
    one = made(rows, label_count=2)
    found = fitted(one)
    counted = [2 * sum(x for _, at, x in rows if at == item) > 5 for item in range(300)]
    majority = sum(int(says) == label for says, label in zip(counted, truth, strict=True)) / 300
    assert accuracy(one, found, truth)[0] > majority + 0.02
    assert found.sources.high[8:].max() < 0.3
    assert found.sources.low[:8].min() > 0.8


def test_rare_labels_are_found() -> None:
    rows, truth = drawn(6, accuracies=[0.85] * 12, item_count=400, shares=[0.93, 0.07])
    one = made(rows, label_count=2)
    found = fitted(one)
    share, said = accuracy(one, found, truth)
    assert share > 0.95
    assert said == pytest.approx(share, abs=0.05)


def test_independent_statements_are_taken_as_such_and_probabilities_come_true() -> None:
    rows, truth = drawn(7, accuracies=[0.6, 0.65, 0.7, 0.75, 0.8] * 4, item_count=800, shares=[0.25] * 4)
    one = made(rows, label_count=4)
    found = fitted(one)
    share, said = accuracy(one, found, truth)
    assert said == pytest.approx(share, abs=0.03)
    assert mean_discount(one, found) > 0.8


def test_errors_shared_by_all_make_one_less_sure() -> None:
    rows, truth = drawn(8, accuracies=[0.8] * 20, item_count=600, shares=[0.25] * 4, hard=0.4)
    one = made(rows, label_count=4)
    found = fitted(one)
    assert mean_discount(one, found) < 0.7
    share, said = accuracy(one, found, truth)
    assert said < share + 0.12


# d. Odd tables.


@pytest.mark.parametrize(
    ("rows", "label_count"),
    [
        pytest.param([(0, 0, 0)], 1, id="one statement, one label"),
        pytest.param([(0, 0, 0), (1, 0, 1)], 2, id="two that differ"),
        pytest.param([(k, k, k % 3) for k in range(9)], 3, id="one statement per source and item"),
        pytest.param([(k % 5, k // 5, (k * k) % 7) for k in range(60)], 50, id="labels nobody uses"),
        pytest.param([(s, 0, s % 2) for s in range(400)], 2, id="one item of many voices"),
    ],
)
def test_small_and_odd_tables_give_probabilities(rows: Rows, label_count: int) -> None:
    one = made(rows, label_count=label_count)
    found = fitted(one)
    for cells, elsewhere in zip(found.cells, found.elsewhere, strict=True):
        sums = np.add.reduceat(cells, one.block.item_start[:-1]) + elsewhere
        assert sums == pytest.approx(1.0)
        assert (cells > 0.0).all()
    assert (found.sources.low <= found.sources.reliability).all()
    assert (found.sources.reliability <= found.sources.high).all()
    assert sum(model.weight for model in found.models) == pytest.approx(1.0)


def test_two_who_differ_leave_it_open() -> None:
    numbers = probabilities(*_both(made([(0, 0, 0), (1, 0, 1)], label_count=2)))
    assert numbers == pytest.approx({(0, 0): 0.5, (0, 1): 0.5})


def test_too_many_sources_for_rows_have_one_reliability_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "LARGEST_TABLE", 10)
    rows, truth = drawn(9, accuracies=[0.9] * 6, item_count=50, shares=[0.4, 0.3, 0.3])
    one = made(rows, label_count=3)
    found = fitted(one)
    assert [model.model for model in found.models] == ["reliability"]
    assert "no rows" in found.notes[0]
    assert accuracy(one, found, truth)[0] > 0.9


def test_a_large_table_learns_from_a_sample_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, truth = drawn(10, accuracies=[0.9, 0.8, 0.7, 0.6] * 3, item_count=500, shares=[0.5, 0.5])
    one = made(rows, label_count=2)
    whole = fitted(one)
    monkeypatch.setattr(training, "SAMPLE_STATEMENTS", 800)
    monkeypatch.setattr(training, "LARGE_STATEMENTS", 1000)
    sampled = fitted(one)
    assert accuracy(one, sampled, truth)[0] >= accuracy(one, whole, truth)[0] - 0.01
    assert sampled.sources.reliability == pytest.approx(whole.sources.reliability, abs=0.03)


def test_steps_and_what_they_ask_travel() -> None:
    voices = Voices(np.zeros(1), np.zeros((2, 2, 2)), np.zeros(2), 1)
    step, params = pickle.loads(pickle.dumps((pass_step, Pass(voices, 1, False))))  # noqa: S301 - our own
    assert step is pass_step
    assert params.voices.table.shape == (2, 2, 2)
