"""Small tables of statements in, small tables of claims out, for the tests of matching."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dementi import actors, match
from dementi.model import Claim, Event, Part, Relay, Source, Statement

#: Each row of a table stands this many characters after the one before in its document.
ROW_LENGTH = 200


def statements(table: str) -> list[Statement]:
    """Read a table: ``document day | source | stance | what``.

    Source: an actor id, "words", ``author`` or ``-``; ``KR/nis via yonhap`` is a relay. What: an event
    (``deploy_troops KP>RU when=2024-10``), words of its own in quotation marks, or ``-`` for none.
    Options after the stance: certainty, ``basis=…``, ``language=…``.
    """
    rows = [line for line in table.strip().splitlines() if line.strip()]
    return [_statement(number, row) for number, row in enumerate(rows)]


def _statement(number: int, row: str) -> Statement:
    where, source, stance, what = (cell.strip() for cell in row.split("|"))
    document, _, day = where.partition(" ")
    stance, *options = stance.split()
    begin = number * ROW_LENGTH
    content = None
    if what.startswith('"') or what != "-":
        content = Part(text=what.strip('"'), spans=((begin + 20, begin + 80),))
    fields: dict[str, Any] = {}
    for option in options:
        name, _, value = option.partition("=")
        fields[name if value else "certainty"] = value or name
    inner, _, relay = source.partition(" via ")
    return Statement(
        statement_id=f"s-{document}-{number}",
        document_id=f"d-{document}",
        outlet=f"Outlet {document}",
        published_on=date.fromisoformat(day) if day else None,
        language=fields.pop("language", "en"),
        kind="stated" if source == "author" else "indirect",
        source=_source(inner),
        relays=(Relay(text=relay, actor=relay),) if relay else (),
        cue=Part(text="said", spans=((begin, begin + 10),)),
        content=content,
        stance=stance,  # type: ignore[arg-type]  # a table's words are checked by eye
        event=None if what == "-" or what.startswith('"') else event(what),
        **fields,
    )


def _source(words: str) -> Source | None:
    if words in ("author", "-"):
        return None
    if words.startswith('"'):
        return Source(text=words.strip('"'))
    return Source(text=words, actor=words, country=actors.country(words), named=True)


def event(what: str) -> Event:
    """Read ``act agent>target theme=… place=… when=…``; ``?`` for what is not told."""
    act, parties, *options = what.split()
    agent, _, target = parties.partition(">")
    told = dict(option.split("=", 1) for option in options)
    return Event(
        act=act,  # type: ignore[arg-type]  # a table's words are checked by eye
        agent=_word(agent),
        target=_word(target),
        **{name: value.replace("~", " ") for name, value in told.items()},
    )


def _word(value: str) -> str | None:
    return None if value in ("", "?") else value.replace("~", " ")


def numbers(found: Claim) -> list[int]:
    """The rows that are attached to a claim."""
    return sorted(int(one.statement_id.rpartition("-")[2]) for one in found.attachments)


def groups(table: str, **options: Any) -> dict[str, list[int]]:
    """Claim identifiers with the rows attached to them."""
    return {found.claim_id: numbers(found) for found in match.claims(statements(table), **options)}


def origins(found: Claim) -> dict[int, str]:
    """Row → origin."""
    return {int(one.statement_id.rpartition("-")[2]): one.origin_id for one in found.attachments}


def only(found: Sequence[Claim]) -> Claim:
    (claim,) = found
    return claim
