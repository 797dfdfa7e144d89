"""Ways through the pages without JavaScript, with the keyboard alone, and with a small dark screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from harness.otpauth import normalise_key
from harness.secrets import Secret
from harness.stage import Stage
from targets.port import Account, Outcome
from tests.pages.regulars import Venue, type_key
from tests.pages.scene import press
from tests.pages.scenes_settings import SECURITY, TWO_FACTOR

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
MOST_STOPS = 60


# Playwright can't switch JavaScript off in Firefox as it drives it here.
@pytest.mark.skip_browser("firefox")
def test_everything_works_without_javascript(venue: Venue) -> None:
    alice = venue.person("Alice")
    alice.new_device(java_script_enabled=False)
    alice.account = Account(
        "alice.without.javascript@example.com", Secret("four plain words here", "password")
    )
    venue.visitor("/sign-up")
    press(alice, "Create account", email=alice.account.email, password=alice.account.password.reveal())
    assert alice.browser.is_signed_in()

    alice.browser.walk_to_security_settings()
    alice.begin_set_up()
    type_key(alice)
    alice.confirm_set_up()
    assert not alice.browser.page.get_by_role("button", name="Copy").is_visible()
    assert_all_in(alice.saved.codes, alice.browser.download_backup_codes())
    alice.browser.finish_saving()
    assert alice.browser.two_factor_is_on()

    alice.sign_out()
    alice.sign_in_with_password()
    alice.must_be_in(alice.enter_code(alice.phone.code()))
    alice.make_new_codes()
    assert not set(alice.saved.codes) & set(alice.old_saved.codes)
    assert_all_in(alice.saved.codes, alice.browser.download_backup_codes())
    alice.browser.finish_saving()
    alice.turn_off()
    assert not alice.browser.two_factor_is_on()


def assert_all_in(codes: list[str], text: str) -> None:
    assert codes
    assert [code for code in codes if code not in text.splitlines()] == []


def test_keyboard_alone_signs_in(venue: Venue) -> None:
    alice = venue.at_second_step()
    alice.new_device()
    page = venue.visitor("/sign-in").browser.page
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type(alice.account.email)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(alice.account.password.reveal())
    press_enter(page)
    expect(page.get_by_label("Authentication code")).to_be_focused()
    page.keyboard.type(alice.phone.code())
    press_enter(page)
    assert alice.browser.where() is Outcome.IN


def test_keyboard_alone_reaches_the_backup_way(venue: Venue) -> None:
    page = venue.at_second_step().browser.page
    assert "Use a backup code instead" in stops(page)  # stays there
    press_enter(page)
    assert page.url == venue.url + "/sign-in/backup-code"


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("path", [SECURITY, f"{TWO_FACTOR}/move"])
def test_focus_is_seen_wherever_the_keyboard_leads(venue: Venue, path: str) -> None:
    alice = venue.confirm_if_asked(venue.protected(path))
    page = alice.browser.page
    page.set_viewport_size(PHONE)
    names = list(stops(page))
    assert "Skip to content" in names
    assert "Account menu" in names


@dataclass(frozen=True)
class Stop:
    """What has the focus. place: tells it from others; ring: it shows the focus; seen: nothing covers it."""

    name: str
    place: int
    ring: bool
    seen: bool


def stops(page: Page) -> Iterator[str]:
    """Tabs once through the page. Every stop shows its focus and is not covered (WCAG 2.2, 2.4.7, 2.4.11)."""
    first = None
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := focused(page)) is None:
            continue  # between the last and the first stop, the browser's own controls have their turn
        if stop.place == first:
            return
        first = first or stop.place
        assert stop.ring, f"{stop.name!r} has the focus and doesn't show it."
        assert stop.seen, f"{stop.name!r} has the focus and is covered or outside the window."
        yield stop.name
    raise AssertionError(f"The keyboard doesn't come round within {MOST_STOPS} stops.")


def focused(page: Page) -> Stop | None:
    """Where the keyboard is; None when it is nowhere on the page."""
    found = page.evaluate(
        """() => {
            const at = document.activeElement;
            if (!at || at === document.body || at === document.documentElement) return null;
            const box = at.getBoundingClientRect(), style = getComputedStyle(at);
            return {
                name: at.ariaLabel || at.labels?.[0]?.textContent || at.textContent.trim(),
                place: [...document.querySelectorAll("*")].indexOf(at),
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                seen: at.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)),
            };
        }"""
    )
    return Stop(**found) if found else None


# On a stage that isn't watched, for the reason that type_key gives.
def test_camera_reads_the_qr_code_off_a_small_dark_screen(stage: Stage) -> None:
    alice = stage.person("Alice")
    alice.new_device(color_scheme="dark", viewport=PHONE)
    alice.sign_in()
    alice.begin_set_up()
    assert alice.scan().key.secret.reveal() == normalise_key(alice.browser.setup_key())
