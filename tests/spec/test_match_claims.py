"""Which statements make one claim: a table of statements in, a table of claims out."""

from __future__ import annotations

import msgspec
import pytest
from match_tables import event, groups, numbers, only, statements

from dementi.match import Question, claims
from dementi.model import Part


def test_same_event_in_two_documents_is_one_claim() -> None:
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-21 | RU/kremlin | denies | deploy_troops KP>RU theme=soldiers
    """) == {"deploy_troops-KP-RU-2024-10": [0, 1]}


@pytest.mark.parametrize(
    ("other", "what_differs"),
    [
        ("deploy_troops KP>UA", "target"),
        ("deploy_troops BY>RU", "agent"),
        ("train_troops KP>RU", "act"),
        ("recruit RU>KP", "roles"),
    ],
)
def test_another_event_is_another_claim(other: str, what_differs: str) -> None:
    found = groups(f"""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | UA | asserts | {other}
    """)
    assert sorted(found.values()) == [[0], [1]], what_differs


def test_bodies_of_a_state_act_for_the_state() -> None:
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | UA | asserts | deploy_troops KP/storm-corps>RU/kremlin
    """) == {"deploy_troops-KP-RU-2024-10": [0, 1]}


def test_a_person_is_not_the_state() -> None:
    found = groups("""
        a 2024-02-16 | RU | asserts | die RU/alexei-navalny
        b 2024-02-16 | UA | asserts | die RU/vladimir-putin
    """)
    assert len(found) == 2


def test_what_is_left_untold_joins_the_only_frame_it_can_mean() -> None:
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-19 | KP | denies | deploy_troops KP>?
    """) == {"deploy_troops-KP-RU-2024-10": [0, 1]}


def test_what_is_left_untold_joins_neither_of_two() -> None:
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | UA | asserts | deploy_troops KP>BY
        c 2024-10-19 | KP | denies | deploy_troops KP>?
    """) == {
        "deploy_troops-KP-RU-2024-10": [0],
        "deploy_troops-KP-BY-2024-10": [1],
        "deploy_troops-KP-2024-10": [2],
    }


def test_what_nobody_claims_is_no_rival() -> None:
    """A denial of troops for Ukraine does not keep other denials from the claim that is made."""
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | RU/kremlin | denies | deploy_troops KP>UA
        c 2024-10-19 | KP | denies | deploy_troops KP>?
    """) == {"deploy_troops-KP-RU-2024-10": [0, 2], "deploy_troops-KP-UA-2024-10": [1]}


@pytest.mark.parametrize("parties", ["KP>RU", "RU>KP", "KP>?", "RU>?", "?>KP"])
def test_an_agreement_has_two_parties_in_no_order(parties: str) -> None:
    assert groups(f"""
        a 2024-06-19 | KP | asserts | sign_agreement RU>KP theme=pact
        b 2024-06-19 | US | asserts | sign_agreement {parties} theme=pact
    """) == {"sign_agreement-KP-RU-pact-2024-06": [0, 1]}


def test_halves_that_meet_in_no_frame_stay_apart() -> None:
    found = groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>?
        b 2024-10-18 | UA | asserts | deploy_troops ?>RU
    """)
    assert sorted(found.values()) == [[0], [1]]


def test_a_destination_given_as_place_is_the_target() -> None:
    assert list(
        groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-18 | UA | asserts | deploy_troops KP>? place=RU
    """).values()
    ) == [[0, 1]]


def test_shells_and_missiles_are_two_claims_and_nearly_one() -> None:
    found = claims(
        statements("""
        a 2024-10-18 | KR/nis | asserts | deliver_arms KP>RU theme=artillery_shells
        a 2024-10-18 | KR/nis | asserts | deliver_arms KP>RU theme=missiles
    """)
    )
    assert [numbers(one) for one in found] == [[1], [0]]
    assert [near.claim_id for near in found[0].near] == [found[1].claim_id]
    assert "theme differs (artillery shells instead of missiles)" in found[0].near[0].why


def test_denying_all_arms_denies_missiles_but_asserting_arms_asserts_no_missiles() -> None:
    assert groups("""
        a 2024-10-18 | US | asserts | deliver_arms KP>RU theme=missiles
        b 2024-10-19 | KP | denies | deliver_arms KP>RU theme=arms
        c 2024-10-19 | UA | asserts | deliver_arms KP>RU theme=weapons
    """) == {
        "deliver_arms-KP-RU-missiles-2024-10": [0, 1],
        "deliver_arms-KP-RU-2024-10": [1, 2],
    }


@pytest.mark.parametrize(
    ("act", "first", "second", "claim_count"),
    [
        ("deploy_troops KP>RU", "2024-10-01", "2024-11-14", 1),
        ("deploy_troops KP>RU", "2024-10-01", "2024-11-16", 2),
        ("strike RU>UA", "2024-10-01", "2024-10-15", 1),
        ("strike RU>UA", "2024-10-01", "2024-10-16", 2),
        ("poison RU>RU/alexei-navalny", "2020-08-21", "2022-01-10", 1),
    ],
)
def test_windows(act: str, first: str, second: str, claim_count: int) -> None:
    table = f"a {first} | UA | asserts | {act}\nb {second} | US | asserts | {act}"
    assert len(groups(table)) == claim_count


def test_two_days_of_strikes_are_two_claims_and_an_undated_report_speaks_of_the_latest() -> None:
    assert groups("""
        a 2024-07-02 | UA | asserts | strike RU>UA when=2024-07-01
        b 2024-07-08 | UA | asserts | strike RU>UA when=2024-07-08
        c 2024-07-09 | RU | denies | strike RU>UA
        d 2024-07-09 | US | asserts | strike RU>UA
    """) == {"strike-RU-UA-2024-07-01": [0], "strike-RU-UA-2024-07-08": [1, 3], "strike-RU-UA-2024-07": [2]}


def test_places_tell_strikes_apart() -> None:
    found = groups("""
        a 2024-07-08 | UA | asserts | strike RU>hospital place=Kyiv
        b 2024-07-08 | UA | asserts | strike RU>hospital place=Odesa
        c 2024-07-08 | UA | asserts | strike RU>Krankenhaus place=Kiew
    """)
    assert sorted(found.values()) == [[0, 2], [1]]


def test_a_denial_without_a_date_answers_what_is_talked_about() -> None:
    found = groups("""
        a 2024-10-18 | US | asserts | deliver_arms KP>RU theme=missiles when=2024-06-01/2024-08-31
        b 2024-10-19 | KP | denies | deliver_arms KP>RU theme=missiles
    """)
    assert sorted(found.values()) == [[0, 1]]


def test_undated_documents_join_the_only_claim_there_is() -> None:
    assert groups("""
        a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
        b | RU | denies | deploy_troops KP>RU
    """) == {"deploy_troops-KP-RU-2024-10": [0, 1]}


def test_nothing_but_threats_and_demands_claims_nothing() -> None:
    assert (
        groups("""
        a 2024-10-18 | KP | threatens | attack KP>KR
        a 2024-10-18 | US | demands | withdraw RU>UA
    """)
        == {}
    )


@pytest.mark.parametrize(
    ("source", "what", "is_claim"),
    [
        ("US", "explode ?", False),
        ("US", "explode ?>? place=Kursk", True),
        ("US", "support KP", True),
        ("author", "support KP", False),
        ("author", "support KP>RU", True),
        ("author", "deploy_troops KP", True),
    ],
)
def test_what_tells_too_little_is_no_claim(source: str, what: str, is_claim: bool) -> None:
    assert bool(groups(f"a 2024-10-18 | {source} | asserts | {what}")) is is_claim


def test_threats_stay_with_a_claim_that_others_make() -> None:
    assert groups("""
        a 2024-10-18 | KP | threatens | attack KP>KR
        b 2024-10-19 | KR | asserts | attack KP>KR
    """) == {"attack-KP-KR-2024-10": [0, 1]}


def test_one_report_of_the_seed_articles_kind() -> None:
    """Silence, denial and a service's word without content come before what they speak of."""
    found = claims(
        statements("""
        a 2024-10-20 | RU | silent | -
        a 2024-10-20 | KP | denies | -
        a 2024-10-20 | KR/nis | asserts probable | -
        a 2024-10-20 | "Ukrainian information" | asserts | deploy_troops KP>RU
        a 2024-10-20 | author | asserts possible | deploy_troops KP>?
        a 2024-10-20 | "signs" | reports | deliver_arms KP>RU theme=shells when=2024-06/2024-08
        a 2024-10-20 | "signs" | reports possible | deliver_arms KP>RU theme=rockets when=2024-06/2024-08
        a 2024-10-20 | author | asserts | sign_agreement KP>RU theme=pact when=2024-06
        a 2024-10-20 | CN | silent | "the hardening of a bloc"
        a 2024-10-20 | CN | silent | -
    """)
    )
    assert [(one.claim_id, numbers(one)) for one in found] == [
        ("deploy_troops-KP-RU-2024-10", [0, 1, 2, 3]),
        ("deliver_arms-KP-RU-missiles-2024-06", [6]),
        ("deliver_arms-KP-RU-artillery-shells-2024-06", [5]),
        ("sign_agreement-KP-RU-pact-2024-06", [7]),
    ]
    assert len({one.origin_id for one in found[0].attachments}) == 4


@pytest.mark.parametrize(
    ("speaker", "what", "is_attached"),
    [
        ("RU | silent", "-", True),
        ("CN | silent", "-", False),
        ("CN | silent", "deploy_troops KP>RU", False),
        ("RU | silent", "deploy_troops KP>RU", True),
        ("nato | doubts", "-", True),
        ("RU | denies", '"these reports"', True),
        ("RU | denies", '"that relations with Seoul are at a low"', False),
        ("RU | threatens", "-", False),
        ("author | asserts", "-", False),
    ],
)
def test_who_takes_up_what_was_said(speaker: str, what: str, is_attached: bool) -> None:
    found = groups(f"""
        a 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        a 2024-10-20 | {speaker} | {what}
    """)
    assert found == {"deploy_troops-KP-RU-2024-10": [0, 1] if is_attached else [0]}


def test_the_state_where_troops_gather_is_a_party() -> None:
    assert groups("""
        a 2024-10-20 | RU | silent | -
        a 2024-10-20 | UA | asserts | deploy_troops KP>UA place=RU
    """) == {"deploy_troops-KP-UA-2024-10": [0, 1]}


def test_a_denial_takes_up_the_event_of_which_the_speaker_is_party() -> None:
    found = groups("""
        a 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        a 2024-10-20 | UA | asserts | deploy_troops KP>RU
        a 2024-10-20 | US | asserts | deliver_arms IR>RU theme=drones
        a 2024-10-20 | IR | denies | -
        a 2024-10-20 | KP | denies | -
    """)
    assert found == {"deploy_troops-KP-RU-2024-10": [0, 1, 4], "deliver_arms-IR-RU-drones-2024-10": [2, 3]}


def test_nothing_is_taken_up_across_documents() -> None:
    assert groups("""
        a 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-20 | RU | denies | -
    """) == {"deploy_troops-KP-RU-2024-10": [0]}


@pytest.mark.parametrize(
    ("stance", "is_attached"),
    [("asserts", True), ("asserts probable", True), ("asserts possible", False), ("predicts", False)],
)
def test_an_authors_own_word_counts_if_it_is_said_outright(stance: str, is_attached: bool) -> None:
    found = groups(f"""
        a 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-20 | author | {stance} | deploy_troops KP>RU
    """)
    is_claimless_stance = stance == "predicts"
    assert (1 in found["deploy_troops-KP-RU-2024-10"]) is (is_attached and not is_claimless_stance)


def test_an_author_who_names_a_source_is_no_second_voice_unless_a_witness() -> None:
    assert groups("""
        a 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        a 2024-10-20 | author | asserts | deploy_troops KP>RU
        b 2024-10-20 | KR/nis | asserts | deploy_troops KP>RU
        b 2024-10-20 | author | asserts basis=witnessed | deploy_troops KP>RU
    """) == {"deploy_troops-KP-RU-2024-10": [0, 2, 3]}


def test_contested_claims_come_first_and_mere_history_last() -> None:
    found = groups("""
        a 2024-10-20 | author | asserts | sign_agreement KP>RU
        b 2024-10-20 | US | asserts | test_weapon KP
        b 2024-10-20 | KR | asserts | test_weapon KP
        c 2024-10-20 | UA | asserts | deploy_troops KP>RU
        c 2024-10-20 | RU | denies | deploy_troops KP>RU
    """)
    assert [one.partition("-")[0] for one in found] == ["deploy_troops", "test_weapon", "sign_agreement"]


# --- questions ---

REPORTS = """
    a 2024-10-18 | KR/nis | asserts | deploy_troops KP>RU
    a 2024-10-18 | RU | denies | -
    b 2024-10-19 | US | asserts | deliver_arms KP>RU theme=missiles
    c 2024-10-19 | KP | denies | deliver_arms KP>RU theme=arms
    d 2024-10-19 | UA | asserts | "that soldiers from North Korea were seen in Russian uniforms"
    e 2024-10-19 | "Analysten" | doubts language=de | "dass Nordkorea Soldaten in russischen Uniformen habe"
"""


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("deploy_troops KP>RU", [0, 1]),
        ("deploy_troops KP>?", [0, 1]),
        ("deploy_troops ?>RU", [0, 1]),
        ("deliver_arms KP>RU theme=missiles", [2, 3]),
        ("deliver_arms KP>RU theme=arms", [2, 3]),
        ("deliver_arms KP>RU theme=drones", [3]),
        ("deploy_troops KP>RU when=2023-01", []),
        ("deploy_troops BY>RU", []),
        ("deliver_arms CN>RU", []),
    ],
)
def test_a_question_gathers_what_bears_on_its_event(asked: str, rows: list[int]) -> None:
    question = Question(text="What about it?", language="en", event=event(asked))
    assert numbers(only(claims(statements(REPORTS), questions=[question]))) == rows


@pytest.mark.parametrize(
    ("text", "language", "rows"),
    [
        ("Were North Korean soldiers seen in Russian uniforms?", "en", [4, 5]),
        ("Tragen nordkoreanische Soldaten russische Uniformen?", "de", [4, 5]),
        ("Tragen weißrussische Soldaten russische Uniformen?", "de", []),
        ("Did the pope resign?", "en", []),
        ("North Korea?", "en", []),
        ("", "en", []),
    ],
)
def test_a_question_without_an_event_gathers_by_words(text: str, language: str, rows: list[int]) -> None:
    found = only(claims(statements(REPORTS), questions=[Question(text=text, language=language)]))
    assert (numbers(found), found.text, found.question) == (rows, text, text)


def test_an_unanswered_question_names_what_came_nearest() -> None:
    question = Question(
        text="Schickt Belarus Truppen nach Russland?", language="de", event=event("deploy_troops BY>RU")
    )
    found = only(claims(statements(REPORTS), questions=[question], language="de"))
    assert found.attachments == ()
    assert found.near[0].claim_id == "deploy_troops-KP-RU-2024-10"
    assert found.near[0].why == "gleiche Tat; Handelnde: Nordkorea statt Belarus"
    assert found.question == "Schickt Belarus Truppen nach Russland?"


def test_questions_keep_their_order_and_come_once() -> None:
    asked = [
        Question(text=text, event=event(f"deploy_troops {who}>RU"))
        for text, who in [("B?", "BY"), ("K?", "KP")]
    ]
    found = claims(statements(REPORTS), questions=[*asked, asked[0]])
    assert [one.claim_id for one in found] == ["q-b", "q-k"]


def test_a_denial_that_tells_one_thing_more_and_another_less_joins_the_claim_it_denies() -> None:
    assert groups("""
        a 2031-03-04 | GE | asserts | shoot_down RU>GE theme=aircraft
        b 2031-03-05 | RU | denies | shoot_down ?>GE theme=aircraft place=Gori
    """) == {"shoot_down-RU-GE-aircraft-gori-2031-03": [0, 1]}


def test_a_denial_is_no_bridge_between_two_claims() -> None:
    found = groups("""
        a 2024-10-08 | KR | asserts | deploy_troops KP>RU
        b 2024-10-09 | UA | asserts | deploy_troops KP>?
        c 2024-10-10 | RU | denies | deploy_troops KP>UA
    """)
    assert sorted(found.values()) == [[0, 1], [2]]


def test_victims_stand_once_whether_object_or_theme() -> None:
    assert groups("""
        a 2029-07-02 | "survivors" | asserts | massacre rsf>villagers theme=civilians
        b 2029-07-03 | SD | asserts | massacre rsf>? theme=civilians
        c 2029-07-04 | un | asserts | massacre rsf>?
        d 2029-07-05 | rsf | denies | massacre rsf>? place=SD
    """) == {"massacre-rsf-SD-2029-07": [0, 1, 2, 3]}


def test_no_state_hacks_itself() -> None:
    (found,) = claims(statements("a 2030-10-03 | PL | asserts | hack RU>RU/gru"))
    assert found.event is not None
    assert (found.event.agent, found.event.target) == ("RU", None)


def test_a_denial_of_the_general_makes_no_claim_beside_the_special_one_it_answers() -> None:
    assert groups("""
        a 2030-02-01 | US | asserts | deliver_arms IR>RU theme=drones
        b 2030-02-02 | IR | denies | deliver_arms IR>RU theme=arms
    """) == {"deliver_arms-IR-RU-drones-2030-02": [0, 1]}


@pytest.mark.parametrize(("stance", "is_kept"), [("silent", False), ("declines", False), ("denies", True)])
def test_nobody_in_particular_cannot_evade(stance: str, is_kept: bool) -> None:
    found = only(
        claims(
            statements(f"""
        a 2030-02-01 | US | asserts | deliver_arms IR>RU
        a 2030-02-01 | "he" | {stance} | deliver_arms IR>RU
    """)
        )
    )
    assert (1 in numbers(found)) is is_kept


def test_why_is_told_in_the_language_of_the_run() -> None:
    table = """
        a 2030-02-01 | US | asserts | deliver_arms IR>RU theme=drones
        b 2030-02-02 | IR | denies | deliver_arms IR>houthis theme=drones
        b 2030-02-02 | IR | denies | -
    """
    english, german = (claims(statements(table), language=language)[0] for language in ("en", "de"))
    assert [one.why for one in german.attachments] != [one.why for one in english.attachments]
    assert german.near[0].why in {
        "gleiche Tat; Betroffene: Huthi statt Russland; 1 Tag auseinander",
        "gleiche Tat; Betroffene: Russland statt Huthi; 1 Tag auseinander",
    }
    assert "instead of" in english.near[0].why


def test_a_question_that_names_only_words_finds_the_act_of_which_they_are_said() -> None:
    table = """
        a 2029-07-02 | "survivors" | asserts | massacre rsf>?
        b 2029-07-02 | "survivors" | asserts | massacre taliban>?
    """
    made = [
        msgspec.structs.replace(one, content=Part(text=words, spans=one.content.spans))
        for one, words in zip(
            statements(table), ["a massacre in Alwana", "a massacre in Berona"], strict=True
        )
        if one.content is not None
    ]
    question = Question(text="Gab es ein Massaker in Alwana?", language="de", event=event("massacre ?>?"))
    assert numbers(only(claims(made, questions=[question]))) == [0]
