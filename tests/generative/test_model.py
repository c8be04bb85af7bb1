"""The trained reader on any text, with the weights that are installed: no crash, exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi import read
from dementi.model import Document, Span, Statement

pytestmark = pytest.mark.skipif(not read.has_weights(), reason="the package dementi-weights is not installed")

_PIECES = {
    "de": (
        'Der Minister|sagte|, dass|nicht|laut|zufolge|„|“|"|»|«|‚|‘|er|sei|habe|soll|Ein Dementi aus|Minsk'
        "|schweigt|wies|zurück|Demnach|1.500 Soldaten|(|)|;|:|–|.|!|?|\n\n|\r\n|5.|ß|İ"
        "|🙂|👩‍👩‍👧|🇩🇪|\u00ad|Sol\u00addaten|u\u0308ber|\u0301|\u200b|\u2028|\x00|\ud800"
    ),
    "en": (
        "The minister|said|, that|not|according to|denied|“|”|\"|'|’|``|''|she|was reported|no evidence of"
        "|has not commented|told|reporters|n't|'s|1,500 troops|citing|-LRB-|-RRB-|(|)|;|:|--|.|!|?|\n\n|\r\n"
        "|🙂|👩‍👩‍👧|🇬🇧|\u00ad|sol\u00addiers|cafe\u0301|\u0301|\u200b|\u2028|\x00|\ud800"
    ),
}
_REPEATED = ("sagte, dass ", "he said ", "„Ja. ", '"Ja", sagte er. ', "x", "\u0301", "🙂", "\r\n")


def spans_of(statement: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    parts = [statement.cue, statement.frame, statement.content, statement.addressee]
    found = [(part.text, part.spans) for part in parts if part is not None]
    if statement.source is not None and statement.source.text is not None:
        found.append((statement.source.text, statement.source.spans))
    return found


def check(text: str, language: str) -> None:
    document = Document(document_id="d-1", text=text, sha256="", language=language)
    reading = read.statements(document, reader="model")
    for statement in reading.statements:
        for told, spans in spans_of(statement):
            assert all(0 <= begin < end <= len(text) for begin, end in spans)
            assert told == " ".join(text[begin:end] for begin, end in spans)
    assert reading == read.statements(document, reader="model")


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_order_of_telling_words(language: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(_PIECES[language].split("|")), max_size=40))
    check(data.draw(st.sampled_from([" ", " ", ""])).join(pieces), language)


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text(language: str, text: str) -> None:
    check(text, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("piece", _REPEATED)
def test_the_same_again_and_again(language: str, piece: str) -> None:
    check(piece * 300, language)
