"""E-mail: the plain part before the HTML one; sender, date and subject give the fields."""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from dementi.errors import DocumentError
from dementi.load import decoding, pages
from dementi.load.draft import Draft, broken_bytes
from dementi.model import Skipped

#: Below this line mail programs put the signature (RFC 3676); it is nobody's report.
_SIGNATURE = "\n-- \n"
#: A longer header line is no name, date or subject, and the standard library takes minutes over it.
_HEADER_LIMIT = 2_000
#: A mail with more parts is a bomb: parts in parts in parts.
_PART_LIMIT = 200
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)


def drafts(path: str, raw: bytes) -> Iterator[Draft | Skipped]:
    """The one draft of a mail.

    Raises
    ------
    DocumentError : it holds no readable text.
    """
    if len(_PART.findall(raw)) > _PART_LIMIT:
        raise DocumentError(
            f"found a mail of more than {_PART_LIMIT} parts;",
            "expected one report. Save its text and give that file.",
            slug="too-large",
        )
    message = email.message_from_bytes(raw)
    part = _body(message)
    if part is None:
        raise _no_text()
    content = part.get_payload(decode=True)
    decoded = decoding.decoded(content if isinstance(content, bytes) else b"", declared=_charset(part))
    if decoded.broken_count:
        yield broken_bytes(path, decoded.broken_count)
    yield Draft(
        path=path,
        text=_text(part, decoded.text),
        outlet=_outlet(message),
        published_on=_sent_on(message),
        title=_header(message, "subject"),
    )


def _body(message: Message) -> Message | None:
    parts = [part for part in message.walk() if not part.is_multipart() and not part.get_filename()]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                return part
    return None


def _charset(part: Message) -> str | None:
    charset = part.get_content_charset()
    return charset if isinstance(charset, str) else None


def _text(part: Message, text: str) -> str:
    if part.get_content_type() == "text/html":
        return pages.page_of(text, url=None).text
    signature = text.replace("\r\n", "\n").rfind(_SIGNATURE)
    return text.replace("\r\n", "\n")[:signature] if signature >= 0 else text


def _header(message: Message, name: str) -> str | None:
    words = str(message.get(name) or "")[:_HEADER_LIMIT]
    # In a charset that nobody knows the words are taken as they stand.
    with contextlib.suppress(LookupError, UnicodeError, ValueError):
        words = str(make_header(decode_header(words)))
    return " ".join(words.split()) or None


def _outlet(message: Message) -> str | None:
    # By hand: parseaddr recurses into brackets as deep as a hostile sender writes them.
    name, mark, address = (_header(message, "from") or "").rpartition("<")
    if mark and name.strip(" \"'"):
        return name.strip(" \"'")
    return address.strip(" <>").rpartition("@")[2].lower() or None


def _sent_on(message: Message) -> str | None:
    words = _header(message, "date")
    try:
        return parsedate_to_datetime(words).date().isoformat() if words else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return words


def _no_text() -> DocumentError:
    return DocumentError(
        "found a mail without text;",
        "expected a part of type text/plain or text/html. Save its attachment and give that file.",
        slug="no-text",
    )
