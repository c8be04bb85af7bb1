"""Which statements of a document speak to which cluster, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dementi import actors
from dementi.match.frames import parties
from dementi.match.grouping import Cluster
from dementi.match.phrases import phrase
from dementi.match.settings import BOUND_ACTS, MatchSettings
from dementi.match.sources import UNNAMED, speaker
from dementi.match.words import is_empty_content
from dementi.model import AFFIRMING, DENYING, NOT_FACTUAL, WITHHOLDING, Language, Statement

#: A statement's place among the clusters: (its index, the cluster's, why).
Link = tuple[int, int, str]


class Place(NamedTuple):
    """Where a cluster is touched on in a document."""

    begin: int
    end: int
    statement_at: int
    cluster_at: int


def links(
    statements: Sequence[Statement], clusters: Sequence[Cluster], settings: MatchSettings, language: Language
) -> list[Link]:
    """Attach statements to clusters: those with the event, then those that only take it up.

    Left out: the silence of somebody whom nobody expects to speak; the author's own mentions where
    the author names sources for the same thing, or only holds it possible.
    """
    places = _places(statements, clusters)
    cluster_parties = [_parties(cluster, statements) for cluster in clusters]
    typed = [
        (mention.statement_at, at, phrase("itself", language))
        for at, cluster in enumerate(clusters)
        for mention in cluster.mentions
        if not _is_outsiders_silence(statements[mention.statement_at], cluster_parties[at])
    ]
    taken_up = _taken_up(statements, places, cluster_parties, settings, language)
    attributed = {
        (statements[index].document_id, at)
        for index, at, _ in [*typed, *taken_up]
        if statements[index].kind != "stated"
    }
    return [
        link
        for link in [*typed, *taken_up]
        if _is_voice(statements[link[0]], (statements[link[0]].document_id, link[1]) in attributed)
    ]


def _parties(cluster: Cluster, statements: Sequence[Statement]) -> frozenset[str]:
    """Those an event is about; the state where troops are gathered is a party to their being sent."""
    found = set(parties(cluster.frame))
    if cluster.frame.act in BOUND_ACTS:
        for mention in cluster.mentions:
            event = statements[mention.statement_at].event
            state = actors.country(event.place) if event is not None and event.place else None
            if state is not None:
                found.add(state)
    return frozenset(found)


def _is_outsiders_silence(statement: Statement, cluster_parties: frozenset[str]) -> bool:
    if statement.stance in WITHHOLDING and _names_nobody(statement):
        # Only of somebody known can it be said that he might have denied.
        return True
    return statement.stance == "silent" and not is_party(statement, cluster_parties)


def _names_nobody(statement: Statement) -> bool:
    return statement.kind != "stated" and speaker(statement) == UNNAMED


def is_party(statement: Statement, cluster_parties: frozenset[str]) -> bool:
    """Whether the speaker is one of those the event is about."""
    return bool(speakers(statement) & cluster_parties)


def speakers(statement: Statement) -> frozenset[str]:
    """The speaker as actor and as state."""
    source = statement.source
    if source is None:
        return frozenset()
    state = source.country or (actors.country(source.actor) if source.actor else None)
    return frozenset(known for known in (source.actor, state) if known)


def _is_voice(statement: Statement, is_attributed_there: bool) -> bool:
    """Whether an author's own sentence counts: an author who names sources only passes them on."""
    if statement.kind != "stated":
        return True
    if statement.basis in ("witnessed", "documents"):
        return True
    is_told = statement.stance in AFFIRMING or statement.stance in DENYING
    return is_told and statement.certainty in ("certain", "probable") and not is_attributed_there


def is_contentless(statement: Statement) -> bool:
    """Whether a statement takes up what others said without saying it itself."""
    if statement.event is not None or statement.stance in NOT_FACTUAL or statement.kind == "stated":
        return False
    return statement.content is None or is_empty_content(statement.content.text)


def span(statement: Statement) -> tuple[int, int]:
    """Where in the document a statement stands."""
    parts = (statement.cue, statement.content, statement.frame, statement.source)
    spans = [one for part in parts if part is not None for one in part.spans]
    if spans:
        return min(begin for begin, _ in spans), max(end for _, end in spans)
    _, _, number = statement.statement_id.rpartition("-")
    at = int(number) if number.isdecimal() else 0
    return at, at


def _places(statements: Sequence[Statement], clusters: Sequence[Cluster]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for at, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            statement = statements[mention.statement_at]
            found[statement.document_id].append(Place(*span(statement), mention.statement_at, at))
    for places in found.values():
        places.sort()
    return found


def _taken_up(
    statements: Sequence[Statement],
    places: dict[str, list[Place]],
    cluster_parties: Sequence[frozenset[str]],
    settings: MatchSettings,
    language: Language,
) -> list[Link]:
    main_of = {document_id: _main(statements, found) for document_id, found in places.items()}
    found: list[Link] = []
    for index, statement in enumerate(statements):
        here = places.get(statement.document_id)
        if not here or not is_contentless(statement):
            continue
        if statement.stance in WITHHOLDING and _names_nobody(statement):
            continue
        link = _antecedent(statement, here, main_of[statement.document_id], cluster_parties, settings)
        if link is not None:
            at, why = link
            found.append((index, at, phrase(why, language)))
    return found


def _main(statements: Sequence[Statement], places: Sequence[Place]) -> int:
    """The cluster a document is about: most statements of sources, then most of any, then the first."""
    weights: dict[int, int] = defaultdict(int)
    for place in places:
        is_contested = statements[place.statement_at].kind != "stated"
        weights[place.cluster_at] += 1000 if is_contested else 1
    firsts = {place.cluster_at: place.begin for place in reversed(places)}
    return min(weights, key=lambda at: (-weights[at], firsts[at], at))


def _antecedent(
    statement: Statement,
    places: Sequence[Place],
    main: int,
    cluster_parties: Sequence[frozenset[str]],
    settings: MatchSettings,
) -> tuple[int, str] | None:
    """What a statement without content speaks of, and the phrase that says why; None if unsafe."""
    begin, _ = span(statement)
    before = [place for place in places if place.begin <= begin]
    nearest = before[-1] if before else None
    is_close = nearest is not None and begin - nearest.end <= settings.vicinity
    if nearest is not None and is_close and is_party(statement, cluster_parties[nearest.cluster_at]):
        return nearest.cluster_at, "taken_up_party"
    if is_party(statement, cluster_parties[main]):
        return main, "main_party"
    if statement.stance in WITHHOLDING and statement.stance == "silent":
        return None
    if nearest is None:
        return main, "main_before"
    if is_close:
        return nearest.cluster_at, "taken_up"
    return None


def general_answers(
    statements: Sequence[Statement],
    pairs: Iterable[tuple[int, int]],
    links_of: dict[int, list[int]],
    language: Language,
) -> list[Link]:
    """Let a party's denial of the general deny the special: no arms at all are no missiles either.

    ``pairs`` are (general cluster, special cluster); what affirms the general says nothing of the
    special, so only answers go over.
    """
    return [
        (index, special, phrase("general", language))
        for general, special in pairs
        for index in links_of.get(general, ())
        if statements[index].stance in DENYING | WITHHOLDING
    ]
