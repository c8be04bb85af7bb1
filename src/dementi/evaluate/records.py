"""What an evaluation gives: figures in percent, with their intervals, and the worst errors."""

from __future__ import annotations

from typing import Any

from dementi.model import Record


class Score(Record, frozen=True, kw_only=True):
    """One line of the report, in percent; ``low`` and ``high`` are the 95 % interval of F1 over documents."""

    name: str
    precision: float
    recall: float
    f1: float
    low: float | None = None
    high: float | None = None
    gold_count: int = 0
    predicted_count: int = 0


class Confusion(Record, frozen=True, kw_only=True):
    """How often one class was taken for another; ``none`` is an item that no statement was found for."""

    label: str
    gold: str
    predicted: str
    count: int


class Agreement(Record, frozen=True, kw_only=True):
    """How far the gold and its second reader agree: share in percent, and Cohen's kappa (1 is full)."""

    label: str
    share: float
    kappa: float
    count: int


class ReaderError(Record, frozen=True, kw_only=True):
    """One of the worst errors: what was wanted or what was made up, in its context."""

    document: str
    what: str
    kind: str
    overlap: float
    text: str
    predicted: str | None = None
    language: str | None = None


class ReaderScores(Record, frozen=True, kw_only=True):
    """How a reader did on a gold file, or on one part of it.

    ``scores`` are the headline figures; ``kinds``, ``classes``, ``labels`` and ``languages`` are the same by
    kind of statement, by class of a label, by label and by language. ``tally`` says what became of a
    language model's attributions (made up, stitched together …); None for the other readers.
    """

    gold: str
    form: str
    reader: str
    documents: int
    dropped: int
    part: str = "all"
    scores: tuple[Score, ...]
    kinds: tuple[Score, ...] = ()
    labels: tuple[Score, ...] = ()
    classes: tuple[Score, ...] = ()
    languages: tuple[Score, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    errors: tuple[ReaderError, ...] = ()
    tally: Any = None


def percent(share: float) -> float:
    return round(100 * share, 1)
