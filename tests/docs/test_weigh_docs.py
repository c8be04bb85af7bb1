"""The weighing's pages say what the code and the data say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dementi import scales
from dementi.weigh import contract, evidence, weighing_claims_from_lines
from dementi.weigh.alignments import alignments
from dementi.weigh.weights import MODEL, CellWeight, shipped

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


def test_the_constants_that_are_set_stand_in_the_explanation() -> None:
    for value in (
        evidence.OPEN_DOUBT_SHARE,
        evidence.UNKNOWN_BASIS_SHARE,
        evidence.UNKNOWN_DOCUMENTS_SHARE,
        *{cell.correlation for cell in evidence.CELLS},
    ):
        assert f"| {value} " in EXPLANATION
    assert f"{len(alignments())} dated rows" in EXPLANATION
    assert f"{shipped().claim_count} settled claims, {shipped().true_count} of them true" in EXPLANATION
    assert f"Model `{MODEL}`" in EXPLANATION


@pytest.mark.parametrize("name", ["weights", "correlations", "agreement", "scores", "intervals", "kinds"])
def test_every_table_that_the_bench_writes_is_filled(name: str) -> None:
    table = EXPLANATION.split(f"<!-- {name} -->\n")[1].split(f"<!-- end of {name} -->")[0]
    rows = table.strip().splitlines()
    assert len(rows) > 3
    assert len({row.count("|") for row in rows}) == 1


def test_the_calibration_plot_is_shown_and_follows_the_colours_of_the_page() -> None:
    assert "](../images/calibration.svg)" in EXPLANATION
    drawing = (DOCS / "images" / "calibration.svg").read_text("utf-8")
    assert drawing.startswith("<svg ")
    assert drawing.endswith("</svg>\n")
    assert "prefers-color-scheme: dark" in drawing
