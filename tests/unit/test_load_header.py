"""What stands above and around a report: it gives fields and leaves the reader's view."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dementi import load
from dementi.model import Document
from dementi.text import View


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[object]:
    def load_text(text: str, name: str = "report.txt") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        (document,) = load.documents([str(path)])
        assert isinstance(document, Document)
        return document

    return load_text  # type: ignore[return-value]  # a fixture that gives a function


def view(document: Document) -> str:
    return View(document.text, document.edits).text


REST = "Das Ministerium wies die Angaben am Abend zurück. Mehr war nicht zu erfahren."

DATELINES = [
    ("Seoul, 18. Oktober 2024 (dpa) – ", date(2024, 10, 18), "dpa"),
    ("SEOUL, Oct 18 (Yonhap) -- ", None, "Yonhap"),
    ("SEOUL, Oct. 18 (Reuters) - ", None, "Reuters"),
    ("Moskau (dpa) - ", None, "dpa"),
    ("Berlin/Seoul (AFP) – ", None, "AFP"),
    ("Wien (APA/dpa) - ", None, "APA, dpa"),
    ("Washington, D.C. (AP) — ", None, "AP"),
    ("(Reuters) - ", None, "Reuters"),
    ("SEOUL dpa | ", None, "dpa"),
    ("WASHINGTON — ", None, None),
    ("KYIV. ", None, None),
    ("SEOUL (Nordlicht News). ", None, "Nordlicht News"),
    ("18 October 2024: ", date(2024, 10, 18), None),
    ("2024-10-18 ", date(2024, 10, 18), None),
    (" date 2024-10 ", date(2024, 10, 31), None),
    ("Stand: 18.10.2024, 14:30 Uhr ", date(2024, 10, 18), None),
]


@pytest.mark.parametrize(("dateline", "day", "agency"), DATELINES)
def test_a_dateline_gives_day_and_agency_and_leaves_the_view(loaded, dateline, day, agency) -> None:
    document = loaded(dateline + REST)
    assert view(document) == REST
    assert (document.published_on, document.agency) == (day, agency)
    assert document.text == dateline + REST


@pytest.mark.parametrize(
    "sentence",
    [
        "Yonhap (AP) said on Monday that nothing had happened at the border.",
        "Berlin – das heißt, die Regierung – hat den Bericht nicht kommentiert.",
        "NATO – das Bündnis – hat den Bericht nicht kommentiert und schweigt.",
        "18 October 2024 was the day on which the ministry denied it for the first time.",
        "On 18 October 2024, the ministry denied it for the first time.",
        "2024-10-18 was the day on which the ministry denied it for the first time.",
        "Am 18. Oktober 2024 dementierte das Ministerium zum ersten Mal.",
        "The AP - an agency - said that the ministry had denied it at first.",
    ],
)
def test_a_sentence_is_no_dateline(loaded, sentence: str) -> None:
    document = loaded(sentence)
    assert view(document) == sentence
    assert (document.published_on, document.agency, document.outlet) == (None, None, None)


@pytest.mark.parametrize(
    ("above", "outlet", "day", "title"),
    [
        ("Example Times, 18 October 2024\n\n", "Example Times", date(2024, 10, 18), None),
        ("Berlin, 18. Oktober 2024\n\n", None, date(2024, 10, 18), None),  # a place is no outlet
        ("18.10.2024 | Hafenblatt\n\n", "Hafenblatt", date(2024, 10, 18), None),
        ("BBC News\n18 October 2024\n\n", "BBC News", date(2024, 10, 18), None),
        ("Tagesschau, Hamburg, 18.10.2024\n\n", "Tagesschau", date(2024, 10, 18), None),
        ("Quelle: Hafenblatt\nDatum: 18.10.2024\n\n", "Hafenblatt", date(2024, 10, 18), None),
        ("Von Erika Beispiel, Seoul\n\n", None, None, None),
        ("Ministerium dementiert\n\n", None, None, "Ministerium dementiert"),
        ("Fake News über Kursk\n18.10.2024\n\n", None, date(2024, 10, 18), "Fake News über Kursk"),
        (
            "Ministerium dementiert\nVon Erika Beispiel\nFreitag, 18. Oktober 2024, 10:15 Uhr\n\n",
            None,
            date(2024, 10, 18),
            "Ministerium dementiert",
        ),
        (
            '---\noutlet: Hafenblatt\ndate: 2024-10-18\ntitle: "Streit: wer hat recht?"\nunknown: x\n---\n\n',
            "Hafenblatt",
            date(2024, 10, 18),
            "Streit: wer hat recht?",
        ),
    ],
)
def test_lines_above_give_outlet_day_and_title(loaded, above, outlet, day, title) -> None:
    document = loaded(above + REST)
    assert (document.outlet, document.published_on, document.title) == (outlet, day, title)
    assert view(document).endswith(REST)
    is_title_above = title is not None and not above.startswith("---")
    assert view(document) == (f"{title}\n\n{REST}" if is_title_above else REST)


def test_front_matter_gives_address_and_language(loaded) -> None:
    document = loaded(f"---\nurl: https://hafenblatt.example/1\nlanguage: de-AT\n---\n{REST}")
    assert (document.url, document.language) == ("https://hafenblatt.example/1", "de")


def test_dashes_around_a_paragraph_are_no_front_matter(loaded) -> None:
    document = loaded(f"---\n{REST}\n---\n{REST}")
    assert view(document).count(REST) == 2


def test_a_wrapped_sentence_is_no_header(loaded) -> None:
    text = "Das Ministerium sagte am\n18. Oktober 2024\netwas ganz anderes, als man erwartet hatte."
    document = loaded(text)
    assert view(document) == text
    assert document.published_on is None


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        (" (dpa)", "dpa"),
        ("\n(dpa/AFP/cst)", "dpa, AFP"),
        ("\n\nMit Material der dpa und AFP", "dpa, AFP"),
        ("\n\nmit Material von dpa", "dpa"),
        ("\n© dpa-infocom, dpa:241018-99-00000/3", "dpa"),
        ("\n\nThe Associated Press contributed to this report.", "AP"),
        ("\n\nQuelle: dpa", "dpa"),
        ("\n\n(Reporting by A. Example in Seoul; Editing by B. Example)", None),
        (" (Nordlicht News)", "Nordlicht News"),
    ],
)
def test_a_credit_at_the_end_gives_the_agency_and_leaves_the_view(loaded, credit, agency) -> None:
    document = loaded(REST + credit)
    assert document.agency == agency
    assert view(document).rstrip() == REST


@pytest.mark.parametrize(
    "end", [" Er arbeitet bei der dpa.", " Das steht fest (siehe Karte)", " (AP said so)"]
)
def test_an_agency_that_is_only_mentioned_is_no_credit(loaded, end: str) -> None:
    document = loaded(REST + end)
    assert document.agency is None
    assert view(document) == REST + end


def test_an_agency_as_outlet_is_its_own_agency(loaded) -> None:
    assert loaded(f"Reuters, 18 October 2024\n\n{REST}").agency == "Reuters"


def test_markdown_marks_leave_the_view(loaded) -> None:
    text = (
        "# Streit um *Depot*\n\nDas **Ministerium** [wies](https://a.example/x) die `Angaben` zurück.\n\n"
        "> Nichts davon stimmt.\n\n- ein Punkt\n- noch einer\n\n![Bild](b.png)\n"
        "snake_case_word bleibt, 3 * 4 auch.\n"
    )
    document = loaded(text, "report.md")
    assert document.title == "Streit um *Depot*"
    assert view(document).rstrip() == (
        "Streit um Depot\n\nDas Ministerium wies die Angaben zurück.\n\nNichts davon stimmt.\n\n"
        "ein Punkt\nnoch einer\n\n\nsnake_case_word bleibt, 3 * 4 auch."
    )


def test_a_line_is_a_paragraph_where_lines_are_not_wrapped(loaded) -> None:
    long_line = REST + " " + REST
    assert view(loaded(f"{long_line}\n{long_line}")) == f"{long_line}\n\n{long_line}"
    wrapped = "Das Ministerium wies die Angaben am Abend\nzurück. Mehr war nicht\nzu erfahren."
    assert view(loaded(wrapped)) == wrapped
