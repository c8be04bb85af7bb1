"""Events in a content: who did what to whom.

Triggers (``lang/<language>/events.tsv``) say that something happened, the clause around them says who did
it to whom (:mod:`dementi.read.event_roles`). Conventions, among them what the target of a deployment is,
stand in ``docs/reference/events.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dementi.actors import ActorMention
from dementi.model import Event, Span
from dementi.read.dates import DateMention
from dementi.read.event_clauses import Content, within
from dementi.read.event_lexicon import Form, event_lexicon, german_noun_forms
from dementi.read.event_roles import Hit, RoleFinder, Roles, Voice, nearest_theme

_PERFECT = frozenset({"haben", "hat", "habe", "hatte", "hatten", "hätte", "hätten"})
_REACH_TO_PARTICLE = 7
_REACH_TO_AUXILIARY = 4
#: How telling an act is beside another in one sentence: what hurts or arms comes before talk and travel.
_WEIGHTS = {
    "deploy_troops": 3.0, "deliver_arms": 3.0, "shoot_down": 3.2, "poison": 3.2, "test_weapon": 3.0,
    "use_banned_weapon": 3.2, "massacre": 3.0, "kill": 2.8, "sink": 3.0, "abduct": 3.0, "capture": 2.4,
    "evade_sanctions": 3.0, "coup": 2.6, "cease_fire": 4.5, "sign_agreement": 2.6, "hack": 2.8, "strike": 2.4,
    "plan_attack": 3.2, "negotiate": 2.2, "pay": 2.4, "interfere": 2.6, "fabricate": 2.6, "cover_up": 2.6,
    "spy": 2.6, "flee": 2.8, "resign": 2.8, "detain": 2.4, "fall_ill": 2.8, "die": 2.6, "release": 2.4,
}  # fmt: skip
_DEFAULT_WEIGHT = 2.0
#: Needs of triggers that are met by a word beginning like one of these.
_LITERAL_NEEDS = {
    "votes": ("votes", "result", "ergebnis", "ballot", "stimm"),
    "war": ("war", "krieg"),
    "side": ("seite",),
    "control": ("control",),
    "hostage": ("hostage",),
    "sanctions": ("sanktion",),
    "place": ("airport", "flughafen", "town", "city", "stadt", "village", "dorf", "capital", "hauptstadt"),
}


class EventMention(NamedTuple):
    """One event with the span of its trigger; ``event`` is the positive frame also where negated."""

    begin: int
    end: int
    event: Event
    theme_span: Span | None = None
    is_negated: bool = False


class _Scored(NamedTuple):
    score: float
    hit: Hit
    mention: EventMention


def events(
    text: str,
    begin: int,
    end: int,
    language: str,
    actor_mentions: Sequence[ActorMention],
    date_mentions: Sequence[DateMention],
) -> list[EventMention]:
    """Find the events in ``text[begin:end]``, the main one first.

    Mentions and dates of the whole document may be passed; those outside are left out. Two triggers of one
    event (*the dispatch of soldiers who will fight …*) come back as one mention, at the stronger trigger.
    """
    if language not in ("de", "en"):
        return []
    near_dates = within(date_mentions, begin, end)
    date_spans = [(mention.begin, mention.end) for mention in near_dates]
    content = Content(text, begin, end, language, actor_mentions, date_spans)
    finder = RoleFinder(content)
    scored = []
    for hit in _hits(content):
        roles = finder.roles(hit)
        if hit.voice == "attributive" and roles.agent is None and roles.target is None:
            continue  # "the occupied territories" tells of no event
        mention = _mention(content, hit, roles, near_dates)
        scored.append(_Scored(_score(content, hit, roles), hit, mention))
    scored.sort(key=lambda item: (-item.score, item.hit.first))
    return _merged([item.mention for item in scored])


# Triggers


def _hits(content: Content) -> list[Hit]:
    hits = _phrase_hits(content)
    taken = {at for hit in hits for at in range(hit.first, hit.last + 1)}
    for place in range(len(content.tokens)):
        if place in taken or place in content.taken:
            continue
        found = [hit for hit in _hits_at(content, place) if _needs_are_met(content, hit)]
        if found:
            hits.append(max(found, key=lambda hit: _specificity(content, hit)))
    hits += _presence_hits(content, hits)
    return sorted(hits, key=lambda hit: hit.first)


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
    hits = []
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


def _particle_follows(content: Content, place: int, form: Form) -> bool:
    wanted = form.trigger.flags & {"down", "up", "out", "back", "over", "into"}
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
        return place
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
    score = _WEIGHTS.get(trigger.act, _DEFAULT_WEIGHT) / 10 - ("weak" in trigger.flags)
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
        if phrase.head is None or phrase.head_theme is None or "troops" not in phrase.head_theme.classes:
            continue
        head = phrase.head
        for other in content.phrases:
            is_close = (
                head < other.first <= head + 5 and content.segments[other.first] == content.segments[head]
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
                found.append(Hit(head, head, form, "noun", phrase.head_theme, head))
                break
    return found


# Mentions


def _mention(content: Content, hit: Hit, roles: Roles, date_mentions: Sequence[DateMention]) -> EventMention:
    event = Event(
        act=hit.form.trigger.act,
        agent=roles.agent,
        target=roles.target,
        theme=roles.theme,
        place=roles.place,
        when=_when(content, hit, date_mentions),
    )
    begin, end = content.tokens[hit.first].begin, content.tokens[hit.last].end
    return EventMention(begin, end, event, roles.theme_span, _is_negated(content, hit))


def _when(content: Content, hit: Hit, date_mentions: Sequence[DateMention]) -> str | None:
    """The date nearest to the trigger in its sentence."""
    sentence = content.sentences[hit.first]
    tokens = [token for at, token in enumerate(content.tokens) if content.sentences[at] == sentence]
    begin, end = tokens[0].begin, tokens[-1].end
    at = content.tokens[hit.first].begin
    near = [mention for mention in date_mentions if begin <= mention.begin and mention.end <= end]
    return min(near, key=lambda mention: abs(mention.begin - at)).when if near else None


def _is_negated(content: Content, hit: Hit) -> bool:
    """Whether a negation in the trigger's own clause bears on it."""
    segment = content.segments[hit.first]
    closed = content.grammar
    for at, token in enumerate(content.tokens):
        if content.segments[at] != segment or token.lower not in closed.negators:
            continue
        phrase = f"{token.lower} {content.lower(at + 1)}"
        if any(other.startswith(phrase) for other in closed.not_negators):
            continue
        if content.language == "en" and at > hit.first:
            continue
        return True
    return False


def _score(content: Content, hit: Hit, roles: Roles) -> float:
    trigger = hit.form.trigger
    score = _WEIGHTS.get(trigger.act, _DEFAULT_WEIGHT)
    score += (
        1.0 * (roles.agent is not None) + 1.0 * (roles.target is not None) + 0.5 * (roles.theme is not None)
    )
    score += 1.5 * (hit.voice in ("active", "passive", "phrase"))
    score -= 1.5 * ("weak" in trigger.flags) + 1.5 * (hit.voice in ("attributive", "reduced"))
    score -= 2.0 * _is_aside(content, hit)
    return score - hit.first / 100 - content.sentences[hit.first] / 2


def _is_aside(content: Content, hit: Hit) -> bool:
    """Whether the trigger stands in a relative or temporal clause, or under a preposition of time."""
    segment = content.segments[hit.first]
    begin = next((at for at in range(hit.first, -1, -1) if content.segments[at] != segment), -1) + 1
    opener = content.lower(begin)
    if opener == ",":
        opener = content.lower(begin + 1)
    if begin > 0 and (
        opener in content.grammar.subordinators or opener in ("which", "who", "whose", "deren", "dessen")
    ):
        return True
    if hit.voice != "noun":
        return False
    before = [content.lower(at) for at in range(max(0, hit.first - 3), hit.first)]
    return any(
        word
        in (
            "after",
            "before",
            "since",
            "during",
            "amid",
            "nach",
            "vor",
            "seit",
            "bei",
            "beim",
            "wegen",
            "trotz",
            "despite",
        )
        for word in before
    )


def _merged(mentions: list[EventMention]) -> list[EventMention]:
    """Join mentions of one act whose roles do not contradict each other; the better one gives the span."""
    kept: list[EventMention] = []
    for mention in mentions:
        for place, known in enumerate(kept):
            if _agree(known.event, mention.event):
                kept[place] = _joined(known, mention)
                break
        else:
            kept.append(mention)
    return kept


def _agree(one: Event, other: Event) -> bool:
    if one.act != other.act:
        return False
    pairs = ((one.agent, other.agent), (one.target, other.target))
    return all(first is None or second is None or first == second for first, second in pairs)


def _joined(known: EventMention, other: EventMention) -> EventMention:
    event = msgspec.structs.replace(
        known.event,
        agent=known.event.agent or (other.event.agent if other.event.agent != known.event.target else None),
        target=known.event.target
        or (other.event.target if other.event.target != known.event.agent else None),
        theme=known.event.theme or other.event.theme,
        place=known.event.place or other.event.place,
        when=known.event.when or other.event.when,
    )
    return known._replace(event=event, theme_span=known.theme_span or other.theme_span)
