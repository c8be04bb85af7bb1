"""How well contested claims are weighed: the settled record, one event left out at a time.

    python bench/weigh_settled.py [--record FILE] [--sweeps 600] [--page docs/explanation/weighing.md]

Every claim is weighed with weights, and with sides inferred by a table, that have never seen its event;
the sides of the claims that the weights are learned from leave that event out as well. Prints all tables
of the page; ``--page`` writes them into it, and the calibration plot beside it. About two minutes.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import msgspec

from calibration_plot import Series, calibration_svg
from dementi.model import WeighingStatement
from dementi.weigh.evidence import Layout
from dementi.weigh.fit import (
    ALL_PUBLIC,
    TraitCounts,
    added_up,
    places_without,
    posterior,
    probability_of,
    rows_of,
    settled_claims,
    shipped_record,
    side_table,
    trait_counts,
    without_sides,
)
from dementi.weigh.record import Settled
from dementi.weigh.scenes import Behaviour
from dementi.weigh.sides import CAMP_OF_SIDE, CAMPS, Placed, placed
from dementi.weigh.voices import heard
from dementi.weigh.weights import shipped
from settled_scores import (
    CLIP,
    bootstrapped,
    brier,
    buckets_of,
    calibration_error,
    log_loss,
    majority,
    neutral_only,
)

WORKERS = 2


class Moment(NamedTuple):
    """A cut of each claim's statements; claims without any left are not scored."""

    name: str
    settled: list[Settled]
    used: list[int]


class Way(NamedTuple):
    """One way to know the sides."""

    name: str
    layout: Layout
    has_parties: bool = False


WAYS = (
    Way("sides hand-coded", "given"),
    Way("sides inferred", "inferred"),
    Way("sides inferred, agent and target given", "inferred", has_parties=True),
    Way("sides inferred, no basis given", "inferred"),
)


class Fold(NamedTuple):
    """One event left out: what the weights are learned from, and what they are tried on."""

    rows: list[list[float]]
    truths: list[bool]
    layout: Layout
    sweeps: int
    tried: list[list[float]]


def moments(settled: Sequence[Settled]) -> list[Moment]:
    """All statements, the first half of each claim's, and those a week before the settling."""
    week = timedelta(days=7)
    return [
        cut(settled, "all", lambda one: one.claim.statements),
        cut(
            settled,
            "first half",
            lambda one: one.claim.statements[: math.ceil(len(one.claim.statements) / 2)],
        ),
        cut(
            settled,
            "7 days before",
            lambda one: [s for s in one.claim.statements if s.date <= one.settled_on - week],
        ),
    ]


def cut(
    settled: Sequence[Settled], name: str, keep: Callable[[Settled], Iterable[WeighingStatement]]
) -> Moment:
    shorter = [
        one._replace(claim=msgspec.structs.replace(one.claim, statements=tuple(keep(one)))) for one in settled
    ]
    return Moment(name, shorter, [index for index, one in enumerate(shorter) if one.claim.statements])


def without_basis(moment: Moment) -> Moment:
    """The same statements without what they rest on."""
    return cut(
        moment.settled,
        moment.name,
        lambda one: [msgspec.structs.replace(statement, basis=None) for statement in one.claim.statements],
    )


# ── Leaving one event out ────────────────────────────────────────────────────────────────────


def left_out(settled: Sequence[Settled], cuts: Sequence[Moment], way: Way, sweeps: int) -> list[list[float]]:
    """Probabilities at each moment, by weights and side tables that never saw the claim's event."""
    cut_rows = [
        rows_of(places_without(one.settled, layout=way.layout, record=settled, has_parties=way.has_parties))
        for one in cuts
    ]
    events = sorted({one.event for one in settled})
    folds = [_fold(settled, event, way, sweeps, cut_rows) for event in events]
    found = [[0.5] * len(settled) for _ in cuts]
    with ProcessPoolExecutor(WORKERS) as pool:
        for event, probabilities in zip(events, pool.map(_tried, folds, chunksize=8), strict=True):
            tried = iter(probabilities)
            for moment in found:
                for index, one in enumerate(settled):
                    if one.event == event:
                        moment[index] = next(tried)
    return found


def _fold(
    settled: Sequence[Settled], event: str, way: Way, sweeps: int, cut_rows: Sequence[Sequence[list[float]]]
) -> Fold:
    rest = [one for one in settled if one.event != event]
    # Claims to learn from keep their basis: it is missing in what is tried, not in the record.
    rows = rows_of(_places_of_rest(settled, rest, way))
    tried = [
        rows_of_cut[index]
        for rows_of_cut in cut_rows
        for index, one in enumerate(settled)
        if one.event == event
    ]
    return Fold(rows, [one.is_true for one in rest], way.layout, sweeps, tried)


_COUNTS: dict[str, TraitCounts] = {}


def _places_of_rest(settled: Sequence[Settled], rest: Sequence[Settled], way: Way) -> list[list[Placed]]:
    if way.layout == "given":
        return places_without(rest, layout="given")
    for one in settled:
        if one.claim.id not in _COUNTS:
            _COUNTS[one.claim.id] = trait_counts(one.claim)
    whole = added_up(_COUNTS[one.claim.id] for one in rest)
    found = []
    for one in rest:
        claim = without_sides(one.claim, has_parties=way.has_parties)
        table = side_table([whole], less=[_COUNTS[one.claim.id]])
        found.append(placed(claim, heard(claim.statements, ALL_PUBLIC).voices, table))
    return found


def _tried(fold: Fold) -> list[float]:
    weights = posterior(fold.rows, fold.truths, fold.layout, sweep_count=fold.sweeps)
    means = weights.means()
    return [probability_of(row, weights, means) for row in fold.tried]


# ── Tables ───────────────────────────────────────────────────────────────────────────────────

#: Probabilities of one way at each moment.
Column = Sequence[Sequence[float]]


def scores_table(cuts: Sequence[Moment], columns: dict[str, Column]) -> list[str]:
    lines = [
        "| | " + " | ".join(f"{one.name} (n = {len(one.used)})" for one in cuts) + " |",
        "|---|" + "---|" * len(cuts),
    ]
    for name, column in columns.items():
        cells = []
        for moment, probabilities in zip(cuts, column, strict=True):
            chosen = [probabilities[index] for index in moment.used]
            truths = [moment.settled[index].is_true for index in moment.used]
            cells.append(
                f"{brier(chosen, truths):.3f} / {log_loss(chosen, truths):.3f} "
                f"/ {calibration_error(chosen, truths):.3f}"
            )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def intervals_table(settled: Sequence[Settled], columns: dict[str, Column]) -> list[str]:
    """Brier scores of all statements with their intervals, and by how much each beats the neutral."""
    events = [one.event for one in settled]

    def losses_of(column: Column) -> list[float]:
        return [(p - one.is_true) ** 2 for p, one in zip(column[0], settled, strict=True)]

    lines = [
        "| | Brier score | 90 % interval | less than neutral only | 90 % interval |",
        "|---|---|---|---|---|",
    ]
    against = losses_of(columns[BASELINE])
    for name, column in columns.items():
        losses = losses_of(column)
        gains = [other - own for own, other in zip(losses, against, strict=True)]
        low, high = bootstrapped(losses, events)
        least, most = bootstrapped(gains, events)
        lines.append(
            f"| {name} | {sum(losses) / len(losses):.3f} | {low:.3f} to {high:.3f} "
            f"| {sum(gains) / len(gains):+.3f} | {least:+.3f} to {most:+.3f} |"
        )
    return lines


def calibration_table(probabilities: Sequence[float], truths: Sequence[bool]) -> list[str]:
    lines = ["| said | claims | mean said | came true | apart |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.low:.1f} to {one.high:.1f} | {one.count} | {one.said:.2f} | {one.came:.2f} "
        f"| {one.came - one.said:+.2f} |"
        for one in buckets_of(probabilities, truths)
    ]
    return lines


def kinds_table(settled: Sequence[Settled], columns: dict[str, Column]) -> list[str]:
    ways = [way.name for way in WAYS[:3]]
    lines = ["| kind of claim | claims | " + " | ".join(ways) + " |", "|---|---|" + "---|" * len(ways)]
    for kind in sorted({one.kind for one in settled}):
        chosen = [index for index, one in enumerate(settled) if one.kind == kind]
        truths = [settled[index].is_true for index in chosen]
        scores = [brier([columns[name][0][index] for index in chosen], truths) for name in ways]
        lines.append(f"| {kind} | {len(chosen)} | " + " | ".join(f"{score:.3f}" for score in scores) + " |")
    return lines


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


def agreement_table(settled: Sequence[Settled]) -> list[str]:
    lines = [
        "| sides | voices | camp agrees | log loss of the camp | side named | named side agrees |",
        "|---|---|---|---|---|---|",
    ]
    for way in WAYS[1:3]:
        places = places_without(settled, layout=way.layout, has_parties=way.has_parties)
        pairs = [
            (place, hand_coded(place, one)) for one, own in zip(settled, places, strict=True) for place in own
        ]
        camp = sum(place.camp == CAMP_OF_SIDE[coded] for place, coded in pairs)
        loss = -sum(math.log(max(CLIP, place.camps.get(CAMP_OF_SIDE[coded], 0.0))) for place, coded in pairs)
        named = [(place.side, coded) for place, coded in pairs if place.side != "unknown"]
        side = sum(inferred == coded for inferred, coded in named)
        lines.append(
            f"| {way.name} | {len(pairs)} | {camp / len(pairs):.1%} | {loss / len(pairs):.3f} "
            f"| {len(named) / len(pairs):.1%} | {side / len(named):.1%} |"
        )
    return lines


DEEDS: dict[str, frozenset[Behaviour]] = {
    "affirms": frozenset({"affirms", "confirms", "concedes"}),
    "denies or doubts": frozenset({"denies", "doubts", "wavers"}),
    "withholds": frozenset({"withholds"}),
}


def correlations_table(settled: Sequence[Settled]) -> list[str]:
    """How alike voices of one hand-coded camp behave, beyond what the truth of the claim explains."""
    places = places_without(settled, layout="given")
    lines = [
        "| camp | claims with two or more | " + " | ".join(DEEDS) + " |",
        "|---|---|" + "---|" * len(DEEDS),
    ]
    for camp in CAMPS[:3]:  # two or more witnesses speak in nine claims: too few
        own = [[place for place in of_claim if place.camp == camp] for of_claim in places]
        cells = [_correlation(settled, own, deeds) for deeds in DEEDS.values()]
        several = sum(len(of_claim) > 1 for of_claim in own)
        lines.append(f"| {camp} | {several} | " + " | ".join(cells) + " |")
    return lines


def _correlation(
    settled: Sequence[Settled], places: Sequence[Sequence[Placed]], deeds: frozenset[Behaviour]
) -> str:
    """The intraclass correlation of a deed, with a 90 % interval over events."""
    shown = [[float(place.trait.behaviour in deeds) for place in own] for own in places]
    residuals: list[list[float]] = []
    for truth in (True, False):
        rows = [row for row, one in zip(shown, settled, strict=True) if row and one.is_true == truth]
        mean = sum(map(sum, rows)) / max(1, sum(map(len, rows)))
        residuals += [[value - mean for value in row] for row in rows]
    rng = random.Random(1)  # noqa: S311 - the same draws each time
    drawn = sorted(_pairs_alike(rng.choices(residuals, k=len(residuals))) for _ in range(400))
    return f"{_pairs_alike(residuals):.2f} ({drawn[20]:.2f} to {drawn[379]:.2f})"


def _pairs_alike(residuals: Sequence[Sequence[float]]) -> float:
    products = [one * other for row in residuals for one, other in combinations(row, 2)]
    squares = [value * value for row in residuals for value in row]
    variance = sum(squares) / max(1, len(squares))
    return sum(products) / len(products) / variance if products and variance else 0.0


def weights_table() -> list[str]:
    lines = ["| side | cell | bits | 90 % interval | true | false |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [
        f"| {one.layout} | `{one.cell}` | {one.bits:+.2f} | {one.low:+.2f} to {one.high:+.2f} "
        f"| {one.true_count} | {one.false_count} |"
        for one in shipped().cells
    ]
    return lines


BASELINE = "neutral statements only (hand-coded)"


def tables(settled: Sequence[Settled], sweeps: int) -> tuple[dict[str, list[str]], list[Series]]:
    """All tables by name, and what the plot shows."""
    cuts = moments(settled)
    truths = [one.is_true for one in settled]
    columns: dict[str, Column] = {
        "always 0.5": [[0.5] * len(settled) for _ in cuts],
        "majority of statements": [[majority(one) for one in moment.settled] for moment in cuts],
        BASELINE: [[neutral_only(one) for one in moment.settled] for moment in cuts],
    }
    for way in WAYS[:3]:
        # Learning takes the time, so what is tried on the same weights is tried in one go.
        tried = [*cuts, *(without_basis(one) for one in cuts)] if way == WAYS[1] else cuts
        found = left_out(settled, tried, way, sweeps)
        columns[way.name] = found[: len(cuts)]
        if way == WAYS[1]:
            columns[WAYS[3].name] = found[len(cuts) :]
    made = {
        "weights": weights_table(),
        "correlations": correlations_table(settled),
        "agreement": agreement_table(settled),
        "scores": scores_table(cuts, columns),
        "intervals": intervals_table(settled, columns),
        "calibration-given": calibration_table(columns[WAYS[0].name][0], truths),
        "calibration-inferred": calibration_table(columns[WAYS[1].name][0], truths),
        "kinds": kinds_table(settled, columns),
    }
    series = [
        Series(
            way.name,
            [(one.said, one.came, one.count) for one in buckets_of(columns[way.name][0], truths)],
        )
        for way in WAYS[:2]
    ]
    return made, series


def write_into(page: Path, made: dict[str, list[str]]) -> None:
    """Put each table between its marks in a page."""
    text = page.read_text("utf-8")
    for name, lines in made.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, rest = text.split(begin, 1)
        after = rest.split(end, 1)[1]
        text = before + begin + "\n".join(lines) + "\n" + end + after
    page.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--record", type=Path, help="a settled record; default: the one in the package")
    parser.add_argument(
        "--sweeps", type=int, default=600, help="rounds of the sampler for each event left out"
    )
    parser.add_argument("--page", type=Path, help="a Markdown page whose marked tables are written anew")
    options = parser.parse_args()
    settled = settled_claims(options.record.read_bytes().splitlines()) if options.record else shipped_record()
    print(f"{len(settled)} settled claims, {sum(one.is_true for one in settled)} of them true.")
    print("Scores: Brier score / log loss (nats) / expected calibration error.")
    made, series = tables(settled, options.sweeps)
    for name, lines in made.items():
        print(f"\n{name}\n\n" + "\n".join(lines))
    if options.page:
        write_into(options.page, made)
        plot = options.page.parent.parent / "images" / "calibration.svg"
        plot.parent.mkdir(exist_ok=True)
        plot.write_text(calibration_svg(series), encoding="utf-8")


if __name__ == "__main__":
    main()
