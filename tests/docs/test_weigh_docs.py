"""The weighing's pages say what the code and the data say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dementi import scales
from dementi.weigh import contract, weighing_claims_from_lines
from dementi.weigh.weights import CellWeight, shipped

DOCS = Path(__file__).parents[2] / "docs"
EXPLANATION = (DOCS / "explanation" / "weighing.md").read_text("utf-8")
SCALES = (DOCS / "reference" / "scales.md").read_text("utf-8")
INPUT = (DOCS / "reference" / "weighing-input.md").read_text("utf-8")


@pytest.mark.parametrize("weight", shipped().cells, ids=lambda one: f"{one.layout}-{one.cell}")
def test_every_weight_stands_in_the_explanation_with_its_interval(weight: CellWeight) -> None:
    row = (
        f"| {weight.layout} | `{weight.cell}` | {weight.bits:+.2f} | {weight.low:+.2f} to {weight.high:+.2f} "
        f"| {weight.true_count} | {weight.false_count} |"
    )
    assert row in EXPLANATION


@pytest.mark.parametrize("name", list(scales.SCALES))
def test_every_band_stands_in_the_reference(name: str) -> None:
    scale = scales.named(name)
    assert f"### {scale.name} ({scale.edition})" in SCALES
    for band in scale.bands:
        row = f"| {band.low:.0%} | {band.high:.0%} | {band.term_en} | {band.term_de} |".replace("%", " %")
        assert row in SCALES


def test_every_word_of_the_input_is_named() -> None:
    vocabularies = (
        contract.STANCES,
        contract.CERTAINTIES,
        contract.BASES,
        contract.SIDES,
        contract.INTERESTS,
    )
    for word in (word for vocabulary in vocabularies for word in vocabulary):
        assert f"`{word}`" in INPUT


def test_the_examples_of_the_input_are_read() -> None:
    blocks = INPUT.split("```json\n")[1:]
    claims = []
    for block in blocks:
        text = block.split("```")[0]
        lines = [text.replace("\n", " ")] if '"statements"' in text else text.splitlines()
        claims.append(weighing_claims_from_lines(line.encode() for line in lines)[0])
    assert len(claims) == 2
    assert [len(claim.statements) for claim in claims] == [2, 2]
