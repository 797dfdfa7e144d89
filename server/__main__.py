"""`python -m server`: reads the command line, opens the socket, runs the server.

What it serves is wired in `app`.
"""

import argparse
import contextlib
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import uvicorn
from starlette.applications import Starlette

from server import lab, variants
from server.app import create_app
from server.clock import Clock, LabClock, SystemClock
from server.patience import patient
from server.policies import Policies
from server.policy import Policy
from server.settings import KEY_VARIABLE, Settings, SettingsError, sealing_key
from server.store.database import DatabaseError, sqlite_file

AppFactory = Callable[[Settings, Clock, Policies], Starlette]


class Refusal(Exception):
    """The server can't start like this. The text says why and what to do."""


def main(argv: Sequence[str] | None = None, create_app: AppFactory = create_app) -> int:
    """Runs the server until it is told to stop. Exit codes: 0 stopped, 2 couldn't start."""
    options = _parser().parse_args(argv)
    try:
        with _listen(options.host, options.port) as listener:
            app = create_app(
                _settings(options, listener), _clock(options), Policies.standard(_numbers(options))
            )
            _run(app, listener, options)
    except (Refusal, SettingsError, DatabaseError) as error:
        print(f"lantern: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description="Lantern, a small web product with two-factor authentication, done exactly.",
        epilog=f"Environment: {KEY_VARIABLE} (32 bytes in base64) seals authenticator keys; needed "
        f"for PostgreSQL, otherwise "
        f"a file beside the database is used. {lab.TOKEN_VARIABLE} is the control plane's token, see --lab.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--database",
        default="sqlite:///lantern.sqlite3",
        metavar="URL",
        help="sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME (default: %(default)s)",
    )
    parser.add_argument(
        "--public-url",
        metavar="URL",
        help="where people reach the server, if a proxy stands before it; https makes cookies Secure",
    )
    parser.add_argument(
        "--policy",
        choices=variants.NAMES,
        default=variants.GUIDE,
        help="whose numbers to run by: the guide's, or what a standard asks otherwise (default: %(default)s)",
    )
    parser.add_argument(
        "--tls",
        metavar="FILE",
        help="speak https, with the certificate and its private key in this file (PEM)",
    )
    parser.add_argument(
        "--smtp",
        type=_smtp,
        metavar="HOST:PORT",
        help="a mail server on loopback that gets every message as well (default: they stay in the outbox)",
    )
    parser.add_argument(
        "--lab",
        action="store_true",
        help="for tests: a clock that only the control plane under /lab moves, accounts made and "
        "the outbox read through it; "
        f"needs a loopback --host and a token in {lab.TOKEN_VARIABLE}",
    )
    parser.add_argument(
        "--quick-hashes",
        action="store_true",
        help="for tests: argon2 at its lowest cost, for throw-away accounts; only with --lab",
    )
    parser.add_argument("--exit-with-parent", action="store_true", help="stop when standard input ends")
    parser.add_argument(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default="warning",
        help="default: %(default)s",
    )
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} isn't a port: give a number from 0 (any free one) to 65535")


def _smtp(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not _is_loopback(host):
        raise argparse.ArgumentTypeError(f"{text!r} isn't on loopback: give one such as 127.0.0.1:2525")
    return host, _port(port)


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, before anything else: a port in use is told at once. Raises Refusal."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"can't listen on {host} port {port}: {reason}. Stop what uses it, or choose another "
            f"--port or --host."
        ) from error
    return listener


def _settings(options: argparse.Namespace, listener: socket.socket) -> Settings:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if options.tls else "http"
    public = (options.public_url or f"{scheme}://{shown}:{port}").rstrip("/")
    if not public.startswith(("http://", "https://")):
        raise Refusal(f"--public-url {public} makes no sense: it has to begin with http:// or https://.")
    key = sealing_key(sqlite_file(options.database))
    token = _lab_token(options.host) if options.lab else None
    return Settings(options.database, key, public, token, options.smtp)


def _lab_token(host: str) -> str:
    if not _is_loopback(host):
        raise Refusal(
            f"--lab lets its caller do anything, so it needs a loopback --host such as 127.0.0.1, not {host}."
        )
    token = os.environ.get(lab.TOKEN_VARIABLE, "")
    if len(token) < lab.SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        raise Refusal(
            f"--lab needs a token of {lab.SHORTEST_TOKEN} plain characters or more in the "
            f"environment variable "
            f"{lab.TOKEN_VARIABLE}. Set it to a random one."
        )
    return token


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _numbers(options: argparse.Namespace) -> Policy:
    numbers = variants.policy(options.policy)
    if not options.quick_hashes:
        return numbers
    if not options.lab:
        raise Refusal("--quick-hashes makes stolen hashes easy to guess, so it works only with --lab.")
    return replace(numbers, argon2_memory_kib=64, argon2_passes=1)


def _clock(options: argparse.Namespace) -> Clock:
    return LabClock(time.time()) if options.lab else SystemClock()


class _Server(uvicorn.Server):
    """Tells on standard output, in one line, when it takes connections."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Lantern is ready: {self._url}", flush=True)


def _run(app: Starlette, listener: socket.socket, options: argparse.Namespace) -> None:
    logging.basicConfig(
        level=options.log_level.upper(),
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        ws="none",
        http=patient(app.state.lantern.policies.numbers.request_seconds),
        loop="asyncio",
        ssl_certfile=options.tls,
    )
    if options.tls:
        _load_certificate(config)
    server = _Server(config, app.state.lantern.settings.public_url)
    if options.exit_with_parent:
        threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _load_certificate(config: uvicorn.Config) -> None:
    """Reads it before the server starts, so that a file that can't be used is told. Raises Refusal."""
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise Refusal(
            f"the file {config.ssl_certfile} can't be used for https ({error}). Give a certificate and its "
            "private key in one file (PEM)."
        ) from error


def _stop_with_parent(server: uvicorn.Server) -> None:
    """Waits for the end of standard input. Not through `sys.stdin`, whose lock would be held at the exit."""
    while os.read(0, 4096):
        pass
    server.should_exit = True


if __name__ == "__main__":
    sys.exit(main())
