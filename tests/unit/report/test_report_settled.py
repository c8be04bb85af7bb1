"""What a person settled, how reliable a source is, and what moved a claim, as they are shown."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
import report_sample as sample

from dementi.model import Dossier, HistoryDay, Move, Reliability, Settlement
from dementi.report import claim, history, html, table

RELIABILITY = Reliability(
    letter="C", mean=0.62, low=0.45, high=0.78, right_count=7, settled_count=9, shipped_count=222
)


@pytest.fixture
def settled() -> Dossier:
    """The sample with its first claim settled, its first voice judged, and two days of history."""
    dossier = sample.dossier()
    first = dossier.items[0]
    voice = first.assessment.contributions[0]
    voices = (msgspec.structs.replace(voice, reliability=RELIABILITY), *first.assessment.contributions[1:])
    hostile = sample.HOSTILE_SOURCE
    days = (
        HistoryDay(
            day=date(2024, 10, 18), kind="said", probability=0.5, change=None, low=0.4, high=0.6,
            evidence_bits=0.0, reports=1,
            moves=(
                Move(source=hostile, said=((sample.day(18), "asserts"),), bits_before=None, bits_after=0.4),
            ),
        ),
        HistoryDay(
            day=date(2024, 10, 25), kind="silence", probability=0.507, change=0.007, low=0.4, high=0.6,
            evidence_bits=0.1, reports=1,
            moves=(
                Move(source="Moscow", said=(), bits_before=0.1, bits_after=0.3),
                Move(source="Beijing", said=(), bits_before=0.101, bits_after=0.104),
            ),
        ),
    )  # fmt: skip
    item = msgspec.structs.replace(
        first,
        assessment=msgspec.structs.replace(first.assessment, contributions=voices),
        settlement=Settlement(
            claim_id=first.claim.claim_id, truth=False, on=date(2024, 11, 2), why=hostile, who="ann", at="now"
        ),
        history=days,
    )
    return msgspec.structs.replace(dossier, items=(item, *dossier.items[1:]))


def test_a_settling_stands_beside_the_number_everywhere(settled: Dossier) -> None:
    item = settled.items[0]
    plain = sample.dossier()
    for width in (50, 80, 120):
        told, before = (table(one, width=width, is_colour=False) for one in (settled, plain))
        assert "settled as false" in told
        assert "settled" not in before
    shown = claim(settled, item, width=200, is_colour=False)
    assert "Settled as false, known on 2 November 2024, as ann says: Ministry" in shown
    assert "\x1b" not in shown
    page = html(settled)
    assert "Settled as false, known on 2 November 2024" in page
    assert "<img src=x" not in page
    assert 'class="settled"' not in html(plain)


def test_a_source_shows_its_letter_and_f_where_nothing_judges_it(settled: Dossier) -> None:
    shown = claim(settled, settled.items[0], width=160, is_colour=False)
    assert "A–F" in shown
    cells = [line.split("  ") for line in shown.splitlines()]
    letters = [cell.strip() for row in cells for cell in row if cell.strip() in set("ABCDEF")]
    assert letters == ["C", *"F" * (len(settled.items[0].assessment.contributions) - 1)]
    assert "Source C: right in 7 of 9 settled claims (45% to 78%)" in html(settled)
    german = msgspec.structs.replace(settled, language="de")
    assert "Quelle C: recht in 7 von 9 geklärten Behauptungen" in html(german)


@pytest.mark.parametrize("width", [60, 120])
def test_a_history_names_what_moved_and_hides_what_cannot_be_seen(settled: Dossier, width: int) -> None:
    told = " ".join(history(settled, settled.items[0], width=width, is_colour=False).split())
    assert "18 October 2024" in told
    assert "(asserts): +0.4 bits" in told
    assert "+0.7 points" in told
    assert "nothing new; a silence lasts" in told
    assert "Moscow: +0.1 → +0.3 bits" in told
    assert "Beijing" not in told  # +0.1 → +0.1 bits says nothing
    assert not set("\x1b\u202e") & set(told)


def test_a_history_speaks_german(settled: Dossier) -> None:
    german = msgspec.structs.replace(settled, language="de")
    told = " ".join(history(german, german.items[0], width=120, is_colour=False).split())
    assert "18. Oktober 2024" in told
    assert "+0,7 Punkte" in told
    assert "nichts Neues; ein Schweigen dauert an" in told
    assert "+0,1 → +0,3 Bit" in told
