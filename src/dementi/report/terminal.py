"""The dossier as a table in the terminal: what is contested, what to believe, who says so."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from dementi import actors, scales
from dementi.model import Assessment, Contribution, Dossier, DossierItem
from dementi.report.amounts import brief
from dementi.report.console import console_for
from dementi.report.safety import plain
from dementi.report.view import Position, in_focus, position, scale_of, sentence, stance_position, turns
from dementi.report.wording import Wording, wording

#: Below this width the voices stand under their claim instead of in columns of their own.
WIDE = 104
#: Below this one, the figures do too.
NARROW = 58
#: Nothing can be folded into less.
WIDTH_MIN = 24
NAMES_MAX = 6
#: As wide as the longest word of a scale.
FIGURES_WIDTH = 18
#: As wide as each half of its heading.
COUNTS_WIDTH = 11
_METER_CELLS = 10
_VOICES: tuple[Position, ...] = ("for", "against", "withheld")


def table(dossier: Dossier, *, width: int, is_colour: bool, is_complete: bool = False) -> str:
    """The claims of a dossier as a table, for a terminal or a plain text file.

    Parameters
    ----------
    width : of the terminal, in cells. From 104 on, who asserts, who denies and who is silent have
        columns of their own; below, they stand under their claim.
    is_complete : whether to list also the claims that nobody contests.
    is_colour : whether to write ANSI colours; nothing is said by colour alone.

    Returns
    -------
    Lines with box-drawing characters; no control character of a report gets through.
    """
    words = wording(dossier.language)
    file = StringIO()
    console = console_for(file, width=max(width, WIDTH_MIN), is_colour=is_colour)
    items = dossier.items if is_complete else in_focus(dossier)
    ranked = [(dossier.items.index(item) + 1, item) for item in items]
    if not items:
        console.print(words.t("table.empty"))
    elif width >= WIDE:
        console.print(_wide(ranked, words))
    else:
        console.print(_narrow(ranked, words, has_figures=width >= NARROW))
    if folded := len(dossier.items) - len(items):
        console.print(words.t("listing.further", claims=words.n("page.further", folded)))
    console.print(_footer(dossier, words))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _wide(ranked: Sequence[tuple[int, DossierItem]], words: Wording) -> Table:
    made = _empty(words)
    made.add_column(words.t("table.claim"), ratio=5, overflow="fold")
    made.add_column(words.t("table.probability"), width=FIGURES_WIDTH)
    made.add_column(words.t("table.reports"), justify="center", width=COUNTS_WIDTH)
    for where in _VOICES:
        made.add_column(words.t(f"table.{where}"), ratio=3, overflow="fold")
    for number, item in ranked:
        assessment = item.assessment
        made.add_row(
            str(number),
            _claim(item, words),
            _figures(item, words),
            _counts(assessment, words),
            *("\n".join(_names(assessment, where, words)) for where in _VOICES),
        )
    return made


def _narrow(ranked: Sequence[tuple[int, DossierItem]], words: Wording, *, has_figures: bool) -> Table:
    made = _empty(words)
    made.add_column(words.t("table.claim"), ratio=1, overflow="fold")
    if has_figures:
        made.add_column(words.t("table.probability"), width=FIGURES_WIDTH)
    for number, item in ranked:
        assessment = item.assessment
        claim = _claim(item, words)
        figures = _figures(item, words).append(
            f"\n{words.n('claim.reports', assessment.reports)}"
            f"\n→ {words.n('claim.origins', assessment.origins)}"
        )
        if not has_figures:
            claim.append("\n").append_text(figures)
        for where in _VOICES:
            names = _names(assessment, where, words)
            if names:
                claim.append("\n" + words.t(f"table.{where}") + ": ", style="dim").append(", ".join(names))
        made.add_row(str(number), claim, *([figures] if has_figures else []))
    return made


def _claim(item: DossierItem, words: Wording) -> Text:
    """The claim's sentence, and below it how many."""
    made = Text().append(plain(sentence(item, words.language)), style="bold")
    amount = brief(item.assessment, words)
    return made.append(f"\n{amount}", style="dim") if amount else made


def _empty(words: Wording) -> Table:
    made = Table(box=HORIZONTALS, show_lines=True, expand=True, pad_edge=False, header_style="bold")
    made.add_column(words.t("table.number"), justify="right", no_wrap=True)
    return made


def _figures(item: DossierItem, words: Wording) -> Text:
    """Number, meter, word and state under each other; the meter says nothing that the number does not.

    Where no report bears on a claim, its prior is no answer: the state stands alone. How a person
    settled it stands below the machine's figures, which it leaves as they are.
    """
    found = _machine_figures(item.assessment, words)
    if item.settlement is not None:
        found.append(
            f"\n{words.t('settled.true' if item.settlement.truth else 'settled.false')}", style="bold"
        )
    return found


def _machine_figures(assessment: Assessment, words: Wording) -> Text:
    if not assessment.reports:
        state = words.word("state", assessment.state)
        return Text(f"–\n({state})\n{words.t('listing.no_reports')}", style="not bold")
    filled = round(assessment.probability * _METER_CELLS)
    term = scales.term(
        assessment.probability, scale=scale_of(assessment.words.scale).name, language=words.language
    )
    return (
        Text()
        .append(words.percent(assessment.probability), style="bold")
        .append("\n" + "█" * filled + "░" * (_METER_CELLS - filled), style="cyan")
        .append(f"\n{term}\n({words.word('state', assessment.state)})")
    )


def _counts(assessment: Assessment, words: Wording) -> str:
    return f"{words.number(assessment.reports)} → {words.number(assessment.origins)}"


def _names(assessment: Assessment, where: Position, words: Wording) -> list[str]:
    voices = sorted(
        (one for one in assessment.contributions if position(one) == where),
        key=lambda one: (-abs(one.bits), one.source),
    )
    names = [_name(voice, words) for voice in voices[:NAMES_MAX]]
    if len(voices) > NAMES_MAX:
        names.append(words.t("table.more", number=words.number(len(voices) - NAMES_MAX)))
    return names


def _name(voice: Contribution, words: Wording) -> str:
    """The name; with what it said before, where it changed sides: a shift is what one wants to see."""
    name = plain(actors.name(voice.source, words.language))
    earlier = [turn.stance for turn in turns(voice) if stance_position(turn.stance) != position(voice)]
    if not earlier:
        return name
    return words.t("table.formerly", name=name, stance=words.word("stance", earlier[-1]))


def _footer(dossier: Dossier, words: Wording) -> Text:
    models = list(dict.fromkeys(item.assessment.model for item in dossier.items))
    day = words.day(dossier.as_of)
    if not models:
        return Text(words.t("table.footer_no_model", day=day), style="dim")
    scale = scale_of(dossier.items[0].assessment.words.scale)
    parts = words.t(
        "table.footer", day=day, scale=f"{scale.name} ({scale.edition})", models=plain(", ".join(models))
    )
    return Text(f"{parts} · {words.n('page.document_count', len(dossier.documents))}", style="dim")
