"""Statements folded into utterances, and utterances into voices."""

from __future__ import annotations

from datetime import date

from dementi.model import WeighingStatement
from dementi.weigh.voices import heard

LATER = date(2031, 1, 1)


def said(day: int, source: str, stance: str = "asserts", **fields: object) -> WeighingStatement:
    return WeighingStatement(date=date(2030, 5, day), source=source, stance=stance, **fields)  # type: ignore[arg-type]  # fields of the record


def voices(*statements: WeighingStatement) -> dict[str, list[str]]:
    return {one.source: [stance for _, stance in one.course] for one in heard(statements, LATER).voices}


def test_one_source_is_one_voice_with_a_course() -> None:
    found = voices(
        said(9, "Ministry", "declines"), said(1, "Ministry", "denies"), said(5, "the ministry", "denies")
    )
    assert found == {"Ministry": ["denies", "declines"]}


def test_an_aside_or_a_relay_in_the_name_makes_no_new_voice() -> None:
    assert (
        len(
            voices(
                said(1, "Ana Ruiz (interview)"), said(2, "Ana Ruiz"), said(3, "Ana Ruiz quoted by a paper")
            )
        )
        == 1
    )


def test_an_actor_unites_different_names() -> None:
    found = voices(
        said(1, "the Kremlin", actor="RU/kremlin"), said(2, "Moscow's spokesman", actor="RU/kremlin")
    )
    assert list(found) == ["the Kremlin"]


def test_a_shared_origin_is_one_utterance_of_the_innermost_source() -> None:
    known = heard(
        [
            said(1, "Agency", origin_id="o1", url="u1"),
            said(2, "Paper", origin_id="o1", url="u2", relays=("Agency",)),
            said(2, "Spy service", origin_id="o1", url="u3", relays=("Paper", "Agency")),
        ],
        LATER,
    )
    assert [one.source for one in known.voices] == ["Spy service"]
    assert (known.report_count, known.origin_count) == (3, 1)


def test_an_outlet_that_repeats_what_it_relays_elsewhere_is_no_voice() -> None:
    found = voices(said(1, "Spy service", relays=("Agency",)), said(2, "Agency"))
    assert list(found) == ["Spy service"]


def test_an_outlet_that_says_the_opposite_is_one() -> None:
    found = voices(said(1, "Spy service", relays=("Agency",)), said(2, "Agency", "doubts"))
    assert sorted(found) == ["Agency", "Spy service"]


def test_a_repetition_within_days_is_the_same_utterance_and_a_later_one_is_not() -> None:
    assert heard([said(1, "Ministry"), said(2, "Ministry")], LATER).origin_count == 1
    assert heard([said(1, "Ministry"), said(20, "Ministry")], LATER).origin_count == 2


def test_a_duplicate_row_counts_once() -> None:
    known = heard([said(1, "Ministry", url="u"), said(1, "Ministry", url="u")], LATER)
    assert (known.report_count, known.origin_count, len(known.voices)) == (1, 1, 1)


def test_what_was_not_yet_public_is_not_heard() -> None:
    assert heard([said(3, "Ministry")], date(2030, 5, 2)).voices == ()


def test_who_calls_it_unlikely_doubts_it() -> None:
    voice = heard([said(1, "Ministry", certainty="unlikely")], LATER).voices[0]
    assert voice.directions == ("denies",)
