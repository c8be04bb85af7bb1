"""Sentences of a treebank (CoNLL-U), and annotations of an older release laid upon them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from dementi.errors import RecordError
from dementi.model import Span

#: Later releases split or merged a few sentences: numbers drift by at most so many.
_DRIFTS = range(-3, 4)
#: What a change of drift costs, in predicates that must fall on verbs to pay for it.
_COST = 4


class TreeSentence(NamedTuple):
    """A sentence's text with where each word stands in it, and which words are verbs."""

    text: str
    words: tuple[Span, ...]
    is_verb: tuple[bool, ...]


def sentences(path: Path) -> list[TreeSentence]:
    """The sentences of a CoNLL-U file.

    Raises
    ------
    RecordError
        If the file cannot be read, or a line has not ten columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(
            f"{path} cannot be read: {error}.", "Give a CoNLL-U file.", slug="gold-unread"
        ) from error
    found: list[TreeSentence] = []
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != 10:
                raise RecordError(
                    f"{path} line {number} has {len(row)} columns.", "Expected the ten of CoNLL-U.",
                    slug="gold-line",
                )  # fmt: skip
            if row[0].isdigit():
                rows.append(row)
        elif not line and rows:
            found.append(_sentence(rows))
            rows = []
    if not found:
        raise RecordError(f"{path} holds no sentence.", "Expected CoNLL-U.", slug="gold-empty")
    return found


def _sentence(rows: list[list[str]]) -> TreeSentence:
    text = ""
    words: list[Span] = []
    for row in rows:
        words.append((len(text), len(text) + len(row[1])))
        text += row[1] if "SpaceAfter=No" in row[9] else row[1] + " "
    return TreeSentence(text, tuple(words), tuple(row[3] in ("VERB", "AUX") for row in rows))


def aligned(trees: list[TreeSentence], annotated: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """Number of the annotated sentence (from 1) → its index here.

    The annotations name no words. They are of verbs, so the course of drifts is taken under which most
    of them fall on verbs.

    Parameters
    ----------
    trees : the sentences of the release at hand.
    annotated : for each annotated sentence the numbers (from 1) of its annotated words.
    """
    numbers = sorted(annotated)
    scores = {drift: 0.0 if drift == 0 else -float(_COST * abs(drift)) for drift in _DRIFTS}
    steps: list[dict[int, int]] = []
    for number in numbers:
        came_from = {drift: _best_before(scores, drift) for drift in _DRIFTS}
        scores = {
            drift: scores[last]
            - _COST * abs(last - drift)
            + _fit(trees, number - 1 + drift, annotated[number])
            for drift, last in came_from.items()
        }
        steps.append(came_from)
    drift = max(scores, key=lambda one: (scores[one], -abs(one)))
    found: dict[int, int] = {}
    for number, came_from in zip(reversed(numbers), reversed(steps), strict=True):
        found[number] = number - 1 + drift
        drift = came_from[drift]
    return {number: index for number, index in found.items() if 0 <= index < len(trees)}


def _best_before(scores: Mapping[int, float], drift: int) -> int:
    return max(scores, key=lambda last: scores[last] - _COST * abs(last - drift))


def _fit(trees: list[TreeSentence], index: int, words: Iterable[int]) -> int:
    verbs = trees[index].is_verb if 0 <= index < len(trees) else ()
    return sum(1 if word <= len(verbs) and verbs[word - 1] else -1 for word in words)
