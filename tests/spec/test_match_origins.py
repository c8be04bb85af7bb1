"""Which statements go back to one utterance: a table of statements in, origins out."""

from __future__ import annotations

from datetime import date

import pytest
from match_tables import only, origins, statements

from dementi.match import claims
from dementi.model import Claim, Copy, Document


def copy(document: str, of: str) -> Copy:
    return Copy(document_id=f"d-{document}", of_document_id=f"d-{of}", similarity=0.9, containment=1.0)


def matched(table: str, *copies: Copy, documents: tuple[Document, ...] = ()) -> Claim:
    return only(claims(statements(table), copies=copies, documents=documents))


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("2024-10-18 | KR/nis | asserts", "2024-10-19 | KR/nis | confirms", True),
        ("2024-10-18 | KR/nis | asserts", "2024-10-21 | KR/nis | asserts", True),
        ("2024-10-18 | KR/nis | asserts", "2024-10-22 | KR/nis | asserts", False),
        ("2024-10-18 | KR/nis | asserts", "2024-10-18 | KR/nis | admits", False),
        ("2024-10-18 | KR/nis | asserts", "2024-10-18 | KR | asserts", False),
        ("2024-10-18 | KR/nis | asserts", "2024-10-18 | KR/nis via yonhap | asserts", True),
        ("2024-10-18 | yonhap | asserts", "2024-10-18 | KR/nis via yonhap | asserts", True),
        ("2024-10-18 | yonhap | denies", "2024-10-18 | KR/nis via yonhap | asserts", False),
        (
            '2024-10-18 | "Ukrainian officials" | asserts',
            '2024-10-18 | "the Ukrainian officials" | asserts',
            True,
        ),
        (
            '2024-10-18 | "Ukrainian information" | asserts',
            '2024-10-18 | "ukrainische Informationen" | asserts language=de',
            True,
        ),
        ('2024-10-18 | "Ukrainian officials" | asserts', '2024-10-18 | "US officials" | asserts', False),
        # Nothing shows that "he" of two reports is not one unnamed source that both repeat.
        ('2024-10-18 | "he" | asserts', '2024-10-18 | "he" | asserts', True),
        ("2024-10-18 | - | asserts", "2024-10-18 | - | asserts", True),
        ("2024-10-18 | author | asserts", "2024-10-18 | author | asserts", False),
    ],
)
def test_one_utterance_or_two(first: str, second: str, is_one: bool) -> None:
    found = origins(
        matched(
            f"a {first} | deploy_troops KP>RU when=2024-10\nb {second} | deploy_troops KP>RU when=2024-10"
        )
    )
    assert (found[0] == found[1]) is is_one


def test_fifty_copies_are_one_origin() -> None:
    rows = ["a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU"]
    rows += [f"c{n:02} 2024-10-{19 + n % 9} | KR/nis | asserts | deploy_troops KP>RU" for n in range(50)]
    found = matched("\n".join(rows), *(copy(f"c{n:02}", "a") for n in range(50)))
    assert len(found.attachments) == 51
    assert {one.origin_id for one in found.attachments} == {"o-kr-nis-asserts-2024-10-18"}
    assert [one.is_copy for one in found.attachments].count(True) == 50
    assert any(one.why.endswith("copy of d-a") for one in found.attachments)


def test_a_late_copy_makes_no_second_claim() -> None:
    """A reprint months later is no news: it speaks on the day of the original."""
    found = matched(
        """
        a 2024-07-08 | UA | asserts | strike RU>UA place=Kyiv
        b 2024-11-08 | UA | asserts | strike RU>UA place=Kyiv
        """,
        copy("b", "a"),
    )
    assert set(origins(found).values()) == {"o-ua-asserts-2024-07-08"}


def test_copies_of_copies_go_back_to_the_first_document() -> None:
    found = matched(
        """
        a 2024-10-18 | author | asserts | deploy_troops KP>RU
        b 2024-10-25 | author | asserts | deploy_troops KP>RU
        c 2024-10-30 | author | asserts | deploy_troops KP>RU
        """,
        copy("c", "b"),
        copy("b", "a"),
    )
    assert set(origins(found).values()) == {"o-outlet-outlet-a-asserts-2024-10-18"}


def test_a_ring_of_copies_has_one_origin() -> None:
    found = matched(
        """
        a 2024-10-18 | author | asserts | deploy_troops KP>RU
        b 2024-10-18 | author | asserts | deploy_troops KP>RU
        """,
        copy("a", "b"),
        copy("b", "a"),
    )
    assert len(set(origins(found).values())) == 1


def test_a_shortened_copy_that_names_the_source_otherwise_is_still_an_echo() -> None:
    found = matched(
        """
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | "the agency" | asserts | deploy_troops KP>RU
        """,
        copy("b", "a"),
    )
    assert len(set(origins(found).values())) == 1


def test_what_a_copy_adds_is_its_own() -> None:
    found = matched(
        """
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | RU | denies | deploy_troops KP>RU
        """,
        copy("b", "a"),
    )
    assert len(set(origins(found).values())) == 2


def test_outlets_that_print_one_agency_speak_with_its_voice() -> None:
    documents = tuple(
        Document(
            document_id=f"d-{name}",
            text="",
            sha256="",
            outlet=f"Outlet {name}",
            agency="dpa",
            published_on=date(2024, 10, 18),
        )
        for name in "ab"
    )
    found = matched(
        """
        a 2024-10-18 | author | asserts | deploy_troops KP>RU
        b 2024-10-18 | author | asserts | deploy_troops KP>RU
        """,
        documents=documents,
    )
    assert set(origins(found).values()) == {"o-outlet-dpa-asserts-2024-10-18"}


def test_an_echo_says_of_what() -> None:
    found = matched("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-19 | KR/nis via yonhap | asserts | deploy_troops KP>RU
        c 2024-10-19 | - | reports | deploy_troops KP>RU
        d 2024-10-19 | - | reports | deploy_troops KP>RU
    """)
    assert [one.why for one in found.attachments] == [
        "says so itself",
        "says so itself; passed on by yonhap; same utterance as s-a-0",
        "says so itself",
        "says so itself; names no source; may echo s-c-2",
    ]
