"""What is said of a claim's amounts → estimates, with who said what and what was made of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dementi.model import AmountCamp, AmountEstimate, AmountFigure, AmountSide, AmountState, WeighingStatement
from dementi.weigh.amounts.figures import Bounds, figures_by_unit
from dementi.weigh.amounts.parameters import AmountParameters, shipped
from dementi.weigh.amounts.posterior import Belief, CampBelief, belief
from dementi.weigh.amounts.stages import Heard, Stage, overtaken, stages
from dementi.weigh.sides import Placed
from dementi.weigh.voices import Voice

#: Camps whose figures lie further apart than this contradict each other.
DISPUTED_FACTOR = 1.5
#: Neutral parties and witnesses stand for nobody: their figures are looked at as one group.
_GROUPS: dict[AmountSide, str] = {
    "accuser": "accuser",
    "accused": "accused",
    "neutral": "independent",
    "witness": "independent",
    "unknown": "unknown",
}


def amount_estimates(
    statements: Iterable[WeighingStatement],
    voices: Sequence[Voice],
    places: Sequence[Placed],
    as_of: date,
    parameters: AmountParameters | None = None,
) -> tuple[AmountEstimate, ...]:
    """Estimate every amount that is given in a claim's statements, as of a day.

    Robust and Bayesian, with a bias per camp: who accuses tends to say too much, who is accused too
    little. Stages (1,500 on the 18th, 3,000 on the 23rd) are told from contradictions; camps that
    contradict each other are kept apart. See docs/explanation/quantities.md.

    Parameters
    ----------
    statements : all of the claim's, in any order.
    voices : of the claim, as heard on that day.
    places : the same voices with their sides.
    as_of : later statements do not count.
    parameters : of the model; None: those that come with the package.

    Returns
    -------
    For each unit, most voices first: the newest stage, what is announced, then earlier stages, newest
    first. Amounts are in the unit of the estimate, on condition that the claim holds.
    """
    parameters = parameters or shipped().parameters
    by_unit = figures_by_unit(statements, voices, places, as_of)
    ordered = sorted(by_unit, key=lambda unit: (-len({one.voice_key for one in by_unit[unit]}), unit or ""))
    return tuple(
        _estimate(unit, stage, found, state_of(stage, as_of, parameters))
        for unit in ordered
        for stage in stages(by_unit[unit])
        if (found := belief(stage, as_of, parameters)) is not None
    )


def _estimate(unit: str | None, stage: Stage, found: Belief, state: AmountState) -> AmountEstimate:
    is_lost = state == "disputed" and not any(camp.low <= found.median <= camp.high for camp in found.camps)
    return AmountEstimate(
        unit=unit,
        stage=stage.kind,
        since=stage.since,
        until=stage.until,
        state=state,
        low=found.low,
        # A middle that no camp stands for would pass for an agreement that there is not.
        median=None if is_lost else found.median,
        high=found.high,
        none_share=found.none_share,
        between_share=found.between_share,
        camps=tuple(
            AmountCamp(
                side=camp.side,
                low=camp.low,
                median=camp.median,
                high=camp.high,
                share=camp.share,
                factor=camp.factor,
                voice_count=camp.voice_count,
            )
            for camp in found.camps
        ),
        figures=tuple(_figures(stage.figures, found.camps)),
    )


def _figures(heard: Sequence[Heard], camps: Sequence[CampBelief]) -> Iterator[AmountFigure]:
    camp_of = {camp.side: camp for camp in camps}
    weights = {camp.side: iter(camp.weights) for camp in camps}
    for one in heard:
        figure = one.figure
        camp = camp_of[figure.side]
        # In a camp of which others give figures, a "none" is no point on the scale: it has no such weight.
        is_beside = figure.bounds.is_none and camp.high > 0.0
        yield AmountFigure(
            source=figure.source,
            side=figure.side,
            date=figure.day,
            stance=figure.stance,
            low=figure.bounds.low,
            high=figure.bounds.high,
            is_old=one.is_old,
            factor=camp.factor,
            weight=1.0 if is_beside else next(weights[figure.side]),
            statement_ids=figure.statement_ids,
        )


class _Span(NamedTuple):
    low: float
    high: float


def state_of(stage: Stage, as_of: date, parameters: AmountParameters) -> AmountState:
    """Agreed, disputed, or the word of one camp.

    Disputed: the figures of two camps, or of two independent voices, lie more than a factor of 1.5
    apart. Agreed: two camps, or two independent voices, give figures that do not. A figure that the
    amount has more likely than not outgrown is no upper bound.
    """
    by_group: dict[str, list[_Span]] = {}
    for one in stage.figures:
        is_open = overtaken(one, stage, as_of, parameters) > 0.5
        by_group.setdefault(_GROUPS[one.figure.side], []).append(_span(one.figure.bounds, is_open))
    spans = [_hull(own) for group, own in by_group.items() if group != "independent"]
    spans += by_group.get("independent", [])
    least_high = min(span.high for span in spans)
    most_low = max(span.low for span in spans)
    if most_low > least_high * DISPUTED_FACTOR:
        return "disputed"
    # Who stands nowhere that we know of may well stand with the others.
    known = [*(by_group.keys() - {"independent", "unknown"}), *by_group.get("independent", [])]
    return "agreed" if len(known) > 1 else "one_camp"


def _span(bounds: Bounds, is_open: bool) -> _Span:
    return _Span(bounds.lowest, math.inf if is_open else bounds.highest)


def _hull(spans: Sequence[_Span]) -> _Span:
    return _Span(min(span.low for span in spans), max(span.high for span in spans))
