"""Products whose certificate nobody vouches for: asked where their target says so, else told plainly."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Mapping

from targets.port import TargetError

SETTING = 'browser_settings = {"ignore_https_errors": True}'
ADVICE = (
    f"where that is meant to be so, as on a test site, add the line {SETTING} to the target's class; else "
    "give the product a certificate that this machine trusts."
)
IN_A_BROWSER = ("ERR_CERT_", "SEC_ERROR_", "MOZILLA_PKIX_ERROR_", "SSL_ERROR_BAD_CERT_DOMAIN")
"""How Chromium and Firefox name what is wrong with a certificate."""


def handler(browser_settings: Mapping[str, object]) -> urllib.request.HTTPSHandler:
    """Asks over https as the browser does: with any certificate, where the target says so."""
    context = ssl.create_default_context()
    if browser_settings.get("ignore_https_errors"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return urllib.request.HTTPSHandler(context=context)


def untrusted(error: BaseException) -> str:
    """Why a certificate wasn't trusted; empty where an error is about something else."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return str(reason.verify_message)
    words = str(error).split()
    return next((word.strip(".,") for word in words for sign in IN_A_BROWSER if sign in word), "")


def told(address: str, why: str) -> str:
    """That a certificate isn't trusted, in a sentence."""
    return f"The certificate of {address} is not trusted: {why}."


def must_be_trusted(address: str, error: BaseException, advice: str = ADVICE) -> None:
    """Raise TargetError where it is the certificate that an error is about."""
    if why := untrusted(error):
        raise TargetError(f"{told(address, why)}\n  Do this: {advice}") from error
