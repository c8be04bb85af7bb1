"""The one place that knows the order: load, read, match, weigh, and what goes into a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from dementi import __version__, case, load, match, read, weigh
from dementi.errors import DocumentError
from dementi.model import (
    Assessment,
    Claim,
    Copy,
    Document,
    Dossier,
    DossierItem,
    Language,
    Record,
    Settlement,
    Skipped,
    Statement,
    WeighingClaim,
)

#: So many points suffice to draw how a probability moved; more would only slow a large case down.
COURSE_DAY_LIMIT = 40


CourseDetail = Literal["none", "said", "moves"]


class Settings(Record, frozen=True, kw_only=True):
    """What a run may be told.

    ``as_of``: only what was public on that day counts; None: the day of the newest report.
    ``case``: the case file to keep everything in; None: nothing is kept. ``reader``: None: the best one
    installed. ``llm``: settings of the reader ``llm``; None: from the environment. ``record``: settled
    claims of other cases, from which sources are known. ``course``: work out how each claim moved, on
    the days on which something was said; with ``moves``, also what moved it and how silences grew.
    """

    questions: tuple[str, ...] = ()
    as_of: date | None = None
    reader: str | None = None
    llm: Any = None
    language: Language = "en"
    case: Path | None = None
    title: str | None = None
    record: tuple[weigh.Settled, ...] = ()
    course: CourseDetail = "said"
    load: load.LoadSettings = load.LoadSettings()
    weigh: weigh.WeighSettings = weigh.WeighSettings()


class Gathered(NamedTuple):
    """Everything read so far, from this run or from the case."""

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    copies: tuple[Copy, ...]
    skipped: tuple[Skipped, ...]
    new_count: int
    dropped_count: int
    settlements: tuple[Settlement, ...] = ()


def _quiet(_: str) -> None:
    """Nobody listens to progress."""


Note = Callable[[str], None]

EXAMPLE = "north-korea-2024"
EXAMPLE_TITLES: dict[Language, str] = {
    "de": "Nordkoreanische Truppen für Russland? Das Beispiel vom Oktober 2024",
    "en": "North Korean troops for Russia? The example of October 2024",
}
#: Days on which the example's reports shift: first hints, the service's figures, evasions, the end.
EXAMPLE_DAYS = (
    date(2024, 10, 9),
    date(2024, 10, 14),
    date(2024, 10, 18),
    date(2024, 10, 24),
    date(2024, 10, 31),
)


def readings(
    paths: Sequence[str],
    settings: Settings,
    *,
    is_known: Callable[[Document], bool] = lambda _: False,
    note: Note = _quiet,
) -> Iterator[tuple[Document, read.Reading] | Skipped]:
    """Load and read one document after the other; memory does not grow with their number.

    A document in a language that no reader knows comes with an empty reading, followed by a
    :class:`Skipped` that says so. Documents that ``is_known`` knows are passed over in silence.
    """
    with read.Reader(settings.reader, settings=settings.llm, note=note) as reader:
        yield from _read(load.documents(paths, settings=settings.load), reader, is_known)
        for line in reader.tally.lines() if reader.tally is not None else ():
            note(line)


def _read(
    documents: Iterable[Document | Skipped], reader: read.Reader, is_known: Callable[[Document], bool]
) -> Iterator[tuple[Document, read.Reading] | Skipped]:
    for loaded in documents:
        if isinstance(loaded, Skipped):
            yield loaded
            continue
        try:
            if is_known(loaded):
                continue
            if loaded.language in read.LANGUAGES:
                yield loaded, reader.statements(loaded)
                continue
        except DocumentError as error:
            yield Skipped(
                path=loaded.path or loaded.document_id,
                reason=f"{error.found} {error.expected}",
                slug=error.slug,
            )
            continue
        yield loaded, read.Reading(statements=(), dropped_count=0)
        yield _unreadable(loaded)


def _unreadable(document: Document) -> Skipped:
    found = f"its language is '{document.language}'" if document.language else "its language cannot be told"
    return Skipped(
        path=document.path or document.document_id,
        reason=f"{found}; expected one of {', '.join(read.LANGUAGES)}. It is kept, but not read: "
        "give statements from it as JSON lines (dementi weigh --statements).",
        slug="unreadable-language",
    )


def gather(paths: Sequence[str], settings: Settings, *, note: Note = _quiet) -> Gathered:
    """Load and read ``paths``; with a case, add what is new to it and give all that it holds."""
    if settings.case is not None:
        return _gather_in_case(paths, settings, settings.case, note)
    documents: list[Document] = []
    statements: list[Statement] = []
    skipped: list[Skipped] = []
    dropped_count = 0
    for one in readings(paths, settings, note=note):
        if isinstance(one, Skipped):
            skipped.append(one)
            continue
        document, reading = one
        documents.append(document)
        statements.extend(reading.statements)
        dropped_count += reading.dropped_count
        _note_progress(len(documents), note)
    copies = tuple(load.copies(documents))
    return Gathered(
        tuple(documents), tuple(statements), copies, tuple(skipped), len(documents), dropped_count
    )


def _gather_in_case(paths: Sequence[str], settings: Settings, path: Path, note: Note) -> Gathered:
    skipped: list[Skipped] = []
    new_count = dropped_count = 0
    with case.Case(path) as opened:

        def known(document: Document) -> bool:
            # Adding what is there already changes nothing, but refuses another text under its id.
            return opened.has_document(document.document_id) and not opened.add(document, (), 0)

        for one in readings(paths, settings, is_known=known, note=note):
            if isinstance(one, Skipped):
                skipped.append(one)
                continue
            document, reading = one
            new_count += opened.add(document, reading.statements, reading.dropped_count)
            dropped_count += reading.dropped_count
            _note_progress(new_count, note)
        documents = tuple(opened.documents())
        return Gathered(
            documents,
            tuple(opened.statements()),
            _copies_in_case(opened, documents),
            tuple(skipped),
            new_count,
            dropped_count,
            case.settled(opened),
        )


def _copies_in_case(opened: case.Case, documents: Sequence[Document]) -> tuple[Copy, ...]:
    """As the case keeps them, or found anew where documents came or went since."""
    if not opened.has_copies():
        copies = tuple(load.copies(documents))
        if opened.is_read_only:
            return copies
        opened.keep_copies(copies, [document.document_id for document in documents])
    return opened.copies()


def _note_progress(document_count: int, note: Note) -> None:
    if document_count and document_count % 500 == 0:
        note(f"read {document_count} documents")


class Matched(NamedTuple):
    """What was public on a day, matched into claims, with the sources' record as of that day."""

    as_of: date
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    copies: tuple[Copy, ...]
    claims: Sequence[Claim]
    weighing_claims: Sequence[WeighingClaim]
    settlement_of: Mapping[str, Settlement]
    record: weigh.SourceRecord | None


def matched(gathered: Gathered, settings: Settings) -> Matched:
    """Match what was gathered, as of the day of the settings."""
    as_of = settings.as_of or newest_day(gathered.documents)
    documents = tuple(
        document
        for document in gathered.documents
        if document.published_on is None or document.published_on <= as_of
    )
    public = {document.document_id for document in documents}
    statements = tuple(statement for statement in gathered.statements if statement.document_id in public)
    copies = tuple(
        copy for copy in gathered.copies if copy.document_id in public and copy.of_document_id in public
    )
    claims = match.claims(
        statements,
        copies=copies,
        documents=documents,
        questions=[question(text) for text in settings.questions],
        language=settings.language,
    )
    weighing_claims = match.weighing_claims(claims, statements, undated=as_of, language=settings.language)
    settlement_of = _settlements(gathered, settings)
    record = source_record(weighing_claims, settlement_of, settings)
    return Matched(as_of, documents, statements, copies, claims, weighing_claims, settlement_of, record)


def dossier(gathered: Gathered, settings: Settings) -> Dossier:
    """Match and weigh what was gathered, as of the day of the settings."""
    found = matched(gathered, settings)
    assessments = weigh.assessments(
        found.weighing_claims, as_of=found.as_of, settings=_weigh_settings(settings), record=found.record
    )
    statement_of = {statement.statement_id: statement for statement in found.statements}
    return Dossier(
        title=settings.title or "Dementi",
        as_of=found.as_of,
        language=settings.language,
        items=tuple(
            DossierItem(
                claim=claim,
                assessment=assessment,
                statements=tuple(statement_of[one.statement_id] for one in claim.attachments),
                settlement=found.settlement_of.get(claim.claim_id),
                **_course(weighing_claim, found.as_of, settings, found.record),
            )
            for claim, weighing_claim, assessment in zip(
                found.claims, found.weighing_claims, assessments, strict=True
            )
        ),
        documents=found.documents,
        copies=found.copies,
        skipped=gathered.skipped,
        version=__version__,
    )


def _weigh_settings(settings: Settings) -> weigh.WeighSettings:
    return msgspec.structs.replace(settings.weigh, language=settings.language)


def _settlements(gathered: Gathered, settings: Settings) -> dict[str, Settlement]:
    """What a person settled, by claim; as of a day asked for, only what was known then."""
    day = settings.as_of
    return {one.claim_id: one for one in gathered.settlements if day is None or one.on <= day}


def source_record(
    weighing_claims: Sequence[WeighingClaim],
    settlement_of: Mapping[str, Settlement],
    settings: Settings,
) -> weigh.SourceRecord | None:
    """Who was right in the settled claims of this case and of the record given; None without any."""
    own = [
        weigh.Settled(one, settlement.truth, one.id, "", settlement.on)
        for one in weighing_claims
        if (settlement := settlement_of.get(one.id)) is not None
    ]
    day = settings.as_of
    others = [one for one in settings.record if day is None or one.settled_on <= day]
    return weigh.source_record([*own, *others]) if own or others else None


def _course(
    weighing_claim: WeighingClaim, as_of: date, settings: Settings, record: weigh.SourceRecord | None
) -> dict[str, Any]:
    """The fields of a dossier's item that say how its assessment moved."""
    if settings.course == "none":
        return {}
    found: dict[str, Any] = {"course": course(weighing_claim, settings, record=record)}
    if settings.course == "moves":
        days = weigh.history_days(weighing_claim, as_of)
        found["history"] = weigh.history(_on_days(weighing_claim, days, settings, record))
    return found


def course(
    weighing_claim: WeighingClaim, settings: Settings, *, record: weigh.SourceRecord | None = None
) -> tuple[Assessment, ...]:
    """How the assessment moved: one for each day on which something new was said, oldest first.

    What is known of sources is the same on all days: it moves by what was said, not by what the user
    settled since.
    """
    days = sorted({statement.date for statement in weighing_claim.statements})
    if len(days) > COURSE_DAY_LIMIT:
        step = len(days) / COURSE_DAY_LIMIT
        days = [days[int(index * step)] for index in range(COURSE_DAY_LIMIT - 1)] + days[-1:]
    return tuple(_on_days(weighing_claim, days, settings, record))


def _on_days(
    weighing_claim: WeighingClaim,
    days: Iterable[date],
    settings: Settings,
    record: weigh.SourceRecord | None,
) -> Iterator[Assessment]:
    weigh_settings = msgspec.structs.replace(_weigh_settings(settings), has_outlook=False)
    for day in days:
        yield from weigh.assessments([weighing_claim], as_of=day, settings=weigh_settings, record=record)


def question(text: str) -> match.Question:
    """A question from outside, read with the reader's own eyes: its language and its event."""
    language = load.language_of_question(text)
    return match.Question(text=text, language=language, event=read.event_of(text, language))


def newest_day(documents: Sequence[Document]) -> date:
    """The day of the newest dated document; today (UTC) where none is dated."""
    days = [document.published_on for document in documents if document.published_on is not None]
    return max(days, default=datetime.now(UTC).date())


def weigh_reports(paths: Sequence[str], settings: Settings, *, note: Note = _quiet) -> Dossier:
    """The main job: reports in, a dossier of ranked contested claims out."""
    gathered = gather(paths, settings, note=note)
    finished = dossier(gathered, settings)
    if settings.case is not None:
        store(finished, settings.case)
    return finished


def store(finished: Dossier, path: Path) -> None:
    """Keep a dossier's claims and assessments in the case."""
    with case.Case(path) as opened:
        opened.remember("title", finished.title)
        opened.store(
            [item.claim for item in finished.items],
            [item.assessment for item in finished.items],
            as_of=finished.as_of,
            model=finished.items[0].assessment.model if finished.items else "",
        )


def weigh_statements(lines: Iterable[bytes], settings: Settings) -> Dossier:
    """Weigh ready statements (the contract's weighing input), without reports."""
    skipped: list[Skipped] = []
    weighing_claims = weigh.weighing_claims_from_lines(lines, skipped=skipped)
    days = [statement.date for one in weighing_claims for statement in one.statements]
    as_of = settings.as_of or max(days, default=datetime.now(UTC).date())
    record = source_record(weighing_claims, {}, settings)
    # One by one: without a day of its own each claim is judged as of its own newest statement; a claim
    # of which nothing was said yet, as of the newest of all.
    assessments = [
        weigh.assessments(
            [one],
            as_of=settings.as_of or (None if one.statements else as_of),
            settings=_weigh_settings(settings),
            record=record,
        )[0]
        for one in weighing_claims
    ]
    return Dossier(
        title=settings.title or "Dementi",
        as_of=as_of,
        language=settings.language,
        items=tuple(
            DossierItem(
                claim=Claim(
                    claim_id=one.id, text=one.claim, text_de=one.claim_de or one.claim, question=one.question
                ),
                assessment=assessment,
                statements=(),
                **_course(one, assessment.as_of, settings, record),
            )
            for one, assessment in zip(weighing_claims, assessments, strict=True)
        ),
        documents=(),
        skipped=tuple(skipped),
        version=__version__,
    )


def demo(settings: Settings) -> list[Dossier]:
    """Weigh the example as of each of its days, oldest first; the reports are read once."""
    gathered = gather([str(load.example(EXAMPLE))], settings)
    *earlier, last = EXAMPLE_DAYS
    brief = msgspec.structs.replace(settings, course="none")
    return [
        *(dossier(gathered, msgspec.structs.replace(brief, as_of=day)) for day in earlier),
        dossier(gathered, msgspec.structs.replace(settings, as_of=last)),
    ]
