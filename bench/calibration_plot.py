"""What was said against what came true, as a picture: plain SVG, for light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple


class Series(NamedTuple):
    """One way to weigh: mean probability said, share that came true and number of claims per bucket."""

    name: str
    points: list[tuple[float, float, int]]


_SIZE, _MARGIN, _TOP = 360, 52, 56
#: Blue and orange are told apart by all common kinds of colour blindness; the shapes differ as well.
_STYLE = """
  .paper { fill: #fff }
  text { font: 13px system-ui, sans-serif; fill: #222 }
  .frame { fill: none; stroke: #888 } .grid { stroke: #8884 } .even { stroke: #888; stroke-dasharray: 5 4 }
  .s0 { fill: #0b62a8; stroke: #0b62a8 } .s1 { fill: #b8540a; stroke: #b8540a }
  .bar { stroke-width: 1.5 } .line { fill: none; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #161b22 } text { fill: #eee }
    .s0 { fill: #6db5f2; stroke: #6db5f2 } .s1 { fill: #f2a65a; stroke: #f2a65a }
  }"""


def calibration_svg(series: Sequence[Series]) -> str:
    """The picture: a point per bucket with a 90 % interval of its share, and the diagonal of perfection."""
    width, height = _SIZE + 2 * _MARGIN, _SIZE + _MARGIN + _TOP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"',
        f'aria-label="Calibration: what was said against what came true" width="{width}" height="{height}">',
        f"<style>{_STYLE}\n</style>",
        # A page may be light where the reader's system is dark: the picture brings its own ground.
        f'<rect class="paper" width="{width}" height="{height}" rx="6"/>',
        *_axes(),
    ]
    for number, one in enumerate(series):
        parts += _drawn(number, one, shift=(number - (len(series) - 1) / 2) * 5)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(share: float) -> float:
    return _MARGIN + share * _SIZE


def _y(share: float) -> float:
    return _TOP + (1.0 - share) * _SIZE


def _axes() -> list[str]:
    parts = [f'<rect class="frame" x="{_x(0)}" y="{_y(1)}" width="{_SIZE}" height="{_SIZE}"/>']
    for step in range(6):
        share = step / 5
        parts += [
            f'<line class="grid" x1="{_x(share)}" y1="{_y(0)}" x2="{_x(share)}" y2="{_y(1)}"/>',
            f'<line class="grid" x1="{_x(0)}" y1="{_y(share)}" x2="{_x(1)}" y2="{_y(share)}"/>',
            f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.0%}</text>',
            f'<text x="{_x(0) - 6}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>',
        ]
    return [
        *parts,
        f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>',
        f'<text x="{_x(0.5)}" y="{_y(0) + 40}" text-anchor="middle">said</text>',
        f'<text x="{_x(0) + 6}" y="{_y(1) + 18}">came true</text>',
    ]


def _drawn(number: int, series: Series, shift: float) -> list[str]:
    own = f'class="s{number}'
    parts = []
    for said, came, count in series.points:
        low, high = _wilson(came, count)
        x = _x(said) + shift
        parts.append(f'<line {own} bar" x1="{x:.1f}" y1="{_y(low):.1f}" x2="{x:.1f}" y2="{_y(high):.1f}"/>')
        parts.append(_mark(number, x, _y(came), 2.5 + math.sqrt(count) / 1.5))
    path = " ".join(f"{_x(said) + shift:.1f},{_y(came):.1f}" for said, came, _ in series.points)
    left = _x(0) + number * _SIZE / 2
    parts += [
        f'<polyline {own} line" style="fill:none" points="{path}"/>',
        _mark(number, left + 6, 24, 5),
        f'<text x="{left + 18:.0f}" y="28">{escape(series.name)}</text>',
    ]
    return parts


def _mark(number: int, x: float, y: float, radius: float) -> str:
    if number == 0:
        return f'<circle class="s0" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    return (
        f'<rect class="s{number}" x="{x - radius:.1f}" y="{y - radius:.1f}" '
        f'width="{2 * radius:.1f}" height="{2 * radius:.1f}"/>'
    )


def _wilson(share: float, count: int) -> tuple[float, float]:
    """The 90 % score interval of a share (Wilson 1927)."""
    z = 1.645
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half
