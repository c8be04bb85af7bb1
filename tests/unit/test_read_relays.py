"""Who passes on whose words, whose event it is, and what the author thinks of the source."""

from __future__ import annotations

from datetime import date

import pytest

from dementi import read
from dementi.model import Document, Edit, Statement


def statements(text: str, language: str) -> list[Statement]:
    document = Document(
        document_id="d-7",
        text=text,
        sha256="",
        language=language,
        outlet="Bote",
        published_on=date(2024, 10, 20),
    )
    return list(read.statements(document, reader="rules").statements)


def with_event(text: str, language: str) -> list[Statement]:
    return [one for one in statements(text, language) if one.event is not None]


@pytest.mark.parametrize(
    ("text", "language", "source", "relays"),
    [
        ("Park cited Cho as saying the unit had attacked.", "en", "Cho", ["Park"]),
        ("The paper reported that Cho had said Iran attacked Israel.", "en", "Cho", ["The paper"]),
        ("Iran attacked Israel, according to Yonhap, which cited an aide.", "en", "an aide", ["Yonhap"]),
        ("Rook said, citing a diplomat, that Iran attacked Israel.", "en", "a diplomat", ["Rook"]),
        ("Wie Tanjug unter Berufung auf den Minister meldet, hat Iran Israel angegriffen.", "de",
         "den Minister", ["Tanjug"]),
        ("Laut Yonhap sagte Minister Kim, Iran habe Israel angegriffen.", "de", "Minister Kim", ["Yonhap"]),
        ("Das Blatt zitierte den Minister mit den Worten: „Iran hat Israel angegriffen.“", "de",
         "den Minister", ["Das Blatt"]),
        ("Der Minister wird von Tanjug mit den Worten zitiert: „Iran hat Israel angegriffen.“", "de",
         "Der Minister", ["Tanjug"]),
    ],
)  # fmt: skip
def test_the_innermost_source_is_the_source(text: str, language: str, source: str, relays: list[str]) -> None:
    (statement,) = [one for one in with_event(text, language) if one.relays]
    assert statement.source is not None
    assert statement.source.text == source
    assert [relay.text for relay in statement.relays] == relays
    assert statement.basis in ("relayed", "anonymous")


def test_one_utterance_holds_its_event_once() -> None:
    told = with_event("The paper reported that Cho had said Iran attacked Israel.", "en")
    assert [one.source and one.source.text for one in told] == ["Cho"]


def test_nobody_relays_himself() -> None:
    told = with_event("Der Sprecher sagte, er glaube, dass Iran Israel angegriffen hat.", "de")
    assert [(one.source and one.source.text, one.relays, one.certainty) for one in told] == [
        ("Der Sprecher", (), "probable")
    ]


@pytest.mark.parametrize(
    ("text", "language", "source", "relays"),
    [
        # Outlets that are told, asked, shown or let known.
        ("An aide told AFP that Iran had attacked Israel.", "en", "An aide", ["AFP"]),
        ("Iran attacked Israel, an aide told AFP on condition of anonymity.", "en", "an aide", ["AFP"]),
        ("An aide told reporters that Iran had attacked Israel.", "en", "An aide", []),
        ("The minister said in an interview with Sky News that Iran had attacked Israel.", "en",
         "The minister", ["Sky News"]),
        ("The minister said on CNN that Iran had attacked Israel.", "en", "The minister", ["CNN"]),
        ("Iran attacked Israel, according to a letter reviewed by AFP.", "en", "a letter reviewed by AFP",
         ["AFP"]),
        ("Ein Diplomat sagte der BBC, Iran habe Israel angegriffen.", "de", "Ein Diplomat", ["der BBC"]),
        ("Iran habe Israel angegriffen, sagte ein Diplomat der Nachrichtenagentur AFP.", "de",
         "ein Diplomat", ["der Nachrichtenagentur AFP"]),
        ("Ein Sprecher der AFP sagte, Iran habe Israel angegriffen.", "de", "Ein Sprecher der AFP", []),
        ("Der Minister sagte im ZDF, dass Iran Israel angegriffen habe.", "de", "Der Minister", ["ZDF"]),
        ("Laut einem Bericht, der der AFP vorliegt, hat Iran Israel angegriffen.", "de", "einem Bericht",
         ["der AFP"]),
        ("Wie die dpa aus Regierungskreisen erfuhr, hat Iran Israel angegriffen.", "de", "Regierungskreisen",
         ["die dpa"]),
        # Chains of two.
        ("KBS reported, citing Yonhap, which cited the NIS, that Iran had attacked Israel.", "en", "the NIS",
         ["Yonhap", "KBS"]),
        ("Wie KBS unter Berufung auf Yonhap meldet, die sich auf den NIS stützt, fiel Iran ein.",
         "de", "den NIS", ["Yonhap", "KBS"]),
        ("Laut CNN unter Berufung auf zwei Beamte hat Iran Israel angegriffen.", "de", "zwei Beamte",
         ["CNN"]),
        ("Laut CNN, das sich auf zwei Beamte beruft, hat Iran Israel angegriffen.", "de", "zwei Beamte",
         ["CNN"]),
        ("The minister said, according to Tass, that Iran had attacked Israel.", "en", "The minister",
         ["Tass"]),
        ('Tass quoted the minister: "Iran attacked Israel."', "en", "the minister", ["Tass"]),
        # Where it was heard is the source.
        ("Iran habe Israel angegriffen, hieß es am Abend aus dem Ministerium.", "de", "dem Ministerium", []),
        ("Aus dem Umfeld des Ministers verlautete, Iran habe Israel angegriffen.", "de",
         "dem Umfeld des Ministers", []),
    ],
)  # fmt: skip
def test_channels(text: str, language: str, source: str, relays: list[str]) -> None:
    found = [one for one in statements(text, language) if one.source is not None and one.kind != "stated"]
    (statement,) = [one for one in found if one.source is not None and one.source.text == source]
    assert [relay.text for relay in statement.relays] == relays


@pytest.mark.parametrize(
    ("text", "language", "view"),
    [
        ("The regime, long known for false claims, said it had shot down a drone.", "en", "doubts"),
        ("A reliable source said the pact had been signed.", "en", "trusts"),
        ("The report said the pact had been signed.", "en", None),
        (
            "Der Sprecher, dessen Amt ein Glaubwürdigkeitsproblem hat, dementierte den Bericht.",
            "de",
            "doubts",
        ),
        ("Die gut informierte Agentur meldet, das Dorf sei leer.", "de", "trusts"),
        ("Der Sprecher dementierte den Bericht.", "de", None),
    ],
)
def test_author_view(text: str, language: str, view: str | None) -> None:
    (statement,) = [one for one in statements(text, language) if one.kind != "stated"]
    assert (statement.author_view.view if statement.author_view else None) == view


def test_a_view_belongs_to_the_nearest_source() -> None:
    text = "Ein Dementi aus Ankara kam nicht und das aus Minsk, dessen Sprecher unglaubwürdig ist, kam spät."
    ankara, minsk = (one for one in statements(text, "de") if one.kind != "stated")
    assert (ankara.stance, ankara.author_view) == ("silent", None)
    assert minsk.stance == "denies"
    assert minsk.author_view is not None
    assert minsk.author_view.view == "doubts"


def test_differently_hedged_themes_come_apart() -> None:
    found = with_event(
        "Es gibt Hinweise, dass Iran Russland Drohnen und womöglich Raketen geliefert hat.", "de"
    )
    assert [(one.event and one.event.theme, one.certainty) for one in found] == [
        ("drones", "certain"),
        ("missiles", "possible"),
    ]
    assert all(one.content is not None and len(one.content.spans) in (1, 2) for one in found)


def test_an_author_states_what_is_public_himself() -> None:
    text = (
        "Zuvor gab es Anzeichen, dass Iran Russland Drohnen geliefert hat "
        "und beide Staaten einen Vertrag unterzeichneten."
    )
    kinds = {one.event.act: one.kind for one in with_event(text, "de") if one.event is not None}
    assert kinds == {"deliver_arms": "indirect", "sign_agreement": "stated"}


def test_demnach_goes_on_with_the_source() -> None:
    text = (
        "Estnische Quellen besagen Genaueres: Demnach schickt Iran 200 Soldaten nach Russland. "
        "Mehr Soldaten könnten im Herbst folgen."
    )
    first, second = with_event(text, "de")
    assert first.source is not None
    assert second.source is not None
    assert (first.source.actor, second.source.actor) == ("EE", "EE")
    assert [quantity.low for quantity in first.quantities] == [200]
    assert (first.certainty, second.certainty) == ("certain", "possible")
    assert second.event is not None
    assert second.event.act == "deploy_troops"


def test_a_denial_without_content_has_none() -> None:
    (statement,) = statements("Minsk dementierte den Bericht.", "de")
    assert (statement.stance, statement.content, statement.event) == ("denies", None, None)


def test_negation_decides() -> None:
    stances = {
        text: with_event(text, "en")[0].stance
        for text in (
            "Kyiv said no troops had arrived.",
            "Kyiv said that North Korea had not sent troops to Russia.",
            "Moscow denied that it had sent troops to Belarus.",
            "Moscow denied that it had not sent troops to Belarus.",
        )
    }
    assert list(stances.values()) == ["denies", "denies", "denies", "asserts"]


def test_who_denies_doing_is_the_agent() -> None:
    for text, language in (
        ("Moscow denied sending troops to Belarus.", "en"),
        ("Moscow said it had sent troops to Belarus.", "en"),
        ("Moskau bestritt, Soldaten nach Belarus geschickt zu haben.", "de"),
    ):
        (statement,) = with_event(text, language)
        assert statement.event is not None
        assert statement.event.agent == "RU", text


def test_stated_is_the_outlets_own() -> None:
    (statement,) = statements("Iran hat Israel mit Raketen angegriffen.", "de")
    assert statement.kind == "stated"
    assert statement.source is not None
    assert (statement.source.text, statement.source.name, statement.source.named) == (None, "Bote", False)


def test_interviews_and_tickers() -> None:
    text = "Reporterin: Wer hat geschossen?\nOberst Meier: Die Rebellen haben zuerst auf uns geschossen."
    question, answer = statements(text, "de")
    assert (question.stance, question.event) == ("comments", None)
    assert answer.source is not None
    assert answer.source.text == "Oberst Meier"
    ticker = "12:30 Uhr: Kiew meldet einen Angriff auf Charkiw\n12:45 Uhr: Moskau dementiert den Angriff"
    assert [one.stance for one in statements(ticker, "de")][:2] == ["reports", "denies"]


@pytest.mark.parametrize(
    ("text", "language", "basis"),
    [
        ("Satellite images show that Iran moved tanks.", "en", "documents"),
        ("Anonymous officials said Iran moved tanks.", "en", "anonymous"),
        ("South Korea's spy agency said Iran moved tanks.", "en", "intelligence"),
        ("Witnesses said Iran moved tanks.", "en", "witnessed"),
        ("Augenzeugen sagten, die Armee habe geschossen.", "de", "witnessed"),
        ("Der Geheimdienst sagte, die Armee habe geschossen.", "de", "intelligence"),
        ("Der Analyst vermutet, dass die Armee geschossen hat.", "de", "inference"),
        ("Der Minister sagte, die Armee habe geschossen.", "de", "unstated"),
    ],
)
def test_basis(text: str, language: str, basis: str) -> None:
    found = [one for one in statements(text, language) if one.kind != "stated"]
    assert found[0].basis == basis


def test_spans_point_into_the_text_the_user_gave() -> None:
    text = "D er Minister sagte, die Brücke sei zer\u00adstört."
    shy = text.index("\u00ad")
    document = Document(
        document_id="d-7", text=text, sha256="", language="de", edits=(Edit(1, 2, ""), Edit(shy, shy + 1, ""))
    )
    (statement,) = [
        one for one in read.statements(document, reader="rules").statements if one.kind != "stated"
    ]
    assert statement.source is not None
    assert statement.source.text == "D er Minister"
    assert statement.content is not None
    assert statement.content.text == "die Brücke sei zer\u00adstört"
    for part in (statement.content, statement.cue, statement.frame):
        assert part is not None
        assert part.text == " ".join(text[begin:end] for begin, end in part.spans)


def test_ids_run_in_text_order() -> None:
    found = statements("Kiew meldet einen Angriff. Moskau dementierte den Angriff.", "de")
    assert [one.statement_id for one in found] == [f"s-7-{number}" for number in range(1, len(found) + 1)]


def test_unread_languages_and_empty_texts_give_nothing() -> None:
    for text, language in (("", "de"), ("   \n", "en"), ("Le ministre a dit non.", "fr"), ("x", None)):
        document = Document(document_id="d-7", text=text, sha256="", language=language)
        assert read.statements(document, reader="rules").statements == ()
