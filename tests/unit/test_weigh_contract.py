"""The weighing input: what is taken, and what is said of what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dementi.errors import RecordError
from dementi.model import Skipped
from dementi.weigh import weighing_claims_from_lines

STATEMENT: dict[str, Any] = {"date": "2024-10-18", "source": "Ministry", "stance": "asserts"}


def line(claim_id: str = "c1", **changes: Any) -> bytes:
    row = {"id": claim_id, "claim": "It is so.", "statements": [{**STATEMENT, **changes}]}
    return json.dumps(row).encode()


def test_a_claim_with_its_statements() -> None:
    claim = weighing_claims_from_lines(
        [line(relays=["Agency", {"text": "Paper", "actor": None}], quantity={"number": 12000, "unit": "men"})]
    )[0]
    statement = claim.statements[0]
    assert (claim.id, claim.claim) == ("c1", "It is so.")
    assert statement.date.isoformat() == "2024-10-18"
    assert statement.relays == ("Agency", "Paper")
    assert statement.quantity is not None
    assert (statement.quantity.number, statement.quantity.unit) == (12000.0, "men")


def test_bare_statements_are_gathered_by_claim_in_the_order_of_their_first_line() -> None:
    rows = [
        {**STATEMENT, "claim_id": "b", "source": "One"},
        {**STATEMENT, "claim_id": "a", "source": "Two", "claim": "A is so."},
        {**STATEMENT, "claim_id": "b", "source": "Three"},
    ]
    claims = weighing_claims_from_lines(json.dumps(row).encode() for row in rows)
    assert [(one.id, one.claim, len(one.statements)) for one in claims] == [
        ("b", "b", 2),
        ("a", "A is so.", 1),
    ]


def test_a_statement_may_join_a_claim_given_whole() -> None:
    bare = json.dumps({**STATEMENT, "claim_id": "c1", "source": "Other"}).encode()
    for lines in ([line(), bare], [bare, line()]):
        claims = weighing_claims_from_lines(lines)
        assert [(one.claim, len(one.statements)) for one in claims] == [("It is so.", 2)]


def test_words_of_the_settled_record_are_understood_and_its_answers_ignored() -> None:
    row = json.loads(
        line(stance="declines_to_comment", interest="neutral", source_country="UK", accused=True)
    )
    claims = [
        weighing_claims_from_lines([json.dumps({**row, "truth": truth, "settled_how": "x"}).encode()])[0]
        for truth in (True, False)
    ]
    statement = claims[0].statements[0]
    assert (statement.stance, statement.interest, statement.source_country) == ("declines", "none", "GB")
    assert claims[0] == claims[1]


@pytest.mark.parametrize("code", ["XX", "UN", "EU", None])
def test_codes_that_are_no_state_are_none(code: str | None) -> None:
    assert weighing_claims_from_lines([line(source_country=code)])[0].statements[0].source_country is None


def test_a_time_of_day_is_left_away() -> None:
    statement = weighing_claims_from_lines([line(date="2024-10-18T23:59:00Z")])[0].statements[0]
    assert statement.date.isoformat() == "2024-10-18"


def test_a_claim_without_statements_is_allowed() -> None:
    assert weighing_claims_from_lines([b'{"id": "c", "claim": "So.", "statements": []}'])[0].statements == ()


@pytest.mark.parametrize(
    ("bad", "slug", "found"),
    [
        (line(stance="shouts"), "unknown-stance", "'shouts'"),
        (line(stance=None), "unknown-stance", "missing"),
        (line(certainty="sure"), "unknown-certainty", "'sure'"),
        (line(basis=7), "unknown-basis", "'7'"),
        (line(side="them"), "unknown-side", "'them'"),
        (line(interest="much"), "unknown-interest", "'much'"),
        (line(date="2024-02-30"), "bad-date", "2024-02-30"),
        (line(date="9999-01-01"), "bad-date", "9999-01-01"),
        (line(date="yesterday"), "bad-date", "yesterday"),
        (line(date=20241018), "bad-date", "20241018"),
        (line(date=None), "bad-date", "missing"),
        (line(source=""), "no-source", "''"),
        (line(source=None), "no-source", "missing"),
        (line(source_country="Korea"), "bad-country", "'Korea'"),
        (line(relays="Agency"), "bad-field", "'Agency'"),
        (line(relays=[{"actor": None}]), "bad-field", "null"),
        (line(says=["x"]), "bad-field", "a list"),
        (line(quantity={"number": -1, "unit": "men"}), "bad-quantity", "'-1'"),
        (line(quantity={"number": "12", "unit": "men"}), "bad-quantity", "'12'"),
        (line(quantity={"number": True, "unit": "men"}), "bad-quantity", "true or false"),
        (line(quantity={"unit": "men"}), "bad-quantity", "null"),
        (b'{"id":"c","claim":"x","statements":[{"quantity":{"number":NaN}}]}', "not-json", "JSON"),
        (b'{"id": "c", "claim"', "not-json", "JSON"),
        (b"\xff\xfe", "not-json", "JSON"),
        (b"[" * 100_000, "not-json", "JSON"),
        (b"[1]", "not-an-object", "a list"),
        (b'{"id":"c","claim":"x"}', "no-statements", "neither"),
        (b'{"id":"c","claim":"x","statements":null}', "no-statements", "null"),
        (b'{"id":"c","claim":"x","statements":[3]}', "not-an-object", "'3'"),
        (b'{"claim":"x","statements":[]}', "bad-field", "'id'"),
        (b'{"id":"c","statements":[]}', "bad-field", "'claim'"),
        (b'"' + b"x" * (17 * 1024 * 1024) + b'"', "line-too-long", "bytes"),
    ],
)
def test_a_bad_line_says_what_was_found_and_expected(bad: bytes, slug: str, found: str) -> None:
    with pytest.raises(RecordError) as caught:
        weighing_claims_from_lines([line("c0"), b"", bad])
    error = caught.value
    assert error.slug == slug
    assert error.found.startswith("Line 3: ")
    assert found in error.found
    assert "1 of 2 lines is not usable." in error.found
    assert error.expected.startswith("Expected ")
    assert error.exit_code == 3


def test_a_claim_given_twice() -> None:
    with pytest.raises(RecordError, match="given before") as caught:
        weighing_claims_from_lines([line(), line()])
    assert caught.value.slug == "duplicate-claim"


@pytest.mark.parametrize("lines", [[], [b"", b"  \n"]])
def test_an_empty_input(lines: list[bytes]) -> None:
    with pytest.raises(RecordError) as caught:
        weighing_claims_from_lines(lines)
    assert caught.value.slug == "no-claims"


def test_bad_lines_may_be_skipped_as_long_as_one_is_good() -> None:
    skipped: list[Skipped] = []
    claims = weighing_claims_from_lines([b"{", line(), line("c2", stance="x")], skipped=skipped)
    assert [one.id for one in claims] == ["c1"]
    assert [(one.path, one.slug) for one in skipped] == [("line 1", "not-json"), ("line 3", "unknown-stance")]
    with pytest.raises(RecordError, match="2 of 2 lines are not usable"):
        weighing_claims_from_lines([b"{", b"}"], skipped=[])
