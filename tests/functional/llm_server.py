"""A server on loopback that speaks the chat-completions protocol as well, or as badly, as a test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Attributions = list[dict[str, Any]]
#: What a model finds in the text of one segment.
Model = Callable[[str], Attributions]
#: One answer: status, headers, body. None: close the connection without a word.
Raw = tuple[int, dict[str, str], bytes] | None


def quoted(
    content: str | list[str],
    cue: str = "",
    source: str = "",
    *,
    kind: str = "indirect",
    addressee: str = "",
) -> dict[str, Any]:
    """One attribution in the form of the answer."""
    return {
        "content": [content] if isinstance(content, str) else content,
        "cue": [cue] if cue else [],
        "source": [source] if source else [],
        "addressee": [addressee] if addressee else [],
        "kind": kind,
    }


def silent(_: str) -> Attributions:
    """A model that finds nothing."""
    return []


class Server:
    """Answers with ``model``, after the ``faults`` that come first, one for each request."""

    def __init__(self, model: Model = silent, faults: list[Any] | None = None) -> None:
        self.model = model
        self.faults = faults or []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.lock = threading.Lock()
        #: Set while a request hangs; set ``free`` to let it go.
        self.hanging = threading.Event()
        self.free = threading.Event()
        self.usage: dict[str, int] | None = {"prompt_tokens": 100, "completion_tokens": 20}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def texts(self) -> list[list[str]]:
        """The segments of each request so far."""
        return [[part["text"] for part in segments_of(request)] for request in self.requests]

    def respond(self, request: dict[str, Any], headers: dict[str, str]) -> Raw:
        with self.lock:
            self.requests.append(request)
            self.headers.append(headers)
            fault = self.faults.pop(0) if self.faults else None
        if fault == "drop":
            return None
        if fault == "hang":
            self.hanging.set()
            self.free.wait(120)
            return None
        if callable(fault):
            fault = fault(request)
        return fault if fault is not None else self.good(request)

    def good(self, request: dict[str, Any]) -> Raw:
        answers = [
            {"id": part["id"], "attributions": self.model(part["text"])} for part in segments_of(request)
        ]
        return self.saying(json.dumps({"segments": answers}, ensure_ascii=False))

    def saying(self, text: str | None, *, finish_reason: str = "stop") -> Raw:
        """A well-formed completion in which the model wrote ``text``."""
        message = {"role": "assistant", "content": text}
        body: dict[str, Any] = {
            "id": "c-1", "object": "chat.completion", "created": 1, "model": "fake",
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        }  # fmt: skip
        if self.usage is not None:
            body["usage"] = {**self.usage, "total_tokens": sum(self.usage.values())}
        return 200, {}, json.dumps(body).encode()


def segments_of(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The data between the marks of a request."""
    lines = request["messages"][-1]["content"].split("\n")
    assert lines[0].startswith("BEGIN ")
    assert lines[2] == lines[0].replace("BEGIN", "END")
    found: list[dict[str, Any]] = json.loads(lines[1])["segments"]
    return found


def error(status: int, message: str = "", **headers: str) -> Raw:
    """An error as vendors tell it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps({"error": {"message": message}}).encode()


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run the server on a free port of the loopback address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(length))
            raw = server.respond(request, {name.lower(): value for name, value in self.headers.items()})
            if raw is None:
                self.close_connection = True
                return
            status, headers, body = raw
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if headers.get("Content-Length", str(len(body))) != str(len(body)):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    server.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.http.daemon_threads = True
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.free.set()
        server.http.shutdown()
        thread.join()
        server.http.server_close()
