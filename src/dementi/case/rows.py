"""Records to rows and back, without loss."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from typing import Any, TypeVar

import msgspec
from sqlalchemy import RowMapping

from dementi.errors import CaseError, DocumentError
from dementi.model import (
    Admiralty,
    Assessment,
    Attachment,
    Claim,
    Copy,
    Document,
    Edit,
    NearMerge,
    Record,
    Span,
    Statement,
    Words,
)
from dementi.text import View

Row = RowMapping
R = TypeVar("R", bound=Record)

#: Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f]"
)

#: Fields that are columns of their own; a statement's others stand in ``parts``.
STATEMENT_COLUMNS = (
    "statement_id", "document_id", "outlet", "url", "published_on", "language",
    "kind", "medium", "stance", "certainty", "basis",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "document_id", "text", "sha256", "path", "url", "outlet", "published_on", "title", "language", "agency",
)  # fmt: skip
ASSESSMENT_COLUMNS = (
    "claim", "as_of", "model", "probability", "low", "high", "prior", "prior_bits", "evidence_bits",
    "state", "reports", "origins",
)  # fmt: skip
#: The parts of a statement that its words are made of.
_WORDED_PARTS = ("source", "cue", "frame", "content")


def json_text(value: object) -> str:
    """``value`` as JSON text."""
    return msgspec.json.encode(value).decode()


def json_or_none(value: object) -> str | None:
    """``value`` as JSON text; null stays null."""
    return None if value is None else json_text(value)


def json_value(text: str | None) -> Any:
    """What a JSON column holds."""
    return None if text is None else msgspec.json.decode(text)


def document_row(document: Document, *, dropped_count: int) -> dict[str, Any]:
    """The row of a document.

    Raises
    ------
    DocumentError : the text holds half a character (a lone surrogate), which no file can hold.
    """
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"Document {document.document_id} holds half a character at offset {error.start}.",
            "Expected valid Unicode. Save the report again as UTF-8.",
            slug="half-character",
        ) from error
    mended = View(document.text, document.edits).text if document.edits else None
    return {
        **{name: getattr(document, name) for name in DOCUMENT_COLUMNS},
        "edits": json_text(document.edits),
        "mended_text": mended,
        "is_unspaced": UNSPACED.search(document.text) is not None,
        "dropped_count": dropped_count,
    }


def document(row: Row) -> Document:
    """The document of a row."""
    values = {name: row[name] for name in DOCUMENT_COLUMNS}
    return _record({**values, "edits": json_value(row["edits"])}, Document, row["document_id"])


def statement_rows(document: Document, statements: tuple[Statement, ...]) -> list[dict[str, Any]]:
    """The rows of a document's statements, numbered in the order given."""
    return [_statement_row(document, statement, number) for number, statement in enumerate(statements)]


def _statement_row(document: Document, statement: Statement, number: int) -> dict[str, Any]:
    fields = msgspec.to_builtins(statement)
    span = extent(statement)
    source, event = statement.source, statement.event
    return {
        **{name: getattr(statement, name) for name in STATEMENT_COLUMNS},
        "number": number,
        "source_text": source and source.text,
        "source_actor": source and source.actor,
        "source_country": source and source.country,
        "event_act": event and event.act,
        "event_agent": event and event.agent,
        "event_target": event and event.target,
        "begin": span and span[0],
        "end": span and span[1],
        "words": slice_view(document, span).text if span else "",
        "parts": json_text({name: fields[name] for name in fields if name not in STATEMENT_COLUMNS}),
    }


def statement(row: Row) -> Statement:
    """The statement of a row."""
    values = {name: row[name] for name in STATEMENT_COLUMNS}
    return _record({**values, **json_value(row["parts"])}, Statement, row["statement_id"])


def extent(statement: Statement) -> Span | None:
    """From the first to the last character of a statement's words, in its document's text."""
    spans = [
        span
        for name in _WORDED_PARTS
        if (part := getattr(statement, name)) is not None
        for span in part.spans
    ]
    if not spans:
        return None
    return (min(begin for begin, _ in spans), max(end for _, end in spans))


def slice_view(document: Document, span: Span) -> View:
    """The view of a stretch of a document, in offsets of the stretch.

    Edits that reach over its border are left out: they belong to no word of the stretch.
    """
    begin, end = span
    edits = document.edits
    first = bisect_left(edits, begin, key=lambda edit: edit.begin)
    last = bisect_right(edits, end, key=lambda edit: edit.end)
    inner = [Edit(edit.begin - begin, edit.end - begin, edit.replacement) for edit in edits[first:last]]
    return View(document.text[begin:end], inner)


def copy(row: Row) -> Copy:
    """The copy of a row."""
    return _record({name: row[name] for name in Copy.__struct_fields__}, Copy, row["document_id"])


def claim_row(claim: Claim, position: int) -> dict[str, Any]:
    """The row of a claim; its attachments and near merges have tables of their own."""
    event = claim.event
    return {
        "claim_id": claim.claim_id,
        "position": position,
        "text": claim.text,
        "text_de": claim.text_de,
        "question": claim.question,
        "event_act": event and event.act,
        "event_agent": event and event.agent,
        "event_target": event and event.target,
        "event": json_or_none(event),
    }


def attachment_rows(claim: Claim) -> list[dict[str, Any]]:
    """The rows of a claim's attachments."""
    return [
        {
            "claim_id": claim.claim_id,
            "position": position,
            "statement_id": one.statement_id,
            "stance": one.stance,
            "origin_id": one.origin_id,
            "is_copy": one.is_copy,
            "quantity": json_or_none(one.quantity),
            "why": one.why,
        }
        for position, one in enumerate(claim.attachments)
    ]


def near_rows(claim: Claim) -> list[dict[str, Any]]:
    """The rows of a claim's near merges."""
    return [
        {"claim_id": claim.claim_id, "position": position, "near_claim_id": one.claim_id, "why": one.why}
        for position, one in enumerate(claim.near)
    ]


def attachment(row: Row) -> Attachment:
    """The attachment of a row."""
    names = ("statement_id", "stance", "origin_id", "is_copy", "why")
    values = {name: row[name] for name in names}
    return _record({**values, "quantity": json_value(row["quantity"])}, Attachment, row["claim_id"])


def near(row: Row) -> NearMerge:
    """The near merge of a row."""
    return NearMerge(claim_id=row["near_claim_id"], why=row["why"])


def claim(row: Row, attachments: tuple[Attachment, ...], near_merges: tuple[NearMerge, ...]) -> Claim:
    """The claim of a row, with what stands in its other tables."""
    names = ("claim_id", "text", "text_de", "question")
    values = {name: row[name] for name in names}
    bare = _record({**values, "event": json_value(row["event"])}, Claim, row["claim_id"])
    return msgspec.structs.replace(bare, attachments=attachments, near=near_merges)


def assessment_row(assessment: Assessment) -> dict[str, Any]:
    """The row of an assessment.

    Raises
    ------
    ValueError : a number is infinite or not a number; the weighing engine is at fault, not the user.
    """
    values = {name: getattr(assessment, name) for name in ASSESSMENT_COLUMNS}
    wrong = [name for name, value in values.items() if isinstance(value, float) and not math.isfinite(value)]
    if wrong:
        raise ValueError(f"assessment of {assessment.id}: {wrong[0]} is {values[wrong[0]]}")
    return {
        **values,
        "claim_id": assessment.id,
        "words_scale": assessment.words.scale,
        "words_term": assessment.words.term,
        "credibility": assessment.admiralty.credibility,
        "contributions": json_text(assessment.contributions),
        "would_change": json_text(assessment.would_change),
        "quantities": json_text(assessment.quantities),
    }


def assessment(row: Row) -> Assessment:
    """The assessment of a row."""
    values = {
        **{name: row[name] for name in ASSESSMENT_COLUMNS},
        "id": row["claim_id"],
        "words": msgspec.to_builtins(Words(scale=row["words_scale"], term=row["words_term"])),
        "admiralty": msgspec.to_builtins(Admiralty(credibility=row["credibility"])),
        "contributions": json_value(row["contributions"]),
        "would_change": json_value(row["would_change"]),
        "quantities": json_value(row["quantities"]),
    }
    return _record(values, Assessment, row["claim_id"])


def _record(values: dict[str, Any], kind: type[R], name: str) -> R:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise CaseError(
            f"The case's row of {kind.__name__.lower()} {name} does not hold what it should: {error}.",
            "Another program changed it. Restore the file from a copy, or mend that row by hand "
            "after docs/reference/case-file.md.",
            slug="case-bad-row",
        ) from error
