"""What a number counts, so that figures in different words for one thing are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

_WORD = re.compile(r"[\w$€%-]+")
_SCALES = {
    "thousand": 1e3, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "billion": 1e9, "milliarden": 1e9,
}  # fmt: skip
#: The kind of units whose numbers are shares, times or spans.
_NO_AMOUNT = "-"


class Unit(NamedTuple):
    """A kind of unit; ``counts``: a certain kind of person, anybody, or other things."""

    kind: str | None
    scale: float = 1.0
    counts: Literal["person", "anybody", ""] = ""


class _Kind(NamedTuple):
    name: str
    counts: Literal["person", "anybody", ""]


@cache
def _kinds() -> Mapping[str, _Kind]:
    """Each word of the table with its kind; of a word that stands twice the first line counts."""
    text = (resources.files("dementi") / "data" / "amount_units.tsv").read_text("utf-8")
    found: dict[str, _Kind] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, counts, words = line.split("\t")
            for word in words.split():
                found.setdefault(word, _Kind(name, counts))  # type: ignore[arg-type]  # our own file
    return found


def unit_of(words: str | None) -> Unit | None:
    """The kind that a unit's words name; None for shares, times and the like.

    A unit that the table does not know is a kind of its own, by its words in small letters. A
    multiplier in the unit ("million_USD") becomes the scale.
    """
    if words is None or not words.strip():
        return Unit(None)
    parts = [part for word in _WORD.findall(words.casefold()) for part in word.split("_") if part]
    scale = 1.0
    while parts and parts[0] in _SCALES:
        scale *= _SCALES[parts.pop(0)]
    known = _kinds()
    for part in (" ".join(parts), *reversed(parts[-1:]), *parts):
        kind = known.get(part)
        if kind is not None:
            return None if kind.name == _NO_AMOUNT else Unit(kind.name, scale, kind.counts)
    return Unit(" ".join(parts) or None, scale)


def joined(units: Iterable[Unit]) -> dict[Unit, str | None]:
    """The kind under which each unit of one claim is weighed.

    Who counts people means those whom the others count, where that is one kind ("3,000 North Koreans"
    beside "10,000 soldiers"); a number without a unit means what most of the others count.
    """
    counts = Counter(units)
    persons = {unit.kind for unit in counts if unit.counts == "person"}
    people = persons.pop() if len(persons) == 1 else None
    kinds = {
        unit: people if people and unit.counts == "anybody" else unit.kind
        for unit in counts
        if unit.kind is not None
    }
    sums: Counter[str] = Counter()
    for unit, kind in kinds.items():
        if kind is not None:
            sums[kind] += counts[unit]
    commonest = max(sums, key=lambda kind: (sums[kind], kind), default=None)
    return {unit: kinds.get(unit, commonest) for unit in counts}
