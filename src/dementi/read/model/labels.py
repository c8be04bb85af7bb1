"""The classes that the networks and their training data name, and labelled tokens as stretches.

No NumPy here: the evaluation reads labelled data without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from dementi.model import Medium

MEDIA: tuple[Medium, ...] = ("none", "Speech", "Writing", "Thought", "ST", "SW", "TW")
#: English: what a token is, by number. B begins a stretch, I goes on with it, O is outside all.
TAGS = ("O", "B-content", "I-content", "B-cue", "I-cue", "B-source", "I-source")


def labelled(labels: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each labelled stretch as its role and its half-open range; an I after another role begins one."""
    role, begin = "", 0
    for index, label in enumerate(chain(labels, ["O"])):
        prefix, _, here = label.partition("-")
        if role and (prefix != "I" or here != role):
            yield role, begin, index
            role = ""
        if here and not role:
            role, begin = here, index
