"""Encodings are told from the bytes."""

import pytest

from dementi.errors import DocumentError
from dementi.load import decoding

GERMAN = "Die Führung in Pjöngjang äußert sich nicht – „das überrascht niemanden“, heißt es."
RUSSIAN = "Министерство не подтвердило сообщение о поставках, сказал представитель ведомства вечером."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        ("Größe", "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text: str, encoding: str) -> None:
    found = decoding.decoded(text.encode(encoding))
    assert (found.text, found.broken_count) == (text, 0)


def test_a_declared_encoding_is_believed_where_utf_8_fails() -> None:
    polish = "Źródła w Łodzi są zgodne, że żaden żołnierz nie przyjechał"
    assert decoding.decoded(polish.encode("iso8859_2"), declared="iso-8859-2").text == polish
    assert decoding.decoded(GERMAN.encode(), declared="iso-8859-1").text == GERMAN
    assert decoding.decoded(GERMAN.encode("cp1252"), declared="no-such-encoding").text == GERMAN


def test_damaged_utf_8_stays_utf_8_and_is_counted() -> None:
    raw = GERMAN.encode() + b" \xff " + GERMAN.encode() + b" \xc3"
    found = decoding.decoded(raw)
    assert (found.encoding, found.broken_count) == ("utf-8", 2)
    assert found.text.startswith(GERMAN)


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\x03 text", bytes(range(1, 32)) * 20])
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(DocumentError, match=r"\[binary\]"):
        decoding.decoded(raw)
