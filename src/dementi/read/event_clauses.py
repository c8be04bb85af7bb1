"""A content as the event reader sees it: tokens, segments, and noun phrases that may fill a role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

import msgspec

from dementi.actors import ActorMention
from dementi.model import Span
from dementi.read.event_lexicon import TOKEN, Theme, event_lexicon, theme_of, theme_of_two

_REACH_TO_PREPOSITION = 6
_REACH_TO_HEAD = 5
_REACH_TO_JOIN = 9
_SENTENCE_ENDS = frozenset(".!?;:")
_SOFT_BREAKS = frozenset(',()–—„“”"»«')


class Spanned(Protocol):
    """Whatever has a begin and an end in the text."""

    @property
    def begin(self) -> int: ...
    @property
    def end(self) -> int: ...


Mention = TypeVar("Mention", bound=Spanned)


def within(mentions: Sequence[Mention], begin: int, end: int) -> list[Mention]:
    """The mentions that lie in ``[begin, end)``, of mentions in text order that do not overlap."""
    first = bisect_left(mentions, begin, key=lambda mention: mention.begin)
    last = bisect_right(mentions, end, key=lambda mention: mention.end)
    return list(mentions[first:last])


class Token(NamedTuple):
    """One word or sign."""

    text: str
    lower: str
    begin: int
    end: int


class Phrase(NamedTuple):
    """A noun phrase that may fill a role.

    ``who`` is an actor id, a place's English name, or plain words. ``head`` is the token of the noun that
    an adjective or genitive belongs to (``North Korean [soldiers]``); ``of`` the noun before which a
    German genitive or an English of-phrase stands behind (``[Angriffe] der Ukraine``).
    """

    first: int
    last: int
    who: str
    kind: Literal["actor", "place", "theme", "name"]
    preposition: str | None
    article: str | None
    head: int | None
    head_theme: Theme | None
    of: int | None
    country: str | None = None


class Grammar(NamedTuple):
    """The small closed classes of a language that the event reader looks at."""

    prepositions: frozenset[str]
    determiners: frozenset[str]
    modifiers: frozenset[str]
    breaks: frozenset[str]
    joins: frozenset[str]
    passives: frozenset[str]
    haves: frozenset[str]
    negators: frozenset[str]
    not_negators: tuple[str, ...]
    lights: frozenset[str]
    pronouns: frozenset[str]
    subordinators: frozenset[str]
    by: frozenset[str]
    raising: frozenset[str]
    steers: frozenset[str]
    blames: frozenset[str]
    particles: frozenset[str]
    pairs: frozenset[str]
    not_heads: frozenset[str]
    feminine_states: frozenset[str]
    places: frozenset[str]
    targets: dict[str, frozenset[str]]


@cache
def grammar(language: str) -> Grammar:
    """The closed classes of a language, from ``lang/<language>/event_grammar.json``."""
    resource = files("dementi") / "read" / "lang" / language / "event_grammar.json"
    raw: dict[str, Any] = msgspec.json.decode(resource.read_bytes())
    targets = {act: frozenset(words) for act, words in raw.pop("targets").items()}
    not_negators = tuple(raw.pop("not_negators"))
    closed = {name: frozenset(words.split()) for name, words in raw.items()}
    return Grammar(**closed, not_negators=not_negators, targets=targets)


class Content:
    """The tokens of one content with its segments, themes and noun phrases."""

    def __init__(
        self,
        text: str,
        begin: int,
        end: int,
        language: str,
        actor_mentions: Sequence[ActorMention],
        date_spans: Sequence[Span] = (),
    ) -> None:
        self.text = text
        self.language = language
        self.grammar = grammar(language)
        self.tokens = [
            Token(match[0], match[0].lower(), match.start(), match.end())
            for match in TOKEN.finditer(text, begin, end)
        ]
        self.dated = frozenset(
            place
            for place, token in enumerate(self.tokens)
            if any(first <= token.begin < last for first, last in date_spans)
        )
        self.themes = self._themes()
        self.mentions = self._mention_ranges(within(actor_mentions, begin, end))
        self.taken = {place for first, last, _ in self.mentions for place in range(first, last + 1)}
        self.sentences, self.segments = self._divide()
        self.phrases = self._phrases()

    # Tokens

    def lower(self, place: int) -> str:
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def is_noun_like(self, place: int) -> bool:
        token = self.tokens[place]
        if self.language == "de":
            return token.text[0].isupper()
        return token.text[0].isalpha() and not self._is_function_word(token.lower)

    def _is_function_word(self, word: str) -> bool:
        closed = self.grammar
        return (
            word in closed.prepositions
            or word in closed.determiners
            or word in closed.breaks
            or word in closed.joins
            or word in closed.passives
            or word in closed.haves
            or word in closed.pronouns
            or word in closed.negators
        )

    def _themes(self) -> dict[int, Theme]:
        found = {}
        for place, token in enumerate(self.tokens):
            if len(token.text) > 2 and token.text[0].isalpha():
                theme = theme_of(token.text, self.language)
                if theme is not None:
                    theme = theme_of_two(self.lower(place - 1), token.lower, self.language) or theme
                    found[place] = theme
        return found

    def _mention_ranges(self, mentions: list[ActorMention]) -> list[tuple[int, int, ActorMention]]:
        begins = [token.begin for token in self.tokens]
        ranges = []
        for mention in mentions:
            first = bisect_left(begins, mention.begin)
            last = bisect_left(begins, mention.end) - 1
            if first <= last:
                ranges.append((first, last, mention))
        return ranges

    # Segments

    def _divide(self) -> tuple[list[int], list[int]]:
        """Number of the sentence and of the segment that each token stands in."""
        sentences, segments = [], []
        sentence = segment = 0
        for place in range(len(self.tokens)):
            if self._ends_sentence(place):
                sentences.append(sentence)
                segments.append(segment)
                sentence += 1
                segment += 1
                continue
            if self._breaks(place):
                segment += 1
            sentences.append(sentence)
            segments.append(segment)
        return sentences, segments

    def _ends_sentence(self, place: int) -> bool:
        token = self.tokens[place]
        if token.text not in _SENTENCE_ENDS or place in self.taken:
            return False
        if token.text != ".":
            return True
        if place + 1 >= len(self.tokens):
            return True
        is_after_number = place > 0 and self.tokens[place - 1].text.isdigit()
        is_initial = place > 0 and len(self.tokens[place - 1].text) == 1
        return not is_after_number and not is_initial and self.tokens[place + 1].text[0].isupper()

    def _breaks(self, place: int) -> bool:
        token = self.tokens[place]
        if place in self.taken:
            return False
        if token.text in _SOFT_BREAKS:
            return not self._joins_phrases(place)
        if token.lower in self.grammar.breaks:
            return True
        return token.lower in self.grammar.joins and not self._joins_phrases(place)

    def _joins_phrases(self, place: int) -> bool:
        """Whether a comma or "and" stands between two noun phrases: Putin and Kim, drones and shells."""
        before, after = place - 1, place + 1
        while self.lower(after) in self.grammar.determiners:
            after += 1
        if self.tokens[place].text == "," and self.language == "en" and before in self.taken:
            return False
        if self.tokens[place].text == "," and self.language == "de" and not self._is_in_list(place):
            return False
        if after < len(self.tokens) and self.tokens[after].text.isdigit():
            return True
        return self._is_nominal(before) and self._is_nominal(after)

    def _is_in_list(self, place: int) -> bool:
        """Whether a German comma stands in a list, which ends with "und": Drohnen, Raketen und Granaten."""
        reach = range(place + 1, min(len(self.tokens), place + _REACH_TO_JOIN))
        return any(self.lower(at) in self.grammar.joins for at in reach)

    def _is_nominal(self, place: int) -> bool:
        if not 0 <= place < len(self.tokens):
            return False
        if place in self.taken or place in self.themes:
            return True
        # "shells and possibly missiles", "Granaten und womöglich auch ballistische Raketen"
        at = place
        while at < place + _REACH_TO_HEAD and self._may_modify(at):
            at += 1
        is_after_modifier = self.lower(place) in self.grammar.modifiers and place + 1 in self.themes
        return is_after_modifier or (at > place and at in self.themes and self._may_modify(place))

    # Noun phrases

    def _phrases(self) -> list[Phrase]:
        found = []
        for index, (first, last, mention) in enumerate(self.mentions):
            phrase = self._actor_phrase(first, last, mention)
            if not self._leads_to_next(index, phrase):
                found.append(phrase)
        found += self._places()
        found += self._theme_phrases(found)
        found += self._name_phrases()
        return sorted(found, key=lambda phrase: phrase.first)

    def _actor_phrase(self, first: int, last: int, mention: ActorMention) -> Phrase:
        head, head_theme = self._head(last, mention)
        preposition, article = self._preposition(first)
        is_attribute = head is None or (self.language == "de" and mention.form == "adjective")
        of = self._noun_before(first, article, mention) if is_attribute and preposition is None else None
        return Phrase(first, last, mention.actor_id, "actor", preposition, article, head, head_theme, of)

    def _head(self, last: int, mention: ActorMention) -> tuple[int | None, Theme | None]:
        if self.language == "de":
            return self._german_head(last, mention)
        place = last + 1
        is_possessive = self.lower(place) in ("'s", "’s")
        if is_possessive or (mention.form == "genitive" and self.lower(place) in ("'", "’")):
            place += 1
        elif mention.form not in ("adjective", "name", "body") or self.text[
            mention.end : mention.end + 1
        ] not in (
            " ",
            "-",
        ):
            return None, None
        is_modifier = is_possessive or mention.form == "adjective"
        return self._english_head(place, is_modifier=is_modifier)

    def _english_head(self, place: int, *, is_modifier: bool) -> tuple[int | None, Theme | None]:
        verbs = event_lexicon("en").verbs
        nouns = event_lexicon("en").nouns
        head: int | None = None
        theme: Theme | None = None
        for at in range(place, min(place + _REACH_TO_HEAD, len(self.tokens))):
            token = self.tokens[at]
            if not token.text[0].isalpha() and token.text != "-":
                break
            if token.text != "-" and (not self.is_noun_like(at) or at in self.taken):
                break
            is_event = token.lower in nouns or at in self.themes
            if token.lower in verbs and not is_modifier and at == place:
                break
            if token.lower in verbs and not is_event and at > place:
                break
            if is_event:
                head, theme = at, self.themes.get(at)
            elif head is not None:
                break
        if head is None and is_modifier and place < len(self.tokens) and self.is_noun_like(place):
            head = place if place not in self.taken else None
        return head, theme

    def _german_head(self, last: int, mention: ActorMention) -> tuple[int | None, Theme | None]:
        is_compound = self.text[mention.end : mention.end + 1] in ("-", "‑") and last + 2 < len(self.tokens)
        if is_compound:
            return last + 2, self.themes.get(last + 2)
        if mention.form not in ("adjective", "genitive"):
            return None, None
        for at in range(last + 1, min(last + 1 + _REACH_TO_HEAD, len(self.tokens))):
            token = self.tokens[at]
            if at not in self.taken and token.text[0].isupper():
                return at, self.themes.get(at)
            if not self._may_precede_head(at, mention):
                break
        return None, None

    def _may_precede_head(self, place: int, mention: ActorMention) -> bool:
        """Whether a word may stand between a German adjective or genitive and its noun."""
        token = self.tokens[place]
        is_adjective = mention.form == "adjective"
        if place in self.taken:
            return is_adjective
        if not token.text[0].isalpha():
            return is_adjective and token.text in ("-", "„", "“", ",")
        if self._is_function_word(token.lower) and token.lower not in ("und", "oder"):
            return False
        return is_adjective or token.lower not in event_lexicon("de").verbs

    def _preposition(self, first: int) -> tuple[str | None, str | None]:
        """The preposition that governs a phrase and the article before it."""
        article = None
        for at in range(first - 1, max(-1, first - 1 - _REACH_TO_PREPOSITION), -1):
            token = self.tokens[at]
            if token.lower in ("of", "von") and self._counts(at - 1):
                continue  # hundreds of civilians
            if token.lower in self.grammar.modifiers and self.tokens[at + 1].text[0].isdigit():
                continue  # about 500 people, über 500 Menschen
            if token.lower == "um" and (at == 0 or self.lower(at - 1) == ","):
                return None, article  # um die Stadt zu erobern
            if token.lower in self.grammar.prepositions:
                return token.lower, article or self._article_in(token.lower)
            if token.lower in self.grammar.determiners:
                article = article or token.lower
                continue
            if not self._may_modify(at):
                if self._is_joined_to_phrase(at):
                    return self._preposition(at)[0], article
                return None, article
        return None, article

    def _counts(self, place: int) -> bool:
        """Whether a word only counts what follows: hundreds, dozens, Tausende."""
        word = self.lower(place)
        return word in self.grammar.modifiers and word.endswith(("eds", "ens", "nds", "erte", "ende"))

    def _is_joined_to_phrase(self, place: int) -> bool:
        """ "to Russia and Iran": the second state stands under the preposition as well."""
        return (
            self.lower(place) in self.grammar.joins and place - 1 in self.taken and self._governed(place - 1)
        )

    def _governed(self, place: int) -> bool:
        first = next((first for first, last, _ in self.mentions if first <= place <= last), place)
        return first > 0 and self.lower(first - 1) in self.grammar.prepositions

    def _article_in(self, preposition: str) -> str | None:
        return {"im": "dem", "am": "dem", "zum": "dem", "beim": "dem", "vom": "dem", "zur": "der"}.get(
            preposition
        )

    def _may_modify(self, place: int) -> bool:
        if place >= len(self.tokens):
            return False
        token = self.tokens[place]
        if token.text[0].isdigit() or token.lower in self.grammar.modifiers:
            return True
        if self.language == "de":
            is_adjective = token.text[0].islower() and token.lower.endswith(
                ("en", "er", "e", "es", "em", "ten")
            )
            return (
                is_adjective
                and token.lower not in event_lexicon("de").verbs
                and (not self._is_function_word(token.lower))
            )
        return place in self.taken and self.mention_at(place).form == "adjective"

    def mention_at(self, place: int) -> ActorMention:
        return next(mention for first, last, mention in self.mentions if first <= place <= last)

    def _noun_before(self, first: int, article: str | None, mention: ActorMention) -> int | None:
        """The noun that this phrase is a genitive or of-phrase of."""
        at = first - 1
        if self.language == "en":
            if self.lower(at) in self.grammar.determiners:
                at -= 1
            return at - 1 if self.lower(at) == "of" and at > 0 else None
        if mention.form == "adjective":
            is_strong = article is None and self.tokens[first].text.endswith("er")
            if not is_strong and article not in ("der", "des", "eines", "einer"):
                return None
            at -= article is not None and self.lower(at) == article
            return at if at >= 0 and self._is_plain_noun(at) else None
        if mention.form == "genitive" and article in (None, "des"):
            at -= article is not None
        elif article in ("der", "des") and self.lower(at) == article:
            at -= 1
        else:
            return None
        is_noun = at >= 0 and self._is_plain_noun(at)
        is_genitive = article != "der" or self._is_feminine(mention.actor_id)
        return at if is_noun and is_genitive else None

    def _is_plain_noun(self, place: int) -> bool:
        is_capital = self.tokens[place].text[0].isupper()
        return is_capital and place not in self.taken and not self._is_function_word(self.lower(place))

    def _is_feminine(self, actor_id: str) -> bool:
        return actor_id in self.grammar.feminine_states

    def _leads_to_next(self, index: int, phrase: Phrase) -> bool:
        """Whether a phrase only introduces the next one: [Taliban leader] Mullah Omar, [US agency] NSA."""
        if phrase.head is not None and self.lower(phrase.head) in self.grammar.not_heads:
            return True
        if index + 1 >= len(self.mentions):
            return False
        following = self.mentions[index + 1][0]
        between = range(phrase.last + 1, following)
        if not between:
            # "UNITA [leader Jonas Savimbi]": office and holder are one mention already.
            gap = self.text[self.tokens[phrase.last].end : self.tokens[following].begin]
            return gap == " " and self.mentions[index + 1][2].form == "person"
        if len(between) > _REACH_TO_HEAD:
            return False
        verbs = event_lexicon(self.language).verbs
        return self.mentions[index + 1][2].form != "adjective" and all(
            self.lower(at) in ("-", "'s", "’s")
            or (
                self.tokens[at].text[0].isalpha()
                and not self._is_function_word(self.lower(at))
                and at not in self.themes
                and self.lower(at) not in verbs
                and not (self.language == "de" and self.tokens[at].text[0].islower())
            )
            for at in between
        )

    def _places(self) -> list[Phrase]:
        found = []
        places = event_lexicon(self.language).places
        for at, token in enumerate(self.tokens):
            if at in self.taken:
                continue
            word = token.text
            candidates = places.get(word, ())
            if not candidates and self.language == "de" and word.endswith("s"):
                candidates = places.get(word[:-1], ())
            for rest, place in candidates:
                if tuple(other.text for other in self.tokens[at + 1 : at + 1 + len(rest)]) == rest:
                    last = at + len(rest)
                    preposition, article = self._preposition(at)
                    if preposition is None and self.language == "de" and at and self._is_region(at - 1):
                        preposition, article = self._preposition(at - 1)
                    found.append(
                        Phrase(
                            at,
                            last,
                            place.name,
                            "place",
                            preposition,
                            article,
                            None,
                            None,
                            None,
                            place.country,
                        )
                    )
                    break
        return found

    def _is_region(self, place: int) -> bool:
        return self.tokens[place].text in (
            "Region",
            "Gebiet",
            "Oblast",
            "Stadt",
            "Provinz",
            "Halbinsel",
            "Insel",
        )

    def _theme_phrases(self, known: list[Phrase]) -> list[Phrase]:
        """Groups without an actor of their own: rebels, hackers, refugees."""
        owned = {phrase.head for phrase in known}
        found = []
        for at, theme in self.themes.items():
            if (
                at in owned
                or at in self.taken
                or not theme.classes & {"group", "victims", "people", "structure"}
            ):
                continue
            preposition, article = self._preposition(at)
            found.append(Phrase(at, at, theme.name, "theme", preposition, article, None, theme, None))
        return found

    def _name_phrases(self) -> list[Phrase]:
        """Runs of two or more capitalised words that no table knows: probably a name."""
        found = []
        at = 0
        while at < len(self.tokens) - 1:
            last = at
            while self._is_name_word(last):
                last += 1
            if last - at >= 2:
                preposition, article = self._preposition(at)
                words = self.text[self.tokens[at].begin : self.tokens[last - 1].end]
                if article is None:
                    found.append(Phrase(at, last - 1, words, "name", preposition, None, None, None, None))
            at = max(last, at + 1)
        return found

    def _is_name_word(self, place: int) -> bool:
        if place >= len(self.tokens) or place in self.taken or place in self.themes or place in self.dated:
            return False
        token = self.tokens[place]
        if not token.text[0].isupper() or len(token.text) < 2 or self._is_function_word(token.lower):
            return False
        if token.lower in self.grammar.modifiers:
            return False
        gap = self.text[self.tokens[place - 1].end : token.begin] if place else ""
        return place == 0 or gap in (" ", "") or not self.tokens[place - 1].text[0].isupper()
