"""Claims → assessments: how probable each is, taken apart into bits per voice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from dementi import actors, scales
from dementi.errors import UsageError
from dementi.model import (
    Admiralty,
    Assessment,
    Change,
    Contribution,
    State,
    WeighingClaim,
    Words,
)
from dementi.weigh import wording
from dementi.weigh.amounts import amount_estimates
from dementi.weigh.changes import would_change
from dementi.weigh.evidence import Share, shares
from dementi.weigh.intervals import evidence_interval
from dementi.weigh.reliability import Shift, SourceRecord, shifts
from dementi.weigh.settings import WeighSettings
from dementi.weigh.sides import Placed, placed
from dementi.weigh.voices import Heard, Voice, heard
from dementi.weigh.weights import (
    EVEN_PRIOR,
    MODEL,
    Weights,
    probability_of_bits,
    shipped,
    shipped_side_table,
)

#: From here on a claim is called supported, and from its mirror image on refuted.
SUPPORTED_FROM = 0.75
#: Nearer to even than this, nobody contradicts, but what there is does not carry a verdict either.
LEANING_FROM = 0.65
#: A voice that moves the odds less than this (by about 7 %) tells the two answers not apart.
DISCRIMINATING_BITS = 0.1
#: A voice whose side is a guess puts a little into several kinds of evidence; only one with at least
#: this much of it explains the voice.
MAIN_SHARE = 0.3
#: The earliest day a claim can be weighed on that has no statement at all.
NO_DAY = date(1970, 1, 1)


def assessments(
    claims: Sequence[WeighingClaim],
    *,
    as_of: date | None = None,
    settings: WeighSettings = WeighSettings(),  # noqa: B008 - a frozen record
    record: SourceRecord | None = None,
) -> list[Assessment]:
    """Give each claim the probability that it is true, with what each voice adds.

    A logistic model over voices: every source counts once, by the side it stands on and by what it
    did over time (denied, conceded, wavered …). Copies and relays go back to their origin; voices of
    one side are discounted as repetitions of each other. Weights come from the settled record.

    Parameters
    ----------
    claims : with their statements, in any order; sides and interests are inferred where missing.
    as_of : only statements dated on or before this day count, and silences last until it; None: the
        day of the newest statement of all claims.
    settings : prior, scale, language.
    record : who was right in the claims that the user settled; a claim's own settling never counts for it.

    Returns
    -------
    One assessment per claim, in the order of the claims. ``probability`` is exactly
    1 / (1 + 2 ** −(prior_bits + evidence_bits)), and ``evidence_bits`` the sum of the contributions'
    ``bits``. ``low`` and ``high`` are a 90 % credible interval from the uncertainty of the weights
    and of sides that were inferred.

    Raises
    ------
    UsageError
        Where the prior is not a probability strictly between 0 and 1, or the scale does not exist.
    """
    prior = EVEN_PRIOR if settings.prior is None else settings.prior
    if not 0.0 < prior < 1.0:
        raise UsageError(
            f"The prior is {prior}.",
            "Expected a probability above 0 and below 1. With 0 or 1 no evidence could change it.",
            slug="bad-prior",
        )
    scales.named(settings.scale)
    day = as_of or max((one.date for claim in claims for one in claim.statements), default=NO_DAY)
    return [_assessment(claim, day, prior, settings, record) for claim in claims]


def _assessment(
    claim: WeighingClaim,
    as_of: date,
    prior: float,
    settings: WeighSettings,
    record: SourceRecord | None,
) -> Assessment:
    weights, table = shipped(), shipped_side_table()
    known = heard(claim.statements, as_of)
    places = placed(claim, known.voices, table)
    found = shares(places, as_of)
    own = shifts(claim, places, record)
    contributions = _contributions(places, found, known, weights, settings, own)
    own_bits = [shift.bits if shift else 0.0 for shift in own]
    prior_bits = math.log2(prior / (1.0 - prior))
    evidence_bits = math.fsum(one.bits for one in contributions)
    probability = probability_of_bits(prior_bits + evidence_bits)
    low_bits, high_bits = evidence_interval(places, as_of, weights)
    unmoved = prior_bits + math.fsum(own_bits)
    state = _state(places, contributions, probability)
    changes: tuple[Change, ...] = ()
    if settings.has_outlook:
        agent = actors.name(claim.agent, settings.language) if claim.agent else None
        changes = would_change(
            places,
            as_of,
            own_bits=own_bits,
            agent=agent,
            prior_bits=prior_bits,
            probability=probability,
            settings=settings,
        )
    return Assessment(
        id=claim.id,
        claim=claim.claim_de if settings.language == "de" and claim.claim_de else claim.claim,
        as_of=as_of,
        probability=probability,
        low=min(probability_of_bits(unmoved + low_bits), probability),
        high=max(probability_of_bits(unmoved + high_bits), probability),
        prior=prior,
        prior_bits=prior_bits,
        evidence_bits=evidence_bits,
        state=state,
        words=Words(
            scale=settings.scale,
            term=scales.term(probability, scale=settings.scale, language=settings.language),
        ),
        admiralty=Admiralty(credibility=_credibility(state, probability, places)),
        reports=known.report_count,
        origins=known.origin_count,
        contributions=contributions,
        would_change=changes,
        model=MODEL,
        # A course of many days shows how the probability moved, and needs no amounts.
        quantities=amount_estimates(claim.statements, known.voices, places, as_of)
        if settings.has_outlook
        else (),
    )


# ── Contributions ────────────────────────────────────────────────────────────────────────────


def _contributions(
    places: Sequence[Placed],
    found: Sequence[Sequence[Share]],
    known: Heard,
    weights: Weights,
    settings: WeighSettings,
    own: Sequence[Shift | None],
) -> tuple[Contribution, ...]:
    made = [
        _contribution(place, parts, weights, settings, shift)
        for place, parts, shift in zip(places, found, own, strict=True)
    ]
    weighed = {place.voice.key for place in places}
    made.extend(_idle(voice, settings) for voice in known.voices if voice.key not in weighed)
    return tuple(sorted(made, key=lambda one: (-abs(one.bits), one.stances, one.source)))


def _contribution(
    place: Placed, own: Sequence[Share], weights: Weights, settings: WeighSettings, shift: Shift | None
) -> Contribution:
    bits = math.fsum(weights.cells[share.cell_index].bits * share.kept for share in own)
    raw_bits = math.fsum(abs(weights.cells[share.cell_index].bits) * share.raw for share in own)
    kept_bits = math.fsum(abs(weights.cells[share.cell_index].bits) * share.kept for share in own)
    discount = kept_bits / raw_bits if raw_bits else 1.0
    name, counts = None, None
    main = max(own, key=lambda share: abs(weights.cells[share.cell_index].bits) * share.raw, default=None)
    if main is not None and (main.raw >= MAIN_SHARE or place.trait.behaviour == "withholds"):
        cell = weights.cells[main.cell_index]
        name, counts = cell.cell, (cell.true_count, cell.false_count)
    why = wording.why(place, name, counts, discount=discount, language=settings.language)
    if shift is not None and shift.deed is not None:
        why += "; " + wording.own_record(
            shift.deed, shift.right_count, shift.deed_count, bits=shift.bits, language=settings.language
        )
    return Contribution(
        source=place.voice.source,
        side=place.side,
        interest=place.interest,
        stances=place.voice.course,
        bits=bits if shift is None else bits + shift.bits,
        discount=discount,
        why=why,
        statement_ids=place.voice.statement_ids,
        reliability=shift and shift.reliability,
    )


def _idle(voice: Voice, settings: WeighSettings) -> Contribution:
    """A voice that demands, threatens or comments: shown, and worth nothing."""
    side = next((one.side for one in voice.statements if one.side), None) or "unknown"
    interest = next((one.interest for one in voice.statements if one.interest), None) or "unknown"
    return Contribution(
        source=voice.source,
        side=side,
        interest=interest,
        stances=voice.course,
        bits=0.0,
        discount=1.0,
        why=wording.opinion(side, settings.language),
        statement_ids=voice.statement_ids,
    )


# ── State and credibility ────────────────────────────────────────────────────────────────────

_TAKES_POSITION = frozenset({"affirms", "confirms", "denies", "doubts", "wavers", "concedes"})


def _state(places: Sequence[Placed], contributions: Sequence[Contribution], probability: float) -> State:
    """Call the outcome.

    Unverifiable: nobody takes a position, only one interested side does, or what there is, though
    uncontradicted, leaves the claim near even.
    """
    voices = [place for place in places if place.trait.behaviour in _TAKES_POSITION]
    camps = {place.camp for place in voices}
    is_contradicted = len({_last_direction(place) for place in voices}) > 1
    # Who speaks against his own interest is no longer a party that merely says what serves it.
    turns = {place.trait.behaviour for place in voices} & {"wavers", "concedes"}
    if not camps & {"neutral", "witness"} and not turns:
        is_discriminated = any(abs(one.bits) >= DISCRIMINATING_BITS for one in contributions)
        if len(voices) < 2 or (len(camps) == 1 and not is_discriminated):
            return "unverifiable"
    if 1.0 - SUPPORTED_FROM < probability < SUPPORTED_FROM and is_contradicted:
        return "disputed"
    if 1.0 - LEANING_FROM < probability < LEANING_FROM:
        return "unverifiable"
    return "supported" if probability > 0.5 else "refuted"


def _last_direction(place: Placed) -> str:
    return next(one for one in reversed(place.voice.directions) if one != "withholds")


def _credibility(state: State, probability: float, places: Sequence[Placed]) -> str:
    """Admiralty digit of the evidence (docs/reference/scales.md)."""
    if state == "unverifiable":
        return "6"
    affirming = {
        place.camp for place in places if place.trait.behaviour in {"affirms", "confirms", "concedes"}
    }
    if probability >= 0.9 and len(affirming) > 1:
        return "1"
    for digit, least in (("2", 0.7), ("3", 0.45), ("4", 0.2)):
        if probability >= least:
            return digit
    return "5"
