"""From a draft to a document: fields settled, language told, edits laid over the text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date

from dementi.errors import DocumentError
from dementi.load import agencies, characters, crediting, days, dropcaps, header, languages, markdown
from dementi.load.draft import Draft, skipped
from dementi.load.settings import LoadSettings
from dementi.model import Document, Edit, Skipped
from dementi.text import View

#: A text none of whose lines is longer than this may be wrapped by hand; in any other, a line is a
#: paragraph.
_WRAPPED_LINE = 100
_LONE_BREAK = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_SURROGATE = re.compile("[\ud800-\udfff]")


def finished(draft: Draft, settings: LoadSettings) -> Iterator[Document | Skipped]:
    """The document of a draft, with a note where one of its fields could not be used."""
    text = _SURROGATE.sub("\ufffd", draft.text)
    if not text.strip():
        yield skipped(draft.path, empty_error())
        return
    if len(text) > settings.text_limit:
        yield skipped(draft.path, _too_long(len(text), settings.text_limit))
        return
    plain = View(text, characters.edits(text))
    found = header.header(plain.text, is_file=draft.is_file)
    published_on, problem = _published_on(draft.published_on or found.fields.get("published_on"), found)
    if problem is not None:
        yield skipped(draft.path, problem)
    credits_found = crediting.credits_at_end(plain.text, found.begin)
    language = _language(draft, found, plain.text)
    cuts = list(credits_found.spans)
    if draft.is_markdown:
        cuts += markdown.cuts(plain.text)
    edits = [*found.edits, *(Edit(begin, end, "") for begin, end in cuts)]
    edits += dropcaps.edits(plain.text, found.begin, language)
    edits += _paragraph_breaks(plain.text, found.begin)
    laid = _over(plain, edits)
    if not View(text, laid).text.strip():
        yield skipped(draft.path, empty_error())
        return
    yield _document(
        draft,
        text,
        found,
        published_on=published_on,
        language=language,
        agency=_agency(draft, found, credits_found),
        edits=laid,
    )


def _document(
    draft: Draft,
    text: str,
    found: header.Header,
    *,
    published_on: date | None,
    language: str | None,
    agency: str | None,
    edits: tuple[Edit, ...],
) -> Document:
    outlet = _clean(draft.outlet) or found.fields.get("outlet")
    url = _clean(draft.url) or found.fields.get("url")
    return Document(
        document_id=_clean(draft.document_id)
        or found.fields.get("document_id")
        or _document_id(outlet, url, published_on, text),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        path=_SURROGATE.sub("\ufffd", draft.path),
        url=url,
        outlet=outlet,
        published_on=published_on,
        title=_clean(draft.title) or found.fields.get("title"),
        language=language,
        agency=agency,
        edits=edits,
    )


def _document_id(outlet: str | None, url: str | None, published_on: date | None, text: str) -> str:
    # JSON keeps the parts apart: ("a", "bc") and ("ab", "c") must not give one id.
    parts = [outlet, url, published_on.isoformat() if published_on else None, text]
    return "d-" + hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


def _clean(words: str | None) -> str | None:
    return _SURROGATE.sub("\ufffd", " ".join(words.split())) or None if words else None


def _published_on(words: str | None, found: header.Header) -> tuple[date | None, DocumentError | None]:
    if words is None:
        return found.published_on, None
    try:
        return days.day_of_field(words), None
    except days.DayError as error:
        return found.published_on, DocumentError(
            f"{error};",
            f"expected a day such as 2024-10-18, from {days.EARLIEST_YEAR} to {days.LATEST_YEAR}. "
            "The report is used without it; mend the date and run again.",
            slug="bad-date",
        )


def _language(draft: Draft, found: header.Header, text: str) -> str | None:
    stated = draft.language or found.fields.get("language")
    if stated is not None and (language := languages.language_of_field(stated)) is not None:
        return language
    return languages.language_of(text[found.begin :] or text)


def _agency(draft: Draft, found: header.Header, credits_found: crediting.Credits) -> str | None:
    outlet = draft.outlet or found.fields.get("outlet")
    own = agencies.agency_called(outlet)
    # The dateline names whose report it is; the credits at the end also name what was added.
    names = found.agencies or credits_found.names
    return own or ", ".join(name for name in names if name != outlet) or None


def _paragraph_breaks(text: str, begin: int) -> list[Edit]:
    if max(map(len, text[begin:].split("\n")), default=0) <= _WRAPPED_LINE:
        return []
    return [Edit(match.end(), match.end(), "\n") for match in _LONE_BREAK.finditer(text, begin)]


def _over(plain: View, edits: list[Edit]) -> tuple[Edit, ...]:
    """Edits of the plain text laid over those that made it plain, all in the original's offsets."""
    laid = sorted(Edit(*plain.original(edit.begin, edit.end), edit.replacement) for edit in edits)
    taken: list[Edit] = []
    for edit in sorted([*laid, *plain.edits], key=_place):
        last = taken[-1] if taken else None
        if last is not None and not last.replacement and not edit.replacement and edit.begin <= last.end:
            taken[-1] = last._replace(end=max(last.end, edit.end))
        elif last is None or edit.begin >= last.end:
            taken.append(edit)
    return tuple(taken)


def _place(edit: Edit) -> tuple[int, int]:
    # Of two edits that begin together an insertion goes first, then the longer one, which swallows.
    return (edit.begin, -1 if edit.begin == edit.end else -(edit.end - edit.begin))


def empty_error() -> DocumentError:
    """What to tell about an input without text."""
    return DocumentError(
        "found no text;", "expected a report. Look whether it was saved or extracted whole.", slug="empty"
    )


def _too_long(length: int, limit: int) -> DocumentError:
    return DocumentError(
        f"found one text of {length:,} characters;",
        f"expected at most {limit:,}. Split it into its reports, for instance as JSON lines.",
        slug="too-large",
    )
