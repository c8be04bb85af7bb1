"""How certain single verbs are, sentence by sentence; the table is read by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from dementi.read.rules.analysis import Analysis
from dementi.read.rules.factuality import HIGHEST, LOWEST, certainty_at

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("read_factuality.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "marked", "low", "high"), ROWS, ids=[row[1] for row in ROWS])
def test_certainty_of_the_marked_verb(language: str, marked: str, low: str, high: str) -> None:
    a = Analysis(marked.replace("[", "").replace("]", ""), language)
    assert float(low) <= certainty_at(a, a.tokens.token_at(marked.index("["))) <= float(high)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "text", ["?", "to", "zu", "to to to", "zu zu zu", "n't", "' ll go", "I ' ll", "If", "Wenn"]
)
def test_odd_sentences_stay_on_the_scale(language: str, text: str) -> None:
    a = Analysis(text, language)
    found = [certainty_at(a, token) for token in range(len(a.tokens.words))]
    assert all(LOWEST <= one <= HIGHEST for one in found)
