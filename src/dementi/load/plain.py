"""Text and Markdown files: decoded as they are; what stands above the report is told later."""

from __future__ import annotations

from collections.abc import Iterator

from dementi.load import decoding
from dementi.load.draft import Draft, broken_bytes
from dementi.model import Skipped


def drafts(
    path: str, raw: bytes, *, url: str | None, charset: str | None, is_markdown: bool
) -> Iterator[Draft | Skipped]:
    """The one draft of a text file."""
    decoded = decoding.decoded(raw, declared=charset)
    if decoded.broken_count:
        yield broken_bytes(path, decoded.broken_count)
    yield Draft(path=path, text=decoded.text, url=url, is_markdown=is_markdown, is_file=True)
