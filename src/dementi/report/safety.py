"""Text and links from reports, made safe to show: nothing a report holds may act, hide or reorder."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

#: Characters that a reader cannot see but that change what the reader sees: control characters, bidi
#: embeddings, overrides and isolates, zero-width spaces, line separators, tag characters, lone
#: surrogates. Joiners, direction marks and soft hyphens stay: living scripts need them, and inside
#: ``<bdi>`` they reach no further than the text they stand in.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


def plain(text: str) -> str:
    """The text on one line, with each hidden character written out as ``⟨U+202E⟩``."""
    return _HIDDEN.sub(_code_point, " ".join(text.split()))


def plain_part(text: str) -> str:
    """As :func:`plain`, for a piece of a line: the spaces at its ends stay."""
    return _HIDDEN.sub(_code_point, re.sub(r"\s+", " ", text))


def marked(text: str) -> Markup:
    """The text escaped for HTML, with each hidden character shown as a marked code point."""
    # Carriage returns are line ends, not attacks; HTML folds them into spaces.
    escaped = str(escape(text.replace("\r\n", "\n").replace("\r", "\n")))
    return Markup(_HIDDEN.sub(_marked_code_point, escaped))  # noqa: S704 — escaped on the line above


# The same names, outlets and addresses stand on a page many times over.
@lru_cache(maxsize=8192)
def isolated(text: str | None) -> Markup:
    """As :func:`marked`, in its own direction, so that it cannot reorder what stands around it."""
    return Markup(f"<bdi>{marked(text)}</bdi>") if text else Markup("")  # noqa: S704 — marked is escaped


@lru_cache(maxsize=8192)
def href(url: str | None) -> str | None:
    """The address if it is safe to link: http or https, a host, and no user name to pose as one."""
    if not url or url != url.strip() or re.search(r"[\s\\<>\"]", url) or _HIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        is_linkable = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if is_linkable else None


def host(url: str | None) -> str:
    """The host of a linkable address, for the reader to see where a link leads."""
    safe = href(url)
    return (urlsplit(safe).hostname or "").removeprefix("www.") if safe else ""


def language_tag(language: str | None) -> str | None:
    """The tag if it has the form of one; anything else must not reach a ``lang`` attribute."""
    return language if language and _LANGUAGE_TAG.match(language) else None


def _code_point(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"


def _marked_code_point(match: re.Match[str]) -> str:
    return f'<span class="hidden-character">{_code_point(match)}</span>'
