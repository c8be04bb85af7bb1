"""Floors under the readers' figures: they hold, and move up only on purpose."""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench import samples
from dementi import evaluate, read
from dementi.errors import DementiError

FLOORS = Path(__file__).with_name("floors.json")
#: A floor lies so far below what was measured: a change that costs less is a trade, not a fall.
MARGIN = 0.5
#: Gold file (data sets stand in the folder beside the project) → what is held: part, figure, and whether
#: its F1 or its precision. The model reader is held to the same figures as the rules.
HELD: dict[str, tuple[tuple[str, str, str], ...]] = {
    "tests/gold/stance-de.jsonl": tuple(
        (part, figure, "f1")
        for part in ("build", "kept")
        for figure in ("stance (macro)", "certainty (macro)", "hedges")
    ),
    "tests/gold/stance-en.jsonl": tuple(
        (part, figure, "f1")
        for part in ("build", "kept")
        for figure in ("stance (macro)", "certainty (macro)", "hedges")
    ),
    "tests/gold/quantities.jsonl": (("build", "quantities", "f1"), ("kept", "quantities", "f1")),
    "tests/gold/dates.jsonl": (("build", "dates", "f1"), ("kept", "dates", "f1")),
    "tests/gold/sources.jsonl": tuple(
        (part, *held)
        for part in ("build", "kept")
        for held in (("found", "f1"), ("resolved", "precision"), ("resolved", "recall"), ("chain", "f1"))
    ),
    "data/quotes-de/dev.jsonl": (("all", "Message", "f1"), ("all", "Roles", "f1"), ("all", "Joint", "f1")),
    "data/attribution-en/dev.jsonl": (
        ("all", "source", "f1"), ("all", "cue", "f1"), ("all", "content", "f1"),
    ),
    "data/speech-de/dev.jsonl": (("all", "Joint", "f1"),),
}  # fmt: skip
FACTUALITY = ("data/factuality/uds-factuality.zip", "data/syntax/en_ewt-dev.conllu")

Floors = dict[str, dict[str, float]]


class Figure(NamedTuple):
    """One measured figure, in percent, with the key under which its floor stands."""

    reader: str
    key: str
    value: float


def place(name: str) -> Path:
    """Where a gold file lies: in the project, or in the folder of data sets beside it."""
    return (samples.SHARED if name.startswith("data/") else samples.ROOT) / name


def figures(reader: str, *, names: tuple[str, ...] | None = None) -> Iterator[Figure]:
    """What a reader reaches on each gold file that is here.

    Parameters
    ----------
    names : the gold files to measure on; all where None.
    """
    for name, held in HELD.items():
        if (names is not None and name not in names) or not place(name).exists():
            continue
        for part in dict.fromkeys(part for part, _, _ in held):
            scores = evaluate.evaluate_reader(place(name), reader=reader, part=part)
            by_name = {one.name: one for one in scores.scores}
            for wanted, figure, measure in held:
                if wanted == part:
                    value = getattr(by_name[figure], measure)
                    yield Figure(reader, f"{name} {part} {figure} {measure}", value)
    annotations, trees = (place(name) for name in FACTUALITY)
    if names is None and annotations.exists() and trees.exists():
        found = evaluate.evaluate_factuality(annotations, trees, reader=reader).scores[0].correlation
        yield Figure(reader, f"{FACTUALITY[1]} all certainty correlation", round(100 * (found or 0.0), 1))


def load() -> Floors:
    """Reader → figure → floor in percent."""
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return floors


def fallen(measured: list[Figure], floors: Floors) -> list[str]:
    """Each figure that lies below its floor, in words."""
    return [
        f"{one.reader}: {one.key} is {one.value:.1f}, its floor {floor:.1f}"
        for one in measured
        if (floor := floors.get(one.reader, {}).get(one.key)) is not None and one.value < floor
    ]


def raised(measured: list[Figure], floors: Floors) -> Floors:
    """Floors lifted to what was measured, less the margin; none is ever lowered."""
    lifted = {reader: dict(by_key) for reader, by_key in floors.items()}
    for one in measured:
        by_key = lifted.setdefault(one.reader, {})
        floor = math.floor(10 * (one.value - MARGIN) + 1e-6) / 10
        by_key[one.key] = max(0.0, floor, by_key.get(one.key, 0.0))
    return {reader: dict(sorted(by_key.items())) for reader, by_key in sorted(lifted.items())}


def readers_here() -> list[str]:
    """The readers that can be measured on this machine; one that talks to a service is none of them."""
    found = []
    for reader in read.READERS:
        if reader == "llm":
            continue
        try:
            read.check_reader(reader)
        except DementiError as error:
            print(f"{reader}: not measured. {error}", file=sys.stderr)
        else:
            found.append(reader)
    return found


def table(measured: list[Figure], floors: Floors) -> str:
    rows = ["| reader | figure | measured | floor |", "| --- | --- | --- | --- |"]
    for one in measured:
        floor = floors.get(one.reader, {}).get(one.key)
        rows.append(f"| {one.reader} | {one.key} | {one.value:.1f} | {'–' if floor is None else floor} |")
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Compare and, where asked, lift; 1 where a figure has fallen."""
    parser = argparse.ArgumentParser(prog="python -m bench gate", description=__doc__)
    parser.add_argument("--reader", action="append", help="only this reader (repeatable)")
    parser.add_argument("--project", action="store_true", help="only on the gold in the project")
    parser.add_argument("--raise", dest="is_raise", action="store_true", help="lift the floors")
    options = parser.parse_args(arguments)
    floors = load()
    names = tuple(name for name in HELD if name.startswith("tests/")) if options.project else None
    readers = options.reader or readers_here()
    measured = [one for reader in readers for one in figures(reader, names=names)]
    print(table(measured, floors))
    low = fallen(measured, floors)
    if low:
        print("\nfallen below the floor:", *low, sep="\n- ")
    if options.is_raise:
        FLOORS.write_text(json.dumps(raised(measured, floors), indent=1) + "\n", encoding="utf-8")
        print(f"\nfloors lifted in {FLOORS.name}")
    else:
        missing = [one.key for one in measured if one.key not in floors.get(one.reader, {})]
        if missing:
            print(f"\n{len(missing)} figures have no floor yet; python -m bench gate --raise sets them.")
    return 1 if low else 0
