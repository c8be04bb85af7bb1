"""What became of the model's attributions in a run, and what they took."""

from __future__ import annotations

from dementi.model import Record


class LlmTally(Record, frozen=True, kw_only=True):
    """Counts of a run.

    ``fabricated_count``: words that stand nowhere in the document; ``stitched_count``: their parts stand
    there, but not as one stretch; ``misattributed_count``: the source or cue is not there, not in one
    sentence, or the words are somebody else's; ``inexact_count``: the same words with other marks, blanks
    or capitals. All these are dropped. ``restored_count``: attributions (denials above all) that the model
    left out or gave to somebody else, and the rules put back. ``cached_count`` and ``asked_count``:
    segments answered by an earlier run, and by this one.
    """

    kept_count: int = 0
    fabricated_count: int = 0
    stitched_count: int = 0
    misattributed_count: int = 0
    inexact_count: int = 0
    restored_count: int = 0
    cached_count: int = 0
    asked_count: int = 0
    request_count: int = 0
    tokens_asked: int = 0
    tokens_answered: int = 0
    cost: float | None = None

    def lines(self) -> list[str]:
        """The counts in words for the user: what was dropped, and what the run took."""
        dropped = (
            f"{self.fabricated_count} fabricated, {self.stitched_count} stitched together, "
            f"{self.misattributed_count} wrongly attributed, {self.inexact_count} not letter by letter"
        )
        found = f"llm: {self.kept_count} attributions kept; dropped: {dropped}"
        if self.restored_count:
            found += f"; {self.restored_count} put back by the rules"
        requests = "1 request" if self.request_count == 1 else f"{self.request_count} requests"
        took = f"llm: {requests}, {self.tokens_asked} tokens asked, {self.tokens_answered} answered"
        if self.cost is not None:
            took += f", cost {self.cost:.4f}"
        total = self.cached_count + self.asked_count
        flaws = self.fabricated_count + self.stitched_count + self.misattributed_count + self.inexact_count
        return [
            f"{found}." + " [llm-dropped]" * bool(flaws),
            f"{took}; {self.cached_count} of {total} segments were known.",
        ]
