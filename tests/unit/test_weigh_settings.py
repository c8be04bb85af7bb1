"""What a caller may tell the weighing, and what comes of it."""

from __future__ import annotations

import math

import pytest

from dementi.errors import UsageError
from dementi.model import WeighingClaim
from dementi.weigh import WeighSettings, assessments

BARE = WeighingClaim(id="c", claim="It is so.", claim_de="Es ist so.")


@pytest.mark.parametrize("prior", [0.0, 1.0, -0.1, 1.5, math.nan])
def test_a_prior_that_no_evidence_could_move_is_refused(prior: float) -> None:
    with pytest.raises(UsageError) as caught:
        assessments([BARE], settings=WeighSettings(prior=prior))
    assert caught.value.slug == "bad-prior"


def test_prior_and_evidence_are_shown_apart() -> None:
    assessment = assessments([BARE], settings=WeighSettings(prior=0.8))[0]
    assert (assessment.prior, assessment.prior_bits, assessment.evidence_bits) == (
        0.8,
        pytest.approx(2.0),
        0.0,
    )


def test_the_scale_is_named_beside_the_term() -> None:
    words = assessments([BARE], settings=WeighSettings(scale="Kent"))[0].words
    assert (words.scale, words.term) == ("Kent", "chances about even")


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(UsageError):
        assessments([BARE], settings=WeighSettings(scale="Richter"))


def test_the_german_wording_of_the_claim() -> None:
    assert assessments([BARE], settings=WeighSettings(language="de"))[0].claim == "Es ist so."


def test_no_claims_give_no_assessments() -> None:
    assert assessments([]) == []


def test_the_outlook_can_be_left_out() -> None:
    assert assessments([BARE], settings=WeighSettings(has_outlook=False))[0].would_change == ()
    assert assessments([BARE])[0].would_change
