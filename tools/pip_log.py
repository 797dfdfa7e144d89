"""What pip's output means for whoever runs set-up. Runs nothing: see install.py."""

import re
from pathlib import Path

from tools.problem import SetUpProblem, disk_full, no_permission

# Told apart by pip's own words; the first that fits wins, as a later error often only follows from it.
_FULL = re.compile(r"No space left on device|Disk quota exceeded")
_FORBIDDEN = re.compile(r"Permission denied|Read-only file system")
_WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES|hashes are required")
_NO_NETWORK = re.compile(
    r"Connection refused|Connection reset|Temporary failure in name resolution|Name or service not known"
    r"|nodename nor servname"
    r"|Network is unreachable|No route to host|timed? ?out|ProxyError|CERTIFICATE_VERIFY_FAILED|SSLError"
    r"|Max retries exceeded|RemoteDisconnected|getaddrinfo failed",
    re.IGNORECASE,
)
_ERROR = re.compile(r"^(?:ERROR|error): *", re.MULTILINE)


def problem(text: str, log: Path) -> SetUpProblem:
    """The cause and remedy in a failed pip's output; `log` is where all of it can be read."""
    more = f" (all of pip's output: {log})"
    if found := _line(_FULL, text):
        return disk_full(f"pip: {found}")
    if found := _line(_FORBIDDEN, text):
        return no_permission(f"pip: {found}")
    if found := _line(_WRONG_HASH, text):
        remedy = f"do not install it; find out what your registry or its mirror serves{more}."
        return SetUpProblem(f"a package is not the one that requirements.txt pins. pip: {found}", remedy)
    if unreachable := _NO_NETWORK.search(text):
        remedy = (
            "check the network, and pip's proxy, index and certificate settings (pip config list), "
            f"then run make again{more}."
        )
        return SetUpProblem(
            f"the package registry can't be reached ({unreachable[0]}). pip: {last_line(text)}", remedy
        )
    return SetUpProblem(f"pip could not install. pip: {last_line(text)}", f"read {log}, then run make again.")


def last_line(text: str) -> str:
    """The last line that says something: pip's last error, else its last words."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("[notice]")]
    errors = [line for line in lines if _ERROR.match(line)]
    return _ERROR.sub("", (errors or lines or ["(it said nothing)"])[-1])


def _line(pattern: re.Pattern[str], text: str) -> str | None:
    return next((_ERROR.sub("", line.strip()) for line in text.splitlines() if pattern.search(line)), None)
