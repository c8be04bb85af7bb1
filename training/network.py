"""The networks in PyTorch. What is exported from here, ``dementi.read.model.network`` runs in NumPy."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from dementi.read.model.features import FLAG_COUNT, KINDS, ROLES, TABLE_ROWS
from dementi.read.model.labels import MEDIA, TAGS
from dementi.read.model.pairs import OWN_COUNT, PLACE_COUNT
from training.corpora import NAMES, PARTS_OF_SPEECH

WIDTHS = (64, 16, 16, 32, 12)


class Encoder(nn.Module):
    """Two bidirectional LSTM layers over hashed forms, static vectors and flags."""

    def __init__(self, vector_width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.tables = nn.ModuleList(
            nn.Embedding(rows, width) for rows, width in zip(TABLE_ROWS, WIDTHS, strict=True)
        )
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        width = sum(WIDTHS) + vector_width + FLAG_COUNT
        self.layers = nn.ModuleList()
        for size in (width, 2 * hidden):
            self.layers.append(nn.ModuleList(nn.LSTM(size, hidden, batch_first=True) for _ in range(2)))
        self.dropout = dropout
        #: What the first layer gave; auxiliary tasks start there.
        self.first = torch.zeros(0)
        for layer in self.layers:
            for lstm in layer:
                nn.init.constant_(lstm.bias_ih_l0[hidden : 2 * hidden], 1.0)

    def forward(self, ids: Tensor, vectors: Tensor, flags: Tensor, lengths: Tensor) -> Tensor:
        """Batch × tokens × 2·hidden."""
        embedded = [table(ids[:, :, column]) for column, table in enumerate(self.tables)]
        if self.training:
            # Words that were never seen must not be a shock: sometimes only their form is known.
            seen = (torch.rand(ids.shape[:2]) > 0.12).unsqueeze(-1).float()
            embedded[0] = embedded[0] * seen
        x = torch.cat([*embedded, vectors, flags], dim=-1)
        steps = torch.arange(ids.shape[1]).unsqueeze(0)
        back = torch.where(steps < lengths.unsqueeze(1), lengths.unsqueeze(1) - 1 - steps, steps)
        for layer in self.layers:
            x = self._dropped(x)
            forward, _ = layer[0](x)
            index = back.unsqueeze(-1)
            backward, _ = layer[1](x.gather(1, index.expand(-1, -1, x.shape[2])))
            backward = backward.gather(1, index.expand(-1, -1, backward.shape[2]))
            x = torch.cat([forward, backward], dim=-1)
            self.first = x if layer is self.layers[0] else self.first
        return self._dropped(x)

    def _dropped(self, x: Tensor) -> Tensor:
        if not self.training or not self.dropout:
            return x
        mask = torch.rand(x.shape[0], 1, x.shape[2]) > self.dropout
        return x * mask / (1 - self.dropout)


class Crf(nn.Module):
    """A linear chain over the tags; impossible transitions are closed."""

    def __init__(self) -> None:
        super().__init__()
        count = len(TAGS)
        self.transitions = nn.Parameter(torch.zeros(count, count))
        closed = torch.zeros(count, count)
        start = torch.zeros(count)
        for after, tag in enumerate(TAGS):
            if tag.startswith("I-"):
                role = tag[2:]
                start[after] = -1e4
                for before, other in enumerate(TAGS):
                    if other not in (f"B-{role}", f"I-{role}"):
                        closed[before, after] = -1e4
        self.register_buffer("closed", closed)
        self.register_buffer("start", start)

    def scores(self) -> Tensor:
        return self.transitions + self.closed

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, summed over the batch."""
        steps = self.scores()
        alpha = emissions[:, 0] + self.start
        path = emissions[:, 0].gather(1, tags[:, :1]).squeeze(1) + self.start[tags[:, 0]]
        for at in range(1, emissions.shape[1]):
            here = torch.logsumexp(alpha.unsqueeze(2) + steps.unsqueeze(0), dim=1) + emissions[:, at]
            keep = mask[:, at].unsqueeze(1)
            alpha = torch.where(keep, here, alpha)
            told = emissions[:, at].gather(1, tags[:, at : at + 1]).squeeze(1)
            path = path + (steps[tags[:, at - 1], tags[:, at]] + told) * mask[:, at]
        return (torch.logsumexp(alpha, dim=1) - path).sum()


class Tagger(nn.Module):
    """English: one tag a token, decoded by a linear chain."""

    def __init__(self, vector_width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.encoder = Encoder(vector_width, hidden, dropout)
        self.emit = nn.Linear(2 * hidden, len(TAGS))
        self.crf = Crf()
        self.aux = nn.ModuleList(nn.Linear(2 * hidden, len(classes)) for classes in (PARTS_OF_SPEECH, NAMES))

    def loss(self, batch: dict[str, Any]) -> Tensor:
        """Mean loss a token: the tags, and a little of word classes, which teach the first layer."""
        h = self.encoder(batch["ids"], batch["vectors"], batch["flags"], batch["lengths"])
        mask = torch.arange(h.shape[1]).unsqueeze(0) < batch["lengths"].unsqueeze(1)
        loss = self.crf.loss(self.emit(h), batch["tags"], mask) / mask.sum()
        for column, head in enumerate(self.aux):
            logits = head(self.encoder.first)[mask]
            loss = loss + 0.15 * nn.functional.cross_entropy(logits, batch["classes"][:, :, column][mask])
        return loss


class Linker(nn.Module):
    """German: for an anchor, which tokens are its content, cue, source, frame and addressee."""

    def __init__(self, vector_width: int, hidden: int, dropout: float, linked: int = 160) -> None:
        super().__init__()
        width = 2 * hidden
        self.encoder = Encoder(vector_width, hidden, dropout)
        self.aux = nn.Linear(width, 2 * len(ROLES))
        self.of_token = nn.Linear(width, linked)
        self.of_mean = nn.Linear(width, linked, bias=False)
        self.of_first = nn.Linear(width, linked, bias=False)
        self.of_last = nn.Linear(width, linked, bias=False)
        self.of_place = nn.Embedding(PLACE_COUNT, linked)
        nn.init.normal_(self.of_place.weight, std=0.1)
        self.of_domain = nn.Embedding(2, linked)
        nn.init.zeros_(self.of_domain.weight)
        self.of_own = nn.Linear(OWN_COUNT, linked, bias=False)
        self.inner = nn.Linear(linked, 64)
        self.roles = nn.Linear(64, len(ROLES))
        self.anchor = nn.Linear(linked, linked)
        self.pooled = nn.Linear(64, linked)
        self.valid = nn.Linear(linked, 1)
        self.kind = nn.Linear(linked, len(KINDS))
        self.medium = nn.Linear(linked, len(MEDIA))
        self.dropout = nn.Dropout(dropout)

    def forward(self, h: Tensor, pairs: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Role logits of each pair of anchor and token; validity, kind and medium of each anchor."""
        flat = h.reshape(-1, h.shape[2])
        count = pairs["first"].shape[0]
        inside = flat.index_select(0, pairs["inside_token"])
        mean = torch.zeros(count, flat.shape[1]).index_add_(0, pairs["inside_anchor"], inside)
        mean = mean / pairs["size"].unsqueeze(1)
        anchor = (
            self.of_mean(mean)
            + self.of_first(flat.index_select(0, pairs["first"]))
            + self.of_last(flat.index_select(0, pairs["last"]))
            + self.of_domain(pairs["domain"])
        )
        token = self.of_token(flat)
        joined = torch.relu(
            token.index_select(0, pairs["token"])
            + anchor.index_select(0, pairs["anchor"])
            + self.of_place(pairs["place"])
            + self.of_own(pairs["own"])
        )
        inner = torch.relu(self.inner(self.dropout(joined)))
        logits = self.roles(inner)
        top = torch.zeros(count, inner.shape[1]).scatter_reduce(
            0, pairs["anchor"].unsqueeze(1).expand(-1, inner.shape[1]), inner, "amax", include_self=True
        )
        whole = self.dropout(torch.relu(self.anchor(anchor) + self.pooled(top)))
        return logits, self.valid(whole).squeeze(1), self.kind(whole), self.medium(whole)
