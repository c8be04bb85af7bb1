"""The triggers in a content: verbs, nouns and phrases that say that something happened."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dementi import actors
from dementi.actors import adjectives
from dementi.read.event_acts import DEFAULT_WEIGHT, WEIGHTS
from dementi.read.event_clauses import Content, Phrase
from dementi.read.event_hits import Hit, Voice, nearest_theme
from dementi.read.event_lexicon import Form, event_lexicon, german_noun_forms, theme_of

_PERFECT = frozenset({"haben", "hat", "habe", "hatte", "hatten", "hätte", "hätten"})
_REACH_TO_PARTICLE = 7
_REACH_TO_AUXILIARY = 4
_REACH_TO_HOST = 5
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"[^\W\d_]+")
#: Needs of triggers that are met by a word beginning like one of these.
_LITERAL_NEEDS = {
    "votes": ("votes", "result", "ergebnis", "ballot", "stimm"),
    "war": ("war", "krieg"),
    "side": ("seite",),
    "control": ("control",),
    "reserves": ("reserv", "wehrpflicht", "conscript", "partial", "general", "teilmobil"),
    "hostage": ("hostage",),
    "sanctions": ("sanktion",),
    "place": ("airport", "flughafen", "town", "city", "stadt", "village", "dorf", "capital", "hauptstadt"),
}


def hits(content: Content) -> list[Hit]:
    """The triggers of a content in text order; of two readings of a word the better one."""
    found_hits = _phrase_hits(content)
    taken = {at for hit in found_hits for at in range(hit.first, hit.last + 1)}
    for place in range(len(content.tokens)):
        if place in taken or place in content.taken:
            continue
        found = [hit for hit in _hits_at(content, place) if _needs_are_met(content, hit)]
        if found:
            found_hits.append(max(found, key=lambda hit: _specificity(content, hit)))
    found_hits += _presence_hits(content, found_hits)
    return sorted(found_hits, key=lambda hit: hit.first)


def _phrase_hits(content: Content) -> list[Hit]:
    phrases = event_lexicon(content.language).phrases
    hits: list[Hit] = []
    for place, token in enumerate(content.tokens):
        if hits and place <= hits[-1].last:
            continue
        for rest, form in phrases.get(token.lower, ()):
            last = place + len(rest)
            if tuple(content.lower(at) for at in range(place + 1, last + 1)) == rest:
                hits.append(Hit(place, last, form, "phrase"))
                break
    return hits


def _hits_at(content: Content, place: int) -> list[Hit]:
    token = content.tokens[place]
    if content.language == "de":
        return _german_hits(content, place) if token.text[0].isalpha() else []
    lexicon = event_lexicon("en")
    hits: list[Hit] = []
    if token.lower not in lexicon.verbs and token.lower not in lexicon.nouns:
        return hits
    is_noun = _is_english_noun(content, place)
    for form in lexicon.verbs.get(token.lower, ()):
        may_be_noun = is_noun and (form.kind in ("base", "finite") or token.lower in lexicon.nouns)
        if not may_be_noun and _particle_follows(content, place, form):
            hits.append(Hit(place, place, form, _english_voice(content, place, form)))
    for form in lexicon.nouns.get(token.lower, ()):
        if is_noun or token.lower not in lexicon.verbs:
            theme = content.themes.get(place - 1)
            if place + 1 in content.themes:
                continue  # assault brigade, attack helicopter: a kind of thing, not an event
            needs = form.trigger.needs
            if theme is not None and (not needs or theme.classes & needs):
                hits.append(Hit(place, place, form, "noun", theme, place - 1))
            else:
                hits.append(Hit(place, place, form, "noun"))
    return hits


def _is_english_noun(content: Content, place: int) -> bool:
    """Whether a word that is noun and verb alike stands as a noun: the attack, missile test."""
    before = content.lower(place - 1)
    closed = content.grammar
    if any(phrase.head == place for phrase in content.phrases):
        return True
    if before in ("'s", "’s", "'", "’", "-") or before in closed.determiners:
        return True
    if before in ("to", "not") or before in closed.haves or before in closed.pronouns:
        return False
    if before in closed.prepositions and _is_gerund(content, place):
        return False
    if before in closed.prepositions or (
        before in closed.modifiers and before not in ("reportedly", "allegedly")
    ):
        return True
    if place - 1 in content.taken:
        mention = content.mention_at(place - 1)
        return mention.form == "adjective" or content.lower(place + 1) in ("on", "against", "of", "in", "to")
    if place - 1 in content.themes:
        following = content.lower(place + 1)
        is_object_next = following in closed.determiners or place + 1 in content.taken
        return not is_object_next
    return place == 0 or before.endswith(("ian", "ish", "al", "ic", "ed", "ive", "ous", "ese", "ary"))


def _is_gerund(content: Content, place: int) -> bool:
    """Whether an -ing form has an object of its own: of killing the envoy, for shelling Kyiv."""
    if not content.lower(place).endswith("ing") or place + 1 >= len(content.tokens):
        return False
    following = content.tokens[place + 1]
    return (
        following.lower in content.grammar.determiners
        or following.lower in content.grammar.modifiers
        or place + 1 in content.taken
        or place + 1 in content.themes
        or following.text[0].isupper()
        or following.text[0].isdigit()
    )


def _particle_follows(content: Content, place: int, form: Form) -> bool:
    wanted = form.trigger.flags & {"down", "up", "out", "back", "over", "into", "supplied"}
    if not wanted:
        return True
    end = min(len(content.tokens), place + 1 + _REACH_TO_PARTICLE)
    return any(content.lower(at) in wanted for at in range(place + 1, end))


def _english_voice(content: Content, place: int, form: Form) -> Voice:
    if form.kind not in ("past", "participle"):
        return "active"
    closed = content.grammar
    for at in range(place - 1, max(-1, place - 1 - _REACH_TO_AUXILIARY), -1):
        word = content.lower(at)
        if word in closed.passives:
            return "passive"
        if word in closed.haves:
            return "active"
        is_adverb = (
            word.endswith("ly")
            or word in closed.negators
            or word in ("also", "all", "both", "already", "since")
        )
        if not is_adverb:
            break
    following = content.lower(place + 1)
    before = content.lower(place - 1)
    if following == "by" or (before in ("and", "or") and _is_passive_before(content, place)):
        return "passive"
    is_reduced = following in ("to", "in", "at", "near", "from", "on") and place - 1 in content.themes
    if is_reduced and _has_other_verb(content, place):
        return "reduced"
    if before in closed.determiners or (place + 1 in content.themes and before in closed.prepositions):
        return "attributive"
    return "active"


def _is_passive_before(content: Content, place: int) -> bool:
    """ "were killed and burned": the second participle shares the auxiliary."""
    segment = content.segments[place]
    return any(
        content.lower(at) in content.grammar.passives
        and content.lower(at + 1) not in content.grammar.determiners
        for at in range(max(0, place - 6), place)
        if abs(content.segments[at] - segment) <= 1
    )


def _has_other_verb(content: Content, place: int) -> bool:
    segment = content.segments[place]
    return any(
        content.lower(at) in content.grammar.passives or content.lower(at) in content.grammar.haves
        for at in range(len(content.tokens))
        if content.segments[at] == segment and at != place
    )


def _german_hits(content: Content, place: int) -> list[Hit]:
    token = content.tokens[place]
    lexicon = event_lexicon("de")
    hits = []
    is_first = place == 0 or content.sentences[place - 1] != content.sentences[place]
    if token.text[0].islower() or is_first:
        for form in lexicon.verbs.get(token.lower, ()):
            if form.kind == "base" and token.text[0].isupper():
                continue  # "Zahlen nannte er nicht": a noun that looks like an infinitive
            last = _german_particle(content, place, form)
            if last is not None:
                voice = _german_voice(content, place, form)
                if voice is not None:
                    hits.append(Hit(place, place, form, voice))
    if token.text[0].isupper():
        forms, theme = german_noun_forms(token.text)
        for form in forms:
            needs = form.trigger.needs
            fits = theme is not None and (not needs or bool(theme.classes & needs))
            hits.append(Hit(place, place, form, "noun", theme if fits else None, place if fits else None))
    return hits


def _german_particle(content: Content, place: int, form: Form) -> int | None:
    """Where the verb ends: at its separated prefix; None where that is missing."""
    if form.particle is None:
        return None if form.kind == "finite" and _has_other_prefix(content, place) else place
    words = form.particle.split()
    sentence = content.sentences[place]
    for at in range(len(content.tokens)):
        if content.sentences[at] != sentence:
            continue
        if [content.lower(at + step) for step in range(len(words))] == words:
            if len(words) > 1 or form.particle == "gefangen":
                return at
            if (
                at > place
                and content.segments[at] - content.segments[place] <= 1
                and _closes_clause(content, at)
            ):
                return at
    return None


def _has_other_prefix(content: Content, place: int) -> bool:
    """Whether a separated prefix makes another verb of it: brachte … an is not bringen."""
    segment = content.segments[place]
    return any(
        content.lower(at) in content.grammar.particles and _closes_clause(content, at)
        for at in range(place + 1, len(content.tokens))
        if content.segments[at] == segment
    )


def _closes_clause(content: Content, place: int) -> bool:
    """A separated prefix ends its clause: "schoss … ab", not "griff an der Grenze …"."""
    following = place + 1
    if following >= len(content.tokens) or content.segments[following] != content.segments[place]:
        return True
    word = content.lower(following)
    return not content.tokens[following].text[0].isalnum() or word in content.grammar.joins


def _german_voice(content: Content, place: int, form: Form) -> Voice | None:
    """The voice of a German form; None where another form of the same word is meant.

    Many participles look like a finite form (*vergiftet*, *erschossen*): the auxiliary decides.
    """
    if form.kind == "attributive":
        return "attributive"
    if form.kind not in ("participle", "finite"):
        return "active"
    if "intr" in form.trigger.flags:
        return "active"
    auxiliary = _german_auxiliary(content, place)
    is_ambiguous = len({other.kind for other in event_lexicon("de").verbs[content.lower(place)]}) > 1
    if form.kind == "finite":
        return None if is_ambiguous and auxiliary is not None else "active"
    if is_ambiguous and auxiliary is None:
        return None
    return auxiliary or "passive"


def _german_auxiliary(content: Content, place: int) -> Voice | None:
    """What the auxiliary nearest to a participle says of its voice, looking back over inserted clauses."""
    segment, sentence = content.segments[place], content.sentences[place]
    own = [
        content.lower(at)
        for at in range(len(content.tokens))
        if content.segments[at] == segment and at != place
    ]
    earlier = [
        content.lower(at)
        for at in range(place)
        if content.sentences[at] == sentence and segment - 3 <= content.segments[at] < segment
    ]
    for words in (own, earlier[::-1]):
        for word in words:
            if word in _PERFECT:
                return "active"
            if word in content.grammar.passives:
                return "passive"
    return None


def _needs_are_met(content: Content, hit: Hit) -> bool:
    trigger = hit.form.trigger
    if hit.theme is not None or not trigger.needs:
        return "notair" not in trigger.flags or not _shoots_down(content, hit)
    if trigger.is_need_optional:
        return True
    place, _ = nearest_theme(content, hit, trigger.needs)
    if place is not None:
        is_far_noun = hit.voice == "noun" and abs(place - hit.first) > 8
        return not is_far_noun
    return _literal_need(content, hit)


def _shoots_down(content: Content, hit: Hit) -> bool:
    return _particle_follows(
        content, hit.first, Form(hit.form.trigger._replace(flags=frozenset({"down"})), "base")
    )


def _literal_need(content: Content, hit: Hit) -> bool:
    """Needs that are no theme: a person, a place, a state, or a word that has to stand in the clause."""
    segment = content.segments[hit.first]
    near = [phrase for phrase in content.phrases if abs(content.segments[phrase.first] - segment) <= 1]
    needs = hit.form.trigger.needs
    if "person" in needs and any(phrase.kind == "name" or "/" in phrase.who for phrase in near):
        return True
    if "place" in needs and any(phrase.kind == "place" for phrase in near):
        return True
    if needs & {"state", "government"} and any(phrase.kind == "actor" for phrase in near):
        return True
    clause = [token.lower for at, token in enumerate(content.tokens) if content.segments[at] == segment]
    return any(
        word.startswith(start) for need in needs for start in _LITERAL_NEEDS.get(need, ()) for word in clause
    )


def _specificity(content: Content, hit: Hit) -> float:
    """Which reading of an ambiguous trigger to take: the one whose theme stands nearest."""
    trigger = hit.form.trigger
    score = WEIGHTS.get(trigger.act, DEFAULT_WEIGHT) / 10 - ("weak" in trigger.flags)
    if trigger.needs:
        place, _ = nearest_theme(content, hit, trigger.needs)
        if hit.theme is not None:
            score += 3
        elif place is not None:
            score += 2 - abs(place - hit.first) / 20
    return score


def _presence_hits(content: Content, hits: list[Hit]) -> list[Hit]:
    """Troops of one state in another say a deployment without any verb: North Korean troops in Russia."""
    if any(hit.form.trigger.act == "deploy_troops" for hit in hits):
        return []
    form = next(
        form
        for forms in event_lexicon(content.language).nouns.values()
        for form in forms
        if form.trigger.act == "deploy_troops" and form.trigger.is_need_optional
    )
    found = []
    for phrase in content.phrases:
        who = _soldiers(content, phrase)
        if who is None:
            continue
        for other in content.phrases:
            is_close = (
                who < other.first <= who + _REACH_TO_HOST
                and content.segments[other.first] == content.segments[who]
            )
            is_inside = other.preposition in ("in", "inside", "im", "auf", "on")
            host = other.country if other.kind == "place" else other.who
            if (
                is_close
                and is_inside
                and other.head is None
                and host != phrase.who
                and other.kind in ("actor", "place")
            ):
                found.append(Hit(who, who, form, "noun", phrase.head_theme, phrase.head))
                break
    return found


def _soldiers(content: Content, phrase: Phrase) -> int | None:
    """The token that names soldiers of a state: their noun, or their people where the text calls them so."""
    if phrase.head is not None and phrase.head_theme is not None:
        return phrase.head if "troops" in phrase.head_theme.classes else None
    if phrase.kind != "actor" or phrase.first == 0 or phrase.preposition is not None:
        return None
    is_counted = content.tokens[phrase.first - 1].text[0].isdigit()
    if not is_counted or content.mention_at(phrase.first).form != "people":
        return None
    return phrase.last if _sends_soldiers(content.text, phrase.who, content.language) else None


@lru_cache(maxsize=64)
def _sends_soldiers(text: str, state_id: str, language: str) -> bool:
    """Whether a text has a state send soldiers: North Koreans in Russia may be workers as well."""
    named = _state_words(state_id, language)
    return any(
        named.search(sentence) is not None
        and any(
            theme is not None and "troops" in theme.classes
            for theme in (theme_of(word, language) for word in _WORD.findall(sentence))
        )
        for sentence in _SENTENCE.findall(text)
    )


@cache
def _state_words(state_id: str, language: str) -> re.Pattern[str]:
    """A state's name or adjective in a text."""
    words = {*adjectives(state_id, language), actors.name(state_id, language)}
    return re.compile(rf"(?i)\b(?:{'|'.join(re.escape(word) for word in sorted(words))})")
