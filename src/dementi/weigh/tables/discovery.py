"""The door to the tables: :class:`TruthDiscovery`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from dementi.errors import UsageError
from dementi.weigh.tables.engine import LocalEngine
from dementi.weigh.tables.holding import EngineOf, HeldTable, TableEngine, TableHere
from dementi.weigh.tables.intake import Answers, Intake, intake, mode_of
from dementi.weigh.tables.labels import fit_labels
from dementi.weigh.tables.open_values import fit_open
from dementi.weigh.tables.priors import LabelPriors, Priors
from dementi.weigh.tables.result import TruthResult

MODES = ("auto", "labels", "open")
ANSWERS = ("auto", "one", "several")

#: A table has several answers per item where so large a share of (source, item) has several values.
SEVERAL_SHARE = 0.05


class TruthDiscovery:
    """Works out which values are right where sources disagree, and how far each source can be trusted.

    Two modes, never mixed: **labels**, where every item has one of a few labels and each source its own
    way of confusing them; and **open** values, where a source that errs may say anything, similar
    values support each other, and sources may copy. Nothing is tuned by hand for a table: priors, the
    mixture of models and the dependence between statements are learned from the table itself.

    Parameters
    ----------
    mode : "labels", "open", or "auto": told from the table, and said in the result.
    answers : has an item one true value or several ("auto": several where sources themselves give several).
    priors : what to believe before the table is seen; by default that is estimated as well.
    engine : what runs the steps on the blocks of a table; by default threads in this process. With a
        :class:`~dementi.weigh.tables.spark.SparkEngine` a table may be a data frame of Spark.
    seed : of what chance there is; same seed, same result.

    Examples
    --------
    >>> result = TruthDiscovery().fit({
    ...     "source": ["a", "b", "c"], "item": ["x", "x", "x"], "value": ["7", "7", "9"],
    ... })
    >>> result.truths["value"].to_list()
    ['7']

    References
    ----------
    Dawid and Skene (1979), Applied Statistics 28; Kim and Ghahramani (2012), AISTATS; Hovy et al. (2013),
    NAACL (MACE); Dong, Berti-Equille and Srivastava (2009), PVLDB 2 (ACCU); Zhao et al. (2012), PVLDB 5.
    """

    def __init__(
        self,
        mode: Literal["auto", "labels", "open"] = "auto",
        *,
        answers: Literal["auto", "one", "several"] = "auto",
        priors: Priors = Priors(),  # noqa: B008 - a frozen record
        engine: EngineOf = LocalEngine,
        seed: int = 0,
    ) -> None:
        _check_word("mode", mode, MODES)
        _check_word("answers", answers, ANSWERS)
        if mode == "labels" and answers == "several":
            raise UsageError(
                "Mode 'labels' stands together with several answers.",
                "Closed labels have one answer per item. Take mode 'open' for several.",
                slug="labels-one-answer",
            )
        self.mode, self.answers = mode, answers
        self.priors = priors.checked()
        self.engine = engine
        self.seed = seed

    def fit(self, table: Any, *, known: Any = None, columns: Mapping[str, str] | None = None) -> TruthResult:
        """Weigh a table.

        Parameters
        ----------
        table : columns source, item, value, and if wanted weight and time; of polars, pandas or Arrow, or a
            mapping of names to columns. It is not changed. A repeated row counts once.
        known : columns item and value: answers known to be right, from which the sources are learned.
        columns : what the table calls its columns, such as ``{"item": "object"}``.

        Raises
        ------
        RecordError
            Where a column is missing, a cell is empty, a weight negative or no number, or the table empty.
        """
        if isinstance(self.engine, TableEngine) and self.engine.holds(table):
            held: HeldTable = self.engine.load(table, known=known, columns=columns)
        else:
            held = TableHere(intake(table, known=known, columns=columns), self.engine)
        taken = held.taken
        answers = self._answers(held)
        mode = self.mode
        if mode == "auto":
            # A label is the one answer to its item; whoever wants several wants each value judged by itself.
            mode = "open" if answers == "several" else mode_of(taken.shape)
        if mode == "open" and self.priors.values is not None:
            raise UsageError(
                "Prior probabilities of values were given for open values.",
                "Only labels have them. Leave them out, or take mode 'labels'.",
                slug="bad-prior",
            )
        engine = held.engine(is_single=answers == "one")
        if mode == "labels":
            fit = fit_labels(engine, taken.shape, self._label_priors(taken), self.seed)
        else:
            fit = fit_open(engine, taken.shape, taken.values, self.priors, answers, self.seed)
        return TruthResult(taken, engine.blocks, fit, mode=mode, answers=answers)

    def _answers(self, held: HeldTable) -> Answers:
        if self.mode == "labels" or self.answers == "one":
            return "one"
        if self.answers == "several" or held.several_share() > SEVERAL_SHARE:
            return "several"
        return "one"

    def _label_priors(self, taken: Intake) -> LabelPriors:
        """The priors with label names turned into codes."""
        named = dict(self.priors.values or ())
        lost = sorted(set(named) - {str(value) for value in taken.values})
        if lost:
            raise UsageError(
                f"The prior names '{lost[0]}', which is no value of the table.",
                f"Its values begin with: {', '.join(str(one) for one in taken.values[:5])}.",
                slug="bad-prior",
            )
        shares = None
        if named:
            shares = np.array([named.get(str(value), 0.0) for value in taken.values])
            shares = shares / shares.sum()
        return LabelPriors(self.priors.accuracy, self.priors.strength, shares)


def _check_word(name: str, word: str, words: Sequence[str]) -> None:
    if word not in words:
        raise UsageError(
            f"'{name}' is '{word}'.", f"Expected one of {', '.join(words)}.", slug=f"unknown-{name}"
        )
