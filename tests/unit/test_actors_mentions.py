"""Mentions of actors: ``language | text | [words] id; …``; ``-`` is none."""

import pytest

from dementi import actors

SPEC = """
de | Vertreter des südkoreanischen Geheimdienstes | [südkoreanischen Geheimdienstes] KR/nis
de | das russische Außenministerium | [russische Außenministerium] RU/foreign-ministry
de | Kiews Militärgeheimdienst | [Kiews Militärgeheimdienst] UA/gur
de | ukrainische Informationen besagen | [ukrainische] UA
de | Kremlsprecher Dmitri Peskow | [Kremlsprecher Dmitri Peskow] RU/dmitry-peskov
de | Dmitrij Peskow sagte | [Dmitrij Peskow] RU/dmitry-peskov
de | der Kreml schweigt | [Kreml] RU/kremlin
de | die Regierung in Pjöngjang | [Regierung in Pjöngjang] KP/government
de | Verteidigungsministeriums in Moskau | [Verteidigungsministeriums in Moskau] RU/defence-ministry
de | US-Präsident Joe Biden | [US-Präsident Joe Biden] US/joe-biden
de | das Außenministerium der Ukraine | [Außenministerium der Ukraine] UA/foreign-ministry
de | des Nationalen Nachrichtendienstes | [Nationalen Nachrichtendienstes] KR/nis
de | Präsident Selenskyj | [Präsident Selenskyj] UA/volodymyr-zelensky
de | Selenskis Büro | [Selenskis] UA/volodymyr-zelensky
de | Nordkoreas Machthaber Kim Jong Un | [Nordkoreas Machthaber Kim Jong Un] KP/kim-jong-un
de | Kim Jong-uns Schwester Kim Yo-jong | [Kim Jong-uns] KP/kim-jong-un; [Kim Yo-jong] KP/kim-yo-jong
de | im Weißen Haus | [Weißen Haus] US/white-house
de | im Auswärtigen Amt | [Auswärtigen Amt] DE/foreign-office
de | Russische Truppen, Russen und Russinnen | [Russische] RU; [Russen] RU; [Russinnen] RU
de | die Nordkoreaner und ein Chinese | [Nordkoreaner] KP; [Chinese] CN
de | Huthi-Rebellen im Jemen | [Huthi-Rebellen] houthis; [Jemen] YE
de | die Sowjetunion und die DDR | [Sowjetunion] SU; [DDR] DD
de | RUSSLAND SCHICKT TRUPPEN | [RUSSLAND] RU
de | Sie gab uns zu essen und ging fort. | -
de | Der Präsident sprach im Ministerium. | -
de | Melania Trump lachte | -
en | Seoul's National Intelligence Service (NIS) | [Seoul's National Intelligence Service (NIS)] KR/nis
en | Seoul’s spy agency | [Seoul’s spy agency] KR/nis
en | the Ministry of Defence of Ukraine | [Ministry of Defence of Ukraine] UA/defence-ministry
en | Beijing officials | [Beijing] CN
en | Kremlin spokesman Dmitry Peskov | [Kremlin spokesman Dmitry Peskov] RU/dmitry-peskov
en | Russian ministry spokeswoman Maria Zakharova | [Russian] RU; [Maria Zakharova] RU/maria-zakharova
en | China's foreign ministry spokesman Lin Jian | [China's foreign ministry spokesman Lin Jian] CN/lin-jian
en | U.S. Secretary of State Antony Blinken | [U.S. Secretary of State Antony Blinken] US/antony-blinken
en | the government in Kyiv | [government in Kyiv] UA/government
en | the US embassy in Moscow | [US embassy] US/embassy; [Moscow] RU
en | Kenya's National Intelligence Service | [Kenya's National Intelligence Service] KE/nis
en | South Korea's Joint Chiefs of Staff | [South Korea's Joint Chiefs of Staff] KR/jcs
en | Zelenskyy spoke | [Zelenskyy] UA/volodymyr-zelensky
en | Volodymyr Zelensky spoke | [Volodymyr Zelensky] UA/volodymyr-zelensky
en | Israel's army | [Israel's army] IL/idf
en | Iran's Revolutionary Guards | [Iran] IR; [Revolutionary Guards] IR/irgc
en | North Korea's state media | [North Korea's state media] KP/kcna
en | Senegal's foreign ministry | [Senegal's foreign ministry] SN/foreign-ministry
en | It told us that a turkey cost more in the jordan valley. | -
en | Michael Jordan met Jordan Miller. | -
en | Georgia and Jordan signed | [Georgia] GE; [Jordan] JO
en | Hunter Biden was there | -
en | the Taliban, Hezbollah and ISIS | [Taliban] taliban; [Hezbollah] hezbollah; [ISIS] islamic-state
en | Reuters, citing TASS and KCNA | [Reuters] reuters; [TASS] tass; [KCNA] KP/kcna
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in SPEC.strip().splitlines()]


def shown(text: str, language: str) -> str:
    found = actors.mentions(text, language)
    return "; ".join(f"[{text[mention.begin : mention.end]}] {mention.actor_id}" for mention in found) or "-"


@pytest.mark.parametrize(("language", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_mentions(language: str, text: str, expected: str) -> None:
    assert shown(text, language) == expected


def test_common_surname_counts_after_the_full_name_only() -> None:
    text = "Johnson kam. Boris Johnson sprach. Johnson ging."
    found = [(mention.begin, mention.actor_id) for mention in actors.mentions(text, "de")]
    assert found == [(13, "GB/boris-johnson"), (35, "GB/boris-johnson")]


def test_family_name_first_counts_after_the_full_name() -> None:
    text = "Kim Jong Un sprach. Kim lachte."
    assert [mention.actor_id for mention in actors.mentions(text, "de")] == ["KP/kim-jong-un"] * 2


def test_two_bearers_of_a_name_leave_it_open() -> None:
    text = "Kim Jong Un traf Kim Yo Jong. Kim lachte."
    assert len(actors.mentions(text, "de")) == 2


def test_form_tells_adjective_genitive_and_person_apart() -> None:
    text = "Nordkoreas Soldaten, russische Panzer und Peskow"
    assert [mention.form for mention in actors.mentions(text, "de")] == ["genitive", "adjective", "person"]


def test_other_languages_give_nothing() -> None:
    assert actors.mentions("La Russie nie.", "fr") == []


COMMON = {
    "en": """who man us it far may he she they them we our his her all any can will to in on at by for from
        how is are was ban raw mark rice gates bush ford march am as so no or and if up out off now here""",
    "de": """man er sie es wir uns ihr ihm ihn wer wen was wie wo fern nah weit ist sind bin bei mit von
        vom zum zur auf aus an am um ab ob so da je oft nie gut rat amt land bund heer welt zeit""",
}


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, words in COMMON.items() for word in words.split()]
)
def test_a_common_word_is_no_actor(language: str, word: str) -> None:
    assert actors.mentions(f"then {word} again", language) == []
    assert actors.find(word, language) is None
    is_name_too = word in ("bush", "ford", "mark", "rice", "gates")
    if not is_name_too:
        assert actors.mentions(f"{word.capitalize()} went on.", language) == []
