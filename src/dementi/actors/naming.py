"""Where a text names an actor: longest match over words, then state and role put together."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from dementi.actors import table
from dementi.actors.lexicon import FAMILY_NAME_FIRST, WORD, Entry, Lexicon, lexicon, normed

MentionForm = Literal["name", "genitive", "adjective", "people", "person", "body"]


class ActorMention(NamedTuple):
    """Where a text names an actor, and in which form; a genitive's ``end`` leaves out the English 's."""

    begin: int
    end: int
    actor_id: str
    form: MentionForm = "name"


@cache
def _between(language: str, which: str) -> frozenset[str]:
    """Words that may (English) or may not (German) stand between a state and its body."""
    raw = json.loads((files("dementi") / "data" / "actors" / "between.json").read_text("utf-8"))
    return frozenset(raw[language][which])


class _Token(NamedTuple):
    text: str
    begin: int
    end: int


class _Match(NamedTuple):
    """A match over tokens ``[first, last]``."""

    first: int
    last: int
    begin: int
    end: int
    entry: Entry
    is_genitive: bool


_GAPS = frozenset(
    {" ", "-", "‑", "–", "'", "’", ".", ". ", "\n", "\u00a0", "/", " & ", "&", "-\n", " /", "  "}
)
_ENGLISH_POSSESSIVES = ("'s", "’s")
#: Names that are also everyday names of other things; skipped next to another capitalised word.
_CAREFUL = frozenset({"Georgia", "Jordan", "Chad", "Washington", "Paris", "Sofia", "Victoria", "Israel"})
_LINKS = {"en": frozenset({"of", "in", "for"}), "de": frozenset({"der", "des", "von", "in", "im", "aus"})}
_ARTICLES = {"en": frozenset({"the"}), "de": frozenset({"der", "dem", "den", "des"})}
_SPEAKS_FOR = {
    "en": frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople"}),
    "de": frozenset({"Sprecher", "Sprecherin", "Sprechers"}),
}
_KINDS_OF_A_CAPITAL = frozenset({"government", "ministry", "service", "armed_forces", "media"})
_LONGEST_BETWEEN = 2


@lru_cache(maxsize=4)
def mentions(text: str, language: str) -> tuple[ActorMention, ...]:
    """The actors that a text names, in text order and not overlapping."""
    if language not in table.LANGUAGES:
        return ()
    tokens = [_Token(word[0], word.start(), word.end()) for word in WORD.finditer(text)]
    words = lexicon(language)
    matches = _matches(text, tokens, words, language)
    matches = _with_local_names(text, tokens, matches, words, language)
    composer = _Composer(text, tokens, matches, language)
    return tuple(composer.mentions())


def _matches(text: str, tokens: list[_Token], words: Lexicon, language: str) -> list[_Match]:
    matches = []
    index, count = 0, len(tokens)
    by_first_word = words.by_first_word
    while index < count:
        candidates = by_first_word.get(tokens[index].text) or _headline_candidates(tokens[index].text, words)
        if candidates:
            match = _longest(text, tokens, index, candidates, language)
            if match is not None and not _is_somebody_else(text, tokens, match, words):
                matches.append(match)
                index = match.last + 1
                continue
        index += 1
    return matches


def _headline_candidates(word: str, words: Lexicon) -> tuple[tuple[tuple[str, ...], Entry], ...]:
    """Names in capitals, as headlines write them: RUSSIA, PUTIN."""
    if len(word) > 3 and word.isupper():
        return words.by_first_word.get(word.capitalize(), ())
    return ()


def _longest(
    text: str,
    tokens: list[_Token],
    index: int,
    candidates: tuple[tuple[tuple[str, ...], Entry], ...],
    language: str,
) -> _Match | None:
    for rest, entry in candidates:
        last = index + len(rest)
        if last >= len(tokens):
            continue
        if all(
            _is_same_word(tokens[index + place + 1].text, expected, language, is_last=place + 1 == len(rest))
            and text[tokens[index + place].end : tokens[index + place + 1].begin] in _GAPS
            for place, expected in enumerate(rest)
        ):
            end = tokens[last].end
            is_genitive = _is_genitive(text, tokens[last], entry, language)
            if text[end : end + 1] == "." and tokens[last].text.isupper() and len(tokens[last].text) == 1:
                end += 1  # U.S., J.D.
            return _Match(index, last, tokens[index].begin, end, entry, is_genitive)
    return None


def _is_same_word(word: str, expected: str, language: str, *, is_last: bool) -> bool:
    """Whether a word is the one expected; the last may carry a German genitive: Kim Jong-uns."""
    if normed(word, language) == expected:
        return True
    return is_last and language == "de" and word.endswith("s") and normed(word[:-1], language) == expected


def _is_genitive(text: str, token: _Token, entry: Entry, language: str) -> bool:
    if language == "en":
        after = text[token.end : token.end + 2]
        return after in _ENGLISH_POSSESSIVES or (token.text.endswith("s") and after in ("' ", "’ "))
    if entry.form in ("adjective", "people"):
        return False
    if token.text.endswith("s"):
        alone = lexicon(language).by_first_word.get(token.text[:-1], ())
        return any(known == entry for _, known in alone) or entry.form in ("body", "person", "role")
    return text[token.end : token.end + 2] in ("' ", "’ ")


def _is_somebody_else(text: str, tokens: list[_Token], match: _Match, words: Lexicon) -> bool:
    """Whether the words are part of another name: Melania Trump, Jordan Miller, Michael Georgia."""
    if match.first != match.last:
        return False
    word = tokens[match.first].text
    if match.entry.form == "short" and match.first > 0:
        before = tokens[match.first - 1]
        return before.text in words.first_names and text[before.end : match.begin] == " "
    if word in _CAREFUL:
        return _has_capital_neighbour(text, tokens, match, words)
    return False


def _has_capital_neighbour(text: str, tokens: list[_Token], match: _Match, words: Lexicon) -> bool:
    if match.first > 0:
        before = tokens[match.first - 1]
        if before.text in words.first_names and text[before.end : match.begin] == " ":
            return True
    if match.last + 1 < len(tokens) and text[match.end : match.end + 1] == " ":
        after = tokens[match.last + 1]
        is_name = after.text[0].isupper() and after.text not in words.by_first_word
        return (
            is_name and text[match.end : after.begin] == " " and word_is_first_name(tokens[match.first].text)
        )
    return False


def word_is_first_name(word: str) -> bool:
    """Whether a word of the careful list is above all a first name."""
    return word in {"Jordan", "Chad", "Israel", "Victoria", "Sofia"}


def _with_local_names(
    text: str, tokens: list[_Token], matches: list[_Match], words: Lexicon, language: str
) -> list[_Match]:
    """Add surnames that are too common to stand alone but whose bearer this text has named in full."""
    local: dict[str, _Match | None] = {}
    for match in matches:
        if match.entry.form != "person":
            continue
        actor = table.actors()[match.entry.actor_id]
        is_family_first = actor.country in FAMILY_NAME_FIRST
        surname = tokens[match.first if is_family_first else match.last].text
        if surname in words.by_first_word and _names_alone(words, surname):
            continue
        known = local.get(surname, match)
        is_same = known is not None and known.entry.actor_id == match.entry.actor_id
        local[surname] = known if is_same else None
    surnames = {surname: match for surname, match in local.items() if match is not None}
    if not surnames:
        return matches
    taken = {place for match in matches for place in range(match.first, match.last + 1)}
    added = [
        found
        for place, token in enumerate(tokens)
        if place not in taken
        and (found := _local_match(text, tokens, place, token, surnames, words, language))
    ]
    return sorted([*matches, *added], key=lambda match: match.first)


def _names_alone(words: Lexicon, surname: str) -> bool:
    return any(not rest for rest, _ in words.by_first_word[surname])


def _local_match(
    text: str,
    tokens: list[_Token],
    place: int,
    token: _Token,
    surnames: dict[str, _Match],
    words: Lexicon,
    language: str,
) -> _Match | None:
    surname, is_genitive = token.text, False
    if surname not in surnames and language == "de" and surname.endswith("s") and surname[:-1] in surnames:
        surname, is_genitive = surname[:-1], True
    full = surnames.get(surname)
    if full is None or token.begin < full.begin:
        return None
    if place > 0 and tokens[place - 1].text in words.first_names:
        return None
    if place + 1 < len(tokens):
        after = tokens[place + 1]
        is_family_first = table.actors()[full.entry.actor_id].country in FAMILY_NAME_FIRST
        if is_family_first and after.text[0].isupper() and text[token.end : after.begin] in (" ", "-"):
            return None
    is_genitive = is_genitive or text[token.end : token.end + 2] in _ENGLISH_POSSESSIVES
    entry = Entry(full.entry.actor_id, "short")
    return _Match(place, place, token.begin, token.end, entry, is_genitive)


class _Composer:
    """Puts neighbouring matches together: state and role, body and spokesperson, office and holder."""

    def __init__(self, text: str, tokens: list[_Token], matches: list[_Match], language: str) -> None:
        self.text = text
        self.tokens = tokens
        self.matches = matches
        self.language = language
        self.at = 0

    def mentions(self) -> list[ActorMention]:
        found: list[ActorMention] = []
        while self.at < len(self.matches):
            mention = self._next()
            if mention is not None:
                found.append(mention)
        return found

    def _next(self) -> ActorMention | None:
        match = self.matches[self.at]
        self.at += 1
        if match.entry.form == "role":
            return self._from_role(match)
        mention, last = self._from_name(match)
        mention, last = self._with_spokesperson(mention, last)
        return self._with_holder(mention, last)

    def _peek(self) -> _Match | None:
        return self.matches[self.at] if self.at < len(self.matches) else None

    def _from_name(self, match: _Match) -> tuple[ActorMention, int]:
        state_id = self._state_of(match)
        following = self._peek()
        if state_id is not None and following is not None:
            role = self._role_of(following, state_id)
            if role is not None and self._modifies(match, following):
                self.at += 1
                actor_id = table.composed_id(state_id, role)
                end = self._with_own_acronym(following.end, actor_id)
                return ActorMention(match.begin, end, actor_id, "body"), following.last
        return ActorMention(match.begin, match.end, match.entry.actor_id, _form(match)), match.last

    def _state_of(self, match: _Match) -> str | None:
        return match.entry.actor_id if match.entry.form in ("name", "capital", "adjective") else None

    def _role_of(self, match: _Match, state_id: str) -> str | None:
        """The role a match stands for beside a state: a role word, or the name of such a body elsewhere."""
        if match.entry.form == "role":
            return match.entry.actor_id
        if match.entry.form == "body":
            body = table.actors()[match.entry.actor_id]
            if body.role in table.roles() and (body.country in (None, state_id) or match.first != match.last):
                return body.role if body.country != state_id else _own_role(body, state_id)
        return None

    def _modifies(self, state: _Match, role: _Match) -> bool:
        gap = self.text[state.end : self.tokens[state.last + 1].begin]
        between = self.tokens[state.last + 1 : role.first]
        if self.language == "en":
            return self._modifies_in_english(state, between, gap)
        if gap in ("-", "‑"):
            return not between
        if state.entry.form != "adjective" and not state.is_genitive:
            return False
        return (
            gap in (" ", "\n", "' ", "’ ")
            and len(between) <= _LONGEST_BETWEEN
            and all(
                (token.text[0].islower() or token.text in ("Nationalen", "Nationaler", "Nationale"))
                and token.text[-1] in "ensrm"
                and token.text not in _between("de", "not_between")
                for token in between
            )
            and "," not in self.text[state.end : role.begin]
        )

    def _modifies_in_english(self, state: _Match, between: list[_Token], gap: str) -> bool:
        if gap not in (" ", "-", "\n", "'", "’", "' ", "’ "):
            return False
        words = [token.text.lower() for token in between]
        if state.is_genitive and words[:1] == ["s"]:
            words = words[1:]
        is_close = len(words) <= _LONGEST_BETWEEN and all(word in _between("en", "between") for word in words)
        if state.entry.form in ("name", "capital") and not state.is_genitive:
            return not words
        return is_close

    def _with_own_acronym(self, end: int, actor_id: str) -> int:
        """Take in a following "(NIS)" that names the same body."""
        following = self._peek()
        if (
            following is not None
            and following.entry.actor_id == actor_id
            and self.text[end : following.begin] == " ("
            and self.text[following.end : following.end + 1] == ")"
        ):
            self.at += 1
            return following.end + 1
        return end

    def _with_spokesperson(self, mention: ActorMention, last: int) -> tuple[ActorMention, int]:
        """A body's spokesperson speaks for the body: the words join the mention."""
        if (
            mention.form in ("people", "person")
            or mention.form == "adjective"
            or last + 1 >= len(self.tokens)
        ):
            return mention, last
        token = self.tokens[last + 1]
        gap = self.text[mention.end : token.begin]
        place = last + 1
        if gap in ("'", "’") and token.text == "s" and place + 1 < len(self.tokens):
            place += 1
            gap, token = " ", self.tokens[place]
        if token.text in _SPEAKS_FOR[self.language] and gap in (" ", "-"):
            return ActorMention(mention.begin, token.end, mention.actor_id, "body"), place
        return mention, last

    def _with_holder(self, mention: ActorMention, last: int) -> ActorMention:
        """An office followed by its holder is the holder."""
        following = self._peek()
        if (
            following is not None
            and mention.form in ("body", "adjective", "name")
            and following.first == last + 1
            and following.entry.form in ("person", "short")
            and self.text[mention.end : following.begin] in (" ", "\n")
        ):
            person = table.actors()[following.entry.actor_id]
            own_country = _country_of(mention.actor_id)
            if mention.form == "body" and own_country in (person.country, None):
                self.at += 1
                form: MentionForm = "genitive" if following.is_genitive else "person"
                return ActorMention(mention.begin, following.end, person.actor_id, form)
        return mention

    def _from_role(self, match: _Match) -> ActorMention | None:
        following = self._peek()
        if following is None:
            return None
        if following.entry.form in ("person", "short") and following.first == match.last + 1:
            if self.text[match.end : following.begin] == " ":
                self.at += 1
                form: MentionForm = "genitive" if following.is_genitive else "person"
                return ActorMention(match.begin, following.end, following.entry.actor_id, form)
            return None
        if following.entry.form in ("name", "capital") and self._links(match, following):
            self.at += 1
            actor_id = table.composed_id(following.entry.actor_id, match.entry.actor_id)
            end = self._with_own_acronym(following.end, actor_id)
            mention = ActorMention(match.begin, end, actor_id, "body")
            mention, last = self._with_spokesperson(mention, following.last)
            return self._with_holder(mention, last)
        return None

    def _links(self, role: _Match, state: _Match) -> bool:
        between = [token.text for token in self.tokens[role.last + 1 : state.first]]
        if "," in self.text[role.end : state.begin] or "." in self.text[role.end : state.begin]:
            return False
        if self.language == "de" and not between:
            return state.is_genitive and self.text[role.end : state.begin] in (" ", "\n")
        if not between or len(between) > _LONGEST_BETWEEN or between[0] not in _LINKS[self.language]:
            return False
        if len(between) == _LONGEST_BETWEEN and between[1] not in _ARTICLES[self.language]:
            return False
        if between[0] in ("in", "im", "for", "aus"):
            kind = table.roles()[role.entry.actor_id].kind
            is_seat = state.entry.form == "capital" and kind in _KINDS_OF_A_CAPITAL
            return is_seat or (kind == "government" and between[0] != "for")
        return True


def _own_role(body: table.Actor, state_id: str) -> str | None:
    """The role of a state's own body, unless another of its bodies holds that role."""
    role = body.role
    return role if role and table.composed_id(state_id, role) == body.actor_id else None


def _country_of(actor_id: str) -> str | None:
    known = table.actors().get(actor_id)
    if known is not None:
        return known.country
    head, slash, _ = actor_id.partition("/")
    return head if slash else None


def _form(match: _Match) -> MentionForm:
    if match.is_genitive:
        return "genitive"
    return {
        "name": "name",
        "capital": "name",
        "adjective": "adjective",
        "people": "people",
        "person": "person",
        "short": "person",
        "body": "body",
    }[match.entry.form]  # type: ignore[return-value]  # the keys and values are those of the two literals
