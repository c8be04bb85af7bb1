"""What kind of source a name speaks of: a ministry, a newspaper, a witness, a court."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

from dementi import actors

SourceKind = Literal[
    "victim", "witness", "international", "ngo", "court", "expert", "state_media", "media", "official",
    "armed_group", "opposition", "online", "unnamed", "other",
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
    if actor is not None and actor.kind in _KINDS_OF_ACTORS and not _is_state_media(name):
        return _KINDS_OF_ACTORS[actor.kind]
    # "Kateryna Chumachenko (wife)": the aside counts where the name itself says nothing.
    return _first_match(_ASIDE.sub(" ", name)) or _first_match(name) or "other"


def _first_match(name: str) -> SourceKind | None:
    return next((kind for kind, pattern in _patterns() if pattern.search(name)), None)


def _is_state_media(name: str) -> bool:
    return any(kind == "state_media" and pattern.search(name) for kind, pattern in _patterns())


def standing_of(kind: SourceKind) -> Standing:
    """How a kind of source stands to disputes in general."""
    return _STANDINGS.get(kind, "interested")
