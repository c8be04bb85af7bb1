"""The frozen records that the stages exchange, and the words they may hold."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

import msgspec

SCHEMA_VERSION = 1

Language = Literal["de", "en"]

Kind = Literal["direct", "indirect", "reported", "free_indirect", "indirect_free_indirect", "stated"]
Medium = Literal["Speech", "Writing", "Thought", "ST", "SW", "TW", "none"]
Stance = Literal[
    "asserts", "confirms", "admits", "reports", "denies", "doubts", "declines", "silent",
    "retracts", "corrects", "demands", "promises", "threatens", "predicts", "comments",
]  # fmt: skip
Certainty = Literal["certain", "probable", "possible", "unlikely"]
Basis = Literal["witnessed", "documents", "intelligence", "relayed", "anonymous", "inference", "unstated"]
Side = Literal[
    "accused", "accuser", "accused_ally", "accuser_ally", "victim", "eyewitness", "neutral", "unknown"
]
Interest = Literal["for", "against", "none", "unknown"]
State = Literal["supported", "refuted", "disputed", "unverifiable"]

#: Stances that say the claim holds, that it does not, and that leave it open.
AFFIRMING: frozenset[str] = frozenset({"asserts", "confirms", "admits", "reports"})
DENYING: frozenset[str] = frozenset({"denies", "doubts", "retracts"})
WITHHOLDING: frozenset[str] = frozenset({"declines", "silent"})
#: Stances that answer a claim instead of making one.
ANSWERING: frozenset[str] = frozenset({"denies", "confirms", "admits", "doubts", "retracts", "corrects"})
#: Speech that is no claim of fact.
NOT_FACTUAL: frozenset[str] = frozenset({"demands", "promises", "threatens", "predicts", "comments"})

#: What an event may be. The reader's triggers and the claim sentences are keyed by these.
Act = Literal[
    "deploy_troops", "deliver_arms", "support", "train_troops", "recruit", "attack", "strike",
    "shoot_down", "sink", "destroy", "kill", "massacre", "injure", "capture", "detain", "abduct",
    "release", "poison", "torture", "use_banned_weapon", "test_weapon", "launch", "sign_agreement",
    "negotiate", "meet", "cease_fire", "withdraw", "advance", "sanction", "evade_sanctions", "trade",
    "spy", "hack", "interfere", "sabotage", "pay", "die", "fall_ill", "flee", "resign", "dismiss",
    "coup", "stage", "fabricate", "cover_up", "build", "mobilise", "crash", "burn", "explode",
    "expel", "recognise", "visit", "plan_attack",
]  # fmt: skip

Span = tuple[int, int]


class Edit(NamedTuple):
    """One replacement in a document's text, in the original's offsets."""

    begin: int
    end: int
    replacement: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen record; ``msgspec.json.encode`` gives its contract form."""


class Document(Record, frozen=True, kw_only=True):
    """One published text.

    ``text`` is what the user sees and what all offsets count in; ``edits`` turn it into what the
    reader reads (see :class:`dementi.text.View`). ``language`` is an ISO 639-1 code, also of
    languages that no reader knows; None where it could not be told.
    """

    document_id: str
    text: str
    sha256: str
    path: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: date | None = None
    title: str | None = None
    language: str | None = None
    agency: str | None = None
    edits: tuple[Edit, ...] = ()


class Skipped(Record, frozen=True, kw_only=True):
    """An input, or part of one, that could not be used, and why."""

    path: str
    reason: str
    slug: str


class Copy(Record, frozen=True, kw_only=True):
    """A document that repeats another one, seen from the repeating side."""

    document_id: str
    of_document_id: str
    similarity: float
    containment: float


class Part(Record, frozen=True, kw_only=True):
    """Words of a document with where they stand; several spans where they are discontinuous."""

    text: str
    spans: tuple[Span, ...]


class Source(Record, frozen=True, kw_only=True):
    """To whom a statement is attributed; ``text`` is None where nobody is named or the author speaks."""

    text: str | None = None
    spans: tuple[Span, ...] = ()
    actor: str | None = None
    name: str | None = None
    country: str | None = None
    named: bool = False


class Relay(Record, frozen=True, kw_only=True):
    """Who passes the statement on."""

    text: str
    actor: str | None = None


class Hedge(Record, frozen=True, kw_only=True):
    """A word that weakens."""

    text: str
    span: Span


class AuthorView(Record, frozen=True, kw_only=True):
    """What the author thinks of the source, and the words that show it."""

    view: Literal["doubts", "trusts"]
    spans: tuple[Span, ...]


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom: agent, target and place as actor ids where known, else as words.

    Always the positive frame ("deploys troops"), also where the statement denies it; ``when`` is a
    day, a month, a year, or an interval ``begin/end`` of days (ISO 8601).
    """

    act: Act
    agent: str | None = None
    target: str | None = None
    theme: str | None = None
    place: str | None = None
    when: str | None = None


class Quantity(Record, frozen=True, kw_only=True):
    """A number with its unit; ``low`` and ``high`` enclose it, None where that side is open."""

    low: float | None
    high: float | None
    unit: str | None
    text: str
    span: Span
    qualifier: str | None = None


class Statement(Record, frozen=True, kw_only=True):
    """One attribution in one document: who says what, and how.

    All spans are half-open character offsets into :attr:`Document.text`.
    """

    statement_id: str
    document_id: str
    outlet: str | None = None
    url: str | None = None
    published_on: date | None = None
    language: str | None = None
    kind: Kind
    medium: Medium = "none"
    source: Source | None = None
    relays: tuple[Relay, ...] = ()
    cue: Part | None = None
    frame: Part | None = None
    content: Part | None = None
    addressee: Part | None = None
    stance: Stance
    certainty: Certainty = "certain"
    hedges: tuple[Hedge, ...] = ()
    basis: Basis = "unstated"
    author_view: AuthorView | None = None
    event: Event | None = None
    quantities: tuple[Quantity, ...] = ()


class Attachment(Record, frozen=True, kw_only=True):
    """How one statement stands to one claim, and which utterance it goes back to.

    ``origin_id`` is shared by all statements that go back to one utterance; ``why`` says in words
    why the statement was attached here and, where it is an echo, of what.
    """

    statement_id: str
    stance: Stance
    origin_id: str
    is_copy: bool = False
    quantity: Quantity | None = None
    why: str = ""


class NearMerge(Record, frozen=True, kw_only=True):
    """Another claim that was nearly taken for the same, and what kept them apart."""

    claim_id: str
    why: str


class Claim(Record, frozen=True, kw_only=True):
    """One possible answer to a contested question, with the statements that bear on it."""

    claim_id: str
    text: str
    text_de: str
    question: str | None = None
    event: Event | None = None
    attachments: tuple[Attachment, ...] = ()
    near: tuple[NearMerge, ...] = ()


class StatedQuantity(Record, frozen=True, kw_only=True):
    """A number and what it counts, as a source gave it.

    ``low`` and ``high`` are given only where the source gave more than a number: both for a range, one
    for "at least" or "up to". ``qualifier`` as in :class:`Quantity`. ``when``: the day, month, year or
    interval of days that the number speaks of, where it is not that of the statement.
    """

    number: float
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str | None = None
    when: str | None = None


class WeighingStatement(Record, frozen=True, kw_only=True):
    """One statement on one claim, as the weighing engine takes it (section 4 of the design)."""

    date: date
    source: str
    stance: str
    source_country: str | None = None
    outlet: str | None = None
    url: str | None = None
    certainty: Certainty | None = None
    basis: Basis | None = None
    side: Side | None = None
    interest: Interest | None = None
    relays: tuple[str, ...] | None = None
    quantity: StatedQuantity | None = None
    language: str | None = None
    says: str | None = None
    actor: str | None = None
    statement_id: str | None = None
    document_id: str | None = None
    origin_id: str | None = None


class WeighingClaim(Record, frozen=True, kw_only=True):
    """One claim with the statements that bear on it, ready to be weighed."""

    id: str
    claim: str
    claim_de: str | None = None
    question: str | None = None
    agent: str | None = None
    target: str | None = None
    statements: tuple[WeighingStatement, ...] = ()


class Words(Record, frozen=True, kw_only=True):
    """A probability in words: the scale with its edition, and the term."""

    scale: str
    term: str


class Admiralty(Record, frozen=True, kw_only=True):
    """Credibility of the evidence, 1 (confirmed) to 6 (cannot be judged); never fused with A to F."""

    credibility: str


class Reliability(Record, frozen=True, kw_only=True):
    """How often a source is right, by the claims that the user settled; never fused with credibility.

    ``letter`` is the Admiralty one, A to F; ``low`` and ``high`` a 90 % interval of ``mean``. Behind it
    stand ``settled_count`` claims of the user's own, ``right_count`` of them right, and ``shipped_count``
    voices of the shipped record that are of its kind.
    """

    letter: str
    mean: float
    low: float
    high: float
    right_count: int
    settled_count: int
    shipped_count: int


class Contribution(Record, frozen=True, kw_only=True):
    """What one voice adds, in bits (log2 of the likelihood ratio) after its discount.

    ``discount`` is the share of its bits that was kept: 1 for a voice on its own, less where
    voices of one side with one interest are correlated. ``reliability`` is that of its source; None
    where no settled claim of the user's has its word.
    """

    source: str
    side: Side
    interest: Interest
    stances: tuple[tuple[date, str], ...]
    bits: float
    discount: float
    why: str
    statement_ids: tuple[str, ...]
    reliability: Reliability | None = None


class Change(Record, frozen=True, kw_only=True):
    """An event that would move the assessment, and where to."""

    event: str
    probability: float


AmountSide = Literal["accuser", "accused", "neutral", "witness", "unknown"]
AmountStage = Literal["so_far", "earlier", "ahead"]
AmountState = Literal["agreed", "disputed", "one_camp"]


class AmountFigure(Record, frozen=True, kw_only=True):
    """The figure of one voice, as it entered an estimate.

    ``low`` and ``high`` enclose what it said, equal for a plain number, None where that side is open.
    ``is_old``: it stems from an earlier stage, so the amount may have grown past it. ``factor``: by how
    much its camp is judged to have said too much (above 1) or too little; ``weight``: how probable it
    is, 0 to 1, that the figure is no wild outlier.
    """

    source: str
    side: AmountSide
    date: date
    stance: str
    low: float | None
    high: float | None
    is_old: bool
    factor: float
    weight: float
    statement_ids: tuple[str, ...]


class AmountCamp(Record, frozen=True, kw_only=True):
    """What one camp puts an amount at: its own 90 % interval, and the share of belief that lies there."""

    side: AmountSide
    low: float
    median: float
    high: float
    share: float
    factor: float
    voice_count: int


class AmountEstimate(Record, frozen=True, kw_only=True):
    """How much or how many, at one stage: 5, 50 and 95 % of what is believed after hearing all camps.

    ``median`` is None where it would lie between two camps that contradict each other, with neither.
    ``none_share`` is the probability that there was none at all; ``between_share`` of what is believed
    lies near no camp. ``stage``: the newest state (``so_far``), one that was overtaken, or what is
    announced; it holds from ``since`` to ``until``. Everything is on condition that the claim holds.
    """

    unit: str | None
    stage: AmountStage
    since: date
    until: date
    state: AmountState
    low: float
    median: float | None
    high: float
    none_share: float
    between_share: float
    camps: tuple[AmountCamp, ...]
    figures: tuple[AmountFigure, ...]


class Assessment(Record, frozen=True, kw_only=True):
    """How probable a claim is, as of a day, and how much of that is prior and how much evidence."""

    id: str
    claim: str
    as_of: date
    probability: float
    low: float
    high: float
    prior: float
    prior_bits: float
    evidence_bits: float
    state: State
    words: Words
    admiralty: Admiralty
    reports: int
    origins: int
    contributions: tuple[Contribution, ...]
    would_change: tuple[Change, ...]
    model: str
    quantities: tuple[AmountEstimate, ...] = ()


class Settlement(Record, frozen=True, kw_only=True):
    """That a person says how a claim turned out, beside the assessment and never over it.

    ``on`` is the day from which it counts as known, ``at`` the instant at which it was entered.
    """

    claim_id: str
    truth: bool
    on: date
    why: str | None = None
    who: str
    at: str


class Move(Record, frozen=True, kw_only=True):
    """How much more or less one voice adds than on the day before; ``said`` is what it did since.

    ``bits_before`` is None for a voice that was not yet heard; ``said`` is empty where only time passed
    or what others said changed how much of it counts.
    """

    source: str
    said: tuple[tuple[date, str], ...]
    bits_before: float | None
    bits_after: float


class HistoryDay(Record, frozen=True, kw_only=True):
    """One day of a claim's history: where it stood, by how much it moved, and which voices moved it.

    ``change`` is in probability, None on the first day; ``kind``: something was said, or only time
    passed while a voice kept silent.
    """

    day: date
    kind: Literal["said", "silence"]
    probability: float
    change: float | None
    low: float
    high: float
    evidence_bits: float
    reports: int
    moves: tuple[Move, ...]


class DossierItem(Record, frozen=True, kw_only=True):
    """One claim of a dossier with all that its page shows.

    ``course`` is older assessments by day, ``history`` what moved them (where it was asked for);
    ``settlement`` what a person says of how it turned out.
    """

    claim: Claim
    assessment: Assessment
    statements: tuple[Statement, ...]
    course: tuple[Assessment, ...] = ()
    history: tuple[HistoryDay, ...] = ()
    settlement: Settlement | None = None


class Dossier(Record, frozen=True, kw_only=True):
    """A case at one date, ready to be shown: claims ranked, with their documents."""

    title: str
    as_of: date
    language: Language
    items: tuple[DossierItem, ...]
    documents: tuple[Document, ...]
    copies: tuple[Copy, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    version: str = ""
