"""Draws SVG plots without a library: bars of rates on a logarithmic scale, and lines of growth.

A line of growth has a logarithmic x axis and a linear y axis from zero, so a constant is flat.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_COLOURS = ("#1f5f8b", "#d1672c", "#4b8b3b", "#8b3b74", "#6b6b6b")
_OURS = "cleaner"
_STYLE = (
    "<style>text{font:13px system-ui,sans-serif;fill:#222}.h{font-weight:600;font-size:15px}"
    ".s{fill:#666;font-size:12px}line{stroke:#ddd}</style>"
)
_LABELS, _WIDE, _ROW = 300, 480, 22


def bars(groups: Mapping[str, Sequence[tuple[str, float]]], unit: str) -> str:
    """Return an SVG of horizontal bars with one scale; `groups` is {heading: [(label, value)]}."""
    values = [value for rows in groups.values() for _, value in rows if value > 0]
    low, high = _decades(values)
    body, y = [f'<text x="8" y="18" class="s">{escape(unit)}, logarithmic</text>'], 52
    total = 70 + sum(34 + _ROW * len(rows) for rows in groups.values())
    body += _grid(low, high, _LABELS, _WIDE, 44, total - 20)
    for heading, rows in groups.items():
        y += 26
        body.append(f'<text x="8" y="{y}" class="h">{escape(heading)}</text>')
        y += 8
        for label, value in rows:
            width = _WIDE * (math.log10(value) - low) / (high - low) if value > 0 else 0
            colour = _COLOURS[0] if label.startswith(_OURS) else _COLOURS[4]
            body.append(f'<text x="{_LABELS - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>')
            body.append(f'<rect x="{_LABELS}" y="{y + 3}" width="{width:.1f}" height="15" fill="{colour}"/>')
            body.append(f'<text x="{_LABELS + width + 5:.1f}" y="{y + 15}" class="s">{_short(value)}</text>')
            y += _ROW
    return _svg(_LABELS + _WIDE + 70, total, body)


def lines(panels: Sequence[tuple[str, str, str, Mapping[str, Sequence[tuple[float, float]]]]]) -> str:
    """Return an SVG of panels, three in a row; a panel is (heading, name of x, name of y, {label: [(x, y)]})."""
    wide, tall, across = 330, 270, 3
    body = []
    for number, (heading, x_name, y_name, series) in enumerate(panels):
        left, top = 12 + number % across * wide, 12 + number // across * tall
        body.append(f'<g transform="translate({left},{top})">{_panel(heading, x_name, y_name, series)}</g>')
    rows = (len(panels) + across - 1) // across
    return _svg(24 + wide * min(across, len(panels)), 24 + tall * rows, body)


def _panel(heading: str, x_name: str, y_name: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    left, top, wide, tall = 52, 40, 240, 165
    points = [point for row in series.values() for point in row if min(point) > 0]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low_x, high_x = math.log10(min(xs)), math.log10(max(xs))
    step = _step(max(ys))
    high_y = math.ceil(max(ys) / step) * step
    body = [f'<text x="0" y="14" class="h">{escape(heading)}</text>']
    body.append(f'<text x="0" y="31" class="s">{escape(y_name)}</text>')
    for at in range(round(high_y / step) + 1):
        y = top + tall * (1 - at * step / high_y)
        body.append(f'<line x1="{left}" x2="{left + wide}" y1="{y:.1f}" y2="{y:.1f}"/>')
        body.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" class="s">{_short(at * step)}</text>')
    for at, (label, row) in enumerate(series.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        placed = [
            (
                left + wide * ((math.log10(x) - low_x) / ((high_x - low_x) or 1)),
                top + tall * (1 - y / high_y),
            )
            for x, y in row
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        if len(series) > 1:
            body.append(
                f'<rect x="{left + 8}" y="{top + tall - 44 + 17 * at}" width="10" height="10" fill="{colour}"/>'
            )
            body.append(f'<text x="{left + 23}" y="{top + tall - 35 + 17 * at}" class="s">{escape(label)}</text>')
    for x in sorted({min(xs), max(xs), *(x for x in xs if _is_round(x))}):
        place = left + wide * ((math.log10(x) - low_x) / ((high_x - low_x) or 1))
        body.append(
            f'<text x="{place:.1f}" y="{top + tall + 16}" text-anchor="middle" class="s">{_short(x)}</text>'
        )
    body.append(
        f'<text x="{left + wide / 2}" y="{top + tall + 33}" text-anchor="middle" class="s">{escape(x_name)}</text>'
    )
    return "".join(body)


def _grid(low: int, high: int, left: int, wide: int, top: int, bottom: int) -> list[str]:
    found = []
    for decade in range(low, high + 1):
        x = left + wide * (decade - low) / (high - low)
        found.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>')
        found.append(
            f'<text x="{x:.1f}" y="{top - 4}" text-anchor="middle" class="s">{_short(10.0**decade)}</text>'
        )
    return found


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _step(most: float) -> float:
    """Return a round distance between grid lines for about four lines."""
    size = 10.0 ** math.floor(math.log10(most / 4))
    return next(size * times for times in (1, 2, 5, 10) if size * times * 4.5 >= most)


def _is_round(value: float) -> bool:
    return math.isclose(math.log10(value), round(math.log10(value)))


def _short(value: float) -> str:
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def _svg(wide: float, tall: float, body: Sequence[str]) -> str:
    size = f'viewBox="0 0 {wide:.0f} {tall:.0f}" width="{wide:.0f}" height="{tall:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'{_STYLE}<rect width="100%" height="100%" fill="#fff"/>{"".join(body)}</svg>\n'
    )
