"""Pictures without secrets: what to cover on a page before it is taken, and QR codes blanked afterwards.

A product's target names the places of its secrets (`secret_places`, CSS selectors); the ones below are
covered on every product.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.sync_api import Page

COVER = "rgb(128, 128, 128)"
"""The grey that is left of any colour without contrast: a cover and what it covers can't be told apart."""
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


PATIENCE = 3000
"""Milliseconds that a page has for a question; one that waits for its product may never answer."""
_COVER_UP = """(_, [places, cover]) => {
    const here = `:is(${places})`
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`
        ${here} { background: ${cover} !important; border-radius: 0 !important; transition: none !important;
            animation: none !important; filter: contrast(0) !important; clip-path: inset(0) !important }
        svg ${here} { opacity: 0 !important }`)
    const roots = [document]
    for (const root of roots)
        roots.push(...[...root.querySelectorAll("*")].map(e => e.shadowRoot).filter(root => root))
    for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    window[Symbol.for("twofold.uncover")] = () => {
        for (const root of roots)
            root.adoptedStyleSheets = root.adoptedStyleSheets.filter(other => other !== sheet)
    }
    const isGrey = style => style.filter === "contrast(0)" && style.backgroundColor === cover
        && style.clipPath.startsWith("inset(0") && style.display !== "contents"
    const isCovered = (e, style) => style.opacity === "0" || !e.ownerSVGElement && isGrey(style)
    const found = roots.flatMap(root => [...root.querySelectorAll(here)])
    return found.filter(e => !isCovered(e, getComputedStyle(e))).length
}"""
_UNCOVER = '() => window[Symbol.for("twofold.uncover")]()'


@contextmanager
def covered(page: Page, places: Iterable[str]) -> Iterator[None]:
    """Every place of a secret on a page, in open shadow trees too, is an even grey as long as this lasts.

    By a style sheet that the page adopts, which no content security policy forbids and which moves nothing;
    then each place is asked whether it took. Raises NoPicture where one didn't.
    """
    selectors = ", ".join(dict.fromkeys([*PLACES, *places]))
    left = page.locator(":root").evaluate(_COVER_UP, [selectors, COVER], timeout=PATIENCE)
    try:
        if left:
            raise NoPicture(f"{left} of its places of secrets can't be covered")
        yield
    finally:
        # A page that has gone elsewhere meanwhile has nothing left to uncover.
        with suppress(PlaywrightError):
            page.locator(":root").evaluate(_UNCOVER, timeout=PATIENCE)


def texts_of_codes(data: bytes) -> list[str]:
    """What a camera reads in a picture: the text of every QR code or other barcode."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)).convert("L"))]


def without_codes(data: bytes) -> bytes | None:
    """The picture with every QR code and barcode covered; None when one resists or it can't be read.

    A picture without any stays as it is, byte for byte, unless text beside its pixels holds something.
    """
    try:
        opened = Image.open(io.BytesIO(data))
        if not zxingcpp.read_barcodes(opened.convert("L")):
            return data
    except OSError:
        return None
    picture = opened.convert("RGB")
    for _ in range(BLANKING_ROUNDS):
        found = zxingcpp.read_barcodes(picture.convert("L"))
        if not found:
            return _written(picture, opened.format)
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
