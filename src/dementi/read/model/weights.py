"""Where the trained weights are, and how they are read.

The weights are a package of their own, ``dementi_weights``, under a licence of their own: they are
trained on data that may not be used commercially. Dementi works without them (reader ``rules``).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from dementi.errors import RecordError
from dementi.read.model.network import Weights
from dementi.read.model.vectors import Vectors
from dementi.read.weights_package import WEIGHTS

#: The form of the files that this version reads.
FORM = 1


class Trained(NamedTuple):
    """The networks of one language, averaged when read: arrays by name, shared vectors, thresholds."""

    members: tuple[Weights, ...]
    vectors: Vectors
    settings: dict[str, float]
    version: str


@cache
def trained(language: str) -> Trained:
    """The network of a language, read once.

    Raises
    ------
    RecordError
        If the file is missing or was made for another version.
    """
    place = files(WEIGHTS) / f"{language}.npz"
    try:
        with place.open("rb") as file, np.load(file) as stored:
            raw = {name: stored[name] for name in stored.files}
        card = json.loads(bytes(raw.pop("card")).decode())
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise RecordError(
            f"The weights of the reader for {language!r} cannot be read: {error}.",
            "Install the package dementi-weights of this version again, or read with --reader rules.",
            slug="weights-unread",
        ) from error
    if card.get("form") != FORM:
        raise RecordError(
            f"The weights of the reader for {language!r} have form {card.get('form')}.",
            f"Expected form {FORM}: install dementi and dementi-weights of one version.",
            slug="weights-form",
        )
    vectors = Vectors(
        table=unpacked(raw.pop("vectors"), raw.pop("vectors/scale")),
        gram_length=card["gram_length"],
        hash_count=card["hash_count"],
        hash_seed=card["hash_seed"],
        scale=card["vector_scale"],
    )
    members: list[dict[str, NDArray[np.float32]]] = [{} for _ in range(card["member_count"])]
    for name, array in raw.items():
        if not name.endswith("/scale"):
            number, _, part = name.partition("/")
            scales = raw.get(f"{name}/scale")
            whole = unpacked(array, scales) if scales is not None else array.astype(np.float32)
            members[int(number)][part] = whole
    return Trained(tuple(members), vectors, card["settings"], card["version"])


def packed(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """A table as whole numbers of one byte and a scale for each row; a quarter of the size."""
    scales = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    return np.rint(table / scales[:, None]).astype(np.int8), scales.astype(np.float16)


def unpacked(table: NDArray[np.int8], scales: NDArray[np.float16]) -> NDArray[np.float32]:
    """The inverse of :func:`packed`, to within half a step and what half precision rounds off the scale."""
    return table.astype(np.float32) * scales.astype(np.float32)[:, None]
