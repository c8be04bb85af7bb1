"""Tokens, sentences and quotation marks."""

from __future__ import annotations

import pytest

from dementi.read.rules.analysis import Analysis
from dementi.read.rules.lexicon import grammar


def sentences(text: str, language: str = "de") -> list[str]:
    a = Analysis(text, language)
    return [a.tokens.slice(begin, end) for begin, end in a.tokens.sentences]


def quoted(text: str, language: str = "de") -> list[tuple[str, int]]:
    a = Analysis(text, language)
    return [(a.tokens.slice(q.begin, q.end), q.depth) for q in a.quotations]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Er kam am 5. August. Dann ging er.", "de", ["Er kam am 5. August.", "Dann ging er."]),
        ("Rang 41. Danach folgte sie.", "de", ["Rang 41.", "Danach folgte sie."]),
        ("Dr. Rook kam. Er ging.", "de", ["Dr. Rook kam.", "Er ging."]),
        ("Er ging.„Halt!“ rief sie.", "de", ["Er ging.", "„Halt!“ rief sie."]),
        ("Erster Punkt\n\nZweiter Punkt", "de", ["Erster Punkt", "Zweiter Punkt"]),
        ("- erstens\n- zweitens", "de", ["erstens", "zweitens"]),
        ("12:30 Kiew meldet\n12:45 Minsk meldet", "de", ["Kiew meldet", "Minsk meldet"]),
        ("The U.S. Army left. It rained.", "en", ["The U.S. Army left.", "It rained."]),
        ("Gen. Rook left at 5 p.m. too. It rained.", "en", ["Gen. Rook left at 5 p.m. too.", "It rained."]),
        ("It was lost.Then it was found.", "en", ["It was lost.", "Then it was found."]),
    ],
)  # fmt: skip
def test_sentences(text: str, language: str, wanted: list[str]) -> None:
    assert sentences(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Er sagte „ja, gern“ und ging.", ["„ja, gern“"]),
        ("Er sagte “ja, gern” und ging.", ["“ja, gern”"]),
        ("Er sagte »ja, gern« und ging.", ["»ja, gern«"]),
        ("Er sagte «ja, gern» und ging.", ["«ja, gern»"]),
        ('Er sagte "ja, gern" und ging.', ['"ja, gern"']),
        ("Er sagte `` ja , gern '' und ging .", ["`` ja , gern ''"]),
        ("Er sagte ‚ja, gern‘ und ging.", ["‚ja, gern‘"]),
        ("Er sagte „ja, gern und ging.", []),
        ("That's Rook's own word.", []),
    ],
)
def test_marks_pair(text: str, wanted: list[str]) -> None:
    assert [words for words, _ in quoted(text)] == wanted


def test_a_quotation_in_a_quotation_lies_deeper() -> None:
    assert [depth for _, depth in quoted("„Er rief ‚Halt an‘ und lief.“")] == [0, 1]


def test_an_open_mark_reaches_over_a_new_paragraph_that_repeats_it() -> None:
    text = "“One thing is clear.\n\n“Another thing is not.” So she said."
    assert [words for words, _ in quoted(text, "en")] == ["“One thing is clear.\n\n“Another thing is not.”"]


def test_an_unbalanced_mark_does_not_swallow_the_text() -> None:
    text = "„Offen. " + "Ein Satz folgt dem anderen. " * 300 + "Ende“."
    assert quoted(text) == []


def test_word_classes_load_for_both_languages() -> None:
    assert "sagte" in grammar("de").verbs
    assert "said" in grammar("en").verbs
    with pytest.raises(AttributeError, match="no word class"):
        _ = grammar("de").unheard_of
