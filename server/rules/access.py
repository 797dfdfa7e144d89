"""Who may see which page, which posts come from our own pages, and where a person may be sent back to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from server.rules.sessions import Stage


class Needs(Enum):
    """What a page asks of whoever opens it."""

    NOTHING = auto()
    SIGNED_OUT = auto()  # for people who have no account here yet
    NOT_HALF = auto()  # open to all but those whose second step is due
    SIGN_IN = auto()  # the sign-in page: also open at the second step, to begin anew
    HALF = auto()
    FULL = auto()


HOME = "/home"
SIGN_IN = "/sign-in"
SECOND_STEP = "/sign-in/code"

_TABLE: dict[tuple[Needs, Stage], str | None] = {
    (Needs.SIGNED_OUT, Stage.HALF): SECOND_STEP,
    (Needs.SIGNED_OUT, Stage.FULL): HOME,
    (Needs.NOT_HALF, Stage.HALF): SECOND_STEP,
    (Needs.SIGN_IN, Stage.FULL): HOME,
    (Needs.HALF, Stage.ANONYMOUS): SIGN_IN,
    (Needs.HALF, Stage.FULL): HOME,
    (Needs.FULL, Stage.ANONYMOUS): SIGN_IN,
    (Needs.FULL, Stage.HALF): SECOND_STEP,
}


@dataclass(frozen=True)
class Access:
    """The gate of every page."""

    def detour(self, needs: Needs, stage: Stage) -> str | None:
        """Where somebody at this stage is sent instead of the page; None when the page is open to them."""
        return _TABLE.get((needs, stage))


@dataclass(frozen=True)
class Origin:
    """Posts count only when they come from our own pages (ASVS 3.5.1). `headers` has lower-case names."""

    def is_ours(self, headers: Mapping[str, str]) -> bool:
        """Fetch metadata decides where the browser sends it; else the Origin has to be the host asked."""
        site = headers.get("sec-fetch-site")
        if site in ("same-origin", "cross-site", "same-site"):
            return site == "same-origin"
        try:
            origin = urlsplit(headers.get("origin", ""))
        except ValueError:
            return False
        return (
            origin.scheme in ("http", "https")
            and bool(origin.netloc)
            and origin.netloc == headers.get("host")
        )


_PLAIN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


@dataclass(frozen=True)
class Redirects:
    """Where a person goes after signing in."""

    def safe(self, wanted: str | None) -> str:
        """The wanted page if it is a path of this site, else the home page.

        Refused are other hosts ('//host', 'https://host'), backslashes, white space, control and non-ASCII
        characters.
        """
        if wanted and len(wanted) <= 512 and _PLAIN_PATH.fullmatch(wanted):
            return wanted
        return HOME
