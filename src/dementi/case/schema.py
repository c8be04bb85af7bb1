"""The tables of a case file; their comments are the reference page's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

#: The layout this code reads and writes. Raise it with each change of a table, and add the step
#: from the layout before to ``MIGRATIONS``.
SCHEMA_VERSION = 2

#: "Dmnt" in ASCII, in the file's header: tells a case from any other SQLite file, also for `file`.
APPLICATION_ID = 0x446D6E74

Migration = Callable[[Connection], None]


def _add_quantities(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE assessments ADD COLUMN quantities TEXT DEFAULT '[]' NOT NULL"))


#: Layout version → the step that brings a file of the version before it there.
MIGRATIONS: dict[int, Migration] = {2: _add_quantities}

metadata = MetaData()


def _json(name: str, comment: str) -> Column[Any]:
    return Column(name, Text, nullable=False, comment=comment)


schema_versions = Table(
    "schema_versions",
    metadata,
    Column("version", Integer, primary_key=True, comment="Version of the layout; the highest row counts."),
    Column("migrated_at", String, nullable=False, comment="When the file got this layout (UTC, ISO 8601)."),
    Column("dementi_version", String, nullable=False, comment="The Dementi that wrote it."),
    Column("backup", String, comment="Copy of the file as it was before; null for a new file."),
    comment="Which layouts the file has had.",
)

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True, comment="What is set, such as `title`."),
    Column("value", Text, nullable=False, comment="What it is set to."),
    comment="What the case remembers about itself.",
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", Integer, primary_key=True, comment="Running number."),
    Column("started_at", String, nullable=False, comment="First write of the run (UTC, ISO 8601)."),
    Column("who", String, nullable=False, comment="The user who ran it."),
    Column("dementi_version", String, nullable=False, comment="The Dementi that ran."),
    comment="One opening of the case in which something was written.",
    sqlite_autoincrement=True,
)

log = Table(
    "log",
    metadata,
    Column("sequence", Integer, primary_key=True, comment="Running number; the order of deeds."),
    Column("at", String, nullable=False, comment="When (UTC, ISO 8601)."),
    Column("who", String, nullable=False, comment="The user; `dementi` where the machine did it by itself."),
    Column(
        "deed",
        String,
        nullable=False,
        comment="What was done: `add`, `weigh`, `remember`, `undo`, `redo`, or a correction's kind.",
    ),
    _json(
        "subject_ids",
        "JSON list of what it was done to. Empty for `add`: its documents stand in `additions`, "
        "one by one as they come in.",
    ),
    _json("details", "JSON object with more, by deed."),
    Column("undoes", ForeignKey("log.sequence"), index=True, comment="The entry that this one takes back."),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False, comment="The run that wrote it."),
    comment="Everything that was ever done to the case. Append-only: a trigger refuses changes.",
    sqlite_autoincrement=True,
)

documents = Table(
    "documents",
    metadata,
    Column("sequence", Integer, primary_key=True, comment="Running number in order of arrival; the rowid."),
    Column("document_id", String, nullable=False, unique=True, comment="The document's name everywhere."),
    Column("text", Text, nullable=False, comment="What was published; all offsets count in its characters."),
    Column("sha256", String, nullable=False, comment="Fingerprint of the text, as the loader took it."),
    Column("path", String, comment="File it came from."),
    Column("url", String, comment="Address it was published at."),
    Column("outlet", String, comment="Who published it."),
    Column("published_on", Date, index=True, comment="Day of publication."),
    Column("title", String, comment="Headline."),
    Column("language", String, comment="ISO 639-1 code; null where it could not be told."),
    Column("agency", String, comment="News agency it is credited to."),
    _json("edits", "JSON list of [begin, end, replacement] that turn `text` into what the reader read."),
    Column("mended_text", Text, comment="`text` with `edits` applied; null where there are none."),
    Column(
        "is_unspaced", Boolean, nullable=False, comment="1 where its script puts no spaces between words."
    ),
    Column(
        "dropped_count", Integer, nullable=False, comment="Statements dropped as not word for word in it."
    ),
    Column(
        "is_withdrawn",
        Boolean,
        nullable=False,
        server_default=false(),
        index=True,
        comment="1 where every deed that added it has been taken back; hidden, never deleted.",
    ),
    comment="The published texts. A trigger refuses to change or delete a text: offsets point into it.",
)

additions = Table(
    "additions",
    metadata,
    Column("log_sequence", ForeignKey("log.sequence"), primary_key=True, comment="The `add` in the log."),
    Column(
        "document_id",
        ForeignKey("documents.document_id"),
        primary_key=True,
        index=True,
        comment="A document that this deed added.",
    ),
    comment="Which deed added which document; append-only.",
)

copies = Table(
    "copies",
    metadata,
    Column(
        "document_id",
        ForeignKey("documents.document_id"),
        primary_key=True,
        comment="The document that repeats another.",
    ),
    Column(
        "of_document_id",
        ForeignKey("documents.document_id"),
        primary_key=True,
        index=True,
        comment="The document that it repeats.",
    ),
    Column("similarity", Float, nullable=False, comment="Share of common wording in both together, 0 to 1."),
    Column(
        "containment",
        Float,
        nullable=False,
        comment="Share of the copy's wording found in the other, 0 to 1.",
    ),
    comment="Documents that repeat another one.",
)

statements = Table(
    "statements",
    metadata,
    Column("sequence", Integer, primary_key=True, comment="Running number in order of arrival; the rowid."),
    Column("statement_id", String, nullable=False, unique=True, comment="The statement's name everywhere."),
    Column("document_id", ForeignKey("documents.document_id"), nullable=False, comment="Where it stands."),
    Column("number", Integer, nullable=False, comment="Its place among the document's statements, from 0."),
    Column("outlet", String, comment="The document's outlet."),
    Column("url", String, comment="The document's address."),
    Column("published_on", Date, comment="The document's day."),
    Column("language", String, comment="The document's language."),
    Column(
        "kind", String, nullable=False, comment="How it is said: `direct`, `indirect`, `stated` and so on."
    ),
    Column(
        "medium", String, nullable=False, comment="`Speech`, `Writing`, `Thought`, `ST`, `SW`, `TW`, `none`."
    ),
    Column("stance", String, nullable=False, index=True, comment="`asserts`, `denies`, `silent` and so on."),
    Column("certainty", String, nullable=False, comment="`certain`, `probable`, `possible`, `unlikely`."),
    Column("basis", String, nullable=False, comment="What the source rests on: `witnessed`, `documents`, …"),
    Column("source_text", String, comment="The words that name the source."),
    Column("source_actor", String, index=True, comment="The source as a resolved actor."),
    Column("source_country", String, comment="The source's state, ISO 3166-1."),
    Column("event_act", String, index=True, comment="What is said to be done."),
    Column("event_agent", String, comment="Who is said to do it."),
    Column("event_target", String, comment="To whom."),
    Column("begin", Integer, comment="First character of its words in the document's text; null for none."),
    Column("end", Integer, comment="The character after its last."),
    Column(
        "words",
        Text,
        nullable=False,
        comment="The document's words from `begin` to `end`, as the reader read them.",
    ),
    _json(
        "parts",
        "JSON object with the statement's other fields: source, relays, cue, frame, content, addressee, "
        "hedges, author_view, event, quantities. The columns `source_…` and `event_…` repeat some of it.",
    ),
    Index("statements_in_order", "document_id", "number", unique=True),
    comment="Who says what: one attribution in one document. A trigger refuses changes.",
)

assessments = Table(
    "assessments",
    metadata,
    Column("assessment_id", Integer, primary_key=True, comment="Running number; later rows are newer."),
    Column(
        "claim_id", String, nullable=False, comment="The claim it is about, also one that is gone by now."
    ),
    Column("as_of", Date, nullable=False, comment="Only what was public on that day counted."),
    Column("model", String, nullable=False, comment="The weighing model and its version."),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False, comment="The run that weighed."),
    Column("assessed_at", String, nullable=False, comment="When (UTC, ISO 8601)."),
    Column("claim", Text, nullable=False, comment="The claim's sentence at that time."),
    Column("probability", Float, nullable=False, comment="Probability that the claim is true, 0 to 1."),
    Column("low", Float, nullable=False, comment="Lower end of the 90 % credible interval."),
    Column("high", Float, nullable=False, comment="Upper end of it."),
    Column("prior", Float, nullable=False, comment="Probability before any evidence."),
    Column("prior_bits", Float, nullable=False, comment="The same as log2 odds."),
    Column("evidence_bits", Float, nullable=False, comment="What the evidence adds, in bits."),
    Column("state", String, nullable=False, comment="`supported`, `refuted`, `disputed`, `unverifiable`."),
    Column("words_scale", String, nullable=False, comment="Scale of the probability word, with its edition."),
    Column("words_term", String, nullable=False, comment="The probability in words."),
    Column("credibility", String, nullable=False, comment="Admiralty credibility of the evidence, 1 to 6."),
    Column("reports", Integer, nullable=False, comment="Statements that bear on the claim."),
    Column("origins", Integer, nullable=False, comment="Utterances that they go back to."),
    _json("contributions", "JSON list: what each voice adds, in bits, and why."),
    _json("would_change", "JSON list: events that would move it, and where to."),
    Column(
        "quantities",
        Text,
        nullable=False,
        server_default="[]",
        comment="JSON list: how much or how many, by unit and stage, as the camps put it.",
    ),
    CheckConstraint("probability BETWEEN 0 AND 1", name="probability_is_one"),
    Index("assessments_of_claim", "claim_id", "as_of", "model"),
    comment="Every assessment that was ever made and differed from the one before; append-only.",
    sqlite_autoincrement=True,
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", String, primary_key=True, comment="The claim's name everywhere."),
    Column("position", Integer, nullable=False, unique=True, comment="Its rank, from 0."),
    Column("text", Text, nullable=False, comment="The claim as an English sentence."),
    Column("text_de", Text, nullable=False, comment="The claim as a German sentence."),
    Column("question", Text, comment="The question it answers, where one was asked."),
    Column("event_act", String, comment="What is claimed to be done."),
    Column("event_agent", String, comment="Who is claimed to do it."),
    Column("event_target", String, comment="To whom."),
    Column("event", Text, comment="JSON object of the whole event; null for none."),
    Column("assessment_id", ForeignKey("assessments.assessment_id"), comment="Its current assessment."),
    comment="The machine's claims as last weighed; replaced as a whole by the next weighing.",
)

attachments = Table(
    "attachments",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True, comment="The claim."),
    Column("position", Integer, primary_key=True, comment="Place in the claim's list, from 0."),
    Column(
        "statement_id",
        ForeignKey("statements.statement_id"),
        nullable=False,
        index=True,
        comment="A statement that bears on it.",
    ),
    Column("stance", String, nullable=False, comment="How the statement stands to the claim."),
    Column(
        "origin_id", String, nullable=False, comment="Shared by statements that go back to one utterance."
    ),
    Column("is_copy", Boolean, nullable=False, comment="1 where the statement repeats another document's."),
    Column("quantity", Text, comment="JSON object of the number it gives; null for none."),
    Column("why", Text, nullable=False, comment="Why it was attached here, and of what it is an echo."),
    comment="Which statement bears on which claim, and how; replaced with the claims.",
)

near_merges = Table(
    "near_merges",
    metadata,
    Column("claim_id", ForeignKey("claims.claim_id"), primary_key=True, comment="The claim."),
    Column("position", Integer, primary_key=True, comment="Place in the claim's list, from 0."),
    Column("near_claim_id", String, nullable=False, comment="The claim that was nearly taken for the same."),
    Column("why", Text, nullable=False, comment="What kept them apart."),
    comment="Claims that were nearly merged; replaced with the claims.",
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Integer, primary_key=True, comment="Running number."),
    Column(
        "log_sequence",
        ForeignKey("log.sequence"),
        nullable=False,
        unique=True,
        comment="Its entry in the log: who and when. It counts while no later entry takes that one back.",
    ),
    Column("kind", String, nullable=False, comment="What a person decided; one of the kinds listed below."),
    _json("subject_ids", "JSON list of the claims and statements it is about."),
    _json("before", "JSON object: what the machine read, or what held before."),
    _json("after", "JSON object: what the person says instead."),
    comment="What people decided, beside the machine's reading and never over it; append-only.",
    sqlite_autoincrement=True,
)

#: Tables whose rows stand for good: every change and deletion is refused.
APPEND_ONLY = (log, additions, statements, assessments, corrections, runs)

#: Columns of documents that may change; all others stand for good.
CHANGING_DOCUMENT_COLUMNS = frozenset({"is_withdrawn"})


def create(connection: Connection) -> None:
    """Lay out an empty file: tables, append-only triggers, full-text tables."""
    metadata.create_all(connection)
    for statement in (*_append_only_triggers(), *FULL_TEXT):
        connection.execute(text(statement))


def _append_only_triggers() -> list[str]:
    return [
        *(_refusal(table.name, deed) for table in APPEND_ONLY for deed in ("UPDATE", "DELETE")),
        _refusal("documents", "DELETE"),
        _refusal("documents", f"UPDATE OF {', '.join(_fixed_document_columns())}"),
    ]


def _fixed_document_columns() -> list[str]:
    return [column.name for column in documents.columns if column.name not in CHANGING_DOCUMENT_COLUMNS]


def _refusal(table_name: str, deed: str) -> str:
    verb = deed.split(maxsplit=1)[0].lower()
    return (
        f"CREATE TRIGGER {table_name}_no_{verb} BEFORE {deed} ON {table_name} "
        f"BEGIN SELECT RAISE(ABORT, '{table_name} is append-only'); END"
    )


#: SQLite's own; a PostgreSQL case will have its tsvector columns here instead. The views are the
#: indexes' content, so no text is stored twice; triggers keep the indexes in step with the tables.
#: Trigrams serve scripts without spaces, where unicode61 would take a whole clause for one word.
FULL_TEXT = (
    """CREATE VIEW readable_documents AS
       SELECT sequence, title, coalesce(mended_text, text) AS text FROM documents""",
    """CREATE VIEW unspaced_documents AS
       SELECT sequence, title, coalesce(mended_text, text) AS text FROM documents WHERE is_unspaced""",
    """CREATE VIRTUAL TABLE documents_fts USING fts5(title, text,
       content='readable_documents', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE documents_trigram USING fts5(title, text,
       content='unspaced_documents', content_rowid='sequence', tokenize='trigram')""",
    """CREATE VIRTUAL TABLE statements_fts USING fts5(words,
       content='statements', content_rowid='sequence', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_into_fts AFTER INSERT ON documents BEGIN
       INSERT INTO documents_fts(rowid, title, text)
       VALUES (new.sequence, new.title, coalesce(new.mended_text, new.text)); END""",
    """CREATE TRIGGER documents_into_trigram AFTER INSERT ON documents WHEN new.is_unspaced BEGIN
       INSERT INTO documents_trigram(rowid, title, text)
       VALUES (new.sequence, new.title, coalesce(new.mended_text, new.text)); END""",
    """CREATE TRIGGER statements_into_fts AFTER INSERT ON statements BEGIN
       INSERT INTO statements_fts(rowid, words) VALUES (new.sequence, new.words); END""",
)
