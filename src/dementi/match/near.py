"""Claims that were nearly taken for one, and the word on what kept them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from dementi import actors
from dementi.match import nouns
from dementi.match.frames import broader_themes, frame, is_typed_theme, is_within
from dementi.match.grouping import Cluster, Mention
from dementi.match.phrases import phrase
from dementi.match.settings import KIN_ACTS, MatchSettings
from dementi.match.times import gap
from dementi.model import Event, Language, NearMerge

#: So many neighbours in time are looked at on either side; more would make large cases slow.
_REACH = 8

Days = tuple[int, int] | None


def broader_pairs(clusters: Sequence[Cluster], settings: MatchSettings) -> list[tuple[int, int]]:
    """Pairs (general, special) of clusters whose themes alone differ, as *arms* and *missiles*."""
    general_at: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for at, cluster in enumerate(clusters):
        told = cluster.frame
        general_at[told.act, told.agent, told.target, told.theme].append(at)
    said = [_said(cluster) for cluster in clusters]
    found: list[tuple[int, int]] = []
    for at, cluster in enumerate(clusters):
        told = cluster.frame
        parties = {(agent, target) for agent in (told.agent, None) for target in (told.target, None)}
        for agent, target in sorted(parties - {(None, None)}, key=str):
            for theme in broader_themes(told.theme):
                found.extend(
                    (general, at)
                    for general in general_at.get((told.act, agent, target, theme), ())
                    if _are_in_talk_together(
                        clusters[general], cluster, (said[general], said[at]), settings.window(told.act)
                    )
                )
    return found


def _are_in_talk_together(one: Cluster, other: Cluster, said: tuple[Days, Days], window: int) -> bool:
    """Whether two clusters are near in time, or were spoken of at the same time."""
    if one.extent and other.extent and gap(one.extent, other.extent) <= window:
        return True
    first, second = said
    return first is None or second is None or gap(first, second) <= window


def _said(cluster: Cluster) -> Days:
    days = [mention.published for mention in cluster.mentions if mention.published]
    return (min(days), max(days)) if days else None


def near_merges(
    clusters: Sequence[Cluster], ids: Sequence[str], settings: MatchSettings, language: Language
) -> list[tuple[NearMerge, ...]]:
    """For each cluster the others that share its act (or a kindred one) and a party, nearest first."""
    neighbours: list[dict[int, tuple[int, int, str]]] = [{} for _ in clusters]
    for bucket in _buckets(clusters):
        for position, at in enumerate(bucket):
            for other in bucket[position + 1 : position + 1 + _REACH]:
                why = difference(clusters[at], clusters[other], language)
                if why is not None:
                    neighbours[at][other] = why
                    neighbours[other][at] = difference(clusters[other], clusters[at], language) or why
    return [
        tuple(
            NearMerge(claim_id=ids[other], why=why)
            for (_, _, why), other in sorted(
                ((why, other) for other, why in found.items()), key=lambda one: (one[0][:2], ids[one[1]])
            )[: settings.near_limit]
        )
        for found in neighbours
    ]


def _buckets(clusters: Sequence[Cluster]) -> Iterable[list[int]]:
    """Clusters that share an act and a party, in order of time; and kindred acts of the same parties."""
    found: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    order = sorted(
        range(len(clusters)),
        key=lambda at: (clusters[at].extent or (0, 0), tuple(slot or "" for slot in clusters[at].frame)),
    )
    for at in order:
        told = clusters[at].frame
        if told.agent:
            found["agent", told.act, told.agent].append(at)
        if told.target:
            found["target", told.act, told.target].append(at)
        for family, acts in enumerate(KIN_ACTS):
            if told.act in acts and told.agent:
                found["kin", str(family), told.agent].append(at)
    return found.values()


def difference(one: Cluster, other: Cluster, language: Language) -> tuple[int, int, str] | None:
    """How far two clusters are apart: (differences, days, in words); None where little is common."""
    mine, theirs = one.frame, other.frame
    days = gap(one.extent, other.extent) if one.extent and other.extent else 0
    if mine.act != theirs.act:
        if not any({mine.act, theirs.act} <= acts for acts in KIN_ACTS):
            return None
        if not (is_within(mine.target, theirs.target) or is_within(theirs.target, mine.target)):
            return None
        return 4, days, phrase("kindred", language, act=phrase(f"act_{theirs.act}", language))
    differing = [
        phrase(
            "differs",
            language,
            slot=phrase(f"slot_{slot}", language),
            theirs=_told(other.readable(slot), language),
            mine=_told(one.readable(slot), language),
        )
        for slot in ("agent", "target", "theme", "place")
        if getattr(mine, slot) != getattr(theirs, slot)
    ]
    if len(differing) > 2:
        return None
    apart = [phrase("day_apart" if days == 1 else "days_apart", language, days=days)] if days else []
    if not differing and not apart:
        apart = [phrase("time_untold", language)]
    return len(differing), days, "; ".join([phrase("same_act", language), *differing, *apart])


def _told(slot: str | None, language: Language) -> str:
    if slot is None:
        return phrase("not_told", language)
    if is_typed_theme(slot):
        return nouns.theme(slot, language).forms["nom"]
    return actors.name(slot, language).replace("_", " ")


def nearest(
    event: Event, clusters: Sequence[Cluster], is_taken: Callable[[int], bool], limit: int, language: Language
) -> list[tuple[int, str]]:
    """The clusters nearest to an event from outside that were not taken for it, and why not."""
    told = frame(event)
    outside = Cluster(told, None, (Mention(-1, told, None, None, event=event),))
    found: list[tuple[int, int, str]] = []
    for at, cluster in enumerate(clusters):
        shares_party = (told.agent and told.agent == cluster.frame.agent) or (
            told.target and told.target == cluster.frame.target
        )
        if is_taken(at) or not shares_party:
            continue
        why = difference(outside, cluster, language)
        if why is not None:
            found.append((why[0], at, why[2]))
    return [(at, why) for _, at, why in sorted(found)[:limit]]
