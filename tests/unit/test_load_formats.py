"""What each format gives: one text in, one document out."""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from dementi import load
from dementi.model import Document, Skipped
from dementi.text import View

TEXT = "The ministry denied the report on Friday evening. Nobody else would speak about it."

PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>Who was it? - Example Times</title>
<meta property="og:site_name" content="Example Times"><link rel="canonical" href="https://times.example/who">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Who was it?", "datePublished": "2024-10-18T08:00:00+02:00"}}</script>
<style>p {{ color: red }}</style></head><body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Who was it?</h1><p>The ministry denied the report on Friday – “nothing of it is true”, a
spokesman said.</p>
<p>Nobody else would speak about it, and the embassy did not answer questions on the phone.</p></article>
<script>var hidden = "secret words";</script><footer>All rights reserved</footer></body></html>"""


def only(paths: list[Path] | list[str]) -> Document:
    (document,) = load.documents([str(path) for path in paths])
    assert isinstance(document, Document), document
    return document


def view(document: Document) -> str:
    return View(document.text, document.edits).text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    document = only([path])
    assert (document.outlet, document.published_on, document.title, document.url, document.language) == (
        "Example Times",
        date(2024, 10, 18),
        "Who was it?",
        "https://times.example/who",
        "en",
    )
    assert "“nothing of it is true”" in document.text
    assert "\n\nNobody else would speak" in document.text
    assert not any(word in document.text for word in ("secret", "Home", "color", "rights"))


def test_a_page_without_an_article_gives_its_visible_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><title>T</title></head><body><div>Short &amp; plain</div><p>words</p></body></html>"
    )
    document = only([path])
    assert (document.text, document.title) == ("Short & plain\n\nwords", "T")


def test_a_page_saved_as_text_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE.format(charset="utf-8"), encoding="utf-8")
    assert only([path]).outlet == "Example Times"


def test_json_lines_give_their_fields_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        {"document_id": "a-1", "url": "https://a.example/1", "outlet": "Hafenblatt",
         "published_on": "2024-10-18", "title": "T", "language": "en-GB", "text": TEXT, "mood": 3},
        {"date": "18.10.2024", "source": {"name": "Example Times"}, "content": TEXT + " Again."},
    ]  # fmt: skip
    path.write_text("\ufeff" + "\n\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    first, second = load.documents([str(path)])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.document_id, first.url, first.outlet, first.published_on, first.title, first.language) == (
        "a-1", "https://a.example/1", "Hafenblatt", date(2024, 10, 18), "T", "en",
    )  # fmt: skip
    assert (second.outlet, second.published_on, second.language) == (
        "Example Times",
        date(2024, 10, 18),
        "en",
    )
    assert second.document_id.startswith("d-")
    assert [first.path, second.path] == [f"{path}, line 1", f"{path}, line 3"]


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.json", json.dumps({"text": TEXT}), 1),
        ("a.json", json.dumps([{"text": TEXT}, {"text": TEXT + " Again."}], indent=1), 2),
        ("a.json", json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT + " Again."}), 2),
        ("a.ndjson", json.dumps({"text": TEXT}), 1),
        ("a", json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT + " Again."}), 2),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json_comes_whole_as_an_array_or_in_lines(tmp_path: Path, name, content, count, encoding) -> None:
    path = tmp_path / name
    path.write_text(content, encoding=encoding)
    loaded = list(load.documents([str(path)]))
    assert [one.text for one in loaded if isinstance(one, Document)] == [TEXT, TEXT + " Again."][:count]
    assert len(loaded) == count


def test_a_bad_line_is_named_and_the_others_load(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{{"text": "{TEXT}"}}\n{{"text": \n{{"title": "x"}}\n[1]\n{{"text": 3}}\n{{"text": "Last one."}}'
    )
    loaded = list(load.documents([str(path)]))
    assert [one.text for one in loaded if isinstance(one, Document)] == [TEXT, "Last one."]
    skipped = [one for one in loaded if isinstance(one, Skipped)]
    assert [one.slug for one in skipped] == ["bad-json", "no-text-field", "no-text-field", "no-text-field"]
    assert [one.path.rpartition(", ")[2] for one in skipped] == ["line 2", "line 3", "line 4", "line 5"]


def mail_of(*, plain: str | None = None, html: str | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = '"Hafenblatt Übersee" <news@hafenblatt.example>'
    message["Date"] = "Fri, 18 Oct 2024 23:30:00 +0900"
    message["Subject"] = "Ministerium dementiert – schon wieder"
    if plain is not None:
        message.set_content(plain)
    if html is not None and plain is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message.as_bytes()


def test_a_mail_gives_sender_date_subject_and_its_plain_part(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail_of(plain=f"{TEXT}\n-- \nDesk\n", html=f"<p>not {TEXT}</p>"))
    document = only([path])
    assert (document.outlet, document.published_on, document.title, document.text) == (
        "Hafenblatt Übersee",
        date(2024, 10, 18),
        "Ministerium dementiert – schon wieder",
        TEXT,
    )


def test_a_mail_with_only_a_page_gives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail_of(html=f"<html><body><p>{TEXT}</p></body></html>"))
    assert only([path]).text == TEXT


def test_a_mail_without_its_ending_is_told_by_its_head(tmp_path: Path) -> None:
    path = tmp_path / "mail"
    path.write_bytes(mail_of(plain=TEXT))
    assert only([path]).outlet == "Hafenblatt Übersee"


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_gives_its_members_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    members = {
        "b.txt": b"Second report, which says something else.",
        "a.txt": TEXT.encode(),
        "../../evil.txt": b"A name that would lead out of the folder.",
        "c.jsonl": b'{"text": "Third report in a line."}',
        ".hidden.txt": b"hidden",
        "__MACOSX/a.txt": b"hidden",
        "inner.zip": zip_of({"x.txt": b"deep"}),
    }
    path.write_bytes(zip_of(members))
    loaded = list(load.documents([str(path)]))
    assert [one.path.removeprefix(f"{path}/") for one in loaded if one.path] == [
        "../../evil.txt", "a.txt", "b.txt", "c.jsonl, line 1", "inner.zip",
    ]  # fmt: skip
    assert [one.slug for one in loaded if isinstance(one, Skipped)] == ["nested-archive"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.zip"]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

    def give(raw: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Unseekable(raw))))

    return give


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        json.dumps({"text": TEXT}).encode(),
        mail_of(plain=TEXT),
        zip_of({"a.txt": TEXT.encode()}),
    ],
    ids=["text", "json", "mail", "zip"],
)
def test_standard_input_is_told_by_its_content(stdin: Callable[[bytes], None], raw: bytes) -> None:
    stdin(raw)
    assert only(["-"]).text.strip() == TEXT


def test_a_folder_gives_its_files_by_name_and_passes_over_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", "c.txt", ".git/x.txt", ".hidden.txt", "b/.x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The report called {name} denies it.")
    names = [one.path.removeprefix(f"{tmp_path}/") for one in load.documents([str(tmp_path)]) if one.path]
    assert names == ["a.txt", "b/two.txt", "c.txt"]


def test_a_link_that_leads_round_in_a_circle_is_followed_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "round").symlink_to(tmp_path)
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in" / "self")
    loaded = list(load.documents([str(tmp_path)]))
    assert [type(one).__name__ for one in loaded] == ["Document", "Skipped"]


def test_a_document_met_twice_is_given_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    path = str(tmp_path / "a.txt")
    assert only([str(tmp_path), path, path]).path == path


def test_two_texts_under_one_id_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"document_id": "x", "text": "One says so."}\n{"document_id": "x", "text": "One says no."}'
    )
    first, second = load.documents([str(path)])
    assert isinstance(first, Document)
    assert isinstance(second, Skipped)
    assert second.slug == "repeated-id"


def test_the_id_depends_on_outlet_address_day_and_text_and_on_nothing_else(tmp_path: Path) -> None:
    lines = [
        {"text": TEXT},
        {"text": TEXT, "outlet": "A"},
        {"text": TEXT, "outlet": "A", "date": "2024-10-18"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, reversed(lines))))
    of_a, of_b = (
        [one.document_id for one in load.documents([str(tmp_path / name)]) if isinstance(one, Document)]
        for name in ("a.jsonl", "b.jsonl")
    )
    assert len(set(of_a)) == 3
    assert of_a == of_b[::-1]


def test_a_page_whose_day_cannot_be_is_used_without_it_and_named(tmp_path: Path) -> None:
    path = tmp_path / "far.html"
    path.write_text(
        '<html><head><meta property="article:published_time" content="9999-12-31T23:59:59Z"></head>'
        f"<body><article><p>{TEXT}</p></article></body></html>"
    )
    problem, document = load.documents([str(path)])
    assert isinstance(problem, Skipped)
    assert problem.slug == "bad-date"
    assert isinstance(document, Document)
    assert document.published_on is None
