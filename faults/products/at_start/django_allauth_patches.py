"""Patches for django-allauth, by the id of the fault; applied once its mfa app is imported."""

import os
from pathlib import Path


def fired():
    """Leave the mark that the patch has made a difference."""
    Path(os.environ["TWOFOLD_FAULT_FIRED"]).touch()


def replay_guard_off():
    from allauth.mfa.totp.internal.auth import TOTP

    mark = TOTP._mark_code_used

    def used_or_not(self, code):
        if not mark(self, code):
            fired()
        return True

    TOTP._mark_code_used = used_or_not


def recovery_codes_not_consumed():
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes._mark_code_used = lambda self, i: fired()


def throttle_off():
    from allauth.mfa.base import forms
    from allauth.mfa.totp import forms as totp_forms

    def unlimited(user, error_key=None):
        fired()
        return lambda: None

    forms.check_rate_limit = totp_forms.check_rate_limit = unlimited


def confirmation_skipped():
    from allauth.mfa.totp.forms import ActivateTOTPForm

    clean = ActivateTOTPForm.clean_code

    def any_code(self):
        from django.core.exceptions import ValidationError

        try:
            return clean(self)
        except ValidationError:
            fired()
            return self.cleaned_data["code"]

    ActivateTOTPForm.clean_code = any_code


def old_key_kept():
    from allauth.mfa.totp.internal import auth, flows

    old = {}
    delete, validate = flows.delete_and_cleanup, auth.TOTP.validate_code

    def keeping(request, authenticator):
        old.setdefault(authenticator.user_id, []).append(auth.decrypt(authenticator.data["secret"]))
        delete(request, authenticator)

    def by_any_key(self, code):
        if validate(self, code):
            return True
        if any(auth.validate_totp_code(key, code) for key in old.get(self.instance.user_id, [])):
            fired()
            return True
        return False

    flows.delete_and_cleanup, auth.TOTP.validate_code = keeping, by_any_key


PATCHES = {
    "A1": replay_guard_off,
    "D1": recovery_codes_not_consumed,
    "E1": throttle_off,
    "I1": confirmation_skipped,
    "J2": old_key_kept,
}


def apply(fault):
    """Break what the fault breaks."""
    PATCHES[fault]()
