"""Claims as the weighing engine takes them: one row for each statement that is a claim of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dementi import actors
from dementi.match.phrases import phrase
from dementi.match.sources import UNNAMED, Speaker, speaker
from dementi.model import (
    NOT_FACTUAL,
    Attachment,
    Claim,
    Event,
    Language,
    Quantity,
    StatedQuantity,
    Statement,
    WeighingClaim,
    WeighingStatement,
)


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
    return [_weighing_claim(claim, statement_of, undated, language) for claim in claims]


def _weighing_claim(
    claim: Claim, statement_of: Mapping[str, Statement], undated: date, language: Language
) -> WeighingClaim:
    heard = [
        (statement_of[attachment.statement_id], attachment)
        for attachment in claim.attachments
        if attachment.stance not in NOT_FACTUAL
    ]
    names = _source_names([statement for statement, _ in heard], claim.event, language)
    return WeighingClaim(
        id=claim.claim_id,
        claim=claim.text,
        claim_de=claim.text_de,
        question=claim.question,
        agent=claim.event.agent if claim.event is not None else None,
        target=claim.event.target if claim.event is not None else None,
        statements=tuple(
            _weighing_statement(statement, attachment, claim.event, names, undated=undated, language=language)
            for statement, attachment in heard
        ),
    )


def _source_names(statements: Iterable[Statement], event: Event | None, language: Language) -> dict[str, str]:
    """By key: what to call a source that no table knows, in the language asked for if it has words in it."""
    called: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for statement in statements:
        one = speaker(statement, event)
        if statement.kind != "stated" and one.name and not one.actor:
            called[_key(one, statement)].append((statement.language != language, one.name))
    return {key: min(names)[1] for key, names in called.items()}


def _key(one: Speaker, statement: Statement) -> str:
    return one.key(statement.language or "en")


def _weighing_statement(
    statement: Statement,
    attachment: Attachment,
    event: Event | None,
    names: Mapping[str, str],
    *,
    undated: date,
    language: Language,
) -> WeighingStatement:
    own = statement.kind == "stated"
    one = UNNAMED if own else speaker(statement, event)
    author = statement.outlet or phrase("author", language)
    return WeighingStatement(
        date=statement.published_on or undated,
        source=author if own else _source_name(one, statement, names, language),
        actor=one.actor,
        source_country=None if own else _source_country(statement, one),
        # An author without an outlet still speaks as one who mostly passes on what others told.
        outlet=author if own else statement.outlet,
        url=statement.url,
        stance=attachment.stance,
        certainty=statement.certainty,
        basis=statement.basis,
        relays=tuple(_relay_name(relay.text, relay.actor, language) for relay in statement.relays) or None,
        quantity=_stated(attachment.quantity, statement.event),
        language=statement.language,
        says=statement.content.text if statement.content is not None else None,
        statement_id=statement.statement_id,
        document_id=statement.document_id,
        origin_id=attachment.origin_id,
    )


def _source_name(one: Speaker, statement: Statement, names: Mapping[str, str], language: Language) -> str:
    if one.actor:
        # A name that the table of actors does not know stays as the report has it.
        name = actors.name(one.actor, language)
        return name if name != one.actor else one.name or one.words or name
    if one == UNNAMED:
        return phrase("unnamed", language)
    return names[_key(one, statement)]


def _source_country(statement: Statement, one: Speaker) -> str | None:
    source = statement.source
    if source is not None and source.country:
        return source.country
    return actors.country(one.actor) if one.actor else None


def _relay_name(text: str, actor: str | None, language: Language) -> str:
    name = actors.name(actor, language) if actor else text
    return text if name == actor else name


def _stated(quantity: Quantity | None, event: Event | None) -> StatedQuantity | None:
    """The number with what bounds it; for a range its middle, for an open one the end that is known."""
    if quantity is None:
        return None
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    if not ends:
        return None
    is_number = len(ends) == 2 and ends[0] == ends[1]
    return StatedQuantity(
        number=sum(ends) / len(ends),
        unit=quantity.unit,
        low=None if is_number else quantity.low,
        high=None if is_number else quantity.high,
        qualifier=quantity.qualifier,
        when=event.when if event is not None else None,
    )
