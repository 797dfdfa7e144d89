"""Accounts for people on stage: by the product's own sign-up, or from a pool in a file."""

from __future__ import annotations

import csv
import json
import os
import secrets
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from harness import https
from harness.secrets import Secret
from targets.port import Account, TargetError

PATIENCE = 30.0
"""Seconds to wait for the answer to a sign-up."""
TRUSTING = "browser_settings=self.browser_settings"


def new_address(person: str) -> Account:
    """A mail address and a password that nobody used before; there is no account of that name yet."""
    number = secrets.token_hex(5)
    return Account(f"{person.lower()}-{number}@example.com", Secret(f"Staple-{number}-9", "password"))


def sign_up(
    page: str, fields: dict[str, str | Secret], *, browser_settings: Mapping[str, object] | None = None
) -> None:
    """Send the product's sign-up form, as a browser without scripts does.

    page: the URL of the page with the form. fields: what to give, by the names of the form's fields; what
    the form holds already, such as a token against forged requests, goes along. browser_settings: the
    target's, needed where they allow a certificate that nobody vouches for. Raises TargetError when there is
    no such form or the product answers with the form once more, as it does when it takes offence.
    """
    browser = _browser(browser_settings, urllib.request.HTTPCookieProcessor(CookieJar()))
    here, text = _ask(browser, page, None)
    form = _form_with(text, set(fields))
    if form is None:
        raise TargetError(
            f"{here} has no form with the fields {', '.join(sorted(fields))}: nobody can sign up there.\n"
            "  Do this: give sign_up() the address of the sign-up page and the names of its fields."
        )
    data = urlencode({**form.held, **_revealed(fields)}).encode()
    action = urljoin(here, form.action)
    there, text = _ask(browser, action, data, referer=here)
    again = _form_with(text, set(fields))  # a sign-in may have fields of the same names
    if again is not None and urljoin(there, again.action) == action:
        raise TargetError(
            f"{there} answered a sign-up with the form again, so it did not take it.\n"
            "  Do this: fill the form in by hand with such a name and password, and read what it says."
        )


def sign_up_by_script(
    url: str, fields: Mapping[str, str | Secret], *, browser_settings: Mapping[str, object] | None = None
) -> None:
    """Send a sign-up as JSON to the address that the product's own page sends it to.

    browser_settings: as for sign_up. Raises TargetError when the product doesn't take it.
    """
    data = json.dumps(_revealed(fields)).encode()
    _ask(_browser(browser_settings), url, data, kind="application/json")


def _browser(
    settings: Mapping[str, object] | None, *handlers: urllib.request.BaseHandler
) -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(https.handler(settings or {}), *handlers)


def _revealed(fields: Mapping[str, str | Secret]) -> dict[str, str]:
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in fields.items()}


def _ask(
    browser: urllib.request.OpenerDirector,
    url: str,
    data: bytes | None,
    referer: str = "",
    kind: str = "application/x-www-form-urlencoded",
) -> tuple[str, str]:
    headers = {"Referer": referer} if referer else {}
    if data is not None:
        headers |= {"Content-Type": kind, **_from(referer or url, url)}
    request = urllib.request.Request(url, data, headers)
    try:
        with browser.open(request, timeout=PATIENCE) as answer:
            return answer.url, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        raise TargetError(f"The product answered the sign-up at {url} with status {error.code}.") from error
    except OSError as error:
        https.must_be_trusted(
            url, error, f"{https.ADVICE} A sign-up is told as well: sign_up(..., {TRUSTING})."
        )
        raise TargetError(f"The product doesn't answer at {url}: {error}. Does it run?") from error


def _from(page: str, url: str) -> dict[str, str]:
    """What a browser says of a post's origin (RFC 6454 7, Fetch Metadata), which keeps out forged ones."""
    origin, there = (f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, (page, url)))
    site = "same-origin" if origin == there else "cross-site"
    return {"Origin": origin, "Sec-Fetch-Site": site}


class _Form:
    def __init__(self, action: str) -> None:
        self.action = action
        self.names: set[str] = set()
        self.held: dict[str, str] = {}


class _Forms(HTMLParser):
    """The forms of a page: where they go, which fields they have, and what those hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(told.get("action", "")))
        elif tag == "input" and self.forms and "name" in told:
            self.forms[-1].names.add(told["name"])
            if told.get("type") == "hidden":
                self.forms[-1].held[told["name"]] = told.get("value", "")


def _form_with(text: str, names: set[str]) -> _Form | None:
    parser = _Forms()
    parser.feed(text)
    return next((form for form in parser.forms if names <= form.names), None)


class Pool:
    """Accounts that the product has already, from a CSV file with the columns email and password.

    Each is handed out once a run, to one of all its workers. They must be without 2FA before a run, and have
    it afterwards. Whoever commits a pool's file commits its passwords: only for products on loopback.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._accounts = self._read()
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"alone-{os.getpid()}"
        self._claims = Path(tempfile.gettempdir()) / f"twofold-pool-{run}-{file.stem}"

    def __len__(self) -> int:
        return len(self._accounts)

    def _read(self) -> list[Account]:
        try:
            with self.file.open(encoding="utf-8", newline="") as opened:
                rows = list(csv.DictReader(opened))
            return [Account(row["email"], Secret(row["password"], "password")) for row in rows]
        except OSError as error:
            raise TargetError(f"The pool of accounts can't be read: {error}.") from error
        except KeyError as error:
            raise TargetError(
                f"{self.file}: there is no column {error}.\n  Do this: begin it with the line: email,password"
            ) from error

    def take(self) -> Account:
        """An account that nobody in this run has had. Raises TargetError when none is left."""
        self._claims.mkdir(exist_ok=True)
        for number, account in enumerate(self._accounts):
            try:
                (self._claims / str(number)).touch(exist_ok=False)
            except FileExistsError:
                continue
            return account
        raise TargetError(
            f"{self.file}: all {len(self)} accounts of the pool are taken.\n"
            "  Do this: add accounts, or select fewer examples (pytest -k, -m)."
        )
