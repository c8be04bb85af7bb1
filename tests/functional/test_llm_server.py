"""The reader llm against a server that answers well, badly, slowly, or not at all."""

import json
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from llm_server import Attributions, Server, error, quoted, running, segments_of

from dementi.errors import DementiError, DocumentError, InputError, OutputError, UsageError
from dementi.model import Document, Statement
from dementi.read.llm import LlmFinder, LlmSettings
from dementi.read.rules.assembly import Assembly

pytest.importorskip("openai", reason="the extra llm is not installed")

TEXT = """Mayor Ada Crane said that three ships had sailed.

The navy denied that it had sent frigates.

"We stayed at home," Captain Low told reporters."""
SAID = ["that three ships had sailed", "that it had sent frigates", '"We stayed at home,"']


def model(text: str) -> Attributions:
    """What a good model finds in the text above."""
    known = {
        "Crane": quoted("three ships had sailed", "said", "Mayor Ada Crane"),
        "navy": quoted("it had sent frigates", "denied", "The navy"),
        "Low": quoted("We stayed at home", "told", "Captain Low", kind="direct", addressee="reporters"),
    }
    return [attribution for name, attribution in known.items() if name in text]


def document(text: str = TEXT, language: str = "en") -> Document:
    return Document(document_id="d-1", text=text, sha256="", language=language)


class Reader:
    """A finder that talks to a server of the test; ``slept`` holds the pauses it would have made."""

    def __init__(self, server: Server, folder: Path, **settings: Any) -> None:
        self.slept: list[float] = []
        self.notes: list[str] = []
        given = {"model": "fake", "cache": folder / "llm.sqlite", "timeout": 60.0, **settings}
        self.finder = LlmFinder(
            LlmSettings(url=server.url, **given),
            note=self.notes.append,
            sleep=self.slept.append,
        )

    def read(self, text: str = TEXT, language: str = "en") -> tuple[Statement, ...]:
        return Assembly(document(text, language), self.finder).statements()

    def contents(self, text: str = TEXT) -> list[str]:
        return [one.content.text for one in self.read(text) if one.content and one.kind != "stated"]


Open = Callable[..., Reader]


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server(model)) as one:
        yield one


@pytest.fixture
def reader(server: Server, tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(**settings: Any) -> Reader:
            one = Reader(server, tmp_path, **settings)
            stack.callback(one.finder.close)
            return one

        yield opened


def test_a_good_answer_becomes_statements_with_exact_spans(reader: Open) -> None:
    one = reader()
    statements = [statement for statement in one.read() if statement.kind != "stated"]
    assert [
        (s.kind, s.stance, s.source and s.source.text, s.content and s.content.text) for s in statements
    ] == [
        ("indirect", "asserts", "Mayor Ada Crane", SAID[0]),
        ("indirect", "denies", "The navy", SAID[1]),
        ("direct", "asserts", "Captain Low", SAID[2]),
    ]
    by_rules = [one for one in Assembly(document()).statements() if one.kind != "stated"]
    assert [(s.stance, s.certainty, s.source) for s in statements] == [
        (s.stance, s.certainty, s.source) for s in by_rules
    ]
    for statement in statements:
        for part in (statement.source, statement.cue, statement.content, statement.addressee):
            if part is not None and part.text is not None:
                assert " ".join(TEXT[begin:end] for begin, end in part.spans) == part.text
    assert one.finder.tally.kept_count == 3
    assert (one.finder.tally.tokens_asked, one.finder.tally.tokens_answered) == (100, 20)


def test_it_says_first_where_the_text_goes(reader: Open, server: Server) -> None:
    one = reader()
    one.read()
    assert "stays on this machine" in one.notes[0]
    assert server.url.removesuffix("/v1") in one.notes[0]


def test_the_text_travels_as_data_between_marks_that_change(reader: Open, server: Server) -> None:
    one = reader(batch_tokens=1)
    one.read()
    marks = [
        request["messages"][1]["content"].split("\n")[0].removeprefix("BEGIN ") for request in server.requests
    ]
    assert len(set(marks)) == 3
    assert all(
        mark in request["messages"][0]["content"]
        for mark, request in zip(marks, server.requests, strict=True)
    )
    assert all("Crane" not in request["messages"][0]["content"] for request in server.requests)


def test_nothing_of_the_environment_goes_along(
    monkeypatch: pytest.MonkeyPatch, reader: Open, server: Server
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "of-another-vendor")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: of-another-vendor")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    reader().read()
    reader(model="another", key="ours").read()
    assert "authorization" not in server.headers[0]
    assert server.headers[1]["authorization"] == "Bearer ours"
    assert all("of-another-vendor" not in str(headers) for headers in server.headers)
    assert all(not name.startswith("x-") for headers in server.headers for name in headers)


@pytest.mark.parametrize(
    ("batch_tokens", "parallel", "requests"), [(1, 1, 3), (1, 3, 3), (40, 2, 2), (9000, 1, 1)]
)
def test_the_result_does_not_depend_on_batches(
    reader: Open, server: Server, batch_tokens: int, parallel: int, requests: int
) -> None:
    one = reader(batch_tokens=batch_tokens, parallel=parallel)
    assert one.contents() == SAID
    assert len(server.requests) == requests


def test_a_second_run_asks_nothing_and_says_nothing(reader: Open, server: Server) -> None:
    first = reader().read()
    asked = len(server.requests)
    second = reader()
    assert second.read() == first
    assert len(server.requests) == asked
    assert second.notes == []
    assert second.finder.tally.cached_count == 3


def test_only_what_is_new_is_asked(reader: Open, server: Server) -> None:
    reader().read()
    one = reader()
    one.read(TEXT + "\n\nThe army said nothing new.")
    assert server.texts()[-1] == ["The army said nothing new."]


def test_answers_of_another_model_are_not_taken(reader: Open, server: Server) -> None:
    for name in ("one", "two"):
        reader(model=name).read()
    assert [request["model"] for request in server.requests] == ["one", "two"]


# Bad answers ----------------------------------------------------------------------------------------


def _wrong_label(request: dict[str, Any]) -> Any:
    part = segments_of(request)[0]
    attribution = {**quoted("three ships had sailed", "said", "Mayor Ada Crane"), "kind": "totally true"}
    return Server().saying(json.dumps({"segments": [{"id": part["id"], "attributions": [attribution]}]}))


BAD_ANSWERS = {
    "no JSON": lambda _: Server().saying("Sure! Here are the attributions."),
    "broken JSON": lambda _: Server().saying('{"segments": [{"id": 1, "attributions": ['),
    "truncated": lambda _: Server().saying('{"segments": [{"id": 1, "attr', finish_reason="length"),
    "another schema": lambda _: Server().saying('{"quotes": []}'),
    "a list": lambda _: Server().saying("[]"),
    "a label that does not exist": _wrong_label,
    "nothing": lambda _: Server().saying(None),
    "no segment": lambda _: Server().saying('{"segments": []}'),
    "segments nobody asked about": lambda _: Server().saying(
        '{"segments": [{"id": 99, "attributions": []}]}'
    ),
    "deep": lambda _: Server().saying("[" * 100_000),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_after_a_bad_answer_each_segment_is_asked_about_alone(
    reader: Open, server: Server, name: str
) -> None:
    server.faults = [BAD_ANSWERS[name]]
    assert reader().contents() == SAID
    assert sorted(len(texts) for texts in server.texts()) == [1, 1, 1, 3]


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_answers_that_stay_bad_leave_the_document_unread(reader: Open, server: Server, name: str) -> None:
    server.faults = [BAD_ANSWERS[name]] * 7
    with pytest.raises(DocumentError, match=r"3 of 3 segments are of no use.*\[llm-bad-answer\]"):
        reader().read()
    assert len(server.requests) == 7


def test_good_segments_of_a_partly_bad_answer_are_kept(reader: Open, server: Server) -> None:
    def partly(request: dict[str, Any]) -> Any:
        parts = segments_of(request)
        good = {"id": 1, "attributions": model(parts[0]["text"])}
        return server.saying(json.dumps({"segments": [good, {"id": 2}, {"id": "3", "attributions": []}]}))

    server.faults = [partly]
    assert reader().contents() == SAID
    assert [len(texts) for texts in server.texts()] == [3, 1, 1]


@pytest.mark.parametrize("frame", ["```json\n{}\n```", "<think>Who says it? [no one]</think>\n{}"])
def test_a_frame_around_the_object_is_passed_over(reader: Open, server: Server, frame: str) -> None:
    def framed(request: dict[str, Any]) -> Any:
        answers = [{"id": p["id"], "attributions": model(p["text"])} for p in segments_of(request)]
        return server.saying(frame.replace("{}", json.dumps({"segments": answers})))

    server.faults = [framed]
    assert reader().contents() == SAID
    assert len(server.requests) == 1


def test_invented_stitched_and_wrongly_attributed_quotes_are_three_counters(
    reader: Open, server: Server
) -> None:
    server.model = lambda text: [
        *model(text),
        *([
            quoted("the Pope had sailed to Rome", "said", "Mayor Ada Crane"),
            quoted("the moon had sailed", "said", "Mayor Ada Crane"),
            quoted("Mayor Ada Crane had sailed", "said", "Mayor Ada Crane"),
            quoted("three ships had sailed", "said", "The navy"),
            quoted("three  ships had sailed", "said", "Mayor Ada Crane"),
        ] if "Crane" in text else []),
    ]  # fmt: skip
    one = reader()
    assert one.contents() == SAID
    tally = one.finder.tally
    assert (tally.fabricated_count, tally.stitched_count, tally.misattributed_count, tally.inexact_count) == (
        2, 1, 1, 1,
    )  # fmt: skip


# A bad server ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "slept"),
    [
        (error(429, "slow down", Retry_After="7"), [7.0]),
        (error(429, "slow down"), [1.0]),
        (error(500), [1.0]),
        (error(503, "loading", Retry_After="0"), [0.0]),
        (error(503, "loading", Retry_After="soon"), [1.0]),
        (error(503, "loading", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), [0.0]),
        ("drop", [1.0]),
        ((200, {}, b'{"choices": [{"mess'), [1.0]),
        ((200, {}, b'{"object": "list"}'), [1.0]),
        ((200, {}, b'{"choices": {"0": 1}}'), [1.0]),
        ((200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), [1.0]),
        ((200, {"Content-Length": "5000"}, b'{"choices": ['), [1.0]),
    ],
)
def test_a_passing_fault_is_waited_out(reader: Open, server: Server, fault: Any, slept: list[float]) -> None:
    server.faults = [fault]
    one = reader()
    assert one.contents() == SAID
    assert one.slept == slept
    assert len(server.requests) == 2


def test_pauses_grow(reader: Open, server: Server) -> None:
    server.faults = [error(500)] * 4
    one = reader()
    one.read()
    assert one.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_slow_server_is_not_waited_for_without_end(reader: Open, server: Server) -> None:
    server.faults = ["hang"]
    # The patience is short and the attempts are many: a busy machine may miss a good answer, too.
    one = reader(timeout=0.3, attempts=40)
    assert one.contents() == SAID
    # What the silent attempt may have cost is counted, at its worst.
    assert one.finder.tally.tokens_asked > 800
    assert one.finder.tally.request_count >= 2


@pytest.mark.parametrize(
    "fault",
    [error(500), "drop", error(429, "out of money: insufficient_quota"), error(429, "", Retry_After="9000")],
)
def test_a_server_that_stays_away_stops_the_run_but_not_what_is_cached(
    reader: Open, server: Server, fault: Any
) -> None:
    reader().read()
    server.faults = [fault] * 100
    one = reader(attempts=2)
    with pytest.raises(DocumentError, match=r"does not answer.*\[llm-no-answer\]"):
        one.read("The army said that it was late.")
    asked = len(server.requests)
    with pytest.raises(DocumentError, match="llm-no-answer"):
        one.read("The army said that it was early.")
    assert one.contents() == SAID
    assert len(server.requests) == asked


def test_nobody_there(tmp_path: Path) -> None:
    with running(Server()) as gone:
        url = gone.url
    settings = LlmSettings(url=url, model="m", cache=tmp_path / "c", attempts=2)
    with (
        LlmFinder(settings, sleep=lambda _: None) as finder,
        pytest.raises(DocumentError, match="no connection"),
    ):
        Assembly(document(), finder).statements()


@pytest.mark.parametrize("status", [401, 403, 404, 400])
def test_a_refusal_ends_the_run_at_once(reader: Open, server: Server, status: int) -> None:
    server.faults = [error(status, "wrong key sk-123 or model")]
    one = reader(key="sk-123")
    with pytest.raises(InputError, match=rf"refuses: HTTP {status}.*\[llm-refused\]") as told:
        one.read()
    assert "sk-123" not in str(told.value)
    assert one.slept == []


def test_a_redirection_is_not_followed(reader: Open, server: Server) -> None:
    with running(Server()) as elsewhere:
        server.faults = [(307, {"Location": elsewhere.url + "/chat/completions"}, b"")]
        with pytest.raises(InputError, match="HTTP 307"):
            reader().read()
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("messages", "format_type"),
    [
        (["response_format.type must be json_object"], "json_object"),
        (["json_schema is unsupported", "'response_format.type' must be 'json_schema' or 'text'"], None),
    ],
)
def test_servers_without_schemas_are_asked_more_simply(
    reader: Open, server: Server, messages: list[str], format_type: str | None
) -> None:
    server.faults = [error(400, message) for message in messages]
    one = reader(batch_tokens=1, parallel=1)
    assert one.contents() == SAID
    assert server.requests[0]["response_format"]["type"] == "json_schema"
    # Found out once, not for each request anew.
    assert len(server.requests) == 3 + len(messages)
    assert server.requests[-1].get("response_format", {}).get("type") == format_type


def test_servers_that_want_other_fields_get_them(reader: Open, server: Server) -> None:
    server.faults = [
        error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        error(400, "Unsupported value: 'temperature' does not support 0."),
    ]
    assert reader().contents() == SAID
    last = server.requests[-1]
    assert last["max_completion_tokens"] == 4096
    assert "max_tokens" not in last
    assert "temperature" not in last


def test_what_is_too_long_together_is_asked_alone(reader: Open, server: Server) -> None:
    server.faults = [error(400, "This model's maximum context length is 512 tokens.")]
    assert reader().contents() == SAID
    assert [len(texts) for texts in server.texts()] == [3, 1, 1, 1]


def test_a_server_that_tells_no_usage_is_estimated(reader: Open, server: Server) -> None:
    server.usage = None
    one = reader()
    one.read()
    assert one.finder.tally.tokens_asked > 500
    assert one.finder.tally.tokens_answered > 50


# Limits, and going on -------------------------------------------------------------------------------


def test_a_token_limit_stops_before_it_is_passed_and_a_later_run_goes_on(
    reader: Open, server: Server
) -> None:
    server.usage = {"prompt_tokens": 600, "completion_tokens": 300}
    one = reader(batch_tokens=1, parallel=1, answer_tokens=500, token_limit=3000)
    with pytest.raises(DocumentError, match=r"1800 are spent of 3000\..*\[llm-limit\]"):
        one.read()
    done = one.finder.tally.request_count
    assert done == 2
    later = reader()
    assert later.contents() == SAID
    assert [text for texts in server.texts()[done:] for text in texts] == TEXT.split("\n\n")[done:]


def test_a_limit_holds_with_parallel_requests(reader: Open, server: Server) -> None:
    server.usage = {"prompt_tokens": 900, "completion_tokens": 500}
    one = reader(batch_tokens=1, parallel=8, answer_tokens=500, token_limit=4200)
    text = "\n\n".join(f"Mayor Ada Crane said that three ships had sailed on day {day}." for day in range(20))
    with pytest.raises(DocumentError, match="llm-limit"):
        one.read(text)
    assert one.finder.tally.tokens_asked + one.finder.tally.tokens_answered <= 4200
    assert one.finder.tally.request_count >= 1


def test_a_server_that_counts_more_tokens_than_we_is_believed(reader: Open, server: Server) -> None:
    server.usage = {"prompt_tokens": 2500, "completion_tokens": 500}
    one = reader(batch_tokens=1, parallel=1, answer_tokens=500, token_limit=5000)
    with pytest.raises(DocumentError, match=r"3000 are spent of 5000\..*\[llm-limit\]"):
        one.read()


def test_a_cost_limit(reader: Open, server: Server) -> None:
    server.usage = {"prompt_tokens": 600, "completion_tokens": 300}
    one = reader(
        batch_tokens=1, parallel=1, answer_tokens=1000, price_in=1.0, price_out=10.0, cost_limit=0.0118
    )
    with pytest.raises(DocumentError, match=r"of 0\.0118.*\[llm-limit\]"):
        one.read()
    assert one.finder.tally.cost is not None
    assert 0 < one.finder.tally.cost <= 0.0118


def test_a_killed_run_goes_on_where_it_was(reader: Open, server: Server) -> None:
    one = reader(batch_tokens=1, parallel=1)
    put = one.finder.cache.put

    def put_and_die(*arguments: Any) -> None:
        put(*arguments)
        if len(server.requests) == 2:
            raise KeyboardInterrupt

    one.finder.cache.put = put_and_die  # type: ignore[method-assign]  # stands for a signal at the worst moment
    with pytest.raises(KeyboardInterrupt):
        one.read()
    asked = len(server.requests)
    again = reader(batch_tokens=1, parallel=1)
    assert again.contents() == SAID
    assert again.finder.tally.cached_count >= 2
    assert len(server.requests) - asked == 3 - again.finder.tally.cached_count


# The file of the answers ----------------------------------------------------------------------------


def test_the_answers_are_for_their_reader_only(reader: Open, tmp_path: Path) -> None:
    reader().read()
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "llm.sqlite").stat().st_mode) == 0o600


def test_a_spoiled_answer_in_the_file_is_asked_for_again(
    reader: Open, server: Server, tmp_path: Path
) -> None:
    reader().read()
    with sqlite3.connect(tmp_path / "llm.sqlite") as connection:
        connection.execute("UPDATE answer SET attributions = '[{\"content\": 1}]'")
    connection.close()
    assert reader().contents() == SAID
    assert len(server.requests) == 2


@pytest.mark.parametrize("place", ["folder", "text"])
def test_a_file_that_is_no_cache_is_refused(reader: Open, tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    if place == "folder":
        path.mkdir()
    else:
        path.write_text(
            "Not a database, but a text that is long enough to be taken for one." * 20, encoding="utf-8"
        )
    with pytest.raises(OutputError, match=r"\[llm-cache\]"):
        reader(cache=path)


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, reader: Open, server: Server
) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(UsageError, match=r"pip install 'dementi\[llm\]'.*\[no-llm-extra\]") as told:
        reader().read()
    assert isinstance(told.value, DementiError)
    assert server.requests == []
