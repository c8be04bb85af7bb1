"""What holds of every weighing, whatever is said by whom."""

from __future__ import annotations

import math
from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi.model import WeighingClaim, WeighingStatement
from dementi.weigh import WeighSettings, assessments

STANCES = [
    "asserts", "confirms", "admits", "reports", "denies", "doubts", "declines", "silent", "retracts",
    "corrects", "demands", "predicts",
]  # fmt: skip
SIDES = ["accused", "accuser", "accused_ally", "accuser_ally", "neutral", "victim", "eyewitness", None]
SOURCES = [
    "Foreign Ministry", "army spokesman", "unnamed official", "Red Cross", "a reporter", "resident",
    "Ana Ruiz", "state television", "UN observers", "opposition leader",
]  # fmt: skip
FIRST = date(2020, 1, 1)

statement = st.builds(
    WeighingStatement,
    date=st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days)),
    source=st.sampled_from(SOURCES),
    stance=st.sampled_from(STANCES),
    source_country=st.sampled_from(["RU", "UA", "US", "CH", None]),
    side=st.sampled_from(SIDES),
    certainty=st.sampled_from(["certain", "possible", "unlikely", None]),
    url=st.integers(0, 5).map(lambda number: f"https://example.org/{number}"),
    origin_id=st.sampled_from([None, None, "o1", "o2"]),
)
claim = st.builds(
    WeighingClaim,
    id=st.just("c"),
    claim=st.sampled_from(["Russia did it.", "Die Ukraine hat es getan.", "It is so."]),
    agent=st.sampled_from([None, "RU", "UA"]),
    statements=st.lists(statement, max_size=8).map(tuple),
)


def with_statements(one: WeighingClaim, *statements: WeighingStatement) -> WeighingClaim:
    return msgspec.structs.replace(one, statements=statements)


@given(claim, st.sampled_from([None, 0.05, 0.7]))
@settings(max_examples=80, deadline=None)
def test_the_probability_is_prior_and_evidence_and_nothing_else(
    one: WeighingClaim, prior: float | None
) -> None:
    assessment = assessments([one], settings=WeighSettings(prior=prior))[0]
    bits = math.fsum(voice.bits for voice in assessment.contributions)
    assert assessment.evidence_bits == bits
    assert math.isclose(
        assessment.prior_bits, math.log2(assessment.prior / (1 - assessment.prior)), abs_tol=1e-12
    )
    assert math.isclose(assessment.probability, 1 / (1 + 2 ** -(assessment.prior_bits + bits)), rel_tol=1e-12)
    assert 0 < assessment.low <= assessment.probability <= assessment.high < 1
    for voice in assessment.contributions:
        assert 0 <= voice.discount <= 1 + 1e-12
        assert voice.why


@given(claim, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_nothing(one: WeighingClaim, random: object) -> None:
    rows = list(one.statements)
    random.shuffle(rows)  # type: ignore[attr-defined]  # a random.Random of Hypothesis
    assert assessments([with_statements(one, *rows)]) == assessments([one])


@given(claim, st.data())
@settings(max_examples=60, deadline=None)
def test_a_duplicated_row_counts_once(one: WeighingClaim, data: st.DataObject) -> None:
    if one.statements:
        row = data.draw(st.sampled_from(one.statements))
        assert assessments([with_statements(one, *one.statements, row)]) == assessments([one])


@given(claim, st.data())
@settings(max_examples=60, deadline=None)
def test_a_copy_in_another_outlet_changes_nothing_but_the_reports(
    one: WeighingClaim, data: st.DataObject
) -> None:
    if not one.statements:
        return
    row = data.draw(st.sampled_from(one.statements))
    row = msgspec.structs.replace(row, origin_id="shared", url="https://example.org/original")
    others = [other for other in one.statements if other != row]
    copy = msgspec.structs.replace(row, url="https://example.org/copy", outlet="Other")
    day = FIRST + timedelta(days=100)
    alone = assessments([with_statements(one, *others, row)], as_of=day)[0]
    copied = assessments([with_statements(one, *others, row, copy)], as_of=day)[0]
    assert copied.reports == alone.reports + 1
    assert (copied.origins, copied.contributions) == (alone.origins, alone.contributions)


@given(
    claim,
    st.sampled_from(["asserts", "confirms", "reports"]),
    st.sampled_from(["neutral", "eyewitness", "accuser", None]),
)
@settings(max_examples=100, deadline=None)
def test_one_more_independent_voice_that_agrees_never_lowers_a_claim(
    one: WeighingClaim, stance: str, side: str | None
) -> None:
    added = WeighingStatement(
        date=FIRST + timedelta(days=61),
        source="World Weather Organisation of the United Nations",
        stance=stance,
        side=side,  # type: ignore[arg-type]  # words of the model
        url="https://example.org/new",
    )
    day = FIRST + timedelta(days=100)
    before = assessments([one], as_of=day)[0]
    after = assessments([with_statements(one, *one.statements, added)], as_of=day)[0]
    assert after.evidence_bits >= before.evidence_bits - 1e-9


@given(claim)
@settings(max_examples=30, deadline=None)
def test_same_input_same_bytes(one: WeighingClaim) -> None:
    encode = msgspec.json.encode
    assert encode(assessments([one])) == encode(assessments([one]))


@given(claim, claim)
@settings(max_examples=30, deadline=None)
def test_claims_are_weighed_by_themselves(one: WeighingClaim, other: WeighingClaim) -> None:
    day = FIRST + timedelta(days=100)
    assert assessments([one], as_of=day) == assessments([other, one], as_of=day)[1:]
