"""Claims as the weighing engine takes them: one row for each statement that is a claim of fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dementi import actors
from dementi.model import (
    NOT_FACTUAL,
    Attachment,
    Claim,
    Language,
    Quantity,
    StatedQuantity,
    Statement,
    WeighingClaim,
    WeighingStatement,
)

_AUTHOR: dict[Language, str] = {"de": "der Text selbst", "en": "the report itself"}
_UNNAMED: dict[Language, str] = {"de": "nicht genannte Quelle", "en": "unnamed source"}


def weighing_claims(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    *,
    undated: date,
    language: Language = "en",
) -> list[WeighingClaim]:
    """Give each claim the statements that are to be weighed, in the order of the claims.

    Demands, threats, promises, predictions and comments stay attached to the claim, but are no
    voices on whether it holds.

    Parameters
    ----------
    claims : from :func:`dementi.match.claims`.
    statements : all that the claims' attachments point to; others are passed over.
    undated : the day to be taken for statements of documents without a date.
    language : of the names of sources.
    """
    statement_of = {statement.statement_id: statement for statement in statements}
    return [
        WeighingClaim(
            id=claim.claim_id,
            claim=claim.text,
            claim_de=claim.text_de,
            question=claim.question,
            agent=claim.event.agent if claim.event is not None else None,
            target=claim.event.target if claim.event is not None else None,
            statements=tuple(
                _weighing_statement(statement_of[attachment.statement_id], attachment, undated, language)
                for attachment in claim.attachments
                if attachment.stance not in NOT_FACTUAL
            ),
        )
        for claim in claims
    ]


def _weighing_statement(
    statement: Statement, attachment: Attachment, undated: date, language: Language
) -> WeighingStatement:
    source = statement.source
    return WeighingStatement(
        date=statement.published_on or undated,
        source=_source_name(statement, language),
        actor=source.actor if source is not None else None,
        source_country=_source_country(statement),
        outlet=statement.outlet,
        url=statement.url,
        stance=attachment.stance,
        certainty=statement.certainty,
        basis=statement.basis,
        relays=tuple(_relay_name(relay.text, relay.actor, language) for relay in statement.relays) or None,
        quantity=_stated(attachment.quantity),
        language=statement.language,
        says=statement.content.text if statement.content is not None else None,
        statement_id=statement.statement_id,
        document_id=statement.document_id,
        origin_id=attachment.origin_id,
    )


def _source_name(statement: Statement, language: Language) -> str:
    source = statement.source
    if source is not None and source.actor:
        # A name that the table of actors does not know stays as the report has it.
        name = actors.name(source.actor, language)
        return name if name != source.actor else source.name or source.text or name
    if source is not None and (source.name or source.text):
        return source.name or source.text or ""
    if statement.kind == "stated":
        return statement.outlet or _AUTHOR[language]
    return _UNNAMED[language]


def _source_country(statement: Statement) -> str | None:
    source = statement.source
    if source is None:
        return None
    return source.country or (actors.country(source.actor) if source.actor else None)


def _relay_name(text: str, actor: str | None, language: Language) -> str:
    name = actors.name(actor, language) if actor else text
    return text if name == actor else name


def _stated(quantity: Quantity | None) -> StatedQuantity | None:
    """One number for a range: its middle where both ends are known, else the end that is."""
    if quantity is None:
        return None
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return StatedQuantity(number=sum(ends) / len(ends), unit=quantity.unit) if ends else None
