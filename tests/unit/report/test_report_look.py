"""The look: contrast of every colour pair in light, dark and print, and nothing said by colour alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = (files("dementi.report") / "templates" / "dossier.css").read_text(encoding="utf-8")

TEXT_PAIRS = [
    ("ink", "ground"), ("ink", "panel"), ("muted", "ground"), ("muted", "panel"), ("link", "ground"),
    ("for", "ground"), ("against", "ground"), ("withheld", "ground"), ("on-mark", "mark"),
    ("alert", "ground"),
    ("alert", "mark"), ("ground", "ink"),
]  # fmt: skip
#: What is not text needs 3 : 1 (WCAG 2.2, 1.4.11).
SIGN_PAIRS = [
    ("edge", "ground"), ("focus", "ground"), ("for", "band-odd"), ("for", "panel"), ("against", "panel"),
    ("ink", "band-active"), ("edge", "band-even"), ("ink", "mark"),
]  # fmt: skip


def palettes() -> dict[str, dict[str, str]]:
    def variables(text: str) -> dict[str, str]:
        return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))

    blocks = [match[1] for match in re.finditer(r":root \{(.*?)\}", CSS, re.DOTALL)]
    light, dark, paper = (variables(block) for block in blocks)
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", ["light", "dark", "print"])
def test_palettes_keep_wcag_contrast(palette: str) -> None:
    colours = palettes()[palette]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pairs, least in ((TEXT_PAIRS, 4.5), (SIGN_PAIRS, 3.0))
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < least
    }
    assert weak == {}


def test_dark_and_print_replace_every_colour() -> None:
    blocks = [
        set(re.findall(r"--([\w-]+): #", match[1]))
        for match in re.finditer(r":root \{(.*?)\}", CSS, re.DOTALL)
    ]
    assert len(blocks) == 3
    assert blocks[0] == blocks[1] == blocks[2]


def test_every_colour_is_a_variable() -> None:
    outside = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b", outside) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) >= set(palettes()["light"]) - {"sans", "serif", "mono"}


@pytest.mark.parametrize(
    "rule",
    [
        "@media print",
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "forced-colors: active",
        ":focus-visible",
        "@page",
    ],
)
def test_style_sheet_serves(rule: str) -> None:
    assert rule in CSS
