"""Amounts drawn, quarrels about them made, and the amounts recovered within their intervals."""

from __future__ import annotations

import importlib
import math
import random
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from dementi.weigh.amounts.figures import Bounds
from dementi.weigh.amounts.fit import KNOWN, Amount, fitted, parameters_of, settled_amounts
from dementi.weigh.amounts.parameters import shipped
from dementi.weigh.amounts.posterior import belief
from dementi.weigh.amounts.stages import Stage
from dementi.weigh.fit import shipped_record

ROOT = Path(__file__).parents[2]
PARAMETERS = shipped().parameters


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.weigh_amounts")


def binomial_slack(count: int) -> float:
    """Three standard deviations of a share of 0.9."""
    return 3.0 * math.sqrt(0.09 / count)


@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_intervals_of_nine_tenths_hold_the_amount_nine_times_in_ten(bench: ModuleType, number: int) -> None:
    kind = bench.KINDS[number]
    rng = random.Random(11)  # noqa: S311 - simulation, not secrets
    count, inside = 250, 0
    for _ in range(count):
        made = bench.quarrel(rng, kind.sizes, PARAMETERS)
        found = belief(made.stage, bench.DAY, PARAMETERS)
        assert found is not None
        inside += found.low <= made.number <= found.high
    assert inside / count == pytest.approx(0.9, abs=binomial_slack(count))


def test_halves_of_the_amounts_lie_below_the_middle(bench: ModuleType) -> None:
    rng = random.Random(12)  # noqa: S311 - simulation, not secrets
    count = 300
    made = [bench.quarrel(rng, bench.ALL_CAMPS, PARAMETERS) for _ in range(count)]
    below = sum(one.number < belief(one.stage, bench.DAY, PARAMETERS).median for one in made)  # type: ignore[union-attr]  # all have figures above none
    assert below / count == pytest.approx(0.5, abs=3.0 * math.sqrt(0.25 / count))


def test_amounts_that_grew_past_old_figures_are_recovered(bench: ModuleType) -> None:
    rng = random.Random(13)  # noqa: S311 - simulation, not secrets
    count, inside = 250, 0
    spread = PARAMETERS.camp("neutral").spread
    for _ in range(count):
        made = bench.quarrel(rng, {"neutral": (1, 1)}, PARAMETERS)
        grown = bench.exponential(rng, PARAMETERS.growth) if rng.random() < PARAMETERS.overtaken else 0.0
        level = bench.camp_level(rng, made.number, PARAMETERS.camp("neutral"))
        old = math.exp(level - grown + spread * bench.student(rng))
        (heard,) = made.stage.figures
        figure = heard.figure._replace(bounds=Bounds(old, old))
        stage = Stage("so_far", bench.DAY, bench.DAY, (heard._replace(figure=figure, is_old=True),), False)
        found = belief(stage, bench.DAY, PARAMETERS)
        assert found is not None
        inside += found.low <= made.number <= found.high
    assert inside / count == pytest.approx(0.9, abs=binomial_slack(count))


def learned_bias(bench: ModuleType, bias: float) -> float:
    """What is learned of the accusers' leaning from a few amounts of a world where it is known."""
    rng = random.Random(14)  # noqa: S311 - simulation, not secrets
    means = {one.name: one.prior_mean for one in shipped().learned}
    truth = parameters_of({**means, "accuser_bias": bias})
    made = [bench.quarrel(rng, {"accuser": (1, 2), "accused": (1, 1)}, truth) for _ in range(14)]
    found = fitted([Amount(one.stage, one.number) for one in made], draw_count=50)
    return next(one.mean for one in found.learned if one.name == "accuser_bias")


def test_the_leaning_of_camps_is_learned_from_amounts_that_show_it(bench: ModuleType) -> None:
    assert learned_bias(bench, 2.0) > 1.5 * learned_bias(bench, 0.2)


def test_the_shipped_parameters_are_those_of_the_record() -> None:
    assert shipped().known == KNOWN
    again = fitted(settled_amounts(shipped_record()), draw_count=150)
    for one, other in zip(shipped().learned, again.learned, strict=True):
        # Fewer draws than the shipped ones rest on, so only about the same.
        assert math.log(other.mean / one.mean) == pytest.approx(0.0, abs=0.35), one.name
    set_before = msgspec.structs.replace(again.parameters, camps=(), outlier_share=0.0)
    assert set_before == msgspec.structs.replace(PARAMETERS, camps=(), outlier_share=0.0)
