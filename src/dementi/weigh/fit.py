"""The settled record → weights: Bayesian logistic regression with a sign for each weight.

``python -m dementi.weigh.fit`` writes the shipped weights anew, from the record in the package.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import msgspec

from dementi.model import Record, WeighingClaim
from dementi.weigh.contract import weighing_claims_from_lines
from dementi.weigh.evidence import CELLS, Layout, amounts, shares
from dementi.weigh.record import Settled
from dementi.weigh.scenes import scenes
from dementi.weigh.sides import CAMP_OF_SIDE, Camp, Placed, SideTable, Trait, opening, placed, traits_of
from dementi.weigh.voices import Voice, heard
from dementi.weigh.weights import MODEL, CellWeight, TraitCount, Weights

LN2 = math.log(2.0)
#: Far enough in the future for every statement of the record to be public.
ALL_PUBLIC = date(2099, 12, 31)
KEPT_DRAWS = 200
LAYOUTS: tuple[Layout, ...] = ("given", "inferred")


class _Line(Record, frozen=True, kw_only=True):
    id: str
    truth: bool
    event: str
    claim_kind: str = ""
    settled_date: date


def settled_claims(lines: Iterable[bytes]) -> list[Settled]:
    """The settled record, decoded; ``truth`` and the day of the settling go nowhere near the claims."""
    lines = [line for line in lines if line.strip()]
    claims = weighing_claims_from_lines(lines)
    known = [msgspec.json.decode(line, type=_Line) for line in lines]
    return [
        Settled(claim, line.truth, line.event, line.claim_kind, line.settled_date)
        for claim, line in zip(claims, known, strict=True)
    ]


def shipped_record() -> list[Settled]:
    """The record that comes with the package."""
    data = (resources.files("dementi") / "data" / "settled" / "claims.jsonl").read_bytes()
    return settled_claims(data.splitlines())


# ── Sides ────────────────────────────────────────────────────────────────────────────────────


def without_sides(claim: WeighingClaim, *, has_parties: bool = False) -> WeighingClaim:
    """The claim as real use has it: no side, no interest, and by default no agent and target."""
    statements = tuple(msgspec.structs.replace(one, side=None, interest=None) for one in claim.statements)
    if has_parties:
        return msgspec.structs.replace(claim, statements=statements)
    return msgspec.structs.replace(claim, statements=statements, agent=None, target=None)


TraitCounts = dict[tuple[Trait, Camp], float]


def trait_counts(claim: WeighingClaim) -> TraitCounts:
    """Trait and true camp of each voice with a hand-coded side, in each scene by its probability."""
    found: TraitCounts = {}
    voices = [voice for voice in heard(claim.statements, ALL_PUBLIC).voices if voice.directions]
    if not voices:
        return found
    readings = scenes(without_sides(claim), voices)
    for voice in voices:
        side = _given_side(voice)
        if side is None:
            continue
        for trait, probability in traits_of(voice, readings).items():
            key = (opening(trait), CAMP_OF_SIDE[side])
            found[key] = found.get(key, 0.0) + probability
    return found


def _given_side(voice: Voice) -> str | None:
    return next((one.side for one in voice.statements if one.side in CAMP_OF_SIDE), None)


def added_up(counts: Iterable[TraitCounts]) -> TraitCounts:
    """The counts of several claims together."""
    total: TraitCounts = {}
    for one in counts:
        for key, count in one.items():
            total[key] = total.get(key, 0.0) + count
    return total


def side_table(counts: Iterable[TraitCounts], *, less: Iterable[TraitCounts] = ()) -> SideTable:
    """Add up what claims showed, and leave out what ``less`` showed."""
    table: dict[Trait, dict[Camp, float]] = {}
    for sign, several in ((1.0, counts), (-1.0, less)):
        for one in several:
            for (trait, camp), count in one.items():
                row = table.setdefault(trait, {})
                row[camp] = row.get(camp, 0.0) + sign * count
    return SideTable(table)


def places_without(
    settled: Sequence[Settled],
    *,
    layout: Layout,
    record: Sequence[Settled] | None = None,
    has_parties: bool = False,
) -> list[list[Placed]]:
    """Each claim's voices with their sides; inferred ones from a table that has not seen the claim.

    Parameters
    ----------
    settled : the claims whose voices are placed.
    layout : take the hand-coded sides, or infer them.
    record : the same claims, one for one, as the table may learn from them; None: ``settled``.
    has_parties : may the inference see the claims' agent and target.
    """
    if layout == "given":
        return [
            placed(one.claim, heard(one.claim.statements, ALL_PUBLIC).voices, SideTable({}))
            for one in settled
        ]
    counts = [trait_counts(one.claim) for one in record or settled]
    whole = added_up(counts)
    found = []
    for one, own in zip(settled, counts, strict=True):
        claim = without_sides(one.claim, has_parties=has_parties)
        voices = heard(claim.statements, ALL_PUBLIC).voices
        found.append(placed(claim, voices, side_table([whole], less=[own])))
    return found


def rows_of(places: Iterable[Sequence[Placed]]) -> list[list[float]]:
    """The amounts of evidence of each claim: one row per claim, one column per cell."""
    return [amounts(shares(one, _last_day(one))) for one in places]


def _last_day(places: Sequence[Placed]) -> date:
    return max((place.voice.statements[-1].date for place in places), default=ALL_PUBLIC)


# ── Weights ──────────────────────────────────────────────────────────────────────────────────


class Posterior(NamedTuple):
    """Samples of the weights of ``columns``, in bits."""

    columns: tuple[int, ...]
    draws: list[tuple[float, ...]]

    def means(self) -> list[float]:
        return [sum(column) / len(column) for column in zip(*self.draws, strict=True)]

    def interval(self, index: int) -> tuple[float, float]:
        """The 90 % credible interval of one weight."""
        column = sorted(draw[index] for draw in self.draws)
        return column[int(0.05 * (len(column) - 1))], column[round(0.95 * (len(column) - 1))]


def posterior(
    rows: Sequence[Sequence[float]],
    truths: Sequence[bool],
    layout: Layout,
    *,
    sweep_count: int = 4000,
    seed: int = 1,
) -> Posterior:
    """Sample the weights of a layout, given amounts of evidence and how the claims came out.

    The log odds of a claim are the sum over cells of amount times weight, at even prior odds. Each
    weight has the sign of its cell and a half-normal prior with the cell's spread. Metropolis, one
    weight at a time, with steps that adapt during the first fifth, which is thrown away.

    Parameters
    ----------
    rows : amounts, one row per claim.
    truths : was the claim true.
    layout : whose cells.
    sweep_count : rounds through all weights.
    seed : of the chance in the sampler; same seed, same draws.
    """
    rng = random.Random(seed)  # noqa: S311 - a sampler, not a secret
    columns = tuple(index for index, cell in enumerate(CELLS) if cell.layout == layout)
    entries = [
        [(claim, row[index] * LN2) for claim, row in enumerate(rows) if row[index]] for index in columns
    ]
    signs = [1.0 if truth else -1.0 for truth in truths]
    weights = [CELLS[index].sign * CELLS[index].spread / 2 for index in columns]
    margins = [0.0] * len(rows)
    for entry, weight in zip(entries, weights, strict=True):
        for claim, amount in entry:
            margins[claim] += amount * weight
    steps = [CELLS[index].spread / 2 for index in columns]
    draws = []
    burn_in = sweep_count // 5
    for sweep in range(sweep_count):
        for position, index in enumerate(columns):
            weight, cell = weights[position], CELLS[index]
            proposal = weight + rng.gauss(0.0, steps[position])
            gain = (weight**2 - proposal**2) / (2 * cell.spread**2)
            gain += _gain(entries[position], margins, signs, proposal - weight)
            is_taken = proposal * cell.sign >= 0.0 and math.log(1.0 - rng.random()) < gain
            if is_taken:
                for claim, amount in entries[position]:
                    margins[claim] += amount * (proposal - weight)
                weights[position] = proposal
            if sweep < burn_in:
                # Steps of Robbins and Monro towards taking 44 % of the proposals, best for a single weight.
                steps[position] *= math.exp((float(is_taken) - 0.44) / math.sqrt(sweep + 1.0))
        if sweep >= burn_in:
            draws.append(tuple(weights))
    return Posterior(columns, draws)


def _gain(
    entry: Sequence[tuple[int, float]],
    margins: Sequence[float],
    signs: Sequence[float],
    step: float,
) -> float:
    """How much more probable, in nats, the truths become when a weight goes one step."""
    gain = 0.0
    for claim, amount in entry:
        before = signs[claim] * margins[claim]
        gain += _softplus(-before) - _softplus(-before - signs[claim] * amount * step)
    return gain


def _softplus(value: float) -> float:
    # For large values exp would overflow, and the result is the value itself.
    return value if value > 30 else math.log1p(math.exp(value))


def probability_of(row: Sequence[float], found: Posterior, means: Sequence[float]) -> float:
    """The probability that weights at their means give a claim with these amounts."""
    bits = sum(row[index] * mean for index, mean in zip(found.columns, means, strict=True))
    return 1.0 / (1.0 + 2.0**-bits)


def fitted(settled: Sequence[Settled], *, sweep_count: int = 20000, seed: int = 1) -> Weights:
    """Learn everything from a settled record."""
    truths = [one.is_true for one in settled]
    cells: list[CellWeight] = []
    draws: list[list[float]] = [[] for _ in range(KEPT_DRAWS)]
    for layout in LAYOUTS:
        rows = rows_of(places_without(settled, layout=layout))
        found = posterior(rows, truths, layout, sweep_count=sweep_count, seed=seed)
        cells.extend(_cell_weights(found, rows, truths))
        for kept, draw in zip(draws, _thinned(found.draws), strict=True):
            kept.extend(round(value, 3) for value in draw)
    return Weights(
        model=MODEL,
        claim_count=len(settled),
        true_count=sum(truths),
        cells=tuple(cells),
        draws=tuple(tuple(draw) for draw in draws),
        traits=_trait_rows(side_table(trait_counts(one.claim) for one in settled)),
    )


def _cell_weights(
    found: Posterior, rows: Sequence[Sequence[float]], truths: Sequence[bool]
) -> list[CellWeight]:
    weights = []
    for position, (index, mean) in enumerate(zip(found.columns, found.means(), strict=True)):
        low, high = found.interval(position)
        with_voice = [truth for row, truth in zip(rows, truths, strict=True) if row[index] >= 0.5]
        weights.append(
            CellWeight(
                cell=CELLS[index].name,
                layout=CELLS[index].layout,
                bits=round(mean, 3),
                low=round(low, 3),
                high=round(high, 3),
                true_count=sum(with_voice),
                false_count=len(with_voice) - sum(with_voice),
            )
        )
    return weights


def _thinned(draws: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    return [draws[int(index * len(draws) / KEPT_DRAWS)] for index in range(KEPT_DRAWS)]


def _trait_rows(table: SideTable) -> tuple[TraitCount, ...]:
    return tuple(
        TraitCount(
            group=trait.group,
            relation=trait.relation,
            behaviour=trait.behaviour,
            camps={camp: round(count, 3) for camp, count in sorted(row.items())},
        )
        for trait, row in sorted(table.counts.items())
    )


def main() -> None:
    """Write the shipped weights anew."""
    path = Path(str(resources.files("dementi") / "data" / "weights" / f"{MODEL}.json"))
    weights = fitted(shipped_record())
    path.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=0) + b"\n")
    sys.stdout.write(f"{weights.claim_count} settled claims, {len(weights.cells)} weights -> {path.name}\n")


if __name__ == "__main__":
    main()
