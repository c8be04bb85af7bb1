"""Who holds an office on a day, as far as the terms in the table of persons tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from dementi.actors import table
from dementi.actors.table import Actor

#: A row with two offices gives one term for both: so long after its begin the first office may still be held.
_SHARED_TERM = timedelta(days=6 * 365)
#: Where a state has no leader by that name, these are meant; two of them at once tell nobody.
_LEADING = ("president", "prime-minister")


def holder(office_id: str, on: date | None) -> str | None:
    """The person who holds a state's office on a day: ``RU/president`` in 2024 is ``RU/vladimir-putin``.

    None where the table knows nobody for that day, or is not sure: a row with two offices does not tell
    when the first one ended.
    """
    state_id, _, role_slug = office_id.partition("/")
    role = table.roles().get(role_slug)
    if role is None or role.kind != "office" or on is None:
        return None
    own = _holder(_of_state(state_id), frozenset(role.heads["en"]), on)
    if own is not None or role_slug != "leader":
        return own
    heads = {found for slug in _LEADING if (found := holder(f"{state_id}/{slug}", on)) is not None}
    return heads.pop() if len(heads) == 1 else None


def holder_of(title: str, on: date | None) -> str | None:
    """Whose first office in the table is called this, in plain English: *NATO secretary-general*."""
    return _holder(table.actors().values(), frozenset({title}), on) if on is not None else None


def holds(actor: Actor, office_id: str) -> bool:
    """Whether a person holds, held or will hold a state's office, whatever the day."""
    state_id, _, role_slug = office_id.partition("/")
    role = table.roles().get(role_slug)
    if role is None or actor.kind != "person" or actor.country != state_id or actor.role is None:
        return False
    slugs = (role_slug, *_LEADING) if role_slug == "leader" else (role_slug,)
    heads = {head for slug in slugs for head in table.roles()[slug].heads["en"]}
    return not heads.isdisjoint(actor.role.split(", "))


@cache
def body_of_head(person_id: str) -> str | None:
    """The body of no one state that a person leads or speaks for: ``mark-rutte`` speaks for ``nato``.

    None for persons of a state, who are tied to it by their id, and where no body is named in the office.
    """
    person = table.actors().get(person_id)
    if person is None or person.kind != "person" or person.country is not None or not person.role:
        return None
    office = f" {person.role} "
    bodies = [
        (len(name), body.actor_id)
        for body in table.actors().values()
        if body.kind == "international"
        for name in (body.names["en"], *body.aliases["en"])
        if f" {name} " in office
    ]
    return max(bodies)[1] if bodies else None


@cache
def _of_state(state_id: str) -> tuple[Actor, ...]:
    return tuple(
        actor
        for actor in table.actors().values()
        if actor.kind == "person" and actor.country == state_id and actor.role
    )


def _holder(persons: Iterable[Actor], titles: frozenset[str], on: date) -> str | None:
    holders = [
        (actor.valid_from, actor)
        for actor in persons
        if actor.kind == "person" and actor.valid_from and (actor.role or "").split(", ")[0] in titles
    ]
    then = [
        (begin, actor)
        for begin, actor in holders
        if begin <= on and (actor.valid_to is None or on <= actor.valid_to)
    ]
    if not then:
        return None
    begin, last = max(then, key=lambda held: held[0])
    if sum(held[0] == begin for held in then) > 1:
        return None
    has_successor = any(later > on for later, _ in holders)
    if "," not in (last.role or "") or has_successor:
        return last.actor_id
    alone = [held for held in then if "," not in (held[1].role or "")]
    if alone and on - begin > _SHARED_TERM:
        return max(alone, key=lambda held: held[0])[1].actor_id
    return None
