"""The engine on Spark: what threads find, Spark finds; and what it says where the input is off."""

import os
import shutil
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `tables` is not installed")
pytest.importorskip("numba", reason="the extra `tables` is not installed")
pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

from dementi.benchmarks.on_spark import largest_difference  # noqa: E402  after the skips
from dementi.benchmarks.spark_process import local_session  # noqa: E402
from dementi.benchmarks.synthetic import synthetic  # noqa: E402
from dementi.benchmarks.tables import made_table  # noqa: E402
from dementi.errors import RecordError, UsageError  # noqa: E402
from dementi.weigh.tables.discovery import TruthDiscovery  # noqa: E402
from dementi.weigh.tables.spark import SparkEngine  # noqa: E402

pytestmark = [
    pytest.mark.skipif(
        shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Java is not installed"
    ),
    # PySpark's own: it does not vouch for pandas 3, which we do not use with it, and leaves sockets open.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def session():
    before = os.environ.get("PYSPARK_PYTHON")
    session = local_session(2)
    yield session
    session.stop()
    os.environ.pop("PYSPARK_PYTHON")
    if before is not None:
        os.environ["PYSPARK_PYTHON"] = before


def on_spark(session: Any, table: pl.DataFrame) -> Any:
    return session.createDataFrame(table.to_arrow(compat_level=pl.CompatLevel.oldest()))


@pytest.mark.parametrize("mode", ["labels", "open"])
def test_spark_finds_what_threads_find(mode, session) -> None:
    made = synthetic(800, mode, seed=5)
    table = made_table(made, mode).collect().with_columns(weight=pl.Series([1.0, 0.5] * 400))
    known = table.unique("item", keep="first", maintain_order=True).select("item", "value").head(10)
    engine = SparkEngine(session, partition_count=2)

    here = TruthDiscovery(mode=mode).fit(table, known=known)
    there = TruthDiscovery(mode=mode, engine=engine).fit(on_spark(session, table), known=known)

    assert there.mode == here.mode == mode
    assert largest_difference(here.probabilities, there.probabilities) < 1e-6
    assert there.truths.sort("item")["value"].to_list() == here.truths.sort("item")["value"].to_list()
    columns = ["source", "statements", "reliability", "low", "high"]
    ours, theirs = (result.sources.select(columns).sort("source") for result in (here, there))
    assert ours.select("source", "statements").equals(theirs.select("source", "statements"))
    assert abs(ours["reliability"] - theirs["reliability"]).max() < 1e-6


def test_time_repeats_and_weights_as_here(session) -> None:
    table = pl.DataFrame(
        {
            "source": ["a", "a", "b", "b", "c", "d"],
            "item": ["x", "x", "x", "x", "x", "x"],
            "value": ["old", "new", "old", "old", "new", "old"],
            "weight": [1.0, 1.0, 0.5, 1.0, 1.0, 0.0],
            "time": [1, 2, 1, 1, 1, 1],
        }
    )
    here = TruthDiscovery(mode="open", answers="one").fit(table)
    there = TruthDiscovery(mode="open", answers="one", engine=SparkEngine(session)).fit(
        on_spark(session, table)
    )

    assert there.sources.sort("source")["source"].to_list() == ["a", "b", "c"]
    assert there.sources["statements"].to_list() == [1, 1, 1]
    assert largest_difference(here.probabilities, there.probabilities) < 1e-6


GOOD = {"source": ["a", "b"], "item": ["x", "x"], "value": ["1", "2"], "weight": [1.0, 1.0]}


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"value": ["1", None]}, "empty-cell"),
        ({"value": ["1", ""]}, "empty-cell"),
        ({"weight": [1.0, -1.0]}, "bad-weight"),
        ({"weight": ["1", "heavy"]}, "bad-weight"),
        ({"weight": [1.0, float("nan")]}, "empty-cell"),
        ({"weight": [0.0, 0.0]}, "empty-table"),
        ({"time": ["soon", "late"]}, "bad-time"),
    ],
)
def test_bad_tables_are_told_as_here(change, slug, session) -> None:
    table = pl.DataFrame({**GOOD, **change})

    with pytest.raises(RecordError, match=rf"\[{slug}\]"):
        TruthDiscovery(engine=SparkEngine(session)).fit(on_spark(session, table))


def test_missing_column_is_told(session) -> None:
    table = on_spark(session, pl.DataFrame({"worker": ["a"], "item": ["x"], "value": ["1"]}))

    with pytest.raises(RecordError, match="no column source; its columns are: worker, item, value"):
        TruthDiscovery(engine=SparkEngine(session)).fit(table)


def test_session_without_a_context_is_told() -> None:
    with pytest.raises(UsageError, match="no-spark-context"):
        SparkEngine(object())
