"""A dossier in our own words for the report's tests: three claims, two languages, hostile text."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import date

import msgspec

from dementi.model import (
    Admiralty,
    Assessment,
    Attachment,
    AuthorView,
    Change,
    Claim,
    Contribution,
    Copy,
    Document,
    Dossier,
    DossierItem,
    Hedge,
    NearMerge,
    Part,
    Quantity,
    Relay,
    Skipped,
    Source,
    Statement,
    Words,
)

HOSTILE_TITLE = '<script>alert("title")</script> & "quotes" \u202egnp.exe'
HOSTILE_SOURCE = "Ministry <img src=x onerror=alert(1)> [bold]of\x1b[31m Things\u202e"
ARABIC_TITLE = "مصادر: لا تأكيد حتى الآن لوصول الجنود"
LONG_WORD = "Verteidigungsministeriumssprecherinnenkonferenzteilnehmerverzeichnis"


def day(number: int, month: int = 10) -> date:
    return date(2024, month, number)


def document(document_id: str, text: str, **fields: object) -> Document:
    """A document whose text is given, hashed as the loader would."""
    return msgspec.convert(
        {
            "document_id": document_id,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            **fields,
        },
        Document,
    )


NIS = (
    "Seoul’s intelligence service went public on Friday. Speaking to lawmakers, the National "
    "Intelligence Service said that some 1,500 North Korean soldiers had probably already reached Russia’s "
    "far east. Gen. Park did not show the pictures. More could follow, it added."
)
KYJIW = (
    "Aus Kyjiw kommen neue Zahlen. Nach Angaben des ukrainischen Militärgeheimdienstes werden am 1. November "
    "rund 11.000 Soldaten aus Nordkorea kampfbereit sein. Unabhängig prüfen ließ sich das nicht."
)
PEKING = (
    "Peking äußerte sich auch am dritten Tag nicht. Das Außenministerium wollte keinen Kommentar abgeben."
)
MOSCOW_NO = (
    "«Das ist die nächste Ente», sagte der Sprecher des Kreml. Er wies die Berichte über "
    "fremde Truppen zurück. "
    "Belege legte er keine vor, und sein Wort galt schon öfter wenig."
)
MOSCOW_EVADES = (
    "Asked again about foreign troops, the Kremlin spokesman would not answer. "
    "“This is our sovereign business,” he said."
)
PYONGYANG = (
    "Bei den Vereinten Nationen nannte ein Vertreter Nordkoreas die Vorwürfe haltlose Gerüchte. "
    "Er sprach weniger als eine Minute."
)
NATO_WAITS = (
    "NATO’s secretary general told reporters that the alliance could not confirm the "
    "presence of North Korean "
    "soldiers. “Our official position is that we cannot confirm these reports,” he said, "
    "“but that may change.”"
)
AGENCY = (
    "A lawmaker, citing the spy agency, said North Korea had decided to send about 12,000 troops. "
    "Yonhap was the first to report the figure."
)
PENTAGON = (
    "The United States has seen evidence that North Korean troops are in Russia, the defence "
    "secretary said in "
    "Rome. What they are doing there remains to be seen."
)
COMMENT = (
    "E in Beweis ist das alles nicht. Doch wer die Dementis aus Pjöngjang kennt, glaubt ihnen kaum. "
    "Granaten und womöglich Raketen soll der Norden schon im Sommer geliefert haben."
)

DOCUMENTS = (
    document(
        "d-nis",
        NIS,
        outlet="Harbour Courier",
        url="https://courier.example/2024/nis",
        published_on=day(18),
        language="en",
        title="Seoul: 1,500 soldiers shipped",
    ),
    document(
        "d-kyjiw",
        KYJIW,
        outlet="Tagesbote",
        url="https://www.tagesbote.example/kyjiw?id=1&x=2",
        published_on=day(18),
        language="de",
        title="Kyjiw nennt 11.000",
    ),
    document(
        "d-moscow",
        MOSCOW_NO,
        outlet="Abendzeitung am Fluss",
        url="javascript:alert(document.cookie)",
        published_on=day(10),
        language="de",
        title=HOSTILE_TITLE,
    ),
    document(
        "d-moscow-2",
        MOSCOW_EVADES,
        outlet="World Wire",
        url="https://wire.example/kremlin",
        published_on=day(24),
        language="en",
        title="Kremlin evades",
    ),
    document(
        "d-pyongyang",
        PYONGYANG,
        outlet="Tagesbote",
        url="https://www.tagesbote.example/un",
        published_on=day(22),
        language="de",
        title="Nordkorea: Gerüchte",
    ),
    document(
        "d-nato",
        NATO_WAITS,
        outlet="World Wire",
        url="https://wire.example/nato",
        published_on=day(21),
        language="en",
        title="NATO cannot confirm",
    ),
    document(
        "d-agency",
        AGENCY,
        outlet="East Agency",
        url="http://east.example/12000",
        published_on=day(18),
        language="en",
        title="12,000 troops, says lawmaker",
    ),
    document(
        "d-agency-copy",
        AGENCY,
        outlet="Provinzblatt",
        url="https://provinz.example/a",
        published_on=day(19),
        language="en",
        title="12,000 troops, says lawmaker",
    ),
    document(
        "d-agency-copy-2",
        AGENCY,
        outlet="The Long And Winding Gazette of the Northern Counties",
        published_on=day(19),
        language="en",
        title="Agency report",
    ),
    document(
        "d-pentagon",
        PENTAGON,
        outlet="World Wire",
        url="https://wire.example/pentagon",
        published_on=day(23),
        language="en",
        title="Evidence, says Washington",
    ),
    document(
        "d-peking", PEKING, outlet="Tagesbote", published_on=day(25), language="de", title="Peking schweigt"
    ),
    document(
        "d-comment",
        COMMENT,
        outlet="Tagesbote",
        url="https://user@evil.example/",
        published_on=day(25),
        language="de",
        title="Kommentar: Wenig überraschend",
    ),
    document(
        "d-arabic",
        "لم تؤكد أي جهة ذلك. ",
        outlet="صحيفة الصباح",
        url="https://sabah.example/1",
        published_on=None,
        language="ar",
        title=ARABIC_TITLE,
    ),
)
TEXTS = {one.document_id: one for one in DOCUMENTS}


def part(document_id: str, *words: str) -> Part:
    """The words with their places; several are a discontinuous part."""
    text = TEXTS[document_id].text
    spans = tuple((text.index(one), text.index(one) + len(one)) for one in words)
    return Part(text=" ".join(words), spans=spans)


def statement(
    document_id: str,
    number: int,
    *,
    stance: str,
    cue: Sequence[str] = (),
    content: Sequence[str] = (),
    hedges: Sequence[str] = (),
    actor: str | None = None,
    said_by: str | None = None,
    view: Sequence[str] = (),
    quantity: tuple[str, float, float, str] | None = None,
    relays: Sequence[str] = (),
    **fields: object,
) -> Statement:
    """A statement whose spans are found from its words."""
    own = TEXTS[document_id]
    text = own.text
    spans = (
        ((text.index(said_by), text.index(said_by) + len(said_by)),) if said_by and said_by in text else ()
    )
    quantities = ()
    if quantity:
        words, low, high, unit = quantity
        begin = text.index(words)
        quantities = (
            Quantity(
                low=low, high=high, unit=unit, text=words, span=(begin, begin + len(words)), qualifier=None
            ),
        )
    made = Statement(
        statement_id=f"s-{document_id[2:]}-{number}",
        document_id=document_id,
        outlet=own.outlet,
        url=own.url,
        published_on=own.published_on,
        language=own.language,
        kind="indirect",
        source=Source(text=said_by, spans=spans, actor=actor, name=said_by, named=bool(said_by)),
        cue=part(document_id, *cue) if cue else None,
        content=part(document_id, *content) if content else None,
        hedges=tuple(
            Hedge(text=word, span=(text.index(word), text.index(word) + len(word))) for word in hedges
        ),
        author_view=AuthorView(view="doubts", spans=part(document_id, *view).spans) if view else None,
        relays=tuple(Relay(text=relay) for relay in relays),
        quantities=quantities,
        stance=stance,  # type: ignore[arg-type]  # the literal is checked by the record's users
    )
    return msgspec.structs.replace(made, **fields)


TROOPS_STATEMENTS = (
    statement(
        "d-moscow",
        1,
        stance="denies",
        cue=["sagte"],
        content=["Das ist die nächste Ente"],
        actor="RU/kremlin",
        said_by="der Sprecher des Kreml",
        kind="direct",
        view=["sein Wort galt schon öfter wenig"],
    ),
    statement(
        "d-moscow",
        2,
        stance="denies",
        cue=["wies", "zurück"],
        content=["die Berichte über fremde Truppen"],
        actor="RU/kremlin",
    ),
    statement(
        "d-nis",
        1,
        stance="asserts",
        cue=["said"],
        hedges=["probably"],
        certainty="probable",
        content=["some 1,500 North Korean soldiers had probably already reached Russia’s far east"],
        actor="KR/nis",
        said_by="the National Intelligence Service",
        basis="intelligence",
        quantity=("some 1,500", 1500, 1500, "soldiers"),
    ),
    statement(
        "d-kyjiw",
        1,
        stance="asserts",
        cue=["Nach Angaben"],
        content=["werden am 1. November rund 11.000 Soldaten aus Nordkorea kampfbereit sein"],
        actor="UA/hur",
        said_by="des ukrainischen Militärgeheimdienstes",
        basis="intelligence",
        quantity=("rund 11.000", 11000, 11000, "soldiers"),
    ),
    statement(
        "d-agency",
        1,
        stance="asserts",
        cue=["said"],
        content=["North Korea had decided to send about 12,000 troops"],
        actor="KR/nis",
        said_by="the spy agency",
        relays=["A lawmaker", "Yonhap"],
        quantity=("about 12,000", 10000, 12000, "troops"),
    ),
    statement(
        "d-agency-copy",
        1,
        stance="asserts",
        cue=["said"],
        content=["North Korea had decided to send about 12,000 troops"],
        actor="KR/nis",
        said_by="the spy agency",
        relays=["A lawmaker", "Yonhap"],
    ),
    statement(
        "d-agency-copy-2",
        1,
        stance="asserts",
        cue=["said"],
        content=["North Korea had decided to send about 12,000 troops"],
        actor="KR/nis",
        said_by="the spy agency",
        relays=["A lawmaker", "Yonhap"],
    ),
    statement(
        "d-nato",
        1,
        stance="doubts",
        cue=["told", "could not confirm"],
        content=["the presence of North Korean soldiers"],
        actor="nato",
        said_by="NATO’s secretary general",
    ),
    statement(
        "d-nato",
        2,
        stance="doubts",
        cue=["he said"],
        kind="direct",
        content=["Our official position is that we cannot confirm these reports", "but that may change"],
        hedges=["may"],
        actor="nato",
    ),
    statement(
        "d-pyongyang",
        1,
        stance="denies",
        cue=["nannte"],
        content=["die Vorwürfe haltlose Gerüchte"],
        actor="KP",
        said_by="ein Vertreter Nordkoreas",
    ),
    statement(
        "d-pentagon",
        1,
        stance="confirms",
        cue=["said"],
        actor="US/dod",
        said_by="the defence secretary",
        content=["The United States has seen evidence that North Korean troops are in Russia"],
    ),
    statement(
        "d-moscow-2",
        1,
        stance="declines",
        cue=["would not answer"],
        actor="RU/kremlin",
        said_by="the Kremlin spokesman",
        content=["about foreign troops"],
    ),
    statement("d-peking", 1, stance="silent", cue=["äußerte sich", "nicht"], actor="CN", said_by="Peking"),
    statement(
        "d-comment",
        1,
        stance="comments",
        content=["wer die Dementis aus Pjöngjang kennt, glaubt ihnen kaum"],
        kind="stated",
    ),
)


def contribution(source: str, bits: float, *stances: tuple[date, str], **fields: object) -> Contribution:
    own: dict[str, object] = {
        "side": "neutral",
        "interest": "none",
        "discount": 1.0,
        "why": "",
        "statement_ids": (),
    } | fields
    return Contribution(source=source, bits=bits, stances=stances, **own)  # type: ignore[arg-type]  # test data


def probability(bits: float) -> float:
    return 2**bits / (1 + 2**bits)


def assessment(
    claim: Claim, *contributions: Contribution, prior: float = 0.5, **fields: object
) -> Assessment:
    """An assessment whose probability follows from its prior and contributions."""
    prior_bits = math.log2(prior / (1 - prior))
    evidence_bits = math.fsum(one.bits for one in contributions)
    result = probability(prior_bits + evidence_bits)
    own: dict[str, object] = {
        "id": claim.claim_id,
        "claim": claim.text,
        "as_of": day(25),
        "probability": result,
        "low": probability(prior_bits + evidence_bits - 1.4),
        "high": probability(prior_bits + evidence_bits + 1.1),
        "prior": prior,
        "prior_bits": prior_bits,
        "evidence_bits": evidence_bits,
        "state": "supported",
        "words": Words(scale="ICD 203", term="likely"),
        "admiralty": Admiralty(credibility="2"),
        "reports": 8,
        "origins": 6,
        "contributions": contributions,
        "would_change": (),
        "model": "rules 0.1",
    } | fields
    return Assessment(**own)  # type: ignore[arg-type]  # test data


def claim(
    claim_id: str, text: str, text_de: str, statements: Sequence[Statement] = (), **fields: object
) -> Claim:
    origins = {"d-agency-copy": "o-agency", "d-agency-copy-2": "o-agency", "d-agency": "o-agency"}
    own: dict[str, object] = {
        "claim_id": claim_id,
        "text": text,
        "text_de": text_de,
        "attachments": tuple(
            Attachment(
                statement_id=one.statement_id,
                stance=one.stance,
                origin_id=origins.get(one.document_id, f"o-{one.document_id}"),
                is_copy="copy" in one.document_id,
            )
            for one in statements
        ),
    } | fields
    return Claim(**own)  # type: ignore[arg-type]  # test data


TROOPS = claim(
    "c-troops",
    "North Korea sends soldiers to Russia.",
    "Nordkorea schickt Soldaten nach Russland.",
    TROOPS_STATEMENTS,
    question="Does North Korea send troops to Russia?",
    near=(
        NearMerge(claim_id="c-train", why="same agent, but training is not deployment"),
        NearMerge(claim_id="c-unknown", why="another month"),
    ),
)
TROOPS_VOICES = (
    contribution(
        "KR/nis",
        1.42,
        (day(18), "asserts"),
        (day(24), "confirms"),
        side="accuser",
        interest="for",
        discount=0.62,
        why="same side and interest as UA/hur",
        statement_ids=("s-nis-1", "s-agency-1", "s-agency-copy-1", "s-agency-copy-2-1"),
    ),
    contribution(
        "UA/hur",
        0.35,
        (day(18), "asserts"),
        side="victim",
        interest="for",
        discount=0.4,
        why="correlated with KR/nis",
        statement_ids=("s-kyjiw-1",),
    ),
    contribution(
        "RU/kremlin",
        0.61,
        (day(10), "denies"),
        (day(24), "declines"),
        side="accused",
        interest="against",
        why="a denial given up",
        statement_ids=("s-moscow-1", "s-moscow-2", "s-moscow-2-1"),
    ),
    contribution(
        "KP",
        -0.12,
        (day(22), "denies"),
        side="accused",
        interest="against",
        why="the accused nearly always denies",
        statement_ids=("s-pyongyang-1",),
    ),
    contribution(
        "nato",
        -0.55,
        (day(21), "doubts"),
        side="neutral",
        interest="none",
        why="a neutral body that cannot confirm",
        statement_ids=("s-nato-1", "s-nato-2"),
    ),
    contribution(
        "US/dod",
        1.9,
        (day(23), "confirms"),
        side="accuser_ally",
        interest="for",
        statement_ids=("s-pentagon-1",),
    ),
    contribution(
        "CN",
        0.02,
        (day(25), "silent"),
        side="accused_ally",
        interest="against",
        statement_ids=("s-peking-1",),
    ),
)
TROOPS_ASSESSMENT = assessment(
    TROOPS,
    *TROOPS_VOICES,
    prior=0.3,
    reports=11,
    origins=8,
    would_change=(
        Change(event="Russia admits it", probability=0.992),
        Change(event="South Korea’s service retracts", probability=0.47),
    ),
)
TRAIN = claim(
    "c-train",
    "North Korean soldiers are being trained at five military sites in Russia’s far east "
    "before they are sent to the "
    "front near Kursk, where Ukraine has held ground since August, say two services and "
    "nobody who was there.",
    "Nordkoreanische Soldaten werden an fünf Standorten im Osten Russlands ausgebildet, "
    "bevor sie an die Front bei "
    "Kursk kommen, wo die Ukraine seit August Gelände hält, sagen zwei Dienste und niemand, der dabei war.",
    TROOPS_STATEMENTS[3:4],
)
SHELLS = claim(
    "c-shells", "North Korea delivers shells to Russia.", "Nordkorea liefert Granaten an Russland."
)


def course() -> tuple[Assessment, ...]:
    """How the claim about the troops stood on earlier days."""
    stops = ((day(9), 0.3, 0), (day(10), 0.28, 1), (day(18), 0.63, 3), (day(21), 0.55, 4), (day(23), 0.82, 5))
    return tuple(
        assessment(
            TROOPS,
            *TROOPS_VOICES[:count],
            prior=0.3,
            as_of=as_of,
            probability=value,
            low=value * 0.7,
            high=value + (1 - value) * 0.4,
        )
        for as_of, value, count in stops
    )


def dossier(language: str = "en") -> Dossier:
    """The whole sample."""
    hostile = contribution(
        HOSTILE_SOURCE,
        -0.8,
        (day(20), "denies"),
        side="unknown",
        interest="unknown",
        why="<b>bold</b> claims",
    )
    return Dossier(
        title="Soldaten aus Nordkorea?" if language == "de" else "Soldiers from North Korea?",
        as_of=day(25),
        language=language,  # type: ignore[arg-type]  # test data
        items=(
            DossierItem(
                claim=TROOPS, assessment=TROOPS_ASSESSMENT, statements=TROOPS_STATEMENTS, course=course()
            ),
            DossierItem(
                claim=TRAIN,
                assessment=assessment(
                    TRAIN,
                    contribution(
                        "UA/hur",
                        0.4,
                        (day(18), "asserts"),
                        side="victim",
                        interest="for",
                        statement_ids=("s-kyjiw-1",),
                    ),
                    hostile,
                    state="unverifiable",
                    reports=2,
                    origins=1,
                    admiralty=Admiralty(credibility="6"),
                ),
                statements=TROOPS_STATEMENTS[3:4],
            ),
            DossierItem(
                claim=SHELLS,
                assessment=assessment(
                    SHELLS, state="disputed", reports=0, origins=0, admiralty=Admiralty(credibility="6")
                ),
                statements=(),
            ),
        ),
        documents=DOCUMENTS,
        copies=(
            Copy(document_id="d-agency-copy", of_document_id="d-agency", similarity=1.0, containment=1.0),
            Copy(document_id="d-agency-copy-2", of_document_id="d-agency", similarity=0.93, containment=1.0),
        ),
        skipped=(
            Skipped(path="reports/empty.txt", reason="The file is empty.", slug="empty"),
            Skipped(
                path="reports/<b>x</b>.txt", reason="Its language cannot be told.", slug="unreadable-language"
            ),
        ),
        version="0.1.0",
    )


def one_claim(
    *contributions: Contribution, language: str = "en", text: str = "A is so.", **fields: object
) -> Dossier:
    """A dossier of one claim with these voices and nothing else."""
    made = claim("c-1", text, text)
    return Dossier(
        title="One claim",
        as_of=day(25),
        language=language,  # type: ignore[arg-type]  # test data
        items=(
            DossierItem(claim=made, assessment=assessment(made, *contributions, **fields), statements=()),
        ),  # type: ignore[arg-type]  # test data
        documents=(),
        version="0.1.0",
    )
