"""Quantities: one row a wording. ``language | text | low..high unit [span] qualifier; …``; ``-`` is none."""

import pytest

from dementi.model import Quantity
from dementi.read.quantities import german_number, quantities

SPEC = """
de | zunächst 1.500 Soldaten | 1500..1500 soldiers [zunächst 1.500 Soldaten] initially
de | rund 12.000 | 12000..12000 - [rund 12.000] about
de | Die Zahl der Toten stieg auf 176. | 176..176 dead [176]
de | Er stieg auf 176. | -
en | The death toll rose to 34. | 34..34 dead [34]
en | The number of soldiers fell from 90 | 90..90 soldiers [90]
de | zwei Mitreisende | 2..2 people [zwei Mitreisende]
de | ein Dutzend | -
de | Tausende Zivilisten | 1000..1000 people [Tausende Zivilisten] vague
de | 1,5 Millionen Dollar | 1500000..1500000 dollars [1,5 Millionen Dollar]
de | zwölftausend Mann | 12000..12000 soldiers [zwölftausend Mann]
de | drei bis vier Brigaden | 3..4 brigades [drei bis vier Brigaden]
de | zwischen 8 und 13 Raketen | 8..13 missiles [zwischen 8 und 13 Raketen]
de | mindestens 20 Tote | 20.. dead [mindestens 20 Tote] at least
de | bis zu 10.000 nordkoreanische Soldaten | ..10000 soldiers [bis zu 10.000 nordkoreanische Soldaten] up to
de | höchstens 5 Prozent | ..5 percent [höchstens 5 Prozent] up to
de | mehr als 1.000 Granaten | 1000.. shells [mehr als 1.000 Granaten] more than
de | fast 3.000 | 3000..3000 - [fast 3.000] nearly
de | Dutzende Menschen | 12..12 people [Dutzende Menschen] vague
de | ein paar Soldaten | 3..3 soldiers [ein paar Soldaten] vague
de | mehrere Tausend Soldaten | 3000..3000 soldiers [mehrere Tausend Soldaten] vague
de | Zehntausende | 10000..10000 - [Zehntausende] vague
de | am 18. Oktober 2024 | -
de | um 14:30 Uhr | -
de | der 42-jährige Mann | -
de | Boeing 747 | -
de | die Kh-101 | -
de | Artikel 51 | -
de | im Jahr 2023 | -
de | 500 wurden getötet | 500..500 dead [500]
de | 12 Tote und 30 Verletzte | 12..12 dead [12 Tote]; 30..30 injured [30 Verletzte]
de | 400 Mio. Dollar | 400000000..400000000 dollars [400 Mio. Dollar]
de | 2,5 Mrd. Euro | 2500000000..2500000000 euros [2,5 Mrd. Euro]
de | die 93. Brigade | -
de | 3:1 gewonnen | -
de | dreihundertfünfzig Panzer | 350..350 tanks [dreihundertfünfzig Panzer]
de | 2½ Tonnen | 2.5..2.5 tonnes [2½ Tonnen]
de | Hunderttausende Landsleute | 100000..100000 people [Hunderttausende Landsleute] vague
de | rund 7000 Container | 7000..7000 containers [rund 7000 Container] about
de | eine Million Artilleriegranaten | 1000000..1000000 shells [eine Million Artilleriegranaten]
de | weitere 1.500 Elitesoldaten | 1500..1500 soldiers [weitere 1.500 Elitesoldaten] another
de | zwei Kampfpanzer | 2..2 tanks [zwei Kampfpanzer]
de | einen Soldaten | -
de | knapp 40 km | 40..40 km [knapp 40 km] nearly
de | 41 serbische Kinder | 41..41 people [41 serbische Kinder]
de | die drei Frauen | 3..3 people [drei Frauen]
de | 43 Studenten | 43..43 people [43 Studenten]
de | 10.000 bis 12.000 Soldaten | 10000..12000 soldiers [10.000 bis 12.000 Soldaten]
de | zwischen 10.000 und 12.000 | 10000..12000 - [zwischen 10.000 und 12.000]
de | zwei bis drei Millionen Granaten | 2000000..3000000 shells [zwei bis drei Millionen Granaten]
de | F-16 | -
de | die S-300 | -
de | +49 30 123456 | -
de | 5 % der Munition | 5..5 percent [5 %]
de | einige Hundert Ausbilder | 300..300 people [einige Hundert Ausbilder] vague
de | anderthalb Millionen Schuss | 1500000..1500000 shells [anderthalb Millionen Schuss]
de | 1500 Soldaten | 1500..1500 soldiers [1500 Soldaten]
de | Resolution 1718 | -
de | Der Dienst sprach von 3.000 Mann | 3000..3000 soldiers [3.000 Mann]
de | weniger als 100 Panzer | ..100 tanks [weniger als 100 Panzer] less than
de | nicht mehr als 40 Flugzeuge | ..40 aircraft [nicht mehr als 40 Flugzeuge] up to
de | gut 200 Verletzte | 200.. injured [gut 200 Verletzte] more than
de | nahezu 5.000 Tonnen | 5000..5000 tonnes [nahezu 5.000 Tonnen] nearly
de | achttausend Container | 8000..8000 containers [achttausend Container]
de | sechzig Marschflugkörper | 60..60 missiles [sechzig Marschflugkörper]
de | einundzwanzig Geiseln | 21..21 people [einundzwanzig Geiseln]
de | 4,8 Prozent | 4.8..4.8 percent [4,8 Prozent]
de | 20.000 Schuss Munition | 20000..20000 shells [20.000 Schuss]
de | dutzende Tote | 12..12 dead [dutzende Tote] vague
de | Rund zwei Drittel | -
de | Kapitel 7 | -
de | um 18 Uhr | -
de | Tausende starben | 1000..1000 dead [Tausende starben] vague
de | etwa 70 Kilometer | 70..70 km [etwa 70 Kilometer] about
de | 500 Quadratkilometer | 500..500 km² [500 Quadratkilometer]
de | weitere 3.000 Soldaten und Offiziere | 3000..3000 soldiers [weitere 3.000 Soldaten] another
en | up to 10,000 troops | ..10000 soldiers [up to 10,000 troops] up to
en | dozens of soldiers | 12..12 soldiers [dozens of soldiers] vague
en | 1,500 special forces | 1500..1500 soldiers [1,500 special forces]
en | 1.5m shells | 1500000..1500000 shells [1.5m shells]
en | 2½ tonnes | 2.5..2.5 tonnes [2½ tonnes]
en | twelve thousand men | 12000..12000 people [twelve thousand men]
en | twenty-five people | 25..25 people [twenty-five people]
en | between 8 and 13 missiles | 8..13 missiles [between 8 and 13 missiles]
en | at least 20 dead | 20.. dead [at least 20 dead] at least
en | about 3,000 elite troops | 3000..3000 soldiers [about 3,000 elite troops] about
en | more than 1,000 artillery shells | 1000.. shells [more than 1,000 artillery shells] more than
en | nearly 500 people | 500..500 people [nearly 500 people] nearly
en | a dozen drones | 12..12 drones [a dozen drones]
en | several soldiers | 3..3 soldiers [several soldiers] vague
en | several hundred soldiers | 300..300 soldiers [several hundred soldiers] vague
en | tens of thousands of troops | 10000..10000 soldiers [tens of thousands of troops] vague
en | hundreds of North Korean soldiers | 100..100 soldiers [hundreds of North Korean soldiers] vague
en | on 18 October 2024 | -
en | at 5 p.m. | -
en | a 42-year-old man | -
en | Boeing 747 | -
en | Kh-101 | -
en | Article 51 | -
en | in 2023 | -
en | 500 were killed | 500..500 dead [500]
en | 12 killed and 30 injured | 12..12 dead [12 killed]; 30..30 injured [30 injured]
en | $400 million | 400000000..400000000 dollars [$400 million]
en | €2bn | 2000000000..2000000000 euros [€2bn]
en | the 38th parallel | -
en | 3-2 | -
en | F-16 | -
en | 10,000 to 12,000 soldiers | 10000..12000 soldiers [10,000 to 12,000 soldiers]
en | 10,000-12,000 | 10000..12000 - [10,000-12,000]
en | two or three tanks | 2..3 tanks [two or three tanks]
en | two hundred and six people | 206..206 people [two hundred and six people]
en | 20,000 shipping containers | 20000..20000 containers [20,000 shipping containers]
en | an initial 1,500 soldiers | 1500..1500 soldiers [an initial 1,500 soldiers] initially
en | a 10,000-strong contingent | 10000..10000 - [10,000]
en | ten million dollars | 10000000..10000000 dollars [ten million dollars]
en | 43 students | 43..43 people [43 students]
en | two years | 2..2 years [two years]
en | one soldier was killed | 1..1 soldiers [one soldier]
en | five percent | 5..5 percent [five percent]
en | 5% of the shells | 5..5 percent [5%]
en | 9 million artillery rounds | 9000000..9000000 shells [9 million artillery rounds]
en | no fewer than 4 brigades | 4.. brigades [no fewer than 4 brigades] at least
en | as many as 12,000 | ..12000 - [as many as 12,000] up to
en | a few hundred advisers | 300..300 people [a few hundred advisers] vague
en | 1,500 or more soldiers | 1500.. soldiers [1,500 or more soldiers] at least
en | scores of civilians | 20..20 people [scores of civilians] vague
en | 12 km | 12..12 km [12 km]
en | 2 to 3 million shells | 2000000..3000000 shells [2 to 3 million shells]
en | flight 1812 | -
en | six-year-old boy | -
en | about 2,000 people died | 2000..2000 people [about 2,000 people] about
en | Korean Air Lines flight 007 | -
en | 13,000 containers of munitions | 13000..13000 containers [13,000 containers]
en | three wounded North Korean soldiers | 3..3 soldiers [three wounded North Korean soldiers]
en | fewer than 100 tanks | ..100 tanks [fewer than 100 tanks] less than
en | around 2,000 wounded | 2000..2000 injured [around 2,000 wounded] about
en | eighty cruise missiles | 80..80 missiles [eighty cruise missiles]
en | over 6,000 containers | 6000.. containers [over 6,000 containers] more than
en | not more than 40 aircraft | ..40 aircraft [not more than 40 aircraft] up to
en | a total of 4 ships | 4..4 ships [a total of 4 ships] in total
en | thousands were displaced | 1000..1000 displaced [thousands] vague
en | nearly 5,000 tonnes of wheat | 5000..5000 tonnes [nearly 5,000 tonnes] nearly
en | 4.8 percent | 4.8..4.8 percent [4.8 percent]
en | no figures were given | -
en | another 3,000 troops | 3000..3000 soldiers [another 3,000 troops] another
en | a thousand rifles | 1000..1000 guns [a thousand rifles]
en | half a million shells | 500000..500000 shells [half a million shells]
en | 60,000-70,000 rounds | 60000..70000 shells [60,000-70,000 rounds]
en | some 1.2 million people | 1200000..1200000 people [some 1.2 million people] about
en | Unit 29155 | -
en | the 155th brigade | -
en | Room 39 | -
en | one of them | -
en | a battalion of up to 3,000 North Koreans | ..3000 people [up to 3,000 North Koreans] up to
de | 20 Nordkoreanern | 20..20 people [20 Nordkoreanern]
de | 43 von 50 Drohnen | 43..43 drones [43]; 50..50 drones [50 Drohnen]
de | drei der fünf Geiseln | 3..3 people [drei]; 5..5 people [fünf Geiseln]
de | von 30 auf 25 Prozent | 30..30 percent [30]; 25..25 percent [25 Prozent]
de | ein gutes Dutzend Panzer | 12.. tanks [ein gutes Dutzend Panzer] more than
de | drei- bis viertausend Rekruten | 3000..4000 soldiers [drei- bis viertausend Rekruten]
de | eine Handvoll Granaten | 3..3 shells [eine Handvoll Granaten] vague
de | fünf Leichen, drei davon verkohlt | 5..5 dead [fünf Leichen]; 3..3 - [drei]
de | 12 Lampions | 12..12 Lampions [12 Lampions]
de | zwölf T-72-Panzer | 12..12 tanks [zwölf T-72-Panzer]
de | 210 Kilometer pro Stunde | 210..210 km/h [210 Kilometer pro Stunde]
de | Er verfügt über 200 Panzer. | 200..200 tanks [200 Panzer]
de | Sanktionen gegen 12 Firmen | 12..12 companies [12 Firmen]
de | vier getöteten Soldaten | 4..4 soldiers [vier getöteten Soldaten]
de | 155-Millimeter-Granaten | -
de | im Alter von 69 Jahren | -
de | mindestens zwei Drittel | -
de | zu wenige Soldaten | -
de | 10115 Berlin | -
de | Tel. 030 445566 | -
de | zwischen 8 und 10 Uhr | -
de | 500\u202f000 Mann | 500000..500000 soldiers [500\u202f000 Mann]
en | 43 of 50 drones | 43..43 drones [43]; 50..50 drones [50 drones]
en | three of the five hostages | 3..3 people [three]; 5..5 people [five hostages]
en | $4 to $5 billion | 4000000000..5000000000 dollars [$4 to $5 billion]
en | between $3bn and $4bn | 3000000000..4000000000 dollars [between $3bn and $4bn]
en | four and a half tonnes | 4.5..4.5 tonnes [four and a half tonnes]
en | a hundred thousand rounds | 100000..100000 shells [a hundred thousand rounds]
en | a couple of tanks | 2..2 tanks [a couple of tanks] vague
en | a good dozen tanks | 12.. tanks [a good dozen tanks] more than
en | killing at least 12 and wounding 30 | 12.. dead [at least 12] at least; 30..30 injured [30]
en | 31 others were injured | 31..31 injured [31]
en | He handed over 95 prisoners. | 95..95 people [95 prisoners]
en | six Russian Su-25 jets | 6..6 aircraft [six Russian Su-25 jets]
en | about 100m from the border | 100..100 m [about 100m] about
en | 20 lanterns | 20..20 lanterns [20 lanterns]
en | 900 square kilometres | 900..900 km² [900 square kilometres]
en | Of 1,200 employees, 400 will go. | 1200..1200 people [1,200 employees]; 400..400 - [400]
en | 122mm rockets | -
en | at least two thirds | -
en | lost 1-2 | -
en | no one was hurt | -
en | so few soldiers | -
en | the only one | -
en | between 8 and 10 p.m. | -
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in SPEC.strip().splitlines()]


def number(value: float | None) -> str:
    if value is None:
        return ""
    return format(value, "g") if value < 1e6 else str(int(value))


def shown(quantity: Quantity) -> str:
    label = f" {quantity.qualifier}" if quantity.qualifier else ""
    unit = quantity.unit or "-"
    return f"{number(quantity.low)}..{number(quantity.high)} {unit} [{quantity.text}]{label}"


@pytest.mark.parametrize(("language", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_quantity(language: str, text: str, expected: str) -> None:
    found = quantities(text, language)
    assert ("; ".join(map(shown, found)) or "-") == expected
    for quantity in found:
        assert text[slice(*quantity.span)] == quantity.text


def test_table_is_long_enough_to_mean_something() -> None:
    assert len(ROWS) >= 120
    assert {language for language, _, _ in ROWS} == {"de", "en"}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zwölftausend", 12_000),
        ("dreihundertfünfzig", 350),
        ("eintausendfünfhundert", 1_500),
        ("siebenundvierzig", 47),
        ("hunderttausend", 100_000),
        ("zweitausendvierundzwanzig", 2_024),
        ("hundertacht", 108),
        ("ein", None),
        ("wunderbar", None),
        ("einhundertwasser", None),
    ],
)
def test_german_number_word(word: str, value: float | None) -> None:
    assert german_number(word) == value


def test_numbers_inside_running_text_keep_their_sentences_apart() -> None:
    text = "Am 18. Oktober 2024 kamen 1.500 Soldaten. 12 wurden verletzt. Der Dienst nannte 2023 nicht."
    found = [(quantity.text, quantity.unit) for quantity in quantities(text, "de")]
    assert found == [("1.500 Soldaten", "soldiers"), ("12", "injured")]


def test_other_languages_give_nothing() -> None:
    assert quantities("1.500 soldats", "fr") == []
