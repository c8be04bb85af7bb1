"""What is known of each act beyond its triggers: who can be its target, its theme, its agent."""

from __future__ import annotations

from dementi import actors
from dementi.model import Act

#: Acts whose nouns take their target as a genitive or of-phrase: the assassination of X.
OBJECTIVE = frozenset(
    {
        "kill", "massacre", "injure", "capture", "detain", "abduct", "release", "poison", "torture",
        "destroy", "sink", "shoot_down", "dismiss", "expel", "recognise", "recruit", "burn",
        "stage", "fabricate",
    }
)  # fmt: skip
MUTUAL = frozenset({"sign_agreement", "negotiate", "meet", "cease_fire"})
#: Acts of one who has no counterpart.
ALONE = frozenset(
    {
        "die", "fall_ill", "resign", "test_weapon", "launch", "advance", "mobilise", "crash", "explode",
        "build", "cover_up", "fabricate", "stage", "trade", "evade_sanctions",
    }
)  # fmt: skip
#: Acts by which a state does something through its people: a head of state or an army stands for the state.
_OF_STATES = frozenset(
    {
        "deploy_troops", "deliver_arms", "support", "train_troops", "attack", "strike", "shoot_down",
        "test_weapon", "launch", "sanction", "evade_sanctions", "trade", "recognise", "expel", "mobilise",
        "withdraw", "advance", "use_banned_weapon", "sign_agreement", "plan_attack", "recruit", "cease_fire",
    }
)  # fmt: skip
#: Acts whose agent is the owner of what is sent, fired or found, where nobody else is named.
OWNER_ACTS = frozenset(
    {
        "deploy_troops", "deliver_arms", "test_weapon", "launch", "shoot_down", "strike", "train_troops",
        "trade", "advance", "withdraw", "use_banned_weapon", "support", "attack",
    }
)  # fmt: skip
#: Classes of theme that an act has where its triggers ask for none.
THEMES = {
    "deploy_troops": frozenset({"troops"}),
    "shoot_down": frozenset({"air"}),
    "sink": frozenset({"vessel"}),
    "destroy": frozenset({"structure", "vessel", "weapon", "air"}),
    "pay": frozenset({"money"}),
    "support": frozenset({"aid", "money"}),
    "sign_agreement": frozenset({"pact"}),
    "launch": frozenset({"launch"}),
    "test_weapon": frozenset({"launch", "nuclear"}),
    "strike": frozenset({"launch"}),
    "use_banned_weapon": frozenset({"banned"}),
    "poison": frozenset({"poison"}),
    "kill": frozenset({"victims"}),
    "massacre": frozenset({"victims"}),
    "abduct": frozenset({"victims"}),
    "detain": frozenset({"victims"}),
    "release": frozenset({"victims"}),
    "hack": frozenset({"structure"}),
    "attack": frozenset({"structure"}),
    "fabricate": frozenset({"data"}),
    "interfere": frozenset({"structure"}),
}
#: How telling an act is beside another in one sentence: what hurts or arms comes before talk and travel.
WEIGHTS = {
    "deploy_troops": 3.0, "deliver_arms": 3.0, "shoot_down": 3.2, "poison": 3.2, "test_weapon": 3.0,
    "use_banned_weapon": 3.2, "massacre": 3.0, "kill": 2.8, "sink": 3.0, "abduct": 3.0, "capture": 2.4,
    "evade_sanctions": 3.0, "coup": 2.6, "cease_fire": 4.5, "sign_agreement": 2.6, "hack": 2.8, "strike": 2.4,
    "plan_attack": 3.2, "negotiate": 2.2, "pay": 2.4, "interfere": 2.6, "fabricate": 2.6, "cover_up": 2.6,
    "spy": 2.6, "flee": 2.8, "resign": 2.8, "detain": 2.4, "fall_ill": 2.8, "die": 2.6, "release": 2.4,
}  # fmt: skip
DEFAULT_WEIGHT = 2.0
_LEADER_WORDS = (
    "president",
    "leader",
    "premier",
    "prime minister",
    "chancellor",
    "king",
    "crown prince",
    "general secretary",
)


def state_for(actor_id: str, act: Act) -> str:
    """The actor as it acts: a government and an army are their state, so is a leader in what states do."""
    actor = actors.get(actor_id)
    if actor is None or actor.country is None or actor.kind == "state":
        return actor_id
    if actor.kind in ("government", "armed_forces") and "/" in actor_id:
        return actor.country
    if act not in _OF_STATES or "/" not in actor_id:
        return actor_id
    is_leader = actor.kind == "person" and any(word in (actor.role or "") for word in _LEADER_WORDS)
    is_militant = actor.kind == "person" and any(
        word in (actor.role or "")
        for word in ("of the Pakistani", "FARC", "opposition", "of Hamas", "of Hezbollah")
    )
    if (is_leader and not is_militant) or actor.kind in ("office", "ministry"):
        return actor.country
    return actor_id
