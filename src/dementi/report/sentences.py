"""What a newspaper could print about a claim: its evidence, its state and its probability in sentences."""

from __future__ import annotations

from dementi.model import Assessment
from dementi.report.view import ClaimView
from dementi.report.wording import Wording

#: A shift of less than this is no shift to a reader of whole percent.
SHIFT_MIN = 0.01


def reports(claim: ClaimView, wording: Wording) -> str:
    """How many reports go back to how many origins, and how those stand to the claim."""
    assessment = claim.assessment
    if assessment.reports == 0:
        return wording.t("state.no_reports")
    origins = wording.n("state.origins", assessment.origins)
    # A report that quotes three parties has three origins; it does not "go back" to them.
    key = "state.reports" if assessment.origins <= assessment.reports else "state.reports_of_many"
    first = wording.sentence(wording.n(key, assessment.reports, origins=origins))
    stands = [
        wording.n(f"state.{position}", len(claim.at(position)))
        for position in ("for", "against", "withheld")
        if claim.at(position)
    ]
    if not stands:
        return wording.t("state.full_stop", text=first)
    return wording.t("state.joined", first=first, second=wording.listed(stands))


def state(assessment: Assessment, wording: Wording) -> str:
    """The state in a sentence."""
    key = assessment.state
    if key == "unverifiable":
        key_of_origins = "unverifiable_one" if assessment.origins == 1 else "unverifiable_none_neutral"
        return wording.t(f"state.{key_of_origins}")
    return wording.t(f"state.{key}")


def evidence(assessment: Assessment, wording: Wording) -> str:
    """Where the claim stood before any report, and where the evidence moved it."""
    shift = assessment.probability - assessment.prior
    key = "kept" if abs(shift) < SHIFT_MIN else "raised" if shift > 0 else "lowered"
    return wording.t(
        f"evidence.{key}",
        prior=wording.percent(assessment.prior),
        result=wording.percent(assessment.probability),
        bits=wording.bits(assessment.evidence_bits),
    )


def interval(assessment: Assessment, wording: Wording) -> str:
    """The credible interval, in a sentence of its own: likelihood and confidence do not mix."""
    return wording.t(
        "evidence.interval", low=wording.percent(assessment.low), high=wording.percent(assessment.high)
    )
