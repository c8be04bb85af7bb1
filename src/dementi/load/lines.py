"""A stream cut into lines without ever holding more than one, however long a line is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_CHUNK_BYTES = 1 << 20


class Line(NamedTuple):
    """A line with its number from 1; ``content`` is None where it was longer than the bound."""

    number: int
    content: bytes | None


def lines(head: bytes, stream: BinaryIO, encoding: str | None, limit: int) -> Iterator[Line]:
    """The lines of ``head`` and the rest of ``stream``, as UTF-8; ``encoding`` is UTF-16 or the like."""
    number = 1
    kept = bytearray()
    is_over = False
    for chunk in _as_utf_8(_chunks(head, stream), encoding):
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            is_over = is_over or len(kept) + len(piece) > limit
            yield Line(number, None if is_over else bytes(kept) + piece)
            number += 1
            kept.clear()
            is_over = False
        is_over = is_over or len(kept) + len(rest) > limit
        if is_over:
            kept.clear()
        else:
            kept += rest
    if kept or is_over:
        yield Line(number, None if is_over else bytes(kept))


def _chunks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield head
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk


def _as_utf_8(chunks: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    if encoding is None:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
