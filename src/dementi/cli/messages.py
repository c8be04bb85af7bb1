"""What goes to stderr: names of files and words of reports, unable to act on the terminal."""

from __future__ import annotations

import re

#: Control characters but the line end, characters that turn the direction, lone surrogates (of file
#: names that are not UTF-8).
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def safe_message(message: str) -> str:
    """The message with each such character written out as ``\\x1b`` or ``\\u202e``."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), message)


def safe_name(name: str) -> str:
    """As :func:`safe_message`, on one line."""
    return safe_message(name).replace("\n", "\\n")
