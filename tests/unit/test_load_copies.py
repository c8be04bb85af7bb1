"""Which documents repeat which."""

import hashlib
import random
from datetime import date

import pytest

from dementi import load
from dementi.load import characters
from dementi.model import Copy, Document

WORDS = [
    f"{first}{second}"
    for first in ("ka", "le", "mi", "no", "pu", "sa", "te", "vi", "wo", "zu")
    for second in ("bel", "dor", "fan", "gim", "hol", "jar", "kum")
]


def text_of(seed: int, word_count: int) -> str:
    rng = random.Random(seed)  # noqa: S311 - a test text
    return " ".join(rng.choice(WORDS) for _ in range(word_count))


def document(name: str, text: str, day: int | None = 18, **fields: object) -> Document:
    return Document(
        document_id=name,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published_on=date(2024, 10, day) if day else None,
        language="en",
        **fields,  # type: ignore[arg-type]  # of the record
    )


def pairs(copies: list[Copy]) -> list[tuple[str, str]]:
    return [(copy.document_id, copy.of_document_id) for copy in copies]


AGENCY = text_of(1, 120)


def test_a_text_with_a_new_top_and_a_changed_word_is_a_near_copy() -> None:
    changed = AGENCY.split()
    changed[60] = "anders"
    (copy,) = load.copies([document("a", AGENCY), document("b", "Ganz neu oben. " + " ".join(changed), 19)])
    assert (copy.document_id, copy.of_document_id) == ("b", "a")
    assert 0.85 < copy.similarity < 1
    assert 0.9 < copy.containment < 1


def test_a_text_taken_into_a_longer_one_is_found_by_containment() -> None:
    longer = f"{text_of(2, 200)} {AGENCY} {text_of(3, 200)}"
    (copy,) = load.copies([document("a", AGENCY), document("b", longer, 19)])
    assert (copy.document_id, copy.of_document_id) == ("b", "a")
    assert copy.similarity < 0.3
    assert copy.containment == 1


def test_a_short_report_contained_in_an_earlier_one_repeats_it() -> None:
    short = " ".join(AGENCY.split()[40:60])
    assert pairs(load.copies([document("a", AGENCY), document("b", short, 19)])) == [("b", "a")]


def test_an_article_of_two_agency_texts_has_a_row_for_each() -> None:
    other = text_of(4, 120)
    both = f"{AGENCY} {text_of(5, 60)} {other}"
    found = load.copies([document("a", AGENCY), document("b", other), document("c", both, 19)])
    assert pairs(found) == [("c", "a"), ("c", "b")]


def test_reports_of_one_event_and_one_quotation_are_no_copies() -> None:
    quotation = text_of(6, 30)
    first = f"{text_of(7, 100)} {quotation} {text_of(8, 60)}"
    second = f"{text_of(9, 90)} {quotation} {text_of(10, 80)}"
    assert load.copies([document("a", first), document("b", second)]) == []


def test_seven_common_words_make_no_copy() -> None:
    few = "the foreign minister of the small republic"
    assert (
        load.copies([document("a", f"{text_of(11, 50)} {few} {text_of(12, 50)}"), document("b", few)]) == []
    )


def test_case_marks_and_what_the_reader_does_not_see_make_no_difference() -> None:
    marked = AGENCY.upper().replace(" ", ", ")
    hyphened = AGENCY.replace("b", "\u00adb")
    with_hyphens = document("c", hyphened, 20, edits=tuple(characters.edits(hyphened)))
    found = load.copies([document("a", AGENCY), document("b", marked, 19), with_hyphens])
    assert pairs(found) == [("b", "a"), ("c", "a")]
    assert {copy.similarity for copy in found} == {1.0}


@pytest.mark.parametrize(
    ("documents", "original"),
    [
        ([document("a", AGENCY, 19), document("b", AGENCY, 18)], "b"),  # the earlier one
        ([document("a", AGENCY), document("b", AGENCY)], "a"),  # then the identifier
        ([document("a", AGENCY, None), document("b", AGENCY)], "b"),  # undated ones last
        ([document("a", AGENCY), document("b", AGENCY, outlet="Reuters")], "b"),  # the agency itself
        ([document("a", AGENCY, agency="dpa"), document("b", AGENCY)], "b"),  # who credits another, last
        (
            [document("a", AGENCY, outlet="Hafenblatt"), document("b", AGENCY, outlet="Wire"),
             document("c", text_of(13, 80), agency="Wire")],
            "b",  # whom others credit
        ),
    ],
)  # fmt: skip
def test_the_original_is(documents: list[Document], original: str) -> None:
    assert {copy.of_document_id for copy in load.copies(documents)} == {original}


def test_the_order_of_documents_does_not_matter() -> None:
    documents = [
        document(f"d{number:02}", text_of(number % 7, 80 + number), 1 + number % 5) for number in range(40)
    ]
    expected = load.copies(documents)
    assert len(expected) == 33
    for seed in range(5):
        random.Random(seed).shuffle(documents)  # noqa: S311 - a test order
        assert load.copies(documents) == expected


def test_a_family_of_copies_has_one_original_that_is_no_copy() -> None:
    found = load.copies([document(f"d{number:03}", AGENCY, 1 + number % 20) for number in range(200)])
    assert len(found) == 199
    assert {copy.of_document_id for copy in found} == {"d000"}


def test_texts_without_words_are_no_copies_of_each_other() -> None:
    assert load.copies([document("a", "!!!"), document("b", "???"), document("c", "")]) == []


def test_texts_without_spaces_between_words_are_compared_too() -> None:
    chinese = "外交部发言人星期五否认了有关武器交付的报道并表示没有更多可说的内容"
    assert pairs(load.copies([document("a", chinese), document("b", chinese + "记者提问", 19)])) == [
        ("b", "a")
    ]
