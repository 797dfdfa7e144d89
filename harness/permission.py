"""Whether a product may be tested at all: on this machine's loopback, or with its owner's written consent."""

from __future__ import annotations

import ipaddress
from datetime import date
from urllib.parse import urlsplit

from targets.port import Consent, Target, TargetError


def is_loopback(address: str) -> bool:
    """Whether a URL's host is this machine itself, by its name alone: nothing is asked of a name server."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def must_be_permitted(target: Target, today: date | None = None) -> None:
    """Raise TargetError unless the product is on loopback or its owner has consented in writing."""
    address, consent = getattr(target, "address", ""), getattr(target, "consent", None)
    if is_loopback(address):
        return
    if consent is None:
        where = f"is at {address}" if address else "declares no address"
        raise TargetError(
            f"The target {target.name} {where}, so not on this machine, and holds no consent of its owner.\n"
            f"  Do this: in targets/{target.name}, declare an address on loopback, or "
            "consent = Consent(owner, text, given) with what the owner wrote and when."
        )
    if fault := _fault_in(consent, today or date.today()):
        raise TargetError(
            f"The consent in targets/{target.name} {fault}.\n"
            "  Do this: write down the owner's name, what the owner wrote, and the day of it."
        )


def _fault_in(consent: Consent, today: date) -> str:
    if not consent.owner.strip():
        return "names no owner"
    if not consent.text.strip():
        return "has no text"
    return f"is of {consent.given}, which is yet to come" if consent.given > today else ""
