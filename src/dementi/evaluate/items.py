"""Gold items of our own, checked as they load: stances, quantities, dates and sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, get_args

import msgspec

from dementi.errors import RecordError
from dementi.model import Certainty, Document, Language, Record, Span, Stance

Part = Literal["build", "kept"]
#: Words of a text and which of their occurrences is meant, where the first one is not.
Marked = tuple[str, int | None]

#: Form → the field that tells it from the others.
FORMS = {"stances": "target", "quantities": "quantities", "dates": "dates", "sources": "mentions"}


class _Item(Record, frozen=True, kw_only=True):
    """A short text with its labels; errors are studied on the part ``build`` only."""

    id: str
    language: Language
    text: str
    part: Part
    outlet: str | None = None
    published_on: date | None = None

    @property
    def document(self) -> Document:
        """The text as a document that a reader takes."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        return Document(
            document_id=f"d-{digest[:12]}", text=self.text, sha256=digest, language=self.language,
            path=self.id, outlet=self.outlet, published_on=self.published_on,
        )  # fmt: skip


class GoldHedge(Record, frozen=True, kw_only=True):
    """A weakening word and its degree."""

    text: str
    degree: Certainty


class SecondReading(Record, frozen=True, kw_only=True):
    """What a second reader said who did not see the first label."""

    stance: Stance
    certainty: Certainty


class StanceItem(_Item, frozen=True, kw_only=True):
    """One statement, marked by the words of its cue."""

    target: str
    stance: Stance
    certainty: Certainty
    source: str | None = None
    hedges: tuple[GoldHedge, ...] = ()
    second: SecondReading | None = None
    occurrence: int | None = None

    @property
    def targets(self) -> list[Marked]:
        return [(self.target, self.occurrence)]


class GoldQuantity(Record, frozen=True, kw_only=True):
    """A number as it stands, and as it is to be read."""

    text: str
    low: float | None
    high: float | None
    unit: str | None
    qualifier: str | None = None
    occurrence: int | None = None


class QuantityItem(_Item, frozen=True, kw_only=True):
    """All quantities of a text, in text order."""

    quantities: tuple[GoldQuantity, ...]

    @property
    def targets(self) -> list[Marked]:
        return [(one.text, one.occurrence) for one in self.quantities]


class GoldDate(Record, frozen=True, kw_only=True):
    """A date as it stands, and as ISO 8601."""

    text: str
    when: str
    occurrence: int | None = None


class DateItem(_Item, frozen=True, kw_only=True):
    """All dates of a text, in text order."""

    dates: tuple[GoldDate, ...]

    @property
    def targets(self) -> list[Marked]:
        return [(one.text, one.occurrence) for one in self.dates]


class GoldMention(Record, frozen=True, kw_only=True):
    """The words that name a source, whom they mean, and through whom the statement came."""

    text: str
    occurrence: int | None = None
    name: str | None = None
    actor: str | None = None
    chain: tuple[str, ...] = ()


class SourceItem(_Item, frozen=True, kw_only=True):
    """Sources of the statements of a text."""

    mentions: tuple[GoldMention, ...]

    @property
    def targets(self) -> list[Marked]:
        return [(one.text, one.occurrence) for one in self.mentions]


AnyItem = StanceItem | QuantityItem | DateItem | SourceItem
_Kind = TypeVar("_Kind", StanceItem, QuantityItem, DateItem, SourceItem)
_RECORDS: dict[str, Any] = {
    "stances": StanceItem, "quantities": QuantityItem, "dates": DateItem, "sources": SourceItem,
}  # fmt: skip


class Line(NamedTuple):
    """One line of a gold file with its number."""

    number: int
    raw: dict[str, Any]


def form_of(first: dict[str, Any]) -> str | None:
    """The form of items that a first line begins; None where it is none of ours."""
    if "statement_id" in first or "text" not in first:
        return None
    return next((form for form, field in FORMS.items() if field in first), None)


def converted(path: Path, form: str, lines: list[Line]) -> list[AnyItem]:
    """The lines as items, each checked.

    Raises
    ------
    RecordError
        If a line lacks a field, holds a word outside a vocabulary, repeats an id, or marks words that
        do not stand in its text; the message names the line.
    """
    found: list[AnyItem] = []
    seen: dict[str, int] = {}
    for number, raw in lines:
        try:
            item: AnyItem = msgspec.convert(raw, _RECORDS[form])
        except msgspec.ValidationError as error:
            raise RecordError(
                f"{path} line {number} is no item of the form {form}: {error}.", _expected(form),
                slug="gold-line",
            ) from error  # fmt: skip
        if item.id in seen:
            raise RecordError(
                f"{path} line {number} has the id {item.id!r} of line {seen[item.id]}.",
                "Give each item an id of its own.",
                slug="gold-line",
            )
        seen[item.id] = number
        _check_targets(path, number, item)
        found.append(item)
    return found


def _expected(form: str) -> str:
    common = "Expected id, language (de or en), text, part (build or kept)"
    own = {
        "stances": f"target, stance ({', '.join(get_args(Stance))}) and certainty "
        f"({', '.join(get_args(Certainty))})",
        "quantities": "quantities, each with text, low, high and unit",
        "dates": "dates, each with text and when",
        "sources": "mentions, each with text",
    }
    return f"{common} and {own[form]}."


def _check_targets(path: Path, number: int, item: AnyItem) -> None:
    for words, occurrence in item.targets:
        count = len(_occurrences(item.text, words))
        if not words.strip() or not 1 <= (1 if occurrence is None else occurrence) <= count:
            which = f" (occurrence {occurrence})" if occurrence is not None else ""
            raise RecordError(
                f"{path} line {number} marks {words!r}{which}; its text holds that {count} times.",
                "Mark words exactly as they stand in the text; occurrence counts from 1, also within words.",
                slug="gold-target",
            )


def place(text: str, words: str, occurrence: int | None = None, *, begin: int = 0) -> Span:
    """Where the marked words stand in a text that holds them.

    A stated occurrence counts from 1, also within longer words. Without one it is the first place after
    ``begin`` where they are words of their own; else the first of all.
    """
    spans = _occurrences(text, words)
    if occurrence is not None:
        return spans[occurrence - 1]
    alone = [span for span in spans if _stands_alone(text, span)] or spans
    return next((span for span in alone if span[0] >= begin), alone[0])


def in_order(text: str, marked: Iterable[Marked]) -> list[Span]:
    """Places of words that are given in text order."""
    spans: list[Span] = []
    for words, occurrence in marked:
        spans.append(place(text, words, occurrence, begin=spans[-1][1] if spans else 0))
    return spans


def _occurrences(text: str, words: str) -> list[Span]:
    spans: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        spans.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return spans


def _stands_alone(text: str, span: Span) -> bool:
    begin, end = span
    before = begin > 0 and text[begin].isalnum() and text[begin - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after
