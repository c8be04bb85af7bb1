"""Assessments of claims whose truth became known: how good the probabilities were."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from dementi import weigh
from dementi.errors import RecordError
from dementi.evaluate.scoring import DRAWS, SEED
from dementi.model import Assessment, Record, WeighingClaim, WeighingStatement
from dementi.weigh import Settled, fit
from dementi.weigh.voices import direction_of

#: A probability is taken to be at least this far from 0 and 1: one certain error must not decide a mean.
FLOOR = 1e-6
BUCKET_COUNT = 10
#: Rounds of the sampler for each event that is left out; more change the third decimal.
SWEEPS = 1500
#: So many voices of a badly weighed claim are named.
NAMED_VOICES = 3

Moment = Literal["all", "settling", "days_before", "first_half"]
Note = Callable[[str], None]


class WeighFigures(Record, frozen=True, kw_only=True):
    """How good one way of giving probabilities is; ``…_low`` and ``…_high`` are 95 % over events.

    ``log_loss`` in nats, ``calibration_error`` is the expected one in ten buckets, ``accuracy`` the share
    on the right side of 0.5 (0.5 itself counts half), ``auc`` the probability that a true claim is put
    above a false one (None where there are not both).
    """

    name: str
    brier: float
    brier_low: float
    brier_high: float
    log_loss: float
    log_loss_low: float
    log_loss_high: float
    calibration_error: float
    accuracy: float
    auc: float | None


class Bucket(Record, frozen=True, kw_only=True):
    """Claims whose probability was from ``low`` to below ``high``: what was said, what came true."""

    low: float
    high: float
    count: int
    said: float
    came_true: float


class KindFigures(Record, frozen=True, kw_only=True):
    """The figures of one kind of claim."""

    kind: str
    count: int
    true_count: int
    brier: float
    log_loss: float


class WeighError(Record, frozen=True, kw_only=True):
    """A claim that was put far from what it turned out to be, with the voices that weighed most."""

    id: str
    claim: str
    truth: bool
    probability: float
    voices: tuple[str, ...]


class WeighScores(Record, frozen=True, kw_only=True):
    """What an evaluation of the weighing gives.

    ``known_count`` claims are among those that the shipped weights were learned from; ``left_count``
    had no statement at that moment and are not scored. The first of ``figures`` is the weighing, the
    others are baselines.
    """

    gold: str
    moment: Moment
    days_before: int | None
    sides: Literal["given", "inferred"]
    is_left_out: bool
    model: str
    count: int
    true_count: int
    event_count: int
    left_count: int
    known_count: int
    figures: tuple[WeighFigures, ...]
    buckets: tuple[Bucket, ...]
    kinds: tuple[KindFigures, ...]
    errors: tuple[WeighError, ...]


class Cut(NamedTuple):
    """A settled claim as it was known at a moment."""

    settled: Settled
    claim: WeighingClaim
    as_of: date | None


def evaluate_weigh(
    gold: Path,
    *,
    moment: Moment = "all",
    days_before: int | None = None,
    has_sides: bool = True,
    is_left_out: bool = False,
    error_count: int = 0,
    note: Note,
) -> WeighScores:
    """Weigh the claims of a gold file and compare with how they turned out.

    Parameters
    ----------
    gold : JSON lines, claims of the weighing input with ``truth`` (docs/how-to/settle-claims.md).
    moment : which of a claim's statements count: all of them; those up to the day of the settling; those
        at least ``days_before`` days before it; the first half of them.
    days_before : for the moment ``days_before``.
    has_sides : whether sides and interests are used where the file gives them; else they are inferred.
    is_left_out : learn the weights from the gold file, for each event from all others, instead of taking
        the shipped ones.
    error_count : so many of the worst claims are listed.
    note : told where the figures flatter, and how far a long run has come.

    Raises
    ------
    RecordError
        Where the file cannot be read, a line is no settled claim, or no claim has a statement left.
    """
    settled = _loaded(gold)
    cuts = [_cut(one, moment, days_before) for one in settled]
    used = [index for index, cut in enumerate(cuts) if cut.claim.statements]
    if not used:
        raise RecordError(
            f"None of the {len(settled)} claims of {gold} has a statement at that moment.",
            "Expected claims with statements before they were settled. Choose a later moment.",
            slug="gold-empty",
        )
    known = {one.claim.id: one.claim.claim for one in fit.shipped_record()}
    known_count = sum(known.get(one.claim.id) == one.claim.claim for one in settled)
    if known_count and not is_left_out:
        note(
            f"{known_count} of {len(settled)} claims are among those that the weights were learned from: "
            "the figures flatter. --leave-one-out weighs each event with what the others teach. [gold-known]"
        )
    if is_left_out:
        probabilities = _left_out(settled, cuts, has_sides=has_sides, note=note)
        assessments: dict[int, Assessment] = {}
    else:
        assessments = {index: _weighed(cuts[index], has_sides=has_sides) for index in used}
        probabilities = [assessments[index].probability if index in assessments else 0.5
                         for index in range(len(settled))]  # fmt: skip
    chosen = [cuts[index] for index in used]
    said = [probabilities[index] for index in used]
    truths = [one.settled.is_true for one in chosen]
    worst = sorted(range(len(used)), key=lambda at: -abs(said[at] - truths[at]))[:error_count]
    return WeighScores(
        gold=str(gold),
        moment=moment,
        days_before=days_before,
        sides="given" if has_sides and _has_sides(chosen) else "inferred",
        is_left_out=is_left_out,
        model=weigh.MODEL,
        count=len(used),
        true_count=sum(truths),
        event_count=len({one.settled.event for one in chosen}),
        left_count=len(settled) - len(used),
        known_count=known_count,
        figures=_figures(chosen, said),
        buckets=buckets(said, truths),
        kinds=_kinds(chosen, said),
        errors=tuple(_error(chosen[at], said[at], assessments.get(used[at])) for at in worst),
    )


def _loaded(gold: Path) -> list[Settled]:
    try:
        lines = gold.read_bytes().splitlines()
    except OSError as error:
        raise RecordError(
            f"Cannot open {gold}: {error.strerror}.", "Expected a file of JSON lines.", slug="gold-unread"
        ) from error
    if not any(line.strip() for line in lines):
        raise RecordError(f"{gold} holds no line.", "Expected JSON lines.", slug="gold-empty")
    return weigh.settled_from_lines(lines)


# ── Moments ──────────────────────────────────────────────────────────────────────────────────


def _cut(one: Settled, moment: Moment, days_before: int | None) -> Cut:
    """The claim with the statements of that moment, and the day it is then seen from."""
    statements: Sequence[WeighingStatement] = one.claim.statements
    as_of = None
    if moment in {"settling", "days_before"}:
        as_of = one.settled_on - timedelta(days=days_before or 0)
        statements = [statement for statement in statements if statement.date <= as_of]
    elif moment == "first_half":
        # In order of time; of one day in the order of the file.
        statements = sorted(statements, key=lambda each: each.date)[: math.ceil(len(statements) / 2)]
    return Cut(one, msgspec.structs.replace(one.claim, statements=tuple(statements)), as_of)


def _weighed(cut: Cut, *, has_sides: bool) -> Assessment:
    claim = cut.claim if has_sides else fit.without_sides(cut.claim, has_parties=True)
    settings = weigh.WeighSettings(has_outlook=False)
    return weigh.assessments([claim], as_of=cut.as_of, settings=settings)[0]


def _has_sides(cuts: Iterable[Cut]) -> bool:
    return all(statement.side for cut in cuts for statement in cut.claim.statements)


def _left_out(settled: Sequence[Settled], cuts: Sequence[Cut], *, has_sides: bool, note: Note) -> list[float]:
    """Probabilities by weights and a side table that never saw the claim's event."""
    layout: Literal["given", "inferred"] = "given" if has_sides and _has_sides(cuts) else "inferred"
    truths = [one.is_true for one in settled]
    rows = fit.rows_of(fit.places_without(settled, layout=layout))
    shorter = [one._replace(claim=cut.claim) for one, cut in zip(settled, cuts, strict=True)]
    # The side table learns from whole claims; the sides of a cut one are told from what is left of it.
    cut_rows = fit.rows_of(fit.places_without(shorter, layout=layout, record=settled))
    events = sorted({one.event for one in settled})
    if len(events) < 2:
        raise RecordError(
            "All claims of the gold file are of one event.",
            "Expected two events or more, or nothing would be left to learn from. Leave --leave-one-out out.",
            slug="gold-one-event",
        )
    found = [0.5] * len(settled)
    for number, event in enumerate(events):
        if number % 20 == 0:
            note(f"event {number + 1} of {len(events)}")
        rest = [index for index, one in enumerate(settled) if one.event != event]
        learned = fit.posterior(
            [rows[index] for index in rest], [truths[index] for index in rest], layout, sweep_count=SWEEPS
        )
        means = learned.means()
        for index, one in enumerate(settled):
            if one.event == event:
                found[index] = fit.probability_of(cut_rows[index], learned, means)
    return found


# ── Baselines ────────────────────────────────────────────────────────────────────────────────


def majority(statements: Iterable[WeighingStatement]) -> float:
    """The share of affirming statements among those that affirm or deny, with one of each imagined."""
    directions = [direction_of(statement) for statement in statements]
    affirming, denying = directions.count("affirms"), directions.count("denies")
    return (affirming + 1) / (affirming + denying + 2)


def _neutral(cut: Cut) -> float:
    return majority(one for one in cut.claim.statements if one.side == "neutral")


# ── Figures ──────────────────────────────────────────────────────────────────────────────────


def _figures(cuts: Sequence[Cut], said: Sequence[float]) -> tuple[WeighFigures, ...]:
    columns = [
        ("weighed", said),
        ("always 0.5", [0.5] * len(cuts)),
        ("majority of statements", [majority(cut.claim.statements) for cut in cuts]),
    ]
    if any(one.side == "neutral" for cut in cuts for one in cut.claim.statements):
        columns.append(("neutral, sides of GOLD", [_neutral(cut) for cut in cuts]))
    truths = [cut.settled.is_true for cut in cuts]
    of_event: dict[str, list[int]] = defaultdict(list)
    for index, cut in enumerate(cuts):
        of_event[cut.settled.event].append(index)
    return tuple(_figures_of(name, column, truths, list(of_event.values())) for name, column in columns)


def _figures_of(
    name: str, said: Sequence[float], truths: Sequence[bool], events: Sequence[Sequence[int]]
) -> WeighFigures:
    squares = [(p - t) ** 2 for p, t in zip(said, truths, strict=True)]
    losses = [_loss(p, t) for p, t in zip(said, truths, strict=True)]
    brier_low, brier_high = _interval(squares, events)
    loss_low, loss_high = _interval(losses, events)
    return WeighFigures(
        name=name,
        brier=_mean(squares), brier_low=brier_low, brier_high=brier_high,
        log_loss=_mean(losses), log_loss_low=loss_low, log_loss_high=loss_high,
        calibration_error=math.fsum(
            one.count * abs(one.said - one.came_true) for one in buckets(said, truths)
        ) / len(said),
        accuracy=_mean([_hit(p, t) for p, t in zip(said, truths, strict=True)]),
        auc=auc(said, truths),
    )  # fmt: skip


def _loss(probability: float, truth: bool) -> float:
    clipped = min(1.0 - FLOOR, max(FLOOR, probability))
    return -math.log(clipped if truth else 1.0 - clipped)


def _hit(probability: float, truth: bool) -> float:
    return 0.5 if probability == 0.5 else float((probability > 0.5) == truth)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _interval(values: Sequence[float], events: Sequence[Sequence[int]]) -> tuple[float, float]:
    """95 % bootstrap interval of the mean, events drawn with replacement: claims of one go together."""
    draw = random.Random(SEED)  # noqa: S311 - same file, same interval; no secret is drawn
    sums = [(math.fsum(values[index] for index in event), len(event)) for event in events]
    means = []
    for _ in range(DRAWS):
        drawn = draw.choices(sums, k=len(sums))
        means.append(math.fsum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    return means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1]


def auc(said: Sequence[float], truths: Sequence[bool]) -> float | None:
    """The probability that a true claim is put above a false one; ties count half.

    The statistic of Mann and Whitney [1]_ over the number of pairs.

    References
    ----------
    .. [1] Hanley and McNeil (1982), The meaning and use of the area under a ROC curve.
    """
    true_count = sum(truths)
    false_count = len(truths) - true_count
    if not true_count or not false_count:
        return None
    below: dict[float, int] = defaultdict(int)
    for probability, truth in zip(said, truths, strict=True):
        below[probability] += not truth
    seen, counts = 0, {}
    for probability in sorted(below):
        counts[probability] = seen + below[probability] / 2
        seen += below[probability]
    wins = math.fsum(counts[p] for p, t in zip(said, truths, strict=True) if t)
    return wins / (true_count * false_count)


def buckets(said: Sequence[float], truths: Sequence[bool]) -> tuple[Bucket, ...]:
    """Ten buckets of equal width, empty ones left out; 1 belongs to the last."""
    members: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, truth in zip(said, truths, strict=True):
        members[min(BUCKET_COUNT - 1, int(probability * BUCKET_COUNT))].append((probability, truth))
    return tuple(
        Bucket(
            low=index / BUCKET_COUNT,
            high=(index + 1) / BUCKET_COUNT,
            count=len(own),
            said=_mean([probability for probability, _ in own]),
            came_true=_mean([float(truth) for _, truth in own]),
        )
        for index, own in sorted(members.items())
    )


def _kinds(cuts: Sequence[Cut], said: Sequence[float]) -> tuple[KindFigures, ...]:
    of_kind: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for cut, probability in zip(cuts, said, strict=True):
        if cut.settled.kind:
            of_kind[cut.settled.kind].append((probability, cut.settled.is_true))
    return tuple(
        KindFigures(
            kind=kind,
            count=len(own),
            true_count=sum(truth for _, truth in own),
            brier=_mean([(p - t) ** 2 for p, t in own]),
            log_loss=_mean([_loss(p, t) for p, t in own]),
        )
        for kind, own in sorted(of_kind.items())
    )


def _error(cut: Cut, probability: float, assessment: Assessment | None) -> WeighError:
    voices = assessment.contributions[:NAMED_VOICES] if assessment else ()
    return WeighError(
        id=cut.claim.id,
        claim=cut.claim.claim,
        truth=cut.settled.is_true,
        probability=probability,
        voices=tuple(
            f"{one.source} ({', '.join(stance for _, stance in one.stances)}): {one.bits:+.1f} bits"
            for one in voices
        ),
    )
