"""Figures of a classification: per class, macro-averaged, with intervals, confusions and agreement."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from dementi.evaluate.records import Agreement, Confusion, Score, percent
from dementi.evaluate.scoring import DRAWS, SEED

#: (gold class, predicted class) of one item.
Pair = tuple[str, str]
#: The class of an item that no statement was found for.
MISSED = "none"


def scores(name: str, documents: Sequence[Sequence[Pair]]) -> tuple[Score, tuple[Score, ...]]:
    """The macro average over the classes that gold holds, and each class; intervals over documents.

    Parameters
    ----------
    name : what the macro average is called.
    documents : for each document the gold and the predicted class of its items.

    Returns
    -------
    Macro-averaged precision, recall and F1 (F1 is the mean of the classes' F1), and the classes by name.
    """
    counts = Counter(pair for document in documents for pair in document)
    figures = _figures(counts)
    drawn: dict[str, list[float]] = defaultdict(list)
    draw = random.Random(SEED)  # noqa: S311 -- no secret is drawn
    for _ in range(DRAWS if documents else 0):
        sample = Counter(pair for document in draw.choices(documents, k=len(documents)) for pair in document)
        here = _figures(sample)
        drawn[""].append(_mean([f1 for _, _, f1 in here.values()]))
        for one, (_, _, f1) in here.items():
            drawn[one].append(f1)
    gold_counts = _gold_counts(counts)
    predicted_counts = Counter[str]()
    for (_, predicted), count in counts.items():
        predicted_counts[predicted] += count
    classes = tuple(
        _score(one, figures[one], drawn[one], gold_counts[one], predicted_counts[one])
        for one in sorted(figures, key=lambda one: (-gold_counts[one], one))
    )
    macro = (
        _mean([precision for precision, _, _ in figures.values()]),
        _mean([recall for _, recall, _ in figures.values()]),
        _mean([f1 for _, _, f1 in figures.values()]),
    )
    found = counts.total() - predicted_counts[MISSED]
    return _score(name, macro, drawn[""], counts.total(), found), classes


def confusions(label: str, pairs: Sequence[Pair]) -> tuple[Confusion, ...]:
    """Each wrong answer with how often it was given, the most frequent first."""
    counts = Counter(pair for pair in pairs if pair[0] != pair[1])
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Confusion(label=label, gold=gold, predicted=predicted, count=count)
        for (gold, predicted), count in ordered
    )


def agreement(label: str, pairs: Sequence[Pair]) -> Agreement:
    """Raw agreement of two readers and Cohen's kappa [1]_.

    References
    ----------
    .. [1] Cohen (1960), A coefficient of agreement for nominal scales.
    """
    count = len(pairs)
    share = sum(first == second for first, second in pairs) / count if count else 0.0
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[one] * seconds[one] for one in firsts) / count**2 if count else 0.0
    # Where both always give the same one class, chance explains all of it, and nothing is left to measure.
    kappa = (share - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
    return Agreement(label=label, share=percent(share), kappa=round(kappa, 3), count=count)


def _figures(counts: Counter[Pair]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each class that gold holds."""
    right = Counter[str]()
    gold_counts, predicted_counts = _gold_counts(counts), Counter[str]()
    for (gold, predicted), count in counts.items():
        predicted_counts[predicted] += count
        if gold == predicted:
            right[gold] += count
    return {
        one: (
            right[one] / predicted_counts[one] if predicted_counts[one] else 0.0,
            right[one] / gold_counts[one],
            2 * right[one] / (gold_counts[one] + predicted_counts[one]),
        )
        for one in gold_counts
    }


def _gold_counts(counts: Counter[Pair]) -> Counter[str]:
    found = Counter[str]()
    for (gold, _), count in counts.items():
        found[gold] += count
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _score(
    name: str, figures: tuple[float, float, float], drawn: list[float], gold_count: int, predicted_count: int
) -> Score:
    precision, recall, f1 = figures
    drawn = sorted(drawn)
    return Score(
        name=name, precision=percent(precision), recall=percent(recall), f1=percent(f1),
        low=percent(drawn[int(0.025 * len(drawn))]) if drawn else None,
        high=percent(drawn[max(0, int(0.975 * len(drawn)) - 1)]) if drawn else None,
        gold_count=gold_count, predicted_count=predicted_count,
    )  # fmt: skip
