"""Web pages: the article without what surrounds it, and what the page says of itself."""

from __future__ import annotations

import functools
import html
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dementi.load import decoding
from dementi.load.draft import Draft, broken_bytes
from dementi.model import Skipped

#: The extractor's time grows faster than the markup: 4 s for 80,000 tags on one slow core. What is
#: larger after scripts and styles are gone is no news page, and gets the plain extraction.
_EXTRACTOR_CHARACTERS = 3_000_000
_EXTRACTOR_TAGS = 60_000
#: Below this the extractor found a cookie notice or nothing.
_LEAST_TEXT = 25
_UNSEEN = re.compile(
    r"<(?P<tag>script|style|noscript|template|svg|iframe|object|canvas)\b|(?P<note><!--)|(?P<data>=[\"']data:)",
    re.I,
)
_LINKED_DATA = re.compile(r"[^>]{0,200}application/ld\+json", re.I)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w-]+)", re.I
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?][^<>]*>")
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|hr|html|li|main|nav|[ou]l|p|pre|section|summary|t[dhr]|table",
    re.I,
)
_HEAD = re.compile(r"<head\b", re.I)
#: The extractor drops a day it finds impossible; the user is to hear of it.
_STATED_DAY = re.compile(
    r"<meta\b[^<>]{0,200}[\"'](?:article:published_time|datepublished)[\"'][^<>]{0,100}?content=[\"']([^\"'<>]{4,40})",
    re.I,
)
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{1,500})<", re.I)


class Page(NamedTuple):
    """What a page gives."""

    text: str = ""
    title: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    url: str | None = None


def drafts(path: str, raw: bytes, *, url: str | None, charset: str | None) -> Iterator[Draft | Skipped]:
    """The one draft of a page."""
    decoded = decoding.decoded(raw, declared=charset or _declared(raw))
    if decoded.broken_count:
        yield broken_bytes(path, decoded.broken_count)
    page = page_of(decoded.text, url=url)
    yield Draft(
        path=path,
        text=page.text,
        outlet=page.outlet,
        url=url or page.url,
        published_on=page.published_on,
        title=page.title,
    )


def page_of(markup: str, *, url: str | None) -> Page:
    """The article of a page; all its visible text where no article can be told."""
    lean = _without_unseen(markup)
    is_extractable = len(lean) <= _EXTRACTOR_CHARACTERS and lean.count("<") <= _EXTRACTOR_TAGS
    page = _extracted(lean, url) if is_extractable else Page()
    if page.title is None and (title := _TITLE.search(lean)) is not None:
        page = page._replace(title=" ".join(html.unescape(title[1]).split()) or None)
    if page.published_on is None and (day := _STATED_DAY.search(lean)) is not None:
        page = page._replace(published_on=day[1])
    return page if len(page.text) >= _LEAST_TEXT else page._replace(text=_visible(lean))


def _extracted(markup: str, url: str | None) -> Page:
    extractor = _extractor()
    # Whatever a page does to the extractor (and pages do), its visible text is still to be had.
    try:
        tree = extractor.load_html(markup)
        if tree is None:
            return Page()
        dates = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
        metadata = extractor.extract_metadata(tree, url, dates)
        found = extractor.bare_extraction(tree, include_comments=False, include_tables=False)
    except Exception:
        return Page()
    text = found.text if found is not None and found.text else ""
    return Page(
        # One line is one paragraph here; elsewhere a paragraph ends with an empty line.
        text="\n\n".join(line.strip() for line in text.splitlines() if line.strip()),
        title=metadata.title or None,
        outlet=_outlet(metadata.sitename, url or metadata.url),
        published_on=metadata.date or None,
        url=metadata.url or None,
    )


class _Extractor(NamedTuple):
    load_html: Any
    extract_metadata: Any
    bare_extraction: Any


@functools.cache
def _extractor() -> _Extractor:
    # 260 ms to import: only where a page is met. Its warnings about a page are not ours to show.
    import trafilatura  # noqa: PLC0415 - heavy
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415 - heavy

    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    return _Extractor(trafilatura.load_html, extract_metadata, trafilatura.bare_extraction)


def _without_unseen(markup: str) -> str:
    # By hand, because a pattern with .*? looks through the whole rest again for every element that
    # is never closed: a page of a million "<script>" would take days.
    kept: list[str] = []
    position = 0
    while (opening := _UNSEEN.search(markup, position)) is not None:
        if opening["tag"] and _LINKED_DATA.match(markup, opening.end()):
            kept.append(markup[position : opening.end()])
            position = opening.end()
            continue
        kept.append(markup[position : opening.start()])
        position = _end_of_unseen(markup, opening)
    kept.append(markup[position:])
    return "".join(kept)


def _end_of_unseen(markup: str, opening: re.Match[str]) -> int:
    if opening["note"]:
        closing = "-->"
    elif opening["data"]:
        kept_sign = markup[opening.start() + 1]
        end = markup.find(kept_sign, opening.end())
        return end + 1 if end >= 0 else len(markup)
    else:
        closing = f"</{opening['tag']}"
    end = _find_any_case(markup, closing, opening.end())
    if end < 0:
        return len(markup)
    end = markup.find(">", end) if opening["tag"] else end + 2
    return end + 1 if end >= 0 else len(markup)


def _find_any_case(markup: str, words: str, begin: int) -> int:
    match = re.compile(re.escape(words), re.I).search(markup, begin)
    return match.start() if match is not None else -1


def _visible(markup: str) -> str:
    markup = " ".join(_without_head(markup).split())
    text = html.unescape(_TAG.sub(_break_of, markup))
    paragraphs = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _without_head(markup: str) -> str:
    head = _HEAD.search(markup)
    if head is None:
        return markup
    end = _find_any_case(markup, "</head", head.end())
    return markup[: head.start()] + markup[end:] if end >= 0 else markup


def _break_of(tag: re.Match[str]) -> str:
    return "\n" if _BLOCKS.fullmatch(tag[2] or "") else ""


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match is not None else None


def _outlet(site_name: str | None, url: str | None) -> str | None:
    # Without a name the extractor gives what stands between // and / of the address.
    if site_name and f"//{site_name}" not in (url or "").replace("//www.", "//"):
        return site_name
    return _host(url)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
