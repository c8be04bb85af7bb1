"""Dates as read on Friday, 18 October 2024: ``language | text | [span] when; …``; ``-`` is none."""

from datetime import date

import pytest

from dementi.read.dates import DateMention, date_spans, dates

PUBLISHED_ON = date(2024, 10, 18)
SPEC = """
de | am Freitag | [Freitag] 2024-10-18
de | am Vortag | [Vortag] 2024-10-17
de | am Vortag der Wahl | -
en | They met the day before. | [day before] 2024-10-17
en | the day before the attack | -
en | It began on 8 October. Rain fell. | [8 October] 2024-10-08
de | gestern | [gestern] 2024-10-17
de | im Sommer | [Sommer] 2024-06-01/2024-08-31
de | letzte Woche | [letzte Woche] 2024-10-07/2024-10-13
de | seit August | [seit August] 2024-08-01/2024-10-18
de | Ende 2023 | [Ende 2023] 2023-10-01/2023-12-31
de | am 18. Oktober | [18. Oktober] 2024-10-18
de | 18.10. | [18.10.] 2024-10-18
de | 18.10.2024 | [18.10.2024] 2024-10-18
de | 2024-10-18 | [2024-10-18] 2024-10-18
de | vom 8. bis 13. Oktober | [vom 8. bis 13. Oktober] 2024-10-08/2024-10-13
de | am kommenden Montag | [kommenden Montag] 2024-10-21
de | bis Dezember | [Dezember] 2024-12
de | im Juni | [Juni] 2024-06
de | am 22./23. September 2017 | [22./23. September 2017] 2017-09-22/2017-09-23
de | (17./18. Februar 2015) | [17./18. Februar 2015] 2015-02-17/2015-02-18
de | Juli bis Dezember 2006 | [Juli bis Dezember 2006] 2006-07-01/2006-12-31
de | 1996/97 | [1996/97] 1996-01-01/1997-12-31
de | in den 1970er und 1980er Jahren | [1980er Jahren] 1980-01-01/1989-12-31
de | Anfang Juli 2011 | [Anfang Juli 2011] 2011-07-01/2011-07-10
de | vor zwei Wochen | [vor zwei Wochen] 2024-09-30/2024-10-06
de | in den vergangenen drei Monaten | [vergangenen drei Monaten] 2024-07-20/2024-10-18
de | im vergangenen Jahr | [vergangenen Jahr] 2023
de | am Wochenende | [Wochenende] 2024-10-12/2024-10-13
de | mit 1.500 Soldaten | -
de | 2000 Soldaten | -
de | im Frühjahr/Sommer 2022 | [2022] 2022
de | Mitte August | [Mitte August] 2024-08-11/2024-08-20
de | im kommenden Jahr | [kommenden Jahr] 2025
de | am Morgen | -
de | seit Montag | [seit Montag] 2024-10-14/2024-10-18
de | Dezember 2019 bis Februar 2020 | [Dezember 2019 bis Februar 2020] 2019-12-01/2020-02-29
de | am Freitagabend | [Freitagabend] 2024-10-18
de | vorgestern | [vorgestern] 2024-10-16
de | Im Sommer 2016 | [Sommer 2016] 2016-06-01/2016-08-31
de | im vergangenen Winter | [vergangenen Winter] 2023-12-01/2024-02-29
de | in dieser Woche | [dieser Woche] 2024-10-14/2024-10-20
de | am 31. Februar | -
de | morgen wird | [morgen] 2024-10-19
de | am Montag vergangener Woche | [Montag vergangener Woche] 2024-10-07
de | seit 2022 | [seit 2022] 2022-01-01/2024-10-18
de | bis Ende Oktober | [Ende Oktober] 2024-10-21/2024-10-31
de | am 5. November soll | [5. November] 2024-11-05
de | (1999) | [1999] 1999
de | Ende September | [Ende September] 2024-09-21/2024-09-30
de | im Vorjahr | [Vorjahr] 2023
de | am 24.2.2022 | [24.2.2022] 2022-02-24
de | heute | [heute] 2024-10-18
en | on Friday | [Friday] 2024-10-18
en | last month | [last month] 2024-09
en | between 8 and 13 October | [between 8 and 13 October] 2024-10-08/2024-10-13
en | in June | [June] 2024-06
en | 18 October | [18 October] 2024-10-18
en | October 18, 2024 | [October 18, 2024] 2024-10-18
en | Oct. 8 | [Oct. 8] 2024-10-08
en | since August | [since August] 2024-08-01/2024-10-18
en | late 2023 | [late 2023] 2023-10-01/2023-12-31
en | next week | [next week] 2024-10-21/2024-10-27
en | by December | [December] 2024-12
en | two weeks ago | [two weeks ago] 2024-09-30/2024-10-06
en | in summer 2016 | [summer 2016] 2016-06-01/2016-08-31
en | last summer | [last summer] 2024-06-01/2024-08-31
en | (17-18 February 2015) | [17-18 February 2015] 2015-02-17/2015-02-18
en | 1970s | [1970s] 1970-01-01/1979-12-31
en | 1996-97 | [1996-97] 1996-01-01/1997-12-31
en | he may go in May | [May] 2024-05
en | in March | [March] 2024-03
en | the march in March 2004 | [March 2004] 2004-03
en | from October 8 to 13 | [from October 8 to 13] 2024-10-08/2024-10-13
en | on the morning of 3 September 2013 | [3 September 2013] 2013-09-03
en | early July 2011 | [early July 2011] 2011-07-01/2011-07-10
en | since 2022 | [since 2022] 2022-01-01/2024-10-18
en | on Monday night | [Monday night] 2024-10-14
en | this week | [this week] 2024-10-14/2024-10-20
en | over the weekend | [weekend] 2024-10-12/2024-10-13
en | 5,000 men in 2003 | [2003] 2003
en | last October | [last October] 2023-10
en | spring 2020 | [spring 2020] 2020-03-01/2020-05-31
en | on 9/11 | -
en | yesterday | [yesterday] 2024-10-17
en | last Friday | [last Friday] 2024-10-11
en | next Monday | [next Monday] 2024-10-21
en | on Tuesday last week | [Tuesday last week] 2024-10-08
en | February 31 | -
en | spring of 2022 | [spring of 2022] 2022-03-01/2022-05-31
en | (1999) | [1999] 1999
en | in the past three months | [past three months] 2024-07-20/2024-10-18
en | on 5 November the court will rule | [5 November] 2024-11-05
en | between July and December 2006 | [between July and December 2006] 2006-07-01/2006-12-31
en | mid-August | [mid-August] 2024-08-11/2024-08-20
en | 2024-10-18 | [2024-10-18] 2024-10-18
en | today | [today] 2024-10-18
en | earlier this month | [earlier this month] 2024-10
en | tomorrow | [tomorrow] 2024-10-19
en | at the end of 2023 | [end of 2023] 2023-10-01/2023-12-31
de | Am Freitag | [Freitag] 2024-10-18
de | Vor drei Tagen | [Vor drei Tagen] 2024-10-15
de | in der Nacht zum Montag | [Nacht zum Montag] 2024-10-13/2024-10-14
de | von Montag bis Mittwoch | [von Montag bis Mittwoch] 2024-10-14/2024-10-16
de | Der Rat will am Montag beraten. | [Montag] 2024-10-21
de | Sie soll am Montag getötet worden sein. | [Montag] 2024-10-14
de | diesen Sonntag | [diesen Sonntag] 2024-10-20
de | Anfang des Jahres | [Anfang des Jahres] 2024-01-01/2024-03-31
de | Ende letzten Jahres | [Ende letzten Jahres] 2023-10-01/2023-12-31
de | Mitte letzten Monats | [Mitte letzten Monats] 2024-09-11/2024-09-20
de | seit Jahresbeginn | [seit Jahresbeginn] 2024-01-01/2024-10-18
de | im zweiten Quartal 2024 | [zweiten Quartal 2024] 2024-04-01/2024-06-30
de | im zweiten Halbjahr | [zweiten Halbjahr] 2024-07-01/2024-12-31
de | im 20. Jahrhundert | [20. Jahrhundert] 1901-01-01/2000-12-31
de | in den neunziger Jahren | [neunziger Jahren] 1990-01-01/1999-12-31
de | am Wochenende will sie reden | [Wochenende] 2024-10-19/2024-10-20
de | In drei Tagen soll es geschehen. | [In drei Tagen] 2024-10-21
de | In drei Tagen schrieb er zwei Briefe. | -
de | Heute Morgen war es kalt. | [Heute Morgen] 2024-10-18
de | Morgen wird es kalt. | [Morgen] 2024-10-19
de | an jedem Morgen | -
de | die Welt am Sonntag | -
de | die Straße des 17. Juni | -
de | Resolution 1973 | -
de | rund 2000 Anfragen | -
de | die 2022 gegründete Firma | [2022] 2022
de | Herr Sommer kam. | -
de | an Silvester | [Silvester] 2023-12-31
en | On Friday | [Friday] 2024-10-18
en | A year ago | [A year ago] 2023
en | in the night to Monday | [night to Monday] 2024-10-13/2024-10-14
en | from Monday to Wednesday | [from Monday to Wednesday] 2024-10-14/2024-10-16
en | He said on Monday it would go. | [Monday] 2024-10-14
en | He said it would go on Monday. | [Monday] 2024-10-21
en | this Sunday | [this Sunday] 2024-10-20
en | late last year | [late last year] 2023-10-01/2023-12-31
en | in the middle of last month | [middle of last month] 2024-09-11/2024-09-20
en | since the start of the year | [since the start of the year] 2024-01-01/2024-10-18
en | in the third quarter of 2024 | [third quarter of 2024] 2024-07-01/2024-09-30
en | Q2 2023 | [Q2 2023] 2023-04-01/2023-06-30
en | the first half of 2023 | [first half of 2023] 2023-01-01/2023-06-30
en | in the 20th century | [20th century] 1901-01-01/2000-12-31
en | the 2016 election | [2016] 2016
en | in 2018, 2019 and 2020 | [2018] 2018; [2019] 2019; [2020] 2020
en | this morning | [this morning] 2024-10-18
en | last night | [last night] 2024-10-17
en | The verdict is due in two weeks. | [in two weeks] 2024-10-28/2024-11-03
en | It was built in two weeks. | -
en | on New Year's Eve | [New Year's Eve] 2023-12-31
en | 10/13/2024 | [10/13/2024] 2024-10-13
en | 13/10/2024 | [13/10/2024] 2024-10-13
en | 03/04/2024 | [03/04/2024] 2024-03-04/2024-04-03
en | 03/04/2024, then 04/13/2024 | [03/04/2024] 2024-03-04; [04/13/2024] 2024-04-13
en | 05/05/2024 | [05/05/2024] 2024-05-05
en | the Sunday Times | -
en | Ms Summer and August Miller | -
en | the fall of the city | -
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in SPEC.strip().splitlines()]


def shown(text: str, mentions: list[DateMention]) -> str:
    return "; ".join(f"[{text[mention.begin : mention.end]}] {mention.when}" for mention in mentions) or "-"


@pytest.mark.parametrize(("language", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_date(language: str, text: str, expected: str) -> None:
    assert shown(text, dates(text, language, PUBLISHED_ON)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "am Freitag"),
        ("de", "gestern"),
        ("de", "im Sommer"),
        ("en", "last month"),
        ("en", "18 October"),
    ],
)
def test_relative_dates_need_a_day_of_publication(language: str, text: str) -> None:
    assert dates(text, language, None) == []
    assert date_spans(text, language) != []


def test_dates_with_a_year_need_none() -> None:
    assert [mention.when for mention in dates("Am 8. Oktober 2024 und im Mai 2023.", "de", None)] == [
        "2024-10-08",
        "2023-05",
    ]


def test_day_without_year_just_after_new_year_lies_in_the_old_one() -> None:
    (mention,) = dates("on 28 December", "en", date(2025, 1, 3))
    assert mention.when == "2024-12-28"


def test_last_representable_days_do_not_break() -> None:
    assert dates("next week", "en", date(9999, 12, 31)) == []
    assert dates("tomorrow", "en", date(9999, 12, 31)) == []
    assert dates("two years ago", "en", date(1, 1, 1)) == []


def test_numbers_that_are_no_dates() -> None:
    assert dates("1.500 Soldaten, 2000 Soldaten und 3,5 Prozent", "de", PUBLISHED_ON) == []
    assert dates("5,000 men and 2000 troops may march", "en", PUBLISHED_ON) == []
