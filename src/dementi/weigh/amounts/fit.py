"""The settled record's amounts → parameters, drawn from stated priors; few amounts, so they move little.

``python -m dementi.weigh.amounts.fit`` writes the shipped parameters anew.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import msgspec

from dementi.weigh.amounts.figures import Figure, figures_by_unit
from dementi.weigh.amounts.parameters import (
    MODEL,
    AmountParameters,
    AmountWeights,
    CampParameters,
    KnownAmount,
    LearnedRange,
)
from dementi.weigh.amounts.posterior import log_likelihood
from dementi.weigh.amounts.stages import Stage, stages
from dementi.weigh.fit import ALL_PUBLIC, shipped_record
from dementi.weigh.record import Settled
from dementi.weigh.sides import SideTable, placed
from dementi.weigh.voices import heard

DRAW_COUNT = 3000

#: Amounts that the record itself states where it says how a claim was settled. Others state none.
KNOWN = (
    KnownAmount(claim="jenin-2002", unit="people", number=52, why="a UN report counted 52 Palestinian dead"),
    KnownAmount(claim="zaria-2015", unit="people", number=347, why="a state commission found 347 killed"),
    KnownAmount(
        claim="chernobyl-toll-1986",
        unit="people",
        number=36,
        why="the count of immediate deaths stayed at a few dozen; three dozen are taken for it",
    ),
    KnownAmount(
        claim="siemens-crimea-2017", unit="turbines", number=4, why="the maker said that all four were moved"
    ),
)


class Prior(NamedTuple):
    """What is thought of a parameter before the record: a median and a factor for one standard deviation."""

    name: str
    median: float
    factor: float


#: From general knowledge, wide: where parties lean they do so by a factor of about 1.6, and their voices
#: scatter by a fifth; those that count without an interest scatter by an eighth.
PRIORS = (
    Prior("accuser_bias", 0.5, 1.8),
    Prior("accused_bias", 0.5, 1.8),
    Prior("party_spread", 0.2, 1.5),
    Prior("neutral_spread", 0.12, 1.5),
    Prior("outlier_share", 0.06, 1.6),
)
#: Most figures of parties are no inventions; the record is too small to teach the share.
HONEST = 0.6
#: Two of the four amounts are in the record because a figure was false, so each counts half (a power
#: prior: Ibrahim, Chen 2000, Power prior distributions for regression models, Statistical Science 15).
RECORD_POWER = 0.5


class Amount(NamedTuple):
    """One settled amount with the stage of figures that were given of it."""

    stage: Stage
    number: float


def parameters_of(values: dict[str, float]) -> AmountParameters:
    """All parameters, given the few that are learned; what is set is set here, and said in the docs."""
    spread, bias = values["party_spread"], values["accuser_bias"]
    return AmountParameters(
        model=MODEL,
        camps=(
            CampParameters(
                side="accuser", tilt=1, honest=HONEST, bias=bias, shared=0.1, spread=spread,
                says_none=0.02, says_some=0.3,
            ),
            CampParameters(
                side="accused", tilt=-1, honest=HONEST, bias=values["accused_bias"], shared=0.1,
                spread=spread, says_none=0.3, says_some=0.05,
            ),
            CampParameters(
                side="neutral", tilt=0, honest=1.0, bias=0.0, shared=0.1, spread=values["neutral_spread"],
                says_none=0.05, says_some=0.05,
            ),
            CampParameters(
                side="witness", tilt=0, honest=1.0, bias=0.0, shared=0.2, spread=2.0 * spread,
                says_none=0.05, says_some=0.1,
            ),
            CampParameters(
                side="unknown", tilt=0, honest=1.0, bias=0.0, shared=0.4, spread=spread,
                says_none=0.1, says_some=0.15,
            ),
        ),
        outlier_share=values["outlier_share"],
        outlier_reach=1.6,
        open_reach=0.4,
        rough_spread=0.2,
        growth=0.7,
        growth_per_day=0.05,
        drift_per_day=0.005,
        overtaken=0.5,
        none_prior=0.3,
    )  # fmt: skip


def settled_amounts(record: Sequence[Settled], known: Sequence[KnownAmount] = KNOWN) -> list[Amount]:
    """The newest stage of each settled amount, with the sides that were coded by hand."""
    claims = {one.claim.id: one.claim for one in record}
    found = []
    for one in known:
        claim = claims[one.claim]
        voices = heard(claim.statements, ALL_PUBLIC).voices
        places = placed(claim, voices, SideTable({}))
        figures = _of_unit(figures_by_unit(claim.statements, voices, places, ALL_PUBLIC))
        found.append(Amount(stages(figures)[0], one.number))
    return found


def _of_unit(by_unit: dict[str | None, list[Figure]]) -> list[Figure]:
    return max(by_unit.values(), key=len)


def fitted(amounts: Sequence[Amount], *, draw_count: int = DRAW_COUNT, seed: int = 1) -> AmountWeights:
    """Learn the parameters: draws from the priors, weighted by how well they foretell the figures.

    Parameters
    ----------
    amounts : settled ones, with what was said of them.
    draw_count : parameter sets drawn from the priors.
    seed : of the draws; same seed, same parameters.
    """
    rng = random.Random(seed)  # noqa: S311 - a sampler, not a secret
    draws, logs = [], []
    for _ in range(draw_count):
        values = {one.name: one.median * one.factor ** rng.gauss(0.0, 1.0) for one in PRIORS}
        parameters = parameters_of(values)
        draws.append(values)
        told = math.fsum(log_likelihood(one.stage, one.number, parameters) for one in amounts)
        logs.append(RECORD_POWER * told)
    best = max(logs)
    weights = [math.exp(value - best) for value in logs]
    learned = [_learned(one.name, [draw[one.name] for draw in draws], weights) for one in PRIORS]
    return AmountWeights(
        parameters=parameters_of({one.name: one.mean for one in learned}),
        known=KNOWN,
        learned=tuple(learned),
    )


def _learned(name: str, values: Sequence[float], weights: Sequence[float]) -> LearnedRange:
    even = [1.0] * len(values)
    return LearnedRange(
        name=name,
        prior_low=_weighted(values, even, 0.05),
        prior_mean=_average(values, even),
        prior_high=_weighted(values, even, 0.95),
        low=_weighted(values, weights, 0.05),
        mean=_average(values, weights),
        high=_weighted(values, weights, 0.95),
    )


def _average(values: Sequence[float], weights: Sequence[float]) -> float:
    total = math.fsum(value * weight for value, weight in zip(values, weights, strict=True))
    return round(total / math.fsum(weights), 3)


def _weighted(values: Sequence[float], weights: Sequence[float], at: float) -> float:
    wanted, total = at * math.fsum(weights), 0.0
    for value, weight in sorted(zip(values, weights, strict=True)):
        total += weight
        if total >= wanted:
            return round(value, 3)
    return round(max(values), 3)


def main() -> None:
    """Write the shipped parameters anew."""
    path = Path(str(resources.files("dementi") / "data" / "weights" / f"{MODEL}.json"))
    found = fitted(settled_amounts(shipped_record()))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    sys.stdout.write(f"{len(found.known)} settled amounts, {len(found.learned)} parameters -> {path.name}\n")


if __name__ == "__main__":
    main()
