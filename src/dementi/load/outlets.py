"""Whether some words above a report name its outlet; a place or a headline stands there as well."""

from __future__ import annotations

import re

from dementi.load import agencies, lexicons

#: Outlets whose names alone do not say that they are one.
_KNOWN = lexicons.lines("outlets.txt")
_MEDIA_WORD = re.compile(
    r"\b(?:News|Times|Tribune|Herald|Gazette|Guardian|Observer|Telegraph|Chronicle|Courier|Kurier|Journal|Radio|TV"
    r"|Television|Broadcasting|Magazin|Magazine|Weekly|Daily|Newspaper|Newswire|Wire|Post|Independent|Agency"
    r"|\w*[Zz]eitung|\w*[Tt]agblatt|\w*[Tt]ageblatt|\w*[Rr]undschau|\w*[Nn]achrichten|\w*[Rr]undfunk"
    r"|\w*[Aa]nzeiger|\w*[Ff]ernsehen|\w*[Bb]ote|\w*[Pp]ressedienst|Nachrichtenagentur|Newsletter|Blog)\b"
)
_HOST = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|net|de|at|ch|eu|info|news|co\.uk|uk|ru|ua|kr|tv|io|us)", re.IGNORECASE
)
_NAME = re.compile(r"\w[\w .&'’/+-]{0,60}")
#: A headline may hold "News" too; a name has few words, and none but its joints is in lower case.
_NAME_WORD_LIMIT = 6
_JOINTS = frozenset(
    {"am", "an", "and", "das", "de", "der", "des", "die", "el", "for", "für", "im", "in", "la", "le", "of"}
    | {"the", "und", "von", "zu"}
)


def is_outlet(words: str) -> bool:
    """Whether ``words`` name an outlet and can hardly be a place, a person or a headline."""
    words = words.strip()
    if not _NAME.fullmatch(words):
        return False
    if agencies.agency_called(words) is not None or words in _KNOWN:
        return True
    if _HOST.fullmatch(words):
        return True
    return is_name(words) and _MEDIA_WORD.search(words) is not None


def is_name(words: str) -> bool:
    """Whether ``words`` look like a name: few, and all with a capital but the joints."""
    parts = words.split()
    return 0 < len(parts) <= _NAME_WORD_LIMIT and all(
        not part[0].islower() or part in _JOINTS for part in parts
    )
