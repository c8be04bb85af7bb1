"""The reader on any text: no crash, exact spans, the same answer twice, and no blow-up."""

from __future__ import annotations

import gc
import sys
from types import FrameType

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
    reading = read.statements(document, reader="rules")
    for statement in reading.statements:
        for text, spans in spans_of(statement):
            assert all(0 <= begin < end <= len(document.text) for begin, end in spans)
            assert text == " ".join(document.text[begin:end] for begin, end in spans)
    assert reading == read.statements(document, reader="rules")


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


#: What stands between or inside words in texts that people copy: accents of their own, marks that are not
#: seen, pictures of several characters, blanks of other widths.
_ODD = (
    "\u0308", "\u0301", "\u00ad", "\u200b", "\u200d", "\u200f", "\u202b", "\ufeff", "\ufe0f",
    "\u00a0", "\u2009", "\u202f", "\r\n", "\r\n\r\n", "\t", "\ufb01",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1e6",
    "| ", "+++ ", "- ", "> ", "14:32 Uhr: ", "Q: ", "A: ", "@wire: ", "RT ", "1/3 ",
)  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_odd_character_in_any_place(language: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from([*_PIECES[language].split("|"), *_ODD]), max_size=40))
    text = data.draw(st.sampled_from([" ", "", "\n"])).join(pieces)
    place = data.draw(st.integers(0, len(text)))
    check(
        Document(
            document_id="d-1",
            text=text[:place] + data.draw(st.sampled_from(_ODD)) + text[place:],
            sha256="",
            language=language,
        )
    )


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_company_of_other_documents_changes_nothing(language: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(_PIECES[language].split("|")), max_size=12)
    documents = [
        Document(document_id=f"d-{number}", text=" ".join(text), sha256="", language=language)
        for number, text in enumerate(data.draw(st.lists(pieces, min_size=2, max_size=5)))
    ]
    alone = {one.document_id: read.statements(one, reader="rules") for one in documents}
    shuffled = data.draw(st.permutations(documents))
    assert {one.document_id: read.statements(one, reader="rules") for one in shuffled} == alone


def calls_made(document: Document) -> int:
    """How many functions are called in reading: the same text, the same count, on any machine."""
    count = 0

    def profile(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        read.statements(document, reader="rules")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("piece", _REPEATED)
def test_work_grows_with_the_length_and_no_faster(language: str, piece: str) -> None:
    def document(length: int) -> Document:
        text = piece * (length // len(piece))
        return Document(document_id="d-1", text=text, sha256="", language=language)

    read.statements(document(100), reader="rules")
    # Three times the text may take three times the calls, and a few; quadratic work would take nine.
    assert calls_made(document(3_600)) < 5 * calls_made(document(1_200))


def test_a_stream_of_documents_leaves_nothing_behind() -> None:
    def grown(first: int, count: int) -> int:
        gc.collect()
        before = len(gc.get_objects())
        for number in range(first, first + count):
            text = f"Der Minister sagte, in Minsk stünden {number} Soldaten. Rook{number} wies das zurück."
            read.statements(
                Document(document_id=f"d-{number}", text=text, sha256="", language="de"), reader="rules"
            )
        gc.collect()
        return len(gc.get_objects()) - before

    grown(0, 50)
    # One object a document would be 100 of them.
    assert grown(50, 100) < 50
