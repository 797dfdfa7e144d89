"""A mail server for a product that sends its mail: it takes what comes on loopback, and delivers nothing."""

from __future__ import annotations

import asyncio
import itertools
import threading
from pathlib import Path
from typing import Any

from targets.port import TargetError

STARTS_WITHIN = 10.0
"""Seconds in which it has to listen."""


class MailSink:
    """Writes each mail that comes by SMTP into a file of a folder, where `mails` of targets.common reads it.

    port: where it listens once it is started; the host is 127.0.0.1. It wants no name and no password.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._numbers = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._server: asyncio.Server | None = None

    def start(self) -> None:
        """Listen on a free port. Raises TargetError where aiosmtpd isn't installed, or nothing can listen."""
        try:
            from aiosmtpd.smtp import SMTP
        except ImportError as error:
            raise TargetError(
                "A target wants mail by SMTP, and aiosmtpd isn't installed.\n"
                "  Do this: install Twofold with its extra: pip install 'twofold[smtp]'"
            ) from error
        self.folder.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._serve, args=(lambda: SMTP(self),), daemon=True)
        self._thread.start()
        if not self._ready.wait(STARTS_WITHIN) or not self.port:
            raise TargetError("The mail server for the product's mail could not listen on 127.0.0.1.")

    def _serve(self, protocol: Any) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            listening = self._loop.create_server(protocol, "127.0.0.1", 0)
            self._server = self._loop.run_until_complete(listening)
            self.port = self._server.sockets[0].getsockname()[1]
        finally:
            self._ready.set()
        self._loop.run_forever()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """What aiosmtpd calls for each mail: it is kept before the sender hears that it is."""
        file = self.folder / f"{next(self._numbers):06}.eml"
        file.write_bytes(envelope.content)
        return "250 Kept"

    def stop(self) -> None:
        """Listen no more. Safe to call twice."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._thread = None
        if self._server is not None:
            self._server.close()
            self._server = None
