"""The terminal's lists: a report's statements, one claim, a course over days, found passages, plain rows."""

from __future__ import annotations

import msgspec
import pytest
import report_sample as sample

from dementi.model import Claim, Dossier, DossierItem, Record, Relay, Source, Statement
from dementi.report import Passage, claim, course_table, passages, rows, statements

HOSTILE = "evil\x1b]0;owned\x07\u202ename"


class Count(Record, frozen=True):
    source: str
    actor: str | None
    denies: int
    some_field: tuple[str, ...] = ()


def words(text: str) -> str:
    return " ".join(text.replace("─", "").split())


def test_statements_of_a_report_say_who_says_what() -> None:
    document = sample.document(
        "d-1", "Blue House denied it.", outlet="Courier", published_on="2024-10-18", path="a.txt"
    )
    found = Statement(
        statement_id="s-1-1",
        document_id="d-1",
        kind="indirect",
        source=Source(text="Blue House"),
        relays=(Relay(text="Wire One"), Relay(text="Radio Two")),
        stance="denies",
    )
    told = statements(document, [found], width=100, is_colour=False, language="en")
    assert words(told) == (
        "a.txt · Courier · 18 October 2024 Source Stance Certainty Content "
        "Blue House denies certain – via Wire One, Radio Two"
    )
    stated = msgspec.structs.replace(found, kind="stated", relays=(), stance="reports")
    assert "der Verfasser" in statements(document, [stated], width=100, is_colour=False, language="de")


def test_statements_show_hedge_and_the_authors_view(dossier: Dossier) -> None:
    moscow = next(one for one in dossier.documents if one.document_id == "d-moscow")
    found = [one for one in sample.TROOPS_STATEMENTS if one.document_id == "d-moscow"]
    told = words(statements(moscow, found, width=120, is_colour=False, language="en"))
    assert "doubted by the author" in told
    assert "Das ist die nächste Ente" in told


def test_a_report_without_statements_says_so() -> None:
    document = sample.document("d-1", "Rain.")
    told = statements(document, [], width=80, is_colour=False, language="en")
    assert words(told) == "d-1 · undated no statement found"


def test_one_claim_shows_number_voices_quotes_and_near_merges(dossier: Dossier) -> None:
    item = dossier.items[0]
    told = claim(dossier, item, width=120, is_colour=False)
    expected = item.claim.text_de if dossier.language == "de" else item.claim.text
    assert told.splitlines()[0].strip() == expected
    assert "c-train: same agent, but training is not deployment" in told
    for voice in item.assessment.contributions:
        assert words(voice.why)[:20] in words(told)
    together = words(told)
    for statement in item.statements:
        if statement.content and "copy" not in statement.document_id:
            assert words(statement.content.text).split()[0] in together


def test_a_claim_without_voices_or_quotes_still_prints() -> None:
    dossier = sample.one_claim(text="It rained.", reports=0, origins=0, state="unverifiable")
    told = claim(dossier, dossier.items[0], width=80, is_colour=False)
    assert told.splitlines()[0].strip() == "It rained."


def claimed(claim_id: str, text: str) -> Claim:
    return sample.claim(claim_id, text, text)


def test_a_course_follows_the_last_dossiers_first_claims_over_the_days() -> None:
    first, second, third = (claimed(f"c-{n}", f"Claim {n}.") for n in (1, 2, 3))

    def on(number: int, *made: tuple[Claim, float]) -> Dossier:
        items = tuple(
            DossierItem(
                claim=one,
                assessment=sample.assessment(one, probability=value, low=value, high=value),
                statements=(),
            )
            for one, value in made
        )
        return Dossier(
            title="Course",
            as_of=sample.day(number),
            language="en",
            items=items,
            documents=(),
            version="0",
        )

    told = course_table(
        [on(1, (first, 0.25)), on(2, (third, 0.9), (second, 0.5), (first, 0.75))],
        width=160,
        is_colour=False,
    )
    lines = [words(line) for line in told.splitlines() if words(line)]
    assert [line for line in lines if "Claim" in line] == [
        "As of Claim Probability Reports → origins State",
        "2 October 2024 Claim 3. 90% (90% to 90%), very likely 8 → 6 supported",
        "Claim 2. 50% (50% to 50%), roughly even chance 8 → 6 supported",
    ]


COUNTS = (
    Count(source="Blue Service", actor="KR/nis", denies=0),
    Count(source="Red House", actor=None, denies=11, some_field=("a",)),
)


def test_rows_have_headings_in_the_language_and_numbers_to_the_right() -> None:
    lines = [line.rstrip() for line in rows(COUNTS, width=80, is_colour=False, language="de").splitlines()]
    assert lines[1] == " Quelle         Akteur   Bestreitet   some field"
    assert lines[3] == " Blue Service   KR/nis            0   []"
    assert lines[4] == ' Red House                       11   ["a"]'


def test_rows_that_do_not_fit_become_blocks_and_lose_nothing() -> None:
    told = rows(COUNTS, width=34, is_colour=False)
    assert [line.rstrip() for line in told.splitlines()] == [
        "Source: Blue Service",
        "  Actor: KR/nis · Denies: 0 · some",
        "  field: []",
        "Source: Red House",
        '  Denies: 11 · some field: ["a"]',
    ]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 110])
def test_no_row_is_wider_than_the_terminal_or_cut_off(width: int) -> None:
    told = rows([Count(source="x" * 200, actor="y" * 30, denies=10**9)], width=width, is_colour=False)
    assert max(map(len, told.splitlines())) <= width
    assert "…" not in told
    assert told.count("x") == 200


def test_nothing_found_is_said() -> None:
    assert rows([], width=80, is_colour=False, language="de") == "nichts gefunden"
    assert passages([], width=80, is_colour=False, language="en") == "nothing found"


def test_a_passage_stands_under_its_place_with_its_matches_marked() -> None:
    found = Passage("Red House denied it.", ((4, 9), (10, 16)), (sample.day(18), "Courier", None, "d-1"))
    lines = passages([found], width=80, is_colour=False, language="en").splitlines()
    assert [line.rstrip() for line in lines] == [
        "18 October 2024 · Courier · d-1",
        "  Red »House« »denied« it.",
    ]
    coloured = passages([found], width=80, is_colour=True, language="en")
    assert "»" not in coloured
    assert "\x1b[1;4mHouse" in coloured


def test_words_of_a_report_cannot_act_on_the_terminal() -> None:
    document = sample.document("d-1", "Rain.", outlet=HOSTILE)
    told = statements(document, [], width=80, is_colour=False, language="en")
    told += rows([Count(source=HOSTILE, actor=None, denies=0)], width=80, is_colour=False)
    told += passages([Passage(HOSTILE, ((0, 4),), (HOSTILE,))], width=80, is_colour=False, language="en")
    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "⟨U+001B⟩" in told
