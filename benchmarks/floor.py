"""The floor of the guide: what people did in it, done again with Playwright alone.

As a plugin (`-p benchmarks.floor --score FILE`) it writes down, while the guide is acted out, what each
example asked of product and browser, in order: browser contexts with their settings, the driver's tasks,
accounts, waits. Codes, keys, backup codes, links and addresses are not written down but named: the code that
the second key shows three steps after the beginning. `play` does it all again on a fresh server, in one
process without pytest, Gherkin, people, evidence, verdicts or report, and counts the answers that were other
than in the guide.

What a step reads from a page by itself, past the driver, is not done again; that makes the floor lower.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness import browsers
from harness.otpauth import read_key_uri
from harness.phone import Entry, Phone, read_qr_codes
from harness.plugin import start_in_a_fresh_step
from targets.port import Answer, Driver, Target
from targets.reference.product import LabClock, ReferenceProduct

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

Act = dict[str, Any]
"""One thing that was done. do: what; given: its arguments, named; came: what is compared of its result."""

SEPARATORS = re.compile(r"[\s-]+")
TYPED = ("code", "shown", "ready")
"""Kinds of names whose values are codes: people type these with gaps or without; the rest is as it is."""
PERIOD = 30
"""Seconds of a step at the reference server as it is bundled."""


class Score:
    """What one example does, and the names of all that differs from run to run."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.names: dict[str, str] = {}
        self.entries: list[Entry] = []
        self.contexts: list[BrowserContext] = []
        self.drivers: list[object] = []
        self.first_step = 0
        self.source = ""

    def note(self, do: str, came: object = None, **told: object) -> int:
        """Write an act down; its number."""
        self.acts.append({"do": do, **told, "came": came})
        return len(self.acts) - 1

    def name(self, value: str, name: str) -> None:
        """Call a value by a name from now on."""
        self.names[SEPARATORS.sub("", value)] = name

    def named(self, value: object) -> object:
        """A value as it is written down: by its name, with the gaps that it was typed with."""
        if isinstance(value, RecordedDriver):
            return {"driver": self.drivers.index(value)}
        if isinstance(value, str) and (name := self.names.get(SEPARATORS.sub("", value))):
            return {"name": name, "gaps": [(m.start(), m[0]) for m in SEPARATORS.finditer(value)]}
        return value if isinstance(value, str | int | float | bool | None) else str(value)


class RecordedDriver:
    """A driver whose tasks are written down."""

    def __init__(self, driver: Driver, score: Score) -> None:
        self._driver, self._score = driver, score
        self._number = len(score.drivers)
        score.drivers.append(self)

    def __getattr__(self, task: str) -> Any:
        found = getattr(self._driver, task)
        return self._recorded(task, found) if callable(found) and task != "page" else found

    def _recorded(self, task: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(*arguments: Any, **options: Any) -> Any:
            given = [self._score.named(argument) for argument in arguments]
            number = self._score.note("task", task=task, driver=self._number, given=given, options=options)
            came = call(*arguments, **options)
            self._score.acts[number]["came"] = compared(came)
            self._learn(task, number, came)
            return came

        return recorded

    def _learn(self, task: str, number: int, came: Any) -> None:
        if task == "backup_codes_shown":
            for place, code in enumerate(came):
                self._score.name(code, f"shown {number} {place}")
        if task in ("qr_picture", "setup_key"):
            self._score.source = f"act {number}"


def compared(came: object) -> object:
    """What is the same in each run of what a task came to."""
    if isinstance(came, Answer):
        return came.outcome.value
    if isinstance(came, bool | int) or came is None:
        return came
    return len(came) if isinstance(came, list) else ""


# Writing down, as a plugin of pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the scores go."""
    parser.addoption("--score", type=Path, help="write down what each example did, for benchmarks/floor.py")


def pytest_configure(config: pytest.Config) -> None:
    """Listen in, if asked to."""
    if path := config.getoption("--score"):
        config.pluginmanager.register(Recorder(path))


class Recorder:
    """Listens to the reference product, its clock, the phones and the browser."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.scores: dict[str, Score] = {}
        self.score = Score()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.score = self.scores[item.nodeid] = Score()

    def pytest_bdd_before_step(self, step: Any) -> None:
        """Where a step of the feature file begins: for those who tell the same in steps of their own."""
        self.score.note("step", keyword=step.keyword, text=step.name)

    def pytest_sessionstart(self) -> None:
        from playwright.sync_api import Browser

        self._listen(ReferenceProduct, "driver", self._driver)
        self._listen(ReferenceProduct, "new_account", self._account)
        self._listen(ReferenceProduct, "ready_made", self._ready_made)
        self._listen(ReferenceProduct, "notices", lambda call, *given: self._asked("notices", call, *given))
        self._listen(ReferenceProduct, "reset_link", lambda call, *given: self._asked("link", call, *given))
        self._listen(LabClock, "advance", self._advance)
        self._listen(Browser, "new_context", self._context)
        self._listen(Phone, "keep", self._keep)
        self._listen(Phone, "_show", self._show)

    def pytest_sessionfinish(self) -> None:
        played = {name: score.acts for name, score in self.scores.items() if score.contexts}
        self.path.write_text(json.dumps(played, indent=0), encoding="utf-8")

    def _listen(self, owner: type, name: str, listener: Callable[..., Any]) -> None:
        call = getattr(owner, name)
        setattr(owner, name, lambda its, *given, **options: listener(call, its, *given, **options))

    def _driver(self, call: Any, its: Target, page: Any) -> Any:
        number = self.score.contexts.index(page.context)
        self.score.note("driver", context=number)
        return RecordedDriver(call(its, page), self.score)

    def _account(self, call: Any, its: Target, person: str) -> Any:
        number = self.score.note("account", person=person)
        account = call(its, person)
        self._name_account(number, account)
        return account

    def _ready_made(self, call: Any, its: Target, person: str) -> Any:
        number = self.score.note("ready made", person=person)
        ready = call(its, person)
        self._name_account(number, ready.account)
        for place, code in enumerate(ready.backup_codes):
            self.score.name(code.reveal(), f"ready {number} {place}")
        self.score.source = f"act {number}"
        return ready

    def _name_account(self, number: int, account: Any) -> None:
        self.score.name(account.email, f"email {number} 0")
        self.score.name(account.password.reveal(), f"password {number} 0")

    def _asked(self, what: str, call: Any, its: Target, account: Any) -> Any:
        number = self.score.note(what, email=self.score.named(account.email))
        came = call(its, account)
        if what == "link":
            self.score.name(came, f"link {number} 0")
        return came

    def _advance(self, call: Any, its: LabClock, seconds: float) -> None:
        if all(act["do"] == "step" for act in self.score.acts):
            call(its, seconds)  # to the beginning of the example: `play` does so by itself
            self.score.first_step = int(its.now() // PERIOD)
            return
        self.score.note("advance", seconds=seconds)
        call(its, seconds)

    def _context(self, call: Any, its: Any, **settings: Any) -> Any:
        self.score.note("context", settings={k: v for k, v in settings.items() if _is_plain(v)})
        context = call(its, **settings)
        self.score.contexts.append(context)
        return context

    def _keep(self, call: Any, its: Phone, key: Any) -> Any:
        entry = call(its, key)
        self.score.entries.append(entry)
        self.score.note("keep", source=self.score.source)
        return entry

    def _show(self, call: Any, its: Phone, entry: Entry, step: int) -> Any:
        code = call(its, entry, step)
        number = next(n for n, known in enumerate(self.score.entries) if known is entry)
        self.score.name(code, f"code {number} {step - self.score.first_step}")
        return code


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool | dict)


# Playing it again


def play(path: Path) -> tuple[int, int, list[str]]:
    """Do all that is written down again: how many examples and acts, and where an answer was another."""
    from playwright.sync_api import sync_playwright

    scores = json.loads(path.read_text(encoding="utf-8"))
    product = ReferenceProduct()
    product.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**browsers.launch_options("chromium"))
            different = [
                f"{name}: {word}"
                for name, acts in scores.items()
                for word in Player(product, browser).play(acts)
            ]
            browser.close()
    finally:
        product.stop()
    acts = sum(act["do"] != "step" for acts in scores.values() for act in acts)
    return len(scores), acts, different


class Player:
    """One example again, on a server and a browser that are there."""

    def __init__(self, product: ReferenceProduct, browser: Browser) -> None:
        self.product, self.browser = product, browser
        self.contexts: list[BrowserContext] = []
        self.drivers: list[Driver] = []
        self.entries: list[Entry] = []
        self.came: list[Any] = []
        self.first_step = 0

    def play(self, acts: list[Act]) -> Iterator[str]:
        """Do each act; yields those whose answer was another."""
        self.begin()
        try:
            yield from filter(None, map(self.do, acts))
        finally:
            self.end()

    def begin(self) -> None:
        """At the beginning of a time step, as each example of the guide."""
        start_in_a_fresh_step(cast(Target, self.product))
        self.first_step = int(self.product.clock.now() // PERIOD)

    def do(self, act: Act) -> str:
        """Do one act; where its answer was another, what it was."""
        came = getattr(self, "_" + act["do"].replace(" ", "_"))(act)
        self.came.append(came)
        if act["do"] == "task" and compared(came) != act["came"]:
            return f"{act['task']} came to {compared(came)!r}, not to {act['came']!r}"
        return ""

    def end(self) -> None:
        """Close what was opened."""
        for context in self.contexts:
            context.close()

    def _step(self, act: Act) -> None:
        """The beginning of a step: nothing is done."""

    def _context(self, act: Act) -> None:
        self.contexts.append(self.browser.new_context(**act["settings"]))

    def _driver(self, act: Act) -> None:
        self.drivers.append(self.product.driver(self.contexts[act["context"]].new_page()))

    def _task(self, act: Act) -> Any:
        given = [self._value(argument) for argument in act["given"]]
        return getattr(self.drivers[act["driver"]], act["task"])(*given, **act["options"])

    def _account(self, act: Act) -> Any:
        return self.product.new_account(act["person"])

    def _ready_made(self, act: Act) -> Any:
        return self.product.ready_made(act["person"])

    def _notices(self, act: Act) -> Any:
        return self.product.notices(self._owner(act))

    def _link(self, act: Act) -> str:
        return self.product.reset_link(self._owner(act))

    def _advance(self, act: Act) -> None:
        self.product.clock.advance(act["seconds"])

    def _keep(self, act: Act) -> None:
        number = int(act["source"].removeprefix("act "))
        seen = self.came[number]
        if isinstance(seen, bytes):
            self.entries.append(Entry(read_key_uri(read_qr_codes(seen)[0])))
        elif isinstance(seen, str):
            self.entries.append(_typed(seen))
        else:
            self.entries.append(Entry(read_key_uri(seen.key_uri.reveal())))

    def _owner(self, act: Act) -> Any:
        number = int(act["email"]["name"].split()[1])
        made = self.came[number]
        return getattr(made, "account", made)

    def _value(self, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        if "driver" in written:
            return self.drivers[written["driver"]]
        kind, number, place = written["name"].split()
        value = self._meant(kind, number, place)
        if kind not in TYPED:
            return value
        value = SEPARATORS.sub("", value)
        for at, gap in written["gaps"]:
            value = f"{value[:at]}{gap}{value[at:]}"
        return value

    def _meant(self, kind: str, number: str, place: str) -> str:
        if kind == "code":
            return self.entries[int(number)].code_at_step(self.first_step + int(place))
        made = self.came[int(number)]
        if kind == "shown":
            return str(made[int(place)])
        if kind == "ready":
            return str(made.backup_codes[int(place)].reveal())
        if kind == "link":
            return str(made)
        account = getattr(made, "account", made)
        return str(account.email if kind == "email" else account.password.reveal())


def _typed(key: str) -> Entry:
    """An entry for a key that was typed by hand, with the parameters that apps take by default."""
    return Entry(read_key_uri(f"otpauth://totp/typed?secret={key.replace(' ', '')}"))


def main() -> int:
    """Play a score in this process, and tell how it went as JSON."""
    examples, acts, different = play(Path(sys.argv[1]))
    print(json.dumps({"examples": examples, "acts": acts, "different": different}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
