"""What people's tools meet at pages with one defect each, and at pages without: axe, hands, announcements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from harness import accessibility, announcing, hands
from harness.expect import Unmet

FIELD = "<label for=code>Code</label><input id=code autocomplete=one-time-code inputmode=numeric>"
PAGE = "<!doctype html><html lang=en><title>A page</title><main>{}</main>"
BOXES = """<input aria-label=One><input aria-label=Two><input aria-label=Three><script>
    const boxes = document.querySelectorAll('input')
    boxes[0].addEventListener('paste', event => {
        const digits = [...event.clipboardData.getData('text')]
        event.preventDefault()
        digits.forEach((digit, at) => boxes[at].value = digit) })</script>"""


@pytest.fixture
def show(new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """Shows a page with some content."""
    page = new_context().new_page()

    def shown(content: str) -> Page:
        page.set_content(PAGE.format(content))
        return page

    return shown


Show = Callable[[str], Page]


def test_axe_tells_barriers_in_words_and_nothing_of_what_the_page_holds(show: Show) -> None:
    assert accessibility.barriers(show(FIELD)) == []
    (told,) = accessibility.barriers(show("<input value=4711-0815><input value=4711-0816>"))
    assert told == "Form elements must have labels (label, 2 times)"


@pytest.mark.parametrize(
    ("field", "unfit"),
    [
        (FIELD, 0),
        ("<input id=code type=tel autocomplete=one-time-code>", 0),
        (r"<input id=code pattern=\d{6} autocomplete='section-a one-time-code'>", 0),
        ("<input id=code>", 2),
        ("<input id=code type=number autocomplete=one-time-code>", 1),
    ],
)
def test_fields_for_codes(show: Show, field: str, unfit: int) -> None:
    assert len(accessibility.unfit_for_codes(show(field).locator("#code"))) == unfit


def test_what_is_asked_again(show: Show) -> None:
    page = show("<input type=email value=alice@example.com readonly><input autocomplete=one-time-code>")
    assert not accessibility.asks_again(page)
    assert not accessibility.asks_again(show("<input type=password autocomplete=one-time-code>"))
    assert accessibility.asks_again(show("<input type=password>"))
    assert accessibility.asks_again(show("<input autocomplete=username>"))


def test_a_text_is_pasted_into_one_field_in_place_of_what_it_held_or_into_boxes(show: Show) -> None:
    field = show("<input id=code value=before>").locator("#code")
    hands.paste(field, "123 456")
    assert field.input_value() == "123 456"
    page = show(BOXES)
    hands.paste(page.locator("input").first, "123")
    assert [box.input_value() for box in page.locator("input").all()] == ["1", "2", "3"]
    page = show("<input id=code onpaste='return false'>")
    hands.paste(page.locator("#code"), "123456")
    assert page.locator("#code").input_value() == ""


def test_the_tab_key_leads_to_a_field_or_never(show: Show) -> None:
    page = show(f"<a href=#a>One</a><button>Two</button>{FIELD}")
    hands.type_in(page.locator("#code"), "123456")
    assert page.locator("#code").input_value() == "123456"
    with pytest.raises(Unmet, match="it never gets there"):
        hands.tab_to(show("<input id=code tabindex=-1><button>Two</button>").locator("#code"))


@pytest.mark.parametrize(
    ("content", "missed"),
    [
        (f"{FIELD}<a href=#a>One</a><button>Two</button><button disabled>Three</button>", []),
        ("<label><input type=radio name=r>a</label><label><input type=radio name=r>b</label>", []),
        ("<details><summary>More</summary><a href=#a>Hidden</a></details>", []),
        ("<button>One</button><div role=button onclick=a()>Two</div>", ["div Two"]),
        ("<button tabindex=-1 aria-label=Eye>x</button><a href=#a>One</a>", ["button Eye"]),
        ("<input onkeydown='return event.key != \"Tab\"' autofocus><a href=#a>Out</a>", ["a Out"]),
    ],
)
def test_what_the_keyboard_does_not_reach(show: Show, content: str, missed: list[str]) -> None:
    assert hands.out_of_reach(show(content)) == missed


WORDS = "That code is wrong. Try the next one."


@pytest.mark.parametrize(
    ("content", "way"),
    [
        (f"<p role=alert>{WORDS}</p>", "aloud"),
        (f"<div aria-live=polite><p>{WORDS}</p></div>", "aloud"),
        ("<ul role=alert><li>That code is wrong.</li><li>Try the next one.</li></ul>", "aloud"),
        (f"<p id=e>{WORDS}</p><input autofocus aria-describedby='hint e'>", "at hand"),
        (f"<p tabindex=-1 autofocus>{WORDS}</p>", "at hand"),
        (f"<p id=e>{WORDS}</p><input aria-describedby=e>", "silently"),
        (f"<p role=alert aria-live=off>{WORDS}</p><input autofocus>", "silently"),
        (f"<p role=alert hidden>{WORDS}</p>", "nowhere"),
        ("<p role=alert>Something else</p>", "nowhere"),
    ],
)
def test_how_words_reach_people(show: Show, content: str, way: str) -> None:
    page = show(content)
    page.evaluate("document.querySelector('[autofocus]')?.focus()")
    assert announcing.how_told(page, WORDS) == way


def test_words_that_say_what_to_do() -> None:
    assert announcing.tells_what_to_do(WORDS)
    assert announcing.tells_what_to_do("Too many codes. You can try again in 15 minutes.")
    assert not announcing.tells_what_to_do("That code is not right.")
