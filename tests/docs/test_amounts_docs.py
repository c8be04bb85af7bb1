"""The page on amounts says what the parameters are."""

from __future__ import annotations

from pathlib import Path

import pytest

from dementi.weigh.amounts.parameters import LearnedRange, shipped

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "quantities.md").read_text("utf-8")


@pytest.mark.parametrize("one", shipped().learned, ids=lambda one: one.name)
def test_every_learned_parameter_stands_there_with_what_the_record_did(one: LearnedRange) -> None:
    row = (
        f"| `{one.name}` | {one.prior_mean:.3f} ({one.prior_low:.3f} to {one.prior_high:.3f}) "
        f"| {one.mean:.3f} ({one.low:.3f} to {one.high:.3f}) |"
    )
    assert row in PAGE


def test_what_is_set_stands_there() -> None:
    parameters = shipped().parameters
    camps = {one.side: one for one in parameters.camps}
    order = ("accuser", "accused", "neutral", "witness", "unknown")
    assert ", ".join(f"{camps[side].says_none:g}" for side in order) in PAGE  # type: ignore[index]  # sides
    assert ", ".join(f"{camps[side].says_some:g}" for side in order) in PAGE  # type: ignore[index]  # sides
    assert f"does not lean | {camps['accuser'].honest:g} |" in PAGE
    assert f"*up to* | {parameters.open_reach:g} |" in PAGE
    assert f"{parameters.growth_per_day:.0%} a day".replace("%", " %") in PAGE
    assert f"{parameters.drift_per_day:.1%}".replace("%", " %") in PAGE


def test_every_settled_amount_stands_there() -> None:
    for one in shipped().known:
        assert f"| `{one.claim}` | {one.number:,.0f} |" in PAGE
