"""Claims from outside: which statements bear on a question, by event and by words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from dementi import actors
from dementi.match.frames import Frame, frame, is_actor, is_broader_theme, is_within
from dementi.match.grouping import Cluster
from dementi.match.near import nearest
from dementi.match.phrases import phrase
from dementi.match.settings import DEFAULTS, SYMMETRIC_ACTS
from dementi.match.times import gap, interval
from dementi.match.voices import speakers
from dementi.match.words import concept, slug, tokens
from dementi.model import AFFIRMING, DENYING, WITHHOLDING, Event, Language, Record, Statement

#: Share of a question's words that a statement must hold to bear on it; below, they only share a topic.
WORDS_SHARE = 0.6
NEAR_LIMIT = 3

Bearing = tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]
#: By cluster: the statements that speak to it, and why.
LinkedStatements = dict[int, list[tuple[int, str]]]


class Question(Record, frozen=True, kw_only=True):
    """A question from outside, with the event that the reader finds in it, if any."""

    text: str
    language: str | None = None
    event: Event | None = None

    @property
    def claim_id(self) -> str:
        """*q-* and the question's words."""
        words = slug(self.text)
        if len(words) <= 60 and words:
            return f"q-{words}"
        return f"q-{words[:52].strip('-')}-{sha256(self.text.encode()).hexdigest()[:6]}"


def question_links(
    question: Question,
    statements: Sequence[Statement],
    clusters: Sequence[Cluster],
    linked: LinkedStatements,
    told_in: Language,
) -> Bearing:
    """What bears on a question, as (statement, why); and the clusters that came nearest.

    By event: clusters whose frame the question is, or leaves open; of what is more special than the
    question only what affirms it bears on it, of what is more general only what denies it. By
    words: statements without an event, or all where the question has none, that name its actors
    and hold most of its words, in either language.
    """
    found: dict[int, str] = {}
    taken: set[int] = set()
    if question.event is not None:
        for at, cluster in enumerate(clusters):
            bears = _bearing(question.event, cluster)
            if bears is None:
                continue
            why, is_bearing = bears
            taken.add(at)
            for index, linked_why in linked.get(at, ()):
                if is_bearing(statements[index]):
                    found.setdefault(index, f"{phrase(why, told_in)}; {linked_why}")
    hits = _by_words(question, statements)
    if question.event is not None and not _is_told(question.event):
        # "Was there a massacre in X?", where X is no place we know: its words say which of the acts.
        for at, cluster in enumerate(clusters):
            own = [index for index, _ in linked.get(at, ())]
            if cluster.frame.act == question.event.act and set(own) & set(hits):
                hits = sorted({*hits, *own})
    for index in hits:
        found.setdefault(index, phrase("asked_words", told_in))
    near: list[tuple[int, str]] = []
    if question.event is not None:
        near = nearest(question.event, clusters, taken.__contains__, NEAR_LIMIT, told_in)
    return tuple(sorted(found.items())), tuple(near)


def _always(_: Statement) -> bool:
    return True


def _affirms(statement: Statement) -> bool:
    return statement.stance in AFFIRMING


def _answers(statement: Statement) -> bool:
    return statement.stance in DENYING | WITHHOLDING


def _bearing(event: Event, cluster: Cluster) -> tuple[str, Callable[[Statement], bool]] | None:
    asked, told = frame(event), cluster.frame
    when = interval(event.when)
    window = DEFAULTS.window(asked.act)
    if asked.act != told.act or (when and cluster.extent and gap(when, cluster.extent) > window):
        return None
    swapped = asked._replace(agent=asked.target, target=asked.agent)
    is_symmetric = asked.act in SYMMETRIC_ACTS and _are_compatible(swapped, told)
    if not is_symmetric and not _are_compatible(asked, told):
        return None
    if asked.theme == told.theme or asked.theme is None or told.theme is None:
        return "asked", _always
    if is_broader_theme(asked.theme, told.theme):
        return "asked_special", _affirms
    if is_broader_theme(told.theme, asked.theme):
        return "asked_general", _answers
    return None


def _are_compatible(asked: Frame, told: Frame) -> bool:
    """Whether either leaves untold what the other tells, but not each something."""
    pairs = [(asked.agent, told.agent), (asked.target, told.target), (asked.place, told.place)]
    is_less_asked = all(is_within(mine, theirs) for mine, theirs in pairs)
    is_less_told = all(is_within(theirs, mine) for mine, theirs in pairs[:2]) and (
        is_within(told.place, asked.place) or is_within(asked.place, told.place)
    )
    has_party = told.agent is not None or told.target is not None
    return (is_less_asked and (asked.agent or asked.target) is not None) or (is_less_told and has_party)


# --- by words ---


def _by_words(question: Question, statements: Sequence[Statement]) -> list[int]:
    language = question.language or "en"
    asked_actors, asked_words = _bag(question.text, language)
    if not asked_words or (not asked_actors and len(asked_words) < 2):
        return []
    needed = max(WORDS_SHARE * len(asked_words), 1 if asked_actors else 2)
    found: list[int] = []
    for index, statement in enumerate(statements):
        if statement.content is None or (statement.event is not None and _is_told(question.event)):
            continue
        if statement.kind == "stated":
            continue
        rough = {one for token in tokens(statement.content.text) if (one := concept(token)) is not None}
        if len(rough & asked_words) >= needed and asked_actors <= _named(statement):
            found.append(index)
    return found


def _is_told(event: Event | None) -> bool:
    return event is not None and any(frame(event)[1:])


def _named(statement: Statement) -> frozenset[str]:
    """The states and bodies that a statement is about or by."""
    text = statement.content.text if statement.content is not None else ""
    named, _ = _bag(text, statement.language or "en")
    event = statement.event
    slots = (event.agent, event.target, event.place) if event is not None else ()
    return (
        named | speakers(statement) | {actors.country(one) or one for one in slots if one and is_actor(one)}
    )


def _bag(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The actors (as states, where they have one) and the other concepts of a text."""
    named: set[str] = set()
    rest: list[str] = []
    cursor = 0
    for mention in actors.mentions(text, language):
        named.add(actors.country(mention.actor_id) or mention.actor_id)
        rest.append(text[cursor : mention.begin])
        cursor = mention.end
    rest.append(text[cursor:])
    words = {one for token in tokens(" ".join(rest)) if (one := concept(token)) is not None}
    return frozenset(named), frozenset(words)
