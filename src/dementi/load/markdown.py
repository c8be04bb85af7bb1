"""Markdown: the marks are edited out, so that the reader sees the words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dementi.model import Span

_LINE_MARKS = re.compile(
    r"""^(?: [ \t]{0,3}(?:\#{1,6}[ \t]+|>[ \t]?)+
           | [ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)
           | [ \t]*(?:```|~~~)[^\n]{0,80}$
           | [ \t]{0,3}(?:[-*_][ \t]*){3,80}$
         )""",
    re.MULTILINE | re.VERBOSE,
)
_CLOSING_HASHES = re.compile(r"(?<=\S)[ \t]+#{1,6}[ \t]*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"(?<!!)(\[)(?P<words>[^\]\[\n]{1,500})(\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,100}\]))")
_ADDRESS = re.compile(r"(<)(?:https?://[^\s<>]{1,2000}|[\w.+-]+@[\w.-]+)(>)")
_NOTE = re.compile(r"\[\^[\w-]{1,20}\]:?")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>\n]{0,500})?/?>")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(?:[^\n]{1,300}?)(?<=\S)(\1)")
_CODE = re.compile(r"(`{1,2})(?:[^`\n]{1,300})(\1)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])(?:[^\n*_]{1,1000}?)(?<=[^\s*_])(\1)(?![\w*_])")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def cuts(text: str) -> list[Span]:
    """The stretches of ``text`` that are marks and no words, sorted and apart."""
    spans = sorted(span for span in _spans(text) if span[1] > span[0])
    apart: list[Span] = []
    for span in spans:
        if apart and span[0] < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], span[1]))
        else:
            apart.append(span)
    return apart


def _spans(text: str) -> Iterator[Span]:
    for whole in (_LINE_MARKS, _CLOSING_HASHES, _IMAGE, _NOTE, _TAG, _ESCAPE):
        for match in whole.finditer(text):
            yield match.span()
    for match in _LINK.finditer(text):
        yield match.span(1)
        yield match.span(3)
    for paired in (_ADDRESS, _CODE, _STRONG, _EMPHASIS):
        for match in paired.finditer(text):
            yield match.span(1)
            yield match.span(2)
