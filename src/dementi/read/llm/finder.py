"""The reader's finder: segments out, answers in, exact attributions for the assembly."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import NamedTuple

import msgspec

from dementi.errors import DocumentError
from dementi.read.llm.budget import Budget, Spent
from dementi.read.llm.cache import Cache
from dementi.read.llm.endpoint import Endpoint, NoAnswerError, Reply, Sleeper, TooLongError
from dementi.read.llm.judging import borne_out, judged, restored
from dementi.read.llm.placing import Lost, Placed, Places
from dementi.read.llm.prompt import Quoted, answers, question
from dementi.read.llm.segments import Segment, alone, batches, segments
from dementi.read.llm.settings import LlmSettings, cache_path, check
from dementi.read.llm.tally import LlmTally
from dementi.read.rules import finder as rules
from dementi.read.rules.analysis import Analysis, Attribution

Note = Callable[[str], None]

#: How warmly the model is asked again about a segment whose answer was of no use. First together and
#: coldly, then alone, then alone and a little warmer, since the coldest answer would only come again.
_ROUNDS = (0.0, 0.0, 0.4)


def _quiet(_: str) -> None:
    """Nobody listens."""


class _Job(NamedTuple):
    """One request on its way."""

    texts: list[str]
    reserved: tuple[int, int]


class LlmFinder:
    """Finds the attributions of documents by asking a model; one for a whole run.

    Call it with an :class:`Analysis`, as :class:`dementi.read.rules.assembly.Assembly` does. Limits and
    counts are those of the run. Nothing depends on how segments are put together into requests: each
    segment's answer is judged, kept and found again by its own text alone.

    Parameters
    ----------
    settings : server, model, limits.
    note : tells the user something, above all where the text goes.
    sleep : waits between attempts.
    mark : makes the mark between which the segments stand.

    Raises
    ------
    UsageError
        If the settings cannot work.
    OutputError
        If the file of the answers cannot be used.
    """

    def __init__(
        self,
        settings: LlmSettings,
        *,
        note: Note = _quiet,
        sleep: Sleeper | None = None,
        mark: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        check(settings)
        self.settings = settings
        self.note = note
        self.sleep = sleep
        self.mark = mark
        self.budget = Budget(settings)
        self.counts: Counter[str] = Counter()
        #: Why nothing more is asked in this run; what the cache holds is still read.
        self.stopped: DocumentError | None = None
        self.cache = Cache(cache_path(settings), settings.model)
        self._endpoint: Endpoint | None = None
        self._has_told = False

    def __enter__(self) -> LlmFinder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.cache.close()
        if self._endpoint is not None:
            self._endpoint.close()

    @property
    def tally(self) -> LlmTally:
        """The counts so far."""
        spent = self.budget.spent
        return LlmTally(
            **{name: self.counts[name] for name in _COUNTED},
            request_count=spent.request_count,
            tokens_asked=spent.asked,
            tokens_answered=spent.answered,
            cost=self.budget.cost,
        )

    def __call__(self, a: Analysis) -> list[Attribution]:
        """The attributions of one document.

        Raises
        ------
        DocumentError
            If a part of the document could not be read: a limit is reached (``llm-limit``), the server
            does not answer (``llm-no-answer``), or its answer is of no use (``llm-bad-answer``). What was
            answered is kept, so a later run goes on there.
        InputError
            If the server refuses to answer at all.
        """
        parts = segments(a)
        answered = self._answered([part.text for part in parts], a.language)
        ours = borne_out(a, rules.attributions(a))
        found = attributions(a, parts, [answered[part.text] for part in parts], ours)
        self.counts += found.counts
        return sorted([*found.kept, *found.restored], key=lambda one: one.begin)

    # Asking ----------------------------------------------------------------------------------------

    def _answered(self, texts: Sequence[str], language: str) -> dict[str, list[Quoted]]:
        """The answer about each text, from the cache or from the server."""
        known: dict[str, list[Quoted]] = {}
        unknown: list[str] = []
        for text in dict.fromkeys(texts):
            kept = self.cache.get(text, language)
            if kept is None:
                unknown.append(text)
            else:
                known[text] = kept
        self.counts["cached_count"] += len(known)
        if unknown and self.stopped is not None:
            raise self.stopped
        for number, temperature in enumerate(_ROUNDS):
            if not unknown:
                break
            together = batches(unknown, self.settings.batch_tokens) if number == 0 else alone(unknown)
            known |= self._round(together, language, temperature)
            unknown = [text for text in unknown if text not in known]
        if unknown:
            raise DocumentError(
                f"The model's answers about {len(unknown)} of {len(set(texts))} segments are of no use "
                f"(the first begins: {unknown[0][:60]!r}).",
                "Run it again, try another model, or raise DEMENTI_LLM_ANSWER_TOKENS.",
                slug="llm-bad-answer",
            )
        return known

    def _opened(self) -> Endpoint:
        if self._endpoint is None:
            self._endpoint = Endpoint(self.settings, self.sleep)
        return self._endpoint

    def _tell(self) -> None:
        """Say where the text goes, before the first of it goes there."""
        if self._has_told:
            return
        self._has_told = True
        where = "stays on this machine" if self.settings.is_local else "LEAVES THIS MACHINE"
        self.note(
            f"llm: the text of the reports {where}: it is sent to {self.settings.host} "
            f"(model {self.settings.model})."
        )

    def _round(
        self, together: Iterable[list[str]], language: str, temperature: float
    ) -> dict[str, list[Quoted]]:
        """Ask each batch once; what comes back is kept at once, so that a killed run loses nothing."""
        endpoint, waiting = self._opened(), list(together)
        running: dict[Future[Reply], _Job] = {}
        known: dict[str, list[Quoted]] = {}
        pool = ThreadPoolExecutor(self.settings.parallel, thread_name_prefix="llm")
        try:
            while (waiting and self.stopped is None) or running:
                while waiting and self.stopped is None and len(running) < self.settings.parallel:
                    asked = question(waiting[0], language, self.mark())
                    job = _Job(waiting[0], endpoint.worst_case(asked))
                    if not self.budget.reserve(*job.reserved):
                        break
                    self._tell()
                    running[pool.submit(endpoint.ask, asked, temperature=temperature)] = job
                    waiting.pop(0)
                if not running:
                    self.stopped = self._limit_reached(job.reserved)
                    break
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    known |= self._received(future, running.pop(future), language)
        except BaseException:
            # Interrupted or refused: what is on its way is given up, or Ctrl-C would wait for it.
            endpoint.close()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        if self.stopped is not None:
            raise self.stopped
        return known

    def _received(self, future: Future[Reply], job: _Job, language: str) -> dict[str, list[Quoted]]:
        try:
            reply = future.result()
        except NoAnswerError as error:
            self.budget.book(job.reserved, error.spent)
            self.stopped = _no_answer(error)
            return {}
        except TooLongError:
            self.budget.book(job.reserved, Spent())
            return {}
        except BaseException:
            self.budget.book(job.reserved, Spent())
            raise
        self.budget.book(job.reserved, reply.spent)
        try:
            by_id = answers(reply.text, len(job.texts))
        except (msgspec.DecodeError, RecursionError):
            return {}
        known = {job.texts[number - 1]: answer.attributions for number, answer in by_id.items()}
        self.counts["asked_count"] += len(known)
        for text, attributed in known.items():
            self.cache.put(text, language, attributed)
        return known

    def _limit_reached(self, wanted: tuple[int, int]) -> DocumentError:
        spent, limits = self.budget.spent, self.settings
        found = f"it may take {sum(wanted)} tokens, and {spent.asked + spent.answered} are spent"
        if limits.token_limit is not None:
            found += f" of {limits.token_limit}"
        if self.budget.cost is not None:
            found += f", {self.budget.cost:.4f} in money"
            found += f" of {limits.cost_limit:.4f}" if limits.cost_limit is not None else ""
        return DocumentError(
            f"The next request to the model may go beyond the limit: {found}.",
            "It is not read; run it again with a higher limit: what was answered is kept and costs nothing.",
            slug="llm-limit",
        )


_COUNTED = (
    "kept_count", "fabricated_count", "stitched_count", "misattributed_count", "inexact_count",
    "restored_count", "cached_count", "asked_count",
)  # fmt: skip


def _no_answer(error: NoAnswerError) -> DocumentError:
    return DocumentError(
        f"The server of the reader llm does not answer ({error}).",
        "It is not read; run it again when the server is there: what was answered is kept.",
        slug="llm-no-answer",
    )


class Found(NamedTuple):
    """Attributions of the model that stand in the document, those that the rules put back, and counts."""

    kept: list[Attribution]
    restored: list[Attribution]
    counts: Counter[str]


def attributions(
    a: Analysis, parts: Sequence[Segment], answered: Sequence[Sequence[Quoted]], ours: Sequence[Attribution]
) -> Found:
    """What is left of the model's answers when each word was looked for and each attribution judged.

    Parameters
    ----------
    a : the document.
    parts : its segments.
    answered : what the model found in each.
    ours : what the rules found.
    """
    places = Places(a)
    kept: dict[tuple[object, ...], Attribution] = {}
    rejected: list[Placed] = []
    counts: Counter[str] = Counter()
    for part, quotes in zip(parts, answered, strict=True):
        for quoted in quotes:
            placed = places.placed(part, quoted)
            if isinstance(placed, Lost):
                counts[f"{placed.flaw}_count"] += 1
                continue
            one = judged(a, placed, quoted, ours)
            if one is None:
                counts["misattributed_count"] += 1
                rejected.append(placed)
            else:
                kept.setdefault((tuple(one.content), tuple(one.cue), tuple(one.source)), one)
    found = list(kept.values())
    again = restored(a, found, ours, rejected)
    counts += Counter(kept_count=len(found), restored_count=len(again))
    return Found(found, again, counts)


def attributions_finder(settings: LlmSettings, *, note: Note = _quiet) -> LlmFinder:
    """The finder of a run; close it, or use it as a context, when the run is over."""
    return LlmFinder(settings, note=note)
