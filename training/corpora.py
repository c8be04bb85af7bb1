"""The data sets as training examples over our own tokens. Nothing of them is kept in the project."""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dementi.evaluate import gold, scoring
from dementi.read.model.anchors import Anchor, anchors
from dementi.read.model.features import KINDS, ROLES, features
from dementi.read.model.labels import MEDIA, TAGS, labelled
from dementi.read.rules import finder
from dementi.read.rules.analysis import Analysis, Attribution, Range


@dataclass(slots=True)
class Example:
    """One text: its features, the rules' attributions and what a perfect reader finds."""

    words: list[str]
    ids: NDArray[np.int32]
    flags: NDArray[np.uint8]
    attributions: list[Attribution]
    anchors: list[Anchor] = field(default_factory=list)
    #: German: for each quotation the tokens of each role, its kind and its medium.
    quotes: list[tuple[tuple[frozenset[int], ...], int, int]] = field(default_factory=list)
    #: English: one tag a token, numbers into ``TAGS``.
    tags: NDArray[np.int64] | None = None
    units: list[Range] = field(default_factory=list)
    #: English: part of speech and kind of name of each token, as the corpus has them (made by a machine).
    classes: NDArray[np.int64] | None = None
    #: 0: quotations in news; 1: speech events in parliament, labelled by other rules.
    domain: int = 0


def quotations(path: Path) -> list[Example]:
    """German Wikinews with its quotations."""
    examples = []
    for document in gold.load(path)[1]:
        text = document.document.text
        a = Analysis(text, "de")
        found = finder.attributions(a)
        spans = list(zip(a.tokens.begins, a.tokens.ends, strict=True))
        quotes = []
        for quote in document.quotes:
            roles = tuple(
                scoring.tokens_of(quote.roles["speaker" if role == "source" else role], spans)
                for role in ROLES
            )
            if roles[0]:
                quotes.append((roles, KINDS.index(quote.kind), MEDIA.index(_medium(quote.labels["medium"]))))
        made = features(a, found)
        examples.append(
            Example(made.words, made.ids, made.flags, found, anchors(a, found), quotes, units=a.units)
        )  # fmt: skip
    return examples


def _medium(label: str | None) -> str:
    return label if label in MEDIA else "none"


_SPEECH_ROLES = {"content": "Message", "cue": "Cue", "source": "Source", "addressee": "Addr"}


def speeches(path: Path) -> list[Example]:
    """Bundestag debates with their speech events, in pieces of some paragraphs' length."""
    examples = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            sentences = {one["SentenceId"]: one["Tokens"] for one in raw["Sentences"]}
            numbers = sorted(sentences)
            for first in range(0, len(numbers), _SPEECH_SENTENCES):
                piece = numbers[first : first + _SPEECH_SENTENCES]
                examples.append(_speech({number: sentences[number] for number in piece}, raw["Annotations"]))
    return [example for example in examples if len(example.words) > 1]


_SPEECH_SENTENCES = 25


def _speech(sentences: dict[int, list[str]], annotations: list[dict[str, list[str]]]) -> Example:
    pieces: list[str] = []
    place_of: dict[str, tuple[int, int]] = {}
    at = 0
    for number, words in sentences.items():
        for index, word in enumerate(words):
            is_glued = at == 0 or word in _GERMAN_GLUED_BEFORE or (pieces and pieces[-1] in "„([")
            pieces.append(word if is_glued else f" {word}")
            at += len(pieces[-1])
            place_of[f"{number}:{index}"] = (at - len(word), at)
    a = Analysis("".join(pieces), "de")
    found = finder.attributions(a)
    spans = list(zip(a.tokens.begins, a.tokens.ends, strict=True))
    quotes = []
    for annotation in annotations:
        roles = tuple(
            scoring.tokens_of(
                [place_of[token] for token in _tokens_of_role(annotation, role) if token in place_of], spans
            )
            for role in ROLES
        )
        if roles[0] and roles[1]:
            quotes.append((roles, 0, 0))
    made = features(a, found)
    return Example(
        made.words, made.ids, made.flags, found, anchors(a, found), quotes, units=a.units, domain=1
    )


def _tokens_of_role(annotation: dict[str, list[str]], role: str) -> list[str]:
    return annotation.get(_SPEECH_ROLES.get(role, ""), [])


_GERMAN_GLUED_BEFORE = frozenset(".,;:!?“)]")


def units(path: Path, *, seed: int) -> list[Example]:
    """PolNeAR in three cuts: unit by unit, neighbours joined, and long stretches written naturally."""
    by_article: dict[str, list[Unit]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            classes = list(zip(raw["pos"], raw["ner"], strict=True))
            by_article[raw["id"].partition("#")[0]].append(Unit(raw["tokens"], raw["labels"], classes))
    draw = random.Random(seed)
    examples = []
    for article in by_article.values():
        examples += [_tagged(unit, is_natural=False) for unit in article]
        examples += [_tagged(together, is_natural=False) for together in _joined(article, draw, 25, 80)]
        examples += [
            _tagged(together, is_natural=True, is_straight=draw.random() < 0.5)
            for together in _joined(article, draw, 60, 320)
        ]
    return [example for example in examples if len(example.words) > 1]


class Unit(NamedTuple):
    """Corpus tokens, their labels, and their part of speech and kind of name."""

    words: list[str]
    labels: list[str]
    classes: list[tuple[str, str]]


def _joined(article: list[Unit], draw: random.Random, low: int, high: int) -> Iterator[Unit]:
    together = Unit([], [], [])
    goal = draw.randint(low, high)
    for unit in article:
        together = Unit(*(mine + more for mine, more in zip(together, unit, strict=True)))
        if len(together.words) >= goal:
            yield together
            together = Unit([], [], [])
            goal = draw.randint(low, high)
    if together.words:
        yield together


_GLUED_BEFORE = frozenset(
    {".", ",", ";", ":", "!", "?", "''", "-RRB-", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "%", "'"}
)
_GLUED_AFTER = frozenset({"``", "-LRB-", "$", "#", "@"})
_NATURAL = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "--": "—"}


def _tagged(unit: Unit, *, is_natural: bool, is_straight: bool = False) -> Example:
    """Our own tokens and the tag of each, from corpus tokens.

    ``is_natural`` writes them as a paper would, ``is_straight`` with the quotation marks of a keyboard.
    """
    words = unit.words
    pieces: list[str] = []
    begins: list[int] = []
    at = 0
    for index, word in enumerate(words):
        is_glued = index == 0 or (is_natural and (word in _GLUED_BEFORE or words[index - 1] in _GLUED_AFTER))
        if not is_glued:
            pieces.append(" ")
            at += 1
        written = _NATURAL.get(word, word) if is_natural else word
        if is_straight and written in "“”":
            written = '"'
        begins.append(at)
        pieces.append(written)
        at += len(written)
    text = "".join(pieces)
    a = Analysis(text, "en")
    found = finder.attributions(a)
    made = features(a, found)
    tags = np.zeros(len(made.words), dtype=np.int64)
    spans = list(zip(a.tokens.begins, a.tokens.ends, strict=True))
    ends = [begin + len(piece) for begin, piece in zip(begins, (p for p in pieces if p != " "), strict=True)]
    for role, first, last in labelled(unit.labels):
        covered = sorted(scoring.tokens_of([(begins[first], ends[last - 1])], spans))
        for place, token in enumerate(covered):
            if tags[token] == 0:
                tags[token] = TAGS.index(f"{'B' if place == 0 else 'I'}-{role}")
    classes = np.zeros((len(made.words), 2), dtype=np.int64)
    for token, begin in enumerate(a.tokens.begins):
        pos, ner = unit.classes[bisect_right(begins, begin) - 1]
        classes[token] = _number(PARTS_OF_SPEECH, pos), _number(NAMES, ner)
    return Example(made.words, made.ids, made.flags, found, tags=tags, classes=classes)


#: The commoner classes of the corpus; 0 is any other.
PARTS_OF_SPEECH = (
    "", "NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "IN", "TO", "DT", "PDT",
    "WDT", "JJ", "JJR", "JJS", "RB", "RBR", "RBS", "WRB", "RP", "PRP", "PRP$", "WP", "WP$", "CC", "CD",
    "EX", "POS", ",",
    ".", ":", "``", "''", "$", "-LRB-", "-RRB-",
)  # fmt: skip
NAMES = (
    "", "O", "PERSON", "ORGANIZATION", "LOCATION", "COUNTRY", "CITY", "STATE_OR_PROVINCE", "NATIONALITY",
    "TITLE", "IDEOLOGY", "DATE", "TIME", "DURATION", "NUMBER", "PERCENT", "MONEY", "ORDINAL",
    "CAUSE_OF_DEATH",
    "CRIMINAL_CHARGE", "MISC", "RELIGION", "SET",
)  # fmt: skip


def _number(classes: tuple[str, ...], name: str) -> int:
    return classes.index(name) if name in classes else 0
