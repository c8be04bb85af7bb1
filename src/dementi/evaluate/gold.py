"""Gold files of readers: whole texts in four forms as one record, and our own items."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dementi.errors import RecordError, UsageError
from dementi.evaluate import items
from dementi.evaluate.items import AnyItem, Line
from dementi.model import Document, Part, Span, Statement
from dementi.read.model.labels import labelled

#: The roles of a quotation that are scored besides its content.
ROLES = ("cue", "frame", "speaker", "addressee")

_WORD = re.compile(r"\w+|[^\w\s]")
_KINDS = {
    "Direct": "direct", "Indirect": "indirect", "Reported": "reported", "FreeIndirect": "free_indirect",
    "IndirectFreeIndirect": "indirect_free_indirect",
}  # fmt: skip
_SPEECH_ROLES = {"Message": "content", "Cue": "cue", "Source": "speaker", "Addr": "addressee"}


class Quote(NamedTuple):
    """One attribution: for each role (content among them) its character spans."""

    kind: str
    roles: dict[str, tuple[Span, ...]]
    labels: dict[str, str]


class GoldDocument(NamedTuple):
    """A text with its tokens and what a perfect reader finds in it.

    ``group`` is what the bootstrap draws: units of one article belong together. ``spans`` are the
    labelled stretches of flat annotations (PolNeAR), None where there are quotes.
    """

    document: Document
    tokens: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    group: str
    spans: frozenset[tuple[str, int, int]] | None = None


class Gold(NamedTuple):
    """A gold file: its form, and its documents or, in the forms of :mod:`items`, its items."""

    form: str
    documents: list[GoldDocument]
    items: list[AnyItem]


def load(path: Path, *, part: str = "all") -> Gold:
    """The form of a gold file, told from its first line, and what it holds.

    Parameters
    ----------
    path : a file of JSON lines.
    part : ``build`` or ``kept`` for the items of that part alone, or ``all``.

    Raises
    ------
    RecordError
        If the file cannot be read, a line is no JSON object or does not fit, or its form is not known.
    UsageError
        If a part is asked for that the file does not have.
    """
    lines = list(_lines(path))
    if not lines:
        raise RecordError(f"{path} holds no line.", "Expected JSON lines.", slug="gold-empty")
    item_form = items.form_of(lines[0][1])
    if item_form is None:
        if part != "all":
            raise UsageError(f"{path} is not divided into parts.", "Leave --part out.", slug="gold-part")
        form, documents = _documents(path, lines)
        return Gold(form, documents, [])
    found = items.converted(path, item_form, [Line(*line) for line in lines])
    chosen = [item for item in found if part in ("all", item.part)]
    if not chosen:
        raise UsageError(
            f"{path} has no item of the part {part}.", "Leave --part out, or ask for the other.",
            slug="gold-part",
        )  # fmt: skip
    return Gold(item_form, [], chosen)


def _documents(path: Path, lines: list[tuple[int, dict[str, Any]]]) -> tuple[str, list[GoldDocument]]:
    first = lines[0][1]
    if "originalText" in first:
        return "quotations", [_checked(path, number, _quotations, raw) for number, raw in lines]
    if "labels" in first and "tokens" in first:
        return "units", [_checked(path, number, _unit, raw) for number, raw in lines]
    if "Sentences" in first:
        return "speeches", [_checked(path, number, _speech, raw) for number, raw in lines]
    if "document_id" in first:
        return "statements", _statements(path, lines)
    raise RecordError(
        f"{path} line 1 has the fields {', '.join(sorted(first))}.",
        "Expected statements and their documents, German quotation data (originalText, annotations), "
        "parliamentary speeches (Sentences, Annotations), PolNeAR units (tokens, labels), or our own items: "
        "stances (text, target), quantities, dates or mentions.",
        slug="gold-form",
    )


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(
            f"{path} cannot be read: {error}.", "Give a UTF-8 file.", slug="gold-unread"
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            raise RecordError(
                f"{path} line {number} is no JSON: {error}.",
                "Expected one JSON object a line.",
                slug="gold-line",
            ) from error
        if not isinstance(raw, dict):
            raise RecordError(
                f"{path} line {number} is a {type(raw).__name__}.",
                "Expected one JSON object a line.",
                slug="gold-line",
            )
        yield number, raw


def _checked(path: Path, number: int, convert: Any, raw: dict[str, Any]) -> GoldDocument:
    try:
        converted: GoldDocument = convert(raw)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise RecordError(
            f"{path} line {number} does not hold to the form of line 1 ({type(error).__name__}: {error}).",
            "Mend the line or leave it out.",
            slug="gold-line",
        ) from error
    return converted


def _document(name: str, text: str, language: str) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(document_id=f"d-{digest[:12]}", text=text, sha256=digest, language=language, path=name)


def _quotations(raw: dict[str, Any]) -> GoldDocument:
    tokens = tuple((begin, end) for begin, end in raw["tokens"])
    quotes = []
    for annotation in raw["annotations"]:
        roles = {"content": _spans(annotation["quote"])}
        roles |= {role: _spans(annotation[role]) for role in ROLES}
        quotes.append(Quote(_KINDS[annotation["type"]], roles, {"medium": annotation["medium"]}))
    name = raw["documentName"]
    return GoldDocument(_document(name, raw["originalText"], "de"), tokens, tuple(quotes), name)


def _spans(part: dict[str, Any]) -> tuple[Span, ...]:
    return tuple((span["charBegin"], span["charEnd"]) for span in part["spans"])


def _speech(raw: dict[str, Any]) -> GoldDocument:
    """A debate of the GermEval 2023 form: roles as token ids ``sentence:token``, joined by blanks."""
    tokens: list[Span] = []
    spans: dict[str, Span] = {}
    text = ""
    for sentence in raw["Sentences"]:
        for number, word in enumerate(sentence["Tokens"]):
            text += " " if tokens else ""
            tokens.append((len(text), len(text) + len(word)))
            spans[f"{sentence['SentenceId']}:{number}"] = tokens[-1]
            text += word
    quotes = []
    for annotation in raw["Annotations"]:
        roles: dict[str, tuple[Span, ...]] = {"frame": ()}
        for field, role in _SPEECH_ROLES.items():
            roles[role] = tuple(spans[name] for name in annotation[field])
        # Particles of a separable verb stand apart from the cue in this form; a reader's cue holds them.
        roles["cue"] += tuple(spans[name] for name in annotation["PTC"])
        quotes.append(Quote("speech", roles, {}))
    name = raw["document"]
    return GoldDocument(_document(name, text, "de"), tuple(tokens), tuple(quotes), name)


def _unit(raw: dict[str, Any]) -> GoldDocument:
    words, labels = raw["tokens"], raw["labels"]
    if len(words) != len(labels):
        raise ValueError(f"{len(words)} tokens, {len(labels)} labels")
    tokens = []
    offset = 0
    for word in words:
        tokens.append((offset, offset + len(word)))
        offset += len(word) + 1
    document = _document(raw["id"], " ".join(words), "en")
    group = raw["id"].partition("#")[0]
    return GoldDocument(document, tuple(tokens), (), group, frozenset(labelled(labels)))


def _statements(path: Path, lines: list[tuple[int, dict[str, Any]]]) -> list[GoldDocument]:
    """Documents and statements in one file: a line with ``text`` is a document."""
    documents: dict[str, Document] = {}
    statements: dict[str, list[Statement]] = {}
    for number, raw in lines:
        try:
            if "statement_id" in raw:
                statement = msgspec.convert(raw, Statement)
                statements.setdefault(statement.document_id, []).append(statement)
            else:
                document = msgspec.convert(raw, Document)
                documents[document.document_id] = document
        except msgspec.ValidationError as error:
            raise RecordError(
                f"{path} line {number} does not hold to the contract: {error}.",
                "Expected a document or a statement.",
                slug="gold-line",
            ) from error
    missing = sorted(statements.keys() - documents.keys())
    if missing:
        raise RecordError(
            f"{path} holds statements of {len(missing)} documents without their text (first: {missing[0]}).",
            "Put the documents into the same file, one JSON object a line.",
            slug="gold-without-text",
        )
    return [
        GoldDocument(document, words(document.text), tuple(quote(s) for s in statements.get(name, ())), name)
        for name, document in documents.items()
    ]


def words(text: str) -> tuple[Span, ...]:
    """Tokens of a text that came without any: stretches of letters or digits, and single marks."""
    return tuple(match.span() for match in _WORD.finditer(text))


def quote(statement: Statement) -> Quote:
    """A statement in the form that is scored."""
    roles = {
        "content": _part(statement.content), "cue": _part(statement.cue), "frame": _part(statement.frame),
        "speaker": statement.source.spans if statement.source is not None else (),
        "addressee": _part(statement.addressee),
    }  # fmt: skip
    labels = {
        "stance": statement.stance, "certainty": statement.certainty, "basis": statement.basis,
        "medium": statement.medium, "act": statement.event.act if statement.event is not None else "",
    }  # fmt: skip
    return Quote(statement.kind, roles, labels)


def _part(part: Part | None) -> tuple[Span, ...]:
    return part.spans if part is not None else ()
