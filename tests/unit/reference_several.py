"""The latent truth model (several true values per item) once more, in plain Python.

An item is ``{value: {source: weight}}``; a source that speaks of the item and leaves out a value denies it.
"""

from __future__ import annotations

import math
import statistics
from typing import NamedTuple

from reference_labels import digamma
from reference_open import Item, empirical

from dementi.weigh.tables.open_values.several import DESIGNS


class Source(NamedTuple):
    """log P(what it does | true) - log P(the same | false), and the probabilities themselves."""

    given: float
    silent: float
    recall: float
    false_alarm: float


class Tally(NamedTuple):
    """Expected number of true and false values that a source gave and left out."""

    given_true: float
    silent_true: float
    given_false: float
    silent_false: float


def speakers(item: Item) -> list[str]:
    """All sources that speak of the item."""
    return sorted({source for said in item.values() for source in said})


def tempered(item: Item, correlation: float, *, left_out: int = 0) -> float:
    """1 / (1 + (n - 1) ρ), n sources speaking."""
    return 1 / (1 + max(len(speakers(item)) - left_out - 1, 0) * correlation)


def worth(item: Item, value: str, source: str, sources: dict[str, Source]) -> float:
    """What the source does with the value, in nats: weight · log ratio of giving it, or that of silence."""
    said = item[value]
    return said[source] * sources[source].given if source in said else sources[source].silent


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x))"""
    return 1 / (1 + math.exp(-x))


def posterior(
    item: Item, sources: dict[str, Source], prior: float, correlation: float, known: str | None
) -> dict[str, float]:
    """P(value is true): log odds = prior + temper · Σ over all who speak of the item of what they do."""
    if known is not None:
        return {value: float(value == known) for value in item}
    temper = tempered(item, correlation)
    return {
        value: sigmoid(prior + temper * sum(worth(item, value, s, sources) for s in speakers(item)))
        for value in item
    }


def tally(items: dict[str, Item], found: dict[str, dict[str, float]], source: str) -> Tally:
    """Sums over the values of the items that it speaks of."""
    sums = [0.0, 0.0, 0.0, 0.0]
    for name, item in items.items():
        if source in speakers(item):
            for value, said in item.items():
                silent = source not in said
                sums[silent] += found[name][value]
                sums[2 + silent] += 1 - found[name][value]
    return Tally(*sums)


def foretold(
    item: Item, sources: dict[str, Source], prior: float, correlation: float
) -> dict[tuple[str, str], float]:
    """log2 P(the source gives, or leaves out, the value | what the others do), of each (value, source)."""
    found = {}
    temper = tempered(item, correlation, left_out=1)
    for value in item:
        for source in speakers(item):
            others = sum(worth(item, value, s, sources) for s in speakers(item) if s != source)
            true = sigmoid(prior + temper * others)
            gives = true * sources[source].recall + (1 - true) * sources[source].false_alarm
            found[value, source] = math.log2(gives if source in item[value] else 1 - gives)
    return found


def fit(items: dict[str, Item], known: dict[str, str]) -> dict[str, dict[str, float]]:
    """From votes, rounds of tallies, Beta priors that fit them and posteriors, until no recall moves by 5e-4;
    then the largest correlation that foretells within a standard error of the best."""
    names = sorted({source for item in items.values() for source in speakers(item)})
    recall, specificity = (2.0, 1.0), (9.0, 1.0)
    found = {}
    for name, item in items.items():
        n = len(speakers(item))
        found[name] = {value: (len(said) + 0.5) / (n + 1) for value, said in item.items()}
        if name in known:
            found[name] = posterior(item, {}, 0.0, 0.0, known[name])
    sources = {source: Source(0.0, 0.0, 0.0, 0.0) for source in names}
    prior = 0.0
    for _ in range(60):
        tallies = {source: tally(items, found, source) for source in names}
        recall = empirical([(t.given_true, t.silent_true) for t in tallies.values()], recall, is_mostly=False)
        specificity = empirical([(t.silent_false, t.given_false) for t in tallies.values()], specificity)
        true = sum(sum(of_item.values()) for of_item in found.values())
        prior = math.log(1 + true) - math.log(1 + sum(len(item) for item in items.values()) - true)
        before, sources = sources, {s: learned(tallies[s], recall, specificity) for s in names}
        if max(abs(sources[s].recall - before[s].recall) for s in names) < 5e-4:
            break
        found = {n: posterior(item, sources, prior, 0.0, known.get(n)) for n, item in items.items()}
    correlation = best_correlation(items, sources, prior, known)
    return {n: posterior(item, sources, prior, correlation, known.get(n)) for n, item in items.items()}


def learned(one: Tally, recall: tuple[float, float], specificity: tuple[float, float]) -> Source:
    """Under Beta posteriors: E log P = ψ(count) - ψ(all)."""
    given, left = one.given_true + recall[0], one.silent_true + recall[1]
    kept, said = one.silent_false + specificity[0], one.given_false + specificity[1]
    of_true, of_false = digamma(given + left), digamma(kept + said)
    return Source(
        (digamma(given) - of_true) - (digamma(said) - of_false),
        (digamma(left) - of_true) - (digamma(kept) - of_false),
        given / (given + left),
        said / (kept + said),
    )


def best_correlation(
    items: dict[str, Item], sources: dict[str, Source], prior: float, known: dict[str, str]
) -> float:
    """The largest one whose items are foretold worse than the best's by at most √items · σ(differences)."""
    scores = {
        rho: [
            0.0 if name in known else sum(foretold(item, sources, prior, rho).values())
            for name, item in items.items()
        ]
        for rho in DESIGNS
    }
    best = max(scores.values(), key=sum)
    close = []
    for rho, score in scores.items():
        gaps = [one - other for one, other in zip(best, score, strict=True)]
        if sum(gaps) <= statistics.pstdev(gaps) * math.sqrt(len(gaps)):
            close.append(rho)
    return max(close)
