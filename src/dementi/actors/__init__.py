"""Persons, bodies and states: what they are called, and where a text names them.

Ids: a state is its ISO 3166-1 code (``KP``), a body or person of a state ``KR/nis``, ``RU/dmitry-peskov``,
anybody without a state a slug (``nato``, ``hamas``). Bodies that every state has need no row of their own:
``SN/foreign-ministry`` is state and role, and :func:`get` gives it names.
"""

from __future__ import annotations

from functools import cache

from dementi.actors import naming, table
from dementi.actors.naming import ActorMention, MentionForm
from dementi.actors.offices import body_of_head, holder, holder_of, holds
from dementi.actors.table import Actor, ActorKind

__all__ = [
    "Actor", "ActorKind", "ActorMention", "MentionForm", "adjectives", "body_of", "body_of_head", "country",
    "find", "get", "holder", "holder_of", "holds", "mentions", "name",
]  # fmt: skip

_LEADING_WORDS = frozenset(
    {
        "the", "a", "an", "its", "their", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer",
        "eines", "einem", "einen", "sein", "seine", "ihr", "ihre",
    }
)  # fmt: skip
_LONGEST_WORDLIKE = 3
_KINDS_OF_A_STATE = frozenset({"service", "ministry", "armed_forces"})
_AROUND = " \t\n,.;:!?\"'„“”‚‘’»«()[]"


def get(actor_id: str) -> Actor | None:
    """The actor with this id; also one composed of state and role, such as ``SN/foreign-ministry``."""
    return table.actors().get(actor_id) or table.composed(actor_id)


def find(words: str, language: str) -> Actor | None:
    """The one actor that these words, taken alone, name; None where they name none or say more.

    Leading articles, quotation marks and case are forgiven: ``find("der kreml", "de")`` is the Kremlin.
    """
    stripped = words.strip(_AROUND)
    for candidate in (stripped, _without_article(stripped)):
        found = naming.mentions(candidate, language)
        if len(found) == 1:
            before, after = candidate[: found[0].begin], candidate[found[0].end :]
            if not before.strip(_AROUND) and after.strip(_AROUND) in ("", "s"):
                return get(found[0].actor_id)
    bare = _without_article(stripped).casefold()
    # Two letters in lower case are a word before they are a country: us, who.
    actor_id = _by_folded_name(language).get(bare) if len(bare) > _LONGEST_WORDLIKE else None
    return get(actor_id) if actor_id else None


def mentions(text: str, language: str) -> list[ActorMention]:
    """The actors that a text names: longest match, in text order, not overlapping.

    State and role are read together (``Seoul's spy agency`` is ``KR/nis``), as are an office and its
    holder, a body and its spokesperson. A surname that is too common to stand alone counts once the
    text has given the full name. Languages other than German and English give nothing.
    """
    return list(naming.mentions(text, language))


def name(actor_id_or_words: str, language: str) -> str:
    """What to call an actor in a language; words that are no id come back as they are.

    Services and ministries whose own name does not tell whose they are get their state behind it:
    ``National Intelligence Service (South Korea)``.
    """
    actor = get(actor_id_or_words)
    if actor is None:
        return actor_id_or_words
    own = actor.names.get(language) or actor.names["en"]
    if actor.kind not in _KINDS_OF_A_STATE or actor.country is None or " " not in own:
        return own
    state = table.states().get(actor.country)
    state_name = name(actor.country, language)
    telling = (state_name, *(state.adjectives[language] + state.capitals[language] if state else ()))
    if any(word.casefold() in own.casefold() for word in telling):
        return own
    return f"{own} ({state_name})"


def adjectives(state_id: str, language: str) -> tuple[str, ...]:
    """The adjectives of a state, without endings: *nordkoreanisch*; none for what is no state."""
    state = table.states().get(state_id)
    return state.adjectives[language] if state is not None else ()


def body_of(state_id: str, role: str) -> str:
    """The id of the body that plays a role for a state: ``KR`` and ``intelligence-service`` is ``KR/nis``."""
    return table.composed_id(state_id, role)


def country(actor_id: str) -> str | None:
    """The state an actor belongs to: a state to itself; None for international bodies and unknown words."""
    actor = table.actors().get(actor_id)
    if actor is not None:
        return actor.country
    head, slash, _ = actor_id.partition("/")
    return head if slash and head in table.states() else None


def _without_article(words: str) -> str:
    first, space, rest = words.partition(" ")
    return rest if space and first.lower() in _LEADING_WORDS else words


@cache
def _by_folded_name(language: str) -> dict[str, str]:
    folded: dict[str, str] = {}
    for actor in table.actors().values():
        for words in (actor.names.get(language, ""), *actor.aliases.get(language, ())):
            folded.setdefault(words.casefold(), actor.actor_id)
    return folded
