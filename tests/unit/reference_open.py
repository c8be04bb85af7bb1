"""Open values once more: plain loops over lists and dictionaries, as the formulas have it.

An item is ``{value: {source: weight}}``. What is known of sources is ``{source: {name: number}}`` with the
expected log probabilities of being *not_wrong*, *wrong*, *precise* and *general*. ``follows[source]`` are the
sources that it may have copied from, with the share of common statements that it copies.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from reference_labels import digamma, shares

Item = dict[str, dict[str, float]]
Logs = dict[str, dict[str, float]]
Follows = dict[str, dict[str, float]]

#: As many statements beside those seen: three pseudo-sources with four right ones and a wrong one.
PSEUDO = [(4.0, 1.0)] * 3
NONE = "none of the claimed values"


class Reading(NamedTuple):
    """How values are read, and how statements depend on each other."""

    is_general: bool
    number_share: float
    minutes: float
    false_count: float
    concentration: float
    correlation: float


class Beliefs(NamedTuple):
    """Expected counts of each source, and the Beta distributions that they are drawn from."""

    counts: dict[str, dict[str, float]]  # source → not_wrong, wrong, precise, general
    not_wrong: tuple[float, float]
    precise: tuple[float, float]


# --- values that stand for others --------------------------------------------------------------------


def number_of(value: str) -> tuple[float, float] | None:
    """A number and what its last given digit stands for; at least two digits count as given."""
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value):
        return None
    digits, _, decimals = value.lstrip("+-").partition(".")
    if decimals:
        return float(value), 10.0 ** -len(decimals)
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(value), 10.0 ** max(min(zeros, len(digits) - 2), 0)


def minute_of(value: str) -> int | None:
    """The minute of the day of HH:MM."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", value)
    return (int(found[1]) * 60 + int(found[2])) % 1440 if found else None


@cache
def stands_for(reading: Reading, general: str, specific: str) -> bool:
    """Fewer words, all of them among the other's; a rounder number that the other rounds to; or close."""
    if not reading.is_general or general == specific:
        return False
    minutes = minute_of(general), minute_of(specific)
    numbers = number_of(general), number_of(specific)
    if None not in minutes:
        apart = abs(minutes[0] - minutes[1])
        return min(apart, 1440 - apart) <= reading.minutes
    if None not in numbers:
        (rough, its_unit), (exact, unit) = numbers
        if its_unit > 1.5 * unit:
            return abs(rough - exact) <= 0.5 * its_unit * (1 + 1e-9)
        return abs(rough - exact) <= reading.number_share * max(abs(rough), abs(exact))
    few, many = (set(re.findall(r"\w+", one.lower())) for one in (general, specific))
    return minutes[1] is None and 0 < len(few) < len(many) and few < many


@cache
def can_be_general(reading: Reading, value: str) -> bool:
    """Is there anything that a source could say instead of the value, and not be wrong?"""
    if not reading.is_general:
        return False
    if minute_of(value) is not None:
        return reading.minutes > 0
    return number_of(value) is not None or len(set(re.findall(r"\w+", value.lower()))) > 1


# --- the probability of an item's values -------------------------------------------------------------


def counted(item: Item, follows: Follows) -> Item:
    """What each statement counts: weight · Π (1 - share copied from a source with the same value)."""
    return {
        value: {
            source: weight * math.prod(1 - follows.get(source, {}).get(of, 0.0) for of in said)
            for source, weight in said.items()
        }
        for value, said in item.items()
    }


def log_likelihood(item: Item, true: str, logs: Logs, reading: Reading, claimed: list[str]) -> float:
    """log P(statements | true value).

    Who gives it: P(not wrong), and P(precise) where something could stand for it. Who gives one of the m
    claimed values that stand for it: P(not wrong) · P(general) / (m + 1). Who gives another: P(wrong); and
    all these values come from Pólya's urn with c balls, c / F of each of F false values:
    Γ(c) / Γ(c + n) · Π Γ(c / F + n_value) / Γ(c / F).
    """
    false_values = max(reading.false_count, len(claimed))
    ball = reading.concentration / false_values
    general = [value for value in claimed if true != NONE and stands_for(reading, value, true)]
    total, wrong = 0.0, 0.0
    for value, said in item.items():
        count = sum(said.values())
        for source, part in said.items():
            if value == true:
                total += part * logs[source]["not_wrong"]
                total += part * logs[source]["precise"] if can_be_general(reading, true) else 0.0
            elif value in general:
                total += part * (logs[source]["not_wrong"] + logs[source]["general"])
                total -= part * math.log(len(general) + 1)
            else:
                total += part * logs[source]["wrong"]
        if value != true and value not in general:
            total += math.lgamma(ball + count) - math.lgamma(ball)
            wrong += count
    return total + math.lgamma(reading.concentration) - math.lgamma(reading.concentration + wrong)


def posterior(
    item: Item, logs: Logs, reading: Reading, known: str | None, claimed: list[str]
) -> dict[str, float]:
    """P(value | statements) ∝ P(value) · P(statements | value) ^ (1 / (1 + (n - 1) ρ)), n statements.

    All of F + 1 values are as likely beforehand; NONE is those of them that nobody claims.
    """
    hypotheses = [*claimed, NONE]
    if known is not None:
        answer = known if known in claimed else NONE
        return {value: float(value == answer) for value in hypotheses}
    n = sum(sum(said.values()) for said in item.values())
    temper = 1 / (1 + max(n - 1, 0.0) * reading.correlation)
    scores = {value: temper * log_likelihood(item, value, logs, reading, claimed) for value in hypotheses}
    scores[NONE] += math.log(max(reading.false_count, len(claimed)) + 1 - len(claimed))
    return shares(scores)


# --- how well statements are foretold ----------------------------------------------------------------


def chance(
    item: Item, value: str, source: str, true: str, logs: Logs, reading: Reading, claimed: list[str]
) -> float:
    """P(the source gives the value | true value, the other statements ``item``): the next ball of the urn
    where it is wrong, (c / F + n_value) / (c + n)."""
    one = logs[source]
    right = math.exp(one["not_wrong"]) / (math.exp(one["not_wrong"]) + math.exp(one["wrong"]))
    exact = math.exp(one["precise"]) / (math.exp(one["precise"]) + math.exp(one["general"]))
    general = [other for other in claimed if true != NONE and stands_for(reading, other, true)]
    if value == true:
        return right * (exact if can_be_general(reading, true) else 1.0)
    if value in general:
        return right * (1 - exact) / (len(general) + 1)
    false = {other: sum(item[other].values()) for other in claimed if other != true and other not in general}
    ball = reading.concentration / max(reading.false_count, len(claimed))
    return (1 - right) * (ball + false[value]) / (reading.concentration + sum(false.values()))


def log_odds(probability: float) -> float:
    """In bits, at most 60."""
    odds = max(probability, 1e-300) / max(1 - probability, 1e-300)
    return max(min(math.log2(odds), 60.0), -60.0)


def foretold(
    item: Item, logs: Logs, reading: Reading, follows: Follows
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Of each (value, source): log2 P(statement | the item's others), and by how many bits it moves.

    P = Σ P(true | others) · chance; a value that nobody else gives has no name: any of the F + 2 - n values
    which then are unclaimed would do as well; and the statement may be copied from the source that its
    source follows most closely, one of the k values that it gives: (1 - share) · P + share · [same] / k.
    """
    claimed, parts = list(item), counted(item, follows)
    before = posterior(parts, logs, reading, None, claimed)
    told, bits = {}, {}
    for value, said in item.items():
        for source in said:
            others = {v: {s: p for s, p in parts[v].items() if (v, s) != (value, source)} for v in claimed}
            left = posterior(others, logs, reading, None, claimed)
            probability = sum(
                left[true] * chance(others, value, source, true, logs, reading, claimed) for true in left
            )
            if len(said) == 1:
                probability *= max(reading.false_count, len(claimed)) + 2 - len(claimed)
            speaking = {one for sayers in item.values() for one in sayers}
            followed = {of: share for of, share in follows.get(source, {}).items() if of in speaking}
            if followed:
                of = max(followed, key=followed.__getitem__)
                copied = 1 / sum(of in one for one in item.values()) if of in said else 0.0
                probability = (1 - followed[of]) * min(probability, 1.0) + followed[of] * copied
            told[value, source] = math.log2(min(probability, 1.0))
            bits[value, source] = abs(log_odds(before[value]) - log_odds(left[value]))
    return told, bits


# --- what is learned of sources ----------------------------------------------------------------------


def logs_of(beliefs: Beliefs) -> Logs:
    """E log P under each source's Beta posterior: ψ(count + prior) - ψ(all)."""
    logs = {}
    for source, counts in beliefs.counts.items():
        yes, no = counts["not_wrong"] + beliefs.not_wrong[0], counts["wrong"] + beliefs.not_wrong[1]
        exact, general = counts["precise"] + beliefs.precise[0], counts["general"] + beliefs.precise[1]
        logs[source] = {
            "not_wrong": digamma(yes) - digamma(yes + no),
            "wrong": digamma(no) - digamma(yes + no),
            "precise": digamma(exact) - digamma(exact + general),
            "general": digamma(general) - digamma(exact + general),
        }
    return logs


def empirical(
    records: list[tuple[float, float]], start: tuple[float, float], *, is_mostly: bool = True
) -> tuple[float, float]:
    """Minka's fixed point, three rounds of
    a ← a · (Σ ψ(yes + a) - ψ(a) + 0.5) / (Σ ψ(all + a + b) - ψ(a + b) + 0.1), and the same of b;
    over the sources seen and the pseudo-sources; 0.05 to 500; b not above a.
    """
    records = [record for record in records if sum(record) > 0] + PSEUDO
    a, b = start
    for _ in range(3):
        below = sum(digamma(yes + no + a + b) - digamma(a + b) for yes, no in records) + 0.1
        up = sum(digamma(yes + a) - digamma(a) for yes, _ in records) + 0.5
        down = sum(digamma(no + b) - digamma(b) for _, no in records) + 0.5
        a, b = min(max(a * up / below, 0.05), 500.0), min(max(b * down / below, 0.05), 500.0)
    return a, min(a, b) if is_mostly else b


def learning_round(
    items: dict[str, Item], known: dict[str, str], beliefs: Beliefs, reading: Reading, follows: Follows
) -> Beliefs:
    """Σ weight · P(not wrong), P(wrong), P(precise), P(general) of each source; and priors that fit them."""
    logs = logs_of(beliefs)
    counts = {
        source: dict.fromkeys(("not_wrong", "wrong", "precise", "general"), 0.0) for source in beliefs.counts
    }
    for name, item in items.items():
        claimed = list(item)
        found = posterior(counted(item, follows), logs, reading, known.get(name), claimed)
        for value, said in item.items():
            stands = sum(found[true] for true in claimed if stands_for(reading, value, true))
            for source, weight in said.items():
                counts[source]["not_wrong"] += weight * (found[value] + stands)
                counts[source]["wrong"] += weight * (1 - found[value] - stands)
                counts[source]["precise"] += weight * (found[value] if can_be_general(reading, value) else 0)
                counts[source]["general"] += weight * stands
    not_wrong = empirical([(one["not_wrong"], one["wrong"]) for one in counts.values()], beliefs.not_wrong)
    precise = beliefs.precise
    if reading.is_general:
        precise = empirical([(one["precise"], one["general"]) for one in counts.values()], precise)
    return Beliefs(counts, not_wrong, precise)
