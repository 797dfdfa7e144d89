"""One request as the pages see it, and the way from Starlette to a page and back: gate, session, cookie,
thread.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.flows import sessions
from server.lantern import Lantern, Visitor
from server.policy import DAY
from server.rules.access import HOME, SIGN_IN, Needs
from server.rules.sessions import Stage
from server.store.tables import Account, WebSession
from server.web import words
from server.web.forms import Problem, cookie, fields, malformed, read_form

SEVERAL = "."
"""Between the tokens of people who share a remembered browser: no token has one."""
SHARED_BY = 8
"""How many people can have the same browser remembered."""


@dataclass
class Visit:
    """A request, its session if it has one, and the cookie to answer with ('' removes it)."""

    lantern: Lantern
    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    parameters: dict[str, str]
    visitor: Visitor
    token: str | None
    found: sessions.Found | None
    new_token: str | None = None
    new_device: str = ""  # the token by which this browser is remembered from now on

    @property
    def stage(self) -> Stage:
        """How far this visitor has got."""
        return self.found.stage if self.found else Stage.ANONYMOUS

    @property
    def account(self) -> Account:
        """The account of a page that needs one. Raises SessionGone without."""
        if self.found is None or self.found.account is None:
            raise sessions.SessionGone
        return self.found.account

    @property
    def session(self) -> WebSession:
        """The session of a page that needs one. Raises SessionGone without."""
        if self.found is None:
            raise sessions.SessionGone
        return self.found.session

    @property
    def signed_in(self) -> sessions.Found:
        """The session together with its account. Raises SessionGone without."""
        if self.found is None or self.found.account is None:
            raise sessions.SessionGone
        return self.found

    def field(self, name: str) -> str:
        """A form field. Raises Problem when the form has none of that name."""
        if name not in self.form:
            raise malformed()
        return self.form[name]

    def carry(self, token: str) -> None:
        """Goes on with a new session token, and with the session as it is now."""
        self.new_token = token
        self.found = sessions.find(self.lantern, token, self.visitor)

    def say(self, kind: str, text: str) -> None:
        """Leaves a message for this session's next page."""
        sessions.leave_message(self.lantern, self.session, kind, text)


Handler = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Page:
    """A path, what it does for GET and POST, and what each asks of whoever opens it."""

    path: str
    needs: Needs
    get: Handler | None = None
    post: Handler | None = None
    post_needs: Needs | None = None  # where it differs from `needs`
    fresh_password: bool = False

    @property
    def methods(self) -> list[str]:
        """The methods this page answers."""
        return [name for name, handler in (("GET", self.get), ("POST", self.post)) if handler]


def endpoint(lantern: Lantern, page: Page) -> Endpoint:
    """The Starlette endpoint of a page: reads the request, then works in a thread, since the database
    blocks.
    """

    async def answer(request: Request) -> Response:
        request.scope["lantern.route"] = page.path
        numbers = lantern.policies.numbers
        posted = request.method == "POST"
        form = await read_form(request, numbers.body_bytes, numbers.field_chars) if posted else {}
        return await run_in_threadpool(_answer, lantern, page, request, form)

    return answer


def visit(lantern: Lantern, request: Request, form: dict[str, str]) -> Visit:
    """Makes a visit of a request: finds its session."""
    agent = words.browser(request.headers.get("user-agent", ""))
    devices = (cookie(request.headers.items(), device_cookie_name(lantern)) or "").split(SEVERAL)
    address = request.client.host if request.client else "unknown"
    visitor = Visitor(address, agent, lantern.clock.now(), tuple(devices[:SHARED_BY]))
    token = cookie(request.headers.items(), cookie_name(lantern))
    found = sessions.find(lantern, token, visitor) if token else None
    query = fields(request.scope["query_string"].decode("latin-1"), lantern.policies.numbers.field_chars)
    parameters = {name: str(value) for name, value in request.path_params.items()}
    return Visit(
        lantern, request.method, request.scope["path"], query, form, parameters, visitor, token, found
    )


def _answer(lantern: Lantern, page: Page, request: Request, form: dict[str, str]) -> Response:
    here = visit(lantern, request, form)
    try:
        response = _detour(here, page) or _handle(here, page)
    except sessions.SessionGone:
        response = to_sign_in(here, "ended")
    _set_cookie(here, response)
    _set_device_cookie(here, response)
    return response


def _handle(here: Visit, page: Page) -> Response:
    handler = page.post if here.method == "POST" else page.get
    if handler is None:
        raise Problem(405, "That doesn't work here", "This page can't be opened this way.")
    return handler(here)


def _detour(here: Visit, page: Page) -> Response | None:
    """Where the gate sends this visitor instead, if anywhere."""
    needs = page.post_needs if here.method == "POST" and page.post_needs else page.needs
    elsewhere = here.lantern.policies.access.detour(needs, here.stage)
    if elsewhere == SIGN_IN:
        return to_sign_in(here, "expired" if needs is Needs.HALF else "ended", wanted=page.get is not None)
    if elsewhere == HOME:
        return redirect(here.lantern.policies.redirects.safe(here.query.get("next")))
    if elsewhere is not None:
        return redirect(elsewhere)
    return _ask_password(here, page) if page.fresh_password else None


def _ask_password(here: Visit, page: Page) -> Response | None:
    if here.lantern.policies.sessions.password_is_fresh(here.session.password_at, here.visitor.now):
        return None
    return redirect("/confirm-password?" + urlencode({"next": page.path}))


def to_sign_in(here: Visit, why: str, wanted: bool = False) -> Response:
    """Sends to the sign-in page.

    It says why if the browser had a session once, and leads back to the page wanted.
    """
    query = {"why": why} if here.token else {}
    if wanted and here.path not in (HOME, "/") and not here.path.startswith(SIGN_IN):
        query["next"] = here.path
    elif place := here.form.get("next"):
        query["next"] = here.lantern.policies.redirects.safe(place)
    return redirect(f"{SIGN_IN}?{urlencode(query)}" if query else SIGN_IN)


def redirect(path: str) -> Response:
    """Sends to a page of ours, by GET."""
    return RedirectResponse(path, status_code=303)


def cookie_name(lantern: Lantern) -> str:
    """The session cookie's name.

    '__Host-' binds it to this host and to https; browsers refuse that on plain http.
    """
    return "__Host-session" if lantern.settings.https else "session"


def device_cookie_name(lantern: Lantern) -> str:
    """The name of the cookie by which a remembered browser is known."""
    return "__Host-device" if lantern.settings.https else "device"


def _cookie_options(lantern: Lantern) -> dict[str, object]:
    return {"path": "/", "httponly": True, "samesite": "lax", "secure": lantern.settings.https}


def _set_device_cookie(here: Visit, response: Response) -> None:
    if here.new_device:
        seconds = here.lantern.policies.numbers.remembered_days * DAY
        options = _cookie_options(here.lantern) | {"max_age": seconds}
        tokens = [here.new_device, *filter(None, here.visitor.devices)][:SHARED_BY]
        response.set_cookie(device_cookie_name(here.lantern), SEVERAL.join(tokens), **options)  # type: ignore[arg-type]


def _set_cookie(here: Visit, response: Response) -> None:
    if here.new_token is None:
        return
    options = _cookie_options(here.lantern)
    if here.new_token:
        response.set_cookie(cookie_name(here.lantern), here.new_token, **options)  # type: ignore[arg-type]
    else:
        response.delete_cookie(cookie_name(here.lantern), **options)  # type: ignore[arg-type]
