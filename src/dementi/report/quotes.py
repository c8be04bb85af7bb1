"""A statement's exact words in the sentence they stand in, cut into segments by what marks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dementi.model import Document, Record, Span, Statement

#: A sentence may be a page of list items or a table without a full stop; what stands further from
#: the marked words than this is cut, so that a quote stays a quote.
CONTEXT_MAX = 280
#: Spans further apart than this are shown as two excerpts.
GAP_MAX = 400
#: A longer stretch without any mark is shortened in its middle.
UNMARKED_MAX = 420

_SENTENCE_END = re.compile(
    r"[.!?…][\"'”’“«»›‹)\]]*\s+(?=[\"'„“‚‘«»‹›(\[–—-]*\s?[A-ZÀ-ÞА-Я0-9\u0590-\u06ff])"
    r"|\s*\n\s*\n\s*"
    r"|[؟。！？।]\s*"
)
#: A full stop after one of these ends the abbreviation, not the sentence.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\w+",
        "abs adm al art bd bspw bzw ca capt cf co col corp dr etc evtl gen ggf gov hon inc inkl jr lt ltd "
        "maj max mio min mr mrs ms mrd no nr prof rep sen sgt sog sr st str tel usw vgl vol vs zb",
    )
)
_LAST_WORD = re.compile(r"([^\W\d_]+|\d+)\.\Z")
_CLOSING = ".!?…:\"'”’“»«)]؟。！？।"


class Segment(Record, frozen=True):
    """A run of a document's text under the same marks; ``is_gap`` where words were left out before it."""

    text: str
    marks: tuple[str, ...] = ()
    is_gap: bool = False


def segments(document: Document | None, statement: Statement) -> tuple[Segment, ...]:
    """The sentence or sentences around a statement, with its parts marked.

    Parameters
    ----------
    document : where the statement stands; None where the dossier does not hold it.
    statement : its spans are offsets into ``document.text``.

    Returns
    -------
    Segments in text order whose texts are exact substrings. Marks are ``content``, ``cue``,
    ``hedge``, ``source`` and ``view`` (what the author thinks of the source). Without the document,
    or where a span leaves its text, the statement's own words serve, as content only.
    """
    spans = _marked_spans(statement)
    if document is None or not spans or any(not _fits(span, document.text) for span, _ in spans):
        return _own_words(statement)
    text = document.text
    found: list[Segment] = []
    for window in _windows(text, [span for span, _ in spans]):
        is_gap = bool(found) or not _begins_sentence(text, window[0])
        found.extend(_cut(text, window, spans, is_gap=is_gap))
    if not _ends_sentence(text, _windows_end(text, spans)):
        found.append(Segment(text="", is_gap=True))
    return tuple(found)


def _marked_spans(statement: Statement) -> list[tuple[Span, str]]:
    parts: list[tuple[Span, str]] = []
    for part, mark in ((statement.content, "content"), (statement.cue, "cue"), (statement.source, "source")):
        if part is not None:
            parts.extend((span, mark) for span in part.spans)
    parts.extend((hedge.span, "hedge") for hedge in statement.hedges)
    if statement.author_view is not None:
        parts.extend((span, "view") for span in statement.author_view.spans)
    return [(span, mark) for span, mark in parts if span[0] != span[1]]


def _fits(span: Span, text: str) -> bool:
    return 0 <= span[0] < span[1] <= len(text)


def _own_words(statement: Statement) -> tuple[Segment, ...]:
    part = statement.content or statement.frame or statement.cue
    return (Segment(text=part.text, marks=("content",)),) if part and part.text else ()


def _windows(text: str, spans: Iterable[Span]) -> list[Span]:
    """Whole sentences around the spans; spans near each other share one window."""
    windows: list[Span] = []
    for begin, end in sorted(spans):
        window = (_sentence_begin(text, begin), _sentence_end(text, end))
        if windows and window[0] - windows[-1][1] <= GAP_MAX:
            windows[-1] = (min(windows[-1][0], window[0]), max(windows[-1][1], window[1]))
        else:
            windows.append(window)
    return windows


def _windows_end(text: str, spans: list[tuple[Span, str]]) -> int:
    return _sentence_end(text, max(end for (_, end), _ in spans))


def _sentence_begin(text: str, at: int) -> int:
    earliest = max(0, at - CONTEXT_MAX)
    begins = [match.end() for match in _sentence_ends(text, earliest, at + 4) if match.end() <= at]
    if begins:
        return begins[-1]
    if earliest == 0:
        return at - len(text[:at].lstrip())
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else earliest


def _sentence_end(text: str, at: int) -> int:
    latest = min(len(text), at + CONTEXT_MAX)
    # From a little before the span's end: the span may itself end with the full stop and its quotes.
    for match in _sentence_ends(text, max(0, at - 4), latest):
        if match.end() >= at:
            return at + len(text[at : match.end()].rstrip())
    if latest == len(text):
        return at + len(text[at:].rstrip())
    space = text.rfind(" ", at, latest)
    return space if space >= 0 else latest


def _sentence_ends(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    for match in _SENTENCE_END.finditer(text, begin, min(end, len(text))):
        if not _is_abbreviation(text, match.start()):
            yield match


def _is_abbreviation(text: str, at: int) -> bool:
    if text[at] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, at - 24), at + 1)
    if word is None:
        return False
    token = word[1].lower()
    # "18. Oktober", "U. S.", "z. B.": a short number or a single letter rarely ends a sentence.
    return (token.isdigit() and len(token) <= 2) or len(token) == 1 or token in _ABBREVIATIONS


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at]
    return not before.strip() or before.rstrip()[-1] in _CLOSING or "\n" in before


def _ends_sentence(text: str, at: int) -> bool:
    after = text[at : at + 8]
    return not after.strip() or text[at - 1] in _CLOSING or after.lstrip(" \t\r").startswith("\n")


def _cut(text: str, window: Span, spans: list[tuple[Span, str]], *, is_gap: bool) -> list[Segment]:
    begin, end = window
    edges = {begin, end}
    for span, _ in spans:
        edges.update(edge for edge in span if begin < edge < end)
    ordered = sorted(edges)
    found: list[Segment] = []
    for left, right in pairwise(ordered):
        marks = tuple(sorted({mark for span, mark in spans if span[0] <= left and right <= span[1]}))
        for piece, is_after_gap in _shortened(text[left:right], is_marked=bool(marks)):
            found.append(Segment(text=piece, marks=marks, is_gap=is_after_gap or (is_gap and not found)))
    return found


def _shortened(piece: str, *, is_marked: bool) -> list[tuple[str, bool]]:
    if is_marked or len(piece) <= UNMARKED_MAX:
        return [(piece, False)]
    half = UNMARKED_MAX // 2
    head, tail = piece[:half], piece[-half:]
    return [(head[: head.rfind(" ") + 1] or head, False), (tail[tail.find(" ") + 1 :], True)]
