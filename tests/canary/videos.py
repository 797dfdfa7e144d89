"""Videos for the gate: an encoder for Playwright to record with, and the pictures in what it recorded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from harness import browsers

MAGIC = b"\x1a\x45\xdf\xa3"
"""How a WebM file begins (RFC 8794, 11.2.1)."""
NAMES = {"linux": "ffmpeg-linux", "darwin": "ffmpeg-mac", "win32": "ffmpeg-win64.exe"}
DOWNLOADS = "PLAYWRIGHT_BROWSERS_PATH"


def environment(folder: Path) -> dict[str, str]:
    """What a run needs to record videos: nothing where Playwright has its encoder, else a folder with one.

    The browser is named then, since Playwright would look for its own in that folder.
    """
    name = NAMES[sys.platform]
    if (_place(os.environ.copy()) / name).is_file():
        return {}
    changed = {DOWNLOADS: str(folder)}
    place = _place({**os.environ, **changed})
    place.mkdir(parents=True)
    (place / name).symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    return {**changed, browsers.OVERRIDES["chromium"]: str(browsers.require("chromium").path)}


def _place(environment: dict[str, str]) -> Path:
    """The folder in which this Playwright looks for its encoder."""
    asked = [sys.executable, "-m", "playwright", "install", "--dry-run", "ffmpeg"]
    told = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Install location:\s+(\S.*)", told)
    assert found, told
    return Path(found[1].strip())


def frames(data: bytes) -> Iterator[Image.Image]:
    """Every picture of a video that differs from the one before."""
    with tempfile.NamedTemporaryFile(suffix=".webm") as file:
        file.write(data)
        file.flush()
        reader = imageio_ffmpeg.read_frames(file.name, pix_fmt="gray", bits_per_pixel=8)
        size = next(reader)["size"]
        before = b""
        for frame in reader:
            if frame != before:
                yield Image.frombytes("L", size, frame)
            before = frame
