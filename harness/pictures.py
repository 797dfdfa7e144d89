"""Pictures without secrets: what to cover on a page before it is taken, and QR codes blanked afterwards.

A product's target names the places of its secrets (`secret_places`, CSS selectors); the ones below are
covered on every product.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import zxingcpp
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from playwright.sync_api import Page

COVER = "#6b7280"
PLACES = (
    # whatever people type or choose
    "input:not([type=submit], [type=button], [type=checkbox], [type=radio], [type=hidden])",
    "textarea",
    "select",
    "[contenteditable]",
    # keys and backup codes as text
    "code, kbd, samp, pre, output",
    # QR codes, drawn or loaded
    "img, canvas, [role=img], svg:not([aria-hidden=true]), object, embed, iframe, video",
)
"""Where any product shows or takes secrets (CSS selectors); wide on purpose."""
BLANKING_ROUNDS = 5


class NoPicture(Exception):
    """No picture may be kept; the text says why."""


def is_picture(data: bytes) -> bool:
    """Whether it begins as a PNG, JPEG, GIF or WebP picture does."""
    return data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP"


def screenshot_options(page: Page, places: Iterable[str]) -> dict[str, Any]:
    """Options for Playwright's screenshot that cover every place of a secret."""
    covered = ", ".join(dict.fromkeys([*PLACES, *places]))
    style = f":is({covered}) {{ opacity: 0 !important }}"
    return {"style": style, "mask": [page.locator(covered)], "mask_color": COVER}


def texts_of_codes(data: bytes) -> list[str]:
    """What a camera reads in a picture: the text of every QR code or other barcode."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)).convert("L"))]


def without_codes(data: bytes) -> bytes | None:
    """The picture with every QR code and barcode covered; None when one resists or it can't be read.

    A picture without any stays as it is, byte for byte, unless text beside its pixels holds something.
    """
    try:
        opened = Image.open(io.BytesIO(data))
        kind, picture = opened.format, opened.convert("RGB")
    except OSError:
        return None
    for turn in range(BLANKING_ROUNDS):
        found = zxingcpp.read_barcodes(picture.convert("L"))
        if not found:
            return data if turn == 0 else _written(picture, kind)
        for code in found:
            _cover(picture, code.position)
    return None


def _cover(picture: Image.Image, position: Any) -> None:
    corners = [position.top_left, position.top_right, position.bottom_right, position.bottom_left]
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    edge = max(max(across) - min(across), max(down) - min(down)) // 10 + 4
    box = (min(across) - edge, min(down) - edge, max(across) + edge, max(down) + edge)
    ImageDraw.Draw(picture).rectangle(box, fill=COVER)


def _written(picture: Image.Image, kind: str | None) -> bytes:
    out = io.BytesIO()
    picture.save(out, format=kind or "PNG")
    return out.getvalue()
