"""What a fitted table tells: tables for people who work with tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal

import numpy as np
import polars as pl

from dementi.errors import UsageError
from dementi.weigh.tables.blocks import Block, Floats
from dementi.weigh.tables.fits import Fit
from dementi.weigh.tables.intake import Answers, Intake, Mode


class TruthResult:
    """The outcome of :meth:`TruthDiscovery.fit`; its tables are polars frames, made when asked for.

    Attributes
    ----------
    mode : "labels" or "open", as given or as chosen from the table.
    answers : "one" or "several" true values per item.
    notes : what a user should know of the table or the fit.
    """

    def __init__(
        self, table: Intake, blocks: Sequence[Block], fit: Fit, *, mode: Mode, answers: Answers
    ) -> None:
        self.mode: Mode = mode
        self.answers: Answers = answers
        self.notes: tuple[str, ...] = table.notes + fit.notes
        self._table = table
        self._blocks = blocks  # as they come: Spark's stay on its workers until they are walked through
        self._fit = fit

    @cached_property
    def probabilities(self) -> pl.DataFrame:
        """How probable each value is: item, value, probability; sorted by item and value.

        With labels each label of the table has a row for each item, claimed of it or not, and they add up to
        1. With open values only claimed ones have; what is missing to 1 over an item (with one answer per
        item) is the probability that none of them is right.
        """
        return self._cells(self._fit.cells) if self._fit.labels is None else self._labels(self._fit.labels)

    @cached_property
    def truths(self) -> pl.DataFrame:
        """The most probable value of each item: item, value, probability, unclaimed.

        ``unclaimed`` is the probability that no claimed value is right. With several answers per item:
        every value more probable than not, so an item may have no row or several.
        """
        if self.answers == "several":
            return self._cells(self._fit.cells).filter(pl.col("probability") > 0.5)
        best = [
            _best_cells(block.item_start, cells)
            for block, cells in zip(self._blocks, self._fit.cells, strict=True)
        ]
        items = np.concatenate([block.item for block in self._blocks])
        values = np.concatenate([block.value[cell] for block, cell in zip(self._blocks, best, strict=True)])
        numbers = np.concatenate([cells[cell] for cells, cell in zip(self._fit.cells, best, strict=True)])
        frame = {
            "item": self._table.items.gather(items),
            "value": self._table.values.gather(values),
            "probability": numbers.astype(np.float64),
            "unclaimed": np.concatenate(self._fit.elsewhere).astype(np.float64),
        }
        return pl.DataFrame(frame).sort("item")

    @cached_property
    def sources(self) -> pl.DataFrame:
        """Sources, the most reliable first: source, statements, reliability, low, high, bits.

        ``reliability`` is the posterior mean probability that a statement of the source is right,
        ``low`` and ``high`` its 90 % credible interval, ``bits`` the evidence it gave in all.
        """
        counts = np.zeros(self._table.shape.source_count, np.int64)
        for block in self._blocks:
            counts += np.bincount(block.source, minlength=len(counts))
        scores = self._fit.sources
        frame = {"source": self._table.sources, "statements": counts, **scores._asdict()}
        return pl.DataFrame(frame).sort("reliability", "source", descending=[True, False])

    @cached_property
    def copies(self) -> pl.DataFrame:
        """Sources that look dependent: source, of, probability, shared, shared_false."""
        pairs = self._fit.copies
        names = self._table.sources
        frame = {
            "source": names.gather(pairs.source),
            "of": names.gather(pairs.of),
            "probability": pairs.probability,
            "shared": pairs.shared,
            "shared_false": pairs.shared_false,
        }
        return pl.DataFrame(frame).sort("probability", "source", "of", descending=[True, False, False])

    @cached_property
    def models(self) -> pl.DataFrame:
        """The models that were mixed: model, weight, score (bits per statement, held out)."""
        return pl.DataFrame([one._asdict() for one in self._fit.models])

    @cached_property
    def alternative(self) -> pl.DataFrame | None:
        """A second solution that explains the statements about as well, like ``probabilities``; or None."""
        return None if self._fit.alternative is None else self._cells(self._fit.alternative[0])

    def contributions(self, item: Any) -> pl.DataFrame:
        """One item's probabilities, taken apart: value, source, said, bits, discount.

        For each value that somebody claims of the item, the bits of all rows (that without a source is the
        prior) add up to the log2 odds of its probability. ``discount`` is what is left of a statement
        beside those it repeats.

        Raises
        ------
        UsageError
            Where the table has no such item.
        """
        block, index = self._find(_code(self._table.items, item, "item"))
        parts = self._fit.contributions(block, index)
        begin = int(block.item_start[index])
        said = self._table.values.gather(block.value[begin + parts.cell])
        rows = [pl.DataFrame(schema=_contribution_types(self._table))]
        for cell, prior in enumerate(parts.prior_bits):
            value = self._table.values[int(block.value[begin + cell])]
            rows.append(self._parts(value, [None], [None], [prior], [1.0]))
            names = self._table.sources.gather(parts.source)
            rows.append(self._parts(value, names, said, parts.bits[:, cell], parts.discount))
        return pl.concat(rows)

    def confusion(self, source: Any) -> pl.DataFrame:
        """What a source says where another value is right: right, said, statements, share.

        ``statements`` is how many of its statements are expected to be so, by the probabilities of the
        claimed values; ``share`` is their part among those with the same right value. What may be right
        and is claimed by nobody is left out.

        Raises
        ------
        UsageError
            Where the table has no such source.
        """
        code = _code(self._table.sources, source, "source")
        parts = [
            _answers(block, cells, code) for block, cells in zip(self._blocks, self._fit.cells, strict=True)
        ]
        right, said, expected = (np.concatenate(column) for column in zip(*parts, strict=True))
        frame = {
            "right": self._table.values.gather(right),
            "said": self._table.values.gather(said),
            "statements": expected,
        }
        counts = pl.DataFrame(frame).group_by("right", "said").agg(pl.col("statements").sum())
        share = pl.col("statements") / pl.col("statements").sum().over("right")
        return counts.with_columns(share.alias("share")).sort("right", "said")

    def _parts(self, value: Any, sources: Any, said: Any, bits: Any, discount: Any) -> pl.DataFrame:
        types = _contribution_types(self._table)
        columns = {
            "value": [value] * len(bits), "source": sources, "said": said, "bits": bits, "discount": discount,
        }  # fmt: skip
        return pl.DataFrame([pl.Series(name, column, dtype=types[name]) for name, column in columns.items()])

    def _find(self, place: int) -> tuple[Block, int]:
        for block in self._blocks:
            index = int(np.searchsorted(block.item, place))
            if index < block.item_count and block.item[index] == place:
                return block, index
        raise AssertionError(place)

    def _labels(self, labels: Sequence[Floats]) -> pl.DataFrame:
        count = self._table.shape.value_count
        items, numbers = [], []
        for block, rows, cells in zip(self._blocks, labels, self._fit.cells, strict=True):
            exact = rows.astype(np.float64)
            exact[np.repeat(np.arange(block.item_count), np.diff(block.item_start)), block.value] = cells
            items.append(np.repeat(block.item, count))
            numbers.append(exact.ravel())
        every = np.concatenate(items)
        frame = {
            "item": self._table.items.gather(every),
            "value": self._table.values.gather(np.tile(np.arange(count), len(every) // count)),
            "probability": np.concatenate(numbers),
        }
        return pl.DataFrame(frame)

    def _cells(self, cells: Sequence[Floats]) -> pl.DataFrame:
        items = np.concatenate([np.repeat(block.item, np.diff(block.item_start)) for block in self._blocks])
        values = np.concatenate([block.value for block in self._blocks])
        frame = {
            "item": self._table.items.gather(items),
            "value": self._table.values.gather(values),
            "probability": np.concatenate(list(cells)).astype(np.float64),
        }
        return pl.DataFrame(frame)


def _contribution_types(table: Intake) -> dict[str, Any]:
    return {
        "value": table.values.dtype, "source": table.sources.dtype, "said": table.values.dtype,
        "bits": pl.Float64, "discount": pl.Float64,
    }  # fmt: skip


def _best_cells(item_start: Any, cells: Floats) -> Any:
    """The most probable cell of each item; of equal ones the first."""
    largest = np.repeat(np.maximum.reduceat(cells, item_start[:-1]), np.diff(item_start))
    places = np.flatnonzero(cells == largest)
    first = np.searchsorted(places, item_start[:-1], side="left")
    return places[first]


def _code(names: pl.Series, name: Any, what: Literal["item", "source"]) -> int:
    """The code of an item or a source."""
    place = names.index_of(name) if name is not None else None
    if place is None:
        raise UsageError(
            f"No {what} '{name}' in the table.",
            f"Its {what}s begin with: {', '.join(str(one) for one in names[:5])}.",
            slug="no-such-item" if what == "item" else "no-such-source",
        )
    return int(place)


def _answers(block: Block, cells: Floats, source: int) -> tuple[Any, Any, Any]:
    """For each statement of a source and each value claimed of its item: that value, what it said, weight."""
    statements = np.flatnonzero(block.source == source)
    said = np.searchsorted(block.cell_start, statements, side="right") - 1
    item = np.searchsorted(block.item_start, said, side="right") - 1
    counts = np.diff(block.item_start)[item]
    ends = np.cumsum(counts)
    place = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
    right = np.repeat(block.item_start[item], counts) + place
    expected = cells[right].astype(np.float64) * np.repeat(block.weight[statements], counts)
    return block.value[right], np.repeat(block.value[said], counts), expected
