"""Cucumber's own HTML formatter renders the log: nothing of ours is needed to read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import npm
from tests.messages.doors import Ran

PACKAGES = ("@cucumber/html-formatter@24.2.0", "@cucumber/messages@34.2.1")

RENDER = """\
import fs from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CucumberHtmlStream } from '@cucumber/html-formatter'

const [log, page] = process.argv.slice(2)
const messages = fs.readFileSync(log, 'utf8').split('\\n').filter(Boolean).map((line) => JSON.parse(line))
await pipeline(Readable.from(messages), new CucumberHtmlStream(), fs.createWriteStream(page))
"""


@pytest.fixture
def formatter(tmp_path: Path) -> Path:
    """A folder with the formatter installed, and the script that calls it."""
    (tmp_path / "render.mjs").write_text(RENDER, encoding="utf-8")
    return npm.install(tmp_path, "the formatter", *PACKAGES)


def render(formatter: Path, run: Ran) -> str:
    """Let the formatter write its page beside the log, where the paths in it lead to what they name."""
    written = run.report / "cucumber.html"
    npm.node(formatter, "render.mjs", str(run.log), str(written))
    return written.as_uri()


@pytest.mark.long
def test_the_official_formatter_shows_evidence_and_pictures(
    formatter: Path, pictured: Ran, page: Page
) -> None:
    page.goto(render(formatter, pictured))
    page.get_by_text("a_lost_phone.feature").click()
    expect(page.get_by_text("evidence.json").first).to_be_visible()
    picture = page.locator("img[src^='pictures/']").first
    expect(picture).to_have_js_property("complete", True)
    expect(picture).not_to_have_js_property("naturalWidth", 0)


@pytest.mark.slow
def test_the_official_formatter_shows_the_run(formatter: Path, alone: Ran, page: Page) -> None:
    page.goto(render(formatter, alone))
    expect(page.get_by_text("features/01_opening.feature")).to_be_visible()
    expect(page.get_by_text("features/02_staying_out.feature")).to_be_visible()
    expect(page.get_by_text("twofold@")).to_be_visible()
    # Cucumber lets a repetition mend a failure: five, where our verdicts say four.
    expect(page.get_by_text("(5 / 9) passed")).to_be_visible()
    page.get_by_text("features/01_opening.feature").click()  # the other one has failures, and is open
    expect(page.get_by_text("Turning the right key")).to_be_visible()
    expect(page.get_by_text("Expected: The door is locked.")).to_be_visible()
