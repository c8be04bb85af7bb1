"""Events made comparable: who did what to whom, in one form for both languages."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from dementi import actors
from dementi.match.settings import (
    BODILY_ACTS,
    BOUND_ACTS,
    PERSONAL_ACTS,
    PLACED_ACTS,
    SYMMETRIC_ACTS,
    TARGETED_ACTS,
)
from dementi.match.words import concepts, rows
from dementi.model import Act, Event

#: What an act is about when nobody says so.
DEFAULT_THEMES: dict[str, str] = {
    "deploy_troops": "troops", "train_troops": "troops", "mobilise": "troops", "deliver_arms": "arms",
}  # fmt: skip

#: Themes of which the others of their line are kinds.
_KINDS_OF_ARMS = (
    "artillery_shells", "ammunition", "missiles", "drones", "tanks", "aircraft", "fighter_jets",
    "helicopters", "air_defence", "artillery", "vehicles", "mines", "rifles", "cluster_munitions",
    "howitzers", "equipment", "guns",
)  # fmt: skip
_KINDS_OF_MISSILES = ("ballistic_missiles", "cruise_missiles", "long_range_missiles")
BROADER_THEMES = dict.fromkeys(_KINDS_OF_ARMS, "arms") | dict.fromkeys(_KINDS_OF_MISSILES, "missiles")

#: Troops are troops: soldiers, special forces and a contingent of 1,500 are one deployment.
_TROOPS_ACTS = frozenset({"deploy_troops", "train_troops", "mobilise"})
_SAME_THEMES = {"weapons": "arms", "shells": "artillery_shells", "rockets": "missiles"}
_THEME_OF_CONCEPT = {
    "shell": "artillery_shells", "missile": "missiles", "arms": "arms", "drone": "drones",
    "tank": "tanks", "aircraft": "aircraft", "ammunition": "ammunition", "troop": "troops",
    "pact": "agreement", "money": "money",
}  # fmt: skip

#: Victims that tell no massacre from another.
_ANYBODY = concepts("civilians people residents villagers Menschen Zivilisten Dorfbewohner")

#: Kinds of actor that act for their state.
_OF_THE_STATE = frozenset({"state", "government", "ministry", "service", "armed_forces", "office", "court"})


class Frame(NamedTuple):
    """An event's slots, each an actor id, a theme or a sorted string of concepts; None where untold."""

    act: Act
    agent: str | None = None
    target: str | None = None
    theme: str | None = None
    place: str | None = None

    @property
    def filled_count(self) -> int:
        """How many slots are told."""
        return sum(slot is not None for slot in self[1:])


@lru_cache(maxsize=65536)
def frame(event: Event) -> Frame:
    """The comparable form of an event.

    Bodies and office-holders of a state become the state where the act is a state's; a destination
    given as place becomes the target; the place is kept only for acts that places tell apart.
    """
    act = event.act
    agent = _slot(event.agent, is_state_act=act not in PERSONAL_ACTS)
    target = _slot(event.target, is_state_act=act not in TARGETED_ACTS)
    place = _slot(event.place, is_state_act=True)
    if target is None and act in BOUND_ACTS and place is not None and place != agent and is_country(place):
        target, place = place, None
    if act in SYMMETRIC_ACTS:
        agent, target = _sorted_parties(agent, target)
    if act not in PLACED_ACTS or place == target:
        place = None
    theme = _theme(act, event.theme)
    if act in BODILY_ACTS:
        target, theme = _victims(act, target, theme)
    elif agent is not None and agent == target and is_country(agent):
        # No state hacks or shells itself; "its ministry" was taken for the agent's own.
        target = None
    return Frame(act, agent, target, theme, place)


def _victims(act: Act, target: str | None, theme: str | None) -> tuple[str | None, str | None]:
    """Those it happens to stand once, as target; that a massacre is one of civilians, nobody need say."""
    told = " ".join(sorted(concepts((theme or "").replace("_", " "))))
    if told and target in (None, told):
        target, theme = told, None
    if act == "massacre":
        target = None if target is not None and set(target.split()) <= _ANYBODY else target
        theme = None if set(told.split()) <= _ANYBODY else theme
    return target, theme


def _sorted_parties(one: str | None, other: str | None) -> tuple[str | None, str | None]:
    told = sorted({party for party in (one, other) if party is not None})
    return (told[0] if told else None), (told[1] if len(told) > 1 else None)


def _slot(value: str | None, *, is_state_act: bool) -> str | None:
    if value is None or not value.strip():
        return None
    if not is_actor(value):
        return " ".join(sorted(concepts(value))) or None
    state = actors.country(value)
    if state is None or state == value:
        return value
    actor = actors.get(value)
    acts_for_state = actor is not None and (
        actor.kind in _OF_THE_STATE or (actor.kind == "person" and is_state_act)
    )
    # A ministry is its state also as a target; a person only where the act is done by or to states.
    return state if acts_for_state else value


@lru_cache(maxsize=65536)
def is_actor(value: str) -> bool:
    """Whether a slot holds an actor id rather than words."""
    return is_country(value) or actors.get(value) is not None


def is_country(value: str) -> bool:
    """Whether a slot holds a state."""
    return len(value) == 2 and value.isascii() and value.isupper()


@cache
def _typed() -> frozenset[str]:
    return frozenset(BROADER_THEMES).union(DEFAULT_THEMES.values(), (name for name, *_ in rows("themes.tsv")))


def is_typed_theme(value: str) -> bool:
    """Whether a theme is one of the typed ones rather than words of a report."""
    return value in _typed()


def _theme(act: Act, value: str | None) -> str | None:
    if act in _TROOPS_ACTS or value is None or not value.strip():
        return DEFAULT_THEMES.get(act)
    lowered = value.strip().lower()
    if lowered in _typed():
        return _SAME_THEMES.get(lowered, lowered)
    told = concepts(lowered.replace("_", " "))
    typed = sorted(_THEME_OF_CONCEPT[one] for one in told & _THEME_OF_CONCEPT.keys())
    return typed[0] if len(typed) == 1 else " ".join(sorted(told)) or DEFAULT_THEMES.get(act)


@lru_cache(maxsize=65536)
def is_within(general: str | None, special: str | None) -> bool:
    """Whether a slot says nothing that goes beyond or against another one.

    Untold is within everything, a state is within its bodies and persons, *hospital* is within
    *hospital Mariupol*.
    """
    if general is None or general == special:
        return True
    if special is None:
        return False
    if is_country(general):
        return actors.country(special) == general
    if is_actor(general) or is_actor(special):
        return False
    return set(general.split()) <= set(special.split())


def is_less_told(one: Frame, other: Frame) -> bool:
    """Whether ``one`` is ``other`` with something left untold (themes only where untold altogether)."""
    return (
        one != other
        and one.act == other.act
        and (one.theme is None or one.theme == other.theme)
        and is_within(one.place, other.place)
        and (
            (is_within(one.agent, other.agent) and is_within(one.target, other.target))
            or (
                one.act in SYMMETRIC_ACTS
                and is_within(one.agent, other.target)
                and is_within(one.target, other.agent)
            )
        )
    )


def are_compatible(one: Frame, other: Frame) -> bool:
    """Whether nothing that both tell differs."""
    return one.act == other.act and all(
        mine is None or theirs is None or is_within(mine, theirs) or is_within(theirs, mine)
        for mine, theirs in zip(one[1:], other[1:], strict=True)
    )


def broader_themes(special: str | None) -> list[str]:
    """The themes of which this one is a kind, nearest first: *arms* for *missiles*."""
    found: list[str] = []
    seen = special
    while seen is not None and (seen := BROADER_THEMES.get(seen)) is not None:
        found.append(seen)
    return found


def is_broader_theme(general: str | None, special: str | None) -> bool:
    """Whether one theme is a kind of the other (*missiles* of *arms*)."""
    return general in broader_themes(special)


def parties(one: Frame) -> frozenset[str]:
    """The states, or stateless actors and words, that a frame is about."""
    told = (one.agent, one.target)
    return frozenset(actors.country(slot) or slot for slot in told if slot is not None)
