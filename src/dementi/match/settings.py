"""The numbers of matching, each with its reason."""

from __future__ import annotations

from dementi.model import Act, Record

#: Acts that happen at one moment: two explicit days that differ are two events.
POINT_ACTS: frozenset[Act] = frozenset({
    "attack", "strike", "shoot_down", "sink", "destroy", "kill", "massacre", "injure", "capture",
    "detain", "abduct", "release", "poison", "use_banned_weapon", "test_weapon", "launch",
    "sign_agreement", "meet", "hack", "sabotage", "die", "fall_ill", "flee", "resign", "dismiss",
    "coup", "crash", "burn", "explode", "expel", "recognise", "visit",
})  # fmt: skip

#: Acts that happen to a named person or thing only once, so that years of reports speak of one event.
ONCE_ACTS: frozenset[Act] = frozenset({
    "shoot_down", "sink", "kill", "massacre", "poison", "abduct", "die", "crash", "coup",
})  # fmt: skip

#: Acts of which several happen in one war on one day; only the place tells them apart.
PLACED_ACTS: frozenset[Act] = frozenset({
    "attack", "strike", "shoot_down", "sink", "destroy", "kill", "massacre", "injure", "capture",
    "detain", "use_banned_weapon", "sabotage", "crash", "burn", "explode", "stage", "advance",
    "torture", "build", "plan_attack",
})  # fmt: skip

#: Acts whose agent is the person they happen to, so that the person is not the person's state.
PERSONAL_ACTS: frozenset[Act] = frozenset({
    "die", "fall_ill", "flee", "resign", "meet", "visit", "dismiss", "crash", "burn", "explode",
})  # fmt: skip

#: Acts whose target is a person or thing, so that the target is not collapsed into its state.
TARGETED_ACTS: frozenset[Act] = frozenset({
    "shoot_down", "sink", "destroy", "kill", "massacre", "injure", "capture", "detain", "abduct",
    "release", "poison", "torture", "expel", "dismiss", "meet", "recruit", "pay", "hack", "build",
    "sabotage", "strike", "attack", "crash", "burn", "explode", "launch", "test_weapon", "recognise",
    "plan_attack",
})  # fmt: skip

#: Acts that are done to persons, who are their target however the reader put it.
BODILY_ACTS: frozenset[Act] = frozenset({
    "kill", "massacre", "injure", "capture", "detain", "abduct", "release", "torture",
})  # fmt: skip

#: Acts that go somewhere: a state given as place is their target.
BOUND_ACTS: frozenset[Act] = frozenset({"deploy_troops", "deliver_arms", "flee", "visit"})

#: Acts of two parties that either may be named first: a pact of A with B is one of B with A.
SYMMETRIC_ACTS: frozenset[Act] = frozenset({"sign_agreement", "negotiate", "meet", "trade", "cease_fire"})

#: Acts that one reporter calls this and another that; never merged, but named as nearly the same.
KIN_ACTS: tuple[frozenset[Act], ...] = (
    frozenset({"attack", "strike", "destroy", "use_banned_weapon"}),
    frozenset({"kill", "massacre", "die", "injure"}),
    frozenset({"capture", "detain", "abduct"}),
    frozenset({"stage", "fabricate", "cover_up"}),
    frozenset({"deploy_troops", "mobilise", "train_troops", "recruit", "support"}),
    frozenset({"deliver_arms", "support", "trade", "evade_sanctions"}),
    frozenset({"sink", "burn", "explode", "crash", "shoot_down"}),
    frozenset({"poison", "fall_ill", "kill"}),
    frozenset({"spy", "hack", "interfere", "sabotage"}),
    frozenset({"meet", "negotiate", "visit", "sign_agreement"}),
    frozenset({"test_weapon", "launch"}),
)


class MatchSettings(Record, frozen=True, kw_only=True):
    """Windows and limits of matching.

    Parameters
    ----------
    window_days : neighbours in time that are further apart than this speak of two claims. 45: first
        hints, figures, evasions and the late confirmation of one deployment lie within some weeks of
        each other; the next wave is usually told apart by months.
    point_window_days : the same for acts of one moment (a strike, a test), where a report without a
        date of its own speaks of the latest one. 14: by then the next one has usually come.
    explicit_window_days : two explicit days of acts of one moment that are further apart are two
        events. 1: night strikes and time zones shift a day.
    origin_days : reports of one source that are further apart go back to two utterances. 3: over a
        weekend a sentence is still being passed on; after that the source has usually spoken anew.
    vicinity : so many characters may lie between an event and a sentence that takes it up without
        naming it ("Moscow denied this"). 700: about two paragraphs of a news text.
    near_limit : how many near merges are listed per claim.
    """

    window_days: int = 45
    point_window_days: int = 14
    explicit_window_days: int = 1
    origin_days: int = 3
    vicinity: int = 700
    near_limit: int = 5

    def window(self, act: str) -> int:
        """The largest gap in days between neighbours of one claim about ``act``."""
        return self.point_window_days if act in POINT_ACTS else self.window_days


DEFAULTS = MatchSettings()
