"""Short forms and pronouns of sources, traced to the source they stand for.

Safe cases only: one candidate that fits in kind, role, gender and number, and near enough. A wrong source is
worse than an unresolved one, so two that fit resolve to none.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dementi import actors

_WORD = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
#: How far back, in characters, a pronoun and a short noun may reach; a surname reaches over the whole text.
_PRONOUN_REACH = 600
_NOUN_REACH = 2000
_LONGEST_SURNAME = 3


class SourceMention(NamedTuple):
    """The earlier source that a short form or pronoun stands for: its words, where, and who it is."""

    text: str
    begin: int
    actor_id: str | None
    name: str | None


class _ShortForms(NamedTuple):
    articles: frozenset[str]
    indefinite: frozenset[str]
    pronouns: dict[str, str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    heads: dict[str, tuple[frozenset[str], tuple[str, ...]]]
    body_genders: dict[str, str]


class _Noted(NamedTuple):
    mention: SourceMention
    words: frozenset[str]
    kind: str | None
    gender: str | None
    described: str


@cache
def _short_forms(language: str) -> _ShortForms:
    raw = msgspec.json.decode(
        (files("dementi") / "read" / "lang" / language / "short_forms.json").read_bytes()
    )
    return _ShortForms(
        frozenset(raw["articles"]),
        frozenset(raw["indefinite"]),
        raw["pronouns"],
        frozenset(raw["feminine"]),
        frozenset(raw["masculine"]),
        {
            head: (frozenset(kinds.split()), tuple(role for role in roles.split("|") if role))
            for head, (kinds, roles) in raw["heads"].items()
        },
        raw["body_genders"],
    )


class SourceMemory:
    """The sources of one document so far, in text order."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._forms = _short_forms(language if language in ("de", "en") else "en")
        self._noted: list[_Noted] = []

    def note(self, text: str, begin: int, actor_id: str | None) -> None:
        """Remember that a source was named with these words at this place.

        ``text`` may carry the apposition (*John Miller, a spokesman for the ministry*): it says which short
        forms the source answers to. Short forms and pronouns need no note of their own.
        """
        words = [word[0] for word in _WORD.finditer(text)]
        if not words:
            return
        actor = actors.get(actor_id) if actor_id else None
        name = self._name(text, actor)
        kind = self._kind(words, actor, name)
        described = " ".join([text.lower(), (actor.role or "").lower() if actor else ""])
        mention = SourceMention(text, begin, actor_id, name)
        lowered = frozenset(word.lower() for word in words)
        self._noted.append(_Noted(mention, lowered, kind, self._gender(lowered, actor), described))

    def resolve(self, text: str, begin: int) -> SourceMention | None:
        """The earlier source that these words stand for; None where that is not safe to say.

        None as well for words that are no short form: an indefinite (*a spokesman*) or a full name.
        """
        words = [word[0] for word in _WORD.finditer(text)]
        if not words:
            return None
        first = words[0].lower()
        if len(words) == 1 and first in self._forms.pronouns:
            return self._by_pronoun(self._forms.pronouns[first], begin)
        if first in self._forms.indefinite:
            return None
        is_definite = first in self._forms.articles
        rest = words[1:] if is_definite else words
        if not rest:
            return None
        by_name = self._by_surname(rest, begin)
        if by_name is not None:
            return by_name
        return self._by_noun(rest, begin) if is_definite and len(rest) <= _LONGEST_SURNAME else None

    # What is known of a source

    def _name(self, text: str, actor: actors.Actor | None) -> str | None:
        if actor is not None:
            return actor.names.get(self.language) or actor.names["en"]
        before_apposition = text.split(",", maxsplit=1)[0]
        run = [word for word in _WORD.findall(before_apposition) if word[0].isupper()]
        named = [word for word in run if word.lower() not in self._forms.heads and not self._is_title(word)]
        return " ".join(named) if named and len(named) <= _LONGEST_SURNAME + 1 else None

    def _is_title(self, word: str) -> bool:
        lowered = word.lower()
        return (
            lowered in self._forms.feminine
            or lowered in self._forms.masculine
            or lowered in self._forms.articles
        )

    def _kind(self, words: list[str], actor: actors.Actor | None, name: str | None) -> str | None:
        heads = [self._forms.heads[word.lower()] for word in words if word.lower() in self._forms.heads]
        speaks_as_person = any("person" in kinds for kinds, _ in heads)
        if actor is not None and not (speaks_as_person and actor.kind != "person"):
            return actor.kind
        if speaks_as_person:
            return "person"
        if heads:
            return sorted(heads[-1][0])[0]
        is_full_name = name is not None and len(name.split()) >= 2 and self._is_personal(words)
        return "person" if is_full_name else None

    def _is_personal(self, words: list[str]) -> bool:
        return all(word[0].isupper() for word in words[:2]) and words[0].lower() not in self._forms.articles

    def _gender(self, words: frozenset[str], actor: actors.Actor | None) -> str | None:
        if actor is not None and actor.gender is not None:
            return actor.gender
        if any(word in self._forms.feminine or word.endswith("sprecherin") for word in words):
            return "f"
        if any(word in self._forms.masculine for word in words):
            return "m"
        return next((gender for word in words if (gender := self._body_gender(word))), None)

    def _body_gender(self, word: str) -> str | None:
        """The grammatical gender of a German body, by which *er* and *sie* may mean it as well."""
        genders = self._forms.body_genders
        return genders.get(word) or next(
            (gender for ending, gender in genders.items() if len(ending) > 4 and word.endswith(ending)), None
        )

    # Looking back

    def _by_pronoun(self, wanted: str, begin: int) -> SourceMention | None:
        if wanted == "plural":
            return None
        near = self._near(begin, _PRONOUN_REACH)
        if wanted == "body":
            fitting = [noted for noted in near if noted.kind not in (None, "person", "state", "report")]
        else:
            fitting = [
                noted
                for noted in near
                if (noted.kind == "person" and noted.gender in (wanted, None))
                or (noted.kind not in (None, "person") and noted.gender == wanted)
            ]
            if any(noted.gender is None for noted in fitting) and len(self._distinct(fitting)) > 1:
                return None
        return self._only(fitting)

    def _by_noun(self, words: list[str], begin: int) -> SourceMention | None:
        head = words[-1].lower()
        if head not in self._forms.heads:
            return None
        kinds, roles = self._forms.heads[head]
        near = self._near(begin, _NOUN_REACH)
        fitting = [noted for noted in near if self._fits(noted, kinds, roles)]
        gender = self._gender(frozenset({head}), None)
        if "person" in kinds and gender is not None:
            fitting = [noted for noted in fitting if noted.gender in (gender, None)]
        return self._only(fitting)

    def _fits(self, noted: _Noted, kinds: frozenset[str], roles: tuple[str, ...]) -> bool:
        is_kind = noted.kind in kinds
        if not roles:
            return is_kind
        return is_kind and any(role in noted.described for role in roles)

    def _by_surname(self, words: list[str], begin: int) -> SourceMention | None:
        """A surname, alone or after a title: Miller, Herr Peskow, spokesman Miller."""
        surname = words[-1]
        if not surname[0].isupper() or len(words) > _LONGEST_SURNAME:
            return None
        if any(word.lower() not in self._forms.heads and not self._is_title(word) for word in words[:-1]):
            return None
        candidates = {surname, surname.removesuffix("s")}
        fitting = [
            noted
            for noted in self._noted
            if noted.mention.begin < begin
            and noted.kind == "person"
            and noted.mention.name is not None
            and len(noted.mention.name.split()) > 1
            and (set(noted.mention.name.split()[1:]) & candidates or self._family_name(noted) in candidates)
        ]
        return self._only(fitting)

    def _family_name(self, noted: _Noted) -> str | None:
        """The first word, for names that put the family first: Park Sun-won is Park."""
        name = noted.mention.name or ""
        first, _, given = name.partition(" ")
        is_korean = "-" in given and given.partition("-")[2][:1].islower()
        country = actors.country(noted.mention.actor_id) if noted.mention.actor_id else None
        return first if is_korean or country in ("CN", "KP", "KR", "TW", "VN") else None

    def _near(self, begin: int, reach: int) -> list[_Noted]:
        return [noted for noted in self._noted if begin - reach <= noted.mention.begin < begin]

    def _distinct(self, noted: list[_Noted]) -> dict[str, _Noted]:
        """The last note of each source; two notes are one source by id, else by name, else by words."""
        return {one.mention.actor_id or one.mention.name or one.mention.text: one for one in noted}

    def _only(self, fitting: list[_Noted]) -> SourceMention | None:
        distinct = self._distinct(fitting)
        if len(distinct) != 1:
            return None
        return next(iter(distinct.values())).mention
