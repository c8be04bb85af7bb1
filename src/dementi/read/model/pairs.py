"""Each anchor beside each token of its window, as flat arrays for the linker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.read.model.anchors import Anchor, window
from dementi.read.model.features import ROLES
from dementi.read.rules.analysis import Attribution, Range

#: Upper edges of the distance buckets outside an anchor, in tokens.
_EDGES = np.array([1, 2, 3, 4, 6, 8, 11, 15, 22, 32])
PLACE_COUNT = 2 * (len(_EDGES) + 1) + 1
_INSIDE_PLACE = PLACE_COUNT // 2
OWN_COUNT = len(ROLES) + 3
IS_RULE, _IS_INSIDE, _IS_SAME_UNIT = range(len(ROLES), OWN_COUNT)

_BEGIN = itemgetter(0)


class Pairs(NamedTuple):
    """Flat arrays; ``windows`` gives for each anchor its stretch of tokens, in the order of the pairs.

    ``inside_token`` and ``inside_anchor`` list the tokens that lie in the anchors themselves; ``own``
    is pairs × :data:`OWN_COUNT`: which role the rules gave the token in the anchor's own attribution,
    whether there is one, whether the token lies in the anchor and in its unit.
    """

    windows: list[Range]
    anchor: NDArray[np.int64]
    token: NDArray[np.int64]
    place: NDArray[np.int64]
    own: NDArray[np.float32]
    inside_token: NDArray[np.int64]
    inside_anchor: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def pairs(units: list[Range], found: list[Anchor], attributions: list[Attribution], bounds: Range) -> Pairs:
    """All pairs of one stretch of text, anchors in their order and tokens in theirs.

    Parameters
    ----------
    units : the units (sentences) of the text.
    found : its anchors.
    attributions : what the rules found in it; anchors refer to them by number.
    bounds : the tokens of the stretch; ``windows`` count from the text's begin, all else from its own.
    """
    start, stop = bounds
    windows = [window(anchor, bounds) for anchor in found]
    unit_of = np.zeros(stop - start, dtype=np.int64)
    # Only the stretch's own units: a long text has many, and many stretches.
    first = max(0, bisect_right(units, start, key=_BEGIN) - 1)
    last = bisect_left(units, stop, key=_BEGIN)
    for number, (begin, end) in enumerate(units[first:last], start=first):
        unit_of[max(0, begin - start) : max(0, end - start)] = number
    places, owns, inside_tokens = [], [], []
    for anchor, (low, high) in zip(found, windows, strict=True):
        tokens = np.arange(low, high)
        places.append(_places(tokens, anchor))
        own = np.zeros((high - low, OWN_COUNT), dtype=np.float32)
        inside = np.zeros(high - low, dtype=bool)
        for begin, end in anchor.ranges:
            inside[max(0, begin - low) : max(0, end - low)] = True
        own[:, _IS_INSIDE] = inside
        own[:, _IS_SAME_UNIT] = unit_of[tokens - start] == unit_of[anchor.begin - start]
        if anchor.attribution >= 0:
            own[:, IS_RULE] = 1
            _mark_own(own, attributions[anchor.attribution], low)
        owns.append(own)
        inside_tokens.append(tokens[inside] - start)
    sizes = [high - low for low, high in windows]
    numbers = np.arange(len(found))
    return Pairs(
        windows=windows,
        anchor=np.repeat(numbers, sizes),
        token=_joined([np.arange(low - start, high - start) for low, high in windows]),
        place=_joined(places),
        own=np.concatenate(owns) if owns else np.zeros((0, OWN_COUNT), dtype=np.float32),
        inside_token=_joined(inside_tokens),
        inside_anchor=np.repeat(numbers, [len(tokens) for tokens in inside_tokens]),
        first=np.array([anchor.begin - start for anchor in found], dtype=np.int64),
        last=np.array([min(anchor.end, stop) - 1 - start for anchor in found], dtype=np.int64),
    )


def _places(tokens: NDArray[np.int64], anchor: Anchor) -> NDArray[np.int64]:
    before = anchor.begin - tokens
    after = tokens - (anchor.end - 1)
    places = np.full(len(tokens), _INSIDE_PLACE)
    is_before, is_after = before > 0, after > 0
    places[is_before] = _INSIDE_PLACE - 1 - np.searchsorted(_EDGES, before[is_before])
    places[is_after] = _INSIDE_PLACE + 1 + np.searchsorted(_EDGES, after[is_after])
    return places


def _mark_own(own: NDArray[np.float32], attribution: Attribution, low: int) -> None:
    for role, name in enumerate(ROLES):
        for begin, end in getattr(attribution, name):
            own[max(0, begin - low) : max(0, end - low), role] = 1


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
