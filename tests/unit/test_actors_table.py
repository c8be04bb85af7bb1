"""The table of actors: complete, consistent, and in step with CLDR."""

from collections import Counter
from datetime import date

import pytest
from babel import Locale

from dementi import actors
from dementi.actors import table

#: Where our everyday name differs from CLDR's on purpose; CLDR's own names are kept as aliases or are formal.
OWN_NAMES = {"AE", "BA", "CD", "CG", "CI", "CZ", "GB", "HK", "MD", "MM", "PS", "TR", "US", "VA"}
HISTORIC = {"CS", "DD", "SU", "YU", "ZR"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_state_names_are_those_of_cldr(language: str) -> None:
    territories = Locale(language).territories
    for state_id in table.states().keys() - OWN_NAMES - HISTORIC:
        assert actors.name(state_id, language) == territories[state_id]


def test_every_united_nations_member_and_observer_is_there() -> None:
    current = table.states().keys() - HISTORIC
    assert len(current) >= 195


def test_table_is_as_full_as_promised() -> None:
    kinds = Counter(actor.kind for actor in table.actors().values())
    assert kinds["person"] >= 250
    assert kinds["service"] >= 60
    assert kinds["state"] >= 195


def test_ids_tell_the_country() -> None:
    for actor in table.actors().values():
        head, slash, slug = actor.actor_id.partition("/")
        if slash:
            assert head in table.states()
            assert actor.country == head
            assert slug == slug.lower()


def test_every_row_names_its_source() -> None:
    assert all(actor.source for actor in table.actors().values())


def test_terms_of_office_run_forward() -> None:
    for actor in table.actors().values():
        if actor.valid_from and actor.valid_to:
            assert actor.valid_from <= actor.valid_to, actor.actor_id


def test_every_own_name_is_found_again() -> None:
    lost = [
        (actor.actor_id, language, words)
        for actor in table.actors().values()
        for language, words in actor.names.items()
        if "(" not in words
        and ((found := actors.find(words, language)) is None or found.actor_id != actor.actor_id)
    ]
    assert lost == []


def test_get_composes_state_and_role() -> None:
    actor = actors.get("SN/foreign-ministry")
    assert actor is not None
    assert (actor.kind, actor.country) == ("ministry", "SN")
    assert actor.names == {"en": "Senegalese foreign ministry", "de": "senegalesisches Außenministerium"}


@pytest.mark.parametrize("actor_id", ["", "XX", "XX/foreign-ministry", "nobody"])
def test_get_knows_nothing_else(actor_id: str) -> None:
    assert actors.get(actor_id) is None
    assert actors.name(actor_id, "de") == actor_id
    assert actors.country(actor_id) is None


def test_country() -> None:
    assert actors.country("KP") == "KP"
    assert actors.country("RU/kremlin") == "RU"
    assert actors.country("hamas") == "PS"
    assert actors.country("nato") is None
    assert actors.country("TR/government") == "TR"


@pytest.mark.parametrize(
    ("words", "language", "actor_id"),
    [
        ("der kreml", "de", "RU/kremlin"),
        ("„Pjöngjang“", "de", "KP"),
        ("the South Korean spy agency", "en", "KR/nis"),
        ("Peskov", "en", "RU/dmitry-peskov"),
        ("KIM JONG UN", "en", "KP/kim-jong-un"),
    ],
)
def test_find(words: str, language: str, actor_id: str) -> None:
    actor = actors.find(words, language)
    assert actor is not None
    assert actor.actor_id == actor_id


@pytest.mark.parametrize("words", ["South Korean troops in Russia", "the ministry", "", "Kim", "us"])
def test_find_leaves_open_what_names_no_one_actor(words: str) -> None:
    assert actors.find(words, "en") is None


def test_office_holders_have_their_dates() -> None:
    actor = actors.get("KR/yoon-suk-yeol")
    assert actor is not None
    assert actor.valid_from == date(2022, 5, 10)
    assert actor.gender == "m"
