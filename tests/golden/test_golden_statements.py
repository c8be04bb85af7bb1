"""The reader finds in each text at least what a careful human finds, and no wrong stance."""

from __future__ import annotations

from pathlib import Path

import pytest
from expectations import Expectation, expectations, reading_of, unmet

#: What the reader does not meet yet; the floor that only moves up. `make golden` writes it anew.
NOT_YET = Path(__file__).with_name("not_yet.txt")


@pytest.mark.parametrize("expectation", list(expectations()), ids=lambda expectation: expectation.label)
def test_reader_finds_what_the_text_says(expectation: Expectation) -> None:
    complaint = unmet(expectation)
    if expectation.label in NOT_YET.read_text(encoding="utf-8").split():
        assert complaint, f"{expectation.label} is met now: strike it from {NOT_YET.name} (make golden)"
    else:
        assert not complaint, complaint


def test_most_of_what_a_careful_human_finds_is_found() -> None:
    labels = {one.label for one in expectations()}
    not_yet = set(NOT_YET.read_text(encoding="utf-8").split())
    assert not_yet <= labels
    assert len(not_yet) <= len(labels) // 3


@pytest.mark.parametrize("file", sorted({one.file for one in expectations()}))
def test_every_span_is_an_exact_substring(file: str) -> None:
    document, statements = reading_of(file)
    assert statements or file.startswith("not-attribution")
    for statement in statements:
        for part in (statement.content, statement.cue, statement.frame, statement.addressee):
            if part is not None:
                assert part.text == " ".join(document.text[begin:end] for begin, end in part.spans)
