"""The sign-in's address with the place to go to afterwards: as a product writes it, or somebody else."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from targets.port import TargetError


def leading_to(place: str, sign_in: str, wanted: str) -> str:
    """The address that a product sent to when `wanted` was asked for, with another place in its stead.

    sign_in: that address as a whole; wanted: a path. Raises TargetError where it doesn't name the path.
    """
    parts = urlsplit(sign_in)
    given = parse_qsl(parts.query, keep_blank_values=True)
    if not any(_names(value, wanted) for _, value in given):
        raise TargetError(
            f"Asked for {wanted}, the product sends to {parts.path}, which doesn't name that place.\n"
            "  Do this: in the target's Facts, say sign_in_names_place=False."
        )
    made_up = [(name, place if _names(value, wanted) else value) for name, value in given]
    return parts._replace(query=urlencode(made_up)).geturl()


def _names(value: str, wanted: str) -> bool:
    """Whether a value names a place of the product, as a path or in full."""
    return urlsplit(value).path.rstrip("/") == wanted.partition("?")[0].rstrip("/")


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: scheme, host and port (RFC 6454 section 5)."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]
