"""Precision and recall of the reader on the public development sets, where they are to be had."""

from pathlib import Path

from bench import samples
from dementi import evaluate


def table() -> str:
    golds = [
        samples.SHARED / "data" / "quotes-de" / "dev.jsonl",
        samples.SHARED / "data" / "attribution-en" / "dev.jsonl",
    ]
    return "\n\n".join(_scores(gold) for gold in golds)


def _scores(gold: Path) -> str:
    name = f"{gold.parent.name} {gold.stem}"
    if not gold.exists():
        return f"{name}: not measured, the data set is not here"
    return f"{name}\n\n{evaluate.table(evaluate.evaluate_reader(gold, reader='rules'))}"
