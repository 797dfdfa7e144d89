"""What one visit knows: the target, people on a stage of their own, and what was typed where."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from harness import browsers, endpoints
from harness.doctor import place
from harness.doctor.finding import NotTested, Wrong
from harness.doctor.limits import PAGE_SECONDS, TASK_SECONDS, VISIT_SECONDS, Limits
from harness.doctor.watch import Watched
from harness.failure import Fault
from harness.keeper import THROW_AWAY, Keeper
from harness.ledger import SECONDS_INTO_STEP
from harness.people import Person
from harness.pictures import NoPicture
from harness.stage import Stage
from targets.port import Answer, Driver, Facts, Target, TargetError

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Response

PICTURES = Path("report/doctor")
NOT_FOUND = 404
NOTES = """addEventListener("input", event => twofoldTyped(
    [event.target.type ?? "", event.target.name || event.target.id || "", event.target.value ?? ""]
).catch(() => {}), true)"""
"""Tells what is typed where as the browser has it, whatever a driver says. It stays in this process."""
SIGHT = ("answer", "where", "is_signed_in", "sign_in_page", "settings_page")
"""Members of a driver by which it knows where it is."""
RESTS_ON: dict[str, tuple[str, ...]] = {
    "sign_in": ("name_field", "password_field", "sign_in_page"),
    "enter_code": ("code_field", "code_page", "give"),
    "enter_backup_code": ("backup_field", "backup_page", "backup_link", "code_field", "give"),
    "sign_out": ("sign_out_page", "sign_out_link"),
    "is_signed_in": ("own_page", "settings_page"),
    "walk_to_security_settings": ("menu", "home_page"),
    "two_factor_is_on": ("on_sign", "settings_page"),
    "begin_set_up": ("set_up_page", "set_up_link", "settings_page"),
    "begin_relink": ("relink_page", "relink_link", "set_up_page", "set_up_link", "settings_page"),
    "confirm_password": ("password_field",),
    "setup_key": ("key_place",),
    "finish_set_up": ("code_field", "give"),
    "backup_codes_shown": ("codes_place", "backup_code"),
    "turn_off": ("turn_off_page", "turn_off_link"),
    "activity": ("activity_place",),
    "begin_new_backup_codes": ("codes_page", "new_codes_link"),
    "download_backup_codes": ("download_link",),
}
"""Which attributes a task usually rests on where the target has no method of its own for it."""


class Typed(NamedTuple):
    """What a field held after somebody typed: the field's type and name, and its value."""

    kind: str
    field: str
    value: str


@dataclass(frozen=True)
class Options:
    """What was asked for. target: as --target names it; root: the folder that holds targets/.

    endpoints: where the browser is, if not on this machine (harness.endpoints).
    """

    target: str
    root: Path
    browser: str = "chromium"
    headed: bool = False
    short: bool = False
    seconds: float = VISIT_SECONDS
    endpoints: tuple[str, ...] = ()


class Visit:
    """One visit. Nothing of the target's own is called but by `do`."""

    def __init__(self, options: Options, gave_up: Callable[[str, float], None]) -> None:
        self.options = options
        self.limits = Limits(options.seconds, gave_up)
        self.typed: list[Typed] = []
        self.product: Target | None = None
        self.doing: tuple[object, str] | None = None
        self.date = ""
        self.codes_at_once = False
        self.set_up_was_ended = False
        self.skewed_answer: Answer | None = None
        self.is_locked_out = False
        self.missing = ""
        self._stage: Stage | None = None
        self._page: Page | None = None
        self._open = ExitStack()
        self._keeper = Keeper("full" if options.target in THROW_AWAY else "strict")

    @property
    def target(self) -> Target:
        """The target, once its file is loaded."""
        assert self.product is not None, "the first check loads it"
        return self.product

    @property
    def facts(self) -> Facts:
        """What it declares."""
        return self.target.facts

    @property
    def at_hand(self) -> int | None:
        """How many accounts the target has, and no more; None where it can make them."""
        number: int | None = getattr(self.target, "accounts_at_hand", None)
        return number

    @property
    def stage(self) -> Stage:
        """The stage, once there is a browser."""
        assert self._stage is not None, "a check before starts the browser"
        return self._stage

    @property
    def alice(self) -> Person:
        """She walks through everything."""
        return self.stage.act("Alice")

    def do(self, thing: object, task: str, call: Callable[[], Any], seconds: float = TASK_SECONDS) -> Any:
        """Let the target's code do something, in its time. Raises Wrong with the line where it broke."""
        self.doing = (thing, task)
        try:
            with self.limits.within(seconds, task):
                return call()
        except (Wrong, NotTested):
            raise
        except (TargetError, PlaywrightError) as error:
            raise self._broken(thing, task, error, _first_words(error), Fault.PRODUCT_OR_TARGET) from error
        except browsers.NoBrowser as error:
            raise self._broken(thing, task, error, _first_words(error), Fault.MACHINE) from error
        except Exception as error:
            words = f"{type(error).__name__}: {error}"
            raise self._broken(thing, task, error, words, Fault.TARGET) from error

    def _broken(self, thing: object, task: str, error: Exception, words: str, fault: Fault) -> Wrong:
        where = place.of_error(error, thing, self.target) or self.place_of(thing, task)
        named = place.attribute_in(error, thing) or (where.name if where else task)
        _, _, advice = str(error).partition("Do this: ")
        if isinstance(error, PlaywrightError):
            advice = "see what the page shows there, and let this line name what is on it."
        mend = advice.strip() or "mend the target's code in this line."
        wrong = Wrong(f"{task}() comes to its end.", words, f"{named}: {mend}", where, fault)
        return self._unless_missing(wrong)

    def place_of(self, thing: object, task: str) -> place.Place | None:
        """Where a task is written, or the attribute that it rests on, or the class that lacks both."""
        return place.of_member(thing, task, *RESTS_ON.get(task, ()))

    def wrong(
        self, expected: str, found: object, mend: str, *names: str, fault: Fault = Fault.PRODUCT_OR_TARGET
    ) -> Wrong:
        """Both sides of what is wrong at the driver; names: its members to mend, the likeliest first."""
        driver = self.driver_in_hand
        more = [deep for name in names for deep in RESTS_ON.get(name, ())]
        wrong = Wrong(expected, str(found), mend, place.of_member(driver, *names, *more), fault)
        return self._unless_missing(wrong)

    def wrong_target(self, expected: str, found: object, mend: str, *names: str) -> Wrong:
        """The same at the target itself."""
        return Wrong(expected, str(found), mend, place.of_member(self.target, *names), Fault.TARGET)

    def _unless_missing(self, wrong: Wrong) -> Wrong:
        """Where the product has no such page as is shown now, that is what is to be mended."""
        if not self.missing:
            return wrong
        found = f"{wrong.found} The product has no page at {self.missing}: it answered with status 404."
        where = place.of_value(self.driver_in_hand, self.missing) or wrong.place
        return Wrong(wrong.expected, found, "correct the address of that page.", where, Fault.TARGET)

    @property
    def driver_in_hand(self) -> object:
        """The driver that did something last, not the watch over it."""
        return self._driver if self._page is not None else self.target

    # The stage

    def open_browser(self) -> None:
        """Start a browser and set the stage. Raises NoBrowser."""
        options = self.options
        playwright = self._open.enter_context(sync_playwright())
        kind = getattr(playwright, options.browser)
        if options.endpoints:
            wanted = {"headless": not options.headed, **endpoints.launch_options(options.browser)}
            browser, _ = endpoints.connect(kind, options.endpoints, wanted)
        else:
            launch = browsers.launch_options(options.browser, options.headed)
            browser = kind.launch(headless=not options.headed, **launch)
        self._open.callback(browser.close)
        settings = getattr(self.target, "browser_settings", {})

        def new_context(**more: object) -> BrowserContext:
            context: BrowserContext = browser.new_context(**{**settings, **more})
            context.set_default_timeout(PAGE_SECONDS * 1000)
            context.expose_binding("twofoldTyped", self._note)
            context.add_init_script(NOTES)
            self._keeper.contexts.append(context)
            return context

        self._keeper.places = getattr(self.target, "secret_places", None)
        self._stage = WatchedStage(self, new_context)

    def watch(self, page: Page) -> Driver:
        """A watched driver on a page."""
        page.on("response", self._look_whether_missing)
        driver = self.do(self.target, "driver", lambda: self.target.driver(page))
        self._page, self._driver = page, driver
        return cast(Driver, Watched(driver, self._in_view))

    def _in_view(self, driver: object, task: str, call: Callable[[], Any]) -> Any:
        self._driver, self._page = driver, getattr(driver, "page", self._page)
        return self.do(driver, task, call)

    def ask(self, path: str) -> tuple[int, str]:
        """The status of the answer to a direct request of the browser in hand, and the path it leads to."""
        assert self._page is not None, "somebody has a browser before anything is asked"
        asked = self._page.context.request
        answer = asked.get(f"{self.target.address.rstrip('/')}{path}", max_redirects=0)
        return answer.status, urlsplit(answer.headers.get("location", "")).path

    def _look_whether_missing(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.missing = urlsplit(response.url).path if response.status == NOT_FOUND else ""

    def _note(self, source: object, typed: list[str]) -> None:
        self.typed.append(Typed(*map(str, typed)))

    def fresh_step(self, seconds: float = 0) -> None:
        """Where time can be moved: go on so far that no code entered before matters, into a fresh step."""
        clock, facts = self.target.clock, self.facts
        if not clock.movable:
            return
        gap = (facts.steps_back + facts.steps_ahead + 3) * facts.period + facts.rest_seconds + seconds
        clock.advance(gap)
        clock.advance(facts.period - clock.now() % facts.period + SECONDS_INTO_STEP)

    def picture(self) -> str:
        """Keep a picture of the page in hand, its secrets covered; its path, or why there is none."""
        if self._page is None:
            return ""
        try:
            self._keeper.look()
            data = self._keeper.picture(self._page)
        except (NoPicture, PlaywrightError) as error:
            return f"none: {_first_words(error)}"
        path = PICTURES / f"{Path(self.target.name).name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return str(path)

    def end(self) -> None:
        """Close the browser and stop the product."""
        with suppress(PlaywrightError):
            self._open.close()
        self.stop()
        self.limits.end()

    def stop(self) -> None:
        """Stop the product; a target that can't stop has said all that it has to."""
        if self.product is not None:
            with suppress(Exception):
                self.product.stop()


class WatchedStage(Stage):
    """A stage whose drivers are watched."""

    def __init__(self, visit: Visit, new_context: Callable[..., BrowserContext]) -> None:
        super().__init__(visit.target, new_context)
        self._visit = visit

    def driver(self, page: Page, who: str, device: int) -> Driver:
        """A watched driver on a fresh page."""
        return self._visit.watch(page)


def _first_words(error: Exception) -> str:
    """What an error says, with what Playwright was waiting for, without the rest of its log."""
    told, _, _ = str(error).partition("\n  Do this:")
    first, _, log = told.partition("\n")
    waiting = next((line.strip(" -") for line in log.splitlines() if "waiting for" in line), "")
    return f"{first.strip()} ({waiting})" if waiting else " ".join(told.split())[:500]
