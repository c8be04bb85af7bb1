"""Where a table's blocks are held: in this process, or where the engine keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from dementi.weigh.tables.blocks import Block, blocks, split
from dementi.weigh.tables.engine import Engine
from dementi.weigh.tables.intake import Intake

#: Given the blocks of a table, an engine for it.
EngineOf = Callable[[Sequence[Block]], Engine]


class HeldTable(Protocol):
    """A checked and coded table, not yet told whether its items have one answer or several."""

    @property
    def taken(self) -> Intake: ...

    def several_share(self) -> float:
        """The share of (source, item) pairs with more than one value."""
        ...

    def engine(self, *, is_single: bool) -> Engine:
        """An engine for the table; with ``is_single`` each source has one voice per item."""
        ...


@runtime_checkable
class TableEngine(Protocol):
    """An engine that can take a table itself, where it lies."""

    def holds(self, table: Any) -> bool:
        """Whether the table is of the engine's own kind."""
        ...

    def load(self, table: Any, *, known: Any, columns: Mapping[str, str] | None) -> HeldTable:
        """Check and code the table without bringing it here."""
        ...


class TableHere:
    """A table in this process."""

    def __init__(self, taken: Intake, engine_of: EngineOf) -> None:
        self._whole = taken.block()
        self._single, self._several_share = split(self._whole, taken.shape)
        counts = {"cell_count": self._whole.cell_count, "statement_count": self._whole.statement_count}
        self.taken = taken._replace(shape=taken.shape._replace(**counts))
        self._engine_of = engine_of

    def several_share(self) -> float:
        """As :meth:`HeldTable.several_share`."""
        return self._several_share

    def engine(self, *, is_single: bool) -> Engine:
        """As :meth:`HeldTable.engine`."""
        return self._engine_of(tuple(blocks(self._single if is_single else self._whole)))
