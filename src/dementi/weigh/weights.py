"""The learned weights: what each kind of evidence is worth in bits, with where it comes from."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources

import msgspec

from dementi.model import Record
from dementi.weigh.scenes import Behaviour
from dementi.weigh.sides import Camp, Group, Relation, SideTable, Trait

MODEL = "contested-2"

#: Even odds: half of the record's claims are true because it was made so, and the base rate of the
#: world is not known. Whoever knows better says so in the settings.
EVEN_PRIOR = 0.5


class CellWeight(Record, frozen=True, kw_only=True):
    """One weight: mean and 90 % interval in bits, and the settled claims with such a voice."""

    cell: str
    layout: str
    bits: float
    low: float
    high: float
    true_count: int
    false_count: int


class TraitCount(Record, frozen=True, kw_only=True):
    """How many voices of the record with this trait were of which camp, in scenes weighed by probability."""

    group: Group
    relation: Relation
    behaviour: Behaviour
    camps: dict[Camp, float]


class Weights(Record, frozen=True, kw_only=True):
    """All that was learned from the settled record; ``draws`` are samples of all weights together."""

    model: str
    claim_count: int
    true_count: int
    cells: tuple[CellWeight, ...]
    draws: tuple[tuple[float, ...], ...]
    traits: tuple[TraitCount, ...]

    def side_table(self) -> SideTable:
        """The table that sides are inferred with."""
        return SideTable({Trait(one.group, one.relation, one.behaviour): one.camps for one in self.traits})


def probability_of_bits(bits: float) -> float:
    """The probability that log odds of so many bits stand for."""
    # 2 ** −bits overflows beyond a thousand bits; no evidence comes near, but a prior may.
    return 1.0 / (1.0 + math.exp2(min(1000.0, -bits)))


@cache
def shipped() -> Weights:
    """The weights that come with the package."""
    data = (resources.files("dementi") / "data" / "weights" / f"{MODEL}.json").read_bytes()
    return msgspec.json.decode(data, type=Weights)


@cache
def shipped_side_table() -> SideTable:
    """The side table of the shipped weights, built once."""
    return shipped().side_table()
