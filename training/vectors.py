"""English static vectors of our own, from the texts of the training data."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from dementi.read.model.features import same_spelling
from dementi.read.model.vectors import Vectors
from dementi.read.rules.lexicon import grammar
from dementi.read.rules.tokens import tokenised
from training.corpora import Example

BUCKETS, WIDTH, GRAM, HASHES, SEED = 50_000, 96, 5, 2, 2166136261


def sentences_of_conll(paths: Iterable[Path]) -> Iterator[list[str]]:
    """The sentences of CoNLL files, in the tokens of our own tokeniser."""
    for path in paths:
        words: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if cells[0].isdigit():
                words.append(cells[1])
            elif words and not line.strip():
                text = " ".join(words)
                yield [same_spelling(word) for word in tokenised(text, grammar("en")).words]
                words = []


def texts(data: Path, stretches: Iterable[Example]) -> Iterator[list[str]]:
    """What the English vectors are trained on: the training stretches, twice the treebank and name data."""
    for stretch in stretches:
        yield stretch.words
    others = (
        "syntax/en_ewt-train",
        "ner/wikineural-en-test",
        "ner/wikineural-en-val",
        "ner/wikiann-en-train",
    )
    for _ in range(2):
        yield from sentences_of_conll(data / f"{name}.conllu" for name in others)


def scaled(vectors: Vectors, sample: list[str]) -> Vectors:
    """The same vectors at a mean absolute value of one half over some words."""
    return vectors._replace(scale=float(0.5 / np.abs(vectors._replace(scale=1.0).of(sample)).mean()))


def train(sentences: Iterable[list[str]], *, epochs: int = 3) -> Vectors:
    """Train a floret table; one thread and one seed, so that the same texts give the same table."""
    import floret  # noqa: PLC0415 - German training does without it

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for words in sentences:
            file.write(" ".join("".join("0" if c.isdigit() else c for c in word) for word in words) + "\n")
        file.flush()
        model = floret.train_unsupervised(
            file.name, model="cbow", mode="floret", hashCount=HASHES, bucket=BUCKETS, minn=GRAM, maxn=GRAM,
            minCount=5, dim=WIDTH, epoch=epochs, ws=4, neg=5, lr=0.1, thread=1, verbose=0,
        )  # fmt: skip
    table = np.array(model.get_input_matrix(), dtype=np.float32)[-BUCKETS:]
    plain = Vectors(table, GRAM, HASHES, SEED, 1.0)
    return scaled(plain, ["government", "said", "minister", "the", "denied", "troops"])
