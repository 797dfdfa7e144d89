"""Layers around the server: answers given in its place, answers and requests changed on their way."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faults.fault import Layer


def answering(instead: Callable[[Scope], Response | None]) -> Layer:
    """A layer that answers by itself where `instead` gives an answer, and lets everything else pass."""

    def layer(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            response = instead(scope) if scope["type"] == "http" else None
            await (response or app)(scope, receive, send)

        return answer

    return layer


def rewriting_headers(change: Callable[[Scope, MutableHeaders], None]) -> Layer:
    """A layer that changes an answer's headers; it gets what was asked for."""

    def layer(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def changed(message: Message) -> None:
                if message["type"] == "http.response.start":
                    change(scope, MutableHeaders(scope=message))
                await send(message)

            await app(scope, receive, changed if scope["type"] == "http" else send)

        return answer

    return layer


def rewriting_pages(change: Callable[[str, str], str]) -> Layer:
    """A layer that changes the text of pages (HTML); it gets the path asked for, and the text."""

    def layer(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return await app(scope, receive, send)
            held: list[Message] = []

            async def hold(message: Message) -> None:
                held.append(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    for kept in _changed(held, lambda text: change(scope["path"], text)):
                        await send(kept)

            return await app(scope, receive, hold)

        return answer

    return layer


def _changed(held: list[Message], change: Callable[[str], str]) -> list[Message]:
    headers = MutableHeaders(scope=held[0])
    if not headers.get("content-type", "").startswith(("text/html", "text/plain")):
        return held
    body = b"".join(message.get("body", b"") for message in held[1:]).decode("utf-8")
    changed = change(body).encode("utf-8")
    headers["content-length"] = str(len(changed))
    return [held[0], {"type": "http.response.body", "body": changed}]
