"""Browsers on other machines: which endpoint a worker takes, and why one can't be used.

ws:// and wss:// are Playwright servers (`playwright run-server`), http:// and https:// speak the Chrome
DevTools Protocol, as grids do. The way to a browser of this machine is browsers.py's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from harness import browsers, common
from harness.browsers import NoBrowser

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser, BrowserType

OPTION = "--browser-endpoint"
SERVERS, GRIDS = ("ws", "wss"), ("http", "https")
PATIENCE = 15_000
"""Milliseconds that an endpoint has to answer in, with a browser that it may have to start first."""
LOOPBACK = "<loopback>"
"""A Playwright server's browser reaches this machine's own addresses through the connection to it."""
ARRIVAL = 10_000
"""Milliseconds that the product's first page has to come in, seen from there."""


class BadEndpoint(ValueError):
    """An address that is none; the text says what one looks like."""


def listed(named: Sequence[str]) -> tuple[str, ...]:
    """The endpoints of an option that may be repeated, and hold several with commas. Raises BadEndpoint."""
    found = tuple(part.strip() for text in named for part in text.split(",") if part.strip())
    for endpoint in found:
        parts = urlsplit(endpoint)
        if parts.scheme not in (*SERVERS, *GRIDS) or not parts.hostname:
            raise BadEndpoint(
                f"{OPTION} {endpoint}: no address of a browser. Name a Playwright server, "
                "ws://HOST:PORT/, or a CDP endpoint, http://HOST:PORT."
            )
    return found


def in_turn(endpoints: Sequence[str], worker: int) -> tuple[str, ...]:
    """A worker's own endpoint, and behind it the others, to which it goes when its own is gone."""
    own = worker % len(endpoints)
    return (*endpoints[own:], *endpoints[:own])


def of_process(config: pytest.Config) -> tuple[str, ...]:
    """Where this process's browser may be, its own endpoint first; nowhere: on this machine."""
    named = listed(config.getoption(OPTION))
    digits = re.search(r"\d+", common.worker_of(config)) if common.is_worker(config) else None
    return in_turn(named, int(digits[0]) if digits else 0) if named else ()


def launch_options(browser_name: str) -> dict[str, Any]:
    """What a server is asked for; one that wasn't told to allow it leaves out what it doesn't."""
    if browser_name == "firefox":
        return {"firefox_user_prefs": browsers.FIREFOX_PREFERENCES}
    return {"args": list(browsers.QUIET_NETWORK)} if browser_name == "chromium" else {}


def connect(kind: BrowserType, endpoints: Sequence[str], options: Mapping[str, Any]) -> tuple[Browser, str]:
    """A browser at the first of these that has one, and where that is. Raises NoBrowser with all that failed.

    options: for a server that starts a browser for us, as for Playwright's launch().
    """
    refused: list[str] = []
    for endpoint in endpoints:
        try:
            return _connect(kind, endpoint, options), endpoint
        except PlaywrightError as error:
            refused.append(_why_not(endpoint, str(error)))
    raise NoBrowser("\n".join(refused))


def _connect(kind: BrowserType, endpoint: str, options: Mapping[str, Any]) -> Browser:
    if urlsplit(endpoint).scheme in GRIDS:
        if kind.name != "chromium":
            raise PlaywrightError(f"{kind.name} does not speak the Chrome DevTools Protocol")
        return kind.connect_over_cdp(endpoint, timeout=PATIENCE)
    wanted = {_in_camel_case(name): value for name, value in options.items()}
    headers = {"x-playwright-launch-options": json.dumps(wanted)}
    return kind.connect(endpoint, timeout=PATIENCE, headers=headers, expose_network=LOOPBACK)


def _in_camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _why_not(endpoint: str, told: str) -> str:
    """In two lines: what is wrong with an endpoint, whose fault that is, and what to do."""
    return "\n  Do this: ".join(_fault(endpoint, told))


def _fault(endpoint: str, told: str) -> tuple[str, str]:
    server = f"The browser endpoint {endpoint}"
    if "version mismatch" in told:
        mine = metadata.version("playwright")
        its = next((line.rpartition(" v")[2] for line in _lines(told) if "server version" in line), "another")
        return (
            f"{server} is a server of Playwright {its}, and Twofold uses {mine}: the fault is there.",
            f"start it there with the same version: pip install playwright=={mine}.",
        )
    first = next(_lines(told), "").removeprefix("BrowserType.").partition(": ")[2] or told
    if "ECONNREFUSED" in told or "ENOTFOUND" in told or "Timeout" in told:
        return (
            f"{server} does not answer: {first}",
            "start the server there (playwright run-server --host ADDRESS --port 4000), or name another.",
        )
    if "Executable doesn't exist" in told:
        return (
            f"{server} has no browser: {first}",
            "run playwright install there, or start its own with playwright launch-server (docs/scaling.md).",
        )
    return (
        f"{server} is no such browser: {first}",
        "name the ws:// address of a Playwright server, or the http:// address of a CDP endpoint.",
    )


def _lines(text: str) -> Iterator[str]:
    """The lines that say something, without the box that Playwright draws around some."""
    return (line for line in (line.strip(" ║╔╗╚╝═") for line in text.splitlines()) if line)


def must_reach(browser: Browser, endpoint: str, address: str, settings: Mapping[str, Any]) -> None:
    """Raise NoBrowser where a browser elsewhere can't open the product: nothing could be told of it."""
    if not address:
        return
    context = browser.new_context(**settings)
    try:
        context.new_page().goto(address, timeout=ARRIVAL, wait_until="commit")
    except PlaywrightError as error:
        raise NoBrowser(
            f"The browser at {endpoint} can't open {address}: {next(_lines(str(error)), '')}\n"
            "  Do this: let the target name an address that its machine reaches, and let the product"
            " listen there; this machine's own loopback is reached through playwright run-server alone."
        ) from error
    finally:
        context.close()
