"""News agencies as reports credit them: in the dateline, in brackets, in a last line."""

from __future__ import annotations

import re

from dementi.load import lexicons

#: How they are written → the one name we keep.
_NAMES = lexicons.mapping("agencies.json")
#: Too short or too common as words of their own to be taken for an agency in lower case.
_CAPITALS_ONLY = frozenset({"ap", "tt", "sid", "ria", "ani", "pap", "apa", "sana", "pti"})

AGENCY = "(?:" + "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True)) + ")"
_WORD = re.compile(rf"(?<![\w-]){AGENCY}(?![\w-])", re.IGNORECASE)
#: "dpa/AFP/cst", "Reuters, dpa", "AP und AFP": agencies and the initials of editors.
LISTED = rf"{AGENCY}(?:\s*(?:[/,;+&|]|und|and)\s*(?:{AGENCY}|[A-Za-z]{{2,4}}))*"


def named(words: str) -> tuple[str, ...]:
    """The agencies in ``words``, by the name we keep, each once, in order."""
    found = []
    for match in _WORD.finditer(words):
        word = match[0]
        if word.lower() in _CAPITALS_ONLY and not word.isupper():
            continue
        found.append(_NAMES[word.lower()])
    return tuple(dict.fromkeys(found))


def agency_called(outlet: str | None) -> str | None:
    """The agency that ``outlet`` is; None: it is none."""
    return _NAMES.get((outlet or "").strip().lower())
