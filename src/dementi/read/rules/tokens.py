"""Words, sentences and paragraphs of a text, as parallel lists of offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from dementi.read.rules.lexicon import Grammar

#: A sentence longer than this is cut at a weak mark; keeps every later step linear on junk input.
SENTENCE_TOKEN_LIMIT = 300

_TOKEN = re.compile(
    r"(?<!\d)\d{1,2}\.(?=\s[A-ZÄÖÜa-zäöü])|\d+(?:[.,:]\d+)*"  # "5." of "5. August", 1.500, 12:30
    r"|(?:[A-ZÄÖÜ]\.){2,}"  # U.S.
    r"|-(?:LRB|RRB|LSB|RSB|LCB|RCB)-"
    r"|[^\W_]+(?:(?:[-/'’·&@_](?=[^\W_])|\.(?=[a-z]))[^\W_]+)*(?:(?<=[^\W_])-(?=\s(?:und|oder|bzw)))?"
    r"|``|''|\.{2,}|--+|\S"
)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\u2029")
_LIST_ITEM = re.compile(r"\s*(?:[-*•–—]\s|\d{1,2}[:.]\d{2}\b|\d{1,2}[.)]\s)")
_CLOSERS = frozenset("“”\"»«‘’')]›‹") | {"''", "-RRB-", "-RSB-"}
_WEAK_MARKS = frozenset(";:,–—-") | {"--"}


@dataclass(slots=True)
class Text:
    """A text cut into tokens; ``sentences`` are half-open ranges of token numbers."""

    text: str
    words: list[str]
    lowers: list[str]
    begins: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraph_starts: frozenset[int] = frozenset()

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Characters of the tokens ``begin`` to ``end`` (half-open)."""
        return (self.begins[begin], self.ends[end - 1])

    def slice(self, begin: int, end: int) -> str:
        return self.text[self.begins[begin] : self.ends[end - 1]]

    def token_at(self, offset: int) -> int:
        """The token that holds or follows the character."""
        return bisect_right(self.ends, offset)


def tokenised(text: str, grammar: Grammar) -> Text:
    """Cut a text into tokens, sentences and paragraphs."""
    words: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match.group())
        begins.append(match.start())
        ends.append(match.end())
    lowers = [_ACRONYMS.get(word) or word.lower() for word in words]
    tokens = Text(text, words, lowers, begins, ends)
    tokens.paragraph_starts = _paragraph_starts(tokens)
    tokens.sentences = _sentences(tokens, grammar)
    return tokens


def _paragraph_starts(tokens: Text) -> frozenset[int]:
    starts = {0}
    for match in _PARAGRAPH.finditer(tokens.text):
        starts.add(bisect_left(tokens.begins, match.end()))
    return frozenset(starts)


def _sentences(tokens: Text, grammar: Grammar) -> list[tuple[int, int]]:
    sentences: list[tuple[int, int]] = []
    count = len(tokens.words)
    start = index = 0
    while index < count:
        end = index + 1
        if tokens.words[index] in _ENDERS or tokens.words[index].startswith(".."):
            while end < count and tokens.words[end] in _CLOSERS and _is_glued(tokens, end):
                end += 1
            if end < count and _ends_sentence(tokens, index, end, grammar):
                sentences.append((start, end))
                start = end
        elif end < count and (_breaks_line(tokens, end) or _ends_in_number(tokens, index, grammar)):
            sentences.append((start, end))
            start = end
        if end - start >= SENTENCE_TOKEN_LIMIT:
            cut = _weak_cut(tokens, start, end)
            sentences.append((start, cut))
            start = cut
        index = end
    if start < count:
        sentences.append((start, count))
    return sentences


_ENDERS = frozenset(".!?…")


def _is_glued(tokens: Text, index: int) -> bool:
    """A closing mark belongs to the sentence before it, unless it opens the next one."""
    gap = tokens.begins[index] - tokens.ends[index - 1]
    if gap == 0:
        return True
    # Tokenised corpora put blanks around everything; there '' after a stop closes.
    word = tokens.words[index]
    return gap == 1 and word in ("''", "-RRB-", "-RSB-", "'", ")")


def _ends_sentence(tokens: Text, index: int, end: int, grammar: Grammar) -> bool:
    if end in tokens.paragraph_starts or "\n" in tokens.text[tokens.ends[end - 1] : tokens.begins[end]]:
        return True
    after = tokens.words[end]
    if tokens.begins[end] == tokens.ends[end - 1] and after not in _OPENERS:
        # A lost blank: "… kam.Das Haus".
        before = tokens.words[index - 1] if index else ""
        return before.islower() and len(before) > 3 and after[0].isupper() and after[1:2].islower()
    if tokens.words[index] != ".":
        # "…!" inside a quotation goes on in lower case: „Halt!“ rief er.
        return not after[0].islower() and after not in ",;:)"
    before = tokens.lowers[index - 1] if index else ""
    glued = index > 0 and tokens.ends[index - 1] == tokens.begins[index]
    if glued and end == index + 1 and _is_abbreviation(tokens, index - 1, before, grammar):
        return False
    return not (after[0].islower() or after in ",;:)")


def _ends_in_number(tokens: Text, index: int, grammar: Grammar) -> bool:
    """The dot of "auf Rang 41. Danach" ends a sentence, that of "am 5. August" does not."""
    word = tokens.words[index]
    if len(word) > 3 or not word.endswith(".") or not word[0].isdigit():
        return False
    after = tokens.words[index + 1]
    if after[0].islower() or after.lower() in grammar.month_names:
        return False
    before = tokens.lowers[index - 1] if index else ""
    return before not in grammar.determiners and before not in grammar.prepositions


#: Capitals tell "the US" from "us": the one is a state, the other a pronoun.
_ACRONYMS = {"US": "u.s.", "WHO": "w.h.o."}
_OPENERS = frozenset("„“\"»«‚‘'([‹›") | {"``", "`", "-LRB-", "''"}


def _is_abbreviation(tokens: Text, index: int, lower: str, grammar: Grammar) -> bool:
    if lower in grammar.abbreviations:
        return True
    word = tokens.words[index]
    return len(word) == 1 and word.isalpha() and word.isupper()


def _breaks_line(tokens: Text, end: int) -> bool:
    """A line end ends a sentence before a list item, a clock time, a new paragraph or a short line."""
    if end in tokens.paragraph_starts:
        return True
    gap = tokens.text[tokens.ends[end - 1] : tokens.begins[end]]
    if "\n" not in gap:
        return False
    if _LIST_ITEM.match(tokens.text, tokens.begins[end]):
        return True
    line_begin = tokens.text.rfind("\n", max(0, tokens.ends[end - 1] - 60), tokens.ends[end - 1])
    is_short = line_begin >= 0 or tokens.ends[end - 1] < 60
    return is_short and not tokens.words[end][0].islower() and tokens.words[end - 1] not in (",", "-", "–")


def _weak_cut(tokens: Text, start: int, end: int) -> int:
    for index in range(end - 1, max(start + SENTENCE_TOKEN_LIMIT // 2, start), -1):
        if tokens.words[index] in _WEAK_MARKS:
            return index + 1
    return end
