"""From what the user names (files, folders, addresses, standard input) to open streams, one at a time."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dementi.errors import DocumentError
from dementi.load import web
from dementi.load.draft import skipped
from dementi.load.settings import LoadSettings
from dementi.model import Skipped


class Input(NamedTuple):
    """One open stream with the name it came under; ``url`` and ``charset`` where the web gave them."""

    path: str
    stream: BinaryIO
    url: str | None = None
    charset: str | None = None


def inputs(paths: Sequence[str], settings: LoadSettings) -> Iterator[Input | Skipped]:
    """Open what ``paths`` name, in their order; folders by name. Each stream is closed before the next."""
    for path in paths:
        if path == "-":
            yield Input("-", sys.stdin.buffer)
        elif web.is_address(path):
            yield from _from_web(path, settings)
        else:
            yield from _from_path(path)


def _from_web(url: str, settings: LoadSettings) -> Iterator[Input | Skipped]:
    try:
        page = web.page(url, settings)
    except DocumentError as error:
        yield skipped(url, error)
        return
    yield Input(url, page.stream, url=page.url, charset=page.charset)


def _from_path(path: str) -> Iterator[Input | Skipped]:
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        yield skipped(path, unreadable(error))
        return
    if stat.S_ISDIR(mode):
        is_empty = True
        for one in _from_folder(path, frozenset()):
            is_empty = False
            yield one
        if is_empty:
            yield skipped(path, _empty_folder())
    elif stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
        yield skipped(path, _no_file())
    else:
        # A pipe is welcome where it was named: the shell makes one of <(command).
        yield from _from_file(path)


def _from_file(path: str) -> Iterator[Input | Skipped]:
    # Opened at the consumer's first read would be simpler, but then a file that may not be read would
    # look like one that could not be understood.
    with contextlib.ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            yield skipped(path, unreadable(error))
            return
        yield Input(path, stream)


def _from_folder(folder: str, above: frozenset[tuple[int, int]]) -> Iterator[Input | Skipped]:
    try:
        identity = _identity(folder)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield skipped(folder, unreadable(error))
        return
    for name in names:
        yield from _from_entry(str(Path(folder) / name), above | {identity})


def _from_entry(path: str, above: frozenset[tuple[int, int]]) -> Iterator[Input | Skipped]:
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            # A link to a folder that we are in would lead round in a circle.
            if _identity(path) not in above:
                yield from _from_folder(path, above)
            return
    except OSError as error:
        yield skipped(path, unreadable(error))
        return
    if stat.S_ISREG(mode):
        yield from _from_file(path)
    else:
        yield skipped(path, _no_file())


def _identity(folder: str) -> tuple[int, int]:
    status = Path(folder).stat()
    return (status.st_dev, status.st_ino)


def unreadable(error: OSError | ValueError) -> DocumentError:
    """What to tell about a file or folder that the system does not give."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return DocumentError(
            "found nothing of this name;",
            "expected a file, a folder, an address (https://…) or - for standard input. Check the spelling.",
            slug="no-such-file",
        )
    if isinstance(error, PermissionError):
        return DocumentError(
            "found a file or folder that may not be read;",
            "expected read permission. Change it (chmod u+r), or run as its owner.",
            slug="no-permission",
        )
    return DocumentError(
        f"found it unreadable ({error.strerror or error});",
        "expected a readable file. Check the disk, then try again.",
        slug="unreadable-file",
    )


def _empty_folder() -> DocumentError:
    return DocumentError(
        "found a folder without files;",
        "expected reports in it. Files whose name begins with a dot are passed over.",
        slug="empty-folder",
    )


def _no_file() -> DocumentError:
    return DocumentError(
        "found a device, pipe or socket;", "expected a file. Leave it out, or pipe it into -.", slug="no-file"
    )
