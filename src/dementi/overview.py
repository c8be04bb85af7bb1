"""Counts over a case's statements: who speaks, how reliably, and who acts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from dementi import actors, weigh
from dementi.model import AFFIRMING, DENYING, WITHHOLDING, Language, Record, Reliability, Statement


class SourceCount(Record, frozen=True, kw_only=True):
    """How often one source speaks in a case, by what it does, and how far it can be relied on.

    ``letter`` is the Admiralty one; F: too few settled claims. ``settled`` splits what stands behind it.
    """

    source: str
    actor: str | None
    affirms: int
    denies: int
    withholds: int
    other: int
    documents: int
    letter: str
    reliability: Reliability | None = None
    settled: tuple[weigh.Tally, ...] = ()


class ActorCount(Record, frozen=True, kw_only=True):
    """How often one actor speaks, acts and is acted upon in a case's statements."""

    name: str
    actor: str
    speaks: int
    acts: int
    is_target: int


def source_counts(
    statements: Iterable[Statement],
    language: Language,
    *,
    voice_of: Mapping[str, str] | None = None,
    record: weigh.SourceRecord | None = None,
) -> list[SourceCount]:
    """One row per source (the actor where it is known, else its words), the most frequent first.

    Parameters
    ----------
    statements : to be counted.
    language : of the sources' names.
    voice_of : by statement id, the key of the voice that it was weighed under.
    record : who was right in settled claims, by such keys; None: nobody was judged.
    """
    stances: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, set[str]] = defaultdict(set)
    voices: dict[str, set[str]] = defaultdict(set)
    actor_of: dict[str, str | None] = {}
    for statement in statements:
        source = statement.source
        if source is None or statement.kind == "stated" or not (source.actor or source.text):
            continue
        words = source.name or source.text or ""
        name = actors.name(source.actor, language) if source.actor else words
        stances[name][_group(statement.stance)] += 1
        documents[name].add(statement.document_id)
        actor_of[name] = source.actor
        if voice_of and statement.statement_id in voice_of:
            voices[name].add(voice_of[statement.statement_id])
    rows = [
        SourceCount(
            source=name,
            actor=actor_of[name],
            affirms=counts["affirms"],
            denies=counts["denies"],
            withholds=counts["withholds"],
            other=counts["other"],
            documents=len(documents[name]),
            **_judged(voices[name], record),
        )
        for name, counts in stances.items()
    ]
    return sorted(rows, key=lambda row: (-(row.affirms + row.denies + row.withholds), row.source))


def _judged(voices: set[str], record: weigh.SourceRecord | None) -> dict[str, Any]:
    """The reliability of a source; of one weighed under several names, by its fullest record."""
    found = [
        (reliability, weigh.tallies(record, key))
        for key in sorted(voices)
        if record is not None and (reliability := weigh.reliability_of(record, key)) is not None
    ]
    if not found:
        return {"letter": weigh.UNJUDGED}
    reliability, settled = max(found, key=lambda one: one[0].settled_count)
    return {"letter": reliability.letter, "reliability": reliability, "settled": settled}


def _group(stance: str) -> str:
    for group, members in (("affirms", AFFIRMING), ("denies", DENYING), ("withholds", WITHHOLDING)):
        if stance in members:
            return group
    return "other"


def actor_counts(statements: Iterable[Statement], language: Language) -> list[ActorCount]:
    """One row per resolved actor, the most frequent first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        if statement.source is not None and statement.source.actor:
            counts[statement.source.actor]["speaks"] += 1
        if statement.event is None:
            continue
        for role in ("agent", "target"):
            actor_id = getattr(statement.event, role)
            if actor_id and actors.get(actor_id) is not None:
                counts[actor_id][role] += 1
    rows = [
        ActorCount(
            name=actors.name(actor_id, language),
            actor=actor_id,
            speaks=count["speaks"],
            acts=count["agent"],
            is_target=count["target"],
        )
        for actor_id, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-(row.speaks + row.acts + row.is_target), row.actor))
