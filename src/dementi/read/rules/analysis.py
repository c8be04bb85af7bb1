"""A document cut into tokens, quotations and sentences, and the attributions found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dementi.model import Basis, Certainty, Kind, Medium, Span, Stance
from dementi.read.rules.lexicon import Form, Grammar, grammar
from dementi.read.rules.quotation import Quotation, quotations
from dementi.read.rules.tokens import Text, tokenised

#: Marks that part clauses (outside quotations).
BREAKS = frozenset(",;:–—()") | {"--", "-LRB-", "-RRB-", "-LSB-", "-RSB-", "-"}
ENDERS = frozenset(".!?…")
#: Sentences joined by a quotation that runs over them; more than this is not one unit.
UNIT_TOKEN_LIMIT = 700
#: No sentence that people write holds more attributions; bounds the work on junk.
UNIT_ATTRIBUTION_LIMIT = 24

Range = tuple[int, int]


@dataclass(slots=True)
class Attribution:
    """One attribution in token ranges (half-open), before it becomes a Statement."""

    kind: Kind
    content: list[Range]
    stance: Stance
    source: list[Range] = field(default_factory=list)
    cue: list[Range] = field(default_factory=list)
    frame: list[Range] = field(default_factory=list)
    addressee: list[Range] = field(default_factory=list)
    relays: list[Range] = field(default_factory=list)
    certainty: Certainty = "certain"
    medium: Medium = "none"
    basis: Basis = "unstated"
    is_negated: bool = False
    is_impersonal: bool = False
    #: Continues the source of an earlier statement (free indirect speech, a second quotation).
    is_continuation: bool = False
    #: A quotation inside the content of another statement of the same source.
    is_partial: bool = False
    #: Another statement tells all of it ("X said, citing Y"): it is left out.
    is_repeated: bool = False
    #: False where an inner statement tells the event, so that one utterance is not counted twice.
    holds_event: bool = True
    #: Words that a pattern ran over between its own: the content, should they tell an event.
    gap: list[Range] = field(default_factory=list)
    #: The stance is final: a pattern has already weighed negation and complement.
    is_settled: bool = False

    @property
    def begin(self) -> int:
        ranges = self.content or self.cue or self.source
        return min(begin for begin, _ in ranges) if ranges else 0


class Analysis:
    """One text with what every step of the rules looks up again and again."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.grammar: Grammar = grammar(language)
        self.tokens: Text = tokenised(text, self.grammar)
        self.quotations: list[Quotation] = quotations(self.tokens)
        self.quote_of = self._quote_of()
        self.units: list[Range] = self._units()

    def _quote_of(self) -> list[int]:
        """For each token the number of the outermost quotation around it, or -1."""
        numbers = [-1] * len(self.tokens.words)
        for number, quotation in enumerate(self.quotations):
            if quotation.depth == 0:
                for index in range(quotation.begin, quotation.end):
                    numbers[index] = number
        return numbers

    def _units(self) -> list[Range]:
        """Sentences, joined where a quotation runs over their boundary."""
        units: list[Range] = []
        for begin, end in self.tokens.sentences:
            inside = (
                begin > 0 and self.quote_of[begin] >= 0 and self.quote_of[begin] == self.quote_of[begin - 1]
            )
            if units and inside and end - units[-1][0] <= UNIT_TOKEN_LIMIT:
                units[-1] = (units[-1][0], end)
            else:
                units.append((begin, end))
        return units

    @cached_property
    def capitals(self) -> list[bool]:
        return [word[0].isupper() for word in self.tokens.words]

    @cached_property
    def sentence_starts(self) -> frozenset[int]:
        return frozenset(begin for begin, _ in self.tokens.sentences)

    @cached_property
    def paragraph_numbers(self) -> list[int]:
        return sorted(self.tokens.paragraph_starts)

    def span(self, span: Range) -> Span:
        return self.tokens.span(*span)

    def words(self, span: Range) -> str:
        return self.tokens.slice(*span)

    def is_outside(self, index: int) -> bool:
        return self.quote_of[index] < 0

    def quotation_at(self, index: int) -> Quotation | None:
        """The outermost quotation that begins at the token."""
        if 0 <= index < len(self.quote_of) and self.quote_of[index] >= 0:
            quotation = self.quotations[self.quote_of[index]]
            return quotation if quotation.begin == index else None
        return None

    def quotation_until(self, index: int) -> Quotation | None:
        """The outermost quotation that ends right before the token."""
        if 0 < index <= len(self.quote_of) and self.quote_of[index - 1] >= 0:
            quotation = self.quotations[self.quote_of[index - 1]]
            return quotation if quotation.end == index else None
        return None

    def forms(self, index: int) -> tuple[Form, ...]:
        if self.quote_of[index] >= 0:
            return ()
        return self.grammar.verbs.get(self.tokens.lowers[index], ())

    def core_end(self, begin: int, end: int) -> int:
        """End of a unit without its closing full stop."""
        while end > begin and self.tokens.words[end - 1] in ENDERS and self.quote_of[end - 1] < 0:
            end -= 1
        return end

    def segments(self, begin: int, end: int) -> list[Range]:
        """Stretches between clause marks outside quotations; empty ones left out."""
        found: list[Range] = []
        start = begin
        for index in range(begin, end):
            if self.quote_of[index] < 0 and self.tokens.words[index] in BREAKS and self._parts(index):
                if index > start:
                    found.append((start, index))
                start = index + 1
        if end > start:
            found.append((start, end))
        return found

    def _parts(self, index: int) -> bool:
        """A hyphen glued to a word parts nothing."""
        word = self.tokens.words[index]
        if word != "-":
            return True
        begins, ends = self.tokens.begins, self.tokens.ends
        return (
            0 < index < len(begins) - 1
            and begins[index] > ends[index - 1]
            and begins[index + 1] > ends[index]
        )
