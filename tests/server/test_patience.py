"""Idle connections end, but never with a request on them that has come in and was not read yet."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.server import ServerState

from server.patience import PatientProtocol, patient

REQUEST = b"GET / HTTP/1.1\r\nHost: lantern.example\r\n\r\n"


async def _hello(_: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def _read(client: socket.socket) -> bytes:
    return await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client, 4096), timeout=10)


async def _connected() -> tuple[socket.socket, PatientProtocol]:
    """A client, and the protocol at the other end, which reads when the loop gets round to it."""
    config = uvicorn.Config(Starlette(routes=[Route("/", _hello)]), http=patient(20), lifespan="off")
    state = ServerState()
    ours, client = socket.socketpair()
    client.setblocking(False)
    protocol = patient(20)(config, state, {})
    await asyncio.get_running_loop().connect_accepted_socket(lambda: protocol, ours)
    return client, protocol


def _acted_out(act: Callable[[socket.socket, PatientProtocol], Awaitable[bytes]]) -> bytes:
    async def run() -> bytes:
        client, protocol = await _connected()
        with closing(client):
            return await act(client, protocol)

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright may have left a loop running in this thread
        return elsewhere.submit(lambda: asyncio.run(run())).result()


TIME_IS_UP = pytest.mark.parametrize("time_is_up", ["timeout_keep_alive_handler", "_is_over"])
"""What a connection's clocks call: uvicorn's for idle ones, and ours."""


@TIME_IS_UP
def test_an_idle_connection_ends(time_is_up: str) -> None:
    async def nothing_comes(client: socket.socket, protocol: PatientProtocol) -> bytes:
        getattr(protocol, time_is_up)()
        return await _read(client)

    assert _acted_out(nothing_comes) == b""


@TIME_IS_UP
def test_a_request_that_came_in_while_the_server_was_busy_is_answered(time_is_up: str) -> None:
    async def it_comes_at_the_last_moment(client: socket.socket, protocol: PatientProtocol) -> bytes:
        client.send(REQUEST)
        getattr(protocol, time_is_up)()
        return await _read(client)

    assert _acted_out(it_comes_at_the_last_moment).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("rest", "status"), [(REQUEST[20:], b"200"), (REQUEST[20:30], b"408"), (b"", b"408")]
)
def test_a_request_has_come_in_when_it_was_sent_not_when_it_was_read(rest: bytes, status: bytes) -> None:
    async def the_rest_waits(client: socket.socket, protocol: PatientProtocol) -> bytes:
        protocol.data_received(REQUEST[:20])
        client.send(rest)
        protocol._is_over()
        return await _read(client)

    assert _acted_out(the_rest_waits).startswith(b"HTTP/1.1 " + status)
