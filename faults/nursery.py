"""Servers to break, each forked off one process in which the server and all faults are imported already."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NoReturn

from faults.quick import DOOR_VARIABLE
from faults.serve import serve

_FORKS = multiprocessing.get_context("forkserver")


@contextmanager
def nursery() -> Iterator[dict[str, str]]:
    """What `faults.quick` needs in its environment. The servers end with whoever asked for them."""
    with tempfile.TemporaryDirectory(prefix="twofold-nursery-") as folder:
        place = str(Path(folder) / "door")
        ours, theirs = _FORKS.Pipe()
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(place)
            door.listen()
            process = _FORKS.Process(target=_nurse, args=(door, theirs))
            process.start()
        theirs.close()
        try:
            yield {DOOR_VARIABLE: place}
        finally:
            ours.close()
            process.join()


def _nurse(door: socket.socket, owner: Connection) -> None:
    """Make a server for each that asks, until the owner has gone."""
    import faults.register  # noqa: F401 - the point of it all

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: whoever asked for the servers ends them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    while owner not in wait([door, owner]):
        line, _ = door.accept()
        with line:
            if os.fork() == 0:
                door.close()
                owner.close()
                _become_a_server(line)


def _become_a_server(line: socket.socket) -> NoReturn:
    """Serve as if started by whoever is at the other end of this line, and tell it the exit code."""
    code = 1
    try:
        _take_over(line)
        code = serve()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        with suppress(OSError):  # whoever asked may have ended first
            line.sendall(str(code).encode())
        os._exit(code)


def _take_over(line: socket.socket) -> None:
    """Get arguments, environment, folder, input and output of whoever asked."""
    for signum in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(signum, signal.SIG_DFL)
    _, given, _, _ = socket.recv_fds(line, 1, 3)
    for number, descriptor in enumerate(given):
        os.dup2(descriptor, number)
        os.close(descriptor)
    with line.makefile() as text:
        arguments, environment, folder = json.load(text)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
