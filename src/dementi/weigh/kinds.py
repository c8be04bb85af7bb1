"""What kind of source a name speaks of: a ministry, a newspaper, a witness, a court."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

from dementi import actors

SourceKind = Literal[
    "victim", "witness", "international", "ngo", "court", "expert", "state_media", "media", "official",
    "armed_group", "opposition", "online", "unnamed", "hired", "other",
]  # fmt: skip

#: Kinds lumped together, because the settled record is too small to tell more of them apart.
Standing = Literal["interested", "reporting", "independent", "witness"]

_STANDINGS: dict[SourceKind, Standing] = {
    "victim": "witness",
    "witness": "witness",
    "international": "independent",
    "ngo": "independent",
    "court": "independent",
    "expert": "independent",
    "media": "reporting",
}

_KINDS_OF_ACTORS: dict[str, SourceKind] = {
    "state": "official",
    "government": "official",
    "ministry": "official",
    "service": "official",
    "armed_forces": "official",
    "office": "official",
    "party": "opposition",
    "group": "armed_group",
    "media": "media",
    "agency": "media",
    "international": "international",
    "ngo": "ngo",
    "court": "court",
}

_ASIDE = re.compile(r"\([^)]*\)|\b(?:quoted by|citing|via|through|zitiert von)\b.*", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    text = (resources.files("dementi") / "data" / "source_kinds.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in rows)  # type: ignore[misc]  # our own file


@cache
def kind_of(name: str, actor_id: str | None = None) -> SourceKind:
    """The kind of a source, by its actor where that says it, else by the words of its name.

    Parameters
    ----------
    name : the source as a text names it, English or German.
    actor_id : where the source was resolved.
    """
    actor = actors.get(actor_id) if actor_id else None
    if _is("hired", name):
        return "other"
    if actor is not None and is_party_of_its_own(actor):
        return "official" if actor.kind == "international" else "armed_group"
    if actor is not None and actor.kind in _KINDS_OF_ACTORS and not _is("state_media", name):
        return _KINDS_OF_ACTORS[actor.kind]
    # "Kateryna Chumachenko (wife)": the aside counts where the name itself says nothing.
    return _first_match(_ASIDE.sub(" ", name)) or _first_match(name) or "other"


def _first_match(name: str) -> SourceKind | None:
    return next((kind for kind, pattern in _patterns() if kind != "hired" and pattern.search(name)), None)


def _is(kind: str, name: str) -> bool:
    return any(other == kind and pattern.search(name) for other, pattern in _patterns())


#: An alliance of states that wages wars is a party to them, unlike other international bodies.
_ALLIANCES = frozenset({"nato"})
#: Groups whose id begins with a state speak for it, except those that fight it.
_FIGHTS_ITS_STATE = frozenset({"PK/ttp", "TR/pkk"})


def is_party_of_its_own(actor: actors.Actor) -> bool:
    """Does this actor take part in disputes for itself, whatever state it is of?"""
    if actor.kind == "group":
        return "/" not in actor.actor_id or actor.actor_id in _FIGHTS_ITS_STATE
    return actor.actor_id in _ALLIANCES


def standing_of(kind: SourceKind) -> Standing:
    """How a kind of source stands to disputes in general."""
    return _STANDINGS.get(kind, "interested")
