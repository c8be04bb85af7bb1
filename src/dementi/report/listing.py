"""Lists for the terminal: a report's statements, one claim in full, how a probability moved, plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

import msgspec
from rich.box import HORIZONTALS
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dementi import actors, scales
from dementi.model import Assessment, Document, Dossier, DossierItem, Language, Record, Statement
from dementi.report.amounts import amount_views
from dementi.report.console import console_for
from dementi.report.quotes import segments
from dementi.report.safety import plain, plain_part
from dementi.report.view import scale_of, sentence
from dementi.report.wording import Wording, wording

#: A course for the terminal shows so many of the last dossier's claims; the page shows all.
COURSE_CLAIM_LIMIT = 2
#: A column of words that is narrower than this is no longer read but deciphered.
_TEXT_WIDTH_MIN = 16


def _printed(parts: Sequence[RenderableType], *, width: int, is_colour: bool) -> str:
    file = StringIO()
    console = console_for(file, width=width, is_colour=is_colour)
    for part in parts:
        console.print(part)
    return file.getvalue().rstrip("\n")


def _grid(columns: Sequence[str], *, ratios: Sequence[int]) -> Table:
    made = Table(box=HORIZONTALS, expand=True, pad_edge=False, header_style="bold")
    for column, ratio in zip(columns, ratios, strict=True):
        made.add_column(column, ratio=ratio)
    return made


def statements(
    document: Document, found: Sequence[Statement], *, width: int, is_colour: bool, language: Language
) -> str:
    """Who says what in one document: a line per statement, in the order of the text."""
    words = wording(language)
    day = words.day(document.published_on) if document.published_on else words.t("dates.none")
    heading = " · ".join(
        plain(part) for part in (document.path or document.document_id, document.outlet, day) if part
    )
    if not found:
        return _printed(
            [Text(heading, style="bold"), words.t("listing.no_statements")], width=width, is_colour=is_colour
        )
    made = _grid(words.items("listing.columns"), ratios=(3, 2, 2, 6))
    for statement in found:
        made.add_row(
            _source(statement, words),
            words.word("stance", statement.stance),
            _certainty(statement, words),
            plain(statement.content.text) if statement.content else "–",
        )
    return _printed([Text(heading, style="bold"), made], width=width, is_colour=is_colour)


def _source(statement: Statement, words: Wording) -> str:
    if statement.kind == "stated":
        return words.t("listing.author")
    source = statement.source
    lines = [words.t("listing.unknown_source")]
    if source and source.actor:
        lines = [actors.name(source.actor, words.language)]
    elif source and (source.name or source.text):
        lines = [plain(source.name or source.text or "")]
    if statement.relays:
        relays = ", ".join(plain(relay.text) for relay in statement.relays)
        lines.append(words.t("listing.via", relays=relays))
    if statement.author_view:
        key = "listing.doubted" if statement.author_view.view == "doubts" else "listing.trusted"
        lines.append(words.t(key))
    return "\n".join(lines)


def _certainty(statement: Statement, words: Wording) -> str:
    certainty = words.word("certainty", statement.certainty)
    hedges = ", ".join(f"„{plain(hedge.text)}“" for hedge in statement.hedges)
    return f"{certainty}\n{hedges}" if hedges else certainty


def claim(dossier: Dossier, item: DossierItem, *, width: int, is_colour: bool) -> str:
    """One claim in full: its number, each voice with its bits, the quotes, what was nearly merged."""
    words = wording(dossier.language)
    assessment = item.assessment
    parts: list[RenderableType] = [
        Text(plain(sentence(item, words.language)), style="bold"),
        Text(f"{_probability(assessment, words)} · {words.word('state', assessment.state)}"),
        Text(
            words.t(
                "listing.prior",
                bits=words.bits(assessment.prior_bits),
                evidence=words.bits(assessment.evidence_bits),
            )
        ),
        *_settled(item, words),
        *_amounts(assessment, words),
        _voices(assessment, words),
        *_quotes(dossier, item, words),
    ]
    if assessment.would_change:
        parts.append(Text(words.t("listing.would_change"), style="bold"))
        parts += [
            f"  {change.event} → {words.percent(change.probability)}" for change in assessment.would_change
        ]
    if item.claim.near:
        parts.append(Text(words.t("listing.near"), style="bold"))
        parts += [f"  {near.claim_id}: {plain(near.why)}" for near in item.claim.near]
    return _printed(parts, width=width, is_colour=is_colour)


def _amounts(assessment: Assessment, words: Wording) -> list[RenderableType]:
    """How many, in sentences."""
    return [
        Text(f"{one.heading}. ", style="bold").append(f"{one.said} {one.believed}", style="not bold")
        for one in amount_views(assessment, words)
    ]


def _settled(item: DossierItem, words: Wording) -> list[RenderableType]:
    """How a person settled the claim, in a line of its own beside the machine's number."""
    if item.settlement is None:
        return []
    return [Text(words.sentence(plain(words.settled(item.settlement))), style="bold")]


def _probability(assessment: Assessment, words: Wording) -> str:
    scale = scale_of(assessment.words.scale).name
    term = scales.term(assessment.probability, scale=scale, language=words.language)
    span = words.percent_range(assessment.low, assessment.high)
    return f"{words.percent(assessment.probability)} ({span}), {term}"


def _voices(assessment: Assessment, words: Wording) -> Table:
    made = _grid(words.items("listing.voice_columns"), ratios=(6, 2, 4, 6, 2, 10))
    for voice in assessment.contributions:
        said = "\n".join(
            f"{words.short_day(day)}: {words.word('stance', stance)}" for day, stance in voice.stances
        )
        made.add_row(
            plain(actors.name(voice.source, words.language)),
            # F as long as no settled claim of the user's judges the source.
            voice.reliability.letter if voice.reliability else "F",
            words.word("side", voice.side),
            said,
            words.bits(voice.bits),
            plain(voice.why),
        )
    return made


def _quotes(dossier: Dossier, item: DossierItem, words: Wording) -> list[RenderableType]:
    document_of = {document.document_id: document for document in dossier.documents}
    copies = {one.statement_id for one in item.claim.attachments if one.is_copy}
    lines: list[RenderableType] = []
    for statement in item.statements:
        part = statement.content or statement.cue
        if part is None or not part.spans or statement.statement_id in copies:
            continue
        document = document_of[statement.document_id]
        day = words.short_day(document.published_on) if document.published_on else words.t("dates.none")
        head = Text(f"{day} {plain(document.outlet or document.document_id)}: ", style="dim")
        quote = Text(style="not dim")
        for segment in segments(document, statement):
            style = "underline" if "content" in segment.marks else ""
            quote.append("… " if segment.is_gap else "").append(plain_part(segment.text), style=style)
        lines.append(head + quote)
    return lines


def course_table(dossiers: Sequence[Dossier], *, width: int, is_colour: bool) -> str:
    """How the probabilities of the last dossier's first claims moved over the dossiers' days."""
    words = wording(dossiers[-1].language)
    followed = [item.claim.claim_id for item in dossiers[-1].items[:COURSE_CLAIM_LIMIT]]
    made = _grid(words.items("listing.course_columns"), ratios=(2, 5, 5, 2, 2))
    for dossier in dossiers:
        items = [item for item in dossier.items if item.claim.claim_id in followed]
        for index, item in enumerate(items):
            assessment = item.assessment
            made.add_row(
                words.day(dossier.as_of) if index == 0 else "",
                plain(sentence(item, words.language)),
                _probability(assessment, words),
                f"{assessment.reports} → {assessment.origins}",
                words.word("state", assessment.state),
            )
    return _printed([made], width=width, is_colour=is_colour)


class Passage(NamedTuple):
    """A sentence, where it stands, and what in it is to be seen at once."""

    text: str
    matches: tuple[tuple[int, int], ...]
    heading: tuple[str | date | None, ...]


def passages(found: Sequence[Passage], *, width: int, is_colour: bool, language: Language) -> str:
    """Each sentence under the line that says where it stands, its matches between marks or underlined."""
    words = wording(language)
    if not found:
        return words.t("listing.empty")
    parts: list[RenderableType] = []
    for passage in found:
        heading = [words.day(one) if isinstance(one, date) else plain(one) for one in passage.heading if one]
        parts += [Text(" · ".join(heading), style="dim"), _passage(passage, is_colour=is_colour), ""]
    return _printed(parts, width=width, is_colour=is_colour)


def _passage(passage: Passage, *, is_colour: bool) -> Padding:
    # Colour alone says nothing in a file or a pipe, so there the matches stand between marks.
    before, after = ("", "") if is_colour else ("»", "«")
    text, position = Text(), 0
    for begin, end in passage.matches:
        text.append(plain_part(passage.text[position:begin]))
        text.append(before + plain_part(passage.text[begin:end]) + after, style="bold underline")
        position = end
    return Padding(text.append(plain_part(passage.text[position:])), (0, 0, 0, 2))


def rows(records: Sequence[Record], *, width: int, is_colour: bool, language: Language = "en") -> str:
    """Records of one type as a table, numbers to the right; as blocks where the table does not fit."""
    words = wording(language)
    if not records:
        return words.t("listing.empty")
    fields = [field.name for field in msgspec.structs.fields(records[0])]
    headings = [words.heading(field) for field in fields]
    cells = [[plain(_cell(getattr(record, field))) for field in fields] for record in records]
    numeric = [all(isinstance(getattr(record, field), int) for record in records) for field in fields]
    if width < sum(map(_least_width, headings, zip(*cells, strict=True), numeric)) + 3 * len(fields):
        blocks = [part for row in cells for part in _block(headings, row)]
        return _printed(blocks, width=width, is_colour=is_colour)
    made = Table(box=HORIZONTALS, pad_edge=False, header_style="bold")
    for heading, is_number in zip(headings, numeric, strict=True):
        # A table that fits breaks words only where a single one is too long for its column.
        made.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        made.add_row(*row)
    return _printed([made], width=width, is_colour=is_colour)


def _least_width(heading: str, cells: Sequence[str], is_number: bool) -> int:
    longest = max(map(len, cells))
    return max(len(heading), longest if is_number else min(longest, _TEXT_WIDTH_MIN))


def _block(headings: Sequence[str], row: Sequence[str]) -> list[RenderableType]:
    facts = [f"{heading}: {cell}" for heading, cell in zip(headings[1:], row[1:], strict=True) if cell]
    return [Text(f"{headings[0]}: {row[0]}", style="bold"), Padding(" · ".join(facts), (0, 0, 0, 2))]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode().strip('"')
