"""Kinds of sources, the table of alignments, and the record's side table."""

from __future__ import annotations

from datetime import date

import pytest

from dementi.weigh.alignments import alignments, bond
from dementi.weigh.kinds import kind_of
from dementi.weigh.sides import CAMPS, SideTable, Trait
from dementi.weigh.weights import shipped_side_table


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Foreign Ministry spokeswoman Lu Wei", "official"),
        ("Sprecher des Außenministeriums", "official"),
        ("südkoreanischer Geheimdienst", "official"),
        ("North Korean UN delegation", "official"),
        ("UN Secretary-General", "international"),
        ("OSZE-Beobachter", "international"),
        ("Human Rights Watch", "ngo"),
        ("independent seismologists", "expert"),
        ("Ana Ruiz (political scientist)", "expert"),
        ("state television", "state_media"),
        ("staatliche Nachrichtenagentur", "state_media"),
        ("a reporter of the weekly", "media"),
        ("Einwohner des Dorfes", "witness"),
        ("parents of the missing", "victim"),
        ("Angehörige der Vermissten", "victim"),
        ("Staatsanwaltschaft Leipzig", "court"),
        ("opposition leader Ana Ruiz", "opposition"),
        ("a general who knows the files", "official"),
        ("unnamed source", "unnamed"),
        ("Ana Ruiz", "other"),
    ],
)
def test_the_kind_of_a_source_by_its_words(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_every_alignment_has_its_kind_members_and_source() -> None:
    for row in alignments():
        assert row.kind in {"alliance", "war", "rivalry"}
        assert row.members
        assert bool(row.against) == (row.kind != "alliance"), row
        assert not row.members & row.against
        assert row.to_on is None or row.from_on <= row.to_on
        assert len(row.source) > 20


@pytest.mark.parametrize(
    ("one", "other", "day", "kind"),
    [
        ("RU", "KP", date(2024, 7, 1), "allied"),
        ("KP", "RU", date(2024, 7, 1), "allied"),
        ("RU", "KP", date(2010, 7, 1), None),
        ("KR", "KP", date(1986, 11, 17), "opposed"),
        ("US", "DE", date(1985, 1, 1), "allied"),
        ("US", "PL", date(1985, 1, 1), None),
        ("UA", "RU", date(2013, 1, 1), None),
        ("UA", "RU", date(2014, 6, 1), "opposed"),
        ("FI", "US", date(2023, 4, 4), "allied"),
        ("AM", "AZ", date(2020, 10, 1), "opposed"),
        ("GR", "TR", date(2020, 1, 1), "opposed"),
        ("BR", "NO", date(2020, 1, 1), None),
    ],
)
def test_who_stood_with_whom(one: str, other: str, day: date, kind: str | None) -> None:
    found = bond(one, other, day)
    assert (found[0] if found else None) == kind


def test_a_trait_never_seen_is_drawn_from_broader_groups() -> None:
    seen = Trait("interested", "accused_state", "denies")
    unseen = Trait("opposition", "accused_state", "denies")
    table = SideTable({seen: {"accused": 97.0, "neutral": 3.0}})
    assert table.camps(unseen)["accused"] > 0.9
    assert sum(table.camps(unseen).values()) == pytest.approx(1.0)


def test_an_empty_table_says_nothing() -> None:
    camps = SideTable({}).camps(Trait("interested", "third", "doubts"))
    assert set(camps.values()) == {1 / len(CAMPS)}


def test_the_record_knows_who_denies() -> None:
    camps = shipped_side_table().camps(Trait("interested", "accused_state", "denies"))
    assert camps["accused"] > 0.95
