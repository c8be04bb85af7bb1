"""Drop caps, odd characters: what the reader sees, and the way back to what the user sees."""

import unicodedata
from pathlib import Path

import pytest

from dementi import load
from dementi.load import characters, dropcaps
from dementi.model import Document
from dementi.text import View


def mended(text: str, language: str) -> str:
    return View(text, dropcaps.edits(text, 0, language)).text


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("E in Dementi blieb aus.", "Ein Dementi blieb aus."),
        ("D ie Behörde schweigt.", "Die Behörde schweigt."),
        ("E\nin Dementi blieb aus.", "Ein Dementi blieb aus."),
        ("„E in Irrtum“, hieß es.", "„Ein Irrtum“, hieß es."),
        ("Ü ber Nacht kam nichts.", "Über Nacht kam nichts."),
        ("A ls die Meldung kam, schwieg man.", "Als die Meldung kam, schwieg man."),
        ("N ordkorea schweigt.", "Nordkorea schweigt."),  # an actor
        ("H afenblatt fragt nach. Das Hafenblatt wartet.", "Hafenblatt fragt nach. Das Hafenblatt wartet."),
        ("Erster Absatz.\n\nD er zweite folgt.", "Erster Absatz.\n\nDer zweite folgt."),
        ("E IN Dementi blieb aus.", "EIN Dementi blieb aus."),
    ],
)
def test_a_torn_german_word_is_joined(torn: str, whole: str) -> None:
    assert mended(torn, "de") == whole


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("T he ministry denied it.", "The ministry denied it."),
        ("A fter the report, nobody spoke.", "After the report, nobody spoke."),
        ("I n the end nobody spoke.", "In the end nobody spoke."),
        ("I t was denied.", "It was denied."),
        ("O nly one spoke.", "Only one spoke."),
        ("A n official denied it.", "An official denied it."),
    ],
)
def test_a_torn_english_word_is_joined(torn: str, whole: str) -> None:
    assert mended(torn, "en") == whole


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A man denied it.", "en"),
        ("A long war followed.", "en"),
        ("A round of talks followed.", "en"),
        ("I am not sure, he said.", "en"),
        ("I ran away, he said.", "en"),
        ("A new report denies it.", "en"),
        ("E coli was found there.", "en"),
        ("X users shared the picture.", "en"),
        ("E 10 wird teurer.", "de"),
        ("U Bahn und Bus stehen still.", "de"),
        ("C sagte vor Gericht aus.", "de"),
        ("O weh, hieß es dort.", "de"),
        ("Mitten im Satz steht E in Zeichen.", "de"),
        ("E in Dementi blieb aus.", "fr"),  # nobody here can tell a French word from its pieces
        ("E in Dementi blieb aus.", None),
    ],
)
def test_what_may_be_meant_is_left_alone(text: str, language: str) -> None:
    assert mended(text, language) == text


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("De\u00admen\u00adti", "Dementi"),
        ("Demen\u00ad\nti", "Dementi"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("1\u202f500\u00a0Mann", "1 500 Mann"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"),
        (unicodedata.normalize("NFD", "Führung"), "Führung"),
        ("o\ufb03ziell", "offiziell"),
        ("a\x00b\x1bc", "abc"),
        ("\u202bعربي\u202c", "عربي"),
    ],
)
def test_odd_characters_become_plain(odd: str, plain: str) -> None:
    assert View(odd, characters.edits(odd)).text == plain


def test_offsets_point_into_the_text_the_user_gave(tmp_path: Path) -> None:
    top = " date 2024-10 E in De\u00admen\u00adti gab es nicht.\r\n\r\n"
    text = top + "D ie Be\u0308ho\u0308rde schwieg\u00a0lange."
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (document,) = load.documents([str(path)])
    assert isinstance(document, Document)
    assert document.text == text
    view = View(document.text, document.edits)
    assert view.text == "Ein Dementi gab es nicht.\n\nDie Bëhörde schwieg lange."
    for word, original in [
        ("Ein", "E in"),
        ("Dementi", "De\u00admen\u00adti"),
        ("Bëhörde", "Be\u0308ho\u0308rde"),
        ("schwieg lange", "schwieg\u00a0lange"),
    ]:
        begin = view.text.index(word)
        original_begin, original_end = view.original(begin, begin + len(word))
        assert text[original_begin:original_end] == original
