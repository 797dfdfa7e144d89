"""Pages for changing two-factor authentication: set up, move, turn off, backup codes."""

from starlette.responses import PlainTextResponse, Response

from server.flows import backup, enrolment
from server.flows.enrolment import Bound, Confirmation, Mode
from server.policy import MINUTE
from server.rules.access import Needs
from server.web import render, words
from server.web.forms import Problem
from server.web.visit import Handler, Page, Visit, redirect

UNPROCESSABLE = 422
SECURITY = "/settings/security"
SET_UP = "/settings/security/two-factor/set-up"
MOVE = "/settings/security/two-factor/move"
_PATHS = {Mode.SET_UP: SET_UP, Mode.MOVE: MOVE}
_ALREADY = {
    Mode.SET_UP: "Two-factor authentication is on already.",
    Mode.MOVE: "Two-factor authentication is off: there is nothing to move.",
}


def _binding_page(mode: Mode) -> Handler:
    return lambda here: _show(here, mode)


def _show(here: Visit, mode: Mode, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    shown = enrolment.show(here.lantern, here.session, mode, here.visitor)
    if shown is None:
        here.say("info", _ALREADY[mode])
        return redirect(SECURITY)
    return render.page(
        here,
        "set_up.html",
        status,
        mode=mode.value,
        qr_svg=render.qr_picture(shown.uri),
        key=shown.key,
        account_label=shown.label,
        post_url=_PATHS[mode],
        minutes=here.lantern.policies.numbers.binding_seconds // MINUTE,
        errors=errors or {},
    )


def _binding(mode: Mode) -> Handler:
    return lambda here: _confirm(here, mode)


def _confirm(here: Visit, mode: Mode) -> Response:
    bound = enrolment.confirm(here.lantern, here.session, mode, here.form.get("code", ""), here.visitor)
    if bound.outcome is Confirmation.BOUND:
        here.carry(bound.token)
        return _codes_page(here, bound.codes, "set-up" if mode is Mode.SET_UP else "moved")
    if bound.outcome in words.BINDING_ENDED:
        return _ended(here, mode, bound)
    text = words.binding_error(bound, here.lantern.policies.numbers.digits)
    return _show(here, mode, UNPROCESSABLE, {"code": text})


def _ended(here: Visit, mode: Mode, bound: Bound) -> Response:
    here.say(*words.BINDING_ENDED[bound.outcome])
    return redirect(_PATHS[mode] if bound.outcome is Confirmation.EXPIRED else SECURITY)


def _codes_page(here: Visit, codes: tuple[str, ...], why: str) -> Response:
    return render.page(here, "backup_codes.html", codes=list(codes), why=why)


def _cancel(here: Visit) -> Response:
    enrolment.cancel(here.lantern, here.session, here.visitor)
    here.say("info", "Nothing was changed.")
    return redirect(SECURITY)


def _turn_off_page(here: Visit) -> Response:
    if here.account.two_factor_since is None:
        return _is_off(here)
    return render.page(here, "turn_off.html")


def _is_off(here: Visit) -> Response:
    here.say("info", "Two-factor authentication is off.")
    return redirect(SECURITY)


def _turn_off(here: Visit) -> Response:
    token = enrolment.turn_off(here.lantern, here.session, here.visitor)
    if token is None:
        return _is_off(here)
    here.new_token = token
    return redirect(SECURITY)


def _new_codes_page(here: Visit) -> Response:
    if not backup.offer(here.lantern, here.session, here.visitor):
        return _is_off(here)
    return render.page(here, "new_codes.html")


def _new_codes(here: Visit) -> Response:
    made = backup.make_new(here.lantern, here.session, here.visitor)
    if made.codes:
        return _codes_page(here, made.codes, "new")
    if not made.already_shown:
        return _is_off(here)
    here.say("info", words.CODES_SHOWN_ONCE)
    return redirect(SECURITY)


def _download(here: Visit) -> Response:
    texts = here.field("codes").split()
    if not backup.is_whole_set(here.lantern, here.account, texts):
        raise Problem(
            409,
            "These codes aren't your present ones",
            "They may have been replaced meanwhile. Make new ones.",
        )
    lines = [f"{here.lantern.policies.numbers.product} backup codes for {here.account.email}"]
    lines += ["Each code works once. Don't keep them only on this computer.", "", *texts, ""]
    disposition = {"content-disposition": 'attachment; filename="lantern-backup-codes.txt"'}
    return PlainTextResponse("\n".join(lines), headers=disposition)


def _saved(here: Visit) -> Response:
    return redirect(SECURITY)


PAGES = [
    Page(SET_UP, Needs.FULL, _binding_page(Mode.SET_UP), _binding(Mode.SET_UP), fresh_password=True),
    Page(MOVE, Needs.FULL, _binding_page(Mode.MOVE), _binding(Mode.MOVE), fresh_password=True),
    Page("/settings/security/two-factor/cancel", Needs.FULL, post=_cancel),
    Page(
        "/settings/security/two-factor/turn-off", Needs.FULL, _turn_off_page, _turn_off, fresh_password=True
    ),
    Page("/settings/security/backup-codes/new", Needs.FULL, _new_codes_page, _new_codes, fresh_password=True),
    Page("/settings/security/backup-codes/download", Needs.FULL, post=_download),
    Page("/settings/security/backup-codes/saved", Needs.FULL, post=_saved),
]
