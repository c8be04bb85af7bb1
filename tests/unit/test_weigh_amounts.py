"""The parts of the model of amounts: units, bounds, stages, curves; and what holds of every estimate."""

from __future__ import annotations

import math
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi.errors import RecordError
from dementi.model import AmountEstimate, StatedQuantity, WeighingClaim, WeighingStatement
from dementi.weigh import assessments, weighing_claims_from_lines
from dementi.weigh.amounts.figures import Bounds, Figure, bounds_of
from dementi.weigh.amounts.parameters import SIDES, shipped
from dementi.weigh.amounts.posterior import STEP, _lowered, _raised, _student, _student_below
from dementi.weigh.amounts.stages import STAGE_LIMIT, stages
from dementi.weigh.amounts.units import Unit, joined, unit_of

DAY = date(2030, 5, 1)


# ── Units ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "kind", "scale"),
    [
        ("troops", "soldiers", 1),
        ("Soldaten", "soldiers", 1),
        ("special forces soldiers", "soldiers", 1),
        ("killed", "dead", 1),
        ("people aboard", "people", 1),
        ("metric tons", "tonnes", 1),
        ("million_USD", "USD", 1e6),
        ("billion euros", "EUR", 1e9),
        ("turbines", "turbines", 1),
        ("", None, 1),
        (None, None, 1),
    ],
)
def test_words_for_one_thing_are_one_kind(words: str | None, kind: str | None, scale: float) -> None:
    found = unit_of(words)
    assert found is not None
    assert (found.kind, found.scale) == (kind, scale)


@pytest.mark.parametrize("words", ["percent", "per cent of the town", "days", "times the usual level"])
def test_shares_and_times_are_no_amounts(words: str) -> None:
    assert unit_of(words) is None


def test_people_and_bare_numbers_join_what_the_others_count() -> None:
    soldiers, people = Unit("soldiers", counts="person"), Unit("people", counts="anybody")
    assert joined([soldiers, people, Unit(None)]) == {
        soldiers: "soldiers",
        people: "soldiers",
        Unit(None): "soldiers",
    }
    assert joined([people, Unit(None)]) == {people: "people", Unit(None): "people"}
    assert joined([Unit(None)]) == {Unit(None): None}


# ── Bounds ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (StatedQuantity(number=5), Bounds(5, 5)),
        (StatedQuantity(number=11, low=10, high=12), Bounds(10, 12)),
        (StatedQuantity(number=5, qualifier="at least"), Bounds(5, None)),
        (StatedQuantity(number=5, low=5, qualifier="more than"), Bounds(5, None)),
        (StatedQuantity(number=5, high=5, qualifier="up to"), Bounds(None, 5)),
        (StatedQuantity(number=5, qualifier="less than"), Bounds(None, 5)),
        (StatedQuantity(number=100, low=100, high=100, qualifier="vague"), Bounds(100, 500)),
        (StatedQuantity(number=5, qualifier="possibly"), Bounds(5, 5, is_rough=True)),
    ],
)
def test_what_a_figure_encloses(quantity: StatedQuantity, expected: Bounds) -> None:
    assert bounds_of(quantity) == expected


@pytest.mark.parametrize(
    "quantity",
    [
        '{"number": 5, "low": 9, "high": 3}',
        '{"number": 5, "low": -1}',
        '{"number": 5, "high": "many"}',
        '{"number": 5, "high": true}',
    ],
)
def test_ends_that_cannot_be_are_named(quantity: str) -> None:
    line = (
        '{"claim_id": "c", "date": "2030-05-01", "source": "A", "stance": "asserts", "quantity": '
        + quantity
        + "}"
    )
    with pytest.raises(RecordError, match=r"bad-quantity"):
        weighing_claims_from_lines([line.encode()])


def test_ends_and_qualifier_are_read() -> None:
    quantity = (
        '{"number": 11, "low": 10, "high": 12, "unit": "dead", "qualifier": "about", "when": "2030-04"}'
    )
    line = (
        '{"claim_id": "c", "date": "2030-05-01", "source": "A", "stance": "asserts", "quantity": ' + quantity
    )
    line += "}"
    (claim,) = weighing_claims_from_lines([line.encode()])
    assert claim.statements[0].quantity == StatedQuantity(
        number=11, low=10, high=12, unit="dead", qualifier="about", when="2030-04"
    )


# ── Stages ───────────────────────────────────────────────────────────────────────────────────


def figure(voice: str, day: int, number: float, *, stance: str = "asserts") -> Figure:
    return Figure(
        voice, voice, "accuser", DAY + timedelta(days=day), stance, Bounds(number, number), False, False, ()
    )


def spans(*figures: Figure) -> list[tuple[int, int]]:
    found = stages(sorted(figures, key=lambda one: one.day))
    return [((one.since - DAY).days, (one.until - DAY).days) for one in found]


def test_one_cut_parts_all_raises_that_overlap() -> None:
    raised = [figure("a", 0, 10), figure("a", 5, 20), figure("b", 1, 11), figure("b", 7, 21)]
    assert spans(*raised) == [(5, 7), (0, 1)]


def test_raises_one_after_the_other_need_a_cut_each() -> None:
    assert spans(figure("a", 0, 10), figure("a", 5, 20), figure("a", 9, 40)) == [(9, 9), (5, 5), (0, 0)]


def test_a_rounding_is_no_raise() -> None:
    assert spans(figure("a", 0, 100), figure("a", 5, 110)) == [(0, 5)]


def test_a_toll_that_rises_every_day_has_only_so_many_stages() -> None:
    assert len(spans(*(figure("a", day, 2.0**day) for day in range(40)))) == STAGE_LIMIT


# ── Curves ───────────────────────────────────────────────────────────────────────────────────


def test_the_distribution_function_is_the_integral_of_the_density() -> None:
    total = 0.0
    for index in range(-4000, 1501):
        total += _student(index / 1000) / 1000
    assert total + _student_below(-4.0005) == pytest.approx(_student_below(1.5005), abs=1e-6)


def test_an_exponential_step_moves_the_mean_by_its_own() -> None:
    spike = [0.0] * 400 + [1.0] + [0.0] * 1200
    raised = _raised(spike, 0.5)
    assert math.fsum(raised) == pytest.approx(1.0, abs=1e-6)
    mean = math.fsum(index * share for index, share in enumerate(raised))
    assert (mean - 400) * STEP == pytest.approx(0.5, rel=1e-3)
    assert _lowered(raised[::-1], 0.5) == pytest.approx(_raised(raised, 0.5)[::-1])


def test_every_side_has_parameters() -> None:
    assert [one.side for one in shipped().parameters.camps] == list(SIDES)


# ── What holds of every estimate ─────────────────────────────────────────────────────────────

numbers = st.one_of(st.integers(0, 60_000), st.floats(0.5, 5e6))
quantities = st.builds(
    StatedQuantity,
    number=numbers.map(float),
    unit=st.sampled_from(["soldiers", "troops", "people", None, "tanks"]),
    qualifier=st.sampled_from([None, None, "at least", "up to", "about", "vague", "so far", "another"]),
    when=st.sampled_from([None, "2030-05", "2030-06-01", "2029", "no day"]),
)
statements = st.lists(
    st.builds(
        WeighingStatement,
        date=st.integers(0, 30).map(lambda days: DAY + timedelta(days=days)),
        source=st.sampled_from(["Ministry of A", "Ministry of B", "Red Cross", "Clinic", "a blog"]),
        stance=st.sampled_from(
            ["asserts", "denies", "confirms", "predicts", "corrects", "retracts", "admits"]
        ),
        side=st.sampled_from(["accuser", "accused", "neutral", "eyewitness", None]),
        certainty=st.sampled_from([None, "possible", "unlikely"]),
        quantity=st.one_of(quantities, st.none()),
        origin_id=st.sampled_from([None, None, "o1"]),
    ),
    max_size=9,
)


def estimates(rows: list[WeighingStatement]) -> tuple[AmountEstimate, ...]:
    claim = WeighingClaim(id="c", claim="It is so.", statements=tuple(rows))
    return assessments([claim], as_of=DAY + timedelta(days=40))[0].quantities


@given(statements)
@settings(max_examples=60, deadline=None)
def test_an_estimate_is_in_order_and_whole(rows: list[WeighingStatement]) -> None:
    for one in estimates(rows):
        assert 0.0 <= one.low <= one.high < math.inf
        assert one.median is None or one.low <= one.median <= one.high
        assert one.median is not None or one.state == "disputed"
        assert 0.0 <= one.none_share < 1.0
        assert -1e-9 <= one.between_share <= 1.0
        assert one.since <= one.until
        assert sum(camp.voice_count for camp in one.camps) <= len(one.figures)
        assert {figure.side for figure in one.figures} == {camp.side for camp in one.camps}
        assert all(-1e-9 <= camp.share <= 1.0 + 1e-9 and camp.low <= camp.high for camp in one.camps)
        assert all(0.0 <= figure.weight <= 1.0 + 1e-9 for figure in one.figures)


@given(statements, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_neither_order_nor_repetition_changes_an_estimate(
    rows: list[WeighingStatement], random: object
) -> None:
    shuffled = list(rows) + rows[:2]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random of Hypothesis
    unique = list(dict.fromkeys(rows))
    assert estimates(shuffled + unique) == estimates(unique)


@given(st.lists(st.floats(1.0, 1e6), min_size=1, max_size=5), st.floats(0.1, 50.0))
@settings(max_examples=30, deadline=None)
def test_the_unit_of_measure_does_not_matter(figures: list[float], factor: float) -> None:
    def estimate(scale: float) -> AmountEstimate:
        sides = ("accuser", "accused", "neutral", "eyewitness", "accuser")
        return estimates(
            [
                WeighingStatement(
                    date=DAY, source=f"Source {n}", stance="asserts", side=sides[n],  # type: ignore[arg-type]  # words of the model
                    quantity=StatedQuantity(number=number * scale, unit="tonnes"),
                )
                for n, number in enumerate(figures)
            ]
        )[0]  # fmt: skip

    one, other = estimate(1.0), estimate(factor)
    assert other.low / one.low == pytest.approx(factor, rel=1e-3)
    assert other.high / one.high == pytest.approx(factor, rel=1e-3)
    assert other.state == one.state


def test_a_copy_in_another_outlet_changes_nothing() -> None:
    said = WeighingStatement(
        date=DAY, source="Ministry of A", stance="asserts", side="accuser", origin_id="o",
        quantity=StatedQuantity(number=500, unit="dead"), statement_id="s1",
    )  # fmt: skip
    later = msgspec.structs.replace(said, date=DAY + timedelta(days=9), outlet="Other", statement_id="s2")
    (alone,), (copied,) = estimates([said]), estimates([said, later])
    assert copied.figures[0].statement_ids == ("s1", "s2")
    assert copied.figures[0].date == DAY
    assert (copied.low, copied.median, copied.high) == (alone.low, alone.median, alone.high)


def test_many_voices_do_not_underflow() -> None:
    rows = [
        WeighingStatement(
            date=DAY, source=f"Source {n}", stance="asserts", side="neutral",
            quantity=StatedQuantity(number=100.0 if n % 2 else 90000.0, unit="dead"),
        )
        for n in range(600)
    ]  # fmt: skip
    (found,) = estimates(rows)
    assert found.state == "disputed"
    assert math.isfinite(found.high)
