"""Looks for secrets in every byte of every file that a run left: archives, encodings, pictures and all.

Written without the harness's own finder, so that the two don't share a blind spot.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import zxingcpp
from PIL import Image, ImageDraw

from tests.canary import videos

ROUNDS = 3
LONG = 10
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_ESCAPES = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
_OUTLINE = re.compile(r"[Mm][MmHhVv0-9 .,-]{300,}")


@dataclass(frozen=True)
class Truth:
    """What must not be found: texts with their labels, and where they stood on the page."""

    secrets: dict[str, str]
    boxes: dict[str, list[dict[str, float]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """A secret that got through: which and where, never what."""

    where: str
    label: str
    way: str


def search(folder: Path, truth: Truth, files: str = "*") -> list[Hit]:
    """Everything found in the files of a folder that a pattern names, and in their names."""
    hits: list[Hit] = []
    for file in sorted(path for path in folder.rglob(files) if path.is_file()):
        where = str(file.relative_to(folder))
        hits += [Hit(where, label, "name") for label in _named(where, truth)]
        for inner, way, text in readings(where, file.read_bytes()):
            hits += [Hit(inner, label, way) for label in _named(text, truth)]
        if file.suffix == ".png":
            boxes = next((boxes for example, boxes in truth.boxes.items() if example in where), [])
            hits += [Hit(where, "a place of secrets on the page", "pixels") for _ in bare(file, boxes)]
    return sorted(set(hits), key=lambda hit: (hit.where, hit.label, hit.way))


def readings(where: str, data: bytes) -> Iterator[tuple[str, str, str]]:
    """All texts that data can be read as, with where and how."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield where, "name in a zip", name
                yield from readings(f"{where}!{name}", archive.read(name))
    elif data[:2] == b"\x1f\x8b":
        yield from readings(f"{where}!gz", gzip.decompress(data))
    elif data[:4] == b"\x89PNG" or data[:3] == b"\xff\xd8\xff":
        for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)).convert("L")):
            yield where, "QR code", code.text
        yield where, "bytes of a picture", data.decode("latin-1")
    elif data[:4] == videos.MAGIC:
        for frame in videos.frames(data):
            yield from ((where, "QR code in a video", code.text) for code in zxingcpp.read_barcodes(frame))
    else:
        for way, text in _texts(data):
            for how, reading in _unfolded(text, way):
                yield where, how, reading


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """A file's text: of JSON all strings, since a number in it that looks like a code is a time or a size."""
    text = data.decode("utf-8", "replace")
    if b"\x00" in data:
        yield "UTF-16", data.decode("utf-16", "replace")
    try:
        yield "JSON", "\n".join(_strings(json.loads(text)))
        return
    except ValueError:
        pass
    plain = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
            plain.append("\n".join(_strings(value)) if isinstance(value, dict | list) else line)
        except ValueError:
            plain.append(line)
    yield "text", "\n".join(plain)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _unfolded(text: str, way: str) -> Iterator[tuple[str, str]]:
    """A text, what it says once its escapes are read, once, twice and thrice, and its Base64 and drawings."""
    yield from _blobs(text, way)
    for turn in range(ROUNDS + 1):
        how = f"{way}, unescaped {turn} times"
        yield how, text
        yield f"{how}, without tags", re.sub(r"<[^<>]*>", "", text)
        for outline in _OUTLINE.findall(text):
            for code in zxingcpp.read_barcodes(drawn(outline)):
                yield f"{how}, drawn QR code", code.text
        before, text = text, _unescaped(text)
        if text == before:
            return


def _unescaped(text: str) -> str:
    text = _ESCAPES.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    return unquote(html.unescape(text))


def _blobs(text: str, way: str) -> Iterator[tuple[str, str]]:
    for blob in set(_BLOB.findall(text)):
        plain = blob.rstrip("=").replace("-", "+").replace("_", "/")
        for part in (plain[skip:] for skip in range(4)):
            whole = part[: len(part) - (len(part) % 4 == 1)]
            data = base64.b64decode(whole + "=" * (-len(whole) % 4))
            yield f"{way}, Base64", data.decode("latin-1")
            if data[:4] == b"\x89PNG":
                yield from ((f"{way}, Base64, {how}", inner) for _, how, inner in readings("", data))


def drawn(outline: str) -> Image.Image:
    """The picture of an SVG outline made of horizontal strokes one unit thick, as QR codes are drawn."""
    picture = Image.new("L", (900, 900), 255)
    pen, x, y, scale = ImageDraw.Draw(picture), 0.0, 0.0, 8
    for letter, numbers in re.findall(r"([MmHhVv])([^MmHhVv]*)", outline):
        values = [float(n) for n in re.findall(r"-?[0-9]*\.?[0-9]+", numbers)]
        if letter in "Mm" and len(values) >= 2:
            x, y = (values[0], values[1]) if letter == "M" else (x + values[0], y + values[1])
        elif letter in "Hh" and values:
            end = values[0] if letter == "H" else x + values[0]
            pen.rectangle(
                ((x + 4) * scale, (y + 3.5) * scale, (end + 4) * scale - 1, (y + 4.5) * scale - 1), 0
            )
            x = end
    return picture


def bare(file: Path, boxes: list[dict[str, float]]) -> Iterator[dict[str, float]]:
    """The places of secrets that are not covered by one even colour in a picture of a whole page."""
    picture = Image.open(file).convert("RGB")
    for box in boxes:
        x, y, width, height = (round(box[name]) for name in ("x", "y", "width", "height"))
        inside = picture.crop((x + 2, y + 2, x + width - 2, y + height - 2))
        if width > 4 and height > 4 and inside.getcolors(1) is None:
            yield box


def _named(text: str, truth: Truth) -> set[str]:
    """The labels of the secrets that stand in a text, cut ones included."""
    squeezed = re.sub(r"[\W_]+", "", text).lower()
    return {label for secret, label in truth.secrets.items() if _stands_in(secret, text, squeezed)}


def _stands_in(secret: str, text: str, squeezed: str) -> bool:
    letters = re.sub(r"[\W_]+", "", secret).lower()
    if letters.isdecimal() and len(letters) < LONG:
        gaps = "[ \u00a0+-]?".join(letters)
        number = rf"(?<![0-9])(?<![0-9]\.){gaps}(?![0-9])(?!\.[0-9])"
        return any(not _in_hash(text, match) for match in re.finditer(number, text))
    if letters in squeezed or base64.b64encode(secret.encode()).decode().rstrip("=") in text:
        return True
    if len(letters) < 2 * LONG or secret.startswith("otpauth:"):  # of a URI, the key in it is what counts
        return False
    return letters[:LONG] in squeezed or letters[-LONG:] in squeezed


def _in_hash(text: str, match: re.Match[str]) -> bool:
    """Whether digits are part of a long hexadecimal name, such as those of a trace's resources."""
    around = text[max(match.start() - 40, 0) : match.end() + 40]
    return any(match[0] in run for run in re.findall(r"[0-9a-f]{32,}", around))
