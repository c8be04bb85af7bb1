"""Addresses: fetched from a server of our own on loopback; the network beyond is never touched."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from dementi import load
from dementi.load import LoadSettings
from dementi.model import Document, Skipped

TEXT = "Das Ministerium äußerte sich am Freitag nicht. Mehr war auch später nicht zu erfahren."
PAGE = f"<html><head><title>T</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


class _Pages(BaseHTTPRequestHandler):
    headers_of: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/page": (200, {"Content-Type": "text/html; charset=windows-1252"}, PAGE.encode("cp1252")),
        "/moved": (302, {"Location": "/page"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/away": (302, {"Location": "file:///etc/passwd"}, b""),
        "/plain.txt": (200, {"Content-Type": "text/plain; charset=utf-8"}, TEXT.encode()),
        "/large": (200, {"Content-Type": "text/plain"}, b"word " * 100_000),
        "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
    }

    def do_GET(self) -> None:
        status, headers, body = self.headers_of.get(self.path, (404, {}, b"none"))
        if self.path == "/slow":
            status, body = 200, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
            for _ in range(200 if self.path == "/slow" else 0):
                self.wfile.write(b"a drop ")
                time.sleep(0.05)
        except OSError:
            pass  # the client has heard enough

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def only(url: str, **settings: object) -> Document | Skipped:
    (one,) = load.documents([url], settings=LoadSettings(**settings))  # type: ignore[arg-type]  # as named
    return one


@pytest.mark.parametrize("path", ["/page", "/moved"])
def test_an_address_gives_its_page(site: str, path: str) -> None:
    document = only(site + path)
    assert isinstance(document, Document)
    assert (document.url, document.outlet, document.language) == (f"{site}/page", "127.0.0.1", "de")
    assert TEXT in document.text


def test_an_address_may_give_plain_text(site: str) -> None:
    document = only(f"{site}/plain.txt")
    assert isinstance(document, Document)
    assert (document.text, document.url) == (TEXT, f"{site}/plain.txt")


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/none", "no-page"),
        ("/round", "no-answer"),
        ("/away", "bad-address"),
        ("/slow", "no-answer"),
        ("/large", "too-large"),
        ("/pdf", "not-text"),
    ],
)
def test_an_address_without_a_page_has_its_message(site: str, path: str, slug: str) -> None:
    skipped = only(site + path, fetch_seconds=0.5, document_byte_limit=100_000)
    assert isinstance(skipped, Skipped)
    assert skipped.slug == slug
    assert skipped.path == site + path


def test_a_server_that_drips_is_left_when_the_time_is_up(site: str) -> None:
    begun = time.monotonic()
    skipped = only(f"{site}/slow", fetch_seconds=0.5)
    assert isinstance(skipped, Skipped)
    assert "no end of the page" in skipped.reason
    assert time.monotonic() - begun < 3  # the page itself takes ten


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("ftp://a.example/x", "bad-address"),
        ("file:///etc/passwd", "bad-address"),
        ("http://", "bad-address"),
        ("http://[bad", "bad-address"),
        ("http://127.0.0.1:99999/", "bad-address"),
        ("http://127.0.0.1:1/", "no-answer"),
        ("https://no-such-host.invalid/", "no-answer"),
    ],
)
def test_a_bad_address_has_its_message(url: str, slug: str) -> None:
    skipped = only(url, fetch_seconds=2.0)
    assert isinstance(skipped, Skipped)
    assert skipped.slug == slug


def test_the_network_can_be_switched_off(site: str) -> None:
    skipped = only(f"{site}/page", is_network_allowed=False)
    assert isinstance(skipped, Skipped)
    assert skipped.slug == "no-network"
