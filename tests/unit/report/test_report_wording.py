"""Wording: the same keys in each language, every word of the vocabularies, numbers, plurals and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, get_args

import pytest
from markupsafe import Markup

from dementi import model
from dementi.report import sentences
from dementi.report.wording import LANGUAGES, wording

EN, DE = wording("en"), wording("de")


def entries(language: str) -> Mapping[str, Any]:
    return tomllib.loads((files("dementi.report") / "lang" / f"{language}.toml").read_text(encoding="utf-8"))


def keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def places(text: object) -> set[str]:
    return {part.split("}")[0] for part in str(text).split("{")[1:]}


def test_languages_have_the_same_keys() -> None:
    assert set(keys(entries("de"))) == set(keys(entries("en")))


def test_no_text_was_left_untranslated() -> None:
    def flat(language: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for key in keys(entries(language)):
            value: Any = entries(language)
            for part in key.split("."):
                value = value[part]
            found[key] = value
        return found

    english, german = flat("en"), flat("de")
    same = {key for key in english if english[key] == german[key] and len(str(english[key]).split()) > 2}
    assert same <= {key for key in same if places(english[key])}, same


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("vocabulary", "literal"),
    [
        ("stance", model.Stance),
        ("side", model.Side),
        ("interest", model.Interest),
        ("state", model.State),
        ("certainty", model.Certainty),
        ("certainty_note", model.Certainty),
        ("basis", model.Basis),
        ("kind", model.Kind),
    ],
)
def test_every_word_of_the_model_has_one_here(language: str, vocabulary: str, literal: object) -> None:
    assert set(get_args(literal)) <= set(entries(language)["words"][vocabulary])


@pytest.mark.parametrize(
    ("probability", "english", "german"),
    [
        (0.78, "78%", "78\u202f%"),
        (0.0, "0%", "0\u202f%"),
        (1.0, "100%", "100\u202f%"),
        (0.004, "under 1%", "unter 1\u202f%"),
        (0.005, "1%", "1\u202f%"),
        (0.9949, "99%", "99\u202f%"),
        (0.997, "over 99%", "über 99\u202f%"),
        (0.125, "13%", "13\u202f%"),
    ],
)
def test_percent(probability: float, english: str, german: str) -> None:
    assert (EN.percent(probability), DE.percent(probability)) == (english, german)


@pytest.mark.parametrize(
    ("bits", "english", "german"),
    [
        (1.25, "+1.2\xa0bits", "+1,2\xa0Bit"),
        (-0.55, "−0.6\xa0bits", "−0,6\xa0Bit"),
        (0.02, "+0.02\xa0bits", "+0,02\xa0Bit"),
        (-0.001, "0\xa0bits", "0\xa0Bit"),
        (0.0, "0\xa0bits", "0\xa0Bit"),
    ],
)
def test_bits(bits: float, english: str, german: str) -> None:
    assert (EN.bits(bits), DE.bits(bits)) == (english, german)


def test_numbers_and_dates() -> None:
    assert (EN.number(12000), DE.number(12000)) == ("12,000", "12.000")
    day = date(2024, 10, 18)
    assert (EN.day(day), DE.day(day)) == ("18 October 2024", "18. Oktober 2024")
    assert DE.day(date(9999, 12, 31)) == "31. Dezember 9999"
    assert (EN.language_name("ar"), DE.language_name("ar"), DE.language_name("xx-none")) == (
        "Arabic",
        "Arabisch",
        "xx-none",
    )


def test_plurals() -> None:
    assert EN.n("claim.reports", 1) == "1 report"
    assert EN.n("claim.reports", 1200) == "1,200 reports"
    assert (
        DE.n("state.reports", 1, origins=DE.n("state.origins", 1))
        == "ein Bericht geht auf einen Ursprung zurück"
    )
    assert DE.n("state.reports", 13, origins=DE.n("state.origins", 0)) == (
        "13 Berichte gehen auf keinen bekannten Ursprung zurück"
    )


def test_lists() -> None:
    assert [EN.listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_text_in_a_template_is_escaped_where_markup_is_filled_in() -> None:
    filled = EN.t("claim.question", question=Markup("<bdi>&lt;b&gt;</bdi>"))
    assert filled == Markup("Question: <bdi>&lt;b&gt;</bdi>")
    assert EN.t("claim.question", question="<b> {x}") == "Question: <b> {x}"


def test_unknown_words_are_shown_as_they_are() -> None:
    assert EN.word("stance", "mumbles") == "mumbles"


@pytest.mark.parametrize("language", LANGUAGES)
def test_likelihood_and_confidence_do_not_share_a_sentence(language: str) -> None:
    # Confidence stands under its own label (credibility); the sentences name likelihood alone.
    words = entries(language)
    likelihood = [*words["evidence"].values(), *(v for v in words["state"].values() if isinstance(v, str))]
    for text in likelihood:
        assert not any(
            word in str(text).lower() for word in ("confiden", "credib", "glaubwürdig", "zuversicht")
        )
    assert sentences.SHIFT_MIN > 0
