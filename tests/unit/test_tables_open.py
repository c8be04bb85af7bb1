"""Open values: the probability of each value, the sources, copies, similar values, several answers."""

import math
import random

import pytest

np = pytest.importorskip("numpy", reason="needs the extra tables")
pl = pytest.importorskip("polars", reason="needs the extra tables")
pytest.importorskip("numba", reason="needs the extra tables")

from dementi.weigh.tables.blocks import UNCLAIMED, UNKNOWN, Coded, Shape, blocks, one_block  # noqa: E402
from dementi.weigh.tables.engine import LocalEngine  # noqa: E402
from dementi.weigh.tables.intervals import beta_quantiles  # noqa: E402
from dementi.weigh.tables.open_values import clones, fit_open  # noqa: E402
from dementi.weigh.tables.open_values.model import Beta, Model, Sources, digamma, empirical, no_copies  # noqa: E402
from dementi.weigh.tables.open_values.posterior import posterior_step  # noqa: E402
from dementi.weigh.tables.open_values.predictive import item_scores_step  # noqa: E402
from dementi.weigh.tables.open_values.similarity import (  # noqa: E402
    LIKENESSES,
    Likeness,
    features,
    no_features,
    stands_for,
)
from dementi.weigh.tables.priors import Priors  # noqa: E402


class Table:
    """Rows (source, item, value[, weight]) as one block, with the names that its codes stand for."""

    def __init__(self, rows, known=None):
        self.sources = sorted({row[0] for row in rows})
        self.items = sorted({row[1] for row in rows})
        self.values = sorted({row[2] for row in rows} | set((known or {}).values()))
        coded = Coded(
            np.array([self.sources.index(row[0]) for row in rows], np.int32),
            np.array([self.items.index(row[1]) for row in rows], np.int32),
            np.array([self.values.index(row[2]) for row in rows], np.int32),
            np.array([row[3] if len(row) > 3 else 1.0 for row in rows], np.float32),
        )
        shape = Shape(len(self.sources), len(self.items), len(self.values), 0, len(rows))
        answers = np.full(len(self.items), UNKNOWN, np.int32)
        for item, value in (known or {}).items():
            claimed = any(row[1] == item and row[2] == value for row in rows)
            answers[self.items.index(item)] = self.values.index(value) if claimed else UNCLAIMED
        self.block = one_block(coded, shape, answers)
        self.shape = shape._replace(
            cell_count=self.block.cell_count, statement_count=self.block.statement_count
        )

    def fit(self, answers="one", *, cut=250_000, priors=None):
        engine = LocalEngine(tuple(blocks(self.block, statement_count=cut)))
        return fit_open(engine, self.shape, pl.Series(self.values), priors or Priors(), answers)

    def probabilities(self, fit):
        """{item: {value: probability}}"""
        return self._named(np.concatenate(fit.cells))

    def _named(self, cells):
        out = {}
        for i, item in enumerate(self.block.item):
            places = range(self.block.item_start[i], self.block.item_start[i + 1])
            out[self.items[item]] = {self.values[self.block.value[c]]: float(cells[c]) for c in places}
        return out


def seeded(seed):
    return random.Random(seed)  # noqa: S311  chance with a seed; nothing is secret here


def drawn(seed, *, sources=20, items=200, coverage=0.4, false_values=10, accuracy=(0.5, 0.95), clique=0):
    """Rows by independent sources, and, if wanted, by a clique that copies one bad source; and the truth."""
    rng = seeded(seed)
    rows, truth = [], {}
    names = {}
    for i in range(items):
        names[i] = rng.sample(range(1000), false_values + 1)
        truth[f"i{i}"] = f"v{names[i][0]}"

    def says(i, reliability):
        return f"v{names[i][0 if rng.random() < reliability else rng.randint(1, false_values)]}"

    for s in range(sources):
        reliability = rng.uniform(*accuracy)
        rows += [(f"s{s:02}", f"i{i}", says(i, reliability)) for i in range(items) if rng.random() < coverage]
    if clique:
        base = {i: says(i, 0.35) for i in range(items)}
        for c in range(clique):
            for i in range(items):
                if rng.random() < coverage:
                    rows.append((f"c{c:02}", f"i{i}", base[i] if rng.random() < 0.9 else says(i, 0.35)))
    return rows, truth


def accuracy(probabilities, truth):
    return sum(max(of, key=of.get) == truth[item] for item, of in probabilities.items()) / len(probabilities)


def calibration_error(probabilities, truth):
    """Expected calibration error of the most probable values, over ten buckets."""
    buckets = {}
    for item, of in probabilities.items():
        best = max(of, key=of.get)
        buckets.setdefault(min(int(of[best] * 10), 9), []).append((of[best], best == truth[item]))
    error = sum(abs(sum(p for p, _ in rows) - sum(ok for _, ok in rows)) for rows in buckets.values())
    return error / len(probabilities)


# The plain reference


def log_sources(not_wrong, precise):
    not_wrong, precise = np.array(not_wrong), np.array(precise)
    voice = np.ones(len(not_wrong))
    return Sources(np.log(not_wrong), np.log(1 - not_wrong), np.log(precise), np.log(1 - precise), voice)


def joint(statements, claimed, truth, not_wrong, precise, words, false_count, concentration):
    """P(truth and all statements), ball by ball. ``statements``: (source, value); truth None: unclaimed."""
    false_values = max(false_count, len(claimed))
    related = {v for v in claimed if truth is not None and words and set(v) < set(truth)}
    can_be_general = bool(truth) and words and len(truth) > 1
    p = 1.0 if truth is not None else false_values + 1 - len(claimed)
    urn, balls = {}, 0
    for s, value in statements:
        if value == truth:
            p *= not_wrong[s] * (precise[s] if can_be_general else 1.0)
        elif value in related:
            p *= not_wrong[s] * (1 - precise[s]) / (len(related) + 1)
        else:
            p *= 1 - not_wrong[s]
            p *= (concentration / false_values + urn.get(value, 0)) / (concentration + balls)
            urn[value] = urn.get(value, 0) + 1
            balls += 1
    return p


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_general", [False, True])
def test_posterior_and_score_equal_a_plain_reference(seed, is_general):
    rng = seeded(seed)
    words = ["a", "b", "a b", "a b c", "d"]
    rows = [(f"s{s}", "x", rng.choice(words)) for s in range(6)]
    table = Table(rows)
    not_wrong = [rng.uniform(0.2, 0.9) for _ in table.sources]
    precise = [rng.uniform(0.2, 0.9) for _ in table.sources]
    false_count, concentration = rng.choice([2.0, 9.0]), rng.choice([0.5, 3.0])
    model = Model(
        log_sources(not_wrong, precise), no_copies(6), features(pl.Series(table.values)),
        LIKENESSES[1 if is_general else 0], false_count, concentration,
    )  # fmt: skip
    claimed = sorted({tuple(value.split()) for _, _, value in rows})

    def joints(statements):
        hypotheses = [*claimed, None]
        given = (not_wrong, precise, is_general, false_count, concentration)
        return np.array([joint(statements, claimed, t, *given) for t in hypotheses])

    said = [(table.sources.index(s), tuple(value.split())) for s, _, value in rows]
    expected = joints(said) / joints(said).sum()
    cells, none = posterior_step(table.block, model)
    by_value = dict(zip([tuple(table.values[v].split()) for v in table.block.value], cells, strict=True))
    assert [by_value[value] for value in claimed] == pytest.approx(expected[:-1])
    assert none[0] == pytest.approx(expected[-1])

    score = 0.0
    unseen = max(false_count, len(claimed)) - len(claimed) + 2
    for k, (_, value) in enumerate(said):
        others = said[:k] + said[k + 1 :]
        is_single = all(other != value for _, other in others)
        score += math.log2(min(1.0, joints(said).sum() / joints(others).sum() * (unseen if is_single else 1)))
    scores, weights = item_scores_step(table.block, model)
    assert scores[0] == pytest.approx(score)
    assert weights[0] == 6


# What the whole fit gives


def test_independent_sources_give_true_and_calibrated_answers_and_no_copies():
    rows, truth = drawn(1)
    table = Table(rows)
    fit = table.fit()
    found = table.probabilities(fit)
    assert accuracy(found, truth) > 0.95
    assert calibration_error(found, truth) < 0.05
    assert not (fit.copies.probability > 0.9).any()
    assert fit.alternative is None


def test_reliability_lies_within_its_interval_as_often_as_it_should():
    rows, truth = drawn(2, sources=40)
    table = Table(rows)
    scores = table.fit().sources
    true = [
        np.mean([value == truth[item] for name, item, value in rows if name == source])
        for source in table.sources
    ]
    inside = (scores.low <= true) & (true <= scores.high)
    assert inside.mean() > 0.85
    assert (scores.low < scores.reliability).all()
    assert (scores.reliability < scores.high).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_clique_of_copiers_that_outvotes_the_rest_is_found_out(seed):
    rows, truth = drawn(seed, sources=10, items=300, coverage=0.7, accuracy=(0.5, 0.8), clique=8)
    table = Table(rows)
    fit = table.fit()
    assert accuracy(table.probabilities(fit), truth) > 0.9
    copiers = {table.sources[s][0] for s in fit.copies.source[fit.copies.probability > 0.5]}
    assert copiers == {"c"}
    # The other way to read such a table, with the clique right, explains it about as well: it is told too.
    cells, _ = fit.alternative
    assert accuracy(table._named(np.concatenate(cells)), truth) < 0.6


def test_a_clique_of_most_sources_is_believed_but_the_other_reading_is_told():
    rows, truth = drawn(0, sources=8, items=300, coverage=0.7, accuracy=(0.5, 0.8), clique=12)
    table = Table(rows)
    fit = table.fit()
    assert accuracy(table.probabilities(fit), truth) < 0.6
    cells, worse = fit.alternative
    assert accuracy(table._named(np.concatenate(cells)), truth) > 0.9
    assert 0 < worse < 0.2


def test_an_added_copy_of_a_source_changes_nothing():
    rows, _ = drawn(3, items=60)
    copied = [("zz", item, value) for source, item, value in rows if source == "s04"]
    table, more = Table(rows), Table(rows + copied)
    before, fit = table.probabilities(table.fit()), more.fit()
    after = more.probabilities(fit)
    for item, of in before.items():
        assert after[item] == pytest.approx(of, abs=1e-9)
    assert [more.sources[s] for s in fit.copies.source[fit.copies.probability == 1.0]] == ["zz"]


def test_sources_with_few_statements_are_no_copies():
    rows = [("a", "x", "1"), ("a", "y", "2"), ("b", "x", "1"), ("b", "y", "2")]
    table = Table(rows)
    assert clones(LocalEngine([table.block]), 2).tolist() == [0, 1]
    more = Table([*rows, ("a", "z", "3"), ("b", "z", "3")])
    assert clones(LocalEngine([more.block]), 2).tolist() == [0, 0]
    other = Table([*rows, ("a", "z", "3"), ("b", "z", "4")])
    assert clones(LocalEngine([other.block]), 2).tolist() == [0, 1]


def test_how_items_are_cut_into_blocks_and_rows_are_ordered_changes_nothing():
    rows, _ = drawn(4, items=80, clique=4, coverage=0.6)
    table = Table(rows)
    whole, cut = table.fit(), table.fit(cut=50)
    assert len(cut.cells) > 3
    assert np.concatenate(cut.cells) == pytest.approx(np.concatenate(whole.cells), abs=1e-9)
    shuffled = seeded(0).sample(rows, len(rows))
    assert np.concatenate(Table(shuffled).fit().cells) == pytest.approx(np.concatenate(whole.cells), abs=1e-9)


def test_new_names_for_sources_change_nothing():
    rows, _ = drawn(5, items=80, clique=4, coverage=0.6)
    renamed = [(source[::-1], item, value) for source, item, value in rows]
    one, two = Table(rows), Table(renamed)
    after = two.probabilities(two.fit())
    for item, of in one.probabilities(one.fit()).items():
        assert after[item] == pytest.approx(of, abs=1e-6)


def test_what_is_given_is_not_changed():
    table = Table(drawn(6, items=30)[0])
    before = [column.copy() for column in table.block]
    table.fit()
    assert all((one == other).all() for one, other in zip(before, table.block, strict=True))


def test_a_lone_statement_is_as_probable_as_its_source_is_reliable():
    rows, _ = drawn(7)
    table = Table([*rows, ("s03", "lonely", "v1")])
    fit = table.fit()
    reliability = fit.sources.reliability[table.sources.index("s03")]
    assert table.probabilities(fit)["lonely"]["v1"] == pytest.approx(reliability, abs=0.02)
    place = list(table.block.item).index(table.items.index("lonely"))
    assert np.concatenate(fit.elsewhere)[place] == pytest.approx(1 - reliability, abs=0.02)


def test_one_more_agreeing_voice_never_lowers_a_value():
    rows, _ = drawn(8, items=100)
    table = Table(rows)
    before = table.probabilities(table.fit())
    item, value = rows[0][1], rows[0][2]
    silent = [source for source in table.sources if all(row[:2] != (source, item) for row in rows)]
    for source in silent[:4]:
        rows = [*rows, (source, item, value)]
        table = Table(rows)
        after = table.probabilities(table.fit())
        assert after[item][value] >= before[item][value] - 1e-4
        before = after


def test_weights_count():
    rows = drawn(9, items=60, sources=8)[0]
    extra = [("s00", "w", "v1", 1.0), ("s01", "w", "v2", 1.0)]
    light, heavy = Table([*rows, *extra]), Table([*rows, extra[0], (*extra[1][:3], 5.0)])
    assert heavy.probabilities(heavy.fit())["w"]["v2"] > light.probabilities(light.fit())["w"]["v2"] + 0.05


def test_known_answers_are_certain_and_teach_the_sources():
    rows, truth = drawn(10, items=60, sources=6)
    known = {f"i{i}": truth[f"i{i}"] for i in range(30) if any(row[1] == f"i{i}" for row in rows)}
    wrong = {item: next(v for v in ("v1001", "v1002") if v != value) for item, value in known.items()}
    table = Table(rows, known)
    fit = table.fit()
    found = table.probabilities(fit)
    for item, value in known.items():
        if value in found[item]:
            assert found[item][value] == 1.0
    lost = Table(rows, wrong)  # nobody claims these: every statement on them was false
    fit_lost = lost.fit()
    assert all(sum(lost.probabilities(fit_lost)[item].values()) == 0.0 for item in wrong)
    assert fit_lost.sources.reliability.mean() < fit.sources.reliability.mean() - 0.1


def test_prior_beliefs_are_kept():
    table = Table([("a", "x", "1"), ("b", "y", "2")])
    fit = table.fit(priors=Priors(accuracy=0.7, strength=1000.0))
    assert fit.sources.reliability == pytest.approx([0.7, 0.7], abs=0.01)


def test_bits_of_an_item_add_up_to_its_log_odds():
    rows, truth = drawn(11, items=50, clique=4, coverage=0.6)
    table = Table(rows, {"i3": truth["i3"]})
    fit = table.fit()
    for place in range(10):
        parts = fit.contributions(table.block, place)
        begin, end = table.block.item_start[place], table.block.item_start[place + 1]
        p = fit.cells[0][begin:end]
        odds = parts.prior_bits + parts.bits.sum(axis=0)
        assert 1 / (1 + 2.0**-odds) == pytest.approx(p, abs=1e-9)
        assert ((parts.discount >= 0) & (parts.discount <= 1)).all()
        assert len(parts.source) == len(parts.cell) == len(parts.bits)


# Similar values


def books(seed, *, shops=30, count=150):
    """Shops that name all authors, and shops that name the first one only."""
    rng = seeded(seed)
    truth = {
        f"b{i}": " ".join(sorted(f"n{k}" for k in rng.sample(range(300), rng.randint(1, 4))))
        for i in range(count)
    }
    rows = []
    for s in range(shops):
        is_short = s % 3 != 0
        for book, authors in truth.items():
            if rng.random() < 0.3:
                said = authors if rng.random() < 0.93 else f"n{rng.randint(300, 900)}"
                rows.append((f"s{s:02}", book, said.split()[0] if is_short else said))
    return rows, truth


def test_a_more_general_value_supports_the_more_specific_one():
    rows, truth = books(0)
    table = Table(rows)
    fit = table.fit()
    assert "general values" in fit.models[0].model
    found = table.probabilities(fit)
    claimed = [item for item in found if truth[item] in found[item]]
    assert sum(max(found[i], key=found[i].get) == truth[i] for i in claimed) > 0.93 * len(claimed)
    reliability = fit.sources.reliability
    assert reliability[0] > reliability[1] + 0.2  # naming one of three authors is not the answer


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ("knuth", "Knuth, Plastock"),
        ("Illinois, US", "Chicago; Illinois; US"),
        ("2011", "2011-12-01"),
        ("3.1", "3.14"),
        ("3.1M", "3142345"),
        ("3100000", "3,142,345"),
        ("7:10 p.m.", "19:10"),
        ("$1,200", "1200.0"),
    ],
)
def test_stands_for(general, specific):
    read = features(pl.Series([general, specific]))
    assert stands_for(read, LIKENESSES[1], 0, 1)
    assert not stands_for(read, Likeness(), 0, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("knuth", "plastock"),
        ("70", "72"),
        ("3.14", "3.1"),
        ("7:10", "19:10"),
        ("chicago us", "us"),
        ("7", "7:10"),
    ],
)
def test_does_not_stand_for(one, other):
    assert not stands_for(features(pl.Series([one, other])), LIKENESSES[1], 0, 1)


def test_close_numbers_and_times_may_stand_for_each_other():
    read = features(pl.Series(["100.0", "100.5", "107.0", "23:59", "00:01", "00:09"]))
    close = {(a, b) for a in range(6) for b in range(6) if stands_for(read, LIKENESSES[2], a, b)}
    assert close == {(0, 1), (1, 0), (3, 4), (4, 3)}


def test_values_may_be_numbers_and_need_not_be_read():
    assert features(pl.Series([1, 20, 300])).number.tolist() == [1.0, 20.0, 300.0]
    assert len(no_features().kind) == 0


# Several answers


def lists(seed, *, sources=20, items=150):
    rng = seeded(seed)
    recall = [rng.uniform(0.4, 0.95) for _ in range(sources)]
    rows, truth = [], {}
    for i in range(items):
        true = rng.randint(1, 4)
        truth[f"i{i}"] = {f"v{k}" for k in range(true)}
        for s in rng.sample(range(sources), 8):
            rows += [(f"s{s:02}", f"i{i}", f"v{k}") for k in range(true) if rng.random() < recall[s]]
            rows += [(f"s{s:02}", f"i{i}", f"v{k}") for k in range(true, true + 4) if rng.random() < 0.1]
    return rows, truth


def test_several_values_of_an_item_may_be_true():
    rows, truth = lists(0)
    table = Table(rows)
    fit = table.fit("several")
    found = table.probabilities(fit)
    right = [(p > 0.5) == (value in truth[item]) for item, of in found.items() for value, p in of.items()]
    assert np.mean(right) > 0.93
    assert "several" in fit.notes[0]


def test_the_silence_of_a_complete_source_counts():
    rows, truth = lists(2)
    complete = [("full", item, value) for item, values in truth.items() for value in values]
    item = [("full", "x", "v1"), ("s00", "x", "v1"), ("s00", "x", "v9"), ("s01", "x", "v1")]
    table = Table([*rows, *complete, *item])
    quiet = Table([*rows, *complete, *item[1:]])
    with_silence = table.probabilities(table.fit("several"))["x"]["v9"]
    assert with_silence < quiet.probabilities(quiet.fit("several"))["x"]["v9"] - 0.1


def test_bits_of_several_answers_add_up_and_known_ones_are_certain():
    rows, _ = lists(1, items=40)
    table = Table(rows, {"i0": "v0"})
    fit = table.fit("several")
    for place in range(10):
        parts = fit.contributions(table.block, place)
        p = fit.cells[0][table.block.item_start[place] : table.block.item_start[place + 1]]
        odds = parts.prior_bits + parts.bits.sum(axis=0)
        assert 1 / (1 + 2.0**-odds) == pytest.approx(p, abs=1e-9)
    assert table.probabilities(fit)["i0"]["v0"] == 1.0


# The mathematics


def test_digamma_and_beta_quantiles_are_those_of_the_books():
    assert digamma(np.array([1.0, 0.5, 10.0])) == pytest.approx(
        [-0.5772156649015329, -1.9635100260214235, 2.2517525890667214]
    )
    yes, no = np.array([1.0, 2.0, 1.0, 40.0]), np.array([1.0, 1.0, 3.0, 10.0])
    assert beta_quantiles(yes, no, 0.05)[:3] == pytest.approx(
        [0.05, math.sqrt(0.05), 1 - 0.95 ** (1 / 3)], abs=1e-6
    )
    assert beta_quantiles(yes, no, 0.95)[3] == pytest.approx(0.8847, abs=1e-3)


def test_an_empirical_prior_finds_how_sources_differ():
    rng = np.random.default_rng(0)
    p = rng.beta(12.0, 4.0, 3000)
    yes = rng.binomial(30, p).astype(float)
    prior = empirical(yes, 30.0 - yes, Beta(4.0, 1.0), rounds=200)
    assert prior == pytest.approx((12.0, 4.0), rel=0.15)
    upside_down = empirical(30.0 - yes, yes, Beta(4.0, 1.0), rounds=50)
    assert upside_down.yes >= upside_down.no
