"""How well contested claims are weighed: the settled record, one event left out at a time.

    python bench/weigh_settled.py [--record FILE] [--sweeps 2000]

Every claim is weighed with weights, and with a side table, that have not seen it. Prints Brier score
and log loss beside baselines, with hand-coded and with inferred sides, at three moments, then
calibration, kinds of claim, and how often the inferred side is the hand-coded one.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from dementi.model import WeighingStatement
from dementi.weigh.evidence import Layout
from dementi.weigh.fit import (
    Settled,
    places_without,
    posterior,
    probability_of,
    rows_of,
    settled_claims,
    shipped_record,
)
from dementi.weigh.sides import CAMP_OF_SIDE, Placed
from dementi.weigh.voices import direction_of

CLIP = 1e-6
BUCKETS = 5


class Moment(NamedTuple):
    """A cut of each claim's statements; claims without any left are not scored."""

    name: str
    settled: list[Settled]
    used: list[int]


class Way(NamedTuple):
    """One way to know the sides."""

    name: str
    layout: Layout
    has_parties: bool


WAYS = (
    Way("sides hand-coded", "given", False),
    Way("sides inferred", "inferred", False),
    Way("sides inferred, agent and target given", "inferred", True),
)


def moments(settled: Sequence[Settled]) -> list[Moment]:
    """All statements, the first half of each claim's, and those a week before the settling."""

    def cut(name: str, keep: Callable[[Settled], Iterable[WeighingStatement]]) -> Moment:
        shorter = [
            one._replace(claim=msgspec.structs.replace(one.claim, statements=tuple(keep(one))))
            for one in settled
        ]
        return Moment(name, shorter, [index for index, one in enumerate(shorter) if one.claim.statements])

    week = timedelta(days=7)
    return [
        cut("all", lambda one: one.claim.statements),
        cut("first half", lambda one: one.claim.statements[: math.ceil(len(one.claim.statements) / 2)]),
        cut(
            "7 days before", lambda one: [s for s in one.claim.statements if s.date <= one.settled_on - week]
        ),
    ]


def left_out(settled: Sequence[Settled], cuts: Sequence[Moment], way: Way, sweeps: int) -> list[list[float]]:
    """Probabilities at each moment, by weights that never saw the claim's event."""
    truths = [one.is_true for one in settled]
    cut_rows = [
        rows_of(places_without(cut.settled, layout=way.layout, record=settled, has_parties=way.has_parties))
        for cut in cuts
    ]
    rows = cut_rows[0]
    found = [[0.5] * len(settled) for _ in cuts]
    for event in sorted({one.event for one in settled}):
        rest = [index for index, one in enumerate(settled) if one.event != event]
        weights = posterior(
            [rows[index] for index in rest], [truths[index] for index in rest], way.layout, sweep_count=sweeps
        )
        means = weights.means()
        for index in set(range(len(settled))) - set(rest):
            for probabilities, of_cut in zip(found, cut_rows, strict=True):
                probabilities[index] = probability_of(of_cut[index], weights, means)
    return found


def majority(one: Settled) -> float:
    """The share of affirming statements among those that affirm or deny, with one of each imagined."""
    directions = [direction_of(statement) for statement in one.claim.statements]
    affirming, denying = directions.count("affirms"), directions.count("denies")
    return (affirming + 1) / (affirming + denying + 2)


def neutral_only(one: Settled) -> float:
    """The same of hand-coded neutral statements alone."""
    neutral = tuple(s for s in one.claim.statements if s.side == "neutral")
    return majority(one._replace(claim=msgspec.structs.replace(one.claim, statements=neutral)))


def brier(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    return sum((p - t) ** 2 for p, t in zip(probabilities, truths, strict=True)) / len(truths)


def log_loss(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    clipped = [min(1 - CLIP, max(CLIP, p)) for p in probabilities]
    return -sum(math.log(p if t else 1 - p) for p, t in zip(clipped, truths, strict=True)) / len(truths)


def print_scores(name: str, scored: Sequence[tuple[Moment, Sequence[float]]]) -> None:
    cells = []
    for moment, probabilities in scored:
        chosen = [probabilities[index] for index in moment.used]
        truths = [moment.settled[index].is_true for index in moment.used]
        cells.append(f"{brier(chosen, truths):.3f} / {log_loss(chosen, truths):.3f}")
    print(f"| {name} | " + " | ".join(cells) + " |")


def print_calibration(probabilities: Sequence[float], truths: Sequence[bool]) -> None:
    buckets: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, truth in zip(probabilities, truths, strict=True):
        buckets[min(BUCKETS - 1, int(probability * BUCKETS))].append((probability, truth))
    print("| said | claims | mean said | came true | apart |\n|---|---|---|---|---|")
    for index in sorted(buckets):
        rows = buckets[index]
        said = sum(p for p, _ in rows) / len(rows)
        came = sum(t for _, t in rows) / len(rows)
        print(
            f"| {index / BUCKETS:.1f} to {(index + 1) / BUCKETS:.1f} | {len(rows)} | {said:.2f} "
            f"| {came:.2f} | {came - said:+.2f} |"
        )


def print_kinds(settled: Sequence[Settled], columns: Sequence[Sequence[float]]) -> None:
    print("| kind of claim | claims | " + " | ".join(way.name for way in WAYS) + " |")
    print("|---|---|" + "---|" * len(WAYS))
    for kind in sorted({one.kind for one in settled}):
        chosen = [index for index, one in enumerate(settled) if one.kind == kind]
        truths = [settled[index].is_true for index in chosen]
        scores = [brier([column[index] for index in chosen], truths) for column in columns]
        print(f"| {kind} | {len(chosen)} | " + " | ".join(f"{score:.3f}" for score in scores) + " |")


def hand_coded(place: Placed, one: Settled) -> str:
    """The hand-coded side of a voice, found by its first statement."""
    first = place.voice.statements[0]
    return next(
        str(statement.side)
        for statement in one.claim.statements
        if statement.source == first.source
        and statement.date == first.date
        and statement.stance == first.stance
    )


def print_agreement(settled: Sequence[Settled]) -> None:
    print("| sides | voices | camp agrees | side named | named side agrees |\n|---|---|---|---|---|")
    for way in WAYS[1:]:
        places = places_without(settled, layout=way.layout, has_parties=way.has_parties)
        pairs = [
            (place, hand_coded(place, one)) for one, own in zip(settled, places, strict=True) for place in own
        ]
        camp = sum(place.camp == CAMP_OF_SIDE[coded] for place, coded in pairs)
        named = [(place.side, coded) for place, coded in pairs if place.side != "unknown"]
        side = sum(inferred == coded for inferred, coded in named)
        print(
            f"| {way.name} | {len(pairs)} | {camp / len(pairs):.1%} | {len(named) / len(pairs):.1%} "
            f"| {side / len(named):.1%} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--record", type=Path, help="a settled record; default: the one in the package")
    parser.add_argument(
        "--sweeps", type=int, default=1500, help="rounds of the sampler for each event left out"
    )
    options = parser.parse_args()
    settled = settled_claims(options.record.read_bytes().splitlines()) if options.record else shipped_record()
    cuts = moments(settled)
    truths = [one.is_true for one in settled]
    print(f"{len(settled)} settled claims, {sum(truths)} of them true; Brier score / log loss (nats).\n")
    print("| | " + " | ".join(f"{cut.name} (n = {len(cut.used)})" for cut in cuts) + " |")
    print("|---|" + "---|" * len(cuts))
    print_scores("always 0.5", [(cut, [0.5] * len(settled)) for cut in cuts])
    print_scores("majority of statements", [(cut, [majority(one) for one in cut.settled]) for cut in cuts])
    print_scores(
        "neutral statements only (hand-coded)",
        [(cut, [neutral_only(one) for one in cut.settled]) for cut in cuts],
    )
    columns = []
    for way in WAYS:
        found = left_out(settled, cuts, way, options.sweeps)
        print_scores(way.name, list(zip(cuts, found, strict=True)))
        columns.append(found[0])
    for way, column in zip(WAYS[:2], columns[:2], strict=True):
        print(f"\nCalibration, {way.name}, all statements:\n")
        print_calibration(column, truths)
    print("\nBrier score by kind of claim, all statements:\n")
    print_kinds(settled, columns)
    print("\nInferred sides against hand-coded ones:\n")
    print_agreement(settled)


if __name__ == "__main__":
    main()
