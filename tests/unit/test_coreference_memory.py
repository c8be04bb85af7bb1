"""Short forms resolve to the one earlier source that fits, and to none where two fit."""

import pytest

from dementi import actors
from dementi.read.coreference import SourceMemory


def memory(language: str, *sources: tuple[str, str | None]) -> SourceMemory:
    """Sources noted every hundred characters."""
    remembered = SourceMemory(language)
    for place, (text, actor_id) in enumerate(sources):
        remembered.note(text, place * 100, actor_id)
    return remembered


PESKOV = ("Kremlsprecher Dmitri Peskow", "RU/dmitry-peskov")
SERVICE = ("der südkoreanische Geheimdienst", "KR/nis")
ZAKHAROVA = ("Maria Sacharowa, Sprecherin des Außenministeriums", "RU/maria-zakharova")
MILLER = ("John Miller, a spokesman for the harbour authority", None)
WEBER = ("Anna Weber, an analyst", None)
MINISTRY = ("the Ukrainian defence ministry", "UA/defence-ministry")


@pytest.mark.parametrize(
    ("language", "sources", "short_form", "resolved"),
    [
        ("de", [PESKOV], "Peskow", PESKOV),
        ("de", [PESKOV], "Peskows", PESKOV),
        ("de", [PESKOV], "er", PESKOV),
        ("de", [PESKOV], "der Sprecher", PESKOV),
        ("de", [PESKOV], "der Kremlsprecher", PESKOV),
        ("de", [PESKOV], "sie", None),
        ("de", [PESKOV], "ein Sprecher", None),
        ("de", [PESKOV], "das Ministerium", None),
        ("de", [SERVICE], "die Behörde", SERVICE),
        ("de", [SERVICE], "der Dienst", SERVICE),
        ("de", [SERVICE], "er", SERVICE),
        ("de", [PESKOV, SERVICE], "er", None),
        ("de", [PESKOV, ZAKHAROVA], "sie", ZAKHAROVA),
        ("de", [PESKOV, ZAKHAROVA], "die Sprecherin", ZAKHAROVA),
        ("de", [PESKOV, ZAKHAROVA], "der Sprecher", PESKOV),
        ("en", [MILLER], "Miller", MILLER),
        ("en", [MILLER], "Mr Miller", MILLER),
        ("en", [MILLER], "spokesman Miller", MILLER),
        ("en", [MILLER], "he", MILLER),
        ("en", [MILLER], "she", None),
        ("en", [MILLER], "the spokesman", MILLER),
        ("en", [MILLER], "a spokesman", None),
        ("en", [MILLER], "they", None),
        ("en", [MILLER], "Smith", None),
        ("en", [MILLER, MINISTRY], "the ministry", MINISTRY),
        ("en", [MILLER, MINISTRY], "it", MINISTRY),
        ("en", [MINISTRY, SERVICE], "it", None),
        ("en", [WEBER], "the analyst", WEBER),
        (
            "en",
            [("lawmaker Park Sun-won", "KR/park-sun-won")],
            "Park",
            ("lawmaker Park Sun-won", "KR/park-sun-won"),
        ),
        ("en", [("John Miller, a spokesman", None), ("Peter Miller, a lawyer", None)], "Miller", None),
    ],
)
def test_resolution(
    language: str,
    sources: list[tuple[str, str | None]],
    short_form: str,
    resolved: tuple[str, str | None] | None,
) -> None:
    found = memory(language, *sources).resolve(short_form, 350)
    assert (None if found is None else (found.text, found.actor_id)) == resolved


def test_name_is_told_for_unknown_persons_too() -> None:
    found = memory("en", MILLER).resolve("Miller", 120)
    assert found is not None
    assert (found.name, found.actor_id) == ("John Miller", None)


def test_only_what_came_before_counts() -> None:
    remembered = SourceMemory("en")
    remembered.note("John Miller, a spokesman", 500, None)
    assert remembered.resolve("Miller", 100) is None


def test_pronoun_does_not_reach_over_pages() -> None:
    remembered = memory("en", MILLER)
    assert remembered.resolve("he", 5_000) is None
    assert remembered.resolve("Miller", 5_000) is not None


def test_full_name_needs_no_memory() -> None:
    assert memory("en", MILLER).resolve("Dmitry Peskov", 100) is None


BODY = ("the Pentagon", "US/pentagon")
YOON = ("President Yoon Suk Yeol", "KR/yoon-suk-yeol")


@pytest.mark.parametrize(
    ("language", "sources", "short_form", "actor_id"),
    [
        ("en", [BODY], "a spokeswoman", "US/pentagon"),
        ("en", [BODY, ("the Kremlin", "RU/kremlin")], "a spokeswoman", None),
        ("en", [YOON], "his office", "KR/yoon-suk-yeol"),
        ("en", [YOON], "his government", "KR/government"),
        ("en", [YOON], "his brother", None),
        ("en", [YOON], "her office", None),
        ("en", [("North Korea", "KP")], "the country", "KP"),
        ("en", [("North Korea", "KP"), BODY], "the country", None),
        ("de", [("Nordkoreas Regierung", "KP/government")], "Das Land", "KP"),
        (
            "en",
            [("the Ukrainian defence ministry", "UA/defence-ministry")],
            "the ministry",
            "UA/defence-ministry",
        ),
        ("en", [SERVICE], "the agency, which released a video,", "KR/nis"),
        ("de", [YOON, ("Präsident Wladimir Putin", "RU/vladimir-putin")], "er", "RU/vladimir-putin"),
        ("de", [("Nordkorea", "KP")], "Führung", "KP"),
    ],
)
def test_short_forms_right_after_their_source(
    language: str, sources: list[tuple[str, str | None]], short_form: str, actor_id: str | None
) -> None:
    found = memory(language, *sources).resolve(short_form, len(sources) * 100)
    assert (found.actor_id if found else None) == actor_id


@pytest.mark.parametrize(
    ("language", "text", "sources", "pronoun", "actor_id"),
    [
        # He who was named last as a subject, though he has not spoken yet.
        (
            "en",
            "Joe Biden spoke. Sergei Lavrov shrugged. No secret, he said.",
            ["Joe Biden"],
            "he",
            "RU/sergei-lavrov",
        ),
        # The subject before the object.
        (
            "en",
            "Joe Biden met with Vladimir Putin. It went well, he said.",
            ["Joe Biden"],
            "he",
            "US/joe-biden",
        ),
        (
            "de",
            "Die US-Geheimdienste haben Interessen: Sie gehen davon aus.",
            [],
            "Sie",
            "US/intelligence-service",
        ),
        (
            "de",
            "Die Regierung in Teheran schwieg. Sie gehen davon aus.",
            ["Die Regierung in Teheran"],
            "Sie",
            None,
        ),
        # Two sentences on, nobody is meant for certain.
        (
            "en",
            "Joe Biden spoke. Sergei Lavrov spoke. Rain fell. It ended. So he said.",
            ["Joe Biden"],
            "he",
            None,
        ),
    ],
)
def test_pronoun_with_the_text_known(
    language: str, text: str, sources: list[str], pronoun: str, actor_id: str | None
) -> None:
    remembered = SourceMemory(language, text, actors.mentions(text, language))
    for source in sources:
        actor = actors.find(source, language)
        remembered.note(source, text.index(source), actor.actor_id if actor else None)
    found = remembered.resolve(pronoun, text.rindex(f" {pronoun} ") + 1)
    assert (found.actor_id if found else None) == actor_id
