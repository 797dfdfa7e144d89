"""The report as documents: safe, self-contained, linkable, accessible, readable on paper, written when a run ends."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from harness import requirements
from harness.measures import exactly
from harness.record import Deed, Record, RunRecord
from harness.report import FEATURES, write, write_single
from harness.report.plugin import add_pages
from harness.words import product
from tests.report import runs
from tests.report.conftest import LOST_PHONE, TURNING_ON, WRONG_CODES, WRONG_TIME, Show

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1366, "height": 900}
MARKUP = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\"> & </pre>"
NOW = "2026-01-01T12:00:00.000+00:00"
CHAPTERS = (
    "01_turning_two_factor_authentication_on.feature",
    "06_a_lost_phone.feature",
    "07_a_phone_with_the_wrong_time.feature",
    "09_too_many_wrong_codes.feature",
    "standards/11_giving_nothing_away.feature",
)
KINDS = {
    "index": "index.html",
    "failure": LOST_PHONE,
    "strip": TURNING_ON,
    "window": WRONG_TIME,
    "lock": WRONG_CODES,
    "statements": "statements.html",
    "standards": "standards.html",
    "measured": "measured.html",
    "glossary": "glossary.html",
    "one file": "all.html",
}
"""A page of each kind, by what is special about it."""


def failed_run(features: Path = FEATURES) -> RunRecord:
    """Something of everything: a broken promise, a breakdown, a skip, an example that did not run, pictures."""
    record = runs.run_of(features)
    record["declared"] = {"period": 30, "steps_back": 1, "steps_ahead": 1, "lock": {"seconds": 900}}
    record["declares"] = ["Codes have 6 digits."]
    swept = exactly("window_back", 2, "Codes of a phone.", declared=1)
    swept["tried"] = [{"steps": steps, "accepted": -2 <= steps <= 1} for steps in range(-7, 8)]
    runs.measured(record, swept, exactly("lock_threshold", 5, "After 5 wrong codes.", declared=5))
    runs.end(record, "A backup code for the second time", "failed", runs.UNMET)
    runs.end(record, "Signing in to a new account", "error", "E   OSError: no port is free")
    runs.end(record, "Leaving the set-up half-way", "skipped")
    answers = {-20: "rejected", -1: "signed in", 0: "signed in", 2: "signed in"}
    codes = [runs.deed("enter code", steps_away=n, answer=a, reason="wrong") for n, a in answers.items()]
    runs.does(record, "A phone that runs far off", *codes)
    tries = ((0, "rejected"), (0, "locked out for now"), (901, "signed in"))
    runs.does(record, "Reaching the limit", *(runs.deed("enter code", at, answer=a) for at, a in tries))
    shown = [runs.deed("picture", picture="pictures/end.png") for _ in range(2)]
    runs.does(record, "Entering the code that the phone shows", *shown)
    del record["results"][-1]
    return record


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on a few chapters, with a page of each kind; nobody writes to it."""
    base = tmp_path_factory.mktemp("some")
    features, folder = base / "features", base / "report"
    (folder / "pictures").mkdir(parents=True)
    for name in CHAPTERS:
        (features / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FEATURES / name, features / name)
    Image.new("RGB", (1280, 720), "grey").save(folder / "pictures" / "end.png")
    record = failed_run(features)
    write(record, folder, features)
    write_single(record, folder, folder / "all.html", features)
    return folder


def test_markup_in_what_a_product_says_stays_text(show: Show) -> None:
    record = runs.run_of()
    result = runs.end(record, "Signing in to a new account", "failed", f"E   Boom: {MARKUP}")
    result["steps"][0]["text"] = record["target"] = record["build"] = MARKUP
    page = show(record, at=TURNING_ON)
    expect(page.locator(".run[open] .why pre").first).to_have_text(f"Boom: {MARKUP}")
    expect(page.locator(".run[open] .steps")).to_contain_text(MARKUP)
    expect(page.locator("body script, img")).to_have_count(0)
    assert product(MARKUP) in page.title()
    page = show(record)
    expect(page.locator("body script, img")).to_have_count(0)
    expect(page.locator(".facts")).to_contain_text(MARKUP)


@pytest.mark.parametrize("at", [LOST_PHONE, "all.html"])
def test_the_policy_stops_what_got_into_a_page(page: Page, some: Path, tmp_path: Path, at: str) -> None:
    text = (some / at).read_text(encoding="utf-8")
    assert text.count("</main>") == 1
    slipped_in = f"{MARKUP.removesuffix('</pre>')}<i style='color: red' id=odd>!</i></main>"
    (tmp_path / "page.html").write_text(text.replace("</main>", slipped_in), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.locator("#odd")).to_be_attached()
    assert page.title().endswith(" · Twofold")
    assert page.evaluate("getComputedStyle(odd).color !== 'rgb(255, 0, 0)'")
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex"
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_picture_is_shown_where_it_was_taken(show: Show, tmp_path: Path) -> None:
    record = runs.run_of()
    step = runs.end(record, "The old phone", "passed")["steps"][-1]
    deed = Deed(task="picture", by="Alice", device=1, at=NOW, product_time=NOW, picture="pictures/end.png")
    step["evidence"] = [deed]
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (1280, 720), "red").save(tmp_path / "pictures" / "end.png")
    page = show(record, at="chapters/moving-to-a-new-phone.html")
    page.locator("summary", has_text="The old phone").click()
    shown = page.get_by_role("img", name="The page after this step")
    expect(shown).to_have_js_property("naturalWidth", 1280)
    expect(page.locator(".steps > li", has=shown)).to_contain_text(step["text"])


def test_one_file_holds_its_pictures(page: Page, some: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(Path(shutil.copy(some / "all.html", tmp_path)).as_uri())
    picture = page.locator(".strip img").first
    picture.scroll_into_view_if_needed()  # pictures are loaded when somebody comes near
    expect(picture).to_have_js_property("naturalWidth", 1280)
    assert {url for url in asked if not url.startswith("data:")} == {page.url}


@pytest.mark.parametrize("at", ["index.html", LOST_PHONE, "standards.html"])
def test_a_page_asks_for_nothing_else(page: Page, some: Path, at: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((some / at).as_uri())
    assert asked == [page.url]


def test_every_link_leads_somewhere_and_anchors_are_unique(tmp_path: Path) -> None:
    write(failed_run(), tmp_path)
    pages = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    ids = {path: re.findall(r'\sid="([^"]+)"', text) for path, text in pages.items()}
    for path, text in pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        for link in re.findall(r'href="([^"]+)"', text):
            page, _, anchor = link.partition("#")
            there = (path.parent / page).resolve() if page else path
            assert there.name in ("run.json", "end.png") or not anchor or anchor in ids[there], (path, link)
            assert there.name in ("run.json", "end.png") or there.exists(), (path, link)


def test_links_of_one_file_stay_within_it(some: Path) -> None:
    text = (some / "all.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    links = {link for link in re.findall(r'href="([^"]+)"', text) if not link.startswith("data:")}
    assert {link for link in links if link.removeprefix("#") not in ids} == {"run.json"}


def test_an_anchor_outlives_a_change_of_order(tmp_path: Path) -> None:
    write(failed_run(), tmp_path)
    anchor = 'id="a-lost-phone--counting-the-codes-that-are-left"'
    assert anchor in (tmp_path / LOST_PHONE).read_text(encoding="utf-8")


ALIKE = """document.querySelectorAll('.statements').forEach(list => {
    const met = {}
    for (const item of [...list.children]) {
        met[item.className] = (met[item.className] ?? 0) + 1
        if (met[item.className] > 3) item.remove()
    }
})"""
"""Leaves three requirements of each look in a list: axe takes a minute for hundreds that are built alike."""


def looks() -> Iterator[Any]:
    """Each page on a phone, and on a dark desktop; all of them in one file once, as they look alike there."""
    for kind, at in KINDS.items():
        yield pytest.param(at, PHONE, False, id=f"{kind}, phone")
        if kind != "one file":
            yield pytest.param(at, DESKTOP, True, id=f"{kind}, dark")


@pytest.mark.parametrize(("at", "size", "dark"), tuple(looks()))
def test_axe_finds_nothing(page: Page, some: Path, at: str, size: ViewportSize, dark: bool) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto((some / at).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    page.evaluate(ALIKE)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_sees_a_fault_that_was_planted(page: Page, some: Path) -> None:
    page.goto((some / LOST_PHONE).as_uri())
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert Axe().run(page).violations_count == 1


def test_axe_finds_nothing_while_somebody_searches(page: Page, some: Path) -> None:
    page.goto((some / "index.html").as_uri())
    page.get_by_role("searchbox").fill("code")
    expect(page.locator(".found li").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("at", KINDS.values(), ids=KINDS.keys())
def test_nothing_is_wider_than_the_screen(page: Page, some: Path, at: str) -> None:
    page.goto((some / at).as_uri())
    for width in (320, 390, 768, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_word_without_an_end_is_broken(page: Page, show: Show) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    record = runs.run_of()
    runs.end(record, "Signing in to a new account", "failed", f"E   Boom: {'unbroken' * 40}")
    for at in ("index.html", TURNING_ON):
        show(record, at=at)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


LEVELS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(e => Number(e.tagName[1]))"
IN_ORDER = """() => {
    const main = document.querySelector('main'), footer = document.querySelector('body > footer')
    const header = document.querySelector('header.bar')
    const before = (a, b) => Boolean(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)
    return before(header, main) && before(main, footer) && document.querySelectorAll('main').length === 1
}"""


@pytest.mark.parametrize("at", KINDS.values(), ids=KINDS.keys())
def test_it_reads_well_with_styles_off(page: Page, some: Path, at: str) -> None:
    page.goto((some / at).as_uri())
    page.evaluate("document.querySelectorAll('style').forEach(e => e.remove())")
    levels = page.evaluate(LEVELS)
    first = levels.index(1)
    deeper = zip(levels[first:], levels[first + 1 :], strict=False)
    assert all(later <= earlier + 1 for earlier, later in deeper), levels
    assert levels.count(1) == 1 or at == "all.html"
    assert page.evaluate(IN_ORDER)
    said = page.locator("main").inner_text()
    assert len(said) > 100


def test_print_unfolds_the_examples_in_dark_ink(page: Page, show: Show) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    show(runs.run_of(), at=LOST_PHONE)
    assert page.locator(".steps").first.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    expect(page.locator(".bar")).to_be_hidden()


SESSION = cast(pytest.Session, None)
"""It is asked for nothing where all can be written."""


class Options:
    """The part of pytest's configuration that the record reads."""

    def __init__(self, folder: Path) -> None:
        self.options = {"--report-dir": str(folder), "--target": "reference", "--profile": "all"}
        self.rootpath = FEATURES.parent
        self.stash = pytest.Stash()
        self.pluginmanager = pytest.PytestPluginManager()

    def getoption(self, name: str, default: str = "") -> str:
        return self.options.get(name, default)


def test_the_end_of_a_run_writes_report_and_record(tmp_path: Path) -> None:
    record = Record(cast(pytest.Config, Options(tmp_path / "report")))
    record.results = {result["nodeid"]: result for result in failed_run()["results"]}
    record.pytest_sessionfinish(SESSION)
    add_pages(record)
    assert [path.name for path in record.written] == ["index.html", "run.json"]
    page, data = (path.read_text(encoding="utf-8") for path in record.written)
    assert "Partial run" in page
    assert "up to 1 step late" in page, "the target declares something"
    assert json.loads(data)["whole"] is False
    assert json.loads(data)["requirements"] == requirements.scored(FEATURES.parent, "all")


def test_a_new_run_takes_the_pages_of_the_last_one_away(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    record = Record(cast(pytest.Config, Options(folder)))
    record.results = {result["nodeid"]: result for result in failed_run()["results"]}
    record.pytest_sessionfinish(SESSION)
    add_pages(record)
    (folder / "notes.html").touch()
    Record(cast(pytest.Config, Options(folder))).forget_the_last_run()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["notes.html"]


def test_a_chapter_that_is_gone_leaves_no_page(tmp_path: Path) -> None:
    features = tmp_path / "features"
    features.mkdir()
    for name in ("06_a_lost_phone.feature", "07_a_phone_with_the_wrong_time.feature"):
        shutil.copy(FEATURES / name, features)
    write(runs.run_of(features), tmp_path, features)
    (features / "06_a_lost_phone.feature").unlink()
    write(runs.run_of(features), tmp_path, features)
    assert [path.name for path in tmp_path.glob("chapters/*")] == ["a-phone-with-the-wrong-time.html"]
