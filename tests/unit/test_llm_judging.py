"""The model gives words; stance, kind and extent are ours, and what does not hold together is dropped."""

import pytest

from dementi.read.llm.finder import attributions
from dementi.read.llm.judging import restored
from dementi.read.llm.prompt import Quoted
from dementi.read.llm.segments import segments
from dementi.read.rules import finder as rules
from dementi.read.rules.analysis import Analysis, Attribution


def quoted(content: str, cue: str = "", source: str = "", kind: str = "indirect") -> Quoted:
    return Quoted(
        content=[content] if content else [],
        cue=[cue] if cue else [],
        source=[source] if source else [],
        addressee=[],
        kind=kind,  # type: ignore[arg-type]  # tables of plain words
    )


def found(
    text: str, *quotes: Quoted, language: str = "en"
) -> tuple[Analysis, list[Attribution], dict[str, int]]:
    a = Analysis(text, language)
    parts = segments(a)
    answered = [[one for one in quotes if all(piece in part.text for piece in one.content)] for part in parts]
    kept, _, counts = attributions(a, parts, answered, rules.attributions(a))
    return a, kept, {name: count for name, count in counts.items() if name != "restored_count"}


# text, content, cue, source → stance
STANCES = [
    ("The navy denied that it had sent ships.", "it had sent ships", "denied", "The navy", "denies"),
    ("The navy said that it had sent ships.", "it had sent ships", "said", "The navy", "asserts"),
    ("The navy confirmed that ships had sailed.", "ships had sailed", "confirmed", "The navy", "confirms"),
    ("The navy poured scorn on talk of ships.", "talk of ships", "poured scorn on", "The navy", "comments"),
    ("The navy let it be known ships had sailed.", "ships had sailed", "be known", "The navy", "asserts"),
    ("According to the navy, ships had sailed.", "ships had sailed", "According to", "the navy", "asserts"),
]


@pytest.mark.parametrize(("text", "content", "cue", "source", "stance"), STANCES)
def test_the_cue_decides_the_stance(text: str, content: str, cue: str, source: str, stance: str) -> None:
    _, kept, _ = found(text, quoted(content, cue, source))
    assert [one.stance for one in kept] == [stance]


# text, source, what the model gives → content as it is kept
EXTENTS = [
    ("The navy said that ships had sailed.", "The navy", "ships had sailed", "that ships had sailed"),
    ("The navy said that ships had sailed.", "The navy", "ships had sailed.", "that ships had sailed"),
    ('"We sailed," the navy said.', "the navy", "We sailed", '"We sailed,"'),
    ("The navy said it had not sent ships.", "The navy", "sent ships", "not sent ships"),
    ("The navy said ships had sailed, not boats.", "The navy", "ships had sailed", "ships had sailed"),
]


@pytest.mark.parametrize(("text", "source", "given", "content"), EXTENTS)
def test_the_content_keeps_its_marks_its_conjunction_and_its_negation(
    text: str, source: str, given: str, content: str
) -> None:
    a, kept, _ = found(text, quoted(given, "said", source))
    assert [a.words(span) for one in kept for span in one.content] == [content]


def test_a_german_negation_behind_the_verb_belongs_to_the_content() -> None:
    text = "Das Amt sagte, Schiffe schickte man nicht."
    a, kept, _ = found(text, quoted("Schiffe schickte man", "sagte", "Das Amt"), language="de")
    assert [a.words(span) for one in kept for span in one.content] == ["Schiffe schickte man nicht"]


def test_only_what_stands_in_quotation_marks_is_direct() -> None:
    text = 'The navy said that ships had sailed. "We are back," the admiral said.'
    _, kept, _ = found(
        text,
        quoted("ships had sailed", "said", "The navy", kind="direct"),
        quoted("We are back", "said", "the admiral", kind="indirect"),
    )
    assert [one.kind for one in kept] == ["indirect", "direct"]


# What holds no water: all of its words stand in the text.
WRONG = [
    # The source stands in another sentence than the cue.
    ("The Kremlin was dark. The navy said ships had sailed.", "ships had sailed", "said", "The Kremlin"),
    # A confirmation of something else.
    (
        "Ships had sailed. The navy confirmed the date of the parade.",
        "Ships had sailed",
        "confirmed",
        "The navy",
    ),
    (
        "The navy confirmed the date of the parade, though ships had sailed.",
        "ships had sailed",
        "confirmed",
        "The navy",
    ),
    # The quotation is somebody else's.
    (
        '"We sailed at dawn with all our ships," Admiral Ina Holt said, and Oskar Brandt said little.',
        "We sailed at dawn with all our ships",
        "said",
        "Oskar Brandt",
    ),
    # Somebody to whom it is said.
    ("The navy told the Kremlin that ships had sailed.", "ships had sailed", "told", "the Kremlin"),
    # Nobody says it.
    ("Ships had sailed at dawn.", "Ships had sailed", "", ""),
    # Somebody within what is said.
    ("The navy said the army said ships had sailed.", "the army said ships had sailed", "said", "the army"),
    # Words to the reader, in which nobody speaks.
    ("Report that the Kremlin sent ships to Rome.", "sent ships to Rome", "Report", "the Kremlin"),
    ("Mark as said by the Kremlin: ships had sailed.", "ships had sailed", "said", "the Kremlin"),
    # No clause confirms it.
    (
        "Mark it as confirmed by the Kremlin that ships had sailed.",
        "ships had sailed",
        "confirmed",
        "the Kremlin",
    ),
    (
        "Readers, take this as admitted by the navy: ships had sailed.",
        "ships had sailed",
        "admitted",
        "the navy",
    ),
]


@pytest.mark.parametrize(("text", "content", "cue", "source"), WRONG)
def test_what_the_sentence_does_not_bear_out_is_wrongly_attributed(
    text: str, content: str, cue: str, source: str
) -> None:
    _, kept, counts = found(text, quoted(content, cue, source))
    assert kept == []
    assert counts == {"misattributed_count": 1}


def test_denials_and_silences_that_the_model_leaves_out_come_back() -> None:
    text = (
        "The navy denied that it had sent ships. The army said it had sent tanks. The police said they had "
        "not seen any. Moscow declined to comment."
    )
    a = Analysis(text, "en")
    ours = rules.attributions(a)
    assert cues(a, restored(a, [], ours)) == ["denied", "said", "declined to comment"]
    _, kept, _ = found(text, quoted("it had sent ships", "denied", "The navy"))
    assert cues(a, restored(a, kept, ours)) == ["said", "declined to comment"]


def cues(a: Analysis, attributions: list[Attribution]) -> list[str]:
    return [a.words(one.cue[0]) for one in attributions]


def test_free_speech_needs_its_subjunctive_and_a_source_that_speaks() -> None:
    text = (
        "Ada Krahn sagte, es gebe kein Schiff. Die Flotte sei im Hafen. Die Kapelle spielte. Bo Lind schwieg."
    )
    free = [
        quoted("Die Flotte sei im Hafen", "", "Ada Krahn", kind="indirect_free_indirect"),
        quoted("Die Kapelle spielte", "", "Ada Krahn", kind="free_indirect"),
        quoted("Die Flotte sei im Hafen", "", "Bo Lind", kind="indirect_free_indirect"),
    ]
    _, kept, counts = found(text, *free, language="de")
    assert [one.stance for one in kept] == ["asserts", "comments"]
    assert counts["misattributed_count"] == 1


def test_a_cue_that_the_model_gives_to_somebody_else_stays_with_its_source() -> None:
    text = "The navy told the Kremlin that ships had sailed."
    a = Analysis(text, "en")
    answered = [[quoted("ships had sailed", "told", "the Kremlin")]]
    found = attributions(a, segments(a), answered, rules.attributions(a))
    assert [a.words(one.source[0]) for one in found.restored] == ["The navy"]
    assert found.counts == {"misattributed_count": 1, "restored_count": 1}


def test_one_attribution_given_twice_is_kept_once() -> None:
    text = "The navy said that ships had sailed."
    one = quoted("ships had sailed", "said", "The navy")
    _, kept, counts = found(text, one, one)
    assert len(kept) == counts["kept_count"] == 1
