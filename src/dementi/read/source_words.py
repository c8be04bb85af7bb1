"""What the words of a source tell of it: name, kind, gender, number, and whom they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from dementi import actors
from dementi.model import Span

WORD = re.compile(r"[^\W_]+(?:[-‑'’][^\W_]+)*")
#: A name has no more parts than this.
_LONGEST_NAME = 4
_SHORT_HEAD = 5
#: How many words back a relation binds a person: the brother of the former president X.
_RELATION_REACH = 5
#: What German words for somebody's trade end in, before a name: Historiker Marek, Bahnsprecherin Heike.
_TRADES = ("er", "in", "or", "ent", "ant", "ist", "eur", "at", "chef", "mann", "frau", "leute", "arzt", "te")
_PARTICLES = frozenset({"von", "van", "de", "der", "al", "el", "bin", "ibn", "del", "da", "di", "zu", "den"})
#: A first name and a surname; only looked at, since "Reporter Simon" may stand before "Simon Harsh".
_FULL_NAME = re.compile(
    r"\b(?=([A-ZÄÖÜ][^\W\d_]+) ((?:[A-ZÄÖÜ]\. )?[A-ZÄÖÜ][^\W\d_]+(?:-[A-ZÄÖÜ][^\W\d_]+)?))"
)
_APPOSITION_END = re.compile(r"[.,;:!?–\n]")
#: How long a title before a name may be, in characters.
_TITLE_REACH = 30
_SPEAKS_OF = frozenset(
    {"of", "to", "von", "vom", "des", "der", "by", "for", "für", "in", "im", "aus", "at", "with"}
)
#: Words that end the phrase whose last words are a name: a judge on Tuesday, der Richter am Dienstag.
_CLOSERS = _SPEAKS_OF | frozenset(
    {"on", "about", "from", "over", "against", "am", "an", "auf", "bei", "beim", "mit", "nach", "zu", "gegen"}
)


class ShortForms(NamedTuple):
    """The closed word classes of ``short_forms.json``; see the file."""

    articles: frozenset[str]
    indefinite: frozenset[str]
    pronouns: dict[str, str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    heads: dict[str, tuple[frozenset[str], tuple[str, ...]]]
    body_genders: dict[str, str]
    plural_heads: frozenset[str]
    several: frozenset[str]
    former: frozenset[str]
    relations: frozenset[str]
    held_by: frozenset[str]
    titles: dict[str, str]
    possessives: dict[str, str]
    belongings: dict[str, str]
    lands: frozenset[str]
    relatives: frozenset[str]
    spokes: frozenset[str]
    given_m: frozenset[str]
    given_f: frozenset[str]


@cache
def short_forms(language: str) -> ShortForms:
    """The word classes of a language, read once."""
    raw: dict[str, Any] = msgspec.json.decode(
        (files("dementi") / "read" / "lang" / language / "short_forms.json").read_bytes()
    )
    read: dict[str, Any] = {
        name: frozenset(words) if isinstance(words, list) else words for name, words in raw.items()
    }
    read["heads"] = {
        head: (frozenset(kinds.split()), tuple(role for role in roles.split("|") if role))
        for head, (kinds, roles) in raw["heads"].items()
    }
    for name in ("given_m", "given_f"):
        read[name] = frozenset(raw[name].split())
    return ShortForms(*(read[name] for name in ShortForms._fields))


@lru_cache(maxsize=50_000)
def _head(word: str, language: str) -> tuple[frozenset[str], tuple[str, ...]] | None:
    heads = short_forms(language).heads
    known = heads.get(word)
    if known is not None or language != "de":
        return known
    endings = (ending for ending in heads if len(ending) > _SHORT_HEAD and word.endswith(ending))
    return next((heads[ending] for ending in endings), None)


class SourceWords:
    """Reads the words of sources in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.forms = short_forms(language if language in ("de", "en") else "en")

    def name(self, text: str) -> str | None:
        """The proper name in a source's words, without its titles; None where there is none to see.

        ``Bürgermeister Frank Elster`` is *Frank Elster*, ``Anna Weber, an analyst`` *Anna Weber*.
        """
        first, comma, rest = text.partition(",")
        return self._name_in(first) or (self._name_behind(rest) if comma else None)

    def _name_in(self, text: str) -> str | None:
        run = self._capitals(text)
        while len(run) > 1 and self.is_title(run[0], len(run)):
            run = run[1:]
        if not run or self.is_title(run[0], len(run)) or run[0].isupper():
            return None
        opener = next(iter(text.split())).lower()
        if len(run) == 1 and opener in self.forms.articles | self.forms.indefinite:
            return None
        return " ".join(run) if len(run) <= _LONGEST_NAME else None

    def _name_behind(self, apposition: str) -> str | None:
        """ "Der Sprecher der Polizei, Hans Meier"."""
        name = self._name_in(apposition.partition(",")[0])
        return name if name is not None and name == apposition.strip(" ,") else None

    def full_name(self, text: str) -> str | None:
        """A name of two words or more whose first one is known as somebody's, or that a title precedes."""
        name = self.name(text)
        if name is None or " " not in name:
            return None
        is_given = name.split()[0] in self.forms.given_m | self.forms.given_f
        return name if is_given or self._has_person_word(text, name) else None

    def full_names(self, text: str) -> Iterator[tuple[Span, Span]]:
        """Where a text names persons by a known first name: the name, and it with title and apposition."""
        given = self.forms.given_m | self.forms.given_f
        for match in _FULL_NAME.finditer(text):
            if match[1] in given:
                begin, end = match.start(), match.end(2)
                yield (begin, end), (self._with_title(text, begin), self._with_apposition(text, end))

    def _with_title(self, text: str, begin: int) -> int:
        words = text[max(0, begin - _TITLE_REACH) : begin].split()[-1:]
        return text.rindex(words[0], 0, begin) if words and self.is_title(words[0]) else begin

    def _with_apposition(self, text: str, end: int) -> int:
        if text[end : end + 2] != ", ":
            return end
        close = _APPOSITION_END.search(text, end + 2)
        return close.start() if close is not None else end

    def _has_person_word(self, text: str, name: str) -> bool:
        rest = text.replace(name, " ", 1)
        heads = [head for word in WORD.findall(rest) if (head := self.head(word.lower())) is not None]
        trades = self.forms.feminine | self.forms.masculine
        return any("person" in kinds for kinds, _ in heads) or any(
            word.lower() in trades for word in WORD.findall(rest)
        )

    def _capitals(self, text: str) -> list[str]:
        """The capitalised words that close a phrase, or fill it, with the particles inside them."""
        run: list[str] = []
        for place, word in enumerate(WORD.findall(text)):
            lowered = word.lower()
            if place > 0 and lowered in _CLOSERS and not (word in _PARTICLES and run and word != "der"):
                break
            is_own = word[0].isupper() and lowered not in self.forms.articles | self.forms.indefinite
            is_particle = word in _PARTICLES and bool(run) and self.language != "de"
            run = [*run, word] if is_own or is_particle else []
        return run

    def is_title(self, word: str, count: int = 3) -> bool:
        """Whether a word before a name (of ``count`` words with it) is no part of it: Mayor, Historiker."""
        lowered = word.lower()
        if lowered in self.forms.feminine or lowered in self.forms.masculine or self.head(lowered):
            return True
        is_given = word in self.forms.given_m or word in self.forms.given_f
        return self.language == "de" and count > 2 and not is_given and lowered.endswith(_TRADES)

    def kind(self, text: str, actor: actors.Actor | None) -> str | None:
        """The kind of a source: that of its actor, unless the words name somebody of that actor's."""
        words = [word.lower() for word in WORD.findall(text)]
        heads = [head for word in words if (head := self.head(word)) is not None]
        speaks_as_person = any("person" in kinds for kinds, _ in heads)
        is_other = actor is not None and actor.kind == "state" and heads and "state" not in heads[-1][0]
        if actor is not None and not is_other and not (speaks_as_person and actor.kind != "person"):
            return actor.kind
        if speaks_as_person or self.full_name(text) is not None:
            return "person"
        return sorted(heads[-1][0])[0] if heads else None

    def head(self, word: str) -> tuple[frozenset[str], tuple[str, ...]] | None:
        """What a noun says of a source; a German compound is what its last part is: Luftfahrtbehörde."""
        return _head(word, "de" if self.language == "de" else "en")

    def gender(self, text: str, actor: actors.Actor | None) -> str | None:
        """``f`` or ``m`` of a person by title or first name; of a German body that of its noun."""
        if actor is not None and actor.gender is not None:
            return actor.gender
        words = [word.lower() for word in WORD.findall(text)]
        if any(word in self.forms.feminine or word.endswith("sprecherin") for word in words):
            return "f"
        if any(word in self.forms.masculine for word in words):
            return "m"
        given = (self.name(text) or "").split()[:1]
        if given and given[0] in self.forms.given_f:
            return "f"
        if given and given[0] in self.forms.given_m:
            return "m"
        return next((gender for word in words if (gender := self._body_gender(word))), None)

    def _body_gender(self, word: str) -> str | None:
        """The grammatical gender of a German body, by which *er* and *sie* may mean it as well."""
        genders = self.forms.body_genders
        return genders.get(word) or next(
            (gender for ending, gender in genders.items() if len(ending) > 4 and word.endswith(ending)), None
        )

    def is_plural(self, text: str) -> bool:
        """Several who speak as one: *two officials*, *Augenzeugen*, *the authorities*."""
        own = text.partition(",")[0].lower().replace("-", " ").split()
        if own[:1] == ["der"] or self.full_name(text) is not None:
            # "Der Abgeordnete", "der Beamte": one, though the noun looks like several.
            return False
        # "people close to the inquiry" are plural, "a leader of the rebels" is not.
        head = own[: next((i for i, word in enumerate(own) if word in _SPEAKS_OF and i > 0), len(own))]
        is_several = bool(head) and head[0] in self.forms.several
        is_one = bool(head) and head[0] in self.forms.indefinite
        return is_several or (not is_one and not self.forms.plural_heads.isdisjoint(head))

    def is_former(self, text: str) -> bool:
        """Somebody who held, will hold or stands in for an office: *the former president*."""
        return not self.forms.former.isdisjoint(text.lower().replace("-", " ").split())

    def spoken_for(
        self, text: str, mentions: Sequence[actors.ActorMention], begin: int
    ) -> actors.ActorMention | None:
        """Which of the actors that a source's words name is the one who speaks.

        A person named as such before all others (*FSB chief Alexander Bortnikov*), else a body or person
        before a state. Nobody for a relative of one (*the sister of leader Kim*), and no outlet that has
        only seen a document (*a report seen by X*).
        """
        head = self._head_length(text)
        usable = [m for m in mentions if self._speaks(text, m.begin - begin, m.end - begin)]
        for mention in usable:
            if mention.begin - begin < head and self._is_speaker(text, mention, begin):
                return mention
        chosen = next((m for m in usable if "/" in m.actor_id), usable[0] if usable else None)
        return None if chosen is not None and self._is_outlet_of(text, chosen) else chosen

    def _head_length(self, text: str) -> int:
        """Where a relative clause begins, or the apposition of somebody with a name of his own."""
        first, comma, rest = text.partition(",")
        opener = next(iter(rest.split()), "").lower()
        is_named = " " in (self._name_in(first) or "")
        return len(first) if comma and (is_named or opener in self.forms.relatives) else len(text)

    def _is_speaker(self, text: str, mention: actors.ActorMention, begin: int) -> bool:
        """A person who is the head of the phrase: no owner, no genitive, nobody's employer."""
        actor = actors.get(mention.actor_id)
        if actor is None or actor.kind != "person":
            return False
        before, after = text[: mention.begin - begin].lower().split(), text[mention.end - begin :]
        # A name in -s looks like a German genitive, unless nothing that it could own follows.
        if (mention.form == "genitive" and after.strip()) or (before and before[-1] in _SPEAKS_OF):
            return False
        return " " not in (self._name_in(after.partition(",")[0]) or "")

    def _is_outlet_of(self, text: str, mention: actors.ActorMention) -> bool:
        """ "South Korean media": outlets of a state do not speak for it."""
        actor = actors.get(mention.actor_id)
        heads = [head for word in WORD.findall(text) if (head := self.head(word.lower())) is not None]
        return actor is not None and actor.kind == "state" and bool(heads) and heads[-1][0] == {"media"}

    def _speaks(self, text: str, begin: int, end: int) -> bool:
        before = [word.strip("„“\"'") for word in text[:begin].lower().split()]
        if before and before[-1] in ("the", "der", "die", "das", "dem", "den"):
            before.pop()
        if len(before) > 1 and before[-1] == "by" and before[-2] in self.forms.held_by:
            return False
        near = before[-_RELATION_REACH:]
        if any(a in self.forms.relations and b in _SPEAKS_OF for a, b in pairwise(near)):
            return False
        if text[:begin].lower().endswith(("anti-", "pro-")):
            return False
        after = text[end:].lower().removeprefix("'s").removeprefix("’s").split()
        is_owner = text[end : end + 2] in ("'s", "’s") or text[begin:end].endswith("s")
        return not (is_owner and bool(after) and after[0] in self.forms.relations)
