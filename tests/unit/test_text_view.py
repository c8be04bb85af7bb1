"""The way from mended text back to the user's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dementi.model import Edit
from dementi.text import View


def test_drop_cap_is_mended_and_traced_back() -> None:
    view = View("E in Dementi", [Edit(1, 2, "")])
    assert view.text == "Ein Dementi"
    begin, end = view.original(0, 3)
    assert view.original_text[begin:end] == "E in"


def test_span_over_a_replacement_takes_the_whole_of_it() -> None:
    view = View("a\r\nb", [Edit(1, 3, "\n")])
    assert view.text == "a\nb"
    assert view.original(1, 2) == (1, 3)
    assert view.original(2, 3) == (3, 4)


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        View("abc", [Edit(0, 2, ""), Edit(1, 3, "")])


def test_spans_outside_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="leaves the text"):
        View("abc").original(2, 9)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(begin, end, draw(st.text(max_size=3))) for begin, end in pairs]


@given(edited_texts())
def test_kept_characters_map_to_themselves_and_offsets_never_run_backwards(
    given_text: tuple[str, list[Edit]],
) -> None:
    text, edits = given_text
    view = View(text, edits)
    spans = [view.original(offset, offset + 1) for offset in range(len(view.text))]
    assert all(0 <= begin <= end <= len(text) for begin, end in spans)
    assert spans == sorted(spans)
    edited = [edit for edit in edits if edit.replacement]
    for offset, (begin, end) in enumerate(spans):
        is_replacement = any(begin == edit.begin and end == edit.end for edit in edited)
        assert is_replacement or text[begin:end] == view.text[offset]
