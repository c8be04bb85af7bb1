"""Readings that look like an event and tell of none: a dismissed report, a withdrawn statement."""

from __future__ import annotations

from dementi.read.event_acts import ALONE
from dementi.read.event_clauses import Content
from dementi.read.event_hits import Hit, nearest_theme
from dementi.read.event_roles import Roles

_WITHDRAWN = frozenset({"troops", "weapon", "vessel", "air", "pact"})
_MILITARY = ("militär", "military", "waffen", "weapons", "kriegs")
_TALKS = frozenset({"negotiate", "meet", "visit"})
_ASIDE = frozenset(
    {
        "after", "before", "since", "during", "amid", "following",
        "nach", "vor", "seit", "bei", "beim", "während",
    }
)  # fmt: skip
_REACH_TO_AS = 6


def is_told(content: Content, hit: Hit, roles: Roles) -> bool:
    """Whether the trigger, with the roles found for it, tells of an event."""
    act = hit.form.trigger.act
    has_party = roles.agent is not None or roles.target is not None
    if hit.voice == "attributive" and not has_party:
        return False  # "the occupied territories"
    if "inplace" in hit.form.trigger.flags and roles.target is None and roles.place is None:
        return False
    if act == "fabricate":
        is_judged = content.lower(hit.first - 1) == "as"  # "dismissed his report as fake"
        return not is_judged and (has_party or roles.theme is not None or _is_own_deed(content, hit))
    if act == "withdraw":
        return _is_withdrawal(content, hit, roles)
    if act == "support":
        is_both = roles.agent is not None and roles.target is not None
        return is_both or (has_party and _is_military(content, hit))
    if act == "dismiss":
        return not _is_called(content, hit)
    if act in _TALKS and hit.voice == "noun" and is_aside(content, hit):
        return False
    return not _is_empty(hit, roles)


def is_aside(content: Content, hit: Hit) -> bool:
    """Whether a noun stands under a preposition of time: after talks with his counterpart."""
    return any(content.lower(at) in _ASIDE for at in range(max(0, hit.first - 3), hit.first))


def _is_own_deed(content: Content, hit: Hit) -> bool:
    """Whether somebody is said to have made it up, and not a report to be false."""
    if hit.voice != "active" or hit.form.kind == "base":
        return False
    words = {content.lower(at) for at in range(hit.first + 1, hit.first + 3)} | {content.lower(hit.first - 1)}
    return bool(words & {"haben", "hat", "habe", "having", "have", "had", "has"})


def _is_withdrawal(content: Content, hit: Hit, roles: Roles) -> bool:
    """Whether somebody or something leaves: a statement and a lawsuit are withdrawn otherwise."""
    if roles.target is not None or hit.theme is not None:
        return True
    if nearest_theme(content, hit, _WITHDRAWN)[0] is not None:
        return True
    return hit.voice == "noun" and roles.agent is not None


def _is_military(content: Content, hit: Hit) -> bool:
    words = [content.lower(at) for at in range(hit.first - 2, hit.last + 1)]
    return any(word.startswith(_MILITARY) for word in words)


def _is_called(content: Content, hit: Hit) -> bool:
    """ "dismissed as false": reports are called something, nobody loses an office."""
    end = min(len(content.tokens), hit.last + 1 + _REACH_TO_AS)
    return any(content.lower(at) == "as" for at in range(hit.last + 1, end))


def _is_empty(hit: Hit, roles: Roles) -> bool:
    """Whether a weak noun came without anybody and anything: a meeting, aid."""
    trigger = hit.form.trigger
    if hit.voice != "noun" or "weak" not in trigger.flags or trigger.act in ALONE:
        return False
    return trigger.act != "sanction" and not any((roles.agent, roles.target, roles.theme))
