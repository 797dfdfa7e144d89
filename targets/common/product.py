"""What a target needs beside its pages: where it is, how it is started, and defaults for what it may lack."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from harness import https
from targets.common.accounts import Pool
from targets.common.clocks import TOLERANCE, MovedClock, RealClock, faketime, offset
from targets.common.outbox import link_in, mails
from targets.common.pages import Pages
from targets.common.sink import MailSink
from targets.port import Account, Clock, Consent, Facts, Notice, ReadyMade, TargetError

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = ("img", "svg", "canvas")
"""What may hold a QR code; too many of them covered in a picture do no harm."""
STARTS_WITHIN = 60.0
"""Seconds in which a started product has to answer."""
FOLLOWS_WITHIN = 5.0
"""Seconds in which a moved product's answers have to show it: servers keep a Date for a second or so."""
PRODUCTS = Path(__file__).resolve().parents[2] / ".twofold" / "products"
"""Where `make products` puts what real products need, apart from Twofold's own environment."""


class Product:
    """A product that is there already. A target gives `address`, `facts`, `pages` and `new_account`.

    pages: the class of its pages, most of whose attributes have defaults that fit many products.
    """

    name = "product"
    address = ""
    facts: Facts
    pages: type[Pages] = Pages
    clock: Clock = RealClock()
    consent: Consent | None = None
    destructive = False
    pool: Pool | None = None
    browser_settings: dict[str, object] = {}  # noqa: RUF012 - a target replaces it, nobody fills it

    @property
    def secret_places(self) -> tuple[str, ...]:
        """Where the pages show or take secrets, as CSS selectors."""
        pages = self.pages
        places = (
            pages.code_field,
            pages.backup_field,
            pages.password_field,
            pages.codes_place,
            pages.key_place,
        )
        return (*PICTURES, *(place for place in places if place not in ("", "body")))

    def __init__(self) -> None:
        """Raise TargetError for what the pages say of themselves as `...`, which means 'not yet'."""
        if open_ones := [name for name in dir(self.pages) if getattr(self.pages, name) is ...]:
            raise TargetError(
                f"{self.pages.__name__} says nothing yet of {', '.join(open_ones)}.\n"
                "  Do this: replace each ... there; targets/common/pages.py says what each means."
            )

    def start(self) -> None:
        """Nothing has to be started."""

    def stop(self) -> None:
        """Nothing has to be stopped."""

    @property
    def accounts_at_hand(self) -> int | None:
        """How many accounts there are; None where they can be made."""
        return None if self.pool is None else len(self.pool)

    def new_account(self, person: str) -> Account:
        """An account without 2FA: from the pool. Raises TargetError where there is none."""
        if self.pool is not None:
            return self.pool.take()
        raise TargetError(
            f"The target {self.name} has no new_account().\n"
            "  Do this: write it, with sign_up() of targets.common or as the product allows, or give a pool."
        )

    def ready_made(self, person: str) -> ReadyMade | None:
        """No quicker way than the pages."""
        return None

    def notices(self, account: Account) -> list[Notice]:
        """None can be read. A target that can says so with Facts(outbox=True)."""
        return []

    def reset_link(self, account: Account) -> str:
        """None can be read. Raises TargetError."""
        raise TargetError(f"The target {self.name} declares an outbox and has no reset_link().")

    def driver(self, page: Page) -> Pages:
        """A driver for one page."""
        return self.pages(page, self.address)


class StartedProduct(Product):
    """A product that is started here, one for each worker, on a free port of loopback and in its own folder.

    A target gives `command`. Where libfaketime is installed, the product lives on a time of its own, which
    scenarios move ahead; else in real time. ready: the path that answers once the product is ready. scheme:
    "https" where it speaks that. reset_place: what stands in the address of a mailed reset link, where the
    product writes its mail into files in `mail` of its folder instead of sending it (Facts(outbox=True)).
    takes_mail: the product sends its mail by SMTP; `mail_port` of 127.0.0.1 takes it into the same files.
    """

    ready = "/"
    scheme = "http"
    reset_place = ""
    takes_mail = False
    destructive = True

    def __init__(self) -> None:
        super().__init__()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._sink: MailSink | None = None
        self.address = f"{self.scheme}://127.0.0.1"

    def command(self, port: int, folder: Path) -> list[str]:
        """How the product is started on a port, with a folder for what it stores."""
        raise TargetError(f"The target {self.name} has no command().")

    def environment(self) -> dict[str, str]:
        """Variables that the product needs beside those of this process."""
        return {}

    @property
    def mail_port(self) -> int:
        """The port of 127.0.0.1 that takes the product's mail: for `command` and `environment`."""
        assert self._sink is not None, "takes_mail is not set, or start() has not come yet"
        return self._sink.port

    @property
    def folder(self) -> Path:
        """Where this run of the product stores what it has, its words in product.log among them."""
        assert self._folder is not None, "start() comes first"
        return Path(self._folder.name)

    def notices(self, account: Account) -> list[Notice]:
        """The mails to the owner that lie in `mail` of its folder; none where there is no such thing."""
        return mails(self.folder / "mail", account.email)

    def reset_link(self, account: Account) -> str:
        """The newest link of that kind in the owner's mails. Raises TargetError when there is none."""
        if not self.reset_place:
            return super().reset_link(account)
        return link_in(self.notices(account), re.escape(self.reset_place))

    def start(self) -> None:
        """Start the product and wait for its answer. Raises TargetError with its last words."""
        self._folder = tempfile.TemporaryDirectory(prefix=f"twofold-{self.name}-")
        port = _free_port()
        self.address = f"{self.scheme}://127.0.0.1:{port}"
        clock = MovedClock(self.folder / "clock.txt") if faketime() else None
        self.clock = clock or RealClock()
        moved = clock.environment() if clock else {}
        if self.takes_mail:
            self._sink = MailSink(self.folder / "mail")
            self._sink.start()
        command = self.command(port, self.folder)
        with (self.folder / "product.log").open("wb") as log:
            try:
                self._process = subprocess.Popen(
                    command,
                    stdout=log,
                    stderr=log,
                    cwd=self.folder,
                    env={**os.environ, **self.environment(), **moved},
                )
            except OSError as error:
                raise TargetError(f"{self.name} can't be started: {error}.") from error
        try:
            self._must_live_in(self._first_answer(self._process))
        except TargetError:
            self.stop()  # nobody else does so for a product that never got ready
            raise

    def _first_answer(self, process: subprocess.Popen[bytes]) -> str:
        """The Date of the first answer, whatever else it says."""
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            if process.poll() is not None:
                raise TargetError(
                    f"{self.name} ended with code {process.returncode} before it was ready. "
                    f"Its last words:\n{self.last_words()}"
                )
            try:
                return self._date()
            except OSError as error:
                https.must_be_trusted(self.address, error)
                time.sleep(0.1)  # nothing tells when a starting product opens its port
        raise TargetError(
            f"{self.name} did not answer within {STARTS_WITHIN:g} seconds. "
            f"Its last words:\n{self.last_words()}"
        )

    def _date(self) -> str:
        """The Date of an answer, whatever else it says."""
        browser = urllib.request.build_opener(https.handler(self.browser_settings))
        try:
            with browser.open(self.address + self.ready, timeout=STARTS_WITHIN) as answer:
                return str(answer.headers["Date"])
        except urllib.error.HTTPError as error:
            return str(error.headers["Date"])

    def _must_live_in(self, date: str) -> None:
        """Set its clock ahead once, and see whether its answers follow. Raises TargetError."""
        if not self.clock.movable or date == "None":
            return
        self.clock.advance(3600)
        end = time.monotonic() + FOLLOWS_WITHIN
        while abs(off := offset(self._date(), self.clock.now())) > TOLERANCE and time.monotonic() < end:
            time.sleep(0.1)  # the product makes its Date anew when it likes
        if abs(off) > TOLERANCE:
            raise TargetError(
                f"{self.name} was moved an hour ahead, and its answers are {abs(off):.0f} seconds off.\n"
                "  Do this: see whether an older process of it still holds its port; else declare real time, "
                "with clock = RealClock() after start()."
            )

    def last_words(self) -> str:
        """The end of what the product printed."""
        log = (self.folder / "product.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(log.splitlines()[-15:])

    def stop(self) -> None:
        """End the product and remove its folder. Safe to call twice."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._sink is not None:
            self._sink.stop()
            self._sink = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def python_of(product: str) -> str:
    """The Python of a product's own environment. Raises TargetError when it isn't set up."""
    python = PRODUCTS / product / "bin" / "python"
    if not python.exists():
        raise TargetError(f"{product} isn't set up: there is no {python}.\n  Do this: make products")
    return str(python)


def node_of(product: str) -> tuple[str, Path]:
    """The Node of a product's own environment, and the folder of its packages (node_modules).

    Raises TargetError when it isn't set up.
    """
    packages = PRODUCTS / product / "node_modules"
    node = packages / ".bin" / "node"
    if not node.exists():
        raise TargetError(f"{product} isn't set up: there is no {node}.\n  Do this: make products")
    return str(node), packages
