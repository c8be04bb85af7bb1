"""Each reader finds in each text at least what a careful human finds, and no wrong stance.

What it does not meet yet stands in a list that only gets shorter; `make golden` writes it anew.
"""

from __future__ import annotations

import pytest
from expectations import Expectation, expectations, not_yet, reading_of, unmet

from dementi import read

READERS = [
    "rules",
    pytest.param(
        "model",
        marks=pytest.mark.skipif(not read.has_weights(), reason="the trained weights are not installed"),
    ),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("expectation", list(expectations()), ids=lambda expectation: expectation.label)
def test_reader_finds_what_the_text_says(expectation: Expectation, reader: str) -> None:
    complaint = unmet(expectation, reader)
    if expectation.label in not_yet(reader).read_text(encoding="utf-8").split():
        assert complaint, (
            f"{expectation.label} is met now: strike it from {not_yet(reader).name} (make golden)"
        )
    else:
        assert not complaint, complaint


@pytest.mark.parametrize("reader", ["rules", "model"])
def test_most_of_what_a_careful_human_finds_is_found(reader: str) -> None:
    labels = {one.label for one in expectations()}
    missing = set(not_yet(reader).read_text(encoding="utf-8").split())
    assert missing <= labels
    assert len(missing) <= len(labels) // 6


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("file", sorted({one.file for one in expectations()}))
def test_every_span_is_an_exact_substring(file: str, reader: str) -> None:
    document, statements = reading_of(file, reader)
    assert statements or file.startswith("not-attribution")
    for statement in statements:
        for part in (statement.content, statement.cue, statement.frame, statement.addressee):
            if part is not None:
                assert part.text == " ".join(document.text[begin:end] for begin, end in part.spans)
