"""Precision and recall of quotes by token overlap, and of labelled spans by exact match."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from dementi.evaluate.gold import Quote
from dementi.evaluate.records import Score, percent
from dementi.model import Span

#: Draws of the bootstrap, and the seed that makes them the same each time.
DRAWS, SEED = 1000, 1

Tokens = frozenset[int]


class Sums(NamedTuple):
    """What one document adds: credit and count of predictions (precision) and of gold (recall)."""

    precision_sum: float = 0.0
    precision_count: int = 0
    recall_sum: float = 0.0
    recall_count: int = 0

    def plus(self, other: Sums) -> Sums:
        return Sums(
            self.precision_sum + other.precision_sum,
            self.precision_count + other.precision_count,
            self.recall_sum + other.recall_sum,
            self.recall_count + other.recall_count,
        )

    @property
    def precision(self) -> float:
        return self.precision_sum / self.precision_count if self.precision_count else 0.0

    @property
    def recall(self) -> float:
        return self.recall_sum / self.recall_count if self.recall_count else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def tokens_of(spans: Iterable[Span], tokens: Sequence[Span]) -> Tokens:
    """Numbers of the tokens that lie, at least in part, in the spans."""
    begins = [begin for begin, _ in tokens]
    ends = [end for _, end in tokens]
    numbers: set[int] = set()
    for begin, end in spans:
        numbers.update(range(bisect_right(ends, begin), bisect_left(begins, end)))
    return frozenset(numbers)


def in_tokens(quote: Quote, tokens: Sequence[Span]) -> dict[str, Tokens]:
    return {role: tokens_of(spans, tokens) for role, spans in quote.roles.items()}


def pairs(
    gold: Sequence[Mapping[str, Tokens]],
    predicted: Sequence[Mapping[str, Tokens]],
    roles: Sequence[str] = ("content",),
) -> dict[int, int]:
    """Assign predictions to gold one to one by the overlap of their contents, best overlap first.

    What the first of ``roles`` leaves unassigned is assigned by the next one.
    """
    assigned: dict[int, int] = {}
    taken: set[int] = set()
    for role in roles:
        for gold_at, at in _by_overlap(gold, predicted, role):
            if gold_at not in assigned and at not in taken:
                assigned[gold_at] = at
                taken.add(at)
    return assigned


def _by_overlap(
    gold: Sequence[Mapping[str, Tokens]], predicted: Sequence[Mapping[str, Tokens]], role: str
) -> list[tuple[int, int]]:
    """Which gold and prediction share tokens of a role, those that share most of them first."""
    overlaps = []
    for gold_at, wanted in enumerate(gold):
        for at, found in enumerate(predicted):
            common = len(wanted[role] & found[role])
            if common:
                dice = 2 * common / (len(wanted[role]) + len(found[role]))
                overlaps.append((-dice, gold_at, at))
    return [(gold_at, at) for _, gold_at, at in sorted(overlaps)]


def overlap_sums(
    gold: Sequence[Mapping[str, Tokens]],
    predicted: Sequence[Mapping[str, Tokens]],
    assigned: Mapping[int, int],
    role: str,
) -> Sums:
    """Credit of one role over one document; a quote without a partner gets none."""
    back = {at: gold_at for gold_at, at in assigned.items()}
    precision_sum = recall_sum = 0.0
    precision_count = recall_count = 0
    for gold_at, wanted in enumerate(gold):
        if wanted[role]:
            recall_count += 1
            if gold_at in assigned:
                recall_sum += len(wanted[role] & predicted[assigned[gold_at]][role]) / len(wanted[role])
    for at, found in enumerate(predicted):
        if found[role]:
            precision_count += 1
            if at in back:
                precision_sum += len(found[role] & gold[back[at]][role]) / len(found[role])
    return Sums(precision_sum, precision_count, recall_sum, recall_count)


def exact_sums(
    gold: Iterable[tuple[str, int, int]], predicted: Iterable[tuple[str, int, int]], role: str
) -> Sums:
    """Credit of the spans of one role that agree to the token."""
    wanted = {span for span in gold if span[0] == role}
    found = {span for span in predicted if span[0] == role}
    right = float(len(wanted & found))
    return Sums(right, len(found), right, len(wanted))


def total(sums: Iterable[Sums]) -> Sums:
    # By columns: the bootstrap adds up thousands of documents a thousand times.
    credit, found, recalled, wanted = [sum(column) for column in zip(*sums, strict=True)] or (0.0, 0, 0.0, 0)
    return Sums(credit, int(found), recalled, int(wanted))


def f1_interval(sums_by_group: Sequence[Sums]) -> tuple[float, float]:
    """95 % bootstrap interval of F1, documents drawn with replacement."""
    if not sums_by_group:
        return (0.0, 0.0)
    # Same file, same interval.
    draw = random.Random(SEED)  # noqa: S311 -- no secret is drawn
    values = sorted(total(draw.choices(sums_by_group, k=len(sums_by_group))).f1 for _ in range(DRAWS))
    return (values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1])


def score(name: str, sums_by_document: Sequence[Sums]) -> Score:
    """Sums of documents as one line of the report, with its interval."""
    sums = total(sums_by_document)
    low, high = f1_interval(sums_by_document)
    return Score(
        name=name, precision=percent(sums.precision), recall=percent(sums.recall), f1=percent(sums.f1),
        low=percent(low), high=percent(high),
        gold_count=sums.recall_count, predicted_count=sums.precision_count,
    )  # fmt: skip


def renamed(one: Score, name: str) -> Score:
    return msgspec.structs.replace(one, name=name)
