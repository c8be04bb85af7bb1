"""Static subword vectors in floret's form: a hashed table, no word list."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import mmh3
import numpy as np
from numpy.typing import NDArray


class Vectors(NamedTuple):
    """``table``: rows × dimensions; a word's vector is the mean of the rows of its grams.

    References
    ----------
    .. [1] Boyd and Warmerdam (2022), floret: fastText and Bloom embeddings for compact, full-coverage
       vectors.
    """

    table: NDArray[np.float32]
    gram_length: int
    hash_count: int
    hash_seed: int
    scale: float

    def of(self, words: list[str]) -> NDArray[np.float32]:
        """Vectors of words, words × dimensions; each distinct word is looked up once."""
        distinct = {word: number for number, word in enumerate(dict.fromkeys(words))}
        looked_up = np.empty((len(distinct), self.table.shape[1]), dtype=np.float32)
        for word, number in distinct.items():
            looked_up[number] = self.table[self._rows_of(word)].mean(axis=0)
        looked_up *= self.scale
        return looked_up[[distinct[word] for word in words]]

    def _rows_of(self, word: str) -> list[int]:
        return _rows(word, self.gram_length, self.hash_count, self.hash_seed, len(self.table))


@lru_cache(maxsize=100_000)
def _rows(word: str, gram_length: int, hash_count: int, hash_seed: int, row_count: int) -> list[int]:
    plain = "".join("0" if character.isdigit() else character for character in word)
    whole = f"<{plain}>"
    grams = [whole, *(whole[at : at + gram_length] for at in range(len(whole) - gram_length + 1))]
    if len(whole) == gram_length:
        grams = [whole]
    rows: list[int] = []
    for gram in grams:
        hashed = mmh3.hash_bytes(gram.encode("utf-8", "surrogatepass"), hash_seed, True)
        places = (hashed[4 * place : 4 * place + 4] for place in range(hash_count))
        rows += [int.from_bytes(place, "little") % row_count for place in places]
    return rows
