"""Full-text search in a case, with the exact sentence and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, TextClause, bindparam, select, text

from dementi.case import rows, schema
from dementi.model import Document, Record, Span
from dementi.text import View

#: Noncharacters, which no text in exchange may hold: FTS5 puts them around what matched.
_MATCH_BEGIN, _MATCH_END = "\ufdd0", "\ufdd1"

#: A match shows at most so much on either side where no sentence ends sooner.
_REACH = 400

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')

#: Where a sentence ends: not after a number ("8. Oktober"), not before a small letter ("z. B. die").
_SENTENCE_END = re.compile(r"(?<!\d)[.!?…][\"'”“»«’)\]]*\s+(?=[^\sa-zäöü])|[。！？]|\n\s*\n")

#: bm25 weights: a word in the headline says more of what a text is about.
_TITLE_WEIGHT = 4.0


class Hit(Record, frozen=True, kw_only=True):
    """A sentence in which the words were found.

    ``text`` is ``document.text[begin:end]``; ``matches`` are spans in the same offsets.
    ``statement_ids`` names the statements that hold all the words; empty where only the document does.
    """

    document_id: str
    begin: int
    end: int
    text: str
    matches: tuple[Span, ...]
    statement_ids: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published_on: date | None = None
    url: str | None = None


class Term(NamedTuple):
    """One word or phrase of a query."""

    words: str
    is_prefix: bool
    is_excluded: bool


def terms(query: str) -> list[Term]:
    """What a user asks for: words, "phrases", beginnings of words*, and -words that must not occur.

    Everything else is plain text: no query can be wrong.
    """
    found: list[Term] = []
    for minus, phrase, word in _TERM.findall(_plain(query)):
        is_prefix = not phrase and len(word) > 1 and word.endswith("*")
        words = (phrase or word).strip('*"').strip()
        if any(character.isalnum() for character in words):
            found.append(Term(words, is_prefix, bool(minus)))
    return found


def _plain(query: str) -> str:
    # A NUL would end the query early, half a character (lone surrogate) cannot be handed over.
    return query.encode(errors="replace").decode().replace("\0", " ")


def match_expression(asked: Iterable[Term]) -> str:
    """The terms in FTS5's query language; empty where nothing is asked for."""
    wanted = [_quoted(term) for term in asked if not term.is_excluded]
    unwanted = [_quoted(term) for term in asked if term.is_excluded]
    return " NOT ".join([" AND ".join(wanted), *unwanted]) if wanted else ""


def _quoted(term: Term) -> str:
    words = term.words.replace('"', '""')
    return f'"{words}"' + ("*" if term.is_prefix else "")


def search(connection: Connection, query: str, limit: int) -> list[Hit]:
    """Sentences that hold the words: first those of statements, then those of other documents."""
    asked = terms(query)
    expression = match_expression(asked)
    if not expression or limit < 1:
        return []
    hits = _in_statements(connection, expression, limit)
    known = {hit.document_id for hit in hits}
    if len(hits) < limit:
        hits += _in_documents(connection, expression, limit - len(hits), known)
    if len(hits) < limit and rows.UNSPACED.search(query):
        known = {hit.document_id for hit in hits}
        hits += _in_unspaced(connection, asked, limit - len(hits), known)
    return hits


# The inner query ranks, the outer one marks: marking costs more than ranking, and is only wanted
# for what is shown.
_STATEMENTS = text(
    """
    SELECT rowid, highlight(statements_fts, 0, :begin, :end) AS marked FROM statements_fts
    WHERE statements_fts MATCH :expression AND rowid IN (
        SELECT rowid FROM statements_fts WHERE statements_fts MATCH :expression AND rowid NOT IN (
            SELECT statements.sequence FROM statements JOIN documents USING (document_id)
            WHERE documents.is_withdrawn)
        ORDER BY rank LIMIT :limit)
    ORDER BY rank
    """
)
_DOCUMENTS = text(
    f"""
    SELECT rowid, highlight(documents_fts, 1, :begin, :end) AS marked FROM documents_fts
    WHERE documents_fts MATCH :expression AND rowid IN (
        SELECT rowid FROM documents_fts WHERE documents_fts MATCH :expression
        AND rank MATCH 'bm25({_TITLE_WEIGHT}, 1.0)'
        AND rowid NOT IN (
            SELECT sequence FROM documents WHERE is_withdrawn OR document_id IN :known)
        ORDER BY rank LIMIT :limit)
    AND rank MATCH 'bm25({_TITLE_WEIGHT}, 1.0)' ORDER BY rank
    """  # noqa: S608  a number of our own
).bindparams(bindparam("known", expanding=True))


_TRIGRAM = "SELECT rowid FROM documents_trigram WHERE documents_trigram MATCH"


def _in_statements(connection: Connection, expression: str, limit: int) -> list[Hit]:
    found = _marked(connection, _STATEMENTS, expression=expression, limit=limit)
    table = schema.statements
    columns = (table.c.sequence, table.c.statement_id, table.c.document_id, table.c.begin, table.c.end)
    query = select(*columns).where(table.c.sequence.in_(list(found)))
    statement_of = {row["sequence"]: row for row in connection.execute(query).mappings()}
    document_of = _documents(connection, {row["document_id"] for row in statement_of.values()})
    hits: dict[Span | tuple[str, int, int], Hit] = {}
    for sequence, marked in found.items():
        row = statement_of[sequence]
        document = document_of[row["document_id"]]
        matches = _originals(rows.slice_view(document, (row["begin"], row["end"])), marked, row["begin"])
        hit = _hit(document, matches or ((row["begin"], row["end"]),), (row["statement_id"],))
        key = (hit.document_id, hit.begin, hit.end)
        hits[key] = _together(hits[key], hit) if key in hits else hit
    return list(hits.values())


def _in_documents(connection: Connection, expression: str, limit: int, known: set[str]) -> list[Hit]:
    found = _marked(connection, _DOCUMENTS, expression=expression, limit=limit, known=sorted(known))
    document_of = _documents_by_sequence(connection, list(found))
    return [
        _hit(document_of[sequence], _originals(_view(document_of[sequence]), marked, 0))
        for sequence, marked in found.items()
    ]


def _in_unspaced(connection: Connection, asked: list[Term], limit: int, known: set[str]) -> list[Hit]:
    """Documents whose script has no spaces; trigrams find three characters, a look at the text two."""
    documents = schema.documents
    query = select(documents).where(
        documents.c.is_unspaced, ~documents.c.is_withdrawn, documents.c.document_id.not_in(sorted(known))
    )
    for index, term in enumerate(asked):
        query = query.where(_unspaced_condition(term, f"term_{index}"))
    found = connection.execute(query.order_by(documents.c.sequence).limit(limit)).mappings()
    wanted = [term.words for term in asked if not term.is_excluded]
    return [_hit(document, _occurrences(document, wanted)) for document in map(rows.document, found)]


def _unspaced_condition(term: Term, name: str) -> TextClause:
    sign = "NOT " if term.is_excluded else ""
    if len(term.words) > 2:
        return text(f"{sign}sequence IN ({_TRIGRAM} :{name})").bindparams(**{name: _quoted(term)})
    return text(f"{sign}instr(coalesce(mended_text, text), :{name})").bindparams(**{name: term.words})


def _marked(connection: Connection, query: TextClause, **parameters: object) -> dict[int, str]:
    """Row numbers, the best first, with the text in which matches are marked."""
    given = {**parameters, "begin": _MATCH_BEGIN, "end": _MATCH_END}
    return {row.rowid: row.marked for row in connection.execute(query, given)}


def _documents(connection: Connection, document_ids: Iterable[str]) -> dict[str, Document]:
    table = schema.documents
    query = select(table).where(table.c.document_id.in_(sorted(document_ids)))
    return {row["document_id"]: rows.document(row) for row in connection.execute(query).mappings()}


def _documents_by_sequence(connection: Connection, sequences: list[int]) -> dict[int, Document]:
    table = schema.documents
    query = select(table).where(table.c.sequence.in_(sequences))
    return {row["sequence"]: rows.document(row) for row in connection.execute(query).mappings()}


def _view(document: Document) -> View:
    return View(document.text, document.edits)


def _originals(view: View, marked: str, begin: int) -> tuple[Span, ...]:
    """Marked stretches as spans of the original; none where the text held such marks itself."""
    pieces = re.split(f"([{_MATCH_BEGIN}{_MATCH_END}])", marked or "")
    if "".join(pieces[::2]) != view.text:
        return ()
    spans: list[Span] = []
    offset = opened = 0
    for piece in pieces:
        if piece == _MATCH_BEGIN:
            opened = offset
        elif piece == _MATCH_END:
            first, last = view.original(opened, offset)
            spans.append((begin + first, begin + last))
        else:
            offset += len(piece)
    return tuple(spans)


def _occurrences(document: Document, wanted: list[str]) -> tuple[Span, ...]:
    view = _view(document)
    pattern = "|".join(re.escape(words) for words in wanted)
    return tuple(view.original(*found.span()) for found in re.finditer(pattern, view.text, re.IGNORECASE))


def _hit(document: Document, matches: tuple[Span, ...], statement_ids: tuple[str, ...] = ()) -> Hit:
    begin, end = _sentence(document.text, *(matches[0] if matches else (0, 0)))
    return Hit(
        document_id=document.document_id,
        begin=begin,
        end=end,
        text=document.text[begin:end],
        matches=tuple(span for span in matches if begin <= span[0] and span[1] <= end),
        statement_ids=statement_ids,
        title=document.title,
        outlet=document.outlet,
        published_on=document.published_on,
        url=document.url,
    )


def _sentence(whole: str, begin: int, end: int) -> Span:
    """The sentence, or the stretch of bounded length, around a match."""
    left = max(0, begin - _REACH)
    right = min(len(whole), end + _REACH)
    for found in _SENTENCE_END.finditer(whole, left, begin):
        left = found.end()
    if (found_after := _SENTENCE_END.search(whole, max(begin, end - 1), right)) is not None:
        right = found_after.end()
    stretch = whole[left:right]
    return (left + len(stretch) - len(stretch.lstrip()), right - len(stretch) + len(stretch.rstrip()))


def _together(hit: Hit, other: Hit) -> Hit:
    """Two hits in one sentence, as one."""
    return Hit(
        **{
            **{name: getattr(hit, name) for name in hit.__struct_fields__},
            "matches": tuple(sorted({*hit.matches, *other.matches})),
            "statement_ids": hit.statement_ids + other.statement_ids,
        }
    )
