"""Which open values are versions of each other: rounder numbers, fewer words, times and numbers close by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from dementi.weigh.tables.blocks import Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Sums

#: What a value was read as.
WORDS, NUMBER, MINUTES = 0, 1, 2

#: More distinct values than this are compared only for being the same: reading them would take longer than
#: all the rest, and no table seen so far has had so many values that are versions of each other.
VALUE_LIMIT = 3_000_000

#: Of an item with more distinct values than this, none are compared: it is the square that counts.
CELL_LIMIT = 40

_NUMBER = r"^\s*[$€£]?\s*([+-]?\d[\d,]*\.?\d*)\s*([kKmMbB%]?)\s*$"
_TIME = r"^\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([aApP]?)\.?\s*[mM]?\.?\s*$"
_SCALES = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9}
_DAY_MINUTES = 24 * 60


class Features(NamedTuple):
    """What is read out of each value, by its code.

    The words of value v are ``word[word_start[v]:word_start[v + 1]]``, as codes in ascending order.
    """

    kind: Ints  # int8[V]: WORDS, NUMBER or MINUTES
    number: Floats  # float64[V]: the number; of a time of day, its minute
    unit: Floats  # float64[V]: what the last digit given of a number stands for
    word_start: Ints  # int64[V + 1]
    word: Ints  # int32[…]


class Likeness(NamedTuple):
    """Which relations between values count.

    ``is_general``: a value with fewer words, or a rounder number, may stand for a more specific one.
    ``number_share``, ``minutes``: numbers that differ by up to this share, and times of day by up to
    so many minutes, may stand for each other; 0 for never.
    """

    is_general: bool = False
    number_share: float = 0.0
    minutes: float = 0.0


#: Values count as the same or not at all; or more general ones support; or close ones support as well.
LIKENESSES = (
    Likeness(),
    Likeness(is_general=True),
    Likeness(is_general=True, number_share=0.01, minutes=2.0),
)


def no_features() -> Features:
    """Features of no values, for tables whose values are not compared."""
    return Features(
        np.zeros(0, np.int8), np.zeros(0), np.zeros(0), np.zeros(1, np.int64), np.zeros(0, np.int32)
    )


def features(values: pl.Series) -> Features:
    """Read numbers, times of day and words out of values.

    Parameters
    ----------
    values : the distinct values, by code; text or numbers.
    """
    text = values.cast(pl.String).alias("text")
    parts = pl.DataFrame(text).select(
        pl.col("text").str.extract_groups(_NUMBER).alias("number"),
        pl.col("text").str.extract_groups(_TIME).alias("time"),
    )
    digits = parts["number"].struct.field("1").str.replace_all(",", "")
    suffix = parts["number"].struct.field("2")
    scale = suffix.replace_strict(_SCALES, default=1.0, return_dtype=pl.Float64).to_numpy()
    number = digits.cast(pl.Float64, strict=False).to_numpy() * scale
    minute = _minutes(parts["time"])
    kind = np.where(~np.isnan(minute), MINUTES, np.where(~np.isnan(number), NUMBER, WORDS)).astype(np.int8)
    word_start, word = _words(text)
    number = np.where(kind == MINUTES, minute, number)
    return Features(kind, np.nan_to_num(number), _units(digits) * scale, word_start, word)


def _minutes(time: pl.Series) -> Floats:
    """Minute of the day of each time, NaN where it is none."""
    hour = time.struct.field("1").cast(pl.Float64, strict=False).to_numpy()
    minute = time.struct.field("2").cast(pl.Float64, strict=False).to_numpy()
    half = time.struct.field("3").str.to_lowercase().fill_null("").to_numpy()
    is_named = (half == "a") | (half == "p")
    hour = np.where(is_named, hour % 12 + 12 * (half == "p"), hour)
    is_time = (hour <= 24) & (minute < 60)
    return np.where(is_time, (hour * 60 + minute) % _DAY_MINUTES, np.nan)


def _units(digits: pl.Series) -> Floats:
    """What the last digit given stands for: 0.01 in 3.14; 1000 in 13000, for what is rounded ends in zeros.

    At least two digits count as given: 70 is a number between 69.5 and 70.5, not between 65 and 75.
    """
    plain = digits.str.strip_chars("+-")
    decimals = plain.str.extract(r"\.(\d*)$").str.len_chars().fill_null(0).to_numpy()
    zeros = plain.str.extract(r"^\d*?(0*)$").str.len_chars().fill_null(0).to_numpy().astype(np.int64)
    length = plain.str.len_chars().fill_null(0).to_numpy().astype(np.int64)
    zeros = np.clip(np.minimum(zeros, length - 2), 0, None)
    return np.where(decimals > 0, 10.0 ** -decimals.astype(np.float64), 10.0 ** zeros.astype(np.float64))


def _words(text: pl.Series) -> tuple[Ints, Ints]:
    rows = pl.DataFrame({"text": text, "value": np.arange(len(text), dtype=np.int64)}).select(
        "value", pl.col("text").str.to_lowercase().str.extract_all(r"\w+").alias("word")
    )
    words = (
        rows.explode("word")
        .drop_nulls()
        .unique()
        .with_columns((pl.col("word").rank("dense") - 1).cast(pl.Int32))
    )
    words = words.sort("value", "word")
    counts = np.bincount(words["value"].to_numpy(), minlength=len(text))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), words["word"].to_numpy().astype(
        np.int32
    )


@compiled
def stands_for(features: Features, likeness: Likeness, general: int, specific: int) -> bool:
    """May a source that knows ``specific`` say ``general``?"""
    if not likeness.is_general or general == specific:
        return False
    kind = features.kind[specific]
    if kind != features.kind[general] or kind == WORDS:
        return kind != MINUTES and _is_part(features, general, specific)
    distance = abs(features.number[general] - features.number[specific])
    if kind == MINUTES:
        return bool(min(distance, _DAY_MINUTES - distance) <= likeness.minutes)
    if features.unit[general] > 1.5 * features.unit[specific]:
        return bool(distance <= 0.5 * features.unit[general] * (1.0 + 1e-9))
    largest = max(abs(features.number[general]), abs(features.number[specific]))
    return bool(distance <= likeness.number_share * largest)


@compiled
def can_be_general(features: Features, likeness: Likeness, value: int) -> bool:
    """Are there values that may stand for this one?"""
    if not likeness.is_general:
        return False
    if features.kind[value] == WORDS:
        return bool(features.word_start[value + 1] - features.word_start[value] > 1)
    return bool(features.kind[value] == NUMBER) or likeness.minutes > 0.0


@compiled
def _is_part(features: Features, part: int, whole: int) -> bool:
    """Are all words of one value among those of another, which has more?"""
    begin, end = features.word_start[part], features.word_start[part + 1]
    other, other_end = features.word_start[whole], features.word_start[whole + 1]
    if begin == end or end - begin >= other_end - other:
        return False
    for k in range(begin, end):
        while other < other_end and features.word[other] < features.word[k]:
            other += 1
        if other == other_end or features.word[other] != features.word[k]:
            return False
    return True


class LikenessParams(NamedTuple):
    """Parameters of :func:`related_step`."""

    features: Features
    likeness: Likeness


def related_step(block: Block, params: LikenessParams) -> Sums:
    """How many pairs of claimed values of one item are related."""
    return (np.array(_related(block.value, block.item_start, params.features, params.likeness)),)


@compiled
def _related(value: Ints, item_start: Ints, features: Features, likeness: Likeness) -> int:
    count = 0
    for i in range(len(item_start) - 1):
        cells = value[item_start[i] : item_start[i + 1]]
        if len(cells) > CELL_LIMIT:
            continue
        for one in cells:
            for other in cells:
                if one != other and stands_for(features, likeness, one, other):
                    count += 1
    return count
