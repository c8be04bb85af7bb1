"""Scores as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from dementi.evaluate.records import ReaderError, ReaderScores, Score

_CONTEXT = 300
_CONFUSIONS = 12


def table(scores: ReaderScores) -> str:
    """The scores as lines of text for a terminal."""
    counted = {"units": "units", "quotations": "documents", "statements": "documents", "speeches": "speeches"}
    part = "" if scores.part == "all" else f", part {scores.part}"
    size = f"{scores.documents} {counted.get(scores.form, 'items')}"
    lines = [
        f"{scores.gold}: {size}{part}, reader {scores.reader}, {scores.dropped} dropped",
        "",
        f"{'':<26}{'P':>7}{'R':>7}{'F1':>7}   95 % of F1      gold  found",
    ]
    lines += [_line(one) for one in scores.scores]
    kinds = "by qualifier" if scores.form == "quantities" else "contents by kind"
    for title, group in (
        (kinds, scores.kinds),
        ("agreement on assigned statements", scores.labels),
        ("by language", scores.languages),
        ("by class", scores.classes),
    ):
        if group:
            lines += ["", title, *(_line(one) for one in group)]
    lines += [*_confusions(scores), *_agreements(scores), *_tally(scores), *_errors(scores.errors)]
    return "\n".join(lines)


def _line(score: Score) -> str:
    interval = (
        f"{score.low:5.1f} to {score.high:5.1f}"
        if score.low is not None and score.high is not None
        else " " * 14
    )
    return (
        f"{score.name:<26}{score.precision:7.1f}{score.recall:7.1f}{score.f1:7.1f}   {interval}"
        f"{score.gold_count:8}{score.predicted_count:7}"
    )


def _confusions(scores: ReaderScores) -> Iterator[str]:
    """The most frequent wrong answers of each label."""
    for label in dict.fromkeys(one.label for one in scores.confusions):
        yield from ("", f"{label} taken for another (gold → found)")
        here = [one for one in scores.confusions if one.label == label]
        yield from (f"{one.count:5}  {one.gold} → {one.predicted}" for one in here[:_CONFUSIONS])


def _agreements(scores: ReaderScores) -> Iterator[str]:
    if scores.agreements:
        yield from ("", "gold and its second reader")
    for one in scores.agreements:
        yield f"  {one.label}: {one.share:.1f} % of {one.count} agree, kappa {one.kappa:.3f}"


def _tally(scores: ReaderScores) -> Iterator[str]:
    if scores.tally is not None:
        yield from ("", *scores.tally.lines())


def _errors(errors: tuple[ReaderError, ...]) -> Iterator[str]:
    """The errors under their language and kind, each group in the order it first comes."""
    if errors:
        yield from ("", "worst errors")
    for group in dict.fromkeys((one.language, one.kind) for one in errors):
        yield f"  {' '.join(name for name in group if name)}"
        for one in errors:
            if (one.language, one.kind) == group:
                found = f" | found: {_short(one.predicted)}" if one.predicted else ""
                yield f"    {one.what} in {one.document}: {_short(one.text)}{found}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    limit = _CONTEXT
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"
