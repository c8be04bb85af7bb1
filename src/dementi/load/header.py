"""What stands above a report: front matter, fields, title, byline, a line with outlet and date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from dementi.load import datelines, days, outlets
from dementi.model import Edit

#: Only short lines near the top are looked at: a header is no prose.
_LINE_LIMIT = 200
_HEADER_LINES = 12

_KEYS = {
    "outlet": "outlet", "publisher": "outlet", "source": "outlet", "quelle": "outlet", "medium": "outlet",
    "sitename": "outlet", "site": "outlet", "hostname": "outlet", "date": "published_on",
    "datum": "published_on", "published": "published_on", "published_on": "published_on",
    "published on": "published_on", "published_at": "published_on", "publication date": "published_on",
    "veröffentlicht": "published_on", "veröffentlicht am": "published_on", "erschienen": "published_on",
    "erschienen am": "published_on", "stand": "published_on", "pubdate": "published_on",
    "title": "title", "titel": "title", "headline": "title", "überschrift": "title", "subject": "title",
    "url": "url", "link": "url", "canonical": "url", "language": "language", "lang": "language",
    "sprache": "language", "author": "", "authors": "", "autor": "", "byline": "", "tags": "",
    "keywords": "", "description": "", "draft": "", "slug": "", "layout": "", "document_id": "document_id",
}  # fmt: skip
_FENCE = re.compile(r"\s*---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-zÄÖÜäöü][\w äöüÄÖÜ]{0,24}?)\s*:\s*(\S.*)?")
_LABEL = re.compile(
    r"(?:dated?|datum|published(?:\s+on)?|publication\s+date|veröffentlicht(?:\s+am)?|erschienen(?:\s+am)?|stand"
    r"|(?:last\s+)?updated|(?:zuletzt\s+)?aktualisiert(?:\s+am)?|posted(?:\s+on)?)\s*[:.]?\s+",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[,|·•–—]|--?)\s*|\s+")
_AFTER_DAY = re.compile(r"\s*[,|·•–—-]\s*\S|[.:]?\s*\Z")
_BYLINE = re.compile(
    r"(?:(?:by|von|text\s*:|(?:ein\s+)?(?:kommentar|gastbeitrag|bericht|analyse|commentary|analysis|opinion)"
    r"\s+(?:von|by))\s+)(?-i:[A-ZÄÖÜ][\w.'’-]+(?:,?\s+(?:(?:von|van|de|al|und|and|in)\s+)*[A-ZÄÖÜ][\w.'’-]*){1,7})",
    re.IGNORECASE,
)
#: A day in figures, be it one of the calendar or not.
_DIGITS_OF_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}")
_HASHES = re.compile(r"\s*#{1,6}[ \t]+")
_SET_OFF = re.compile(r"\s*(?:[|:–—]|--?)\s")
_SENTENCE_NEXT = re.compile(r"\s*[|:–—,.-]*\s+[^a-zäöüß]|\s*\Z")
_CAPITAL_NEXT = re.compile(r"\s+[A-ZÄÖÜ„“\"»]")


@dataclass
class Header:
    """What was found, the edits that take it out of the reader's way, and where the report begins."""

    begin: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    published_on: date | None = None
    agencies: tuple[str, ...] = ()
    edits: list[Edit] = field(default_factory=list)
    title_end: int | None = None

    def keep(self, name: str, words: str | None) -> None:
        """Take a field; the first one found counts."""
        words = (words or "").strip().strip("\"'").strip()
        if name and words:
            self.fields.setdefault(name, words)

    def cut_to(self, end: int) -> None:
        """Everything from where we are up to ``end`` is no part of the report."""
        if end > self.begin:
            self.edits.append(Edit(self.begin, end, ""))
            self.begin = end


def header(text: str, *, is_file: bool) -> Header:
    """Read the top of ``text``, whose spaces and line ends are plain already.

    Parameters
    ----------
    is_file : whether the text is a file of its own, so that front matter and fields may open it.
        The text of a page or a JSON field has its own place for those.
    """
    found = Header()
    if is_file:
        _take_front_matter(text, found)
    _take_lines(text, found, is_file=is_file)
    found.cut_to(len(text) - len(text[found.begin :].lstrip()))
    _take_prefix(text, found)
    _take_dateline(text, found)
    if found.title_end is not None:
        # Whatever stood between title and report, for the reader they are two paragraphs.
        found.edits = [edit for edit in found.edits if edit.begin < found.title_end]
        found.edits.append(Edit(found.title_end, found.begin, "\n\n"))
    return found


def _take_front_matter(text: str, found: Header) -> None:
    fence = _FENCE.match(text)
    if fence is None:
        return
    pairs = [pair for line in fence[1].split("\n") if (pair := _FIELD.fullmatch(line.strip())) is not None]
    if not any(pair[1].lower() in _KEYS for pair in pairs):
        return  # rules of dashes around a paragraph
    for pair in pairs:
        found.keep(_KEYS.get(pair[1].lower(), ""), pair[2])
    found.cut_to(fence.end())


def _take_lines(text: str, found: Header, *, is_file: bool) -> None:
    for _ in range(_HEADER_LINES):
        end = text.find("\n", found.begin)
        end = len(text) if end < 0 else end
        line = text[found.begin : end].strip()
        next_begin = min(end + 1, len(text))
        if len(line) > _LINE_LIMIT or found.begin == len(text) or (line and _goes_on(text, next_begin)):
            return
        if not line or _take_line(line, found, is_file=is_file):
            found.cut_to(next_begin)
        elif found.title_end is None and _is_title(text, line, next_begin):
            _take_title(text, line, found, end)
        else:
            return


def _goes_on(text: str, position: int) -> bool:
    # A line that only looks like a header, being a piece of a wrapped sentence.
    return text[position : position + 200].lstrip()[:1].islower()


def _take_line(line: str, found: Header, *, is_file: bool) -> bool:
    if is_file and _take_field(line, found):
        return True
    if _BYLINE.fullmatch(line):
        return True
    return _take_day_line(line, found) or (is_file and _take_outlet_line(line, found))


def _take_field(line: str, found: Header) -> bool:
    pair = _FIELD.fullmatch(line)
    if pair is None or not pair[2]:
        return False
    name = _KEYS.get(pair[1].lower())
    if name is None or (name == "published_on" and not _is_day_alone(pair[2])):
        return False
    if name == "outlet" and not outlets.is_name(pair[2]):
        return False
    found.keep(name, pair[2])
    return True


def _is_day_alone(words: str) -> bool:
    at = days.day_at(words)
    if at is None:
        # A date that none can be (9999-12-31) is taken too, so that it is told and not passed over.
        return _DIGITS_OF_DAY.fullmatch(words.strip()) is not None
    return not words[at[1] :].strip(" .()")


def _take_day_line(line: str, found: Header) -> bool:
    """A line that holds a date and at most an outlet or place beside it."""
    split = _split_at_day(line.strip("*_() "))
    if split is None:
        is_day = _DIGITS_OF_DAY.fullmatch(line.strip()) is not None
        if is_day:
            found.keep("published_on", line)
        return is_day
    before, day, after = split
    sides = [side for side in (before, after) if side]
    if len(sides) > 1 or not all(map(outlets.is_name, sides)):
        return False
    found.published_on = found.published_on or day
    for side in sides:
        _take_outlet(side, is_beside_bar="|" in line or "·" in line, found=found)
    return True


def _split_at_day(line: str) -> tuple[str, date, str] | None:
    """The words before the day (and its label), the day, and the words after it."""
    for begin in [0, *(match.end() for match in _SEPARATOR.finditer(line))]:
        label = _LABEL.match(line, begin)
        at = days.day_at(line, label.end() if label is not None else begin)
        if at is None:
            continue
        day, end = at
        if _AFTER_DAY.match(line, end) is None:
            return None
        return line[:begin].rstrip(" ,|·•–—-"), day, line[end:].strip(" .:,|·•–—-")
    return None


def _take_outlet(words: str, *, is_beside_bar: bool, found: Header) -> None:
    # "Berlin, 18. Oktober 2024" and "Reuters, 18 October 2024" look alike: only what can be no
    # place is taken. A bar sets off an outlet, never a place.
    for part in [words, *re.split(r"\s*[,|–—]\s*", words)]:
        if outlets.is_outlet(part) or (is_beside_bar and part == words):
            found.keep("outlet", part)
            return


def _take_outlet_line(line: str, found: Header) -> bool:
    if "outlet" in found.fields or not outlets.is_outlet(line):
        return False
    found.keep("outlet", line)
    return True


def _is_title(text: str, line: str, next_begin: int) -> bool:
    if _HASHES.match(line):
        return True
    if line[-1] in ".:;,…" or len(line.split()) < 2:
        return False
    following, _, rest = text[next_begin : next_begin + 2000].partition("\n")
    if not following.strip():
        return bool(rest.strip())  # set off by an empty line, and something follows
    next_line_end = next_begin + len(following) + 1
    return _take_line(following.strip(), Header(), is_file=True) and not _goes_on(text, next_line_end)


def _take_title(text: str, line: str, found: Header, end: int) -> None:
    found.keep("title", line.lstrip("#").strip())
    hashes = _HASHES.match(text, found.begin)
    if hashes is not None:
        found.cut_to(hashes.end())
    found.title_end = len(text[:end].rstrip())
    found.begin = end


def _take_prefix(text: str, found: Header) -> None:
    """A date on the report's own first line, before it: "date 2024-10 …", "2024-10-18: …"."""
    label = _LABEL.match(text, found.begin)
    at = days.day_at(text, label.end() if label is not None else found.begin)
    if at is None:
        return
    day, end = at
    rest = text[end : end + 8]
    # Bare and unseparated only where the machine's form cannot begin a sentence.
    is_stamp = text[found.begin : found.begin + 4].isdigit() and _CAPITAL_NEXT.match(rest) is not None
    is_label = label is not None and _SENTENCE_NEXT.match(rest) is not None
    if not (is_label or is_stamp or _SET_OFF.match(rest)):
        return
    found.published_on = found.published_on or day
    while end < len(text) and (text[end].isspace() or text[end] in "|:–—-,."):
        end += 1
    found.cut_to(end)


def _take_dateline(text: str, found: Header) -> None:
    line_end = text.find("\n", found.begin)
    line_end = len(text) if line_end < 0 else line_end
    dateline = datelines.dateline_at_start(text[found.begin : min(found.begin + _LINE_LIMIT, line_end)])
    if dateline is None:
        return
    found.published_on = found.published_on or dateline.published_on
    found.agencies = dateline.agencies
    found.keep("outlet", dateline.outlet)
    found.cut_to(found.begin + dateline.end)
