"""Words in, exact sentences out; no query is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from case_records import document, statement
from hypothesis import example, given
from hypothesis import strategies as st

from dementi.case import Case
from dementi.case.full_text import Term, match_expression, terms
from dementi.model import Edit

REPORT = "Der Hafen blieb am 8. Oktober leer. Seoul meldet Truppen für Moskau. Kiew zählt anders."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case(tmp_path_factory.mktemp("search") / "story.case") as opened:
        report = document("d-1", REPORT, title="Schiffe")
        opened.add(report, [statement(report, 0, "Seoul", "Truppen für Moskau")], 0)
        opened.add(document("d-2", "Pjöngjang dementiert. Die K-23 fliegt nicht."), [], 0)
        opened.add(document("d-3", "平壌は派兵を否定した。北京は沈黙している。", language="ja"), [], 0)
        mended = document(
            "d-4", "E in Frachter, Muni\u00adtion an Bord.", edits=(Edit(1, 2, ""), Edit(19, 20, ""))
        )
        opened.add(mended, [], 0)
        opened.add(document("d-5", "Truppen und Schiffe stehen nur hier beisammen."), [], 0)
        yield opened


def found(case: Case, query: str) -> list[tuple[str, str]]:
    return [(hit.document_id, hit.text) for hit in case.search(query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pjongjang", [("d-2", "Pjöngjang dementiert.")]),
        ("OKTOBER", [("d-1", "Der Hafen blieb am 8. Oktober leer.")]),
        ("zählt hafen", [("d-1", "Der Hafen blieb am 8. Oktober leer.")]),
        ('"meldet truppen"', [("d-1", "Seoul meldet Truppen für Moskau.")]),
        ('"truppen meldet"', []),
        ("K-23", [("d-2", "Die K-23 fliegt nicht.")]),
        ("demen*", [("d-2", "Pjöngjang dementiert.")]),
        ("demen", []),
        ("Truppen -Moskau", [("d-5", "Truppen und Schiffe stehen nur hier beisammen.")]),
        ("Ein Munition", [("d-4", "E in Frachter, Muni\u00adtion an Bord.")]),
        ("派兵を否定", [("d-3", "平壌は派兵を否定した。")]),
        ("北京", [("d-3", "北京は沈黙している。")]),
        ("北京 -平壌", []),
        ("沈黙している -東京都庁", [("d-3", "北京は沈黙している。")]),
    ],
)
def test_the_exact_sentence_is_found(case: Case, query: str, expected: list[tuple[str, str]]) -> None:
    assert found(case, query) == expected


def test_a_word_in_the_headline_finds_the_document(case: Case) -> None:
    assert found(case, "Schiffe") == [
        ("d-1", "Der Hafen blieb am 8. Oktober leer."),
        ("d-5", "Truppen und Schiffe stehen nur hier beisammen."),
    ]


def test_statements_come_first_and_are_named(case: Case) -> None:
    first, second = case.search("Truppen")
    assert (first.document_id, first.statement_ids) == ("d-1", ("s-d-1-0",))
    assert (second.document_id, second.statement_ids) == ("d-5", ())
    assert first.outlet == "Bote"
    assert first.title == "Schiffe"


def test_offsets_point_into_the_text_that_the_user_gave(case: Case) -> None:
    for query, words in [("truppen", "Truppen"), ("munition", "Muni\u00adtion"), ("沈黙", "沈黙")]:
        hit = case.search(query)[0]
        whole = case.document(hit.document_id)
        assert whole is not None
        assert hit.text == whole.text[hit.begin : hit.end]
        assert [whole.text[begin:end] for begin, end in hit.matches] == [words]


def test_statements_in_one_sentence_are_one_hit(tmp_path: Path) -> None:
    report = document("d-1", "Seoul und Kiew melden Truppen.")
    both = [statement(report, 0, "Seoul", "Truppen"), statement(report, 1, "Kiew", "Truppen")]
    with Case(tmp_path / "story.case") as case:
        case.add(report, both, 0)
        (hit,) = case.search("Truppen")
    assert sorted(hit.statement_ids) == ["s-d-1-0", "s-d-1-1"]


@pytest.mark.parametrize("query", ["Truppen", "melden", "否定した", "否定"])
def test_what_was_taken_back_is_not_found(tmp_path: Path, query: str) -> None:
    report = document("d-1", "Seoul und Kiew melden Truppen. 平壌は派兵を否定した。")
    with Case(tmp_path / "story.case") as case:
        case.add(report, [statement(report, 0, "Seoul", "Truppen")], 0)
        assert len(case.search(query)) == 1
        case.undo()
        assert case.search(query) == []


def test_the_limit_holds(case: Case) -> None:
    assert len(case.search("Truppen", limit=1)) == 1
    assert case.search("Truppen", limit=0) == []


def test_a_stretch_without_sentences_is_cut(tmp_path: Path) -> None:
    with Case(tmp_path / "story.case") as case:
        case.add(document("d-1", "kein punkt " * 500 + "Nadel " + "kein punkt " * 500), [], 0)
        (hit,) = case.search("Nadel")
    assert "Nadel" in hit.text
    assert len(hit.text) < 1000


def test_queries_are_taken_apart() -> None:
    assert terms('Kursk "nicht so" -Moskau Mun* -"zwei Worte" !! "" * -') == [
        Term("Kursk", False, False),
        Term("nicht so", False, False),
        Term("Moskau", False, True),
        Term("Mun", True, False),
        Term("zwei Worte", False, True),
    ]
    assert match_expression(terms("Kursk Mun* -Moskau")) == '"Kursk" AND "Mun"* NOT "Moskau"'
    assert match_expression(terms("-Moskau")) == ""


def hostile(test: Callable[..., None]) -> Callable[..., None]:
    """Signs of SQLite's query language, which are plain text here."""
    for query in (
        "*",
        '"',
        '"""',
        "NEAR(",
        "a AND",
        "NOT",
        "title:x",
        "^a",
        "a\0b",
        "\ud800",
        "{x}",
        "%_",
        "';--",
    ):
        test = example(query)(test)
    return test


@hostile
@given(st.text(st.characters(codec=None), max_size=30))
def test_no_query_is_an_error(case: Case, query: str) -> None:
    for hit in case.search(query):
        whole = case.document(hit.document_id)
        assert whole is not None
        assert hit.text == whole.text[hit.begin : hit.end]


def test_a_text_that_holds_the_marks_of_matches_is_shown_unmarked(tmp_path: Path) -> None:
    with Case(tmp_path / "story.case") as case:
        case.add(document("d-1", "Ein \ufdd0 Zeichen zu viel."), [], 0)
        (hit,) = case.search("Zeichen")
    assert (hit.text, hit.matches) == ("Ein \ufdd0 Zeichen zu viel.", ())
