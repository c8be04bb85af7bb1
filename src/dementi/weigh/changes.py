"""A claim weighed again with one more thing said: what would move it most, and how far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dementi.model import Change, WeighingStatement
from dementi.weigh import wording
from dementi.weigh.evidence import amounts, shares
from dementi.weigh.kinds import kind_of
from dementi.weigh.scenes import Behaviour
from dementi.weigh.settings import WeighSettings
from dementi.weigh.sides import Camp, Placed, Trait
from dementi.weigh.voices import Voice
from dementi.weigh.weights import probability_of_bits, shipped

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


def would_change(
    places: Sequence[Placed],
    as_of: date,
    *,
    own_bits: Sequence[float],
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
        bits += math.fsum(own for place, own in zip(places, own_bits, strict=True) if place is not speaker)
        after = probability_of_bits(prior_bits + bits)
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
    # The next day: what was denied today may be affirmed in the face of the denial.
    said = WeighingStatement(date=as_of + timedelta(days=1), source="?", stance=imagined.stance)
    before = speaker.voice.statements if speaker else ()
    voice = Voice("?", "?", None, None, (*before, said), ())
    trait = Trait("interested", "stateless", imagined.behaviour)
    return Placed(voice, imagined.camp, "unknown", {imagined.camp: 1.0}, True, trait)  # type: ignore[arg-type]  # these camps are sides
