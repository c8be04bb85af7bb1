"""Scores of the weighing as lines of text for a terminal."""

from __future__ import annotations

from dementi.evaluate.weighing import Moment, WeighFigures, WeighScores

_MOMENTS: dict[Moment, str] = {
    "all": "all statements",
    "settling": "as of the day of the settling",
    "days_before": "{days} days before the settling",
    "first_half": "the first half of the statements",
}


_HEADING = (
    f"{'':<25}{'Brier':>7}{'95 % over events':>19}{'log loss':>10}{'95 %':>17}"
    f"{'cal. error':>12}{'accuracy':>10}{'AUC':>7}"
)


def weigh_table(scores: WeighScores) -> str:
    """The scores as lines of text for a terminal."""
    moment = _MOMENTS[scores.moment].format(days=scores.days_before)
    how = "weights learned with the event left out" if scores.is_left_out else f"model {scores.model}"
    size = f"{scores.count} claims of {scores.event_count} events, {scores.true_count} true"
    lines = [f"{scores.gold}: {size}; {moment}; sides {scores.sides}; {how}"]
    if scores.left_count:
        lines.append(f"{scores.left_count} claims without a statement at that moment are not scored")
    lines += ["", _HEADING]
    lines += [_line(one) for one in scores.figures]
    lines += ["", "calibration: said      claims   mean said   came true    apart"]
    lines += [
        f"      {one.low:.1f} to {one.high:.1f}{one.count:>16}{one.said:>12.2f}{one.came_true:>12.2f}"
        f"{one.came_true - one.said:>+9.2f}"
        for one in scores.buckets
    ]
    if scores.kinds:
        lines += ["", f"{'by kind of claim':<28}{'claims':>7}{'true':>6}{'Brier':>8}{'log loss':>10}"]
        lines += [
            f"{one.kind:<28}{one.count:>7}{one.true_count:>6}{one.brier:>8.3f}{one.log_loss:>10.3f}"
            for one in scores.kinds
        ]
    if scores.errors:
        lines += ["", "worst claims"]
    for error in scores.errors:
        truth = "true" if error.truth else "false"
        lines.append(f"  {error.probability:.0%}, but {truth}: {error.claim} [{error.id}]")
        lines += [f"      {voice}" for voice in error.voices]
    return "\n".join(lines)


def _line(one: WeighFigures) -> str:
    brier = f"{one.brier_low:.3f} to {one.brier_high:.3f}"
    loss = f"{one.log_loss_low:.3f} to {one.log_loss_high:.3f}"
    auc_text = "–" if one.auc is None else f"{one.auc:.2f}"
    return (
        f"{one.name:<25}{one.brier:>7.3f}{brier:>19}{one.log_loss:>10.3f}{loss:>17}"
        f"{one.calibration_error:>12.3f}{one.accuracy:>10.1%}{auc_text:>7}"
    )
