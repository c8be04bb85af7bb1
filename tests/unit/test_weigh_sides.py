"""Kinds of sources, the table of alignments, and the record's side table."""

from __future__ import annotations

from datetime import date

import pytest

from dementi import actors
from dementi.model import WeighingClaim, WeighingStatement
from dementi.weigh.alignments import alignments, bond
from dementi.weigh.intervals import evidence_interval
from dementi.weigh.kinds import kind_of
from dementi.weigh.scenes import Scene, proper_words, scenes
from dementi.weigh.sides import CAMPS, SideTable, Trait, placed
from dementi.weigh.voices import heard
from dementi.weigh.weights import shipped, shipped_side_table

LATE = date(2022, 12, 31)
#: Groups of the alignments that no text of ours names yet.
NO_ACTORS = {"syrian-opposition", "donbas-separatists", "afdl", "anc", "islamic-courts"}


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
        ("NATO spokesman", "official"),
        ("media office of the government", "official"),
        ("Pressestelle des Senats", "official"),
        ("UN press office", "international"),
        ("engineers hired by the company", "other"),
        ("experts (paid by the defence)", "other"),
        ("Hill Science Monitor", "other"),
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
        ("LK", "ltte", date(2000, 1, 1), "opposed"),
        ("RU", "donetsk-peoples-republic", date(2015, 1, 1), "allied"),
        ("CN", "SU", date(1985, 1, 1), "opposed"),
        ("CN", "SU", date(1990, 1, 1), None),
        ("ET", "tplf", date(2021, 1, 1), "opposed"),
        ("US", "PK", date(2010, 1, 1), "allied"),
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


def test_every_group_of_the_alignments_is_known_or_a_slug() -> None:
    for row in alignments():
        for member in row.members | row.against:
            assert member == member.strip()
            is_state = len(member) == 2 and member.isupper()
            assert is_state or actors.get(member) is not None or member in NO_ACTORS, member


def scenes_of(*rows: tuple[str, str | None, str], claim: str, agent: str | None = None) -> tuple[Scene, ...]:
    statements = tuple(
        WeighingStatement(
            date=date(2022, 3, day),
            source=source,
            source_country=country,
            stance=stance,
            url=f"https://example.org/{day}",
        )
        for day, (source, country, stance) in enumerate(rows, start=1)
    )
    voices = heard(statements, date(2022, 12, 31)).voices
    return scenes(WeighingClaim(id="c", claim=claim, agent=agent, statements=statements), voices)


def test_the_likeliest_scene_is_that_of_the_quarrel_and_the_others_stay_possible() -> None:
    found = scenes_of(
        ("Indian Foreign Ministry", "IN", "asserts"),
        ("Pakistani army spokesman", "PK", "denies"),
        claim="Pakistani artillery hit an Indian village.",
    )
    assert (found[0].accused, found[0].claimant) == ("PK", "IN")
    assert len(found) > 1
    assert sum(one.probability for one in found) == pytest.approx(1.0)
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


def test_an_armed_group_is_a_party_beside_the_state_it_fights_in() -> None:
    found = scenes_of(
        ("Afghan intelligence service", "AF", "asserts"),
        ("Taliban spokesman", "AF", "denies"),
        claim="The Taliban leader is dead.",
    )
    assert (found[0].accused, found[0].claimant) == ("taliban", "AF")


def test_months_and_possessives_are_no_names() -> None:
    assert proper_words("In September Bulgaria's Ana Ruiz' men left on Monday.") == {"ruiz"}


def test_where_nobody_is_of_any_state_nobody_is_accused() -> None:
    found = scenes_of(("a reporter of the weekly", None, "asserts"), claim="It is so.")
    assert [(one.accused, one.claimant) for one in found] == [(None, None)]


def test_an_empty_table_says_nothing() -> None:
    camps = SideTable({}).camps(Trait("interested", "third", "doubts"))
    assert set(camps.values()) == {1 / len(CAMPS)}


def test_the_record_knows_who_denies() -> None:
    camps = shipped_side_table().camps(Trait("interested", "accused_state", "denies"))
    assert camps["accused"] > 0.95


def test_doubt_about_sides_widens_the_interval() -> None:
    statements = tuple(
        WeighingStatement(date=date(2022, 3, 1), source=source, source_country=country, stance=stance)
        for source, country, stance in (
            ("Ministry of A", "AA", "asserts"),
            ("Ministry of B", "BB", "confirms"),
            ("Ministry of D", "DD", "declines"),
        )
    )
    claim = WeighingClaim(id="c", claim="Nobody knows.", statements=statements)
    places = placed(claim, heard(statements, LATE).voices, shipped_side_table())
    low, high = evidence_interval(places, LATE, shipped())
    sure = [place._replace(readings=()) for place in places]
    sure_low, sure_high = evidence_interval(sure, LATE, shipped())
    assert low < sure_low
    assert high > sure_high
