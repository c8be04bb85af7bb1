"""Days as reports write them."""

from datetime import date

import pytest

from dementi.load import days


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024-10-18", date(2024, 10, 18)),
        ("2024-10-18T23:30:00-05:00", date(2024, 10, 18)),  # the day as written, no zone moves it
        ("2024-10-18T10:00:00.123Z", date(2024, 10, 18)),
        ("20241018", date(2024, 10, 18)),
        ("20241018T101500Z", date(2024, 10, 18)),
        ("2024/10/18", date(2024, 10, 18)),
        ("18.10.2024", date(2024, 10, 18)),
        ("Freitag, 18. Oktober 2024", date(2024, 10, 18)),
        ("18. Okt. 2024", date(2024, 10, 18)),
        ("1. März 2022", date(2022, 3, 1)),
        ("3. Jänner 2020", date(2020, 1, 3)),
        ("18 October 2024", date(2024, 10, 18)),
        ("Oct. 18, 2024", date(2024, 10, 18)),
        ("Fri, 18 Oct 2024 09:00:00 +0900", date(2024, 10, 18)),
        ("October 18th, 2024", date(2024, 10, 18)),
        ("10/18/2024", date(2024, 10, 18)),
        ("18/10/2024", date(2024, 10, 18)),
        ("5/5/2024", date(2024, 5, 5)),
        # A month or year stands for its last day: only then was the report surely public.
        ("2024-10", date(2024, 10, 31)),
        ("Februar 2024", date(2024, 2, 29)),
        ("2023", date(2023, 12, 31)),
    ],
)
def test_a_field_gives_its_day(words: str, expected: date) -> None:
    assert days.day_of_field(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "9999-01-01",
        "1066-10-14",
        "2024-02-30",
        "2024-13-01",
        "3/4/2024",
        "yesterday",
        "",
        "0000-00-00",
        "2024-00",
    ],
)
def test_a_field_that_gives_no_day_says_what_it_found(words: str) -> None:
    with pytest.raises(days.DayError, match="found"):
        days.day_of_field(words)


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("18 October 2024, 14:30 Uhr: so", "18 October 2024, 14:30 Uhr"),
        ("October 18, 2024 10:15 a.m. GMT", "October 18, 2024 10:15 a.m. GMT"),
        ("2024-10 Ein", "2024-10"),
        ("2024-10-18 Ein", "2024-10-18"),
    ],
)
def test_a_day_in_a_line_ends_where_its_words_end(line: str, end: str) -> None:
    found = days.day_at(line)
    assert found is not None
    assert line[: found[1]] == end


@pytest.mark.parametrize(
    "line", ["2024 soldiers", "18 soldiers in October", "May has said", "1.500 Soldaten", "9999-10-10"]
)
def test_what_is_no_day_gives_none(line: str) -> None:
    assert days.day_at(line) is None
