"""`dementi weigh --table`: what is printed and written, and what is told where the input is off."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

pl = pytest.importorskip("polars", reason="the extra `tables` is not installed")
pytest.importorskip("numba", reason="the extra `tables` is not installed")

from dementi.cli.weigh import weigh  # noqa: E402  after the skip
from dementi.errors import DementiError  # noqa: E402

LABELS = ("cat", "dog")


def crowd(item_count: int = 40) -> pl.DataFrame:
    """Four who know, one who always says cat; two labels in turn."""
    rows = []
    for number in range(item_count):
        right = LABELS[number % 2]
        for who in range(4):
            is_slip = (number + who) % 11 == 0
            rows.append((f"worker {who}", f"picture {number:03}", LABELS[(number + is_slip) % 2]))
        rows.append(("lazy", f"picture {number:03}", "cat"))
        assert right in LABELS
    return pl.DataFrame(rows, schema=["source", "item", "value"], orient="row")


def right_answers(item_count: int = 40) -> dict[str, str]:
    return {f"picture {number:03}": LABELS[number % 2] for number in range(item_count)}


@pytest.fixture(scope="module")
def claims(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "claims.csv"
    crowd().write_csv(path)
    return path


def run(*arguments: object, given: bytes | None = None):
    return CliRunner().invoke(weigh, [str(one) for one in arguments], input=given)


def told(result) -> str:
    """The message of a run that was refused."""
    assert isinstance(result.exception, DementiError), result.output
    return str(result.exception)


def test_json_prints_the_truths(claims) -> None:
    result = run("--table", claims, "--json")

    assert result.exit_code == 0, result.exception
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(set(row) == {"item", "value", "probability"} for row in rows)
    assert {row["item"]: row["value"] for row in rows} == right_answers()
    assert all(0.5 < row["probability"] <= 1 for row in rows)


def test_terminal_shows_size_sources_and_doubt(claims) -> None:
    shown = run("--table", claims).stdout

    assert "200 statements by 5 sources on 40 items; labels, one answer each." in shown
    assert "items are contested" in shown
    assert "Least certain of 40 answers" in shown
    order = [shown.index(f"worker {who}") for who in range(4)]
    assert max(order) < shown.index("lazy"), "who says cat to everything is the least reliable"


def test_results_are_written_whole(claims, tmp_path) -> None:
    out, sources = tmp_path / "new" / "probabilities.parquet", tmp_path / "sources.csv"

    result = run("--table", claims, "--out", out, "--sources", sources)

    assert result.exit_code == 0, result.exception
    probabilities = pl.read_parquet(out)
    assert probabilities.columns == ["item", "value", "probability"]
    assert probabilities.group_by("item").agg(pl.col("probability").sum())["probability"].max() <= 1 + 1e-9
    assert {"source", "statements", "reliability", "low", "high"} <= set(pl.read_csv(sources).columns)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "sources.csv"], "nothing is left over"


@pytest.mark.parametrize("ending", ["parquet", "tsv", "-"])
def test_other_ways_in_give_the_same(ending, claims, tmp_path) -> None:
    expected = run("--table", claims, "--json").stdout
    given = None
    if ending == "-":
        path, given = "-", claims.read_bytes()
    else:
        path = tmp_path / f"claims.{ending}"
        table = crowd()
        table.write_parquet(path) if ending == "parquet" else table.write_csv(path, separator="\t")

    assert run("--table", path, "--json", given=given).stdout == expected


def test_columns_of_other_names(claims, tmp_path) -> None:
    path = tmp_path / "crowd.csv"
    crowd().rename({"source": "worker", "item": "task", "value": "label"}).write_csv(path)

    names = ["--column", "source=worker", "--column", "item=task", "--column", "value=label"]
    result = run("--table", path, "--json", *names)

    assert result.stdout == run("--table", claims, "--json").stdout


def test_known_answers_count(claims, tmp_path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("item,value\npicture 000,dog\nnobody's,cat\n", encoding="utf-8")

    result = run("--table", claims, "--known", known, "--json")

    first = json.loads(result.stdout.splitlines()[0])
    assert (first["item"], first["value"]) == ("picture 000", "dog")
    assert first["probability"] > 0.99
    assert "1 known answers are of items that nobody speaks of" in result.stderr


def test_text_stays_text(tmp_path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("source,item,value\na,x,007\nb,x,007\nc,x,7\n", encoding="utf-8")

    (line,) = run("--table", path, "--mode", "open", "--json").stdout.splitlines()

    assert json.loads(line)["value"] == "007"


HEAD = "source,item,value,weight\n"


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("worker,item,value\na,x,1\n", "missing-column", "no column source; its columns are: worker, item"),
        (HEAD + "a,x,1,1\nb,x,2,-3\n", "bad-weight", "Row 2: 'weight' is -3"),
        (HEAD + "a,x,1,NaN\n", "bad-weight", "'weight' is nan"),
        (HEAD + "a,x,1,heavy\n", "bad-weight", "'weight'"),
        (HEAD + "a,x,,1\n", "empty-cell", "Row 1: 'value' is empty"),
        (HEAD, "empty-table", "empty"),
        ("", "empty-table", "empty"),
        ("source,item,value\na,x,1,too,many\n", "unreadable-table", "cannot be read as a table"),
        ("source,item,value,time\na,x,1,soon\n", "bad-time", "'time' is 'soon'"),
    ],
)
def test_bad_table_is_told(text, slug, words, tmp_path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")

    message = told(run("--table", path))

    assert words in message
    assert message.endswith(f"[{slug}]")


def test_unreadable_files_are_told(tmp_path) -> None:
    (tmp_path / "bytes.csv").write_bytes(b"source,item,value\n\xff\xfe,\x80,1\n")
    (tmp_path / "text.parquet").write_text("no Parquet", encoding="utf-8")

    assert "[no-table-file]" in told(run("--table", tmp_path / "absent.csv"))
    assert "[unreadable-table]" in told(run("--table", tmp_path / "bytes.csv"))
    assert "[unreadable-table]" in told(run("--table", tmp_path / "text.parquet"))


def test_two_known_answers_for_one_item_are_told(claims, tmp_path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("item,value\npicture 000,dog\npicture 000,cat\n", encoding="utf-8")

    assert "'picture 000' has two known answers" in told(run("--table", claims, "--known", known))


@pytest.mark.parametrize(
    ("more", "slug"),
    [
        (["report.txt"], "table-alone"),
        (["--case", "a.case"], "table-alone"),
        (["--statements", "s.jsonl"], "table-alone"),
        (["--question", "why?"], "table-alone"),
        (["--out", "dossier.html"], "table-ending"),
        (["--column", "item"], "bad-column"),
        (["--column", "thing=task"], "bad-column"),
        (["--mode", "labels", "--answers", "several"], "labels-one-answer"),
    ],
)
def test_what_does_not_go_together_is_told(more, slug, claims) -> None:
    assert f"[{slug}]" in told(run("--table", claims, *more))


@pytest.mark.parametrize("option", [["--known", "k.csv"], ["--mode", "open"], ["--column", "item=task"]])
def test_options_of_tables_need_a_table(option) -> None:
    message = told(run("report.txt", *option))

    assert message.startswith(f"{option[0]} was given without --table.")
