"""How much of the run's tokens and money is spent, and whether the next request still fits."""

from __future__ import annotations

from dataclasses import dataclass

from dementi.read.llm.settings import LlmSettings

_MILLION = 1_000_000


@dataclass(slots=True)
class Spent:
    """Tokens of a run, asked and answered, and the requests that got an answer."""

    asked: int = 0
    answered: int = 0
    request_count: int = 0


class Budget:
    """Reserves the worst case before a request, and books what it really took.

    With a limit the run stops *before* the request that might go beyond it, so the limit holds as far as
    the server keeps to ``max_tokens`` and the estimate of the prompt is right.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self.settings = settings
        self.spent = Spent()
        self._asked = self._answered = 0
        #: Tokens that the server counts for each that we estimate; only ever grows.
        self._scale = 1.0

    def reserve(self, asked: int, answered: int) -> bool:
        """Set tokens aside for a request; False where they would go beyond a limit."""
        expected = self._scale * (self._asked + asked)
        tokens = (self.spent.asked + expected, self.spent.answered + self._answered + answered)
        limits = self.settings
        if limits.token_limit is not None and sum(tokens) > limits.token_limit:
            return False
        if limits.cost_limit is not None and self._cost(*tokens) > limits.cost_limit:
            return False
        self._asked += asked
        self._answered += answered
        return True

    def book(self, reserved: tuple[int, int], taken: Spent) -> None:
        """Give back what was reserved and count what was taken."""
        if taken.request_count:
            self._scale = max(self._scale, taken.asked / taken.request_count / reserved[0])
        self._asked -= reserved[0]
        self._answered -= reserved[1]
        self.spent.asked += taken.asked
        self.spent.answered += taken.answered
        self.spent.request_count += taken.request_count

    @property
    def cost(self) -> float | None:
        """What the run has cost; None without prices."""
        if self.settings.price_in is None or self.settings.price_out is None:
            return None
        return self._cost(self.spent.asked, self.spent.answered)

    def _cost(self, asked: float, answered: float) -> float:
        price_in, price_out = self.settings.price_in or 0.0, self.settings.price_out or 0.0
        return (asked * price_in + answered * price_out) / _MILLION
