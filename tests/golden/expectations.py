"""What the reader must find in a text: written from the text by hand, compared as a subset.

Each file of ``expected/`` holds one text. Its first line gives the text, or names a report of the
embedded example; every other line is one expectation. A line with ``never`` says what must not be there.

    {"source": "KR/nis", "stance": "asserts", "act": "deploy_troops", "quantity": [1500, 1500]}
    {"never": {"source": "RU*", "stance": ["asserts", "confirms"]}}

A list of words means any of them. ``source``: ``KR/nis`` is this actor, ``RU*`` the state with all its
bodies and persons, ``~Lehrerin`` words of the source, ``-`` nobody in particular. ``at``: words that the
statement's content, cue or frame overlaps. ``content_has``: words inside its content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dementi import load, read
from dementi.model import Document, Part, Statement

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "north-korea-2024"


class Expectation(NamedTuple):
    """One line of a file of ``expected/``."""

    file: str
    line_number: int
    wanted: dict[str, Any]

    @property
    def label(self) -> str:
        return f"{self.file.removesuffix('.jsonl')}:{self.line_number}"


def not_yet(reader: str) -> Path:
    """The list of what a reader does not meet yet; the floor that only moves up."""
    return HERE / ("not_yet.txt" if reader == "rules" else f"not_yet_{reader}.txt")


def expectations() -> Iterator[Expectation]:
    """All expectations, file after file."""
    for path in sorted((HERE / "expected").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if number > 1:
                yield Expectation(path.name, number, json.loads(line))


@cache
def reading_of(file: str, reader: str) -> tuple[Document, tuple[Statement, ...]]:
    """The document a file is about, with the statements a reader finds in it."""
    first, _, _ = (HERE / "expected" / file).read_text(encoding="utf-8").partition("\n")
    head = json.loads(first)
    document = _example(head) if "document" in head else _own(head)
    return document, read.statements(document, reader=reader).statements


def _example(head: dict[str, str]) -> Document:
    loaded = [one for one in load.documents([str(EXAMPLE / head["document"])]) if isinstance(one, Document)]
    chosen = [one for one in loaded if head.get("document_id") in {None, one.document_id}]
    assert len(chosen) == 1, f"{head} names {len(chosen)} documents"
    return chosen[0]


def _own(head: dict[str, str]) -> Document:
    digest = hashlib.sha256(head["text"].encode()).hexdigest()
    return Document(
        document_id=f"d-{digest[:12]}",
        text=head["text"],
        sha256=digest,
        language=head["language"],
        published_on=date.fromisoformat(head["published_on"]),
    )


def fits(statement: Statement, wanted: dict[str, Any], document: Document) -> bool:
    """Whether a statement has everything that is wanted of it."""
    return all(CHECKS[field](statement, value, document) for field, value in wanted.items())


def _any_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has_source(statement: Statement, value: Any, _: Document) -> bool:
    return any(_is_source(statement, word) for word in _any_of(value))


def _is_source(statement: Statement, word: str) -> bool:
    source = statement.source
    if word == "-":
        return source is None or source.actor is None
    if source is None:
        return False
    if word.startswith("~"):
        return word[1:].casefold() in f"{source.text} {source.name}".casefold()
    if word.endswith("*"):
        actor = source.actor or ""
        return actor == word[:-1] or actor.startswith(f"{word[:-1]}/") or source.country == word[:-1]
    return source.actor == word


def _has_event(field: str) -> Callable[[Statement, Any, Document], bool]:
    return lambda statement, value, _: (
        statement.event is not None and getattr(statement.event, field) in _any_of(value)
    )


def _has_party(field: str) -> Callable[[Statement, Any, Document], bool]:
    """A state stands for its bodies and persons too: ``BY`` is met by ``BY/government``."""
    return lambda statement, value, _: (
        statement.event is not None
        and any(f"{getattr(statement.event, field)}/".startswith(f"{party}/") for party in _any_of(value))
    )


def _has(field: str) -> Callable[[Statement, Any, Document], bool]:
    return lambda statement, value, _: getattr(statement, field) in _any_of(value)


def _has_quantity(statement: Statement, value: list[float | str | None], _: Document) -> bool:
    """Both ends as wanted; ``*`` where the words leave the end to taste, as in "dozens"."""
    return any(
        all(want in ("*", end) for want, end in zip(value, (one.low, one.high), strict=True))
        for one in statement.quantities
    )


def _has_qualifier(statement: Statement, value: str, _: Document) -> bool:
    return any(
        value in (quantity.qualifier or "", quantity.text.split()[0]) for quantity in statement.quantities
    )


def _has_author_view(statement: Statement, value: str, _: Document) -> bool:
    return statement.author_view is not None and statement.author_view.view == value


def _has_relay(statement: Statement, value: str, _: Document) -> bool:
    return any(value.casefold() in relay.text.casefold() for relay in statement.relays)


def _has_content(statement: Statement, value: str, document: Document) -> bool:
    return statement.content is not None and _overlaps(statement.content, value, document)


def _is_at(statement: Statement, value: str, document: Document) -> bool:
    parts = (statement.content, statement.cue, statement.frame)
    return any(_overlaps(part, value, document) for part in parts if part is not None)


def _overlaps(part: Part, words: str, document: Document) -> bool:
    count = document.text.count(words)
    assert count == 1, f"'{words}' stands {count} times in the text: mend the expectation"
    begin = document.text.index(words)
    return any(span[0] < begin + len(words) and begin < span[1] for span in part.spans)


CHECKS: dict[str, Callable[[Statement, Any, Document], bool]] = {
    "source": _has_source,
    "stance": _has("stance"),
    "certainty": _has("certainty"),
    "kind": _has("kind"),
    "basis": _has("basis"),
    "act": _has_event("act"),
    "agent": _has_party("agent"),
    "target": _has_party("target"),
    "theme": _has_event("theme"),
    "place": _has_party("place"),
    "when": _has_event("when"),
    "quantity": _has_quantity,
    "qualifier": _has_qualifier,
    "author_view": _has_author_view,
    "relay": _has_relay,
    "content_has": _has_content,
    "at": _is_at,
}


def shown(statements: tuple[Statement, ...]) -> str:
    """The statements in one line each, for a failing test's message."""
    return "\n".join(_line(statement) for statement in statements) or "(no statements)"


def _line(statement: Statement) -> str:
    source, event = statement.source, statement.event
    words = [
        f"{source.text!r} {source.actor or '?'}" if source else "-",
        *(f"via {relay.text}" for relay in statement.relays),
        f"{statement.stance}/{statement.certainty}/{statement.kind}",
        f"author {statement.author_view.view}" if statement.author_view else "",
        f"[{statement.cue.text}]" if statement.cue else "",
        f"{event.agent} {event.act} {event.target} {event.theme} {event.place} {event.when}" if event else "",
        *(f"({one.low}–{one.high} {one.unit}, {one.qualifier})" for one in statement.quantities),
        f"«{statement.content.text[:80]}»" if statement.content else "",
    ]
    return "  " + " ".join(word for word in words if word)


def unmet(expectation: Expectation, reader: str) -> str | None:
    """What is wrong where an expectation is not met; None where it is."""
    document, statements = reading_of(expectation.file, reader)
    never = expectation.wanted.get("never")
    found = [statement for statement in statements if fits(statement, never or expectation.wanted, document)]
    if never is not None:
        return f"must not be there: {never}\nbut found:\n{shown(tuple(found))}" if found else None
    return None if found else f"expected: {expectation.wanted}\nbut found only:\n{shown(statements)}"
