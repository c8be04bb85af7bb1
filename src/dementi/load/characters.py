"""Single characters that stand in a reader's way: what they become, without moving an offset."""

from __future__ import annotations

import re
import unicodedata

from dementi.model import Edit

#: Soft hyphens (with the line break they stood at), zero-width characters, direction marks.
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_COMBINING = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)

_ODD = re.compile(
    rf"(?P<hyphen>\u00ad\r?\n)|(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])"
    rf"|(?P<line>\r\n?|[\x0b\x0c\x85\u2028])|(?P<paragraph>\u2029)"
    rf"|(?P<ligature>[{''.join(_LIGATURES)}])|(?P<combined>[^{_COMBINING}\s][{_COMBINING}]+)"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+)"
)
_REPLACEMENT = {
    "hyphen": "", "invisible": "", "space": " ", "line": "\n", "paragraph": "\n\n", "control": "",
}  # fmt: skip


def edits(text: str) -> list[Edit]:
    """The edits that make spaces, line ends and letters plain, in order."""
    if text.isascii() and text.isprintable():
        return []
    found = []
    for match in _ODD.finditer(text):
        replacement = _replacement(match)
        if replacement != match[0]:
            found.append(Edit(match.start(), match.end(), replacement))
    return found


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    if kind == "ligature":
        return _LIGATURES[match[0]]
    if kind == "combined":
        return unicodedata.normalize("NFC", match[0])
    return _REPLACEMENT[kind]
