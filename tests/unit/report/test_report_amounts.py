"""How many, in sentences: camps, what to believe, and figures, in both languages and on both surfaces."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
import report_sample as sample

from dementi.model import (
    AmountCamp,
    AmountEstimate,
    AmountFigure,
    AmountSide,
    AmountState,
    Dossier,
    Language,
)
from dementi.report import claim, html, table
from dementi.report.amounts import amount_views, brief, rounded
from dementi.report.wording import wording

DAY = date(2024, 10, 23)


def figure(source: str, side: AmountSide, low: float | None, high: float | None) -> AmountFigure:
    return AmountFigure(
        source=source, side=side, date=DAY, stance="asserts", low=low, high=high, is_old=False, factor=1.5,
        weight=0.9, statement_ids=(),
    )  # fmt: skip


def camp(side: AmountSide, low: float, high: float, share: float) -> AmountCamp:
    return AmountCamp(
        side=side, low=low, median=(low + high) / 2, high=high, share=share, factor=1.5, voice_count=1
    )


def estimate(
    state: AmountState, camps: tuple[AmountCamp, ...], figures: tuple[AmountFigure, ...], **fields: object
) -> AmountEstimate:
    own: dict[str, object] = {
        "unit": "soldiers", "stage": "so_far", "since": DAY, "until": DAY, "low": 1432.0, "median": 5969.0,
        "high": 10941.0, "none_share": 0.0, "between_share": 0.0,
    }  # fmt: skip
    return AmountEstimate(state=state, camps=camps, figures=figures, **{**own, **fields})  # type: ignore[arg-type]  # test data


ONE_CAMP = estimate(
    "one_camp",
    (camp("accuser", 5000, 12000, 0.8),),
    (figure("KR/nis", "accuser", 10000, 10000), figure("UA", "accuser", 10000, 12000)),
)
DISPUTED = estimate(
    "disputed",
    (camp("accuser", 9000, 13000, 0.55), camp("accused", 300, 520, 0.3)),
    (figure("UA", "accuser", 11000, 11000), figure("RU", "accused", None, 400)),
    median=None,
    between_share=0.15,
)


def dossier(language: Language, *estimates: AmountEstimate) -> Dossier:
    voices = (
        sample.contribution("KR/nis", 0.5, (DAY, "asserts"), side="accuser"),
        sample.contribution("RU/kremlin", -0.2, (DAY, "denies"), side="accused"),
    )
    made = sample.one_claim(*voices, language=language)
    (item,) = made.items
    assessment = msgspec.structs.replace(item.assessment, quantities=estimates)
    return msgspec.structs.replace(made, items=(msgspec.structs.replace(item, assessment=assessment),))


def sentences(language: Language, one: AmountEstimate) -> str:
    (view,) = amount_views(dossier(language, one).items[0].assessment, wording(language))
    return f"{view.heading}. {view.said} {view.believed}"


def test_one_camp_in_english() -> None:
    assert sentences("en", ONE_CAMP) == (
        "Soldiers, as of 23 October 2024. National Intelligence Service (South Korea) and Ukraine put it at "
        "10,000 to 12,000; Kremlin gives no figure; no independent figure. Of the known camps only the "
        "accusing side gives figures. Such figures have often been too high; the estimate allows for that. "
        "Nine tenths of the model’s belief lie between 1,400 and 11,000, half of it below 6,000."
    )


def test_one_camp_in_german() -> None:
    assert sentences("de", ONE_CAMP) == (
        "Soldaten, Stand 23. Oktober 2024. Nationaler Nachrichtendienst (Südkorea) und Ukraine nennen 10.000 "
        "bis 12.000; Kreml nennt keine Zahl; keine unabhängige Zahl. Von den bekannten Lagern nennt nur die "
        "anklagende Seite Zahlen. Solche Zahlen waren oft zu hoch; die Schätzung rechnet damit. Neun Zehntel "
        "dessen, was das Modell für möglich hält, liegen zwischen 1.400 und 11.000, die Hälfte unter 6.000."
    )


def test_two_camps_stand_beside_each_other_without_a_middle() -> None:
    english, german = sentences("en", DISPUTED), sentences("de", DISPUTED)
    assert "Ukraine puts it at 11,000; Russia says at most 400; no independent figure." in english
    assert (
        "The camps contradict each other: 55% of the belief lies with the accusing side (9,000 to 13,000); "
        "30% of the belief lies with the accused side (300 to 520); 15% with neither." in english
    )
    assert "A middle is not given" in english
    assert "half of it" not in english
    assert "bei keinem" in german
    assert "Eine Mitte wird nicht genannt" in german


def test_none_is_said_in_words() -> None:
    none = estimate(
        "disputed",
        (camp("accuser", 400, 600, 0.6), camp("neutral", 0, 0, 0.4)),
        (figure("UA", "accuser", 500, 500), figure("UN", "neutral", 0, 0)),
        none_share=0.4,
        low=0.0,
    )
    assert "UN says none" in sentences("en", none)
    assert "The chance that there was none at all is 40%." in sentences("en", none)
    assert "UN sagt: keine" in sentences("de", none)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2, "0"),
        (0.7, "1"),
        (7.4, "7"),
        (99.4, "99"),
        (5969, "6,000"),
        (10941, "11,000"),
        (1.26e6, "1,300,000"),
    ],
)
def test_estimates_have_two_digits_that_count(value: float, text: str) -> None:
    assert rounded(value, wording("en")) == text


def test_the_table_has_the_newest_amount_below_the_claim() -> None:
    text = table(dossier("en", ONE_CAMP, DISPUTED), width=120, is_colour=False)
    assert "1,400 to 11,000" in text
    assert "one camp" in text
    words = wording("en")
    assert brief(dossier("en", DISPUTED).items[0].assessment, words) == (
        "9,000 to 13,000 or 300 to 520 soldiers (disputed)"
    )
    assert brief(dossier("en").items[0].assessment, words) == ""


def test_a_claim_shows_its_amounts_in_terminal_and_page() -> None:
    made = dossier("de", DISPUTED)
    shown = " ".join(claim(made, made.items[0], width=100, is_colour=False).split())
    assert "Die Lager widersprechen einander" in shown
    page = html(made)
    assert "Wie viele" in page
    assert "Wofür jede Zahl genommen wurde" in page
    assert "× 1,5" in page


def test_hostile_names_stay_text() -> None:
    hostile = estimate(
        "one_camp",
        (camp("accuser", 5, 6, 1.0),),
        (figure("<script>x</script>\u202e", "accuser", 5, 5),),
        unit="<b>things</b>",
    )
    page = html(dossier("en", hostile))
    assert "<script>x" not in page
    assert "<b>things" not in page
    assert "\u202e" not in page
