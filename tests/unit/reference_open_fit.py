"""Open values with one answer once more, as a whole: how to read a table, its sources, its values.

For tables in which no two sources have three items in common, so that nobody can be found to copy.
"""

from __future__ import annotations

import math
import statistics

from reference_open import (
    NONE,
    Beliefs,
    Item,
    Reading,
    foretold,
    learning_round,
    logs_of,
    posterior,
    stands_for,
)

from dementi.weigh.tables.open_values.settings import CONCENTRATIONS, DESIGNS, FALSE_COUNTS

LIKENESSES = ((False, 0.0, 0.0), (True, 0.0, 0.0), (True, 0.01, 2.0))
NOBODY_FOLLOWS: dict[str, dict[str, float]] = {}


def reliability(beliefs: Beliefs) -> dict[str, float]:
    """(not wrong + a) / (all + a + b)"""
    a, b = beliefs.not_wrong
    return {
        source: (counts["not_wrong"] + a) / (counts["not_wrong"] + counts["wrong"] + a + b)
        for source, counts in beliefs.counts.items()
    }


def unseen(items: dict[str, Item]) -> Beliefs:
    """Before anything is seen: four of five statements are not wrong, three of four of those precise."""
    sources = sorted({source for item in items.values() for said in item.values() for source in said})
    names = ("not_wrong", "wrong", "precise", "general")
    return Beliefs({source: dict.fromkeys(names, 0.0) for source in sources}, (4.0, 1.0), (3.0, 1.0))


def learned(
    items: dict[str, Item], known: dict[str, str], beliefs: Beliefs, reading: Reading, rounds: int
) -> Beliefs:
    """So many rounds, or fewer if no reliability moves by 5e-4."""
    for _ in range(rounds):
        before = reliability(beliefs)
        beliefs = learning_round(items, known, beliefs, reading, NOBODY_FOLLOWS)
        after = reliability(beliefs)
        if max(abs(after[source] - before[source]) for source in after) < 5e-4:
            break
    return beliefs


def item_scores(
    items: dict[str, Item], known: dict[str, str], beliefs: Beliefs, reading: Reading
) -> list[float]:
    """Σ weight · log2 P(statement | the item's others), for each item; 0 where the answer is known."""
    logs, scores = logs_of(beliefs), []
    for name, item in items.items():
        told, _ = foretold(item, logs, reading, NOBODY_FOLLOWS) if name not in known else ({}, {})
        scores.append(sum(item[value][source] * log for (value, source), log in told.items()))
    return scores


def best_reading(items: dict[str, Item], known: dict[str, str]) -> Reading:
    """The best of the relations between values, with F = 20 and c = 4; then twice the best c and the best F;
    each tried with eight rounds of learning, by Σ item scores."""

    def score(reading: Reading) -> float:
        beliefs = learned(items, known, unseen(items), reading, 8)
        return sum(item_scores(items, known, beliefs, reading))

    best = max((Reading(*one, 20.0, 4.0, 0.0) for one in likenesses(items)), key=score)
    for _ in range(2):
        best = max((best._replace(concentration=one) for one in CONCENTRATIONS), key=score)
        best = max((best._replace(false_count=one) for one in FALSE_COUNTS), key=score)
    return best


def likenesses(items: dict[str, Item]) -> list[tuple[bool, float, float]]:
    """A more permissive relation only where it relates more values of some item."""
    kept, most = [LIKENESSES[0]], 0
    for likeness in LIKENESSES[1:]:
        reading = Reading(*likeness, 20.0, 4.0, 0.0)
        count = sum(
            stands_for(reading, one, other) for item in items.values() for one in item for other in item
        )
        if count > most:
            kept.append(likeness)
            most = count
    return kept


def best_correlation(
    items: dict[str, Item], known: dict[str, str], beliefs: Beliefs, reading: Reading
) -> float:
    """The largest one whose items are foretold worse than the best's by at most √items · σ(differences)."""
    scores = {rho: item_scores(items, known, beliefs, reading._replace(correlation=rho)) for rho in DESIGNS}
    best, close = max(scores.values(), key=sum), []
    for rho, score in scores.items():
        gaps = [one - other for one, other in zip(best, score, strict=True)]
        if sum(gaps) <= statistics.pstdev(gaps) * math.sqrt(len(gaps)):
            close.append(rho)
    return max(close)


def fit(items: dict[str, Item], known: dict[str, str]) -> dict[tuple[str, str], float]:
    """From the table to the probability of each (item, value) that somebody claims."""
    reading = best_reading(items, known)
    beliefs = learned(items, known, unseen(items), reading, 40)
    beliefs = learned(items, known, beliefs, reading, 40)  # the engine polishes on the whole table
    reading = reading._replace(correlation=best_correlation(items, known, beliefs, reading))
    logs, cells = logs_of(beliefs), {}
    for name, item in items.items():
        found = posterior(item, logs, reading, known.get(name), list(item))
        cells |= {(name, value): share for value, share in found.items() if value != NONE}
    return cells
