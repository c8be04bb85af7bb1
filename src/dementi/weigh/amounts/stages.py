"""Figures → stages: what grew with time is told from what contradicts itself."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from dementi.model import AmountStage
from dementi.weigh.amounts.figures import Figure
from dementi.weigh.amounts.parameters import AmountParameters

#: A voice that goes up by less than this rounds its figure anew; by more, it tells of more.
GROWTH_FACTOR = 1.15
#: Only so many newest stages are weighed: a toll that rises every hour has hundreds.
STAGE_LIMIT = 6


class Heard(NamedTuple):
    """A voice's last figure at a stage; ``is_old`` where it stems from an earlier one."""

    figure: Figure
    is_old: bool


class Stage(NamedTuple):
    """A stretch of time in which nobody raised his own figure.

    ``is_growing``: somebody did before, or called his figure provisional.
    """

    kind: AmountStage
    since: date
    until: date
    figures: tuple[Heard, ...]
    is_growing: bool


def stages(figures: Sequence[Figure]) -> list[Stage]:
    """The stages of one amount, the newest first, then what is announced, then the earlier ones.

    A voice that raises its own figure updates it: between the two days a new stage begins. The fewest
    stages are chosen that part every such pair. Figures of different voices within one stage are
    answers to the same question, and may contradict each other. Each voice's last figure counts; who
    has said nothing new since a stage began counts with the older one, as old.

    Parameters
    ----------
    figures : of one unit, in order of days, one per voice and day.
    """
    current = [one for one in figures if not one.is_ahead]
    ahead = [one for one in figures if one.is_ahead]
    cuts = _cuts(current)
    is_provisional = any(one.is_provisional for one in current)
    found: list[Stage] = []
    starts = [*([current[0].day] if current else []), *cuts]
    for number, since in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else None
        own = [one for one in current if end is None or one.day < end]
        if not own:
            continue
        last = {one.voice_key: one for one in own}
        kept = tuple(Heard(one, one.day < since) for one in sorted(last.values(), key=_order))
        kind: AmountStage = "so_far" if end is None else "earlier"
        until = max(one.day for one in own)
        found.append(Stage(kind, since, until, kept, bool(cuts) or is_provisional))
    newest, earlier = found[-1:], found[:-1][::-1]
    return [*newest, *_announced(ahead), *earlier][: STAGE_LIMIT + len(ahead[:1])]


def overtaken(one: Heard, stage: Stage, as_of: date, parameters: AmountParameters) -> float:
    """How likely the amount has grown past a figure: by its age and by what is known of the growth."""
    if stage.kind == "ahead":
        return 0.0
    days = max(0, (min(as_of, stage.until) - one.figure.day).days)
    rate = parameters.growth_per_day if stage.is_growing else parameters.drift_per_day
    return 1.0 - math.exp(-rate * days) * (1.0 - parameters.overtaken if one.is_old else 1.0)


def _announced(ahead: Sequence[Figure]) -> list[Stage]:
    if not ahead:
        return []
    last = {one.voice_key: one for one in ahead}
    kept = tuple(Heard(one, False) for one in sorted(last.values(), key=_order))
    days = [one.figure.day for one in kept]
    return [Stage("ahead", min(days), max(days), kept, False)]


def _order(one: Figure) -> tuple[date, str]:
    return one.day, one.voice_key


def _cuts(figures: Sequence[Figure]) -> list[date]:
    """The fewest days that lie in every stretch between a voice's figure and its next higher one."""
    by_voice: dict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        by_voice[one.voice_key].append(one)
    stretches = [
        (before.day, after.day)
        for own in by_voice.values()
        for before, after in pairwise(own)
        if _has_grown(before, after)
    ]
    # By earliest end, a cut as late as possible: the classic least set of points that stabs all intervals.
    cuts: list[date] = []
    for begin, end in sorted(stretches, key=lambda one: (one[1], one[0])):
        if not cuts or cuts[-1] <= begin:
            cuts.append(end)
    return cuts


def _has_grown(before: Figure, after: Figure) -> bool:
    if after.stance in {"corrects", "retracts"}:
        return False
    earlier, later = before.bounds, after.bounds
    if later.low is None:
        return False  # up to 12,000 does not say that there are more
    return later.low > (earlier.high if earlier.high is not None else earlier.lowest) * GROWTH_FACTOR
