"""The guide as a page: self-contained, accessible, for phones and paper, its pictures told in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from harness.record import RunRecord, Touch
from harness.user_guide import drawing
from harness.user_guide import page as paper
from harness.user_guide.page import Cover, Illustrator
from harness.user_guide.telling import Picture
from tests.report import runs
from tests.user_guide.scenes import SIZE, a_run, deed, deeds_of, paint, task_of, told

Show = Callable[..., Page]
COVER = Cover("Acme Shop", "Your second step", "Questions? help@shop.example", "release 7.2")
MARKUP = "<script>document.title = 'owned'</script>"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "guide"


@pytest.fixture
def show(page: Page, tmp_path: Path, into: Path) -> Show:
    def show(record: RunRecord, cover: Cover = COVER) -> Page:
        write(record, tmp_path, into, cover)
        page.goto((into / "index.html").as_uri())
        return page

    return show


def write(record: RunRecord, run: Path, into: Path, cover: Cover = COVER) -> Illustrator:
    return paper.write(record, told(record), cover, run, into)


def with_pictures(run: Path) -> RunRecord:
    """A run in which the second step was seen: a press with its picture, and what came of it."""
    record = a_run()
    step = "Alice signs in with her password and the code from her phone"
    deeds = deeds_of(record, "Reading the code off the phone", step)
    field = Touch(did="filled in", role="textbox", name="One-time code")
    press = Touch(
        did="pressed",
        role="button",
        name="Go on",
        picture=paint(run, "pictures/press.png"),
        title="Enter your code",
        marks=[[200 / SIZE[0], 120 / SIZE[1], 240 / SIZE[0], 120 / SIZE[1]]],
    )
    deeds[:] = [deed("sign in"), deed("enter code", field, press)]
    return record


def test_the_first_line_says_what_it_is_made_of(show: Show) -> None:
    shown = show(a_run())
    first = " ".join(shown.locator("header p").first.inner_text().split())
    assert first == (
        "Made for Acme Shop, release 7.2, from a test run of 1 March 2026. "
        "Pictures hide secrets: passwords, keys and codes are covered with grey."
    )
    expect(shown.locator("h1")).to_have_text("Your second step")
    expect(shown.locator("header")).to_contain_text("Questions? help@shop.example")
    assert shown.title() == "Your second step · Acme Shop"


def test_without_more_ado_it_has_a_title_and_no_line_of_contact(show: Show) -> None:
    shown = show(a_run(), Cover("Acme Shop"))
    expect(shown.locator("h1")).to_have_text("How to use two-factor authentication")
    expect(shown.locator(".contact")).to_have_count(0)


def test_every_task_has_a_link_a_heading_and_numbered_steps(show: Show) -> None:
    shown = show(a_run())
    links = shown.locator("nav a")
    assert links.count() == shown.locator("section").count() > 8
    for link in links.all():
        section = shown.locator(str(link.get_attribute("href")))
        expect(section.locator("h2")).to_have_text(link.inner_text())
        assert section.locator("ol.steps > li").count() >= 2
    levels = shown.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_did_not_hold_is_nowhere_on_the_page(show: Show) -> None:
    record = a_run()
    expect(show(record).get_by_role("region", name="When you are locked out")).to_have_count(1)
    runs.end(record, "Reaching the limit", "failed", runs.UNMET)
    shown = show(record)
    expect(shown.get_by_text("When you are locked out")).to_have_count(0)
    assert "After 7 wrong codes" not in shown.locator("body").inner_text()


def test_a_picture_has_a_ring_words_and_its_own_size(show: Show, tmp_path: Path, into: Path) -> None:
    shown = show(with_pictures(tmp_path))
    picture = shown.get_by_role("img")
    expect(picture).to_have_count(1)
    expect(picture).to_have_attribute(
        "alt", "The page “Enter your code”, with “One-time code” and “Go on” marked."
    )
    expect(shown.locator("section#sign-in li", has=picture)).to_contain_text("choose Go on")
    drawn = Image.open(into / "pictures" / "sign-in-1.png").convert("RGB")
    assert int(picture.get_attribute("width") or 0) == drawn.width
    expect(picture).to_have_js_property("naturalWidth", drawn.width)
    assert drawing.RING in {colour for _, colour in drawn.getcolors(1 << 20) or []}


def test_margins_go_and_what_is_masked_stays(tmp_path: Path) -> None:
    source = tmp_path / paint(tmp_path, "a.png")
    width, height = drawing.draw(source, tmp_path / "b.png", [])
    assert (width, height) == (240 + 2 * drawing.MARGIN, 120 + 2 * drawing.MARGIN)
    drawn = Image.open(tmp_path / "b.png").convert("RGB")
    assert {colour for _, colour in drawn.getcolors() or []} == {(255, 255, 255), (0, 0, 128)}


def test_a_picture_of_nothing_is_whole(tmp_path: Path) -> None:
    Image.new("RGB", SIZE, "white").save(tmp_path / "a.png")
    assert drawing.draw(tmp_path / "a.png", tmp_path / "b.png", []) == SIZE


def test_a_ring_at_the_edge_is_drawn_as_far_as_it_goes(tmp_path: Path) -> None:
    source = tmp_path / paint(tmp_path, "a.png")
    size = drawing.draw(source, tmp_path / "b.png", [(0.0, 0.0, 1.0, 1.0), (0.9, 0.9, 0.3, 0.3)])
    assert size[0] <= SIZE[0] and size[1] <= SIZE[1]


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (Picture("a.png", "Sign in", (), ("Go",)), "The page “Sign in”, with “Go” marked."),
        (Picture("a.png", "Sign in"), "The page “Sign in”."),
        (Picture("a.png", ""), "The page."),
        (
            Picture("a.png", "Sign in", (), ("Name", "Word", "Go")),
            "The page “Sign in”, with “Name”, “Word” and “Go” marked.",
        ),
    ],
)
def test_what_a_picture_shows_in_words(picture: Picture, said: str) -> None:
    assert paper.alt(picture) == said


def test_pictures_that_are_gone_are_left_out_and_counted(tmp_path: Path, into: Path) -> None:
    record = with_pictures(tmp_path)
    (tmp_path / "pictures" / "press.png").unlink()
    illustrator = write(record, tmp_path, into)
    assert (illustrator.missing, illustrator.drawn) == (1, [])
    assert "<img" not in (into / "index.html").read_text(encoding="utf-8")


def test_a_second_guide_takes_the_first_one_s_pictures_away_and_no_others(tmp_path: Path, into: Path) -> None:
    write(with_pictures(tmp_path), tmp_path, into)
    assert (into / "pictures" / "sign-in-1.png").exists()
    paint(into, "pictures/logo-1.png")
    write(a_run(), tmp_path, into)
    assert [file.name for file in (into / "pictures").iterdir()] == ["logo-1.png"]


def test_markup_in_what_a_product_says_stays_text(show: Show) -> None:
    record = a_run()
    step = "Alice signs in with her password and the code from her phone"
    touch = Touch(did="pressed", role="button", name=MARKUP)
    deeds_of(record, "Reading the code off the phone", step)[:] = [
        deed("enter code", Touch(did="filled in", role="textbox", name=MARKUP), touch)
    ]
    shown = show(record, Cover(MARKUP, contact=MARKUP))
    expect(shown.locator("script")).to_have_count(0)
    expect(shown.locator("section#sign-in .steps")).to_contain_text(MARKUP)


def test_it_asks_for_nothing_but_itself_and_runs_no_script(page: Page, show: Show) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown = show(a_run())
    assert asked == [shown.url]
    policy = shown.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert shown.evaluate("getComputedStyle(document.querySelector('.sides')).display") == "grid"


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1366, True)], ids=["phone", "desktop, dark"])
def test_axe_finds_nothing(page: Page, show: Show, tmp_path: Path, width: int, dark: bool) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")
    show(with_pictures(tmp_path))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    assert Axe().run(page).violations_count >= 1, "axe is expected to see a fault that was planted"


def test_nothing_is_wider_than_the_screen(page: Page, show: Show, tmp_path: Path) -> None:
    show(with_pictures(tmp_path), Cover("Unbroken" * 20))
    for width in (320, 390, 768, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_gets_black_on_white_and_every_step(page: Page, show: Show, tmp_path: Path) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    shown = show(with_pictures(tmp_path))
    assert shown.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert shown.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    hidden = shown.locator(".steps li").evaluate_all("all => all.filter(e => !e.checkVisibility()).length")
    assert hidden == 0
    assert shown.locator(".skip").evaluate("e => getComputedStyle(e).display") == "none"


def test_the_skip_link_leads_to_the_guide(page: Page, show: Show) -> None:
    shown = show(a_run())
    page.keyboard.press("Tab")
    expect(shown.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown.locator("main")).to_be_focused()


def test_tasks_keep_their_addresses(show: Show) -> None:
    shown = show(a_run())
    for id_ in ("turn-on", "sign-in", "codes-refused"):
        assert task_of(a_run(), id_) is not None
        expect(shown.locator(f"section#{id_}")).to_have_count(1)
