"""The networks in NumPy against the same computed slowly, number by number."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
import tiny_weights
from numpy.typing import NDArray

from dementi.read.model import network
from dementi.read.model.anchors import Anchor
from dementi.read.model.features import FLAG_COUNT, TABLE_ROWS, Features
from dementi.read.model.pairs import pairs
from dementi.read.rules.analysis import Range

WORDS = ["Der", "Minister", "sagte", "nichts", "."]
WHOLE = (0, len(WORDS))


def made(seed: int = 3) -> Features:
    chance = np.random.default_rng(seed)
    ids = np.stack([chance.integers(0, rows, len(WORDS)) for rows in TABLE_ROWS], axis=1)
    flags = chance.integers(0, 2, (len(WORDS), FLAG_COUNT))
    return Features(WORDS, ids.astype(np.int32), flags.astype(np.uint8))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def slow_lstm(weights: tiny_weights.Arrays, name: str, rows: list[list[float]]) -> list[list[float]]:
    """One direction, as the textbook has it: gates in the order input, forget, cell, output."""
    of_input, of_state = weights[f"{name}.weight_ih_l0"].tolist(), weights[f"{name}.weight_hh_l0"].tolist()
    bias = (weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]).tolist()
    size = len(of_state[0])
    h, cell = [0.0] * size, [0.0] * size
    out = []
    for row in rows:
        z = [
            math.fsum(w * x for w, x in zip(of_input[gate], row, strict=True))
            + math.fsum(w * x for w, x in zip(of_state[gate], h, strict=True))
            + bias[gate]
            for gate in range(4 * size)
        ]
        take, keep, new, show = (z[part * size : (part + 1) * size] for part in range(4))
        cell = [sigmoid(keep[i]) * cell[i] + sigmoid(take[i]) * math.tanh(new[i]) for i in range(size)]
        h = [sigmoid(show[i]) * math.tanh(cell[i]) for i in range(size)]
        out.append(h)
    return out


def slow_encoder(weights: tiny_weights.Arrays, features: Features) -> list[list[float]]:
    static = tiny_weights.vectors().of(features.words).tolist()
    rows = [
        [
            *(float(x) for c, i in enumerate(ids) for x in weights[f"encoder.tables.{c}.weight"][i]),
            *static[token],
            *(float(flag) for flag in features.flags[token]),
        ]
        for token, ids in enumerate(features.ids)
    ]
    for number in range(2):
        forward = slow_lstm(weights, f"encoder.layers.{number}.0", rows)
        backward = slow_lstm(weights, f"encoder.layers.{number}.1", rows[::-1])[::-1]
        rows = [[*one, *other] for one, other in zip(forward, backward, strict=True)]
    return rows


def test_encoder_computes_what_the_slow_one_does() -> None:
    members = [tiny_weights.member(1), tiny_weights.member(2)]
    fast = network.encoded(members, tiny_weights.vectors(), made(), [WHOLE])
    for weights, contexts in zip(members, fast, strict=True):
        np.testing.assert_allclose(contexts, slow_encoder(weights, made()), atol=1e-5)


@pytest.mark.parametrize("pieces", [[WHOLE], [(0, 1), (1, 4), (4, 5)], [(0, 2), (2, 4), (4, 5)]])
def test_each_piece_is_read_by_itself(pieces: list[Range]) -> None:
    members = [tiny_weights.member(1), tiny_weights.member(2)]
    together = network.encoded(members, tiny_weights.vectors(), made(), pieces)
    for begin, end in pieces:
        here = made().slice(begin, end)
        alone = network.encoded(members, tiny_weights.vectors(), here, [(0, end - begin)])
        for whole, part in zip(together, alone, strict=True):
            np.testing.assert_allclose(whole[begin:end], part, atol=1e-6)


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
def test_however_many_pieces_go_together_they_come_in_order(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = [(0, 1), (1, 4), (4, 5)]
    members = [tiny_weights.member(1)]
    (whole,) = network.encoded(members, tiny_weights.vectors(), made(), pieces)
    monkeypatch.setattr(network, "_TOGETHER", limit)
    found = list(network.contexts(members, tiny_weights.vectors(), made(), pieces))
    assert [len(context) for (context,) in found] == [1, 3, 1]
    np.testing.assert_allclose(np.concatenate([context for (context,) in found]), whole, atol=1e-6)


def path_score(
    emissions: NDArray[np.float32],
    steps: NDArray[np.float32],
    start: NDArray[np.float32],
    path: tuple[int, ...],
) -> float:
    score = float(start[path[0]]) + sum(float(emissions[at, tag]) for at, tag in enumerate(path))
    return score + sum(float(steps[path[at - 1], path[at]]) for at in range(1, len(path)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [1, 2, 4])
def test_best_path_is_the_best_of_all_paths(seed: int, count: int) -> None:
    weights = tiny_weights.member(seed)
    # Strong steps, so that the best tag of each token alone is often not on the best path.
    weights["crf.transitions"] *= 4
    h = np.random.default_rng(100 + seed).normal(size=(count, 2 * tiny_weights.HIDDEN)).astype(np.float32)
    emissions = h @ weights["emit.weight"].T + weights["emit.bias"]
    steps = weights["crf.transitions"] + weights["crf.closed"]
    paths = product(range(tiny_weights.TAG_COUNT), repeat=count)
    best = max(paths, key=lambda path: path_score(emissions, steps, weights["crf.start"], path))
    assert network.tagged([weights], [h]) == list(best)


def asked() -> network.Pairs:
    return pairs([WHOLE], [Anchor(((0, 2),), -1), Anchor(((3, 5),), -1)], [], WHOLE)


def test_two_equal_members_say_what_one_says() -> None:
    one = [tiny_weights.member(1)]
    contexts = network.encoded(one, tiny_weights.vectors(), made(), [WHOLE])
    for name, alone, both in zip(
        network.Linked._fields,
        network.linked(one, contexts, asked()),
        network.linked(one * 2, contexts * 2, asked()),
        strict=True,
    ):
        np.testing.assert_allclose(both, alone, atol=1e-6, err_msg=name)
    assert network.tagged(one * 2, contexts * 2) == network.tagged(one, contexts)


def test_two_members_are_averaged() -> None:
    members = [tiny_weights.member(1), tiny_weights.member(2)]
    contexts = network.encoded(members, tiny_weights.vectors(), made(), [WHOLE])
    both = network.linked(members, contexts, asked())
    alone = [network.linked([weights], [h], asked()) for weights, h in zip(members, contexts, strict=True)]
    np.testing.assert_allclose(both.valid, (alone[0].valid + alone[1].valid) / 2, atol=1e-6)
    assert not np.allclose(alone[0].valid, alone[1].valid)


def test_anchors_do_not_see_each_other() -> None:
    weights = [tiny_weights.member(1)]
    contexts = network.encoded(weights, tiny_weights.vectors(), made(), [WHOLE])
    together = network.linked(weights, contexts, asked())
    alone = network.linked(weights, contexts, pairs([WHOLE], [Anchor(((3, 5),), -1)], [], WHOLE))
    np.testing.assert_allclose(together.valid[1:], alone.valid, atol=1e-6)
    np.testing.assert_allclose(together.roles[len(WORDS) :], alone.roles, atol=1e-6)
