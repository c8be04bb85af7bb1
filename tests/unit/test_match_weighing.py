"""What the weighing engine is given."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from dementi.match import claims, weighing_claims
from dementi.match.amounts import quantity
from dementi.model import (
    Act,
    Event,
    Language,
    Part,
    Quantity,
    Relay,
    Source,
    Stance,
    StatedQuantity,
    Statement,
    WeighingStatement,
)

EVENT = Event(act="deploy_troops", agent="KP", target="RU")
UNDATED = date(2024, 10, 31)


def amount(low: float | None, high: float | None, unit: str | None) -> Quantity:
    return Quantity(low=low, high=high, unit=unit, text="…", span=(0, 1))


def statement(
    number: int,
    stance: Stance = "asserts",
    source: Source | None = None,
    quantities: tuple[Quantity, ...] = (),
    published_on: date | None = date(2024, 10, 18),
) -> Statement:
    return Statement(
        statement_id=f"s-a-{number}",
        document_id="d-a",
        outlet="The Paper",
        url="https://paper.example/1",
        published_on=published_on,
        language="en",
        kind="indirect",
        source=source or Source(text="Seoul's spy agency", actor="KR/nis", country="KR", named=True),
        relays=(Relay(text="Yonhap", actor="yonhap"),),
        content=Part(text="that soldiers are on their way", spans=((10, 40),)),
        stance=stance,
        certainty="probable",
        basis="intelligence",
        event=EVENT,
        quantities=quantities,
    )


def test_a_statement_is_passed_on_with_all_that_weighs() -> None:
    made = [statement(0, quantities=(amount(1500, 1500, "soldiers"),))]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert (found.id, found.agent, found.target) == ("deploy_troops-KP-RU-2024-10", "KP", "RU")
    assert found.claim == "North Korea is sending troops to Russia (October 2024)."
    assert found.claim_de == "Nordkorea entsendet Truppen nach Russland (Oktober 2024)."
    assert found.question == "Is North Korea sending troops to Russia?"
    assert found.statements == (
        WeighingStatement(
            date=date(2024, 10, 18),
            source="National Intelligence Service (South Korea)",
            actor="KR/nis",
            source_country="KR",
            outlet="The Paper",
            url="https://paper.example/1",
            stance="asserts",
            certainty="probable",
            basis="intelligence",
            relays=("Yonhap",),
            quantity=StatedQuantity(number=1500, unit="soldiers"),
            language="en",
            says="that soldiers are on their way",
            statement_id="s-a-0",
            document_id="d-a",
            origin_id="o-kr-nis-asserts-2024-10-18",
        ),
    )


def test_what_is_no_claim_of_fact_is_attached_but_not_weighed() -> None:
    made = [statement(0), statement(1, stance="predicts"), statement(2, stance="demands")]
    found = claims(made)
    (weighed,) = weighing_claims(found, made, undated=UNDATED)
    assert len(found[0].attachments) == 3
    assert [one.statement_id for one in weighed.statements] == ["s-a-0"]


def test_undated_statements_take_the_day_given() -> None:
    made = [statement(0, published_on=None)]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert found.statements[0].date == UNDATED


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source(text="two officials"), "two officials"),
        (Source(text="Mr Doe", actor="XX/unheard-of", name="Jane Doe"), "Jane Doe"),
        (Source(), "unnamed source"),
        (Source(text="he"), "unnamed source"),
        (Source(text="Man"), "unnamed source"),
        (Source(text="eigenen Angaben"), "unnamed source"),
        (Source(text="Angaben eines Senders"), "Angaben eines Senders"),
    ],
)
def test_every_voice_has_a_name_for_people(source: Source, name: str) -> None:
    made = [msgspec.structs.replace(statement(0, source=source), relays=())]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert found.statements[0].source == name


@pytest.mark.parametrize(
    ("act", "theme", "quantities", "picked"),
    [
        ("deploy_troops", None, [(1500, "Soldaten")], 0),
        ("deploy_troops", None, [(3, "Wochen"), (1500, "Soldaten")], 1),
        ("deploy_troops", None, [(1500, None)], 0),
        ("deploy_troops", None, [(1500, None), (3, "days")], 0),
        ("deploy_troops", None, [(1500, None), (2000, None)], None),
        ("deploy_troops", None, [(20, "percent")], None),
        ("deploy_troops", None, [(7, "containers")], None),
        ("deliver_arms", "artillery_shells", [(9, "Container"), (8_000_000, "Granaten")], 1),
        ("deliver_arms", "missiles", [(8_000_000, "shells")], None),
        ("kill", None, [(43, "civilians")], 0),
        ("deploy_troops", None, [], None),
    ],
)
def test_the_number_that_answers_the_claim(
    act: Act, theme: str | None, quantities: list[tuple[float, str | None]], picked: int | None
) -> None:
    made = statement(0, quantities=tuple(amount(number, number, unit) for number, unit in quantities))
    found = quantity(made, Event(act=act, theme=theme))
    assert found == (None if picked is None else made.quantities[picked])


@pytest.mark.parametrize(
    ("low", "high", "stated"),
    [
        (1500, 1500, StatedQuantity(number=1500, unit="soldiers")),
        (10000, 12000, StatedQuantity(number=11000, unit="soldiers", low=10000, high=12000)),
        (None, 10000, StatedQuantity(number=10000, unit="soldiers", high=10000)),
        (3000, None, StatedQuantity(number=3000, unit="soldiers", low=3000)),
    ],
)
def test_a_range_keeps_its_ends(low: float | None, high: float | None, stated: StatedQuantity) -> None:
    made = [statement(0, quantities=(amount(low, high, "soldiers"),))]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert found.statements[0].quantity == stated


def test_a_quantity_keeps_its_qualifier_and_the_day_it_speaks_of() -> None:
    quantity_so_far = msgspec.structs.replace(amount(3000, 3000, "soldiers"), qualifier="so far")
    later = msgspec.structs.replace(EVENT, when="2024-12")
    made = [
        msgspec.structs.replace(statement(0, quantities=(quantity_so_far,)), event=later),
    ]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert found.statements[0].quantity == StatedQuantity(
        number=3000, unit="soldiers", qualifier="so far", when="2024-12"
    )


def test_a_number_without_ends_is_not_weighed() -> None:
    made = [statement(0, quantities=(amount(None, None, "soldiers"),))]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert found.statements[0].quantity is None


@pytest.mark.parametrize(("outlet", "name"), [("The Paper", "The Paper"), (None, "the author")])
def test_an_authors_own_word_goes_by_the_outlets_name(outlet: str | None, name: str) -> None:
    made = [msgspec.structs.replace(statement(0), kind="stated", source=None, relays=(), outlet=outlet)]
    (found,) = weighing_claims(claims(made), made, undated=UNDATED)
    assert (found.statements[0].source, found.statements[0].relays) == (name, None)


def _weighed(made: list[Statement], language: Language = "en") -> tuple[WeighingStatement, ...]:
    (found,) = weighing_claims(claims(made), made, undated=UNDATED, language=language)
    return found.statements


def test_an_author_without_an_outlet_speaks_as_an_outlet() -> None:
    made = [msgspec.structs.replace(statement(0), kind="stated", source=None, relays=(), outlet=None)]
    (found,) = _weighed(made, "de")
    assert (found.source, found.outlet) == ("der Verfasser", "der Verfasser")


def _said_by(number: int, source: Source | None, **fields: object) -> Statement:
    return msgspec.structs.replace(statement(number), source=source, **fields)


def test_who_passes_on_what_nobody_said_speaks_for_himself() -> None:
    (found,) = _weighed([_said_by(0, None)])
    assert found.source == "Yonhap"


def test_one_source_has_one_name_in_the_language_of_the_run() -> None:
    made = [
        _said_by(0, Source(text="Angaben von Ärzten"), language="de", relays=()),
        _said_by(1, Source(text="doctors"), language="en", relays=()),
    ]
    assert [one.source for one in _weighed(made, "en")] == ["doctors", "doctors"]
    assert [one.source for one in _weighed(made, "de")] == ["Angaben von Ärzten"] * 2


@pytest.mark.parametrize(
    ("text", "basis", "actor"),
    [
        ("an Iranian official", "anonymous", None),
        ("Iranian officials", "anonymous", "IR"),
        ("Tehran", "unstated", "IR"),
    ],
)
def test_one_unnamed_official_is_not_the_state(text: str, basis: str, actor: str | None) -> None:
    source = Source(text=text, actor="IR", name="Iran", country="IR", named=text == "Tehran")
    about = Event(act="deliver_arms", agent="IR", target="RU")
    (found,) = _weighed([_said_by(0, source, basis=basis, relays=(), event=about)])
    assert (found.actor, found.source_country) == (actor, "IR")
    assert found.source == (text if actor is None else "Iran")


def test_an_unnamed_official_of_a_third_state_speaks_for_it() -> None:
    source = Source(text="a US official", actor="US", name="United States", country="US")
    (found,) = _weighed([_said_by(0, source, basis="anonymous", relays=())])
    assert found.actor == "US"
