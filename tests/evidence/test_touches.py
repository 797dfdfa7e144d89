"""What a driver fills in and presses is noted by the names that pages give it, never by what is typed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from harness.album import Album
from harness.keeper import Keeper
from harness.pictures import NoPicture
from harness.record import Deed, Touch
from harness.touches import LONGEST_NAME, Touches
from harness.touches import picture as take_picture

NOW = "2026-01-01T12:00:00.000+00:00"
SECRET = "482915"
FORM = """
<title>Second step</title>
<form onsubmit="event.preventDefault(); this.hidden = true">
  <label>Your code <input name="code" style="width: 200px; height: 40px"></label>
  <label><input type="radio" name="way"> Text message</label>
  <button>Let me in: now</button>
  <a href="#lost">No phone?</a>
</form>
"""


class Watching:
    """One deed on a page, with pictures that are kept as bytes."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.deed = Deed(task="enter code", by="Alice", device=1, at=NOW, product_time=NOW)
        self.album = Album(folder, "deed", Keeper("full"))
        self.page = page

    def taken(self, page: Page) -> str:
        return self.album.take(page)

    @property
    def touches(self) -> list[Touch]:
        return self.deed.get("touches", [])

    def told(self) -> list[tuple[str, str, str]]:
        return [(touch["did"], touch["role"], touch["name"]) for touch in self.touches]


@pytest.fixture
def watching(page: Page, tmp_path: Path) -> Iterator[Watching]:
    page.set_content(FORM)
    watching = Watching(page, tmp_path)
    with Touches(watching.deed, watching.taken).noted():
        yield watching


def test_fields_choices_and_buttons_by_their_names(page: Page, watching: Watching) -> None:
    page.get_by_label("Your code").fill(SECRET)
    page.get_by_label("Text message").check()
    page.get_by_role("button").click()
    assert watching.told() == [
        ("filled in", "textbox", "Your code"),
        ("chosen", "radio", "Text message"),
        ("pressed", "button", "Let me in: now"),
    ]
    assert SECRET not in json.dumps(watching.deed)


def test_the_same_by_the_page_s_own_methods(page: Page, watching: Watching) -> None:
    page.fill("input[name=code]", SECRET)
    page.click("a")
    assert watching.told() == [("filled in", "textbox", "Your code"), ("pressed", "link", "No phone?")]
    assert SECRET not in json.dumps(watching.deed)


def test_a_field_that_is_emptied_first_or_typed_into_key_by_key_is_filled_in_once(
    page: Page, watching: Watching
) -> None:
    field = page.get_by_label("Your code")
    field.fill("")
    field.press_sequentially(SECRET)
    assert watching.told() == [("filled in", "textbox", "Your code")]
    assert field.input_value() == SECRET


def test_of_all_keys_the_one_that_sends_is_noted(page: Page, watching: Watching) -> None:
    field = page.get_by_label("Your code")
    field.press("4")
    field.press("Enter")
    assert watching.told() == [("pressed", "key", "Enter")]
    assert field.input_value() == "4"


def test_a_press_has_a_masked_picture_of_the_page_before_it(
    page: Page, watching: Watching, tmp_path: Path
) -> None:
    page.get_by_label("Your code").fill(SECRET)
    page.get_by_role("button").click()
    assert not page.get_by_role("button").is_visible()
    filled, pressed = watching.touches
    assert "picture" not in filled
    assert pressed["title"] == "Second step"
    picture = Image.open(io.BytesIO((tmp_path / pressed["picture"]).read_bytes())).convert("RGB")
    field, button = (box_in(picture, mark) for mark in pressed["marks"])
    assert {colour for _, colour in picture.crop(field).getcolors() or []} == {(128, 128, 128)}
    assert len(picture.crop(button).getcolors(1 << 16) or []) > 1


def box_in(picture: Image.Image, mark: list[float]) -> tuple[int, int, int, int]:
    left, top, width, height = (part * whole for part, whole in zip(mark, picture.size * 2, strict=True))
    return int(left) + 2, int(top) + 2, int(left + width) - 2, int(top + height) - 2


def test_what_was_touched_on_an_earlier_page_is_not_marked_again(page: Page, watching: Watching) -> None:
    page.get_by_role("link").click()
    page.get_by_role("button").click()
    assert [len(touch["marks"]) for touch in watching.touches] == [1, 1]


def test_a_long_name_is_cut(page: Page, watching: Watching) -> None:
    page.set_content(f"<button>{'words' * 50}</button>")
    page.get_by_role("button").click()
    assert len(watching.touches[0]["name"]) == LONGEST_NAME


def test_a_colon_that_ends_a_label_is_no_part_of_the_name(page: Page, watching: Watching) -> None:
    page.set_content("<label>Code: <input></label>")
    page.get_by_label("Code").fill(SECRET)
    assert watching.told() == [("filled in", "textbox", "Code")]


def test_quotes_in_a_name_stay(page: Page, watching: Watching) -> None:
    page.set_content("""<button>Say "yes" to: it's \\ fine</button>""")
    page.get_by_role("button").click()
    assert watching.touches[0]["name"] == """Say "yes" to: it's \\ fine"""


def test_what_has_no_role_goes_by_its_label_or_its_words(page: Page, watching: Watching) -> None:
    page.set_content("<details><summary aria-label='Account menu'>A</summary></details><p>More</p>")
    page.locator("summary").click()
    page.locator("p").click()
    assert [touch["name"] for touch in watching.touches] == ["Account menu", "More"]


def test_a_field_that_is_pressed_keeps_what_it_holds_to_itself(page: Page, watching: Watching) -> None:
    page.set_content(f"<input value={SECRET}><div contenteditable>{SECRET}</div>")
    page.locator("input").click()
    page.locator("div").click()
    assert SECRET not in json.dumps(watching.deed)


def test_what_a_field_without_a_name_holds_is_no_name(page: Page, watching: Watching) -> None:
    page.set_content(f"<input value={SECRET}>")
    page.locator("input").fill("x")
    assert watching.told() == [("filled in", "textbox", "")]
    assert SECRET not in json.dumps(watching.deed)


def test_an_act_that_can_t_be_noted_is_done_or_fails_as_ever(page: Page, watching: Watching) -> None:
    page.set_content("<button>One</button><button>Two</button>")
    with pytest.raises(PlaywrightError, match="strict mode violation"):
        page.get_by_role("button").click()
    assert watching.touches == []


def test_afterwards_nothing_is_noted(page: Page, tmp_path: Path) -> None:
    watching, plain = Watching(page, tmp_path), Locator.click
    page.set_content(FORM)
    with Touches(watching.deed, watching.taken).noted():
        assert Locator.click is not plain
    assert Locator.click is plain
    page.get_by_role("link").click()
    assert watching.touches == []


def test_why_there_is_no_picture_is_noted(page: Page) -> None:
    def refuse(page: Page) -> str:
        raise NoPicture("not kept: it is secret")

    deed = Deed(task="enter code", by="Alice", device=1, at=NOW, product_time=NOW)
    page.set_content(FORM)
    with Touches(deed, refuse).noted():
        page.get_by_role("link").click()
    (touch,) = deed["touches"]
    assert touch["unpictured"] == "not kept: it is secret"
    assert "marks" not in touch
    assert take_picture(page, refuse) == {"unpictured": "not kept: it is secret"}
