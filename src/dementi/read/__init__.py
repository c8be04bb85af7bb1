"""Documents to statements: who says what, of which event, how firmly, and on what ground."""

from __future__ import annotations

from dementi import actors
from dementi.errors import UsageError
from dementi.model import Document, Event, Record, Statement
from dementi.read.dates import dates
from dementi.read.events import events
from dementi.read.rules.assembly import Assembly

__all__ = ["LANGUAGES", "READERS", "Reading", "check_reader", "event_of", "statements"]

#: The languages that a reader knows; documents in others are kept, but not read.
LANGUAGES = ("de", "en")
READERS = ("rules",)


class Reading(Record, frozen=True, kw_only=True):
    """What was read in one document; ``dropped_count`` tells how many statements had inexact spans."""

    statements: tuple[Statement, ...]
    dropped_count: int = 0


def check_reader(reader: str) -> None:
    """Refuse the name of a reader that does not exist.

    Raises
    ------
    UsageError
        If ``reader`` is not one of :data:`READERS`.
    """
    if reader not in READERS:
        raise UsageError(
            f"There is no reader {reader!r}.",
            f"Expected one of: {', '.join(READERS)}. Leave --reader out to read with the rules.",
            slug="no-reader",
        )


def statements(document: Document, *, reader: str = "rules") -> Reading:
    """Read the statements of one document.

    Parameters
    ----------
    document : a document in one of :data:`LANGUAGES`; one in another language gives an empty reading.
    reader : the name of a reader.

    Returns
    -------
    The statements in text order. All spans point into ``document.text`` and are exact.

    Notes
    -----
    Same document, same statements: nothing here depends on chance, time or the order of documents.
    """
    check_reader(reader)
    if document.language not in LANGUAGES or not document.text.strip():
        return Reading(statements=())
    assembly = Assembly(document)
    found = assembly.statements()
    return Reading(statements=found, dropped_count=assembly.dropped_count)


def event_of(text: str, language: str) -> Event | None:
    """The main event that a short text (a question, a claim) is about; None where it names none."""
    if language not in LANGUAGES:
        return None
    found = events(text, 0, len(text), language, actors.mentions(text, language), dates(text, language, None))
    return found[0].event if found else None
