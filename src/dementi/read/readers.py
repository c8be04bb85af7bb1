"""Who reads: the rules, the trained network over them, or a language model of the user's choice.

A reader is only what finds the attributions of a text. Everything after that (stance, certainty,
relays, actors, events, quantities) is the same for all of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from dementi.errors import UsageError
from dementi.model import Document, Record, Statement
from dementi.read.rules import finder
from dementi.read.rules.assembly import Assembly, Finder
from dementi.read.weights_package import has_weights

#: The languages that a reader knows; documents in others are kept, but not read.
LANGUAGES = ("de", "en")
READERS = ("model", "rules", "llm")

Note = Callable[[str], None]


class Reading(Record, frozen=True, kw_only=True):
    """What was read in one document; ``dropped_count`` tells how many statements had inexact spans."""

    statements: tuple[Statement, ...]
    dropped_count: int = 0


def default_reader() -> str:
    """``model`` where its weights are installed, else ``rules``."""
    return "model" if has_weights() else "rules"


def check_reader(reader: str | None) -> str:
    """The name of the reader to use; None means the default one.

    Raises
    ------
    UsageError
        If ``reader`` is not one of :data:`READERS` (``no-reader``), or its weights are not installed
        (``no-weights``).
    """
    if reader is None:
        return default_reader()
    if reader not in READERS:
        raise UsageError(
            f"There is no reader {reader!r}.",
            f"Expected one of: {', '.join(READERS)}. Leave --reader out for the best one installed.",
            slug="no-reader",
        )
    if reader == "model" and not has_weights():
        raise UsageError(
            "The trained reader is not installed: the package dementi-weights is missing.",
            "Install it (pip install ./weights in a checkout; it may not be used commercially), or read "
            "with --reader rules.",
            slug="no-weights",
        )
    return reader


class Reader:
    """One reader for a whole run; use it as a context, since some hold a file or a connection.

    Parameters
    ----------
    name : one of :data:`READERS`; None: the best one installed.
    settings : for ``llm`` its :class:`~dementi.read.llm.LlmSettings`; None: from the environment.
    note : tells the user something, above all where text goes.
    """

    def __init__(self, name: str | None = None, *, settings: Any = None, note: Note | None = None) -> None:
        self.name = check_reader(name)
        if name is None and self.name == "rules" and note is not None:
            note("The trained reader is not installed; the rules read (see docs/how-to/choose-a-reader.md).")
        self._stack = ExitStack()
        self.find: Finder = finder.attributions
        if self.name == "model":
            self.find = _module("dementi.read.model.finder").attributions
        elif self.name == "llm":
            llm = _module("dementi.read.llm")
            asked = settings if settings is not None else llm.settings_from({})
            extra = {} if note is None else {"note": note}
            self.find = self._stack.enter_context(llm.attributions_finder(asked, **extra))

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def tally(self) -> Any:
        """What became of a language model's attributions so far; None for the other readers."""
        return getattr(self.find, "tally", None)

    def statements(self, document: Document) -> Reading:
        """Read the statements of one document.

        Parameters
        ----------
        document : a document in one of :data:`LANGUAGES`; one in another language gives an empty reading.

        Returns
        -------
        The statements in text order. All spans point into ``document.text`` and are exact.

        Notes
        -----
        Rules and model: same document, same statements; nothing depends on chance, time or the order of
        documents.
        """
        if document.language not in LANGUAGES or not document.text.strip():
            return Reading(statements=())
        assembly = Assembly(document, self.find)
        found = assembly.statements()
        return Reading(statements=found, dropped_count=assembly.dropped_count)


def _module(name: str) -> Any:
    # Who reads with the rules must not pay for NumPy, nor for a client of HTTP.
    return importlib.import_module(name)
