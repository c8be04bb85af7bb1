"""Small networks with weights by chance, in the form that the trained reader reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dementi.read.model.features import FLAG_COUNT, KINDS, ROLES, TABLE_ROWS
from dementi.read.model.labels import MEDIA
from dementi.read.model.pairs import OWN_COUNT, PLACE_COUNT
from dementi.read.model.vectors import Vectors
from dementi.read.model.weights import FORM, packed

Arrays = dict[str, NDArray[np.float32]]
HIDDEN, VECTOR_WIDTH, TABLE_WIDTH, LINKED, INNER, TAG_COUNT = 3, 4, 2, 5, 4, 7
#: So low that a network that has learned nothing still finds something.
SETTINGS = {"valid": 0.3, "valid_new": 0.3, "cue": 0.5, "source": 0.5}


def vectors(seed: int = 0) -> Vectors:
    table = np.random.default_rng(seed).normal(size=(50, VECTOR_WIDTH)).astype(np.float32)
    return Vectors(table, gram_length=5, hash_count=2, hash_seed=2166136261, scale=0.7)


def member(seed: int) -> Arrays:
    """All arrays of both networks: each takes its own."""
    chance = np.random.default_rng(seed)
    made: Arrays = {}

    def array(name: str, *shape: int) -> None:
        made[name] = chance.normal(scale=0.5, size=shape).astype(np.float32)

    def layer(name: str, inputs: int, outputs: int) -> None:
        array(f"{name}.weight", outputs, inputs)
        array(f"{name}.bias", outputs)

    for column, rows in enumerate(TABLE_ROWS):
        array(f"encoder.tables.{column}.weight", rows, TABLE_WIDTH)
    first = len(TABLE_ROWS) * TABLE_WIDTH + VECTOR_WIDTH + FLAG_COUNT
    for number, width in enumerate((first, 2 * HIDDEN)):
        for way in range(2):
            array(f"encoder.layers.{number}.{way}.weight_ih_l0", 4 * HIDDEN, width)
            array(f"encoder.layers.{number}.{way}.weight_hh_l0", 4 * HIDDEN, HIDDEN)
            array(f"encoder.layers.{number}.{way}.bias_ih_l0", 4 * HIDDEN)
            array(f"encoder.layers.{number}.{way}.bias_hh_l0", 4 * HIDDEN)
    layer("emit", 2 * HIDDEN, TAG_COUNT)
    array("crf.transitions", TAG_COUNT, TAG_COUNT)
    array("crf.closed", TAG_COUNT, TAG_COUNT)
    array("crf.start", TAG_COUNT)
    layer("of_token", 2 * HIDDEN, LINKED)
    for name in ("of_mean", "of_first", "of_last"):
        array(f"{name}.weight", LINKED, 2 * HIDDEN)
    array("of_own.weight", LINKED, OWN_COUNT)
    array("of_place.weight", PLACE_COUNT, LINKED)
    array("of_domain.weight", 2, LINKED)
    layer("inner", LINKED, INNER)
    layer("roles", INNER, len(ROLES))
    layer("anchor", LINKED, LINKED)
    layer("pooled", INNER, LINKED)
    layer("valid", LINKED, 1)
    layer("kind", LINKED, len(KINDS))
    layer("medium", LINKED, len(MEDIA))
    return made


def write(path: Path, *, form: int = FORM, seed: int = 0, members: int = 2) -> None:
    """One file as the export of the training writes it."""
    arrays: dict[str, Any] = {}
    for number in range(members):
        for name, array in member(seed + number).items():
            if ".tables." in name:
                arrays[f"{number}/{name}"], arrays[f"{number}/{name}/scale"] = packed(array)
            else:
                arrays[f"{number}/{name}"] = array.astype(np.float16)
    table = vectors(seed)
    arrays["vectors"], arrays["vectors/scale"] = packed(table.table)
    card = {
        "form": form, "version": "tiny", "settings": SETTINGS, "member_count": members,
        "gram_length": table.gram_length, "hash_count": table.hash_count, "hash_seed": table.hash_seed,
        "vector_scale": table.scale,
    }  # fmt: skip
    arrays["card"] = np.frombuffer(json.dumps(card).encode(), dtype=np.uint8)
    np.savez(path, **arrays)
