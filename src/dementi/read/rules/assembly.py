"""From attributions in tokens to statements in characters of the original text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeVar

import msgspec

from dementi import actors
from dementi.actors import ActorMention
from dementi.model import (
    ANSWERING,
    Basis,
    Certainty,
    Document,
    Event,
    Hedge,
    Part,
    Quantity,
    Relay,
    Source,
    Span,
    Statement,
)
from dementi.read.coreference import SourceMemory
from dementi.read.dates import DateMention, dates
from dementi.read.events import EventMention, events
from dementi.read.quantities import quantities
from dementi.read.rules import finder, hedges, relays, stances, verdicts, views
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import has_finite, is_zu_infinitive, noun_phrase_end
from dementi.read.rules.subject_verb_subjects import phrase_begin
from dementi.text import View

#: Acts that are done in public: hints are not needed to know of them, so an author who coordinates one
#: with what hints say states it himself.
PUBLIC_ACTS = frozenset({"sign_agreement", "visit", "meet", "resign", "recognise", "expel", "sanction"})
_EVENT_REACH = 1500


#: Finds the attributions of a text; everything after that is the same for every reader.
Finder = Callable[[Analysis], list[Attribution]]


class Draft(NamedTuple):
    """One statement before it has a number: the attribution with its event and stance."""

    attribution: Attribution
    event: EventMention | None
    order: tuple[int, int]


class Assembly:
    """All statements of one document; ``find`` is what finds the attributions (a reader's own part)."""

    def __init__(self, document: Document, find: Finder = finder.attributions) -> None:
        language = document.language or ""
        self.document = document
        self.find = find
        self.view = View(document.text, document.edits)
        self.a = Analysis(self.view.text, language)
        self.language = language
        self.actor_mentions = actors.mentions(self.view.text, language)
        self.actor_begins = [mention.begin for mention in self.actor_mentions]
        self.date_mentions = dates(self.view.text, language, document.published_on)
        self.date_begins = [mention.begin for mention in self.date_mentions]
        self.quantities = quantities(self.view.text, language)
        self.quantity_begins = [quantity.span[0] for quantity in self.quantities]
        self.memory = SourceMemory(language, self.view.text, self.actor_mentions, document.published_on)
        self.last_source: Source | None = None
        self.sources: list[Range] = []
        self.dropped_count = 0

    def statements(self) -> tuple[Statement, ...]:
        found = self.find(self.a)
        relays.link(self.a, found)
        drafts: list[Draft] = []
        for attribution in found:
            drafts += self._drafts(attribution)
        drafts += self._stated(found)
        self.sources = sorted({x.source[0] for x in found if x.source and x.source != x.cue})
        drafts.sort(key=lambda draft: draft.order)
        drafts = self._with_more_of_the_same(drafts)
        statements: list[Statement] = []
        persons = self._persons_that_open(found)
        for draft in drafts:
            while persons and persons[0][0] < self._place_of(draft):
                self.memory.note(persons[0][1], persons[0][0], persons[0][2])
                persons.pop(0)
            statement = self._statement(draft, len(statements) + 1)
            if statement is None:
                self.dropped_count += 1
            else:
                statements.append(statement)
        return tuple(verdicts.applied(self.a, self.view, statements, found, self._actor_of))

    def _place_of(self, draft: Draft) -> int:
        pieces = draft.attribution.source or draft.attribution.cue or draft.attribution.content
        return self.a.tokens.begins[pieces[0][0]] if pieces else 0

    def _persons_that_open(self, found: list[Attribution]) -> list[tuple[int, str, str]]:
        """Persons that sentences without an attribution are about: a pronoun after it may mean them."""
        if not self.a.grammar.is_verb_second:
            return []
        speaking = {piece[0] for x in found for piece in x.source}
        persons: list[tuple[int, str, str]] = []
        for begin, end in self.a.units:
            low = self.a.tokens.begins[begin]
            stop = noun_phrase_end(self.a, begin, end)
            if stop == begin or begin in speaking:
                continue
            high = self.a.tokens.ends[stop - 1]
            mention = next((m for m in self._actors_in(low, high) if m.end == high), None)
            actor = actors.get(mention.actor_id) if mention is not None else None
            if actor is not None and actor.kind == "person":
                persons.append((low, self.view.text[low:high], actor.actor_id))
        return persons

    # Events -----------------------------------------------------------------------------------------

    def events_in(self, pieces: list[Range]) -> list[EventMention]:
        """Events of a content; what stands between its pieces is blanked, so offsets stay."""
        pieces = [piece for piece in pieces if piece[1] > piece[0]]
        if not pieces:
            return []
        low = self.a.tokens.begins[pieces[0][0]]
        high = min(self.a.tokens.ends[pieces[-1][1] - 1], low + _EVENT_REACH)
        if len(pieces) == 1:
            return events(
                self.view.text,
                low,
                high,
                self.language,
                self._actors_in(low, high),
                self._dates_in(low, high),
            )
        text = [" "] * (high - low)
        kept: list[Span] = []
        for piece in pieces:
            begin, end = self.a.span(piece)
            end = min(end, high)
            if begin >= end:
                continue
            text[begin - low : end - low] = self.view.text[begin:end]
            kept.append((begin, end))
        found = events(
            "".join(text), 0, high - low, self.language,
            [_shifted(m, -low) for begin, end in kept for m in self._actors_in(begin, end)],
            [_shifted(m, -low) for begin, end in kept for m in self._dates_in(begin, end)],
        )  # fmt: skip
        return [_shifted_event(mention, low) for mention in found]

    def _actors_in(self, begin: int, end: int) -> list[ActorMention]:
        first = bisect_left(self.actor_begins, begin)
        last = bisect_left(self.actor_begins, end)
        return [mention for mention in self.actor_mentions[first:last] if mention.end <= end]

    def _dates_in(self, begin: int, end: int) -> list[DateMention]:
        first = bisect_left(self.date_begins, begin)
        last = bisect_left(self.date_begins, end)
        return [mention for mention in self.date_mentions[first:last] if mention.end <= end]

    # Drafts -----------------------------------------------------------------------------------------

    def _drafts(self, attribution: Attribution) -> list[Draft]:
        """One draft an event: coordinated events and differently hedged themes come apart."""
        if attribution.is_partial or not attribution.holds_event:
            return [self._draft(attribution, None)]
        if not attribution.content and attribution.gap and self.events_in(attribution.gap):
            attribution = replace(attribution, content=attribution.gap, kind="indirect")
        split = self._split_theme(attribution)
        if split is not None:
            return split
        found = self.events_in(attribution.content)
        if not found:
            return [self._draft(self._answering(attribution), None)]
        main = found[0]
        drafts: list[Draft] = []
        parts: set[Range] = set()
        for mention in found[1:4]:
            part = self._coordinated_part(attribution, main, mention)
            if part is None or part[0] in parts:
                continue
            content, is_own = part
            parts.add(content)
            if is_own:
                *firsts, last = attribution.content
                attribution = replace(attribution, content=[*firsts, (last[0], content[0] - 1)])
                drafts.append(self._draft(_as_stated(content), mention))
            elif mention.event.act != main.event.act:
                drafts.append(self._draft(replace(attribution, content=[content]), mention))
        return [self._draft(attribution, main), *drafts]

    def _draft(self, attribution: Attribution, event: EventMention | None) -> Draft:
        places = attribution.content or attribution.cue or attribution.source
        own = [begin for begin, _ in places] + [begin for begin, _ in attribution.cue]
        return Draft(attribution, event, (min(own, default=0), -max((end for _, end in places), default=0)))

    def _answering(self, attribution: Attribution) -> Attribution:
        """ "Moskau dementierte den Bericht": a speech act without an event has no content of its own."""
        is_bare = attribution.kind == "reported" and attribution.stance in ANSWERING
        return replace(attribution, content=[]) if is_bare else attribution

    def _with_more_of_the_same(self, drafts: list[Draft]) -> list[Draft]:
        """ "Weitere Panzer könnten folgen": the event is that of the statement before."""
        full: list[Draft] = []
        last: EventMention | None = None
        for draft in drafts:
            event = draft.event
            if event is None and last is not None and self._is_more_of_the_same(draft.attribution):
                event = last._replace(event=msgspec.structs.replace(last.event, when=None), is_negated=False)
            full.append(draft._replace(event=event))
            last = event or (
                last if draft.attribution.content == [] or draft.attribution.is_partial else None
            )
        return full

    def _is_more_of_the_same(self, attribution: Attribution) -> bool:
        words = {
            self.a.tokens.lowers[index]
            for begin, end in attribution.content
            for index in range(begin, min(end, begin + 12))
        }
        g = self.a.grammar
        return bool(words & g.more_words) and bool(words & g.follow_words) and not attribution.is_partial

    def _split_theme(self, attribution: Attribution) -> list[Draft] | None:
        """ "Granaten und womöglich Raketen": two statements, each with its own certainty."""
        if len(attribution.content) != 1:
            return None
        span = attribution.content[0]
        for mention in hedges.mentions(self.a, span):
            themes = hedges.coordinated_theme(self.a, span, mention.begin)
            if themes is None:
                continue
            first, second = themes
            firm = replace(attribution, content=_without(span, second))
            hedged = replace(attribution, content=_without(span, (first[0], second[0] + 1)))
            firm_events, hedged_events = self.events_in(firm.content), self.events_in(hedged.content)
            if (
                not firm_events
                or not hedged_events
                or firm_events[0].event.theme == hedged_events[0].event.theme
            ):
                continue
            drafts = self._drafts(firm)
            return [*drafts, self._draft(self._only_first_clause(hedged, drafts), hedged_events[0])]
        return None

    def _only_first_clause(self, hedged: Attribution, drafts: list[Draft]) -> Attribution:
        """Where the firm half lost a clause that the author states, the hedged half loses it too."""
        stop = drafts[0].attribution.content[-1][1]
        content = [(begin, min(end, stop)) for begin, end in hedged.content if begin < stop]
        return replace(hedged, content=content) if content else hedged

    def _coordinated_part(
        self, attribution: Attribution, main: EventMention, other: EventMention
    ) -> tuple[Range, bool] | None:
        """The coordinated clause that holds the other event, and whether the author states it himself."""
        a = self.a
        if other.begin <= main.end or other.begin >= a.span(attribution.content[-1])[1]:
            return None
        start, stop = a.tokens.token_at(main.end - 1) + 1, a.tokens.token_at(other.begin)
        begin, end = attribution.content[-1]
        for index in range(min(stop, end) - 1, max(start, begin) - 1, -1):
            if a.tokens.lowers[index] in ("und", "and", "sowie", "but", "aber") and a.quote_of[index] < 0:
                is_impersonal = attribution.is_impersonal and not attribution.source
                has_subject = noun_phrase_end(a, index + 1, end) > index + 1
                is_own = is_impersonal and other.event.act in PUBLIC_ACTS and has_subject
                return (index + 1, end), is_own
        return None

    def _stated(self, found: list[Attribution]) -> list[Draft]:
        """Sentences in which the author himself tells an event."""
        covered = _covered(self.a, found)
        drafts: list[Draft] = []
        for begin, end in self.a.units:
            core = self.a.core_end(begin, end)
            if core - begin < 3 or (core < end and self.a.tokens.words[core] == "?"):
                continue
            low, high = self.a.tokens.span(begin, core)
            mentions = events(
                self.view.text, low, min(high, low + _EVENT_REACH), self.language,
                self._actors_in(low, high), self._dates_in(low, high),
            )  # fmt: skip
            places = [self.a.tokens.token_at(mention.begin) for mention in mentions]
            free = [at for at, place in enumerate(places) if not covered[place]]
            if not mentions and not self.a.grammar.is_verb_second and not any(covered[begin:core]):
                more = _as_stated((begin, core))
                if self._is_more_of_the_same(more):
                    # "Further shipments could follow."
                    drafts.append(self._draft(more, None))
            if not free:
                if (
                    not mentions
                    and not any(covered[begin:core])
                    and hedges.is_authors_own(self.a, (begin, core))
                ):
                    # "Der Tanker dürfte ohne Transponder fahren.": no event, but how sure the author is.
                    drafts.append(self._draft(_as_stated((begin, core)), None))
                continue
            stretch = _free_stretch(self.a, covered, places[free[0]], begin, core)
            if stretch == (begin, core):
                drafts += self._drafts(_as_stated(stretch))
            else:
                drafts.append(self._draft(_as_stated(stretch), mentions[free[0]]))
        return drafts

    # Statements -------------------------------------------------------------------------------------

    def _statement(self, draft: Draft, number: int) -> Statement | None:
        attribution, document = draft.attribution, self.document
        source = self._source(attribution)
        found_hedges, certainty = self._hedges(attribution)
        stance, certainty = stances.judged(
            self.a, attribution, certainty, event_is_negated=draft.event.is_negated if draft.event else None
        )
        unit = self._unit_of(attribution)
        view = views.author_view(self.a, attribution, unit, self._sources_in(unit))
        content = self._part(attribution.content)
        if not self._is_exact(attribution):
            return None
        body = document.document_id.removeprefix("d-")
        return Statement(
            statement_id=f"s-{body}-{number}",
            document_id=document.document_id,
            outlet=document.outlet,
            url=document.url,
            published_on=document.published_on,
            language=document.language,
            kind=attribution.kind,
            medium=attribution.medium,
            source=source,
            relays=tuple(self._relay(relay) for relay in attribution.relays),
            cue=self._part(attribution.cue),
            frame=self._part(attribution.frame),
            content=content,
            addressee=self._part(attribution.addressee),
            stance=stance,
            certainty=certainty,
            hedges=found_hedges,
            basis=self._basis(attribution),
            author_view=views.as_record(view[0], tuple(self.view.original(*span) for span in view[1]))
            if view
            else None,
            event=self._event(draft, source),
            quantities=self._quantities(attribution),
        )

    def _unit_of(self, attribution: Attribution) -> Range:
        token = attribution.source[0][0] if attribution.source else attribution.begin
        number = bisect_right(self.a.units, (token, 1 << 60)) - 1
        return self.a.units[number] if number >= 0 else (0, 0)

    def _sources_in(self, unit: Range) -> list[Range]:
        first = bisect_left(self.sources, unit)
        last = bisect_left(self.sources, (unit[1], 0))
        return self.sources[first:last]

    def _is_exact(self, attribution: Attribution) -> bool:
        every = (
            attribution.content
            + attribution.cue
            + attribution.frame
            + attribution.source
            + attribution.addressee
        )
        return all(0 <= begin < end <= len(self.a.tokens.words) for begin, end in every)

    def _part(self, ranges: list[Range]) -> Part | None:
        spans = tuple(self.view.original(*self.a.span(piece)) for piece in ranges if piece[1] > piece[0])
        if not spans:
            return None
        return Part(text=" ".join(self.document.text[begin:end] for begin, end in spans), spans=spans)

    def _source(self, attribution: Attribution) -> Source | None:
        """Who speaks; a continued or short source goes back to the one that was named."""
        if attribution.kind == "stated":
            return Source(name=self.document.outlet)
        ranges = [piece for piece in attribution.source if piece[1] > piece[0]]
        thus = self.a.grammar.thus_adverbs
        is_adverb = bool(ranges) and (ranges == attribution.cue or self.a.tokens.lowers[ranges[0][0]] in thus)
        if attribution.is_continuation and (is_adverb or not ranges):
            return self.last_source
        if not ranges:
            return None
        if self._is_generic(ranges[0]):
            # "Man gehe davon aus": the last speaker's own words; "man geht davon aus": nobody's.
            is_said = any(self.a.tokens.lowers[i] in self.a.grammar.subjunctive for i, _ in attribution.cue)
            return self.last_source if is_said else None
        source = self._named_source(ranges)
        if not attribution.is_partial:
            self.last_source = source
        return source

    def _named_source(self, ranges: list[Range]) -> Source:
        begin, end = self.a.span(ranges[0])
        spans = tuple(self.view.original(*self.a.span(piece)) for piece in ranges)
        text = " ".join(self.document.text[low:high] for low, high in spans)
        words = self.view.text[begin:end]
        named_id = self._actor_of(words, begin, end) or self._antecedent(ranges[0])
        actor_id, name = self.memory.identify(words, begin, named_id)
        if actor_id is not None:
            name = actors.name(actor_id, self.language)
        return Source(
            text=text, spans=spans, actor=actor_id, name=name,
            country=actors.country(actor_id) if actor_id else None,
            named=self._is_named(ranges[0], actor_id),
        )  # fmt: skip

    def _is_generic(self, span: Range) -> bool:
        return span[1] - span[0] == 1 and self.a.tokens.lowers[span[0]] in self.a.grammar.generic

    def _antecedent(self, span: Range) -> str | None:
        """ "Tehran, which denies it": the actor named right before an English relative clause."""
        a, begin = self.a, span[0]
        if span[1] - begin != 1 or begin < 2 or a.grammar.is_verb_second:
            return None
        if a.tokens.lowers[begin] not in ("who", "which") or a.tokens.words[begin - 1] != ",":
            return None
        start = phrase_begin(a, max(0, begin - 15), begin - 1)
        if start >= begin - 1:
            return None
        low, high = a.tokens.span(start, begin - 1)
        return self._actor_of(self.view.text[low:high], low, high)

    def _is_pronoun(self, span: Range) -> bool:
        lowers, g = self.a.tokens.lowers, self.a.grammar
        return span[1] - span[0] == 1 and lowers[span[0]] in g.pronouns | g.relatives | g.possessives

    def _actor_of(self, words: str, begin: int, end: int) -> str | None:
        mentions = self._actors_in(begin, end)
        if not mentions:
            actor = actors.find(words, self.language)
            return actor.actor_id if actor is not None else None
        usable = [m for m in mentions if not self._is_object(begin, m.begin)]
        best = self.memory.words.spoken_for(words, usable, begin)
        return best.actor_id if best is not None else None

    def _is_object(self, begin: int, mention_begin: int) -> bool:
        """An official briefed *on* Ukraine is no Ukrainian source."""
        before = self.view.text[max(begin, mention_begin - 14) : mention_begin].lower().split()
        last = before[-1] if before else ""
        if last in ("the", "die", "den", "der", "das") and len(before) > 1:
            last = before[-2]
        return last in ("on", "about", "against", "über", "gegen", "für", "toward", "towards")

    def _is_named(self, span: Range, actor_id: str | None) -> bool:
        a = self.a
        words = a.tokens.lowers[span[0] : span[1]]
        if any(word in a.grammar.anonymous_words for word in words):
            return False
        if actor_id is not None:
            return True
        if self._is_pronoun(span):
            return False
        starts = a.sentence_starts
        closed = a.grammar.determiners | a.grammar.pronouns | a.grammar.possessives | a.grammar.info_nouns
        names = [
            i for i in range(*span) if a.capitals[i] and a.tokens.lowers[i] not in closed and i not in starts
        ]
        # German capitals mark nouns; two in a row mark a name.
        return (
            any(i + 1 in names for i in names)
            if a.grammar.is_verb_second
            else bool(names) or span[1] - span[0] == 1
        )

    def _relay(self, span: Range) -> Relay:
        begin, end = self.a.span(span)
        low, high = self.view.original(begin, end)
        return Relay(
            text=self.document.text[low:high], actor=self._actor_of(self.view.text[begin:end], begin, end)
        )

    def _hedges(self, attribution: Attribution) -> tuple[tuple[Hedge, ...], Certainty]:
        found: list[Hedge] = []
        degrees: list[Certainty] = [attribution.certainty]
        is_author = attribution.kind == "stated" or attribution.is_impersonal
        for piece in attribution.content:
            for mention in hedges.mentions(self.a, piece):
                span = self.view.original(*self.a.tokens.span(mention.begin, mention.end))
                found.append(Hedge(text=self.document.text[slice(*span)], span=span))
                if mention.is_main and (mention.whose in ("c", "p") or is_author):
                    degrees.append(mention.degree)
        if attribution.kind in ("free_indirect",) and not found:
            return tuple(found), attribution.certainty
        return tuple(found), hedges.weakest(degrees)

    def _basis(self, attribution: Attribution) -> Basis:
        g, lowers = self.a.grammar, self.a.tokens.lowers
        named = {lowers[i] for begin, end in attribution.source for i in range(begin, end)}
        framed = named | {
            lowers[i] for begin, end in attribution.frame for i in range(begin, min(end, begin + 40))
        }
        if named & g.witness_words:
            return "witnessed"
        if framed & g.document_words:
            return "documents"
        if framed & g.intelligence_words or self._is_service(attribution):
            return "intelligence"
        if named & g.anonymous_words and not self._has_name(attribution):
            return "anonymous"
        if attribution.relays:
            return "relayed"
        if attribution.basis != "unstated":
            return attribution.basis
        return "inference" if named & g.inference_words else "unstated"

    def _is_service(self, attribution: Attribution) -> bool:
        for piece in attribution.source:
            for mention in self._actors_in(*self.a.span(piece)) if piece[1] > piece[0] else ():
                actor = actors.get(mention.actor_id)
                if actor is not None and actor.kind == "service":
                    return True
        return False

    def _has_name(self, attribution: Attribution) -> bool:
        return any(
            "/" in mention.actor_id
            for piece in attribution.source
            if piece[1] > piece[0]
            for mention in self._actors_in(*self.a.span(piece))
        )

    def _event(self, draft: Draft, source: Source | None) -> Event | None:
        if draft.event is None:
            return None
        event = draft.event.event
        if draft.attribution.kind == "stated":
            return event
        if event.agent is None and self._tells_of_another(draft.attribution):
            return msgspec.structs.replace(event, agent=self._accused(draft.attribution))
        if source is None or source.actor is None:
            return event
        if self._tells_of_another(draft.attribution):
            return event
        is_pronoun = event.agent is not None and event.agent.lower() in self.a.grammar.pronouns
        if is_pronoun or (event.agent is None and self._speaks_of_itself(draft.attribution, source, event)):
            return msgspec.structs.replace(event, agent=source.country or source.actor)
        return event

    def _tells_of_another(self, attribution: Attribution) -> bool:
        """ "wirft X vor, … zu haben": the infinitive's subject is not the speaker."""
        a = self.a
        if not a.grammar.object_control or not attribution.content:
            return False
        heads = {
            form.verb.lemma.split()[0] for b, e in attribution.cue for i in range(b, e) for form in a.forms(i)
        }
        return bool(heads & a.grammar.object_control) and is_zu_infinitive(a, attribution.content[0])

    def _accused(self, attribution: Attribution) -> str | None:
        """The actor that the clause of the cue names beside the source."""
        own = [self.a.span(piece) for piece in attribution.source]
        for piece in attribution.frame:
            for mention in self._actors_in(*self.a.span(piece)) if piece[1] > piece[0] else ():
                if not any(begin <= mention.begin < end for begin, end in own):
                    return mention.actor_id
        return None

    def _speaks_of_itself(self, attribution: Attribution, source: Source, event: Event) -> bool:
        """ "said it had sent", "denied sending", "bestritt, … zu haben": the source is the agent."""
        a, g = self.a, self.a.grammar
        if source.country is not None and event.target == source.country:
            return False
        if not attribution.content:
            return False
        begin, end = attribution.content[0]
        while begin < end and (
            a.tokens.lowers[begin] in g.complementizers or not a.tokens.words[begin][0].isalnum()
        ):
            begin += 1
        if begin >= end:
            return False
        first = a.tokens.lowers[begin]
        if first in g.speaker_pronouns:
            return True
        if g.is_verb_second and is_zu_infinitive(a, (begin, end)):
            return True
        if attribution.stance in ("denies", "admits") and attribution.kind in ("reported", "indirect"):
            return not has_finite(a, (begin, end)) or attribution.kind == "reported"
        if g.is_verb_second:
            return is_zu_infinitive(a, (begin, end))
        return first == "to" or first.endswith("ing")

    def _quantities(self, attribution: Attribution) -> tuple[Quantity, ...]:
        found: list[Quantity] = []
        for piece in attribution.content:
            if piece[1] <= piece[0]:
                continue
            begin, end = self.a.span(piece)
            first = bisect_left(self.quantity_begins, begin)
            last = bisect_left(self.quantity_begins, end)
            for quantity in self.quantities[first:last]:
                if quantity.span[1] <= end:
                    span = self.view.original(*quantity.span)
                    found.append(_moved(quantity, span, self.document.text[slice(*span)]))
        return tuple(found)


Mention = TypeVar("Mention", ActorMention, DateMention)


def _shifted(mention: Mention, by: int) -> Mention:
    return mention._replace(begin=mention.begin + by, end=mention.end + by)


def _shifted_event(mention: EventMention, by: int) -> EventMention:
    theme = mention.theme_span
    return mention._replace(
        begin=mention.begin + by,
        end=mention.end + by,
        theme_span=(theme[0] + by, theme[1] + by) if theme is not None else None,
    )


def _moved(quantity: Quantity, span: Span, text: str) -> Quantity:
    if span == quantity.span and text == quantity.text:
        return quantity
    return Quantity(
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        text=text,
        span=span,
        qualifier=quantity.qualifier,
    )


def _without(span: Range, hole: Range) -> list[Range]:
    pieces = [(span[0], hole[0]), (hole[1], span[1])]
    return [(begin, end) for begin, end in pieces if end > begin]


def _as_stated(content: Range) -> Attribution:
    return Attribution(kind="stated", content=[content], stance="asserts")


def _free_stretch(a: Analysis, covered: bytearray, place: int, begin: int, end: int) -> Range:
    """The tokens around a place that no attribution takes."""
    start, stop = place, place + 1
    while start > begin and not covered[start - 1]:
        start -= 1
    while stop < end and not covered[stop]:
        stop += 1
    while stop - 1 > place and a.tokens.lowers[stop - 1] in _LOOSE_ENDS:
        stop -= 1
    while start < place and a.tokens.lowers[start] in _LOOSE_ENDS:
        start += 1
    return (start, stop)


_LOOSE_ENDS = frozenset({",", ":", ";", "–", "-", "und", "and", "but", "aber", "--", "(", ")"})


def _covered(a: Analysis, found: list[Attribution]) -> bytearray:
    """Tokens that some attribution already takes as content, cue or source."""
    covered = bytearray(len(a.tokens.words) + 1)
    for attribution in found:
        for begin, end in (
            attribution.content + attribution.cue + attribution.source + attribution.frame + attribution.gap
        ):
            for index in range(begin, end):
                covered[index] = 1
    return covered
