"""Claims as sentences: every act, both languages, articles and prepositions."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from dementi.match.nouns import theme
from dementi.match.wording import day, question, sentence
from dementi.match.words import concept, folded, is_empty_content, rows, slug
from dementi.model import Act, Event, Language

ACTS: tuple[Act, ...] = get_args(Act)
#: What befalls somebody has no other party.
BEFALLING = {"die", "fall_ill", "resign", "crash", "burn", "explode"}
LANGUAGES: tuple[Language, ...] = ("de", "en")


def said(what: str, language: Language, **told: Any) -> str:
    act, _, parties = what.partition(" ")
    agent, _, target = parties.partition(">")
    return sentence(
        Event(act=act, agent=agent or None, target=target.replace("~", " ") or None, **told), language
    )  # type: ignore[arg-type]  # a table's words are checked by eye


@pytest.mark.parametrize(
    ("what", "told", "german", "english"),
    [
        (
            "deploy_troops KP>RU",
            {"when": "2024-10"},
            "Nordkorea entsendet Truppen nach Russland (Oktober 2024).",
            "North Korea is sending troops to Russia (October 2024).",
        ),
        (
            "deploy_troops US>UA",
            {},
            "Die USA entsenden Truppen in die Ukraine.",
            "The United States is sending troops to Ukraine.",
        ),
        (
            "deploy_troops RU>IR",
            {},
            "Russland entsendet Truppen in den Iran.",
            "Russia is sending troops to Iran.",
        ),
        (
            "deploy_troops >US",
            {},
            "Truppen werden in die USA entsandt.",
            "Troops are being sent to the United States.",
        ),
        (
            "deliver_arms IR>RU",
            {"theme": "drones"},
            "Der Iran liefert Drohnen an Russland.",
            "Iran is delivering drones to Russia.",
        ),
        (
            "deliver_arms >hamas",
            {"theme": "missiles"},
            "Raketen werden an die Hamas geliefert.",
            "Missiles are being delivered to Hamas.",
        ),
        (
            "strike RU>odd~things",
            {"place": "Kyiv", "when": "2024-07-08"},
            "Russland hat „odd things“ in Kyiv beschossen (8. Juli 2024).",
            "Russia has struck “odd things” in Kyiv (8 July 2024).",
        ),
        (
            "kill IL>IR",
            {},
            "Israel hat Menschen aus dem Iran getötet.",
            "Israel has killed people from Iran.",
        ),
        (
            "poison RU>RU/alexei-navalny",
            {"theme": "novichok", "when": "2020"},
            "Russland hat Alexej Nawalny mit Nowitschok vergiftet (2020).",
            "Russia has poisoned Alexei Navalny with Novichok (2020).",
        ),
        (
            "sign_agreement KP>RU",
            {"theme": "defence_pact"},
            "Nordkorea hat mit Russland einen Beistandspakt geschlossen.",
            "North Korea has signed a mutual defence pact with Russia.",
        ),
        (
            "sanction un>KP",
            {},
            "Die Vereinten Nationen haben Sanktionen gegen Nordkorea verhängt.",
            "The United Nations has imposed sanctions on North Korea.",
        ),
        (
            "shoot_down RU>MY",
            {"theme": "aircraft", "place": "UA"},
            "Russland hat in der Ukraine ein Flugzeug aus Malaysia abgeschossen.",
            "Russia has shot down an aircraft from Malaysia in Ukraine.",
        ),
        (
            "sink >UA",
            {},
            "Ein Schiff aus der Ukraine ist versenkt worden.",
            "A ship from Ukraine has been sunk.",
        ),
        (
            "withdraw RU>SY",
            {"theme": "aircraft"},
            "Russland zieht Flugzeuge aus Syrien ab.",
            "Russia is withdrawing aircraft from Syria.",
        ),
        (
            "attack houthis>IL",
            {"theme": "drones", "when": "2024-06-01/2024-08-31"},
            "Die Huthi haben Israel mit Drohnen angegriffen (Juni – August 2024).",
            "The Houthis have attacked Israel with drones (June – August 2024).",
        ),
        (
            "die islamic-state",
            {"when": "2019-10-26/2019-10-27"},
            "Der Islamische Staat ist gestorben (26. Oktober – 27. Oktober 2019).",
            "The Islamic State has died (26 October – 27 October 2019).",
        ),
        ("meet US>islamic-state", {}, "Die USA haben den Islamischen Staat getroffen.", None),
        ("support >UA", {}, "Die Ukraine erhält Unterstützung.", "Ukraine is receiving support."),
        ("explode ", {}, "Etwas ist explodiert.", "An explosion has occurred."),
    ],
)
def test_sentences(what: str, told: dict[str, Any], german: str, english: str | None) -> None:
    assert said(what, "de", **told) == german
    if english is not None:
        assert said(what, "en", **told) == english


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("de", "Entsendet Nordkorea Truppen nach Russland?"),
        ("en", "Is North Korea sending troops to Russia?"),
    ],
)
def test_questions_put_the_verb_first(language: Language, asked: str) -> None:
    assert question(Event(act="deploy_troops", agent="KP", target="RU", when="2024-10"), language) == asked


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_is_a_sentence_whatever_is_told(act: Act, language: Language) -> None:
    for agent, target, about, place in product(
        (None, "KP", "RU/alexei-navalny", "rebels"),
        (None, "UA", "a hospital"),
        (None, "missiles", "odd things"),
        (None, "IR", "Kursk"),
    ):
        event = Event(act=act, agent=agent, target=target, theme=about, place=place, when="2024-10-08")
        for text in (sentence(event, language), question(event, language)):
            assert text[0].isupper() or text[0] in "„“"
            assert text.endswith((").", ".", "?"))
            for trace in (
                "None",
                "{",
                "}",
                "[",
                "]",
                "_",
                "  ",
                "KP",
                "UA",
                "RU/",
                " ,",
                " .",
                "=",
                "|",
                " ?",
            ):
                assert trace not in text, text


@pytest.mark.parametrize("act", sorted(set(ACTS) - BEFALLING))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_names_its_parties(act: Act, language: Language) -> None:
    text = sentence(Event(act=act, agent="KP", target="RU/alexei-navalny"), language)
    assert ("Nordkorea" if language == "de" else "North Korea") in text
    assert ("Nawalny" if language == "de" else "Navalny") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_sentences_hold_every_act_and_nothing_else(language: Language) -> None:
    assert {row[0] for row in rows(f"{language}.tsv")} == set(ACTS)


@pytest.mark.parametrize(
    ("when", "german"),
    [
        (None, ""),
        ("sometime", ""),
        ("2024", "2024"),
        ("2024-10", "Oktober 2024"),
        ("2024-10-08/2024-10-08", "8. Oktober 2024"),
        ("2024-01-01/2024-12-31", "2024"),
        ("2023-12-01/2024-01-31", "Dezember 2023 – Januar 2024"),
        ("2024-13", ""),
        ("2024-10-08/2024-10-01", ""),
        ("0001-01-01/9999-12-31", ""),
    ],
)
def test_times_in_words(when: str | None, german: str) -> None:
    assert day(when, "de") == german


def test_themes_of_no_table_stand_in_quotation_marks() -> None:
    assert theme("odd_things", "de").forms["acc"] == "„odd things“"


def test_no_word_of_the_term_list_stands_for_two_concepts() -> None:
    seen: dict[str, str] = {}
    for name, *languages in rows("terms.tsv"):
        for word in "|".join(languages).split("|"):
            assert seen.setdefault(folded(word), name) == name, word


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Soldaten", "soldiers"),
        ("Kurzstreckenraketen", "missile"),
        ("Krankenhäusern", "hospital"),
        ("Kiew", "Kyiv"),
        ("Granaten", "shells"),
        ("vergiftet", "poisoned"),
    ],
)
def test_the_two_languages_meet_in_concepts(german: str, english: str) -> None:
    assert concept(folded(german)) == concept(folded(english))


@pytest.mark.parametrize("word", ["the", "und", "nicht", "has"])
def test_stop_words_are_no_concepts(word: str) -> None:
    assert concept(word) is None


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("the reports", True),
        ("diese Vorwürfe", True),
        ("frei erfunden", True),
        ("completely baseless", True),
        ("the hardening of a bloc", False),
        ("dass Soldaten entsandt wurden", False),
    ],
)
def test_contents_that_only_point_at_what_others_said(text: str, is_empty: bool) -> None:
    assert is_empty_content(text) is is_empty


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("Übergröße ß", "uebergroesse-ss"), ("São Tomé", "sao-tome"), ("Киев", ""), ("a/b", "a-b")],
)
def test_slugs(text: str, identifier: str) -> None:
    assert slug(text) == identifier
