"""Training of the English reader: the encoder and the tag chain together."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn

from dementi.read.model.vectors import Vectors
from training.corpora import Example
from training.network import Tagger
from training.schedule import Plan, fit


class Prepared(NamedTuple):
    """One stretch as arrays; the words stay, so that vectors are looked up batch by batch."""

    words: list[str]
    ids: Tensor
    flags: Tensor
    tags: Tensor
    classes: Tensor


def prepared(examples: list[Example]) -> list[Prepared]:
    """The tensors of some stretches."""
    return [
        Prepared(one.words, *(torch.from_numpy(part) for part in (one.ids, one.flags, one.tags, one.classes)))
        for one in examples
    ]


def batches(stretches: list[Prepared], token_limit: int, draw: random.Random) -> list[list[Prepared]]:
    """Stretches of like length together, at most so many tokens with padding, in an order by chance."""
    mixed = sorted(stretches, key=lambda one: len(one.ids) * draw.uniform(0.9, 1.1))
    together: list[list[Prepared]] = []
    longest = 0
    for one in mixed:
        longest = max(longest, len(one.ids))
        if not together or (len(together[-1]) + 1) * longest > token_limit:
            together.append([])
            longest = len(one.ids)
        together[-1].append(one)
    draw.shuffle(together)
    return together


def batch(stretches: list[Prepared], vectors: Vectors) -> dict[str, Tensor]:
    """Padded tensors of some stretches."""
    padded = nn.utils.rnn.pad_sequence
    looked_up = [torch.from_numpy(vectors.of(one.words)) for one in stretches]
    return {
        "ids": padded([one.ids.long() for one in stretches], batch_first=True),
        "flags": padded([one.flags.float() for one in stretches], batch_first=True),
        "tags": padded([one.tags for one in stretches], batch_first=True),
        "classes": padded([one.classes for one in stretches], batch_first=True),
        "vectors": padded(looked_up, batch_first=True),
        "lengths": torch.tensor([len(one.ids) for one in stretches]),
    }


def train(
    examples: list[Example], vectors: Vectors, plan: Plan, report: Callable[[int, float, Tagger], None]
) -> Tagger:
    """Train from scratch; ``plan.batch`` counts tokens, an epoch sees every stretch once.

    Parameters
    ----------
    examples : the training stretches.
    vectors : frozen static vectors.
    plan : sizes, epochs and seed.
    report : called after each epoch with its number, mean loss and the averaged model.
    """
    torch.manual_seed(plan.seed)
    draw = random.Random(plan.seed)
    stretches = prepared(examples)
    model = Tagger(vectors.table.shape[1], plan.hidden, plan.dropout)
    dealt = partial(batches, stretches, plan.batch, draw)
    steps = plan.epochs * len(dealt())
    return fit(model, plan, lambda together: model.loss(batch(together, vectors)), dealt, steps, report)
