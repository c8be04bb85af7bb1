"""What a user may believe of sources and answers before the table is seen."""

from __future__ import annotations

from typing import NamedTuple

from dementi.errors import UsageError
from dementi.weigh.tables.blocks import Floats


class LabelPriors(NamedTuple):
    """:class:`Priors` with the labels as codes: ``labels`` float64[value_count], summing to 1."""

    accuracy: float | None = None
    strength: float | None = None
    labels: Floats | None = None


class Priors(NamedTuple):
    """Prior beliefs; None is estimated from the table itself (empirical Bayes).

    ``accuracy``: the mean probability that a source is right, above 0 and below 1.
    ``strength``: how many statements that belief is worth.
    ``values``: the prior probability of each label by name (labels only), as (value, probability) pairs.
    """

    accuracy: float | None = None
    strength: float | None = None
    values: tuple[tuple[str, float], ...] | None = None

    def checked(self) -> Priors:
        """The same, or a UsageError that says which belief is none."""
        if self.accuracy is not None and not 0.0 < self.accuracy < 1.0:
            raise UsageError(
                f"The prior accuracy is {self.accuracy}.",
                "Expected a probability above 0 and below 1.",
                slug="bad-prior",
            )
        if self.strength is not None and not 0.0 < self.strength < float("inf"):
            raise UsageError(
                f"The strength of the prior is {self.strength}.",
                "Expected a number of statements above 0.",
                slug="bad-prior",
            )
        bad = [pair for pair in self.values or () if not 0.0 <= pair[1] <= 1.0]
        if bad:
            raise UsageError(
                f"The prior probability of '{bad[0][0]}' is {bad[0][1]}.",
                "Expected probabilities from 0 to 1.",
                slug="bad-prior",
            )
        return self
