"""`dementi evaluate reader` from the command line: table, JSON, parts, and who may see what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dementi.cli.evaluate import evaluate
from dementi.errors import UsageError


@pytest.fixture
def gold(tmp_path: Path) -> str:
    item = {
        "id": "a", "language": "en", "text": "The ministry denied the raid.", "target": "denied",
        "stance": "asserts", "certainty": "certain", "part": "build",
    }  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (item, {**item, "id": "k", "part": "kept"})))
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate, ["reader", "--reader", "rules", *arguments], standalone_mode=False)


def test_a_table_with_the_errors_of_the_build_part(gold: str) -> None:
    shown = run(gold, "--errors", "9")
    assert "2 items" in shown.stdout
    assert "stance in a: The ministry [denied] the raid. | found: denies" in shown.stdout
    assert " in k: " not in shown.stdout


def test_one_part_as_json(gold: str) -> None:
    scores = json.loads(run(gold, "--part", "kept", "--json").stdout)
    assert (scores["part"], scores["documents"], scores["errors"]) == ("kept", 1, [])


def test_the_kept_errors_need_a_word_of_their_own(gold: str) -> None:
    refused = run(gold, "--part", "kept", "--errors", "9")
    assert isinstance(refused.exception, UsageError)
    assert "--show-kept" in str(refused.exception)
    assert " in k: " in run(gold, "--part", "kept", "--errors", "9", "--show-kept").stdout
