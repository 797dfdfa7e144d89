"""HTTP connections that wait only so long for a request to arrive, or for an answer to be taken.

uvicorn closes idle connections by itself, but lets a client take for ever over one request: whoever opens
enough of such would keep everybody else out. And a busy server would close idle connections on which the next
request has come in already: whoever sent it would never know whether it was acted on (RFC 9112, 9.5).
"""

import asyncio
import select

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    b"The request did not arrive in time. Send it again.\n"
)


class PatientProtocol(H11Protocol):
    """A connection with a limit on each request's arrival and on each answer's leaving, made by `patient`."""

    seconds: float
    _limit: asyncio.TimerHandle | None = None
    _has_begun = False  # the request that is waited for

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first request may arrive from now on."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        self._end()

    def data_received(self, data: bytes) -> None:
        """Something of a request, or of the next one."""
        self._has_begun = True
        super().data_received(data)

    def timeout_keep_alive_handler(self) -> None:
        """The connection was idle for too long, unless something came in that is still to be read."""
        if not self._has_arrived():
            super().timeout_keep_alive_handler()

    def _has_arrived(self) -> bool:
        waiting = select.poll()
        waiting.register(self.transport.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(waiting.poll(0))

    def on_response_complete(self) -> None:
        """The next request may arrive from now on."""
        super().on_response_complete()
        self._begin()

    def _begin(self) -> None:
        self._end()
        self._has_begun = False
        self._limit = self.loop.call_later(self.seconds, self._is_over)

    def _end(self) -> None:
        if self._limit is not None:
            self._limit.cancel()

    def _is_over(self, is_last_look: bool = False) -> None:
        """The client's time is over, unless it is the server that everybody waits for."""
        if self.transport.is_closing():
            return
        if not self._has_begun:
            self._let_go_or_begin()
        elif self._has_arrived() and not is_last_look:
            self._limit = self.loop.call_later(0, self._is_over, True)  # once what has come in was read
        elif self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.write(_TOO_SLOW)
            self.transport.close()
        elif self.flow.write_paused:
            self.transport.abort()
        else:
            self._limit = self.loop.call_later(self.seconds, self._is_over)

    def _let_go_or_begin(self) -> None:
        """Nothing of a request was read: it has not come in, or this server was too busy to read it."""
        if self._has_arrived():
            self._begin()
        else:
            self.transport.close()


def patient(seconds: float) -> type[PatientProtocol]:
    """The protocol with a limit in seconds."""
    return type("PatientProtocol", (PatientProtocol,), {"seconds": seconds})
