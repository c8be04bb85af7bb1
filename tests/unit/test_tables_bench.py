"""The benchmark's parts: scores by hand, made tables, processes under limits, and what is printed."""

import math
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

np = pytest.importorskip("numpy", reason="the extra `tables` is not installed")
pl = pytest.importorskip("polars", reason="the extra `tables` is not installed")

from dementi.benchmarks import peers, tables  # noqa: E402  after the skip
from dementi.benchmarks.measurement import Measurement  # noqa: E402
from dementi.benchmarks.on_spark import largest_difference  # noqa: E402
from dementi.benchmarks.printing import printed  # noqa: E402
from dementi.benchmarks.synthetic import LABELS, STATEMENTS_PER_ITEM, synthetic  # noqa: E402
from dementi.cli.bench import weigh  # noqa: E402
from dementi.errors import InputError  # noqa: E402
from dementi.evaluate.truths import truth_scores  # noqa: E402


def test_scores_by_hand() -> None:
    probabilities = [
        ("i1", "a", 0.8), ("i1", "b", 0.2),  # right with 0.8
        ("i2", "a", 0.5), ("i2", "b", 0.5),  # a tie: half a hit
        ("i3", "a", 1.0), ("i3", "b", 0.0),  # wrong, and sure of it
        ("i4", "a", 0.9),  # nobody claimed the right value
        ("i9", "a", 1.0),  # not known: passed over
    ]  # fmt: skip
    known = {"i1": "a", "i2": "b", "i3": "b", "i4": "z", "i5": "a"}

    claims = [row[:2] for row in probabilities]

    scores = truth_scores(probabilities, known, claims)

    assert scores.accuracy == pytest.approx(1.5 / 5)
    assert scores.log_loss == pytest.approx((-math.log(0.8) - math.log(0.5) - math.log(1e-6)) / 3)
    # Bins of 0.8, 0.5, and of 0.9 together with 1.0: |0.8 - 1|, |0.5 - 0.5|, |1.9 - 0|, over four items.
    assert scores.calibration_error == pytest.approx((0.2 + 0 + 1.9) / 4)
    assert (scores.known_count, scores.claimed_count) == (5, 3)


def test_claimed_value_without_a_probability_has_none() -> None:
    scores = truth_scores([("i", "a", 1.0)], {"i": "b"}, [("i", "a"), ("i", "b")])

    assert scores.log_loss == pytest.approx(-math.log(1e-6))


def test_nothing_known_has_no_scores() -> None:
    assert all(math.isnan(score) for score in truth_scores([("i", "a", 1.0)], {}, [("i", "a")])[:3])


@pytest.mark.parametrize("mode", ["labels", "open"])
def test_made_table(mode) -> None:
    made = synthetic(4000, mode, seed=3)

    assert len(made.source) == 4000
    assert len(set(zip(made.source.tolist(), made.item.tolist(), strict=True))) == 4000, (
        "a source speaks once"
    )
    assert np.bincount(made.item).tolist() == [STATEMENTS_PER_ITEM] * 500
    right = np.mean(made.value == made.truth[made.item])
    assert 0.55 < right < 0.8, "sources are right two times in three"
    assert mode == "open" or set(made.value.tolist()) == set(range(LABELS))
    for again, first in zip(synthetic(4000, mode, seed=3), made, strict=True):
        assert np.array_equal(again, first)
    assert not np.array_equal(synthetic(4000, mode, seed=4).value, made.value)


def test_made_open_table_has_copiers() -> None:
    made = synthetic(80_000, "open", seed=1)
    value = made.value.reshape(-1, STATEMENTS_PER_ITEM)
    source = made.source.reshape(-1, STATEMENTS_PER_ITEM)
    stratum = (int(made.source.max()) + 1) // STATEMENTS_PER_ITEM
    follows = (source[:, -1] - source[:, -2] == stratum) & (source[:, -2] % stratum < max(1, stratum // 10))
    wrong = value[:, -2] != made.truth
    same = value[:, -1] == value[:, -2]

    assert np.mean(same[follows & wrong]) > 0.7, "a copier repeats its original's errors"
    assert np.mean(same[~follows & wrong]) < 0.2


ANSWER = "import json, pathlib, sys; p = pathlib.Path(sys.argv[1]) / 'outcome.json'; "


@pytest.mark.parametrize(
    ("program", "outcome"),
    [
        (ANSWER + "p.write_text(json.dumps({'outcome': 'done', 'seconds': 0.1}))", "done"),
        (ANSWER + "p.write_text(json.dumps({'outcome': 'done', 'seconds': 9.0}))", "out of time"),
        ("import time; time.sleep(60)", "out of time"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGALRM)", "out of time"),
        ("raise SystemExit(3)", "failed"),
        ("import os; os.kill(os.getpid(), 9)", "out of memory"),
    ],
)
def test_how_a_process_ends(program, outcome, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(peers, "START_SECONDS", 5)
    limits = peers.Limits(seconds=0.5, memory_mb=None)

    run = peers.run_process([sys.executable, "-c", program], tmp_path, {"seed": 0}, limits)

    assert run.outcome == outcome


def test_scores_become_shares_of_the_item() -> None:
    found = peers.Found(np.array([4, 4, 7, 7]), np.array([0, 1, 0, 1]), np.array([3.0, 1.0, 0.0, 0.0]))

    assert peers._as_shares(found).probability.tolist() == [0.75, 0.25, 0.5, 0.5]


def write_set(folder: Path, item_name: str = "object") -> None:
    folder.mkdir(parents=True)
    (folder / "claims.csv").write_text(f"source,{item_name},value\na,i,07\nb,i,07\nc,i,8\n", encoding="utf-8")
    (folder / "truth.csv").write_text(f"{item_name},value\ni,07\n", encoding="utf-8")


@pytest.mark.parametrize("item_name", ["object", "item", "task"])
def test_truth_set_is_read_as_text(item_name, tmp_path) -> None:
    write_set(tmp_path / "times", item_name)

    (one,) = tables.truth_sets(tmp_path)

    assert one.name == "times"
    assert one.table.columns == ["source", "item", "value"]
    assert one.table["value"].to_list() == ["07", "07", "8"]
    assert one.known == {"i": "07"}


def test_no_truth_set_is_told(tmp_path) -> None:
    with pytest.raises(InputError, match="no-truth-sets"):
        tables.truth_sets(tmp_path)


def test_truth_set_without_a_column_is_told(tmp_path) -> None:
    write_set(tmp_path / "times", "thing")
    with pytest.raises(InputError, match=r"has no column item; its columns are: source, thing, value"):
        tables.truth_sets(tmp_path)


def test_absent_peer_is_told(tmp_path, monkeypatch) -> None:
    write_set(tmp_path / "times")
    monkeypatch.setattr(tables, "installed", lambda _: {})
    ours = peers.Run(outcome="done", seconds=0.5, version="0")
    rows = [("i", "07", 0.9), ("i", "8", 0.1)]
    monkeypatch.setattr(tables, "_run_ours", lambda *_: (ours, rows))
    plan = tables.Plan(peers=peers.PEERS[:1])

    measured = list(tables.quality(tables.truth_sets(tmp_path), plan, note=lambda _: None))

    assert [one.outcome for one in measured] == ["done", "not installed"]
    assert measured[0].accuracy == 1.0
    assert measured[0].log_loss == pytest.approx(-math.log(0.9))
    assert "Not installed: crowd-kit." in printed(measured)


def measurement(library: str, table: str, **given) -> Measurement:
    filled = {"part": "speed", "outcome": "done", "statements": 1000, "items": 10, "sources": 5, **given}
    return Measurement(library=library, algorithm="Best", table=table, **filled)


def test_speed_table_shows_ratios_and_who_ran_out() -> None:
    shown = printed(
        [
            measurement("dementi", "labels", seconds=2.0, peak_mb=100.0, accuracy=0.9),
            measurement("crowd-kit", "labels", seconds=30.0, peak_mb=300.0, accuracy=0.8),
            measurement("dementi", "labels", statements=9000, seconds=20.0, peak_mb=500.0),
            measurement("crowd-kit", "labels", statements=9000, outcome="out of memory"),
        ]
    )

    assert "| dementi Best | 2.00 s, 100 MiB, 0.900 right | 20 s, 500 MiB |" in shown
    assert "| crowd-kit Best | 30 s, 300 MiB, ×15, 0.800 right | memory |" in shown


def test_quality_table_names_the_best_other() -> None:
    given = {"part": "quality", "seconds": 1.0, "calibration_error": 0.01}
    shown = printed(
        [
            measurement("dementi", "dog", accuracy=0.84, log_loss=0.4, **given),
            measurement("a", "dog", accuracy=0.83, log_loss=0.5, **given),
            measurement("b", "dog", accuracy=0.80, log_loss=0.45, **given),
        ]
    )

    assert "| dog | 0.840 | 0.830 | a Best | 0.400 | 0.450 | b Best | 0.889 | 0.010 | 1.00 | 1.00 |" in shown


def test_largest_difference_counts_a_missing_value_as_1() -> None:
    one = pl.DataFrame({"item": ["i", "i"], "value": ["a", "b"], "probability": [0.75, 0.25]})
    near = one.with_columns(probability=pl.Series([0.5, 0.5]))

    assert largest_difference(one, one) == 0.0
    assert largest_difference(one, near) == 0.25
    assert largest_difference(one, one.head(1)) == 1.0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--sizes", "many"], "is no list of sizes"),
        (["--sizes", "3"], "100 or more"),
        (["--part", "quality"], "no-truth-sets"),
    ],
)
def test_bench_weigh_refuses(arguments, told) -> None:
    result = CliRunner().invoke(weigh, arguments)
    assert result.exit_code != 0
    assert told in result.output or told in str(result.exception)
