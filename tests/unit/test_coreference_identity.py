"""Who a source is: offices by day and by text, names without a row, relatives and outlets of others."""

from __future__ import annotations

from datetime import date

import pytest

from dementi import actors
from dementi.read.coreference import SourceMemory
from dementi.read.source_words import SourceWords

AUTUMN_2024 = date(2024, 10, 20)


@pytest.mark.parametrize(
    ("office", "on", "person"),
    [
        ("RU/president", AUTUMN_2024, "RU/vladimir-putin"),
        ("US/president", date(2022, 5, 1), "US/joe-biden"),
        ("US/president", date(2025, 5, 1), "US/donald-trump"),
        ("RU/defence-minister", date(2022, 5, 1), "RU/sergei-shoigu"),
        ("RU/defence-minister", AUTUMN_2024, "RU/andrei-belousov"),
        ("KP/leader", AUTUMN_2024, "KP/kim-jong-un"),
        # A row with two offices does not tell when the first one ended.
        ("RU/president", date(2010, 5, 1), None),
        ("EE/prime-minister", date(2025, 5, 1), None),
        # A president and a prime minister: the leader may be either.
        ("DE/leader", AUTUMN_2024, None),
        ("RU/president", None, None),
        ("RU/kremlin", AUTUMN_2024, None),
        ("XX/president", AUTUMN_2024, None),
    ],
)
def test_holder_of_an_office(office: str, on: date | None, person: str | None) -> None:
    assert actors.holder(office, on) == person


def test_holder_of_a_title() -> None:
    assert actors.holder_of("NATO secretary-general", AUTUMN_2024) == "mark-rutte"
    assert actors.holder_of("NATO secretary-general", date(2022, 1, 1)) == "jens-stoltenberg"
    assert actors.holder_of("chief gardener", AUTUMN_2024) is None
    assert actors.holder_of("NATO secretary-general", None) is None


@pytest.mark.parametrize(
    ("person", "body"),
    [("mark-rutte", "nato"), ("rafael-grossi", "iaea"), ("US/john-kirby", None), ("nato", None), ("?", None)],
)
def test_who_leads_a_body_speaks_for_it(person: str, body: str | None) -> None:
    assert actors.body_of_head(person) == body


@pytest.mark.parametrize(
    ("language", "words", "actor_id", "identified"),
    [
        ("en", "the Russian president", "RU/president", "RU/vladimir-putin"),
        ("en", "the Kremlin spokesman", "RU/kremlin", "RU/dmitry-peskov"),
        ("en", "a Kremlin spokesman", "RU/kremlin", "RU/kremlin"),
        ("en", "the former Russian president", "RU/president", "RU/president"),
        ("en", "the Pentagon chief", "US/pentagon", "US/lloyd-austin"),
        ("en", "the French president's office", "FR/presidency", "FR/presidency"),
        ("de", "Der Kremlchef", "RU/kremlin", "RU/vladimir-putin"),
        ("de", "Der Pentagonchef", None, "US/lloyd-austin"),
        ("de", "der frühere russische Präsident", "RU/president", "RU/president"),
        ("de", "die NATO", "nato", "nato"),
    ],
)
def test_titles_stand_for_who_held_the_office(
    language: str, words: str, actor_id: str | None, identified: str
) -> None:
    memory = SourceMemory(language, published_on=AUTUMN_2024)
    assert memory.identify(words, 0, actor_id).actor_id == identified


def test_without_a_day_the_text_tells_the_holder() -> None:
    text = "Vladimir Putin spoke. The Russian president said no."
    begin = text.index("The Russian")
    known = SourceMemory("en", text, actors.mentions(text, "en"))
    assert known.identify("The Russian president", begin, "RU/president").actor_id == "RU/vladimir-putin"
    unknown = SourceMemory("en", text[begin:])
    assert unknown.identify("The Russian president", 0, "RU/president").actor_id == "RU/president"


def told(language: str, text: str, *sources: str) -> list[str | None]:
    """The names of sources identified in order of text."""
    memory = SourceMemory(language, text, actors.mentions(text, language), AUTUMN_2024)
    place, names = 0, []
    for words in sources:
        place = text.index(words, place)
        actor = actors.find(words, language)
        names.append(memory.identify(words, place, actor.actor_id if actor else None).name)
        place += len(words)
    return names


@pytest.mark.parametrize(
    ("language", "text", "sources", "names"),
    [
        (
            "en",
            "Mayor Paul Ridge spoke. Joan Till, a lawyer for the port, spoke. The mayor spoke. Till spoke.",
            ["Mayor Paul Ridge", "Joan Till, a lawyer for the port", "The mayor", "Till"],
            ["Paul Ridge", "Joan Till", "Paul Ridge", "Joan Till"],
        ),
        (
            "de",
            "Bürgermeister Paul Rieth sprach. Hafensprecherin Jutta Till sprach. Rieth sprach. Sie sprach.",
            ["Bürgermeister Paul Rieth", "Hafensprecherin Jutta Till", "Rieth", "Sie"],
            ["Paul Rieth", "Jutta Till", "Paul Rieth", "Jutta Till"],
        ),
        # Two of one surname: alone it names neither.
        ("en", "Paul Ridge spoke. Joan Ridge spoke. Ridge spoke.",
         ["Paul Ridge", "Joan Ridge", "Ridge spoke"], ["Paul Ridge", "Joan Ridge", None]),
        # Named, though not as a source.
        ("en", "Nobody met Paul Ridge. Ridge spoke.", ["Ridge spoke"], [None]),
        ("en", "Two officials spoke. They spoke.", ["Two officials", "They"], [None, "Two officials"]),
        # Somebody of whom only a surname is told spoke last: he may be meant.
        ("en", "Paul Ridge spoke. Becke spoke. He spoke.", ["Paul Ridge", "Becke", "He"],
         ["Paul Ridge", None, None]),
    ],
)  # fmt: skip
def test_names_without_a_row(language: str, text: str, sources: list[str], names: list[str | None]) -> None:
    assert told(language, text, *sources) == names


def test_the_minister_is_not_the_head_of_government() -> None:
    text = "Prime Minister Keir Starmer spoke. Foreign Secretary David Lammy spoke. The minister spoke."
    memory = SourceMemory("en", text, actors.mentions(text, "en"), AUTUMN_2024)
    for words, actor_id in (
        ("Prime Minister Keir Starmer", "GB/keir-starmer"),
        ("Foreign Secretary David Lammy", "GB/david-lammy"),
    ):
        memory.identify(words, text.index(words), actor_id)
    assert memory.identify("The minister", text.index("The minister"), None).actor_id == "GB/david-lammy"


def test_two_spokesmen_make_the_spokesman_unsafe() -> None:
    memory = SourceMemory("en")
    memory.note("a spokesman for the Ukrainian army", 0, "UA/armed-forces")
    memory.note("a spokesman for the Russian army", 100, "RU/armed-forces")
    assert memory.resolve("the spokesman", 150) is None


@pytest.mark.parametrize(
    ("language", "words", "name", "full_name"),
    [
        ("en", "Mayor Frank Ellis", "Frank Ellis", "Frank Ellis"),
        ("en", "John Miller, a spokesman", "John Miller", "John Miller"),
        ("en", "the North Korean leader", None, None),
        ("en", "a lawyer for the detained", None, None),
        ("de", "Der Historiker Marek Nowicki", "Marek Nowicki", "Marek Nowicki"),
        ("de", "Die Sprecherin der Polizei, Heike Moll", "Heike Moll", "Heike Moll"),
        ("de", "Ein Anwalt der Festgenommenen", None, None),
        ("de", "der Richter am Dienstag", None, None),
        ("de", "", None, None),
    ],
)
def test_names(language: str, words: str, name: str | None, full_name: str | None) -> None:
    read = SourceWords(language)
    assert (read.name(words), read.full_name(words)) == (name, full_name)


@pytest.mark.parametrize(
    ("language", "words", "actor_id"),
    [
        ("en", "FSB chief Alexander Bortnikov", "RU/alexander-bortnikov"),
        ("en", "Kyrylo Budanov, the head of Ukraine's military intelligence", "UA/kyrylo-budanov"),
        ("en", "a spokesman for the Kremlin", "RU/kremlin"),
        ("en", "The sister of leader Kim Jong Un", None),
        ("en", "a report seen by Reuters", None),
        ("en", "Tom Burke, who leads the anti-Trump rally,", None),
        ("en", "South Korean media", None),
        ("de", "UN-Generalsekretär António Guterres", "antonio-guterres"),
        ("de", "Der Sprecher des chinesischen Außenministeriums, Lin Jian", "CN/lin-jian"),
        ("de", "Putins Berater Juri Uschakow", "RU/yuri-ushakov"),
        ("de", "der Bruder des früheren Präsidenten Joe Biden", None),
    ],
)
def test_spoken_for(language: str, words: str, actor_id: str | None) -> None:
    chosen = SourceWords(language).spoken_for(words, actors.mentions(words, language), 0)
    assert (chosen.actor_id if chosen else None) == actor_id
