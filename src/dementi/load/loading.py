"""From paths to documents, one at a time: the only place that knows all formats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from urllib.parse import urlsplit

from dementi.errors import DocumentError
from dementi.load import archives, decoding, finishing, inputs, kinds, lines, mail, pages, plain, records
from dementi.load.draft import Draft, skipped
from dementi.load.inputs import Input
from dementi.load.settings import LoadSettings
from dementi.model import Document, Skipped


def documents(
    paths: Sequence[str],
    *,
    settings: LoadSettings = LoadSettings(),  # noqa: B008 - frozen
) -> Iterator[Document | Skipped]:
    """Load all that ``paths`` name: files, folders, zip archives, addresses, ``-`` for standard input.

    Parameters
    ----------
    paths : in the order in which they are to be loaded; folders are walked by name, and files and
        folders whose name begins with a dot are passed over.
    settings : bounds; see :class:`LoadSettings`.

    Yields
    ------
    One document per text, and a :class:`Skipped` for each input, or part of one, that could not be
    used, at the place where it was met. A document met twice is yielded once.

    Notes
    -----
    One text is held at a time, so memory does not grow with their number (but for sixteen bytes of
    fingerprint for each).
    """
    seen: dict[int, int] = {}
    for one in inputs.inputs(paths, settings):
        for made in [one] if isinstance(one, Skipped) else _guarded(one, settings):
            first = _once(made, seen) if isinstance(made, Document) else made
            if first is not None:
                yield first


def _once(document: Document, seen: dict[int, int]) -> Document | Skipped | None:
    # Two numbers for each document, so that a hundred thousand of them take some ten megabytes.
    key = int.from_bytes(hashlib.sha256(document.document_id.encode()).digest()[:8])
    content = int(document.sha256[:16], 16)
    if key not in seen:
        seen[key] = content
        return document
    if seen[key] == content:
        return None
    return Skipped(
        path=document.path or document.document_id,
        reason=f"found a second text under the document_id {document.document_id!r}; "
        "expected one text for each. Give it an id of its own, or leave the field out.",
        slug="repeated-id",
    )


def _guarded(one: Input, settings: LoadSettings) -> Iterator[Document | Skipped]:
    """What one input gives; whatever is wrong with it becomes a record and the run goes on."""
    is_empty = True
    try:
        for draft in _drafts(one, settings, is_member=False):
            is_empty = False
            if isinstance(draft, Skipped):
                yield draft
            else:
                yield from finishing.finished(draft, settings)
        if is_empty:  # an archive or a list that holds nothing
            raise finishing.empty_error()
    except DocumentError as error:
        yield skipped(one.path, error)
    except OSError as error:
        yield skipped(one.path, inputs.unreadable(error))
    # A defect of ours on one report must not cost the other hundred thousand. It is named as one.
    except Exception as error:
        yield skipped(one.path, _defect(error))


def _drafts(one: Input, settings: LoadSettings, *, is_member: bool) -> Iterator[Draft | Skipped]:
    head = one.stream.read(kinds.HEAD_BYTES)
    if not head:
        raise finishing.empty_error()
    kind = kinds.kind_of(one.path if one.url is None else _file_name(one.url), head)
    if kind == "zip":
        if is_member:
            raise archives.nested_error()
        yield from _from_archive(one, head, settings)
    elif kind == "json_lines":
        yield from records.from_lines(
            one.path,
            lines.lines(head, one.stream, decoding.wide_encoding(head), settings.document_byte_limit),
            settings.document_byte_limit,
        )
    else:
        yield from _from_whole(kind, one, _whole(head, one.stream, settings.document_byte_limit))


def _from_whole(kind: kinds.Kind, one: Input, raw: bytes) -> Iterator[Draft | Skipped]:
    if kind == "html":
        return pages.drafts(one.path, raw, url=one.url, charset=one.charset)
    if kind == "mail":
        return mail.drafts(one.path, raw)
    if kind == "json":
        return records.from_whole(one.path, raw)
    return plain.drafts(one.path, raw, url=one.url, charset=one.charset, is_markdown=kind == "markdown")


def _from_archive(one: Input, head: bytes, settings: LoadSettings) -> Iterator[Draft | Skipped]:
    with archives.seekable(head, one.stream, settings) as stream:
        for member in archives.members(one.path, stream, settings):
            if isinstance(member, Skipped):
                yield member
                continue
            try:
                yield from _drafts(member, settings, is_member=True)
            except DocumentError as error:
                yield skipped(member.path, error)
            except archives.DAMAGES as error:
                yield skipped(member.path, archives.damaged_error(error))


def _whole(head: bytes, stream: BinaryIO, limit: int) -> bytes:
    raw = head + stream.read(max(limit + 1 - len(head), 0))
    if len(raw) > limit:
        raise DocumentError(
            f"found more than {limit:,} bytes;",
            "expected one report. Split it into its reports, for instance as JSON lines.",
            slug="too-large",
        )
    return raw


def _file_name(url: str) -> str:
    # An address may end in .php or in nothing; only the endings we know say something.
    return urlsplit(url).path.rpartition("/")[2]


def _defect(error: Exception) -> DocumentError:
    return DocumentError(
        f"met a defect of ours ({type(error).__name__}: {str(error)[:200]});",
        "expected none. The rest is done; please report it with this input.",
        slug="defect",
    )
