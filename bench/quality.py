"""What each reader finds on the public development sets, where they are to be had, and on our own gold."""

from bench import gate
from dementi import evaluate


def table() -> str:
    readers = gate.readers_here()
    blocks = [_scores(name, reader) for name in gate.HELD for reader in readers]
    return "\n\n".join([*blocks, *(_factuality(reader) for reader in readers)])


def _scores(name: str, reader: str) -> str:
    path = gate.place(name)
    if not path.exists():
        return f"{name}: not measured, it is not here"
    # Figures are told for the part that no rule was made after.
    part = "kept" if name.startswith("tests/") else "all"
    return f"{name}\n\n{evaluate.table(evaluate.evaluate_reader(path, reader=reader, part=part))}"


def _factuality(reader: str) -> str:
    annotations, trees = (gate.place(name) for name in gate.FACTUALITY)
    if not (annotations.exists() and trees.exists()):
        return f"{gate.FACTUALITY[0]}: not measured, it is not here"
    fit = trees.with_name("en_ewt-train.conllu")
    scores = evaluate.evaluate_factuality(
        annotations, trees, fit=fit if fit.exists() else None, reader=reader
    )
    return f"{gate.FACTUALITY[1]}\n\n{evaluate.factuality_table(scores)}"
