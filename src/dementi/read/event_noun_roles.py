"""The roles of a trigger that is a noun, and of the two parties of a pact or talks."""

from __future__ import annotations

from dementi import actors
from dementi.read.event_acts import ALONE, OBJECTIVE, OWNER_ACTS
from dementi.read.event_candidates import Candidates
from dementi.read.event_clauses import Phrase
from dementi.read.event_hits import Hit


class NounRoles(Candidates):
    """Finds who acts and who is acted on where a noun tells it."""

    def _noun_roles(self, hit: Hit, theme_place: int | None) -> tuple[Phrase | None, Phrase | None]:
        act = hit.form.trigger.act
        agent = self._owner_of_trigger(hit)
        complement = next((phrase for phrase in self.content.phrases if phrase.of == hit.last), None)
        target = self._directed(hit, exclude=agent)
        if complement is not None:
            if act in OBJECTIVE or self._is_objective(hit):
                target = complement
            elif agent is None:
                agent = complement
        if act in OBJECTIVE and complement is None:
            complement = self._of_phrase(hit)
            target = complement or target
        if agent is not None and act in OBJECTIVE and target is None and agent.head_theme is not None:
            agent, target = None, agent
        agent = agent or self._by_after(hit, target)
        owner = self._owner(theme_place)
        if agent is None and act in OWNER_ACTS and owner is not None:
            agent = owner
        if agent is None:
            agent = self._accused(hit, target)
        if agent is None and self._has_light_verb(hit):
            subject = self._subject(hit)
            agent = subject if subject != target else None
            if act == "support" and target is None:
                target = self._helped(hit, agent)
        if act in ALONE and act not in ("trade", "evade_sanctions"):
            target = None
        return agent, target

    def _accused(self, hit: Hit, target: Phrase | None) -> Phrase | None:
        """Who is held to have done it: blamed Israel for the strike, für den Angriff verantwortlich."""
        content = self.content
        sentence = content.sentences[hit.first]
        bare = [
            phrase
            for phrase in content.phrases
            if content.sentences[phrase.first] == sentence
            and phrase.kind in ("actor", "name")
            and phrase.preposition is None
            and phrase.of is None
            and phrase != target
        ]
        marked = [phrase for phrase in bare if content.lower(phrase.last + 1) in ("for", "of", "für")]
        before = [phrase for phrase in marked if phrase.last < hit.first]
        if before and before[-1].first <= 1 and content.sentences[0] == sentence and self.language == "en":
            return before[-1]  # the content is "Israel for the strike"
        cue = next(
            (
                at
                for at, token in enumerate(content.tokens)
                if token.lower in content.grammar.blames and content.sentences[at] == sentence
            ),
            None,
        )
        if cue is None:
            return None
        if before:
            return before[-1]
        if self.language == "de":
            objects = [phrase for phrase in bare if self._is_oblique(phrase)] or bare[-1:]
            return objects[0] if objects else None
        if content.lower(cue) in ("blamed", "blame", "blames", "blaming"):
            blamed = [
                phrase for phrase in content.phrases if phrase.preposition == "on" and phrase.first > cue
            ]
            if blamed and content.lower(blamed[-1].first - 1) == "on":
                return blamed[-1]
        near = [phrase for phrase in bare if phrase.last < cue]
        return near[-1] if near else None

    def _helped(self, hit: Hit, agent: Phrase | None) -> Phrase | None:
        """The German dative beside a light verb: leistet der Ukraine Hilfe."""
        if self.language != "de":
            return None
        bare = [phrase for phrase in self._in_segment(hit) if self._is_bare(phrase, hit)]
        return next((phrase for phrase in bare if phrase != agent and self._is_oblique(phrase)), None)

    def _is_objective(self, hit: Hit) -> bool:
        """Whether what follows as "of" or genitive suffers the act: hack of X, Beschuss Kiews."""
        if self.language == "en":
            return hit.form.trigger.act in ("hack", "attack", "strike")
        return self.content.lower(hit.last) in ("beschuss", "bombardierung", "bombardement")

    def _owner_of_trigger(self, hit: Hit) -> Phrase | None:
        return next(
            (
                phrase
                for phrase in self.content.phrases
                if (phrase.head is not None and hit.first <= phrase.head <= hit.last)
                or (phrase.kind == "actor" and phrase.last == hit.first)
            ),
            None,
        )

    def _of_phrase(self, hit: Hit) -> Phrase | None:
        return next(
            (
                phrase
                for phrase in self.content.phrases
                if hit.last < phrase.first <= hit.last + 6 and phrase.preposition in ("of", "von")
            ),
            None,
        )

    def _by_after(self, hit: Hit, target: Phrase | None) -> Phrase | None:
        for phrase in self._in_segment(hit):
            if phrase.first > hit.last and phrase != target and phrase.kind != "place":
                if phrase.preposition in ("by", "durch"):
                    return phrase
                if phrase.preposition in ("from", "aus") and hit.form.trigger.act in (
                    "support",
                    "deliver_arms",
                ):
                    return phrase
                is_close = phrase.first <= hit.last + 3
                if phrase.preposition == "von" and is_close and phrase.head_theme is None:
                    return phrase
        return None

    def _has_light_verb(self, hit: Hit) -> bool:
        segment = self.content.segments[hit.first]
        before = [self.content.lower(at) for at in range(max(0, hit.first - 3), hit.first)]
        if self.language == "de" and {"mit", "zur", "zum"} & set(before):
            return True
        return any(
            token.lower in self.content.grammar.lights
            for at, token in enumerate(self.content.tokens)
            if self.content.segments[at] == segment and not hit.first <= at <= hit.last
        )

    # Two parties

    def _parties(self, hit: Hit) -> tuple[Phrase | None, Phrase | None]:
        """The two who agree, talk or meet: joined by "and", or one "with" the other."""
        sentence = self.content.sentences[hit.first]
        pair = self._pair(sentence)
        if pair is not None:
            return pair
        near = [
            phrase
            for phrase in self.content.phrases
            if self.content.sentences[phrase.first] == sentence
            and phrase.kind == "actor"
            and (
                phrase.preposition
                in (None, "with", "mit", "between", "zwischen", "by", "von", "of", "bei", "to")
            )
            and not (phrase.head is not None and phrase.head_theme is not None)
        ]
        subject = self._subject(hit)
        others = [phrase for phrase in near if phrase != subject]
        joined = [
            phrase
            for phrase in others
            if phrase.preposition in ("with", "mit", "between", "zwischen") or self._is_joined(phrase, near)
        ]
        parties = ([subject] if subject is not None and subject in near else []) + joined
        distinct = list({self._id(phrase, hit.form.trigger.act): phrase for phrase in parties}.values())
        if len(distinct) < 2 and hit.form.trigger.act != "cease_fire":
            distinct += [
                phrase
                for phrase in near
                if self._id(phrase, hit.form.trigger.act)
                not in {self._id(known, hit.form.trigger.act) for known in distinct}
            ]
        return (distinct[0] if distinct else None), (distinct[1] if len(distinct) > 1 else None)

    def _pair(self, sentence: int) -> tuple[Phrase | None, Phrase | None] | None:
        """Whom "both countries" and "beide Staaten" mean: the two named last before, else nobody."""
        content = self.content
        for at, token in enumerate(content.tokens):
            if content.sentences[at] != sentence or token.lower not in content.grammar.pairs:
                continue
            if content.lower(at - 1) not in ("both", "two", "beide", "beiden", "beider"):
                continue
            states: dict[str, Phrase] = {}
            for phrase in content.phrases:
                if phrase.first < at and content.sentences[phrase.first] == sentence:
                    state = actors.country(phrase.who) if phrase.kind == "actor" else None
                    if state is not None:
                        states.pop(state, None)
                        states[state] = phrase
            if len(states) < 2:
                return None, None
            first, second = list(states.values())[-2:]
            return first, second
        return None

    def _is_joined(self, phrase: Phrase, near: list[Phrase]) -> bool:
        at = phrase.first - 1
        if self.content.lower(at) in self.content.grammar.determiners:
            at -= 1
        return self.content.lower(at) in self.content.grammar.joins and any(
            other.last == at - 1 for other in near
        )
