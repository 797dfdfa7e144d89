"""A small product that has nothing to do with the bundled server: for tests of what targets have in common.

Its habits can be set, one for each thing that products do differently: `python -m tests.common.shop 8080
dialog` serves one with questions in dialogs. It keeps everything in memory. It speaks https where SHOP_PEM
names a file with a certificate and its key.
"""

from __future__ import annotations

import base64
import io
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import escape

import pyotp
import segno
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

HABITS = {
    "dialog": "asks 'Are you sure?' in a dialog of the browser's before a change",
    "keys": "lets go of a code only after key events, not when it is pasted",
    "itself": "sends the code's form with its sixth digit",
    "script": "sends forms by a script, and never loads a page for an answer",
    "password": "asks for the password again before each change",
    "other-field": "has a field of its own for backup codes",
    "other-page": "has a page of its own for backup codes",
    "on-click": "makes backup codes by a click of their own",
    "no-new-codes": "makes new backup codes only when 2FA is turned off and on again",
    "drops": "forgets the key of a set-up when its owner goes back to the settings",
    "short-key": "makes keys of 80 bits",
    "throttle": "answers status 429 after three wrong codes, for ten seconds",
    "choices": "offers to turn 2FA on and off in one form with radio buttons",
    "remembers": "spares people the code for a week on a device that they had it remember",
    "moves": "links a new phone by a link of its own, while 2FA is on",
    "checkbox": "turns 2FA on only with a box ticked beside the code",
}
WAYWARD = {
    "silent": "asks for a code again after a wrong one, without a word",
    "sends-back": "asks for the password again after a wrong code, without a word",
    "ends-sign-ins": "ends a sign-in with its second wrong code, so that later ones are not read",
    "breaks": "answers a wrong code with status 500",
    "by-address": "lets nobody in for a minute after three wrong codes, whoever gave them",
    "replay": "takes a code that was used as long as it lasts",
    "remembers-for-ever": "never forgets a device that it was told to remember",
    "remembers-anybody": "spares everybody the code on a device that it remembers",
    "shown-again": "shows backup codes in the account at any time",
}
"""What makes it answer otherwise, or break promises."""
DAY = 86400
BACKUP_PAGE = "/login/backup"
STYLE = "body { font: 1em/1.5 sans-serif; max-width: 36em; margin: 2em auto } img { width: 200px }"
KEYS = """<script>document.querySelectorAll('[name=code]').forEach(field => {
  const button = field.form.querySelector('button'); button.disabled = true
  field.addEventListener('keyup', () => button.disabled = false) })</script>"""
ITSELF = """<script>document.querySelectorAll('[name=code]').forEach(field =>
  field.addEventListener('input', () => field.value.length == 6 && field.form.requestSubmit()))</script>"""
DIALOG = """<script>document.querySelectorAll('form.change').forEach(form =>
  form.addEventListener('submit', event => confirm('Are you sure?') || event.preventDefault()))</script>"""
SCRIPT = """<script>document.addEventListener('submit', async event => { event.preventDefault()
  const answer = await fetch(event.target.action, {method: 'POST', body: new URLSearchParams(
    new FormData(event.target, event.submitter))})
  history.pushState(null, '', answer.url)
  document.body.innerHTML = new DOMParser().parseFromString(await answer.text(), 'text/html').body.innerHTML
})</script>"""


@dataclass
class User:
    """What the shop keeps of one account."""

    password: str
    key: str = ""
    new_key: str = ""
    last_steps: dict[str, int] = field(default_factory=dict)  # by key: a code of one says nothing of others
    wrong: list[float] = field(default_factory=list)
    backup_codes: list[str] = field(default_factory=list)
    devices: dict[str, float] = field(default_factory=dict)


@dataclass
class Session:
    """What it keeps of one browser. stage: out, half (password given) or in."""

    name: str = ""
    stage: str = "out"
    may_change: bool = False
    told: str = ""
    device: str = ""
    wrong: int = 0


Form = dict[str, str] | None
Place = Callable[[Session, Form, Request], Response]


class Shop:
    """The product, with some habits."""

    def __init__(self, *habits: str) -> None:
        self.habits = habits
        self.users: dict[str, User] = {}
        self.sessions: dict[str, Session] = {}
        self.wrong: list[float] = []
        places = {
            "/": self.first,
            "/register": self.register,
            "/login": self.login,
            "/login/code": self.code,
            BACKUP_PAGE: self.code,
            "/logout": self.logout,
            "/account": self.account,
            "/account/choose": self.choose,
            "/account/confirm": self.confirm,
            "/account/2fa": self.set_up,
            "/account/2fa/off": self.off,
            "/account/codes": self.codes,
        }
        routes = [
            Route(path, self.with_session(what), methods=["GET", "POST"]) for path, what in places.items()
        ]
        self.app = Starlette(routes=routes)

    def has(self, habit: str) -> bool:
        return habit in self.habits

    def with_session(self, what: Place) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            name = request.cookies.get("session", "")
            session = self.sessions.get(name)
            if session is None:
                name = secrets.token_hex(8)
                session = self.sessions[name] = Session()
            form = None
            if request.method == "POST":
                form = {name: str(value) for name, value in (await request.form()).items()}
            if request.url.path.startswith("/account") and session.stage != "in":
                return RedirectResponse("/login", 303)
            response: Response = what(session, form, request)
            if session.device:
                response.set_cookie("device", session.device, max_age=400 * DAY)
            response.set_cookie("session", name, httponly=True, samesite=None)  # as products without defences
            return response

        return answer

    def page(self, session: Session, *body: str, status: int = 200) -> HTMLResponse:
        told = f"<p role=alert>{escape(session.told)}</p>" if session.told else ""
        session.told = ""
        scripts = [KEYS] if self.has("keys") else [ITSELF] if self.has("itself") else []
        scripts += ([DIALOG] if self.has("dialog") else []) + ([SCRIPT] if self.has("script") else [])
        menu = "<a href=/account>Account</a> <form action=/logout method=post><button>Log out</button></form>"
        inner = "".join([menu if session.stage == "in" else "", told, *body])
        text = f"<!doctype html><html lang=en><title>Shop</title><style>{STYLE}</style><body>{inner}"
        return HTMLResponse(text + "".join(scripts), status, {"Cache-Control": "no-store"})

    def form(self, action: str, button: str, *fields: str, change: bool = False) -> str:
        kind = " class=change" if change else ""
        return f"<form action={action} method=post{kind}>{''.join(fields)}<button>{button}</button></form>"

    def first(self, session: Session, form: Form, request: Request) -> Response:
        return self.page(session, "<h1>Shop</h1><p><a href=/login>Log in</a>")

    def register(self, session: Session, form: Form, request: Request) -> Response:
        if form:
            self.users[form["email"]] = User(form["password"])
            return RedirectResponse("/login", 303)
        return self.page(session, self.form("/register", "Register", EMAIL, PASSWORD))

    def login(self, session: Session, form: Form, request: Request) -> Response:
        if form:
            user = self.users.get(form["email"])
            if user is None or user.password != form["password"]:
                session.told = "Name or password is wrong."
            else:
                is_due = bool(user.key) and not self.knows(user, request.cookies.get("device", ""))
                session.name, session.stage = form["email"], "half" if is_due else "in"
                session.may_change = not self.has("password")
                return RedirectResponse("/login/code" if is_due else "/account", 303)
        return self.page(session, "<h1>Log in</h1>", self.form("/login", "Log in", EMAIL, PASSWORD))

    def code(self, session: Session, form: Form, request: Request) -> Response:
        if session.stage != "half":
            return RedirectResponse("/login", 303)
        user, path = self.users[session.name], request.url.path
        if form:
            if seconds := self.stopped_for(user):
                session.told = f"Too many wrong codes. Try again in {seconds} seconds."
                return self.page(session, self.code_forms(path), status=429)
            if self.is_right(user, form, path):
                session.stage = "in"
                if "remember" in form:
                    session.device = request.cookies.get("device") or secrets.token_hex(8)
                    user.devices[session.device] = time.time()
                return RedirectResponse("/account", 303)
            return self.refused(session, user, path)
        return self.page(session, self.code_forms(path))

    def knows(self, user: User, device: str) -> bool:
        """Whether a device was told to be remembered, by this user and not too long ago."""
        if self.has("remembers-anybody"):
            return any(device in other.devices for other in self.users.values())
        since = user.devices.get(device)
        return since is not None and (self.has("remembers-for-ever") or time.time() < since + 7 * DAY)

    def stopped_for(self, user: User) -> int:
        """Seconds for which no code is read after three wrong ones; 0 where codes are read."""
        if self.has("by-address"):
            return 60 if _is_limit(self.wrong, 60) else 0
        return 10 if self.has("throttle") and _is_limit(user.wrong, 10) else 0

    def refused(self, session: Session, user: User, path: str) -> Response:
        user.wrong.append(time.time())
        self.wrong.append(time.time())
        session.wrong += 1
        if self.has("ends-sign-ins") and session.wrong == 2:
            session.stage, session.wrong, session.told = "out", 0, "That was wrong twice. Sign in again."
            return RedirectResponse("/login", 303)
        if self.has("breaks"):
            return PlainTextResponse("Something broke.", 500)
        if self.has("sends-back"):
            session.stage = "out"
            return RedirectResponse("/login", 303)
        session.told = "" if self.has("silent") else "That code is not right."
        return self.page(session, self.code_forms(path))

    def code_forms(self, path: str) -> str:
        if path == BACKUP_PAGE:
            return self.form(path, "Use backup code", CODE)
        own = self.form("/login/code", "Use backup code", "<label>Backup code <input name=spare></label>")
        other = own if self.has("other-field") else "<p>Or enter a backup code."
        if self.has("other-page"):
            other = f"<p><a href={BACKUP_PAGE}>Use a backup code</a>"
        is_kept = any(habit.startswith("remembers") for habit in self.habits)
        return self.form("/login/code", "Go on", CODE, *([REMEMBER] if is_kept else [])) + other

    def is_right(self, user: User, form: dict[str, str], path: str) -> bool:
        code = form.get("spare") or form.get("code", "")
        is_own_field = ("spare" in form) == self.has("other-field")
        if code in user.backup_codes and is_own_field and (path == BACKUP_PAGE) == self.has("other-page"):
            user.backup_codes.remove(code)
            return True
        return path != BACKUP_PAGE and self.matches(user, user.key, code.replace(" ", ""))

    def matches(self, user: User, key: str, code: str) -> bool:
        now = int(time.time()) // 30
        for step in (now - 1, now, now + 1):
            if step > user.last_steps.get(key, 0) and _totp(key).at(step * 30) == code:
                user.last_steps[key] = 0 if self.has("replay") else step
                return True
        return False

    def logout(self, session: Session, form: Form, request: Request) -> Response:
        session.stage = "out"
        return RedirectResponse("/login", 303)

    def choose(self, session: Session, form: Form, request: Request) -> Response:
        if form and form.get("choice") == "off":
            return self.off(session, form, request)
        return RedirectResponse("/account/2fa", 303)

    def account(self, session: Session, form: Form, request: Request) -> Response:
        user = self.users[session.name]
        if self.has("drops"):
            user.new_key = ""
        if self.has("choices"):
            radios = (f"<label><input type=radio name=choice value={c}> {c}</label>" for c in ("on", "off"))
            state = "<p id=state>2FA is on.</p>" if user.key else "<p>2FA is off."
            new = self.form("/account/codes", "Make new backup codes") if user.key else ""
            form_of_both = self.form("/account/choose", "Go on", *radios)
            return self.page(session, state, f"<p>{len(user.backup_codes)} codes left.", form_of_both, new)
        if not user.key:
            return self.page(session, "<p>2FA is off.", "<p><a href=/account/2fa>Turn on 2FA</a>")
        off = self.form("/account/2fa/off", "Turn off 2FA", change=True)
        new = self.form("/account/codes", "Make new backup codes", change=True)
        left = f"<p>{len(user.backup_codes)} codes left."
        if self.has("moves"):
            left += "<p><a href=/account/2fa>I have a new phone</a>"
        if self.has("shown-again"):
            left += f"<p>{' '.join(user.backup_codes)}"
        return self.page(
            session, "<p id=state>2FA is on.</p>", left, off, "" if self.has("no-new-codes") else new
        )

    def confirm(self, session: Session, form: Form, request: Request) -> Response:
        if form:
            if form["password"] == self.users[session.name].password:
                session.may_change = True
                return RedirectResponse("/account", 303)
            session.told = "That password is wrong."
        return self.page(session, self.form("/account/confirm", "Confirm", PASSWORD))

    def set_up(self, session: Session, form: Form, request: Request) -> Response:
        user = self.users[session.name]
        if not session.may_change:
            return RedirectResponse("/account/confirm", 303)
        user.new_key = user.new_key or _key(10 if self.has("short-key") else 20)
        if form:
            is_ticked = "sure" in form or not self.has("checkbox")
            if is_ticked and self.matches(user, user.new_key, form.get("code", "").replace(" ", "")):
                user.key, user.new_key = user.new_key, ""
                session.may_change = not self.has("password")
                if self.has("on-click"):
                    return RedirectResponse("/account", 303)
                return self.fresh_codes(session, user)
            session.told = "That code is not right."
        uri = _totp(user.new_key).provisioning_uri(name=session.name, issuer_name="Shop")
        png = io.BytesIO()
        segno.make(uri).save(png, kind="png", scale=6)
        picture = base64.b64encode(png.getvalue()).decode()
        tick = "<label><input type=checkbox name=sure> I am sure</label>" if self.has("checkbox") else ""
        key = " ".join(user.new_key[at : at + 4] for at in range(0, len(user.new_key), 4))
        shown = f"<img alt='QR code' src='data:image/png;base64,{picture}'><p>Key: <b>{key}</b>"
        return self.page(session, shown, self.form("/account/2fa", "Confirm", CODE, tick))

    def fresh_codes(self, session: Session, user: User) -> Response:
        user.backup_codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(8)]
        listed = "".join(f"<li>{code}</li>" for code in user.backup_codes)
        return self.page(
            session, f"<ul id=backup-codes>{listed}</ul><p>Print them. <a href=/account>Done</a>"
        )

    def off(self, session: Session, form: Form, request: Request) -> Response:
        if not session.may_change:
            return RedirectResponse("/account/confirm", 303)
        user = self.users[session.name]
        user.key, user.backup_codes = "", []
        if not self.has("remembers-for-ever"):
            user.devices.clear()
        return RedirectResponse("/account", 303)

    def codes(self, session: Session, form: Form, request: Request) -> Response:
        if form is None:
            return PlainTextResponse("Ask for new codes in your account.", 405)
        if not session.may_change:
            return RedirectResponse("/account/confirm", 303)
        return self.fresh_codes(session, self.users[session.name])


EMAIL = "<label>Email <input name=email type=email required></label>"
PASSWORD = "<label>Password <input name=password type=password required></label>"
REMEMBER = "<label><input type=checkbox name=remember> Remember this device</label>"
CODE = "<label>Code <input name=code autocomplete=one-time-code required></label>"


def _is_limit(wrong: list[float], seconds: int) -> bool:
    return len([at for at in wrong if at > time.time() - seconds]) >= 3


def _key(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode()


class _AnyLength(pyotp.TOTP):
    def byte_secret(self) -> bytes:
        return base64.b32decode(self.secret)


def _totp(key: str) -> pyotp.TOTP:
    return _AnyLength(key)


if __name__ == "__main__":
    uvicorn.run(
        Shop(*sys.argv[2:]).app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        ssl_certfile=os.environ.get("SHOP_PEM"),
    )
