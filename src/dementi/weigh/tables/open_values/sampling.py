"""Which items a pass looks at, told from an item's code alone: however a table is cut, the same ones."""

from __future__ import annotations

import numpy as np

from dementi.weigh.tables.compiling import compiled


@compiled
def mixed(x: np.uint64) -> np.uint64:
    """SplitMix64's finish: every bit of x moves about half of the bits of the outcome."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled
def is_sampled(item: int, every: int) -> bool:
    """Does a pass over every so-many-th item look at this one?"""
    return every <= 1 or mixed(np.uint64(item)) % np.uint64(every) == np.uint64(0)
