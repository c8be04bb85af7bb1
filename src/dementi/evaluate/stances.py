"""Score stance, certainty and hedges on sentences whose statement is marked by its cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dementi.evaluate import classes, scoring
from dementi.evaluate.classes import MISSED, Pair
from dementi.evaluate.gold import words
from dementi.evaluate.items import StanceItem, place
from dementi.evaluate.records import ReaderError, ReaderScores, Score
from dementi.evaluate.scoring import Sums
from dementi.model import Part, Statement
from dementi.read import Reader


class Answer(NamedTuple):
    """What the reader says of one item; no statement where it found none at the marked words."""

    item: StanceItem
    statement: Statement | None

    @property
    def stance(self) -> Pair:
        return (self.item.stance, self.statement.stance if self.statement else MISSED)

    @property
    def certainty(self) -> Pair:
        return (self.item.certainty, self.statement.certainty if self.statement else MISSED)


def scored(name: str, items: Sequence[StanceItem], reader: Reader) -> tuple[ReaderScores, list[ReaderError]]:
    """The figures of a reader on the items, and its errors, the worst first."""
    dropped = 0
    answers: list[Answer] = []
    for item in items:
        reading = reader.statements(item.document)
        dropped += reading.dropped_count
        answers.append(Answer(item, statement_at(item, reading.statements)))
    stance, stance_classes = classes.scores("stance (macro)", _documents(answers, "stance"))
    certainty, certainty_classes = classes.scores("certainty (macro)", _documents(answers, "certainty"))
    hedges = scoring.score("hedges", [_hedge_sums(one) for one in answers])
    seconds = [(one.item, one.item.second) for one in answers if one.item.second is not None]
    result = ReaderScores(
        gold=name, form="stances", reader=reader.name, documents=len(items), dropped=dropped,
        scores=(stance, certainty, hedges),
        classes=tuple(_named(one, "stance") for one in stance_classes)
        + tuple(_named(one, "certainty") for one in certainty_classes),
        languages=tuple(_by_language(answers)),
        confusions=classes.confusions("stance", [one.stance for one in answers])
        + classes.confusions("certainty", [one.certainty for one in answers if one.statement]),
        agreements=(
            classes.agreement("stance", [(item.stance, second.stance) for item, second in seconds]),
            classes.agreement("certainty", [(item.certainty, second.certainty) for item, second in seconds]),
        ) if seconds else (),
    )  # fmt: skip
    return result, _errors(answers)


def statement_at(item: StanceItem, statements: Sequence[Statement]) -> Statement | None:
    """The statement whose cue covers the marked words best, else whose frame, else whose content does."""
    tokens = words(item.text)
    wanted = scoring.tokens_of([place(item.text, item.target, item.occurrence)], tokens)
    for role in ("cue", "frame", "content"):
        best: tuple[float, float] = (0.0, 0.0)
        found: Statement | None = None
        for statement in statements:
            part: Part | None = getattr(statement, role)
            here = scoring.tokens_of(part.spans if part is not None else (), tokens)
            common = len(wanted & here)
            # Of two that cover it alike, the one that says least besides it is about it.
            fit = (common / len(wanted), common / len(here)) if common else (0.0, 0.0)
            if fit > best:
                best, found = fit, statement
        if found is not None:
            return found
    return None


def _documents(answers: Sequence[Answer], label: str) -> list[list[Pair]]:
    """Items of one text belong together: the bootstrap draws them as one."""
    by_text: dict[str, list[Pair]] = {}
    for one in answers:
        by_text.setdefault(one.item.text, []).append(getattr(one, label))
    return list(by_text.values())


def _hedge_sums(answer: Answer) -> Sums:
    """Hedges apart from the cue itself; of two wordings one may hold the other ("is possible")."""
    item = answer.item
    begin, end = place(item.text, item.target, item.occurrence)
    wanted = [_plain(one.text) for one in item.hedges if _plain(one.text) not in _plain(item.target)]
    hedges = answer.statement.hedges if answer.statement else ()
    found = [_plain(one.text) for one in hedges if one.span[1] <= begin or end <= one.span[0]]
    left = list(wanted)
    for one in found:
        partner = next((x for x in left if x in one or one in x), None)
        if partner is not None:
            left.remove(partner)
    right = float(len(wanted) - len(left))
    return Sums(right, len(found), right, len(wanted))


def _plain(text: str) -> str:
    """Folded and with blanks around, so that one wording holds another by whole words only."""
    return f" {' '.join(text.casefold().split())} "


def _by_language(answers: Sequence[Answer]) -> list[Score]:
    found: list[Score] = []
    languages = sorted({one.item.language for one in answers})
    for language in languages if len(languages) > 1 else ():
        here = [one for one in answers if one.item.language == language]
        found.append(classes.scores(f"{language} stance", _documents(here, "stance"))[0])
        found.append(classes.scores(f"{language} certainty", _documents(here, "certainty"))[0])
        found.append(scoring.score(f"{language} hedges", [_hedge_sums(one) for one in here]))
    return found


def _named(score: Score, label: str) -> Score:
    return scoring.renamed(score, f"{label} {score.name}")


def _errors(answers: Sequence[Answer]) -> list[ReaderError]:
    """Missed items first, then wrong stances, then wrong certainties."""
    found: list[tuple[int, ReaderError]] = []
    for one in answers:
        wrong = [(what, pair) for what, pair in (("stance", one.stance), ("certainty", one.certainty))
                 if pair[0] != pair[1]]  # fmt: skip
        if not wrong:
            continue
        what, (gold, predicted) = wrong[0]
        if one.statement is None:
            what = "missed"
        rank = ("missed", "stance", "certainty").index(what)
        error = ReaderError(
            document=one.item.id, what=what, kind=gold, overlap=0.0, predicted=predicted,
            text=_marked(one.item), language=one.item.language,
        )  # fmt: skip
        found.append((rank, error))
    found.sort(key=lambda item: item[0])
    return [error for _, error in found]


def _marked(item: StanceItem) -> str:
    """The text with its target in brackets."""
    begin, end = place(item.text, item.target, item.occurrence)
    return f"{item.text[:begin]}[{item.text[begin:end]}]{item.text[end:]}"
