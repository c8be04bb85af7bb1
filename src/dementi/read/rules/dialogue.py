"""Interviews, transcripts, posts and tickers: a name, a colon, what was said."""

from __future__ import annotations

from bisect import bisect_right

from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import is_time

_NAME_LIMIT = 5
#: A turn of an interview that is longer than this has run away.
_TURN_LIMIT = 400
#: A quotation of up to this many tokens right after the colon is only a part of what was said.
_SHORT_QUOTATION = 6
#: Labels that stand for a speaker without naming one; the first ask, the others tell.
_ASKING = frozenset({"frage", "question", "q", "f"})
_TELLING = frozenset({"antwort", "answer", "a"})
#: "Report: troops sent": somebody reports it, the author does not say who.
_REPORTS = frozenset({"bericht", "berichte", "medienbericht", "medienberichte", "report", "reports"})


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """ "Peskow: Das stimmt nicht." The name must open the line."""
    begin, end = unit
    colon = _colon(a, begin, end)
    core = a.core_end(begin, end)
    if colon is None or colon == begin:
        return []
    start = colon + 1
    while start < core and a.tokens.words[start] == "*":
        start += 1
    label = a.tokens.lowers[begin]
    if colon == begin + 1 and label in _REPORTS and a.tokens.words[colon] == ":" and core - start >= 3:
        return [
            Attribution(
                kind="indirect", content=[(start, core)], stance="reports", cue=[(begin, colon)],
                frame=[(begin, start)], medium="SW", is_impersonal=True,
            )
        ]  # fmt: skip
    is_label = colon == begin + 1 and label in _ASKING | _TELLING
    if core - start < (1 if is_label else 3) or (is_label and label in _ASKING):
        return []
    quotation = a.quotation_at(start)
    if quotation is not None and (quotation.end >= core or quotation.end - start > _SHORT_QUOTATION):
        return []
    if not is_label and (a.tokens.words[colon] == "." or not _is_name(a, begin, colon)):
        return []
    is_question = a.tokens.words[end - 1] == "?"
    return [
        Attribution(
            kind="direct",
            content=[(start, core if is_question else _turn_end(a, unit, core))],
            stance="comments" if is_question else "asserts",
            holds_event=not is_question,
            source=[] if is_label else [(begin, colon)],
            cue=[(colon, colon + 1)],
            frame=[(begin, colon + 1)],
            medium="Speech",
            is_impersonal=is_label,
        )
    ]


def _colon(a: Analysis, begin: int, end: int) -> int | None:
    """The colon that closes the name; a full stop after a label ("A. No.") is as good."""
    if (
        begin + 1 < end
        and a.tokens.words[begin] in ("Q", "A", "F")
        and a.tokens.words[begin + 1] == "."
        and (begin == 0 or "\n" in a.text[a.tokens.ends[begin - 1] : a.tokens.begins[begin]])
    ):
        return begin + 1
    for index in range(begin, min(begin + _NAME_LIMIT + 1, end)):
        if a.tokens.words[index] == ":":
            return index
    return None


def _is_name(a: Analysis, begin: int, colon: int) -> bool:
    if a.tokens.words[begin] == "@":
        return colon == begin + 2 and a.tokens.begins[begin + 1] == a.tokens.ends[begin]
    if a.tokens.lowers[begin] in a.grammar.determiners and a.tokens.words[begin].isupper():
        # "THE CHAIR: …" in a transcript
        begin += 1
    return begin < colon and all(_is_name_part(a, index) for index in range(begin, colon))


def _is_name_part(a: Analysis, index: int) -> bool:
    word = a.tokens.words[index]
    if a.quote_of[index] >= 0 or is_time(a, index):
        return False
    return (
        word[0].isupper()
        and word.lower() not in a.grammar.claim_nouns
        and word.lower() not in a.grammar.labels
        and word.lower() not in a.grammar.determiners
    ) or word == "."


def _turn_end(a: Analysis, unit: Range, core: int) -> int:
    """An answer runs to the end of its line where the lines around it are turns, too."""
    number = bisect_right(a.units, (unit[0], 1 << 60)) - 1
    if number < 0 or a.units[number] != unit:
        return core
    last = number
    while (
        last + 1 < len(a.units)
        and a.units[last + 1][1] - unit[0] <= _TURN_LIMIT
        and "\n" not in a.text[a.tokens.ends[a.units[last][1] - 1] : a.tokens.begins[a.units[last + 1][0]]]
    ):
        last += 1
    if last == number or not (_is_turn(a, last + 1) or _is_turn_before(a, unit)):
        return core
    return a.core_end(*a.units[last])


def _is_turn(a: Analysis, number: int) -> bool:
    """The unit opens with a name or label and a colon."""
    if not 0 <= number < len(a.units):
        return False
    begin, end = a.units[number]
    colon = _colon(a, begin, end)
    if colon is None or colon == begin:
        return False
    is_label = colon == begin + 1 and a.tokens.lowers[begin] in _ASKING | _TELLING
    return is_label or _is_name(a, begin, colon)


def _is_turn_before(a: Analysis, unit: Range) -> bool:
    """The line before is a turn as well."""
    if unit[0] == 0:
        return False
    end = a.text.rfind("\n", 0, a.tokens.begins[unit[0]])
    while end > 0 and a.text[end - 1] in "\r\n ":
        end -= 1
    line = a.text.rfind("\n", 0, max(end, 0)) + 1
    first = a.tokens.token_at(line)
    return _is_turn(a, bisect_right(a.units, (first, 1 << 60)) - 1)
