"""A trained network as one file that NumPy reads: ``dementi.read.model.weights`` has the other end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from dementi.read.model.vectors import Vectors
from dementi.read.model.weights import FORM, packed

#: What only training needs.
_LEFT_OUT = ("aux.",)


def write(
    members: Sequence[nn.Module], vectors: Vectors, path: Path, *, version: str, settings: dict[str, float]
) -> None:
    """Write an ensemble; large tables as bytes with a scale a row, all else in half precision.

    Parameters
    ----------
    members : the trained networks, all of one size; the reader averages them.
    vectors : its static vectors.
    path : the file, ``.npz``.
    version : the model's version, as its card names it.
    settings : thresholds that the reader takes in place of its own.
    """
    arrays: dict[str, Any] = {}
    for number, model in enumerate(members):
        for part, tensor in model.state_dict().items():
            if part.startswith(_LEFT_OUT):
                continue
            name = f"{number}/{part}"
            array = tensor.detach().numpy().astype(np.float32)
            if ".tables." in name:
                arrays[name], arrays[f"{name}/scale"] = packed(array)
            else:
                arrays[name] = np.clip(array, -6e4, 6e4).astype(np.float16)
    arrays["vectors"], arrays["vectors/scale"] = packed(vectors.table)
    card = {
        "form": FORM, "version": version, "settings": settings, "member_count": len(members),
        "gram_length": vectors.gram_length, "hash_count": vectors.hash_count,
        "hash_seed": vectors.hash_seed, "vector_scale": vectors.scale,
    }  # fmt: skip
    arrays["card"] = np.frombuffer(json.dumps(card).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)
