"""Contested claims once more: from who said what to bits per voice, as docs/explanation/weighing.md has it.

The numbers that were learned (weights) or chosen (correlations, shares) are the engine's; what they are
applied to, and how, is written out anew.
"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

from dementi.weigh.evidence import (
    CELLS,
    HEARSAY_SHARE,
    INTERESTED_SHARE,
    OPEN_DOUBT_SHARE,
    OUTLET_SHARE,
    SILENCE_HALF_DAYS,
    SILENCE_SHARE,
    UNKNOWN_BASIS_SHARE,
    UNKNOWN_DOCUMENTS_SHARE,
)
from dementi.weigh.voices import REPETITION_DAY_LIMIT
from dementi.weigh.weights import shipped


class Said(NamedTuple):
    """One statement of a voice."""

    day: date
    stance: str
    certainty: str | None = None
    basis: str | None = None


class Voice(NamedTuple):
    """All statements of one source, in order of time; and how probable each camp is."""

    source: str
    statements: tuple[Said, ...]
    camps: dict[str, float]
    is_given: bool = True
    is_outlet: bool = False


class Weighed(NamedTuple):
    """Bits of each voice, what correlation left of them, and the probability of the claim."""

    bits: dict[str, float]
    discounts: dict[str, float]
    probability: float


# --- what a voice has done ---------------------------------------------------------------------------


def meaning(said: Said) -> str | None:
    """What a statement means for the claim: for it, against it, held back, or nothing."""
    if said.stance in {"asserts", "confirms", "admits", "reports"}:
        return "against" if said.certainty == "unlikely" else "for"
    if said.stance in {"denies", "doubts", "retracts"}:
        return "against"
    return "held back" if said.stance in {"declines", "silent"} else None


def utterances(voice: Voice) -> list[Said]:
    """What means the same as the last utterance, and comes within two days of it, is that utterance."""
    found: list[Said] = []
    for said in voice.statements:
        is_repeated = found and meaning(said) == meaning(found[-1])
        if not is_repeated or (said.day - found[-1].day).days > REPETITION_DAY_LIMIT:
            found.append(said)
    return found


def behaviour(voice: Voice) -> str | None:
    """The course in one word."""
    said = utterances(voice)
    positions = [one for one in said if meaning(one) in {"for", "against"}]
    if not positions:
        return "withholds" if any(meaning(one) == "held back" for one in said) else None
    meanings = {meaning(one) for one in positions}
    first, stances = positions[0], {one.stance for one in positions}
    if "retracts" in stances or (meaning(first) == "for" and "against" in meanings):
        return "wavers"
    if "for" in meanings and "against" in meanings:
        return "concedes"
    if "admits" in stances:
        return "concedes"
    if meaning(first) == "for":
        return "confirms" if first.stance == "confirms" else "affirms"
    return "denies" if first.stance == "denies" else "doubts"


def is_evading(voice: Voice) -> bool:
    """A slide from denial or doubt to silence."""
    last = [meaning(one) for one in utterances(voice) if meaning(one)][-1]
    return behaviour(voice) in {"denies", "doubts"} and last == "held back"


def bases(voice: Voice, side: str) -> set[str | None]:
    """On what the voice's words for (or against) the claim rest."""
    return {one.basis for one in utterances(voice) if meaning(one) == side}


# --- how much it counts ------------------------------------------------------------------------------


def part(voice: Voice) -> float:
    """An outlet in its own name counts a quarter unless it saw or has documents; *cannot confirm* 0.35."""
    said = utterances(voice)
    share = 1.0
    if voice.is_outlet and not any(one.basis in {"witnessed", "documents"} for one in said):
        share *= OUTLET_SHARE
    doubts = [one for one in said if one.stance == "doubts"]
    if behaviour(voice) == "doubts" and doubts and all(one.certainty == "possible" for one in doubts):
        share *= OPEN_DOUBT_SHARE
    return share


def knowledge(voice: Voice) -> float:
    """The share of an affirmation that is no hearsay: a tenth if it is passed on, 0.6 if nothing is given."""
    if behaviour(voice) not in {"affirms", "confirms"}:
        return 1.0
    rests_on = bases(voice, "for")
    if rests_on == {"relayed"}:
        return HEARSAY_SHARE
    return UNKNOWN_BASIS_SHARE if rests_on <= {None, "relayed"} else 1.0


def documented(voice: Voice) -> float:
    """How surely a denial rests on documents or intelligence; 0.15 if nothing is given."""
    rests_on = bases(voice, "against")
    if rests_on & {"documents", "intelligence"}:
        return 1.0
    return UNKNOWN_DOCUMENTS_SHARE if rests_on == {None} else 0.0


def withheld(voice: Voice, days: int) -> float:
    """A refusal counts whole; of a silence half at most, half of that after 21 days."""
    if any(one.stance == "declines" for one in utterances(voice)):
        return 1.0
    return SILENCE_SHARE * days / (days + SILENCE_HALF_DAYS)


def amount(cell: str, voice: Voice, voices: list[Voice], as_of: date) -> float:
    """How much of one kind of evidence a voice is, on its own."""
    did = behaviour(voice)
    accused, accuser = voice.camps.get("accused", 0.0), voice.camps.get("accuser", 0.0)
    neutral, witness = voice.camps.get("neutral", 0.0), voice.camps.get("witness", 0.0)
    knows = knowledge(voice)
    denied_on = [one.day for other in voices for one in utterances(other) if one.stance == "denies"]
    days = (as_of - min(utterances(one)[0].day for one in voices)).days
    if cell == "accused_withholds":
        found = accused * withheld(voice, days) if did == "withholds" or is_evading(voice) else 0.0
    elif cell == "accused_denies":
        is_bare = bases(voice, "against") <= {None, "unstated"}
        found = accused if did in {"denies", "doubts"} and not is_evading(voice) and not is_bare else 0.0
    elif cell == "documented_denial":
        found = documented(voice)
    elif cell == "came_forward":
        is_late = bool(denied_on) and utterances(voice)[0].day > min(denied_on)
        disinterest = 1 - (1 - INTERESTED_SHARE) * accuser
        found = knows * disinterest if did in {"affirms", "confirms"} and is_late else 0.0
    else:
        affirming, refusing = {"affirms", "confirms", "concedes"}, {"denies", "doubts", "wavers"}
        share, deeds = {
            ("accused_concedes", True): (accused, affirming | {"wavers"}),
            ("accuser_wavers", True): (accuser, refusing | {"concedes"}),
            ("accuser_affirms", True): (accuser, {"affirms", "confirms"}),
            ("neutral_affirms", True): (neutral, affirming),
            ("neutral_denies", True): (neutral, refusing),
            ("witness_affirms", True): (witness, affirming),
            ("witness_denies", True): (witness, refusing),
            ("other_confirms", False): (1 - accuser, {"confirms", "concedes"}),
            ("somebody_wavers", False): (1.0, {"wavers"}),
            ("other_doubts", False): (1 - accused, {"doubts"}),
            ("other_denies", False): (1 - accused, {"denies"}),
            ("neutral_affirms", False): (neutral, {"affirms"}),
            ("accuser_affirms", False): (accuser, {"affirms", "confirms"}),
            ("witness_affirms", False): (witness, {"affirms"}),
        }[cell, voice.is_given]
        found = share * knows if did in deeds else 0.0
    return found * part(voice)


def effective(count: float, correlation: float) -> float:
    """n / (1 + (n - 1) ρ) for n above 1; below, n."""
    return count / (1 + (count - 1) * correlation) if count > 1 else count


# --- the claim ---------------------------------------------------------------------------------------


def weighed(voices: list[Voice], as_of: date, prior: float = 0.5) -> Weighed:
    """Bits of a voice = Σ weight of the cell · its amount · effective(all amounts) / all amounts.

    Only what was said up to the day counts. Voices whose side was given and those whose side was inferred
    have cells of their own. The accuser's first word (the first whole voice that affirms) is the claim
    itself and counts nothing. Probability = 1 / (1 + 2 ** -(log2 odds of the prior + Σ bits)).
    """
    public = [
        one._replace(statements=tuple(said for said in one.statements if said.day <= as_of)) for one in voices
    ]
    voices = sorted(
        (one for one in public if behaviour(one)), key=lambda one: (utterances(one)[0].day, one.source)
    )
    bits, alone = {one.source: 0.0 for one in voices}, {one.source: 0.0 for one in voices}
    kept = {one.source: 0.0 for one in voices}
    correlations = {(cell.name, cell.layout): cell.correlation for cell in CELLS}
    for weight in shipped().cells:
        own = [one for one in voices if one.is_given == (weight.layout == "given")]
        found = {one.source: amount(weight.cell, one, voices, as_of) for one in own}
        if weight.cell == "accuser_affirms":
            first = 1.0
            for source, raw in found.items():
                found[source] = max(raw - first, 0.0)
                first = max(first - raw, 0.0)
        total = sum(found.values())
        for source, raw in found.items():
            if raw > 0:
                left = raw * effective(total, correlations[weight.cell, weight.layout]) / total
                bits[source] += weight.bits * left
                alone[source] += abs(weight.bits) * raw
                kept[source] += abs(weight.bits) * left
    odds = math.log2(prior / (1 - prior)) + sum(bits.values())
    discounts = {source: kept[source] / alone[source] if alone[source] else 1.0 for source in bits}
    return Weighed(bits, discounts, 1 / (1 + 2**-odds))
