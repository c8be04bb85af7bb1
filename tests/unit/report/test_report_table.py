"""The table in the terminal: what it says, in every width, and what it never lets through."""

from __future__ import annotations

import re
import unicodedata

import pytest
import report_sample as sample

from dementi.model import Dossier
from dementi.report import table

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def cells(line: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else 0 if unicodedata.combining(one) else 1
        for one in line
    )


def words(text: str) -> str:
    return " ".join(text.split())


def test_wide_table() -> None:
    dossier = sample.one_claim(
        sample.contribution("Blue Service", 2.0, (sample.day(1), "asserts"), (sample.day(2), "confirms")),
        sample.contribution("Red House", -1.0, (sample.day(1), "silent"), (sample.day(3), "denies")),
        sample.contribution("Green Bank", 0.0, (sample.day(1), "declines")),
        text="It rained.",
        reports=4,
        origins=3,
    )
    lines = [
        line.rstrip() for line in table(dossier, width=110, is_colour=False).splitlines() if "──" not in line
    ]
    assert [words(line) for line in lines] == [
        "Reports →",
        "# Claim Probability origins Asserts Against Silent",
        "1 It rained. 67% 4 → 3 Blue Service Red House Green Bank",
        "███████░░░ (formerly:",
        "likely silent)",
        "(supported)",
        "As of 25 October 2024 · words: ICD 203 (2015) · model: rules 0.1 · no documents",
    ]


@pytest.mark.parametrize("width", [30, 44, 60, 72, 80, 103, 104, 120, 200])
def test_table_fits_its_width_and_loses_nothing(dossier: Dossier, width: int) -> None:
    text = table(dossier, width=width, is_colour=False, is_complete=True)
    assert max(cells(line) for line in text.splitlines()) <= width
    assert "…" not in text
    together = re.sub(r"\s|─", "", text)
    sentences = [
        item.claim.text_de if dossier.language == "de" else item.claim.text for item in dossier.items
    ]
    if width < 58:  # One column: nothing stands between the words of a sentence.
        assert all(re.sub(r"\s", "", sentence) in together for sentence in sentences)
    for percent in ("84", "43", "–"):  # The third has no report: no number.
        assert percent in together


def test_claims_that_nobody_contests_are_folded_into_one_line(dossier: Dossier) -> None:
    shown, complete = (
        table(dossier, width=120, is_colour=False, is_complete=is_complete) for is_complete in (False, True)
    )
    assert "--all" in shown
    assert "--all" not in complete
    assert len(shown.splitlines()) < len(complete.splitlines())


def test_no_colour_means_no_escape(dossier: Dossier) -> None:
    assert "\x1b" not in table(dossier, width=100, is_colour=False)


def test_colour_says_nothing_that_the_text_does_not(dossier: Dossier) -> None:
    coloured = table(dossier, width=100, is_colour=True)
    assert "\x1b[" in coloured
    stripped = [line.rstrip() for line in ANSI.sub("", coloured).splitlines()]
    assert stripped == [line.rstrip() for line in table(dossier, width=100, is_colour=False).splitlines()]


def test_hostile_names_neither_act_nor_format(dossier: Dossier) -> None:
    text = table(dossier, width=200, is_colour=False)
    assert "[bold]" in text
    assert "⟨U+202E⟩" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)


def test_many_voices_are_counted() -> None:
    voices = [sample.contribution(f"V{number}", 1.0, (sample.day(1), "asserts")) for number in range(9)]
    assert "3 more" in table(sample.one_claim(*voices), width=120, is_colour=False)


def test_empty_dossier() -> None:
    empty = Dossier(title="", as_of=sample.day(1), language="de", items=(), documents=())
    assert table(empty, width=80, is_colour=False) == (
        "Es fand sich keine umstrittene Behauptung.\nStand: 1. Oktober 2024\n"
    )
