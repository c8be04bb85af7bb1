"""The trained networks, run in NumPy; ``training/network.py`` is the same in PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.read.model.features import TABLE_ROWS, Features
from dementi.read.model.pairs import Pairs
from dementi.read.model.vectors import Vectors
from dementi.read.rules.analysis import Range

Array = NDArray[np.float32]
Weights = Mapping[str, Array]


class Linked(NamedTuple):
    """What the linker says: ``roles`` pairs × roles and ``valid`` anchors as probabilities; ``kind`` and
    ``medium`` anchors × classes as logits."""

    roles: Array
    valid: Array
    kind: Array
    medium: Array


#: So many tokens are encoded together, in whole stretches: more are no faster and take more memory.
_TOGETHER = 8000


def contexts(
    members: Sequence[Weights], vectors: Vectors, made: Features, cut: Sequence[Range]
) -> Iterator[list[Array]]:
    """For each stretch of a text what :func:`encoded` gives of it.

    Parameters
    ----------
    members, vectors, made : as for :func:`encoded`.
    cut : the stretches in their order.
    """
    first = 0
    while first < len(cut):
        last, begin = first + 1, cut[first][0]
        while last < len(cut) and cut[last][1] - begin <= _TOGETHER:
            last += 1
        here = [(low - begin, high - begin) for low, high in cut[first:last]]
        encodings = encoded(members, vectors, made.slice(begin, cut[last - 1][1]), here)
        for low, high in here:
            yield [h[low:high] for h in encodings]
        first = last


def encoded(
    members: Sequence[Weights], vectors: Vectors, made: Features, pieces: Sequence[Range]
) -> list[Array]:
    """For each network of an ensemble tokens × 2·hidden: each token in its context.

    Parameters
    ----------
    members : the arrays of each network by name; all are of one size.
    vectors : the static vectors that they share.
    made : the features of the tokens.
    pieces : what is read by itself, in the order of the text, which they fill.
    """
    shared = np.concatenate([vectors.of(made.words), made.flags.astype(np.float32)], axis=1)
    inputs = []
    for weights in members:
        tables = [
            weights[f"encoder.tables.{column}.weight"][made.ids[:, column]]
            for column in range(len(TABLE_ROWS))
        ]
        inputs.append(np.concatenate([*tables, shared], axis=1))
    steps = _Steps.of(pieces)
    for layer in range(2):
        inputs = _both_ways(members, f"encoder.layers.{layer}", inputs, steps)
    return inputs


class _Steps(NamedTuple):
    """In what order the tokens of some pieces are stepped through, all pieces together.

    ``orders``: forward and backward the numbers of the tokens, step after step; ``counts``: how many
    pieces are as long as that, the longest stand first.
    """

    orders: tuple[NDArray[np.int64], NDArray[np.int64]]
    counts: list[int]

    @classmethod
    def of(cls, pieces: Sequence[Range]) -> _Steps:
        ordered = sorted(pieces, key=lambda piece: piece[0] - piece[1])
        begins, ends = np.array(ordered, dtype=np.int64).T
        lengths = (ends - begins)[::-1]
        running = len(lengths) - np.searchsorted(lengths, np.arange(lengths[-1]), side="right")
        counts: list[int] = running.tolist()
        forward = np.concatenate([begins[:count] + step for step, count in enumerate(counts)])
        backward = np.concatenate([ends[:count] - 1 - step for step, count in enumerate(counts)])
        return cls((forward, backward), counts)


def _both_ways(members: Sequence[Weights], name: str, inputs: Sequence[Array], steps: _Steps) -> list[Array]:
    """One bidirectional layer; both directions of all members step together."""
    recurrent = np.stack([weights[f"{name}.{way}.weight_hh_l0"].T for weights in members for way in range(2)])
    _, hidden, width = recurrent.shape
    gates = np.empty((2 * len(members), len(inputs[0]), width), dtype=np.float32)
    for member, (weights, x) in enumerate(zip(members, inputs, strict=True)):
        for way, order in enumerate(steps.orders):
            here = gates[2 * member + way]
            np.matmul(x[order], weights[f"{name}.{way}.weight_ih_l0"].T, out=here)
            here += weights[f"{name}.{way}.bias_ih_l0"] + weights[f"{name}.{way}.bias_hh_l0"]
    out = _stepped(gates, recurrent, steps.counts)
    joined = []
    for member in range(len(members)):
        context = np.empty((len(inputs[0]), 2 * hidden), dtype=np.float32)
        for way, order in enumerate(steps.orders):
            context[order, way * hidden : (way + 1) * hidden] = out[2 * member + way]
        joined.append(context)
    return joined


def _stepped(inputs: Array, recurrent: Array, counts: list[int]) -> Array:
    """The hidden states, ways × tokens × hidden; the gates stand in the order input, forget, cell, output.

    Parameters
    ----------
    inputs : ways × tokens × gates, step after step; they are scaled in place.
    recurrent : ways × hidden × gates.
    counts : of how many pieces the tokens of each step are.
    """
    ways, total, width = inputs.shape
    hidden = width // 4
    # sigmoid(z) = (1 + tanh(z / 2)) / 2: one kind of function for all four gates.
    half = np.full(width, 0.5, dtype=np.float32)
    half[2 * hidden : 3 * hidden] = 1
    inputs *= half
    recurrent = np.ascontiguousarray(recurrent * half)
    out = np.empty((ways, total, hidden), dtype=np.float32)
    before = np.zeros((ways, counts[0], hidden), dtype=np.float32)
    cells = np.zeros((ways, counts[0], hidden), dtype=np.float32)
    gates = np.empty((ways, counts[0], width), dtype=np.float32)
    at = 0
    for count in counts:
        z, cell, state = gates[:, :count], cells[:, :count], out[:, at : at + count]
        np.matmul(before[:, :count], recurrent, out=z)
        z += inputs[:, at : at + count]
        np.tanh(z, out=z)
        keep = z[..., hidden : 2 * hidden] + 1
        take = z[..., :hidden] + 1
        take *= z[..., 2 * hidden : 3 * hidden]
        cell *= keep
        cell += take
        cell *= 0.5
        np.tanh(cell, out=state)
        state *= z[..., 3 * hidden :] + 1
        state *= 0.5
        before = state
        at += count
    return out


def linked(members: Sequence[Weights], contexts: Sequence[Array], pairs: Pairs) -> Linked:
    """The linker's answer for every anchor of a text, averaged over the members of the ensemble."""
    answers = [_linked(weights, h, pairs) for weights, h in zip(members, contexts, strict=True)]
    return Linked(*(sum(parts[1:], start=parts[0]) / len(answers) for parts in zip(*answers, strict=True)))


def _linked(weights: Weights, h: Array, pairs: Pairs) -> Linked:
    count = len(pairs.windows)
    sizes = np.bincount(pairs.inside_anchor, minlength=count)
    mean = np.zeros((count, h.shape[1]), dtype=np.float32)
    starts = (np.cumsum(sizes) - sizes)[sizes > 0]
    mean[sizes > 0] = np.add.reduceat(h[pairs.inside_token], starts, axis=0)
    mean /= sizes.clip(1)[:, None].astype(np.float32)
    anchor = (
        mean @ weights["of_mean.weight"].T
        + h[pairs.first] @ weights["of_first.weight"].T
        + h[pairs.last] @ weights["of_last.weight"].T
        + weights["of_domain.weight"][0]
    )
    token = _linear(weights, "of_token", h)
    roles = np.empty((len(pairs.token), weights["roles.weight"].shape[0]), dtype=np.float32)
    top = np.zeros((count, weights["inner.weight"].shape[0]), dtype=np.float32)
    edges = np.concatenate([[0], np.cumsum([high - low for low, high in pairs.windows])]).astype(int)
    for first in range(0, count, _BLOCK):
        last = min(count, first + _BLOCK)
        here = slice(edges[first], edges[last])
        joined = token[pairs.token[here]]
        joined += anchor[pairs.anchor[here]]
        joined += weights["of_place.weight"][pairs.place[here]]
        joined += pairs.own[here] @ weights["of_own.weight"].T
        np.maximum(joined, 0, out=joined)
        inner = np.maximum(_linear(weights, "inner", joined), 0)
        roles[here] = _linear(weights, "roles", inner)
        top[first:last] = np.maximum(np.maximum.reduceat(inner, edges[first:last] - edges[first], axis=0), 0)
    whole = np.maximum(_linear(weights, "anchor", anchor) + _linear(weights, "pooled", top), 0)
    return Linked(
        roles=_sigmoid(roles),
        valid=_sigmoid(_linear(weights, "valid", whole)[:, 0]),
        kind=_linear(weights, "kind", whole),
        medium=_linear(weights, "medium", whole),
    )


_BLOCK = 64


def _linear(weights: Weights, name: str, x: Array) -> Array:
    out: Array = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return out


def _sigmoid(x: Array) -> Array:
    out: Array = 0.5 * (1 + np.tanh(0.5 * x))
    return out


def tagged(members: Sequence[Weights], contexts: Sequence[Array]) -> list[int]:
    """The best path of tags through a text (Viterbi), one number a token."""
    share = np.float32(1 / len(members))
    parts = [_linear(weights, "emit", h) for weights, h in zip(members, contexts, strict=True)]
    emissions = share * sum(parts[1:], start=parts[0])
    chains = [weights["crf.transitions"] + weights["crf.closed"] for weights in members]
    steps = share * sum(chains[1:], start=chains[0])
    score = emissions[0] + members[0]["crf.start"]
    back = np.empty((len(emissions), len(score)), dtype=np.int64)
    for at in range(1, len(emissions)):
        moves = score[:, None] + steps
        back[at] = moves.argmax(axis=0)
        score = moves.max(axis=0) + emissions[at]
    tags = [int(score.argmax())]
    for at in range(len(emissions) - 1, 0, -1):
        tags.append(int(back[at, tags[-1]]))
    return tags[::-1]
