"""Who a statement's source is: one key for one source, whatever it is called, and a name to show."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple

from dementi import actors
from dementi.match.words import concepts, folded, rows, slug, stem, tokens
from dementi.model import Event, Relay, Source, Statement


class Speaker(NamedTuple):
    """The innermost source that a statement names: an actor, or words; neither where it names none."""

    actor: str | None = None
    words: str | None = None
    name: str | None = None

    def key(self, language: str) -> str:
        """An ASCII word that is the same for the same source; *unnamed* for all that are not named."""
        if self.actor:
            return slug(self.actor)
        return words_key(self.words, language) if self.words else "unnamed"


UNNAMED = Speaker()


def speaker(statement: Statement, event: Event | None = None) -> Speaker:
    """Whose word a statement is.

    A pronoun that nobody resolved names nobody. Where no source stands at all but somebody passes
    the statement on, it is the word of whoever does. Of a state that the event is about, one unnamed
    official is not the state: he may say what it denies.
    """
    source = statement.source
    if source is None or not (source.actor or source.text or source.name):
        return _relaying(statement.relays[0]) if statement.relays else UNNAMED
    if source.actor and not _is_unnamed_person(statement, source, event):
        # NATO's secretary-general is no second witness beside NATO.
        return Speaker(actors.body_of_head(source.actor) or source.actor, source.text, source.name)
    words = source.text if source.actor else source.name or source.text
    return UNNAMED if words is None or is_placeholder(words) else Speaker(None, words, words)


def _relaying(relay: Relay) -> Speaker:
    if relay.actor:
        return Speaker(relay.actor, relay.text, relay.text)
    return UNNAMED if is_placeholder(relay.text) else Speaker(None, relay.text, relay.text)


def _is_unnamed_person(statement: Statement, source: Source, event: Event | None) -> bool:
    """*An Iranian official*, who asks not to be named, as against *Iranian officials* or *Tehran*."""
    if source.named or statement.basis != "anonymous" or event is None:
        return False
    if source.actor not in {actors.country(party) for party in (event.agent, event.target) if party}:
        return False
    first, _, rest = (source.text or "").partition(" ")
    return bool(rest) and folded(first) in _articles()


@cache
def _articles() -> frozenset[str]:
    return frozenset({"a", "an", "one", "ein", "eine", "einer", "einen", "einem", "eines"})


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(folded(word) for _, words in rows("pronouns.tsv") for word in words.split())


@cache
def _reporting() -> frozenset[str]:
    return frozenset(stem(folded(word)) for _, words in rows("reporting.tsv") for word in words.split())


@lru_cache(maxsize=65536)
def is_placeholder(words: str) -> bool:
    """Whether words that stand for a source name none: *er*, *the latter*, *eigene Angaben*."""
    found = [token for token in tokens(words) if token not in {"the"}]
    return all(token in _pronouns() or stem(token) in _reporting() for token in found)


@lru_cache(maxsize=65536)
def words_key(words: str, language: str) -> str:
    """One key for *Angaben ukrainischer Ärzte* and *Ukrainian doctors*: states and concepts, sorted."""
    named: set[str] = set()
    rest, cursor = "", 0
    for mention in actors.mentions(words, language):
        named.add(slug(mention.actor_id))
        rest += words[cursor : mention.begin] + " "
        cursor = mention.end
    rest += words[cursor:]
    telling = " ".join(token for token in tokens(rest) if stem(token) not in _reporting())
    told = " ".join([*sorted(named), *sorted(concepts(telling))]) or words
    return f"{slug(told)[:40].strip('-')}-{sha256(told.encode()).hexdigest()[:4]}"
