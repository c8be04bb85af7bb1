"""Score quantities and dates: right where the words and what they are read as both agree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dementi.evaluate import scoring
from dementi.evaluate.items import DateItem, QuantityItem, in_order
from dementi.evaluate.records import ReaderError, ReaderScores, Score
from dementi.evaluate.scoring import Sums
from dementi.model import Span
from dementi.read.dates import dates
from dementi.read.quantities import quantities


class Amount(NamedTuple):
    """A quantity or date: where it stands, and what it is read as, by the name of the value."""

    span: Span
    values: tuple[tuple[str, object], ...]

    def shown(self, text: str) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.values if value is not None)
        return f"{text[slice(*self.span)]} ({told})"

    def value(self, name: str) -> object:
        return dict(self.values)[name]


class Answer(NamedTuple):
    """One text with the amounts it holds and those that were found."""

    item: QuantityItem | DateItem
    wanted: list[Amount]
    found: list[Amount]


def quantities_scored(
    name: str, items: Sequence[QuantityItem], reader: str
) -> tuple[ReaderScores, list[ReaderError]]:
    """Micro-averaged figures of :func:`dementi.read.quantities.quantities`; all readers share it."""
    answers = [
        Answer(
            item,
            [
                _quantity(span, one.low, one.high, one.unit, one.qualifier)
                for span, one in zip(
                    in_order(item.text, item.targets),
                    item.quantities,
                    strict=True,
                )
            ],
            [
                _quantity(one.span, one.low, one.high, one.unit, one.qualifier)
                for one in quantities(item.text, item.language)
            ],
        )
        for item in items
    ]
    return _scored(name, "quantities", answers, reader, "qualifier")


def dates_scored(name: str, items: Sequence[DateItem], reader: str) -> tuple[ReaderScores, list[ReaderError]]:
    """Micro-averaged figures of :func:`dementi.read.dates.dates`; all readers share it."""
    answers = [
        Answer(
            item,
            [
                Amount(span, (("when", one.when),))
                for span, one in zip(in_order(item.text, item.targets), item.dates, strict=True)
            ],
            [
                Amount((one.begin, one.end), (("when", one.when),))
                for one in dates(item.text, item.language, item.published_on)
            ],
        )
        for item in items
    ]
    return _scored(name, "dates", answers, reader, None)


def _quantity(
    span: Span, low: float | None, high: float | None, unit: str | None, qualifier: str | None
) -> Amount:
    return Amount(
        span, (("low", _rounded(low)), ("high", _rounded(high)), ("unit", unit), ("qualifier", qualifier))
    )


def _rounded(number: float | None) -> float | None:
    """Nine digits: 0.1 + 0.2 is no error of the reader."""
    if number is None or number == 0 or not math.isfinite(number):
        return number
    return round(number, 9 - math.ceil(math.log10(abs(number))))


Key = Callable[[Amount], object]


def _scored(
    name: str, form: str, answers: list[Answer], reader: str, kind: str | None
) -> tuple[ReaderScores, list[ReaderError]]:
    keys: list[tuple[str, Key]] = [(form, lambda one: one), ("where it stands", lambda one: one.span)]
    if form == "quantities":
        keys += [
            ("… and number", lambda one: (one.span, one.value("low"), one.value("high"))),
            ("… and unit", lambda one: (one.span, one.value("unit"))),
            ("… and qualifier", lambda one: (one.span, one.value("qualifier"))),
        ]
    languages = sorted({one.item.language for one in answers})
    scores = ReaderScores(
        gold=name, form=form, reader=reader, documents=len(answers), dropped=0,
        scores=tuple(scoring.score(label, [_sums(one, key) for one in answers]) for label, key in keys),
        kinds=_kinds(answers, kind) if kind else (),
        languages=tuple(
            scoring.score(language, [_sums(x, _whole) for x in answers if x.item.language == language])
            for language in (languages if len(languages) > 1 else ())
        ),
    )  # fmt: skip
    return scores, [error for one in answers for error in _errors(one, form)]


def _whole(one: Amount) -> object:
    return one


def _sums(answer: Answer, key: Key) -> Sums:
    wanted, found = {key(one) for one in answer.wanted}, {key(one) for one in answer.found}
    right = float(len(wanted & found))
    return Sums(right, len(found), right, len(wanted))


def _kinds(answers: list[Answer], kind: str) -> tuple[Score, ...]:
    by_kind: dict[str, list[Sums]] = defaultdict(list)
    for answer in answers:
        for one in {*answer.wanted, *answer.found}:
            is_right = float(one in answer.wanted and one in answer.found)
            sums = Sums(is_right, one in answer.found, is_right, one in answer.wanted)
            by_kind[str(one.value(kind) or "plain")].append(sums)
    return tuple(scoring.score(name, sums) for name, sums in sorted(by_kind.items()))


def _errors(answer: Answer, form: str) -> list[ReaderError]:
    errors: list[ReaderError] = []
    for one in answer.wanted:
        if one not in answer.found:
            near = next((x for x in answer.found if _overlap(x.span, one.span)), None)
            errors.append(_error(answer, form, "missed" if near is None else "misread", one, near))
    made_up = [x for x in answer.found if not any(_overlap(x.span, one.span) for one in answer.wanted)]
    return errors + [_error(answer, form, "made up", one, None) for one in made_up]


def _error(answer: Answer, form: str, what: str, one: Amount, near: Amount | None) -> ReaderError:
    item = answer.item
    return ReaderError(
        document=item.id, what=what, kind=form, overlap=0.0, language=item.language,
        text=f"{one.shown(item.text)} in: {item.text}",
        predicted=near.shown(item.text) if near is not None else None,
    )  # fmt: skip


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
