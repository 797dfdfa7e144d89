"""The only wiring: settings, clock and rules become one application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from server import lab
from server.clock import Clock, LabClock
from server.lantern import Lantern
from server.mailer import Mailer
from server.policies import Policies
from server.settings import Settings
from server.store.database import Database
from server.vault import Vault
from server.web import render, settings_pages, sign_in_pages, two_factor_pages
from server.web.forms import Problem
from server.web.security import Shield
from server.web.visit import endpoint, visit

_THREADS = 20
_PAGES = [*sign_in_pages.PAGES, *settings_pages.PAGES, *two_factor_pages.PAGES]


def create_app(settings: Settings, clock: Clock, policies: Policies) -> Starlette:
    """Makes the application. Raises DatabaseError when the database can't be used.

    The control plane for tests is there only when `settings` has a token for it and the clock is a
    laboratory clock.
    """
    mailer = Mailer(*settings.smtp, policies.numbers.product) if settings.smtp else None
    database, vault = Database(settings.database_url), Vault(settings.sealing_key)
    lantern = Lantern(settings, clock, policies, database, vault, mailer)
    app = Starlette(
        routes=_routes(lantern),
        middleware=[Middleware(Shield, lantern=lantern)],
        exception_handlers={HTTPException: _on_http_exception, Problem: _on_problem},
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.lantern = lantern
    return app


def _routes(lantern: Lantern) -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Route(page.path, endpoint(lantern, page), methods=page.methods) for page in _PAGES
    ]
    routes.append(Route("/healthz", _health))
    routes.append(Mount("/static", StaticFiles(directory=render.STATIC)))
    if lantern.settings.lab_token is not None and isinstance(lantern.clock, LabClock):
        routes += lab.routes(lantern, lantern.clock)
    return routes


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield
    app.state.lantern.database.close()


async def _health(request: Request) -> Response:
    request.scope["lantern.route"] = "/healthz"
    return PlainTextResponse("ok")


_TEXTS = {
    404: ("There is no such page", "The address may be wrong, or the page has moved."),
    405: ("That doesn't work here", "This page can't be opened this way."),
}


async def _on_http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    title, text = _TEXTS.get(error.status_code, ("That didn't work", "Go back and try again."))
    response = await run_in_threadpool(_error_page, request, error.status_code, title, text)
    response.headers.update(error.headers or {})
    return response


async def _on_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    return await run_in_threadpool(_error_page, request, error.status, error.title, error.text)


def _error_page(request: Request, status: int, title: str, text: str) -> Response:
    """An error page like the rest of the site to whoever is signed in; it takes no message away."""
    lantern: Lantern = request.app.state.lantern
    try:
        found = visit(lantern, request, {}).found
    except Problem:
        found = None
    account = found.account if found and found.stage == "full" else None
    product = lantern.policies.numbers.product
    return render.bare_page(product, "error.html", status, title=title, text=text, account=account)
