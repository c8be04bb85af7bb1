"""Short forms and pronouns of sources, traced to the source they stand for.

Safe cases only: one candidate that fits in kind, role, gender and number, and near enough. A wrong source is
worse than an unresolved one, so two that fit resolve to none, unless one of them was just speaking: it stood
in the same sentence or in the one before, behind all others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dementi import actors

_WORD = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
#: How far back, in characters, a pronoun and a short noun may reach; a surname reaches over the whole text.
_PRONOUN_REACH = 600
_NOUN_REACH = 2000
#: Within so many characters somebody "was just speaking", where the text itself is not known.
_JUST_NOW = 200
#: How many characters of titles may stand between the begin of a sentence and its subject.
_SUBJECT_REACH = 60
_SENTENCE_END = re.compile(r"[.!?][”“\"»«’]?\s+(?=[A-ZÄÖÜ„“\"»])|\n\n")
_LONGEST_SURNAME = 3
_SHORT_HEAD = 5


#: Kinds of body that have spokespeople.
_SPEAKING_BODIES = frozenset(
    {
        "government", "ministry", "service", "armed_forces", "office", "party", "group", "international",
        "ngo", "court", "company",
    }
)  # fmt: skip
#: Words before a name that keep it from being a subject.
_GOVERNORS = frozenset(
    {
        "of", "to", "with", "by", "for", "from", "on", "in", "at", "against", "about", "over", "after",
        "before", "under", "between", "and", "von", "vom", "mit", "bei", "beim", "an", "auf", "aus",
        "für", "gegen", "über", "nach", "vor", "zu", "zum", "zur", "durch", "des", "dem", "den", "und",
    }
)  # fmt: skip


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
    plural_heads: frozenset[str]
    possessives: dict[str, str]
    belongings: dict[str, str]
    lands: frozenset[str]
    relatives: frozenset[str]
    spokes: frozenset[str]


class _Noted(NamedTuple):
    mention: SourceMention
    words: frozenset[str]
    kind: str | None
    gender: str | None
    described: str
    is_plural: bool = False
    is_subject: bool = True


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
        frozenset(raw["plural_heads"]),
        raw["possessives"],
        raw["belongings"],
        frozenset(raw["lands"]),
        frozenset(raw["relatives"]),
        frozenset(raw["spokes"]),
    )


class SourceMemory:
    """The sources of one document so far, in text order.

    With the document's text and its mentions of actors, a pronoun may also stand for somebody who was named
    but did not speak, and two candidates are told apart by their sentences.
    """

    def __init__(self, language: str, text: str = "", mentions: Sequence[actors.ActorMention] = ()) -> None:
        self.language = language
        self.text = text
        self._forms = _short_forms(language if language in ("de", "en") else "en")
        self._noted: list[_Noted] = []
        self._named = [noted for mention in mentions if (noted := self._as_noted(mention)) is not None]
        self._ends = [match.start() for match in _SENTENCE_END.finditer(text)]

    def note(self, text: str, begin: int, actor_id: str | None) -> None:
        """Remember that a source was named with these words at this place.

        ``text`` may carry the apposition (*John Miller, a spokesman for the ministry*): it says which short
        forms the source answers to. Short forms and pronouns need no note of their own.
        """
        noted = self._known(text, begin, actor_id)
        if noted is not None:
            self._noted.append(noted)

    def resolve(self, text: str, begin: int) -> SourceMention | None:
        """The earlier source that these words stand for; None where that is not safe to say.

        None as well for words that are no short form: an indefinite (*a spokesman*, unless a body just
        spoke) or a full name.
        """
        words = [word[0] for word in _WORD.finditer(self._without_clause(text))]
        if not words:
            return None
        first = words[0].lower()
        if len(words) == 1 and first in self._forms.pronouns:
            return self._by_pronoun(self._number_and_gender(first, begin), begin)
        if first in self._forms.possessives and len(words) > 1:
            return self._by_possessive(first, words[-1].lower(), begin)
        if first in self._forms.indefinite:
            return self._body_of_spokesperson(words[1:], begin)
        is_definite = first in self._forms.articles
        rest = words[1:] if is_definite else words
        if not rest:
            return None
        by_name = self._by_surname(rest, begin)
        if by_name is not None:
            return by_name
        is_bare_body = self.language == "de" and len(rest) == 1 and not self._names_person(rest[0])
        is_short = (is_definite or is_bare_body) and len(rest) <= _LONGEST_SURNAME
        return self._by_noun(rest, begin) if is_short else None

    # What is known of a source

    def _known(self, text: str, begin: int, actor_id: str | None) -> _Noted | None:
        words = [word[0] for word in _WORD.finditer(text)]
        if not words:
            return None
        actor = actors.get(actor_id) if actor_id else None
        own = text.partition(",")[0].lower().replace("-", " ").split()
        name = self._name(text, actor)
        kind = self._kind(words, actor, name)
        described = " ".join([text.lower(), (actor.role or "").lower() if actor else ""])
        lowered = frozenset(word.lower() for word in words)
        return _Noted(
            SourceMention(text, begin, actor_id, name),
            lowered,
            kind,
            self._gender(lowered, actor),
            described,
            is_plural=not self._forms.plural_heads.isdisjoint(own),
        )

    def _as_noted(self, mention: actors.ActorMention) -> _Noted | None:
        """A mention of somebody who may be meant later: a person, or a body that is named as such."""
        if mention.form not in ("person", "body"):
            return None
        words = self.text[mention.begin : mention.end]
        noted = self._known(words, mention.begin, mention.actor_id)
        if noted is None or noted.kind in ("state", "media", "agency"):
            return None
        before = max(self.text.rfind(sign, 0, mention.begin) for sign in ".!?\n")
        return noted._replace(
            is_subject=mention.begin - before <= _SUBJECT_REACH and not self._is_governed(mention)
        )

    def _is_governed(self, mention: actors.ActorMention) -> bool:
        """Whether a preposition or a genitive keeps a mention from being a subject."""
        before = self.text[max(0, mention.begin - 20) : mention.begin].lower().split()
        words = [
            word for word in before[-2:] if word not in self._forms.articles or word in ("des", "dem", "den")
        ]
        return bool(words) and words[-1] in _GOVERNORS

    def _without_clause(self, text: str) -> str:
        """The words without a relative clause behind them: the agency, which released pictures."""
        head, comma, rest = text.partition(",")
        first = next(iter(rest.split()), "").lower()
        return head if comma and first in self._forms.relatives else text

    def _names_person(self, word: str) -> bool:
        kinds, _ = self._forms.heads.get(word.lower(), (frozenset(("person",)), ()))
        return "person" in kinds

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
        heads = [head for word in words if (head := self._head(word.lower())) is not None]
        speaks_as_person = any("person" in kinds for kinds, _ in heads)
        is_other = actor is not None and actor.kind == "state" and heads and "state" not in heads[-1][0]
        if actor is not None and not is_other and not (speaks_as_person and actor.kind != "person"):
            return actor.kind
        if speaks_as_person:
            return "person"
        if heads:
            return sorted(heads[-1][0])[0]
        is_full_name = name is not None and len(name.split()) >= 2 and self._is_personal(words)
        return "person" if is_full_name else None

    def _head(self, word: str) -> tuple[frozenset[str], tuple[str, ...]] | None:
        """What a noun says of a source; a German compound is what its last part is: Luftfahrtbehörde."""
        known = self._forms.heads.get(word)
        if known is not None or self.language != "de":
            return known
        return next(
            (
                known
                for ending, known in self._forms.heads.items()
                if len(ending) > _SHORT_HEAD and word.endswith(ending) and "person" not in known[0]
            ),
            None,
        )

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

    def _number_and_gender(self, pronoun: str, begin: int) -> str:
        """What a pronoun asks for; German *sie* is plural where the verb beside it is."""
        wanted = self._forms.pronouns[pronoun]
        if self.language != "de" or pronoun != "sie" or not self.text:
            return wanted
        after = _WORD.search(self.text, begin + len(pronoun))
        before = self.text[max(0, begin - 30) : begin].split()
        starts = not before or before[-1][-1] in ".!?:,„“"
        verb = after[0] if starts and after else (before[-1] if before else "")
        return "plural" if verb.islower() and verb.endswith("n") else wanted

    def _by_pronoun(self, wanted: str, begin: int) -> SourceMention | None:
        if wanted == "plural":
            near = self._near(begin, _PRONOUN_REACH, self._named)
            plural = [noted for noted in near if noted.is_plural and self._was_just_now(noted, begin)]
            return self._only(plural) or self._last_subject(plural, begin)
        near = self._near(begin, _PRONOUN_REACH)
        if wanted == "body":
            fitting = [noted for noted in near if noted.kind not in (None, "person", "state", "report")]
            return self._only(fitting) or self._last_subject(fitting, begin)
        fitting = self._of_gender(near, wanted)
        others = [noted for noted in self._near(begin, _PRONOUN_REACH, self._named) if noted.kind == "person"]
        fitting = sorted(fitting + self._of_gender(others, wanted), key=lambda noted: noted.mention.begin)
        return self._only(fitting) or self._last_subject(fitting, begin)

    def _of_gender(self, noted: Iterable[_Noted], wanted: str) -> list[_Noted]:
        return [
            one
            for one in noted
            if (one.kind in ("person", "office") and one.gender in (wanted, None))
            or (one.kind not in (None, "person") and one.gender == wanted)
        ]

    def _by_possessive(self, possessive: str, owned: str, begin: int) -> SourceMention | None:
        """His office speaks for him, his government for the state: the owner is resolved first."""
        role = self._forms.belongings.get(owned)
        if role is None:
            return None
        owner = self._by_pronoun(self._forms.possessives[possessive], begin)
        if owner is None or not role:
            return owner
        country = actors.country(owner.actor_id) if owner.actor_id else None
        body = actors.get(actors.body_of(country, role)) if country else None
        return None if body is None else SourceMention(owner.text, owner.begin, body.actor_id, None)

    def _body_of_spokesperson(self, words: list[str], begin: int) -> SourceMention | None:
        """A spokesperson without a name speaks for the body that just spoke."""
        if len(words) != 1 or words[0].lower() not in self._forms.spokes:
            return None
        near = [noted for noted in self._near(begin, _NOUN_REACH) if self._was_just_now(noted, begin)]
        return self._only([noted for noted in near if noted.kind in _SPEAKING_BODIES])

    def _by_noun(self, words: list[str], begin: int) -> SourceMention | None:
        head = words[-1].lower()
        if head in self._forms.lands:
            return self._by_land(begin)
        if head not in self._forms.heads:
            return None
        kinds, roles = self._forms.heads[head]
        near = self._near(begin, _NOUN_REACH)
        fitting = [noted for noted in near if self._fits(noted, kinds, roles)]
        if not fitting and "person" not in kinds:
            fitting = [
                noted
                for noted in self._near(begin, _PRONOUN_REACH, self._named)
                if self._fits(noted, kinds, roles)
            ]
        gender = self._gender(frozenset({head}), None)
        if "person" in kinds and gender is not None:
            fitting = [noted for noted in fitting if noted.gender in (gender, None)]
        return self._only(fitting) or self._last_subject(fitting, begin)

    def _by_land(self, begin: int) -> SourceMention | None:
        """The country: the one state whose voices spoke nearby."""
        speaking = {
            country: noted
            for noted in self._near(begin, _PRONOUN_REACH)
            if noted.kind not in ("media", "agency")
            and (country := actors.country(noted.mention.actor_id or "")) is not None
        }
        if len(speaking) != 1:
            return None
        country, noted = next(iter(speaking.items()))
        return SourceMention(noted.mention.text, noted.mention.begin, country, None)

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

    def _near(self, begin: int, reach: int, named: Iterable[_Noted] = ()) -> list[_Noted]:
        """Sources, and those named, of the last stretch of text before a place, in text order."""
        known = sorted([*self._noted, *named], key=lambda noted: noted.mention.begin)
        return [noted for noted in known if begin - reach <= noted.mention.begin < begin]

    def _was_just_now(self, noted: _Noted, begin: int) -> bool:
        """Whether a source stood in this sentence or the one before."""
        if not self.text:
            return begin - noted.mention.begin <= _JUST_NOW
        first = bisect_left(self._ends, noted.mention.begin)
        return bisect_left(self._ends, begin) - first <= 1

    def _last_subject(self, fitting: list[_Noted], begin: int) -> SourceMention | None:
        """The last of several that fit, where it is a subject and was just named."""
        subjects = [noted for noted in fitting if noted.is_subject]
        if not subjects or not self._was_just_now(subjects[-1], begin):
            return None
        return subjects[-1].mention

    def _distinct(self, noted: list[_Noted]) -> dict[str, _Noted]:
        """The last note of each source; two notes are one source by id, else by name, else by words."""
        return {one.mention.actor_id or one.mention.name or one.mention.text: one for one in noted}

    def _only(self, fitting: list[_Noted]) -> SourceMention | None:
        distinct = self._distinct(fitting)
        if len(distinct) != 1:
            return None
        return next(iter(distinct.values())).mention
