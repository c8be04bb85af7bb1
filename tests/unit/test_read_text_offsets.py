"""Offsets into the user's own text, whatever characters it holds, in both languages."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from dementi import load, read
from dementi.model import Document, Edit, Statement

FAMILY, FLAG = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1e6"


def parts(statement: Statement) -> tuple[str | None, ...]:
    source = statement.source.text if statement.source is not None else None
    cue = statement.cue.text if statement.cue is not None else None
    return source, cue, statement.content.text if statement.content is not None else None


def only(document: Document) -> Statement:
    (statement,) = [
        one for one in read.statements(document, reader="rules").statements if one.kind != "stated"
    ]
    named = [part for part in (statement.cue, statement.content, statement.frame) if part is not None]
    spans = [(part.text, part.spans) for part in named]
    assert statement.source is not None
    spans.append((statement.source.text or "", statement.source.spans))
    for text, places in spans:
        assert text == " ".join(document.text[begin:end] for begin, end in places)
    return statement


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "Die Beho\u0308rde erkla\u0308rte, die Bru\u0308cke sei leer.",
         ("Die Beho\u0308rde", "erkla\u0308rte", "die Bru\u0308cke sei leer")),
        ("de", "Der Mi\u00adnis\u00adter sag\u00adte, die Brücke sei leer.",
         ("Der Mi\u00adnis\u00adter", "sag\u00adte", "die Brücke sei leer")),
        ("de", "Der\u00a0Minister\u202fsagte,\u2009die Brücke sei leer.",
         ("Der\u00a0Minister", "sagte", "die Brücke sei leer")),
        ("de", "Der Minister\u200b sagte,\u200b die Brücke sei leer.",
         ("Der Minister", "sagte", "die Brücke sei leer")),
        ("de", "Der Minister sagte,\r\ndie Brücke\r\nsei leer.\r\n",
         ("Der Minister", "sagte", "die Brücke\r\nsei leer")),
        ("de", f"Der Minister sagte, die Brücke sei leer {FAMILY}{FLAG}.",
         ("Der Minister", "sagte", f"die Brücke sei leer {FAMILY}{FLAG}")),
        ("en", "The cafe\u0301 owner said that the road was shut.",
         ("The cafe\u0301 owner", "said", "that the road was shut")),
        ("en", "The mini\u00adster said\u200b that the road was shut.",
         ("The mini\u00adster", "said", "that the road was shut")),
        ("en", "The of\ufb01cial con\ufb01rmed that the \u200froad\u200e was shut.",
         ("The of\ufb01cial", "con\ufb01rmed", "that the \u200froad\u200e was shut")),
        ("en", "\u202bThe minister said that the road was shut.\u202c",
         ("The minister", "said", "that the road was shut")),
        ("en", "The minister said\r\nthat the road\r\nwas shut.\r\n",
         ("The minister", "said", "that the road\r\nwas shut")),
        ("en", f"The minister said that the road was shut {FAMILY}.",
         ("The minister", "said", f"that the road was shut {FAMILY}")),
    ],
)  # fmt: skip
def test_odd_characters_hide_no_word(
    language: str, text: str, said: tuple[str, str, str], tmp_path: Path
) -> None:
    raw = Document(document_id="d-1", text=text, sha256="", language=language)
    assert parts(only(raw)) == said
    path = tmp_path / "text.txt"
    path.write_bytes(text.encode())
    (loaded,) = load.documents([str(path)])
    assert isinstance(loaded, Document)
    assert loaded.text[: len(text)].strip() == text.strip()
    assert parts(only(msgspec.structs.replace(loaded, language=language))) == said


def test_a_mended_drop_cap_is_one_word_of_two_pieces() -> None:
    text = "D er Minister sagte, die Brücke sei leer."
    edits = (Edit(1, 2, ""),)
    document = Document(document_id="d-1", text=text, sha256="", language="de", edits=edits)
    assert parts(only(document)) == ("D er Minister", "sagte", "die Brücke sei leer")
