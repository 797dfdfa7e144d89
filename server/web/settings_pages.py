"""Pages for somebody signed in: home, settings, security, passwords, sessions."""

from starlette.responses import Response

from server.flows import passwords, sessions, summary
from server.rules.access import Needs
from server.store.tables import WebSession
from server.web import render, words
from server.web.forms import Problem
from server.web.visit import Page, Visit, redirect

UNPROCESSABLE, TOO_MANY = 422, 429
SECURITY = "/settings/security"


def _root(here: Visit) -> Response:
    return redirect("/home")


def _home(here: Visit) -> Response:
    return render.page(here, "home.html", two_factor_on=here.account.two_factor_since is not None)


def _settings(here: Visit) -> Response:
    return render.page(here, "settings.html")


def _security(here: Visit) -> Response:
    seen = summary.of(here.lantern, here.account)
    return render.page(
        here,
        "security.html",
        two_factor={
            "on": seen.on_since is not None,
            "since": words.when(seen.on_since),
            "disabled": seen.disabled,
            "codes_left": seen.codes_left,
            "codes_total": here.lantern.policies.numbers.backup_codes,
            "low": here.lantern.policies.backup_codes.is_low(seen.codes_left),
        },
        sessions=[
            _session_line(here, session)
            for session in sessions.all_of(here.lantern, here.account.id, here.visitor.now)
        ],
        events=[
            {"when": words.when(line.at), "text": line.text, "address": line.address}
            for line in seen.activity
        ],
    )


def _session_line(here: Visit, session: WebSession) -> dict[str, object]:
    return {
        "id": session.id,
        "current": session.id == here.session.id,
        "browser": session.browser,
        "address": session.address,
        "signed_in": words.when(session.started_at),
        "last_seen": words.when(session.last_seen),
        "method": words.how(session.method),
    }


def _end_session(here: Visit) -> Response:
    text = here.field("id")
    is_number = text.isascii() and text.isdigit() and len(text) <= 15
    if not is_number or not sessions.end_one(here.lantern, here.session, int(text), here.visitor):
        raise Problem(404, "No such device", "That device isn't signed in to your account any more.")
    return redirect(SECURITY)


def _end_others(here: Visit) -> Response:
    sessions.end_all_others(here.lantern, here.session, here.visitor)
    return redirect(SECURITY)


def _confirm_page(here: Visit) -> Response:
    return render.page(here, "confirm_password.html", next=_after_confirming(here, here.query.get("next")))


def _after_confirming(here: Visit, wanted: str | None) -> str:
    return here.lantern.policies.redirects.safe(wanted or SECURITY)


def _confirm(here: Visit) -> Response:
    wanted = _after_confirming(here, here.form.get("next"))
    confirmed = passwords.confirm(here.lantern, here.signed_in, here.field("password"), here.visitor)
    if confirmed.token:
        here.new_token = confirmed.token
        return redirect(wanted)
    text = words.password_wait(confirmed.wait_minutes) if confirmed.wait_minutes else words.WRONG_PASSWORD
    status = TOO_MANY if confirmed.wait_minutes else UNPROCESSABLE
    return render.page(here, "confirm_password.html", status, next=wanted, errors={"password": text})


def _change_page(here: Visit) -> Response:
    return render.page(here, "change_password.html")


def _change(here: Visit) -> Response:
    current, new = here.field("current_password"), here.field("new_password")
    changed = passwords.change(here.lantern, here.signed_in, current, new, here.visitor)
    if changed.token:
        here.new_token = changed.token
        return redirect(SECURITY)
    if changed.wait_minutes:
        errors = {"current_password": words.password_wait(changed.wait_minutes)}
        return render.page(here, "change_password.html", TOO_MANY, errors=errors)
    errors = (
        {"new_password": changed.problem} if changed.problem else {"current_password": words.WRONG_PASSWORD}
    )
    return render.page(here, "change_password.html", UNPROCESSABLE, errors=errors)


PAGES = [
    Page("/", Needs.NOTHING, _root),
    Page("/home", Needs.FULL, _home),
    Page("/settings", Needs.FULL, _settings),
    Page(SECURITY, Needs.FULL, _security),
    Page("/settings/security/sessions/end", Needs.FULL, post=_end_session),
    Page("/settings/security/sessions/end-others", Needs.FULL, post=_end_others),
    Page("/confirm-password", Needs.FULL, _confirm_page, _confirm),
    Page("/settings/password", Needs.FULL, _change_page, _change),
]
