"""Score whom the sources of statements are taken to be, and through whom a statement came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dementi.evaluate import scoring
from dementi.evaluate.items import GoldMention, SourceItem, place
from dementi.evaluate.records import ReaderError, ReaderScores
from dementi.evaluate.scoring import Sums
from dementi.model import Relay, Span, Statement
from dementi.read import Reader


class Answer(NamedTuple):
    """One mention with the statement whose source it is; None where the reader sees no source there."""

    item: SourceItem
    mention: GoldMention
    statement: Statement | None

    @property
    def is_resolvable(self) -> bool:
        """Gold tells more of it than its own words do."""
        name = self.mention.name
        return self.mention.actor is not None or (
            name is not None and _plain(name) != _plain(self.mention.text)
        )

    @property
    def is_resolved(self) -> bool:
        """The reader tells more of it than its own words do."""
        source = self.statement.source if self.statement else None
        if source is None:
            return False
        return source.actor is not None or (
            source.name is not None and _plain(source.name) != _plain(source.text or "")
        )

    @property
    def is_right(self) -> bool:
        source = self.statement.source if self.statement else None
        if source is None:
            return False
        if self.mention.actor is not None:
            return source.actor == self.mention.actor
        return self.mention.name is not None and _plain(self.mention.name) in _plain(source.name or "")

    @property
    def has_chain(self) -> bool:
        relays = self.statement.relays if self.statement else ()
        return len(relays) == len(self.mention.chain) and all(
            _is_relay(relay, wanted) for relay, wanted in zip(relays, self.mention.chain, strict=True)
        )


def scored(name: str, items: Sequence[SourceItem], reader: Reader) -> tuple[ReaderScores, list[ReaderError]]:
    """The figures of a reader on the items, and its errors, the worst first.

    ``found`` is the share of mentions that are some statement's source; ``resolved`` counts as precision
    the mentions the reader resolved and as recall those that can be resolved; ``chain`` is the share of
    found mentions whose relays are all there, in order, and no others.
    """
    dropped = 0
    answers: list[list[Answer]] = []
    for item in items:
        reading = reader.statements(item.document)
        dropped += reading.dropped_count
        answers.append(
            [Answer(item, one, _statement_at(item, one, reading.statements)) for one in item.mentions]
        )
    languages = sorted({item.language for item in items})
    scores = ReaderScores(
        gold=name, form="sources", reader=reader.name, documents=len(items), dropped=dropped,
        scores=(
            scoring.score("found", [_total(_found(x) for x in one) for one in answers]),
            scoring.score("resolved", [_total(_resolved(x) for x in one) for one in answers]),
            scoring.score("chain", [_total(_chain(x) for x in one) for one in answers]),
            scoring.score(
                "chain, where there is one",
                [_total(_chain(x) for x in one if x.mention.chain) for one in answers],
            ),
        ),
        languages=tuple(
            scoring.score(
                f"{language} resolved",
                [_total(_resolved(x) for x in one if x.item.language == language) for one in answers],
            )
            for language in (languages if len(languages) > 1 else ())
        ),
    )  # fmt: skip
    return scores, _errors([x for one in answers for x in one])


def _statement_at(
    item: SourceItem, mention: GoldMention, statements: Sequence[Statement]
) -> Statement | None:
    """The statement whose source shares most characters with the mention, the first of equals."""
    begin, end = place(item.text, mention.text, mention.occurrence)
    best, found = 0, None
    for statement in statements:
        spans: tuple[Span, ...] = statement.source.spans if statement.source else ()
        common = sum(max(0, min(end, high) - max(begin, low)) for low, high in spans)
        if common > best:
            best, found = common, statement
    return found


def _found(answer: Answer) -> Sums:
    is_found = float(answer.statement is not None)
    return Sums(is_found, int(is_found), is_found, 1)


def _resolved(answer: Answer) -> Sums:
    is_right = float(answer.is_resolved and answer.is_right)
    credit = is_right if answer.is_resolvable else 0.0
    return Sums(is_right, answer.is_resolved, credit, answer.is_resolvable)


def _chain(answer: Answer) -> Sums:
    if answer.statement is None:
        return Sums()
    is_right = float(answer.has_chain)
    return Sums(is_right, 1, is_right, 1)


def _total(sums: Iterable[Sums]) -> Sums:
    return scoring.total(sums)


def _is_relay(relay: Relay, wanted: str) -> bool:
    """A relay is told by its actor's id or by its name, which its words may enlarge upon."""
    return wanted == relay.actor or f" {_plain(wanted)} " in f" {_plain(relay.text)} "


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _errors(answers: Sequence[Answer]) -> list[ReaderError]:
    """Wrong resolutions first, then sources not found, not resolved, and wrong chains."""
    ranked: list[tuple[int, ReaderError]] = []
    for one in answers:
        what = _what_is_wrong(one)
        if what is None:
            continue
        gold = one.mention.actor or one.mention.name or one.mention.text
        chain = f" via {' via '.join(one.mention.chain)}" if one.mention.chain else ""
        error = ReaderError(
            document=one.item.id, what=what, kind="source", overlap=0.0, language=one.item.language,
            text=f"{one.mention.text} = {gold}{chain} in: {one.item.text}", predicted=_told(one.statement),
        )  # fmt: skip
        ranked.append((_WORST.index(what), error))
    ranked.sort(key=lambda item: item[0])
    return [error for _, error in ranked]


_WORST = ("wrong", "missed", "unresolved", "wrong chain")


def _what_is_wrong(one: Answer) -> str | None:
    if one.statement is None:
        return "missed"
    if one.is_resolved and not one.is_right:
        return "wrong"
    if one.is_resolvable and not one.is_resolved:
        return "unresolved"
    return None if one.has_chain else "wrong chain"


def _told(statement: Statement | None) -> str | None:
    if statement is None or statement.source is None:
        return None
    source = statement.source
    relays = "".join(f" via {relay.actor or relay.text}" for relay in statement.relays)
    return f"{source.text} = {source.actor or source.name}{relays}"
