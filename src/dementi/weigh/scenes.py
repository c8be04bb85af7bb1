"""A claim and its voices → who is accused by whom: several scenes, each with how probable it is."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dementi import actors
from dementi.model import WeighingClaim
from dementi.weigh.kinds import SourceKind, Standing, is_party_of_its_own, kind_of, standing_of
from dementi.weigh.voices import Voice, direction_of

#: What a voice does with the claim over its whole course.
Behaviour = Literal["affirms", "confirms", "denies", "doubts", "withholds", "wavers", "concedes"]


class Scene(NamedTuple):
    """One way to read the dispute: the state or group accused, and the one that makes the claim."""

    accused: str | None
    claimant: str | None
    names: frozenset[str]
    day: date
    probability: float


class Evidence(NamedTuple):
    """How much speaks for each state or group being the accused, and being the claimant; in nats."""

    accused: Mapping[str, float]
    claimant: Mapping[str, float]


#: How much one voice of a state speaks for that state being the accused, and being the claimant. Set by
#: hand and taken as natural log odds; steeper or flatter by a factor of two infers sides no better.
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
#: A quarrel between states is the commoner case, so the accused state has to do more to be both.
_QUARREL_WITHIN = -1.0
#: Scenes less probable than this are not looked at.
_LEAST_PROBABILITY = 0.01

_CODE = re.compile(r"\b[A-Z]{2}\b")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-öø-ÿ][\w'’-]{3,}")
_POSSESSIVE = re.compile(r"['’]s?$")
_DAYS_AND_MONTHS = (
    "january february march april june july august september october november december "
    "januar februar märz juni juli oktober dezember "
    "monday tuesday wednesday thursday friday saturday sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag"
)
_CALENDAR = frozenset(_DAYS_AND_MONTHS.split())


def scenes(claim: WeighingClaim, voices: Sequence[Voice]) -> tuple[Scene, ...]:
    """Tell who is accused by whom, from who denies and who affirms, and from whom the claim names.

    Parameters
    ----------
    claim : for whom its wording, its agent and its target name.
    voices : with something to say on the claim, at least one.

    Returns
    -------
    The scenes worth looking at, the most probable first; their probabilities sum to 1. The accused or the
    claimant is None where none of the states and groups heard of is it.
    """
    evidence = _evidence(claim, voices)
    names, day = _names(claim), voices[0].statements[0].date
    parties = sorted(set(evidence.accused) | set(evidence.claimant))
    weights = {
        (accused, claimant): math.exp(
            _score(evidence.accused, accused)
            + _score(evidence.claimant, claimant)
            + (_QUARREL_WITHIN if accused is not None and accused == claimant else 0.0)
        )
        for accused in _candidates(evidence.accused, parties)
        for claimant in _candidates(evidence.claimant, parties)
    }
    total = math.fsum(weights.values())
    kept = {pair: weight for pair, weight in weights.items() if weight >= _LEAST_PROBABILITY * total}
    total = math.fsum(kept.values())
    found = [
        Scene(accused, claimant, names, day, weight / total) for (accused, claimant), weight in kept.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.accused or "", one.claimant or "")))


#: Of that many states and groups at most, the likeliest, one may be the accused, and one the claimant.
_CANDIDATE_LIMIT = 6


def _candidates(scores: Mapping[str, float], parties: Sequence[str]) -> list[str | None]:
    likeliest = sorted(parties, key=lambda one: (-scores.get(one, 0.0), one))[:_CANDIDATE_LIMIT]
    return [*likeliest, None]


def _score(scores: Mapping[str, float], party: str | None) -> float:
    return 0.0 if party is None else scores.get(party, 0.0)


def _evidence(claim: WeighingClaim, voices: Sequence[Voice]) -> Evidence:
    agents, targets, mentioned = _parties_named(claim)
    in_claim = agents | targets | mentioned
    accused: defaultdict[str, float] = defaultdict(float)
    claimant: defaultdict[str, float] = defaultdict(float)
    has_first = False
    for party, behaviour, share in _party_voices(voices):
        if not in_claim or party in in_claim or behaviour not in {"doubts", "withholds"}:
            # A bystander may doubt or keep silent; of those the claim does not name, only a denial counts.
            accused[party] += share * _ACCUSED_SCORES[behaviour]
        claimant[party] += share * _CLAIMANT_SCORES[behaviour]
        if behaviour in {"affirms", "wavers"} and not has_first:
            has_first = True
            claimant[party] += 1.0
    for party in in_claim | set(accused):
        named = 1.5 * (party in agents) + 0.7 * (party in targets) + 0.7 * (party in mentioned)
        accused[party] += named if party in in_claim else -0.5 * bool(in_claim)
    for party in targets & set(claimant):
        claimant[party] += 0.5
    return Evidence(accused, claimant)


def _party_voices(voices: Sequence[Voice]) -> Iterator[tuple[str, Behaviour, float]]:
    """The interested voices with a state or group, in order of time, and how much each counts."""
    seen: Counter[tuple[str, Behaviour]] = Counter()
    for voice in sorted(voices, key=lambda one: (one.statements[0].date, one.key)):
        party, behaviour, standing = party_of(voice), behaviour_of(voice), standing_in(voice)
        if party is None or behaviour is None or standing in {"independent", "witness"}:
            continue
        seen[party, behaviour] += 1
        if seen[party, behaviour] <= _VOICE_LIMIT:
            yield party, behaviour, 0.5 if standing == "reporting" else 1.0


# ── Whom the claim names ─────────────────────────────────────────────────────────────────────


def _parties_named(claim: WeighingClaim) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The parties of the claim's agent, of its target, and those that its wording names."""
    mentioned = _mentioned(claim.claim) | _mentioned(claim.claim_de or "")
    return _parties_in(claim.agent), _parties_in(claim.target), mentioned


@lru_cache(maxsize=4096)
def _mentioned(text: str) -> frozenset[str]:
    # The language of the claim's wording is not given; names of one language are rare in the other.
    return frozenset(
        party
        for language in ("en", "de")
        for mention in actors.mentions(text, language)
        if (party := _party(mention.actor_id))
    )


@lru_cache(maxsize=4096)
def _parties_in(words: str | None) -> frozenset[str]:
    """The parties of an agent or target: codes of states, or names."""
    if not words:
        return frozenset()
    parties = set(_CODE.findall(words.replace("UK", "GB")))
    for language in ("en", "de"):
        actor = actors.find(words, language)
        if actor is not None and (party := _party(actor.actor_id)):
            parties.add(party)
    return frozenset(parties)


def _party(actor_id: str) -> str | None:
    """The state of an actor, or the actor itself where it fights or bargains for itself."""
    actor = actors.get(actor_id)
    is_own = actor is not None and is_party_of_its_own(actor)
    return actor_id if is_own else actors.country(actor_id)


def _names(claim: WeighingClaim) -> frozenset[str]:
    """Names of persons and groups that the claim is about; states are dealt with elsewhere."""
    return proper_words(claim.claim) | proper_words(claim.agent or "")


@lru_cache(maxsize=65536)
def proper_words(text: str) -> frozenset[str]:
    """The words of a text that name a person or group, in lower case."""
    spans = [
        (mention.begin, mention.end) for mention in actors.mentions(text, "en") if _is_state(mention.actor_id)
    ]
    return frozenset(
        word
        for found in _CAPITALISED.finditer(text)
        if not any(begin <= found.start() < end for begin, end in spans)
        and kind_of(found.group()) in {"other", "armed_group"}
        and (word := _POSSESSIVE.sub("", found.group().casefold())) not in _CALENDAR
    )


def _is_state(actor_id: str) -> bool:
    return len(actor_id) == 2 and actor_id.isupper()


# ── A voice ──────────────────────────────────────────────────────────────────────────────────


def party_of(voice: Voice) -> str | None:
    """The group that a voice speaks for, else its state; None where it has neither."""
    if voice.actor is not None:
        return _party(voice.actor) or voice.country
    return _group_in(voice.source) or voice.country


@lru_cache(maxsize=65536)
def _group_in(name: str) -> str | None:
    for language in ("en", "de"):
        for mention in actors.mentions(name, language):
            actor = actors.get(mention.actor_id)
            if actor is not None and is_party_of_its_own(actor):
                return mention.actor_id
    return None


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


def kind_in(voice: Voice) -> SourceKind:
    """The kind of source that a voice is; an outlet in its own name is one also without a telling word."""
    kind = kind_of(voice.source, voice.actor)
    return "media" if kind == "other" and voice.is_outlet else kind


def standing_in(voice: Voice) -> Standing:
    """How a voice stands to disputes in general."""
    return standing_of(kind_in(voice))
