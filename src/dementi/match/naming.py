"""Identifiers of claims: readable, and the same whatever the order of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from dementi.match.frames import DEFAULT_THEMES, is_country
from dementi.match.grouping import Cluster
from dementi.match.words import slug
from dementi.model import Event


def claim_ids(clusters: Sequence[Cluster], events: Sequence[Event]) -> list[str]:
    """One identifier per cluster, as *deploy_troops-KP-RU-2024-10*.

    Two clusters that would be called the same are told apart by a number, in order of time, so that
    a later report does not rename an earlier claim.
    """
    names = [_name(event) for event in events]
    order = sorted(range(len(names)), key=lambda at: (names[at], _time_key(clusters[at])))
    ids = [""] * len(names)
    seen: dict[str, int] = {}
    for at in order:
        seen[names[at]] = seen.get(names[at], 0) + 1
        number = seen[names[at]]
        ids[at] = names[at] if number == 1 else f"{names[at]}-no{number}"
    return ids


def _time_key(cluster: Cluster) -> tuple[tuple[int, int], tuple[str, ...]]:
    return cluster.extent or (0, 0), tuple(slot or "" for slot in cluster.frame)


def _name(event: Event) -> str:
    theme = None if event.theme == DEFAULT_THEMES.get(event.act) else event.theme
    parties = [_part(event.agent)] + ([_part(event.target)] if event.target else [])
    extra = [_part(one) for one in (theme, event.place) if one]
    return "-".join([event.act, *parties, *extra, _date(event.when)])


def _part(value: str | None) -> str:
    if value is None:
        return "unknown"
    if is_country(value):
        return value
    words = slug(value.rpartition("/")[2])[:32].strip("-")
    return words or sha256(value.encode()).hexdigest()[:6]


def _date(when: str | None) -> str:
    if when is None:
        return "undated"
    begin, _, end = when.partition("/")
    if end and begin[5:] == "01-01" and end[5:] == "12-31":
        return begin[:4]
    return begin[:7] if end else begin
