"""Which statements go back to one utterance: copies, relays and reports of the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from dementi.match.phrases import phrase
from dementi.match.settings import MatchSettings
from dementi.match.sources import UNNAMED, speaker, words_key
from dementi.match.words import slug
from dementi.model import Copy, Document, Event, Language, Statement

#: Verbs of reporting vary from outlet to outlet; these say the same of one utterance.
_SAME_UTTERANCE = {"asserts": "asserts", "confirms": "asserts", "reports": "asserts", "corrects": "asserts"}


class Lineage(NamedTuple):
    """Where a document's text comes from: the document it repeats, and under whose name it speaks."""

    root_of: dict[str, str]
    published_on: dict[str, date | None]
    voice_of: dict[str, str]

    def root(self, document_id: str) -> str:
        """The document whose text this one repeats; itself where it repeats none."""
        return self.root_of.get(document_id, document_id)

    def day(self, statement: Statement) -> date | None:
        """When a statement was published; a copy speaks on the day of its original."""
        root = self.root(statement.document_id)
        if root == statement.document_id:
            return statement.published_on
        return self.published_on.get(root) or statement.published_on


class Traced(NamedTuple):
    """One statement's origin within a claim."""

    origin_id: str
    is_copy: bool
    why: str


def lineage(
    statements: Sequence[Statement], copies: Iterable[Copy], documents: Iterable[Document]
) -> Lineage:
    """The root of every copied document, and by whose name a document's own sentences go."""
    published: dict[str, date | None] = {}
    voice: dict[str, str] = {}
    for statement in statements:
        published.setdefault(statement.document_id, statement.published_on)
        if statement.outlet:
            voice.setdefault(statement.document_id, statement.outlet)
    for document in documents:
        published.setdefault(document.document_id, document.published_on)
        name = document.agency or document.outlet
        if name:
            voice[document.document_id] = name
    return Lineage(_roots(copies, published), published, voice)


def _roots(copies: Iterable[Copy], published: dict[str, date | None]) -> dict[str, str]:
    """The original of each family of copies: what repeats nothing, then the earliest, then by identifier."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    repeating: set[str] = set()
    for copy in copies:
        repeating.add(copy.document_id)
        neighbours[copy.document_id].add(copy.of_document_id)
        neighbours[copy.of_document_id].add(copy.document_id)
    found: dict[str, str] = {}
    for start in neighbours:
        if start in found:
            continue
        family, open_ends = {start}, [start]
        while open_ends:
            new = neighbours[open_ends.pop()] - family
            family |= new
            open_ends.extend(new)
        root = min(family, key=lambda one: (one in repeating, published.get(one) or date.max, one))
        found.update(dict.fromkeys(family, root))
    return found


def traced(
    statements: Sequence[Statement],
    indexes: Sequence[int],
    known: Lineage,
    event: Event | None,
    settings: MatchSettings,
    language: Language,
) -> dict[int, Traced]:
    """The origin of each of a claim's statements.

    One origin: the same innermost source with the same stance, reported within
    ``settings.origin_days`` of each other. A statement without a named source is no witness of its
    own: all of them within one claim and stance are taken for one echo, since nothing shows that
    they are not.
    """
    keys = {index: _key(statements[index], known, event) for index in indexes}
    keys = _with_relays(statements, keys)
    keys = _with_copies(statements, keys, known)
    origin_of: dict[int, str] = {}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, key in keys.items():
        groups[key, _utterance(statements[index])].append(index)
    for (key, utterance), members in sorted(groups.items()):
        for chain in _chains(statements, members, known, settings.origin_days):
            first = known.day(statements[chain[0]])
            name = "-".join(part for part in ("o", key, utterance, str(first) if first else "undated"))
            origin_of.update(dict.fromkeys(chain, name))
    return _told(statements, origin_of, known, language)


def _utterance(statement: Statement) -> str:
    return _SAME_UTTERANCE.get(statement.stance, statement.stance)


def _key(statement: Statement, known: Lineage, event: Event | None) -> str:
    """Who speaks innermost, as an ASCII word."""
    if statement.kind == "stated":
        return _own_voice(statement, known)
    return speaker(statement, event).key(statement.language or "en")


def _own_voice(statement: Statement, known: Lineage) -> str:
    """By whose name an author's own sentence goes: the agency's, the outlet's, or the document's."""
    root = known.root(statement.document_id)
    name = known.voice_of.get(root) or known.voice_of.get(statement.document_id)
    if not name:
        return f"document-{slug(root)}"
    return f"outlet-{slug(name) or sha256(name.encode()).hexdigest()[:8]}"


def _with_relays(statements: Sequence[Statement], keys: dict[int, str]) -> dict[int, str]:
    """Trace whoever elsewhere passes on exactly one source for the same claim and stance back to it."""
    passes_on: dict[tuple[str, str], set[str]] = defaultdict(set)
    for index, key in keys.items():
        for relay in statements[index].relays:
            language = statements[index].language or "en"
            name = slug(relay.actor) if relay.actor else words_key(relay.text, language)
            for one in {name, slug(relay.text)}:
                passes_on[one, _utterance(statements[index])].add(key)
    traced_back: dict[int, str] = {}
    for index, key in keys.items():
        found = passes_on.get((key.removeprefix("outlet-"), _utterance(statements[index])), set()) - {key}
        traced_back[index] = next(iter(found)) if len(found) == 1 else key
    return traced_back


def _with_copies(statements: Sequence[Statement], keys: dict[int, str], known: Lineage) -> dict[int, str]:
    """Let a copy's statement speak for the original's where a shortened copy names the source otherwise."""
    of_root: dict[tuple[str, str], list[str]] = defaultdict(list)
    for index, key in sorted(keys.items()):
        statement = statements[index]
        if known.root(statement.document_id) == statement.document_id:
            of_root[statement.document_id, _utterance(statement)].append(key)
    folded: dict[int, str] = {}
    for index, key in keys.items():
        statement = statements[index]
        originals = of_root.get((known.root(statement.document_id), _utterance(statement)), [])
        folded[index] = originals[0] if originals and key not in originals else key
    return folded


def _chains(
    statements: Sequence[Statement], members: Iterable[int], known: Lineage, window: int
) -> list[list[int]]:
    dated = sorted((known.day(statements[index]) or date.max, index) for index in members)
    chains: list[list[int]] = []
    last = date.min
    for day, index in dated:
        if chains and (day - last).days <= window:
            chains[-1].append(index)
        else:
            chains.append([index])
        last = day
    return chains


def _told(
    statements: Sequence[Statement], origin_of: dict[int, str], known: Lineage, language: Language
) -> dict[int, Traced]:
    firsts: dict[str, Statement] = {}
    for index in sorted(origin_of):
        statement = statements[index]
        if known.root(statement.document_id) == statement.document_id:
            firsts.setdefault(origin_of[index], statement)
    found: dict[int, Traced] = {}
    for index, origin_id in origin_of.items():
        statement = statements[index]
        first = firsts.get(origin_id)
        root = known.root(statement.document_id)
        is_copy = root != statement.document_id
        why = phrase("copy", language, of=root) if is_copy else _why(statement, first, language)
        found[index] = Traced(origin_id, is_copy, why)
    return found


def _why(statement: Statement, first: Statement | None, language: Language) -> str:
    if first is None or first.statement_id == statement.statement_id:
        return ""
    if statement.kind != "stated" and speaker(statement) == UNNAMED:
        return phrase("unnamed_echo", language, first=first.statement_id)
    if statement.relays:
        by = ", ".join(relay.text for relay in statement.relays)
        return phrase("relayed", language, by=by, first=first.statement_id)
    return phrase("same_source", language, first=first.statement_id)
