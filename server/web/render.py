"""Turning a visit and some values into a page."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from server.flows import sessions
from server.rules.sessions import Stage
from server.web.visit import Visit

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
Messages = Sequence[tuple[str, str]]


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True, auto_reload=False)


def page(here: Visit, template: str, status: int = 200, told_here: Messages = (), **values: Any) -> Response:
    """A page with its visitor's account, messages (the session's and this answer's own) and what the
    template wants.
    """
    left = sessions.take_messages(here.lantern, here.found.session) if here.found else []
    messages = [*left, *told_here]
    told = [{"kind": kind, "text": text} for kind, text in messages]
    account = here.found.account if here.found and here.stage is Stage.FULL else None
    numbers = here.lantern.policies.numbers
    known = {
        "account": account,
        "messages": told,
        "password_min": numbers.password_min_chars,
        "digits": numbers.digits,
        "period": numbers.step_seconds,
    }
    return bare_page(numbers.product, template, status, **known, **values)


def bare_page(product: str, template: str, status: int, **values: Any) -> Response:
    """A page that knows nothing of its visitor beyond the given values."""
    known: dict[str, Any] = {
        "product": product,
        "account": None,
        "messages": [],
        "errors": {},
        "values": {},
        "status": status,
    }
    return HTMLResponse(_templates().get_template(template).render(known | values), status)


def qr_picture(uri: str) -> Markup:
    """The QR code as an inline SVG, black on white with its quiet zone whatever the page's colours."""
    buffer = BytesIO()
    code = segno.make(uri, error="m", micro=False)
    # Without width and height the picture has a viewBox, so that pages can fit it to a phone.
    look = {"scale": 5, "border": 4, "dark": "#000", "light": "#fff"}
    code.save(buffer, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, **look)
    label = 'role="img" aria-label="QR code for your authenticator app"'
    return Markup(buffer.getvalue().decode("utf-8").replace("<svg ", f"<svg {label} ", 1))  # noqa: S704 - made here
