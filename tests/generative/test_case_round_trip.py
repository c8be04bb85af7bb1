"""Any record that goes into a case comes out of it the same."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dementi.case import Case
from dementi.model import Assessment, Claim, Copy, Document, Edit, Statement

DAY = date(2024, 10, 18)
#: Everything but half characters (surrogates), which no file can hold; NUL and private use are in.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
BASIC: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 10**6),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: st.dates(),
    type(None): st.none(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    if hint in BASIC:
        return BASIC[hint]
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values(one) for one in inner])
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, inner))
    return records(hint)


def records(kind: type, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any record of a kind, all fields filled."""
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{**{name: values(hint) for name, hint in hints.items()}, **fixed})


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    """A text with edits in order that do not overlap."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    borders = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return text, tuple(Edit(begin, end, draw(WORDS)) for begin, end in pairs)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case(tmp_path_factory.mktemp("round") / "story.case") as opened:
        yield opened


numbers = count()


@settings(max_examples=60, deadline=None)
@given(records(Document), edited_texts(), st.lists(records(Statement), max_size=3))
def test_documents_and_statements(
    case: Case, document: Document, edited: tuple[str, tuple[Edit, ...]], statements: list[Statement]
) -> None:
    name = f"d-{next(numbers)}"
    text, edits = edited
    document = msgspec.structs.replace(document, document_id=name, text=text, edits=edits)
    numbered = [
        msgspec.structs.replace(one, document_id=name, statement_id=f"s-{name}-{number}")
        for number, one in enumerate(statements)
    ]
    assert case.add(document, numbered, 0)
    assert case.document(name) == document
    assert [case.statement(one.statement_id) for one in numbered] == numbered
    case.search(f'"{text[:10]}"')


@settings(max_examples=60, deadline=None)
@given(
    st.lists(records(Claim, attachments=st.just(())), max_size=3, unique_by=lambda one: one.claim_id),
    st.lists(records(Assessment, probability=st.floats(0, 1)), max_size=3),
)
def test_claims_and_assessments(case: Case, claims: list[Claim], assessments: list[Assessment]) -> None:
    case.store(claims, assessments, as_of=DAY, model="m-1")
    assert case.claims() == tuple(claims)
    for one in assessments:
        assert one in case.assessments(one.id)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_copies(case: Case, similarity: float, containment: float) -> None:
    for name in ("d-original", "d-copy"):
        case.add(Document(document_id=name, text="x", sha256="x"), [], 0)
    copy = Copy(
        document_id="d-copy", of_document_id="d-original", similarity=similarity, containment=containment
    )
    case.add_copies([copy])
    (found,) = case.copies()
    assert found == copy
    assert math.copysign(1, found.similarity) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_attachments(case: Case, data: st.DataObject) -> None:
    name = f"d-{next(numbers)}"
    statement = Statement(statement_id=f"s-{name}", document_id=name, kind="stated", stance="asserts")
    case.add(Document(document_id=name, text="x", sha256="x"), [statement], 0)
    claim = data.draw(records(Claim, attachments=attachments_to(statement.statement_id)))
    case.store([claim], [], as_of=DAY, model="m-1")
    assert case.claim(claim.claim_id) == claim


def attachments_to(statement_id: str) -> st.SearchStrategy[Any]:
    kind = typing.get_args(typing.get_type_hints(Claim)["attachments"])[0]
    return st.lists(records(kind, statement_id=st.just(statement_id)), max_size=3).map(tuple)
