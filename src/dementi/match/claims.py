"""Statements of one run into claims: what is claimed, by whom, and what is only an echo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dementi.match.amounts import quantity
from dementi.match.frames import frame
from dementi.match.grouping import Cluster, Mention, clusters
from dementi.match.naming import claim_ids
from dementi.match.near import broader_pairs, near_merges
from dementi.match.origins import Lineage, lineage, traced
from dementi.match.questions import Question, question_links
from dementi.match.ranking import importance
from dementi.match.settings import DEFAULTS, POINT_ACTS, MatchSettings
from dementi.match.times import Moment, interval
from dementi.match.voices import Link, general_answers, links, span
from dementi.match.wording import question as question_text
from dementi.match.wording import sentence
from dementi.model import (
    AFFIRMING,
    DENYING,
    NOT_FACTUAL,
    WITHHOLDING,
    Attachment,
    Claim,
    Copy,
    Document,
    Event,
    Language,
    NearMerge,
    Statement,
)


class _Matched(NamedTuple):
    """One claim in the making."""

    claim_id: str
    event: Event | None
    text: str
    text_de: str
    question: str | None
    linked: tuple[tuple[int, str], ...]
    near: tuple[NearMerge, ...]


def claims(
    statements: Sequence[Statement],
    *,
    copies: Sequence[Copy] = (),
    documents: Sequence[Document] = (),
    questions: Sequence[Question] = (),
    language: Language = "en",
    settings: MatchSettings = DEFAULTS,
) -> list[Claim]:
    """Group statements into claims and say how each statement stands to them.

    Statements with a typed event are grouped by act, agent, target, theme and time; what is left
    untold joins the only frame it can mean, and never one of two. Statements without content of
    their own ("Moscow denied this") join what their document speaks of. The order of the
    statements changes nothing.

    Parameters
    ----------
    statements : of one run or case, in any order.
    copies : which documents repeat which; their statements share the origins of the original.
    documents : give the day, outlet and agency of documents; may be left out.
    questions : where given, one claim comes out for each question, with all that bears on it, also
        if that is nothing; otherwise every contested event becomes a claim.
    language : of the claims' ``question`` and of all that tells why.
    settings : windows and limits.

    Returns
    -------
    Claims, the most contested and best attested first (see :func:`dementi.match.ranking.importance`);
    for questions, in the order of the questions.
    """
    ordered = _ordered(statements)
    known = lineage(ordered, copies, documents)
    found = clusters(_mentions(ordered, known), settings)
    linked = _linked(ordered, found, settings, language)
    if questions:
        matched = [_asked(one, ordered, found, linked, language) for one in _once(questions)]
        return [_claim(one, ordered, known, settings, language) for one in matched]
    matched = _contested(ordered, found, linked, language, settings)
    finished = [_claim(one, ordered, known, settings, language) for one in matched]
    statement_of = {statement.statement_id: statement for statement in ordered}
    return sorted(finished, key=lambda claim: importance(claim, statement_of), reverse=True)


def _ordered(statements: Iterable[Statement]) -> list[Statement]:
    """Each statement once, in an order of their own, so that the caller's order changes nothing."""
    once = {statement.statement_id: statement for statement in statements}
    return sorted(
        once.values(),
        key=lambda one: (one.published_on or date.max, one.document_id, span(one), one.statement_id),
    )


def _once(questions: Iterable[Question]) -> list[Question]:
    return list({question.text: question for question in questions}.values())


def _mentions(statements: Sequence[Statement], known: Lineage) -> list[Mention]:
    return [
        _mention(index, statement, statement.event, known.day(statement))
        for index, statement in enumerate(statements)
        if statement.event is not None
    ]


def _mention(index: int, statement: Statement, event: Event, day: date | None) -> Mention:
    told = interval(event.when)
    published = day.toordinal() if day is not None else None
    moment = None
    if told is not None:
        moment = Moment(*told, is_explicit=True)
    elif published is not None:
        moment = Moment(published, published, is_explicit=False)
    is_answer = told is None and statement.stance in DENYING | WITHHOLDING
    is_claimed = statement.kind != "stated" and statement.stance in AFFIRMING
    return Mention(index, frame(event), moment, published, is_answer, is_claimed, event)


def _linked(
    statements: Sequence[Statement], found: Sequence[Cluster], settings: MatchSettings, language: Language
) -> dict[int, list[tuple[int, str]]]:
    """By cluster: the statements that speak to it, each once, and why."""
    direct = links(statements, found, settings, language)
    pairs = broader_pairs(found, settings)
    general = general_answers(statements, pairs, _by_cluster(direct), language)
    linked: dict[int, dict[int, str]] = defaultdict(dict)
    for index, at, why in [*direct, *general]:
        linked[at].setdefault(index, why)
    return {at: sorted(told.items()) for at, told in linked.items()}


def _by_cluster(direct: Iterable[Link]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for index, at, _ in direct:
        found[at].append(index)
    return found


def _contested(
    statements: Sequence[Statement],
    found: Sequence[Cluster],
    linked: dict[int, list[tuple[int, str]]],
    language: Language,
    settings: MatchSettings,
) -> list[_Matched]:
    """The clusters of which somebody claims something, as claims."""
    elsewhere = _answered_elsewhere(statements, linked)
    kept = [
        at
        for at in range(len(found))
        if _is_contestable(found[at], [statements[index] for index, _ in linked.get(at, ())])
        and at not in elsewhere
    ]
    kept_clusters = [found[at] for at in kept]
    events = [_event(cluster) for cluster in kept_clusters]
    ids = claim_ids(kept_clusters, events)
    near = near_merges(kept_clusters, ids, settings, language)
    return [
        _Matched(
            claim_id=ids[position],
            event=event,
            text=sentence(event, "en"),
            text_de=sentence(event, "de"),
            question=question_text(event, language),
            linked=tuple(linked[at]),
            near=near[position],
        )
        for position, (at, event) in enumerate(zip(kept, events, strict=True))
    ]


def _answered_elsewhere(
    statements: Sequence[Statement], linked: Mapping[int, Sequence[tuple[int, str]]]
) -> set[int]:
    """The clusters that nobody claims, where every denial of it also stands with one somebody claims."""
    claimed_by: dict[int, set[int]] = defaultdict(set)
    claimed = {
        at for at, told in linked.items() if any(statements[index].stance in AFFIRMING for index, _ in told)
    }
    for at in claimed:
        for index, _ in linked[at]:
            claimed_by[index].add(at)
    return {
        at
        for at, told in linked.items()
        if at not in claimed and set.intersection(*(claimed_by[index] for index, _ in told))
    }


def _is_contestable(cluster: Cluster, speaking: Sequence[Statement]) -> bool:
    """Whether somebody claims something that could be checked.

    Threats and demands alone contest nothing. An event without anybody or any place in it says
    nothing; an author's passing word of it has to tell two things, or it is background.
    """
    factual = [statement for statement in speaking if statement.stance not in NOT_FACTUAL]
    told = cluster.frame
    is_located = any((told.agent, told.target, told.place))
    is_passing = all(statement.kind == "stated" for statement in factual)
    return bool(factual) and is_located and (not is_passing or told.filled_count >= 2)


def _asked(
    asked: Question,
    statements: Sequence[Statement],
    found: Sequence[Cluster],
    linked: dict[int, list[tuple[int, str]]],
    language: Language,
) -> _Matched:
    bearing, near = question_links(asked, statements, found, linked, language)
    near_claims = _near_claims(near, found)
    event = asked.event
    text = sentence(event, "en") if event is not None else asked.text
    text_de = sentence(event, "de") if event is not None else asked.text
    is_own = asked.language == language
    return _Matched(
        claim_id=asked.claim_id,
        event=event,
        text=text,
        text_de=text_de,
        question=asked.text if event is None or is_own else question_text(event, language),
        linked=bearing,
        near=near_claims,
    )


def _near_claims(near: Sequence[tuple[int, str]], found: Sequence[Cluster]) -> tuple[NearMerge, ...]:
    near_clusters = [found[at] for at, _ in near]
    ids = claim_ids(near_clusters, [_event(cluster) for cluster in near_clusters])
    return tuple(NearMerge(claim_id=one, why=why) for one, (_, why) in zip(ids, near, strict=True))


def _event(cluster: Cluster) -> Event:
    """The cluster's frame as an event again, with readable words and the day, month or year it began."""
    return Event(
        act=cluster.frame.act,
        agent=cluster.readable("agent"),
        target=cluster.readable("target"),
        theme=cluster.readable("theme"),
        place=cluster.readable("place"),
        when=_when(cluster),
    )


def _when(cluster: Cluster) -> str | None:
    """The day of an act of one moment where one is given; else the first month, or the interval, told."""
    days = [one.moment for one in cluster.mentions if one.moment and one.moment.is_explicit]
    narrow = [moment for moment in days if moment.width <= 1]
    if cluster.frame.act in POINT_ACTS and narrow:
        return date.fromordinal(min(narrow).begin).isoformat()
    is_told_wide = bool(days) and not any(moment.width < 31 for moment in days)
    if cluster.extent is not None:
        begin, end = (date.fromordinal(day) for day in cluster.extent)
        if is_told_wide and (end - begin).days >= 31:
            return f"{begin.isoformat()}/{end.isoformat()}"
        return begin.isoformat()[:7]
    said = [mention.published for mention in cluster.mentions if mention.published]
    return date.fromordinal(min(said)).isoformat()[:7] if said else None


def _claim(
    matched: _Matched,
    statements: Sequence[Statement],
    known: Lineage,
    settings: MatchSettings,
    language: Language,
) -> Claim:
    indexes = [index for index, _ in matched.linked]
    origins = traced(statements, indexes, known, matched.event, settings, language)
    attachments = tuple(
        Attachment(
            statement_id=statements[index].statement_id,
            stance=statements[index].stance,
            origin_id=origins[index].origin_id,
            is_copy=origins[index].is_copy,
            quantity=quantity(statements[index], matched.event),
            why="; ".join(part for part in (why, origins[index].why) if part),
        )
        for index, why in matched.linked
    )
    return Claim(
        claim_id=matched.claim_id,
        text=matched.text,
        text_de=matched.text_de,
        question=matched.question,
        event=matched.event,
        attachments=attachments,
        near=matched.near,
    )
