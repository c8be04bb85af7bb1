"""Where quotation marks open and close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dementi.read.rules.tokens import Text

#: A mark that finds no partner within this many tokens opened nothing; bounds work on broken input.
REACH = 500
#: A quotation may run over this many paragraph breaks before its mark is taken for a stray one.
PARAGRAPH_REACH = 4

#: opening mark -> the marks that may close it
_PAIRS = {
    "„": "“”\"", "“": "”\"“", "«": "»", "»": "«", "‚": "‘’'", "‘": "’'", "`": "'’", "‹": "›", "›": "‹",
    "'": "'’",
}  # fmt: skip
_STRAIGHT = frozenset({'"', "''", "``"})
_SINGLE = frozenset("‚‘`‹›'")


class Quotation(NamedTuple):
    """Tokens ``begin`` to ``end`` (half-open), marks included; ``depth`` 0 is outermost."""

    begin: int
    end: int
    depth: int


def quotations(tokens: Text) -> list[Quotation]:
    """All balanced quotations in order; a mark without a partner in reach is passed over."""
    found: list[Quotation] = []
    open_marks: list[int] = []
    words = tokens.words
    for index, word in enumerate(words):
        if word not in _MARKS:
            continue
        closed = _closed_by(tokens, open_marks, index)
        if closed is not None:
            begin = open_marks[closed]
            del open_marks[closed:]
            if index - begin > 1:
                found.append(Quotation(begin, index + 1, 0))
        elif _can_open(tokens, index) and not _continues(tokens, open_marks, index):
            open_marks.append(index)
            if len(open_marks) > 3:
                del open_marks[0]
    return _with_depths(sorted(found))


_MARKS = frozenset(_PAIRS) | frozenset('”’"') | {"''", "``", "'"}


def _closed_by(tokens: Text, open_marks: Sequence[int], index: int) -> int | None:
    word = tokens.words[index]
    for position in range(len(open_marks) - 1, -1, -1):
        begin = open_marks[position]
        if index - begin > REACH:
            return None
        opener = tokens.words[begin]
        if _fits(opener, word) and _can_close(tokens, index, word):
            breaks = sum(1 for start in range(begin + 1, index + 1) if start in tokens.paragraph_starts)
            if breaks <= PARAGRAPH_REACH:
                return position
    return None


def _fits(opener: str, closer: str) -> bool:
    if opener in _STRAIGHT:
        return closer in ('"', "''", "”")
    if opener == "“" and closer == "“":
        return False
    return closer in _PAIRS.get(opener, "") or (opener in "„“" and closer == "''")


def _can_close(tokens: Text, index: int, word: str) -> bool:
    if word in _SINGLE or word == "’":
        # An apostrophe stands before a letter, a closing mark does not.
        return index + 1 >= len(tokens.words) or not (
            tokens.begins[index + 1] == tokens.ends[index] and tokens.words[index + 1][0].isalnum()
        )
    if word in ('"', "“", "''"):
        is_spaced_before = index > 0 and tokens.begins[index] > tokens.ends[index - 1]
        is_glued_after = index + 1 < len(tokens.words) and tokens.begins[index + 1] == tokens.ends[index]
        return not (is_spaced_before and is_glued_after and tokens.words[index + 1][0].isalnum())
    return True


def _can_open(tokens: Text, index: int) -> bool:
    word = tokens.words[index]
    if word in "”’":
        return False
    if index + 1 >= len(tokens.words):
        return False
    if word == "'":
        # Straight single marks quote in headlines ("Rook: 'That is false'"); elsewhere they are apostrophes.
        is_apart = (
            index > 0 and tokens.words[index - 1] == ":" and tokens.begins[index] > tokens.ends[index - 1]
        )
        return is_apart and tokens.begins[index + 1] == tokens.ends[index]
    if word in _SINGLE or word in ('"', "“"):
        is_glued_before = index > 0 and tokens.begins[index] == tokens.ends[index - 1]
        if is_glued_before and tokens.words[index - 1][-1:].isalnum():
            return False
    return word in _PAIRS or word in _STRAIGHT


def _continues(tokens: Text, open_marks: list[int], index: int) -> bool:
    """A new paragraph inside an open quotation repeats the opening mark (English custom)."""
    if not open_marks or tokens.words[index] != tokens.words[open_marks[-1]]:
        return False
    if index in tokens.paragraph_starts:
        return True
    # The same mark again: the first one was never closed, and the new one counts.
    open_marks.pop()
    return False


def _with_depths(found: list[Quotation]) -> list[Quotation]:
    placed: list[Quotation] = []
    enclosing: list[int] = []
    for begin, end, _ in found:
        while enclosing and enclosing[-1] <= begin:
            enclosing.pop()
        placed.append(Quotation(begin, end, len(enclosing)))
        enclosing.append(end)
    return placed
