"""Small charts as SVG, drawn here so that a page needs no script: a line over days, and stacked bars.

Colours are the page's own, by class: `a`, `b`, `c` … in the order of the series. Coordinates are in CSS pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 640, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 10, 24


def line(title: str, labels: Sequence[str], values: Sequence[float]) -> str:
    """One value for each label, the first and the last label written below. "" where there is nothing."""
    if not values:
        return ""
    top = ceiling(max(values))
    xs = [_LEFT + number * (WIDTH - _LEFT - _RIGHT) / max(1, len(values) - 1) for number in range(len(values))]
    points = " ".join(f"{x:.1f},{_y(value, top):.1f}" for x, value in zip(xs, values, strict=True))
    area = f"M{xs[0]:.1f},{_y(0, top):.1f} L{points.replace(' ', ' L')} L{xs[-1]:.1f},{_y(0, top):.1f} Z"
    drawn = f'<path class="area" d="{area}"/><polyline class="line" points="{points}"/>'
    drawn += f'<circle class="dot" cx="{xs[-1]:.1f}" cy="{_y(values[-1], top):.1f}" r="3.5"/>'
    return _framed(title, top, drawn, labels)


def bars(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> str:
    """A bar for each label, stacked from several series (name, a value for each label)."""
    totals = [sum(values) for values in zip(*(values for _, values in series), strict=True)]
    if not totals:
        return ""
    top = ceiling(max(totals))
    room = (WIDTH - _LEFT - _RIGHT) / len(totals)
    width = max(1.0, min(room * 0.7, 36))
    drawn = []
    for number, label in enumerate(labels):
        x, below = _LEFT + room * number + (room - width) / 2, 0.0
        for place, (name, values) in enumerate(series):
            if value := values[number]:
                y = _y(below + value, top)
                drawn.append(
                    f'<rect class="{chr(ord("a") + place)}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
                    f'height="{max(1.0, _y(below, top) - y):.1f}"><title>{escape(label)}: {value:,.0f} {escape(name)}'
                    "</title></rect>"
                )
                below += value
    return _framed(title, top, "".join(drawn), labels)


def ceiling(value: float) -> float:
    """The next round number: 1, 2 or 5 times a power of ten."""
    if value <= 1:
        return 1
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM)


def _framed(title: str, top: float, drawn: str, labels: Sequence[str]) -> str:
    rules = ""
    for value in dict.fromkeys((0.0, top / 2 if top >= 2 else top, top)):
        y = _y(value, top)
        rules += f'<line class="rule" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        rules += f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>'
    ends = f'<text x="{_LEFT}" y="{HEIGHT - 6}">{escape(labels[0])}</text>'
    if len(labels) > 1:
        ends += f'<text x="{WIDTH - _RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(labels[-1])}</text>'
    about = f'class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"'
    return f"<svg {about}>{rules}{drawn}{ends}</svg>"
