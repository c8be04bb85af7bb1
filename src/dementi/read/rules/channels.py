"""The outlets that a source speaks through, beside those that quote it: told, interviewed, heard from."""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dementi import actors
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import noun_phrase_end

#: How far behind a source or cue its outlet may stand, in tokens.
_REACH = 12
#: How many words may stand between a preposition and the outlet's name: with the American broadcaster X.
_LONGEST_TITLE = 4
#: The longest relative clause that tells who holds a document.
_LONGEST_CLAUSE = 14
_STOPS = frozenset(",;:()–—") | {"--"}
_QUOTES = frozenset("„“”\"»«‚‘’'") | {"``", "''"}
_ARTICLES = frozenset({"the", "der", "die", "das", "dem", "den", "des"})


class _Words(NamedTuple):
    outlets: frozenset[str]
    own_voices: frozenset[str]
    told: frozenset[str]
    handing_on: frozenset[str]
    datives: frozenset[str]
    heard_at: frozenset[str]
    heard: frozenset[str]
    learnt: frozenset[str]
    lying: frozenset[str]
    leaning: frozenset[str]
    by: frozenset[str]
    held: frozenset[str]


def bare(a: Analysis, span: Range) -> Range:
    """A name without the quotation marks around it and without what stands before them."""
    marks = [index for index in range(*span) if a.tokens.words[index] in _QUOTES]
    if len(marks) > 1 and marks[1] > marks[0] + 1:
        return (marks[0] + 1, marks[1])
    return (marks[0] + 1, span[1]) if len(marks) == 1 and marks[0] + 1 < span[1] else span


@cache
def words(language: str) -> _Words:
    """The words of a language that hand something on."""
    raw = json.loads((files("dementi.read") / "lang" / language / "channels.json").read_text("utf-8"))
    return _Words(*(frozenset(raw[name].split()) for name in _Words._fields))


class Channels:
    """Where a text names outlets, and which of them passed an attribution on."""

    def __init__(self, a: Analysis) -> None:
        self.a = a
        self.words = words(a.language)
        self.outlets = self._named()
        self._begins = [begin for begin, _ in self.outlets]

    def _named(self) -> list[Range]:
        """Token ranges of the media and agencies that the table knows."""
        tokens = self.a.tokens
        found = []
        for mention in actors.mentions(self.a.text, self.a.language):
            actor = actors.get(mention.actor_id)
            if actor is not None and actor.kind in ("media", "agency"):
                begin = tokens.token_at(mention.begin)
                end = bisect_left(tokens.begins, mention.end)
                if end > begin:
                    found.append((begin, end))
        return found

    def outlet_in(self, span: Range) -> Range | None:
        """The first outlet that a stretch of tokens names.

        One that the table does not know is told by the noun before its name or by quotation marks.
        """
        first = bisect_left(self._begins, span[0])
        known = next(iter(self.outlets[first : first + 1]), None)
        if known is not None and known[1] <= span[1]:
            return known
        a = self.a
        for index in range(span[0], span[1]):
            if a.tokens.lowers[index] in self.words.outlets:
                stop = index + 1
                while stop < span[1] and (a.capitals[stop] or a.tokens.words[stop] in _QUOTES):
                    stop += 1
                return (index, stop)
            if index > span[0] and self._is_title(index):
                return (index, self.a.quotations[self.a.quote_of[index]].end)
        return None

    def _is_title(self, index: int) -> bool:
        """A few quoted words behind an article: *sagte der „Allgemeinen“*."""
        quotation = self.a.quotation_at(index)
        is_short = quotation is not None and quotation.end - quotation.begin <= _LONGEST_TITLE + 2
        return is_short and self.a.capitals[index + 1] and self.a.tokens.lowers[index - 1] in _ARTICLES

    def pass_on(self, x: Attribution) -> None:
        """Add the outlets that an attribution came through to its relays."""
        outlet = self._told(x) or self._holding(x) or self._learning(x) or self._behind(x)
        if outlet is None:
            return
        outlet = bare(self.a, self._whole(outlet))
        if all(outlet[1] <= begin or end <= outlet[0] for begin, end in [*x.relays, *x.content]):
            x.relays = [outlet, *x.relays]

    def _whole(self, outlet: Range) -> Range:
        """The outlet with the article and the noun that stand before its name."""
        begin, lowers = outlet[0], self.a.tokens.lowers
        while begin > 0 and lowers[begin - 1] in self.words.outlets:
            begin -= 1
        if begin > 0 and lowers[begin - 1] in _ARTICLES:
            begin -= 1
        return (begin, outlet[1])

    def _told(self, x: Attribution) -> Range | None:
        """ "told Reuters", "sagte der BBC", "sagte ein Diplomat der Agentur AP"."""
        for begin, end in x.addressee:
            outlet = self.outlet_in((begin, end))
            if outlet is not None:
                return outlet
            if self.a.tokens.words[begin] == "The" and end - begin > 1:
                # No person is called "The" in the middle of a sentence: told The War Desk.
                return (begin, end)
        return self._in_source(x)

    def _in_source(self, x: Attribution) -> Range | None:
        """A German dative behind the source looks like its genitive: *sagte ein Diplomat der Agentur AP*."""
        a = self.a
        if not x.source or not x.cue or not self.words.datives or x.source[0][0] < x.cue[0][0]:
            return None
        begin, end = x.source[0]
        if a.tokens.lowers[x.cue[0][0]] not in self.words.told:
            return None
        outlet = self.outlet_in((begin, end))
        if outlet is None or outlet[1] < end or self.words.own_voices & set(a.tokens.lowers[begin:end]):
            return None
        article = self._whole(outlet)[0]
        if article <= begin or a.tokens.lowers[article] not in self.words.datives:
            return None
        x.source = [(begin, article), *x.source[1:]]
        return outlet

    def _holding(self, x: Attribution) -> Range | None:
        """ "a report seen by X"; "ein Bericht, der X vorliegt": X read it, and says what it says."""
        if not x.source:
            return None
        return self._held(x) if self.words.held else self._lying(x)

    def _held(self, x: Attribution) -> Range | None:
        lowers = self.a.tokens.lowers
        begin, end = x.source[0]
        for index in range(begin, min(end + 2, len(lowers) - 2)):
            if lowers[index] in self.words.held and lowers[index + 1] in self.words.by:
                stop = noun_phrase_end(self.a, index + 2, len(lowers))
                return self.outlet_in((index + 2, stop))
        return None

    def _lying(self, x: Attribution) -> Range | None:
        a = self.a
        start = x.source[0][1]
        unit_end = min(len(a.tokens.words), start + _LONGEST_CLAUSE)
        comma = next((i for i in range(start, unit_end) if a.tokens.words[i] == ","), None)
        if comma is None or a.tokens.lowers[min(comma + 1, unit_end - 1)] not in a.grammar.relatives:
            return None
        verb = next((i for i in range(comma + 2, unit_end) if a.tokens.lowers[i] in self.words.lying), None)
        if verb is None:
            return None
        outlet = self.outlet_in((comma + 2, verb))
        if outlet is not None:
            self._cut(x, verb + 1)
        return outlet

    def _cut(self, x: Attribution, stop: int) -> None:
        """Take a clause about the source away from the front of the content."""
        if not x.content or not x.content[0][0] < stop < x.content[0][1] - 1:
            return
        if self.a.tokens.words[stop] == ",":
            stop += 1
        x.content = [(stop, x.content[0][1]), *x.content[1:]]

    def _learning(self, x: Attribution) -> Range | None:
        """ "Wie die dpa aus Regierungskreisen erfuhr": the subject passes on what it was let know."""
        a = self.a
        if not x.cue or not x.source or a.tokens.lowers[x.cue[0][0]] not in self.words.learnt:
            return None
        begin = min(x.cue[0][0], x.source[0][0])
        while begin > 0 and a.tokens.words[begin - 1] not in _STOPS | {".", "!", "?"}:
            begin -= 1
        return self.outlet_in((begin, self._stop(x, x.cue[0][1])))

    def _behind(self, x: Attribution) -> Range | None:
        """ "said in an interview with X that", "sagte im X, dass", "… , an aide told X"."""
        if not x.source or not x.cue:
            return None
        start = max(x.source[0][1] if x.source != x.cue else 0, x.cue[0][1])
        stop = self._stop(x, start)
        outlet = self.outlet_in((start, stop))
        if outlet is None or not self._is_handed(x, start, outlet):
            return None
        return outlet

    def _stop(self, x: Attribution, start: int) -> int:
        a = self.a
        ends = [begin for begin, _ in x.content if begin >= start]
        limit = min([*ends, start + _REACH, len(a.tokens.words)])
        for index in range(start, limit):
            is_mark = a.tokens.words[index] in _STOPS or a.tokens.words[index] in (".", "!", "?")
            if is_mark and a.is_outside(index):
                return index
        return limit

    def _is_handed(self, x: Attribution, start: int, outlet: Range) -> bool:
        """Whether the words before an outlet make it the listener, and not a topic or an owner."""
        lowers = self.a.tokens.lowers
        head = self._whole(outlet)[0]
        if head == outlet[0] and head > 0 and lowers[head - 1] in _QUOTES | _ARTICLES:
            head -= 2 if lowers[head - 1] in _QUOTES and lowers[head - 2] in _ARTICLES else 1
        if lowers[head] in self.words.datives and lowers[x.cue[0][0]] in self.words.told and head == start:
            return True
        for index in range(head - 1, max(start - 2, head - _LONGEST_TITLE), -1):
            if lowers[index] in self.words.handing_on:
                return True
            if index == x.cue[0][0]:
                return lowers[index] in self.words.told
            if lowers[index] in self.a.grammar.np_prepositions or not lowers[index][0].isalpha():
                return False
        return False

    # Sources that only a place or a verb tells

    def hear(self, x: Attribution) -> None:
        """ "…, hieß es aus Regierungskreisen": where it was heard is the source."""
        a = self.a
        if x.source or not x.cue or a.tokens.lowers[x.cue[0][0]] not in self.words.heard:
            return
        cue = x.cue[0][0]
        stop = self._stop(x, x.cue[0][1])
        begin = cue
        while begin > 0 and a.tokens.words[begin - 1] not in _STOPS | {".", "!", "?"}:
            begin -= 1
        for index in (*range(begin, cue), *range(cue + 1, stop)):
            if a.tokens.lowers[index] in self.words.heard_at:
                end = noun_phrase_end(a, index + 1, cue if index < cue else stop)
                if end > index + 1 and not self._is_day(index + 1):
                    x.source, x.is_impersonal = [(index + 1, end)], False
                    return

    def _is_day(self, index: int) -> bool:
        lower = self.a.tokens.lowers[index]
        return lower in self.a.grammar.day_names or lower in self.a.grammar.month_names or lower.isdigit()
