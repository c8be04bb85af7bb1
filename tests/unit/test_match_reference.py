"""The reference page of claims says what the settings and tables are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dementi.match import MatchSettings
from dementi.model import Attachment, Claim

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "claims.md"


@pytest.mark.parametrize("name", MatchSettings.__struct_fields__)
def test_every_setting_is_there_with_its_default(name: str) -> None:
    assert f"| `{name}` | {getattr(MatchSettings(), name)} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Claim.__struct_fields__ + Attachment.__struct_fields__)
def test_every_field_is_there(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


def test_every_table_is_there() -> None:
    tables = [one.name for one in files("dementi.match").joinpath("lang").iterdir()]
    assert [one for one in tables if f"`{one}`" not in PAGE.read_text(encoding="utf-8")] == []
