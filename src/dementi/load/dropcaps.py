"""A broken drop cap ("E in Dementi"): found where joining gives a word and the split does not."""

from __future__ import annotations

import re
from collections import Counter

from dementi import actors
from dementi.load import lexicons
from dementi.model import Edit

#: Words that open paragraphs of news, and whose first letter is therefore what gets torn off.
_OPENERS = {language: lexicons.words(f"openers.{language}.txt") for language in ("de", "en")}
#: One letter that is a word, so that the split may be meant.
_ONE_LETTER_WORDS = {"de": frozenset("O"), "en": frozenset("AIO")}
#: Words both by themselves after "A" and as the rest of an opener or state: "A long war", "I ran", "O man".
_AMBIGUOUS_RESTS = frozenset({"bout", "cross", "gain", "go", "long", "man", "ran", "round"})
#: Letters that are written before a word without being torn off it: "E coli", "T cells", "X users".
_AFTER_LETTER_NAMES = frozenset(
    {"band", "boat", "boats", "cell", "cells", "chromosome", "coli", "factor", "pop", "post", "posts", "ray"}
    | {"rays", "user", "users"}
)

_TORN = re.compile(
    r"(?:\A|(?<=\n\n))[\s„“\"»«‚‘*_>]*(?P<cap>[A-ZÄÖÜ])(?P<gap>[ \t]{1,3}|[ \t]*\n{1,2}[ \t]*)"
    r"(?P<rest>[a-zäöüß]+|[A-ZÄÖÜ]{1,12})(?=[\s,;:’'.!?]|\Z)"
)
_WORD = re.compile(r"[^\W\d_]+")


def edits(text: str, begin: int, language: str | None) -> list[Edit]:
    """The edits that join torn first letters at the start of ``text[begin:]`` and of its paragraphs.

    Only for languages that we read: elsewhere nobody here could tell a word from its pieces.
    """
    if language not in _OPENERS:
        return []
    body = text[begin:]
    counts: Counter[str] = Counter()
    found = []
    for torn in _TORN.finditer(body):
        counts = counts or Counter(_WORD.findall(body.lower()))
        if _is_torn(torn["cap"], torn["rest"], language, counts):
            found.append(Edit(begin + torn.start("gap"), begin + torn.end("gap"), ""))
    return found


def _is_torn(cap: str, rest: str, language: str, counts: Counter[str]) -> bool:
    joined, rest = (cap + rest).lower(), rest.lower()
    if cap in _ONE_LETTER_WORDS[language] and rest in _AMBIGUOUS_RESTS:
        return False
    if joined in _OPENERS[language]:
        return True
    if rest in _OPENERS[language] or rest in _AFTER_LETTER_NAMES or counts[rest] > 1:
        return False
    # The text itself is the best dictionary of its subject: "N ordkorea" joins because the text
    # says "Nordkorea" again further down, and "ordkorea" nowhere else.
    return counts[joined] > 0 or _is_actor(
        joined, language, may_stand_alone=cap in _ONE_LETTER_WORDS[language]
    )


def _is_actor(joined: str, language: str, *, may_stand_alone: bool) -> bool:
    actor = actors.find(joined.capitalize(), language)
    # Persons have names like "Asad", and "A sad day" is no person.
    return actor is not None and (actor.kind == "state" or not may_stand_alone)
