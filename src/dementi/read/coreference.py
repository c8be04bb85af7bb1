"""Short forms, titles and pronouns of sources, traced to the source they stand for.

Safe cases only: one candidate that fits in kind, role, gender and number, and near enough. A wrong source is
worse than an unresolved one, so two that fit resolve to none, unless one of them was just speaking: it stood
in the same sentence or in the one before, behind all others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dementi import actors
from dementi.read.source_words import WORD, SourceWords

#: How far back, in characters, a pronoun and a short noun may reach; a surname reaches over the whole text.
_PRONOUN_REACH = 600
_NOUN_REACH = 2000
#: Within so many characters somebody "was just speaking", where the text itself is not known.
_JUST_NOW = 200
#: How many characters of titles may stand between the begin of a sentence and its subject.
_SUBJECT_REACH = 60
#: The same without titles.
_OPENING_REACH = 20
_SENTENCE_END = re.compile(r"[.!?][”“\"»«’]?\s+(?=[A-ZÄÖÜ„“\"»])|\n\n")
_LONGEST_SHORT = 3
#: How many sentences back another one that fits makes a noun unsafe.
_LATELY = 2

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


class Identity(NamedTuple):
    """Who a source is: an actor of the table, a name, both or neither."""

    actor_id: str | None
    name: str | None


class _Noted(NamedTuple):
    mention: SourceMention
    kind: str | None
    gender: str | None
    described: str
    is_plural: bool = False
    is_subject: bool = True


def _place(noted: _Noted) -> int:
    return noted.mention.begin


class SourceMemory:
    """The sources of one document so far, in text order.

    With the document's text and its mentions of actors, a pronoun may also stand for somebody who was named
    but did not speak, and two candidates are told apart by their sentences. With its day, the title of an
    office stands for whoever held it then.
    """

    def __init__(
        self,
        language: str,
        text: str = "",
        mentions: Sequence[actors.ActorMention] = (),
        published_on: date | None = None,
    ) -> None:
        self.language = language
        self.text = text
        self.published_on = published_on
        self.words = SourceWords(language)
        self._forms = self.words.forms
        self._noted: list[_Noted] = []
        self._by_mention: dict[SourceMention, _Noted] = {}
        #: For each part of a name that may stand alone, the first note of each who bears it.
        self._bearers: dict[str, dict[str, _Noted]] = {}
        listed = [noted for mention in mentions if (noted := self._as_noted(mention)) is not None]
        self._named = sorted([*listed, *self._unlisted(mentions)], key=_place)
        for noted in self._named:
            self._index(noted)
        self._ends = [match.start() for match in _SENTENCE_END.finditer(text)]

    def note(self, text: str, begin: int, actor_id: str | None) -> None:
        """Remember that a source was named with these words at this place.

        ``text`` may carry the apposition (*John Miller, a spokesman for the ministry*): it says which short
        forms the source answers to. Short forms and pronouns need no note of their own.
        """
        noted = self._known(text, begin, actor_id)
        if noted is not None:
            insort(self._noted, noted, key=_place)
            self._index(noted)

    def identify(self, text: str, begin: int, actor_id: str | None) -> Identity:
        """Who the source with these words at this place is, and remember it.

        ``actor_id`` is the actor that the words themselves name, where they name one. Offices become their
        holders, short forms and pronouns what they stand for; a full name that the table does not know
        stays a name.
        """
        person_id = self._holder(text, actor_id)
        earlier = None
        if person_id is None and (actor_id is None or self._is_generic(text, actor_id)):
            earlier = self.resolve(text, begin)
        if earlier is not None:
            self._note_again(earlier, begin)
            return Identity(earlier.actor_id, earlier.name or earlier.text)
        actor_id = person_id or actor_id
        if actor_id is not None or not self._is_pronoun(text):
            self.note(text, begin, actor_id)
        return Identity(actor_id, self.words.full_name(text))

    def resolve(self, text: str, begin: int) -> SourceMention | None:
        """The earlier source that these words stand for; None where that is not safe to say.

        None as well for words that are no short form: an indefinite (*a spokesman*, unless a body just
        spoke) or a full name.
        """
        words = [word[0] for word in WORD.finditer(self._without_clause(text))]
        if not words:
            return None
        first = words[0].lower()
        if len(words) == 1 and first in self._forms.pronouns:
            return self._by_pronoun(self._number_and_gender(first, begin), begin)
        if first in self._forms.possessives and len(words) > 1:
            return self._by_possessive(first, words[1:], begin)
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
        is_short = (is_definite or is_bare_body) and len(rest) <= _LONGEST_SHORT
        return self._by_noun(rest, begin) if is_short else None

    # What is known of a source

    def _known(self, text: str, begin: int, actor_id: str | None) -> _Noted | None:
        if WORD.search(text) is None:
            return None
        actor = actors.get(actor_id) if actor_id else None
        return _Noted(
            SourceMention(text, begin, actor_id, self._name(text, actor)),
            self.words.kind(text, actor),
            self.words.gender(text, actor),
            " ".join([text.lower(), (actor.role or "").lower() if actor else ""]),
            is_plural=self.words.is_plural(text),
        )

    def _name(self, text: str, actor: actors.Actor | None) -> str | None:
        if actor is not None and actor.kind == "person":
            return actor.names.get(self.language) or actor.names["en"]
        own = self.words.full_name(text)
        if own is not None or actor is None:
            return own or self.words.name(text)
        return actor.names.get(self.language) or actor.names["en"]

    def _note_again(self, earlier: SourceMention, begin: int) -> None:
        """Somebody who goes on speaking is nearer than those who spoke in between."""
        known = self._by_mention.get(earlier)
        if known is not None:
            again = known._replace(mention=earlier._replace(begin=begin), is_subject=True)
            insort(self._noted, again, key=_place)
            self._by_mention[again.mention] = again

    def _index(self, noted: _Noted) -> None:
        self._by_mention[noted.mention] = noted
        name = noted.mention.name
        if noted.kind == "person" and name is not None and " " in name:
            for part in {*name.split()[1:], self._family_name(noted) or ""}:
                self._bearers.setdefault(part, {}).setdefault(self._key(noted.mention), noted)

    def _as_noted(self, mention: actors.ActorMention) -> _Noted | None:
        """A mention of somebody who may be meant later: a person, or a body that is named as such."""
        if mention.form not in ("person", "body"):
            return None
        words = self.text[mention.begin : mention.end]
        noted = self._known(words, mention.begin, mention.actor_id)
        if noted is None or noted.kind in ("state", "media", "agency"):
            return None
        is_near = self._opens_sentence(mention.begin, _SUBJECT_REACH)
        return noted._replace(is_subject=is_near and not self._is_governed(mention))

    def _opens_sentence(self, begin: int, reach: int) -> bool:
        """Whether a place is not much behind the begin of its sentence."""
        return begin < reach or any(sign in self.text[begin - reach : begin] for sign in ".!?\n")

    def _unlisted(self, mentions: Sequence[actors.ActorMention]) -> list[_Noted]:
        """Persons that the table does not know, by their first names, with their titles and appositions."""
        begins = [mention.begin for mention in mentions]
        found = []
        for name, whole in self.words.full_names(self.text):
            before = bisect_left(begins, name[1])
            if before > 0 and mentions[before - 1].end > name[0]:
                continue
            noted = self._known(self.text[slice(*whole)], whole[0], None)
            if noted is not None:
                is_subject = self._opens_sentence(whole[0], _OPENING_REACH)
                found.append(noted._replace(kind="person", is_subject=is_subject))
        return found

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

    def _is_pronoun(self, text: str) -> bool:
        word = text.strip().lower()
        return word in self._forms.pronouns or word in self._forms.relatives

    def _is_generic(self, text: str, actor_id: str) -> bool:
        """ "The Kremlin spokesman": the words name a body, but mean the one who speaks for it."""
        actor = actors.get(actor_id)
        words = [word.lower() for word in WORD.findall(text)]
        if actor is None or actor.kind in ("person", "state", "media", "agency") or len(words) > 4:
            return False
        return bool(words) and words[0] in self._forms.articles and words[-1] in self._forms.spokes

    # Offices

    def _holder(self, text: str, actor_id: str | None) -> str | None:
        """The person that an office's or a body's title means, by the text itself or by the day."""
        words = [word.lower() for word in WORD.findall(self._without_clause(text))]
        if not words or words[0] in self._forms.indefinite or self.words.is_former(text):
            return None
        if self.words.is_plural(text) or self.words.full_name(text) is not None:
            return None
        rest = words[1:] if words[0] in self._forms.articles else words
        title = self._forms.titles.get(" ".join(rest))
        if title is not None and "/" not in title:
            return actors.holder_of(title, self.published_on)
        office_id = title or actor_id
        actor = actors.get(office_id) if office_id else None
        if office_id is None or actor is None or actor.kind != "office":
            return None
        return self._in_text(office_id) or actors.holder(office_id, self.published_on)

    def _in_text(self, office_id: str) -> str | None:
        """The one person named in the text who has the office, unless the day tells of another."""
        named = {key for bearers in self._bearers.values() for key in bearers}
        known = {
            actor.actor_id
            for key in named
            if (actor := actors.get(key)) is not None and actors.holds(actor, office_id)
        }
        by_day = actors.holder(office_id, self.published_on)
        return known.pop() if len(known) == 1 and by_day is None else by_day

    # Looking back

    def _number_and_gender(self, pronoun: str, begin: int) -> str:
        """What a pronoun asks for; German *sie* is plural where the verb beside it is."""
        wanted = self._forms.pronouns[pronoun]
        if self.language != "de" or pronoun != "sie" or not self.text:
            return wanted
        after = WORD.search(self.text, begin + len(pronoun))
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
        others = [
            noted
            for noted in self._near(begin, _PRONOUN_REACH, self._named)
            if noted.kind == "person" and noted.is_subject
        ]
        fitting = sorted(self._of_gender([*near, *others], wanted), key=_place)
        has_spoken = bool(self._of_gender(near, wanted))
        meant = (self._only(fitting) if has_spoken else None) or self._last_subject(fitting, begin)
        # "Becerra said …": whoever spoke last may be meant, though nothing tells what he is.
        is_unsafe = meant is not None and any(
            noted.kind is None and not noted.is_plural and noted.mention.begin > meant.begin for noted in near
        )
        return None if is_unsafe else meant

    def _of_gender(self, noted: Iterable[_Noted], wanted: str) -> list[_Noted]:
        return [
            one
            for one in noted
            if not one.is_plural
            and (
                (one.kind in ("person", "office") and one.gender in (wanted, None))
                or (one.kind not in (None, "person") and one.gender == wanted)
            )
        ]

    def _by_possessive(self, possessive: str, owned: list[str], begin: int) -> SourceMention | None:
        """His office speaks for him, his government for the state: the owner is resolved first."""
        role = self._forms.belongings.get(owned[-1].lower())
        if role is None or len(owned) > 1:
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
        """A definite noun, by what it says of kind and role; else by the words a source was named with."""
        title, modifiers = self._title(words)
        if title is None:
            return self._by_description(words, begin)
        if title in self._forms.lands:
            return self._by_land(begin)
        known = self.words.head(title)
        if known is None:
            return self._by_description(words, begin)
        kinds, roles = known
        fitting = [
            noted for noted in self._near(begin, _NOUN_REACH) if self._fits(noted, kinds, roles, modifiers)
        ]
        if not fitting:
            fitting = [
                noted
                for noted in self._near(begin, _PRONOUN_REACH, self._named)
                if self._fits(noted, kinds, roles, modifiers)
            ]
        gender = self.words.gender(title, None)
        if "person" in kinds and gender is not None:
            fitting = [noted for noted in fitting if noted.gender in (gender, None)]
        called = [noted for noted in fitting if title in noted.described]
        return self._only(fitting) or self._only(called) or self._only_just_now(fitting, begin)

    def _title(self, words: list[str]) -> tuple[str | None, list[str]]:
        """The longest known title at the end of the words, and what stands before it."""
        lowered = [word.lower() for word in words]
        for start in range(len(lowered)):
            title = " ".join(lowered[start:])
            if title in self._forms.heads or title in self._forms.lands:
                return title, lowered[:start]
        if self.words.head(lowered[-1]) is not None:
            return lowered[-1], lowered[:-1]
        return None, lowered

    def _by_description(self, words: list[str], begin: int) -> SourceMention | None:
        """ "The mayor": the one who was named as *Mayor Frank Ellis*."""
        wanted = words[-1].lower()
        if len(words) > 1 or not wanted.isalpha():
            return None
        fitting = [
            noted
            for noted in self._near(begin, _NOUN_REACH)
            if not noted.is_plural and wanted in self._own_words(noted)
        ]
        return self._only(fitting) or self._only_just_now(fitting, begin)

    def _own_words(self, noted: _Noted) -> list[str]:
        """The words a source was named with, up to a genitive or preposition that brings in another one."""
        words = [word.lower() for word in WORD.findall(noted.mention.text)]
        stop = next((i for i, word in enumerate(words) if i > 0 and word in _GOVERNORS), len(words))
        return words[:stop]

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

    def _fits(
        self, noted: _Noted, kinds: frozenset[str], roles: tuple[str, ...], modifiers: list[str]
    ) -> bool:
        if noted.kind not in kinds or noted.is_plural:
            return False
        described = noted.described
        if "minister" in roles:
            # "The minister" is never the head of the government.
            described = described.replace("prime minister", "").replace("ministerpräsident", "")
        has_role = not roles or any(role in described for role in roles)
        return has_role and all(modifier in noted.described for modifier in modifiers)

    def _by_surname(self, words: list[str], begin: int) -> SourceMention | None:
        """A surname, alone or after a title: Miller, Herr Peskow, spokesman Miller."""
        surname = words[-1]
        if not surname[0].isupper() or len(words) > _LONGEST_SHORT:
            return None
        if any(self.words.name(word) is not None for word in words[:-1]):
            return None
        bearers = {**self._bearers.get(surname.removesuffix("s"), {}), **self._bearers.get(surname, {})}
        return self._only([noted for noted in bearers.values() if noted.mention.begin < begin])

    def _family_name(self, noted: _Noted) -> str | None:
        """The first word, for names that put the family first: Park Sun-won is Park."""
        name = noted.mention.name or ""
        first, _, given = name.partition(" ")
        is_korean = "-" in given and given.partition("-")[2][:1].islower()
        country = actors.country(noted.mention.actor_id) if noted.mention.actor_id else None
        return first if is_korean or country in ("CN", "KP", "KR", "TW", "VN") else None

    def _near(self, begin: int, reach: int, named: Sequence[_Noted] = ()) -> list[_Noted]:
        """Sources, and those named, of the last stretch of text before a place, in text order."""
        near = [
            noted
            for known in (self._noted, named)
            for noted in known[
                bisect_left(known, begin - reach, key=_place) : bisect_left(known, begin, key=_place)
            ]
        ]
        return sorted(near, key=_place) if named else near

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

    def _only_just_now(self, fitting: list[_Noted], begin: int) -> SourceMention | None:
        """Of several that fit, the one that was just speaking, unless another one was as well."""
        near = [
            noted for noted in fitting if noted.is_subject and self._sentences_since(noted, begin) <= _LATELY
        ]
        return self._only(near) if near and self._was_just_now(near[-1], begin) else None

    def _sentences_since(self, noted: _Noted, begin: int) -> int:
        if not self.text:
            return (begin - noted.mention.begin) // _JUST_NOW
        return bisect_left(self._ends, begin) - bisect_left(self._ends, noted.mention.begin)

    def _distinct(self, noted: list[_Noted]) -> dict[str, _Noted]:
        """The last note of each source; two notes are one source by id, else by name, else by words."""
        return {self._key(one.mention): one for one in noted}

    def _key(self, mention: SourceMention) -> str:
        actor = actors.get(mention.actor_id) if mention.actor_id else None
        is_own = actor is not None and (actor.kind == "person" or mention.name is None)
        return (mention.actor_id or "") if is_own else (mention.name or mention.actor_id or mention.text)

    def _only(self, fitting: list[_Noted]) -> SourceMention | None:
        distinct = self._distinct(fitting)
        if len(distinct) != 1:
            return None
        return next(iter(distinct.values())).mention
