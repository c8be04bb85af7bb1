"""How much or how many, in sentences: who puts it at what, who gives no figure, and what to believe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from dementi import actors
from dementi.model import AmountEstimate, AmountFigure, Assessment, Record
from dementi.report.safety import plain
from dementi.report.wording import Wording

#: So many names of a camp are given; the others are counted.
NAMES_MAX = 3
#: A share of belief below this is not worth a clause.
SHARE_MIN = 0.02


class FigureView(Record, frozen=True):
    """One voice's figure as it entered an estimate, in words."""

    name: str
    side: str
    day: str
    figure: str
    factor: str
    weight: str


class AmountView(Record, frozen=True):
    """One amount at one stage: what it counts, as of when; what is said; what to believe; the figures."""

    heading: str
    said: str
    believed: str
    figures: tuple[FigureView, ...]


def amount_views(assessment: Assessment, wording: Wording) -> tuple[AmountView, ...]:
    """Every amount of an assessment in words, in its order; all text is safe to show as plain text."""
    return tuple(
        AmountView(
            heading=_heading(one, wording),
            said=_said(one, assessment, wording),
            believed=_believed(one, wording),
            figures=tuple(_figure_view(figure, wording) for figure in one.figures),
        )
        for one in assessment.quantities
    )


def brief(assessment: Assessment, wording: Wording) -> str:
    """The newest stage of the amount that most voices speak of, in one line; empty where there is none.

    Where no middle between the camps is to be had, each camp's own interval instead of one over both.
    """
    if not assessment.quantities:
        return ""
    one = assessment.quantities[0]
    state = wording.word("amount_state", one.state)
    if one.median is None:
        spans = [_rounded_range(camp.low, camp.high, wording) for camp in one.camps]
        text = wording.t("amounts.or").join(dict.fromkeys(spans))
    else:
        text = _rounded_range(one.low, one.high, wording)
    return wording.t("amounts.brief", text=_with_unit(text, one, wording), state=state)


def _heading(one: AmountEstimate, wording: Wording) -> str:
    unit = (
        wording.sentence(plain(wording.word("unit", one.unit))) if one.unit else wording.t("amounts.number")
    )
    return wording.t(f"amounts.{one.stage}", unit=unit, day=wording.day(one.until))


def _with_unit(text: str, one: AmountEstimate, wording: Wording) -> str:
    return f"{text} {plain(wording.word('unit', one.unit))}" if one.unit else text


# ── What is said ─────────────────────────────────────────────────────────────────────────────


def _said(one: AmountEstimate, assessment: Assessment, wording: Wording) -> str:
    """Seoul and Kyiv put it at 10,000 to 12,000; Moscow gives no figure; no independent figure."""
    texts = []
    for camp in one.camps:
        own = [figure for figure in one.figures if figure.side == camp.side]
        low, high = _span(own)
        # "Puts it at 400", but "says at most 400", "says none".
        key = "amounts.puts" if low is not None and high else "amounts.says"
        names = _names((figure.source for figure in own), wording)
        texts.append(_counted(key, len(own), wording, names=names, range=_range_text(low, high, wording)))
    told = {figure.source for figure in one.figures}
    mute = [
        voice.source
        for voice in assessment.contributions
        if voice.side in {"accused", "accused_ally"} and voice.source not in told
    ]
    # Who gave no figure at an earlier stage may not have spoken yet.
    if mute and one.stage == "so_far" and not any(camp.side == "accused" for camp in one.camps):
        texts.append(_counted("amounts.mute", len(mute), wording, names=_names(mute, wording)))
    if not any(camp.side in {"neutral", "witness"} for camp in one.camps):
        texts.append(wording.t("amounts.no_independent"))
    return wording.t("state.full_stop", text=wording.sentence("; ".join(texts)))


def _counted(key: str, count: int, wording: Wording, **values: str) -> str:
    return wording.t(f"{key}.{'one' if count == 1 else 'other'}", **values)


def _names(sources: Iterable[str], wording: Wording) -> str:
    names = [plain(actors.name(source, wording.language)) for source in dict.fromkeys(sources)]
    shown = names[:NAMES_MAX]
    if len(names) > NAMES_MAX:
        shown.append(wording.t("table.more", number=wording.number(len(names) - NAMES_MAX)))
    return wording.listed(shown)


def _span(figures: Sequence[AmountFigure]) -> tuple[float | None, float | None]:
    """What a camp's figures span, as they were given; an open side counts where no other closes it."""
    if len(figures) == 1:
        return figures[0].low, figures[0].high
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    return min(lows, default=None), max([*highs, *lows], default=None)


def figure_text(figure: AmountFigure, wording: Wording) -> str:
    """A figure as its voice gave it: 1,500; 10,000 to 12,000; at least 1,500; none."""
    return _range_text(figure.low, figure.high, wording)


def _range_text(low: float | None, high: float | None, wording: Wording) -> str:
    if low is not None and high is not None:
        return _exact(low, wording) if low == high else _between(low, high, wording)
    if low is not None:
        return wording.t("quantities.at_least", low=_exact(low, wording))
    return wording.t("quantities.at_most", high=_exact(high or 0.0, wording))


def _between(low: float, high: float, wording: Wording) -> str:
    return wording.t("quantities.range", low=_exact(low, wording), high=_exact(high, wording))


def _exact(value: float, wording: Wording) -> str:
    if value == 0:
        return wording.t("amounts.none_at_all")
    return wording.number(value, digits=0 if value == round(value) else 1)


# ── What to believe ──────────────────────────────────────────────────────────────────────────


def _believed(one: AmountEstimate, wording: Wording) -> str:
    low, high = rounded(one.low, wording), rounded(one.high, wording)
    if one.median is None:
        texts = [wording.t("amounts.interval_split", low=low, high=high)]
    else:
        texts = [wording.t("amounts.interval", low=low, high=high, median=rounded(one.median, wording))]
    if one.state == "disputed":
        texts.insert(0, _camps_apart(one, wording))
    elif one.state == "agreed":
        texts.insert(0, wording.t("amounts.agreed"))
    else:
        texts.insert(0, wording.t(f"amounts.only.{one.camps[0].side}"))
    if one.none_share >= SHARE_MIN:
        texts.append(wording.t("amounts.none_share", percent=wording.percent(one.none_share)))
    return " ".join(texts)


def _camps_apart(one: AmountEstimate, wording: Wording) -> str:
    parts = [
        wording.t(
            "amounts.lies_with",
            percent=wording.percent(camp.share),
            camp=wording.word("amount_side", camp.side),
            range=_rounded_range(camp.low, camp.high, wording),
        )
        for camp in one.camps
    ]
    if one.between_share >= SHARE_MIN:
        parts.append(wording.t("amounts.lies_between", percent=wording.percent(one.between_share)))
    return wording.t("amounts.disputed", parts="; ".join(parts))


def _rounded_range(low: float, high: float, wording: Wording) -> str:
    texts = rounded(low, wording), rounded(high, wording)
    return texts[0] if texts[0] == texts[1] else wording.t("quantities.range", low=texts[0], high=texts[1])


def rounded(value: float, wording: Wording) -> str:
    """An estimate with two digits that count; more would promise what no estimate keeps."""
    if value < 0.5:
        return wording.number(0)
    digits = max(0, floor(log10(value)) - 1)
    return wording.number(round(value / 10**digits) * 10**digits)


def _figure_view(figure: AmountFigure, wording: Wording) -> FigureView:
    text = figure_text(figure, wording)
    factor = wording.number(figure.factor, digits=1)
    return FigureView(
        name=plain(actors.name(figure.source, wording.language)),
        side=wording.word("amount_camp", figure.side),
        day=wording.day(figure.date),
        figure=wording.t("amounts.old", text=text) if figure.is_old else text,
        factor=wording.t("amounts.factor", factor=factor),
        weight=wording.percent(figure.weight),
    )
