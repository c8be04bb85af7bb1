"""Assessments of one claim on several days → what moved it from day to day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from dementi.model import Assessment, Contribution, HistoryDay, Move, WeighingClaim

#: A voice whose bits changed by less, and who said nothing new, did not move the claim.
MOVED_BITS = 0.005
#: Days after the last thing said on which a silence is looked at again: it grows fast at first.
SILENCE_MARKS = (7, 21, 63, 189)


def history_days(claim: WeighingClaim, as_of: date) -> list[date]:
    """The days on which a claim may have moved: those on which something was said, and silences between.

    Where a voice keeps silent, the days on which only that silence grew are those of
    :data:`SILENCE_MARKS` after the last thing said, and ``as_of`` itself.
    """
    said = sorted({one.date for one in claim.statements if one.date <= as_of})
    silent_since = min((one.date for one in claim.statements if one.stance == "silent"), default=None)
    days = set(said)
    if said and silent_since is not None and silent_since <= as_of:
        for first, following in pairwise([*said, as_of]):
            marks = (first + timedelta(days=count) for count in SILENCE_MARKS if first >= silent_since)
            days.update(mark for mark in marks if mark < following)
        days.add(as_of)
    return sorted(days)


def history(assessments: Iterable[Assessment]) -> tuple[HistoryDay, ...]:
    """What moved a claim, day by day; days on which nothing did are left out.

    Parameters
    ----------
    assessments : of one claim with one prior, by the days of :func:`history_days`.
    """
    days: list[HistoryDay] = []
    before: Assessment | None = None
    for assessment in assessments:
        made = _day(assessment, before)
        if before is None or made.kind == "said" or made.moves:
            days.append(made)
            before = assessment
    return tuple(days)


def _day(assessment: Assessment, before: Assessment | None) -> HistoryDay:
    is_said = before is None or _said(assessment.contributions) != _said(before.contributions)
    kind: Literal["said", "silence"] = (
        "said" if is_said or (before and assessment.reports > before.reports) else "silence"
    )
    return HistoryDay(
        day=assessment.as_of,
        kind=kind,
        probability=assessment.probability,
        change=None if before is None else assessment.probability - before.probability,
        low=assessment.low,
        high=assessment.high,
        evidence_bits=assessment.evidence_bits,
        reports=assessment.reports,
        moves=_moves(assessment.contributions, before.contributions if before else ()),
    )


def _said(contributions: Sequence[Contribution]) -> set[tuple[str, tuple[tuple[date, str], ...]]]:
    return {(one.source, one.stances) for one in contributions}


def _moves(now: Sequence[Contribution], before: Sequence[Contribution]) -> tuple[Move, ...]:
    """Who moved the claim, the strongest first; who spoke anew is named even where it moved nothing."""
    # A voice is told by its name and its first word: two voices may be called alike.
    earlier = {(one.source, one.stances[:1]): one for one in before}
    moves = []
    for one in now:
        old = earlier.pop((one.source, one.stances[:1]), None)
        move = Move(
            source=one.source,
            said=one.stances[len(old.stances) :] if old else one.stances,
            bits_before=old.bits if old else None,
            bits_after=one.bits,
        )
        if move.said or abs(_moved(move)) >= MOVED_BITS:
            moves.append(move)
    gone = (
        Move(source=one.source, said=(), bits_before=one.bits, bits_after=0.0) for one in earlier.values()
    )
    moves.extend(move for move in gone if abs(_moved(move)) >= MOVED_BITS)
    return tuple(sorted(moves, key=lambda move: (-abs(_moved(move)), move.source)))


def _moved(move: Move) -> float:
    return move.bits_after - (move.bits_before or 0.0)
