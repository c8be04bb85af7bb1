"""The label models: how each makes voices out of the sums of a pass.

*reliability* (one reliability per source; those who err, err alike), *rows* (each source its own row of
answers per label, drawn around how sources answer who try and how it guesses who does not) and *kinds*
(two labels only: items of one label come in kinds, which mislead different sources).

References
----------
Dawid and Skene (1979), Applied Statistics 28: confusion rows. Kim and Ghahramani (2012), AISTATS: their
Bayesian form (iBCC). Hovy, Berg-Kirkpatrick, Vaswani and Hovy (2013), NAACL: sources that know or guess
(MACE). Li, Rubinstein and Cohn (2019), ICML: kinds of items explain why sources err together (EBCC); and
Truth inference at scale, WWW: one weight per source, Bayesian, does well (BWA).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Floats
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.labels.beliefs import Belief, Search, believe
from dementi.weigh.tables.labels.voices import Sums, Voices, digamma
from dementi.weigh.tables.priors import LabelPriors

#: Statements that the row a source is expected to have is worth, beside its own.
ROW_STRENGTH = 30.0

#: Statements that "nine of ten who try are right" is worth, for each row of all sources together.
TRY_STRENGTH, TRY_RIGHT = 100.0, 0.9

#: Statements, per label, that the guesses of all sources are worth for one's own.
GUESS_STRENGTH = 2.0

#: Kinds of items per label at most (what is not needed dies out), and the evenness expected of them.
KIND_COUNT, KIND_EVENNESS = 8, 0.1

#: Of kinds: the pseudo-counts of right and wrong statements of a source for each kind. They are optimistic
#: on purpose and the same for all, so that a clique of sources that err together does not become the truth.
KIND_RIGHT, KIND_WRONG = 4.0, 1.0

#: How far above chance sources are right on the whole, at least.
ABOVE_CHANCE = 0.1


class Setting(NamedTuple):
    """What stays the same from round to round."""

    source_count: int
    label_count: int
    priors: LabelPriors
    said: Floats  # float64[S, L] (empty where that is too large): weight of a source's statements by label
    total: Floats  # float64[S]: weight of its statements


class Trained(NamedTuple):
    """A model in some round: its voices, and what its predictions need beside them."""

    voices: Voices
    belief: Belief
    search: Search
    right: Floats  # float64[S]: expected right statements; of rows: expected statements of who tries
    shared: Floats  # float64[L, L]: how all sources who try (or err) answer, by true label
    tries: Floats  # float64[S]: how often the source tries
    guesses: Floats  # float64[S, L]: how it answers when it does not
    guessed: Floats  # float64[S, L]: expected statements that are guesses
    usual: Floats  # float64[L]: how sources guess on the whole
    counts: Floats  # float64[S or 1, L, K]


class Model(NamedTuple):
    """A name, where to start, and how a round of sums becomes a better model."""

    name: str
    begin: Callable[[Setting], Trained]
    learn: Callable[[Setting, Trained, Sums], Trained]


def reliability_begin(setting: Setting) -> Trained:
    """Before the first round."""
    labels = setting.label_count
    voices = Voices(
        np.zeros(setting.source_count), np.zeros((1, labels, labels)), _log_prior(setting.priors, labels), 1
    )
    nothing = np.zeros((0, 0))
    return Trained(
        voices, Belief(2.0, 1.0), Search(), setting.total, shared=nothing, tries=np.zeros(0), guesses=nothing,
        guessed=nothing, usual=np.zeros(0), counts=voices.table,
    )  # fmt: skip


def reliability_learn(setting: Setting, trained: Trained, sums: Sums) -> Trained:
    """One reliability per source; the wrong labels of a true one are as all who err give them."""
    labels = setting.label_count
    right = np.minimum(sums.right, setting.total)
    belief, search = believe(
        right, setting.total, trained.search, setting.priors, lowest=1.0 / labels + ABOVE_CHANCE
    )
    is_right = np.eye(labels, dtype=bool)
    shared = np.where(is_right, 0.0, sums.counts[0].T + 0.5)
    shared /= shared.sum(axis=1, keepdims=True)
    gain = _digammas(right + belief.right) - _digammas(setting.total - right + belief.wrong)
    table = np.where(is_right, 0.0, np.log(np.where(is_right, 1.0, shared)))
    voices = trained.voices._replace(gain=gain, table=np.ascontiguousarray(table.T)[None])
    return trained._replace(
        voices=voices, belief=belief, search=search, right=right, shared=shared, counts=sums.counts
    )


def rows_begin(setting: Setting) -> Trained:
    """Before the first round: all sources try as often as not, and guess evenly."""
    sources, labels = setting.source_count, setting.label_count
    shared = np.full((labels, labels), (1.0 - TRY_RIGHT) / (labels - 1))
    np.fill_diagonal(shared, TRY_RIGHT)
    table = np.zeros((sources, labels, labels))
    voices = Voices(np.zeros(1), table, _log_prior(setting.priors, labels), 1)
    even = np.full((sources, labels), 1.0 / labels)
    return Trained(
        voices, Belief(2.0, 1.0), Search(), setting.total, shared=shared, tries=np.full(sources, 0.6),
        guesses=even, guessed=even, usual=np.full(labels, 1.0 / labels), counts=table,
    )  # fmt: skip


def rows_learn(setting: Setting, trained: Trained, sums: Sums) -> Trained:
    """A source tries, and answers as all who try; or guesses, in its own way; its rows are near that."""
    labels = setting.label_count
    priors = _of_trying(setting.priors, labels)
    expected = np.full((labels, labels), TRY_STRENGTH * (1.0 - TRY_RIGHT) / (labels - 1))
    np.fill_diagonal(expected, TRY_STRENGTH * TRY_RIGHT)
    for _ in range(3):  # a few rounds of the mixture inside suffice, as the next pass goes on from here
        tried, guessed, answers = _trying(sums.counts, trained.tries, trained.guesses, trained.shared)
        shared = answers + expected
        shared /= shared.sum(axis=1, keepdims=True)
        belief, search = believe(tried, setting.total, trained.search, priors)
        yes = np.exp(_digammas(tried + belief.right))
        no = np.exp(_digammas(np.maximum(setting.total - tried, 0.0) + belief.wrong))
        usual = guessed.sum(axis=0) + 1.0
        usual /= usual.sum()
        guesses = guessed + GUESS_STRENGTH * labels * usual
        guesses /= guesses.sum(axis=1, keepdims=True)
        trained = trained._replace(
            belief=belief, search=search, right=tried, shared=shared, tries=yes / (yes + no), guesses=guesses,
            guessed=guessed, usual=usual,
        )  # fmt: skip
    table = _row_logs(sums.counts, trained.tries, trained.guesses, trained.shared, ROW_STRENGTH)
    return trained._replace(voices=trained.voices._replace(table=table), counts=sums.counts)


def kinds_begin(setting: Setting) -> Trained:
    """Before the first round."""
    labels = setting.label_count
    table = np.zeros((setting.source_count, labels, labels * KIND_COUNT))
    prior = np.repeat(_log_prior(setting.priors, labels), KIND_COUNT)
    right, wrong = KIND_RIGHT, KIND_WRONG
    if setting.priors.accuracy or setting.priors.strength:
        strength = setting.priors.strength or KIND_RIGHT + KIND_WRONG
        right = strength * (setting.priors.accuracy or KIND_RIGHT / (KIND_RIGHT + KIND_WRONG))
        wrong = strength - right
    expected = np.full((labels, labels), wrong / (labels - 1))
    np.fill_diagonal(expected, right)
    nothing = np.zeros((0, 0))
    voices = Voices(np.zeros(1), table, prior, KIND_COUNT)
    return Trained(
        voices, Belief(right, wrong), Search(), setting.total, shared=expected, tries=np.zeros(0),
        guesses=nothing, guessed=nothing, usual=np.zeros(0), counts=table,
    )  # fmt: skip


def kinds_learn(setting: Setting, trained: Trained, sums: Sums) -> Trained:
    """Each source has a row for each kind of item."""
    labels = setting.label_count
    table = _kind_logs(sums.counts, trained.shared, KIND_COUNT)
    by_label = sums.states.reshape(labels, KIND_COUNT)
    kinds = by_label + KIND_EVENNESS / KIND_COUNT
    log_kinds = _digammas(kinds) - _digammas(kinds.sum(axis=1, keepdims=True))
    if setting.priors.labels is None:
        items = by_label.sum(axis=1) + 1.0
        log_labels: Floats = _digammas(items) - _digammas(items.sum(keepdims=True))
    else:
        log_labels = _log_prior(setting.priors, labels)
    prior = (log_labels[:, None] + log_kinds).ravel()
    voices = trained.voices._replace(table=table, log_prior=prior)
    return trained._replace(voices=voices, counts=sums.counts)


RELIABILITY = Model("reliability", reliability_begin, reliability_learn)
ROWS = Model("rows", rows_begin, rows_learn)
KINDS = Model("kinds", kinds_begin, kinds_learn)


def _log_prior(priors: LabelPriors, label_count: int) -> Floats:
    """Labels are equally probable if the user does not say otherwise.

    To learn their shares as well lets a frequent label swallow its neighbours where sources confuse them;
    over many crowd sets equal shares do better.
    """
    if priors.labels is None:
        return np.full(label_count, -math.log(label_count))
    return np.log(np.maximum(priors.labels, 1e-12))


def _of_trying(priors: LabelPriors, label_count: int) -> LabelPriors:
    """The user's accuracy, as the share of statements for which a source tries."""
    if priors.accuracy is None:
        return priors
    chance = 1.0 / label_count
    return priors._replace(accuracy=min(max((priors.accuracy - chance) / (TRY_RIGHT - chance), 0.02), 0.98))


def _digammas(x: Floats) -> Floats:
    return _each_digamma(np.ascontiguousarray(x, dtype=np.float64).ravel()).reshape(x.shape)


@compiled
def _each_digamma(x: Floats) -> Floats:
    out = np.empty(len(x))
    for k in range(len(x)):
        out[k] = digamma(x[k])
    return out


@compiled
def _trying(counts: Floats, tries: Floats, guesses: Floats, shared: Floats) -> tuple[Floats, Floats, Floats]:
    """Expected statements of who tries, by source; guesses by source and label; answers of all who try."""
    sources, labels = guesses.shape
    tried = np.zeros(sources)
    guessed = np.zeros((sources, labels))
    answers = np.zeros((labels, labels))
    for s in range(sources):
        for x in range(labels):
            for k in range(labels):
                count = counts[s, x, k]
                if count > 0.0:
                    trying = tries[s] * shared[k, x]
                    part = count * trying / (trying + (1.0 - tries[s]) * guesses[s, x])
                    tried[s] += part
                    answers[k, x] += part
                    guessed[s, x] += count - part
    return tried, guessed, answers


@compiled
def _row_logs(counts: Floats, tries: Floats, guesses: Floats, shared: Floats, strength: float) -> Floats:
    """Expected logarithms of the rows, under Dirichlet beliefs around what trying and guessing give."""
    sources, labels = guesses.shape
    out = np.empty(counts.shape)
    for s in range(sources):
        for k in range(labels):
            total = strength
            for x in range(labels):
                total += counts[s, x, k]
            norm = digamma(total)
            for x in range(labels):
                mean = tries[s] * shared[k, x] + (1.0 - tries[s]) * guesses[s, x]
                out[s, x, k] = digamma(counts[s, x, k] + strength * mean) - norm
    return out


@compiled
def _kind_logs(counts: Floats, expected: Floats, kind_count: int) -> Floats:
    out = np.empty(counts.shape)
    sources, labels, states = counts.shape
    for s in range(sources):
        for k in range(states):
            total = 0.0
            for x in range(labels):
                total += counts[s, x, k] + expected[k // kind_count, x]
            norm = digamma(total)
            for x in range(labels):
                out[s, x, k] = digamma(counts[s, x, k] + expected[k // kind_count, x]) - norm
    return out
