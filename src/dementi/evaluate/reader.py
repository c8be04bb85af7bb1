"""Score a reader against a gold file: by role and kind, with intervals, and with its worst errors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dementi import read
from dementi.errors import UsageError
from dementi.evaluate import amounts, gold, scoring, sources, stances
from dementi.evaluate.gold import ROLES, GoldDocument, Quote
from dementi.evaluate.items import AnyItem, DateItem, QuantityItem, SourceItem, StanceItem
from dementi.evaluate.records import ReaderError, ReaderScores, Score, percent
from dementi.evaluate.scoring import Sums, Tokens
from dementi.read import Reader
from dementi.read.readers import Note

_SPAN_ROLES = ("source", "cue", "content")
_LABELS = ("stance", "certainty", "basis", "act")
_Item = TypeVar("_Item", StanceItem, QuantityItem, DateItem, SourceItem)


class Scored(NamedTuple):
    """One document, read and assigned."""

    document: GoldDocument
    predicted: tuple[Quote, ...]
    gold_tokens: list[dict[str, Tokens]]
    predicted_tokens: list[dict[str, Tokens]]
    assigned: dict[int, int]


def evaluate_reader(
    path: Path | str,
    *,
    reader: str | None = "rules",
    error_count: int = 0,
    part: str = "all",
    show_kept: bool = False,
    note: Note | None = None,
) -> ReaderScores:
    """Score a reader.

    Quotations, speeches and statements are scored by overlap: contents are assigned one to one by the
    tokens they share; precision and recall are taken per quote over tokens and averaged over quotes; a
    quote without a partner scores 0. Message is the content; Roles are cue, frame, speaker and addressee
    together; Joint is all five. Units (PolNeAR) are scored by exact match of source, cue and content
    spans [1]_. Our own items are scored as :mod:`stances`, :mod:`amounts` and :mod:`sources` say.

    Parameters
    ----------
    path : the gold file; its form is told from its first line.
    reader : which reader to score; None: the best one installed.
    error_count : how many of the worst errors to keep.
    part : ``build`` or ``kept`` to score that part of a file of items alone.
    show_kept : also list errors of the part that is kept aside; who looks at them can no longer measure
        on them.
    note : tells the user something, above all where text goes.

    Returns
    -------
    The scores in percent; intervals are 95 % bootstrap intervals of F1 over documents.

    Raises
    ------
    UsageError
        If there is no such reader or part, or errors of the kept part are asked for without ``show_kept``.
    RecordError
        If the gold file does not hold to its form; the message names the line.

    References
    ----------
    .. [1] Newell et al. (2018), An attribution relations corpus for political news, LREC.
    """
    path = Path(path)
    name = read.check_reader(reader)
    if error_count and part == "kept" and not show_kept:
        raise UsageError(
            "The errors of the kept part are not shown: rules made after them could no longer be measured "
            "on it.",
            "Use --part build, or --show-kept if you mean it.",
            slug="gold-kept",
        )
    loaded = gold.load(path, part=part)
    with Reader(name, note=note) as opened:
        if loaded.items:
            scores, errors = _items_scored(path.name, loaded.form, loaded.items, opened)
        elif loaded.form == "units":
            scores, errors = _spans_scored(path.name, loaded.documents, opened)
        else:
            scores, errors = _quotes_scored(path.name, loaded.form, loaded.documents, opened)
        tally = opened.tally
    kept = {item.id for item in loaded.items if item.part == "kept" and not show_kept}
    shown = [error for error in errors if error.document not in kept][:error_count]
    return msgspec.structs.replace(scores, part=part, tally=tally, errors=tuple(shown))


def _items_scored(
    name: str, form: str, items: list[AnyItem], reader: Reader
) -> tuple[ReaderScores, list[ReaderError]]:
    if form == "stances":
        return stances.scored(name, _of(StanceItem, items), reader)
    if form == "quantities":
        return amounts.quantities_scored(name, _of(QuantityItem, items), reader.name)
    if form == "dates":
        return amounts.dates_scored(name, _of(DateItem, items), reader.name)
    return sources.scored(name, _of(SourceItem, items), reader)


def _of(kind: type[_Item], items: Iterable[AnyItem]) -> list[_Item]:
    return [item for item in items if isinstance(item, kind)]


# Quotations, speeches and statements ----------------------------------------------------------------


def _quotes_scored(
    name: str, form: str, documents: list[GoldDocument], reader: Reader
) -> tuple[ReaderScores, list[ReaderError]]:
    dropped = 0
    scored: list[Scored] = []
    for document in documents:
        reading = reader.statements(document.document)
        dropped += reading.dropped_count
        # The German speeches label cues whose message nobody gives, as our statements may have none.
        predicted = tuple(gold.quote(one) for one in reading.statements if one.content or form == "speeches")
        scored.append(_scored(document, predicted, form))
    # Speeches have no frames, and their contents no kinds.
    besides = tuple(role for role in ROLES if role != "frame" or form != "speeches")
    roles = {
        "Message": ("content",),
        **{role: (role,) for role in besides},
        "Roles": besides,
        "Joint": ("content", *besides),
    }
    scores = ReaderScores(
        gold=name, form=form, reader=reader.name, documents=len(documents), dropped=dropped,
        scores=tuple(_score(label, scored, parts) for label, parts in roles.items()),
        kinds=tuple(_kinds(scored)) if form != "speeches" else (),
        labels=tuple(_labels(scored)) if form == "statements" else (),
        languages=tuple(_languages(scored, roles["Joint"])),
    )  # fmt: skip
    return scores, _errors(scored)


def _scored(document: GoldDocument, predicted: tuple[Quote, ...], form: str) -> Scored:
    if form != "statements":
        # The data annotate what is attributed, not what the author himself asserts.
        predicted = tuple(one for one in predicted if one.kind != "stated")
    gold_tokens = [scoring.in_tokens(one, document.tokens) for one in document.quotes]
    predicted_tokens = [scoring.in_tokens(one, document.tokens) for one in predicted]
    # Speeches label cues without a message, too; these are told by the cue.
    roles = ("content", "cue") if form == "speeches" else ("content",)
    assigned = scoring.pairs(gold_tokens, predicted_tokens, roles)
    return Scored(document, predicted, gold_tokens, predicted_tokens, assigned)


def _score(name: str, scored: Sequence[Scored], roles: tuple[str, ...]) -> Score:
    def sums(one: Scored) -> Sums:
        return scoring.total(
            scoring.overlap_sums(one.gold_tokens, one.predicted_tokens, one.assigned, role) for role in roles
        )

    return scoring.score(name, _by_group(scored, sums))


def _by_group(scored: Sequence[Scored], sums: Callable[[Scored], Sums]) -> list[Sums]:
    groups: dict[str, Sums] = defaultdict(Sums)
    for one in scored:
        groups[one.document.group] = groups[one.document.group].plus(sums(one))
    return list(groups.values())


def _languages(scored: list[Scored], roles: tuple[str, ...]) -> list[Score]:
    names = sorted({one.document.document.language or "?" for one in scored})
    if len(names) == 1:
        return []
    return [
        _score(f"{name} Joint", [x for x in scored if (x.document.document.language or "?") == name], roles)
        for name in names
    ]


def _kinds(scored: list[Scored]) -> list[Score]:
    """Contents by kind: recall over gold of that kind, precision over predictions of that kind."""
    kinds = {quote.kind for one in scored for quote in (*one.document.quotes, *one.predicted)}
    return [scoring.score(kind, _by_group(scored, partial(_kind_sums, kind=kind))) for kind in sorted(kinds)]


def _kind_sums(one: Scored, kind: str) -> Sums:
    sums = Sums()
    back = {at: gold_at for gold_at, at in one.assigned.items()}
    for at, quote in enumerate(one.document.quotes):
        if quote.kind == kind:
            wanted = one.gold_tokens[at]["content"]
            found = one.predicted_tokens[one.assigned[at]]["content"] if at in one.assigned else frozenset()
            sums = sums.plus(Sums(0.0, 0, len(wanted & found) / len(wanted) if wanted else 0.0, 1))
    for at, quote in enumerate(one.predicted):
        if quote.kind == kind:
            found = one.predicted_tokens[at]["content"]
            wanted = one.gold_tokens[back[at]]["content"] if at in back else frozenset()
            sums = sums.plus(Sums(len(wanted & found) / len(found) if found else 0.0, 1, 0.0, 0))
    return sums


def _labels(scored: list[Scored]) -> list[Score]:
    """Share of assigned statements whose stance, certainty, basis and act agree."""
    if not any(one.assigned for one in scored):
        return []

    return [scoring.score(label, _by_group(scored, partial(_label_sums, label=label))) for label in _LABELS]


def _label_sums(one: Scored, label: str) -> Sums:
    right = Counter(
        one.document.quotes[gold_at].labels.get(label) == one.predicted[at].labels.get(label)
        for gold_at, at in one.assigned.items()
    )
    return Sums(right[True], right.total(), right[True], right.total())


def _errors(scored: list[Scored]) -> list[ReaderError]:
    found: list[tuple[float, int, ReaderError]] = []
    for one in scored:
        text = one.document.document.text
        name = one.document.document.path or one.document.document.document_id
        language = one.document.document.language
        for at, quote in enumerate(one.document.quotes):
            wanted = one.gold_tokens[at]["content"]
            partner = one.assigned.get(at)
            here = one.predicted_tokens[partner]["content"] if partner is not None else frozenset()
            share = 2 * len(wanted & here) / (len(wanted) + len(here)) if wanted or here else 1.0
            predicted = _words(text, one.predicted[partner]) if partner is not None else None
            error = ReaderError(
                document=name, what="missed" if predicted is None else "partly found", kind=quote.kind,
                overlap=percent(share), text=_words(text, quote), predicted=predicted, language=language,
            )  # fmt: skip
            found.append((share, -len(wanted), error))
        for at in sorted(set(range(len(one.predicted))) - set(one.assigned.values())):
            quote = one.predicted[at]
            error = ReaderError(
                document=name, what="made up", kind=quote.kind, overlap=0.0, text=_words(text, quote),
                language=language,
            )  # fmt: skip
            found.append((0.0, -len(one.predicted_tokens[at]["content"]), error))
    found.sort(key=lambda item: item[:2])
    return [error for share, _, error in found if share < 1.0]


def _words(text: str, quote: Quote) -> str:
    return " … ".join(text[begin:end] for begin, end in quote.roles["content"])


# Units ----------------------------------------------------------------------------------------------


def _spans_scored(
    name: str, documents: list[GoldDocument], reader: Reader
) -> tuple[ReaderScores, list[ReaderError]]:
    by_role: dict[str, dict[str, Sums]] = {role: defaultdict(Sums) for role in _SPAN_ROLES}
    errors: list[ReaderError] = []
    dropped = 0
    for document in documents:
        reading = reader.statements(document.document)
        dropped += reading.dropped_count
        predicted = _span_set(
            document, tuple(gold.quote(one) for one in reading.statements if one.kind != "stated")
        )
        wanted = document.spans or frozenset()
        for role in _SPAN_ROLES:
            sums = scoring.exact_sums(wanted, predicted, role)
            by_role[role][document.group] = by_role[role][document.group].plus(sums)
        errors += _span_errors(document, wanted, predicted)
    errors.sort(key=lambda error: -len(error.text))
    scores = ReaderScores(
        gold=name, form="units", reader=reader.name, documents=len(documents), dropped=dropped,
        scores=tuple(scoring.score(role, list(by_role[role].values())) for role in _SPAN_ROLES),
    )  # fmt: skip
    return scores, errors


def _span_set(document: GoldDocument, predicted: tuple[Quote, ...]) -> frozenset[tuple[str, int, int]]:
    """Each contiguous stretch of a role is one span, as the labels have it; quoted parts have no label."""
    found: set[tuple[str, int, int]] = set()
    for quote in predicted:
        for role in _SPAN_ROLES:
            for span in quote.roles["speaker" if role == "source" else role]:
                numbers = sorted(scoring.tokens_of([span], document.tokens))
                if numbers:
                    found.add((role, numbers[0], numbers[-1] + 1))
    return frozenset(found)


def _span_errors(
    document: GoldDocument,
    wanted: frozenset[tuple[str, int, int]],
    predicted: frozenset[tuple[str, int, int]],
) -> list[ReaderError]:
    text = document.document.text
    name = document.document.path or document.document.document_id
    errors = []
    for what, spans in (("missed", wanted - predicted), ("made up", predicted - wanted)):
        for role, begin, end in sorted(spans):
            words = text[document.tokens[begin][0] : document.tokens[end - 1][1]]
            errors.append(
                ReaderError(document=name, what=what, kind=role, overlap=0.0, text=words, language="en")
            )
    return errors
