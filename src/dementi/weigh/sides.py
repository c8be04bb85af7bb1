"""Voices on one claim → the side each takes: as given, else inferred from the scenes of the dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from dementi.model import Interest, Side, WeighingClaim
from dementi.weigh import alignments
from dementi.weigh.kinds import kind_of
from dementi.weigh.scenes import (
    Behaviour,
    Scene,
    behaviour_of,
    kind_in,
    party_of,
    proper_words,
    scenes,
    standing_in,
)
from dementi.weigh.voices import Voice

#: Sides lumped together as far as the settled record can tell them apart.
Camp = Literal["accused", "accuser", "neutral", "witness"]
CAMPS: tuple[Camp, ...] = ("accused", "accuser", "neutral", "witness")

CAMP_OF_SIDE: dict[str, Camp] = {
    "accused": "accused",
    "accused_ally": "accused",
    "accuser": "accuser",
    "accuser_ally": "accuser",
    "neutral": "neutral",
    "victim": "witness",
    "eyewitness": "witness",
}

#: How a voice stands to the two parties of the dispute.
Relation = Literal[
    "named", "accused_state", "both_states", "claimant_state", "friend", "foe", "third", "stateless"
]
Group = Literal["interested", "opposition", "reporting", "independent", "witness"]


class Trait(NamedTuple):
    """All that the inference of a side looks at."""

    group: Group
    relation: Relation
    behaviour: Behaviour


class Reading(NamedTuple):
    """How probable a scene is, and in it each camp of one voice."""

    probability: float
    camps: Mapping[Camp, float]


class Placed(NamedTuple):
    """A voice with its side; ``camps`` holds how probable each camp is, 1 for one that was given.

    ``trait``: in the most probable scene. ``readings``: of an inferred side, scene by scene, in the same
    order for all voices of a claim.
    """

    voice: Voice
    side: Side
    interest: Interest
    camps: Mapping[Camp, float]
    is_given: bool
    trait: Trait
    readings: tuple[Reading, ...] = ()

    @property
    def camp(self) -> Camp:
        """The likeliest camp, also where it is too unlikely to be called the voice's side."""
        return max(CAMPS, key=lambda one: self.camps.get(one, 0.0))


class SideTable:
    """How often voices of each trait were of each camp in the settled record.

    Parameters
    ----------
    counts : voices by trait and camp; not whole numbers, because a voice counts in each scene that its
        claim may have, with that scene's probability.
    """

    def __init__(self, counts: Mapping[Trait, Mapping[Camp, float]]) -> None:
        self.counts = counts
        self._all: dict[Camp, float] = dict.fromkeys(CAMPS, 0.0)
        self._broad: defaultdict[tuple[str, str], dict[Camp, float]] = defaultdict(
            lambda: dict.fromkeys(CAMPS, 0.0)
        )
        self._known: dict[Trait, dict[Camp, float]] = {}
        for trait, row in counts.items():
            broad = self._broad[_broad(trait)]
            for camp, count in row.items():
                self._all[camp] += count
                broad[camp] += count

    def camps(self, trait: Trait) -> dict[Camp, float]:
        """Share of each camp, drawn towards broader groups of traits where the trait is rare."""
        trait = opening(trait)
        found = self._known.get(trait)
        if found is None:
            found = self._known[trait] = self._camps(trait)
        return found

    def _camps(self, trait: Trait) -> dict[Camp, float]:
        share = _drawn(self._all, {camp: 1 / len(CAMPS) for camp in CAMPS})
        share = _drawn(self._broad.get(_broad(trait), {}), share)
        share = _drawn(self.counts.get(trait, {}), share)
        return _without_enemies(share) if trait.relation == "foe" else share


#: So many imagined voices of the broader group stand beside those of the record.
PSEUDO_COUNT = 3.0


def _drawn(counts: Mapping[Camp, float], towards: Mapping[Camp, float]) -> dict[Camp, float]:
    total = sum(counts.values()) + PSEUDO_COUNT
    return {camp: (counts.get(camp, 0.0) + PSEUDO_COUNT * towards[camp]) / total for camp in CAMPS}


#: A state at odds with the accused hardly ever speaks for it; the record has too few to show that.
ENEMY_SHARE = 0.1


def _without_enemies(share: Mapping[Camp, float]) -> dict[Camp, float]:
    kept = {camp: value * (ENEMY_SHARE if camp == "accused" else 1.0) for camp, value in share.items()}
    total = sum(kept.values())
    return {camp: value / total for camp, value in kept.items()}


def opening(trait: Trait) -> Trait:
    """The trait as the voice began: who later wavers or concedes took its side before."""
    begun: dict[Behaviour, Behaviour] = {"wavers": "affirms", "concedes": "denies"}
    return trait._replace(behaviour=begun.get(trait.behaviour, trait.behaviour))


def _broad(trait: Trait) -> tuple[str, str]:
    """For the interested it is the relation that tells, for the others what they are."""
    if trait.group in {"interested", "opposition"}:
        return (trait.relation, trait.behaviour)
    return (trait.group, trait.behaviour)


# ── A voice in a scene ───────────────────────────────────────────────────────────────────────


def traits_of(voice: Voice, readings: Iterable[Scene]) -> dict[Trait, float]:
    """What the inference may see of a voice, and how probable that is; empty for one without a position."""
    behaviour = behaviour_of(voice)
    found: dict[Trait, float] = {}
    if behaviour is not None:
        group = _group(voice)
        for one in readings:
            trait = Trait(group, _relation(voice, one), behaviour)
            found[trait] = found.get(trait, 0.0) + one.probability
    return found


def _group(voice: Voice) -> Group:
    return "opposition" if kind_in(voice) == "opposition" else standing_in(voice)


def _relation(voice: Voice, on: Scene) -> Relation:
    if on.names & proper_words(voice.source):
        return "named"
    party = party_of(voice)
    if party is None:
        return "stateless"
    if party == on.accused:
        return "both_states" if party == on.claimant else "accused_state"
    if party == on.claimant:
        return "claimant_state"
    return _distant_relation(party, on)


@lru_cache(maxsize=65536)
def _distant_relation(party: str, on: Scene) -> Relation:
    to_accused = alignments.bond(party, on.accused, on.day) if on.accused else None
    if to_accused is not None:
        return "foe" if to_accused[0] == "opposed" else "friend"
    to_claimant = alignments.bond(party, on.claimant, on.day) if on.claimant else None
    if to_claimant is None:
        return "third"
    return "foe" if to_claimant[0] == "allied" else "friend"


# ── Sides ────────────────────────────────────────────────────────────────────────────────────
_INTERESTS: dict[str, Interest] = {
    "accused": "against",
    "accused_ally": "against",
    "accuser": "for",
    "accuser_ally": "for",
    "victim": "for",
    "eyewitness": "none",
    "neutral": "none",
    "unknown": "unknown",
}

#: Below this share a side would be named that the voice more probably does not stand on.
NAMED_FROM = 0.5


def placed(claim: WeighingClaim, voices: Iterable[Voice], table: SideTable) -> list[Placed]:
    """Give each voice its side and interest: as its statements give them, else inferred.

    Parameters
    ----------
    claim : for whom it names.
    voices : all that is heard of it; the parties are told from them together.
    table : what voices of each trait were in the settled record.
    """
    heard = [voice for voice in voices if voice.directions]
    if not heard:
        return []
    readings = scenes(claim, heard)
    return [place for voice in heard if (place := _place(voice, readings, table)) is not None]


def _place(voice: Voice, readings: Sequence[Scene], table: SideTable) -> Placed | None:
    traits = traits_of(voice, readings)
    if not traits:
        return None
    trait = max(traits, key=lambda one: (traits[one], one))
    given = next((one.side for one in voice.statements if one.side and one.side != "unknown"), None)
    interest = next((one.interest for one in voice.statements if one.interest), None)
    if given is not None:
        sure: dict[Camp, float] = {CAMP_OF_SIDE[given]: 1.0}
        return Placed(voice, given, interest or _INTERESTS[given], sure, True, trait)
    by_scene = _by_scene(voice, trait.behaviour, readings, table)
    camps: dict[Camp, float] = {
        camp: sum(one.probability * one.camps.get(camp, 0.0) for one in by_scene) for camp in CAMPS
    }
    side = _side(camps, voice, trait)
    return Placed(voice, side, interest or _INTERESTS[side], camps, False, trait, by_scene)


def _by_scene(
    voice: Voice, behaviour: Behaviour, readings: Sequence[Scene], table: SideTable
) -> tuple[Reading, ...]:
    if any(one.stance == "admits" for one in voice.statements):
        # The word itself says whose voice it is: only who stands accused can admit.
        return tuple(Reading(one.probability, {"accused": 1.0}) for one in readings)
    group = _group(voice)
    return tuple(
        Reading(one.probability, table.camps(Trait(group, _relation(voice, one), behaviour)))
        for one in readings
    )


def _side(camps: Mapping[Camp, float], voice: Voice, trait: Trait) -> Side:
    camp = max(CAMPS, key=lambda one: camps.get(one, 0.0))
    if camps.get(camp, 0.0) < NAMED_FROM:
        return "unknown"
    is_at_hand = trait.relation in {"named", "accused_state", "both_states", "claimant_state"}
    if camp == "witness":
        return "victim" if kind_of(voice.source, voice.actor) == "victim" else "eyewitness"
    if camp == "neutral" or is_at_hand or trait.relation in {"third", "stateless"}:
        return camp
    return "accused_ally" if camp == "accused" else "accuser_ally"
