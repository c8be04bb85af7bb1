"""Statements as columns: coded, sorted by item, cut into blocks of whole items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dementi.weigh.tables.compiling import compiled

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]

#: No answer to the item is known; one is known, but nobody claims it.
UNKNOWN, UNCLAIMED = -1, -2

#: Statements in a block, about: enough to keep a thread busy, few enough to share the work evenly.
BLOCK_STATEMENTS = 250_000


class Block(NamedTuple):
    """All statements on some items. A *cell* is one distinct (item, value).

    Statements of cell k are ``cell_start[k]:cell_start[k + 1]``, cells of item i are
    ``item_start[i]:item_start[i + 1]``; so the statements of one item, and those of one cell, lie side
    by side, sorted by value and then by source.
    """

    source: Ints  # int32[n]: code of each statement's source
    weight: Floats  # float32[n]: weight of each statement
    cell_start: Ints  # int64[c + 1]
    value: Ints  # int32[c]: code of each cell's value
    item_start: Ints  # int64[m + 1]
    known: Ints  # int32[m]: the cell (counted in the block) of the known answer, UNKNOWN or UNCLAIMED
    item: Ints  # int64[m]: code of each item

    @property
    def item_count(self) -> int:
        return len(self.item)

    @property
    def cell_count(self) -> int:
        return len(self.value)

    @property
    def statement_count(self) -> int:
        return len(self.source)


class Shape(NamedTuple):
    """How large a table is, over all blocks."""

    source_count: int
    item_count: int
    value_count: int
    cell_count: int
    statement_count: int


class Coded(NamedTuple):
    """A table as codes, a row each, in any order."""

    source: Ints  # int32[n]
    item: Ints  # int32[n]
    value: Ints  # int32[n]
    weight: Floats  # float32[n]


def one_block(coded: Coded, shape: Shape, known: Ints) -> Block:
    """Sort a table by item, value and source; a repeated row counts once, with its largest weight.

    Parameters
    ----------
    coded : the rows; ``shape`` gives the number of codes of each column.
    known : int32[item_count]: value code of each item's known answer, or UNKNOWN or UNCLAIMED.
    """
    order: Ints = np.arange(len(coded.source), dtype=np.int64)
    for codes, count in (
        (coded.source, shape.source_count),
        (coded.value, shape.value_count),
        (coded.item, shape.item_count),
    ):
        order = _stable_order(codes, order, count)
    source, weight, cell_start, value, item_start, item = _cut(*coded, order)
    return Block(
        source, weight, cell_start, value, item_start, _known_cells(known, item, item_start, value), item
    )


def split(block: Block, shape: Shape) -> tuple[Block, float]:
    """The block with one voice per source and item, and how often a source gives an item several values.

    A source that gives an item k values gives each 1/k of its weight. The second number is the share of
    (source, item) pairs with more than one value.
    """
    value_counts = _value_counts(block.source, block.cell_start, block.item_start, shape.source_count)
    shares = 1.0 / value_counts
    pair_count = float(shares.sum())
    several = float(shares[value_counts > 1].sum())
    return block._replace(weight=(block.weight * shares).astype(np.float32)), several / pair_count


def blocks(whole: Block, *, statement_count: int = BLOCK_STATEMENTS) -> Iterator[Block]:
    """Cut a block into smaller ones of about so many statements, each of whole items; nothing is copied."""
    first_statement = whole.cell_start[whole.item_start]
    begin = 0
    while begin < whole.item_count:
        wanted = first_statement[begin] + statement_count
        end = max(begin + 1, int(np.searchsorted(first_statement, wanted, side="left")))
        end = min(end, whole.item_count)
        yield part(whole, begin, end)
        begin = end


def part(whole: Block, begin: int, end: int) -> Block:
    """The block of the items ``begin`` to ``end`` (not included), counted in the block; nothing is copied."""
    first_cell, last_cell = whole.item_start[begin], whole.item_start[end]
    first, last = whole.cell_start[first_cell], whole.cell_start[last_cell]
    known = whole.known[begin:end]
    return Block(
        source=whole.source[first:last],
        weight=whole.weight[first:last],
        cell_start=whole.cell_start[first_cell : last_cell + 1] - first,
        value=whole.value[first_cell:last_cell],
        item_start=whole.item_start[begin : end + 1] - first_cell,
        known=np.where(known >= 0, known - np.int32(first_cell), known).astype(np.int32),
        item=whole.item[begin:end],
    )


@compiled
def _stable_order(codes: Ints, order: Ints, count: int) -> Ints:
    """``order`` sorted by code, equal codes left as they were: a counting sort, in linear time."""
    begin = np.zeros(count + 1, np.int64)
    for code in codes:
        begin[code + 1] += 1
    for code in range(count):
        begin[code + 1] += begin[code]
    placed = np.empty_like(order)
    for row in order:
        code = codes[row]
        placed[begin[code]] = row
        begin[code] += 1
    return placed


@compiled
def _cut(  # type: ignore[no-untyped-def]  # numba infers the tuple
    source: Ints, item: Ints, value: Ints, weight: Floats, order: Ints
):
    """Sorted rows → statements, cells and items; what repeats a row is left out."""
    n = len(order)
    sources, weights = np.empty(n, np.int32), np.empty(n, np.float32)
    cell_start, values = np.empty(n + 1, np.int64), np.empty(n, np.int32)
    item_start, items = np.empty(n + 1, np.int64), np.empty(n, np.int64)
    statements = cells = item_count = 0
    for row in order:
        is_new_item = item_count == 0 or items[item_count - 1] != item[row]
        is_new_cell = is_new_item or values[cells - 1] != value[row]
        if not is_new_cell and sources[statements - 1] == source[row]:
            weights[statements - 1] = max(weights[statements - 1], weight[row])
            continue
        if is_new_item:
            items[item_count] = item[row]
            item_start[item_count] = cells
            item_count += 1
        if is_new_cell:
            values[cells] = value[row]
            cell_start[cells] = statements
            cells += 1
        sources[statements], weights[statements] = source[row], weight[row]
        statements += 1
    item_start[item_count], cell_start[cells] = cells, statements
    return (
        sources[:statements].copy(),
        weights[:statements].copy(),
        cell_start[: cells + 1].copy(),
        values[:cells].copy(),
        item_start[: item_count + 1].copy(),
        items[:item_count].copy(),
    )


@compiled
def _value_counts(source: Ints, cell_start: Ints, item_start: Ints, source_count: int) -> Ints:
    """For each statement the number of values that its source gives its item."""
    counts = np.empty(len(source), np.int32)
    own = np.zeros(source_count, np.int32)
    for i in range(len(item_start) - 1):
        begin, end = cell_start[item_start[i]], cell_start[item_start[i + 1]]
        for s in source[begin:end]:
            own[s] += 1
        for k in range(begin, end):
            counts[k] = own[source[k]]
        for s in source[begin:end]:
            own[s] = 0
    return counts


@compiled
def _known_cells(known: Ints, item: Ints, item_start: Ints, value: Ints) -> Ints:
    found = np.empty(len(item), np.int32)
    for i in range(len(item)):
        answer = known[item[i]]
        found[i] = answer if answer < 0 else UNCLAIMED
        if answer >= 0:
            for cell in range(item_start[i], item_start[i + 1]):
                if value[cell] == answer:
                    found[i] = cell
    return found
