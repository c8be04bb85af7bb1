"""JSON lines of the weighing input → claims, each line checked against the contract."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeGuard, get_args

import msgspec

from dementi import model
from dementi.errors import RecordError
from dementi.model import Skipped, StatedQuantity, WeighingClaim, WeighingStatement

#: Words that other records use for ours; the settled record has the first and the last.
STANCE_ALIASES = {"declines_to_comment": "declines", "no_comment": "declines", "silence": "silent"}
INTEREST_ALIASES = {"neutral": "none"}
#: ISO 3166-1 leaves XX to whoever knows no country; UN and EU are bodies and not states.
COUNTRY_ALIASES = {"UK": "GB", "XX": None, "UN": None, "EU": None}

STANCES: tuple[str, ...] = get_args(model.Stance)
CERTAINTIES: tuple[str, ...] = get_args(model.Certainty)
BASES: tuple[str, ...] = get_args(model.Basis)
SIDES: tuple[str, ...] = get_args(model.Side)
INTERESTS: tuple[str, ...] = get_args(model.Interest)

#: Statements outside these years are slips of the pen, and silence would be counted over centuries.
FIRST_YEAR, LAST_YEAR = 1800, 2100

#: A record longer than this is no claim; decoding it would take the memory that the others need.
LINE_BYTE_LIMIT = 16 * 1024 * 1024


class _Flaw(Exception):  # noqa: N818 - carries what is wrong to where the line number is known
    def __init__(self, found: str, expected: str, slug: str) -> None:
        super().__init__(found)
        self.found, self.expected, self.slug = found, expected, slug


def weighing_claims_from_lines(
    lines: Iterable[bytes], *, skipped: list[Skipped] | None = None
) -> list[WeighingClaim]:
    """Decode and check the weighing input (docs/reference/weighing-input.md).

    A line is a claim with its ``statements``, or one statement with a ``claim_id``; statements of one
    claim are gathered, also with a claim that has the same ``id``. Unknown fields are passed over,
    so a line of the settled record is read as it is, without what gives its answer away.

    Parameters
    ----------
    lines : one JSON object each; blank ones are passed over.
    skipped : where given, a bad line is noted here and the others are used; where not, any bad line
        is an error.

    Returns
    -------
    The claims in the order in which their ids first appear, statements in the order given.

    Raises
    ------
    RecordError
        With the first bad line and how many there are; or where no line could be used.
    """
    gathered: dict[str, _Gathered] = {}
    flaws: list[tuple[int, _Flaw]] = []
    line_count = 0
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not text:
            continue
        line_count += 1
        try:
            _take(text, gathered)
        except _Flaw as flaw:
            flaws.append((number, flaw))
    if flaws and (skipped is None or len(flaws) == line_count):
        raise _error(flaws, line_count)
    if not line_count:
        raise RecordError(
            "The input holds no line with a claim or a statement.",
            "Expected one JSON object a line. Give claims with their statements, or statements with a "
            "claim_id (docs/reference/weighing-input.md).",
            slug="no-claims",
        )
    if skipped is not None:
        skipped.extend(
            Skipped(path=f"line {number}", reason=f"{flaw.found} {flaw.expected}", slug=flaw.slug)
            for number, flaw in flaws
        )
    return [one.claim() for one in gathered.values()]


def _error(flaws: list[tuple[int, _Flaw]], line_count: int) -> RecordError:
    number, first = flaws[0]
    verb = "is" if len(flaws) == 1 else "are"
    return RecordError(
        f"Line {number}: {first.found} {len(flaws)} of {line_count} lines {verb} not usable.",
        first.expected,
        slug=first.slug,
    )


class _Gathered:
    """A claim as it grows over the lines."""

    def __init__(self, claim_id: str) -> None:
        self.fields: dict[str, Any] = {"id": claim_id}
        self.statements: list[WeighingStatement] = []
        self.is_whole = False

    def claim(self) -> WeighingClaim:
        fields = {"claim": self.fields["id"], **self.fields}
        return WeighingClaim(**fields, statements=tuple(self.statements))


def _take(text: bytes, gathered: dict[str, _Gathered]) -> None:
    record = _decoded(text)
    if "statements" in record:
        _take_claim(record, gathered)
    elif "claim_id" in record:
        _take_statement(record, gathered)
    else:
        raise _Flaw(
            "it has neither 'statements' nor 'claim_id'.",
            "Expected a claim with its statements, or a statement with the claim_id it bears on. Add one.",
            "no-statements",
        )


def _decoded(text: bytes) -> dict[str, Any]:
    if len(text) > LINE_BYTE_LIMIT:
        raise _Flaw(
            f"it is {len(text):,} bytes long.",
            f"Expected at most {LINE_BYTE_LIMIT:,}. Give one claim or one statement a line.",
            "line-too-long",
        )
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        raise _Flaw(
            f"it is not JSON in UTF-8 ({reason}).",
            "Expected one JSON object a line; NaN and Infinity are no JSON. Mend the line or leave it out.",
            "not-json",
        ) from None
    if not isinstance(record, dict):
        raise _Flaw(
            f"it holds {_shown(record)}.",
            "Expected one JSON object a line. Put braces around the fields.",
            "not-an-object",
        )
    return record


def _take_claim(record: dict[str, Any], gathered: dict[str, _Gathered]) -> None:
    claim_id = _text(record, "id", is_needed=True)
    fields = {"claim": _text(record, "claim", is_needed=True)}
    for name in ("claim_de", "question", "agent", "target"):
        fields[name] = _text(record, name)
    rows = record["statements"]
    if not isinstance(rows, list):
        raise _Flaw(
            f"'statements' of claim '{claim_id}' is {_shown(rows)}.",
            "Expected a list of statements; it may be empty. Mend the line or leave it out.",
            "no-statements",
        )
    known = gathered.get(str(claim_id))
    if known is not None and known.is_whole:
        raise _Flaw(
            f"claim '{claim_id}' was given before.",
            "Expected each claim id once. Put its statements into one line, or give it another id.",
            "duplicate-claim",
        )
    statements = [_statement(row, f"statement {index} of claim '{claim_id}'") for index, row in _rows(rows)]
    whole = gathered.setdefault(str(claim_id), _Gathered(str(claim_id)))
    whole.is_whole = True
    whole.fields.update({name: value for name, value in fields.items() if value is not None})
    whole.statements.extend(statements)


def _rows(rows: list[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(rows, start=1)


def _take_statement(record: dict[str, Any], gathered: dict[str, _Gathered]) -> None:
    claim_id = str(_text(record, "claim_id", is_needed=True))
    fields = {name: _text(record, name) for name in ("claim", "claim_de", "question", "agent", "target")}
    statement = _statement(record, f"the statement on claim '{claim_id}'")
    one = gathered.setdefault(claim_id, _Gathered(claim_id))
    for name, value in fields.items():
        if value is not None:
            one.fields.setdefault(name, value)
    one.statements.append(statement)


def _statement(row: Any, where: str) -> WeighingStatement:
    if not isinstance(row, dict):
        raise _Flaw(f"{where} is {_shown(row)}.", "Expected a JSON object. Mend it.", "not-an-object")
    try:
        return WeighingStatement(
            date=_day(row),
            source=str(_text(row, "source", is_needed=True)),
            stance=str(_word(row, "stance", STANCES, aliases=STANCE_ALIASES, is_needed=True)),
            source_country=_country(row),
            certainty=_word(row, "certainty", CERTAINTIES),  # type: ignore[arg-type]  # checked against the vocabulary
            basis=_word(row, "basis", BASES),  # type: ignore[arg-type]  # checked against the vocabulary
            side=_word(row, "side", SIDES),  # type: ignore[arg-type]  # checked against the vocabulary
            interest=_word(row, "interest", INTERESTS, aliases=INTEREST_ALIASES),  # type: ignore[arg-type]  # checked
            relays=_relays(row),
            quantity=_quantity(row),
            **{name: _text(row, name) for name in _FREE_TEXTS},
        )
    except _Flaw as flaw:
        raise _Flaw(f"in {where}, {flaw.found}", flaw.expected, flaw.slug) from None


_FREE_TEXTS = ("outlet", "url", "language", "says", "actor", "statement_id", "document_id", "origin_id")


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    kinds: dict[type, str] = {list: "a list", dict: "an object", bool: "true or false"}
    name = kinds.get(type(value))
    if name is not None:
        return name
    text = str(value)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _text(row: dict[str, Any], name: str, *, is_needed: bool = False) -> str | None:
    value = row.get(name)
    if value is None and not is_needed:
        return None
    if not isinstance(value, str) or (is_needed and not value.strip()):
        slug = "no-source" if name == "source" else "bad-field"
        found = "is missing" if value is None else f"is {_shown(value)}"
        raise _Flaw(
            f"'{name}' {found}.",
            f"Expected {'words' if is_needed else 'words or null'}. Mend '{name}' or leave the line out.",
            slug,
        )
    return value.strip() or None


def _word(
    row: dict[str, Any],
    name: str,
    vocabulary: tuple[str, ...],
    *,
    aliases: dict[str, str] | None = None,
    is_needed: bool = False,
) -> str | None:
    value = row.get(name)
    if value is None and not is_needed:
        return None
    if isinstance(value, str):
        word = (aliases or {}).get(value, value)
        if word in vocabulary:
            return word
    found = "is missing" if value is None else f"is {_shown(value)}"
    raise _Flaw(
        f"'{name}' {found}.", f"Expected one of {', '.join(vocabulary)}. Choose one.", f"unknown-{name}"
    )


def _day(row: dict[str, Any]) -> date:
    value = row.get("date")
    if isinstance(value, str):
        try:
            # A time of day is allowed and left away: the engine counts days.
            day = date.fromisoformat(value[:10] if value[10:11] in {"T", " "} else value)
        except ValueError:
            day = None
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    found = "is missing" if value is None else f"is {_shown(value)}"
    raise _Flaw(
        f"'date' {found}.",
        f"Expected a day of the years {FIRST_YEAR} to {LAST_YEAR} as YYYY-MM-DD. Mend the date.",
        "bad-date",
    )


def _country(row: dict[str, Any]) -> str | None:
    value = _text(row, "source_country")
    if value is None:
        return None
    code = COUNTRY_ALIASES.get(value.upper(), value.upper())
    if code is None:
        return None
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise _Flaw(
            f"'source_country' is {_shown(value)}.",
            "Expected two letters of ISO 3166-1 (KP, RU), or null for an international body. Mend it.",
            "bad-country",
        )
    return code


def _relays(row: dict[str, Any]) -> tuple[str, ...] | None:
    value = row.get("relays")
    if value is None:
        return None
    if not isinstance(value, list):
        raise _Flaw(
            f"'relays' is {_shown(value)}.",
            "Expected a list of names or of {text, actor}, outermost last. Mend it.",
            "bad-field",
        )
    names = [one.get("text") or one.get("actor") if isinstance(one, dict) else one for one in value]
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise _Flaw(
                f"'relays' holds {_shown(name)}.",
                "Expected names or {text, actor}. Mend it.",
                "bad-field",
            )
    return tuple(str(name).strip() for name in names)


def _quantity(row: dict[str, Any]) -> StatedQuantity | None:
    value = row.get("quantity")
    if value is None:
        return None
    number = value.get("number") if isinstance(value, dict) else None
    unit = value.get("unit") if isinstance(value, dict) else None
    if not _is_amount(number) or not isinstance(unit, str | None):
        shown = _shown(number if isinstance(value, dict) else value)
        raise _Flaw(
            f"the 'number' of 'quantity' is {shown}.",
            'Expected {"number": a number of 0 or more, "unit": words or null}, or null. Mend it.',
            "bad-quantity",
        )
    low, high = _end(value, "low"), _end(value, "high")
    if low is not None and high is not None and low > high:
        raise _Flaw(
            f"the 'low' of 'quantity' is {low:g} and its 'high' {high:g}.",
            "Expected the lower end first. Swap them, or leave out the end that is open.",
            "bad-quantity",
        )
    return StatedQuantity(
        number=float(number),
        unit=unit,
        low=low,
        high=high,
        qualifier=_text(value, "qualifier"),
        when=_text(value, "when"),
    )


def _end(value: dict[str, Any], name: str) -> float | None:
    end = value.get(name)
    if end is None:
        return None
    if not _is_amount(end):
        raise _Flaw(
            f"the '{name}' of 'quantity' is {_shown(end)}.",
            "Expected a number of 0 or more, or null where that side is open. Mend it.",
            "bad-quantity",
        )
    return float(end)


def _is_amount(number: Any) -> TypeGuard[float]:
    # In Python, True is a number as well.
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return math.isfinite(number) and number >= 0
