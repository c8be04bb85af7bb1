"""Words, sentences and paragraphs of a text, as parallel lists of offsets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from dementi.read.rules.lexicon import Grammar

#: A sentence longer than this is cut at a weak mark; keeps every later step linear on junk input.
SENTENCE_TOKEN_LIMIT = 300

#: Soft hyphens, zero-width characters and direction marks are no words; inside one they are no break.
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f"
#: One letter or digit, with the accents written after it and what the eye does not see before the next.
_LETTER = rf"(?:[^\W_][{_MARKS}]*(?:[{_UNSEEN}]+(?=[^\W_]))?)"
_PICTURE = rf"[^\s{_UNSEEN}][{_MARKS}\U0001f3fb-\U0001f3ff]*"
_TOKEN = re.compile(
    r"(?<!\d)\d{1,2}\.(?=\s[A-ZÄÖÜa-zäöü])|\d+(?:[.,:]\d+)*"  # "5." of "5. August", 1.500, 12:30
    r"|(?:[A-ZÄÖÜ]\.){2,}"  # U.S.
    r"|-(?:LRB|RRB|LSB|RSB|LCB|RCB)-"
    rf"|{_LETTER}+(?:(?:[-/'’·&@_](?=[^\W_])|\.(?=[a-z])){_LETTER}+)*"
    r"(?:(?<=[^\W_])-(?=\s(?:und|oder|bzw)))?"
    # A flag is two letters, a family several faces: neither is ever cut in two.
    rf"|``|''|\.{{2,}}|--+|[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}(?:\u200d{_PICTURE})*"
)
_ODD = re.compile(rf"[{_UNSEEN}{_MARKS}\ufb00-\ufb06]")
_UNSEEN_RUN = re.compile(rf"[{_UNSEEN}]+")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\u2029")
_LIST_ITEM = re.compile(
    r"\s*(?:[-*•·▪◦‣–—]\s|\d{1,2}[:.]\d{2}\b|\d{1,2}[.)]\s|\+\+|\|"
    r"|\d{1,2}/\d{1,2}\s|RT @|@\w+:|[QAF][.:]\s|\*\*\w)"
)
#: What stands before the first word of a line without being said: the mark of a list item or of a quoted
#: mail, the time of a ticker, the number of a post in a thread, the edge of a table, bold type.
_ZONE = r"(?: ?(?:Uhr|[ap]\.?m\b\.?|GMT|UTC|CET|CEST|MEZ|MESZ|EST|EDT|ET|BST|IST|h\b))"
_LINE_HEAD = re.compile(
    r"(?:[ \t]*(?:(?:>[ \t]?)+|[-*•·▪◦‣–—][ \t]+|\d{1,2}\)[ \t]+|\+{2,}|\|+|#{1,6}[ \t]+|\*{1,3}(?=\w)"
    r"|RT[ \t]+(?=@)|\(?\d{1,2}/\d{1,2}\)?:?[ \t]+(?=[^\W\da-zäöüß]|[\"„“»«@])"
    rf"|(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?{_ZONE}?|\d{{1,2}}\.\d{{2}} Uhr|\d{{1,2}}{_ZONE})"
    r"[ \t]*[:|—–-]?[ \t]+"
    r"(?=[^\W\da-zäöüß]|[\"„“»«@+*])))+"
)
#: Marks that part the cells of a table and the lines of a ticker.
_EDGES = frozenset("|+")
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
    is_odd = _ODD.search(text) is not None
    lowers = [_ACRONYMS.get(word) or (_plain(word) if is_odd else word.lower()) for word in words]
    tokens = Text(text, words, lowers, begins, ends)
    tokens.paragraph_starts = _paragraph_starts(tokens)
    tokens.sentences = _sentences(tokens, grammar)
    return tokens


def _plain(word: str) -> str:
    """A word in lower case as the word lists spell it: composed, without ligatures and unseen marks."""
    return unicodedata.normalize("NFKC", _UNSEEN_RUN.sub("", word)).lower() or word


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
        elif end < count and (
            _breaks_line(tokens, end) or _ends_cell(tokens, end) or _ends_in_number(tokens, index, grammar)
        ):
            sentences.append((start, end))
            start = end
        if end - start >= SENTENCE_TOKEN_LIMIT:
            cut = _weak_cut(tokens, start, end)
            sentences.append((start, cut))
            start = cut
        index = end
    if start < count:
        sentences.append((start, count))
    # A cell that goes on in lower case ("| denies the attack |") has its subject elsewhere: it tells nothing.
    kept = [(begin, end) for begin, end in sentences if not _is_open_cell(tokens, begin, end)]
    return [_without_head(tokens, begin, end) for begin, end in kept or sentences]


def _is_open_cell(tokens: Text, begin: int, end: int) -> bool:
    if begin == 0 or "|" not in tokens.words[begin - 1 : begin + 1]:
        return False
    first = begin + 1 if tokens.words[begin] == "|" else begin
    return first < end and tokens.words[first][0].islower()


def _ends_cell(tokens: Text, end: int) -> bool:
    """A tab, a bar between cells or "+++" parts what stands on its two sides."""
    before, after = tokens.words[end - 1], tokens.words[end]
    if "\t" in tokens.text[tokens.ends[end - 1] : tokens.begins[end]] and not after[0].islower():
        return True
    if "|" in (before, after):
        return True
    return after == "+" != before and tokens.words[end : end + 2] == ["+", "+"]


def _without_head(tokens: Text, begin: int, end: int) -> tuple[int, int]:
    """A sentence without what only marks its line; a line of marks alone stays as it is."""
    start = begin
    is_line = begin == 0 or "\n" in tokens.text[tokens.ends[begin - 1] : tokens.begins[begin]]
    head = _LINE_HEAD.match(tokens.text, tokens.begins[begin]) if is_line else None
    if head is not None:
        start = bisect_left(tokens.begins, head.end(), begin, end)
    while start < end and tokens.words[start] in _EDGES:
        start += 1
    return (start, end) if start < end else (begin, end)


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
