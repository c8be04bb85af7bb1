"""Settled claims as JSON lines: what is read, what is refused, and that they come back as written."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dementi.errors import RecordError
from dementi.model import StatedQuantity, WeighingClaim, WeighingStatement
from dementi.weigh import settled_from_lines, settled_line

STATEMENT = {"date": "2030-05-01", "source": "UA", "stance": "asserts"}
SHOUT, NO_DAY = {**STATEMENT, "stance": "shouts"}, {**STATEMENT, "date": "2030-02-30"}


def line(**fields: object) -> bytes:
    given = {"id": "c-1", "claim": "It rained.", "statements": [STATEMENT], "truth": True, **fields}
    return json.dumps({name: value for name, value in given.items() if value is not ...}).encode()


def test_a_line_gives_a_claim_with_its_truth_and_what_may_be_missing_is_filled() -> None:
    bare, full = settled_from_lines(
        [
            b"\xef\xbb\xbf" + line(),
            b"",
            line(id="c-2", truth=False, settled_date="2030-06-01", event="rain", claim_kind="weather"),
        ]
    )
    assert (bare.claim.id, bare.is_true, bare.event, bare.kind) == ("c-1", True, "c-1", "")
    assert bare.settled_on == date(2030, 5, 2)  # the day after the last statement
    assert (full.is_true, full.event, full.kind) == (False, "rain", "weather")
    assert full.settled_on == date(2030, 6, 1)


@pytest.mark.parametrize(
    ("bad", "says", "slug"),
    [
        (line(truth=...), "Line 3: 'truth' is missing", "no-truth"),
        (line(truth="yes"), "Line 3: 'truth' is \"yes\"", "no-truth"),
        (line(truth=1), "Line 3: 'truth' is 1", "no-truth"),
        (line(truth=None), "Line 3: 'truth' is null", "no-truth"),
        (line(statements=..., claim_id="c-9"), "Line 3: 'statements' is missing", "no-truth"),
        (line(settled_date="soon"), "Line 3: 'settled_date' is \"soon\"", "bad-date"),
        (b"{", "Line 3: it is not JSON", "not-json"),
        (line().replace(b"true", b"NaN"), "Line 3: it is not JSON", "not-json"),
        (b"[1]", "Line 3: it holds a list", "not-an-object"),
        (
            line(id="c-2", statements=[{**STATEMENT, "stance": "shouts"}]),
            "Line 3: in statement 1",
            "unknown-stance",
        ),
        (
            line(id="c-2", statements=[{**STATEMENT, "date": "2030-02-30"}]),
            "'date' is '2030-02-30'",
            "bad-date",
        ),
        (line(), "claim 'c-1' was given before", "duplicate-claim"),
    ],
)
def test_what_is_no_settled_claim_is_named_with_its_line(bad: bytes, says: str, slug: str) -> None:
    with pytest.raises(RecordError) as caught:
        settled_from_lines([line(), b"  ", bad])
    assert says in str(caught.value)
    assert caught.value.slug == slug


def test_no_line_at_all_is_told() -> None:
    with pytest.raises(RecordError, match=r"\[no-claims\]"):
        settled_from_lines([b"", b"   "])


def test_a_claim_comes_back_as_it_was_written() -> None:
    claim = WeighingClaim(
        id="c-1",
        claim="It rained.",
        claim_de="Es regnete.",
        agent="UA",
        statements=(
            WeighingStatement(
                date=date(2030, 5, 1),
                source="Wetteramt",
                actor="UA/weather",
                stance="confirms",
                side="neutral",
                interest="none",
                relays=("Bote",),
                quantity=StatedQuantity(number=12.5, unit="mm"),
                says="Zwölf Millimeter.",
                origin_id="o-1",
            ),
            WeighingStatement(date=date(2030, 5, 2), source="RU", stance="denies"),
        ),
    )
    written = settled_line(claim, is_true=False, settled_on=date(2030, 6, 1), why="measured")
    (again,) = settled_from_lines([written])
    assert again.claim == claim
    assert (again.is_true, again.settled_on) == (False, date(2030, 6, 1))
    assert json.loads(written)["settled_how"] == "measured"
    assert "says" not in json.loads(written)["statements"][1]  # what holds nothing is left out
