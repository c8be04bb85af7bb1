"""The reader on any text: no crash, exact spans, the same answer twice, and no blow-up."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi import read
from dementi.model import Document, Edit, Span, Statement

_PIECES = {
    "de": (
        'Der Minister|sagte|, dass|die Ukraine|„|“|"|»|«|‚|‘|nicht|Nach Angaben von|laut|zufolge|Minsk'
        "|gibt es|Ein Dementi aus|(|)|;|:|–|.|!|?|\n\n|er|habe|sei"
        "|soll|geliefert haben|wie|so|Demnach|wonach|wohl"
        "|1.500 Soldaten|erklärte|teilte|mit|wies|zurück|unter Berufung auf|schweigt|wird|zitiert|könnten|5."
        "|Dr.|🙂|\u00ad|ß"
    ),
    "en": (
        "The minister|said|, that|Ukraine|\"|“|”|'|‘|’|``|''|not|according to|cited|Cho|as saying|denied|(|)"
        "|has not commented|-LRB-|-RRB-|;|:|--|.|!|?|\n\n|it|was reported|no evidence of|1,500 troops|told"
        "|reporters|, who|and|but|reportedly|may|could|n't|'s|Mr.|U.S.|citing|🙂|İ|"
    ),
}
_REPEATED = (
    "sagte, dass ", "he said ", "Nach Angaben ", "„Ja. ", "Moscow denied that ", "kein Dementi aus ",
    "x", "( ", '"Ja", sagte er. ',
)  # fmt: skip


def spans_of(statement: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    parts = [
        (part.text, part.spans)
        for part in (statement.cue, statement.frame, statement.content, statement.addressee)
        if part is not None
    ]
    parts += [(hedge.text, (hedge.span,)) for hedge in statement.hedges]
    parts += [(quantity.text, (quantity.span,)) for quantity in statement.quantities]
    if statement.source is not None and statement.source.text is not None:
        parts.append((statement.source.text, statement.source.spans))
    return parts


def check(document: Document) -> None:
    reading = read.statements(document)
    for statement in reading.statements:
        for text, spans in spans_of(statement):
            assert all(0 <= begin < end <= len(document.text) for begin, end in spans)
            assert text == " ".join(document.text[begin:end] for begin, end in spans)
    assert reading == read.statements(document)


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_order_of_telling_words(language: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(_PIECES[language].split("|")), max_size=40))
    blank = data.draw(st.sampled_from([" ", " ", ""]))
    check(Document(document_id="d-1", text=blank.join(pieces), sha256="", language=language))


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text(language: str, text: str) -> None:
    check(Document(document_id="d-1", text=text, sha256="", language=language))


@settings(max_examples=60, deadline=None)
@given(begin=st.integers(0, 60), length=st.integers(0, 5), replacement=st.text(max_size=3))
def test_any_edit(begin: int, length: int, replacement: str) -> None:
    text = "Der Minister sagte, dass 1.500 Soldaten wohl in Minsk seien. Er schweigt."
    edit = Edit(begin, begin + length, replacement)
    check(Document(document_id="d-1", text=text, sha256="", language="de", edits=(edit,)))


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("piece", _REPEATED)
def test_work_grows_with_the_length_and_no_faster(language: str, piece: str) -> None:
    def seconds(length: int) -> float:
        document = Document(
            document_id="d-1", text=piece * (length // len(piece)), sha256="", language=language
        )
        start = time.process_time()
        read.statements(document)
        return time.process_time() - start

    seconds(1000)
    short, long = seconds(4_000), seconds(16_000)
    # Four times the text may take four times as long, and some noise; quadratic work would take sixteen.
    assert long < max(0.4, 10 * short)
