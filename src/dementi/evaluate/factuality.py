"""Score our certainty of single verbs against annotated factuality, beside two baselines."""

from __future__ import annotations

import math
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from dementi.errors import RecordError
from dementi.evaluate import treebank
from dementi.evaluate.scoring import DRAWS, SEED
from dementi.evaluate.treebank import TreeSentence
from dementi.model import Document, Part, Record, Statement
from dementi.read import Reader
from dementi.read.readers import Note
from dementi.read.rules.analysis import Analysis
from dementi.read.rules.factuality import HIGHEST, LOWEST, certainty_at

_KEY = re.compile(r"ewt-(train|dev|test)-(\d+)-semantics-(?:sub)?pred-(\d+)")
_NEGATORS = frozenset({"not", "n't", "no", "never", "nobody", "nothing", "none", "neither", "nor", "cannot"})
_NEAR = 3
#: How far a statement's stance moves what its content tells (found on the train part).
_SHIFTS = {"demands": -0.4, "denies": -0.4, "doubts": -0.5, "predicts": -1.0, "promises": -0.7}
#: Who says something has done so.
_CUE_SHIFT = 0.4


class FactualityScore(Record, frozen=True, kw_only=True):
    """Pearson correlation with its 95 % interval over sentences, and the mean absolute error.

    ``correlation`` is None where the guess never varies; ``error`` where no part to fit on was given. The
    error is on the scale of the annotation, after the monotone map that fits best on that other part.
    """

    name: str
    correlation: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None


class FactualityScores(Record, frozen=True, kw_only=True):
    """How close our certainty comes to annotated factuality."""

    split: str
    reader: str
    predicates: int
    sentences: int
    scores: tuple[FactualityScore, ...]


class Predicate(NamedTuple):
    """One annotated verb with the guesses at it, by name."""

    sentence: int
    value: float
    guesses: dict[str, float]


OURS, NEAR_NEGATION, CONSTANT = "certainty", f"negation within {_NEAR} words", "constant"


def evaluate_factuality(
    annotations: Path | str,
    trees: Path | str,
    *,
    fit: Path | str | None = None,
    reader: str | None = "rules",
    note: Note | None = None,
) -> FactualityScores:
    """Compare our certainty of verbs with the factuality annotated in UDS [1]_.

    Parameters
    ----------
    annotations : the zip (or JSON) file of UDS factuality.
    trees : English Web Treebank, one split in CoNLL-U; its name says which (train, dev or test).
    fit : another split, to fit the monotone map on that the mean absolute error needs.
    reader : whose statements move the certainty of what their contents tell; None: the best installed.
    note : tells the user something.

    Raises
    ------
    RecordError
        If a file cannot be read, or the annotations have no predicate of the split.

    References
    ----------
    .. [1] White et al. (2020), The Universal Decompositional Semantics dataset, LREC.
    """
    values = _annotations(Path(annotations))
    split = _split(Path(trees))
    with Reader(reader, note=note) as opened:
        predicates = _predicates(values, Path(trees), opened)
        fitted = _predicates(values, Path(fit), opened) if fit is not None else None
    return FactualityScores(
        split=split, reader=opened.name, predicates=len(predicates),
        sentences=len({one.sentence for one in predicates}),
        scores=tuple(_score(name, predicates, fitted) for name in (OURS, NEAR_NEGATION, CONSTANT)),
    )  # fmt: skip


def factuality_table(scores: FactualityScores) -> str:
    """The scores as lines of text for a terminal."""
    size = f"{scores.predicates} predicates in {scores.sentences} sentences"
    lines = [
        f"{scores.split}: {size}, reader {scores.reader}",
        "",
        f"{'':<26}{'Pearson r':>10}   95 % of r          mean absolute error",
    ]
    for one in scores.scores:
        r = "–" if one.correlation is None else f"{one.correlation:.3f}"
        interval = "" if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}"
        error = "–" if one.error is None else f"{one.error:.3f}"
        lines.append(f"{one.name:<26}{r:>10}   {interval:<19}{error}")
    return "\n".join(lines)


Values = dict[str, dict[int, dict[int, float]]]


def _annotations(path: Path) -> Values:
    """Split → number of the sentence → number of the word → factuality."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                name = next(one for one in archive.namelist() if one.endswith(".json"))
                data = archive.read(name)
        else:
            data = path.read_bytes()
        raw = msgspec.json.decode(data)["data"]
        values: Values = {}
        for predicates in raw.values():
            for key, labels in predicates.items():
                match = _KEY.fullmatch(key)
                if match is not None:
                    split, sentence, word = match[1], int(match[2]), int(match[3])
                    value = float(labels["factuality"]["factual"]["value"])
                    values.setdefault(split, {}).setdefault(sentence, {})[word] = value
    except (OSError, StopIteration, zipfile.BadZipFile) as error:
        raise RecordError(
            f"{path} cannot be read: {error}.", "Give the zip file of UDS factuality.", slug="gold-unread"
        ) from error
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(
            f"{path} does not hold UDS factuality ({type(error).__name__}: {error}).",
            "Give the zip file as its makers publish it.", slug="gold-form",
        ) from error  # fmt: skip
    return values


def _split(path: Path) -> str:
    found = next((name for name in ("train", "dev", "test") if name in path.stem), None)
    if found is None:
        raise RecordError(
            f"The name {path.name} does not tell which split it is.",
            "Name the file as the treebank does, such as en_ewt-ud-dev.conllu.",
            slug="gold-form",
        )
    return found


def _predicates(values: Values, path: Path, reader: Reader) -> list[Predicate]:
    trees = treebank.sentences(path)
    annotated = values.get(_split(path), {})
    if not annotated:
        raise RecordError(
            f"The annotations have no predicate of the split {_split(path)}.",
            "Give a split that they cover.",
            slug="gold-empty",
        )
    found: list[Predicate] = []
    for number, index in treebank.aligned(trees, annotated).items():
        found += _in_sentence(number, trees[index], annotated[number], reader)
    return found


def _in_sentence(
    number: int, tree: TreeSentence, annotated: Mapping[int, float], reader: Reader
) -> list[Predicate]:
    a = Analysis(tree.text, "en")
    document = Document(document_id=f"ewt-{number}", text=tree.text, sha256="", language="en")
    statements = reader.statements(document).statements
    found: list[Predicate] = []
    for word, value in annotated.items():
        if word > len(tree.words):
            continue
        begin = tree.words[word - 1][0]
        before = [
            tree.text[low:high].lower() for low, high in tree.words[max(0, word - 1 - _NEAR) : word - 1]
        ]
        guesses = {
            OURS: certainty_of(a, statements, begin),
            NEAR_NEGATION: LOWEST if _NEGATORS & set(before) else HIGHEST,
            CONSTANT: HIGHEST,
        }
        found.append(Predicate(number, value, guesses))
    return found


def certainty_of(a: Analysis, statements: Sequence[Statement], offset: int) -> float:
    """The certainty of the verb at a character, as its clause and the statement around it have it."""
    found = certainty_at(a, a.tokens.token_at(offset))
    if any(_holds(one.cue, offset) for one in statements):
        found += _CUE_SHIFT
    around = [one for one in statements if _holds(one.content, offset)]
    if around:
        innermost = min(around, key=lambda one: _length(one.content))
        found += _SHIFTS.get(innermost.stance, 0.0)
    return max(LOWEST, min(HIGHEST, found))


def _holds(part: Part | None, offset: int) -> bool:
    return part is not None and any(begin <= offset < end for begin, end in part.spans)


def _length(part: Part | None) -> int:
    return sum(end - begin for begin, end in part.spans) if part is not None else 0


# Figures --------------------------------------------------------------------------------------------


def _score(name: str, predicates: list[Predicate], fitted: list[Predicate] | None) -> FactualityScore:
    by_sentence: dict[int, list[tuple[float, float]]] = {}
    for one in predicates:
        by_sentence.setdefault(one.sentence, []).append((one.guesses[name], one.value))
    groups = [_moments(pairs) for pairs in by_sentence.values()]
    correlation = _correlation(groups)
    low = high = None
    if correlation is not None:
        draw = random.Random(SEED)  # noqa: S311 -- no secret is drawn
        drawn = sorted(
            value
            for _ in range(DRAWS)
            if (value := _correlation(draw.choices(groups, k=len(groups)))) is not None
        )
        low, high = round(drawn[int(0.025 * len(drawn))], 3), round(drawn[int(0.975 * len(drawn)) - 1], 3)
    error = None
    if fitted is not None:
        steps = monotone([(one.guesses[name], one.value) for one in fitted])
        error = sum(abs(_mapped(steps, one.guesses[name]) - one.value) for one in predicates) / len(
            predicates
        )
    return FactualityScore(
        name=name, correlation=None if correlation is None else round(correlation, 3), low=low, high=high,
        error=None if error is None else round(error, 3),
    )  # fmt: skip


Moments = tuple[float, float, float, float, float, float]


def _moments(pairs: Sequence[tuple[float, float]]) -> Moments:
    """Count and sums of x, y, x², y², xy: what a correlation needs, so that draws only add up."""
    return (
        float(len(pairs)), sum(x for x, _ in pairs), sum(y for _, y in pairs),
        sum(x * x for x, _ in pairs), sum(y * y for _, y in pairs), sum(x * y for x, y in pairs),
    )  # fmt: skip


def _correlation(groups: Sequence[Moments]) -> float | None:
    count, x, y, xx, yy, xy = (sum(column) for column in zip(*groups, strict=True))
    spread = (count * xx - x * x) * (count * yy - y * y)
    return (count * xy - x * y) / math.sqrt(spread) if spread > 1e-9 else None


def monotone(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The rising step function nearest to the pairs: where each step begins, and its height.

    Pool adjacent violators [1]_ over the means of equal guesses.

    References
    ----------
    .. [1] Barlow et al. (1972), Statistical inference under order restrictions.
    """
    by_guess: dict[float, list[float]] = {}
    for guess, value in pairs:
        by_guess.setdefault(guess, []).append(value)
    blocks: list[tuple[float, float, int]] = []
    for guess, values in sorted(by_guess.items()):
        block = (guess, sum(values), len(values))
        while blocks and blocks[-1][1] / blocks[-1][2] >= block[1] / block[2]:
            begin, total, count = blocks.pop()
            block = (begin, total + block[1], count + block[2])
        blocks.append(block)
    return [(begin, total / count) for begin, total, count in blocks]


def _mapped(steps: Sequence[tuple[float, float]], guess: float) -> float:
    return next((height for begin, height in reversed(steps) if begin <= guess), steps[0][1])
