"""Names and themes with the articles, numbers and cases a sentence needs."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from dementi import actors
from dementi.match.frames import is_actor, is_country
from dementi.match.words import rows
from dementi.model import Language

Case = Literal["nom", "acc", "dat"]

_ARTICLES: dict[str, dict[Case, str]] = {
    "m": {"nom": "der", "acc": "den", "dat": "dem"},
    "f": {"nom": "die", "acc": "die", "dat": "der"},
    "n": {"nom": "das", "acc": "das", "dat": "dem"},
    "pl": {"nom": "die", "acc": "die", "dat": "den"},
}
_WEAK_NOMINATIVE = {("m", "nom"), ("f", "nom"), ("n", "nom"), ("f", "acc"), ("n", "acc")}
#: An adjective at the head of a German name: Vereinigte Staaten, Islamischer Staat, Weißes Haus.
_ADJECTIVE = re.compile(r"(?!Shanghaier)(?P<stem>\w[\w-]*?e)(?P<ending>[rsn]?)(?= [A-ZÄÖÜ])")
#: What follows the noun that gives a name its gender or number.
_DE_REST = re.compile(r" (?:\(|für |der |des |von ).*")
_EN_REST = re.compile(r" (?:\(|of |for ).*")
_QUOTES: dict[Language, tuple[str, str]] = {"de": ("„", "“"), "en": ("“", "”")}


class Noun(NamedTuple):
    """One slot's words in one language.

    ``gender``: m, f, n, pl for German nouns with an article, None without. ``is_place``: one goes
    there (*nach*, *in*), rather than to it (*an*, *zu*).
    """

    forms: dict[Case, str]
    is_plural: bool
    is_place: bool
    gender: str | None = None


def noun(value: str, language: Language) -> Noun:
    """What to call an actor id or words in a sentence."""
    if value in _themes():
        return theme(value, language)
    if not is_actor(value):
        words = _quoted(value, language)
        return Noun({"nom": words, "acc": words, "dat": words}, is_plural=False, is_place=True)
    name = actors.name(value, language)
    is_place = is_country(value)
    if language == "en":
        article, number = _english(value, name)
        words = f"{article} {name}" if article and not name.startswith("the ") else name
        return Noun({"nom": words, "acc": words, "dat": words}, number == "pl", is_place)
    gender = _gender(value, name)
    if gender is None:
        return Noun({"nom": name, "acc": name, "dat": name}, is_plural=False, is_place=is_place)
    forms: dict[Case, str] = {
        case: f"{_ARTICLES[gender][case]} {_declined(name, gender, case)}" for case in ("nom", "acc", "dat")
    }
    return Noun(forms, gender == "pl", is_place, gender)


def people_of(value: str, language: Language) -> Noun:
    """*People from Ukraine*: a state as what happens to persons."""
    state = noun(value, language)
    english, german = f"people from {state.forms['acc']}", f"Menschen aus {state.forms['dat']}"
    words = english if language == "en" else german
    return Noun({"nom": words, "acc": words, "dat": words}, is_plural=True, is_place=False)


def theme(value: str, language: Language) -> Noun:
    """What to call a theme in a sentence."""
    row = _themes().get(value)
    if row is None:
        words = _quoted(value.replace("_", " "), language)
        return Noun({"nom": words, "acc": words, "dat": words}, is_plural=False, is_place=False)
    number, english, nominative, accusative, dative = row
    if language == "en":
        return Noun({"nom": english, "acc": english, "dat": english}, number == "pl", is_place=False)
    is_plural = number == "pl" or nominative in _PLURAL_IN_GERMAN
    return Noun({"nom": nominative, "acc": accusative, "dat": dative}, is_plural, is_place=False)


#: Mass nouns in English that German has in the plural.
_PLURAL_IN_GERMAN = frozenset({"Beweise", "Daten", "Lebensmittel", "Geheimdiensterkenntnisse"})


@cache
def _themes() -> dict[str, tuple[str, ...]]:
    return {name: tuple(rest) for name, *rest in rows("themes.tsv")}


@cache
def _genders() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    table = rows("nouns_de.tsv")
    by_id = {key: gender for key, gender in table if not key.startswith("-")}
    return by_id, tuple((key[1:], gender) for key, gender in table if key.startswith("-"))


@cache
def _numbers() -> tuple[dict[str, tuple[str, str]], tuple[tuple[str, str, str], ...]]:
    table = rows("nouns_en.tsv")
    by_id = {key: (article, number) for key, article, number in table if not key.startswith("-")}
    endings = ((key[1:], article, number) for key, article, number in table if key.startswith("-"))
    return by_id, tuple(endings)


def _gender(actor_id: str, name: str) -> str | None:
    by_id, endings = _genders()
    if actor_id in by_id:
        return by_id[actor_id]
    actor = actors.get(actor_id)
    if actor is not None and actor.kind == "person":
        return None
    head = _DE_REST.sub("", name)
    return next((gender for ending, gender in endings if head.endswith(ending)), None)


def _english(actor_id: str, name: str) -> tuple[str, str]:
    by_id, endings = _numbers()
    actor = actors.get(actor_id)
    if actor_id in by_id:
        article, number = by_id[actor_id]
    elif actor is not None and actor.kind == "person":
        article, number = "-", "sg"
    else:
        head = _EN_REST.sub("", name)
        found = (row[1:] for row in endings if head.endswith(row[0]))
        article, number = next(found, ("-", "sg"))
    return ("" if article == "-" else article), number


def _declined(name: str, gender: str, case: Case) -> str:
    """The name after a definite article: its leading adjectives take the weak ending."""
    ending = "" if (gender, case) in _WEAK_NOMINATIVE else "n"
    position = 0
    declined = name
    while (found := _ADJECTIVE.match(declined, position)) is not None:
        word = found["stem"] + ending
        declined = declined[:position] + word + declined[found.end() :]
        position += len(word) + 1
    return declined


def _quoted(words: str, language: Language) -> str:
    """Words of a report that are no proper name stand in quotation marks: they may be of either language."""
    if all(not part[0].islower() for part in words.split()):
        return words
    opening, closing = _QUOTES[language]
    return f"{opening}{words}{closing}"
