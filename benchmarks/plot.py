"""Small drawings as SVG: bars, and lines on logarithmic axes, where a slope of one is linear growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, MARGIN = 640, 400, 70
RIGHT = WIDTH - 30
"""Where lines end: half of a label such as 10,000 stands beyond."""
COLOURS = ("#1f4fa3", "#b3201c", "#2e7d4f", "#8a5a00")
"""Of lines, in turn: a drawing has at most as many."""
BAR, NAMES = 24, 150
"""The height of a bar with the gap below it, and the room for the names on its left."""


def plotted(title: str, along: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """The drawing. series: points (greater than 0) by name; along: what grows to the right.

    Raises ValueError for more lines than there are COLOURS.
    """
    points = [point for line in series.values() for point in line]
    across = _Axis([x for x, _ in points], MARGIN, RIGHT)
    up = _Axis([y for _, y in points], HEIGHT - MARGIN, 50)
    parts = [
        *_sheet(title, MARGIN, HEIGHT),
        f'<text x="{RIGHT}" y="{HEIGHT - 32}" text-anchor="end">{along}</text>',
    ]
    for tick in across.ticks():
        parts.append(f'<path d="M{across.at(tick)} 50V{HEIGHT - MARGIN}" stroke="#e4e2dd"/>')
        parts.append(_label(across.at(tick), HEIGHT - MARGIN + 20, "middle", tick))
    for tick in up.ticks():
        parts.append(f'<path d="M{MARGIN} {up.at(tick)}H{RIGHT}" stroke="#e4e2dd"/>')
        parts.append(_label(MARGIN - 8, up.at(tick) + 4, "end", tick))
    names: list[str] = []
    for colour, (name, line) in zip(COLOURS[: len(series)], series.items(), strict=True):
        drawn = " ".join(f"{across.at(x)},{up.at(y)}" for x, y in line)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across.at(x)}" cy="{up.at(y)}" r="3.5" fill="{colour}"/>' for x, y in line]
        names.append(f'<tspan dx="{16 if names else 0}" fill="{colour}">{name}</tspan>')
    # below the axis, where no line can cross them
    parts.append(f'<text x="{MARGIN}" y="{HEIGHT - 10}">{"".join(names)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def barred(title: str, groups: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """Bars from zero, group by group, with their names and values; the first of a group stands out."""
    longest = max(value for bars in groups.values() for _, value in bars)
    parts, y = [], 62
    for group, bars in groups.items():
        parts.append(f'<text x="20" y="{y}" font-weight="600">{group}</text>')
        for place, (name, value) in enumerate(bars):
            y += BAR
            length = round((WIDTH - NAMES - 80) * value / longest)
            colour = COLOURS[0] if place == 0 else "#9aa3b2"
            parts.append(f'<text x="{NAMES - 8}" y="{y}" text-anchor="end">{name}</text>')
            parts.append(f'<rect x="{NAMES}" y="{y - 13}" width="{length}" height="16" fill="{colour}"/>')
            parts.append(f'<text x="{NAMES + length + 6}" y="{y}" fill="#5c5f66">{value:g}</text>')
        y += BAR + 14
    return "\n".join([*_sheet(title, 20, y), *parts, "</svg>\n"])


def _sheet(title: str, left: int, height: int) -> list[str]:
    """The beginning of a drawing: white, with its title."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#1b1c1f">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="28" font-size="16" font-weight="600">{title}</text>',
    ]


class _Axis:
    """Places values between two ends of the drawing, in whole powers of ten."""

    def __init__(self, values: Sequence[float], start: int, end: int) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def at(self, value: float) -> int:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start))

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _label(x: int, y: int, anchor: str, value: float) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#5c5f66">{value:,g}</text>'
