"""A claim's history: which days it has, what moved it on each, and that the moves add up."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dementi.model import HistoryDay, WeighingClaim, WeighingStatement
from dementi.weigh import assessments, history, history_days

FIRST = date(2030, 5, 1)


def said(day: int, source: str, stance: str, side: str = "accused") -> WeighingStatement:
    return WeighingStatement(
        date=FIRST + timedelta(days=day - 1), source=source, stance=stance, side=side,  # type: ignore[arg-type]  # words of the model
        url=f"https://example.org/{source}/{day}/{stance}",
    )  # fmt: skip


def claim(*statements: WeighingStatement) -> WeighingClaim:
    return WeighingClaim(id="c-1", claim="It is so.", statements=statements)


def history_of(one: WeighingClaim, as_of: date) -> tuple[HistoryDay, ...]:
    days = history_days(one, as_of)
    return history(assessments([one], as_of=day)[0] for day in days)


QUARREL = (said(1, "Ministry of A", "asserts", "accuser"), said(2, "Ministry of B", "denies"))


def test_there_is_a_day_for_all_that_was_said_and_none_for_days_without_news() -> None:
    one = claim(*QUARREL, said(9, "Office of B", "admits"))
    assert history_days(one, FIRST + timedelta(days=100)) == [
        FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=8),
    ]  # fmt: skip
    assert history_days(one, FIRST) == [FIRST]
    assert history_days(claim(), FIRST) == []


def test_a_silence_is_looked_at_again_until_something_is_said_and_at_the_end() -> None:
    one = claim(*QUARREL, said(3, "Office of B", "silent"), said(30, "Ministry of A", "asserts", "accuser"))
    as_of = FIRST + timedelta(days=39)
    days = [(day - FIRST).days + 1 for day in history_days(one, as_of)]
    assert days == [1, 2, 3, 10, 24, 30, 37, 40]


def test_each_day_names_who_moved_it_and_from_what_to_what() -> None:
    one = claim(*QUARREL, said(9, "Ministry of B", "admits"))
    first, second, last = history_of(one, FIRST + timedelta(days=20))
    assert first.change is None
    assert [move.source for move in first.moves] == ["Ministry of A"]
    assert second.moves[0].bits_before is None
    assert last.kind == "said"
    assert last.change == pytest.approx(last.probability - second.probability)
    assert last.change > 0.1
    move = last.moves[0]
    assert (move.source, move.said) == ("Ministry of B", ((FIRST + timedelta(days=8), "admits"),))
    assert move.bits_before == second.moves[0].bits_after
    assert move.bits_after > 1.0


def test_a_day_on_which_only_a_silence_grew_says_so() -> None:
    one = claim(*QUARREL, said(3, "Office of B", "silent"))
    days = history_of(one, FIRST + timedelta(days=60))
    later = [day for day in days if day.day > FIRST + timedelta(days=2)]
    assert len(later) >= 2
    for day in later:
        assert day.kind == "silence"
        assert day.change is not None
        assert day.change > 0
        assert "Office of B" in [move.source for move in day.moves]
        assert all(move.said == () for move in day.moves)
    probabilities = [day.probability for day in days[2:]]
    assert probabilities == sorted(probabilities)


def test_the_moves_of_a_day_add_up_to_what_the_evidence_moved() -> None:
    one = claim(
        *QUARREL,
        said(3, "Office of B", "silent"),
        said(4, "Bureau of C", "confirms", "neutral"),
        said(4, "Institute of D", "doubts", "neutral"),
        said(9, "Ministry of B", "declines"),
        said(12, "Ministry of A", "retracts", "accuser"),
    )
    days = history_of(one, FIRST + timedelta(days=15))
    for before, after in pairwise(days):
        moved = math.fsum(move.bits_after - (move.bits_before or 0.0) for move in after.moves)
        # Voices that moved by less than what is worth naming are left out.
        assert moved == pytest.approx(after.evidence_bits - before.evidence_bits, abs=0.03)


def test_the_last_day_is_the_assessment_of_that_day() -> None:
    one = claim(*QUARREL, said(3, "Office of B", "silent"))
    as_of = FIRST + timedelta(days=90)
    (assessment,) = assessments([one], as_of=as_of)
    last = history_of(one, as_of)[-1]
    assert (last.day, last.probability) == (as_of, assessment.probability)
