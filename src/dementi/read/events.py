"""Events in a content: who did what to whom.

Triggers (``lang/<language>/events.tsv``) say that something happened, the clause around them says who did
it to whom (:mod:`dementi.read.event_roles`). Conventions, among them what the target of a deployment is,
stand in ``docs/reference/events.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dementi.actors import ActorMention
from dementi.model import Event, Span
from dementi.read.dates import DateMention
from dementi.read.event_acts import DEFAULT_WEIGHT, WEIGHTS
from dementi.read.event_checks import is_aside, is_told
from dementi.read.event_clauses import Content, within
from dementi.read.event_hits import Hit
from dementi.read.event_roles import RoleFinder, Roles
from dementi.read.event_triggers import hits


class EventMention(NamedTuple):
    """One event with the span of its trigger; ``event`` is the positive frame also where negated."""

    begin: int
    end: int
    event: Event
    theme_span: Span | None = None
    is_negated: bool = False


class _Scored(NamedTuple):
    score: float
    hit: Hit
    mention: EventMention


def events(
    text: str,
    begin: int,
    end: int,
    language: str,
    actor_mentions: Sequence[ActorMention],
    date_mentions: Sequence[DateMention],
) -> list[EventMention]:
    """Find the events in ``text[begin:end]``, the main one first.

    Mentions and dates of the whole document may be passed; those outside are left out. Two triggers of one
    event (*the dispatch of soldiers who will fight …*) come back as one mention, at the stronger trigger.
    """
    if language not in ("de", "en"):
        return []
    near_dates = within(date_mentions, begin, end)
    date_spans = [(mention.begin, mention.end) for mention in near_dates]
    content = Content(text, begin, end, language, actor_mentions, date_spans)
    finder = RoleFinder(content)
    scored = []
    for hit in hits(content):
        roles = finder.roles(hit)
        if not is_told(content, hit, roles):
            continue
        mention = _mention(content, hit, roles, near_dates)
        scored.append(_Scored(_score(content, hit, roles), hit, mention))
    scored.sort(key=lambda item: (-item.score, item.hit.first))
    return _merged([item.mention for item in scored])


# Mentions


def _mention(content: Content, hit: Hit, roles: Roles, date_mentions: Sequence[DateMention]) -> EventMention:
    event = Event(
        act=hit.form.trigger.act,
        agent=roles.agent,
        target=roles.target,
        theme=roles.theme,
        place=roles.place,
        when=_when(content, hit, date_mentions),
    )
    begin, end = content.tokens[hit.first].begin, content.tokens[hit.last].end
    return EventMention(begin, end, event, roles.theme_span, _is_negated(content, hit))


def _when(content: Content, hit: Hit, date_mentions: Sequence[DateMention]) -> str | None:
    """The date nearest to the trigger in its sentence."""
    sentence = content.sentences[hit.first]
    tokens = [token for at, token in enumerate(content.tokens) if content.sentences[at] == sentence]
    begin, end = tokens[0].begin, tokens[-1].end
    at = content.tokens[hit.first].begin
    near = [mention for mention in date_mentions if begin <= mention.begin and mention.end <= end]
    return min(near, key=lambda mention: abs(mention.begin - at)).when if near else None


def _is_negated(content: Content, hit: Hit) -> bool:
    """Whether a negation in the trigger's own clause bears on it."""
    segment = content.segments[hit.first]
    closed = content.grammar
    for at, token in enumerate(content.tokens):
        if content.segments[at] != segment or token.lower not in closed.negators:
            continue
        phrase = f"{token.lower} {content.lower(at + 1)}"
        if any(f"{other} ".startswith(f"{phrase} ") for other in closed.not_negators):
            continue
        if content.language == "en" and at > hit.first:
            continue
        return True
    return False


def _score(content: Content, hit: Hit, roles: Roles) -> float:
    trigger = hit.form.trigger
    score = WEIGHTS.get(trigger.act, DEFAULT_WEIGHT)
    score += (
        1.0 * (roles.agent is not None) + 1.0 * (roles.target is not None) + 0.5 * (roles.theme is not None)
    )
    score += 1.5 * (hit.voice in ("active", "passive", "phrase"))
    score -= 1.5 * ("weak" in trigger.flags) + 1.5 * (hit.voice in ("attributive", "reduced"))
    score -= 2.0 * _is_aside(content, hit)
    return score - hit.first / 100 - content.sentences[hit.first] / 2


def _is_aside(content: Content, hit: Hit) -> bool:
    """Whether the trigger stands in a relative or temporal clause, or under a preposition of time."""
    segment = content.segments[hit.first]
    begin = next((at for at in range(hit.first, -1, -1) if content.segments[at] != segment), -1) + 1
    opener = content.lower(begin)
    if opener == ",":
        opener = content.lower(begin + 1)
    if begin > 0 and (
        opener in content.grammar.subordinators or opener in ("which", "who", "whose", "deren", "dessen")
    ):
        return True
    if hit.voice != "noun":
        return False
    before = {content.lower(at) for at in range(max(0, hit.first - 3), hit.first)}
    return is_aside(content, hit) or not before.isdisjoint(("wegen", "trotz", "despite"))


def _merged(mentions: list[EventMention]) -> list[EventMention]:
    """Join mentions of one act whose roles do not contradict each other; the better one gives the span."""
    kept: list[EventMention] = []
    for mention in mentions:
        for place, known in enumerate(kept):
            if _agree(known.event, mention.event):
                kept[place] = _joined(known, mention)
                break
        else:
            kept.append(mention)
    return kept


def _agree(one: Event, other: Event) -> bool:
    if one.act != other.act:
        return False
    pairs = ((one.agent, other.agent), (one.target, other.target))
    return all(first is None or second is None or first == second for first, second in pairs)


def _joined(known: EventMention, other: EventMention) -> EventMention:
    event = msgspec.structs.replace(
        known.event,
        agent=known.event.agent or (other.event.agent if other.event.agent != known.event.target else None),
        target=known.event.target
        or (other.event.target if other.event.target != known.event.agent else None),
        theme=known.event.theme or other.event.theme,
        place=known.event.place or other.event.place,
        when=known.event.when or other.event.when,
    )
    return known._replace(event=event, theme_span=known.theme_span or other.theme_span)
