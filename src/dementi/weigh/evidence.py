"""Placed voices → how much of each kind of evidence there is, and each voice's share of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import fsum
from typing import Literal, NamedTuple

from dementi.weigh.sides import Behaviour, Camp, Placed

#: Sides that were given and sides that we inferred have weights of their own: where the side is a
#: guess, what a voice does with the claim (confirm, doubt) tells more than whose voice it is.
Layout = Literal["given", "inferred"]
Camps = Mapping[Camp, float]

#: A silence is worth at most this share of a refusal to comment, and half of that after so many days.
#: The record holds refusals but no silences, so both are bounds and not learned.
SILENCE_SHARE = 0.5
SILENCE_HALF_DAYS = 21.0


#: Who cannot confirm a thing has not yet looked, or may not say. In the record 5 of 13 such doubts met a
#: true claim, of firmer ones 7 of 48: a bound between a full doubt and none.
OPEN_DOUBT_SHARE = 0.35

#: What an outlet says in its own name it mostly has from those it names elsewhere; a bound as well.
OUTLET_SHARE = 0.25


class Cell(NamedTuple):
    """One kind of evidence.

    ``sign``: which way it may point; fixed beforehand, so that chance in a small record cannot turn a
    denial into support. ``spread``: prior scale of its weight in bits. ``correlation``: how much of
    one voice of the cell the next one repeats (the design effect of correlated samples).
    ``is_beyond_first``: only what comes on top of the first voice counts.
    """

    name: str
    layout: Layout
    sign: Literal[1, -1]
    spread: float
    correlation: float
    amount: Callable[[Camps, Behaviour, bool], float]
    is_beyond_first: bool = False


def _in(camp: Camp, *behaviours: Behaviour) -> Callable[[Camps, Behaviour, bool], float]:
    return lambda camps, behaviour, _: camps.get(camp, 0.0) if behaviour in behaviours else 0.0


def _not_in(camp: Camp, *behaviours: Behaviour) -> Callable[[Camps, Behaviour, bool], float]:
    return lambda camps, behaviour, _: 1.0 - camps.get(camp, 0.0) if behaviour in behaviours else 0.0


def _anybody(*behaviours: Behaviour) -> Callable[[Camps, Behaviour, bool], float]:
    return lambda _, behaviour, __: 1.0 if behaviour in behaviours else 0.0


def _withholding(camps: Camps, behaviour: Behaviour, is_evading: bool) -> float:
    return camps.get("accused", 0.0) if behaviour == "withholds" or is_evading else 0.0


def _denying(camps: Camps, behaviour: Behaviour, is_evading: bool) -> float:
    return camps.get("accused", 0.0) if behaviour in {"denies", "doubts"} and not is_evading else 0.0


#: Learned weights of this size are common in the record; those that theory and record call small get less.
_USUAL, _SMALL = 1.5, 0.4
#: Voices of one interest repeat each other; voices of nobody's side do so less.
_INTERESTED, _INDEPENDENT = 0.5, 0.25
#: The accused's president, ministry and spokesman speak with one mouth: a second refusal is hardly news.
_ONE_MOUTH = 0.85

CELLS: tuple[Cell, ...] = (
    Cell(
        "accused_concedes", "given", 1, _USUAL, _ONE_MOUTH,
        _in("accused", "affirms", "confirms", "concedes", "wavers"),
    ),
    Cell("accused_withholds", "given", 1, _USUAL, _ONE_MOUTH, _withholding),
    Cell("accused_denies", "given", -1, _SMALL, _ONE_MOUTH, _denying),
    Cell(
        "accuser_wavers", "given", -1, _USUAL, _INTERESTED,
        _in("accuser", "denies", "doubts", "wavers", "concedes"),
    ),
    Cell("accuser_affirms", "given", 1, _SMALL, _INTERESTED, _in("accuser", "affirms", "confirms"), True),
    Cell(
        "neutral_affirms", "given", 1, _USUAL, _INDEPENDENT,
        _in("neutral", "affirms", "confirms", "concedes"),
    ),
    Cell("neutral_denies", "given", -1, _USUAL, _INDEPENDENT, _in("neutral", "denies", "doubts", "wavers")),
    Cell(
        "witness_affirms", "given", 1, _SMALL, _INTERESTED,
        _in("witness", "affirms", "confirms", "concedes"),
    ),
    Cell("witness_denies", "given", -1, _SMALL, _INTERESTED, _in("witness", "denies", "doubts", "wavers")),
    Cell("other_confirms", "inferred", 1, _USUAL, _INTERESTED, _not_in("accuser", "confirms", "concedes")),
    Cell("accused_withholds", "inferred", 1, _USUAL, _ONE_MOUTH, _withholding),
    Cell("accused_denies", "inferred", -1, _SMALL, _ONE_MOUTH, _denying),
    Cell("somebody_wavers", "inferred", -1, _USUAL, _INTERESTED, _anybody("wavers")),
    Cell("other_doubts", "inferred", -1, _USUAL, _INDEPENDENT, _not_in("accused", "doubts")),
    Cell("other_denies", "inferred", -1, _USUAL, _INDEPENDENT, _not_in("accused", "denies")),
    Cell("neutral_affirms", "inferred", 1, _USUAL, _INDEPENDENT, _in("neutral", "affirms")),
    Cell("accuser_affirms", "inferred", 1, _SMALL, _INTERESTED, _in("accuser", "affirms", "confirms"), True),
    Cell("witness_affirms", "inferred", 1, _SMALL, _INTERESTED, _in("witness", "affirms")),
)  # fmt: skip


class Share(NamedTuple):
    """What one voice puts into one cell: ``raw`` on its own, ``kept`` beside the others."""

    cell_index: int
    raw: float
    kept: float


def kept_amount(amount: float, correlation: float) -> float:
    """What is left of ``amount`` voices that repeat each other.

    Grows with every voice and stays below 1 / correlation: the effective number of correlated
    samples, n / (1 + (n − 1) ρ) [1]_.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, chapter 5 (the design effect of clusters).
    """
    if amount <= 1.0:
        return amount
    return amount / (1.0 + (amount - 1.0) * correlation)


def shares(places: Sequence[Placed], as_of: date) -> list[list[Share]]:
    """Each voice's share of each cell, in the order of the voices."""
    found: list[list[Share]] = [[] for _ in places]
    first_on = min((place.voice.statements[0].date for place in places), default=as_of)
    for index, cell in enumerate(CELLS):
        raw = [_raw(cell, place, first_on, as_of) for place in places]
        if cell.is_beyond_first:
            raw = _beyond_first(raw)
        total = fsum(raw)
        if total <= 0.0:
            continue
        rate = kept_amount(total, cell.correlation) / total
        for own, amount in zip(found, raw, strict=True):
            if amount > 0.0:
                own.append(Share(index, amount, amount * rate))
    return found


def amounts(found: Iterable[Iterable[Share]]) -> list[float]:
    """The kept amount of each cell over all voices."""
    totals = [0.0] * len(CELLS)
    for own in found:
        for share in own:
            totals[share.cell_index] += share.kept
    return totals


def _raw(cell: Cell, place: Placed, first_on: date, as_of: date) -> float:
    if (cell.layout == "given") != place.is_given:
        return 0.0
    directions = place.voice.directions
    is_evading = directions[-1] == "withholds" and place.trait.behaviour in {"denies", "doubts"}
    amount = cell.amount(place.camps, place.trait.behaviour, is_evading)
    if place.voice.is_outlet and not _has_seen_it(place):
        amount *= OUTLET_SHARE
    if amount and place.trait.behaviour == "doubts" and _is_open_doubt(place):
        amount *= OPEN_DOUBT_SHARE
    if amount and cell.name == "accused_withholds":
        return amount * _withheld(place, first_on, as_of)
    return amount


def _is_open_doubt(place: Placed) -> bool:
    doubts = [one for one in place.voice.statements if one.stance == "doubts"]
    return bool(doubts) and all(one.certainty == "possible" for one in doubts)


def _has_seen_it(place: Placed) -> bool:
    return any(one.basis in {"witnessed", "documents"} for one in place.voice.statements)


def _withheld(place: Placed, first_on: date, as_of: date) -> float:
    """A refusal counts in full; a silence the more the longer the claim has been public."""
    if any(one.stance == "declines" for one in place.voice.statements):
        return 1.0
    days = max(0, (as_of - first_on).days)
    return SILENCE_SHARE * days / (days + SILENCE_HALF_DAYS)


def _beyond_first(raw: Sequence[float]) -> list[float]:
    """The first accuser's word is the claim itself; without it there would be nothing to weigh."""
    left, beyond = 1.0, []
    for amount in raw:
        used = min(left, amount)
        left -= used
        beyond.append(amount - used)
    return beyond
