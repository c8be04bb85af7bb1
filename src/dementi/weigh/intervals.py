"""How sure a probability is: the learned weights are uncertain, and so are inferred sides."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from operator import mul

from dementi.weigh.evidence import Camps, Looks, amounts, looks_at, shares_in
from dementi.weigh.sides import CAMPS, Camp, Placed
from dementi.weigh.weights import Weights

#: So often the sides of a claim are drawn anew; each drawing meets an equal share of the drawn weights.
SIDE_DRAWS = 10
#: The ends of a 90 % interval.
_LOW, _HIGH = 0.05, 0.95


def evidence_interval(places: Sequence[Placed], as_of: date, weights: Weights) -> tuple[float, float]:
    """The 90 % credible interval of the evidence, in bits.

    Weights are drawn together from their posterior. Where sides are inferred, a scene is drawn first, then
    each voice's camp in that scene, so that voices whose sides hang together are wrong together.

    Parameters
    ----------
    places : the voices with their sides.
    as_of : the day of the assessment.
    weights : with their draws.
    """
    seen = looks_at(places, as_of)
    rows = [amounts(shares_in(drawn)) for drawn in _drawn_sides(places, seen)]
    sums = sorted(sum(map(mul, draw, rows[number % len(rows)])) for number, draw in enumerate(weights.draws))
    last = len(sums) - 1
    return sums[round(_LOW * last)], sums[round(_HIGH * last)]


def _drawn_sides(places: Sequence[Placed], seen: Looks) -> list[Looks]:
    inferred = next((place for place in places if place.readings), None)
    if inferred is None:
        return [seen]
    rng = random.Random(1)  # noqa: S311 - the same draws for the same claim; no secret
    ends = list(accumulate(reading.probability for reading in inferred.readings))
    drawn = []
    for number in range(SIDE_DRAWS):
        # Scenes at even steps of their probability: with few draws chance would blur the likeliest.
        level = (number + 0.5) / SIDE_DRAWS * ends[-1]
        scene = next(index for index, end in enumerate(ends) if level <= end)
        drawn.append(seen.with_camps([_drawn_camps(place, scene, rng) for place in places]))
    return drawn


def _drawn_camps(place: Placed, scene: int, rng: random.Random) -> Camps:
    if not place.readings:
        return place.camps
    level, camps = rng.random(), place.readings[scene].camps
    for camp in CAMPS:
        level -= camps.get(camp, 0.0)
        if level <= 0.0:
            return _SURE[camp]
    return _SURE[CAMPS[-1]]


_SURE: dict[Camp, Camps] = {camp: {camp: 1.0} for camp in CAMPS}
