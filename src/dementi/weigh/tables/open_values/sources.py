"""What is learned of sources, round by round."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Floats
from dementi.weigh.tables.engine import Engine
from dementi.weigh.tables.fits import SourceScores
from dementi.weigh.tables.intervals import beta_quantiles, prior_worth
from dementi.weigh.tables.open_values.model import (
    Beta,
    Copies,
    Counts,
    Model,
    empirical,
    no_counts,
    sources,
)
from dementi.weigh.tables.open_values.posterior import counts_step
from dementi.weigh.tables.open_values.similarity import Features, Likeness
from dementi.weigh.tables.priors import Priors

#: Before anything is seen: four of five statements are not wrong, three of four of those precise.
FIRST_NOT_WRONG, FIRST_PRECISE = Beta(4.0, 1.0), Beta(3.0, 1.0)

#: No source's reliability moves by more than this in the last round.
SETTLED = 5e-4
MOST_ROUNDS = 40

LOW, HIGH = 0.05, 0.95


class Table(NamedTuple):
    """What stays the same through all rounds."""

    engine: Engine
    features: Features
    voice: Floats  # float64[S]: 0 for the exact copy of another source, else 1
    priors: Priors


class Setting(NamedTuple):
    """How the values of a table are read; see :class:`~.model.Model`."""

    likeness: Likeness
    false_count: float
    concentration: float


class State(NamedTuple):
    """Expected counts of each source, and the priors that fit them."""

    counts: Counts
    not_wrong: Beta
    precise: Beta


def no_state(table: Table) -> State:
    """Before anything is seen."""
    return State(no_counts(len(table.voice)), believed(FIRST_NOT_WRONG, table.priors), FIRST_PRECISE)


def believed(prior: Beta, priors: Priors) -> Beta:
    """A prior with what the user believes put in its place."""
    strength = priors.strength or prior.yes + prior.no
    accuracy = prior.yes / (prior.yes + prior.no) if priors.accuracy is None else priors.accuracy
    return Beta(accuracy * strength, (1.0 - accuracy) * strength)


def model_of(table: Table, setting: Setting, copies: Copies, state: State) -> Model:
    """The model of the next round."""
    known = sources(state.counts, table.voice, state.not_wrong, state.precise)
    return Model(known, copies, table.features, setting.likeness, setting.false_count, setting.concentration)


def learned(table: Table, setting: Setting, copies: Copies, state: State, *, rounds: int) -> State:
    """So many rounds on, or fewer if nothing moves any more."""
    before = reliability(state)
    for _ in range(rounds):
        counts = Counts(*table.engine.sum(counts_step, model_of(table, setting, copies, state)))
        own = table.voice > 0
        not_wrong = empirical(counts.not_wrong[own], counts.wrong[own], state.not_wrong)
        precise = state.precise
        if setting.likeness.is_general:
            precise = empirical(counts.precise[own], counts.general[own], precise)
        state = State(counts, believed(not_wrong, table.priors), precise)
        now = reliability(state)
        if np.max(np.abs(now - before), initial=0.0) < SETTLED:
            break
        before = now
    return state


def reliability(state: State) -> Floats:
    """Posterior mean probability that a statement of a source is not wrong, float64[S]."""
    yes, no = state.counts.not_wrong + state.not_wrong.yes, state.counts.wrong + state.not_wrong.no
    return yes / (yes + no)


def precision(state: State) -> Floats:
    """Posterior mean probability that what is not wrong is the true value itself, float64[S]."""
    yes, no = state.counts.precise + state.precise.yes, state.counts.general + state.precise.no
    return yes / (yes + no)


def scores(state: State, bits: Floats, sure: Floats) -> SourceScores:
    """Reliability of each source; what is more general than the true value counts as not right.

    The chance of being right is that of not being wrong times that of being precise then; its
    interval is that of the Beta distribution with the same mean and variance, but no narrower than what
    is ``sure`` (float64[S], statements as good as known to be right or wrong) allows.
    """
    counts = state.counts
    yes, no = counts.not_wrong + state.not_wrong.yes, counts.wrong + state.not_wrong.no
    mean, variance = yes / (yes + no), yes * no / ((yes + no) ** 2 * (yes + no + 1.0))
    if counts.general.any():
        strength = state.precise.yes + state.precise.no
        usual = counts.general.sum() / counts.not_wrong.sum()
        general = counts.general + strength * usual
        exact = counts.not_wrong - counts.general + strength * (1.0 - usual)
        share, spread = exact / (exact + general), exact * general / (exact + general) ** 2
        spread = spread / (exact + general + 1.0)
        mean, variance = mean * share, mean**2 * spread + share**2 * variance + variance * spread
    size = mean * (1.0 - mean) / variance - 1.0
    size = np.minimum(size, sure + prior_worth(state.not_wrong.yes + state.not_wrong.no, sure))
    right, wrong = mean * size, (1.0 - mean) * size
    return SourceScores(mean, beta_quantiles(right, wrong, LOW), beta_quantiles(right, wrong, HIGH), bits)
