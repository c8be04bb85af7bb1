"""A source's own settled claims: what they say of it, and what they change."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import msgspec
import pytest

from dementi.model import WeighingClaim, WeighingStatement
from dementi.weigh import (
    Settled,
    SourceRecord,
    assessments,
    reliability_of,
    source_record,
    tallies,
    voice_key,
)
from dementi.weigh.fit import shipped_record
from dementi.weigh.rates import rates, text_of
from dementi.weigh.reliability import (
    PRIOR_STRENGTH,
    RATES_FILE,
    beta_quantile,
    letter,
    shipped_rates,
)

DAY = date(2030, 5, 1)
SERVICE, MINISTRY = "Service of A", "Ministry of B"


def said(
    source: str, stance: str, side: str | None, *, on: date = DAY, actor: str | None = None
) -> WeighingStatement:
    return WeighingStatement(
        date=on, source=source, stance=stance, side=side, actor=actor,  # type: ignore[arg-type]  # words of the model
        source_country={"A": "AA", "B": "BB"}.get(source[-1]), url=f"https://example.org/{source}/{on}/{stance}",
    )  # fmt: skip


SERVICE_KEY, MINISTRY_KEY = (voice_key(said(one, "asserts", None)) for one in (SERVICE, MINISTRY))


def claim(name: str, *statements: WeighingStatement) -> WeighingClaim:
    given = statements or (said(SERVICE, "asserts", "accuser"), said(MINISTRY, "denies", "accused"))
    return WeighingClaim(id=name, claim=f"{name} is so.", statements=given)


def settled(name: str, is_true: bool, *statements: WeighingStatement, after_days: int = 30) -> Settled:
    return Settled(claim(name, *statements), is_true, name, "", DAY + timedelta(days=after_days))


def record_of(right_count: int, wrong_count: int) -> SourceRecord:
    """The service was right so often when it asserted; the ministry denied each time, as often wrong."""
    truths = [True] * right_count + [False] * wrong_count
    return source_record(settled(f"c-{number}", truth) for number, truth in enumerate(truths))


def bits_of(record: SourceRecord | None, source: str, of: WeighingClaim | None = None) -> float:
    (assessment,) = assessments([of or claim("new")], record=record)
    return next(one.bits for one in assessment.contributions if one.source == source)


def test_without_a_record_nothing_changes_to_the_last_digit() -> None:
    claims = [one.claim for one in shipped_record()[:40]]
    without = assessments(claims)
    assert assessments(claims, record=source_record([])) == without
    strangers = source_record([settled("c-1", True, said("Somebody Else", "asserts", "accuser"))])
    assert assessments(claims, record=strangers) == without


def test_a_claim_is_weighed_without_its_own_settling() -> None:
    new = claim("new")
    for truth in (True, False):
        alone = source_record([settled("new", truth)])
        assert assessments([new], record=alone) == assessments([new])
        with_another = source_record([settled("new", truth), settled("old", True)])
        assert assessments([new], record=with_another) == assessments(
            [new], record=source_record([settled("old", True)])
        )


@pytest.mark.parametrize(("right", "wrong", "sign"), [(9, 1, 1), (1, 9, -1)])
def test_a_source_that_was_right_weighs_more_and_one_that_was_wrong_less(
    right: int, wrong: int, sign: int
) -> None:
    record = record_of(right, wrong)
    assert sign * (bits_of(record, SERVICE) - bits_of(None, SERVICE)) > 0.4
    # The ministry denied what the service asserted: what makes the one right makes the other wrong.
    assert sign * (bits_of(record, MINISTRY) - bits_of(None, MINISTRY)) > 0.4


def test_a_small_record_moves_little_and_a_large_one_more() -> None:
    moved = [abs(bits_of(record_of(count, 0), SERVICE) - bits_of(None, SERVICE)) for count in (1, 3, 10, 40)]
    assert moved == sorted(moved)
    assert moved[0] < 0.25
    assert moved[-1] < 3.0


def test_the_bits_add_up_and_the_interval_holds_the_probability() -> None:
    for assessment in assessments([claim("new")], record=record_of(7, 2)):
        assert assessment.evidence_bits == math.fsum(one.bits for one in assessment.contributions)
        odds = assessment.probability / (1 - assessment.probability)
        assert math.log2(odds) == pytest.approx(assessment.prior_bits + assessment.evidence_bits)
        assert assessment.low <= assessment.probability <= assessment.high
        (service,) = [one for one in assessment.contributions if one.source == SERVICE]
        assert service.reliability is not None
        assert (service.reliability.right_count, service.reliability.settled_count) == (7, 9)
        assert "was right in 7 of 9 settled claims that it asserted" in service.why


def test_what_would_change_it_starts_from_the_number_shown() -> None:
    (assessment,) = assessments([claim("new")], record=record_of(12, 0))
    (without,) = assessments([claim("new")])
    assert {one.event for one in assessment.would_change} == {one.event for one in without.would_change}
    neutral, before = (
        next(one.probability for one in each.would_change if "confirmation" in one.event)
        for each in (assessment, without)
    )
    assert neutral > before
    assert neutral > assessment.probability


def test_several_voices_of_one_side_do_not_add_up_in_full() -> None:
    services = [f"Service {number} of A" for number in range(6)]

    def one(name: str) -> WeighingClaim:
        return claim(name, *(said(source, "asserts", "accuser") for source in services))

    record = source_record(Settled(one(f"c-{n}"), True, f"c-{n}", "", DAY + timedelta(9)) for n in range(8))
    record = record._replace(truths={**record.truths, **{f"f-{n}": False for n in range(8)}})
    moved = [bits_of(record, source, one("new")) - bits_of(None, source, one("new")) for source in services]
    alone = claim("alone", said(services[0], "asserts", "accuser"))
    gained = bits_of(record, services[0], alone) - bits_of(None, services[0], alone)
    assert gained > 0.3
    assert math.fsum(moved) <= 2.0 * gained + 1e-9


def test_who_settles_only_true_claims_has_not_shown_that_asserting_is_right() -> None:
    """Against a stranger's true claims, the same right answers say less of a source."""
    own = [settled(f"c-{n}", True) for n in range(4)]
    others = [settled(f"o-{n}", True, said("Third Party", "asserts", "neutral")) for n in range(20)]
    among_true = bits_of(source_record([*own, *others]), SERVICE)
    alone = bits_of(source_record(own), SERVICE)
    assert bits_of(None, SERVICE) < among_true < alone


def test_only_what_was_said_before_the_settling_counts_and_of_a_turn_its_beginning() -> None:
    day = DAY + timedelta(days=10)
    turned = settled(
        "c-1",
        True,
        said(MINISTRY, "denies", "accused"),
        said(MINISTRY, "admits", "accused", on=DAY + timedelta(days=5)),
        said(SERVICE, "asserts", "accuser", on=day),
        said("Institute C", "confirms", "neutral", on=day + timedelta(days=3)),
        after_days=10,
    )
    record = source_record([turned])
    assert set(record.testimonies) == {MINISTRY_KEY}
    (tally,) = tallies(record, MINISTRY_KEY)
    assert (tally.deed, tally.interest, tally.right_count, tally.settled_count) == ("denies", "against", 0, 1)


@pytest.mark.parametrize(
    "source", ["officials", "unnamed US officials", "a US official", "he", "the diplomat", "He"]
)
def test_nobody_in_particular_has_no_record(source: str) -> None:
    record = source_record([settled("c-1", True, said(source, "asserts", "neutral"))])
    assert record.testimonies == {}
    assert record.truths == {"c-1": True}


def test_a_source_is_told_by_its_actor_and_of_one_claim_given_twice_the_first_counts() -> None:
    ours = settled("c-1", True, said("der NIS", "asserts", "accuser", actor="KR/nis"))
    again = settled("c-1", False, said("NIS", "asserts", "accuser", actor="KR/nis"))
    record = source_record([ours, again])
    found = reliability_of(record, "KR/nis")
    assert found is not None
    assert (found.right_count, found.settled_count) == (1, 1)
    assert reliability_of(record, "KR/nis", besides="c-1") is None


def test_the_mean_is_the_beta_posterior_around_the_rate_of_its_like() -> None:
    found = reliability_of(record_of(4, 1), SERVICE_KEY)
    assert found is not None
    rate = shipped_rates()["accuser", "asserts"]
    like = rate.right / (rate.right + rate.wrong)
    assert found.mean == pytest.approx((PRIOR_STRENGTH * like + 4) / (PRIOR_STRENGTH + 5), abs=0.005)
    assert found.low < found.mean < found.high
    assert found.shipped_count == sum(rate)
    assert found.letter == "D"


def test_letters_fall_with_the_mean_and_need_three_claims() -> None:
    means = (0.95, 0.9, 0.8, 0.75, 0.6, 0.5, 0.4, 0.39, 0.1)
    assert "".join(letter(mean, 3) for mean in means) == "AABBCDDEE"
    assert letter(0.99, 2) == "F"
    assert letter(0.01, 0) == "F"


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    # Of scipy.stats.beta.ppf at 0.05 and 0.95.
    [
        (1.0, 1.0, 0.05, 0.95),
        (5.6, 6.4, 0.241752390932, 0.698157374257),
        (17.0, 2.5, 0.731685065999, 0.968222810955),
        (60.0, 3.0, 0.901916318408, 0.986683238785),
    ],
)
def test_quantiles_of_the_beta_distribution(a: float, b: float, low: float, high: float) -> None:
    assert beta_quantile(a, b, 0.05) == pytest.approx(low, abs=1e-9)
    assert beta_quantile(a, b, 0.95) == pytest.approx(high, abs=1e-9)


def test_intervals_hold_the_rate_that_made_the_record_as_often_as_they_say() -> None:
    """Recovery: sources whose rate is drawn from the prior, their records from the rate."""
    rng = random.Random(7)  # noqa: S311 - a test's dice, no secret
    like = shipped_rates()["accuser", "asserts"]
    rate = like.right / sum(like)
    held = 0
    for _ in range(1500):
        own = rng.betavariate(PRIOR_STRENGTH * rate, PRIOR_STRENGTH * (1 - rate))
        count = rng.randint(1, 20)
        right = sum(rng.random() < own for _ in range(count))
        found = reliability_of(record_of(right, count - right), SERVICE_KEY)
        assert found is not None
        held += found.low <= own <= found.high
    assert 0.87 <= held / 1500 <= 0.93


def test_the_shipped_rates_are_those_of_the_shipped_record() -> None:
    found = rates(shipped_record())
    assert found == shipped_rates(), f"run `python -m dementi.weigh.rates` to write {RATES_FILE}"
    assert text_of(found).count("\n") == len(found) + 1


def test_the_callers_claims_and_record_are_left_as_they_were() -> None:
    one, record = claim("new"), record_of(3, 1)
    before = msgspec.json.encode(one), {key: tuple(own) for key, own in record.testimonies.items()}
    assessments([one], record=record)
    assert (msgspec.json.encode(one), {key: tuple(own) for key, own in record.testimonies.items()}) == before
