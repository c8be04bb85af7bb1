"""What holds of matching for any statements: order is nothing, copies and relays add no origin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi import actors
from dementi.match import Question, claims, grouping, weighing_claims
from dementi.model import Claim, Copy, Event, Part, Relay, Source, Statement

EVENTS = st.builds(
    Event,
    act=st.sampled_from(["deploy_troops", "deliver_arms", "strike", "poison", "die"]),
    agent=st.sampled_from([None, "KP", "RU", "RU/kremlin", "RU/alexei-navalny"]),
    target=st.sampled_from([None, "RU", "UA", "hospital", "Krankenhaus in Kiew", "RU/alexei-navalny"]),
    theme=st.sampled_from([None, "arms", "missiles", "soldiers", "odd things"]),
    place=st.sampled_from([None, "RU", "Kyiv", "Kursk"]),
    when=st.sampled_from([None, None, "2024", "2024-10", "2024-10-08", "2024-06-01/2024-08-31", "soon"]),
)
SOURCES = st.sampled_from(
    [
        None,
        Source(text="unnamed officials"),
        Source(text="ukrainische Informationen"),
        *(
            Source(text=one, actor=one, country=actors.country(one))
            for one in ("KP", "RU", "KR/nis", "yonhap")
        ),
    ]
)
DAYS = st.one_of(st.none(), st.integers(0, 120).map(lambda after: date(2024, 8, 1) + timedelta(days=after)))


@st.composite
def documents(draw: st.DrawFn) -> list[list[Statement]]:
    """Some documents, each a list of statements."""
    return [_document(draw, number) for number in range(draw(st.integers(1, 6)))]


def _document(draw: st.DrawFn, number: int) -> list[Statement]:
    day = draw(DAYS)
    made = []
    for at in range(draw(st.integers(1, 4))):
        event = draw(st.one_of(st.none(), EVENTS))
        words = draw(st.sampled_from([None, "these reports", "that something else happened"]))
        made.append(
            Statement(
                statement_id=f"s-{number}-{at}",
                document_id=f"d-{number}",
                outlet=f"Outlet {number % 3}",
                published_on=day,
                language="de",
                kind=draw(st.sampled_from(["indirect", "direct", "stated"])),
                source=draw(SOURCES),
                relays=draw(st.sampled_from([(), (Relay(text="Yonhap", actor="yonhap"),)])),
                cue=Part(text="sagte", spans=((at * 100, at * 100 + 5),)),
                content=Part(text=words, spans=((at * 100 + 10, at * 100 + 40),)) if words else None,
                stance=draw(
                    st.sampled_from(
                        ["asserts", "asserts", "confirms", "denies", "doubts", "silent", "threatens"]
                    )
                ),
                certainty=draw(st.sampled_from(["certain", "possible"])),
                event=event,
            )
        )
    return made


def flat(found: Sequence[list[Statement]]) -> list[Statement]:
    return [statement for document in found for statement in document]


def as_copy(document: list[Statement], later: int) -> list[Statement]:
    day = document[0].published_on
    changes: dict[str, Any] = {"document_id": "d-copy", "outlet": "Outlet of the copy"}
    if day is not None:
        changes["published_on"] = day + timedelta(days=later)
    return [
        msgspec.structs.replace(one, statement_id=one.statement_id.replace("s-", "s-copy-"), **changes)
        for one in document
    ]


def origins(found: Sequence[Claim]) -> dict[str, set[str]]:
    return {claim.claim_id: {one.origin_id for one in claim.attachments} for claim in found}


@given(documents(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing(made: list[list[Statement]], random: Any) -> None:
    statements = flat(made)
    shuffled = statements.copy()
    random.shuffle(shuffled)
    assert claims(shuffled) == claims(statements)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_every_attachment_is_a_statement_of_the_run_and_comes_once_per_claim(
    made: list[list[Statement]],
) -> None:
    statements = flat(made)
    known = {one.statement_id for one in statements}
    found = claims(statements)
    assert len({claim.claim_id for claim in found}) == len(found)
    for claim in found:
        attached = [one.statement_id for one in claim.attachments]
        assert len(set(attached)) == len(attached)
        assert set(attached) <= known
        assert claim.claim_id not in {near.claim_id for near in claim.near}
        assert {near.claim_id for near in claim.near} <= {one.claim_id for one in found}


@given(documents())
@settings(max_examples=60, deadline=None)
def test_merged_statements_never_contradict_each_other(made: list[list[Statement]]) -> None:
    """Two different acts, or two different states as agent, never stand in one claim as its own."""
    by_id = {one.statement_id: one for one in flat(made)}
    for claim in claims(flat(made)):
        events = [
            event
            for one in claim.attachments
            if one.why.startswith("says so itself") and (event := by_id[one.statement_id].event) is not None
        ]
        assert len({event.act for event in events}) <= 1
        agents = {actors.country(event.agent) for event in events if event.agent}
        assert len(agents) <= 1


@given(documents(), st.sampled_from([0, 3, 30, 300]))
@settings(max_examples=60, deadline=None)
def test_a_copy_adds_no_origin_and_no_claim(made: list[list[Statement]], later: int) -> None:
    statements = flat(made)
    copied = as_copy(made[0], later)
    copy = Copy(document_id="d-copy", of_document_id="d-0", similarity=1.0, containment=1.0)
    before, after = claims(statements), claims([*copied, *statements], copies=[copy])
    assert origins(after) == origins(before)
    assert all(
        attachment.is_copy == attachment.statement_id.startswith("s-copy-")
        for claim in after
        for attachment in claim.attachments
    )


@given(documents(), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_a_relay_of_a_known_origin_adds_none(made: list[list[Statement]], which: int) -> None:
    statements = flat(made)
    told = [
        one for one in statements if one.event and one.source and one.source.actor and one.kind != "stated"
    ]
    if not told:
        return
    relayed = msgspec.structs.replace(
        told[which % len(told)],
        statement_id="s-relay-0",
        document_id="d-relay",
        outlet="Far Away Times",
        relays=(Relay(text="Far Away Agency"),),
    )
    before, after = claims(statements), claims([*statements, relayed])
    assert origins(after) == origins(before)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_weighing_is_given_one_row_for_each_claim(made: list[list[Statement]]) -> None:
    statements = flat(made)
    found = claims(statements, language="de")
    weighed = weighing_claims(found, statements, undated=date(2024, 12, 31))
    assert [one.id for one in weighed] == [one.claim_id for one in found]
    assert all(one.statements for one in weighed)


@given(documents(), EVENTS, st.sampled_from(["Schickt Nordkorea Soldaten?", "Did it happen?", ""]))
@settings(max_examples=40, deadline=None)
def test_a_question_is_always_answered_by_one_claim(
    made: list[list[Statement]], event: Event, text: str
) -> None:
    statements = flat(made)
    (found,) = claims(statements, questions=[Question(text=text, language="de", event=event)])
    assert {one.statement_id for one in found.attachments} <= {one.statement_id for one in statements}


@given(documents())
@settings(max_examples=60, deadline=None)
def test_looking_cells_up_finds_what_looking_at_all_of_them_finds(made: list[list[Statement]]) -> None:
    statements = flat(made)
    fast = claims(statements)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grouping._Candidates, "of", lambda self, _: range(len(self._cells)))
        assert claims(statements) == fast
