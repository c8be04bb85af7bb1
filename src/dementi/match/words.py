"""Words made comparable across inflection and the two languages: light stems and a bilingual term list."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"\d+(?:[.,]\d{3})+|\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*\d*")
#: Longest first; a stem keeps at least four letters, so that short names stay whole.
_SUFFIXES = ("ungen", "ing", "ern", "est", "ung", "en", "em", "er", "es", "ed", "e", "n", "s")


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = files("dementi.match").joinpath("lang", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table in ``match/lang``; lines that begin with # are notes."""
    return _rows(name)


def folded(text: str) -> str:
    """Lower case, without accents, ß as ss; the form in which words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """The word without its usual German or English ending."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


@cache
def _terms() -> dict[str, str]:
    """From a word or stem, German or English, to the concept it stands for.

    Whole words go before stems: *shells* are shells although *shelling* is a strike.
    """
    words = [
        (folded(word), name)
        for name, *languages in rows("terms.tsv")
        for told in languages
        for word in told.split("|")
        if word
    ]
    exact = dict(words)
    stems: dict[str, str] = {}
    for word, name in words:
        stems.setdefault(stem(word), name)
    return stems | exact


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(folded(word) for _, words in rows("stop.tsv") for word in words.split())


@cache
def empty_contents() -> frozenset[str]:
    """Words that stand for what was said without saying it: "the reports", "diese Vorwürfe", "nonsense"."""
    return frozenset(stem(folded(word)) for _, words in rows("empty.tsv") for word in words.split())


def tokens(text: str) -> list[str]:
    """The words of a text, folded; numbers without separators of thousands."""
    found = (folded(matched.group()) for matched in _WORD.finditer(text))
    return [re.sub(r"(?<=\d)[.,](?=\d{3})", "", token) for token in found]


@lru_cache(maxsize=65536)
def concept(token: str) -> str | None:
    """What a folded word stands for: a term of the list, else its stem; None for a stop word.

    A German compound that is not in the list stands for its head, if that is
    (*Kurzstreckenraketen* for *Rakete*).
    """
    if token in _stop_words():
        return None
    stemmed = stem(token)
    terms = _terms()
    if token in terms:
        return terms[token]
    if stemmed in terms:
        return terms[stemmed]
    if len(stemmed) >= 8:
        for cut in range(3, len(stemmed) - 4):
            if stemmed[cut:] in terms:
                return terms[stemmed[cut:]]
    return stemmed


@lru_cache(maxsize=65536)
def concepts(text: str) -> frozenset[str]:
    """The concepts of a text."""
    return frozenset(found for token in tokens(text) if (found := concept(token)) is not None)


def is_empty_content(text: str) -> bool:
    """Whether these words only point at what others said, or only rate it."""
    found = [token for token in tokens(text) if token not in _stop_words()]
    return all(stem(token) in empty_contents() for token in found)


def slug(text: str) -> str:
    """An ASCII form of a name for identifiers; empty where no letter is left."""
    replaced = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    ascii_only = folded(replaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
