"""A run's masked pictures as a guide shows them: with rings around what to use, without empty margins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

RING = (209, 36, 98)
"""Red enough to be seen on any page, and dark enough to be seen in grey print."""
THICKNESS, GAP, ROUNDING = 3, 5, 8
"""Of a ring, how far it is from what it marks, and of its corners, in pixels."""
MARGIN = 24
"""Pixels that are left around what a page shows."""
FINER = 4
"""How many times larger a ring is drawn before it is made smaller, so that its corners are smooth."""

Mark = tuple[float, ...]
"""Left, top, width and height in parts of a picture."""


def draw(source: Path, into: Path, marks: Iterable[Mark]) -> tuple[int, int]:
    """Write the picture as a guide shows it, and return its width and height in pixels.

    Raises OSError when the picture is missing or none.
    """
    with Image.open(source) as opened:
        picture = opened.convert("RGBA")
    for mark in marks:
        _ring(picture, mark)
    trimmed = _trimmed(picture.convert("RGB"))
    trimmed.save(into, optimize=True)
    return trimmed.size


def _ring(picture: Image.Image, mark: Mark) -> None:
    left, top, width, height = (
        round(part * whole) for part, whole in zip(mark, picture.size * 2, strict=True)
    )
    size = (width + 2 * GAP, height + 2 * GAP)
    large = Image.new("RGBA", (size[0] * FINER, size[1] * FINER), (*RING, 0))
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, large.width - 1, large.height - 1),
        ROUNDING * FINER,
        outline=(*RING, 255),
        width=THICKNESS * FINER,
    )
    place = (left - GAP, top - GAP)
    layer = Image.new("RGBA", picture.size)
    layer.paste(large.reduce(FINER), place)
    picture.alpha_composite(layer)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the margins that have the colour of the last pixel; whole where there is nothing else."""
    corner = picture.getpixel((picture.width - 1, picture.height - 1))
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, corner)).getbbox()
    if box is None:
        return picture
    left, top, right, bottom = box
    return picture.crop(
        (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, picture.width),
            min(bottom + MARGIN, picture.height),
        )
    )
