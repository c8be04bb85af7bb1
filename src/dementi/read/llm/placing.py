"""The model's words found again in the document, exactly, or dropped and counted by what is wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise, product
from typing import Literal, NamedTuple

from dementi.read.llm.prompt import Quoted
from dementi.read.llm.segments import Segment
from dementi.read.rules.analysis import BREAKS, Analysis, Range

#: Why a quote of the model is dropped. ``inexact``: the same words in one stretch, with other marks,
#: blanks or capitals.
Flaw = Literal["fabricated", "stitched", "misattributed", "inexact"]

#: More occurrences of one phrase in one segment are not told apart.
_HITS_MAX = 12
#: Shorter stretches occur by chance: "of the" stands in every text.
_STRETCH_WORDS_MIN = 2
#: Words of a quote that are looked at to say what is wrong with it.
_JUDGED_WORDS_MAX = 300
_WORD = re.compile(r"\w+")


class Placed(NamedTuple):
    """An attribution of the model in tokens of the document."""

    content: list[Range]
    cue: list[Range]
    source: list[Range]
    addressee: list[Range]


class Lost(NamedTuple):
    """An attribution that has no place in the document."""

    flaw: Flaw


class Places:
    """Finds the model's words in one document."""

    def __init__(self, a: Analysis) -> None:
        self.a = a

    @cached_property
    def _words(self) -> str:
        return f" {' '.join(_words(self.a.text))} "

    def placed(self, segment: Segment, quoted: Quoted) -> Placed | Lost:
        """Where the attribution stands; of several places the ones nearest to each other."""
        groups = [_filled(group) for group in (quoted.content, quoted.cue, quoted.source)]
        hits = [[self.hits(segment, piece) for piece in group] for group in groups]
        for group, found in zip(groups, hits, strict=True):
            for piece, places in zip(group, found, strict=True):
                if not places:
                    return Lost(self.flaw(piece, is_content=group is groups[0]))
        content, cue, source = self._nearest(hits)
        addressee = [self.hits(segment, piece) for piece in _filled(quoted.addressee)]
        near = [_closest(places, cue or content) for places in addressee if places]
        if not content and not cue:
            return Lost("misattributed")
        placed = Placed(content, cue, source, near)
        if not _is_in_order(content) or not self._is_interrupted(placed):
            return Lost("stitched")
        return placed

    def hits(self, segment: Segment, piece: str) -> list[Range]:
        """Each place in the segment where exactly these words stand, on the borders of tokens."""
        words = piece.strip()
        tokens = self.a.tokens
        begin, end = tokens.span(*segment.tokens)
        found: list[Range] = []
        at = tokens.text.find(words, begin, end) if words else -1
        while at >= 0 and len(found) < _HITS_MAX:
            first = bisect_left(tokens.begins, at)
            last = bisect_left(tokens.ends, at + len(words))
            is_aligned = first < len(tokens.begins) and tokens.begins[first] == at
            if is_aligned and tokens.ends[last] == at + len(words):
                found.append((first, last + 1))
            at = tokens.text.find(words, at + 1, end)
        return found

    def flaw(self, piece: str, *, is_content: bool) -> Flaw:
        """What is wrong with words that do not stand in their segment."""
        if not is_content or piece.strip() in self.a.text:
            # Who is not there cannot have said it; what another segment says is nobody's here.
            return "misattributed"
        words = _words(piece)[:_JUDGED_WORDS_MAX]
        if not words:
            return "inexact"
        if self._holds(words):
            return "inexact"
        return "stitched" if self._is_stitched(words) else "fabricated"

    def _holds(self, words: Sequence[str]) -> bool:
        return f" {' '.join(words)} " in self._words

    def _is_stitched(self, words: Sequence[str]) -> bool:
        """Whether the words come apart into stretches that all stand in the document."""
        count = len(words)
        reachable = [True] + [False] * count
        for begin in range(count):
            if not reachable[begin]:
                continue
            for end in range(begin + _STRETCH_WORDS_MIN, count + 1):
                if not self._holds(words[begin:end]):
                    break
                reachable[end] = True
        return reachable[count]

    def _nearest(self, hits: list[list[list[Range]]]) -> tuple[list[Range], list[Range], list[Range]]:
        """Of all places the choice whose pieces lie closest together and do not overlap."""
        content, cue, source = hits
        firsts = [places for group in hits for places in group[:1]]
        best = min(product(*firsts), key=_spread, default=())
        chosen = list(best)
        picked: list[list[Range]] = []
        for group in (content, cue, source):
            if not group:
                picked.append([])
                continue
            pieces = [chosen.pop(0)]
            for places in group[1:]:
                after = [place for place in places if place[0] >= pieces[-1][1]]
                pieces.append(_closest(after or places, [pieces[-1]]))
            picked.append(pieces)
        return picked[0], picked[1], picked[2]

    def _is_interrupted(self, placed: Placed) -> bool:
        """Whether every gap of a content is the report's own: the cue, the source, or an insertion.

        Without this a list of pieces could leave out a *not*, or make a sentence of scattered words.
        """
        a, own = self.a, placed.cue + placed.source
        for (_, begin), (end, _) in pairwise(placed.content):
            if begin == end or (a.quotation_until(begin) is not None and a.quotation_at(end) is not None):
                continue
            taken = {index for low, high in own for index in range(low, high)}
            left = [index for index in range(begin, end) if index not in taken]
            if any(a.tokens.lowers[index] in a.grammar.negators for index in left):
                return False
            is_set_off = a.tokens.words[begin] in BREAKS and a.tokens.words[end - 1] in BREAKS
            if len(left) == end - begin and not is_set_off:
                return False
        return True


def _filled(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if piece.strip()]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _distance(one: Range, other: Range) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _closest(places: Iterable[Range], to: Sequence[Range]) -> Range:
    return min(places, key=lambda place: (min((_distance(place, one) for one in to), default=0), place))


def _spread(choice: tuple[Range, ...]) -> tuple[int, int, tuple[Range, ...]]:
    """How far the pieces lie apart; pieces that lie upon each other come last."""
    pairs = [(one, other) for number, one in enumerate(choice) for other in choice[number + 1 :]]
    overlaps = sum(one[0] < other[1] and other[0] < one[1] for one, other in pairs)
    return overlaps, sum(_distance(one, other) for one, other in pairs), choice


def _is_in_order(pieces: Sequence[Range]) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(pieces))
