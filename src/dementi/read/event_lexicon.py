"""The words that make an event: triggers with their inflected forms, themes and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from dementi.model import Act

FormKind = Literal["finite", "base", "past", "participle", "ing", "split", "attributive", "noun", "phrase"]

#: Words, numbers and signs; shared with the contents, so that phrases are cut as texts are.
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|['’]s\b|[^\w\s]")
_SHORTEST_COMPOUND_HEAD = 4
_SHORTEST_COMPOUND = 8


class Trigger(NamedTuple):
    """One row of ``events.tsv``: ``needs`` are classes of theme of which one has to stand near."""

    act: Act
    needs: frozenset[str]
    is_need_optional: bool
    flags: frozenset[str]


class Form(NamedTuple):
    """One inflected form of a trigger; ``particle`` is the separated prefix that has to follow."""

    trigger: Trigger
    kind: FormKind
    particle: str | None = None


class Theme(NamedTuple):
    """What an event is about: its name in our vocabulary and the classes it belongs to."""

    name: str
    classes: frozenset[str]


class Place(NamedTuple):
    """A place below the level of states: English name and the state it lies in, None for a sea."""

    name: str
    country: str | None


class EventLexicon(NamedTuple):
    """All trigger forms, themes and places of one language."""

    verbs: dict[str, tuple[Form, ...]]
    nouns: dict[str, tuple[Form, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Form], ...]]
    themes: dict[str, Theme]
    places: dict[str, tuple[tuple[tuple[str, ...], Place], ...]]


def _lines(*path: str) -> Iterator[list[str]]:
    resource = files("dementi") / "read" / "lang"
    for part in path:
        resource = resource / part
    for line in resource.read_text("utf-8").splitlines()[1:]:
        yield line.split("\t")


@cache
def event_lexicon(language: str) -> EventLexicon:
    """The lexicon of a language, built at first use."""
    verbs: dict[str, list[Form]] = {}
    nouns: dict[str, list[Form]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for act, kind, written, needs, *rest in _lines(language, "events.tsv"):
        flags = frozenset(rest[0].split()) if rest else frozenset()
        is_optional = needs.endswith("?")
        wanted = frozenset(needs.rstrip("?").split("|")) - {"-", ""}
        trigger = Trigger(cast("Act", act), wanted, is_optional, flags)
        if kind == "verb":
            for word, form_kind, particle in _verb_forms(written, language):
                verbs.setdefault(word, []).append(Form(trigger, form_kind, particle))
        elif kind == "phrase":
            for phrase in written.split("|"):
                words = tuple(TOKEN.findall(phrase.lower()))
                phrases.setdefault(words[0], []).append((words[1:], Form(trigger, "phrase")))
        elif kind == "adjective":
            for word in written.split():
                verbs.setdefault(word, []).append(Form(trigger, "participle"))
        else:
            for word in written.split():
                nouns.setdefault(word, []).append(Form(trigger, "noun"))
    return EventLexicon(
        {word: _unique(forms) for word, forms in verbs.items()},
        {word: _unique(forms) for word, forms in nouns.items()},
        {word: tuple(sorted(rests, key=lambda rest: -len(rest[0]))) for word, rests in phrases.items()},
        dict(_themes(language)),
        _places(language),
    )


def _unique(forms: list[Form]) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(forms))


def _themes(language: str) -> Iterator[tuple[str, Theme]]:
    column = 2 if language == "en" else 3
    for row in _lines("themes.tsv"):
        theme = Theme(row[0], frozenset(row[1].split()))
        for word in row[column].split():
            yield word, theme


def _places(language: str) -> dict[str, tuple[tuple[tuple[str, ...], Place], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Place]]] = {}
    for english, german, country in _lines("places.tsv"):
        words = re.findall(r"\w+", english if language == "en" else german)
        found.setdefault(words[0], []).append((tuple(words[1:]), Place(english, country or None)))
        if language == "de" and len(words) > 1 and words[0].endswith("es"):
            # Schwarzes Meer: im Schwarzen Meer, dem Schwarzen Meer
            found.setdefault(words[0][:-1] + "n", []).append(
                (tuple(words[1:]), Place(english, country or None))
            )
    return {word: tuple(sorted(rests, key=lambda rest: -len(rest[0]))) for word, rests in found.items()}


def theme_of(word: str, language: str) -> Theme | None:
    """The theme a word names; a German compound is what its last part is: Artilleriegranaten are shells."""
    return _german_theme(word) if language == "de" else event_lexicon("en").themes.get(word.lower())


def theme_of_two(first: str, second: str, language: str) -> Theme | None:
    """The theme that two words name together, where the second alone names another: chemical weapons."""
    return event_lexicon(language).themes.get(f"{first}_{second}")


@lru_cache(maxsize=50_000)
def _german_theme(word: str) -> Theme | None:
    if not word[:1].isupper():
        return None
    themes = event_lexicon("de").themes
    lowered = word.lower()
    known = themes.get(lowered)
    if known is not None or len(lowered) < _SHORTEST_COMPOUND:
        return known
    for cut in range(3, len(lowered) - _SHORTEST_COMPOUND_HEAD + 1):
        known = themes.get(lowered[cut:])
        if known is not None:
            return known
    return None


@lru_cache(maxsize=50_000)
def german_noun_forms(word: str) -> tuple[tuple[Form, ...], Theme | None]:
    """The triggers in a German noun and the theme in its first part: Waffenlieferungen are arms delivered."""
    nouns = event_lexicon("de").nouns
    lowered = word.lower()
    if lowered in nouns:
        return nouns[lowered], _theme_of_whole(lowered)
    if len(lowered) < _SHORTEST_COMPOUND:
        return (), None
    for cut in range(3, len(lowered) - _SHORTEST_COMPOUND_HEAD + 1):
        forms = nouns.get(lowered[cut:])
        if forms is not None:
            return forms, theme_of_prefix(lowered[:cut])
    return (), None


def _theme_of_whole(noun: str) -> Theme | None:
    """The theme in a trigger that is itself a compound: raketentest, drohnenangriff."""
    themes = event_lexicon("de").themes
    for cut in range(len(noun) - _SHORTEST_COMPOUND_HEAD, 3, -1):
        if noun[:cut] in themes and noun[:cut] != noun:
            return themes[noun[:cut]]
    return None


def theme_of_prefix(prefix: str) -> Theme | None:
    """The theme that the first part of a compound names, its linking -s left out."""
    themes = event_lexicon("de").themes
    for candidate in (prefix, prefix.rstrip("s"), prefix + "n", prefix + "en"):
        if candidate in themes:
            return themes[candidate]
    return next((themes[prefix[cut:]] for cut in range(2, len(prefix) - 3) if prefix[cut:] in themes), None)


def is_event_noun(word: str, language: str) -> bool:
    """Whether a noun is itself a trigger: strike, attack, Drohnenangriff."""
    if language == "de":
        return bool(german_noun_forms(word)[0])
    return word.lower() in event_lexicon("en").nouns


# Inflection


def _verb_forms(written: str, language: str) -> Iterator[tuple[str, FormKind, str | None]]:
    if language == "en":
        return _english_forms(written.split())
    return _german_forms(written.split())


def _english_forms(parts: list[str]) -> Iterator[tuple[str, FormKind, str | None]]:
    base = parts[0]
    past = parts[1] if len(parts) > 1 else _english_past(base)
    participle = parts[2] if len(parts) > 2 else past
    yield base, "base", None
    yield _english_third(base), "finite", None
    yield past, "past", None
    yield participle, "participle", None
    yield _english_ing(base, past), "ing", None


def _english_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"


def _english_third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _english_ing(base: str, past: str) -> str:
    irregular = {"die": "dying", "hit": "hitting", "rig": "rigging", "bug": "bugging"}
    if base in irregular:
        return irregular[base]
    if past.endswith("ed") and len(past) > 4 and past[-3] == past[-4] and past[-3] != base[-2:-1]:
        return past[:-2] + "ing"
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"


_ATTRIBUTIVE_ENDINGS = ("e", "en", "er", "es", "em")


def _german_forms(parts: list[str]) -> Iterator[tuple[str, FormKind, str | None]]:
    prefix, bar, base = parts[0].partition("|")
    if not bar:
        prefix, base = "", parts[0]
    particle = prefix.replace("-", " ") or None
    is_phrase = "-" in prefix or prefix == "gefangen"
    stem = base[:-1] if base.endswith(("ern", "eln")) else base[:-2]
    linked = stem + "e" if stem[-1] in "td" else stem
    third, past, participle = _german_principal_parts(parts, prefix, base, linked)
    joined = "" if is_phrase else prefix
    finite = {third[1], stem + "e", *_german_past_forms(past[1])}
    for word in finite:
        if particle:
            yield word, "split", particle
            if joined:
                yield joined + word, "finite", None
        else:
            yield word, "finite", None
    if particle:
        yield base, "split", particle
        yield joined + "zu" + base, "base", None if joined else particle
    if joined or not particle:
        yield joined + base, "base", None
        yield participle, "participle", None
        for ending in _ATTRIBUTIVE_ENDINGS:
            yield participle + ending, "attributive", None
    else:
        yield participle.removeprefix(prefix.replace("-", "")), "participle", particle
    yield prefix + participle.removeprefix(prefix), "participle", None


def _german_principal_parts(
    parts: list[str], prefix: str, base: str, linked: str
) -> tuple[tuple[str, str], tuple[str, str], str]:
    """Third person, past (each joined and apart) and participle, regular where the row gives none."""
    joined = "" if "-" in prefix else prefix
    if len(parts) >= 4:
        third, past = _apart(parts[1], prefix), _apart(parts[2], prefix)
        return third, past, parts[3]
    third_word, past_word = linked + "t", linked + "te"
    ge = "" if base.endswith("ieren") else "ge"
    return (joined + third_word, third_word), (joined + past_word, past_word), joined + ge + linked + "t"


def _apart(written: str, prefix: str) -> tuple[str, str]:
    joined, comma, apart = written.partition(",")
    return (joined, apart) if comma else (joined, joined.removeprefix(prefix))


def _german_past_forms(past: str) -> tuple[str, ...]:
    return (past, past + "n") if past.endswith("te") else (past, past + "en")
