"""Pictures that are kept show nobody's secrets; traces have a folder a step."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from harness import pictures
from harness.album import Album, sweep
from harness.keeper import Keeper
from harness.messages import envelopes as say
from harness.pictures import NoPicture

GREY = (0x80, 0x80, 0x80)
KEY = segno.make("otpauth://totp/Shop:alice?secret=JBSWY3DPEHPK3PXP").svg_inline(scale=4)
PAGE = f"""
<style>body > * {{ display: block; width: 300px; height: 60px; background: #fff }}</style>
<h1>Set up</h1>
<div style="height: 300px" role="img">{KEY}</div>
<input id="password" type="password" value="hunter2">
<input id="code" value="123456">
<code id="key">JBSWY3DPEHPK3PXP</code>
<p id="spelled">one two three four</p>
"""


@pytest.fixture
def album(tmp_path: Path) -> Album:
    keeper = Keeper("strict")
    keeper.places = ("#spelled",)
    return Album(tmp_path, "set-up", keeper)


def test_everything_secret_is_covered(page: Page, album: Album) -> None:
    page.set_content(PAGE)
    assert codes_in(page.screenshot()), "the picture is expected to hold a QR code before it is covered"
    path = album.take(page)
    picture = Image.open(album.folder / path).convert("RGB")
    assert not codes_in((album.folder / path).read_bytes())
    for place in ("#password", "#code", "#key", "#spelled", "[role=img]"):
        assert colours_of(picture, page, place) == {GREY}, place
    assert len(colours_of(picture, page, "h1")) > 1


def test_secrets_in_a_component_of_the_page_are_covered(page: Page, album: Album) -> None:
    page.set_content("<h1>Codes</h1><section style='display: block; width: 300px; height: 60px'></section>")
    fill = (
        "e => e.attachShadow({mode: 'open'}).innerHTML = '<code style=\"font-size: 40px\">ABCD-EFGH</code>'"
    )
    page.locator("section").evaluate(fill)
    picture = Image.open(album.folder / album.take(page)).convert("RGB")
    assert colours_of(picture, page, "code") == {GREY}


def test_a_policy_against_styles_keeps_nothing_bare(page: Page, album: Album) -> None:
    policy = "<meta http-equiv='content-security-policy' content=\"default-src 'none'\">"
    page.set_content(f"<head>{policy}</head><code>ABCD-EFGH</code>")
    picture = Image.open(album.folder / album.take(page)).convert("RGB")
    assert colours_of(picture, page, "code") == {GREY}


def test_a_place_that_changes_slowly_is_covered_at_once(page: Page, album: Album) -> None:
    page.set_content("<style>code { transition: all 60s; background: #fff }</style><code>ABCD-EFGH</code>")
    picture = Image.open(album.folder / album.take(page)).convert("RGB")
    assert colours_of(picture, page, "code") == {GREY}


def test_a_part_of_a_drawing_is_hidden_or_there_is_no_picture(page: Page, tmp_path: Path) -> None:
    keeper = Keeper("strict")
    keeper.places = ("text",)
    album, name = Album(tmp_path, "drawing", keeper), "aria-hidden='true' width='300' height='60'"
    page.set_content(f"<svg {name}><text y='40'>ABCD-EFGH</text></svg>")
    picture = Image.open(tmp_path / album.take(page)).convert("RGB")
    assert colours_of(picture, page, "text") == {(255, 255, 255)}
    page.set_content(f"<svg {name}><text y='40' style='opacity: 1 !important'>ABCD-EFGH</text></svg>")
    with pytest.raises(NoPicture, match="1 of its places"):
        album.take(page)


def test_a_page_is_afterwards_as_it_was(page: Page, album: Album) -> None:
    page.set_content(PAGE)
    before = page.screenshot()
    album.take(page)
    assert page.screenshot() == before


@pytest.mark.parametrize(
    "style", ["filter: none !important", "display: contents", "background: none !important"]
)
def test_a_place_that_resists_gives_no_picture(style: str, page: Page, album: Album) -> None:
    page.set_content(f"<code style='{style}'>ABCD-EFGH</code>")
    with pytest.raises(NoPicture, match=r"^not kept: 1 of its places of secrets can't be covered"):
        album.take(page)


def codes_in(png: bytes) -> int:
    return len(zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L")))


def colours_of(picture: Image.Image, page: Page, place: str) -> set[tuple[int, ...]]:
    box = page.locator(place).bounding_box()
    assert box is not None
    inside = picture.crop(
        (
            int(box["x"]) + 1,
            int(box["y"]) + 1,
            int(box["x"] + box["width"]) - 1,
            int(box["y"] + box["height"]) - 1,
        )
    )
    found = inside.getcolors(1 << 20) or []
    return {colour for _, colour in found if isinstance(colour, tuple)}


def test_a_picture_with_a_readable_code_is_not_kept(
    page: Page, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PLACES", ("input",))
    monkeypatch.setattr(pictures, "_cover", lambda *_: None)
    page.set_content(PAGE)
    with pytest.raises(NoPicture, match="a QR code in it can't be covered"):
        album.take(page)
    assert not list(album.folder.rglob("*.png"))


def test_strictly_a_target_has_to_name_its_places_first(page: Page, tmp_path: Path) -> None:
    page.set_content(PAGE)
    with pytest.raises(NoPicture, match=r"^not kept: the target doesn't say"):
        Album(tmp_path, "set-up", Keeper("strict")).take(page)
    assert not list(tmp_path.rglob("*.png"))


def test_a_page_that_is_gone_gives_no_picture(page: Page, album: Album) -> None:
    page.close()
    with pytest.raises(NoPicture, match=r"^not taken: "):
        album.take(page)


def test_pictures_of_earlier_runs_go(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    for name in ("old.png", "new.png"):
        (tmp_path / "pictures" / name).touch()
    sweep(tmp_path, {"pictures/new.png"})
    assert [path.name for path in tmp_path.rglob("*.png")] == ["new.png"]


@pytest.mark.slow
def test_a_real_run_keeps_a_picture_a_then_and_a_folder_a_step(tmp_path: Path) -> None:
    options = ["--no-doctor", "--pictures", "thens", "--tracing", "on", "--output", str(tmp_path / "traces")]
    command = [sys.executable, "-m", "pytest", "steps", "-k", "a_lost_phone and for_the_first_time", *options]
    run = subprocess.run(
        [*command, "--report-dir", str(tmp_path), "--no-history", "-p", "no:xdist"],
        env={**os.environ},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    (result,) = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["results"]
    kept = [deed.get("picture") for step in result["steps"] for deed in step.get("evidence", [])]
    assert len([path for path in kept if path]) == thens(result["steps"]) >= 1
    assert all((tmp_path / path).is_file() for path in kept if path)
    with_pages = [step for step in result["steps"] if "evidence" in step]
    assert attached(tmp_path / "messages.ndjson") == (
        [step["evidence"] for step in with_pages],
        [path for path in kept if path],
    )
    titles = [title for trace in (tmp_path / "traces").rglob("*.zip") for title in folders_in(trace)]
    assert {f"{step['keyword']} {step['text']}" for step in with_pages} <= set(titles)
    assert len(with_pages) > 1


def attached(log: Path) -> tuple[list[Any], list[str]]:
    """What the event log holds of each step's deeds, and its pictures."""
    envelopes = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    bodies = [say.body_of(envelope, say.EVIDENCE) for envelope in envelopes]
    pictures_kept = [e["attachment"]["url"] for e in envelopes if "url" in e.get("attachment", {})]
    return [body["deeds"] for body in bodies if body is not None], pictures_kept


def thens(steps: list[dict[str, str]]) -> int:
    """How many steps there are from the first Then on."""
    keywords = [step["keyword"] for step in steps]
    return len(keywords) - keywords.index("Then")


def folders_in(trace: Path) -> list[str]:
    with zipfile.ZipFile(trace) as archive:
        lines = [
            line
            for name in archive.namelist()
            if name.endswith(".trace")
            for line in archive.read(name).splitlines()
        ]
    events = [json.loads(line) for line in lines]
    return [event["title"] for event in events if event.get("method") == "tracingGroup"]
