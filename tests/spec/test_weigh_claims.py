"""Weighing, as tables: what is said of a claim in, where the probability goes out."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from weigh_tables import FIRST_DAY, weighing_claim

from dementi.model import Assessment, WeighingClaim, WeighingStatement
from dementi.weigh import WeighSettings, assessments

#: One accusation and one denial: the commonest quarrel, and worth next to nothing either way.
QUARREL = """
    1 | Ministry of A | AA | accuser | asserts
    2 | Ministry of B | BB | accused | denies
"""


def assessed(table: str, **options: object) -> Assessment:
    return assessments([weighing_claim(table, **options)])[0]  # type: ignore[arg-type]  # options of the helper


def test_an_accusation_and_its_denial_leave_the_prior_nearly_where_it_was() -> None:
    assessment = assessed(QUARREL)
    assert abs(assessment.evidence_bits) < 0.5
    assert assessment.state == "disputed"
    assert assessment.admiralty.credibility in {"3", "4"}


@pytest.mark.parametrize(
    ("added", "least_bits", "most_bits"),
    [
        ("3 | Ministry of B | BB | accused | admits", 1.5, 4.5),
        ("3 | General of B | BB | accused | confirms", 1.5, 4.5),
        ("3 | Embassy of B | BB | accused | declines", 0.3, 2.5),
        ("3 | Weather bureau of C | CC | neutral | confirms", 1.5, 4.0),
        ("3 | Weather bureau of C | CC | neutral | denies", -2.8, -0.8),
        ("3 | Weather bureau of C | CC | neutral | doubts", -2.8, -0.8),
        ("3 | Ministry of A | AA | accuser | retracts", -4.0, -1.0),
        ("3 | General of A | AA | accuser | doubts", -4.0, -1.0),
        ("3 | General of A | AA | accuser | asserts", 0.0, 1.2),
        ("3 | Shepherd Ubu | BB | eyewitness | asserts", 0.5, 2.5),
        ("3 | Embassy of B | BB | accused | denies", -0.4, 0.0),
        ("3 | Weather bureau of C | CC | neutral | declines", 0.0, 0.0),
        ("3 | Parliament of C | CC | neutral | demands", 0.0, 0.0),
        ("3 | Ministry of A | AA | accuser | corrects", 0.0, 0.0),
    ],
)
def test_what_one_more_thing_said_is_worth(added: str, least_bits: float, most_bits: float) -> None:
    gained = assessed(QUARREL + added).evidence_bits - assessed(QUARREL).evidence_bits
    assert least_bits - 1e-9 <= gained <= most_bits + 1e-9


def test_a_slide_from_denial_to_evasion_raises_the_claim() -> None:
    stays = assessed(QUARREL + "9 | Ministry of B | BB | accused | denies")
    slides = assessed(QUARREL + "9 | Ministry of B | BB | accused | declines")
    assert slides.evidence_bits > stays.evidence_bits + 0.3
    course = next(one.stances for one in slides.contributions if one.source == "Ministry of B")
    assert [stance for _, stance in course] == ["denies", "declines"]


def test_fifty_reports_of_one_release_are_one_voice() -> None:
    rows = "\n".join(f"{1 + n % 3} | Ministry of A | AA | accuser | asserts" for n in range(50))
    assessment = assessed(rows)
    assert (assessment.reports, assessment.origins, len(assessment.contributions)) == (50, 1, 1)


def test_only_one_interested_origin_is_unverifiable() -> None:
    assessment = assessed("1 | Ministry of A | AA | accuser | asserts")
    assert assessment.state == "unverifiable"
    assert assessment.admiralty.credibility == "6"
    assert assessment.probability == 0.5


def test_nobody_speaking_is_unverifiable_and_leaves_the_prior() -> None:
    settings = WeighSettings(prior=0.2)
    assessment = assessments([weighing_claim("")], settings=settings)[0]
    assert assessment.state == "unverifiable"
    assert assessment.probability == pytest.approx(0.2)
    assert assessment.low == pytest.approx(assessment.high)


def test_much_for_it_is_supported_and_much_against_it_refuted() -> None:
    supported = assessed(
        QUARREL + "3 | Office of B | BB | accused | admits\n4 | Bureau of C | CC | neutral | asserts"
    )
    refuted = assessed(
        QUARREL + "3 | Court of C | CC | neutral | denies\n4 | Court of D | DD | neutral | denies"
    )
    assert (supported.state, refuted.state) == ("supported", "refuted")
    assert supported.admiralty.credibility == "1"
    assert refuted.admiralty.credibility in {"4", "5"}


def test_only_what_was_public_counts() -> None:
    table = QUARREL + "20 | Ministry of B | BB | accused | admits"
    before = assessments([weighing_claim(table)], as_of=date(2030, 5, 19))[0]
    after = assessments([weighing_claim(table)], as_of=date(2030, 5, 20))[0]
    assert before.probability < 0.6
    assert after.probability > 0.8
    assert before.reports == 2


def test_silence_of_the_accused_grows_with_time_and_stays_below_a_refusal() -> None:
    silent = weighing_claim(
        "1 | Ministry of A | AA | accuser | asserts\n1 | Ministry of B | BB | accused | silent"
    )
    refusal = weighing_claim(
        "1 | Ministry of A | AA | accuser | asserts\n1 | Ministry of B | BB | accused | declines"
    )
    bits = [
        assessments([silent], as_of=day)[0].evidence_bits
        for day in (FIRST_DAY, date(2030, 5, 8), date(2030, 7, 1), date(2040, 1, 1))
    ]
    assert bits[0] == 0.0
    assert bits == sorted(set(bits))
    assert bits[-1] < assessments([refusal])[0].evidence_bits


def test_silence_of_a_bystander_counts_nothing() -> None:
    table = "1 | Ministry of A | AA | accuser | asserts\n1 | Ministry of C | CC | neutral | silent"
    assert assessments([weighing_claim(table)], as_of=date(2031, 1, 1))[0].evidence_bits == 0.0


def test_voices_of_one_side_are_discounted_in_the_open() -> None:
    table = QUARREL + "\n".join(f"{n} | Consul {n} | BB | accused | declines" for n in range(3, 8))
    refusals = [one for one in assessed(table).contributions if one.source.startswith("Consul")]
    alone = assessed(QUARREL + "3 | Consul 3 | BB | accused | declines")
    single = next(one for one in alone.contributions if one.source == "Consul 3")
    assert single.discount == 1.0
    assert all(one.discount == pytest.approx(1 / 4.4) for one in refusals)
    assert sum(one.bits for one in refusals) < 2 * single.bits


def test_what_would_change_it_names_the_speakers_and_where_it_would_go() -> None:
    changes = {one.event: one.probability for one in assessed(QUARREL).would_change}
    assert changes["an admission by the accused side (Ministry of B)"] > 0.75
    assert changes["a retraction by the accusing side (Ministry of A)"] < 0.3
    assert changes["a confirmation by a party without an interest"] > 0.65
    assert changes["a denial by a party without an interest"] < 0.35


def test_german_settings_give_german_words() -> None:
    claim = weighing_claim(QUARREL)
    assessment = assessments([claim], settings=WeighSettings(language="de"))[0]
    assert assessment.words.term == "etwa gleich wahrscheinlich"
    assert any("dementieren fast immer" in one.why for one in assessment.contributions)
    assert "ein Eingeständnis der beschuldigten Seite (Ministry of B)" in {
        one.event for one in assessment.would_change
    }


# ── Without sides: the parties are told from what they do ───────────────────────────────────


def sides_of(table: str, **options: object) -> dict[str, str]:
    return {one.source: one.side for one in assessed(table, **options).contributions}


def test_sides_of_a_quarrel_between_states() -> None:
    sides = sides_of(
        """
        1 | Indian Foreign Ministry | IN | - | asserts
        2 | Pakistani army spokesman | PK | - | denies
        3 | independent seismologists | CH | - | doubts
        3 | Red Cross | - | - | confirms
        4 | resident of the village | PK | - | asserts
        """,
        claim="Pakistani artillery hit an Indian village.",
    )
    assert sides == {
        "Indian Foreign Ministry": "accuser",
        "Pakistani army spokesman": "accused",
        "independent seismologists": "neutral",
        "Red Cross": "neutral",
        "resident of the village": "eyewitness",
    }


def test_the_one_that_boasts_accuses_and_the_one_that_is_said_to_have_lost_is_accused() -> None:
    sides = sides_of(
        """
        1 | Azerbaijani president | AZ | - | asserts
        1 | Armenian defence ministry | AM | - | denies
        """,
        claim="Azerbaijani troops have taken the town from Armenia.",
        agent="AZ",
    )
    assert sides == {"Azerbaijani president": "accuser", "Armenian defence ministry": "accused"}


def test_allies_by_the_table_of_alignments() -> None:
    sides = sides_of(
        """
        1 | South Korean intelligence service | KR | - | asserts
        2 | North Korean foreign ministry | KP | - | denies
        3 | Japanese defence minister | JP | - | asserts
        """,
        claim="North Korea fired a missile.",
    )
    assert sides["Japanese defence minister"] == "accuser_ally"


def test_an_outlet_in_its_own_name_adds_little() -> None:
    row = WeighingStatement(
        date=FIRST_DAY, source="Hill Gazette", stance="asserts", side="neutral", outlet="Hill Gazette"
    )
    claims = [
        WeighingClaim(id="c", claim="It is so.", statements=(msgspec.structs.replace(row, basis=basis),))
        for basis in (None, "witnessed")
    ]
    repeated, witnessed = (one.evidence_bits for one in assessments(claims))
    assert 0 < repeated < witnessed / 2


def test_a_state_at_odds_with_the_accused_does_not_speak_for_it() -> None:
    sides = sides_of(
        """
        1 | South Korean intelligence service | KR | - | asserts
        2 | North Korean foreign ministry | KP | - | denies
        3 | Ukrainian president | UA | - | asserts
        4 | White House | US | - | confirms
        """,
        claim="North Korea sends soldiers to Russia.",
    )
    assert "accused" not in {sides["White House"], sides["Ukrainian president"]}
    assert sides["White House"] != "accused_ally"


def test_a_given_side_is_believed() -> None:
    sides = sides_of("1 | Ministry of A | AA | neutral | asserts\n2 | Ministry of B | BB | - | denies")
    assert sides["Ministry of A"] == "neutral"


@pytest.mark.parametrize(
    ("added", "least", "most"),
    [
        ("5 | Russian air force commander | RU | - | admits", 0.2, 0.5),
        ("5 | Russian defence ministry | RU | - | confirms", 0.1, 0.5),
        ("5 | Georgian interior ministry | GE | - | retracts", -0.5, -0.2),
    ],
)
def test_a_change_of_mind_counts_without_any_side_given(added: str, least: float, most: float) -> None:
    table = (
        "1 | Georgian interior ministry | GE | - | asserts\n1 | Russian defence ministry | RU | - | denies\n"
    )
    claim = "A Russian jet shot down a Georgian drone."
    moved = assessed(table + added, claim=claim).probability - assessed(table, claim=claim).probability
    assert least < moved < most


def test_who_spoke_against_his_interest_leaves_nothing_unverifiable() -> None:
    assert assessed("1 | Ministry of A | AA | accuser | asserts").state == "unverifiable"
    assert (
        assessed(
            "1 | Ministry of A | AA | accuser | asserts\n2 | Ministry of A | AA | accuser | retracts"
        ).state
        == "refuted"
    )
    assert assessed("1 | Ministry of B | BB | accused | admits").state == "supported"


def test_what_has_happened_is_not_awaited() -> None:
    admitted = assessed(QUARREL + "3 | Ministry of B | BB | accused | admits")
    assert not any("admission" in one.event for one in admitted.would_change)
    uncontested = assessed("1 | court | - | neutral | asserts")
    assert {one.event for one in uncontested.would_change} == {
        "a confirmation by a party without an interest",
        "a denial by a party without an interest",
    }


def test_a_side_that_is_more_probably_wrong_is_not_named() -> None:
    sides = sides_of("1 | Ministry of A | AA | - | asserts\n2 | unnamed source | - | - | doubts")
    assert sides["unnamed source"] == "unknown"


# ── On what a word rests, and when it came ──────────────────────────────────────────────────


def spoken(stance: str, *, day: int = 1, basis: str | None = "unstated", **more: object) -> WeighingStatement:
    fields = {"source": "Weather bureau", "side": "neutral"} | more
    return WeighingStatement(
        date=FIRST_DAY.replace(day=day),
        stance=stance,
        basis=basis,  # type: ignore[arg-type]  # words of the model
        **fields,  # type: ignore[arg-type]  # fields of the helper
    )


def bits_of(*statements: WeighingStatement, as_of: date | None = None) -> float:
    claim = WeighingClaim(id="c", claim="It is so.", statements=statements)
    return assessments([claim], as_of=as_of)[0].evidence_bits


def test_hearsay_counts_a_tenth_and_a_word_without_basis_between() -> None:
    own, unknown, hearsay = (
        bits_of(spoken("asserts", basis=basis)) for basis in ("witnessed", None, "relayed")
    )
    assert hearsay == pytest.approx(own / 10)
    assert hearsay < unknown < own


def test_a_denial_with_documents_weighs_more_than_a_bare_one() -> None:
    accused = {"source": "Ministry of B", "side": "accused"}
    bare, reasoned, documented = (
        bits_of(spoken("denies", basis=basis, **accused)) for basis in ("unstated", "witnessed", "documents")
    )
    assert bare == 0.0
    assert documented < reasoned < bare


def test_who_comes_forward_after_a_denial_counts_more_the_less_he_gains() -> None:
    denial = spoken("denies", day=5, source="Ministry of B", side="accused")
    accusation = spoken("asserts", source="Ministry of A", side="accuser")

    def gained(day: int, side: str) -> float:
        voice = spoken("asserts", day=day, source="Weather bureau", side=side)
        return bits_of(accusation, denial, voice) - bits_of(accusation, denial)

    assert gained(6, "neutral") > gained(5, "neutral") + 1.0
    assert gained(5, "neutral") == pytest.approx(gained(4, "neutral"))
    assert 0.2 < gained(6, "accuser") - gained(4, "accuser") < gained(6, "neutral") - gained(4, "neutral")


def test_the_accused_that_admits_after_its_own_denial_has_not_come_forward() -> None:
    admission = spoken("admits", day=6, source="Ministry of B", side="accused")
    denial = spoken("denies", day=5, source="Ministry of B", side="accused")
    assert bits_of(denial, admission) == pytest.approx(bits_of(admission))


def test_inferred_silence_grows_after_the_last_word() -> None:
    claim = weighing_claim(
        "1 | Georgian interior ministry | GE | - | asserts\n1 | Russian defence ministry | RU | - | silent",
        claim="A Russian jet shot down a Georgian drone.",
    )
    bits = [
        assessments([claim], as_of=day)[0].evidence_bits
        for day in (FIRST_DAY, date(2030, 5, 8), date(2030, 8, 1))
    ]
    assert bits == sorted(set(bits))


def test_what_would_change_it_is_listed_by_how_far_it_goes() -> None:
    assessment = assessed(QUARREL)
    moves = [abs(one.probability - assessment.probability) for one in assessment.would_change]
    assert len(moves) == 4
    assert moves == sorted(moves, reverse=True)
