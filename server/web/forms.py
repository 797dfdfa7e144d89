"""Reading what a browser sends: forms, queries and cookies, strictly.

Whatever is malformed becomes a tidy 4xx answer.
"""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.requests import Request

_MOST_FIELDS = 20
_LINE_BREAKS = {"\r", "\n", "\t"}


class Problem(Exception):
    """A request that gets an error page: status, title and a sentence on what to do."""

    def __init__(self, status: int, title: str, text: str) -> None:
        super().__init__(title)
        self.status, self.title, self.text = status, title, text


def malformed() -> Problem:
    """The answer to a request that no form of ours could have sent."""
    return Problem(
        400, "We couldn't read that", "The form came in damaged. Go back, reload the page and send it again."
    )


def too_large() -> Problem:
    """The answer to a body or field beyond the limit."""
    return Problem(
        413, "That was too much", "The form was larger than this page can take. Go back and send less."
    )


async def read_form(request: Request, body_limit: int, field_limit: int) -> dict[str, str]:
    """The fields of a url-encoded form.

    Raises Problem for other types, damage, doubled fields and oversize.
    """
    body = await _read_body(request, body_limit)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded" and (body or kind):
        raise Problem(
            415, "We couldn't read that", "This page takes plain forms only: no files, no other formats."
        )
    try:
        return fields(body.decode("ascii"), field_limit)
    except UnicodeDecodeError as error:
        raise malformed() from error


async def _read_body(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared) > limit:
        raise too_large()
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large()
    return body


def fields(encoded: str, field_limit: int) -> dict[str, str]:
    """Url-encoded fields as a dict. Raises Problem."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:  # UnicodeDecodeError is one too
        raise malformed() from error
    found = dict(pairs)
    if len(found) != len(pairs) or any(_is_dirty(text) for pair in pairs for text in pair):
        raise malformed()
    if any(len(text) > field_limit for text in found.values()):
        raise too_large()
    return found


def _is_dirty(text: str) -> bool:
    return any(
        (ord(character) < 32 and character not in _LINE_BREAKS) or character == "\x7f" for character in text
    )


def cookie(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The value of a cookie, None when it is absent or can't be one of ours."""
    for header, value in headers:
        if header == "cookie":
            for part in value.split(";"):
                key, _, text = part.strip().partition("=")
                if key == name and text and len(text) <= 128 and text.isascii():
                    return text
    return None
