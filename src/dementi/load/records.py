"""JSON: one object, an array of objects, or one object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from dementi.errors import DocumentError
from dementi.load import decoding
from dementi.load.draft import Draft, skipped
from dementi.load.lines import Line
from dementi.model import Skipped

#: Names that other tools give the text; the first that holds something counts.
_TEXT_FIELDS = ("text", "body", "content", "maintext")


def from_lines(path: str, lines: Iterator[Line], limit: int) -> Iterator[Draft | Skipped]:
    """One draft a line; a line that is none is named by its number and passed over."""
    for line in lines:
        place = f"{path}, line {line.number}"
        if line.content is None:
            yield skipped(place, _too_long(limit))
        elif content := line.content.removeprefix(b"\xef\xbb\xbf").strip():
            yield _draft_or_skipped(place, content)


def from_whole(path: str, raw: bytes) -> Iterator[Draft | Skipped]:
    """The drafts of a file that holds one object or one array."""
    try:
        whole = _value(raw)
    except DocumentError as error:
        yield skipped(path, error)
        return
    if not isinstance(whole, list):
        yield _checked(path, whole)
        return
    for number, one in enumerate(whole, 1):
        yield _checked(f"{path}, item {number}", one)


def _draft_or_skipped(place: str, content: bytes) -> Draft | Skipped:
    try:
        value = _value(content)
    except DocumentError as error:
        return skipped(place, error)
    return _checked(place, value)


def _value(content: bytes) -> Any:
    try:
        return msgspec.json.decode(decoding.decoded(content).text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise DocumentError(
            f"found no JSON ({error});",
            'expected an object such as {"text": "…", "outlet": "…", "published_on": "2024-10-18"}. Mend it.',
            slug="bad-json",
        ) from error


def _checked(place: str, value: Any) -> Draft | Skipped:
    if not isinstance(value, dict):
        return skipped(place, _no_text(f"found {_kind_of(value)};"))
    text = next((value[name] for name in _TEXT_FIELDS if value.get(name)), value.get("text"))
    if not isinstance(text, str):
        found = "found an object without the field 'text';"
        return skipped(
            place, _no_text(found if text is None else f"found {_kind_of(text)} in the field 'text';")
        )
    return Draft(
        path=place,
        text=text,
        document_id=_words(value, ("document_id",)),
        url=_words(value, ("url", "link")),
        outlet=_words(value, ("outlet", "publisher", "sitename", "source")),
        published_on=_words(value, ("published_on", "date", "published", "published_at", "publishedAt")),
        title=_words(value, ("title", "headline")),
        language=_words(value, ("language", "lang")),
    )


def _words(value: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        one = value.get(name)
        if isinstance(one, dict):  # news interfaces give {"source": {"name": …}}
            one = one.get("name")
        if isinstance(one, str) and one.strip():
            return one.strip()
        if isinstance(one, int) and not isinstance(one, bool):
            return str(one)
    return None


def _kind_of(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _no_text(found: str) -> DocumentError:
    return DocumentError(
        found,
        "expected an object with the report in its field 'text', a string. Rename the field that holds it.",
        slug="no-text-field",
    )


def _too_long(limit: int) -> DocumentError:
    return DocumentError(
        f"found a line of more than {limit:,} bytes;",
        "expected one report a line. Split it, or give one JSON object a line (jq -c '.[]').",
        slug="too-large",
    )
