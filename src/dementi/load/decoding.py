"""Bytes to text: the encoding is told from the bytes, never from the machine's settings."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from dementi.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What Western European text holds beyond ASCII. Where nearly all of it is of these, it is
#: Windows-1252; a statistical detector takes short German for Turkish or Polish code pages.
_WESTERN = frozenset("äöüßÄÖÜéèêëáàâçñóòôíìîúùûÉÈÀÇåøæÅØÆ„“”‚‘’–—…€«»‹›°§·•²³½\xa0\xad®©™´£×")
_WESTERN_SHARE = 0.95
#: One non-ASCII character in five letters is far beyond any Western language.
_WESTERN_DENSITY = 0.2
#: The detector sees this much; more makes it slower and no surer.
_SAMPLE_BYTES = 50_000
#: Up to one broken sequence in four sound ones the text is damaged UTF-8, not another encoding: text
#: in another one hardly ever holds a sound sequence by chance.
_DAMAGE_SHARE = 0.25
_CANDIDATES = """cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r koi8_u iso8859_5 mac_cyrillic
mac_roman shift_jis euc_jp iso2022_jp gb18030 big5 euc_kr""".split()  # noqa: SIM905 - a list of forty lines
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Text holds hardly any control characters; a picture or program holds one in ten bytes.
_CONTROL_SHARE = 0.02


class Decoded(NamedTuple):
    """A text, the encoding it was in, and how many broken bytes became the replacement character."""

    text: str
    encoding: str
    broken_count: int = 0


def decoded(raw: bytes, *, declared: str | None = None) -> Decoded:
    """The text of ``raw``; ``declared`` is what a header says, believed only where UTF-8 fails.

    Raises
    ------
    DocumentError : the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _replacing(raw[len(mark) :], encoding)
    wide = _wide(raw[:_SAMPLE_BYTES])
    if wide is not None:
        return _replacing(raw, wide)
    if is_binary(raw[:_SAMPLE_BYTES]):
        raise binary_error()
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_utf_8(raw, declared)


def is_binary(sample: bytes) -> bool:
    """Whether the bytes are no text in any single-byte encoding or UTF-8."""
    if b"\0" in sample:
        return True
    return len(_CONTROLS.findall(sample)) > _CONTROL_SHARE * len(sample)


def binary_error() -> DocumentError:
    """What to tell about bytes that are no text."""
    return DocumentError(
        "found bytes that are no text;",
        "expected a report as text, Markdown, HTML, JSON, e-mail or a zip of them. Convert it to text first.",
        slug="binary",
    )


def wide_encoding(sample: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding of ``sample``, by its mark or by its zeros; None: neither."""
    for mark, encoding in _MARKS[1:]:
        if sample.startswith(mark):
            return encoding
    return _wide(sample)


def _wide(sample: bytes) -> str | None:
    # Latin text in UTF-16 without a mark has a zero in nearly every second byte, always on one side.
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _not_utf_8(raw: bytes, declared: str | None) -> Decoded:
    damaged = raw.decode("utf-8", "replace")
    broken_count = damaged.count("\ufffd")
    sound_count = sum(character > "\x7f" for character in damaged) - broken_count
    if broken_count <= _DAMAGE_SHARE * sound_count:
        return Decoded(damaged, "utf-8", broken_count)
    if declared is not None and (text := _strictly(raw, declared)) is not None:
        return Decoded(text, declared)
    western = _strictly(raw, "cp1252")
    if western is not None and _is_western(western):
        return Decoded(western, "cp1252")
    return _detected(raw)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        # Browsers read what is declared Latin-1 as Windows-1252, and so it is meant.
        name = "cp1252" if codecs.lookup(encoding).name in ("iso8859-1", "ascii") else encoding
        text = raw.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _is_western(text: str) -> bool:
    beyond = [character for character in text if character > "\x7f"]
    if len(beyond) > _WESTERN_DENSITY * len(text):
        return False
    return sum(character in _WESTERN for character in beyond) >= _WESTERN_SHARE * len(beyond)


def _detected(raw: bytes) -> Decoded:
    # Takes 60 ms to import and is wanted only where UTF-8 and Windows-1252 both fail.
    import charset_normalizer  # noqa: PLC0415 - heavy, and rarely wanted

    best = charset_normalizer.from_bytes(raw[:_SAMPLE_BYTES], cp_isolation=_CANDIDATES).best()
    if best is None:
        raise DocumentError(
            "found bytes in no encoding that is known here;",
            "expected UTF-8. Save it again as UTF-8.",
            slug="unknown-encoding",
        )
    return _replacing(raw, best.encoding)


def _replacing(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
