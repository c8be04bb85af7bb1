"""The label models once more, continued: how well statements are foretold, and the models pooled.

See :mod:`reference_labels`. ``fit`` is the whole.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reference_labels import (
    NO_PRIOR,
    Model,
    Prior,
    State,
    Statement,
    Table,
    believed_states,
    evidence,
    kind_mean,
    log_sum,
    posterior,
    shares,
    table_of,
    telling,
    total_of,
    train,
)

from dementi.weigh.tables.labels.fit import UNSEEN_DEPENDENCE
from dementi.weigh.tables.labels.models import GUESS_STRENGTH, ROW_STRENGTH
from dementi.weigh.tables.labels.predictive import (
    CORRELATIONS,
    EVEN_STATEMENTS,
    SIMPLE_SHARE,
    USUAL_CORRELATION,
)

# --- how well statements are foretold ----------------------------------------------------------------


def chance(
    table: Table, name: str, model: Model, one: Statement, now: dict[State, float], state: State
) -> float:
    """P(the source gives the label | state), learned from all statements but this one, which is taken out of
    the source's record with the states believed now."""
    if name == "reliability":
        return _reliable_chance(table, model, one, now, state)
    own = one.weight * now[state]
    seen = max(model.counts[one.source, one.label, state] - own, 0.0)
    row = max(sum(model.counts[one.source, x, state] for x in table.labels) - own, 0.0)
    if name == "rows":
        return (seen + ROW_STRENGTH * _row_mean(table, model, one, now, state[0])) / (row + ROW_STRENGTH)
    all_means = sum(kind_mean(table, state[0], x) for x in table.labels)
    return (seen + kind_mean(table, state[0], one.label)) / (row + all_means)


def _reliable_chance(
    table: Table, model: Model, one: Statement, now: dict[State, float], state: State
) -> float:
    """r = (right + a) / (statements + a + b) without this statement; of the wrong labels (1 - r) · share."""
    left = max(total_of(table, one.source) - one.weight, 0.0)
    right = min(max(model.right[one.source] - one.weight * now[one.label, 0], 0.0), left)
    reliability = (right + model.belief[0]) / (left + sum(model.belief))
    return reliability if state[0] == one.label else (1 - reliability) * model.shared[state[0], one.label]


def _row_mean(table: Table, model: Model, one: Statement, now: dict[State, float], true: str) -> float:
    """try · shared(x | t) + (1 - try) · guess(x), both without this statement."""
    s, x = one.source, one.label
    trying = 0.0
    for t in table.labels:
        tried = model.tries[s] * model.shared[t, x]
        trying += now[t, 0] * tried / (tried + (1 - model.tries[s]) * model.guesses[s, x])
    left = max(total_of(table, s) - one.weight, 0.0)
    tried = min(max(model.right[s] - one.weight * trying, 0.0), left)
    try_share = (tried + model.belief[0]) / (left + sum(model.belief))
    strength, lost = GUESS_STRENGTH * len(table.labels), one.weight * (1 - trying)
    guess = max(model.guessed[s, x] - lost, 0.0) + strength * model.usual[x]
    guess /= max(sum(model.guessed[s, y] for y in table.labels) + strength - lost, strength)
    return try_share * model.shared[true, x] + (1 - try_share) * guess


def foretold(table: Table, name: str, model: Model, correlations: list[float]) -> list[list[float]]:
    """log Σ P(state | the item's other statements) · P(statement | state), for each statement and each
    correlation ρ; n other statements count 1 / (1 + (n - 1) ρ) each."""
    found = []
    for item in table.items.values():
        heard, now = evidence(model, item), believed_states(model, item)
        for one in item.statements:
            chances = {state: chance(table, name, model, one, now, state) for state in heard}
            others = sum(other.weight for other in item.statements) - one.weight
            logs = []
            for correlation in correlations:
                temper = 1 / (1 + correlation * max(others - 1.0, 0.0))
                scores = {
                    state: temper * (heard[state] - one.weight * model.says[one.source][one.label][state])
                    + model.prior[state]
                    for state in heard
                }
                left = posterior(item, scores)
                told = sum(left[state] * chances[state] for state in left)
                logs.append(math.log(max(told, 1e-12)))
            found.append(logs)
    return found


def weights_of(table: Table) -> list[float]:
    """Of all statements, in the order in which they are foretold."""
    return [one.weight for item in table.items.values() for one in item.statements]


def correlation_of(table: Table, name: str, model: Model) -> float:
    """The posterior mean of ρ: E ρ under exp(Σ weight · log P(statement) - ρ / 0.15), by the grid's cells."""
    grid = [float(one) for one in CORRELATIONS]
    logs, weights = foretold(table, name, model, grid), weights_of(table)
    scores = {}
    for place, correlation in enumerate(grid):
        low = 0.0 if place == 0 else (grid[place - 1] + correlation) / 2
        high = 1.0 if place == len(grid) - 1 else (correlation + grid[place + 1]) / 2
        told = sum(weight * log[place] for weight, log in zip(weights, logs, strict=True))
        scores[correlation] = told - correlation / USUAL_CORRELATION + math.log(high - low)
    return sum(correlation * share for correlation, share in shares(scores).items())


def stacked(logs: list[list[float]], weights: list[float], least: list[float]) -> list[float]:
    """200 rounds of w ∝ 5 + Σ weight · w p / Σ w p for the mixture of the models' predictions p; then
    (1 - Σ least) w + least."""
    count = len(logs)
    mixture = [1 / count] * count
    for _ in range(200):
        found = [EVEN_STATEMENTS] * count
        for place, weight in enumerate(weights):
            top = max(log[place] for log in logs)
            parts = [share * math.exp(log[place] - top) for share, log in zip(mixture, logs, strict=True)]
            for number in range(count):
                found[number] += weight * parts[number] / sum(parts)
        mixture = [share / sum(found) for share in found]
    return [(1 - sum(least)) * share + low for share, low in zip(mixture, least, strict=True)]


# --- the pool ----------------------------------------------------------------------------------------


def strength(table: Table, models: list[tuple[Model, float]], source: str, label: str) -> float:
    """|Σ model weight · (E log P(x | x) - mean of E log P(x | t) over other t)|, kinds by their shares."""
    lifted = 0.0
    for model, weight in models:
        speaks = {}
        for true in table.labels:
            kinds = shares({kind: model.prior[true, kind] for kind in range(model.kind_count)})
            speaks[true] = sum(kinds[kind] * model.says[source][label][true, kind] for kind in kinds)
        others = [speaks[true] for true in table.labels if true != label]
        lifted += weight * (speaks[label] - sum(others) / len(others))
    return abs(lifted)


def pooled(
    table: Table, models: list[tuple[Model, float]], correlation: float
) -> dict[tuple[str, str], float]:
    """log P(label) = Σ model weight · log P_model(label), each model's evidence tempered by
    1 / (1 + ρ (n - 1)), n the item's statements counted in such of usual strength."""
    strengths = {(s, x): strength(table, models, s, x) for s in table.sources for x in table.labels}
    all_statements = [one for item in table.items.values() for one in item.statements]
    usual = sum(one.weight * strengths[one.source, one.label] for one in all_statements)
    usual = max(usual / sum(one.weight for one in all_statements), 1e-9)
    found = {}
    for name, item in table.items.items():
        voices = sum(one.weight * strengths[one.source, one.label] for one in item.statements) / usual
        temper = 1 / (1 + correlation * max(voices - 1, 0.0))
        scores = dict.fromkeys(table.labels, 0.0)
        for model, weight in models:
            heard = evidence(model, item)
            by_state = {state: temper * heard[state] + model.prior[state] for state in heard}
            for label in table.labels:
                kinds = [by_state[label, kind] for kind in range(model.kind_count)]
                scores[label] += weight * (log_sum(kinds) - log_sum(list(by_state.values())))
        left = posterior(item, {(label, 0): score for label, score in scores.items()})
        for label in {one.label for one in item.statements}:
            found[name, label] = left[label, 0]
    return found


class Fit(NamedTuple):
    probabilities: dict[tuple[str, str], float]  # of each (item, label) that somebody claims
    weights: dict[str, float]  # of the models


def fit(rows: list[tuple[str, str, str, float]], known: dict[str, str], prior: Prior = NO_PRIOR) -> Fit:
    """From rows to probabilities.

    Of two labels: rows and kinds are pooled; of more: one reliability and rows. The correlation is 1.75
    times the geometric mean of what is believed of it under one reliability and under rows.
    """
    table = table_of(rows, known, prior)
    names = ["reliability", "rows", *(["kinds"] if len(table.labels) == 2 else [])]
    taught = telling(table, known)
    models = {name: train(taught, name) for name in names}
    rho = {name: correlation_of(taught, name, models[name]) for name in names}
    pool = names[1:] if len(table.labels) == 2 else names
    logs = [[log[0] for log in foretold(taught, name, models[name], [rho[name]])] for name in pool]
    least = [SIMPLE_SHARE if name == "reliability" else 0.0 for name in pool]
    mixture = stacked(logs, weights_of(taught), least)
    correlation = UNSEEN_DEPENDENCE * math.sqrt(rho["reliability"] * rho["rows"])
    found = pooled(table, [(models[name], w) for name, w in zip(pool, mixture, strict=True)], correlation)
    return Fit(found, dict.fromkeys(names, 0.0) | dict(zip(pool, mixture, strict=True)))
