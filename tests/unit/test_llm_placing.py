"""The model's words are found exactly, or dropped under the name of what is wrong with them."""

import pytest

from dementi.read.llm.placing import Lost, Placed, Places
from dementi.read.llm.prompt import Quoted
from dementi.read.llm.segments import segments
from dementi.read.rules.analysis import Analysis

TEXT = (
    "The mayor said the bridge was closed. The pilot said the port was open, and the crew stayed there.\n\n"
    "The bridge, Ada Crane said, had been mined. Nobody said the bridge was painted."
)


def quoted(content: str | list[str], cue: str = "", source: str = "") -> Quoted:
    return Quoted(
        content=[content] if isinstance(content, str) else content,
        cue=[cue] if cue else [],
        source=[source] if source else [],
        addressee=[],
        kind="indirect",
    )


def placed(attribution: Quoted, *, segment: int = 0, text: str = TEXT) -> Placed | Lost:
    a = Analysis(text, "en")
    return Places(a).placed(segments(a)[segment], attribution)


def words(attribution: Quoted, *, segment: int = 0, text: str = TEXT) -> list[list[str]]:
    a = Analysis(text, "en")
    found = Places(a).placed(segments(a)[segment], attribution)
    assert isinstance(found, Placed), found
    return [[a.words(span) for span in spans] for spans in (found.content, found.cue, found.source)]


def test_words_are_found_as_they_stand() -> None:
    assert words(quoted("the bridge was closed", "said", "The mayor")) == [
        ["the bridge was closed"],
        ["said"],
        ["The mayor"],
    ]


def test_of_several_places_the_nearest_to_each_other_are_taken() -> None:
    a = Analysis(TEXT, "en")
    found = Places(a).placed(segments(a)[0], quoted("the port was open", "said", "The pilot"))
    assert isinstance(found, Placed)
    assert a.words((found.source[0][0], found.content[0][1])) == "The pilot said the port was open"


@pytest.mark.parametrize(
    ("attribution", "flaw"),
    [
        (quoted("the bridge was blown up", "said", "The mayor"), "fabricated"),
        (quoted("the mayor the", "said", "The mayor"), "fabricated"),
        (quoted("the bridge was closed the port was open", "said", "The mayor"), "stitched"),
        (quoted("the bridge was open, and the crew stayed", "said", "The mayor"), "stitched"),
        (quoted(["the bridge", "open", "the crew"], "said", "The mayor"), "stitched"),
        (quoted("the bridge was closed", "said", "The queen"), "misattributed"),
        (quoted("the bridge was closed", "swore", "The mayor"), "misattributed"),
        (quoted("had been mined", "said", "The mayor"), "misattributed"),
        (quoted([], "", "The mayor"), "misattributed"),
        (quoted("The Bridge was closed", "said", "The mayor"), "inexact"),
        (quoted("the bridge  was closed", "said", "The mayor"), "inexact"),
        (quoted("the port was open and the crew", "said", "The pilot"), "inexact"),
    ],
)
def test_what_is_not_there_is_dropped_by_its_flaw(attribution: Quoted, flaw: str) -> None:
    assert placed(attribution) == Lost(flaw)  # type: ignore[arg-type]  # a table of plain words


def test_a_content_that_the_cue_interrupts_is_honest() -> None:
    content, cue, source = words(quoted(["The bridge", "had been mined"], "said", "Ada Crane"), segment=1)
    assert (content, cue, source) == (["The bridge", "had been mined"], ["said"], ["Ada Crane"])


@pytest.mark.parametrize(
    "pieces",
    [
        ["the crew", "left the port"],  # the "not" between them is gone
        ["left the port", "the crew"],  # not in the order of the text
    ],
)
def test_pieces_that_say_something_else_together_are_stitched(pieces: list[str]) -> None:
    text = "The pilot said the crew had not left the port."
    assert placed(quoted(pieces, "said", "The pilot"), text=text) == Lost("stitched")


def test_a_part_of_a_word_is_no_hit() -> None:
    text = "The therapist said the rapist had fled."
    assert words(quoted("the rapist had fled", "said", "The therapist"), text=text)[0] == [
        "the rapist had fled"
    ]
    assert placed(quoted("rapist said", "said", "The therapist"), text=text) == Lost("misattributed")


@pytest.mark.parametrize(
    "text", ["Ada Crane said “e\u0301te\u0301 🙂 was here”.", "Ada Crane said\r\nit was here."]
)
def test_odd_characters_are_found_too(text: str) -> None:
    content = text[len("Ada Crane said") + 1 : -1].strip()
    assert words(quoted(content, "said", "Ada Crane"), text=text)[0] == [content]
