"""Documents to statements: who says what, of which event, how firmly, and on what ground."""

from __future__ import annotations

from dementi import actors
from dementi.model import Document, Event
from dementi.read.dates import dates
from dementi.read.events import events
from dementi.read.readers import (
    LANGUAGES,
    READERS,
    Reader,
    Reading,
    check_reader,
    default_reader,
)
from dementi.read.weights_package import has_weights

__all__ = [
    "LANGUAGES", "READERS", "Reader", "Reading", "check_reader", "default_reader", "event_of", "has_weights",
    "statements",
]  # fmt: skip


def statements(document: Document, *, reader: str | None = None) -> Reading:
    """Read the statements of one document; for many, open one :class:`Reader` and keep it.

    Parameters
    ----------
    document : a document in one of :data:`LANGUAGES`; one in another language gives an empty reading.
    reader : one of :data:`READERS`; None: the best one installed.

    Raises
    ------
    UsageError
        If there is no such reader.
    """
    with Reader(reader) as opened:
        return opened.statements(document)


def event_of(text: str, language: str) -> Event | None:
    """The main event that a short text (a question, a claim) is about; None where it names none."""
    if language not in LANGUAGES:
        return None
    found = events(text, 0, len(text), language, actors.mentions(text, language), dates(text, language, None))
    return found[0].event if found else None
