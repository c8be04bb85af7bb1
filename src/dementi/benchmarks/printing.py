"""Measurements as Markdown tables, for the terminal and for pasting."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dementi.benchmarks.measurement import Measurement

_SHORT = {
    "out of time": "time", "out of memory": "memory", "failed": "failed", "does not apply": "–",
    "not installed": "not installed",
}  # fmt: skip


class _Measure(NamedTuple):
    title: str
    of: Callable[[Measurement], float | None]


_MEASURES = (
    _Measure("Accuracy", lambda one: one.accuracy),
    _Measure("Log loss (nats)", lambda one: one.log_loss),
    _Measure("Calibration error", lambda one: one.calibration_error),
    _Measure("Seconds", lambda one: one.seconds),
)


class _Best(NamedTuple):
    """What the summary says of one algorithm, or of none."""

    name: str = "–"
    accuracy: float | None = None
    log_loss: float | None = None
    calibration_error: float | None = None
    seconds: float | None = None

    @classmethod
    def of(cls, one: Measurement | None) -> _Best:
        if one is None:
            return cls()
        return cls(one.name, one.accuracy, one.log_loss, one.calibration_error, one.seconds)


def printed(measurements: Sequence[Measurement]) -> str:
    """All parts that were measured, a Markdown table for each question."""
    lines: list[str] = []
    parts = {"quality": _quality, "speed": _speed, "spark": _spark}
    for part, show in parts.items():
        here = [one for one in measurements if one.part == part]
        if here:
            lines += show(here)
    return "\n".join([*lines, *_missing(measurements)])


def _quality(measurements: Sequence[Measurement]) -> Iterator[str]:
    tables = list(dict.fromkeys(one.table for one in measurements))
    yield from _beside_best(measurements, tables)
    for measure in _MEASURES:
        yield from (f"### {measure.title}, each library", "")
        yield from _head(["", *tables, "mean"])
        for name, ones in _by_name(measurements).items():
            of_table = {one.table: one for one in ones}
            cells = [_cell(of_table.get(table), measure) for table in tables]
            numbers = [x for one in ones if (x := measure.of(one)) is not None and not math.isnan(x)]
            mean = f"{sum(numbers) / len(numbers):.3f}" if numbers else "–"
            yield _row(
                [name, *cells, mean if len(numbers) in {0, len(tables)} else f"{mean} of {len(numbers)}"]
            )
        yield ""


def _beside_best(measurements: Sequence[Measurement], tables: Sequence[str]) -> Iterator[str]:
    yield from ("### Beside the best of the others on each set", "")
    yield from _head(
        ["set", "accuracy", "best other", "which", "log loss", "best other", "which", "ours / best",
         "calibration error", "seconds", "the most accurate other's"]
    )  # fmt: skip
    for table in tables:
        here = [one for one in measurements if one.table == table]
        ours = next((one for one in here if one.is_ours), None)
        others = [one for one in here if not one.is_ours and one.outcome == "done"]
        right = max((one for one in others if one.accuracy is not None), key=_accuracy, default=None)
        sure = min((one for one in others if one.log_loss is not None), key=_log_loss, default=None)
        own, best, surest = (_Best.of(one) for one in (ours, right, sure))
        yield _row(
            [
                table, _number(own.accuracy), _number(best.accuracy), best.name,
                _number(own.log_loss), _number(surest.log_loss), surest.name,
                _ratio(own.log_loss, surest.log_loss), _number(own.calibration_error),
                _number(own.seconds, 2), _number(best.seconds, 2),
            ]
        )  # fmt: skip
    yield ""


def _accuracy(one: Measurement) -> float:
    return one.accuracy or 0.0


def _log_loss(one: Measurement) -> float:
    return math.inf if one.log_loss is None or math.isnan(one.log_loss) else one.log_loss


def _speed(measurements: Sequence[Measurement]) -> Iterator[str]:
    for mode in dict.fromkeys(one.table for one in measurements):
        here = [one for one in measurements if one.table == mode]
        sizes = sorted({one.statements for one in here})
        ours = {one.statements: one for one in here if one.is_ours}
        yield from (f"### Made tables of {mode}: seconds, peak memory, how many times ours", "")
        yield from _head(["", *(f"{size:,} statements" for size in sizes)])
        for name, ones in _by_name(here).items():
            of_size = {one.statements: one for one in ones}
            yield _row([name, *(_timed(of_size.get(size), ours.get(size)) for size in sizes)])
        yield ""


def _timed(one: Measurement | None, ours: Measurement | None) -> str:
    if one is None:
        return ""
    if one.outcome != "done" or one.seconds is None:
        return _SHORT.get(one.outcome, one.outcome)
    memory = f", {one.peak_mb:,.0f} MiB" if one.peak_mb is not None else ""
    has_ratio = not one.is_ours and ours is not None and ours.seconds is not None
    times = f", ×{_ratio(one.seconds, ours.seconds)}" if ours and has_ratio else ""
    right = "" if one.accuracy is None else f", {one.accuracy:.3f} right"
    return f"{_seconds(one.seconds)}{memory}{times}{right}"


def _spark(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from ("### Engines: threads here, and Spark in local mode", "")
    yield from _head(["table", "statements", "engine", "seconds", "largest difference of a probability"])
    for one in measurements:
        seconds = _seconds(one.seconds) if one.seconds is not None else _SHORT.get(one.outcome, one.outcome)
        difference = "" if one.difference is None else f"{one.difference:.1e}"
        yield _row([one.table, f"{one.statements:,}", one.algorithm, seconds, difference])
    yield ""


def _missing(measurements: Sequence[Measurement]) -> Iterator[str]:
    """What was not there, and how to get it; what failed, and of what."""
    absent = sorted({one.library for one in measurements if one.outcome == "not installed"})
    if absent:
        yield f"Not installed: {', '.join(absent)}. `pip install -r bench/requirements-peers.txt` into an"
        yield "environment of its own, and name its interpreter with `--python`."
    for detail in dict.fromkeys((one.name, one.detail) for one in measurements if one.outcome == "failed"):
        yield f"Failed: {detail[0]}: {detail[1]}"


def _by_name(measurements: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    names: dict[str, list[Measurement]] = {}
    for one in measurements:
        names.setdefault(one.name, []).append(one)
    return names


def _cell(one: Measurement | None, measure: _Measure) -> str:
    if one is None:
        return ""
    if one.outcome != "done":
        return _SHORT.get(one.outcome, one.outcome)
    return _number(measure.of(one), 3)


def _number(number: float | None, digits: int = 3) -> str:
    return "–" if number is None or math.isnan(number) else f"{number:.{digits}f}"


def _ratio(one: float | None, other: float | None) -> str:
    return "–" if one is None or not other else f"{one / other:.3g}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"


def _head(names: Sequence[str]) -> Iterator[str]:
    yield _row(names)
    yield "|---" * len(names) + "|"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
