"""What a format gives: a text with the fields that the input itself states, not yet a document."""

from __future__ import annotations

from typing import NamedTuple

from dementi.errors import DocumentError
from dementi.model import Skipped


class Draft(NamedTuple):
    """A text as found, with its fields as words; :mod:`dementi.load.finishing` makes a document of it.

    ``is_markdown`` asks for marks to be edited out; ``is_file`` says that the text is a file of
    its own, which may open with front matter, a title or a line with outlet and date.
    """

    path: str
    text: str
    document_id: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_on: str | None = None
    title: str | None = None
    language: str | None = None
    is_markdown: bool = False
    is_file: bool = False


def skipped(path: str, error: DocumentError) -> Skipped:
    """The record that names an input which could not be used."""
    return Skipped(path=path, reason=f"{error.found} {error.expected}", slug=error.slug)


def broken_bytes(path: str, count: int) -> Skipped:
    """The record that names bytes which no encoding explains; the rest of the text is used."""
    return Skipped(
        path=path,
        reason=f"found {count} broken characters, expected sound UTF-8. They are shown as \ufffd and the "
        "rest is used; get the text again from its source if a name or number is hit.",
        slug="broken-characters",
    )
