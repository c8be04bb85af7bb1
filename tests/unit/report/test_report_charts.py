"""Charts: bars that lead from the prior to the result, signs that keep their order, labels that have room."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import report_sample as sample

from dementi.model import Assessment
from dementi.report import charts
from dementi.report.view import scale_bounds, scale_of
from dementi.report.wording import wording

EN = wording("en")
ICD = scale_bounds(scale_of("ICD 203"), "en")


def assessed(*contributions: object, **fields: object) -> Assessment:
    return sample.one_claim(*contributions, **fields).items[0].assessment  # type: ignore[arg-type]  # test data


def test_waterfall_leads_from_prior_to_result() -> None:
    fall = charts.waterfall(sample.TROOPS_ASSESSMENT, EN)
    assert [round(bar.bits, 2) for bar in fall.bars] == [1.9, 1.42, 0.61, -0.55, 0.35, -0.12, 0.02]
    assert fall.bars[0].begin == fall.start
    assert all(before.end == after.begin for before, after in pairwise(fall.bars))
    assert fall.bars[-1].end == pytest.approx(fall.result, abs=0.01)
    for bar in fall.bars:
        assert (bar.end > bar.begin) == (bar.bits > 0)
        assert bar.width >= charts.BAR_WIDTH_MIN
        assert bar.left == pytest.approx(min(bar.begin, bar.end)) or bar.width == charts.BAR_WIDTH_MIN


def test_what_no_voice_explains_is_a_bar_of_its_own() -> None:
    fall = charts.waterfall(assessed(sample.contribution("A", 3.0), probability=0.8), EN)
    assert [(bar.key, round(bar.bits, 2)) for bar in fall.bars] == [("voice", 3.0), ("remainder", -1.0)]
    assert fall.bars[-1].end == pytest.approx(fall.result)


def test_waterfall_of_a_claim_without_voices_has_no_bars() -> None:
    fall = charts.waterfall(assessed(), EN)
    assert fall.bars == ()
    assert fall.start == fall.result == fall.even


@pytest.mark.parametrize("bits", [0.02, 0.5, 2.0, 9.0, 40.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_axis_has_labels_with_room_between_them(bits: float, sign: int) -> None:
    fall = charts.waterfall(assessed(sample.contribution("A", sign * bits)), EN)
    places = [tick.x for tick in fall.ticks]
    assert len(places) >= 2
    assert all(after - before >= charts.TICK_ROOM for before, after in pairwise(places))
    assert len({tick.label for tick in fall.ticks}) == len(places)
    assert [tick.label for tick in fall.ticks if tick.is_strong] == ["50%"]


@pytest.mark.parametrize(
    ("probability", "term"),
    [(0.01, "almost no chance"), (0.5, "roughly even chance"), (0.97, "almost certain")],
)
def test_scale_marks_one_term(probability: float, term: str) -> None:
    bar = charts.scale_bar(assessed(probability=probability, low=0.0, high=1.0), ICD, term)
    assert [region.label for region in bar.regions if region.is_active] == [term]
    assert bar.point == 100 * probability
    assert [region.anchor for region in bar.regions] == ["start", *["middle"] * 5, "end"]


def test_timeline_has_a_row_per_voice_in_order_of_appearance() -> None:
    line = charts.timeline(sample.TROOPS_ASSESSMENT, EN)
    assert line
    assert [row.contribution.source for row in line.rows] == [
        "RU/kremlin", "KR/nis", "UA/hur", "nato", "KP", "US/dod", "CN",
    ]  # fmt: skip
    kremlin = line.rows[0].marks
    assert [mark.stance for mark in kremlin] == ["denies", "declines"]
    assert kremlin[0].x == charts.MARGIN
    assert charts.timeline(assessed(), EN) is None


def test_signs_of_one_day_stand_beside_each_other_in_order() -> None:
    stances = ["silent", "declines", "denies", "admits"]
    voice = sample.contribution("A", 1.0, *((sample.day(25), stance) for stance in stances))
    early = sample.contribution("B", 1.0, (sample.day(1), "asserts"))
    line = charts.timeline(assessed(voice, early), EN)
    assert line
    marks = line.rows[1].marks
    assert [mark.stance for mark in marks] == stances
    assert all(after.x - before.x >= charts.MARK_ROOM - 0.01 for before, after in pairwise(marks))
    assert marks[-1].x <= 100 - charts.MARGIN


def test_same_stance_on_neighbouring_days_is_one_sign() -> None:
    days = [sample.day(1), sample.day(2), sample.day(30)]
    voice = sample.contribution("A", 1.0, *((day, "denies") for day in days), (sample.day(1, 3), "denies"))
    line = charts.timeline(assessed(voice), EN)
    assert line
    assert [len(mark.days) for mark in line.rows[0].marks] == [1, 2, 1]


def test_a_hundred_acts_of_one_voice_stay_inside() -> None:
    voice = sample.contribution(
        "A", 1.0, *((sample.day(1 + number % 28), ("denies", "asserts")[number % 2]) for number in range(100))
    )
    line = charts.timeline(assessed(voice), EN)
    assert line
    places = [mark.x for mark in line.rows[0].marks]
    assert places == sorted(places)
    assert charts.MARGIN - 0.01 <= places[0] <= places[-1] <= 100 - charts.MARGIN + 0.01


def test_course_is_a_step_line_with_the_last_value_labelled() -> None:
    course = charts.course([*sample.course(), sample.TROOPS_ASSESSMENT], EN)
    assert course
    assert [math.floor(100 * step.assessment.probability) for step in course.steps] == [
        30,
        28,
        63,
        55,
        82,
        84,
    ]
    assert [step.label_anchor for step in course.steps] == ["start", "", "start", "", "", "end"]
    assert all(before.right == after.left for before, after in pairwise(course.steps))
    assert all(before.y == after.previous_y for before, after in pairwise(course.steps))
    assert charts.course([sample.TROOPS_ASSESSMENT], EN) is None
