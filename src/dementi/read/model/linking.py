"""From the linker's answers to attributions: which contents are real, and whose words they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.read.model.anchors import Anchor
from dementi.read.model.features import KINDS, ROLES
from dementi.read.model.network import Linked
from dementi.read.model.pairs import IS_RULE, Pairs
from dementi.read.rules.analysis import Range

#: What is taken for certain enough, unless the weights bring thresholds of their own (found on a part of
#: the training data that was kept aside).
#: ``valid`` holds for contents that the rules found as well, ``valid_new`` for those of the network alone.
THRESHOLDS = {"valid": 0.45, "valid_new": 0.7, **dict.fromkeys(ROLES, 0.45)}
#: In an anchor of the rules, what they say of a token counts for this share: they err in other places.
RULES_SHARE = 0.25
#: Two anchors whose contents overlap so much (Dice) speak of one content; a quotation inside an indirect
#: content is a content of its own, so that where one is direct and one is not, they must be all but equal.
SAME_OVERLAP, SAME_OVERLAP_OF_KINDS = 0.5, 0.85


class Candidate(NamedTuple):
    """One content with its roles; ``attributions`` are the rules' attributions that it goes back to."""

    roles: tuple[frozenset[int], ...]
    kind: int
    medium: int
    attributions: tuple[int, ...]


def candidates(
    found: list[Anchor], pairs: Pairs, linked: Linked, settings: Mapping[str, float]
) -> list[Candidate]:
    """The contents of a text, best first taken, anchors that mean the same one averaged.

    Parameters
    ----------
    found : the anchors, in the order of ``pairs``.
    pairs, linked : the linker's questions and answers.
    settings : thresholds by name, in place of :data:`THRESHOLDS`.
    """
    limits = {**THRESHOLDS, **settings}
    linked = _with_vote_of_rules(pairs, linked)
    edges = np.concatenate([[0], np.cumsum([high - low for low, high in pairs.windows])]).astype(int)
    contents = [
        _tokens(linked.roles[edges[n] : edges[n + 1], 0], pairs.windows[n][0], limits["content"])
        for n in range(len(found))
    ]
    is_direct = linked.kind.argmax(axis=1) == KINDS.index("direct")
    lowest = min(limits["valid"], limits["valid_new"])
    order = sorted(range(len(found)), key=lambda n: (-float(linked.valid[n]), n))
    taken: set[int] = set()
    result = []
    by_token: dict[int, list[int]] = {}
    for number, content in enumerate(contents):
        for token in content:
            by_token.setdefault(token, []).append(number)
    for number in order:
        if float(linked.valid[number]) < lowest:
            break
        if number in taken or not contents[number]:
            continue
        near = {other for token in contents[number] for other in by_token[token]} - taken
        together = [
            other for other in sorted(near)
            if other == number or dice(contents[number], contents[other])
            >= (SAME_OVERLAP if is_direct[number] == is_direct[other] else SAME_OVERLAP_OF_KINDS)
        ]  # fmt: skip
        is_known = any(found[other].attribution >= 0 for other in together)
        if float(linked.valid[number]) < limits["valid" if is_known else "valid_new"]:
            continue
        taken.update(together)
        result.append(_merged(number, together, found, pairs, linked, edges, limits))
    return sorted(
        (candidate for candidate in result if candidate.roles[0]),
        key=lambda c: (min(c.roles[0]), -len(c.roles[0])),
    )


def _with_vote_of_rules(pairs: Pairs, linked: Linked) -> Linked:
    share = RULES_SHARE * pairs.own[:, IS_RULE : IS_RULE + 1]
    return linked._replace(roles=(1 - share) * linked.roles + share * pairs.own[:, : len(ROLES)])


def _tokens(probabilities: NDArray[np.float32], low: int, limit: float) -> frozenset[int]:
    return frozenset((np.flatnonzero(probabilities >= limit) + low).tolist())


#: Who speaks and who is spoken to is named in one place.
_IN_ONE_PIECE = frozenset({"source", "addressee"})


def _role(probabilities: NDArray[np.float32], low: int, limit: float, *, is_one: bool) -> frozenset[int]:
    found = _tokens(probabilities, low, limit)
    if not is_one or not found:
        return found
    begin, end = max(
        ranges(found, gap=1), key=lambda piece: float(probabilities[piece[0] - low : piece[1] - low].sum())
    )
    return frozenset(range(begin, end))


def dice(one: frozenset[int], other: frozenset[int]) -> float:
    """How far two sets of tokens agree, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _merged(
    best: int,
    together: list[int],
    found: list[Anchor],
    pairs: Pairs,
    linked: Linked,
    edges: NDArray[np.int64],
    limits: Mapping[str, float],
) -> Candidate:
    """The roles of one content, averaged over the anchors that mean it, weighted by their validity."""
    low = min(pairs.windows[n][0] for n in together)
    high = max(pairs.windows[n][1] for n in together)
    sums = np.zeros((high - low, len(ROLES)))
    weights = np.zeros((high - low, 1))
    for number in together:
        begin, end = pairs.windows[number]
        weight = float(linked.valid[number])
        sums[begin - low : end - low] += weight * linked.roles[edges[number] : edges[number + 1]]
        weights[begin - low : end - low] += weight
    mean = sums / np.maximum(weights, 1e-9)
    share = np.array([float(linked.valid[n]) for n in together])
    kind = (linked.kind[together] * share[:, None]).sum(axis=0)
    medium = (linked.medium[together] * share[:, None]).sum(axis=0)
    attributions = sorted(
        (n for n in together if found[n].attribution >= 0), key=lambda n: (n != best, -float(linked.valid[n]))
    )
    return Candidate(
        roles=tuple(
            _role(mean[:, number].astype(np.float32), low, limits[role], is_one=role in _IN_ONE_PIECE)
            for number, role in enumerate(ROLES)
        ),
        kind=int(kind.argmax()),
        medium=int(medium.argmax()),
        attributions=tuple(found[n].attribution for n in attributions),
    )


def ranges(tokens: frozenset[int], *, gap: int = 0) -> list[Range]:
    """Token numbers as half-open ranges; holes of at most ``gap`` tokens are closed."""
    found: list[Range] = []
    for token in sorted(tokens):
        if found and token - found[-1][1] <= gap:
            found[-1] = (found[-1][0], token + 1)
        else:
            found.append((token, token + 1))
    return found
