"""Text and links from reports: shown, never obeyed."""

from __future__ import annotations

import pytest

from dementi.report.safety import host, href, isolated, language_tag, marked, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b & \"c\" 'd'", "a &lt; b &amp; &#34;c&#34; &#39;d&#39;"),
        ("x\u202ey", 'x<span class="hidden-character">⟨U+202E⟩</span>y'),
        ("a\x00b", 'a<span class="hidden-character">⟨U+0000⟩</span>b'),
        ("a\u200bb", 'a<span class="hidden-character">⟨U+200B⟩</span>b'),
        ("\U000e0041", '<span class="hidden-character">⟨U+E0041⟩</span>'),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\u0646\u200c\u0647 x\u00ady", "\u0646\u200c\u0647 x\u00ady"),  # joiners and soft hyphens live on
    ],
)
def test_marked(text: str, expected: str) -> None:
    assert str(marked(text)) == expected


def test_isolated() -> None:
    assert str(isolated("<i>")) == "<bdi>&lt;i&gt;</bdi>"
    assert str(isolated(None)) == ""


def test_plain_is_one_line() -> None:
    assert plain("a\n b\tc\x1b[31m\u2066") == "a b c⟨U+001B⟩[31m⟨U+2066⟩"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example/",
        "/etc/passwd", "file:///x",
        " https://a.example", "https://a.example/\nb", "https://user@evil.example/",
        "https://a.example@evil.example/",
        "http://", "https://[", "https://a.example/\u202e", 'https://a.example/"x', "https:\\\\a.example",
        "", None,
        "ftp://a.example/x", "java\tscript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_not_linked(url: str | None) -> None:
    assert href(url) is None
    assert host(url) == ""


@pytest.mark.parametrize(
    "url", ["https://a.example/x?y=1&z=2#q", "http://www.a.example", "HTTPS://A.example/ü"]
)
def test_what_is_linked(url: str) -> None:
    assert href(url) == url
    assert host(url) == "a.example"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "de"),
        ("pt-BR", "pt-BR"),
        ("zh-Hant", "zh-Hant"),
        ('de" onx="', None),
        ("", None),
        (None, None),
        ("d", None),
    ],
)
def test_language_tag(language: str | None, expected: str | None) -> None:
    assert language_tag(language) == expected
