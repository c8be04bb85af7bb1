"""Whatever bytes or text come in: no exception, sound offsets, the same again."""

import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dementi import load
from dementi.load import characters
from dementi.model import Document, Skipped
from dementi.text import View

NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.eml", "a.zip", "a", "a.xml"])
#: What the stage looks for, in any order and number.
_MARKS = [*"#*_`[]()<>-.|\n", "\n\n", "\r\n", "**", "](", "<b>", "</b>", "> ", "---\n", " | "]
_ODD = ["\u2029", "\u00ad", "\u00ad\n", "a\u0308", "\u200b", "\u00a0", "\x00", "\ud800", "\ufb01", "x" * 120]
_HEADS = ["E in ", "D ie ", "A man ", "SEOUL, Oct 18 (Yonhap) -- ", "Moskau (dpa) – ", "18. Oktober 2024"]
_LINES = ["date: 9999-01-01\n", "outlet: X\n", "By Erika Beispiel\n", "Example Times, ", "2024-10-18 "]
_ENDS = ["(dpa)", "(Reporting by X)", "Nordkorea ", "von "]
PIECES = st.lists(
    st.sampled_from([*_MARKS, *_ODD, *_HEADS, *_LINES, *_ENDS]) | st.text(max_size=5), max_size=25
).map("".join)


def loaded(name: str, raw: bytes) -> list[Document | Skipped]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(raw)
        return list(load.documents([str(Path(folder) / name)]))


def check(one: Document | Skipped) -> None:
    if isinstance(one, Skipped):
        assert one.slug != "defect", one.reason
        assert one.path
        assert one.reason
        return
    view = View(one.text, one.edits)
    assert view.text.strip()
    position = 0
    for edit in one.edits:
        assert position <= edit.begin <= edit.end <= len(one.text)
        position = edit.end
    for offset in range(0, len(view.text), max(len(view.text) // 20, 1)):
        begin, end = view.original(offset, offset + 1)
        assert 0 <= begin <= end <= len(one.text)


@given(name=NAMES, raw=st.binary(max_size=300))
@example(name="a.zip", raw=b"PK\x03\x04")
@example(name="a.zip", raw=b"PK\x05\x06" + bytes(18))
@example(name="a", raw=b"\xff\xfe")
@example(name="a.eml", raw=b"Content-Type: text/plain; charset=\xff\n\nx")
@settings(max_examples=150, deadline=None)
def test_any_bytes_become_documents_or_messages(name: str, raw: bytes) -> None:
    found = loaded(name, raw)
    assert found
    for one in found:
        check(one)


@given(name=NAMES, text=PIECES)
@settings(max_examples=250, deadline=None)
def test_any_text_has_sound_edits_and_gives_the_same_again(name: str, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    first, second = loaded(name, raw), loaded(name, raw)
    for one in first:
        check(one)
    assert [getattr(one, "edits", one.path and None) for one in first] == [
        getattr(one, "edits", one.path and None) for one in second
    ]


@given(
    record=st.dictionaries(
        st.sampled_from(
            ["text", "title", "url", "outlet", "published_on", "language", "document_id", "source"]
        ),
        PIECES | st.none() | st.integers() | st.lists(st.integers()),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_record_becomes_a_document_or_a_message(record: dict[str, object]) -> None:
    for one in loaded("a.jsonl", json.dumps(record).encode()):
        check(one)


@given(text=PIECES)
@settings(max_examples=200, deadline=None)
def test_what_is_left_of_the_text_is_untouched(text: str) -> None:
    view = View(text, characters.edits(text))
    edited = {offset for edit in view.edits for offset in range(edit.begin, edit.end)}
    assert [text[offset] for offset in range(len(text)) if offset not in edited] == [
        character
        for offset, character in enumerate(view.text)
        if view.original(offset, offset + 1)[0] not in edited
    ]
