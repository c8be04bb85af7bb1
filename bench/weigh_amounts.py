"""How well amounts are estimated: made-up quarrels with known amounts, and the few of the settled record.

    python -m bench.weigh_amounts [--count 300] [--seed 1]

Prints, per kind of quarrel, the median error as a factor (1.00 is exact) of the model's middle beside
the median and the geometric mean of the same figures, and how often the model's 90 % interval holds the
amount. The last kinds break the model's assumptions on purpose.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import fmean, median
from typing import NamedTuple

from dementi.model import AmountSide
from dementi.weigh.amounts.figures import Bounds, Figure
from dementi.weigh.amounts.fit import fitted, settled_amounts
from dementi.weigh.amounts.parameters import AmountParameters, CampParameters, shipped
from dementi.weigh.amounts.posterior import belief
from dementi.weigh.amounts.stages import Heard, Stage
from dementi.weigh.fit import shipped_record

DAY = date(2030, 5, 1)
#: Parameter sets drawn where a settled amount is left out; the shipped ones rest on more.
LEFT_OUT_DRAWS = 500
#: How many voices each camp may have in a made-up quarrel.
Sizes = dict[AmountSide, tuple[int, int]]


class Quarrel(NamedTuple):
    """A stage of figures about an amount that is known."""

    stage: Stage
    number: float


def exponential(rng: random.Random, mean: float) -> float:
    return rng.expovariate(1.0 / mean) if mean > 0.0 else 0.0


def laplace(rng: random.Random, mean: float) -> float:
    return exponential(rng, mean) - exponential(rng, mean)


def student(rng: random.Random) -> float:
    """Student's t with four degrees of freedom."""
    return rng.gauss(0.0, 1.0) / math.sqrt(rng.gammavariate(2.0, 0.5))


def camp_level(rng: random.Random, number: float, camp: CampParameters) -> float:
    """The logarithm of what a camp as a whole stands for, as the model thinks that it comes about."""
    bias = 0.0 if rng.random() < camp.honest else exponential(rng, camp.bias)
    return math.log(number) + camp.tilt * bias + laplace(rng, camp.shared)


def told(rng: random.Random, level: float, spread: float, parameters: AmountParameters) -> Bounds:
    """What a voice says of its camp's level: mostly a number, at times a bound or a range."""
    value = level + spread * student(rng)
    if rng.random() < parameters.outlier_share:
        value += laplace(rng, parameters.outlier_reach)
    way = rng.random()
    if way < 0.7:
        return Bounds(math.exp(value), math.exp(value))
    if way < 0.8:
        return Bounds(math.exp(value - exponential(rng, parameters.open_reach)), None)
    if way < 0.9:
        return Bounds(None, math.exp(value + exponential(rng, parameters.open_reach)))
    low = value - 0.5 * rng.random()
    return Bounds(math.exp(low), math.exp(low + 0.5))


def stage_of(told_by: Sequence[tuple[AmountSide, Bounds]]) -> Stage:
    """One stage, one day, each figure by a voice of its own."""
    heard = tuple(
        Heard(Figure(f"v{n}", f"V{n}", side, DAY, "asserts", bounds, False, False, ()), False)
        for n, (side, bounds) in enumerate(told_by)
    )
    return Stage("so_far", DAY, DAY, heard, False)


def quarrel(
    rng: random.Random,
    sizes: Sizes,
    parameters: AmountParameters,
    level_of: Callable[[random.Random, float, CampParameters], float] = camp_level,
) -> Quarrel:
    """A quarrel drawn from the model, or from a world whose camps lean in a way of their own."""
    number = math.exp(rng.uniform(2.0, 12.0))
    said: list[tuple[AmountSide, Bounds]] = []
    while not said:
        for side, (least, most) in sizes.items():
            camp = parameters.camp(side)
            level = level_of(rng, number, camp)
            count = rng.randint(least, most)
            said.extend((side, told(rng, level, camp.spread, parameters)) for _ in range(count))
    return Quarrel(stage_of(said), number)


# ── Worlds that the model does not expect ────────────────────────────────────────────────────


def unbiased(rng: random.Random, number: float, camp: CampParameters) -> float:
    return math.log(number) + laplace(rng, camp.shared)


def always_leaning(rng: random.Random, number: float, camp: CampParameters) -> float:
    """Every party leans, by a factor of two to five."""
    return math.log(number) + camp.tilt * rng.uniform(math.log(2), math.log(5)) + rng.gauss(0.0, 0.1)


def leaning_the_other_way(rng: random.Random, number: float, camp: CampParameters) -> float:
    """Accusers that undercount and accused that overcount, by a factor of 1.5."""
    return math.log(number) - camp.tilt * math.log(1.5) + laplace(rng, camp.shared)


class Kind(NamedTuple):
    name: str
    sizes: Sizes
    level_of: Callable[[random.Random, float, CampParameters], float] = camp_level


ALL_CAMPS: Sizes = {
    "accuser": (0, 4),
    "accused": (0, 3),
    "neutral": (0, 3),
    "witness": (0, 2),
    "unknown": (0, 2),
}
KINDS = (
    Kind("any camps, as the model thinks", ALL_CAMPS),
    Kind("accusers only (1 to 5 voices)", {"accuser": (1, 5)}),
    Kind("one accuser, one accused", {"accuser": (1, 1), "accused": (1, 1)}),
    Kind(
        "five accusers, one accused, one neutral", {"accuser": (5, 5), "accused": (1, 1), "neutral": (1, 1)}
    ),
    Kind("neutral voices only (3 to 7)", {"neutral": (3, 7)}),
    Kind("nobody leans", ALL_CAMPS, unbiased),
    Kind("every party leans, factor 2 to 5", ALL_CAMPS, always_leaning),
    Kind("parties lean the other way", ALL_CAMPS, leaning_the_other_way),
)


class Score(NamedTuple):
    """Median error as a factor of the model's middle, of the median and of the geometric mean; coverage."""

    model: float
    median: float
    mean: float
    covered: float
    width: float


def score(quarrels: Sequence[Quarrel], parameters: AmountParameters) -> Score:
    errors: list[tuple[float, float, float]] = []
    covered, widths = 0, []
    for one in quarrels:
        found = belief(one.stage, DAY + timedelta(days=1), parameters)
        if found is None:
            continue
        logs = [math.log(heard.figure.bounds.number) for heard in one.stage.figures]
        answers = math.log(found.median), median(logs), fmean(logs)
        errors.append(tuple(abs(answer - math.log(one.number)) for answer in answers))  # type: ignore[arg-type]  # three
        covered += found.low <= one.number <= found.high
        widths.append(math.log(found.high / found.low))
    model, middle, mean = (math.exp(median(column)) for column in zip(*errors, strict=True))
    return Score(model, middle, mean, covered / len(errors), math.exp(median(widths)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    parameters = shipped().parameters
    print("| quarrels | model | median | mean | in the 90 % interval | high / low |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in KINDS:
        rng = random.Random(options.seed)  # noqa: S311 - simulation, not secrets
        made = [quarrel(rng, kind.sizes, parameters, kind.level_of) for _ in range(options.count)]
        found = score(made, parameters)
        print(
            f"| {kind.name} | {found.model:.2f} | {found.median:.2f} | {found.mean:.2f} "
            f"| {found.covered:.0%} | {found.width:.1f} |".replace("%", " %")
        )
    print_settled()


def print_settled() -> None:
    """The settled amounts, each by parameters that were learned from the three others."""
    print("\n| settled claim | amount | figures | model | median |\n| --- | --- | --- | --- | --- |")
    amounts = settled_amounts(shipped_record())
    for number, (known, amount) in enumerate(zip(shipped().known, amounts, strict=True)):
        others = [one for index, one in enumerate(amounts) if index != number]
        parameters = fitted(others, draw_count=LEFT_OUT_DRAWS).parameters
        found = belief(amount.stage, amount.stage.until, parameters)
        figures = [one.figure.bounds.number for one in amount.stage.figures]
        if found is not None:
            print(
                f"| `{known.claim}` | {amount.number:,.0f} | {'; '.join(f'{one:,.0f}' for one in figures)} "
                f"| {found.low:,.0f} to {found.high:,.0f}, middle {found.median:,.0f} "
                f"| {median(figures):,.0f} |"
            )


if __name__ == "__main__":
    main()
