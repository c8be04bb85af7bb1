"""Tables of any size whose truth is known: labels of a closed set, and open values with copiers."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]
Mode = Literal["labels", "open"]

#: Statements on each item; a source speaks once on an item.
STATEMENTS_PER_ITEM = 8
LABELS = 4
#: Different false values that circulate about an item of open values; the first is the most frequent.
FALSE_VALUES = 10
#: Share of the sources of the last stratum that copy, and how often they do.
COPIER_SHARE, COPY_RATE = 0.1, 0.8

#: Items drawn at once: bounds the memory of what is drawn on the way.
_CHUNK = 250_000


class Synthetic(NamedTuple):
    """A table as codes, and what is true."""

    source: Ints  # int32[n]
    item: Ints  # int32[n]
    value: Ints  # int32[n]
    truth: Ints  # int32[number of items]: the right value of each item


def synthetic(statement_count: int, mode: Mode, *, seed: int = 0) -> Synthetic:
    """Draw a table of statements, eight on each item.

    Sources differ in how much they say (a few say most) and how often they are right (Beta(6, 3)).
    Labels: four of them, and each source confuses in its own way. Open values: eleven candidates for
    each item, the wrong ones with falling frequency; a tenth of the sources of one stratum copies.

    Parameters
    ----------
    statement_count : rounded down to whole items, at least one item.
    mode : ``labels`` or ``open``.
    seed : same seed, same table.

    Returns
    -------
    Codes from 0. Open values: codes are shared between items, as times or names are.
    """
    item_count = max(1, statement_count // STATEMENTS_PER_ITEM)
    n = item_count * STATEMENTS_PER_ITEM
    rng = np.random.default_rng(seed)
    # Each of the eight statements on an item comes from another stratum: none speaks twice on an item.
    stratum_size = max(3, int(n**0.5) // STATEMENTS_PER_ITEM)
    source_count = stratum_size * STATEMENTS_PER_ITEM
    source, value = np.empty(n, np.int32), np.empty(n, np.int32)
    truth = np.empty(item_count, np.int32)
    accuracy = rng.beta(6, 3, source_count)
    excuse = rng.dirichlet(np.full(LABELS - 1, 0.7), size=(source_count, LABELS)).cumsum(axis=2)
    for begin in range(0, item_count, _CHUNK):
        end = min(begin + _CHUNK, item_count)
        sources = _sources(rng, end - begin, stratum_size)
        if mode == "labels":
            truths, values = _labels(rng, sources, accuracy, excuse)
        else:
            truths, values = _open(rng, sources, accuracy, np.arange(begin, end), item_count)
        rows = slice(begin * STATEMENTS_PER_ITEM, end * STATEMENTS_PER_ITEM)
        truth[begin:end], source[rows], value[rows] = truths, sources.ravel(), values.ravel()
    item = np.repeat(np.arange(item_count, dtype=np.int32), STATEMENTS_PER_ITEM)
    return Synthetic(source, item, value, truth)


def _sources(rng: np.random.Generator, item_count: int, stratum_size: int) -> Ints:
    """Who speaks on each item, one of each stratum: int32[items, 8]; low numbers speak more."""
    drawn = (rng.random((item_count, STATEMENTS_PER_ITEM)) ** 2 * stratum_size).astype(np.int32)
    # The last stratum's copiers follow their originals of the stratum before, item by item.
    copiers = max(1, int(COPIER_SHARE * stratum_size))
    is_covered = drawn[:, -2] < copiers
    drawn[:, -1] = np.where(is_covered, drawn[:, -2], drawn[:, -1])
    return drawn + np.arange(STATEMENTS_PER_ITEM, dtype=np.int32) * np.int32(stratum_size)


def _labels(
    rng: np.random.Generator,
    sources: Ints,
    accuracy: npt.NDArray[np.float64],
    excuse: npt.NDArray[np.float64],
) -> tuple[Ints, Ints]:
    truths = rng.integers(0, LABELS, len(sources), dtype=np.int32)
    draw = rng.random(sources.shape)[:, :, None]
    wrong = 1 + (excuse[sources, truths[:, None]] < draw).sum(axis=2)
    is_wrong = rng.random(sources.shape) >= accuracy[sources]
    values = (truths[:, None] + np.where(is_wrong, np.minimum(wrong, LABELS - 1), 0)) % LABELS
    return truths, values.astype(np.int32)


def _open(
    rng: np.random.Generator, sources: Ints, accuracy: npt.NDArray[np.float64], items: Ints, item_count: int
) -> tuple[Ints, Ints]:
    rank = 1 + (rng.random(sources.shape) ** 1.5 * FALSE_VALUES).astype(np.int64)
    rank[rng.random(sources.shape) < accuracy[sources]] = 0
    stratum_size = len(accuracy) // STATEMENTS_PER_ITEM
    is_pair = (sources[:, -1] - sources[:, -2] == stratum_size) & (
        sources[:, -2] % stratum_size < max(1, int(COPIER_SHARE * stratum_size))
    )
    is_copied = is_pair & (rng.random(len(sources)) < COPY_RATE)
    rank[:, -1] = np.where(is_copied, rank[:, -2], rank[:, -1])
    # An item's candidates are spread over a vocabulary as large as the table has items.
    vocabulary = max(1000, item_count)
    right = items * np.int64(31) % vocabulary
    values = (right[:, None] + rank * (vocabulary // (FALSE_VALUES + 2))) % vocabulary
    return right, values
