"""Pages for getting in: sign up, sign in, the second step, forgotten passwords, signing out."""

from typing import Any

from starlette.responses import Response

from server.flows import account, devices, passwords, second_step, sessions, sign_in
from server.flows.second_step import Outcome, Verdict
from server.policy import DAY
from server.rules.access import SECOND_STEP, SIGN_IN, Needs
from server.web import render, words
from server.web.visit import Page, Visit, redirect

UNPROCESSABLE, TOO_MANY = 422, 429


def _sign_up_page(here: Visit) -> Response:
    return render.page(here, "sign_up.html")


def _sign_up(here: Visit) -> Response:
    typed, password = here.field("email"), here.field("password")
    email = account.normal_email(typed, here.lantern.policies.numbers.email_chars)
    errors = {} if email else {"email": words.BAD_EMAIL}
    problem = here.lantern.policies.passwords.problem(password, email or "")
    if problem:
        errors["password"] = problem
    token = (
        account.sign_up(here.lantern, email, password, here.token, here.visitor)
        if email and not errors
        else None
    )
    if token:
        here.new_token = token
        return redirect("/home")
    return render.page(
        here,
        "sign_up.html",
        UNPROCESSABLE,
        errors=errors or {"form": words.SIGN_UP_FAILED},
        values={"email": typed},
    )


def _sign_in_page(here: Visit) -> Response:
    reason = words.WHY.get(here.query.get("why", ""))
    return _sign_in_form(here, here.query.get("next"), told_here=[reason] if reason else [])


def _sign_in_form(here: Visit, wanted: str | None, status: int = 200, **values: Any) -> Response:
    safe = here.lantern.policies.redirects.safe(wanted)
    return render.page(here, "sign_in.html", status, next=safe, **values)


def _sign_in(here: Visit) -> Response:
    typed, password, wanted = here.field("email"), here.field("password"), here.form.get("next")
    email = account.normal_email(typed, here.lantern.policies.numbers.email_chars)
    if email is None or not password:
        errors = {"email": words.BAD_EMAIL} if email is None else {"password": words.NO_PASSWORD}
        return _sign_in_form(here, wanted, UNPROCESSABLE, errors=errors, values={"email": typed})
    safe = here.lantern.policies.redirects.safe(wanted)
    step = sign_in.sign_in(here.lantern, email, password, safe, here.token, here.visitor)
    if step.token:
        here.new_token = step.token
        return redirect(SECOND_STEP if step.second_step_due else safe)
    text = words.password_wait(step.wait_minutes) if step.wait_minutes else words.SIGN_IN_FAILED
    status = TOO_MANY if step.wait_minutes else UNPROCESSABLE
    return _sign_in_form(here, wanted, status, errors={"form": text}, values={"email": typed})


def _code_page(here: Visit) -> Response:
    return _second_step(here, "code.html")


def _second_step(here: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page of the second step; where one wanted to go stays with it, should the sign-in end meanwhile."""
    numbers = here.lantern.policies.numbers
    return render.page(
        here,
        template,
        status,
        email=here.account.email,
        wanted=here.session.wanted,
        waits=words.span(numbers.half_sign_in_seconds),
        remembered=words.span(numbers.remembered_days * DAY) if numbers.remembered_days else "",
        **values,
    )


def _code(here: Visit) -> Response:
    outcome = second_step.by_authenticator(
        here.lantern, here.session, here.form.get("code", ""), here.visitor
    )
    if outcome.verdict is Verdict.ACCEPTED:
        if "remember" in here.form:
            here.new_device = devices.remember(here.lantern, here.account, outcome.token, here.visitor)
        return _signed_in(here, outcome)
    return _refused(
        here, "code.html", outcome, words.code_error(outcome, here.lantern.policies.numbers.digits)
    )


def _backup_code_page(here: Visit) -> Response:
    return _second_step(here, "backup_code.html")


def _backup_code(here: Visit) -> Response:
    outcome = second_step.by_backup_code(here.lantern, here.session, here.form.get("code", ""), here.visitor)
    if outcome.verdict is Verdict.ACCEPTED:
        return _signed_in(here, outcome)
    return _refused(here, "backup_code.html", outcome, words.backup_code_error(outcome))


def _signed_in(here: Visit, outcome: Outcome) -> Response:
    here.new_token = outcome.token
    return redirect(here.lantern.policies.redirects.safe(outcome.wanted))


def _refused(here: Visit, template: str, outcome: Outcome, text: str) -> Response:
    closed = outcome.verdict in (Verdict.LOCKED, Verdict.DISABLED)
    return _second_step(here, template, TOO_MANY if closed else UNPROCESSABLE, errors={"code": text})


def _cancel(here: Visit) -> Response:
    if here.found:
        sessions.sign_out(here.lantern, here.found, here.visitor)
    here.new_token = ""
    return redirect(SIGN_IN)


def _sign_out(here: Visit) -> Response:
    if here.found:
        sessions.sign_out(here.lantern, here.found, here.visitor)
    here.new_token = ""
    return redirect(f"{SIGN_IN}?why=signed-out")


def _forgot_page(here: Visit) -> Response:
    return render.page(here, "forgot_password.html", sent=False)


def _forgot(here: Visit) -> Response:
    typed = here.field("email")
    email = account.normal_email(typed, here.lantern.policies.numbers.email_chars)
    if email is None:
        errors, values = {"email": words.BAD_EMAIL}, {"email": typed}
        return render.page(
            here, "forgot_password.html", UNPROCESSABLE, sent=False, errors=errors, values=values
        )
    passwords.ask_reset(here.lantern, email, here.visitor)
    return render.page(here, "forgot_password.html", sent=True)


def _reset_link(here: Visit) -> Response:
    good, token = passwords.open_reset(here.lantern, here.found, here.parameters["token"], here.visitor)
    if token:
        here.new_token = token
    return redirect("/reset-password") if good else _link_is_dead(here)


def _link_is_dead(here: Visit) -> Response:
    text = "This link has been used, or it is too old. Ask for a new one with 'Forgot your password?'."
    return render.page(here, "error.html", 410, title="This link no longer works", text=text)


def _reset_page(here: Visit) -> Response:
    is_open = passwords.reset_is_open(here.lantern, here.found, here.visitor.now)
    return render.page(here, "reset_password.html") if is_open else _link_is_dead(here)


def _reset(here: Visit) -> Response:
    new = here.field("new_password")
    outcome = (
        passwords.reset(here.lantern, here.found, new, here.visitor) if here.found else passwords.Reset()
    )
    if outcome.problem:
        return render.page(
            here, "reset_password.html", UNPROCESSABLE, errors={"new_password": outcome.problem}
        )
    return redirect(f"{SIGN_IN}?why=reset") if outcome.done else _link_is_dead(here)


PAGES = [
    Page("/sign-up", Needs.SIGNED_OUT, _sign_up_page, _sign_up, post_needs=Needs.NOT_HALF),
    Page("/sign-in", Needs.SIGN_IN, _sign_in_page, _sign_in, post_needs=Needs.NOTHING),
    Page("/sign-in/code", Needs.HALF, _code_page, _code),
    Page("/sign-in/backup-code", Needs.HALF, _backup_code_page, _backup_code),
    Page("/sign-in/cancel", Needs.HALF, post=_cancel),
    Page("/sign-out", Needs.NOTHING, post=_sign_out),
    Page("/forgot-password", Needs.NOT_HALF, _forgot_page, _forgot),
    Page("/reset-password/{token}", Needs.NOT_HALF, _reset_link),
    Page("/reset-password", Needs.NOT_HALF, _reset_page, _reset),
]
