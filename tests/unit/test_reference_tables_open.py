"""Open values against the slow and obvious reference: posteriors, predictions, learning, several answers."""

from __future__ import annotations

import itertools
import random

import pytest

np = pytest.importorskip("numpy", reason="needs the extra tables")
pytest.importorskip("polars", reason="needs the extra tables")
pytest.importorskip("numba", reason="needs the extra tables")

import reference_open  # noqa: E402
import reference_open_fit  # noqa: E402
import reference_several  # noqa: E402
from reference_open import NONE, Beliefs, Follows, Item, Reading  # noqa: E402

from dementi.weigh.tables.blocks import split  # noqa: E402
from dementi.weigh.tables.discovery import TruthDiscovery  # noqa: E402
from dementi.weigh.tables.engine import LocalEngine  # noqa: E402
from dementi.weigh.tables.intake import intake  # noqa: E402
from dementi.weigh.tables.open_values import several  # noqa: E402
from dementi.weigh.tables.open_values.model import Beta, Copies, Counts, Model  # noqa: E402
from dementi.weigh.tables.open_values.posterior import posterior_step  # noqa: E402
from dementi.weigh.tables.open_values.predictive import bits_step, item_scores_step  # noqa: E402
from dementi.weigh.tables.open_values.similarity import Likeness, features  # noqa: E402
from dementi.weigh.tables.open_values.sources import Setting, State, Table, learned, model_of  # noqa: E402
from dementi.weigh.tables.priors import Priors  # noqa: E402

Items = dict[str, Item]
EXACT = 1e-9

WORDS = ("Paris", "Paris France", "the city of Paris", "Lyon", "Lyon France", "near Lyon, France", "France")
NUMBERS = ("13000", "13200", "13210", "13211", "14000", "0.5", "0.52", "70", "71", "-3")
TIMES = ("9:59", "10:00", "10:01", "10:20", "23:59", "0:00")


class Drawn:
    """A small table, how to read it, who follows whom, and what is believed of its sources."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
        self.sources = [f"s{s}" for s in range(chance.randint(2, 7))]
        values = (WORDS, NUMBERS, TIMES, WORDS + NUMBERS + TIMES)[seed % 4]
        self.items: Items = {}
        for item in range(chance.randint(3, 10)):
            said: Item = {}
            few = chance.sample(values, 4)
            for source in self.sources:
                if chance.random() < 0.8:
                    weight = chance.choice((0.25, 0.5, 1.0, 2.0)) if seed % 3 == 0 else 1.0
                    for value in chance.sample(few, 1 + (chance.random() < 0.3)):
                        said.setdefault(value, {})[source] = weight
            if said:
                self.items[f"i{item}"] = said
        self.known: dict[str, str] = {}
        for item, said in self.items.items():
            if seed % 4 == 1 and chance.random() < 0.3:
                self.known[item] = chance.choice([*said, "elsewhere"])
        self.reading = Reading(
            is_general=seed % 5 > 0, number_share=0.01 * (seed % 2), minutes=2.0 * (seed % 2),
            false_count=chance.choice((2.0, 5.0, 20.0)), concentration=chance.choice((1.0, 4.0, 1e6)),
            correlation=chance.choice((0.0, 0.05, 0.2)),
        )  # fmt: skip
        self.follows: Follows = {}
        for one, other in itertools.combinations(self.sources, 2):
            if seed % 2 and chance.random() < 0.4:
                self.follows.setdefault(other, {})[one] = chance.uniform(0.1, 0.95)
        names = ("not_wrong", "wrong", "precise", "general")
        counts = {source: {name: chance.uniform(0, 9) for name in names} for source in self.sources}
        self.beliefs = Beliefs(counts, (4.0, 1.5), (3.0, 1.0))
        self._code()

    def _code(self) -> None:
        """The same for the engine; a source that gives an item two values has half a voice for each."""
        taken = intake(rows_of(self.items), known=known_of(self.known))
        self.items = {name: shared_out(item) for name, item in self.items.items()}
        self.sources = taken.sources.to_list()
        self.values = taken.values.to_list()
        self.block, _ = split(taken.block(), taken.shape)
        self.engine = LocalEngine((self.block,))
        follows = [self.follows.get(source, {}) for source in self.sources]
        follows = [{of: share for of, share in one.items() if of in self.sources} for one in follows]
        self.copies = Copies(
            np.cumsum([0, *(len(one) for one in follows)]),
            np.array([self.sources.index(of) for one in follows for of in one], np.int32),
            np.array([share for one in follows for share in one.values()], np.float64),
        )
        self.beliefs = self.beliefs._replace(counts={s: self.beliefs.counts[s] for s in self.sources})
        counts = Counts(*(self._column(name) for name in Counts._fields))
        self.state = State(counts, Beta(*self.beliefs.not_wrong), Beta(*self.beliefs.precise))
        self.table = Table(self.engine, features(taken.values), np.ones(len(self.sources)), Priors())
        likeness = Likeness(self.reading.is_general, self.reading.number_share, self.reading.minutes)
        self.setting = Setting(likeness, self.reading.false_count, self.reading.concentration)

    def _column(self, name: str):
        return np.array([self.beliefs.counts[source][name] for source in self.sources])

    def model(self) -> Model:
        found = model_of(self.table, self.setting, self.copies, self.state)
        return found._replace(design=self.reading.correlation)

    def cells(self, numbers) -> dict[tuple[str, str], float]:
        """Numbers of the block's cells by item and value."""
        items = np.repeat(self.block.item, np.diff(self.block.item_start))
        names = sorted(self.items)
        return {
            (names[item], self.values[value]): float(number)
            for item, value, number in zip(items, self.block.value, numbers, strict=True)
        }


def shared_out(item: Item) -> Item:
    return {
        value: {s: weight / sum(s in other for other in item.values()) for s, weight in said.items()}
        for value, said in item.items()
    }


def rows_of(items: Items) -> dict[str, list]:
    rows = [
        (source, item, value, weight)
        for item, of_item in items.items()
        for value, said in of_item.items()
        for source, weight in said.items()
    ]
    columns = zip(*rows, strict=True)
    return {name: list(one) for name, one in zip(("source", "item", "value", "weight"), columns, strict=True)}


def known_of(known: dict[str, str]) -> dict[str, list[str]] | None:
    return {"item": list(known), "value": list(known.values())} if known else None


SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_posterior_of_items(seed: int) -> None:
    drawn = Drawn(seed)
    logs = reference_open.logs_of(drawn.beliefs)
    expected, nowhere = {}, []
    for name in sorted(drawn.items):
        item = drawn.items[name]
        parts = reference_open.counted(item, drawn.follows)
        found = reference_open.posterior(parts, logs, drawn.reading, drawn.known.get(name), list(item))
        nowhere.append(found.pop(NONE))
        expected |= {(name, value): probability for value, probability in found.items()}
    cells, none = posterior_step(drawn.block, drawn.model())
    assert drawn.cells(cells) == pytest.approx(expected, abs=EXACT, rel=0)
    assert list(none) == pytest.approx(nowhere, abs=EXACT, rel=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_statements_are_foretold(seed: int) -> None:
    drawn = Drawn(seed)
    logs = reference_open.logs_of(drawn.beliefs)
    expected = dict.fromkeys(sorted(drawn.items), 0.0)
    moved = dict.fromkeys(drawn.sources, 0.0)
    for name, item in drawn.items.items():
        if name in drawn.known:
            continue
        told, bits = reference_open.foretold(item, logs, drawn.reading, drawn.follows)
        expected[name] = sum(item[value][source] * log for (value, source), log in told.items())
        for (_, source), number in bits.items():
            moved[source] += number
    scores, _ = item_scores_step(drawn.block, drawn.model())
    found, score, _ = bits_step(drawn.block, drawn.model())
    # The urn of a million balls differs of two log gammas of a million: nine digits of them are lost.
    exact = 1e-7 if drawn.reading.concentration > 1e5 else EXACT
    assert list(scores) == pytest.approx(list(expected.values()), abs=exact, rel=0)
    assert list(found) == pytest.approx([moved[source] for source in drawn.sources], abs=exact, rel=0)
    assert float(score) == pytest.approx(sum(expected.values()), abs=10 * exact, rel=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_rounds_of_learning(seed: int) -> None:
    drawn = Drawn(seed)
    reading = drawn.reading._replace(correlation=0.0)  # found after the sources are learned
    expected = drawn.beliefs
    state = drawn.state
    for _ in range(3):
        expected = reference_open.learning_round(drawn.items, drawn.known, expected, reading, drawn.follows)
        state = learned(drawn.table, drawn.setting, drawn.copies, state, rounds=1)
        for name, counts in state.counts._asdict().items():
            assert list(counts) == pytest.approx(
                [expected.counts[source][name] for source in drawn.sources], abs=1e-8, rel=0
            )
        assert state.not_wrong == pytest.approx(expected.not_wrong, rel=1e-8)
        assert state.precise == pytest.approx(expected.precise, rel=1e-8)


def strangers_drawn(seed: int) -> tuple[Items, dict[str, str]]:
    """Items on which three of ten sources speak, no two of them on more than two items."""
    chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
    right = [chance.uniform(0.3, 0.95) for _ in range(10)]
    values = (WORDS, NUMBERS, TIMES, ("red", "green", "blue", "black"))[seed % 4]
    met: dict[tuple[int, int], int] = {}
    items: Items = {}
    known = {}
    for number in range(12):
        true = chance.choice(values)
        speakers = sorted(chance.sample(range(10), 3))
        pairs = list(itertools.combinations(speakers, 2))
        if any(met.get(pair, 0) == 2 for pair in pairs):
            continue
        item: Item = {}
        for source in speakers:
            weight = chance.choice((0.5, 1.0, 2.0)) if seed % 3 == 0 else 1.0
            value = true if chance.random() < right[source] else chance.choice(values)
            item.setdefault(value, {})[f"s{source}"] = weight
        for pair in pairs:
            met[pair] = met.get(pair, 0) + 1
        items[f"i{number:02d}"] = item
        if seed % 5 == 1 and chance.random() < 0.3:
            known[f"i{number:02d}"] = true
    return items, known


@pytest.mark.parametrize("seed", range(8))
def test_one_answer_as_a_whole(seed: int) -> None:
    items, known = strangers_drawn(seed)
    expected = reference_open_fit.fit(items, known)
    result = TruthDiscovery("open", answers="one").fit(rows_of(items), known=known_of(known))
    cells = result.probabilities.select("item", "value", "probability").iter_rows()
    found = {(item, value): probability for item, value, probability in cells}
    assert found == pytest.approx(expected, abs=1e-7, rel=0)


def several_drawn(seed: int) -> tuple[Items, dict[str, str]]:
    """Items with one to three true values and some false ones."""
    chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
    recalls = [chance.uniform(0.4, 0.95) for _ in range(chance.randint(2, 7))]
    items: Items = {}
    known = {}
    for number in range(chance.randint(4, 15)):
        true = chance.sample("abcdefgh", chance.randint(1, 3))
        item: Item = {}
        for source, recall in enumerate(recalls):
            weight = chance.choice((0.5, 1.0, 2.0)) if seed % 3 == 0 else 1.0
            for value in "abcdefgh":
                if chance.random() < (recall if value in true else 0.08):
                    item.setdefault(value, {})[f"s{source}"] = weight
        if item:
            items[f"i{number:02d}"] = item
            if seed % 4 == 1 and chance.random() < 0.2:
                known[f"i{number:02d}"] = true[0]
    return items, known


@pytest.mark.parametrize("seed", SEEDS)
def test_several_answers_given_the_sources(seed: int) -> None:
    items, known = several_drawn(seed)
    chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
    taken = intake(rows_of(items), known=known_of(known))
    block = taken.block()
    sources = {}
    for name in taken.sources:
        recall, alarm = chance.uniform(0.3, 0.95), chance.uniform(0.02, 0.3)
        given, silent = np.log(recall / alarm), np.log((1 - recall) / (1 - alarm))
        sources[name] = reference_several.Source(float(given), float(silent), recall, alarm)
    columns = [np.array(column) for column in zip(*sources.values(), strict=True)]
    giving = several.Giving(*columns, np.ones(len(sources)), -0.4, 0.1, False)
    expected, scores = [], []
    for name in sorted(items):
        found = reference_several.posterior(items[name], sources, -0.4, 0.1, known.get(name))
        expected += [found[value] for value in sorted(found)]
        told = reference_several.foretold(items[name], sources, -0.4, 0.1)
        scores.append(0.0 if name in known else sum(told.values()))
    cells, _ = several.posterior_step(block, giving)
    assert list(cells) == pytest.approx(expected, abs=EXACT, rel=0)
    assert list(several.item_scores_step(block, giving)[0]) == pytest.approx(scores, abs=EXACT, rel=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_several_answers_as_a_whole(seed: int) -> None:
    items, known = several_drawn(seed)
    expected = reference_several.fit(items, known)
    result = TruthDiscovery("open", answers="several").fit(rows_of(items), known=known_of(known))
    cells = result.probabilities.select("item", "value", "probability").iter_rows()
    found = {(item, value): probability for item, value, probability in cells}
    flat = {(item, value): p for item, of_item in expected.items() for value, p in of_item.items()}
    assert found == pytest.approx(flat, abs=1e-8, rel=0)
