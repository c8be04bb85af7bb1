"""Which noun phrase plays which role for a trigger: agent, target, theme and place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from dementi import actors
from dementi.model import Act, Span
from dementi.read.event_acts import ALONE, MUTUAL, OBJECTIVE, OWNER_ACTS, THEMES, state_for
from dementi.read.event_clauses import Content, Phrase
from dementi.read.event_lexicon import Form, Theme, is_event_noun

Voice = Literal["active", "passive", "reduced", "noun", "attributive", "phrase"]


class Hit(NamedTuple):
    """A trigger found in a content: its tokens, its voice, and the theme its own compound names."""

    first: int
    last: int
    form: Form
    voice: Voice
    theme: Theme | None = None
    theme_place: int | None = None


class Roles(NamedTuple):
    """The roles of one event, in the words of :class:`dementi.model.Event`."""

    agent: str | None = None
    target: str | None = None
    theme: str | None = None
    place: str | None = None
    theme_span: Span | None = None


#: Classes of theme whose owner is who sends, fires or loses them.
_OWNABLE = frozenset({"weapon", "troops", "launch", "air", "goods", "aid", "vessel"})
_SEGMENTS_BACK = 3


class RoleFinder:
    """Finds the roles of one trigger in one content."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.language = content.language

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

    # Candidates

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
        is_after_zu = self.content.lower(hit.first - 1) == "zu"
        word = self.content.lower(hit.first)
        segment = self.content.segments[hit.first]
        opens_clause = hit.first > 0 and segment > 0 and self.content.segments[0] != segment
        return hit.form.kind == "base" and opens_clause and (is_after_zu or "zu" in word[2:5])

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

    def _has_own_pronoun(self, begin: int, hit: Hit) -> bool:
        """Whether the clause names its subject by a pronoun, which is left unresolved."""
        personal = {"he", "she", "they", "we", "i", "you", "er", "wir", "ich", "man", "it", "es", "sie"}
        return any(self.content.lower(at) in personal for at in range(begin, hit.first))

    # Verbs

    def _verb_roles(self, hit: Hit, theme_place: int | None) -> tuple[Phrase | None, Phrase | None]:
        if hit.voice == "attributive":
            return self._attributive_roles(hit)
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
        """The phrase under a preposition that marks the target of this act, the nearest after it first."""
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
            found = [phrase for phrase in found if phrase.first > hit.first]
        found.sort(
            key=lambda phrase: (
                self.content.segments[phrase.first] != segment,
                phrase.preposition in ("for", "für"),
                phrase.preposition in ("with", "for", "in", "im", "of"),
                abs(phrase.first - hit.first),
            )
        )
        return found[0] if found else None

    def _recipient(self, hit: Hit) -> Phrase | None:
        """The first object of "gave Ukraine tanks", where two nouns stand side by side."""
        if hit.form.trigger.act != "deliver_arms" or self.language != "en" or hit.voice != "active":
            return None
        for phrase in self.content.phrases:
            if phrase.first == hit.last + 1 and phrase.kind == "actor" and phrase.head_theme is not None:
                return phrase if self.content.mention_at(phrase.first).form == "name" else None
        return None

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

    # Nouns

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
        if agent is None and self._has_light_verb(hit):
            subject = self._subject(hit)
            agent = subject if subject != target else None
        if act in ALONE and act not in ("trade", "evade_sanctions"):
            target = None
        return agent, target

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
                if phrase.head is not None and hit.first <= phrase.head <= hit.last
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

    def _is_joined(self, phrase: Phrase, near: list[Phrase]) -> bool:
        at = phrase.first - 1
        if self.content.lower(at) in self.content.grammar.determiners:
            at -= 1
        return self.content.lower(at) in self.content.grammar.joins and any(
            other.last == at - 1 for other in near
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


def nearest_theme(content: Content, hit: Hit, needs: frozenset[str]) -> tuple[int | None, Theme | None]:
    """The theme of a wanted class nearest to a trigger: in its segment, else close by in its sentence."""
    segment, sentence = content.segments[hit.first], content.sentences[hit.first]
    best: tuple[int, int] | None = None
    for at, theme in content.themes.items():
        if not theme.classes & needs or content.sentences[at] != sentence or hit.first <= at <= hit.last:
            continue
        distance = abs(at - hit.first) + (0 if content.segments[at] == segment else 12)
        if at < hit.first:
            distance += 1
        if best is None or distance < best[0]:
            best = (distance, at)
    if best is None or best[0] > 24:
        return None, None
    return best[1], content.themes[best[1]]
