"""Texts that are no running prose: headlines, lists, tables, interviews, tickers, posts, mails."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from dementi import read
from dementi.model import Document


class Said(NamedTuple):
    """What one statement must hold; ``cue`` and ``content`` are None where there is none."""

    source: str | None
    cue: str | None
    content: str | None
    kind: str


class Case(NamedTuple):
    """A text, its language, and all statements in it, in text order."""

    name: str
    language: str
    text: str
    said: tuple[Said, ...]


CASES = (
    Case("headline with a place", "de", "Minsk: Keine Truppen entsandt", (
        Said("Minsk", ":", "Keine Truppen entsandt", "direct"),
    )),
    Case("headline with a place", "en", "Seoul: North has sent 1,500 troops", (
        Said("Seoul", ":", "North has sent 1,500 troops", "direct"),
    )),
    Case("headline with a verb", "en", "Minsk denies attack on shipyard", (
        Said("Minsk", "denies", "attack on shipyard", "indirect"),
    )),
    Case("headline in capitals", "en", "Trade Minister Says Port Will Stay Shut", (
        Said("Trade Minister", "Says", "Port Will Stay Shut", "indirect"),
    )),
    Case("headline with a quotation", "de", "Rook zum Abzug: „Das ist falsch“", (
        Said("Rook", None, "„Das ist falsch“", "direct"),
    )),
    Case("headline that names no source", "de", "Bericht: Minsk schickt Truppen", (
        Said(None, "Bericht", "Minsk schickt Truppen", "indirect"),
    )),
    Case("headline that names no source", "en", "Report: Minsk sent troops", (
        Said(None, "Report", "Minsk sent troops", "indirect"),
    )),
    Case("caption", "en", "Photo: A boat lies at the pier. Credit: Evening Post", ()),
    Case("caption", "de", "Foto: Ein Boot liegt am Kai. Quelle: Abendbote", ()),
    Case("list", "de",
         "- Kiew meldet drei Tote.\n- Minsk dementiert einen Angriff.\n• Laut Rook ist die Brücke leer.", (
        Said("Kiew", "meldet", "Kiew meldet drei Tote.", "reported"),
        Said("Minsk", "dementiert", "Minsk dementiert einen Angriff.", "reported"),
        Said("Rook", "Laut", "ist die Brücke leer", "indirect"),
    )),
    Case("list", "en",
         "- Kyiv says it shot down three drones.\n"
         "- Minsk denies an attack.\n* According to Rook, twelve are dead.", (
        Said("Kyiv", "says", "it shot down three drones", "indirect"),
        Said("Minsk", "denies", "an attack", "indirect"),
        Said("Rook", "According to", "twelve are dead", "indirect"),
    )),
    Case("table", "en", "| Minsk | denies the attack |\n| Kyiv | Rook said the road was shut. |", (
        Said("Rook", "said", "the road was shut", "indirect"),
    )),
    Case("table", "de", "Quelle\tAngabe\nKiew\t1.500 Boote\nMinsk\tkeine Boote", ()),
    Case("interview with labels", "de",
         "Frage: Haben Sie Truppen entsandt?\nAntwort: Nein, wir haben keine Truppen entsandt.", (
        Said(None, ":", "Nein, wir haben keine Truppen entsandt", "direct"),
    )),
    Case("interview with letters", "en", "Q: Did you send troops?\nA: No, we did not send any troops.", (
        Said(None, ":", "No, we did not send any troops", "direct"),
    )),
    Case("interview with names", "de",
         "ABENDBOTE: Gibt es Truppen?\n"
         "ROOK: Nein, es gibt keine Truppen. Das ist eine Lüge.\nABENDBOTE: Und Boote?", (
        Said("ABENDBOTE", ":", "Gibt es Truppen", "direct"),
        Said("ROOK", ":", "Nein, es gibt keine Truppen. Das ist eine Lüge", "direct"),
    )),
    Case("interview in bold", "en",
         "**Evening Post:** Did you send troops?\n**Adam Rook:** No, we did not send any.", (
        Said("Adam Rook", ":", "No, we did not send any", "direct"),
    )),
    Case("transcript", "en", "THE CHAIR: Did you see the letter?\nMS. CHO: No, I never saw it.", (
        Said("THE CHAIR", ":", "Did you see the letter", "direct"),
        Said("MS. CHO", ":", "No, I never saw it", "direct"),
    )),
    Case("ticker", "de",
         "14:32 Uhr: Das Ministerium in Minsk bestreitet den Angriff.\n14:10 Uhr: Kiew meldet drei Tote.", (
        Said("Das Ministerium in Minsk", "bestreitet",
             "Das Ministerium in Minsk bestreitet den Angriff.", "reported"),
        Said("Kiew", "meldet", "Kiew meldet drei Tote.", "reported"),
    )),
    Case("ticker with crosses", "de", "+++ 09:10 Uhr +++ Minsk dementiert Angriff auf Werft +++", (
        Said("Minsk", "dementiert", "Minsk dementiert Angriff auf Werft", "reported"),
    )),
    Case("ticker", "en",
         "3:45 p.m. Rook said the road was shut.\n2:10 p.m. — The ministry in Minsk denies the attack.", (
        Said("Rook", "said", "the road was shut", "indirect"),
        Said("The ministry in Minsk", "denies", "the attack", "indirect"),
    )),
    Case("ticker with crosses", "en", "+++ 09:10 Minsk denies attack on shipyard +++", (
        Said("Minsk", "denies", "attack on shipyard", "indirect"),
    )),
    Case("post", "de", "@rook_adam: Wir haben keine Truppen entsandt! #Minsk", (
        Said("@rook_adam", ":", "Wir haben keine Truppen entsandt", "direct"),
    )),
    Case("post", "en", "@adam_rook: We did not send troops! #Minsk", (
        Said("@adam_rook", ":", "We did not send troops", "direct"),
    )),
    Case("post passed on", "en", "RT @eveningpost: Minsk sent 1,500 troops, Kyiv says. #war", (
        Said("@eveningpost", ":", "Minsk sent 1,500 troops, Kyiv says", "direct"),
        Said("Kyiv", "says", "Minsk sent 1,500 troops", "indirect"),
    )),
    Case("thread", "de", "1/2 Die Lage ist ernst.\n\n2/2 Das Ministerium sagt, es habe keine Truppen.", (
        Said("Das Ministerium", "sagt", "es habe keine Truppen", "indirect"),
    )),
    Case("thread", "en", "1/2 This is grave.\n\n2/2 The ministry says it has no troops there.", (
        Said("The ministry", "says", "it has no troops there", "indirect"),
    )),
    Case("press release", "en", "The ministry said in a statement: The port will stay shut.", (
        Said("The ministry", "said", "The port will stay shut", "indirect"),
    )),
    Case("press release", "de", "Das Ministerium teilt mit: Der Hafen ist gesperrt.", (
        Said("Das Ministerium", "teilt mit", "Der Hafen ist gesperrt", "indirect"),
    )),
    Case("letter", "de",
         "Sehr geehrte Frau Cho,\n\nich bestreite, den Brief geschrieben zu haben.\n\nAdam Rook", (
        Said("ich", "bestreite", "den Brief geschrieben zu haben", "indirect"),
    )),
    Case("letter", "en", "Dear Ms. Cho,\n\nI deny writing the letter.\n\nSincerely,\nAdam Rook", (
        Said("I", "deny", "writing the letter", "indirect"),
    )),
    Case("quoted mail", "de", "> > Cho schrieb: Die Brücke ist leer.\n> Danke.", (
        Said("Cho", "schrieb", "Die Brücke ist leer", "indirect"),
    )),
    Case("quoted mail", "en", "> The road was shut, Rook said.\n> Thanks.", (
        Said("Rook", "said", "The road was shut", "indirect"),
    )),
    Case("claim in apposition", "en", "Rebels said the base had fallen, a claim the army denied.", (
        Said("Rebels", "said", "the base had fallen", "indirect"),
        Said("the army", "denied", "the base had fallen", "indirect"),
    )),
    Case("closing cue", "en", "There is no sign that Minsk sent boats, the ministry said on Friday.", (
        Said("the ministry", "said", "There is no sign that Minsk sent boats", "indirect"),
    )),
    Case("question, quotation, cue", "en", "“Who are they?” Rook said of the men in May.", (
        Said("Rook", "said", "“Who are they?”", "direct"),
    )),
    Case("opening phrase", "en", "Asked whether it was so, Rook said, “Well, it may be so.”", (
        Said("Rook", "said", "“Well, it may be so.”", "direct"),
    )),
    Case("name in -ly", "en", "Italy said the road was shut.", (
        Said("Italy", "said", "the road was shut", "indirect"),
    )),
    Case("gerund", "en", "“It is cold,” she said, adding that the camp will hold.", (
        Said("she", "said", "“It is cold,”", "direct"),
        Said("she", "adding", "that the camp will hold", "indirect"),
    )),
    Case("attitude", "en", "Officials are worried that the dam is cracked.", (
        Said("Officials", "are worried", "that the dam is cracked", "indirect"),
    )),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.name}")
def test_form(case: Case) -> None:
    document = Document(document_id="d-0", text=case.text, sha256="", language=case.language)
    found = [one for one in read.statements(document, reader="rules").statements if one.kind != "stated"]
    assert [
        Said(
            one.source.text if one.source is not None else None,
            one.cue.text if one.cue is not None else None,
            one.content.text if one.content is not None else None,
            one.kind,
        )
        for one in found
    ] == list(case.said)


ADDRESSEES = (
    ("Rook sagte der Zeitung, die Brücke sei leer.", "der Zeitung"),
    ("Das sagte er: „Die Brücke ist leer.“", None),
    ("Die Brücke sei leer, sagte Rook gegenüber dem Sender.", "dem Sender"),
    ("Rook teilte dem Parlament mit, die Brücke sei leer.", "dem Parlament"),
    ("Rook warf den Behörden vor, die Brücke gesprengt zu haben.", "den Behörden"),
    ("Rook forderte die Union auf, die Brücke zu sperren.", "die Union"),
    ("Rook bestätigte den Vorfall.", None),
    ("Rook sagte am Montag, die Brücke sei leer.", None),
)


@pytest.mark.parametrize(("text", "addressee"), ADDRESSEES)
def test_to_whom_it_is_said(text: str, addressee: str | None) -> None:
    document = Document(document_id="d-0", text=text, sha256="", language="de")
    found = [
        one.addressee.text
        for one in read.statements(document, reader="rules").statements
        if one.addressee is not None
    ]
    assert found == ([addressee] if addressee is not None else [])


def test_no_author_speaks_in_an_answer() -> None:
    text = "Frage: Gibt es Truppen?\nAntwort: Nein, wir haben keine Truppen entsandt."
    document = Document(document_id="d-0", text=text, sha256="", language="de")
    assert [one.kind for one in read.statements(document, reader="rules").statements] == ["direct"]
