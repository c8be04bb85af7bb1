"""Quotes on any text: exact, in order, every marked character shown and marked as it is in the record."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dementi.model import Document, Hedge, Part, Statement
from dementi.report.quotes import segments

TEXTS = st.text(
    alphabet=st.sampled_from(list("ab A.!?\n „“»«1ü…:\u202e\u200fד。")) | st.characters(),
    min_size=1,
    max_size=900,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    text = draw(TEXTS)

    def spans(most: int) -> list[tuple[int, int]]:
        places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        return [
            (min(pair), max(pair)) for pair in draw(st.lists(places, max_size=most)) if pair[0] != pair[1]
        ]

    return text, spans(3), spans(2)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_quotes_are_exact(case: tuple[str, list[tuple[int, int]], list[tuple[int, int]]]) -> None:
    text, content, hedges = case
    statement = Statement(
        statement_id="s-1", document_id="d-1", kind="stated", stance="asserts",
        content=Part(text="", spans=tuple(content)), hedges=tuple(Hedge(text="", span=one) for one in hedges),
    )  # fmt: skip
    found = segments(Document(document_id="d-1", text=text, sha256=""), statement)

    at = 0
    for segment in found:
        at = text.index(segment.text, at) + len(segment.text)
    for mark, spans in (("content", content), ("hedge", hedges)):
        marked = {place for begin, end in spans for place in range(begin, end)}
        shown_count = sum(len(segment.text) for segment in found if mark in segment.marks)
        assert shown_count == len(marked)
