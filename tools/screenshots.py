"""Pictures of every page of the reference server, in each of its states, at three widths and in both themes.

    .venv/bin/python -m tools.screenshots FOLDER [--browser firefox] [--only sign-in]

The walk through the pages is the one of tests/pages, so that no page is forgotten; a page in a wrong state
ends it with an error. Each picture is FOLDER/THEME/WIDTH/SCENE.png and shows the page to its end.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from harness import browsers, target_file
from harness.plugin import start_in_a_fresh_step
from targets.port import Target, TargetError
from tests.pages.look import looks
from tests.pages.regulars import Regular, Venue
from tests.pages.scene import Scene, every_scene

WIDTHS = (390, 820, 1366)


def main(argv: Sequence[str] | None = None) -> int:
    """Makes the pictures. Exit codes: 0 made, 1 a page or browser didn't do as it should, 2 wrong call."""
    options = _parser().parse_args(argv)
    scenes = [scene for name, scene in every_scene().items() if options.only in name]
    if not scenes:
        print(
            f"screenshots: no scene has {options.only!r} in its name; --help lists them all", file=sys.stderr
        )
        return 2
    try:
        count = _make(scenes, options.folder, options.browser)
    except (AssertionError, TargetError, browsers.NoBrowser) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    print(f"{count} pictures in {options.folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.screenshots",
        description=f"Takes pictures of the reference server's pages at {WIDTHS} px, light and dark.",
        epilog="Scenes: " + ", ".join(every_scene()) + ".",
    )
    parser.add_argument("folder", type=Path, help="where to put the pictures; made if it is missing")
    parser.add_argument("--browser", choices=("chromium", "firefox"), default="chromium")
    parser.add_argument("--only", default="", metavar="TEXT", help="only scenes with this in their name")
    return parser


def _make(scenes: Sequence[Scene], folder: Path, browser_name: str) -> int:
    product = target_file.load("reference", Path())
    product.start()
    try:
        with sync_playwright() as playwright:
            browser = getattr(playwright, browser_name).launch(**browsers.launch_options(browser_name))
            regulars: dict[str, Regular] = {}
            return sum(_picture(scene, product, browser, regulars, folder) for scene in scenes)
    finally:
        product.stop()


def _picture(
    scene: Scene, product: Target, browser: Browser, regulars: dict[str, Regular], folder: Path
) -> int:
    """All pictures of one scene; returns how many."""
    start_in_a_fresh_step(product)
    page = scene.open(Venue(product, browser.new_context, regulars))
    count = 0
    for width, theme in looks(page, WIDTHS):
        # A window as high as the page, else what sticks to its edges covers the middle of the picture.
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / theme / str(width) / f"{scene.name}.png")
        count += 1
    for context in browser.contexts:
        context.close()
    return count


if __name__ == "__main__":
    sys.exit(main())
