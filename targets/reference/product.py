"""Starts the reference server, one for each worker on a free port, and talks to its control plane."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from functools import cached_property
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from harness import https
from harness.secrets import Secret
from server import variants
from server.policy import Policy
from targets.common.outbox import mails
from targets.common.sink import MailSink
from targets.port import Account, BackupCodes, Facts, Lock, Notice, PasswordLimit, ReadyMade, TargetError
from targets.reference.driver import ReferenceDriver

if TYPE_CHECKING:
    from playwright.sync_api import Page

READY = re.compile(r"is ready: (https?://\S+)")
PASSWORD = "correct-horse-staple-9"
OPTIONS = ("--lab", "--quick-hashes", "--exit-with-parent", "--port", "0")
SERVER_ENVIRONMENT = "TWOFOLD_REFERENCE_SERVER"
"""Names the module to run in place of `server`: a variant that a test or a fault makes of it."""
POLICY_ENVIRONMENT = "TWOFOLD_REFERENCE_POLICY"
"""Names the policy to start it with: what a standard asks otherwise than the guide, such as psd2."""


def declared(policy: Policy) -> Facts:
    """What the server's policy promises, in the port's words."""
    return Facts(
        digits=policy.digits,
        algorithm=policy.algorithm,
        period=policy.step_seconds,
        steps_back=policy.steps_back,
        steps_ahead=policy.steps_ahead,
        lock=Lock(policy.wrong_codes_to_lock, policy.lock_seconds, backup_way_open=True),
        backup_codes=BackupCodes(
            policy.backup_codes,
            policy.wrong_codes_to_lock,
            few=policy.backup_codes_low,
            bits=backup_code_bits(policy),
        ),
        fresh_password_seconds=policy.fresh_password_seconds,
        half_sign_in_seconds=policy.half_sign_in_seconds,
        idle_seconds=policy.idle_seconds,
        overall_seconds=policy.overall_seconds,
        key_bits=8 * policy.key_bytes,
        same_key_on_reload=True,
        same_key_on_restart=False,
        ends_other_sessions=True,
        clock_hint=True,
        can_relink=True,
        activity=True,
        outbox=True,
        keeps_wanted_place=True,
        sign_in_names_place=True,
        password_change=True,
        password_limit=PasswordLimit(policy.wrong_passwords_to_wait, policy.password_wait_seconds),
        device_list=True,
        remembered_days=policy.remembered_days or None,
        names_with_signs=True,
    )


def backup_code_bits(policy: Policy) -> int:
    """How hard a backup code is to guess, in whole bits, by its length and the alphabet it is drawn from."""
    length = policy.backup_code_groups * policy.backup_code_group_length
    return int(length * log2(len(policy.backup_code_alphabet)))


class LabRefusal(TargetError):
    """The control plane answered, and said no."""


class LabClock:
    """The server's own clock, moved through its control plane. It stands still between moves."""

    movable = True
    running = False

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._now: float | None = None

    def now(self) -> float:
        """Seconds since the epoch, as the server sees them."""
        if self._now is None:
            self._now = float(self._lab.call("GET", "/lab/clock")["now"])
        return self._now

    def advance(self, seconds: float) -> None:
        """Move server and stage ahead together."""
        self._now = float(self._lab.call("PUT", "/lab/clock", {"now": self.now() + seconds})["now"])


class Lab:
    """The server's control plane for tests, on loopback, with a token. url: asked for when it is needed."""

    def __init__(self, url: Callable[[], str], token: Secret, browser_settings: Mapping[str, object]) -> None:
        self._url = url
        self._token = token
        self._browser = urllib.request.build_opener(https.handler(browser_settings))

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One request. Raises TargetError with the server's own words."""
        url = self._url()
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token.reveal()}", "Content-Type": "application/json"}
        request = urllib.request.Request(url + path, data, headers, method=method)
        try:
            with self._browser.open(request, timeout=30) as response:
                answer: dict[str, Any] = json.load(response)
                return answer
        except urllib.error.HTTPError as error:
            raise LabRefusal(
                f"The reference server refused {method} {path}: {error.read().decode()}"
            ) from error
        except OSError as error:
            raise TargetError(
                f"The reference server doesn't answer at {url}: {error}. Did it end?"
            ) from error


class ReferenceProduct:
    """The bundled server, run as any user would run it, with its control plane switched on.

    tls: a certificate with its key (PEM); the server speaks https then. takes_mail: it sends its messages by
    SMTP, and they are read where they arrive, not in its outbox.
    """

    name = "reference"
    consent = None
    destructive = True
    browser_settings: dict[str, object] = {}  # noqa: RUF012 - nobody fills it
    tls: Path | None = None
    takes_mail = False
    secret_places = ("#setup-key", "#backup-codes code", "input[name=codes]", ".qr", "input[name=code]")

    def __init__(self) -> None:
        self.policy = os.environ.get(POLICY_ENVIRONMENT, variants.GUIDE)
        if self.policy not in variants.NAMES:
            raise TargetError(
                f"{POLICY_ENVIRONMENT} is '{self.policy}': the reference server has no policy of that name.\n"
                f"  Do this: set it to one of {', '.join(variants.NAMES)}."
            )
        self.facts = declared(variants.policy(self.policy))
        self._people = 0
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._sink: MailSink | None = None

    @property
    def address(self) -> str:
        """On loopback; with the port once it was started. Raises TargetError as `url` does."""
        return self.url if self._process else f"{'https' if self.tls else 'http'}://127.0.0.1"

    @cached_property
    def url(self) -> str:
        """Where the server is, as soon as it says so. Raises TargetError where it ended before."""
        process = self._process
        assert process is not None and process.stdout is not None
        for line in process.stdout:
            if found := READY.search(line):
                return found[1]
        raise TargetError(
            f"The reference server ended with code {process.wait()} before it was ready; its words are above."
        )

    def start(self) -> None:
        """Run the server; whoever needs it first waits for it, so that a browser starts meanwhile."""
        self.__dict__.pop("url", None)
        self._folder = tempfile.TemporaryDirectory(prefix="twofold-")
        token = Secret(secrets.token_urlsafe(32), "token of the control plane")
        database = f"sqlite:///{self._folder.name}/lantern.db"
        module = os.environ.get(SERVER_ENVIRONMENT, "server")
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *OPTIONS, *self._options(), "--database", database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TWOFOLD_LAB_TOKEN": token.reveal()},
        )
        self._lab = Lab(lambda: self.url, token, self.browser_settings)
        self.clock = LabClock(self._lab)

    def _options(self) -> list[str]:
        """What this server is told beside what all are; starts the mail server that it sends to."""
        options = ["--policy", self.policy]
        if self.tls:
            options += ["--tls", str(self.tls)]
        if self.takes_mail and self._folder is not None:
            self._sink = MailSink(Path(self._folder.name) / "mail")
            self._sink.start()
            options += ["--smtp", f"127.0.0.1:{self._sink.port}"]
        return options

    def stop(self) -> None:
        """End the server and remove its files. It needs no time to end tidily: its data go with it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        if self._sink is not None:
            self._sink.stop()
            self._sink = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def new_account(self, person: str) -> Account:
        """An account nobody used before."""
        account = self._name(person)
        self._lab.call(
            "POST", "/lab/accounts", {"email": account.email, "password": account.password.reveal()}
        )
        return account

    def _name(self, person: str) -> Account:
        """A name for an account; its number keeps scenarios apart."""
        self._people += 1
        return Account(f"{person.lower()}-{self._people}@example.com", Secret(PASSWORD, "password"))

    def ready_made(self, person: str) -> ReadyMade | None:
        """By the control plane, which walks through the same flows as the pages; None when they refuse."""
        account = self._name(person)
        wish = {"email": account.email, "password": account.password.reveal(), "two_factor": True}
        try:
            made = self._lab.call("POST", "/lab/accounts", wish)
        except LabRefusal:
            return None
        return ReadyMade(
            account,
            Secret(made["otpauth"], "otpauth URI"),
            tuple(Secret(code, "backup code") for code in made["backup_codes"]),
        )

    def notices(self, account: Account) -> list[Notice]:
        """The captured outbox of one owner, or what came by SMTP."""
        if self._sink is not None:
            return mails(self._sink.folder, account.email)
        messages = self._lab.call("GET", f"/lab/outbox?to={quote(account.email)}")["messages"]
        return [Notice(message["subject"], message["text"]) for message in messages]

    def reset_link(self, account: Account) -> str:
        """The newest reset link in the outbox. Raises TargetError when there is none."""
        for notice in reversed(self.notices(account)):
            if link := re.search(r"https?://\S*/reset-password/\S+", notice.text):
                return Secret(link[0], "reset link").reveal()
        raise TargetError(f"The reference server sent no reset link to {account.email}.")

    def driver(self, page: Page) -> ReferenceDriver:
        """A driver for one page."""
        return ReferenceDriver(page, self.url)
