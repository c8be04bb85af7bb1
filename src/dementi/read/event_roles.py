"""Which noun phrase plays which role for a trigger: agent, target, theme and place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dementi import actors
from dementi.model import Span
from dementi.read.event_acts import ALONE, MUTUAL, OBJECTIVE, OWNER_ACTS, THEMES
from dementi.read.event_clauses import Phrase
from dementi.read.event_hits import Hit, nearest_theme
from dementi.read.event_lexicon import Theme, is_event_noun
from dementi.read.event_noun_roles import NounRoles


class Roles(NamedTuple):
    """The roles of one event, in the words of :class:`dementi.model.Event`."""

    agent: str | None = None
    target: str | None = None
    theme: str | None = None
    place: str | None = None
    theme_span: Span | None = None


class RoleFinder(NounRoles):
    """Finds the roles of one trigger in one content."""

    def roles(self, hit: Hit) -> Roles:
        """The roles of a trigger."""
        act = hit.form.trigger.act
        theme_place, theme = self._theme(hit)
        if act in MUTUAL:
            agent, target = self._parties(hit)
        elif hit.voice == "noun":
            agent, target = self._noun_roles(hit, theme_place)
        else:
            agent, target = self._verb_roles(hit, theme_place)
        target_phrase = target
        agent_id, target_id = self._id(agent, act), self._id(target, act)
        if act == "deploy_troops":
            target_id = self._host(hit, agent_id, target) or (target_id if target_id != agent_id else None)
        if target_id == agent_id and act not in MUTUAL:
            target_id = None
        if act in MUTUAL and agent_id and target_id and target_id < agent_id:
            agent_id, target_id = target_id, agent_id
        place = self._place(hit, {phrase for phrase in (agent, target_phrase) if phrase is not None})
        if agent is not None and agent.kind == "theme" and agent.first == theme_place:
            theme_place = theme = None
        if act in ("shoot_down", "sink", "destroy") and agent is not None and agent.head == theme_place:
            theme_place, theme = self._theme_of_patient(hit, agent)
        span = None
        if theme_place is not None:
            token = self.content.tokens[theme_place]
            span = (token.begin, token.end)
        return Roles(agent_id, target_id, theme.name if theme else None, place, span)

    # Themes

    def _theme(self, hit: Hit) -> tuple[int | None, Theme | None]:
        if hit.theme is not None:
            return (None, None) if hit.form.trigger.act == "cease_fire" else (hit.theme_place, hit.theme)
        needs = hit.form.trigger.needs
        if needs:
            return nearest_theme(self.content, hit, needs)
        wanted = THEMES.get(hit.form.trigger.act)
        return nearest_theme(self.content, hit, wanted) if wanted else (None, None)

    def _theme_of_patient(self, hit: Hit, agent: Phrase) -> tuple[int | None, Theme | None]:
        """What was shot down, where the nearest theme is what it was shot down with."""
        needs = hit.form.trigger.needs or frozenset({"air", "vessel", "structure"})
        others = {
            at: theme
            for at, theme in self.content.themes.items()
            if at != agent.head and theme.classes & needs
        }
        sentence = self.content.sentences[hit.first]
        near = [at for at in others if self.content.sentences[at] == sentence]
        if not near:
            return None, None
        best = min(near, key=lambda at: abs(at - hit.first))
        return best, others[best]

    # Verbs

    def _verb_roles(self, hit: Hit, theme_place: int | None) -> tuple[Phrase | None, Phrase | None]:
        if hit.voice == "attributive":
            return self._attributive_roles(hit)
        if "suffer" in hit.form.trigger.flags:
            return None, self._subject(hit)
        if self._is_patient_first(hit):
            agent = self._by(hit) or self._cause(hit)
            patient = self._subject(hit) or self._origin(hit)
        else:
            agent, patient = self._subject(hit), self._object(hit)
        if patient == agent:
            patient = None
        agent, patient = self._with_owner(hit, agent, patient, self._owner(theme_place))
        return agent, self._verb_target(hit, agent, patient)

    def _with_owner(
        self, hit: Hit, agent: Phrase | None, patient: Phrase | None, owner: Phrase | None
    ) -> tuple[Phrase | None, Phrase | None]:
        """Let whose troops or missiles they are say who acts, or who lost them."""
        act = hit.form.trigger.act
        if owner is None or act not in OWNER_ACTS:
            return agent, patient
        if act == "shoot_down":
            is_lost = patient is None and owner != agent
            return agent, owner if is_lost else patient
        is_sent = hit.voice in ("passive", "reduced") and act not in ("strike", "attack")
        if (is_sent and agent is None) or "stative" in hit.form.trigger.flags:
            agent = owner
        return agent, None if patient == owner else patient

    def _verb_target(self, hit: Hit, agent: Phrase | None, patient: Phrase | None) -> Phrase | None:
        act = hit.form.trigger.act
        directed = self._directed(hit, exclude=agent) or self._recipient(hit)
        if act in ALONE:
            return directed if act in ("trade", "evade_sanctions") else None
        if act == "flee":
            return directed
        if directed is None:
            return patient
        if act in ("deliver_arms", "support"):
            is_recipient = patient is not None and patient.head_theme is None and hit.voice == "active"
            return patient if is_recipient else directed
        is_directed = act in ("deploy_troops", "pay", "visit")
        return directed if is_directed or patient is None else patient

    def _is_patient_first(self, hit: Hit) -> bool:
        """Whether the subject is the one to whom it is done."""
        trigger = hit.form.trigger
        if hit.voice in ("passive", "reduced") or (trigger.act == "release" and "intr" in trigger.flags):
            return True
        if hit.voice != "phrase" or trigger.act not in OBJECTIVE:
            return False
        segment = self.content.segments[hit.first]
        return any(
            token.lower in self.content.grammar.passives
            for at, token in enumerate(self.content.tokens)
            if self.content.segments[at] == segment
        )

    def _object(self, hit: Hit) -> Phrase | None:
        bare = [phrase for phrase in self._in_segment(hit) if self._is_bare(phrase, hit)]
        if hit.form.trigger.act in ("strike", "attack"):
            bare += [phrase for phrase in self._in_segment(hit) if self._is_bare_place(phrase)]
            bare.sort(key=lambda phrase: phrase.first)
        if self.language == "en":
            after = [phrase for phrase in bare if phrase.first > hit.first]
            return after[0] if after else None
        subject = self._subject(hit)
        others = [phrase for phrase in bare if phrase != subject]
        owners_last = sorted(
            others, key=lambda phrase: phrase.head_theme is not None and "weapon" in phrase.head_theme.classes
        )
        return owners_last[0] if owners_last else None

    def _attributive_roles(self, hit: Hit) -> tuple[Phrase | None, Phrase | None]:
        """The soldiers captured in Kursk, die in Kursk gefangenen Soldaten: the noun is the patient."""
        after = [phrase for phrase in self.content.phrases if hit.last < phrase.first <= hit.last + 3]
        before = [
            phrase
            for phrase in self._in_segment(hit)
            if phrase.last < hit.first and phrase.preposition in self.content.grammar.by
        ]
        patient = next((phrase for phrase in after if phrase.preposition is None), None)
        return (before[-1] if before else None), patient

    def _by(self, hit: Hit) -> Phrase | None:
        """Who a passive says has done it."""
        segment = self.content.segments[hit.first]
        for phrase in self.content.phrases:
            if self.content.segments[phrase.first] != segment or phrase.kind == "place":
                continue
            if phrase.preposition in self.content.grammar.by and phrase.of is None:
                if phrase.preposition == "von" and self._is_attribute(phrase):
                    continue
                if self.language == "de" or phrase.first > hit.first:
                    return phrase
        return None

    def _cause(self, hit: Hit) -> Phrase | None:
        """Whose attack it was that killed: killed in a Ukrainian missile strike."""
        if hit.form.trigger.act not in ("kill", "injure", "destroy", "massacre"):
            return None
        for phrase in self._in_segment(hit):
            if phrase.head is None or phrase.preposition not in (
                "in",
                "during",
                "by",
                "bei",
                "beim",
                "durch",
            ):
                continue
            word = self.content.tokens[phrase.head].text
            if is_event_noun(word, self.language):
                return phrase
        return None

    def _origin(self, hit: Hit) -> Phrase | None:
        """Where the patient is from, if that is all that is known of it: officers from Iran were killed."""
        return next(
            (
                phrase
                for phrase in self._in_segment(hit)
                if phrase.preposition in ("from", "aus")
                and phrase.last < hit.first
                and phrase.kind == "actor"
            ),
            None,
        )

    def _is_attribute(self, phrase: Phrase) -> bool:
        """Whether a phrase under "von" belongs to the noun before it: am Flughafen von Kuala Lumpur."""
        at = phrase.first - 1
        while at > 0 and self.content.lower(at) != "von":
            at -= 1
        before = at - 1
        if before < 0 or before in self.content.themes or before in self.content.taken:
            return False
        return self.content.tokens[before].text[0].isupper()

    def _recipient(self, hit: Hit) -> Phrase | None:
        """The first object of "gave Ukraine tanks", where two nouns stand side by side."""
        if hit.form.trigger.act != "deliver_arms" or self.language != "en" or hit.voice != "active":
            return None
        for phrase in self.content.phrases:
            if phrase.first == hit.last + 1 and phrase.kind == "actor" and phrase.head_theme is not None:
                return phrase if self.content.mention_at(phrase.first).form == "name" else None
        return None

    # Places

    def _host(self, hit: Hit, agent_id: str | None, target: Phrase | None) -> str | None:
        """The state that troops are in or go to, also where only a region is named: in Kursk is in Russia."""
        if target is not None and target.kind == "place" and target.country != agent_id:
            return target.country or target.who
        if target is not None:
            return None
        sentence = self.content.sentences[hit.first]
        wanted = self.content.grammar.targets["deploy_troops"]
        for phrase in self.content.phrases:
            if self.content.sentences[phrase.first] != sentence or phrase.preposition not in wanted:
                continue
            if phrase.kind == "place" and phrase.country and phrase.country != agent_id:
                return phrase.country
        return None

    def _place(self, hit: Hit, taken: Iterable[Phrase]) -> str | None:
        sentence = self.content.sentences[hit.first]
        prepositions = self.content.grammar.places
        used = {phrase for phrase in taken if phrase.kind != "place"}
        found = [
            phrase
            for phrase in self.content.phrases
            if self.content.sentences[phrase.first] == sentence
            and phrase not in used
            and phrase.head is None
            and (phrase.preposition in prepositions or phrase.kind == "place")
            and (phrase.kind == "place" or self._is_state(phrase))
        ]
        found.sort(key=lambda phrase: (phrase.kind != "place", abs(phrase.first - hit.first)))
        if found:
            return found[0].who
        return None

    def _is_state(self, phrase: Phrase) -> bool:
        actor = actors.get(phrase.who) if phrase.kind == "actor" else None
        return actor is not None and actor.kind == "state"
