"""The readers stay above their floors on the gold in the project, and floors only rise."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.gate")


def test_the_rules_stay_above_their_floors(gate: ModuleType) -> None:
    names = tuple(name for name in gate.HELD if name.startswith("tests/"))
    assert all(gate.place(name).exists() for name in names)
    measured = list(gate.figures("rules", names=names))
    floors = gate.load()
    assert {one.key for one in measured} <= floors["rules"].keys()
    assert not gate.fallen(measured, floors)


def test_what_lies_below_its_floor_is_named(gate: ModuleType) -> None:
    floors = {"rules": {"a": 50.0, "b": 50.0}}
    measured = [gate.Figure("rules", "a", 49.9), gate.Figure("rules", "b", 50.0)]
    assert gate.fallen(measured, floors) == ["rules: a is 49.9, its floor 50.0"]
    assert gate.fallen([gate.Figure("model", "a", 1.0)], floors) == []


def test_floors_rise_to_what_is_measured_less_the_margin_and_never_fall(gate: ModuleType) -> None:
    floors = {"rules": {"a": 50.0, "b": 50.0}}
    measured = [
        gate.Figure("rules", "a", 60.0), gate.Figure("rules", "b", 20.0), gate.Figure("model", "a", 70.0),
    ]  # fmt: skip
    assert gate.raised(measured, floors) == {"model": {"a": 69.5}, "rules": {"a": 59.5, "b": 50.0}}
    assert floors == {"rules": {"a": 50.0, "b": 50.0}}
