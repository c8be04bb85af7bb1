"""What kind of input some bytes are: by what they begin with, then by the name's ending."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from dementi.errors import DocumentError
from dementi.load import decoding

Kind = Literal["text", "markdown", "html", "json", "json_lines", "mail", "zip"]

#: So much of an input is looked at to tell its kind.
HEAD_BYTES = 65_536

_KIND_OF_ENDING: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".json": "json", ".jsonl": "json_lines", ".ndjson": "json_lines",
    ".eml": "mail", ".zip": "zip",
}  # fmt: skip

#: First bytes, what they are, and what to do about it.
_FOREIGN = (
    (b"%PDF", "a PDF", "Convert it with pdftotext."),
    (b"\x89PNG", "a picture (PNG)", "Give its text, for instance by OCR."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Give its text, for instance by OCR."),
    (b"GIF8", "a picture (GIF)", "Give its text, for instance by OCR."),
    (b"RIFF", "a picture, sound or film (RIFF)", "Give its text."),
    (b"ID3", "a sound file", "Give its transcript."),
    (b"OggS", "a sound file", "Give its transcript."),
    (b"\xd0\xcf\x11\xe0", "an old Office file or an Outlook mail (.doc, .xls, .msg)", "Save it as text."),
    (b"{\\rtf", "a rich-text file", "Save it as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it with gunzip, or pack it as zip."),
    (b"BZh", "a bzip2 archive", "Unpack it with bunzip2, or pack it as zip."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it with unxz, or pack it as zip."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it, or pack it as zip."),
    (b"Rar!", "a RAR archive", "Unpack it, or pack it as zip."),
    (b"SQLite format 3", "an SQLite file", "A case file is given with --case FILE."),
    (b"WARC/1.", "a web archive (WARC)", "Extract its pages as HTML files."),
)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE_MEMBERS = re.compile(rb"\[Content_Types\]\.xml|word/|xl/|ppt/|mimetypeapplication/")
_HTML_MARKS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_BLOCKS = re.compile(r"<(?:p|div|article|h1|span|table)\b[^>]*>", re.I)
_XML_MARK = re.compile(r"\s*(?:<\?xml[^>]*>|<(?:rss|feed|rdf|urlset)\b)", re.I)
_MAIL_FIELD = re.compile(r"(?:[A-Za-z][\w-]*:[ \t].*(?:\r?\n[ \t].*)*\r?\n)+")
_MAIL_NAMES = re.compile(
    r"^(?:return-path|received|delivered-to|message-id|mime-version|from|to|subject|date):", re.I | re.M
)
_TABLE_ENDINGS = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".ods"})


def kind_of(name: str, head: bytes) -> Kind:
    """The kind of the input called ``name`` that begins with ``head``.

    Content goes before the name where it is certain: a PDF called ``report.txt`` is a PDF, a page
    saved as ``report.txt`` is a page.

    Raises
    ------
    DocumentError : nothing that reports come in.
    """
    ending = PurePosixPath(name.lower()).suffix
    _refuse_foreign(head, ending)
    if head.startswith(_ZIP_MARKS):
        return "zip"
    wide = decoding.wide_encoding(head)
    if wide is None and decoding.is_binary(head):
        raise decoding.binary_error()
    text = head.decode(wide or "utf-8", "replace").lstrip("\ufeff")
    by_name = _KIND_OF_ENDING.get(ending)
    if by_name == "zip":
        raise DocumentError(
            "found a file called .zip that is no zip archive;",
            "expected one. Name it by what it holds.",
            slug="damaged-archive",
        )
    if by_name in ("html", "json_lines", "mail", "markdown"):
        return by_name
    return _by_content(text, by_name)


def _refuse_foreign(head: bytes, ending: str) -> None:
    for mark, what, step in _FOREIGN:
        if head.startswith(mark):
            raise _foreign_error(what, step)
    if head[4:12] in (b"ftypisom", b"ftypmp42", b"ftypM4A ", b"ftypqt  "):
        raise _foreign_error("a film or sound file", "Give its transcript.")
    if head.startswith(_ZIP_MARKS) and _OFFICE_MEMBERS.search(head[:4096]) and ending != ".zip":
        raise _foreign_error("an Office file (.docx, .xlsx, .odt)", "Save it as text or HTML.")
    if ending in _TABLE_ENDINGS:
        raise _foreign_error(
            "a table", "Turn each row into one JSON object a line with the report in its field 'text'."
        )


def _foreign_error(what: str, step: str) -> DocumentError:
    return DocumentError(
        f"found {what};",
        f"expected a report as text, Markdown, HTML, JSON, e-mail or a zip of them. {step}",
        slug="not-text",
    )


def _by_content(text: str, by_name: Kind | None) -> Kind:
    start = text.lstrip()
    if start[:1] in "{[" and start[1:2] in ('"', "{", "}", "]", " ", "\n", "\r", "\t"):
        return _json_kind(start) if by_name in (None, "json") else "text"
    if by_name == "json":
        return "json"
    if _HTML_MARKS.match(text):
        return "html"
    if _XML_MARK.match(text):
        raise _foreign_error("an XML file or feed", "Give the pages it lists, as addresses or HTML files.")
    if by_name is None and start.startswith("<") and _HTML_BLOCKS.match(start):
        return "html"
    if by_name is None and start.startswith("From ") and _is_mail(start.partition("\n")[2]):
        raise _foreign_error("a mailbox of several mails (mbox)", "Save each mail as .eml.")
    if by_name is None and _is_mail(start):
        return "mail"
    return "text"


def _json_kind(start: str) -> Kind:
    # One object a line means: the first line is closed and another object follows.
    first, _, rest = start.partition("\n")
    if first.rstrip().endswith("}") and first.startswith("{") and rest.lstrip().startswith("{"):
        return "json_lines"
    return "json"


def _is_mail(text: str) -> bool:
    fields = _MAIL_FIELD.match(text)
    return fields is not None and len(set(map(str.lower, _MAIL_NAMES.findall(fields[0])))) >= 3
