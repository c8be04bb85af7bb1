"""Training of the German reader: the encoder and the linker together."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from dementi.read.model.anchors import Anchor
from dementi.read.model.features import ROLES
from dementi.read.model.pairs import Pairs, pairs
from dementi.read.model.vectors import Vectors
from training.corpora import Example
from training.network import Linker
from training.schedule import Plan, fit

#: A rules' content is that of a quote from this overlap on (Dice); a clause, if this share lies inside.
RULE_OVERLAP, CLAUSE_SHARE = 0.3, 0.5
#: Short roles count as much as long contents: weights of content, cue, source, frame, addressee.
ROLE_WEIGHTS = (1.0, 4.0, 3.0, 1.5, 5.0)


class Prepared(NamedTuple):
    """One document as tensors, with the target of each anchor and pair."""

    ids: Tensor
    vectors: Tensor
    flags: Tensor
    pairs: Pairs
    valid: Tensor
    roles: Tensor
    kinds: Tensor
    media: Tensor
    aux: Tensor
    domain: int


def prepared(example: Example, vectors: Vectors) -> Prepared:
    """The tensors of one document."""
    count = len(example.words)
    found = pairs(example.units, example.anchors, example.attributions, (0, count))
    chosen = [_quote_of(anchor, example) for anchor in example.anchors]
    roles = np.zeros((len(found.token), len(ROLES)), dtype=np.float32)
    at = 0
    for quote, (low, high) in zip(chosen, found.windows, strict=True):
        if quote >= 0:
            for role, tokens in enumerate(example.quotes[quote][0]):
                here = [at + token - low for token in tokens if low <= token < high]
                roles[here, role] = 1
        at += high - low
    aux = np.zeros((count, 2 * len(ROLES)), dtype=np.float32)
    for quote_roles, _, _ in example.quotes:
        for role, tokens in enumerate(quote_roles):
            aux[list(tokens), role] = 1
            if tokens:
                aux[min(tokens), len(ROLES) + role] = 1
    return Prepared(
        ids=torch.from_numpy(example.ids).long(),
        vectors=torch.from_numpy(vectors.of(example.words)),
        flags=torch.from_numpy(example.flags).float(),
        pairs=found,
        valid=torch.tensor([float(quote >= 0) for quote in chosen]),
        roles=torch.from_numpy(roles),
        kinds=torch.tensor([example.quotes[q][1] if q >= 0 else 0 for q in chosen]),
        media=torch.tensor([example.quotes[q][2] if q >= 0 else 0 for q in chosen]),
        aux=torch.from_numpy(aux),
        domain=example.domain,
    )


def _quote_of(anchor: Anchor, example: Example) -> int:
    """The number of the quotation that an anchor stands for, or -1."""
    tokens = {token for begin, end in anchor.ranges for token in range(begin, end)}
    best, best_score = -1, 0.0
    for number, (roles, _, _) in enumerate(example.quotes):
        common = len(tokens & roles[0])
        if not common:
            continue
        if anchor.attribution >= 0:
            score = 2 * common / (len(tokens) + len(roles[0]))
            is_good = score >= RULE_OVERLAP
        else:
            # Of nested contents the innermost that holds the clause.
            score = 1 / len(roles[0])
            is_good = common >= CLAUSE_SHARE * len(tokens)
        if is_good and score > best_score:
            best, best_score = number, score
    return best


def batch(documents: list[Prepared]) -> tuple[dict[str, Tensor], dict[str, Tensor], dict[str, Tensor]]:
    """Inputs of the encoder, of the linker, and the targets, for some documents together."""
    lengths = [len(document.ids) for document in documents]
    longest = max(lengths)
    padded = nn.utils.rnn.pad_sequence
    inputs = {
        "ids": padded([d.ids for d in documents], batch_first=True),
        "vectors": padded([d.vectors for d in documents], batch_first=True),
        "flags": padded([d.flags for d in documents], batch_first=True),
        "lengths": torch.tensor(lengths),
    }
    parts: dict[str, list[Tensor]] = {name: [] for name in (
        "anchor", "token", "place", "own", "inside_token", "inside_anchor", "first", "last", "size", "domain",
    )}  # fmt: skip
    anchor_at = 0
    for number, document in enumerate(documents):
        p, token_at = document.pairs, number * longest
        parts["anchor"].append(torch.from_numpy(p.anchor) + anchor_at)
        parts["inside_anchor"].append(torch.from_numpy(p.inside_anchor) + anchor_at)
        for name in ("token", "inside_token", "first", "last"):
            parts[name].append(torch.from_numpy(getattr(p, name)) + token_at)
        parts["place"].append(torch.from_numpy(p.place))
        parts["own"].append(torch.from_numpy(p.own))
        sizes = np.bincount(p.inside_anchor, minlength=len(p.windows)).clip(1)
        parts["size"].append(torch.from_numpy(sizes).float())
        parts["domain"].append(torch.full((len(p.windows),), document.domain))
        anchor_at += len(p.windows)
    linked = {name: torch.cat(tensors) for name, tensors in parts.items()}
    targets = {
        "valid": torch.cat([d.valid for d in documents]),
        "roles": torch.cat([d.roles for d in documents]),
        "kinds": torch.cat([d.kinds for d in documents]),
        "media": torch.cat([d.media for d in documents]),
        "aux": padded([d.aux for d in documents], batch_first=True),
        "is_news": torch.tensor([1.0 - d.domain for d in documents]),
    }
    return inputs, linked, targets


def loss(model: Linker, documents: list[Prepared]) -> Tensor:
    """One number to lower: roles of valid anchors, validity, kind, medium, and the tokens' own roles."""
    inputs, linked, targets = batch(documents)
    h = model.encoder(inputs["ids"], inputs["vectors"], inputs["flags"], inputs["lengths"])
    logits, valid, kind, medium = model(h, linked)
    bce = nn.functional.binary_cross_entropy_with_logits
    is_valid = targets["valid"]
    weight = is_valid.index_select(0, linked["anchor"]).unsqueeze(1)
    valid_count = is_valid.sum().clamp(min=1)
    # Parliament has no frames, kinds and media.
    is_news = 1.0 - linked["domain"].float()
    role_losses = bce(logits, targets["roles"], reduction="none") * torch.tensor(ROLE_WEIGHTS)
    frame = torch.tensor([float(role == "frame") for role in ROLES])
    role_losses = role_losses * (1 - frame * (1 - is_news.index_select(0, linked["anchor"]).unsqueeze(1)))
    of_roles = (role_losses * weight).sum() / valid_count / 20
    of_valid = bce(valid, is_valid)
    kinds = nn.functional.cross_entropy(kind, targets["kinds"], reduction="none")
    media = nn.functional.cross_entropy(medium, targets["media"], reduction="none")
    of_labels = ((kinds + 0.5 * media) * is_valid * is_news).sum() / valid_count
    mask = (torch.arange(h.shape[1]).unsqueeze(0) < inputs["lengths"].unsqueeze(1)).float().unsqueeze(2)
    mask = mask * targets["is_news"].reshape(-1, 1, 1)
    of_aux = (bce(model.aux(h), targets["aux"], reduction="none") * mask).sum() / mask.sum().clamp(min=1)
    total: Tensor = of_roles + of_valid + 0.3 * of_labels + 2 * of_aux
    return total


def train(
    examples: list[Example], vectors: Vectors, plan: Plan, report: Callable[[int, float, Linker], None]
) -> Linker:
    """Train from scratch; the same seed gives the same weights on the same machine.

    Parameters
    ----------
    examples : the training documents.
    vectors : frozen static vectors.
    plan : sizes, epochs and seed.
    report : called after each epoch with its number, mean loss and the averaged model.
    """
    torch.manual_seed(plan.seed)
    draw = random.Random(plan.seed)
    documents = [prepared(example, vectors) for example in examples if example.anchors]
    model = Linker(vectors.table.shape[1], plan.hidden, plan.dropout)

    def dealt() -> list[list[Prepared]]:
        draw.shuffle(documents)
        return [documents[begin : begin + plan.batch] for begin in range(0, len(documents), plan.batch)]

    steps = plan.epochs * math.ceil(len(documents) / plan.batch)
    return fit(model, plan, partial(loss, model), dealt, steps, report)
