"""A text as the reader sees it, and the way back to the text as the user sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dementi.model import Edit, Span


class View:
    """The original text with edits applied, with every offset traceable to the original.

    Readers work on ``view.text`` (drop caps mended, soft hyphens gone, line ends plain);
    whatever leaves the reader goes through :meth:`original`, so that a user's offsets
    always point into the text the user gave.

    Parameters
    ----------
    original_text : the document's text, untouched.
    edits : replacements in the original's offsets, in order, not overlapping.
    """

    __slots__ = ("_mended_begins", "_originals", "edits", "original_text", "text")

    def __init__(self, original_text: str, edits: Sequence[Edit] = ()) -> None:
        self.original_text = original_text
        self.edits = tuple(edits)
        pieces: list[str] = []
        # Each entry: from this mended offset on, the original offset it starts at, and whether
        # it counts on one to one (kept text) or stands for one edited stretch.
        mended_begins = [0]
        originals: list[tuple[int, int, bool]] = [(0, 0, True)]
        cursor = mended = 0
        for begin, end, replacement in self.edits:
            if begin < cursor or end < begin or end > len(original_text):
                raise ValueError(f"edit [{begin}, {end}) overlaps or leaves the text")
            pieces.append(original_text[cursor:begin])
            mended += begin - cursor
            if replacement:
                pieces.append(replacement)
                mended_begins.append(mended)
                originals.append((begin, end, False))
                mended += len(replacement)
            mended_begins.append(mended)
            originals.append((end, end, True))
            cursor = end
        pieces.append(original_text[cursor:])
        self.text = "".join(pieces)
        self._mended_begins = mended_begins
        self._originals = originals

    def original(self, begin: int, end: int) -> Span:
        """The half-open span of the original that ``text[begin:end]`` stands for."""
        if not 0 <= begin <= end <= len(self.text):
            raise ValueError(f"span [{begin}, {end}) leaves the text of {len(self.text)} characters")
        original_begin = self._at(begin, end_of_span=False)
        if begin == end:
            return (original_begin, original_begin)
        return (original_begin, self._at(end - 1, end_of_span=True))

    def _at(self, offset: int, *, end_of_span: bool) -> int:
        index = bisect_right(self._mended_begins, offset) - 1
        begin, end, is_kept = self._originals[index]
        if not is_kept:
            return end if end_of_span else begin
        return begin + offset - self._mended_begins[index] + (1 if end_of_span else 0)
