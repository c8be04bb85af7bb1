"""One claim's history for the terminal: day by day where it stood, and which voices moved it."""

from __future__ import annotations

from io import StringIO

from rich.box import HORIZONTALS
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dementi import actors
from dementi.model import Dossier, DossierItem, HistoryDay, Move
from dementi.report.console import console_for
from dementi.report.safety import plain
from dementi.report.view import sentence
from dementi.report.wording import Wording, wording

#: So many voices of a day are named; the others are counted.
MOVES_MAX = 4
#: Below this width the voices stand under their day instead of beside it.
WIDE = 90
#: As wide as "30. September 2030" and "Wahrscheinlichkeit"; as "+0,2 Punkte".
_DAY_WIDTH, _CHANGE_WIDTH = 18, 11


def history(dossier: Dossier, item: DossierItem, *, width: int, is_colour: bool) -> str:
    """A line per day: probability, change in percentage points, and who moved it from what to what."""
    words = wording(dossier.language)
    file = StringIO()
    console = console_for(file, width=width, is_colour=is_colour)
    console.print(Text(plain(sentence(item, words.language)), style="bold"))
    console.print(_table(item, words) if width >= WIDE else _lines(item, words))
    return file.getvalue().rstrip("\n")


def _table(item: DossierItem, words: Wording) -> Table:
    made = Table(box=HORIZONTALS, expand=True, pad_edge=False, header_style="bold")
    day, probability, change, movers = words.items("history.columns")
    made.add_column(day, width=_DAY_WIDTH)
    made.add_column(probability, width=_DAY_WIDTH, justify="right")
    made.add_column(change, width=_CHANGE_WIDTH, justify="right")
    made.add_column(movers, ratio=1)
    for one in item.history:
        made.add_row(
            words.day(one.day), words.percent(one.probability), _change(one, words), _moves(one, words)
        )
    return made


def _lines(item: DossierItem, words: Wording) -> Group:
    parts: list[RenderableType] = []
    for one in item.history:
        heading = " · ".join(
            filter(None, (words.day(one.day), words.percent(one.probability), _change(one, words)))
        )
        parts += [Text(heading, style="bold"), Padding(_moves(one, words), (0, 0, 0, 2))]
    return Group(*parts)


def _change(day: HistoryDay, words: Wording) -> str:
    if day.change is None:
        return ""
    points = 100.0 * day.change
    digits = 0 if abs(points) >= 0.95 else 1
    if float(f"{abs(points):.{digits}f}") == 0.0:
        return words.t("history.same")
    sign = "+" if points > 0 else "−"
    return words.t("history.points", number=sign + words.number(abs(points), digits=digits))


def _moves(day: HistoryDay, words: Wording) -> str:
    lines = [words.t("history.silence")] if day.kind == "silence" else []
    seen = [move for move in day.moves if move.said or _before(move, words) != words.bits(move.bits_after)]
    lines += [_move(move, words) for move in seen[:MOVES_MAX]]
    if len(seen) > MOVES_MAX:
        lines.append(words.t("table.more", number=words.number(len(seen) - MOVES_MAX)))
    return "\n".join(lines)


def _move(move: Move, words: Wording) -> str:
    name = plain(actors.name(move.source, words.language))
    said = ", ".join(dict.fromkeys(words.word("stance", stance) for _, stance in move.said))
    before, after = _before(move, words), words.bits(move.bits_after)
    # The unit stands once, after the second figure.
    bits = (
        after
        if before in {"", after}
        else f"{before.removesuffix(words.t('numbers.bits', number=''))} → {after}"
    )
    return f"{name} ({said}): {bits}" if said else f"{name}: {bits}"


def _before(move: Move, words: Wording) -> str:
    return "" if move.bits_before is None else words.bits(move.bits_before)
