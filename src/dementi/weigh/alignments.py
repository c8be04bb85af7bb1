"""Who stood with whom, and against whom, on a day: a dated table of facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Bond = Literal["allied", "opposed"]


class Alignment(NamedTuple):
    """One bond or conflict; ``against`` is empty for an alliance, ``to_on`` None while it goes on."""

    kind: Literal["alliance", "war", "rivalry"]
    from_on: date
    to_on: date | None
    members: frozenset[str]
    against: frozenset[str]
    source: str

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@cache
def alignments() -> tuple[Alignment, ...]:
    """The table, in its own order."""
    text = (resources.files("dementi") / "data" / "alignments.tsv").read_text("utf-8")
    return tuple(_alignment(line) for line in text.splitlines() if line and not line.startswith("#"))


def _alignment(line: str) -> Alignment:
    kind, from_on, to_on, members, against, source = line.split("\t")
    return Alignment(
        kind=kind,  # type: ignore[arg-type]  # a test holds the table to these kinds
        from_on=date.fromisoformat(from_on),
        to_on=date.fromisoformat(to_on) if to_on else None,
        members=frozenset(members.split()),
        against=frozenset(against.split()),
        source=source,
    )


@cache
def bond(one: str, other: str, day: date) -> tuple[Bond, str] | None:
    """How two states or groups stood to each other on a day, and the source that says so.

    A conflict outweighs an alliance: members of one alliance also fall out.
    """
    allied: tuple[Bond, str] | None = None
    for row in alignments():
        if not row.holds_on(day):
            continue
        if (one in row.members and other in row.against) or (other in row.members and one in row.against):
            return ("opposed", row.source)
        if row.kind == "alliance" and {one, other} <= row.members and allied is None:
            allied = ("allied", row.source)
    return allied
