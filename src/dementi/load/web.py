"""One address to one page: http and https only, bounded in bytes, time and redirects."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from dementi import __version__
from dementi.errors import DocumentError
from dementi.load.settings import LoadSettings

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse  # third-party, 60 ms: only for the signature

_REDIRECT_LIMIT = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": f"dementi/{__version__}",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
_CHUNK_BYTES = 65_536


class Page(NamedTuple):
    """What an address gave: the bytes, the address after redirects, and the charset its header names."""

    stream: io.BytesIO
    url: str
    charset: str | None


def is_address(path: str) -> bool:
    """Whether ``path`` is meant as an address; what it is good for, :func:`page` decides."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.isalpha() and len(scheme) > 1


def page(url: str, settings: LoadSettings) -> Page:
    """Fetch ``url``.

    Raises
    ------
    DocumentError : no such page, no network, too slow, too large, or an address of another kind.
    """
    _check(url, settings)
    import urllib3  # noqa: PLC0415 - 60 ms, only where an address is given
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - the same

    deadline = time.monotonic() + settings.fetch_seconds
    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(total=settings.fetch_seconds), retries=False, headers=_HEADERS
    )
    try:
        # Redirects by hand, so that each address is looked at and the last one is known.
        for _ in range(_REDIRECT_LIMIT + 1):
            with pool.request("GET", url, preload_content=False, redirect=False) as response:
                if response.status not in _REDIRECTS or "location" not in response.headers:
                    return _read(response, url, deadline, settings)
                url = urljoin(url, response.headers["location"])
                _check(url, settings)
    except (HTTPError, OSError, ValueError) as error:
        raise _no_answer(f"found no answer ({_plain(error)});") from error
    finally:
        pool.clear()
    raise _no_answer(f"found more than {_REDIRECT_LIMIT} redirects;")


def _no_answer(found: str) -> DocumentError:
    return DocumentError(
        found,
        "expected a page. Check the network and the address, or save the page and give its file.",
        slug="no-answer",
    )


def _check(url: str, settings: LoadSettings) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None  # a port beyond 65535 raises here
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise DocumentError(
            "found an address that is not of the web;",
            "expected http:// or https:// with a host. Save the text and give its file.",
            slug="bad-address",
        )
    if not settings.is_network_allowed:
        raise DocumentError(
            "found an address while the network is switched off;",
            "expected files. Save the page and give its file.",
            slug="no-network",
        )


def _read(response: BaseHTTPResponse, url: str, deadline: float, settings: LoadSettings) -> Page:
    if response.status != 200:
        raise DocumentError(
            f"found the answer {response.status} {response.reason or ''};".replace(" ;", ";"),
            "expected the page (200). Check the address, or save the page and give its file.",
            slug="no-page",
        )
    body = bytearray()
    # read1 gives what has come; a full chunk may take a slow server all day, past any deadline.
    while chunk := response.read1(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > settings.document_byte_limit:
            raise DocumentError(
                f"found a page of more than {settings.document_byte_limit:,} bytes;",
                "expected one report. Save the part that matters and give its file.",
                slug="too-large",
            )
        if time.monotonic() > deadline:
            raise _no_answer(f"found no end of the page after {settings.fetch_seconds:g} seconds;")
    return Page(io.BytesIO(bytes(body)), url, _charset(response))


def _charset(response: BaseHTTPResponse) -> str | None:
    _, mark, charset = response.headers.get("content-type", "").lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None if mark else None


def _plain(error: Exception) -> str:
    # urllib3 wraps: "HTTPSConnectionPool(…): Max retries exceeded with url … (Caused by …)"
    reason = getattr(error, "reason", None) or error
    return str(reason).rpartition(": ")[2].strip("()'\" ")[:120] or type(error).__name__
