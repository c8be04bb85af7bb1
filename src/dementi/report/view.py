"""What a dossier's templates show: the records, joined and put in order for the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from dementi import actors, scales
from dementi.model import (
    AFFIRMING,
    DENYING,
    WITHHOLDING,
    Assessment,
    Attachment,
    Contribution,
    Document,
    Dossier,
    DossierItem,
    Language,
    NearMerge,
    Quantity,
    Record,
    Statement,
)
from dementi.report import charts
from dementi.report.amounts import AmountView, amount_views
from dementi.report.quotes import Segment, segments
from dementi.report.wording import Wording

Position = Literal["for", "against", "withheld", "other"]
POSITIONS: tuple[Position, ...] = ("for", "against", "withheld", "other")

#: So many quotes of a voice, and voices of a column, stand open; the others unfold.
QUOTES_OPEN_MAX = 2
VOICES_OPEN_MAX = 8
#: A voice whose bits changed by less did not move the course.
MOVED_BITS_MIN = 0.25
MOVERS_MAX = 3


class DocumentView(Record, frozen=True):
    """A document with its number in the dossier's list and what repeats it."""

    document: Document
    number: int
    key: str
    copy_of: int | None
    copy_count: int


class QuoteView(Record, frozen=True):
    """One statement in its sentence, and where it stands."""

    statement: Statement
    document: DocumentView | None
    segments: tuple[Segment, ...]
    attachment: Attachment | None
    relays: tuple[str, ...]

    @property
    def stance(self) -> str:
        return self.attachment.stance if self.attachment else self.statement.stance

    @property
    def is_copy(self) -> bool:
        return self.attachment is not None and self.attachment.is_copy

    @property
    def published_on(self) -> date | None:
        return self.statement.published_on or (self.document.document.published_on if self.document else None)

    @property
    def outlet(self) -> str | None:
        return self.statement.outlet or (self.document.document.outlet if self.document else None)

    @property
    def url(self) -> str | None:
        return self.statement.url or (self.document.document.url if self.document else None)


class Turn(NamedTuple):
    """A stretch of a voice's course under one stance."""

    stance: str
    first: date
    last: date


class VoiceView(Record, frozen=True):
    """One voice: who, where it stands, how it got there, and its words."""

    key: str
    name: str
    position: Position
    contribution: Contribution
    turns: tuple[Turn, ...]
    quotes: tuple[QuoteView, ...]
    echoes: tuple[QuoteView, ...]


class ReportView(Record, frozen=True):
    """One report of an origin, and the near-copies of its text."""

    quote: QuoteView
    copies: tuple[QuoteView, ...]


class OriginView(Record, frozen=True):
    """One utterance or observation, and the reports that go back to it."""

    name: str
    first_on: date | None
    reports: tuple[ReportView, ...]
    report_count: int


class QuantityView(Record, frozen=True):
    """A number, as one source gave it in one report."""

    name: str
    low: float | None
    high: float | None
    unit: str | None
    text: str
    quote: QuoteView


class ChangeView(Record, frozen=True):
    event: str
    probability: float
    term: str


class NearView(Record, frozen=True):
    """A claim kept apart; ``key`` leads to it where this dossier holds it."""

    text: str
    key: str | None
    why: str


class CourseView(Record, frozen=True):
    """One day of the course, and the voices that moved it there."""

    assessment: Assessment
    term: str
    movers: tuple[str, ...]


class Place(NamedTuple):
    """Where a claim stands on the page, and its sentence."""

    key: str
    sentence: str


class ClaimView(Record, frozen=True):
    """Everything that one claim's part of the page shows."""

    key: str
    number: int
    item: DossierItem
    sentence: str
    question: str | None
    term: str
    scale: charts.ScaleBar
    waterfall: charts.Waterfall
    timeline: charts.Timeline | None
    course: charts.Course | None
    course_days: tuple[CourseView, ...]
    voices: tuple[VoiceView, ...]
    unweighed: tuple[QuoteView, ...]
    origins: tuple[OriginView, ...]
    quantities: tuple[QuantityView, ...]
    amounts: tuple[AmountView, ...]
    changes: tuple[ChangeView, ...]
    near: tuple[NearView, ...]

    @property
    def assessment(self) -> Assessment:
        return self.item.assessment

    def at(self, position: Position) -> tuple[VoiceView, ...]:
        """The voices that stand there, the weightiest first."""
        return tuple(voice for voice in self.voices if voice.position == position)

    def names(self) -> Mapping[str, str]:
        """The display name of each contribution's source."""
        return {voice.contribution.source: voice.name for voice in self.voices}


class DossierView(Record, frozen=True):
    """A whole dossier, ready for its template; ``further`` are the claims that nobody contests."""

    dossier: Dossier
    claims: tuple[ClaimView, ...]
    further: tuple[ClaimView, ...]
    documents: tuple[DocumentView, ...]
    scale: scales.Scale
    scale_bounds: tuple[tuple[float, float, str], ...]
    models: tuple[str, ...]


def dossier_view(dossier: Dossier, wording: Wording) -> DossierView:
    """Join a dossier's records for the page."""
    documents = document_views(dossier)
    by_id = {view.document.document_id: view for view in documents}
    places = {
        item.claim.claim_id: Place(f"claim-{number}", sentence(item, wording.language))
        for number, item in enumerate(dossier.items, start=1)
    }
    scale = scale_of(dossier.items[0].assessment.words.scale if dossier.items else scales.DEFAULT)
    focus = {item.claim.claim_id for item in in_focus(dossier)}
    views = [
        claim_view(item, number, by_id, places, wording) for number, item in enumerate(dossier.items, start=1)
    ]
    return DossierView(
        dossier=dossier,
        claims=tuple(view for view in views if view.item.claim.claim_id in focus),
        further=tuple(view for view in views if view.item.claim.claim_id not in focus),
        documents=documents,
        scale=scale,
        scale_bounds=scale_bounds(scale, wording.language),
        models=tuple(dict.fromkeys(item.assessment.model for item in dossier.items)),
    )


def document_views(dossier: Dossier) -> tuple[DocumentView, ...]:
    """The documents in order of publication, numbered, each with what it repeats."""
    ordered = sorted(
        dossier.documents,
        key=lambda one: (one.published_on or date.max, one.outlet or "", one.document_id),
    )
    numbers = {document.document_id: number for number, document in enumerate(ordered, start=1)}
    originals = {copy.document_id: copy.of_document_id for copy in dossier.copies}
    copy_counts = Counter(originals.values())
    return tuple(
        DocumentView(
            document=document,
            number=numbers[document.document_id],
            key=f"document-{numbers[document.document_id]}",
            copy_of=numbers.get(originals.get(document.document_id, "")),
            copy_count=copy_counts[document.document_id],
        )
        for document in ordered
    )


def claim_view(
    item: DossierItem,
    number: int,
    documents: Mapping[str, DocumentView],
    places: Mapping[str, Place],
    wording: Wording,
) -> ClaimView:
    """Join one claim's records.

    Parameters
    ----------
    number : its rank; also the name of its place on the page.
    documents : by document id.
    places : where other claims stand on the page, by claim id.
    """
    language = wording.language
    claim, assessment = item.claim, item.assessment
    quotes = _quotes(item, documents, language)
    voices = _voices(assessment, quotes, f"claim-{number}", language)
    voice_names = {
        statement_id: voice.name for voice in voices for statement_id in voice.contribution.statement_ids
    }
    scale = scale_of(assessment.words.scale)
    term = scales.term(assessment.probability, scale=scale.name, language=language)
    history = [*item.course, assessment]
    return ClaimView(
        key=f"claim-{number}",
        number=number,
        item=item,
        sentence=sentence(item, language),
        question=claim.question,
        term=term,
        scale=charts.scale_bar(assessment, scale_bounds(scale, language), term),
        waterfall=charts.waterfall(assessment, wording),
        timeline=charts.timeline(assessment, wording),
        course=charts.course(history, wording),
        course_days=_course_days(history, language),
        voices=voices,
        unweighed=tuple(quote for key, quote in quotes.items() if key not in voice_names),
        origins=_origins(claim.attachments, quotes, voice_names, language),
        quantities=_quantities(quotes.values(), voice_names, language),
        amounts=amount_views(assessment, wording),
        changes=tuple(
            ChangeView(
                event=change.event,
                probability=change.probability,
                term=scales.term(change.probability, scale=scale.name, language=language),
            )
            for change in assessment.would_change
        ),
        near=tuple(_near(near, places) for near in claim.near),
    )


def scale_of(name: str) -> scales.Scale:
    """The scale of an assessment; an edition after its name is passed over, an unknown one is ICD 203."""
    for known in sorted(scales.SCALES, key=len, reverse=True):
        if name.startswith(known):
            return scales.SCALES[known]
    return scales.SCALES[scales.DEFAULT]


def scale_bounds(scale: scales.Scale, language: Language) -> tuple[tuple[float, float, str], ...]:
    """Per term of a scale its bounds and its words."""
    return tuple(
        (band.low, band.high, band.term_de if language == "de" else band.term_en) for band in scale.bands
    )


def sentence(item: DossierItem, language: Language) -> str:
    """The claim in the language asked for."""
    return item.claim.text_de if language == "de" else item.claim.text


def _near(near: NearMerge, places: Mapping[str, Place]) -> NearView:
    place = places.get(near.claim_id)
    return NearView(
        text=place.sentence if place else near.claim_id, key=place.key if place else None, why=near.why
    )


def stance_position(stance: str) -> Position:
    """Where one stance stands; a correction alone does not tell, nor does speech that is no claim of fact."""
    if stance in AFFIRMING:
        return "for"
    if stance in DENYING:
        return "against"
    return "withheld" if stance in WITHHOLDING else "other"


def position(contribution: Contribution) -> Position:
    """Where a voice stands by its last stance on the facts; a correction stands where its bits point."""
    for turn in reversed(turns(contribution)):
        stands = stance_position(turn.stance)
        if stands != "other":
            return stands
        if turn.stance == "corrects" and contribution.bits:
            return "for" if contribution.bits > 0 else "against"
    return "other"


def is_contested(item: DossierItem) -> bool:
    """Whether anybody contradicts or withholds, or somebody asked for this claim."""
    if item.claim.claim_id.startswith("q-"):
        return True
    return any(
        stance in DENYING or stance in WITHHOLDING
        for one in item.assessment.contributions
        for _, stance in one.stances
    )


def in_focus(dossier: Dossier) -> tuple[DossierItem, ...]:
    """The contested claims; all of them where none is contested. The others are folded away."""
    contested = tuple(item for item in dossier.items if is_contested(item))
    return contested or dossier.items


def turns(contribution: Contribution) -> tuple[Turn, ...]:
    """A voice's course, with days of one stance drawn together."""
    found: list[Turn] = []
    for day, stance in sorted(contribution.stances, key=lambda turn: turn[0]):
        if found and found[-1].stance == stance:
            found[-1] = Turn(stance, found[-1].first, day)
        else:
            found.append(Turn(stance, day, day))
    return tuple(found)


def _quotes(
    item: DossierItem, documents: Mapping[str, DocumentView], language: Language
) -> dict[str, QuoteView]:
    attachments = {attachment.statement_id: attachment for attachment in item.claim.attachments}
    ordered = sorted(
        item.statements, key=lambda one: (one.published_on or date.max, one.document_id, one.statement_id)
    )
    found: dict[str, QuoteView] = {}
    for statement in ordered:
        document = documents.get(statement.document_id)
        found[statement.statement_id] = QuoteView(
            statement=statement,
            document=document,
            segments=segments(document.document if document else None, statement),
            attachment=attachments.get(statement.statement_id),
            relays=tuple(actors.name(relay.actor or relay.text, language) for relay in statement.relays),
        )
    return found


def _voices(
    assessment: Assessment, quotes: Mapping[str, QuoteView], claim_key: str, language: Language
) -> tuple[VoiceView, ...]:
    ordered = sorted(assessment.contributions, key=lambda one: (-abs(one.bits), one.source))
    found: list[VoiceView] = []
    for number, contribution in enumerate(ordered, start=1):
        own = [quotes[key] for key in contribution.statement_ids if key in quotes]
        own.sort(key=lambda quote: quote.published_on or date.max)
        found.append(
            VoiceView(
                key=f"{claim_key}-voice-{number}",
                name=actors.name(contribution.source, language),
                position=position(contribution),
                contribution=contribution,
                turns=turns(contribution),
                quotes=tuple(quote for quote in own if not quote.is_copy),
                echoes=tuple(quote for quote in own if quote.is_copy),
            )
        )
    return tuple(found)


def _origins(
    attachments: Iterable[Attachment],
    quotes: Mapping[str, QuoteView],
    voice_names: Mapping[str, str],
    language: Language,
) -> tuple[OriginView, ...]:
    """Origins by first appearance; under each its reports, a document once, its near-copies below."""
    by_origin: dict[str, list[QuoteView]] = defaultdict(list)
    for attachment in attachments:
        if attachment.statement_id in quotes:
            by_origin[attachment.origin_id].append(quotes[attachment.statement_id])
    found = [_origin(own, voice_names, language) for own in by_origin.values()]
    return tuple(sorted(found, key=lambda one: (one.first_on or date.max, one.name)))


def _origin(quotes: list[QuoteView], voice_names: Mapping[str, str], language: Language) -> OriginView:
    quotes = sorted(quotes, key=lambda quote: (quote.is_copy, quote.published_on or date.max))
    once = {quote.statement.document_id: quote for quote in reversed(quotes)}
    in_order = [quote for quote in quotes if once[quote.statement.document_id] is quote]
    numbers = {quote.document.number for quote in in_order if quote.document and not quote.is_copy}
    copies: dict[int, list[QuoteView]] = defaultdict(list)
    reports: list[QuoteView] = []
    for quote in in_order:
        copied = quote.document.copy_of if quote.document else None
        if copied is not None and copied in numbers and quote.document and quote.document.number != copied:
            copies[copied].append(quote)
        else:
            reports.append(quote)
    root = quotes[0]
    days = [quote.published_on for quote in quotes if quote.published_on]
    return OriginView(
        name=voice_names.get(root.statement.statement_id) or _source_name(root.statement, language),
        first_on=min(days) if days else None,
        reports=tuple(
            ReportView(
                quote=quote, copies=tuple(copies.get(quote.document.number, ())) if quote.document else ()
            )
            for quote in reports
        ),
        report_count=len(in_order),
    )


def _source_name(statement: Statement, language: Language) -> str:
    source = statement.source
    if source is None:
        return ""
    return actors.name(source.actor or source.name or source.text or "", language)


def _quantities(
    quotes: Iterable[QuoteView], voice_names: Mapping[str, str], language: Language
) -> tuple[QuantityView, ...]:
    return tuple(
        QuantityView(
            name=voice_names.get(quote.statement.statement_id) or _source_name(quote.statement, language),
            low=quantity.low,
            high=quantity.high,
            unit=quantity.unit,
            text=quantity.text,
            quote=quote,
        )
        for quote in quotes
        for quantity in _quantities_of(quote)
    )


def _quantities_of(quote: QuoteView) -> Sequence[Quantity]:
    attached = quote.attachment.quantity if quote.attachment else None
    return (attached,) if attached else quote.statement.quantities


def _course_days(assessments: Sequence[Assessment], language: Language) -> tuple[CourseView, ...]:
    by_day = {one.as_of: one for one in assessments}
    found: list[CourseView] = []
    before: dict[str, float] = {}
    for day in sorted(by_day):
        assessment = by_day[day]
        bits = {one.source: one.bits for one in assessment.contributions}
        moved = sorted(
            (source for source in bits if abs(bits[source] - before.get(source, 0.0)) >= MOVED_BITS_MIN),
            key=lambda source: -abs(bits[source] - before.get(source, 0.0)),
        )
        found.append(
            CourseView(
                assessment=assessment,
                term=scales.term(
                    assessment.probability, scale=scale_of(assessment.words.scale).name, language=language
                ),
                movers=tuple(actors.name(source, language) for source in moved[:MOVERS_MAX]),
            )
        )
        before = bits
    return tuple(found)
