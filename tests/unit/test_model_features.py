"""What the trained reader sees of a token: its form, its static vector, and how tables are stored."""

from __future__ import annotations

import numpy as np
import pytest

from dementi.read.model.features import FLAG_COUNT, TABLE_ROWS, features
from dementi.read.model.vectors import Vectors
from dementi.read.model.weights import packed, unpacked
from dementi.read.rules import finder
from dementi.read.rules.analysis import Analysis


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Ministerin sagte am 5. Mai: „Wir liefern 1.500 Geräte.“ Demnach sei alles bereit."),
        ("en", 'The minister said on 5 May: "We deliver 1,500 devices." She didn\'t say when.'),
        ("en", "👩‍👩‍👧 e\u0301tait so\u00adhe said."),
        ("de", ""),
    ],
)
def test_one_row_a_token(language: str, text: str) -> None:
    a = Analysis(text, language)
    made = features(a, finder.attributions(a))
    count = len(a.tokens.words)
    assert len(made.words) == count
    assert made.ids.shape == (count, len(TABLE_ROWS))
    assert made.flags.shape == (count, FLAG_COUNT)
    assert ((made.ids >= 0) & (made.ids < np.array(TABLE_ROWS))).all()
    assert set(np.unique(made.flags)) <= {0, 1}


@pytest.mark.parametrize(
    ("language", "straight", "curly"),
    [
        ("de", '"Das ist falsch", sagte der Sprecher.', "„Das ist falsch“, sagte der Sprecher."),
        ("de", '"Das ist falsch", sagte der Sprecher.', "»Das ist falsch«, sagte der Sprecher."),
        ("en", '"That is wrong," the spokesman said.', "“That is wrong,” the spokesman said."),
    ],
)
def test_straight_and_curly_marks_look_the_same(language: str, straight: str, curly: str) -> None:
    one, other = (features(Analysis(text, language), []) for text in (straight, curly))
    assert one.words == other.words
    assert (one.words.count("“"), one.words.count("”")) == (1, 1)
    np.testing.assert_array_equal(one.ids, other.ids)
    np.testing.assert_array_equal(one.flags, other.flags)


@pytest.mark.parametrize(
    ("mark", "known"),
    [("„", "“"), ("»", "”"), ("``", "“"), ("''", "”"), ("-LRB-", "("), ("--", "–"), ("—", "–"), ("...", "…")],
)
def test_a_mark_that_quotes_nothing_has_one_spelling_too(mark: str, known: str) -> None:
    a = Analysis(f"Der Minister {mark} schwieg", "de")
    assert mark in a.tokens.words
    assert features(a, []).words == ["Der", "Minister", known, "schwieg"]


def test_a_straight_mark_without_partner_gets_a_side_by_the_blank() -> None:
    a = Analysis('He said so" and left. Then "nobody came.', "en")
    assert [word for word in features(a, []).words if word in "“”"] == ["”", "“"]


def test_slices_keep_words_and_rows_together() -> None:
    a = Analysis("The minister said nothing at all.", "en")
    whole = features(a, finder.attributions(a))
    part = whole.slice(1, 4)
    assert part.words == whole.words[1:4]
    np.testing.assert_array_equal(part.ids, whole.ids[1:4])
    np.testing.assert_array_equal(part.flags, whole.flags[1:4])


_MASK = 2**64 - 1


def _turned(x: int, by: int) -> int:
    return ((x << by) | (x >> (64 - by))) & _MASK


def _mixed(x: int) -> int:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        x = ((x ^ (x >> 33)) * factor) & _MASK
    return x ^ (x >> 33)


def murmur(data: bytes, seed: int) -> tuple[int, int]:
    """MurmurHash3, 128 bits, x64, of fewer than 16 bytes."""
    one, two = 0x87C37B91114253D5, 0x4CF5AD432745937F
    low, high = int.from_bytes(data[:8], "little"), int.from_bytes(data[8:], "little")
    h1 = seed ^ ((_turned((low * one) & _MASK, 31) * two) & _MASK)
    h2 = seed ^ ((_turned((high * two) & _MASK, 33) * one) & _MASK)
    h1, h2 = h1 ^ len(data), h2 ^ len(data)
    h1 = (h1 + h2) & _MASK
    h2 = (h2 + h1) & _MASK
    h1, h2 = _mixed(h1), _mixed(h2)
    h1 = (h1 + h2) & _MASK
    return h1, (h2 + h1) & _MASK


def rows_of(gram: str, *, seed: int, size: int) -> list[int]:
    """The two rows of a gram: the lower and the upper half of the first 64 bits."""
    first, _ = murmur(gram.encode(), seed)
    return [(first & 0xFFFFFFFF) % size, (first >> 32) % size]


def test_the_slow_hash_is_the_published_one() -> None:
    assert murmur(b"hello", 0) == (0xCBD8A7B341BD9B02, 0x5B1E906A48AE1D19)


@pytest.mark.parametrize(
    ("word", "grams"),
    [
        ("no", ["<no>"]),  # shorter than a gram: the whole word alone
        ("yes", ["<yes>"]),  # as long as one: counted once
        ("denied", ["<denied>", "<deni", "denie", "enied", "nied>"]),
        ("3-4", ["<0-0>"]),  # digits are all one
        ("über", ["<über>", "<über", "über>"]),
    ],
)
def test_a_word_is_the_mean_of_the_rows_of_its_grams(word: str, grams: list[str]) -> None:
    size, seed = 13, 2166136261
    counted = np.zeros(size)
    for gram in grams:
        for row in rows_of(gram, seed=seed, size=size):
            counted[row] += 1
    # Each row of the table names itself, so that the mean tells which rows were looked up.
    table = Vectors(np.eye(size, dtype=np.float32), gram_length=5, hash_count=2, hash_seed=seed, scale=2.0)
    np.testing.assert_allclose(table.of([word, "other", word])[2], 2 * counted / (2 * len(grams)), atol=1e-6)


def test_a_stored_table_comes_back_within_half_a_step() -> None:
    table = np.random.default_rng(5).normal(size=(40, 9)).astype(np.float32)
    table[3] = 0
    table[4] *= 100
    stored, scales = packed(table)
    assert stored.dtype == np.int8
    back = unpacked(stored, scales)
    steps = np.abs(table).max(axis=1, keepdims=True) / 127
    # Half a step, and what half precision rounds off the scale itself (127 steps at 2 to the -11).
    assert (np.abs(back - table) <= steps * (0.5 + 127 / 2048) + 1e-7).all()
    assert (back[3] == 0).all()
