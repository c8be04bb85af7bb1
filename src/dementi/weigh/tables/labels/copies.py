"""Sources that repeat another's statements to the letter: they are heard once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints
from dementi.weigh.tables.engine import Engine, Sums

Params = TypeVar("Params")
Output = TypeVar("Output")


class Hearing(NamedTuple):
    """A step, what it asks, and how much of each source's weight it hears."""

    step: Callable[[Block, Any], Any]
    params: Any
    voice: Floats  # float32[S]


def hearing_step(block: Block, params: Hearing) -> Any:
    """The outcome of the step for the block as it is heard."""
    return params.step(heard(block, params.voice), params.params)


def heard(block: Block, voice: Floats) -> Block:
    """The block with the weights of its statements times their sources' voices."""
    return block._replace(weight=block.weight * voice[block.source])


class HearingEngine:
    """An engine in which some sources have no voice."""

    def __init__(self, engine: Engine, voice: Floats) -> None:
        self._engine = engine
        self._voice = voice

    @property
    def blocks(self) -> Sequence[Block]:
        """As the engine's, with all weights as they were."""
        return self._engine.blocks

    def sum(self, step: Callable[[Block, Params], Sums], params: Params) -> Sums:
        """As the engine's."""
        return self._engine.sum(hearing_step, Hearing(step, params, self._voice))

    def map(self, step: Callable[[Block, Params], Output], params: Params) -> list[Output]:
        """As the engine's."""
        return self._engine.map(hearing_step, Hearing(step, params, self._voice))


def voices_of(of: Ints) -> Floats:
    """1 for a source that speaks for itself, 0 for one that repeats another: float32[S]."""
    voices: Floats = (of == np.arange(len(of))).astype(np.float32)
    return voices
