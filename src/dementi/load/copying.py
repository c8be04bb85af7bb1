"""Which documents repeat another one: near-copies of the whole, and texts taken into longer ones."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

import rensa  # type: ignore[import-untyped]  # it ships no type information

from dementi.load import agencies
from dementi.model import Copy, Document
from dementi.text import View

#: Words in a row that count as one shingle. Two reports of one event share names and short phrases,
#: but hardly ever five words in a row that are not quoted; copies share nearly all.
SHINGLE_WORDS = 5
#: Share of common shingles, of all that either has, from which one text is a near-copy of the other;
#: a word changed in every thirteen comes to it. There is room on both sides: of 837 US reports of
#: one autumn, seven pairs were above it and the next one at 0.12.
NEAR_COPY_JACCARD = 0.5
#: Share of the shorter text's shingles that stand in the longer one, from which it was taken into
#: it. Two thirds is what NEAR_COPY_JACCARD amounts to for two texts of one length.
CONTAINED = 2 / 3
#: Shorter texts (12 words) are copies only where they are near-copies as a whole: a name and an
#: office can be seven words, and stand in any report.
LEAST_SHARED_SHINGLES = 8

#: 32 bands of 4: a pair at NEAR_COPY_JACCARD is met with 87 %, one at 0.7 with 99.98 %; what is
#: missed, the fingerprints meet.
_PERMUTATION_COUNT = 128
_BAND_COUNT = 32
_SEED = 1
#: Winnowing keeps the least hash of so many shingles in a row: every common passage of
#: SHINGLE_WORDS + 7 words is met for sure, with a fifth of the memory that all shingles take.
_WINDOW = 8
#: Passages in more originals than this are furniture ("all rights reserved"), and met pairs grow
#: with the square of them.
_FURNITURE_COUNT = 100
#: So many of the documents that share most with one are compared exactly; a text that is taken into
#: a hundred others needs no hundred rows.
_COMPARED_COUNT = 20
#: Of the fingerprints that a contained text would share, so many must be met before it is compared.
_MET_SHARE = 0.3

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


class _Print(NamedTuple):
    """What is kept of one document to compare it with the others."""

    document_id: str
    published_on: date
    outlet: str | None
    agency: str | None
    shingles: array[int]
    fingerprints: array[int]
    sketch: Any


class _Met(NamedTuple):
    """An earlier document that this one shares much with."""

    original: int
    similarity: float
    containment: float
    is_within: bool


def copies(documents: Iterable[Document]) -> list[Copy]:
    """Which of ``documents`` repeat an earlier one, wholly or within a longer text.

    Word shingles are met by MinHash with locality-sensitive hashing (whole near-copies) [1]_ and by
    winnowed fingerprints (a text within another) [2]_; then every met pair is compared exactly.

    Parameters
    ----------
    documents : of one run or one case, in any order: it does not change the result.

    Returns
    -------
    One :class:`Copy` for each repeating document, sorted by its id. ``similarity`` is the Jaccard
    index of the two, ``containment`` the share of the shorter one that stands in the longer one.
    No row points to a near-copy; but what it points to may itself be taken from, or into, a third
    text, which has a row of its own. A longer article that takes in several texts has one row for
    each of them; beside them it may say things of its own, which the low ``similarity`` shows.

    Notes
    -----
    The original is the earliest; on one day the publication of an agency, or of whom others here
    credit, goes before a text that credits nobody, and that one before a text that credits an
    agency; then the document_id decides.
    Undated documents come last. Time and memory grow with the number of words and not with its
    square: 0.4 ms and 6 kB for a report of 250 words.

    References
    ----------
    .. [1] Broder (1997), On the resemblance and containment of documents.
    .. [2] Schleimer, Wilkerson, Aiken (2003), Winnowing: local algorithms for document fingerprinting.
    """
    prints = _prints(documents)
    shared = _shared_fingerprints(prints)
    index = rensa.RMinHashLSH(threshold=NEAR_COPY_JACCARD, num_perm=_PERMUTATION_COUNT, num_bands=_BAND_COUNT)
    postings: defaultdict[int, list[int]] = defaultdict(list)
    found: list[Copy] = []
    for number, one in enumerate(prints):
        fingerprints = [mark for mark in one.fingerprints if shared[mark % len(shared)] > 1]
        candidates = {*index.query(one.sketch), *_containing(fingerprints, postings, prints)}
        shingles = set(one.shingles)
        all_met = [met for at in sorted(candidates) if (met := _met(at, shingles, prints[at])) is not None]
        repeated = _repeated(all_met)
        found += [
            Copy(
                document_id=one.document_id,
                of_document_id=prints[met.original].document_id,
                similarity=round(met.similarity, 4),
                containment=round(met.containment, 4),
            )
            for met in repeated
        ]
        if not any(met.similarity >= NEAR_COPY_JACCARD for met in repeated):
            index.insert(number, one.sketch)
            for fingerprint in fingerprints:
                if len(postings[fingerprint]) <= _FURNITURE_COUNT:
                    postings[fingerprint].append(number)
    return sorted(found, key=lambda copy: (copy.document_id, copy.of_document_id))


def _prints(documents: Iterable[Document]) -> list[_Print]:
    """The prints of the documents in their order, the likelier original first."""
    prints: dict[str, _Print] = {}
    for document in documents:
        words = _WORD.findall(View(document.text, document.edits).text.lower())
        if words and document.document_id not in prints:
            prints[document.document_id] = _print_of(document, words)
    credited = {name for one in prints.values() for name in (one.agency or "").split(", ")}

    def order(one: _Print) -> tuple[date, int, str]:
        is_agency = one.outlet in credited or agencies.agency_called(one.outlet) is not None
        return (one.published_on, 0 if is_agency else 2 if one.agency else 1, one.document_id)

    return sorted(prints.values(), key=order)


def _print_of(document: Document, words: Sequence[str]) -> _Print:
    shingles = [crc32(words_in_row.encode()) for words_in_row in _shingles(words)]
    sketch = rensa.RMinHash(num_perm=_PERMUTATION_COUNT, seed=_SEED)
    sketch.update([shingle.to_bytes(4) for shingle in shingles])
    return _Print(
        document_id=document.document_id,
        published_on=document.published_on or date.max,
        outlet=document.outlet,
        agency=document.agency,
        shingles=array("I", set(shingles)),
        fingerprints=array("I", _winnowed(shingles)),
        sketch=sketch,
    )


def _shingles(words: Sequence[str]) -> list[str]:
    if len(words) < SHINGLE_WORDS:
        return [" ".join(words)]
    return [" ".join(row) for row in zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)]


def _winnowed(shingles: Sequence[int]) -> set[int]:
    if len(shingles) < _WINDOW:
        return set()
    return {min(shingles[start : start + _WINDOW]) for start in range(len(shingles) - _WINDOW + 1)}


def _shared_fingerprints(prints: Sequence[_Print]) -> bytearray:
    """How often each fingerprint occurs, up to two, in a table where some fall together.

    Most passages occur once in all the documents. To leave them out of the index saves nine tenths
    of its memory; two that fall together only cost an entry.
    """
    count = sum(len(one.fingerprints) for one in prints)
    table = bytearray(4 * count + 1)
    for one in prints:
        for fingerprint in one.fingerprints:
            at = fingerprint % len(table)
            if table[at] < 2:
                table[at] += 1
    return table


def _containing(
    fingerprints: Sequence[int], postings: defaultdict[int, list[int]], prints: Sequence[_Print]
) -> list[int]:
    counts = Counter(
        number
        for fingerprint in fingerprints
        if fingerprint in postings and len(postings[fingerprint]) <= _FURNITURE_COUNT
        for number in postings[fingerprint]
    )
    met = [
        (-count, number)
        for number, count in counts.items()
        if count >= _MET_SHARE * min(len(fingerprints), len(prints[number].fingerprints))
    ]
    return [number for _, number in sorted(met)[:_COMPARED_COUNT]]


def _met(number: int, shingles: set[int], original: _Print) -> _Met | None:
    common = len(shingles.intersection(original.shingles))
    sizes = len(shingles), len(original.shingles)
    similarity = common / (sum(sizes) - common)
    containment = common / min(sizes)
    is_near_copy = similarity >= NEAR_COPY_JACCARD
    is_contained = containment >= CONTAINED and common >= LEAST_SHARED_SHINGLES
    if not (is_near_copy or is_contained):
        return None
    return _Met(number, similarity, containment, is_near_copy or sizes[0] <= sizes[1])


def _repeated(all_met: Sequence[_Met]) -> list[_Met]:
    within = [met for met in all_met if met.is_within]
    if within:
        return [max(within, key=lambda met: (met.similarity, met.containment, -met.original))]
    return list(all_met)
