"""Who runs the steps: here in threads; on a cluster, engines of the same two methods."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

import numpy as np

from dementi.weigh.tables.blocks import Block

Params = TypeVar("Params")
Output = TypeVar("Output")
Sums = tuple[np.ndarray[Any, Any], ...]


class Engine(Protocol):
    """Runs a step on every block.

    A step is a function at the top level of a module that changes nothing it is given, and
    its outcome does not depend on how the items are cut into blocks.
    """

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks, for what the result shows of them; an engine may fetch them when they are asked for."""
        ...

    def sum(self, step: Callable[[Block, Params], Sums], params: Params) -> Sums:
        """The step's arrays, added up over all blocks."""
        ...

    def map(self, step: Callable[[Block, Params], Output], params: Params) -> list[Output]:
        """The step's outcome for each block, in the order of the blocks."""
        ...


class LocalEngine:
    """Blocks in this process, one thread per core."""

    def __init__(self, blocks: Sequence[Block], *, thread_count: int | None = None) -> None:
        self.blocks = tuple(blocks)
        self.thread_count = thread_count or os.cpu_count() or 1

    def sum(self, step: Callable[[Block, Params], Sums], params: Params) -> Sums:
        partial = self.map(step, params)
        return tuple(_added(column) for column in zip(*partial, strict=True))

    def map(self, step: Callable[[Block, Params], Output], params: Params) -> list[Output]:
        if len(self.blocks) == 1 or self.thread_count == 1:
            return [step(block, params) for block in self.blocks]
        with ThreadPoolExecutor(self.thread_count) as pool:
            return list(pool.map(lambda block: step(block, params), self.blocks))


def _added(parts: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    total = np.array(parts[0], dtype=np.result_type(parts[0], np.float64), copy=True)
    for part in parts[1:]:
        total += part
    return total
