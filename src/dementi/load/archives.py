"""Zip archives: members as inputs, bounded in number, size and ratio; nothing is written to disk by name."""

from __future__ import annotations

import contextlib
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dementi.errors import DocumentError
from dementi.load.draft import skipped
from dementi.load.inputs import Input
from dementi.load.settings import LoadSettings
from dementi.model import Skipped

#: All that the standard library raises over a damaged member.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
#: Small members may pack very well honestly (a page of blanks); the ratio counts above this.
_RATIO_FREE_BYTES = 1_000_000
_IN_MEMORY_BYTES = 10_000_000


@contextlib.contextmanager
def seekable(head: bytes, stream: BinaryIO, settings: LoadSettings) -> Iterator[BinaryIO]:
    """The archive from its start: the stream itself, or a temporary copy where it cannot go back."""
    if stream.seekable():
        stream.seek(0)
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as copy:
        copy.write(head)
        left = settings.archive_byte_limit - len(head)
        while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
            copy.write(chunk)
            left -= len(chunk)
        copy.seek(0)
        yield cast(BinaryIO, copy)


def members(path: str, stream: BinaryIO, settings: LoadSettings) -> Iterator[Input | Skipped]:
    """The members of the archive by name, each open until the next; hidden ones are passed over.

    Raises
    ------
    DocumentError : the archive as a whole cannot be used.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGES as error:
        raise damaged_error(error) from error
    with archive:
        infos = sorted(
            (info for info in archive.infolist() if _is_wanted(info)), key=lambda info: info.filename
        )
        byte_count = 0
        for number, info in enumerate(infos):
            label = f"{path}/{_printable(info.filename)}"
            byte_count += info.file_size
            try:
                if number >= settings.archive_member_limit or byte_count > settings.archive_byte_limit:
                    raise _too_large_error(number, len(infos), settings)
                _check(info, settings)
                with archive.open(info) as member:
                    yield Input(label, cast(BinaryIO, member))
            except DocumentError as error:
                yield skipped(label, error)
                if error.slug == "archive-too-large":
                    return
            except DAMAGES as error:
                yield skipped(label, damaged_error(error))


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    # Names are labels here and nothing is unpacked by them, so "../" needs no more than to be shown.
    return not info.is_dir() and not any(
        part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts
    )


def _check(info: zipfile.ZipInfo, settings: LoadSettings) -> None:
    if info.flag_bits & 0x1:
        raise DocumentError(
            "found an encrypted member;",
            "expected an open one. Unpack it with its password.",
            slug="encrypted",
        )
    if info.filename.lower().endswith(".zip"):
        raise nested_error()
    ratio = info.file_size // max(info.compress_size, 1)
    if ratio > settings.archive_ratio_limit and info.file_size > _RATIO_FREE_BYTES:
        raise DocumentError(
            f"found a member that grows to {ratio} times its packed size;",
            f"expected at most {settings.archive_ratio_limit} times. Unpack it by hand if you trust it.",
            slug="archive-bomb",
        )


def nested_error() -> DocumentError:
    """What to tell about an archive within an archive."""
    return DocumentError(
        "found a zip archive within a zip archive;",
        "expected reports. Unpack the outer one and give its folder.",
        slug="nested-archive",
    )


def damaged_error(error: Exception) -> DocumentError:
    """What to tell about an archive that cannot be unpacked."""
    return DocumentError(
        f"found a damaged archive ({str(error)[:120] or type(error).__name__});",
        "expected a whole zip. Fetch it again, or unpack it with another program.",
        slug="damaged-archive",
    )


def _too_large_error(number: int, count: int, settings: LoadSettings) -> DocumentError:
    return DocumentError(
        f"found more than is unpacked at once; this and {count - number - 1} more members are left out;",
        f"expected at most {settings.archive_member_limit:,} members and "
        f"{settings.archive_byte_limit:,} bytes. Unpack it and give its folder.",
        slug="archive-too-large",
    )


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in name)
