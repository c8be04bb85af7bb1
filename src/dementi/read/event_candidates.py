"""Noun phrases that may fill a role: subject, owner, and those under a preposition."""

from __future__ import annotations

from dementi.model import Act
from dementi.read.event_acts import state_for
from dementi.read.event_clauses import Content, Phrase
from dementi.read.event_hits import Hit

#: Classes of theme whose owner is who sends, fires or loses them.
_OWNABLE = frozenset({"weapon", "troops", "launch", "air", "goods", "aid", "vessel"})
_SEGMENTS_BACK = 3
_WITH_ZU = (["zu", "haben"], ["zu", "sein"], ["zu", "werden"], ["zu", "lassen"])


class Candidates:
    """The phrases of one content that may play a role for a trigger in it."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.language = content.language

    def _in_segment(self, hit: Hit) -> list[Phrase]:
        segment = self.content.segments[hit.first]
        return [
            phrase
            for phrase in self.content.phrases
            if self.content.segments[phrase.first] == segment and not hit.first <= phrase.first <= hit.last
        ]

    def _is_bare(self, phrase: Phrase, hit: Hit) -> bool:
        """Whether a phrase can be subject or object of the trigger's clause."""
        if phrase.preposition is not None or phrase.of is not None or phrase.kind == "place":
            return False
        return phrase.head is None or not hit.first <= phrase.head <= hit.last

    def _is_bare_place(self, phrase: Phrase) -> bool:
        """Whether a place is an object: shelled Kharkiv, beschoss Charkiw."""
        before = self.content.lower(phrase.first - 1)
        return phrase.kind == "place" and phrase.preposition is None and before != ","

    def _subject(self, hit: Hit) -> Phrase | None:
        bare = [phrase for phrase in self._in_segment(hit) if self._is_bare(phrase, hit)]
        if self.language == "en":
            before = [phrase for phrase in bare if phrase.last < hit.first]
            if before:
                return self._first_of_joined(before)
        else:
            nominative = (
                []
                if self._is_infinitive(hit)
                else [phrase for phrase in bare if not self._is_oblique(phrase)]
            )
            before = [phrase for phrase in nominative if phrase.last < hit.first]
            after = [phrase for phrase in nominative if phrase.last > hit.last]
            if before:
                return before[0]
            if after and self._is_finite_main(hit):
                return after[0]
        return self._earlier_subject(hit)

    def _is_infinitive(self, hit: Hit) -> bool:
        """Whether a German infinitive with "zu" takes its subject from the clause before."""
        if self.language != "de" or hit.form.kind not in ("base", "participle"):
            return False
        content = self.content
        if hit.form.kind == "base":
            has_zu = "zu" in (content.lower(hit.first - 1), content.lower(hit.last + 1))
            has_zu = has_zu or "zu" in content.lower(hit.first)[2:8]
        else:
            after = [content.lower(at) for at in range(hit.last + 1, hit.last + 4)]
            has_zu = after[:2] in _WITH_ZU or (after[:1] == ["worden"] and after[1:] in _WITH_ZU)
        return has_zu and not any(
            token.lower in content.grammar.raising
            for at, token in enumerate(content.tokens[: hit.first])
            if content.segments[at] == content.segments[hit.first]
        )

    def _first_of_joined(self, before: list[Phrase]) -> Phrase:
        """The nearest phrase, or the first of "the United States and Iran"."""
        nearest = before[-1]
        for phrase in reversed(before[:-1]):
            between = [self.content.lower(at) for at in range(phrase.last + 1, nearest.first)]
            if not between or not set(
                between
            ) <= self.content.grammar.joins | self.content.grammar.determiners | {","}:
                break
            nearest = phrase
        return nearest

    def _is_finite_main(self, hit: Hit) -> bool:
        """Whether a German verb may be followed by its subject: Im Sommer lieferte Pjöngjang …"""
        return hit.form.kind in ("finite", "split", "base", "participle")

    def _is_oblique(self, phrase: Phrase) -> bool:
        """Whether a German article says that the phrase is not the subject."""
        if phrase.article in ("den", "dem", "des", "einem", "einen", "eines", "deren", "dessen"):
            return phrase.head is None or phrase.article != "den"
        return (
            phrase.article in ("der", "einer")
            and phrase.head is None
            and (phrase.who in self.content.grammar.feminine_states)
        )

    def _earlier_subject(self, hit: Hit) -> Phrase | None:
        """The subject in the clause before: "Pjöngjang, so Seoul, habe …", "…, which has sent …"."""
        segment, sentence = self.content.segments[hit.first], self.content.sentences[hit.first]
        begin = next((at for at in range(hit.first, -1, -1) if self.content.segments[at] != segment), -1) + 1
        if self._has_own_pronoun(begin, hit):
            return None
        if self._is_infinitive(hit):
            steered, phrase = self._steered(segment, sentence)
            if steered:
                return phrase
        antecedent = self._antecedent(begin)
        if antecedent is not None and antecedent in self.content.themes:
            return self._owner(antecedent)
        candidates = [
            phrase
            for phrase in self.content.phrases
            if segment - _SEGMENTS_BACK <= self.content.segments[phrase.first] < segment
            and self.content.sentences[phrase.first] == sentence
            and self._is_bare(phrase, hit)
            and not (self.language == "de" and self._is_oblique(phrase))
        ]
        if not candidates:
            return None
        if self.content.lower(begin) in ("which", "who", "that", "die", "der", "das", ","):
            nearest = self.content.segments[candidates[-1].first]
            same = [phrase for phrase in candidates if self.content.segments[phrase.first] == nearest]
            return same[-1] if self.language == "en" else same[0]
        return candidates[0]

    def _steered(self, segment: int, sentence: int) -> tuple[bool, Phrase | None]:
        """Whom a German main clause lets do what its infinitive says: warf Russland vor, … zu haben.

        The first is False where the main clause has no such verb and its subject is meant.
        """
        content = self.content
        governing = [
            at
            for at in range(len(content.tokens))
            if content.sentences[at] == sentence and segment - 2 <= content.segments[at] < segment
        ]
        words = [content.lower(at) for at in governing]
        if not content.grammar.steers.intersection(words):
            return False, None
        bare = [
            phrase
            for phrase in content.phrases
            if phrase.first in governing
            and phrase.kind in ("actor", "name")
            and phrase.preposition is None
            and phrase.of is None
        ]
        if any(word in content.grammar.passives for word in words):
            return True, bare[0] if bare else None
        objects = [phrase for phrase in bare if self._is_oblique(phrase)] or bare[1:]
        return True, objects[0] if objects else None

    def _antecedent(self, begin: int) -> int | None:
        """The token before a relative pronoun that opens a clause."""
        opener = self.content.lower(begin)
        if opener == ",":
            begin, opener = begin + 1, self.content.lower(begin + 1)
        if opener not in ("which", "that", "who", "die", "der", "das", "den"):
            return None
        before = begin - 1
        return before - 1 if self.content.lower(before) == "," else before

    def _has_own_pronoun(self, begin: int, hit: Hit) -> bool:
        """Whether the clause names its subject by a pronoun, which is left unresolved."""
        personal = {"he", "she", "they", "we", "i", "you", "er", "wir", "ich", "man", "it", "es", "sie"}
        return any(self.content.lower(at) in personal for at in range(begin, hit.first))

    # Owners and addressees

    def _owner(self, theme_place: int | None) -> Phrase | None:
        """Whose soldiers, whose missile."""
        if theme_place is None:
            return None
        theme = self.content.themes.get(theme_place)
        if theme is not None and not theme.classes & _OWNABLE:
            return None
        for phrase in self.content.phrases:
            if phrase.kind != "actor":
                continue
            is_before = phrase.head is not None and phrase.head == theme_place
            is_before = is_before or phrase.first <= theme_place <= phrase.last
            if is_before or phrase.of == theme_place:
                return phrase
            follows = theme_place < phrase.first <= theme_place + 3
            if follows and phrase.preposition in ("from", "of", "aus"):
                return phrase
        return None

    def _directed(self, hit: Hit, *, exclude: Phrase | None) -> Phrase | None:
        """The phrase under a preposition that marks the target of this act, the nearest after it first.

        An of-phrase has to follow the trigger itself: *the attack was the work of X* is no attack on X.
        """
        wanted = self.content.grammar.targets.get(hit.form.trigger.act)
        if not wanted:
            return None
        sentence = self.content.sentences[hit.first]
        segment = self.content.segments[hit.first]
        found = [
            phrase
            for phrase in self.content.phrases
            if phrase.preposition in wanted
            and self.content.sentences[phrase.first] == sentence
            and segment <= self.content.segments[phrase.first] <= segment + 1
            and phrase != exclude
            and self._may_be_target(phrase, hit)
        ]
        if self.language == "en":
            found = [
                phrase
                for phrase in found
                if phrase.first > hit.first
                and (phrase.preposition != "of" or self.content.lower(hit.last + 1) == "of")
            ]
        found.sort(
            key=lambda phrase: (
                self.content.segments[phrase.first] != segment,
                phrase.preposition in ("for", "für"),
                phrase.preposition in ("with", "for", "in", "im", "of"),
                abs(phrase.first - hit.first),
            )
        )
        return found[0] if found else None

    def _may_be_target(self, phrase: Phrase, hit: Hit) -> bool:
        if phrase.kind == "theme" and phrase.head_theme is not None:
            return bool(phrase.head_theme.classes & {"victims", "structure", "group"})
        is_thing = phrase.head_theme is not None and bool(
            phrase.head_theme.classes & {"weapon", "troops", "money"}
        )
        is_plain = phrase.head is None or hit.form.trigger.act not in ("deliver_arms", "deploy_troops")
        return not is_thing and (is_plain or phrase.kind != "actor" or self._is_group_head(phrase))

    def _is_group_head(self, phrase: Phrase) -> bool:
        return (
            phrase.head is not None and self.content.lower(phrase.head) not in self.content.grammar.not_heads
        )

    # Ids

    def _id(self, phrase: Phrase | None, act: Act) -> str | None:
        return None if phrase is None else self._owner_state(phrase, act)

    def _owner_state(self, phrase: Phrase, act: Act) -> str:
        if phrase.kind != "actor":
            if phrase.kind == "place" and act == "deploy_troops" and phrase.country:
                return phrase.country
            return phrase.who
        return state_for(phrase.who, act)
