"""All words that name an actor or a role in one language, ready for longest match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from dementi.actors import table

Form = Literal["name", "capital", "adjective", "people", "person", "short", "body", "role"]

WORD = re.compile(r"[^\W_]+")
_GERMAN_ADJECTIVE_ENDINGS = ("", "e", "er", "en", "es", "em")
_STEM_ENDINGS = ("es", "en", "er", "em", "e", "s", "n")
_SHORTEST_STEM = 4


class Entry(NamedTuple):
    """One way to name an actor; of a role, ``actor_id`` is the role's slug."""

    actor_id: str
    form: Form


class Lexicon(NamedTuple):
    """First word (as written) to the rest of each name (normed) with its entry, longest first."""

    by_first_word: dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    first_names: frozenset[str]


@lru_cache(maxsize=50_000)
def normed(word: str, language: str) -> str:
    """A word as compared inside a name: lower case, in German without its inflection."""
    lowered = word.lower()
    if language != "de":
        return lowered
    for ending in _STEM_ENDINGS:
        if lowered.endswith(ending) and len(lowered) - len(ending) >= _SHORTEST_STEM:
            return lowered[: -len(ending)]
    return lowered


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, built at first use."""
    collected: dict[str, dict[tuple[str, ...], Entry]] = {}
    ambiguous_shorts: set[str] = set()
    for words, entry in _entries(language):
        _add(collected, words, entry, language, ambiguous_shorts)
    by_first_word = {
        first: tuple(sorted(rests.items(), key=lambda item: -len(item[0])))
        for first, rests in collected.items()
    }
    first_names = {
        name.split()[0]
        for actor in table.actors().values()
        if actor.kind == "person"
        for name in actor.names.values()
        if len(name.split()) > 1 and actor.country not in FAMILY_NAME_FIRST
    }
    return Lexicon(by_first_word, frozenset(first_names | set(_more_first_names())))


#: States whose persons are named family name first, so that the short form is the first word.
FAMILY_NAME_FIRST = frozenset({"CN", "HK", "KH", "KP", "KR", "TW", "VN"})


def _more_first_names() -> Iterator[str]:
    for row in table.rows("first_names"):
        yield row["name"]


def _add(
    collected: dict[str, dict[tuple[str, ...], Entry]],
    words: str,
    entry: Entry,
    language: str,
    ambiguous_shorts: set[str],
) -> None:
    tokens = WORD.findall(words)
    if not tokens or "(" in words:
        return
    rest = tuple(normed(token, language) for token in tokens[1:])
    for first in _first_words(tokens[0], entry, language, is_alone=not rest):
        rests = collected.setdefault(first, {})
        known = rests.get(rest)
        if known is None:
            if first not in ambiguous_shorts or rest:
                rests[rest] = entry
        elif known.form == entry.form == "short" and known.actor_id != entry.actor_id:
            # Two persons share the surname: alone it names neither.
            del rests[rest]
            ambiguous_shorts.add(first)


def _first_words(first: str, entry: Entry, language: str, *, is_alone: bool) -> Iterable[str]:
    if entry.form == "role":
        yield from _role_words(first, language, is_alone=is_alone)
        return
    if entry.form == "adjective" and language == "de":
        if not is_alone:
            yield first
            return
        for ending in _GERMAN_ADJECTIVE_ENDINGS:
            yield first + ending
            yield first[0].upper() + first[1:] + ending
        return
    if entry.form == "people" and language == "de":
        yield from _german_people(first)
        return
    yield first
    if language == "de" and is_alone and first[-1] not in "sxzß" and entry.form != "adjective":
        yield first + "s"
    elif language == "de" and not is_alone and first.endswith("er") and entry.form == "body":
        # "Nationaler Nachrichtendienst" stands in texts as "des Nationalen Nachrichtendienstes".
        for ending in ("e", "en", "em", "es"):
            yield first[:-2] + ending


def _role_words(first: str, language: str, *, is_alone: bool) -> Iterator[str]:
    if language == "en":
        yield first
        yield first.capitalize()
        return
    if first[0].islower() or not is_alone:
        stem = first[:-2] if first.endswith("er") else first
        for ending in _GERMAN_ADJECTIVE_ENDINGS:
            yield stem + ending
        yield first
        return
    yield first
    for ending in ("s", "es", "e", "en", "n", "innen"):
        yield first + ending


def _german_people(people: str) -> Iterator[str]:
    word, tilde, ending = people.partition("~")
    if tilde:
        # Irregular: "Saudi~" takes -s, "Zypriot~" and "Ungar~n" take -en or -n.
        yield word
        for suffix in {ending or "s", "s", "n", "en", "in", "innen"}:
            yield word + suffix
    elif word.endswith("e"):
        yield from (word, word + "n", word[:-1] + "in", word[:-1] + "innen")
    else:
        yield from (word, word + "s", word + "n", word + "in", word + "innen")


def _entries(language: str) -> Iterator[tuple[str, Entry]]:
    """Every name with its entry, in the order in which the first of two equal names wins."""
    yield from _state_entries(language)
    others = [other for other in table.LANGUAGES if other != language]
    all_actors = table.actors().values()
    for actor in all_actors:
        if actor.kind not in ("state", "person"):
            for words in (actor.names[language], *actor.aliases[language]):
                yield words, Entry(actor.actor_id, "body")
    for role in table.roles().values():
        for head in role.heads[language]:
            yield head, Entry(role.role, "role")
    # A German text may spell a name the English way and the other way round.
    for spelling in (language, *others):
        for actor in all_actors:
            if actor.kind == "person":
                for words in (actor.names[spelling], *actor.aliases[spelling]):
                    yield words, Entry(actor.actor_id, "short" if " " not in words else "person")
    for actor in all_actors:
        shorts = {short for spelling in table.LANGUAGES for short in actor.short_names.get(spelling, ())}
        for short in sorted(shorts):
            yield short, Entry(actor.actor_id, "short")


def _state_entries(language: str) -> Iterator[tuple[str, Entry]]:
    for state in table.states().values():
        actor = table.actors()[state.actor_id]
        for words in (actor.names[language], *actor.aliases[language]):
            yield words, Entry(state.actor_id, "name")
        for words in state.adjectives[language]:
            yield words, Entry(state.actor_id, "adjective")
        for words in state.people[language]:
            yield words, Entry(state.actor_id, "people")
    for state in table.states().values():
        for words in state.capitals[language]:
            yield words, Entry(state.actor_id, "capital")
