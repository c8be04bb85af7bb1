"""One measured run, as `dementi bench weigh --json` prints it."""

from __future__ import annotations

import msgspec

from dementi.benchmarks.peers import OUR_ALGORITHM


class Measurement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One algorithm on one table.

    ``outcome`` is done, out of time, out of memory, failed, does not apply or not installed.
    ``seconds`` go from the table in memory to its answers, ``peak_mb`` is the largest resident set of
    the whole process (MiB). Scores as in :func:`dementi.evaluate.truths.truth_scores`.
    """

    part: str
    table: str
    library: str
    algorithm: str
    outcome: str
    statements: int
    items: int
    sources: int
    version: str | None = None
    detail: str | None = None
    seconds: float | None = None
    peak_mb: float | None = None
    accuracy: float | None = None
    log_loss: float | None = None
    calibration_error: float | None = None
    #: Spark only: the largest difference of a probability to that of the local engine.
    difference: float | None = None

    @property
    def is_ours(self) -> bool:
        return self.library == OUR_ALGORITHM.library

    @property
    def name(self) -> str:
        return f"{self.library} {self.algorithm}"
