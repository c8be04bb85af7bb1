"""Agency credits at a text's end: "(dpa)", "mit Material von AFP", "(Reporting by …)"."""

from __future__ import annotations

import re
from typing import NamedTuple

from dementi.load.agencies import AGENCY, LISTED, named
from dementi.load.datelines import credited
from dementi.model import Span

_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:mit\s+|with\s+|Quellen?:\s*|Sources?:\s*)?(?P<credit>[^()\[\]\n]{2,60}?)\s*[)\]]\s*\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(LISTED, re.IGNORECASE)
_LAST_LINE = re.compile(
    rf"""(?: (?: mit\s+(?:Material|Informationen|Agenturmaterial)(?:\s+(?:von|der|des))?
               | (?:Text|Quellen?|Sources?|Agentur)\s*:
               | with\s+(?:reporting|material|files)\s+(?:by|from)
               | © | \(c\) | copyright
             )\s*(?:\d{{4}}\s+)?(?:the\s+|der\s+)?(?:{LISTED})\b.{{0,80}}
           | {LISTED}
           | (?:The\s+)?{AGENCY}(?:\s+and\s+{AGENCY})?\s+contributed\s+to\s+this\s+(?:report|story|article)
         )""",
    re.IGNORECASE | re.VERBOSE,
)
_REPORTING = re.compile(
    r"[(\[]?\s*(?:Additional\s+)?(?:Reporting|Writing|Editing|Bearbeitet|Geschrieben|Redigiert)\s+(?:by|von)\b.{3,400}",
    re.IGNORECASE | re.DOTALL,
)
#: A credit is a short line; a longer last paragraph is part of the report.
_CREDIT_LENGTH = 250


class Credits(NamedTuple):
    """The agencies credited at a text's end, and the lines that do it."""

    names: tuple[str, ...]
    spans: tuple[Span, ...]


def credits_at_end(text: str, begin: int) -> Credits:
    """Credits in the last paragraphs of ``text`` from ``begin`` on."""
    names: tuple[str, ...] = ()
    spans: list[Span] = []
    end = len(text.rstrip())
    while end > begin:
        start = max(text.rfind("\n", begin, end) + 1, begin)
        paragraph = text[start:end].strip()
        if not _is_credit(paragraph):
            break
        names = named(paragraph) + names
        spans.insert(0, (start, end))
        end = len(text[:start].rstrip())
    tail_begin = max(begin, end - _CREDIT_LENGTH)
    bracket = _IN_BRACKETS.search(text[tail_begin:end])
    in_bracket = _credited_in(bracket)
    if bracket is not None and in_bracket:
        names = in_bracket + names
        spans.insert(0, (tail_begin + bracket.start(), end))
    return Credits(tuple(dict.fromkeys(names)), tuple(spans))


def _credited_in(bracket: re.Match[str] | None) -> tuple[str, ...]:
    if bracket is None:
        return ()
    words = bracket["credit"]
    # "(AP said so)" is no credit, though it names an agency.
    return named(words) if _LISTED.fullmatch(words) else () if named(words) else credited(words)


def _is_credit(paragraph: str) -> bool:
    if not paragraph or len(paragraph) > _CREDIT_LENGTH * 2:
        return False
    if _REPORTING.fullmatch(paragraph):
        return True
    plain = paragraph.strip("()[]*_ .")
    return len(plain) <= _CREDIT_LENGTH and _LAST_LINE.fullmatch(plain) is not None and bool(named(plain))
