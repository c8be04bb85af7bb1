"""Small records for the tests of the case file."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from dementi.model import (
    Admiralty,
    Assessment,
    Attachment,
    Claim,
    Contribution,
    Document,
    Event,
    Part,
    Source,
    Statement,
    Words,
)

DAY = date(2024, 10, 18)


def document(name: str, text: str = "Seoul meldet Truppen. Moskau schweigt.", **fields: Any) -> Document:
    given = {"outlet": "Bote", "published_on": DAY, "language": "de", **fields}
    return Document(document_id=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), **given)


def statement(document: Document, number: int, source: str, content: str, **fields: Any) -> Statement:
    def part(words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        begin = document.text.index(words)
        return words, ((begin, begin + len(words)),)

    source_text, source_spans = part(source)
    content_text, content_spans = part(content)
    given = {
        "kind": "reported",
        "stance": "asserts",
        "event": Event(act="deploy_troops", agent="KP"),
        **fields,
    }
    return Statement(
        statement_id=f"s-{document.document_id}-{number}",
        document_id=document.document_id,
        outlet=document.outlet,
        published_on=document.published_on,
        language=document.language,
        source=Source(text=source_text, spans=source_spans, actor="KR", country="KR", named=True),
        content=Part(text=content_text, spans=content_spans),
        **given,
    )


def claim(name: str, *statement_ids: str, **fields: Any) -> Claim:
    attachments = tuple(
        Attachment(statement_id=one, stance="asserts", origin_id="o-1", why="same act and agent")
        for one in statement_ids
    )
    return Claim(
        claim_id=name, text=f"{name} holds.", text_de=f"{name} gilt.", attachments=attachments, **fields
    )


def assessment(name: str, probability: float, *, as_of: date = DAY, model: str = "m-1") -> Assessment:
    return Assessment(
        id=name,
        claim=f"{name} holds.",
        as_of=as_of,
        probability=probability,
        low=0.1,
        high=0.9,
        prior=0.5,
        prior_bits=0.0,
        evidence_bits=1.25,
        state="disputed",
        words=Words(scale="ICD 203", term="likely"),
        admiralty=Admiralty(credibility="3"),
        reports=2,
        origins=1,
        contributions=(
            Contribution(
                source="Seoul",
                side="accuser",
                interest="for",
                stances=((DAY, "asserts"),),
                bits=1.25,
                discount=1.0,
                why="an accuser",
                statement_ids=("s-d-1-0",),
            ),
        ),
        would_change=(),
        model=model,
    )
