"""Claims → assessments: how probable each is, taken apart into bits per voice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dementi import actors, scales
from dementi.errors import UsageError
from dementi.model import (
    Admiralty,
    Assessment,
    Change,
    Contribution,
    State,
    WeighingClaim,
    WeighingStatement,
    Words,
)
from dementi.weigh import wording
from dementi.weigh.evidence import Share, amounts, shares
from dementi.weigh.kinds import kind_of
from dementi.weigh.settings import WeighSettings
from dementi.weigh.sides import Behaviour, Camp, Placed, Trait, placed
from dementi.weigh.voices import Heard, Voice, heard
from dementi.weigh.weights import EVEN_PRIOR, MODEL, Weights, shipped, shipped_side_table

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

    Returns
    -------
    One assessment per claim, in the order of the claims. ``probability`` is exactly
    1 / (1 + 2 ** −(prior_bits + evidence_bits)), and ``evidence_bits`` the sum of the contributions'
    ``bits``. ``low`` and ``high`` are a 90 % credible interval from the uncertainty of the weights;
    they do not include doubt about the sides.

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
    return [_assessment(claim, day, prior, settings) for claim in claims]


def _assessment(claim: WeighingClaim, as_of: date, prior: float, settings: WeighSettings) -> Assessment:
    weights, table = shipped(), shipped_side_table()
    known = heard(claim.statements, as_of)
    places = placed(claim, known.voices, table)
    found = shares(places, as_of)
    contributions = _contributions(places, found, known, weights, settings)
    prior_bits = math.log2(prior / (1.0 - prior))
    evidence_bits = math.fsum(one.bits for one in contributions)
    probability = _probability(prior_bits + evidence_bits)
    low, high = _interval(amounts(found), prior_bits, weights)
    state = _state(places, contributions, probability)
    changes: tuple[Change, ...] = ()
    if settings.has_outlook:
        agent = actors.name(claim.agent, settings.language) if claim.agent else None
        changes = _changes(
            places, as_of, agent=agent, prior_bits=prior_bits, probability=probability, settings=settings
        )
    return Assessment(
        id=claim.id,
        claim=claim.claim_de if settings.language == "de" and claim.claim_de else claim.claim,
        as_of=as_of,
        probability=probability,
        low=min(low, probability),
        high=max(high, probability),
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
    )


def _probability(bits: float) -> float:
    # 2 ** −bits overflows beyond a thousand bits; no evidence comes near, but a prior may.
    return 1.0 / (1.0 + math.exp2(min(1000.0, -bits)))


def _interval(kept: Sequence[float], prior_bits: float, weights: Weights) -> tuple[float, float]:
    used = [(index, amount) for index, amount in enumerate(kept) if amount]
    sums = sorted(math.fsum(draw[index] * amount for index, amount in used) for draw in weights.draws)
    last = len(sums) - 1
    return (
        _probability(prior_bits + sums[round(0.05 * last)]),
        _probability(prior_bits + sums[round(0.95 * last)]),
    )


# ── Contributions ────────────────────────────────────────────────────────────────────────────


def _contributions(
    places: Sequence[Placed],
    found: Sequence[Sequence[Share]],
    known: Heard,
    weights: Weights,
    settings: WeighSettings,
) -> tuple[Contribution, ...]:
    made = [_contribution(place, own, weights, settings) for place, own in zip(places, found, strict=True)]
    weighed = {place.voice.key for place in places}
    made.extend(_idle(voice, settings) for voice in known.voices if voice.key not in weighed)
    return tuple(sorted(made, key=lambda one: (-abs(one.bits), one.stances, one.source)))


def _contribution(
    place: Placed, own: Sequence[Share], weights: Weights, settings: WeighSettings
) -> Contribution:
    bits = math.fsum(weights.cells[share.cell_index].bits * share.kept for share in own)
    raw_bits = math.fsum(abs(weights.cells[share.cell_index].bits) * share.raw for share in own)
    kept_bits = math.fsum(abs(weights.cells[share.cell_index].bits) * share.kept for share in own)
    discount = kept_bits / raw_bits if raw_bits else 1.0
    name, counts = None, None
    main = max(own, key=lambda share: share.raw, default=None)
    if main is not None and (main.raw >= MAIN_SHARE or place.trait.behaviour == "withholds"):
        cell = weights.cells[main.cell_index]
        name, counts = cell.cell, (cell.true_count, cell.false_count)
    return Contribution(
        source=place.voice.source,
        side=place.side,
        interest=place.interest,
        stances=place.voice.course,
        bits=bits,
        discount=discount,
        why=wording.why(place, name, counts, discount=discount, language=settings.language),
        statement_ids=place.voice.statement_ids,
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


# ── What would change it ─────────────────────────────────────────────────────────────────────

#: A change smaller than this would not be worth waiting for.
NOTABLE_CHANGE = 0.02


class _Imagined(NamedTuple):
    what: wording.Happening
    camp: Camp
    behaviour: Behaviour
    stance: str


_IMAGINED: tuple[_Imagined, ...] = (
    _Imagined("admission", "accused", "concedes", "admits"),
    _Imagined("retraction", "accuser", "wavers", "retracts"),
    _Imagined("neutral_confirms", "neutral", "confirms", "confirms"),
    _Imagined("neutral_denies", "neutral", "denies", "denies"),
)


def _changes(
    places: Sequence[Placed],
    as_of: date,
    *,
    agent: str | None,
    prior_bits: float,
    probability: float,
    settings: WeighSettings,
) -> tuple[Change, ...]:
    """Weigh again with one more thing said, for the few things that could be."""
    weights = shipped()
    speakers = {camp: _spokesman(places, camp) for camp in ("accused", "accuser")}
    changes = []
    for imagined in _IMAGINED:
        speaker = speakers.get(imagined.camp)
        if not _can_happen(imagined, speaker, agent):
            continue
        again = [_imagined_place(imagined, speaker, as_of)]
        again += [place for place in places if place is not speaker]
        kept = amounts(shares(again, as_of))
        bits = math.fsum(cell.bits * amount for cell, amount in zip(weights.cells, kept, strict=True))
        after = _probability(prior_bits + bits)
        if abs(after - probability) >= NOTABLE_CHANGE:
            event = wording.happening(
                imagined.what, speaker.voice.source if speaker else agent, language=settings.language
            )
            changes.append(Change(event=event, probability=after))
    return tuple(sorted(changes, key=lambda one: (-abs(one.probability - probability), one.event)))


def _can_happen(imagined: _Imagined, speaker: Placed | None, agent: str | None) -> bool:
    """Nobody admits or takes back again what he already has, or what nobody accuses or claims."""
    if imagined.camp == "neutral":
        return True
    if speaker is None:
        return imagined.what == "admission" and agent is not None
    return speaker.trait.behaviour != imagined.behaviour


def _spokesman(places: Iterable[Placed], side: Camp) -> Placed | None:
    """The voice that most clearly speaks for a side."""
    own = [
        place
        for place in places
        if place.side == side and kind_of(place.voice.source, place.voice.actor) != "unnamed"
    ]
    return max(own, key=lambda place: (place.camps.get(side, 0.0), place.voice.key), default=None)


def _imagined_place(imagined: _Imagined, speaker: Placed | None, as_of: date) -> Placed:
    """A voice whose side is not in question: the speaker after a change of mind, or a newcomer."""
    said = WeighingStatement(date=as_of, source="?", stance=imagined.stance)
    before = speaker.voice.statements if speaker else ()
    voice = Voice("?", "?", None, None, (*before, said), ())
    trait = Trait("interested", "stateless", imagined.behaviour)
    return Placed(voice, imagined.camp, "unknown", {imagined.camp: 1.0}, True, trait)  # type: ignore[arg-type]  # these camps are sides
