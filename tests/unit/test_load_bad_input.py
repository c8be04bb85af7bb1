"""Whatever an input is, it becomes a document or a message, and the rest goes on."""

import io
import os
import re
import socket
import zipfile
from pathlib import Path

import pytest

from dementi import load
from dementi.load import LoadSettings
from dementi.model import Document, Skipped

TEXT = "The ministry denied the report on Friday evening. Nobody else would speak about it."


def slugs(paths: list[str], settings: LoadSettings | None = None) -> list[str]:
    """One word for each thing loaded: the slug of what was skipped, or 'document'."""
    loaded = load.documents(paths, settings=settings or LoadSettings())
    return [one.slug if isinstance(one, Skipped) else "document" for one in loaded]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.txt", b"", ["empty"]),
        ("a.txt", b" \n\t\n ", ["empty"]),
        ("a.txt", "\u200b\ufeff\n".encode(), ["empty"]),
        ("a.md", b"---\noutlet: X\n---\n", ["empty"]),
        ("a.html", b"<html><body><script>x</script></body></html>", ["empty"]),
        ("a.txt", b"\x00\x01\x02\x03" * 100, ["binary"]),
        ("a.html", b"\x00\x01\x02\x03" * 100, ["binary"]),
        ("a.txt", b"%PDF-1.7 ...", ["not-text"]),
        ("a.docx", b"PK\x03\x04..........[Content_Types].xml", ["not-text"]),
        ("a.png", b"\x89PNG\r\n\x1a\n", ["not-text"]),
        ("a.csv", b"date,text\n2024-10-18,x", ["not-text"]),
        ("a.xml", b"<?xml version='1.0'?><rss><channel/></rss>", ["not-text"]),
        ("a.txt.gz", b"\x1f\x8b\x08", ["not-text"]),
        ("a.mbox", b"From a@b Fri\nFrom: a\nTo: b\nSubject: c\nDate: d\n\nx", ["not-text"]),
        ("a.txt", TEXT.encode() * 3 + "ü".encode() * 40 + b"\xff", ["broken-characters", "document"]),
        ("a.json", b'{"text": ', ["bad-json"]),
        ("a.json", b"[" * 100_000, ["bad-json"]),
        ("a.json", b'"text"', ["no-text-field"]),
        ("a.json", b"[]", ["empty"]),
        ("a.jsonl", b"\n\n", ["empty"]),
        ("a.zip", b"PK\x05\x06" + bytes(18), ["empty"]),
        ("a.jsonl", b'{"text": "' + TEXT.encode() + b'", "date": "9999-01-01"}', ["bad-date", "document"]),
        ("a.md", b"---\ndate: 9999-12-31\n---\n" + TEXT.encode(), ["bad-date", "document"]),
        ("a.txt", b"9999-12-31\n\n" + TEXT.encode(), ["bad-date", "document"]),
        ("a.zip", b"no archive", ["damaged-archive"]),
        ("a.zip", b"PK\x03\x04 cut off", ["damaged-archive"]),
        ("a.eml", b"From: a\nContent-Type: application/pdf\n\nx", ["no-text"]),
        ("a.eml", b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: text/x\n\n" * 300,
         ["too-large"]),
        ("a.eml", b"From: " + b"(a" * 50_000 + b"\n\n" + TEXT.encode(), ["document"]),
        ("a.html", b"<html><body>" + b"<div>" * 200_000 + TEXT.encode(), ["document"]),
        ("a.html", b"<html><body>" + TEXT.encode() + b"<script>" * 100_000, ["document"]),
        ("a.md", b"*a " * 50_000 + b"[" * 50_000 + b"`a " * 20_000, ["document"]),
    ],
)  # fmt: skip
def test_an_odd_file_has_its_message(tmp_path: Path, name: str, raw: bytes, expected: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    assert slugs([str(path)]) == expected


def test_a_bad_date_costs_the_date_and_not_the_report(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ndate: 9999-12-31\n---\n{TEXT}")
    skipped, document = load.documents([str(path)])
    assert isinstance(skipped, Skipped)
    assert "9999" in skipped.reason
    assert isinstance(document, Document)
    assert document.published_on is None


def test_a_message_says_what_was_found_expected_and_next(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"%PDF-1.7")
    (skipped,) = load.documents([str(path)])
    assert isinstance(skipped, Skipped)
    assert skipped.path == str(path)
    assert skipped.reason == (
        "found a PDF; expected a report as text, Markdown, HTML, JSON, e-mail or a zip of them. "
        "Convert it with pdftotext."
    )


def test_a_line_longer_than_any_report_is_not_held(tmp_path: Path) -> None:
    text, lines = tmp_path / "a.txt", tmp_path / "a.jsonl"
    text.write_bytes(b"a" * 25_000_000)
    lines.write_bytes(b'{"text": "' + b"a" * 25_000_000 + b'"}\n{"text": "Short one."}\n')
    assert slugs([str(text), str(lines)]) == ["too-large", "too-large", "document"]


def test_bounds_are_settings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(f'{{"text": "{TEXT}"}}\n{{"text": "Short."}}')
    tight = LoadSettings(document_byte_limit=50)
    assert slugs([str(tmp_path)], tight) == ["too-large", "too-large", "document"]
    assert slugs([str(tmp_path)], LoadSettings(text_limit=50)) == ["too-large", "too-large", "document"]


def test_one_bad_file_among_a_hundred(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number:03}.txt").write_text(f"Report number {number} says that it is so.")
    (tmp_path / "050.txt").write_bytes(b"\x00\x01\x02" * 50)
    found = slugs([str(tmp_path)])
    assert found.count("document") == 99
    assert found[50] == "binary"


def test_an_empty_folder_has_its_message(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text(TEXT)
    assert slugs([str(tmp_path)]) == ["empty-folder"]


def test_a_missing_path_and_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    missing = [str(tmp_path / "none"), str(tmp_path / "a.txt" / "b"), "a\0b", "x" * 5000]
    assert slugs([*missing, str(tmp_path / "a.txt")]) == [
        "no-such-file", "no-such-file", "no-such-file", "unreadable-file", "document",
    ]  # fmt: skip


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "c").mkdir(mode=0)
    assert slugs([str(tmp_path)]) == ["no-permission", "document", "no-permission"]


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    really_open = Path.open

    def refusing(self: Path, *args: object, **options: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return really_open(self, *args, **options)  # type: ignore[call-overload]  # any mode

    monkeypatch.setattr(Path, "open", refusing)
    assert slugs([str(tmp_path)]) == ["no-permission", "document"]


def test_a_pipe_or_socket_in_a_folder_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path may have a hundred characters at most
    os.mkfifo("a.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("b.txt")
        assert slugs(["."]) == ["no-file", "no-file"]


def zipped(content: bytes, name: str = "a.txt") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.writestr("b.txt", TEXT)
    return buffer.getvalue()


def test_an_archive_that_grows_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(b"0" * 15_000_000))
    assert slugs([str(path)]) == ["archive-bomb", "document"]


def test_an_archive_of_too_many_members_or_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(TEXT.encode() + b" Again."))
    assert slugs([str(path)], LoadSettings(archive_member_limit=1)) == ["document", "archive-too-large"]
    assert slugs([str(path)], LoadSettings(archive_byte_limit=100)) == ["document", "archive-too-large"]


def test_a_damaged_member_and_the_next_one(tmp_path: Path) -> None:
    raw = bytearray(zipped(os.urandom(5_000)))
    raw[200:300] = bytes(100)
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(raw))
    assert slugs([str(path)])[-1] == "document"
    assert slugs([str(path)])[0] in ("damaged-archive", "binary")


def test_an_encrypted_member(tmp_path: Path) -> None:
    raw = bytearray(zipped(TEXT.encode() + b" Again."))
    # The flag stands in the local header (offset 6) and in the central directory (offset 8).
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(raw))
    assert slugs([str(path)]) == ["encrypted", "document"]


def test_a_text_from_right_to_left_is_kept_and_its_language_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "نفت الوزارة يوم الجمعة التقرير ورفضت التعليق على تفاصيله أمام الصحفيين.", encoding="utf-8"
    )
    (document,) = load.documents([str(path)])
    assert isinstance(document, Document)
    assert document.language == "ar"


def test_a_defect_of_ours_costs_one_input_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    from dementi.load import header  # noqa: PLC0415 - what is broken on purpose

    really = header.header

    def broken(text: str, *, is_file: bool) -> header.Header:
        if "a.txt" in text:
            raise KeyError("oops")
        return really(text, is_file=is_file)

    monkeypatch.setattr(header, "header", broken)
    assert slugs([str(tmp_path)]) == ["defect", "document"]


def test_every_slug_of_the_stage_is_in_the_reference() -> None:
    root = Path(__file__).parent.parent.parent
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "src/dementi/load").glob("*.py"))
    used = set(re.findall(r'slug="([a-z-]+)"', source)) - {"no-example"}
    documented = set(
        re.findall(r"^\| `([a-z-]+)` \|", (root / "docs/reference/input-formats.md").read_text("utf-8"), re.M)
    )
    assert used == documented
