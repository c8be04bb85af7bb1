"""The way to the server: one request with its retries, in the dialect the server understands."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from dementi.errors import InputError, UsageError
from dementi.read.llm.budget import Spent
from dementi.read.llm.prompt import Question, schema
from dementi.read.llm.segments import token_count
from dementi.read.llm.settings import LlmSettings

Sleeper = Callable[[float], None]

#: Seconds before the second attempt; each further one waits twice as long.
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
#: A server that asks for a longer pause is taken not to answer: better to stop and resume than to hang.
RETRY_AFTER_MAX = 300.0
_CONNECT_TIMEOUT = 10.0
_TOO_MANY, _SERVER_ERRORS = 429, 500
#: Also tried again: request timeout, conflict, too early.
_PASSING = frozenset({408, 409, 425})
#: Tokens of the frame around the two messages, on the safe side.
_FRAME_TOKENS = 64
#: Nothing but these leaves with a request. The client library adds keys, organisations and headers from
#: the variables of another vendor, and tells the machine's system, all to whatever server is asked.
_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent"}
)
_ERROR_TEXT_MAX = 200
#: How servers say that a question is longer than the model's memory.
_TOO_LONG = ("context", "too long", "too large")


class Reply(NamedTuple):
    """What the model wrote, and what that took; ``is_whole`` is False where it was cut off."""

    text: str
    is_whole: bool
    spent: Spent


class NoAnswerError(Exception):
    """The server did not answer, though asked again: the run stops, and can be resumed."""

    def __init__(self, reason: str, spent: Spent) -> None:
        super().__init__(reason)
        self.spent = spent


class TooLongError(Exception):
    """The question is longer than the model can take."""


@dataclass(slots=True)
class Dialect:
    """What the server has been found to understand; it only ever loses abilities within a run."""

    formats: tuple[str, ...] = ("json_schema", "json_object", "text")
    limit_field: str = "max_tokens"
    has_temperature: bool = True


class Endpoint:
    """A server that speaks the chat-completions protocol; safe to be used by several threads.

    Parameters
    ----------
    settings : where it is.
    sleep : waits between attempts; tests hand in one that does not. None: really waits, until closed.

    Raises
    ------
    UsageError
        If the extra ``llm`` is not installed.
    """

    def __init__(self, settings: LlmSettings, sleep: Sleeper | None = None) -> None:
        self.settings = settings
        self._closed = threading.Event()
        self.sleep: Sleeper = sleep or self._rest
        self.dialect = Dialect()
        self.sdk: Any
        self.sdk, transport = _libraries()
        self.http = transport.Client(
            # A redirection would carry the text to a host that nobody named; a proxy has no business
            # with what stays on this machine.
            follow_redirects=False,
            trust_env=not settings.is_local,
            timeout=transport.Timeout(settings.timeout, connect=min(_CONNECT_TIMEOUT, settings.timeout)),
            event_hooks={"request": [self._strip]},
        )
        self.client = self.sdk.OpenAI(
            base_url=settings.url,
            api_key=settings.key or "none",
            max_retries=0,
            timeout=self.http.timeout,
            http_client=self.http,
        )

    def close(self) -> None:
        """Give up what is on its way."""
        self._closed.set()
        self.http.close()

    def _rest(self, seconds: float) -> None:
        self._closed.wait(seconds)

    def _strip(self, request: Any) -> None:
        for name in list(request.headers):
            if name.lower() not in _HEADERS:
                del request.headers[name]
        request.headers["User-Agent"] = "dementi"
        if self.settings.key:
            request.headers["Authorization"] = f"Bearer {self.settings.key}"

    def worst_case(self, question: Question) -> tuple[int, int]:
        """Tokens that the question may take, asked and answered."""
        asked = token_count(question.system) + token_count(question.user) + _FRAME_TOKENS
        return asked, self.settings.answer_tokens

    def ask(self, question: Question, *, temperature: float = 0.0) -> Reply:
        """Ask once, again and again while the server is only passingly unable to answer.

        Raises
        ------
        NoAnswerError
            If it never answers; carries what the attempts may have cost.
        TooLongError
            If the server says that the question is too long.
        InputError
            If the server refuses: a wrong key, an unknown model, a wrong address.
        """
        spent = Spent()
        reason = ""
        attempt = 0
        while attempt < self.settings.attempts and not self._closed.is_set():
            formats = self.dialect.formats
            try:
                return self._reply(self._send(question, temperature), question, spent)
            except self.sdk.APITimeoutError:
                # The server may have worked on it all the same, and charge for it.
                asked, answered = self.worst_case(question)
                spent = Spent(spent.asked + asked, spent.answered + answered, spent.request_count + 1)
                reason = f"no word within {self.settings.timeout:g} seconds"
                wait = _pause(attempt)
            except self.sdk.APIStatusError as error:
                if self._learned(error, formats):
                    continue
                wait = self._wait_for(error, attempt, spent)
                reason = f"HTTP {error.status_code}"
            except self.sdk.APIConnectionError as error:
                reason = f"no connection ({error.__cause__ or error})"
                wait = _pause(attempt)
            except (self.sdk.APIError, ValueError) as error:
                # A body that is no JSON, or not of the protocol.
                reason = f"not of the protocol ({str(error)[:_ERROR_TEXT_MAX]})"
                wait = _pause(attempt)
            attempt += 1
            if attempt < self.settings.attempts:
                self.sleep(wait)
        raise NoAnswerError(f"{self.settings.host}: {reason}, {attempt} attempts", spent)

    def _send(self, question: Question, temperature: float) -> Any:
        dialect = self.dialect
        options: dict[str, Any] = {dialect.limit_field: self.settings.answer_tokens}
        if dialect.has_temperature:
            options["temperature"] = temperature
        if dialect.formats[0] == "json_schema":
            named = {"name": "attributions", "strict": True, "schema": schema()}
            options["response_format"] = {"type": "json_schema", "json_schema": named}
        elif dialect.formats[0] == "json_object":
            options["response_format"] = {"type": "json_object"}
        return self.client.chat.completions.create(
            model=self.settings.model,
            messages=[
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            **options,
        )

    def _reply(self, completion: Any, question: Question, before: Spent) -> Reply:
        # The library takes every body for an answer; what is in it is for us to look at.
        choices = getattr(completion, "choices", None)
        choice = choices[0] if isinstance(choices, list) and choices else None
        text = getattr(getattr(choice, "message", None), "content", None)
        if choice is None or not isinstance(text, str | None):
            raise ValueError("no text in the answer")
        text = text or ""
        usage = getattr(completion, "usage", None)
        asked, answered = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
        if not isinstance(asked, int) or asked < 0:
            asked = self.worst_case(question)[0]
        if not isinstance(answered, int) or answered < 0:
            answered = token_count(text)
        spent = Spent(before.asked + asked, before.answered + answered, before.request_count + 1)
        return Reply(text, getattr(choice, "finish_reason", None) != "length", spent)

    def _learned(self, error: Any, formats: tuple[str, ...]) -> bool:
        """Whether the server only does not know a part of the request that can be left out."""
        told = _told(error).lower()
        if error.status_code not in (400, 404, 422, 500, 501):
            return False
        dialect = self.dialect
        if any(word in told for word in ("response_format", "json_schema", "json_object", "grammar")):
            if dialect.formats == formats:
                dialect.formats = formats[1:] or formats
            return len(formats) > 1
        if "max_completion_tokens" in told and dialect.limit_field == "max_tokens":
            dialect.limit_field = "max_completion_tokens"
            return True
        if "temperature" in told and dialect.has_temperature:
            dialect.has_temperature = False
            return True
        return False

    def _wait_for(self, error: Any, attempt: int, spent: Spent) -> float:
        """Seconds to the next attempt; raises where another one would be in vain."""
        status = error.status_code
        told = _told(error)
        if self.settings.key:
            told = told.replace(self.settings.key, "…")
        if status == _TOO_MANY and "insufficient_quota" in told:
            raise NoAnswerError(f"{self.settings.host}: the account is used up", spent) from error
        if status == _TOO_MANY or status >= _SERVER_ERRORS or status in _PASSING:
            wait = _retry_after(error.response.headers)
            if wait is not None and wait > RETRY_AFTER_MAX:
                reason = f"{self.settings.host}: HTTP {status}, asks to wait for {wait:.0f} seconds"
                raise NoAnswerError(reason, spent) from error
            return max(wait, 0.0) if wait is not None else _pause(attempt)
        if status in (400, 413) and any(word in told.lower() for word in _TOO_LONG):
            raise TooLongError(told) from error
        raise InputError(
            f"{self.settings.host} refuses: HTTP {status} {told[:_ERROR_TEXT_MAX]}".rstrip(),
            "Expected an answer to POST …/chat/completions: check --llm-url (most end in /v1), --llm-model "
            "and DEMENTI_LLM_KEY.",
            slug="llm-refused",
        ) from error


def _libraries() -> tuple[Any, Any]:
    """The client library and its transport, imported when they are needed: they take a second."""
    try:
        return importlib.import_module("openai"), importlib.import_module("httpx2")
    except ImportError as error:
        raise UsageError(
            f"The reader llm needs the extra llm, which is not installed ({error.name or error} is missing).",
            "Install it with: pip install 'dementi[llm]', or leave --reader llm out.",
            slug="no-llm-extra",
        ) from error


def _told(error: Any) -> str:
    body = error.body if error.body is not None else error.response.text
    return " ".join(str(body).split())


def _pause(attempt: int) -> float:
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**attempt)


def _retry_after(headers: Any) -> float | None:
    """Seconds that the server asks to wait, given as a number or as a moment."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
