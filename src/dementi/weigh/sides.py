"""Voices on one claim → the side each takes: as given, else inferred from the scene of the dispute."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dementi import actors
from dementi.model import Interest, Side, WeighingClaim
from dementi.weigh import alignments
from dementi.weigh.kinds import SourceKind, Standing, kind_of, standing_of
from dementi.weigh.voices import Voice, direction_of

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
#: What a voice does with the claim over its whole course.
Behaviour = Literal["affirms", "confirms", "denies", "doubts", "withholds", "wavers", "concedes"]
Group = Literal["interested", "opposition", "reporting", "independent", "witness"]


class Trait(NamedTuple):
    """All that the inference of a side looks at."""

    group: Group
    relation: Relation
    behaviour: Behaviour


class Scene(NamedTuple):
    """Who is accused by whom, as far as the claim and its voices show it."""

    accused: frozenset[str]
    claimant: str | None
    names: frozenset[str]
    day: date


class Placed(NamedTuple):
    """A voice with its side; ``camps`` holds how probable each camp is, 1 for one that was given."""

    voice: Voice
    side: Side
    interest: Interest
    camps: Mapping[Camp, float]
    is_given: bool
    trait: Trait

    @property
    def camp(self) -> Camp:
        """The likeliest camp, also where it is too unlikely to be called the voice's side."""
        return max(CAMPS, key=lambda one: self.camps.get(one, 0.0))


class SideTable(NamedTuple):
    """How often voices of each trait were of each camp in the settled record."""

    counts: Mapping[Trait, Mapping[Camp, float]]

    def camps(self, trait: Trait) -> dict[Camp, float]:
        """Share of each camp, drawn towards broader groups of traits where the trait is rare."""
        trait = opening(trait)
        share = _drawn(self._sum(_everything), {camp: 1 / len(CAMPS) for camp in CAMPS})
        share = _drawn(self._sum(lambda other: _broad(other) == _broad(trait)), share)
        share = _drawn(self.counts.get(trait, {}), share)
        return _without_enemies(share) if trait.relation == "foe" else share

    def _sum(self, is_wanted: Callable[[Trait], bool]) -> dict[Camp, float]:
        total: dict[Camp, float] = dict.fromkeys(CAMPS, 0.0)
        for trait, counts in self.counts.items():
            if is_wanted(trait):
                for camp, count in counts.items():
                    total[camp] += count
        return total


#: So many imagined voices of the broader group stand beside those of the record.
PSEUDO_COUNT = 3.0


def _drawn(counts: Mapping[Camp, float], towards: Mapping[Camp, float]) -> dict[Camp, float]:
    total = sum(counts.values()) + PSEUDO_COUNT
    return {camp: (counts.get(camp, 0.0) + PSEUDO_COUNT * towards[camp]) / total for camp in CAMPS}


def _everything(_: Trait) -> bool:
    return True


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


# ── The scene ────────────────────────────────────────────────────────────────────────────────

#: How much one voice of a state speaks for that state being the accused, and being the claimant.
_ACCUSED_SCORES: dict[Behaviour, float] = {
    "denies": 2.0,
    "concedes": 2.0,
    "doubts": 0.7,
    "withholds": 0.7,
    "confirms": 0.0,
    "affirms": -1.5,
    "wavers": -1.5,
}
_CLAIMANT_SCORES: dict[Behaviour, float] = {
    "affirms": 1.5,
    "wavers": 1.5,
    "confirms": 0.5,
    "withholds": 0.0,
    "doubts": -0.2,
    "denies": -1.0,
    "concedes": -1.0,
}
#: Two voices of a state show where it stands; a third of the same kind adds nothing.
_VOICE_LIMIT = 2

_CODE = re.compile(r"\b[A-Z]{2}\b")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-öø-ÿ][\w'’-]{3,}")


def scene(claim: WeighingClaim, voices: Sequence[Voice]) -> Scene:
    """Tell who is accused by whom: from who denies and who affirms, and from whom the claim names."""
    agents, targets, mentioned = _states(claim)
    in_claim = agents | targets | mentioned
    accused: defaultdict[str, float] = defaultdict(float)
    claimant: defaultdict[str, float] = defaultdict(float)
    seen: Counter[tuple[str, Behaviour]] = Counter()
    has_first = False
    for voice in sorted(voices, key=lambda one: (one.statements[0].date, one.key)):
        behaviour, standing = behaviour_of(voice), _standing(voice)
        if voice.country is None or behaviour is None or standing in {"independent", "witness"}:
            continue
        seen[voice.country, behaviour] += 1
        if seen[voice.country, behaviour] > _VOICE_LIMIT:
            continue
        share = 0.5 if standing == "reporting" else 1.0
        if not in_claim or voice.country in in_claim or behaviour not in {"doubts", "withholds"}:
            # A bystander may doubt or keep silent; of those the claim does not name, only a denial counts.
            accused[voice.country] += share * _ACCUSED_SCORES[behaviour]
        claimant[voice.country] += share * _CLAIMANT_SCORES[behaviour]
        if behaviour in {"affirms", "wavers"} and not has_first:
            has_first = True
            claimant[voice.country] += 1.0
    for code in in_claim | set(accused):
        named = 1.5 * (code in agents) + 0.7 * (code in targets) + 0.7 * (code in mentioned)
        accused[code] += named if code in in_claim else -0.5 * bool(in_claim)
    for code in targets & set(claimant):
        claimant[code] += 0.5
    accused_states = _accused_states(accused, in_claim)
    return Scene(
        accused_states, _claimant(claimant, accused_states), _names(claim), voices[0].statements[0].date
    )


def _accused_states(scores: Mapping[str, float], named: frozenset[str]) -> frozenset[str]:
    """The state that most looks like the accused, and others of the claim that deny as it does."""
    if not scores:
        return frozenset()
    best = max(scores, key=lambda code: (scores[code], code))
    if scores[best] <= 0:
        return frozenset()
    return frozenset({best} | {code for code in named & set(scores) if scores[code] >= 2.0})


def _claimant(scores: Mapping[str, float], accused: frozenset[str]) -> str | None:
    if not scores:
        return None
    # A quarrel between states is the commoner case, so the accused state has to do more to be both.
    best = max(scores, key=lambda code: (scores[code] - (1.0 if code in accused else 0.0), code))
    return best if scores[best] > 0 else None


def _states(claim: WeighingClaim) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The states of the claim's agent, of its target, and those that its wording names."""
    mentioned = _mentioned_states(claim.claim) | _mentioned_states(claim.claim_de or "")
    return _states_of(claim.agent), _states_of(claim.target), mentioned


@lru_cache(maxsize=4096)
def _mentioned_states(text: str) -> frozenset[str]:
    # The language of the claim's wording is not given; names of one language are rare in the other.
    return frozenset(
        code
        for language in ("en", "de")
        for mention in actors.mentions(text, language)
        if (code := actors.country(mention.actor_id))
    )


@lru_cache(maxsize=4096)
def _states_of(words: str | None) -> frozenset[str]:
    if not words:
        return frozenset()
    codes = set(_CODE.findall(words.replace("UK", "GB")))
    for language in ("en", "de"):
        actor = actors.find(words, language)
        if actor is not None and actor.country:
            codes.add(actor.country)
    return frozenset(codes)


def _names(claim: WeighingClaim) -> frozenset[str]:
    """Names of persons and groups that the claim is about; states are dealt with elsewhere."""
    return _proper_words(claim.claim) | _proper_words(claim.agent or "")


@lru_cache(maxsize=65536)
def _proper_words(text: str) -> frozenset[str]:
    spans = [
        (mention.begin, mention.end) for mention in actors.mentions(text, "en") if _is_state(mention.actor_id)
    ]
    return frozenset(
        found.group().casefold()
        for found in _CAPITALISED.finditer(text)
        if not any(begin <= found.start() < end for begin, end in spans)
        and kind_of(found.group()) in {"other", "armed_group"}
    )


def _is_state(actor_id: str) -> bool:
    return len(actor_id) == 2 and actor_id.isupper()


# ── A voice in the scene ─────────────────────────────────────────────────────────────────────


def trait_of(voice: Voice, on: Scene) -> Trait | None:
    """What the inference sees of a voice; None where it says nothing about the claim as a fact."""
    behaviour = behaviour_of(voice)
    if behaviour is None:
        return None
    return Trait(_group(voice), _relation(voice, on), behaviour)


def behaviour_of(voice: Voice) -> Behaviour | None:
    """The course of a voice in one word; None where it says nothing about the truth of the claim."""
    statements = [one for one in voice.statements if direction_of(one) in {"affirms", "denies"}]
    if not statements:
        return "withholds" if voice.directions else None
    # The first word tells: who begins by denying is on the defensive, who merely doubts is not.
    first, direction = statements[0].stance, direction_of(statements[0])
    if any(one.stance == "retracts" for one in statements):
        return "wavers"
    if any(direction_of(one) != direction for one in statements):
        return "wavers" if direction == "affirms" else "concedes"
    if any(one.stance == "admits" for one in statements):
        return "concedes"
    if direction == "affirms":
        return "confirms" if first == "confirms" else "affirms"
    return "doubts" if first != "denies" else "denies"


def _standing(voice: Voice) -> Standing:
    return standing_of(_kind(voice))


def _kind(voice: Voice) -> SourceKind:
    kind = kind_of(voice.source, voice.actor)
    return "media" if kind == "other" and voice.is_outlet else kind


def _group(voice: Voice) -> Group:
    kind = _kind(voice)
    return "opposition" if kind == "opposition" else standing_of(kind)


def _relation(voice: Voice, on: Scene) -> Relation:
    if on.names & _proper_words(voice.source):
        return "named"
    country = voice.country
    if country is None:
        return "stateless"
    if country in on.accused:
        return "both_states" if country == on.claimant else "accused_state"
    if country == on.claimant:
        return "claimant_state"
    return _distant_relation(country, on)


def _distant_relation(country: str, on: Scene) -> Relation:
    to_accused = [alignments.bond(country, state, on.day) for state in on.accused]
    kinds = {found[0] for found in to_accused if found}
    if "opposed" in kinds:
        return "foe"
    if "allied" in kinds:
        return "friend"
    to_claimant = alignments.bond(country, on.claimant, on.day) if on.claimant else None
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
    on = scene(claim, heard)
    places = []
    for voice in heard:
        trait = trait_of(voice, on)
        if trait is not None:
            places.append(_place(voice, trait, table))
    return places


def _place(voice: Voice, trait: Trait, table: SideTable) -> Placed:
    given = next((one.side for one in voice.statements if one.side and one.side != "unknown"), None)
    interest = next((one.interest for one in voice.statements if one.interest), None)
    if given is not None:
        camps: dict[Camp, float] = {CAMP_OF_SIDE[given]: 1.0}
        return Placed(voice, given, interest or _INTERESTS[given], camps, True, trait)
    camps = table.camps(trait)
    if any(one.stance == "admits" for one in voice.statements):
        # The word itself says whose voice it is: only who stands accused can admit.
        camps = {"accused": 1.0}
    side = _side(camps, voice, trait)
    return Placed(voice, side, interest or _INTERESTS[side], camps, False, trait)


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
