"""Train the readers: ``python -m training de`` and ``python -m training en``, from the repository's root."""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch

from dementi.read.model.vectors import Vectors
from training import corpora, english, export, german, vectors
from training.schedule import Plan

VERSION = "1"
#: One plan a member of the ensemble. The first German member never saw 70 of the 700 documents: on them
#: the thresholds of ``dementi.read.model.linking`` were found.
ASIDE = 70
PLANS = {
    "de": (
        Plan(dropout=0.5, epochs=16, seed=1, aside=ASIDE),
        Plan(dropout=0.5, epochs=14, seed=11),
        Plan(dropout=0.5, epochs=14, seed=12),
    ),
    "en": (Plan(dropout=0.45, batch=4000, epochs=7, average=0.998),),
}


def main(arguments: list[str]) -> None:
    """Train one reader and write its weights."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("language", choices=sorted(PLANS))
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="the folder of the data sets"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("weights/dementi_weights"), help="where the weights go"
    )
    parser.add_argument("--threads", type=int, default=1, help="the result depends on it in the last digits")
    asked = parser.parse_args(arguments)
    torch.set_num_threads(asked.threads)
    begun = time.monotonic()

    def report(epoch: int, loss: float, _: object) -> None:
        print(f"epoch {epoch}: loss {loss:.4f}, {time.monotonic() - begun:.0f} s", flush=True)

    plans = PLANS[asked.language]
    if asked.language == "de":
        table = german_vectors(asked.data)
        texts = shuffled(corpora.quotations(asked.data / "quotes-de/train.jsonl"))
        speeches = corpora.speeches(asked.data / "speech-de/train.jsonl")
        members = [german.train([*texts[plan.aside :], *speeches], table, plan, report) for plan in plans]
    else:
        stretches = corpora.units(asked.data / "attribution-en/train.jsonl", seed=1)
        table = vectors.train(vectors.texts(asked.data, stretches))
        members = [english.train(shuffled(stretches), table, plan, report) for plan in plans]
    export.write(
        members,
        table,
        asked.out / f"{asked.language}.npz",
        version=f"{asked.language}-{VERSION}",
        settings={},
    )


def shuffled(examples: list[corpora.Example]) -> list[corpora.Example]:
    """The examples in an order by chance, the same each time."""
    mixed = list(examples)
    random.Random(0).shuffle(mixed)
    return mixed


_GERMAN_SAMPLE = ["Die", "Regierung", "bestätigte", "den", "Bericht", "über", "neue", "Lieferungen", "nicht"]


def german_vectors(data: Path) -> Vectors:
    """The German vectors that lie with the data, scaled to a mean absolute value of one half."""
    with np.load(data / "vectors/de.floret.96.f16.npz") as stored:
        table = Vectors(stored["table"].astype(np.float32), vectors.GRAM, vectors.HASHES, vectors.SEED, 1.0)
    return vectors.scaled(table, _GERMAN_SAMPLE)


if __name__ == "__main__":
    main(sys.argv[1:])
