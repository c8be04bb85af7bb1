"""The trained networks, run in NumPy; ``training/network.py`` is the same in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.read.model.features import TABLE_ROWS, Features
from dementi.read.model.pairs import Pairs
from dementi.read.model.vectors import Vectors

Array = NDArray[np.float32]
Weights = Mapping[str, Array]


class Linked(NamedTuple):
    """What the linker says: ``roles`` pairs × roles and ``valid`` anchors as probabilities; ``kind`` and
    ``medium`` anchors × classes as logits."""

    roles: Array
    valid: Array
    kind: Array
    medium: Array


def encoded(members: Sequence[Weights], vectors: Vectors, made: Features) -> list[Array]:
    """For each network of an ensemble tokens × 2·hidden: each token in its context.

    Parameters
    ----------
    members : the arrays of each network by name; all are of one size.
    vectors : the static vectors that they share.
    made : the features of the tokens.
    """
    shared = np.concatenate([vectors.of(made.words), made.flags.astype(np.float32)], axis=1)
    inputs = []
    for weights in members:
        tables = [
            weights[f"encoder.tables.{column}.weight"][made.ids[:, column]]
            for column in range(len(TABLE_ROWS))
        ]
        inputs.append(np.concatenate([*tables, shared], axis=1))
    for layer in range(2):
        inputs = _both_ways(members, f"encoder.layers.{layer}", inputs)
    return inputs


def _both_ways(members: Sequence[Weights], name: str, inputs: list[Array]) -> list[Array]:
    """One bidirectional layer; both directions of all members step together."""
    gates, steps = [], []
    for weights, x in zip(members, inputs, strict=True):
        for way in range(2):
            here = x if way == 0 else x[::-1]
            bias = weights[f"{name}.{way}.bias_ih_l0"] + weights[f"{name}.{way}.bias_hh_l0"]
            gates.append(here @ weights[f"{name}.{way}.weight_ih_l0"].T + bias)
            steps.append(weights[f"{name}.{way}.weight_hh_l0"].T)
    out = _stepped(np.stack(gates, axis=1), np.stack(steps))
    return [
        np.concatenate([out[:, 2 * number], out[::-1, 2 * number + 1]], axis=1)
        for number in range(len(members))
    ]


def _stepped(inputs: Array, steps: Array) -> Array:
    """Tokens × ways × hidden, from the inputs of the four gates (input, forget, cell, output)."""
    count, ways, width = inputs.shape
    hidden = width // 4
    # sigmoid(x) = (1 + tanh(x/2)) / 2: one call gives all four gates.
    half = np.ones(width, dtype=np.float32)
    half[: 2 * hidden] = half[3 * hidden :] = 0.5
    inputs = inputs * half
    steps = np.ascontiguousarray(steps * half)
    out = np.empty((count, ways, hidden), dtype=np.float32)
    h = np.zeros((ways, 1, hidden), dtype=np.float32)
    cell = np.zeros((ways, hidden), dtype=np.float32)
    gates = np.empty((ways, 1, width), dtype=np.float32)
    for at in range(count):
        np.matmul(h, steps, out=gates)
        z = gates[:, 0]
        z += inputs[at]
        np.tanh(z, out=z)
        keep = z[:, hidden : 2 * hidden] + 1
        take = z[:, :hidden] + 1
        take *= z[:, 2 * hidden : 3 * hidden]
        cell *= keep
        cell += take
        cell *= 0.5
        state = out[at]
        np.tanh(cell, out=state)
        state *= z[:, 3 * hidden :] + 1
        state *= 0.5
        h[:, 0] = state
    return out


def linked(members: Sequence[Weights], contexts: Sequence[Array], pairs: Pairs) -> Linked:
    """The linker's answer for every anchor of a text, averaged over the members of the ensemble."""
    answers = [_linked(weights, h, pairs) for weights, h in zip(members, contexts, strict=True)]
    return Linked(*(sum(parts[1:], start=parts[0]) / len(answers) for parts in zip(*answers, strict=True)))


def _linked(weights: Weights, h: Array, pairs: Pairs) -> Linked:
    count = len(pairs.windows)
    sums = np.zeros((count, h.shape[1]), dtype=np.float32)
    np.add.at(sums, pairs.inside_anchor, h[pairs.inside_token])
    mean = sums / np.bincount(pairs.inside_anchor, minlength=count).clip(1)[:, None].astype(np.float32)
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
