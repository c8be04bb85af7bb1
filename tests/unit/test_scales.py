"""Words for probabilities: edges, gaps, scales and languages."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dementi import scales
from dementi.errors import UsageError


@pytest.mark.parametrize(
    ("probability", "term"),
    [
        (0.0, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.20, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5499, "roughly even chance"),
        (0.55, "likely"),
        (0.1 + 0.2 + 0.25, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_an_upper_edge_of_icd_203_belongs_to_the_higher_term(probability: float, term: str) -> None:
    assert scales.term(probability) == term


@pytest.mark.parametrize(
    ("probability", "term"),
    [
        (0.07, "remote chance"),
        (0.075, "highly unlikely"),
        (0.52, "realistic possibility"),
        (0.53, "likely or probable"),
    ],
)
def test_a_gap_of_the_yardstick_goes_to_the_nearer_band(probability: float, term: str) -> None:
    assert scales.term(probability, scale="PHIA") == term


@pytest.mark.parametrize("name", list(scales.SCALES))
def test_every_scale_is_in_order_and_named_in_both_languages(name: str) -> None:
    bands = scales.named(name).bands
    for lower, higher in pairwise(bands):
        assert lower.low < lower.high <= higher.low
    for language in ("en", "de"):
        terms = [scales.term(step / 200, scale=name, language=language) for step in range(201)]
        assert len(set(terms)) == len(bands)


def test_german() -> None:
    assert scales.term(0.85, language="de") == "sehr wahrscheinlich"


def test_an_unknown_scale_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="ICD 203") as caught:
        scales.term(0.5, scale="Richter")
    assert caught.value.slug == "unknown-scale"
