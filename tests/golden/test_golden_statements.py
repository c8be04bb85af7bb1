"""The reader finds in each text at least what a careful human finds, and no wrong stance."""

from __future__ import annotations

import pytest
from expectations import Expectation, expectations, fits, reading_of, shown


@pytest.mark.parametrize("expectation", list(expectations()), ids=lambda expectation: expectation.label)
def test_reader_finds_what_the_text_says(expectation: Expectation) -> None:
    document, statements = reading_of(expectation.file)
    never = expectation.wanted.get("never")
    found = [statement for statement in statements if fits(statement, never or expectation.wanted, document)]
    if never is not None:
        assert not found, f"must not be there: {never}\nbut found:\n{shown(tuple(found))}"
    else:
        assert found, f"expected: {expectation.wanted}\nbut found only:\n{shown(statements)}"


@pytest.mark.parametrize("file", sorted({one.file for one in expectations()}))
def test_every_span_is_an_exact_substring(file: str) -> None:
    document, statements = reading_of(file)
    assert statements or file.startswith("not-attribution")
    for statement in statements:
        for part in (statement.content, statement.cue, statement.frame, statement.addressee):
            if part is not None:
                assert part.text == " ".join(document.text[begin:end] for begin, end in part.spans)
