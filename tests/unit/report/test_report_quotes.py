"""Quotes: the sentence around a statement, marked, and never a character that is not in the text."""

from __future__ import annotations

import pytest

from dementi.model import Document, Hedge, Part, Statement
from dementi.report.quotes import CONTEXT_MAX, Segment, segments


def document(text: str) -> Document:
    return Document(document_id="d-1", text=text, sha256="0" * 64)


def statement(text: str, *content: str, cue: str | None = None, hedge: str | None = None) -> Statement:
    def part(*words: str) -> Part:
        return Part(
            text=" ".join(words), spans=tuple((text.index(one), text.index(one) + len(one)) for one in words)
        )

    return Statement(
        statement_id="s-1", document_id="d-1", kind="indirect", stance="asserts",
        content=part(*content) if content else None, cue=part(cue) if cue else None,
        hedges=(Hedge(text=hedge, span=part(hedge).spans[0]),) if hedge else (),
    )  # fmt: skip


def shown(found: tuple[Segment, ...]) -> str:
    """``[content]``, ``{other mark}``, ``…`` for a gap."""
    pieces = []
    for one in found:
        brackets = "[]" if "content" in one.marks else "{}" if one.marks else ("", "")
        pieces.append(
            ("…" if one.is_gap else "") + (brackets[0] + one.text + brackets[1] if one.text else "")
        )
    return "".join(pieces)


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("First. The spy said it rained. Last.", "it rained", "The spy said [it rained]."),
        (
            "Am 18. Oktober, so Dr. Ahn, regnete es. Ende.",
            "regnete es",
            "Am 18. Oktober, so Dr. Ahn, [regnete es].",
        ),
        ("Some 1.500 men came. No.", "men came", "Some 1.500 [men came]."),
        ("It was the U.S. Navy that left. Yes.", "left", "It was the U.S. Navy that [left]."),
        ("He asked: “Who knows?” Nobody did. End.", "Nobody did", "[Nobody did]."),
        ("“We deny it. All of it.” He left.", "We deny it. All of it.", "“[We deny it. All of it.]”"),
        ("Headline without a stop\n\nThe text begins here. More.", "text", "The [text] begins here."),
        ("«Nein», sagte er! «Doch.» Gut.", "Nein", "«[Nein]», sagte er!"),
        ("One sentence only", "only", "One sentence [only]"),
        ("قال الوزير ذلك. ثم غادر.", "الوزير", "قال [الوزير] ذلك."),
    ],
)
def test_statement_stands_in_its_sentence(text: str, content: str, expected: str) -> None:
    assert shown(segments(document(text), statement(text, content))) == expected


def test_parts_may_be_discontinuous_and_overlap() -> None:
    text = "„Es regnet“, sagte er, „vielleicht morgen nicht“. Schluss."
    found = segments(
        document(text),
        statement(text, "Es regnet", "vielleicht morgen nicht", cue="sagte", hedge="vielleicht"),
    )
    assert shown(found) == "„[Es regnet]“, {sagte} er, „[vielleicht][ morgen nicht]“."
    assert [one.marks for one in found if one.text == "vielleicht"] == [("content", "hedge")]


def test_spans_far_apart_are_two_excerpts() -> None:
    text = "The spy spoke. " + "Nothing of note was said here. " * 40 + "It had rained. End."
    found = segments(document(text), statement(text, "It had rained", cue="spoke"))
    assert shown(found) == "The spy {spoke}.…[It had rained]."


def test_page_without_full_stops_is_cut_to_a_quote() -> None:
    text = "word " * 2000 + "needle " + "word " * 2000
    found = segments(document(text), statement(text, "needle"))
    whole = "".join(one.text for one in found)
    assert len(whole) < 2 * CONTEXT_MAX + 20
    assert whole in text
    assert found[0].is_gap
    assert found[-1].is_gap


def test_long_unmarked_stretch_is_shortened_in_its_middle() -> None:
    text = "Begin of it, " + "and more of it, " * 40 + "end of it. Next."
    found = segments(document(text), statement(text, "end of it", cue="Begin"))
    whole = shown(found)
    assert whole.startswith("{Begin} of it, and")
    assert "…" in whole
    assert whole.endswith("[end of it].")
    assert len(whole) < 500


def test_without_the_document_its_own_words_serve() -> None:
    text = "The spy said it rained."
    assert shown(segments(None, statement(text, "it rained"))) == "[it rained]"
    assert shown(segments(document("Other."), statement(text, "it rained"))) == "[it rained]"
    assert segments(None, statement(text)) == ()
