"""Amounts, as tables: who gives which figure on which day in, who stands where and what to believe out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dementi.model import AmountEstimate, StatedQuantity, WeighingClaim, WeighingStatement
from dementi.weigh import assessments

FIRST_DAY = date(2030, 5, 1)
_FIGURE = re.compile(r"(>=|<=|~)?\s*([\d.]+)(?:-([\d.]+))?\s*(.*)")
_QUALIFIERS = {">=": "at least", "<=": "up to", "~": "about"}


def stated(cell: str) -> StatedQuantity | None:
    """``1500 soldiers``, ``>=300 dead``, ``<=5000``, ``8000-12000 troops``; ``-`` for none."""
    if cell == "-":
        return None
    match = _FIGURE.fullmatch(cell)
    assert match, cell
    sign, low, high, unit = match.groups()
    ends = [float(low), float(high or low)]
    return StatedQuantity(
        number=sum(ends) / 2,
        unit=unit or None,
        low=ends[0] if high else None,
        high=ends[1] if high else None,
        qualifier=_QUALIFIERS.get(sign),
    )


def amounts(table: str, day: int = 31) -> tuple[AmountEstimate, ...]:
    """The estimates of a claim from lines of ``day | source | side | stance | figure``."""
    statements = []
    for line in table.strip().splitlines():
        number, source, side, stance, figure = (cell.strip() for cell in line.split("|"))
        statements.append(
            WeighingStatement(
                date=FIRST_DAY.replace(day=int(number)),
                source=source,
                stance=stance,
                side=side,  # type: ignore[arg-type]  # words of the model
                quantity=stated(figure),
                statement_id=f"s{len(statements)}",
            )
        )
    claim = WeighingClaim(id="claim", claim="It is so.", statements=tuple(statements))
    return assessments([claim], as_of=FIRST_DAY.replace(day=day))[0].quantities


def newest(table: str, day: int = 31) -> AmountEstimate:
    return amounts(table, day)[0]


# ── Camps ────────────────────────────────────────────────────────────────────────────────────


def test_two_camps_far_apart_are_kept_apart() -> None:
    found = newest("""
        1 | Ministry of A | accuser | asserts | 10000 dead
        1 | General of A  | accuser | asserts | 12000 dead
        2 | Ministry of B | accused | denies  | 400 dead
    """)
    assert found.state == "disputed"
    accuser, accused = found.camps
    assert (accuser.side, accuser.voice_count, accused.side) == ("accuser", 2, "accused")
    assert accuser.low < 11000 < accuser.high
    assert accused.low < 400 < accused.high
    assert accused.high < accuser.low
    assert 0.0 < accuser.share < 1.0
    assert 0.0 < accused.share < 1.0
    assert found.median is None or any(camp.low <= found.median <= camp.high for camp in found.camps)
    assert found.low < 1000
    assert found.high > 5000


def test_the_middle_between_two_camps_is_not_given() -> None:
    found = newest("""
        1 | Ministry of A | accuser | asserts | 40000 dead
        2 | Ministry of B | accused | denies  | 100 dead
    """)
    assert (found.state, found.median) == ("disputed", None)
    assert found.between_share > 0.3
    assert sum(camp.share for camp in found.camps) + found.between_share == pytest.approx(1.0, abs=0.01)


def test_camps_that_agree_are_said_to_agree() -> None:
    found = newest("""
        1 | Ministry of A  | accuser | asserts  | 52 dead
        2 | Ministry of B  | accused | admits   | 50 dead
        3 | Red Cross      | neutral | confirms | 51 dead
    """)
    assert found.state == "agreed"
    assert 35 < found.low < 51 < found.high < 70
    assert found.median == pytest.approx(51, abs=2)


@pytest.mark.parametrize(
    ("side", "stance", "is_below"), [("accuser", "asserts", True), ("accused", "admits", False)]
)
def test_the_word_of_one_camp_is_corrected_for_its_leaning(side: str, stance: str, is_below: bool) -> None:
    found = newest(f"1 | Ministry | {side} | {stance} | 1000 dead")
    assert found.state == "one_camp"
    assert found.median is not None
    assert (found.median < 1000) is is_below
    assert (found.camps[0].factor > 1.0) is is_below
    neutral = newest("1 | Red Cross | neutral | asserts | 1000 dead")
    assert neutral.median == pytest.approx(1000, rel=0.02)
    assert neutral.high / neutral.low < found.high / found.low


def test_two_ministries_of_one_side_are_not_two_witnesses() -> None:
    one = newest("1 | Ministry of A | accuser | asserts | 1000 dead")
    five = newest("\n".join(f"1 | Ministry {n} of A | accuser | asserts | 1000 dead" for n in range(5)))
    five_neutral = newest("\n".join(f"1 | Clinic {n} | neutral | asserts | 1000 dead" for n in range(5)))
    assert five.state == "one_camp"
    assert five.low < 700  # however many they are, they lean together
    assert five.high / five.low > 2 * five_neutral.high / five_neutral.low
    assert five.high <= one.high


def test_independent_voices_outweigh_the_parties() -> None:
    found = newest("""
        1 | Ministry of A | accuser | asserts  | 5000 dead
        1 | Ministry of B | accused | denies   | 50 dead
        3 | Red Cross     | neutral | asserts  | 600 dead
        4 | UN mission    | neutral | confirms | 620 dead
    """)
    assert found.state == "disputed"
    assert found.median == pytest.approx(610, rel=0.1)
    assert found.camps[2].share > 0.8
    assert max(camp.share for camp in found.camps[:2]) < 0.1


def test_a_wild_figure_counts_for_little() -> None:
    found = newest("""
        1 | Red Cross  | neutral | asserts | 600 dead
        1 | UN mission | neutral | asserts | 620 dead
        1 | Clinic     | neutral | asserts | 580 dead
        2 | A blog     | neutral | asserts | 90000 dead
    """)
    assert found.median == pytest.approx(600, rel=0.1)
    weights = {figure.source: figure.weight for figure in found.figures}
    assert weights["A blog"] < 0.1
    assert weights["Red Cross"] > 0.9


# ── Stages and contradictions ────────────────────────────────────────────────────────────────


def test_a_voice_that_raises_its_figure_begins_a_new_stage() -> None:
    found = amounts("""
        18 | Seoul  | accuser | asserts | 1500 soldiers
        19 | Tokyo  | accuser | asserts | 1600 soldiers
        23 | Seoul  | accuser | asserts | 3000 soldiers
        24 | Tokyo  | accuser | asserts | 3100 soldiers
    """)
    assert [(one.stage, one.since.day, one.until.day) for one in found] == [
        ("so_far", 23, 24),
        ("earlier", 18, 19),
    ]
    assert [figure.low for figure in found[0].figures] == [3000, 3100]
    assert [figure.low for figure in found[1].figures] == [1500, 1600]
    assert found[0].camps[0].median > found[1].camps[0].high


def test_figures_of_different_voices_at_one_time_contradict_each_other() -> None:
    found = amounts("""
        18 | Seoul | accuser | asserts | 1500 soldiers
        18 | Kyiv  | accuser | asserts | 3000 soldiers
        23 | Rome  | neutral | asserts | 12000 soldiers
    """)
    assert [(one.stage, one.state) for one in found] == [("so_far", "disputed")]


def test_an_old_figure_is_carried_along_as_a_lower_bound() -> None:
    table = """
        1  | Ministry of B | accused | admits  | 200 dead
        1  | Ministry of A | accuser | asserts | 1000 dead
        9  | Ministry of A | accuser | asserts | 2000 dead
    """
    found = newest(table)
    old = {figure.source: figure.is_old for figure in found.figures}
    assert old == {"Ministry of A": False, "Ministry of B": True}
    # What the accused admitted eight days before does not deny what may have happened since.
    assert found.state == "agreed"
    assert newest(table, day=2).state == "disputed"


def test_who_lowers_his_figure_corrects_himself() -> None:
    found = amounts("""
        1 | Ministry of A | accuser | asserts  | 500 dead
        9 | Ministry of A | accuser | corrects | 50 dead
    """)
    assert len(found) == 1
    assert [figure.low for figure in found[0].figures] == [50]


def test_a_correction_upwards_is_no_growth() -> None:
    found = amounts("""
        1 | Ministry of A | accuser | asserts  | 50 dead
        9 | Ministry of A | accuser | corrects | 500 dead
    """)
    assert [(one.stage, one.figures[0].low) for one in found] == [("so_far", 500)]


def test_what_is_announced_is_a_stage_of_its_own() -> None:
    found = amounts("""
        18 | Seoul | accuser | asserts  | 1500 soldiers
        18 | Seoul | accuser | predicts | 10000 soldiers
    """)
    assert [(one.stage, one.figures[0].low) for one in found] == [("so_far", 1500), ("ahead", 10000)]
    assert found[0].camps[0].high < 10000


def test_what_is_said_of_a_later_day_is_announced() -> None:
    claim = WeighingClaim(
        id="c",
        claim="It is so.",
        statements=(
            WeighingStatement(
                date=date(2030, 5, 1),
                source="Seoul",
                stance="asserts",
                quantity=StatedQuantity(number=10000, unit="soldiers", when="2030-12"),
            ),
        ),
    )
    assert assessments([claim])[0].quantities[0].stage == "ahead"


# ── Bounds and none ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("figure", "least", "most"),
    [
        ("1000 dead", 0.95, 1.05),
        (">=1000 dead", 1.2, 1.7),
        ("<=1000 dead", 0.6, 0.85),
        ("800-1250 dead", 0.97, 1.03),
    ],
)
def test_bounds_move_the_middle(figure: str, least: float, most: float) -> None:
    found = newest(f"1 | Red Cross | neutral | asserts | {figure}")
    assert found.median is not None
    assert least < found.median / 1000 < most


def test_none_is_an_answer_of_its_own() -> None:
    found = newest("""
        1 | Ministry of A | accuser | asserts | 500 dead
        2 | Ministry of B | accused | denies  | 0 dead
        3 | Red Cross     | neutral | denies  | 0 dead
        4 | UN mission    | neutral | denies  | 0 dead
    """)
    assert found.state == "disputed"
    assert found.none_share > 0.8
    assert found.low == found.median == 0.0
    denial = newest("""
        1 | Ministry of A | accuser | asserts | 500 dead
        2 | Ministry of B | accused | denies  | 0 dead
    """)
    assert 0.02 < denial.none_share < 0.5  # the accused says so in any case


def test_only_none_is_no_amount() -> None:
    assert amounts("1 | Ministry of B | accused | denies | 0 dead") == ()


# ── What counts ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "2 | Ministry of B | accused | denies   | 5000 dead",
        "2 | Ministry of B | accused | declines | -",
        "2 | Ministry of B | accused | declines | 77 dead",
        "2 | Ministry of B | accused | demands  | 20 dead",
        "2 | Ministry of A | accuser | asserts  | 3 days",
        "2 | Ministry of A | accuser | asserts  | 80 percent",
    ],
)
def test_what_is_no_figure_of_its_own_changes_nothing(line: str) -> None:
    alone = "1 | Ministry of A | accuser | asserts | 5000 dead"
    assert newest(f"{alone}\n{line}").figures == newest(alone).figures


def test_what_is_taken_back_does_not_count() -> None:
    assert (
        amounts("""
        1 | Ministry of A | accuser | asserts  | 5000 dead
        2 | Ministry of A | accuser | retracts | -
    """)
        == ()
    )


def test_as_of_a_day_only_what_was_public_counts() -> None:
    table = """
        1  | Ministry of A | accuser | asserts | 500 dead
        15 | UN mission    | neutral | asserts | 52 dead
    """
    assert [figure.low for figure in newest(table, day=14).figures] == [500]
    assert newest(table, day=15).camps[1].side == "neutral"
    assert newest(table, day=15).high < newest(table, day=14).high


def test_units_that_mean_one_thing_are_weighed_together() -> None:
    found = amounts("""
        1 | Seoul | accuser | asserts | 1500 troops
        1 | Kyiv  | accuser | asserts | 1600 Soldaten
        1 | Rome  | neutral | asserts | 1700 people
        1 | Bern  | neutral | asserts | 1650
        2 | Kyiv  | accuser | asserts | 7 tanks
    """)
    assert [(one.unit, len(one.figures)) for one in found] == [("soldiers", 4), ("tanks", 1)]


def test_people_are_kept_apart_where_it_is_not_clear_who_is_meant() -> None:
    found = amounts("""
        1 | Seoul | accuser | asserts | 1500 troops
        1 | Kyiv  | accuser | asserts | 30 dead
        1 | Rome  | neutral | asserts | 17 people
    """)
    assert sorted(str(one.unit) for one in found) == ["dead", "people", "soldiers"]


def test_every_figure_names_its_statements_and_what_was_made_of_it() -> None:
    found = newest("""
        1 | Ministry of A | accuser | asserts | 500 dead
        2 | UN mission    | neutral | asserts | 52 dead
    """)
    assert [(one.source, one.side, one.statement_ids) for one in found.figures] == [
        ("Ministry of A", "accuser", ("s0",)),
        ("UN mission", "neutral", ("s1",)),
    ]
    assert found.figures[0].factor > 2.0
    assert 0.8 < found.figures[1].factor < 1.6
    assert all(0.0 < one.weight <= 1.0 for one in found.figures)
