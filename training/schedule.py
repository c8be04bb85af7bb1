"""How long, how fast and how large: the settings of a training run."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import torch
from torch import Tensor, nn


class Plan(NamedTuple):
    """Settings of one run.

    ``average`` is the share that the moving average keeps at each step; ``batch`` counts documents
    (German) or tokens (English); ``aside`` documents are not trained on.
    """

    hidden: int = 128
    dropout: float = 0.35
    batch: int = 8
    epochs: int = 20
    rate: float = 2e-3
    decay: float = 1e-3
    average: float = 0.995
    seed: int = 1
    aside: int = 0


def rate(plan: Plan, step: int, steps: int) -> float:
    """A short warm-up, then a half cosine down to a twentieth."""
    warm = max(1, min(200, steps // 20))
    if step < warm:
        return plan.rate * (step + 1) / warm
    share = (step - warm) / max(1, steps - warm)
    return plan.rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * share)))


Model = TypeVar("Model", bound=nn.Module)
Batch = TypeVar("Batch")


class Average(Generic[Model]):
    """A moving average of the weights: steadier than the last step, at no cost when reading."""

    def __init__(self, model: Model, keep: float) -> None:
        self.model = copy.deepcopy(model).eval()
        self.keep = keep
        self.steps = 0

    @torch.no_grad()
    def update(self, model: Model) -> None:
        self.steps += 1
        keep = min(self.keep, self.steps / (self.steps + 10))
        for mine, theirs in zip(self.model.parameters(), model.parameters(), strict=True):
            mine.mul_(keep).add_(theirs, alpha=1 - keep)


def fit(
    model: Model,
    plan: Plan,
    loss: Callable[[Batch], Tensor],
    dealt: Callable[[], Sequence[Batch]],
    steps: int,
    report: Callable[[int, float, Model], None],
) -> Model:
    """Train a model epoch by epoch; what comes back is its moving average.

    Parameters
    ----------
    model : a fresh model.
    plan : rates, epochs and the average's share.
    loss : what a batch costs the model.
    dealt : the batches of one epoch; asked anew for each.
    steps : how many batches all epochs together have, all but exactly: the rate falls along them.
    report : called after each epoch with its number, mean loss and the averaged model.
    """
    optimiser = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=plan.decay)
    average = Average(model, plan.average)
    step = 0
    for epoch in range(plan.epochs):
        model.train()
        losses = []
        for batch in dealt():
            for group in optimiser.param_groups:
                group["lr"] = rate(plan, min(step, steps), steps)
            value = loss(batch)
            optimiser.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            average.update(model)
            losses.append(value.item())
            step += 1
        report(epoch + 1, sum(losses) / len(losses), average.model)
    return average.model
