"""Score a reader against a gold file: by role and kind, with intervals, and with its worst errors."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from dementi import read
from dementi.evaluate import gold, scoring
from dementi.evaluate.gold import ROLES, GoldDocument, Quote
from dementi.evaluate.scoring import Sums, Tokens
from dementi.model import Record

_SPAN_ROLES = ("source", "cue", "content")
_LABELS = ("stance", "certainty", "basis", "act")
_CONTEXT = 60


class Score(Record, frozen=True, kw_only=True):
    """One line of the report, in percent; ``low`` and ``high`` are the 95 % interval of F1 over documents."""

    name: str
    precision: float
    recall: float
    f1: float
    low: float | None = None
    high: float | None = None
    gold_count: int = 0
    predicted_count: int = 0


class ReaderError(Record, frozen=True, kw_only=True):
    """One of the worst errors: what was wanted or what was made up, in its context."""

    document: str
    what: str
    kind: str
    overlap: float
    text: str
    predicted: str | None = None


class ReaderScores(Record, frozen=True, kw_only=True):
    """How a reader did on a gold file."""

    gold: str
    form: str
    reader: str
    documents: int
    dropped: int
    scores: tuple[Score, ...]
    kinds: tuple[Score, ...] = ()
    labels: tuple[Score, ...] = ()
    errors: tuple[ReaderError, ...] = ()


class Scored(NamedTuple):
    """One document, read and assigned."""

    document: GoldDocument
    predicted: tuple[Quote, ...]
    gold_tokens: list[dict[str, Tokens]]
    predicted_tokens: list[dict[str, Tokens]]
    assigned: dict[int, int]


def evaluate_reader(path: Path | str, *, reader: str = "rules", error_count: int = 0) -> ReaderScores:
    """Score a reader.

    Quotations and statements are scored by overlap: contents are assigned one to one by the tokens
    they share; precision and recall are taken per quote over tokens and averaged over quotes; a quote
    without a partner scores 0. Message is the content; Roles are cue, frame, speaker and addressee
    together; Joint is all five. Units (PolNeAR) are scored by exact match of source, cue and content
    spans [1]_.

    Parameters
    ----------
    path : the gold file; its form is told from its first line.
    reader : which reader to score.
    error_count : how many of the worst errors to keep.

    Returns
    -------
    The scores in percent; intervals are 95 % bootstrap intervals of F1 over documents.

    References
    ----------
    .. [1] Newell et al. (2018), An attribution relations corpus for political news, LREC.
    """
    read.check_reader(reader)
    form, documents = gold.load(Path(path))
    if form == "units":
        return _spans_scored(Path(path), documents, reader, error_count)
    dropped = 0
    scored: list[Scored] = []
    for document in documents:
        reading = read.statements(document.document, reader=reader)
        dropped += reading.dropped_count
        scored.append(
            _scored(document, tuple(gold.quote(one) for one in reading.statements if one.content), form)
        )
    roles = {
        "Message": ("content",),
        **{role: (role,) for role in ROLES},
        "Roles": ROLES,
        "Joint": ("content", *ROLES),
    }
    return ReaderScores(
        gold=Path(path).name, form=form, reader=reader, documents=len(documents), dropped=dropped,
        scores=tuple(_score(name, scored, parts) for name, parts in roles.items()),
        kinds=tuple(_kinds(scored)), labels=tuple(_labels(scored)) if form == "statements" else (),
        errors=tuple(_errors(scored)[:error_count]),
    )  # fmt: skip


def _scored(document: GoldDocument, predicted: tuple[Quote, ...], form: str) -> Scored:
    if form == "quotations":
        # The data annotate what is attributed, not what the author himself asserts.
        predicted = tuple(one for one in predicted if one.kind != "stated")
    gold_tokens = [scoring.in_tokens(one, document.tokens) for one in document.quotes]
    predicted_tokens = [scoring.in_tokens(one, document.tokens) for one in predicted]
    return Scored(
        document, predicted, gold_tokens, predicted_tokens, scoring.pairs(gold_tokens, predicted_tokens)
    )


def _score(name: str, scored: list[Scored], roles: tuple[str, ...]) -> Score:
    by_group: dict[str, Sums] = defaultdict(Sums)
    for one in scored:
        for role in roles:
            sums = scoring.overlap_sums(one.gold_tokens, one.predicted_tokens, one.assigned, role)
            by_group[one.document.group] = by_group[one.document.group].plus(sums)
    return _as_score(name, list(by_group.values()))


def _as_score(name: str, by_group: list[Sums]) -> Score:
    sums = scoring.total(by_group)
    low, high = scoring.f1_interval(by_group)
    return Score(
        name=name, precision=_percent(sums.precision), recall=_percent(sums.recall), f1=_percent(sums.f1),
        low=_percent(low), high=_percent(high),
        gold_count=sums.recall_count, predicted_count=sums.precision_count,
    )  # fmt: skip


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _kinds(scored: list[Scored]) -> list[Score]:
    """Contents by kind: recall over gold of that kind, precision over predictions of that kind."""
    sums: dict[str, Sums] = defaultdict(Sums)
    for one in scored:
        back = {at: gold_at for gold_at, at in one.assigned.items()}
        for at, quote in enumerate(one.document.quotes):
            wanted = one.gold_tokens[at]["content"]
            found = one.predicted_tokens[one.assigned[at]]["content"] if at in one.assigned else frozenset()
            share = len(wanted & found) / len(wanted) if wanted else 0.0
            sums[quote.kind] = sums[quote.kind].plus(Sums(0.0, 0, share, 1))
        for at, quote in enumerate(one.predicted):
            found = one.predicted_tokens[at]["content"]
            wanted = one.gold_tokens[back[at]]["content"] if at in back else frozenset()
            share = len(wanted & found) / len(found) if found else 0.0
            sums[quote.kind] = sums[quote.kind].plus(Sums(share, 1, 0.0, 0))
    return [
        Score(
            name=kind, precision=_percent(one.precision), recall=_percent(one.recall), f1=_percent(one.f1),
            gold_count=one.recall_count, predicted_count=one.precision_count,
        )
        for kind, one in sorted(sums.items())
    ]  # fmt: skip


def _labels(scored: list[Scored]) -> list[Score]:
    """Share of assigned statements whose stance, certainty, basis and act agree."""
    right: Counter[str] = Counter()
    count = 0
    for one in scored:
        for gold_at, at in one.assigned.items():
            count += 1
            for label in _LABELS:
                right[label] += one.document.quotes[gold_at].labels.get(label) == one.predicted[
                    at
                ].labels.get(label)
    if not count:
        return []
    return [
        Score(
            name=label, precision=_percent(right[label] / count), recall=_percent(right[label] / count),
            f1=_percent(right[label] / count), gold_count=count, predicted_count=count,
        )
        for label in _LABELS
    ]  # fmt: skip


def _errors(scored: list[Scored]) -> list[ReaderError]:
    found: list[tuple[float, int, ReaderError]] = []
    for one in scored:
        text = one.document.document.text
        name = one.document.document.path or one.document.document.document_id
        for at, quote in enumerate(one.document.quotes):
            wanted = one.gold_tokens[at]["content"]
            partner = one.assigned.get(at)
            common = wanted & one.predicted_tokens[partner]["content"] if partner is not None else frozenset()
            share = len(common) / len(wanted) if wanted else 1.0
            predicted = _words(text, one.predicted[partner]) if partner is not None else None
            error = ReaderError(
                document=name,
                what="missed",
                kind=quote.kind,
                overlap=_percent(share),
                text=_words(text, quote),
                predicted=predicted,
            )
            found.append((share, -len(wanted), error))
        for at in sorted(set(range(len(one.predicted))) - set(one.assigned.values())):
            quote = one.predicted[at]
            error = ReaderError(
                document=name, what="made up", kind=quote.kind, overlap=0.0, text=_words(text, quote)
            )
            found.append((0.0, -len(one.predicted_tokens[at]["content"]), error))
    found.sort(key=lambda item: item[:2])
    return [error for _, _, error in found]


def _words(text: str, quote: Quote) -> str:
    return " … ".join(text[begin:end] for begin, end in quote.roles["content"])


def _spans_scored(path: Path, documents: list[GoldDocument], reader: str, error_count: int) -> ReaderScores:
    by_role: dict[str, dict[str, Sums]] = {role: defaultdict(Sums) for role in _SPAN_ROLES}
    errors: list[ReaderError] = []
    dropped = 0
    for document in documents:
        reading = read.statements(document.document, reader=reader)
        dropped += reading.dropped_count
        predicted = _span_set(
            document, tuple(gold.quote(one) for one in reading.statements if one.kind != "stated")
        )
        wanted = document.spans or frozenset()
        for role in _SPAN_ROLES:
            sums = scoring.exact_sums(wanted, predicted, role)
            by_role[role][document.group] = by_role[role][document.group].plus(sums)
        if len(errors) < error_count:
            errors += _span_errors(document, wanted, predicted)
    return ReaderScores(
        gold=path.name, form="units", reader=reader, documents=len(documents), dropped=dropped,
        scores=tuple(_as_score(role, list(by_role[role].values())) for role in _SPAN_ROLES),
        errors=tuple(errors[:error_count]),
    )  # fmt: skip


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
            errors.append(ReaderError(document=name, what=what, kind=role, overlap=0.0, text=words))
    return errors


def table(scores: ReaderScores) -> str:
    """The scores as lines of text for a terminal."""
    unit = "units" if scores.form == "units" else "documents"
    lines = [
        f"{scores.gold}: {scores.documents} {unit}, reader {scores.reader}, {scores.dropped} dropped",
        "",
        f"{'':<24}{'P':>7}{'R':>7}{'F1':>7}   95 % of F1      gold  found",
    ]
    lines += [_line(one) for one in scores.scores]
    for title, group in (
        ("contents by kind", scores.kinds),
        ("agreement on assigned statements", scores.labels),
    ):
        if group:
            lines += ["", title, *(_line(one) for one in group)]
    if scores.errors:
        lines += ["", "worst errors"]
        lines += [f"  {one.what} ({one.kind}) in {one.document}: {_short(one.text)}" for one in scores.errors]
    return "\n".join(lines)


def _line(score: Score) -> str:
    interval = (
        f"{score.low:5.1f} to {score.high:5.1f}"
        if score.low is not None and score.high is not None
        else " " * 14
    )
    return (
        f"{score.name:<24}{score.precision:7.1f}{score.recall:7.1f}{score.f1:7.1f}   {interval}"
        f"{score.gold_count:8}{score.predicted_count:7}"
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 2 * _CONTEXT else f"{flat[: 2 * _CONTEXT - 1]}…"
