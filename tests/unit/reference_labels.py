"""The label models once more: plain loops over lists and dictionaries, as the formulas have it.

Slow, obvious and complete: here from the rows of a table to the models, in `reference_labels_pool` from the
models to the probability of every claimed label. The numbers that were chosen (strengths of priors, grids)
are the engine's; every formula is written out anew.

Words: a *state* of an item is (label, kind); only the model of kinds has more than one kind. A model
``says[source][label][state]`` is the expected log probability that the source gives the label to an item in
that state, and ``prior[state]`` the log probability of the state.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

from dementi.weigh.tables.labels.models import (
    ABOVE_CHANCE,
    GUESS_STRENGTH,
    KIND_COUNT,
    KIND_EVENNESS,
    KIND_RIGHT,
    KIND_WRONG,
    ROW_STRENGTH,
    TRY_RIGHT,
    TRY_STRENGTH,
)
from dementi.weigh.tables.labels.training import ROUNDS, STILL

MEANS = [round(0.30 + 0.02 * step, 12) for step in range(35)]
STRENGTHS = [0.5 * 400.0 ** (step / 24) for step in range(25)]
FIRST_MEAN, FIRST_STRENGTH = 21, 10
CLONE_STATEMENTS = 3

State = tuple[str, int]
Says = dict[str, dict[str, dict[State, float]]]
Counts = dict[tuple[str, str, State], float]


NOTHING = 1e-12


class Statement(NamedTuple):
    source: str
    label: str
    weight: float


class Item(NamedTuple):
    statements: list[Statement]
    excluded: set[str]  # labels that its known answer rules out


class Prior(NamedTuple):
    """What the user believes: a source's accuracy, for how many statements that stands, labels' shares."""

    accuracy: float | None = None
    strength: float | None = None
    labels: tuple[tuple[str, float], ...] = ()


NO_PRIOR = Prior()


class Table(NamedTuple):
    items: dict[str, Item]
    sources: list[str]
    labels: list[str]
    prior: Prior


class Model(NamedTuple):
    """A model in some round, with all that its predictions need."""

    kind_count: int
    says: Says
    prior: dict[State, float]
    belief: tuple[float, float] = (2.0, 1.0)
    place: tuple[int, int] = (FIRST_MEAN, FIRST_STRENGTH)
    right: dict[str, float] = {}  # noqa: RUF012 - never changed
    shared: dict[tuple[str, str], float] = {}  # noqa: RUF012 - never changed; by (true label, label said)
    tries: dict[str, float] = {}  # noqa: RUF012 - never changed
    guesses: dict[tuple[str, str], float] = {}  # noqa: RUF012 - never changed
    guessed: dict[tuple[str, str], float] = {}  # noqa: RUF012 - never changed
    usual: dict[str, float] = {}  # noqa: RUF012 - never changed
    counts: Counts = {}  # noqa: RUF012 - never changed


def digamma(x: float) -> float:
    """ψ(x) = ψ(x + 1) - 1 / x, and for large x: log x - 1/2x - 1/12x² + 1/120x⁴ - 1/252x⁶ + …"""
    below = 0.0
    while x < 30.0:
        below += 1.0 / x
        x += 1.0
    return math.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - 1 / (252 * x**6) - below


def log_sum(numbers: list[float]) -> float:
    """log Σ exp(number)"""
    top = max(numbers)
    return top + math.log(sum(math.exp(number - top) for number in numbers))


def shares(scores: dict) -> dict:
    """exp(score) / Σ exp(score)"""
    total = log_sum(list(scores.values()))
    return {key: math.exp(score - total) for key, score in scores.items()}


# --- the table ---------------------------------------------------------------------------------------


def table_of(rows: list[tuple[str, str, str, float]], known: dict[str, str], prior: Prior) -> Table:
    """Rows (source, item, label, weight): a repeated one counts once, with its largest weight; of sources
    that say exactly the same three or more things the first is heard; a source that gives an item n labels
    gives each 1 / n of its weight. A known answer that somebody gives rules out all other labels; one that
    nobody gives rules out those that are given."""
    weights: dict[tuple[str, str, str], float] = {}
    for source, item, label, weight in rows:
        weights[source, item, label] = max(weight, weights.get((source, item, label), 0.0))
    labels = sorted({label for _, _, label in weights})
    said = {
        source: frozenset((i, x) for s, i, x in weights if s == source)
        for source in {s for s, _, _ in weights}
    }
    heard = [
        source
        for source in sorted(said)
        if len(said[source]) < CLONE_STATEMENTS
        or source == min(other for other in said if said[other] == said[source])
    ]
    items = {}
    for item in sorted({i for _, i, _ in weights}):
        given = sorted({x for _, i, x in weights if i == item})
        statements = []
        for source, i, label in sorted(weights):
            if i == item and source in heard:
                several = sum((source, item, x) in weights for x in given)
                statements.append(Statement(source, label, weights[source, i, label] / several))
        answer = known.get(item)
        excluded = set() if answer is None else set(given if answer not in given else labels) - {answer}
        items[item] = Item(statements, set() if excluded >= set(labels) else excluded)
    return Table(items, heard, labels, prior)


def telling(table: Table, known: dict[str, str]) -> Table:
    """The table without the weight of statements on items of which one source alone speaks: nobody confirms
    or contradicts them. A known answer does."""
    items = {}
    for name, item in table.items.items():
        is_of_one = len({one.source for one in item.statements if one.weight > 0.0}) < 2
        is_mute = is_of_one and name not in known
        statements = [one._replace(weight=0.0) if is_mute else one for one in item.statements]
        items[name] = item._replace(statements=statements)
    return table._replace(items=items)


def total_of(table: Table, source: str) -> float:
    """Weight of all statements of a source."""
    return sum(one.weight for item in table.items.values() for one in item.statements if one.source == source)


def states_of(table: Table, kind_count: int) -> list[State]:
    """All states that an item may be in."""
    return [(label, kind) for label in table.labels for kind in range(kind_count)]


# --- expectation: states of the items, counts of the sources -----------------------------------------


def start(table: Table, item: Item, kind_count: int) -> dict[State, float]:
    """Share of a label among the item's statements, times how near a kind is to that share:
    kind k of n + 1 is at share k / n, and max(0.02, 1 - |share · n - k|) near it."""
    # Nothing as the engine has it: a statement without weight is all that is said, so its label it is.
    total = sum(one.weight for one in item.statements) + NOTHING
    found = {}
    for label, kind in states_of(table, kind_count):
        given = [one.weight for one in item.statements if one.label == label]
        share = sum(given) / total + NOTHING if given else 0.0
        near = max(0.02, 1.0 - abs(share * (kind_count - 1) - kind)) if kind_count > 1 else 1.0
        found[label, kind] = 0.0 if label in item.excluded else share * near
    total = sum(found.values())
    if total == 0.0:
        return posterior(item, dict.fromkeys(found, 0.0))
    return {state: share / total for state, share in found.items()}


def posterior(item: Item, scores: dict[State, float]) -> dict[State, float]:
    """The states' shares by their log weights, those ruled out at 0."""
    left = shares({state: score for state, score in scores.items() if state[0] not in item.excluded})
    return {state: left.get(state, 0.0) for state in scores}


def evidence(model: Model, item: Item) -> dict[State, float]:
    """Σ weight · E log P(label | source, state) over the item's statements."""
    return {
        state: sum(one.weight * model.says[one.source][one.label][state] for one in item.statements)
        for state in model.prior
    }


def believed_states(model: Model, item: Item) -> dict[State, float]:
    """P(state | statements) ∝ P(state) · Π P(statement | state)"""
    heard = evidence(model, item)
    return posterior(item, {state: heard[state] + model.prior[state] for state in heard})


def counted(table: Table, states: dict[str, dict[State, float]]) -> Counts:
    """Expected statements by source, label given and state: Σ weight · P(state)."""
    counts: Counts = defaultdict(float)
    for name, item in table.items.items():
        for one in item.statements:
            for state, share in states[name].items():
                counts[one.source, one.label, state] += one.weight * share
    return counts


# --- learning: how reliable sources are on the whole -------------------------------------------------


def record_score(records: list[tuple[float, float]], mean: float, strength: float) -> float:
    """log Π B(a + right, b + wrong) / B(a, b), a = mean · strength, b = (1 - mean) · strength; and of the
    belief itself, that its mean is normal (0.7, σ 0.15) and log strength as well (log 5, σ √2)."""
    a, b = mean * strength, (1.0 - mean) * strength
    score = -0.5 * ((mean - 0.7) / 0.15) ** 2 - 0.25 * math.log(strength / 5.0) ** 2
    for right, total in records:
        wrong = max(total - right, 0.0)
        score += math.lgamma(a + right) + math.lgamma(b + wrong) - math.lgamma(a + b + right + wrong)
        score -= math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return score


def believe(
    records: list[tuple[float, float]], place: tuple[int, int], prior: Prior, lowest: float = 0.0
) -> tuple[tuple[float, float], tuple[int, int]]:
    """Climb from grid point to neighbouring grid point as long as the records get more probable; what the
    user believes is the only point of its side of the grid."""
    means = [prior.accuracy] if prior.accuracy else MEANS
    strengths = [prior.strength] if prior.strength else STRENGTHS
    records = [(right, total) for right, total in records if total > 0]
    allowed = [step for step, mean in enumerate(means) if mean >= lowest - 1e-12 or prior.accuracy]
    place = (min(max(place[0], allowed[0]), allowed[-1]), min(place[1], len(strengths) - 1))
    best = record_score(records, means[place[0]], strengths[place[1]])
    while True:
        here = place
        for up, out in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            mean, strength = here[0] + up, here[1] + out
            if mean in allowed and 0 <= strength < len(strengths):
                score = record_score(records, means[mean], strengths[strength])
                if score > best + 1e-9:
                    best, place = score, (mean, strength)
        if place == here:
            mean, strength = means[place[0]], strengths[place[1]]
            return (mean * strength, (1.0 - mean) * strength), place


# --- the three models --------------------------------------------------------------------------------


def first_prior(table: Table, kind_count: int) -> dict[State, float]:
    """All labels are as likely, or as the user says; before the first round kinds have no prior."""
    logs = dict.fromkeys(table.labels, -math.log(len(table.labels)))
    if table.prior.labels:
        said = dict(table.prior.labels)
        total = sum(said.values())
        logs = {label: math.log(max(said.get(label, 0.0) / total, 1e-12)) for label in table.labels}
    return {state: logs[state[0]] for state in states_of(table, kind_count)}


def learn_reliability(table: Table, model: Model, counts: Counts) -> Model:
    """E log odds of being right: ψ(right + a) - ψ(wrong + b). Who errs on true label t says x with
    probability ∝ 0.5 + statements of x where t is true."""
    labels = table.labels
    total = {s: total_of(table, s) for s in table.sources}
    right = {s: min(sum(counts[s, x, (x, 0)] for x in labels), total[s]) for s in table.sources}
    records = [(right[s], total[s]) for s in table.sources]
    belief, place = believe(records, model.place, table.prior, 1.0 / len(labels) + ABOVE_CHANCE)
    shared = {}
    for true in labels:
        wrong = {x: 0.5 + sum(counts[s, x, (true, 0)] for s in table.sources) for x in labels if x != true}
        for x, count in wrong.items():
            shared[true, x] = count / sum(wrong.values())
    says: Says = {}
    for s in table.sources:
        gain = digamma(right[s] + belief[0]) - digamma(total[s] - right[s] + belief[1])
        says[s] = {
            x: {(true, 0): gain if x == true else math.log(shared[true, x]) for true in labels}
            for x in labels
        }
    return model._replace(says=says, belief=belief, place=place, right=right, shared=shared, counts=counts)


def first_rows(table: Table) -> Model:
    """Before the first round: all try in 0.6 of the cases and guess evenly."""
    labels = table.labels
    return Model(
        1,
        {},
        first_prior(table, 1),
        shared={
            (t, x): TRY_RIGHT if x == t else (1 - TRY_RIGHT) / (len(labels) - 1)
            for t in labels
            for x in labels
        },
        tries=dict.fromkeys(table.sources, 0.6),
        guesses={(s, x): 1 / len(labels) for s in table.sources for x in labels},
    )


def learn_rows(table: Table, model: Model, counts: Counts) -> Model:
    """A source tries, and answers as all who try, or guesses in its own way (three rounds of that mixture);
    its rows are Dirichlet around the mixture: E log P(x | t) = ψ(count + 30 · mean) - ψ(all + 30)."""
    labels = table.labels
    for _ in range(3):
        model = _mixture_round(table, model, counts)
    says: Says = {s: {x: {} for x in labels} for s in table.sources}
    for s in table.sources:
        for t in labels:
            row = sum(counts[s, x, (t, 0)] for x in labels)
            for x in labels:
                mean = model.tries[s] * model.shared[t, x] + (1 - model.tries[s]) * model.guesses[s, x]
                seen = counts[s, x, (t, 0)]
                says[s][x][t, 0] = digamma(seen + ROW_STRENGTH * mean) - digamma(row + ROW_STRENGTH)
    return model._replace(says=says, counts=counts)


def _mixture_round(table: Table, model: Model, counts: Counts) -> Model:
    """P(tried | x, t) = try · shared(x | t) / (try · shared(x | t) + (1 - try) · guess(x)); and from that
    expected tries, guesses and common rows, each with its prior."""
    labels, size = table.labels, len(table.labels)
    tried = dict.fromkeys(table.sources, 0.0)
    guessed = {(s, x): 0.0 for s in table.sources for x in labels}
    answers = {(t, x): 0.0 for t in labels for x in labels}
    for s in table.sources:
        for x in labels:
            for t in labels:
                one = model.tries[s] * model.shared[t, x]
                other = (1 - model.tries[s]) * model.guesses[s, x]
                part = counts[s, x, (t, 0)] * one / (one + other)
                tried[s] += part
                answers[t, x] += part
                guessed[s, x] += counts[s, x, (t, 0)] - part
    for t in labels:
        for x in labels:
            answers[t, x] += TRY_STRENGTH * (TRY_RIGHT if x == t else (1 - TRY_RIGHT) / (size - 1))
    shared = {(t, x): answers[t, x] / sum(answers[t, y] for y in labels) for t in labels for x in labels}
    total = {s: total_of(table, s) for s in table.sources}
    prior = table.prior
    if prior.accuracy:  # right by trying in nine of ten cases, by guessing in one of L
        share = (prior.accuracy - 1 / size) / (TRY_RIGHT - 1 / size)
        prior = prior._replace(accuracy=min(max(share, 0.02), 0.98))
    belief, place = believe([(tried[s], total[s]) for s in table.sources], model.place, prior)
    tries = {}
    for s in table.sources:
        yes = math.exp(digamma(tried[s] + belief[0]))
        no = math.exp(digamma(max(total[s] - tried[s], 0.0) + belief[1]))
        tries[s] = yes / (yes + no)
    usual = {x: 1.0 + sum(guessed[s, x] for s in table.sources) for x in labels}
    usual = {x: usual[x] / sum(usual.values()) for x in labels}
    guesses = {}
    for s in table.sources:
        seen = {x: guessed[s, x] + GUESS_STRENGTH * size * usual[x] for x in labels}
        for x in labels:
            guesses[s, x] = seen[x] / sum(seen.values())
    return model._replace(
        belief=belief, place=place, right=tried, shared=shared, tries=tries, guesses=guesses,
        guessed=guessed, usual=usual,
    )  # fmt: skip


def kind_mean(table: Table, true: str, said: str) -> float:
    """Pseudo-statements of a source for each kind: four right, one wrong (spread over the other labels), or
    as many and as often right as the user says."""
    total = table.prior.strength or KIND_RIGHT + KIND_WRONG
    right = total * (table.prior.accuracy or KIND_RIGHT / (KIND_RIGHT + KIND_WRONG))
    return right if said == true else (total - right) / (len(table.labels) - 1)


def learn_kinds(table: Table, model: Model, counts: Counts, states: dict[State, float]) -> Model:
    """A row for each kind: E log P(x | t, kind) = ψ(count + prior) - ψ(all + prior); and
    E log P(t, kind) = ψ(items of t + 1) - ψ(all + L) + ψ(items of it + 0.1 / K) - ψ(items of t + 0.1)."""
    says: Says = {s: {x: {} for x in table.labels} for s in table.sources}
    for s in table.sources:
        for state in model.prior:
            seen = {x: counts[s, x, state] + kind_mean(table, state[0], x) for x in table.labels}
            for x in table.labels:
                says[s][x][state] = digamma(seen[x]) - digamma(sum(seen.values()))
    prior = {}
    for label, kind in model.prior:
        here = sum(states[label, k] for k in range(KIND_COUNT))
        log_label = digamma(here + 1.0) - digamma(sum(states.values()) + len(table.labels))
        if table.prior.labels:
            log_label = first_prior(table, 1)[label, 0]
        own = digamma(states[label, kind] + KIND_EVENNESS / KIND_COUNT)
        prior[label, kind] = log_label + own - digamma(here + KIND_EVENNESS)
    return model._replace(says=says, prior=prior, counts=counts)


def train(table: Table, name: str) -> Model:
    """Begin with the shares of the labels; learn, look again, until less than 1e-5 of the statements move."""
    kind_count = KIND_COUNT if name == "kinds" else 1
    model = first_rows(table) if name == "rows" else Model(kind_count, {}, first_prior(table, kind_count))
    believed = {i: start(table, item, kind_count) for i, item in table.items.items()}
    counts = counted(table, believed)
    for _ in range(ROUNDS):
        model = _learn(table, name, model, counts, believed)
        believed = {i: believed_states(model, item) for i, item in table.items.items()}
        before, counts = counts, counted(table, believed)
        if _moved(table, name, before, counts) < STILL:
            break
    return _learn(table, name, model, counts, believed)


def _learn(
    table: Table, name: str, model: Model, counts: Counts, believed: dict[str, dict[State, float]]
) -> Model:
    if name == "reliability":
        return learn_reliability(table, model, counts)
    if name == "rows":
        return learn_rows(table, model, counts)
    items = {state: sum(of_item[state] for of_item in believed.values()) for state in model.prior}
    return learn_kinds(table, model, counts, items)


def _moved(table: Table, name: str, before: Counts, after: Counts) -> float:
    """Σ |after - before| / Σ after; of one reliability per source, over what all sources say together."""
    if name == "reliability":
        before, after = _together(before), _together(after)
    return sum(abs(after[key] - before[key]) for key in after) / sum(after.values())


def _together(counts: Counts) -> Counts:
    found: Counts = defaultdict(float)
    for (_, label, state), count in counts.items():
        found["all", label, state] += count
    return found
