"""What the network sees of each token: hashed word forms, its place, and what the rules found there."""

from __future__ import annotations

import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.model import Kind
from dementi.read.rules.analysis import Analysis, Attribution
from dementi.read.rules.lexicon import FINITE, PARTICIPLE

#: Rows of each hashed table: word, first three letters, last three, last five, shape.
TABLE_ROWS = (32768, 4096, 4096, 8192, 512)
ROLES = ("content", "cue", "source", "frame", "addressee")
KINDS: tuple[Kind, ...] = ("direct", "indirect", "reported", "free_indirect", "indirect_free_indirect")
_FORM_FLAGS = 18
_FIRST, _INSIDE = _FORM_FLAGS, _FORM_FLAGS + len(ROLES)
_KIND = _INSIDE + len(ROLES)
_NESTED = _KIND + len(KINDS)
_PARTIAL, _CONTINUED, _IMPERSONAL, _ANSWER = range(_NESTED + 1, _NESTED + 5)
FLAG_COUNT = _ANSWER + 1

#: Corpora write marks in ways of their own; one spelling each.
_SAME = {
    "``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "„": "“", "«": "“", "»": "”", "--": "–", "—": "–", "’": "'", "`": "'", "...": "…",
}  # fmt: skip
_PLAIN_STANCES = frozenset({"asserts", "reports"})


class Features(NamedTuple):
    """``ids``: tokens × 5 rows of the hashed tables; ``flags``: tokens × :data:`FLAG_COUNT` of 0 and 1."""

    words: list[str]
    ids: NDArray[np.int32]
    flags: NDArray[np.uint8]

    def slice(self, begin: int, end: int) -> Features:
        """The features of the tokens ``begin`` to ``end``."""
        return Features(self.words[begin:end], self.ids[begin:end], self.flags[begin:end])


def features(a: Analysis, attributions: list[Attribution]) -> Features:
    """The features of every token of a text.

    Parameters
    ----------
    a : the analysed text.
    attributions : what the rules found in it.
    """
    words = _spelled(a)
    ids = np.array([_word_ids(word) for word in words], dtype=np.int32).reshape(len(words), len(TABLE_ROWS))
    flags = np.zeros((len(words), FLAG_COUNT), dtype=np.uint8)
    _mark_forms(a, words, flags)
    _mark_quotations(a, flags)
    for attribution in attributions:
        _mark_attribution(attribution, flags)
    return Features(words, ids, flags)


def same_spelling(word: str) -> str:
    """A word, or a mark in the one spelling that the network knows."""
    return _SAME.get(word, word)


def _spelled(a: Analysis) -> list[str]:
    """The words as the network knows them; straight quotation marks get a side."""
    words = [same_spelling(word) for word in a.tokens.words]
    for quotation in a.quotations:
        words[quotation.begin], words[quotation.end - 1] = "“", "”"
    for index, word in enumerate(words):
        if word == '"':
            is_apart = index == 0 or a.tokens.begins[index] > a.tokens.ends[index - 1]
            words[index] = "“" if is_apart else "”"
    return words


_ids_by_word: dict[str, tuple[int, ...]] = {}
_CACHE_LIMIT = 200_000


def _word_ids(word: str) -> tuple[int, ...]:
    known = _ids_by_word.get(word)
    if known is not None:
        return known
    plain = "".join("0" if character.isdigit() else character for character in word)
    lower = plain.lower()
    parts = (lower, lower[:3], lower[-3:], lower[-5:], _shape(plain))
    known = tuple(
        zlib.crc32(part.encode("utf-8", "surrogatepass")) % rows
        for part, rows in zip(parts, TABLE_ROWS, strict=True)
    )
    if len(_ids_by_word) >= _CACHE_LIMIT:
        _ids_by_word.clear()
    _ids_by_word[word] = known
    return known


def _shape(word: str) -> str:
    """ "Nordkorea" → Xx, "UN-Bericht" → X-Xx, "1.500" → 0.0"""
    shape: list[str] = []
    for character in word[:24]:
        kind = (
            "X" if character.isupper()
            else "x" if character.islower()
            else "0" if character.isdigit()
            else character
        )  # fmt: skip
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return "".join(shape)


def _mark_forms(a: Analysis, words: list[str], flags: NDArray[np.uint8]) -> None:
    claim_nouns, info_nouns = a.grammar.claim_nouns, a.grammar.info_nouns
    verbs, lowers = a.grammar.verbs, a.tokens.lowers
    for index, word in enumerate(words):
        row = flags[index]
        row[0] = word[0].isupper()
        row[1] = len(word) > 1 and word.isupper()
        row[2] = any(character.isdigit() for character in word)
        row[3] = not word[0].isalnum()
        for form in verbs.get(lowers[index], ()):
            row[4 if form.kind == FINITE else 5 if form.kind == PARTICIPLE else 6] = 1
            row[7] |= form.verb.stance not in _PLAIN_STANCES
        row[8] = lowers[index] in claim_nouns
        row[9] = lowers[index] in info_nouns
    for begin, end in a.tokens.sentences:
        flags[begin, 10] = 1
        flags[end - 1, 11] = 1
    for start in a.tokens.paragraph_starts:
        if start < len(words):
            flags[start, 12] = 1


def _mark_quotations(a: Analysis, flags: NDArray[np.uint8]) -> None:
    for quotation in a.quotations:
        if quotation.depth == 0:
            flags[quotation.begin : quotation.end, 13] = 1
            flags[quotation.begin, 14] = 1
            flags[quotation.end - 1, 15] = 1
        else:
            flags[quotation.begin : quotation.end, 16] = 1
    for _, end in a.units:
        flags[end - 1, 17] = 1


def _mark_attribution(attribution: Attribution, flags: NDArray[np.uint8]) -> None:
    covered = flags[:, _INSIDE]
    for role, name in enumerate(ROLES):
        for begin, end in getattr(attribution, name):
            if name == "content":
                flags[begin:end, _NESTED] |= covered[begin:end]
                if attribution.kind in KINDS:
                    flags[begin:end, _KIND + KINDS.index(attribution.kind)] = 1
                flags[begin:end, _PARTIAL] |= attribution.is_partial
                flags[begin:end, _CONTINUED] |= attribution.is_continuation
                flags[begin:end, _IMPERSONAL] |= attribution.is_impersonal
            if name == "cue":
                flags[begin:end, _ANSWER] |= attribution.stance not in _PLAIN_STANCES
            flags[begin:end, _INSIDE + role] = 1
            if begin < end:
                flags[begin, _FIRST + role] = 1
