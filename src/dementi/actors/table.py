"""The table of actors: states, bodies, persons and roles, read from ``data/actors`` once per process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

ActorKind = Literal[
    "state", "government", "ministry", "service", "armed_forces", "office", "person", "party", "group",
    "media", "agency", "international", "ngo", "court", "company",
]  # fmt: skip

LANGUAGES = ("de", "en")


class Actor(NamedTuple):
    """A person, body, group or state.

    ``names`` and ``aliases`` are keyed by language; ``role`` is a person's office in plain English or
    the role a body plays for its state (``intelligence-service``); the two dates bound a term of office.
    """

    actor_id: str
    kind: ActorKind
    country: str | None
    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    role: str | None = None
    gender: Literal["f", "m"] | None = None
    short_names: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 -- a NamedTuple's default, never written to
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


class State(NamedTuple):
    """What a text may call a state besides its name."""

    actor_id: str
    adjectives: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    capitals: dict[str, tuple[str, ...]]


class Role(NamedTuple):
    """A part that some body or office plays in every state; ``heads`` are the words for it by language."""

    role: str
    kind: ActorKind
    german_gender: str
    heads: dict[str, tuple[str, ...]]


def rows(table_name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of ``data/actors`` by column name."""
    lines = (files("dementi") / "data" / "actors" / f"{table_name}.tsv").read_text("utf-8").splitlines()
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@cache
def states() -> dict[str, State]:
    """The states by id, with adjectives, people and capitals."""
    return {
        row["id"]: State(
            row["id"],
            {language: _parts(row[f"{language}_adjectives"]) for language in LANGUAGES},
            {language: _parts(row[f"{language}_people"]) for language in LANGUAGES},
            {language: _parts(row[f"{language}_capitals"]) for language in LANGUAGES},
        )
        for row in rows("states")
    }


@cache
def roles() -> dict[str, Role]:
    """The roles by slug."""
    return {
        row["role"]: Role(
            row["role"],
            cast("ActorKind", row["kind"]),
            row["de_gender"],
            {language: _parts(row[language]) for language in LANGUAGES},
        )
        for row in rows("roles")
    }


@cache
def actors() -> dict[str, Actor]:
    """The actors of the table by id; bodies composed of state and role are not in it."""
    found = {}
    for row in rows("states"):
        found[row["id"]] = Actor(
            row["id"],
            "state",
            row["id"],
            {language: row[language] for language in LANGUAGES},
            {language: _parts(row[f"{language}_aliases"]) for language in LANGUAGES},
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
        )
    for row in rows("bodies"):
        shared = _parts(row["aliases"])
        found[row["id"]] = Actor(
            row["id"],
            cast("ActorKind", row["kind"]),
            row["country"] or None,
            {language: row[language] for language in LANGUAGES},
            {language: shared + _parts(row[f"{language}_aliases"]) for language in LANGUAGES},
            role=row["role"] or None,
            source=row["source"],
        )
    for row in rows("persons"):
        head, slash, _ = row["id"].partition("/")
        found[row["id"]] = Actor(
            row["id"],
            "person",
            head if slash else None,
            {language: row[language] for language in LANGUAGES},
            {language: _parts(row[f"{language}_aliases"]) for language in LANGUAGES},
            role=row["role"] or None,
            gender="f" if row["gender"] == "f" else "m",
            short_names={language: _parts(row[f"{language}_short"]) for language in LANGUAGES},
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
        )
    return found


@cache
def bodies_by_role() -> dict[tuple[str, str], str]:
    """Which body plays a role for a state, where the table knows it: (KR, intelligence-service) is KR/nis."""
    known: dict[tuple[str, str], str] = {}
    for actor in actors().values():
        if actor.kind != "person" and actor.country and actor.role:
            known.setdefault((actor.country, actor.role), actor.actor_id)
    # Where a state has one well-known service only, that is the one meant by "its intelligence service".
    for (state_id, role), actor_id in list(known.items()):
        if role == "foreign-intelligence" and (state_id, "domestic-intelligence") not in known:
            known.setdefault((state_id, "intelligence-service"), actor_id)
    return known


def composed_id(state_id: str, role: str) -> str:
    """The id of the body or office that plays a role for a state."""
    return bodies_by_role().get((state_id, role), f"{state_id}/{role}")


def composed(actor_id: str) -> Actor | None:
    """The actor that an id of state and role stands for, with names made of both."""
    state_id, _, role_slug = actor_id.partition("/")
    state, role = states().get(state_id), roles().get(role_slug)
    if state is None or role is None:
        return None
    names = {"en": _english_name(state, role), "de": _german_name(state, role)}
    return Actor(actor_id, role.kind, state_id, names, {"de": (), "en": ()}, role=role_slug)


def _english_name(state: State, role: Role) -> str:
    head = role.heads["en"][0]
    if state.adjectives["en"]:
        return f"{state.adjectives['en'][0]} {head}"
    return f"{head} of {actors()[state.actor_id].names['en']}"


def _german_name(state: State, role: Role) -> str:
    head = role.heads["de"][0]
    if not state.adjectives["de"]:
        return f"{head} ({actors()[state.actor_id].names['de']})"
    first_word, _, rest = head.partition(" ")
    ending = {"n": "es", "f": "e", "m": "er", "p": "e"}[role.german_gender]
    return f"{state.adjectives['de'][0]}{ending} {first_word}{' ' + rest if rest else ''}"
