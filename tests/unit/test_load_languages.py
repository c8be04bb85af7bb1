"""Which language a text is in, in our own headlines; never guessed."""

import pytest

from dementi.load import language_of_question
from dementi.load.languages import language_of, language_of_field

HEADLINES = {
    "de": ["Kreml dementiert Lieferung", "Seoul: 1.500 Soldaten schon in Russland", "Pjöngjang schweigt",
           "NATO KANN ANGABEN NICHT BESTÄTIGEN", "Moskau weist Berichte als falsch zurück"],
    "en": ["Kremlin denies arms delivery", "Pyongyang silent on troops", "NATO cannot confirm claims",
           "I don’t call it a denial, he said", "MOSCOW DISMISSES REPORTS AS FALSE"],
    "fr": ["Le ministère dément toute livraison d’armes", "Le Kremlin refuse de commenter ces informations"],
    "es": ["El ministerio niega cualquier envío de armas"],
    "it": ["Il ministero smentisce ogni consegna di armi"],
    "nl": ["Ministerie ontkent levering van wapens"],
    "pl": ["Ministerstwo zaprzecza dostawom broni"],
    "ru": ["Министерство отрицает поставки оружия"],
    "uk": ["Міністерство заперечує постачання зброї"],
    "ar": ["الوزارة تنفي تسليم أي أسلحة"],
    "fa": ["وزارتخانه تحویل هرگونه سلاح را تکذیب کرد"],
    "ko": ["외무부는 무기 인도를 부인했다"],
    "zh": ["外交部否认任何武器交付"],
    "ja": ["外務省は武器の供与を否定した"],
    "tr": ["Bakanlık silah teslimatını yalanladı"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("headline", "language"),
    [(one, language) for language, all_of_it in HEADLINES.items() for one in all_of_it],
)
def test_a_headline_is_enough(headline: str, language: str) -> None:
    assert language_of(headline) == language


@pytest.mark.parametrize(
    "text", ["", "1.500", "---", "https://a.example/eine-deutsche-meldung", "Putin", "12:30 | 5"]
)
def test_where_there_is_nothing_to_go_by_nothing_is_told(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("question", "language"),
    [("Sind nordkoreanische Soldaten in Russland?", "de"), ("Are there troops in Kursk?", "en"),
     ("42?", "en"), ("Hat Pjöngjang Soldaten geschickt?", "de"), ("Did Russia hack the servers?", "en")],
)  # fmt: skip
def test_a_question_is_in_a_language_that_we_read(question: str, language: str) -> None:
    assert language_of_question(question) == language


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("en_US", "en"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("fil", "fil"),
        ("?", None),
    ],
)
def test_a_stated_language_becomes_its_code(words: str, code: str | None) -> None:
    assert language_of_field(words) == code
