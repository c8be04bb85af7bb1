"""Settled claims as JSON lines: the weighing input with a truth, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from dementi.errors import RecordError
from dementi.model import WeighingClaim
from dementi.weigh.contract import weighing_claims_from_lines


class Settled(NamedTuple):
    """A claim whose truth became known."""

    claim: WeighingClaim
    is_true: bool
    event: str
    kind: str
    settled_on: date


def settled_from_lines(lines: Iterable[bytes]) -> list[Settled]:
    """Decode settled claims: claims of the weighing input with ``truth``, one a line.

    The form of the settled record that comes with the package. ``settled_date`` (the day on which the
    truth became known), ``event`` (claims of one event are kept together in an evaluation) and
    ``claim_kind`` may be missing; other fields are passed over.

    Raises
    ------
    RecordError
        Where a line is no claim of the weighing input, or its truth is missing; with its number.
    """
    kept = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    facts = [_facts(line.removeprefix(b"\xef\xbb\xbf"), number) for number, line in kept]
    # One claim a line by now, so claims and lines go together.
    claims = weighing_claims_from_lines(_numbered(kept))
    return [
        Settled(
            claim=claim,
            is_true=truth,
            event=str(raw.get("event") or claim.id),
            kind=str(raw.get("claim_kind") or ""),
            settled_on=settled_on or _after_all(claim),
        )
        for claim, (raw, truth, settled_on) in zip(claims, facts, strict=True)
    ]


def _after_all(claim: WeighingClaim) -> date:
    """The day after the last statement, for a claim whose line gives no day of settling."""
    return max((one.date for one in claim.statements), default=date.min) + timedelta(days=1)


def _numbered(kept: list[tuple[int, bytes]]) -> Iterable[bytes]:
    """The lines with blank ones between them again, so that a message names the right number."""
    at = 1
    for number, line in kept:
        yield from (b"" for _ in range(number - at))
        yield line
        at = number + 1


def _facts(line: bytes, number: int) -> tuple[dict[str, Any], bool, date | None]:
    try:
        raw = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        # The weighing input's own check says what is wrong with the line.
        list(weighing_claims_from_lines([*(b"" for _ in range(number - 1)), line]))
    assert isinstance(raw, dict)  # noqa: S101  anything else was refused the line before
    if not isinstance(raw.get("truth"), bool) or "statements" not in raw:
        what = f"'truth' is {_shown(raw['truth'])}" if "truth" in raw else "'truth' is missing"
        if isinstance(raw.get("truth"), bool):
            what = "'statements' is missing"
        raise RecordError(
            f"Line {number}: {what}.",
            'Expected a claim with its statements and "truth": true or false '
            "(docs/how-to/settle-claims.md). Mend the line or leave it out.",
            slug="no-truth",
        )
    return raw, raw["truth"], _day(raw.get("settled_date"), number)


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode()[:40]


def _day(value: Any, number: int) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise RecordError(
            f"Line {number}: 'settled_date' is {_shown(value)}.",
            "Expected the day on which the truth became known as YYYY-MM-DD, or nothing. Mend the date.",
            slug="bad-date",
        ) from None


def settled_line(claim: WeighingClaim, *, is_true: bool, settled_on: date, why: str | None) -> bytes:
    """One line of a record: what :func:`settled_from_lines` reads, fields that hold nothing left out."""
    fields = {name: value for name, value in msgspec.to_builtins(claim).items() if value is not None}
    fields["statements"] = [
        {name: value for name, value in statement.items() if value is not None}
        for statement in fields["statements"]
    ]
    fields |= {"truth": is_true, "settled_date": settled_on.isoformat()}
    if why:
        fields["settled_how"] = why
    return msgspec.json.encode(fields)
