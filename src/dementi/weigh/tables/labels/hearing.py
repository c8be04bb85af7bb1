"""A table as the models hear it: without sources that repeat others, or what nobody else speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from dementi.weigh.tables.blocks import UNKNOWN, Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Engine, Sums

Params = TypeVar("Params")
Output = TypeVar("Output")
Hearing = Callable[[Block, Any], Block]


class _Heard(NamedTuple):
    """A step, what it asks, and how its blocks are heard."""

    step: Callable[[Block, Any], Any]
    params: Any
    hearing: Hearing
    asked: Any


class HearingEngine:
    """An engine whose steps see blocks changed on the way; nothing is copied for good.

    Parameters
    ----------
    engine : holds the blocks.
    hearing : a function at the top level of a module that makes of a block the block to be heard.
    asked : what it needs beside the block.
    """

    def __init__(self, engine: Engine, hearing: Hearing, asked: Any = None) -> None:
        self._engine = engine
        self._hearing = hearing
        self._asked = asked

    @property
    def blocks(self) -> Sequence[Block]:
        """As the engine's, unchanged."""
        return self._engine.blocks

    def sum(self, step: Callable[[Block, Params], Sums], params: Params) -> Sums:
        """As the engine's."""
        return self._engine.sum(_heard_step, _Heard(step, params, self._hearing, self._asked))

    def map(self, step: Callable[[Block, Params], Output], params: Params) -> list[Output]:
        """As the engine's."""
        return self._engine.map(_heard_step, _Heard(step, params, self._hearing, self._asked))


def _heard_step(block: Block, params: _Heard) -> Any:
    return params.step(params.hearing(block, params.asked), params.params)


def heard(block: Block, voice: Floats) -> Block:
    """The block with the weights of its statements times their sources' voices, float32[S]."""
    return block._replace(weight=block.weight * voice[block.source])


def among_others(block: Block, _: Any = None) -> Block:
    """The block without the weight of statements on items of which one source alone speaks.

    Nobody confirms or contradicts them, so they tell nothing of their source; a model that learned from
    them would only be confirmed by itself. An item with a known answer does tell.
    """
    return block._replace(weight=_among_others(block))


def lone_step(block: Block, _: Any = None) -> Sums:
    """How many statements are alone on their item."""
    return (np.array([float((_among_others(block) < block.weight).sum())]),)


def voices_of(of: Ints) -> Floats:
    """1 for a source that speaks for itself, 0 for one that repeats another: float32[S]."""
    voices: Floats = (of == np.arange(len(of))).astype(np.float32)
    return voices


@compiled
def _among_others(block: Block) -> Floats:
    weight = block.weight.copy()
    for i in range(len(block.item)):
        begin = block.cell_start[block.item_start[i]]
        end = block.cell_start[block.item_start[i + 1]]
        if block.known[i] == UNKNOWN and _is_of_one(block.source[begin:end], block.weight[begin:end]):
            weight[begin:end] = 0.0
    return weight


@compiled
def _is_of_one(source: Ints, weight: Floats) -> bool:
    """Does one source alone give these statements, those without weight aside?"""
    first = -1
    for k in range(len(source)):
        if weight[k] > 0.0:
            if first >= 0 and source[k] != first:
                return False
            first = source[k]
    return True
